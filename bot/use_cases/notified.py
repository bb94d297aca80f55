"""What messages outside the threads of assessments show, from reminders to shares; pictures, and files for Slack."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.assessment import Assessment, Status
from bot.core.cadence.rule import SetCadence
from bot.core.drafts.standing import NOTHING_ACCEPTED, Accepted
from bot.core.plan.plan import ActionStanding
from bot.core.saved import SavedMessage
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Comparison, Trend
from bot.core.thread_of_team import ShownPicture


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder in the channel. ``last`` is the newest complete scorecard, None where there was none yet.

    ``oldest`` names the dimensions whose evidence is oldest, with when it was given. ``settled`` is empty while the
    reminder waits; else who answered it, how (``started``, ``snoozed``, ``skipped``) and what comes next.
    ``offered``: an assessment can still be started with its framework, or with one in its place.
    """

    cadence: SetCadence
    due: datetime
    last: Scorecard | None
    actions: tuple[ActionStanding, ...] = ()
    oldest: tuple[tuple[str, datetime], ...] = ()
    settled: str = ""
    by: str = ""
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Nudge:
    """A direct message to a respondent of an unfinished assessment; ``number`` is 1 or 2, ``later`` after *Not now*."""

    assessment: Assessment
    person: str
    number: int
    answered: int
    total: int
    later: bool = False


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A direct message that asks an owner how their actions stand, on day 30, 60 or 90 of a plan.

    ``unowned`` are actions nobody has, shown to the facilitator alone. ``site`` is the address of the workspace, under
    which the thread is found.
    """

    assessment: Assessment
    person: str
    day: int
    actions: tuple[ActionStanding, ...]
    unowned: tuple[ActionStanding, ...] = ()
    site: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """How a plan stands on day 30, 60 or 90, for the channel; updated while owners answer."""

    assessment: Assessment
    day: int
    actions: tuple[ActionStanding, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Handed:
    """A direct message about actions of a person: they were given ``by`` somebody, or are ``due`` on a day soon."""

    assessment: Assessment
    person: str
    actions: tuple[ActionStanding, ...]
    by: str = ""
    due: date | None = None
    site: str = ""


@dataclass(frozen=True, slots=True)
class TakenAway:
    """One line to a person whose actions have somebody else by now.

    ``to`` is who that is; empty for several people, and for whoever is not in the channel.
    """

    assessment: Assessment
    person: str
    actions: tuple[ActionStanding, ...]
    to: str = ""


@dataclass(frozen=True, slots=True)
class Ownerless:
    """The ``person`` who owned a cadence is gone; ``owner`` looks after it, empty while nobody does."""

    cadence: SetCadence
    person: str
    owner: str = ""


Notified = Reminder | Nudge | CheckIn | Digest | Handed | TakenAway | Ownerless | SavedMessage


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A scorecard in a list: where its assessment is, and how that stands."""

    channel: str
    status: Status
    card: Scorecard


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, counted from 0, the newest first; ``total`` are the scorecards of all its pages."""

    cards: tuple[ListedCard, ...]
    number: int
    total: int

    @property
    def is_last(self) -> bool:
        """Whether nothing older follows."""
        return (self.number + 1) * PAGE_SIZE >= self.total


PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class Shared:
    """A scorecard that a person shares in the channel, with what people accepted about it.

    ``over_time`` is its line, or it beside an earlier one, where a person shares that in its place; ``picture`` is that
    of the scorecard, where Slack has it.
    """

    card: Scorecard
    assessment: str
    by: str
    accepted: Accepted = NOTHING_ACCEPTED
    over_time: Trend | Comparison | None = None
    picture: ShownPicture | None = None


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
