"""Transactions that wait for their turn share a COMMIT: each stands or falls alone, and none is told too early."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from bot.core.errors import StoreError
from bot.store import batch
from bot.store.batch import Turns
from bot.store.sqlite import SqliteStore
from bot.use_cases.ports import NewJob, Transaction
from tests.store.made import keep, made, on_day, rated, whole

SECONDS = 20


class Stumble(Exception):
    """What goes wrong in the middle of a transaction."""


@pytest.fixture(autouse=True)
def _batches_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LONGEST_SECONDS", 60.0)


class Queue:
    """Transactions that run one after the other, all queued before the first one ends."""

    def __init__(self, store: SqliteStore, pool: ThreadPoolExecutor) -> None:
        self._store = store
        self._pool = pool
        self._gate = threading.Event()
        self._inside = threading.Event()
        self.first = self._submit(self._wait)

    def _wait(self, tx: Transaction) -> None:
        tx.add_rating("T1", "a1", rated("first"))
        self._inside.set()
        assert self._gate.wait(SECONDS)

    def then(self, work: Callable[[Transaction], None]) -> "Future[None]":
        """Queue another one, and wait until it stands in line."""
        assert self._inside.wait(SECONDS)
        line = self._store._database._turns._queue
        standing = len(line)
        future = self._submit(work)
        while len(line) == standing:
            threading.Event().wait(0.001)
        return future

    def open(self) -> None:
        """Let them run."""
        self._gate.set()

    def _submit(self, work: Callable[[Transaction], None]) -> "Future[None]":
        def run() -> None:
            with self._store.writing() as tx:
                work(tx)

        return self._pool.submit(run)


@contextmanager
def queue(store: SqliteStore) -> Iterator[Queue]:
    keep(store, made())
    with ThreadPoolExecutor() as pool:
        waiting = Queue(store, pool)
        try:
            yield waiting
        finally:
            waiting.open()


def ratings(store: SqliteStore) -> list[str]:
    return [each.id for each in whole(store).ratings]


def test_one_that_fails_takes_no_other_with_it(store: SqliteStore) -> None:
    def stumble(tx: Transaction) -> None:
        tx.add_rating("T1", "a1", rated("lost"))
        raise Stumble

    with queue(store) as line:
        failing = line.then(stumble)
        last = line.then(lambda tx: tx.add_rating("T1", "a1", rated("last")))
        line.open()
        with pytest.raises(Stumble):
            failing.result(SECONDS)
        line.first.result(SECONDS)
        last.result(SECONDS)
    assert ratings(store) == ["first", "last"]


def test_nobody_is_told_before_the_commit_and_nothing_is_seen(store: SqliteStore) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> None:
        assert len(tx.questions("T1", "a1")) == 0
        entered.set()
        assert leave.wait(SECONDS)

    woken: list[None] = []
    store.on_enqueue(lambda: woken.append(None))
    with queue(store) as line:
        second = line.then(lambda tx: tx.enqueue(NewJob("thread", "thread:T1:a1")))
        last = line.then(hold)
        line.open()
        assert entered.wait(SECONDS)
        assert not line.first.done()
        assert not second.done()
        assert (ratings(store), woken) == ([], [])
        leave.set()
        for each in (line.first, second, last):
            each.result(SECONDS)
    assert (ratings(store), woken) == (["first"], [None])


def test_when_the_commit_fails_everybody_in_it_is_told(store: SqliteStore) -> None:
    def break_a_rule_that_is_checked_at_the_commit(tx: Transaction) -> None:
        tx._session.all("PRAGMA defer_foreign_keys = ON")  # type: ignore[attr-defined]  # below the port
        tx.add_rating("T1", "nowhere", rated("stray"))

    with queue(store) as line:
        last = line.then(break_a_rule_that_is_checked_at_the_commit)
        line.open()
        for each in (line.first, last):
            with pytest.raises(StoreError, match="refused a change"):
                each.result(SECONDS)
    assert ratings(store) == []
    with store.writing() as tx:
        assert tx.is_new("T1", "e1", on_day(0))


def test_when_sqlite_undoes_everything_everybody_is_told(store: SqliteStore) -> None:
    def roll_back(tx: Transaction) -> None:
        tx._session.all("ROLLBACK")  # type: ignore[attr-defined]  # as SQLite does by itself when the disk is full
        raise StoreError("the disk is full")

    with queue(store) as line:
        second = line.then(roll_back)
        last = line.then(lambda tx: tx.add_rating("T1", "a1", rated("last")))
        line.open()
        for each in (line.first, second):
            with pytest.raises(StoreError, match="the disk is full"):
                each.result(SECONDS)
        last.result(SECONDS)
    assert ratings(store) == ["last"]


def test_a_batch_that_is_old_enough_is_committed_though_others_wait(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "LONGEST_SECONDS", 0.0)
    seen: list[list[str]] = []
    with queue(store) as line:
        last = line.then(lambda _tx: seen.append(ratings(store)))  # by a connection of its own: only what is durable
        line.open()
        last.result(SECONDS)
    assert seen == [["first"]]


def test_turns_come_in_the_order_of_asking_and_none_is_lost_by_giving_up() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0)
    assert not turns.hand_over()
    turns.give_back()
    assert turns.take(0)
