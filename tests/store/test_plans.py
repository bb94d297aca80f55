"""SQLite alone: whatever an answer or a job asks is found through an index, however much there is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bot.core.errors import StoreError
from bot.core.json_values import MalformedError
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import NewJob
from tests.access.test_ports import FOR_WHO_RUNS_IT, READS, THEIRS, WRITES, calls, stock_of
from tests.databases import sqlite_of
from tests.store.left_behind import OPEN, STAYS, leave_behind
from tests.store.made import claimed, enqueue, made, on_day, rated

SELDOM = re.compile(
    r"FROM (?:leaves|kept_messages|framework_offers|removals|saved_uses|installations|unread_threads|moved_channels)\b"
    r"|FROM jobs WHERE (?:kind|workspace) IN|thread IS NULL|SELECT workspace FROM assessments"
)
"""Of what there are few of a kind, which may be sorted; and what is asked by who runs the bot, or for a removal."""


@pytest.fixture
def full(tmp_path: Path) -> Iterator[SqlStore]:
    """Give a file with rows in nearly every table, one of whose connections is idle: on it everything is asked."""
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    store.check()
    leave_behind(store)
    yield store
    store.close()


@contextmanager
def traced(store: SqlStore) -> Iterator[list[str]]:
    """Lend a list of the statements that SQLite runs meanwhile."""
    (connection,) = sqlite_of(store)._idle
    ran: list[str] = []
    connection.set_trace_callback(ran.append)
    yield ran
    connection.set_trace_callback(None)


def ask_everything(store: SqlStore) -> None:
    """Put every question of the ports, and make every change but removals, with what stands there."""
    stock = stock_of(store)
    for name, method in {**READS, **WRITES}.items():
        removes = name in ("remove_person", "take_words_out", "forget_workspace")
        for given in calls(name, method, *stock, 2) if name not in FOR_WHO_RUNS_IT and not removes else ():
            there = {"workspace": THEIRS} if "workspace" in given else {}
            with suppress(StoreError, MalformedError, ValueError), store.writing(THEIRS) as tx:
                getattr(tx, name)(**given | there)
    enqueue(store, NewJob("k", "one"), NewJob("k", "two"))
    store.jobs.put_back(claimed(store), seconds=9)
    job = claimed(store)
    store.jobs.heartbeat(job)
    store.jobs.finish(job)
    store.forget_deliveries(on_day(9))


FROM_A_PERSON = ("(workspace=? AND owner=?)", "(workspace=? AND person=? AND role=?)")


def test_what_waits_for_a_person_is_looked_for_from_that_person(full: SqlStore) -> None:
    """What others have is never read: no step goes by the workspace alone."""
    with traced(full) as ran, full.reading() as view:
        view.owned_actions("T1", STAYS)
        view.open_for("T1", STAYS)
        view.owned_cadences("T1", STAYS)
    own = [each for each in ran if f"= '{STAYS}'" in each]
    assert len(own) == 3
    (connection,) = sqlite_of(full)._idle
    for statement in own:
        steps = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        searches = [step for step in steps if step.startswith("SEARCH")]
        assert any(each in step for each in FROM_A_PERSON for step in searches), steps
        assert [step for step in searches if "(workspace=?)" in step] == []


def test_an_answer_reads_nothing_of_drafts(full: SqlStore) -> None:
    with traced(full) as ran, full.writing("T0ACME0001") as tx:
        tx.assessment_in_thread("T1", "C1", "173.2")
        tx.assessment("T1", OPEN)
        tx.before(made("now", day=5))
        tx.questions("T1", OPEN)
        tx.posts("T1", OPEN)
        tx.add_rating("T1", OPEN, rated("r1"))
    assert len(ran) > 6
    assert [each for each in ran if "draft" in each or "action" in each] == []


def test_nothing_that_is_asked_walks_a_whole_table(full: SqlStore) -> None:
    with traced(full) as ran:
        ask_everything(full)
    own = [each for each in dict.fromkeys(ran) if re.match("SELECT|INSERT|UPDATE|DELETE", each) and " WHERE " in each]
    assert len(own) > 400
    walks = {each: walk for each in own if not SELDOM.search(each) and (walk := walks_in(full, each))}
    assert walks == {}


def test_a_walk_would_be_seen(full: SqlStore) -> None:
    assert walks_in(full, "SELECT * FROM ratings WHERE dimension = 'first'") != []
    assert walks_in(full, "SELECT id FROM assessments WHERE workspace = 'T1' ORDER BY title") != []


def walks_in(store: SqlStore, statement: str) -> list[str]:
    """Give the steps of a plan that read a table from end to end, or sort what an index has in order.

    Scanning a partial index is reading only what waits, runs or is buried, in the order asked for.
    """
    (connection,) = sqlite_of(store)._idle
    steps = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    return [
        step
        for step in steps
        if (step.startswith("SCAN") and "jobs_" not in step and step != "SCAN CONSTANT ROW") or "TEMP B-TREE" in step
    ]
