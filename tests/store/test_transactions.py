"""The contract on transactions: all or nothing, one writer at a time, one consistent view, and durable at the end."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.core.conversation.talk import Question
from bot.core.errors import StoreError
from bot.core.own_frameworks import CheckedFile
from bot.core.privacy import Relation
from bot.store.store import SqlStore, open_store
from bot.use_cases.data import DataScope, assessments_in
from bot.use_cases.intake import differing, export_of
from bot.use_cases.own_frameworks import AdminDeed, FileKept, UploadAnswer, keep_upload
from bot.use_cases.ports import Deed, LeaseLost, NewJob, Reads, Transaction
from bot.use_cases.stays import delete_workspace, wipe_deleted
from bot.use_cases.store_ports import Installation
from tests.core.examples import example_framework
from tests.databases import connections_of, rows_of
from tests.known import peek, sure, write
from tests.store.conftest import ON_BOTH, Backend
from tests.store.made import asked, claimed, counts, enqueue, keep, made, on_day, rated, whole
from tests.use_cases.fakes import HandClock

pytestmark = ON_BOTH


class Stumble(Exception):
    """What goes wrong in the middle of a transaction."""


def test_an_exception_leaves_nothing_behind(store: SqlStore) -> None:
    keep(store, made())
    with pytest.raises(Stumble):
        stumble_after_writing(store)
    assert whole(store) == made()
    assert store.jobs.claim(on_day(0)) is None
    assert write(store).is_new("T1", "e1", on_day(0))


def stumble_after_writing(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.is_new("T1", "e1", on_day(0))
        tx.add_rating("T1", "a1", rated("r1"))
        tx.enqueue(NewJob("thread", "thread:T1:a1"))
        raise Stumble


def test_a_transaction_that_ended_answers_no_more(store: SqlStore) -> None:
    def use(opened: AbstractContextManager[Reads]) -> None:
        with opened as view:
            pass
        with pytest.raises(StoreError, match="after its end"):
            view.assessment("T1", "a1")

    use(store.reading())
    use(store.writing("T0ACME0001"))


def test_writing_inside_writing_is_refused_at_once(store: SqlStore) -> None:
    with store.writing("T0ACME0001"), pytest.raises(RuntimeError, match="pass the open transaction on"):
        keep(store, made())
    keep(store, made())
    assert whole(store) == made()


def test_a_closed_store_says_so(store: SqlStore) -> None:
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        keep(store, made())


def test_a_view_stays_as_it_was_whatever_is_written_since(store: SqlStore) -> None:
    keep(store, made())
    with store.reading() as view:
        assert view.questions("T1", "a1") == ()
        with store.writing("T0ACME0001") as tx:
            tx.add_question("T1", "a1", asked(1))
            tx.add_rating("T1", "a1", rated("r1"))
        assert view.questions("T1", "a1") == ()
        assert view.assessment("T1", "a1") == made()
    assert whole(store).ratings == (rated("r1"),)


def test_a_transaction_sees_what_it_wrote_itself(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_assessment(made())
        tx.add_rating("T1", "a1", rated("r1"))
        found = tx.assessment("T1", "a1")
    assert found is not None
    assert found.ratings == (rated("r1"),)


@pytest.mark.parametrize("stores", [1, 2], ids=["in one process", "as in two processes"])
def test_two_who_contend_for_one_assessment_never_decide_on_the_same_facts(backend: Backend, stores: int) -> None:
    opened = [backend.open() for _ in range(stores)]
    keep(opened[0], made())
    with in_threads(lambda: put_questions(opened[0]), lambda: put_questions(opened[-1])):
        pass
    assert [each.number for each in peek(opened[0]).questions("T1", "a1")] == list(range(1, 41))


def put_questions(store: SqlStore) -> None:
    for _ in range(20):
        with store.writing("T0ACME0001") as tx:
            tx.add_question("T1", "a1", next_of(tx))


def next_of(tx: Transaction) -> Question:
    return asked(len(tx.questions("T1", "a1")) + 1)


@contextmanager
def in_threads(*works: Callable[[], object]) -> Iterator[None]:
    """Do these at once, each in a thread of its own, beside what the block does."""
    errors, together = list[BaseException](), threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            together.wait(60)
            work()
        except BaseException as error:  # noqa: BLE001 -- shown by the assertion below, whatever it is
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert not any(thread.is_alive() for thread in threads)


def test_those_who_wait_for_their_turn_see_what_the_one_before_committed(store: SqlStore) -> None:
    keep(store, made())
    inside, leave = threading.Event(), threading.Event()
    seen: list[int] = []

    def hold() -> None:
        with store.writing("T0ACME0001") as tx:
            tx.add_rating("T1", "a1", rated("first"))
            inside.set()
            assert leave.wait(60)

    def follow() -> None:
        assert inside.wait(60)
        seen.append(len(sure(write(store).assessment("T1", "a1")).ratings))

    with in_threads(hold, follow):
        assert inside.wait(60)
        assert whole(store).ratings == ()
        leave.set()
    assert seen == [1]


def test_one_that_fails_lets_the_next_one_write(store: SqlStore) -> None:
    keep(store, made())

    def fail_then_write(name: str) -> None:
        for _ in range(5):
            with pytest.raises(Stumble):
                stumble_after_writing(store)
        write(store).add_rating("T1", "a1", rated(name))

    with in_threads(lambda: fail_then_write("one"), lambda: fail_then_write("other")):
        pass
    assert {each.id for each in whole(store).ratings} == {"one", "other"}


def test_when_the_commit_fails_the_one_who_wrote_hears_of_it_and_nothing_is_kept(store: SqlStore) -> None:
    """A row in ``forgetting`` refers to one that can never be, which is looked at when the transaction ends."""
    keep(store, made())
    with pytest.raises(StoreError, match="refused a change"):
        break_a_rule_that_is_checked_at_the_commit(store)
    assert whole(store) == made()
    assert write(store).is_new("T1", "e1", on_day(0))


def break_a_rule_that_is_checked_at_the_commit(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "a1", rated("r1"))
        tx._session.add("forgetting", {"workspace": "T1", "mark": 0, "ends": 1})


def test_connections_do_not_pile_up_with_the_threads_that_come_and_go(store: SqlStore) -> None:
    keep(store, made())
    for _ in range(5):
        with in_threads(lambda: whole(store)):
            pass
    assert connections_of(store) <= 2


def test_everything_is_there_after_the_store_is_opened_again(backend: Backend) -> None:
    first = backend.open()
    keep(first, made())
    with first.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "a1", rated("r1"))
        tx.enqueue(NewJob("thread", "thread:T1:a1", {"assessment": "a1"}))
    first.close()
    second = backend.open()
    assert whole(second).ratings == (rated("r1"),)
    assert sure(second.jobs.claim(on_day(0))).payload == {"assessment": "a1"}


def test_work_is_told_of_after_the_commit_and_never_before(store: SqlStore) -> None:
    seen: list[bool] = []
    store.jobs.on_enqueue(lambda: seen.append(counts(store.jobs)["waiting"] == 1))
    with store.writing("T0ACME0001") as tx:
        tx.enqueue(NewJob("thread", "thread:T1:a1"))
        assert seen == []
    assert seen == [True]


def test_nothing_is_told_of_work_that_was_rolled_back_or_of_facts_without_work(store: SqlStore) -> None:
    keep(store, made())
    seen: list[str] = []
    store.jobs.on_enqueue(lambda: seen.append("told"))
    with pytest.raises(Stumble):
        stumble_after_writing(store)
    write(store).add_rating("T1", "a1", rated("r2"))
    assert seen == []


def test_a_callback_that_fails_takes_nothing_back(store: SqlStore) -> None:
    def fail() -> None:
        raise Stumble

    seen: list[str] = []
    store.jobs.on_enqueue(fail)
    store.jobs.on_enqueue(lambda: seen.append("told"))
    enqueue(store, NewJob("thread", "thread:T1:a1"))
    assert seen == ["told"]
    assert counts(store.jobs)["waiting"] == 1


ALL = DataScope(workspace="T1")


def test_an_export_of_a_workspace_is_whole_though_it_is_deleted_meanwhile(store: SqlStore) -> None:
    keep(store, made(), made("a2", subject="Another"))
    with store.reading() as view:
        found = assessments_in(view, ALL)
        before = [export_of(view, each) for each in found]
        with in_threads(lambda: delete_workspace(store, "T1")):
            pass
        assert [export_of(view, each) for each in assessments_in(view, ALL)] == before
    assert wipe_deleted(store)
    with store.reading() as view:
        assert list(assessments_in(view, ALL)) == []


def test_work_under_way_writes_nothing_into_a_workspace_that_was_deleted(store: SqlStore) -> None:
    keep(store, made())
    enqueue(store, NewJob("thread", "thread:T1:a1", {"workspace": "T1"}))
    job = claimed(store)
    delete_workspace(store, "T1")
    with pytest.raises(LeaseLost), store.held(job).writing("T1") as tx:
        tx.add_hint("T1", "a1", "U1", "x")
    store.jobs.finish(job)
    wipe_deleted(store)
    assert [row for row in rows_of(store) if "T1" in row[1]] == []


def test_of_many_that_upload_at_once_each_has_a_number_of_its_own(store: SqlStore) -> None:
    who, answers = AdminDeed(Deed("T1", "C1", "U1", "e"), Relation.ADMIN), list[UploadAnswer]()

    def upload(number: int) -> None:
        framework = replace(example_framework(), slug="own", digest=f"d{number}")
        answers.append(keep_upload(store, HandClock(), who, CheckedFile(framework), "# x", ()))

    with in_threads(*(partial(upload, number) for number in range(6))):
        pass
    kept = [each.own.newest.number for each in answers if isinstance(each, FileKept)]
    assert sorted(kept) == [1, 2, 3, 4, 5, 6]


def test_nothing_is_moved_onto_a_database_in_which_only_an_installation_stands(store: SqlStore, tmp_path: Path) -> None:
    keep(store, made())
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    write(other, "T9").put_installation(Installation("T9", HandClock().now()))
    with pytest.raises(StoreError, match="not empty"):
        store.move_to(other, differing)
    assert (peek(other).assessment("T1", "a1"), len(peek(other).installations())) == (None, 1)
    other.close()
