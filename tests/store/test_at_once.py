"""Two things at once on either store: each sees all of the other or nothing, and none is lost."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.core.errors import StoreError
from bot.core.own_frameworks import CheckedFile
from bot.core.privacy import Relation
from bot.store.store import SqlStore, open_store
from bot.use_cases.data import DataScope, assessments_in
from bot.use_cases.intake import differing, export_of
from bot.use_cases.own_frameworks import AdminDeed, FileKept, UploadAnswer, keep_upload
from bot.use_cases.ports import Deed, LeaseLost, NewJob
from bot.use_cases.stays import delete_workspace, wipe_deleted
from bot.use_cases.store_ports import Installation
from tests.core.examples import example_framework
from tests.databases import rows_of
from tests.known import peek, write
from tests.store.conftest import ON_BOTH
from tests.store.made import claimed, enqueue, keep, made
from tests.use_cases.fakes import HandClock

pytestmark = ON_BOTH

ALL = DataScope(workspace="T1")


def at_once(*deeds: Callable[[], object]) -> None:
    together = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        together.wait(60)
        deed()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)


def test_an_export_of_a_workspace_is_whole_though_it_is_deleted_meanwhile(store: SqlStore) -> None:
    keep(store, made(), made("a2", subject="Another"))
    with store.reading() as view:
        found = assessments_in(view, ALL)
        before = [export_of(view, each) for each in found]
        at_once(lambda: delete_workspace(store, "T1"))
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

    at_once(*(partial(upload, number) for number in range(6)))
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
