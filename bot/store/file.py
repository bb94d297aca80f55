"""The file behind the database: whole, and still the one under its name; else nothing more is written to it.

SQLite goes on writing into a file that was deleted or replaced under its name, where nobody would find what was said.
"""

import errno
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import structlog

from bot.core.errors import StoreError, StoreUnavailableError
from bot.store.session import BUSY_SECONDS, ContradictionError, DamagedError

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
COMES_BACK = (
    "INSERT INTO restored (workspace, assessment, since) SELECT workspace, id, '' FROM all_assessments WHERE true"
    " ON CONFLICT (workspace, assessment) DO UPDATE SET since = ''"
)
# Messages are put right from the facts, however often, a draft that has no text yet still needs one, and without its
# work nothing would ever be due again. Any other work was done long ago when a copy is put back, and would be done
# twice: a scorecard shared again, a private word repeated.
_FIT = "'thread', 'notice', 'draft', 'remind', 'nudge', 'checkin'"
UNFIT = f"DELETE FROM jobs WHERE state <> 'buried' AND kind NOT IN ({_FIT})"  # noqa: S608 -- a constant of ours
# What a message shows in Slack may have changed since: without its fingerprint it is written anew.
UNSURE = "UPDATE notices SET digest = ''"


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


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises into a StoreError that says what to do. Holds no value that a person typed."""
    try:
        yield
    except sqlite3.Error as error:
        raise in_words(path, error) from error


def in_words(path: Path | str, error: sqlite3.Error) -> StoreError:
    """Give the StoreError that says what to do about an error of SQLite."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for kind, words in ((StoreUnavailableError, _PASSES), (DamagedError, _DAMAGED), (ContradictionError, _OTHER)):
        for prefix, why in words.items():
            if name.startswith(prefix):
                return kind(_sentence(path, why, error))
    return StoreError(_sentence(path, "see the cause", error))


def _sentence(path: Path | str, why: str, error: sqlite3.Error) -> str:
    return f"The database {str(path)!r} cannot be used: {why}. ({type(error).__name__}: {error})"


def copy(source: sqlite3.Connection, path: Path) -> None:
    """Copy into a new file, which appears under its name once it is whole; StoreError when that exists."""
    if path.exists():
        raise _exists(path)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with explained(path):
            _fill(source, partial)
        _name(partial, path)
    except OSError as error:
        raise StoreError(
            f"The backup {str(path)!r} cannot be written: {error.strerror}. Name another place."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _exists(path: Path) -> StoreError:
    return StoreError(f"The backup {str(path)!r} exists already: name a new file, nothing is overwritten.")


def _fill(source: sqlite3.Connection, partial: Path) -> None:
    """Copy the database into a new file of one piece that is checked and on disk."""
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(partial, isolation_level=None)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        if target.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise StoreError("The copy is damaged, so the database itself may be: keep the backups you have.")
        _mark(target)
    _sync(partial)


def _mark(target: sqlite3.Connection) -> None:
    """Have the copy say that Slack may have gone on since; a file of an older version has no place for that yet."""
    tables = {row[0] for row in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "restored" in tables:
        target.execute(COMES_BACK)
        target.execute(UNFIT)
    if "notices" in tables:
        target.execute(UNSURE)


def _name(partial: Path, path: Path) -> None:
    """Give the copy its name; refuses a file that came up meanwhile."""
    try:
        os.link(partial, path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:  # some memory sticks and network shares have none
            raise
        if path.exists():
            raise _exists(path) from error
        partial.rename(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def wiped(connection: sqlite3.Connection) -> bool:
    """Write the file anew, so that nothing of what was deleted stands in a free page, and empty its log.

    False where another reads what stood there before: its view keeps the log from being emptied. What is copied on the
    way stays in memory, and leaves no trace on the disk.
    """
    for pragma in ("secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("VACUUM")
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


log = structlog.get_logger()


class GoneError(StoreUnavailableError):
    """The file was taken away while it was open."""


class WatchedFile:
    """Remembers which file was opened, and what was found wrong with it for good. A check costs a few microseconds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._opened: tuple[int, int] | None = None
        self._had_log = False
        self._trouble: StoreError | None = None

    def refuse_if_given_up(self) -> None:
        """Raise what was found wrong for good."""
        if self._trouble is not None:
            raise type(self._trouble)(*self._trouble.args)

    def give_up(self, error: StoreError) -> None:
        """Have nothing written any more, until the bot is started on a file that is sound."""
        if self._trouble is None:
            self._trouble = error
            log.error("database_given_up", reason=str(error))

    def find(self) -> None:
        """Raise GoneError unless the file under the name is the one that was found first."""
        try:
            found = os.stat(self.path)  # noqa: PTH116 -- asked twice for each answer
        except OSError as error:
            raise GoneError(f"The database {str(self.path)!r} is gone ({error.strerror}).") from error
        opened = found.st_dev, found.st_ino
        self._opened = self._opened or opened
        if opened != self._opened:
            raise GoneError(f"The database {str(self.path)!r} was replaced by another file while the bot runs.")

    def must_stand(self, connection: sqlite3.Connection) -> None:
        """Before a write and after its commit: what is written must stand where the next start looks for it."""
        try:
            self.find()
        except GoneError as error:
            self.give_up(GoneError(f"{error} Nothing more is saved. {self._rescued(connection)}"))
        else:
            stands = os.path.exists(self._log)  # noqa: PTH110 -- asked twice for each answer
            self._had_log |= stands
            if self._had_log and not stands:
                self.give_up(self._without_log(connection))
        self.refuse_if_given_up()

    def _without_log(self, connection: sqlite3.Connection) -> GoneError:
        """Bring what stood in the log into the database, as long as the log is open here."""
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint(FULL)")
        return GoneError(
            f"The write-ahead log {str(self._log)!r} was taken away while the bot runs. What it held was brought into"
            " the database; nothing more is saved until the bot is started again."
        )

    def _rescued(self, connection: sqlite3.Connection) -> str:
        """Keep what the lost file holds, as long as it is open here; say where, and what to do."""
        path = self.path.with_name(f"{self.path.name}.rescued")
        try:
            with explained(path):
                copy(connection, path)
        except StoreError as error:
            return f"What it held could not be kept: {error}"
        return (
            f"What it held was kept in {str(path)!r}: stop the bot, give that file the name of the database,"
            " and start it."
        )
