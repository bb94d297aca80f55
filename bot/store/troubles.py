"""What may go wrong with a SQLite file, in words: which troubles pass, and which mean that it is damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import StoreError, StoreUnavailableError

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
