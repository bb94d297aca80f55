"""The sandbox's clock: real time plus an offset that people and tests may move."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

_YEARS: Final = range(2001, 2201)  # a Slack ts has ten digits before its point from 2001 on


class MovableClock:
    """Real time plus an offset. The bot and its sandbox share one, so that both see the same moment.

    It keeps ticking: what is moved is the distance to real time, forward or back.
    """

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._watchers: list[Callable[[], None]] = []

    @property
    def moved(self) -> bool:
        """Say whether the clock stands anywhere but at real time."""
        return bool(self._offset)

    def now(self) -> datetime:
        """Return the moment as an aware datetime in UTC."""
        return datetime.now(UTC) + self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock by so many seconds; a negative number moves it back."""
        self._set(self._offset + timedelta(seconds=seconds))

    def move_to(self, moment: datetime) -> None:
        """Move the clock to an aware moment; raise ValueError for one without a time zone."""
        if moment.tzinfo is None:
            raise ValueError(f"the moment {moment.isoformat()!r} has no time zone: add one, such as +01:00 or Z")
        self._set(moment - datetime.now(UTC))

    def reset(self) -> None:
        """Go back to real time."""
        self._set(timedelta(0))

    def watch(self, callback: Callable[[], None]) -> None:
        """Call back after every move, so that whatever became due can be done at once."""
        self._watchers.append(callback)

    def _set(self, offset: timedelta) -> None:
        self._check(offset)
        self._offset = offset
        for callback in tuple(self._watchers):
            callback()

    @staticmethod
    def _check(offset: timedelta) -> None:
        try:
            moment = datetime.now(UTC) + offset
        except OverflowError:
            raise ValueError("the clock cannot be moved that far: stay within the years 2001 to 2200") from None
        if moment.year not in _YEARS:
            raise ValueError(f"the clock cannot be moved to the year {moment.year}: stay within 2001 to 2200")
