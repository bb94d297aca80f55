"""Several threads' transactions made durable by one COMMIT: while the disk works, others queue up for the next one.

Each is a savepoint of its own: one that fails is undone alone. Nobody is told that it was saved before the COMMIT that
holds it came back, and when that fails everybody in it is told so.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from bot.core.errors import StoreError, StoreUnavailableError
from bot.store.file import WatchedFile
from bot.store.session import DamagedError, Session, explained

LONGEST_SECONDS: Final = 0.01
"""After this long a batch is committed even though others wait: it costs about as much as the COMMIT of a slow disk."""


class Turns:
    """Who may write next, first come, first served. A turn is handed over, never up for grabs: none can be lost."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._queue: deque[threading.Event] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for the turn; False when it did not come within so many seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            called = threading.Event()
            self._queue.append(called)
        if called.wait(seconds):
            return True
        with self._guard:
            if not called.is_set():
                self._queue.remove(called)
        return called.is_set()

    def hand_over(self) -> bool:
        """Give the turn to whoever waits longest; False, with the turn still taken, when nobody waits."""
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
                return True
            return False

    def give_back(self) -> None:
        """End the turn, whether or not somebody waits."""
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._taken = False


class Batch:
    """One transaction of SQLite, shared by threads that write in it one after the other."""

    def __init__(self, connection: sqlite3.Connection, file: WatchedFile) -> None:
        """Begin; immediate, because what is decided in it rests on what is read in it."""
        self.connection: Final = connection
        self._file = file
        self._began = time.monotonic()
        self._trouble: StoreError | None = None
        self._ended = threading.Event()
        self.is_durable = False
        self.enqueued = False
        file.must_stand(connection)
        with explained(file.path):
            connection.execute("BEGIN IMMEDIATE")

    @property
    def takes_more(self) -> bool:
        """Whether one more may write in it."""
        return self._trouble is None and time.monotonic() - self._began < LONGEST_SECONDS

    @contextmanager
    def member(self) -> Iterator[Session]:
        """Lend the transaction; what was done in the block is undone when that fails, and what others did stays."""
        session = Session(self.connection, self._file.path)
        try:
            with explained(self._file.path):
                self.connection.execute("SAVEPOINT member")
            yield session
            with explained(self._file.path):
                self.connection.execute("RELEASE member")
        except BaseException as error:
            self._undo(error)
            raise
        finally:
            session.end()
        self.enqueued |= session.enqueued

    def _undo(self, error: BaseException) -> None:
        """Undo one member. After some errors SQLite has undone everything: then the whole batch has failed."""
        if isinstance(error, DamagedError):
            self._trouble = error
            return
        try:
            self.connection.execute("ROLLBACK TO member")
            self.connection.execute("RELEASE member")
        except sqlite3.Error:
            self._trouble = error if isinstance(error, StoreError) else StoreError("The transaction was rolled back.")

    def end(self) -> None:
        """Commit; or undo everything, where something failed that cannot be undone alone. Tells all who wait."""
        try:
            if self._trouble is None:
                with explained(self._file.path):
                    self.connection.execute("COMMIT")
                self._file.must_stand(self.connection)
                self.is_durable = True
        except StoreError as error:
            self._trouble = error
        finally:
            if isinstance(self._trouble, DamagedError):
                self._file.give_up(self._trouble)
            with suppress(sqlite3.Error):  # what went wrong before says more
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
            self._ended.set()

    def wait(self) -> None:
        """Wait until it is durable; raises what it failed on."""
        self._ended.wait()
        if self._trouble is not None:
            raise type(self._trouble)(*self._trouble.args) from self._trouble
        if not self.is_durable:
            raise StoreUnavailableError("The bot was stopped while it saved: nothing was saved.")
