"""One SQLite file: connections lent to one transaction at a time, and what may go wrong with the file, in words."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog

from bot.core.errors import StoreError

log = structlog.get_logger()

BUSY_SECONDS = 10
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # An answer is on disk before Slack is told: FULL keeps that through a power cut, at little cost.
    "PRAGMA synchronous = FULL",
)
_WHY = {
    "SQLITE_BUSY": f"another process has been writing to it for {BUSY_SECONDS} s; find out which, and stop it",
    "SQLITE_FULL": "the disk is full; make room, then try again",
    "SQLITE_READONLY": "it may not be written to; give its folder and the file to the user that runs the bot",
    "SQLITE_CANTOPEN": "it cannot be opened; check that its folder exists and belongs to the user that runs the bot",
    "SQLITE_IOERR": "the disk failed to read or write it; check the disk, then restore the last backup if need be",
    "SQLITE_CORRUPT": "the file is damaged; put it aside and restore the last backup",
    "SQLITE_NOTADB": "the file is no SQLite database or is damaged; name another file, or restore the last backup",
    "SQLITE_CONSTRAINT": "it refused a change that contradicts what is recorded",
}

Value = str | int | None
Row = sqlite3.Row


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises into a StoreError that says what to do. Holds no value that a person typed."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        why = next((text for prefix, text in _WHY.items() if name.startswith(prefix)), "see the cause")
        raise StoreError(
            f"The database {str(path)!r} cannot be used: {why}. ({type(error).__name__}: {error})"
        ) from error
    except UnicodeEncodeError as error:
        raise StoreError("A text holds half of a surrogate pair, which no database keeps: clean it first.") from error


class Session:
    """The statements of one transaction; of no use once it ended.

    Statements keep to the SQL that SQLite and PostgreSQL share, with ``?`` for each value.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._path = path
        self.enqueued = False

    def all(self, sql: str, *values: Value) -> list[Row]:
        """Run a statement and give its rows."""
        if self._connection is None:
            raise StoreError("A transaction was used after its end: ask within the `with` block that opened it.")
        with explained(self._path):
            return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Value) -> Row | None:
        """Run a statement and give its first row."""
        rows = self.all(sql, *values)
        return rows[0] if rows else None

    def end(self) -> None:
        """Let go of the connection, which serves another transaction next."""
        self._connection = None


class Database:
    """A SQLite file for many threads: each transaction has a connection to itself, and one at a time writes.

    Threads of this process wait for their turn at a lock of our own, for SQLite's busy handler sleeps up to 100 ms at a
    time and is unfair; other processes are waited for by SQLite.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()
        self._writer: int | None = None
        self._closed = False
        self._callbacks: list[Callable[[], None]] = []

    def connect(self) -> sqlite3.Connection:
        """Open one more connection, with the rules that hold for every one; raw sqlite3 errors come out."""
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def on_enqueue(self, callback: Callable[[], None]) -> None:
        """Call back after each commit of this process that enqueued work."""
        self._callbacks.append(callback)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Lend one consistent view: it shows what was committed when it first asked, whatever is written since."""
        with self._transaction("BEGIN") as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Lend the only write transaction; what is enqueued in it is told once it is durable."""
        if self._writer == threading.get_ident():
            raise RuntimeError("writing() inside writing() waits for itself: pass the open transaction on")
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise StoreError(f"Another thread has been writing for more than {BUSY_SECONDS} s; nothing was saved.")
        self._writer = threading.get_ident()
        try:
            # Immediate, because what is decided here rests on what is read here.
            with self._transaction("BEGIN IMMEDIATE") as session:
                yield session
        finally:
            self._writer = None
            self._turn.release()
        if session.enqueued:
            self._tell()

    def close(self) -> None:
        """Close every connection that is not lent; those close when they come back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Session]:
        with self._connection() as connection:
            with explained(self.path):
                connection.execute(begin)
            session = Session(connection, self.path)
            try:
                yield session
                with explained(self.path):
                    connection.execute("COMMIT")
            finally:
                session.end()
                with suppress(sqlite3.Error):  # what went wrong before says more
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            if self._closed:
                raise StoreError(f"The database {str(self.path)!r} was closed: open it again.")
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            with explained(self.path):
                connection = self.connect()
        try:
            yield connection
        finally:
            self._take_back(connection)

    def _take_back(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            keep = not self._closed and not connection.in_transaction
            if keep:
                self._idle.append(connection)
        if not keep:
            connection.close()

    def _tell(self) -> None:
        for callback in tuple(self._callbacks):
            try:
                callback()
            except Exception as error:  # noqa: BLE001 -- the facts are durable: nobody may be told "not saved" now
                log.warning("enqueue_callback_failed", error=type(error).__name__)
