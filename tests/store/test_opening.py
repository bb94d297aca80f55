"""SQLite alone: which URLs open which file, and what is said of files that cannot be used."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.core.errors import StoreError
from bot.store import database, sqlite
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import NewJob
from tests.databases import file_of, sqlite_of
from tests.store.made import claimed, enqueue, given_up, keep, made, on_day, whole


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
