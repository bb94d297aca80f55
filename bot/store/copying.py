"""A copy of the database as it stands at one moment: whole, checked, on disk, and never in place of another file."""

import errno
import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.core.errors import StoreError
from bot.store.troubles import explained

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
_MARK = "INSERT OR REPLACE INTO restored (workspace, assessment, since) SELECT workspace, id, '' FROM assessments"
# Messages are put right from the facts, however often, a draft that has no text yet still needs one, and without its
# work nothing would ever be due again. Any other work was done long ago when a copy is put back, and would be done
# twice: a scorecard shared again, a private word repeated.
_FIT = "'thread', 'notice', 'draft', 'remind', 'nudge', 'checkin'"
_UNFIT = f"DELETE FROM jobs WHERE state <> 'buried' AND kind NOT IN ({_FIT})"  # noqa: S608 -- a constant of ours
# What a message shows in Slack may have changed since: without its fingerprint it is written anew.
_UNSURE = "UPDATE notices SET digest = ''"


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
        target.execute(_MARK)
        target.execute(_UNFIT)
    if "notices" in tables:
        target.execute(_UNSURE)


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
