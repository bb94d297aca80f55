"""One SQLite file: connections lent to one transaction at a time, as long as the file is whole and in its place."""

import errno
import os
import shutil
import sqlite3
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from bot.core.errors import StoreError, StoreUnavailableError
from bot.store.database import Database, too_long
from bot.store.elapsed import Elapsed, seconds_of_boot
from bot.store.file import WatchedFile, copy, explained, in_words, wiped
from bot.store.migrations import migrate
from bot.store.session import BUSY_SECONDS, DamagedError, Dialect, Row, Session, Value

_OLDEST_SQLITE = (3, 37, 0)  # strict tables
_FORMS = "'sqlite:///data/cxbot.db' (relative), 'sqlite:////var/lib/cxbot.db' (absolute) or 'sqlite://' (a throwaway)"


def _within(table: str, columns: str, where: str) -> str:
    return f"(SELECT json_group_array(json_array({columns})) FROM {table} WHERE {where})"  # noqa: S608 -- names of ours


_DIALECT = Dialect(
    tables="SELECT m.name AS holder, c.name AS name, c.pk AS place"
    " FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND m.name <> 'sqlite_sequence' ORDER BY m.rowid, c.cid",
    within=_within,
)
PROBE_MILLISECONDS = 1_000
_FINDINGS = 3
PATIENCE_SECONDS = 0.05
LOOK_SECONDS = 0.005

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # An answer is on disk before Slack is told: FULL keeps that through a power cut, at little cost.
    "PRAGMA synchronous = FULL",
)


class WriteTurn:
    """Whose turn it is to write: Slack waits three seconds for a delivery, so that work behind one goes after others.

    Work asks one at a time, and waits ``PATIENCE_SECONDS`` at most for a moment in which nobody else wants to write:
    it gets its turns, however many deliveries there are.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._work = threading.Lock()
        self._first: deque[None] = deque()  # one for each who goes first and has no turn yet

    def take(self, *, waits: bool) -> bool:
        """Wait for the turn; False when it did not come in time. Who ``waits`` lets the others go first."""
        if not waits:
            self._first.append(None)
            try:
                return self._lock.acquire(timeout=BUSY_SECONDS)
            finally:
                self._first.pop()
        if not self._work.acquire(timeout=BUSY_SECONDS):
            return False
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while self._first and time.monotonic() < until:
                time.sleep(LOOK_SECONDS)
            return self._lock.acquire(timeout=BUSY_SECONDS)
        finally:
            self._work.release()

    def give_back(self) -> None:
        """Let the next one write."""
        self._lock.release()


class SqliteDatabase(Database):
    """A SQLite file for many threads: each view has a connection to itself, and one thread at a time writes.

    Threads of this process wait for their turn at a lock of our own, for SQLite's busy handler sleeps up to 100 ms at a
    time and is unfair; other processes are waited for by SQLite.
    """

    def __init__(self, path: Path, real_time: Callable[[], float] | None = None, *, throwaway: bool = False) -> None:
        super().__init__()
        self.path = path
        self.elapsed = real_time if isinstance(real_time, Elapsed) else Elapsed(real_time or seconds_of_boot)
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._turn = WriteTurn()
        self._closed = False
        self.file = WatchedFile(path)
        self._throwaway = throwaway

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
        with self.lent() as connection, self._session(connection, "BEGIN") as session:
            yield session

    @contextmanager
    def _writing(self, workspace: str, *, waits: bool) -> Iterator[Session]:  # noqa: ARG002 -- one writes at a time in any
        if not self._turn.take(waits=waits):
            raise too_long("thread")
        try:
            self.file.refuse_if_given_up()
            with self.lent() as connection:
                self.file.must_stand(connection)
                # immediate, because what is decided in it rests on what is read in it
                with self._session(connection, "BEGIN IMMEDIATE") as session:
                    yield session
                    self._run(connection, "COMMIT")
                    self.file.must_stand(connection)
                    self.wrote_at = time.monotonic()
        finally:
            self._turn.give_back()

    @contextmanager
    def _session(self, connection: sqlite3.Connection, begin: str) -> Iterator[Session]:
        """Lend a transaction, and undo what was not committed of it."""
        session = Session(partial(self._run, connection), _DIALECT, self.elapsed, announces=self.announces)
        try:
            self._run(connection, begin)
            yield session
        except DamagedError as error:
            self.file.give_up(error)
            raise
        finally:
            session.end()
            with suppress(sqlite3.Error):  # what went wrong before says more
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _run(self, connection: sqlite3.Connection, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        try:
            return connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise in_words(self.path, error) from error

    def close(self) -> None:
        """Close every connection that is not lent; a throwaway file is gone then."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        if idle:
            with suppress(StoreError):  # the last moment to keep what a lost file holds; the log says what was done
                self.file.must_stand(idle[0])
        for connection in idle:
            connection.close()
        if self._throwaway:
            shutil.rmtree(self.path.parent, ignore_errors=True)

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

    def check(self) -> None:
        self.file.refuse_if_given_up()
        with self.lent() as connection:
            self.file.must_stand(connection)
        super().check()

    def _write_nothing(self) -> None:
        started = time.monotonic()
        with explained(self.path), closing(self.connect()) as connection:
            connection.execute(f"PRAGMA busy_timeout = {PROBE_MILLISECONDS}")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            try:
                connection.execute(f"PRAGMA user_version = {version}")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname == "SQLITE_BUSY" and self.wrote_at > started:
                    return  # busy with our own answers: as well as can be
                raise
        self.wrote_at = time.monotonic()

    def examine(self) -> None:
        """Read every page; a file that is damaged is given up."""
        try:
            with explained(self.path), closing(self.connect()) as connection:
                found = [str(row[0]) for row in connection.execute(f"PRAGMA quick_check({_FINDINGS})")]
        except DamagedError as error:
            self.file.give_up(error)
        except StoreError:
            return  # locked or gone: whoever writes next finds out
        else:
            if found != ["ok"]:
                damaged = DamagedError(
                    f"The database {str(self.path)!r} cannot be used: pages of it are damaged. Nothing more is saved:"
                    " stop the bot, put the file aside and restore the last backup."
                )
                self.file.give_up(damaged)

    def backup(self, path: Path) -> None:
        """Copy the database as it stands now into a new file, while it serves; StoreError when that exists.

        The copy appears under its name once it is whole and checked, never before.
        """
        with explained(self.path), closing(self.connect()) as source:
            copy(source, path)

    def wipe(self) -> bool:
        """Write the file anew without what was deleted, and empty its log; False where somebody else is in the way."""
        try:
            with explained(self.path), self.lent() as connection:
                return wiped(connection)
        except StoreUnavailableError:
            return False


