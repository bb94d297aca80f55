"""The statements of one transaction, in the SQL that SQLite and PostgreSQL share, with ``?`` for each value."""

import secrets
import sqlite3
import string
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import StoreError, StoreUnavailableError
from bot.store.elapsed import Elapsed

_LETTERS = string.ascii_lowercase + string.digits
_LENGTH = 10


def new_id() -> str:
    """Give an unguessable id of 10 lower-case letters and digits."""
    number = secrets.randbelow(len(_LETTERS) ** _LENGTH)
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(_LENGTH))


BUSY_SECONDS = 10
_PASSES = {
    "SQLITE_BUSY": f"another process has been writing to it for {BUSY_SECONDS} s; find out which, and stop it",
    "SQLITE_FULL": "the disk is full; make room, then try again",
    "SQLITE_READONLY": "it may not be written to; give its folder and the file to the user that runs the bot",
    "SQLITE_CANTOPEN": "it cannot be opened; check that its folder exists and belongs to the user that runs the bot",
    "SQLITE_IOERR": "the disk failed to read or write it; check the disk and the room on it",
}
_DAMAGED = {
    "SQLITE_CORRUPT": "the file is damaged; stop the bot, put the file aside and restore the last backup",
    "SQLITE_NOTADB": "the file is no SQLite database or is damaged; name another file, or restore the last backup",
}
_OTHER = {"SQLITE_CONSTRAINT": "it refused a change that contradicts what is recorded"}


class DamagedError(StoreError):
    """The file is not what was written to it. Nothing more is written: it would be lost with the file."""


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises into a StoreError that says what to do. Holds no value that a person typed."""
    try:
        yield
    except (sqlite3.Error, UnicodeEncodeError) as error:
        raise in_words(path, error) from error


def in_words(path: Path | str, error: sqlite3.Error | UnicodeEncodeError) -> StoreError:
    """Give the StoreError that says what to do about an error of SQLite."""
    if isinstance(error, UnicodeEncodeError):
        return StoreError("A text holds half of a surrogate pair, which no database keeps: clean it first.")
    name = getattr(error, "sqlite_errorname", "") or ""
    for kind, words in ((StoreUnavailableError, _PASSES), (DamagedError, _DAMAGED), (StoreError, _OTHER)):
        for prefix, why in words.items():
            if name.startswith(prefix):
                return kind(_sentence(path, why, error))
    return StoreError(_sentence(path, "see the cause", error))


def _sentence(path: Path | str, why: str, error: sqlite3.Error) -> str:
    return f"The database {str(path)!r} cannot be used: {why}. ({type(error).__name__}: {error})"


Value = str | int | None
Row = sqlite3.Row


def _insert(table: str, columns: tuple[str, ...], within: tuple[str, ...] = ()) -> str:
    """Write the statement that adds a row; with ``within``, the row's number is the next one among those."""
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    if not within:
        return f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 -- names of ours
    same = " AND ".join(f"{each} = ?" for each in within)
    following = f"(SELECT COALESCE(MAX(number), 0) + 1 FROM {table} WHERE {same})"  # noqa: S608 -- names of ours
    return f"INSERT INTO {table} ({names}, number) VALUES ({marks}, {following})"  # noqa: S608 -- names of ours


def _unless(unique: tuple[str, ...]) -> str:
    return f" ON CONFLICT ({', '.join(unique)}) DO NOTHING RETURNING 1"


class Session:
    """The statements of one transaction; of no use once it ended."""

    def __init__(self, connection: sqlite3.Connection, path: Path, elapsed: Elapsed) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._path = path
        self.elapsed = elapsed
        self.enqueued = False
        self.lease = ""  # of the job that writes, where it is one
        self.announces = False  # whether other systems are told of what happens

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

    def add(self, table: str, row: Mapping[str, Value], *, unique: tuple[str, ...] = ()) -> bool:
        """Add a row. Where ``unique`` names a key, a row that has it stays as it is, and False is returned."""
        sql = _insert(table, tuple(row)) + (_unless(unique) if unique else "")
        found = self.all(sql, *row.values())
        return bool(found) or not unique

    def append(
        self, table: str, of: Mapping[str, Value], row: Mapping[str, Value], *, unique: tuple[str, ...] = ()
    ) -> None:
        """Add a row after all others of the same ``of``: its number is the next one there. ``unique`` as in ``add``."""
        sql = _insert(table, (*of, *row), tuple(of)) + (_unless(unique) if unique else "")
        self.all(sql, *of.values(), *row.values(), *of.values())

    def put(self, table: str, key: Mapping[str, Value], row: Mapping[str, Value]) -> None:
        """Record a row under its key, in place of what was there."""
        changed = ", ".join(f"{each} = excluded.{each}" for each in row)
        sql = f"{_insert(table, (*key, *row))} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}"
        self.all(sql, *key.values(), *row.values())

    def end(self) -> None:
        """Let go of the connection, which serves another transaction next."""
        self._connection = None
