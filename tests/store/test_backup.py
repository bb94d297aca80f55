"""SQLite alone: a copy made while the bot serves is whole, restores by being opened, and overwrites nothing."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import StoreError
from bot.store.store import SqlStore, open_store
from bot.use_cases.notices import CHECK_IN, NOTICE, NUDGE, REMIND
from bot.use_cases.ports import NewJob, Post
from tests.core.drafted import wanted
from tests.known import peek
from tests.store.made import (
    asked,
    claimed,
    complete,
    counts,
    drafted,
    due_again,
    enqueue,
    keep,
    keep_draft,
    made,
    on_day,
    put_cadences,
    rated,
    whole,
)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path / 'cxbot.db'}")
    yield store
    store.close()


def test_a_file_that_exists_is_not_overwritten(kept: SqlStore, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    with pytest.raises(StoreError, match="exists already"):
        kept.backup(copy)
    assert copy.read_text() == "precious"


def test_a_place_that_does_not_exist_is_named_and_nothing_is_left_there(kept: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        kept.backup(tmp_path / "nowhere" / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name or path.is_dir()) == []


@pytest.mark.parametrize(("number", "takes"), [(errno.EPERM, True), (errno.ENOTSUP, True), (errno.ENOSPC, False)])
def test_where_a_disk_has_no_links_the_copy_gets_its_name_all_the_same(
    kept: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, takes: bool
) -> None:
    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    keep(kept, made())
    monkeypatch.setattr(os, "link", refused)
    copy = tmp_path / "copy.db"
    if not takes:
        with pytest.raises(StoreError, match="cannot be written: No space left"):
            kept.backup(copy)
        assert [path for path in tmp_path.iterdir() if "copy" in path.name] == []
        return
    kept.backup(copy)
    restored = open_store(f"sqlite:///{copy}")
    assert whole(restored) == made()
    restored.close()
    with pytest.raises(StoreError, match="exists already"):
        kept.backup(copy)


def test_a_copy_restores_by_being_opened(kept: SqlStore, tmp_path: Path) -> None:
    keep(kept, made())
    enqueue(kept, NewJob("thread", "thread:T1:a1"))
    copy = tmp_path / "copy.db"
    kept.backup(copy)
    with kept.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "a1", rated("after"))
    with closing(open_store(f"sqlite:///{copy}")) as restored:
        assert whole(restored) == made()
        assert counts(restored.jobs)["waiting"] == 1
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_a_copy_holds_the_work_that_follows_from_its_facts_and_no_other(kept: SqlStore, tmp_path: Path) -> None:
    keep(kept, made())
    keep_draft(kept, wanted())
    kinds = ("thread", "draft", "share", "whisper")
    enqueue(kept, *(NewJob(kind, f"{kind}:T1:a1") for kind in kinds))
    copy = tmp_path / "copy.db"
    kept.backup(copy)
    with closing(open_store(f"sqlite:///{copy}")) as restored:
        assert {claimed(restored).kind, claimed(restored).kind} == {"thread", "draft"}
        assert restored.jobs.claim(on_day(0)) is None
        assert drafted(restored) == (wanted(),)
    assert counts(kept.jobs)["waiting"] == len(kinds)


def test_what_is_due_later_is_due_in_a_copy_too(kept: SqlStore, tmp_path: Path) -> None:
    kinds = (REMIND, NUDGE, CHECK_IN, NOTICE)
    put_cadences(kept, due_again())
    enqueue(kept, *(NewJob(kind, f"{kind}:T1:c1", run_at=on_day(1)) for kind in (*kinds, "home", "tell")))
    copy = tmp_path / "copy.db"
    kept.backup(copy)
    with closing(open_store(f"sqlite:///{copy}")) as restored:
        assert peek(restored).cadences("T1", "C1") == (due_again(),)
        assert restored.jobs.claim(on_day(0)) is None
        assert {claimed(restored, day=1).kind for _ in kinds} == set(kinds)
        assert restored.jobs.claim(on_day(1)) is None


def test_a_copy_does_not_trust_what_its_messages_show_and_says_that_it_is_one(kept: SqlStore, tmp_path: Path) -> None:
    sent = Post("remind:c1:0", "C1", "173.1", "d1", sent=True)
    keep(kept, made())
    with kept.writing("T0ACME0001") as tx:
        tx.put_notice("T1", sent)
    copy = tmp_path / "copy.db"
    kept.backup(copy)
    with closing(open_store(f"sqlite:///{copy}")) as restored, restored.reading() as view:
        assert view.notice("T1", sent.key) == replace(sent, digest="")
        assert (view.was_restored("T1"), view.was_restored("T2")) == (True, False)
    assert (peek(kept).notice("T1", sent.key), peek(kept).was_restored("T1")) == (sent, False)


def test_a_copy_lists_the_threads_under_way_that_were_not_looked_at_yet(kept: SqlStore, tmp_path: Path) -> None:
    keep(kept, made("a2", workspace="T2"), made("a1"), made("a2"), made("a3"), made("a3", workspace="T2"))
    complete(kept, made("a4"), day=1)
    assert peek(kept).gaps("T1", "a1").restored is None
    copy = tmp_path / "copy.db"
    kept.backup(copy)
    with kept.writing("T0ACME0001") as tx:
        assert tx.restored_threads() == ()
    with closing(open_store(f"sqlite:///{copy}")) as restored, restored.writing("T0ACME0001") as tx:
        under_way = (("T1", "a1"), ("T1", "a2"), ("T1", "a3"), ("T2", "a2"), ("T2", "a3"))
        assert tx.restored_threads() == under_way
        tx.set_restored("T1", "a2", "173.5")
        assert tx.restored_threads() == tuple(each for each in under_way if each != ("T1", "a2"))
        looked_at = [tx.gaps(*each).restored for each in (*under_way, ("T1", "a4"), ("T1", "a5"))]
        assert looked_at == ["", "173.5", "", "", "", "", None]


def test_a_copy_made_while_others_write_holds_whole_transactions(kept: SqlStore, tmp_path: Path) -> None:
    keep(kept, made())
    enough, underway = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not enough.is_set():
            number += 1
            with kept.writing("T0ACME0001") as tx:
                tx.add_rating("T1", "a1", rated(f"r{number}"))
                tx.add_question("T1", "a1", asked(number))
            if number == 5:
                underway.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert underway.wait(60)
        for number in range(3):
            kept.backup(tmp_path / f"copy{number}.db")
    finally:
        enough.set()
        writer.join(60)
    for number in range(3):
        restored = open_store(f"sqlite:///{tmp_path / f'copy{number}.db'}")
        assert len(peek(restored).questions("T1", "a1")) == len(whole(restored).ratings) >= 5
        restored.close()
