"""One SQLite file: connections lent to one transaction at a time, as long as the file is whole and in its place."""

import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import structlog

from bot.core.errors import StoreError, StoreUnavailableError
from bot.store.elapsed import Elapsed, seconds_of_boot
from bot.store.file import WatchedFile
from bot.store.session import BUSY_SECONDS, DamagedError, Session, explained

log = structlog.get_logger()

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # An answer is on disk before Slack is told: FULL keeps that through a power cut, at little cost.
    "PRAGMA synchronous = FULL",
)


class Database:
    """A SQLite file for many threads: each view has a connection to itself, and one thread at a time writes.

    Threads of this process wait for their turn at a lock of our own, for SQLite's busy handler sleeps up to 100 ms at a
    time and is unfair; other processes are waited for by SQLite.
    """

    def __init__(self, path: Path, real_time: Callable[[], float] = seconds_of_boot) -> None:
        self.path = path
        self.elapsed = real_time if isinstance(real_time, Elapsed) else Elapsed(real_time)
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()
        self._writer: int | None = None
        self._closed = False
        self.after_enqueue: list[Callable[[], None]] = []  # called after each commit that enqueued work
        self.file = WatchedFile(path)
        self.wrote_at = -math.inf  # by the monotonic clock
        self.announces = False

    def connect(self) -> sqlite3.Connection:
        """Open one more connection, with the rules that hold for every one; raw sqlite3 errors come out.

        It opens the file that is there, and makes none: an empty one would be filled in place of a lost one.
        """
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        try:
            self.file.find()
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except (sqlite3.Error, StoreError):
            connection.close()
            raise
        return connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Lend one consistent view: it shows what was committed when it first asked, whatever is written since."""
        with self.lent() as connection, self._session(connection, "BEGIN") as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Lend the only write transaction; what is enqueued in it is told once it is durable."""
        if self._writer == threading.get_ident():
            raise RuntimeError("writing() inside writing() waits for itself: pass the open transaction on")
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailableError(
                f"Another thread has been writing for more than {BUSY_SECONDS} s; nothing was saved."
            )
        self._writer = threading.get_ident()
        try:
            self.file.refuse_if_given_up()
            with self.lent() as connection:
                self.file.must_stand(connection)
                # immediate, because what is decided in it rests on what is read in it
                with self._session(connection, "BEGIN IMMEDIATE") as session:
                    yield session
                    with explained(self.path):
                        connection.execute("COMMIT")
                    self.file.must_stand(connection)
                    self.wrote_at = time.monotonic()
        finally:
            self._writer = None
            self._turn.release()
        if session.enqueued:
            self._tell()

    @contextmanager
    def _session(self, connection: sqlite3.Connection, begin: str) -> Iterator[Session]:
        """Lend a transaction, and undo what was not committed of it."""
        session = Session(connection, self.path, self.elapsed)
        session.announces = self.announces
        try:
            with explained(self.path):
                connection.execute(begin)
            yield session
        except DamagedError as error:
            self.file.give_up(error)
            raise
        finally:
            session.end()
            with suppress(sqlite3.Error):  # what went wrong before says more
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close every connection that is not lent; those close when they come back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        if idle:
            with suppress(StoreError):  # the last moment to keep what a lost file holds; the log says what was done
                self.file.must_stand(idle[0])
        for connection in idle:
            connection.close()

    @contextmanager
    def lent(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection outside of any transaction."""
        connection = self._borrow()
        try:
            yield connection
        finally:
            self._take_back(connection)

    def _borrow(self) -> sqlite3.Connection:
        with self._guard:
            if self._closed:
                raise StoreError(f"The database {str(self.path)!r} was closed: open it again.")
            if self._idle:
                return self._idle.pop()
        with explained(self.path):
            return self.connect()

    def _take_back(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            keep = not self._closed and not connection.in_transaction
            if keep:
                self._idle.append(connection)
        if not keep:
            connection.close()

    def _tell(self) -> None:
        for callback in tuple(self.after_enqueue):
            try:
                callback()
            except Exception as error:  # noqa: BLE001 -- the facts are durable: nobody may be told "not saved" now
                log.warning("enqueue_callback_failed", error=type(error).__name__)


PROBE_MILLISECONDS = 1_000
_FRESH_SECONDS = 1.0
_FINDINGS = 3


def check_now(database: Database) -> None:
    """Raise StoreError when a fact could not be read or kept now. Writes at most once a second, and nothing new."""
    database.file.refuse_if_given_up()
    with database.lent() as connection:
        database.file.must_stand(connection)
    with database.reading() as session:
        session.one("SELECT id FROM jobs LIMIT 1")
    if time.monotonic() - database.wrote_at > _FRESH_SECONDS:
        _write_nothing(database)


def _write_nothing(database: Database) -> None:
    """Commit a change that changes nothing, to see whether there is room and leave to write."""
    started = time.monotonic()
    with explained(database.path), closing(database.connect()) as connection:
        connection.execute(f"PRAGMA busy_timeout = {PROBE_MILLISECONDS}")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        try:
            connection.execute(f"PRAGMA user_version = {version}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname == "SQLITE_BUSY" and database.wrote_at > started:
                return  # busy with our own answers: as well as can be
            raise
    database.wrote_at = time.monotonic()


def examine(database: Database) -> None:
    """Read every page; a file that is damaged is given up."""
    try:
        with explained(database.path), closing(database.connect()) as connection:
            found = [str(row[0]) for row in connection.execute(f"PRAGMA quick_check({_FINDINGS})")]
    except DamagedError as error:
        database.file.give_up(error)
    except StoreError:
        return  # locked or gone: whoever writes next finds out
    else:
        if found != ["ok"]:
            database.file.give_up(_damaged(database))


def _damaged(database: Database) -> DamagedError:
    return DamagedError(
        f"The database {str(database.path)!r} cannot be used: pages of it are damaged. Nothing more is saved:"
        " stop the bot, put the file aside and restore the last backup."
    )
