"""A workspace that the bot left is deleted whole, and nothing of any other one; a stay is kept as it was recorded."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store.installations import OF_A_WORKSPACE
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import NewJob
from bot.use_cases.stay_ports import Stay
from bot.use_cases.stays import delete_workspace, wipe_deleted
from tests.databases import file_of
from tests.known import peek, sure, write
from tests.store.left_behind import GONE, SAID, SOLO, leave_behind
from tests.store.made import START, enqueue, on_day
from tests.store.test_forgetting import traces

NOT_OF_ONE = {"_sqlite_migrations", "schema_steps", "sqlite_sequence"}
ELSEWHERE = "T2"


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[SqlStore]:
    """Give a store in which the same ids and words stand in two workspaces, and one of them has more."""
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    leave_behind(store)
    write(store, "T1").put_stay(Stay("T1", START))
    _copied(tmp_path / "x.db")
    enqueue(store, NewJob("thread", "thread:T2:x", {"workspace": "T2", "assessment": "x"}))
    yield store
    store.close()


def _tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {each: [row[1] for row in connection.execute(f"PRAGMA table_info({each})")] for each in names}


def _copied(path: Path) -> None:
    """Put a row of T1 into every table that has none, and copy every row of T1 as one of T2."""
    with closing(sqlite3.connect(path)) as connection:
        for table, columns in _tables(connection).items():
            if "workspace" in columns and table not in ("forgetting", "jobs"):
                values = [{"workspace": "T1", "assessment": SOLO}.get(each, 1) for each in columns]
                if connection.execute(f"SELECT 1 FROM {table} WHERE workspace = 'T1'").fetchone() is None:  # noqa: S608 -- own names
                    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", values)  # noqa: S608 -- as above
                others = [each for each in columns if each != "workspace"]
                sql = f"INSERT INTO {table} (workspace, {', '.join(others)})"
                sql += f" SELECT '{ELSEWHERE}', {', '.join(others)} FROM {table} WHERE workspace = 'T1'"  # noqa: S608 -- as above
                connection.execute(sql)
        connection.commit()


def _rows(path: Path, workspace: str) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        found = {
            table: [str(row) for row in connection.execute(f"SELECT * FROM {table} WHERE workspace = ?", (workspace,))]  # noqa: S608 -- own names
            for table, columns in _tables(connection).items()
            if "workspace" in columns
        }
    return {table: rows for table, rows in found.items() if rows}


def test_every_table_of_the_schema_is_known_and_stands_before_those_that_it_refers_to(filled: SqlStore) -> None:
    with closing(sqlite3.connect(file_of(filled))) as connection:
        tables = _tables(connection)
        assert {each for each, columns in tables.items() if "workspace" not in columns} <= NOT_OF_ONE
        assert set(OF_A_WORKSPACE) == tables.keys() - NOT_OF_ONE - {"forgetting", "jobs"}
        for table in OF_A_WORKSPACE:
            refers = {row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")} - {table}
            later = set(OF_A_WORKSPACE[OF_A_WORKSPACE.index(table) + 1 :])
            assert refers <= later, table


def test_every_row_of_the_workspace_goes_and_none_of_another_one(filled: SqlStore) -> None:
    before = _rows(file_of(filled), "T1")
    assert set(before) == {*OF_A_WORKSPACE, "jobs"}
    others = _rows(file_of(filled), ELSEWHERE)
    deleted = delete_workspace(filled, "T1")
    assert deleted == {table: len(rows) for table, rows in sorted(before.items())}
    assert set(_rows(file_of(filled), "T1")) == {"removals"}
    assert _rows(file_of(filled), ELSEWHERE) == others
    assert wipe_deleted(filled)
    assert _rows(file_of(filled), "T1") == {}
    with closing(sqlite3.connect(file_of(filled))) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert delete_workspace(filled, "T1") == {}


def test_no_byte_of_the_file_knows_what_was_said_once_the_last_workspace_is_deleted(filled: SqlStore) -> None:
    for workspace in ("T1", ELSEWHERE):
        delete_workspace(filled, workspace)
    assert peek(filled).unwiped() == ("T1", ELSEWHERE)
    assert traces(file_of(filled), (GONE, SAID[0])) == {GONE, SAID[0]}
    assert wipe_deleted(filled)
    assert traces(file_of(filled), (GONE, *SAID)) == set()
    assert peek(filled).unwiped() == ()


def test_facts_are_guarded_again_after_a_deletion(filled: SqlStore) -> None:
    delete_workspace(filled, "T1")
    with (
        closing(sqlite3.connect(file_of(filled))) as connection,
        pytest.raises(sqlite3.IntegrityError, match="added to"),
    ):
        connection.execute("DELETE FROM ratings")


def test_work_whose_words_are_broken_goes_with_the_workspace_that_its_key_names(filled: SqlStore) -> None:
    with closing(sqlite3.connect(file_of(filled))) as connection:
        connection.execute("UPDATE jobs SET payload = '{', workspace = '', key = 'share:T1:x' WHERE kind = 'share'")
        connection.execute(
            "INSERT INTO jobs (kind, key, payload, state, run_at) VALUES ('a', 'a:T11', '[', 'waiting', '')"
        )
        connection.commit()
    delete_workspace(filled, "T1")
    with closing(sqlite3.connect(file_of(filled))) as connection:
        assert [row[0] for row in connection.execute("SELECT key FROM jobs ORDER BY key")] == [
            "a:T11",
            "thread:T2:x",
            "tidy",
        ]


def test_a_stay_is_kept_as_it_was_recorded(store: SqlStore) -> None:
    first = Stay("T1", START, "0f", on_day(1), "app_uninstalled", on_day(1), "im:write")
    with store.writing("T1") as tx:
        tx.put_stay(Stay("T2", START))
        tx.put_stay(first)
        tx.put_stay(replace(first, why="returning"))
        assert (tx.stay("T1"), tx.stay("T3")) == (replace(first, why="returning"), None)
        assert [each.workspace for each in tx.stays()] == ["T1", "T2"]


def test_what_rests_for_a_reason_in_one_workspace_is_woken_there_alone(store: SqlStore) -> None:
    for workspace, reason in (("T1", "not_installed"), ("T1", "else"), ("T2", "not_installed")):
        enqueue(store, NewJob("share", f"share:{workspace}:{reason}", {"workspace": workspace}))
        job = sure(store.jobs.claim(START))
        store.jobs.put_back(job, at=on_day(1), reason=reason)
    assert write(store, "T1").wake_work("T1", "not_installed") == 1
    job = sure(store.jobs.claim(START))
    assert job.key == "share:T1:not_installed"
    assert store.jobs.claim(START) is None
