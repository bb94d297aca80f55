"""Every question to the store and every write to it, asked in one workspace with all the ids of another one.

Nothing shows and nothing changes. What is new in the ports is attacked without a word about it here: the parameters say
what they take.
"""

import enum
import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from random import Random
from types import NoneType
from typing import Any, get_type_hints

import pytest

from bot.core.errors import StoreError
from bot.core.json_values import MalformedError
from bot.store.session import Session
from bot.store.store import SqlStore, open_store
from bot.store.transaction import SqlReads, SqlTransaction
from bot.use_cases.ports import NewJob
from bot.use_cases.store_ports import ImportedFrom, Stay, Tokens, TypedMessage
from tests import postgres
from tests.conftest import without
from tests.databases import rows_in
from tests.effort import effort, more
from tests.store.left_behind import leave_behind
from tests.store.made import START

OURS, THEIRS = "T3", "T1"
FOR_WHO_RUNS_IT = {"installations", "mark_unread", "new_id", "new_salt", "restored_threads", "stays", "unwiped"}
FOR_WHO_RUNS_IT |= {"workspaces", "workspaces_of", "workspaces_with_frameworks", "begin_once"}
"""What asks about no workspace: the work of nobody in Slack. ``begin_once`` is a job's own."""
COLUMNS = {
    "assessment_id": ("all_assessments.id",),
    "ballot_id": ("all_assessments.id",),
    "channel": ("all_assessments.channel", "kept_messages.channel"),
    "old": ("all_assessments.channel", "saved_messages.channel"),
    "thread": ("all_assessments.thread", "kept_messages.thread"),
    "person": ("members.person", "homes.person", "ballots.person"),
    "draft_id": ("drafts.id",),
    "action_id": ("actions.id",),
    "cadence_id": ("cadences.id",),
    "saved_id": ("saved_messages.id",),
    "reading_id": ("metrics.id",),
    "key": ("due_moments.key", "notices.key", "posts.key"),
    "slug": ("cadences.slug", "own_frameworks.slug"),
    "subject": ("all_assessments.subject", "saved_messages.subject", "metrics.subject"),
    "event": ("deliveries.event",),
    "digest": ("frameworks.digest",),
    "ts": ("saved_messages.ts", "posts.ts"),
    "due": ("due_moments.due",),
    "ids": ("all_assessments.id",),
    "keys": ("posts.key",),
    "notes": ("workshop_notes.id",),
    "gone": ("removals.gone", "leftovers.gone"),
    "canvas": ("leftovers.file", "workshops.canvas"),
    "reason": ("jobs.reason",),
}
ASKED, WRITTEN = effort(100, 400), effort(20, 200)
Pool = Mapping[str, list[Any]]


