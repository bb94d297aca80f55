"""How long work rests before its next try: longer each time, and never all of it at the same moment."""

from collections.abc import Callable

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 60.0


def pause(attempts: int, jitter: Callable[[], float]) -> float:
    """Give the seconds to rest after so many attempts: 1, 2, 4 ... 60; ``jitter`` (0 to 1) takes off up to half."""
    doubled = FIRST_SECONDS * 2.0 ** min(max(attempts - 1, 0), 30)
    return min(doubled, LONGEST_SECONDS) * (1 - jitter() / 2)
