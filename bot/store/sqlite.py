"""The store on one SQLite file: opened by its URL and migrated at once, backed up while it serves."""

import errno
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.core.errors import StoreError, StoreUnavailableError
from bot.core.framework import Framework
from bot.store.database import Database, check_now, examine
from bot.store.elapsed import seconds_of_boot
from bot.store.file import copy, wiped
from bot.store.held import HeldStore
from bot.store.jobs import LEASE_SECONDS, SqlJobs
from bot.store.migrations import migrate
from bot.store.rows import optional_time_from, time_text
from bot.store.session import BUSY_SECONDS, explained
from bot.store.transaction import SqlReads, SqlTransaction
from bot.use_cases.ports import Job

_OLDEST_SQLITE = (3, 37, 0)  # strict tables
_FORMS = "'sqlite:///data/cxbot.db' (relative), 'sqlite:////var/lib/cxbot.db' (absolute) or 'sqlite://' (a throwaway)"


class SqliteStore:
    """Every fact in one file; implements the port ``Store``. Safe to use from several threads and processes."""

    def __init__(
        self,
        path: Path,
        *,
        real_time: Callable[[], float] = seconds_of_boot,
        lease_seconds: float = LEASE_SECONDS,
        throwaway: Path | None = None,
        announces: bool = False,
    ) -> None:
        self.path = path
        self._throwaway = throwaway
        self._database = Database(path, real_time)
        self._database.announces = announces
        self._frameworks: dict[tuple[str, str], Framework] = {}
        self.jobs = SqlJobs(self._database, lease_seconds=lease_seconds)

    @contextmanager
    def reading(self) -> Iterator[SqlReads]:
        """Open one consistent view."""
        with self._database.reading() as session:
            yield SqlReads(session, self._frameworks)

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        """Open one read-decide-write; all of it is on disk when the block ends without an exception, else none."""
        with self._database.writing() as session:
            yield SqlTransaction(session, self._frameworks)

    def held(self, job: Job) -> HeldStore:
        """Return the store in the hands of one run of a job."""
        return HeldStore(self.jobs, job, self._database, self._frameworks)

    def last_delivery(self) -> datetime | None:
        """Give when the last delivery was taken."""
        with self._database.reading() as session:
            row = session.one("SELECT MAX(taken_at) AS at FROM deliveries")
        return optional_time_from(row["at"]) if row is not None else None

    def forget_deliveries(self, before: datetime) -> int:
        """Forget which deliveries were taken before a moment; give their number. Slack repeats none after an hour."""
        with self._database.writing() as session:
            return len(session.all("DELETE FROM deliveries WHERE taken_at < ? RETURNING event", time_text(before)))

    def check(self) -> None:
        """Raise StoreError when nothing can be read or written now, or the file was found damaged or gone."""
        check_now(self._database)

    def examine(self) -> None:
        """Read the whole file; one that is damaged is written to no more, and ``check`` and the log say so."""
        examine(self._database)

    def backup(self, path: Path) -> None:
        """Copy the database as it stands now into a new file, while it serves; StoreError when that exists.

        The copy appears under its name once it is whole and checked, never before.
        """
        with explained(self.path), closing(self._database.connect()) as source:
            copy(source, path)

    def wipe(self) -> bool:
        """Write the file anew without what was deleted, and empty its log; False where somebody else is in the way."""
        try:
            with explained(self.path), self._database.lent() as connection:
                return wiped(connection)
        except StoreUnavailableError:
            return False

    def close(self) -> None:
        """Close every connection; a store opened with ``sqlite://`` is gone then."""
        self._database.close()
        if self._throwaway is not None:
            shutil.rmtree(self._throwaway, ignore_errors=True)


def open_store(
    url: str,
    *,
    real_time: Callable[[], float] = seconds_of_boot,
    lease_seconds: float = LEASE_SECONDS,
    exists: bool = False,
    announces: bool = False,
) -> SqliteStore:
    """Open the store that a URL names and bring its schema up to date; a missing file is made, with its folder.

    With ``exists`` nothing is made, and a missing file is refused. ``real_time`` (as ``Elapsed`` counts it) and
    ``lease_seconds`` rule the leases of jobs. ``announces`` has other systems told of what happens. Raises StoreError.
    """
    if exists:
        existing(url)
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old: install 3.37 or newer.")
    name = _path_in(url)
    throwaway = Path(tempfile.mkdtemp(prefix="cxbot-")) if not name else None
    path = throwaway / "cxbot.db" if throwaway is not None else Path(name)
    _make_file(path)
    store = SqliteStore(
        path, real_time=real_time, lease_seconds=lease_seconds, throwaway=throwaway, announces=announces
    )
    try:
        with explained(path), closing(store._database.connect()) as connection:  # noqa: SLF001 -- its own maker
            migrate(connection, str(path))
            _use_write_ahead_log(connection)
    except StoreError:
        store.close()
        raise
    return store


def back_up(url: str, path: Path) -> None:
    """Copy the database that a URL names, whether a bot serves it or not, and change nothing in it. Raises StoreError.

    It is not brought up to date, so that a newer version can copy it before it takes over.
    """
    store = SqliteStore(existing(url))
    try:
        store.backup(path)
    finally:
        store.close()


def existing(url: str) -> Path:
    """Return the file of a database that must be there already; StoreError when it is not."""
    if not has_database(url):
        raise StoreError(
            f"There is no database {_path_in(url)!r}. Check that DATABASE_URL names the bot's own, and that the command"
            " runs in the folder that the bot runs in. Nothing was made."
        )
    return Path(_path_in(url))


def has_database(url: str) -> bool:
    """Return whether the file that a URL names is there, with something in it."""
    name = _path_in(url)
    try:
        return bool(name) and Path(name).is_file() and Path(name).stat().st_size > 0
    except OSError:
        return False


def _path_in(url: str) -> str:
    scheme, colon, rest = url.partition("://")
    if scheme != "sqlite" or not colon:
        named = f"scheme {scheme!r}" if colon else "no scheme"  # never the whole URL: it may hold a password
        raise StoreError(f"The database URL has {named}, and only SQLite files are kept: write {_FORMS}.")
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