class _Undone(Exception):
    """Raised to leave everything as it was."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=more)])
def urls(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Give two databases of each kind."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("ports")
        yield f"sqlite:///{folder / 'x.db'}", f"sqlite:///{folder / 'y.db'}"
    elif postgres.is_installed():
        with postgres.database() as one, postgres.database() as other:
            yield one, other
    else:
        without(postgres.MISSING)


@pytest.fixture(scope="module")
def filled(urls: tuple[str, str]) -> Iterator[SqlStore]:
    store = open_store(urls[0])
    leave_behind(store)
    yield store
    store.close()


@pytest.fixture(scope="module")
def empty(urls: tuple[str, str]) -> Iterator[SqlStore]:
    store = open_store(urls[1])
    yield store
    store.close()


def methods(of: type, *, but: type | None = None) -> dict[str, Callable[..., Any]]:
    found = inspect.getmembers(of, inspect.isfunction)
    return {name: each for name, each in found if name[0] != "_" and (but is None or not hasattr(but, name))}


READS, WRITES = methods(SqlReads), methods(SqlTransaction, but=SqlReads)


def columns(session: Session) -> Pool:
    """Give what stands in the columns whose values the parameters take."""
    found: dict[str, list[Any]] = {}
    for name, places in COLUMNS.items():
        values: dict[Any, None] = {}
        for table, column in (each.split(".") for each in places):
            values |= dict.fromkeys(row[column] for row in session.all(f"SELECT {column} FROM {table}") if row[column])  # noqa: S608 -- own names
        found[name] = sorted(values)
    found["due"] = [datetime.fromisoformat(each) for each in found["due"]]
    found["ids"], found["keys"], found["notes"] = [found["ids"]], [found["keys"]], [found["notes"]]
    return found


def kept_in(value: Any, found: dict[type, list[Any]]) -> None:
    """Collect every value of the core that an answer is made of, by its type."""
    if is_dataclass(value) and not isinstance(value, type):
        found[type(value)].append(value)
        for each in fields(value):
            kept_in(getattr(value, each.name), found)
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            kept_in(each, found)


def own(value: Any) -> Any:
    """Give a value as one of our workspace, where it names one."""
    named = is_dataclass(value) and not isinstance(value, type) and hasattr(value, "workspace")
    return replace(value, workspace=OURS) if named else value


def values_of(name: str, kind: Any, pool: Pool, things: Mapping[type, list[Any]]) -> list[Any]:
    """Give what a parameter may be: ids of the other workspace, and values that stand there."""
    if name == "workspace":
        return [OURS]
    listed = getattr(kind, "__args__", (kind,))
    if NoneType in listed:
        return [*values_of(name, listed[0], pool, things), None]
    if pool.get(name) and listed[0] in (str, datetime):
        return pool[name]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return list(kind)
    job = NewJob("share", "share:T3:x", {"workspace": OURS})
    plain: Mapping[Any, list[Any]] = {str: ["x", "C1"], int: [1, 2, 50], bool: [True, False], datetime: [START]}
    plain = {**plain, date: [START.date()], NewJob: [job], Tokens: [Tokens("x")]}
    if kind in plain:
        return plain[kind]
    if kind in things:
        return [own(each) for each in things[kind]]
    several = ["x"] if listed[0] in (str, kind) else [own(each) for each in things.get(listed[0], [])[:2]]
    return [several] if several and kind is not listed[0] else []


def calls(
    name: str,
    method: Callable[..., Any],
    pool: Pool,
    things: Mapping[type, list[Any]],
    most: int,
    seed: float = 0,
) -> list[dict[str, Any]]:
    """Give the arguments of some calls of a method, the same ones each time."""
    hints = get_type_hints(method)
    taken = [each for each in inspect.signature(method).parameters if each != "self"]
    every = [values_of(each, hints[each], pool, things) for each in taken]
    rng = Random(f"{name} {seed}" if seed else name)
    ways = range(most if all(every) else 0)
    return [{each: rng.choice(values) for each, values in zip(taken, every, strict=True)} for _ in ways]


def stock_of(store: SqlStore) -> tuple[Pool, Mapping[type, list[Any]]]:
    """Give the ids of the other workspace, and every value that its reads answer with."""
    things: dict[type, list[Any]] = defaultdict(list)
    kept_in((Stay(OURS, START), ImportedFrom(frozenset(), whole=True)), things)
    with store.reading() as view:
        pool = columns(view._session)
        for row in view._session.all("SELECT * FROM kept_messages"):
            kept_in(TypedMessage(OURS, row["channel"], row["thread"], row["ts"], row["person"], "typed", START), things)
        for name, method in READS.items():
            for given in calls(name, method, pool, {}, ASKED) if name not in ("before", "line_of", "reported") else ():
                there = {"workspace": THEIRS} if "workspace" in given else {}
                with suppress(StoreError):
                    kept_in(getattr(view, name)(**given | there), things)
    return pool, things


@pytest.fixture(scope="module")
def stock(filled: SqlStore) -> tuple[Pool, Mapping[type, list[Any]]]:
    return stock_of(filled)


def test_the_attack_has_something_to_ask_with(stock: tuple[Pool, Mapping[type, list[Any]]]) -> None:
    pool, things = stock
    assert {name for name, values in pool.items() if not values} <= {"gone", "canvas", "event", "reason"}
    assert len(things) > 40
    unasked = {name for name, method in {**READS, **WRITES}.items() if not calls(name, method, pool, things, 1)}
    assert unasked <= {"put_installation"} | FOR_WHO_RUNS_IT


@pytest.mark.parametrize("name", sorted(READS.keys() - FOR_WHO_RUNS_IT))
def test_a_question_with_ids_of_another_workspace_is_answered_as_if_that_were_not_there(
    filled: SqlStore, empty: SqlStore, stock: tuple[Pool, Mapping[type, list[Any]]], name: str
) -> None:
    asked = calls(name, READS[name], *stock, ASKED)
    assert asked
    with filled.reading() as view, empty.reading() as nothing:
        for given in asked:
            assert getattr(view, name)(**given) == getattr(nothing, name)(**given), given


@pytest.fixture(scope="module")
def standing(filled: SqlStore) -> dict[str, list[str]]:
    """Give what stands there at first, and again after each write that is undone."""
    with filled.reading() as view:
        return rows_in(view._session, THEIRS)


@pytest.mark.parametrize("name", sorted(WRITES.keys() - FOR_WHO_RUNS_IT))
def test_a_write_with_ids_of_another_workspace_changes_nothing_there(
    filled: SqlStore, stock: tuple[Pool, Mapping[type, list[Any]]], standing: dict[str, list[str]], name: str
) -> None:
    for given in calls(name, WRITES[name], *stock, WRITTEN):
        with suppress(_Undone, StoreError, MalformedError), filled.writing(OURS) as tx:
            getattr(tx, name)(**given)
            assert rows_in(tx._session, THEIRS) == standing, given
            raise _Undone
