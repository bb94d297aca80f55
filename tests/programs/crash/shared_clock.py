"""One clock for several processes: real time, and how far it was moved, which stands in a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox.clock import MovableClock

CLOCK = "CRASH_CLOCK"
"""The variable that names the file to a serving process."""


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
