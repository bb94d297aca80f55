"""Faults that a test orders for a method: rate limits, errors, cut connections, slowness, late acts and reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

Fault = Literal["ratelimited", "500", "reset_before", "reset_after", "slow", "late", "lag"]
_MOST_TIMES: Final = 1_000
_MOST_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Order:
    """One ordered fault: for which method (or `*`), what, how often, and how long where that matters."""

    method: str
    fault: Fault
    times: int
    seconds: float


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._left: list[Order] = []

    def order(self, given: Any) -> None:
        """Add a fault; an empty list clears all. Raise ValueError, saying what is wrong."""
        if given == []:
            self._left.clear()
            return
        if not isinstance(given, Mapping) or given.get("fault") not in get_args(Fault):
            raise ValueError(f"'fault' must be one of {', '.join(get_args(Fault))}; send [] to clear")
        times, seconds = given.get("times", 1), given.get("seconds", 1)
        if not isinstance(times, int) or not 1 <= times <= _MOST_TIMES:
            raise ValueError(f"'times' must be a whole number from 1 to {_MOST_TIMES}")
        if not isinstance(seconds, int | float) or not 0 <= seconds <= _MOST_SECONDS:
            raise ValueError(f"'seconds' must be a number from 0 to {_MOST_SECONDS:.0f}")
        method = str(given.get("method", "*"))
        self._left.append(Order(method, cast("Fault", given["fault"]), times, float(seconds)))

    def take(self, method: str) -> Order | None:
        """Return the fault that this call suffers, and count it."""
        for index, order in enumerate(self._left):
            if order.method in (method, "*"):
                self._left[index] = Order(order.method, order.fault, order.times - 1, order.seconds)
                self._left = [left for left in self._left if left.times]
                return order
        return None
