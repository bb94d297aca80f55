"""Pictures as the journeys see them, and files for Slack."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Trend


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG text, and the same in words for who does not see it."""

    svg: str
    alt: str

    @property
    def digest(self) -> str:
        """Give what is the same for equal pictures only."""
        return hashlib.sha256(f"{self.svg}\0{self.alt}".encode()).hexdigest()[:16]


class Pictures(Protocol):
    """Draws. The same scorecard gives the same picture."""

    def scorecard(self, card: Scorecard) -> Picture:
        """Draw a scorecard."""

    def spread(self, card: Scorecard) -> Picture:
        """Draw how the levels of a team are spread, for each dimension of its scorecard."""

    def trend(self, shown: Trend, done: Sequence[datetime]) -> Picture:
        """Draw a line over time, and when actions were finished."""

    def png(self, picture: Picture) -> bytes:
        """Give a picture as Slack shows it; this takes a tenth of a second and more."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for Slack: its name with the ending, what it is called there, what stands beside it or says what it shows.

    ``says`` and ``alt`` are plain words, whatever is in them.
    """

    name: str
    title: str
    data: bytes
    says: str = ""
    alt: str = ""