def open_file(url: str, *, real_time: Callable[[], float] | None = None) -> SqliteDatabase:
    """Open the file that a URL names and bring its schema up to date; a missing one is made, with its folder."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old: install 3.37 or newer.")
    name = path_in(url)
    path = Path(name or f"{tempfile.mkdtemp(prefix='cxbot-')}/cxbot.db")
    _make_file(path)
    database = SqliteDatabase(path, real_time, throwaway=not name)
    try:
        with explained(path), closing(database.connect()) as connection:
            must_have_json(connection)
            migrate(connection, str(path))
            _use_write_ahead_log(connection)
    except StoreError:
        database.close()
        raise
    return database


def must_have_json(connection: sqlite3.Connection) -> None:
    """Raise StoreError for a SQLite before 3.38 that was built without its JSON functions."""
    try:
        connection.execute("SELECT json_array()")
    except sqlite3.Error as error:
        raise StoreError("This SQLite was built without its JSON functions: install 3.38 or newer.") from error


def has_file(url: str) -> bool:
    """Return whether the file that a URL names is there, with something in it."""
    name = path_in(url)
    try:
        return bool(name) and Path(name).is_file() and Path(name).stat().st_size > 0
    except OSError:
        return False


def path_in(url: str) -> str:
    """Return the file that a URL names; empty for a throwaway."""
    scheme, colon, rest = url.partition("://")
    if scheme != "sqlite" or not colon:
        named = f"scheme {scheme!r}" if colon else "no scheme"  # never the whole URL: it may hold a password
        raise StoreError(f"The database URL has {named}: write {_FORMS}, or 'postgresql://...'.")
    if not rest:
        return ""
    name = rest.removeprefix("/")
    if name == rest or not name or "?" in name or "#" in name or "\0" in name:
        raise StoreError(f"The database URL {url!r} names no file: write {_FORMS}.")
    return name


def _make_file(path: Path) -> None:
    if path.is_dir():
        raise StoreError(f"The database {str(path)!r} is a folder: name a file in it.")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)  # what people said is for this user alone; SQLite's files beside it follow suit
        # SQLite would open it all the same, and leave a log beside it that nobody may write to either
        for place in (path.parent, path):
            if not os.access(place, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise StoreError(
            f"The database {str(path)!r} cannot be made or written: {error.strerror}."
            " Give its folder and the file to the user that runs the bot, or name another file."
        ) from error


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch the file over; SQLite does not wait for others here, so that this does."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
        else:
            return
