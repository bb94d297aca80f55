"""The databases that tests run on, and what a test may look at behind the store's back.

With ``CXBOT_TEST_STORE=postgresql`` a database of PostgreSQL stands in place of each SQLite file that a test names; a
test that looks into the file itself is SQLite's own, and skipped then.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.store import sqlite
from bot.store import store as opening
from bot.store.database import Database
from bot.store.installations import of_a_workspace
from bot.store.session import Row, Session, Value
from bot.store.sqlite import SqliteDatabase
from bot.store.store import SqlStore, open_store

ON_POSTGRESQL = os.environ.get("CXBOT_TEST_STORE") == "postgresql"


class Instead:
    """Lends a database of PostgreSQL in place of each file, to the same name the same one, until the test ends."""

    def __init__(self) -> None:
        self._lent: dict[str, tuple[str, ExitStack]] = {}

    def install(self) -> None:
        """Have stores opened so from now on."""
        vars(opening)["open_file"] = self._open
        vars(opening)["has_file"] = self._lent.__contains__

    def _open(self, url: str, *, real_time: Callable[[], float] | None = None) -> Database:
        from bot.store.postgres import open_server  # noqa: PLC0415 -- most runs need none
        from tests import postgres  # noqa: PLC0415 -- as above

        name = url if url != "sqlite://" else f"{url}{len(self._lent)}"
        if name not in self._lent:
            stack = ExitStack()
            self._lent[name] = stack.enter_context(postgres.database()), stack
        return open_server(self._lent[name][0], real_time=real_time)

    @contextmanager
    def until_then(self) -> Iterator[None]:
        """Take back at the end what was lent meanwhile."""
        before = set(self._lent)
        yield
        for name in self._lent.keys() - before:
            self._lent.pop(name)[1].close()


instead = Instead()


def put_file(content: bytes, file: Path) -> None:
    """Put an SQLite file there; PostgreSQL gets all that it holds, by the way in which people move."""
    if ON_POSTGRESQL:
        beside = file.with_name(f"{file.name}.moved")
        beside.write_bytes(content)
        from_file = closing(SqlStore(sqlite.open_file(f"sqlite:///{beside}")))
        with from_file as old, closing(open_store(f"sqlite:///{file}")) as new:
            old.move_to(new, lambda *_: ())
        for each in file.parent.glob(f"{beside.name}*"):
            each.unlink()
    else:
        file.write_bytes(content)


def sqlite_of(store: SqlStore) -> SqliteDatabase:
    """Return the SQLite database under a store."""
    if ON_POSTGRESQL:
        pytest.skip("looks into the file itself: SQLite's own")
    assert isinstance(store._database, SqliteDatabase)
    return store._database


def file_of(store: SqlStore) -> Path:
    """Return the file under a store."""
    return sqlite_of(store).path


def connections_of(store: SqlStore) -> int:
    """Return how many connections a store keeps open while nothing is asked."""
    database = store._database
    return len(database._idle) if isinstance(database, SqliteDatabase) else connections_to(database)


def connections_to(database: Database) -> int:
    """Return how many connections of a pool are open."""
    from bot.store.postgres import PostgresDatabase  # noqa: PLC0415 -- most tests need none

    assert isinstance(database, PostgresDatabase)
    return database._pool.get_stats()["pool_size"]


def rows_of(store: SqlStore) -> list[tuple[str, str]]:
    """Return every row of every table, as its name and the text of it."""
    with store._database.reading() as session:
        return [
            (table, str(tuple(dict(row).values())))
            for table in session.tables()
            for row in session.all(f"SELECT * FROM {table}")  # noqa: S608 -- names of the schema
        ]


def rows_in(session: Session, workspace: str) -> dict[str, list[str]]:
    """Return the rows of a workspace by their table, work among them."""
    found = {
        table: session.all(f"SELECT * FROM {table} WHERE workspace = ?", workspace)  # noqa: S608 -- names of the schema
        for table in (*of_a_workspace(session), "jobs")
    }
    return {table: sorted(str(tuple(dict(row).values())) for row in rows) for table, rows in found.items() if rows}


@contextmanager
def statements() -> Iterator[list[str]]:
    """Lend a list of the statements that any store is asked meanwhile."""
    ran: list[str] = []
    honest = Session.all

    def noted(self: Session, sql: str, *values: Value) -> list[Row]:
        ran.append(sql)
        return honest(self, sql, *values)

    with patch.object(Session, "all", noted):
        yield ran
