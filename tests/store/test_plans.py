"""SQLite alone: whatever an answer or a job asks is found through an index, however much there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.assessment import AgreedLevel, Departure, Fate, Member, Role, Status
from bot.core.conversation.talk import Ended
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import NewJob, Post, Settled
from tests.core.drafted import ACTIONS, accepted_plan
from tests.databases import sqlite_of
from tests.store.made import (
    START,
    asked,
    claimed,
    due_again,
    enqueue,
    keep,
    keep_draft,
    made,
    measured,
    on_day,
    posted,
    rated,
    told,
)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    store.check()  # leaves one connection idle, on which everything below is asked
    yield store
    store.close()


def statements_of(store: SqlStore) -> list[str]:
    """Do everything that the ports offer once, and give the statements that SQLite ran."""
    (connection,) = sqlite_of(store)._idle
    ran: list[str] = []
    connection.set_trace_callback(ran.append)
    ask_everything(store)
    connection.set_trace_callback(None)
    return [each for each in dict.fromkeys(ran) if each.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]


def ask_everything(store: SqlStore) -> None:
    keep(store, made())
    with store.writing("T0ACME0001") as tx:
        tx.is_new("T1", "e1", START)
        tx.add_rating("T1", "a1", rated("r1"))
        tx.add_agreed("T1", "a1", AgreedLevel("first", 3, "U1", START))
        tx.add_member("T1", "a1", Member("U3", Role.OBSERVER))
        tx.add_question("T1", "a1", asked(1))
        tx.end_question("T1", "a1", 1, Ended.ANSWERED)
        tx.set_thread("T1", "a1", "173.1")
        tx.put_post("T1", "a1", posted("headline", "173.1"))
        tx.add_hint("T1", "a1", "U1", "help")
        tx.set_status("T1", "a1", Status.COMPLETE, on_day(1))
        tx.assessment_in_thread("T1", "C1", "173.1")
        tx.before(made("now", day=5))
        tx.line_of(made("now", day=5), limit=12)
        tx.reported(made("now", day=5), limit=12)
        tx.last_subject("T1", "C1")
        tx.lines("T1", "C1")
        tx.channels("T1")
        tx.questions("T1", "a1")
        tx.posts("T1", "a1")
        tx.hints("T1", "a1", "U1")
        tx.drop_post("T1", "a1", "headline")
    ask_everything_about_drafts(store)
    ask_everything_that_follows(store)
    enqueue(store, NewJob("k", "one"), NewJob("k", "two"))
    store.jobs.put_back(claimed(store), seconds=9)
    job = claimed(store)
    store.jobs.heartbeat(job)
    store.jobs.finish(job)
    store.forget_deliveries(on_day(9))


def ask_everything_about_drafts(store: SqlStore) -> None:
    keep_draft(store, accepted_plan())
    with store.writing("T0ACME0001") as tx:
        tx.add_actions("T1", "a1", "d1", ACTIONS, START.date())
        (first, *_) = tx.actions("T1", "a1")
        tx.set_owner("T1", "a1", first.id, owner="U2", by="U1", at=START)
        tx.drafts("T1", "a1")
        tx.draft("T1", "a1", "d1")


def ask_everything_that_follows(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.put_cadence(due_again())
        tx.cadence("T1", "c1")
        tx.cadences("T1", "C1")
        tx.take_due("T1", "remind:c1", START, START)
        tx.dues_taken("T1", "remind:c1")
        tx.settle_due("T1", "remind:c1", START, Settled("skipped", "U1", START))
        tx.settled("T1", "remind:c1", START)
        tx.drop_cadence("T1", "c1")
        tx.add_action_update("T1", "a1", told(tx.actions("T1", "a1")[0]))
        tx.action_updates("T1", "a1")
        tx.owned_actions("T1", "U2")
        tx.open_for("T1", "U2")
        tx.owned_cadences("T1", "U2")
        tx.channel_now("T1", "C1")
        tx.with_thread("T1", "173.1")
        tx.move_channel("T1", "C1", "C2")
        tx.move_channel("T1", "C2", "C1")
        tx.add_departure("T1", "a1", Departure("U1", Fate.FOLLOWED, "U2", START))
        tx.add_reading("T1", measured())
        tx.metrics("T1", "C1")
        tx.metrics("T1", "C1", "Acme Retail")
        tx.reading_of("T1", "m1")
        tx.take_back("T1", "m1", "U1", START)
        tx.assessments("T1", ["a1"])
        tx.lines_in("T1", ["C1", "C2"])
        tx.standing_plans("T1", ["a1", "a2"])
        tx.put_notice("T1", Post("remind:c1:0", "C1", None, "d1", sent=False))
        tx.notice("T1", "remind:c1:0")
        tx.drop_notice("T1", "remind:c1:0")
        tx.was_restored("T1")
        tx.add_home("T1", "U1")
        tx.has_home("T1", "U1")
        tx.drop_home("T1", "U1")


FROM_A_PERSON = ("(workspace=? AND owner=?)", "(workspace=? AND person=? AND role=?)")


def test_what_waits_for_a_person_is_looked_for_from_that_person(kept: SqlStore) -> None:
    """What others have is never read: no step goes by the workspace alone."""
    ran = [each for each in statements_of(kept) if "owner = 'U2'" in each or "person = 'U2'" in each]
    assert len(ran) == 3
    (connection,) = sqlite_of(kept)._idle
    for statement in ran:
        steps = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        searches = [step for step in steps if step.startswith("SEARCH")]
        assert any(each in step for each in FROM_A_PERSON for step in searches), steps
        assert [step for step in searches if "(workspace=?)" in step] == []


def test_an_answer_reads_nothing_of_drafts(kept: SqlStore) -> None:
    keep(kept, made(thread="173.1"))
    (connection,) = sqlite_of(kept)._idle
    ran: list[str] = []
    connection.set_trace_callback(ran.append)
    with kept.writing("T0ACME0001") as tx:
        tx.assessment_in_thread("T1", "C1", "173.1")
        tx.assessment("T1", "a1")
        tx.before(made("now", day=5))
        tx.questions("T1", "a1")
        tx.posts("T1", "a1")
        tx.add_rating("T1", "a1", rated("r1"))
    connection.set_trace_callback(None)
    assert len(ran) > 10
    assert [each for each in ran if "draft" in each or "action" in each] == []


def test_nothing_that_is_asked_walks_a_whole_table(kept: SqlStore) -> None:
    ran = statements_of(kept)
    assert len(ran) > 65
    walks = {statement: walk for statement in ran if (walk := walks_in(kept, statement))}
    assert walks == {}


def test_a_walk_would_be_seen(kept: SqlStore) -> None:
    assert walks_in(kept, "SELECT * FROM ratings WHERE dimension = 'first'") != []
    assert walks_in(kept, "SELECT id FROM assessments WHERE workspace = 'T1' ORDER BY title") != []


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
