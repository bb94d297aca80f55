"""Both databases alike: the same calls of the port, in the same order, give the same answers, refusals among them."""

from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from bot.core.errors import StoreError
from bot.core.json_values import MalformedError
from bot.store.elapsed import Elapsed
from bot.store.store import SqlStore, open_store
from bot.use_cases.intake import differing
from tests.access.test_ports import OURS, READS, THEIRS, WRITES, Pool, calls, stock_of
from tests.effort import effort
from tests.store.left_behind import leave_behind
from tests.store.made import START, RealTime, made, on_day

ODD = ("nul\0", "half \ud800", "Ä", "é", "Z", "_", "")
"""Words that databases order, compare or refuse in ways of their own."""
Call = tuple[str, Mapping[str, Any]]


class _Undone(Exception):
    """Raised to leave everything as it was."""


def drawn(
    rng: Random, methods: Mapping[str, Any], pool: Pool, things: Mapping[type, list[Any]], most: int
) -> list[Call]:
    """Draw some calls, in the workspace in which everything stands or in one that is empty."""
    found: list[Call] = []
    while len(found) < most:
        name = rng.choice(sorted(methods.keys() - {"new_id", "new_salt"}))
        for given in calls(name, methods[name], pool, things, 1, seed=rng.random()):
            there = {"workspace": rng.choice((THEIRS, THEIRS, OURS))} if "workspace" in given else {}
            odd = {
                each: rng.choice(ODD) for each in given if each in ("person", "subject", "key") and rng.random() < 0.2
            }
            found.append((name, {**given, **there, **odd}))
    return found


def answers(store: SqlStore, steps: list[Call], seed: float) -> list[object]:
    """Make these calls in one transaction until one is refused, and take all of it back; give what they answer."""
    found: list[object] = []
    with patch("secrets.randbelow", Random(seed).randrange), suppress(_Undone):
        try:
            with store.writing(THEIRS) as tx:
                for name, given in steps:
                    found.append(getattr(tx, name)(**given))
                raise _Undone
        except (StoreError, MalformedError, ValueError) as error:
            found.append(type(error))
    return found


def worked(store: SqlStore) -> list[object]:
    """Take all work that is due, putting the first back."""
    taken = []
    while (job := store.jobs.claim(on_day(1))) is not None:
        taken.append((job.key, job.kind, job.payload, job.attempts, job.failures))
        if len(taken) == 1:
            store.jobs.put_back(job, seconds=5, reason="later")
        else:
            store.jobs.finish(job)
    return [taken, store.jobs.standing(START).jobs]


def test_the_same_calls_give_the_same_answers(postgresql: str, tmp_path: Path) -> None:
    still = Elapsed(RealTime(), "this boot")
    with (
        closing(open_store(f"sqlite:///{tmp_path / 'x.db'}", real_time=still)) as one,
        closing(open_store(postgresql, real_time=still)) as other,
    ):
        leave_behind(one)
        one.move_to(other, differing)
        stock = stock_of(one)
        others: list[Call] = [("add_assessment", {"assessment": made(workspace=each)}) for each in ("b", "Ä", "A", "_")]
        everywhere: list[Call] = [(each, {}) for each in ("workspaces", "stays", "installations", "unwiped")]
        for number in range(effort(150, 10_000)):
            rng = Random(f"alike {number}")
            steps = [
                *others,
                *drawn(rng, WRITES, *stock, rng.randint(1, 4)),
                *drawn(rng, READS, *stock, 25),
                *everywhere,
            ]
            for step, here, there in zip(
                steps, answers(one, steps, number), answers(other, steps, number), strict=False
            ):
                assert here == there, (number, step)
        assert worked(one) == worked(other)
