"""What the store asks of a database: views, transactions that write, whether it is well. Two makers implement it."""

import math
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import structlog

from bot.core.errors import StoreUnavailableError
from bot.store.elapsed import Elapsed
from bot.store.session import BUSY_SECONDS, Session

log = structlog.get_logger()
_FRESH_SECONDS = 1.0


class Database(ABC):
    """A database for many threads."""

    elapsed: Elapsed
    one_writes = True
    """Whether one transaction writes at a time, of whichever workspace."""

    def __init__(self) -> None:
        self.announces = False
        self.wrote_at = -math.inf  # by the monotonic clock
        self.after_enqueue: list[Callable[[], None]] = []  # called after each commit that enqueued work
        self._own = threading.local()

    @abstractmethod
    def reading(self) -> AbstractContextManager[Session]:
        """Lend one consistent view: it shows what was committed when it first asked, whatever is written since."""

    @abstractmethod
    def _writing(self, workspace: str, *, waits: bool) -> AbstractContextManager[Session]:
        """Lend a write transaction, which is durable when the block ends without an exception."""

    @contextmanager
    def writing(self, workspace: str, *, waits: bool = False) -> Iterator[Session]:
        """Lend the only write transaction of a workspace; what is enqueued in it is told once it is durable.

        Who ``waits`` lets those go first for a while who do not.
        """
        if getattr(self._own, "writes", False):
            raise RuntimeError("writing() inside writing() waits for itself: pass the open transaction on")
        self._own.writes = True
        try:
            with self._writing(workspace, waits=waits) as session:
                yield session
        finally:
            self._own.writes = False
        if session.enqueued:
            self.tell()

    def tell(self) -> None:
        """Tell those who wait for work that there is some."""
        for callback in tuple(self.after_enqueue):
            try:
                callback()
            except Exception as error:  # noqa: BLE001 -- the facts are durable: nobody may be told "not saved" now
                log.warning("enqueue_callback_failed", error=type(error).__name__)

    def on_enqueue(self, callback: Callable[[], None]) -> None:
        """Call back after each commit of this process that enqueued work."""
        self.after_enqueue.append(callback)

    def check(self) -> None:
        """Raise StoreError when a fact could not be read or kept now. Writes at most once a second, and nothing new."""
        with self.reading() as session:
            session.one("SELECT id FROM jobs LIMIT 1")
        if time.monotonic() - self.wrote_at > _FRESH_SECONDS:
            self._write_nothing()

    @abstractmethod
    def _write_nothing(self) -> None:
        """Commit a change that changes nothing, to see whether there is room and leave to write."""

    @abstractmethod
    def examine(self) -> None:
        """Look for damage, where that is the bot's to do."""

    @abstractmethod
    def backup(self, path: Path) -> None:
        """Copy the database as it stands now into a new file, while it serves; StoreError when that exists."""

    @abstractmethod
    def wipe(self) -> bool:
        """Let nothing that was deleted stay where the database could show it; False where somebody is in the way."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection that is not lent; those close when they come back."""


def too_long(of: str) -> StoreUnavailableError:
    """Say that a turn to write did not come."""
    return StoreUnavailableError(f"Another {of} has been writing for more than {BUSY_SECONDS} s; nothing was saved.")
