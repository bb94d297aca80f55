"""SQLite alone: which URLs open which file, what is said of one that cannot be used or is gone, and its copies."""

import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import StoreError
from bot.store import database, sqlite
from bot.store.sqlite import must_have_json
from bot.store.store import SqlStore, open_store
from bot.use_cases.notices import CHECK_IN, NOTICE, NUDGE, REMIND
from bot.use_cases.ports import NewJob, Post
from tests.core.drafted import wanted
from tests.databases import file_of, sqlite_of
from tests.known import peek
from tests.store.conftest import Backend
from tests.store.made import (
    asked,
    claimed,
    complete,
    counts,
    drafted,
    due_again,
    enqueue,
    given_up,
    keep,
    keep_draft,
    made,
    on_day,
    put_cadences,
    rated,
    whole,
)


@contextmanager
def opened(url: str) -> Iterator[SqlStore]:
    with closing(open_store(url)) as store:
        yield store


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def damage(path: Path, *statements: str) -> None:
    """Change the file as another program might."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://bot:secret@db.example/cx", "scheme 'mysql'"),
        ("sqlite+aiosqlite:///x.db", r"scheme 'sqlite\+aiosqlite'"),
        ("", "no scheme"),
        ("data/cxbot.db", "no scheme"),
        ("sqlite://host/x.db", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///x.db?mode=ro", "names no file"),
    ],
)
def test_a_url_that_names_no_sqlite_file_is_refused_with_the_forms_that_work(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refusal:
        open_store(url)
    assert "sqlite:///data/cxbot.db" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_sqlite_without_strict_tables_is_refused_before_a_file_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(StoreError, match=r"is too old: install 3\.37 or newer"):
        open_store(url_of(tmp_path / "x.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_sqlite_without_its_json_functions_is_refused(tmp_path: Path) -> None:
    def deny(action: int, _first: str | None, name: str | None, *_: str | None) -> int:
        is_json = action == sqlite3.SQLITE_FUNCTION and name == "json_array"
        return sqlite3.SQLITE_DENY if is_json else sqlite3.SQLITE_OK

    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        must_have_json(connection)
        connection.set_authorizer(deny)
        with pytest.raises(StoreError, match=r"without its JSON functions: install 3\.38 or newer"):
            must_have_json(connection)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"file/data/x.db.* cannot be made or written: Not a directory"):
        open_store(url_of(tmp_path / "file" / "data" / "x.db"))


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(url_of(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="Permission denied"):
        open_store(url_of(tmp_path / "x.db"))


def test_a_file_that_is_no_database_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"not a database, but a letter to somebody" * 100)
    was = path.read_bytes()
    with pytest.raises(StoreError, match="no SQLite database or is damaged"):
        open_store(url_of(path))
    assert path.read_bytes() == was


def test_a_damaged_file_is_named_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with opened(url_of(path)) as store:
        keep(store, *(made(f"a{number}", subject=f"Subject {number}" * 50) for number in range(200)))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StoreError, match="damaged"), opened(url_of(path)) as store:
        whole(store, "a150")


def test_a_file_that_is_found_damaged_by_a_reader_is_written_to_no_more(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with opened(url_of(path)) as store:
        keep(store, *(made(f"a{number}", subject=f"Subject {number}" * 50) for number in range(200)))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3] + b"\xff" * (len(content) // 3))
    with opened(url_of(path)) as store:
        with pytest.raises(StoreError, match="damaged"):
            [whole(store, f"a{number}") for number in range(200)]
        with pytest.raises(StoreError, match="damaged"):
            enqueue(store, NewJob("thread", "thread:T1:a1"))
        with pytest.raises(StoreError, match="damaged"):
            store.check()


def test_a_database_of_another_program_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    damage(path, "CREATE TABLE orders (id INTEGER)")
    was = path.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(url_of(path))
    assert path.read_bytes() == was


def test_a_schema_newer_than_the_code_is_refused_by_the_names_of_its_migrations(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with opened(url_of(path)):
        pass
    damage(
        path, "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('cxbot', 'm999_moods', '2030')"
    )
    with pytest.raises(StoreError, match=r"newer version of the bot \(it has m999_moods\)"):
        open_store(url_of(path))


def test_a_job_with_a_broken_payload_is_buried_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with opened(url_of(path)) as store:
        enqueue(store, NewJob("k", "broken"), NewJob("k", "whole"))
        damage(path, "UPDATE jobs SET payload = 'x' WHERE key = 'broken'")
        assert claimed(store).key == "whole"
        assert store.jobs.claim(on_day(0)) is None
        (buried,) = given_up(store.jobs)
    assert (buried.job.key, buried.job.payload) == ("broken", {})
    assert "of table 'jobs' is broken" in buried.reason


def test_a_relative_url_names_a_file_below_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with opened("sqlite:///data/deep/cxbot.db"):
        assert (tmp_path / "data" / "deep" / "cxbot.db").is_file()


def test_what_people_said_is_for_the_bots_own_user_to_read(tmp_path: Path) -> None:
    path = tmp_path / "data" / "x.db"
    with opened(url_of(path)) as store:
        keep(store, made())
        files = [path.parent, *path.parent.iterdir()]
        assert len(files) == 4
        assert [file.name for file in files if file.stat().st_mode & 0o077] == []


def test_a_throwaway_store_is_gone_when_it_is_closed() -> None:
    with opened("sqlite://") as one, opened("sqlite://") as other:
        keep(one, made())
        keep(other, made(subject="Another"))
        assert whole(one) == made()
        assert file_of(one) != file_of(other)
    assert not file_of(one).parent.exists()


def test_the_file_is_kept_by_the_rules_that_save_an_answer(tmp_path: Path) -> None:
    with opened(url_of(tmp_path / "x.db")) as store, closing(sqlite_of(store).connect()) as connection:
        rules = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert rules == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_a_store_that_answers_passes_its_check_and_a_closed_one_does_not(tmp_path: Path) -> None:
    store = open_store(url_of(tmp_path / "x.db"))
    store.check()
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.check()


def test_a_store_that_cannot_be_written_to_does_not_pass_its_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PROBE_MILLISECONDS", 1)
    path = tmp_path / "x.db"
    with opened(url_of(path)) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"busy|locked"):
            store.check()
        other.execute("ROLLBACK")
        store.check()


def test_a_check_soon_after_an_answer_was_kept_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_FRESH_SECONDS", 3600.0)
    path = tmp_path / "x.db"
    with opened(url_of(path)) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        keep(store, made())
        other.execute("BEGIN IMMEDIATE")
        store.check()


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    """Give a file: only SQLite has one."""
    backend = Backend(f"sqlite:///{tmp_path / 'cxbot.db'}")
    yield backend
    backend.close()


def taken_away(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def replaced(path: Path) -> None:
    taken_away(path)
    open_store(f"sqlite:///{path}").close()


@pytest.mark.parametrize(("harm", "said"), [(taken_away, "is gone"), (replaced, "was replaced by another file")])
def test_nothing_is_saved_in_a_file_that_nothing_will_find_again(
    store: SqlStore, harm: Callable[[Path], None], said: str
) -> None:
    keep(store, made())
    harm(file_of(store))
    with pytest.raises(StoreError, match=said) as first:
        keep(store, made("a2"))
    rescued = file_of(store).with_name(f"{file_of(store).name}.rescued")
    assert f"What it held was kept in {str(rescued)!r}" in str(first.value)
    with closing(open_store(f"sqlite:///{rescued}")) as kept:
        assert whole(kept) == made()


def test_a_file_that_comes_back_is_not_trusted_again(store: SqlStore) -> None:
    keep(store, made())
    taken_away(file_of(store))
    with pytest.raises(StoreError, match="is gone"):
        keep(store, made("a2"))
    file_of(store).with_name("elsewhere.db").rename(file_of(store))
    with pytest.raises(StoreError, match="Nothing more is saved"):
        keep(store, made("a2"))
    with pytest.raises(StoreError, match="Nothing more is saved"):
        store.check()


def test_a_write_ahead_log_that_is_taken_away_is_brought_into_the_database_first(backend: Backend) -> None:
    store = backend.open()
    keep(store, made())
    Path(f"{file_of(store)}-wal").unlink()
    with pytest.raises(StoreError, match="write-ahead log"):
        keep(store, made("a2"))
    store.close()
    assert whole(backend.open()) == made()


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
