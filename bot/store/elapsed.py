"""Real time as it passes on this machine: no change of a clock moves it, and it runs on while the machine sleeps.

Leases, rests and the wait for a late message are stored as milliseconds of it, each beside the boot they belong to.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
# Linux counts the time of a suspended machine only in CLOCK_BOOTTIME, macOS in CLOCK_MONOTONIC.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))

SEND_SECONDS = 4.0
"""How much time may pass between the check of a lease and the moment when the call is written to Slack."""
SETTLED_SECONDS = 20.0
"""After this time a message that got no answer can be read in Slack, or never will be.

It is the time until it was sent, 13 seconds in which Slack may still act (reported), and 3 by which reading may lag.
"""


def seconds_of_boot() -> float:
    """Return the seconds of this boot; every process of the machine counts the same."""
    return time.clock_gettime(_CLOCK) if _CLOCK is not None else time.monotonic()


def this_boot() -> str:
    """Return the id of this boot; empty where the system gives none.

    There what an earlier boot stored is known by its moments alone: they lie further ahead than any of this boot can.
    """
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time that passes, and what it is measured against."""

    seconds: Callable[[], float] = seconds_of_boot
    boot: str = field(default_factory=this_boot)
    send_seconds: float = SEND_SECONDS
    settled_seconds: float = SETTLED_SECONDS
    wall: Callable[[], float] = time.time

    def __call__(self) -> float:
        """Return the seconds now."""
        return self.seconds()

    def ms(self, ahead: float = 0.0) -> int:
        """Return the moment so many seconds from now in milliseconds."""
        return round((self.seconds() + ahead) * 1000)

    def wall_ms(self) -> int:
        """Return the time of day as milliseconds since 1970, for what people read."""
        return round(self.wall() * 1000)

    def settles_in(self, boot: str, asked_ms: int) -> float:
        """Return the seconds until a message that was asked for then is settled; infinite when that is not known."""
        passed = (self.ms() - asked_ms) / 1000
        if boot != self.boot or passed < 0:
            return math.inf
        return max(0.0, self.settled_seconds - passed)
