"""The statements of one transaction, in the SQL that SQLite and PostgreSQL share, with ``?`` for each value."""

import sqlite3
from pathlib import Path

from bot.core.errors import StoreError
from bot.store.troubles import in_words

Value = str | int | None
Row = sqlite3.Row


class Session:
    """The statements of one transaction; of no use once it ended."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._path = path
        self.enqueued = False

    def all(self, sql: str, *values: Value) -> list[Row]:
        """Run a statement and give its rows."""
        if self._connection is None:
            raise StoreError("A transaction was used after its end: ask within the `with` block that opened it.")
        try:
            return self._connection.execute(sql, values).fetchall()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise in_words(self._path, error) from error

    def one(self, sql: str, *values: Value) -> Row | None:
        """Run a statement and give its first row."""
        rows = self.all(sql, *values)
        return rows[0] if rows else None

    def end(self) -> None:
        """Let go of the connection, which serves another transaction next."""
        self._connection = None
