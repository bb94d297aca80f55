"""The axis of a picture: the whole scale, whatever was reached on it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from bot.core.framework import Scale

MOST_STEPS: Final = 7
"""Steps between two marks of the axis; more marks would run into each other at 360 wide."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale with where it begins to be drawn.

    A scale that starts above nought is drawn from one step below, so that its lowest level is seen to be a level.
    """

    scale: Scale

    @property
    def foot(self) -> int:
        """Return where the axis begins."""
        low, high = self.scale.low, self.scale.high
        return low - 1 if low > 0 or low == high else low

    def share(self, value: Fraction | int) -> float:
        """Return how far along the axis a value lies, from 0.0 to 1.0."""
        return float((value - self.foot) / Fraction(self.scale.high - self.foot))

    def marks(self) -> list[int]:
        """Return the levels that are marked: both ends of the scale, and as many between as can be read."""
        return list(range(self.scale.low, self.scale.high + 1, step_of(self.scale.high - self.scale.low)))


def step_of(span: int) -> int:
    """Return the smallest step that divides a span evenly into few enough parts."""
    return next((each for each in range(1, span) if span % each == 0 and span // each <= MOST_STEPS), max(span, 1))
