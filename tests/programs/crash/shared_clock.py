"""One clock for several processes: real time, and how far it was moved, which stands in a file."""

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from bot.sandbox.clock import MovableClock

CLOCK = "CRASH_CLOCK"
"""The variable that names the file of the sandbox's clock to a serving process."""
WALL = "CRASH_WALL"
"""The variable that names the file of the machine's clock to a serving process."""
_MOVES = (60, -60, 60, -60, 3_600, -3_600)
_MOST_OF_SLACK = 300  # seconds by which the machine's clock may be off: beyond that Slack's deliveries are refused


class FileClock:
    """Reads the file each time; implements the port ``Clock``."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """Give the moment in UTC."""
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text()))


def keep_in(file: Path, clock: MovableClock) -> None:
    """Have the file say from now on how far a clock was moved; nobody ever reads it half written."""

    def write() -> None:
        fresh = file.with_suffix(".new")
        fresh.write_text(str((clock.now() - datetime.now(UTC)).total_seconds()))
        fresh.replace(file)

    write()
    clock.watch(write)


class WallClock:
    """The machine's clock as somebody sets it; Slack's stays right."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.moves = 0
        self._guard = threading.Lock()
        file.write_text("0")

    def move(self, rng: random.Random) -> None:
        """Set it wrong; by an hour for a moment only."""
        seconds = rng.choice(_MOVES)
        self._set(seconds)
        if abs(seconds) > _MOST_OF_SLACK:
            time.sleep(rng.uniform(0.2, 1.0))
            self._set(0)
        self.moves += 1

    def _set(self, seconds: int) -> None:
        with self._guard:  # each process has somebody who sets it
            fresh = self.file.with_suffix(".new")
            fresh.write_text(str(seconds))
            fresh.replace(self.file)


def wrong_time(file: Path) -> None:
    """Have this process go by the clock of the file."""
    real: Callable[[], float] = time.time
    patch.object(time, "time", lambda: real() + float(file.read_text())).start()
