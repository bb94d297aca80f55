"""When an assessment is due again: the rule a channel set, and the moments that follow from it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

MOST_WEEKS = 104
MOST_MONTHS = 60


class Unit(StrEnum):
    """What the steps of a cadence are counted in; a quarter is three months."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Cadence:
    """The rule that makes an assessment due again.

    Steps of ``every`` units are counted from ``first``, a day in ``zone`` (a name of the IANA database). ``weekday``
    (Monday is 0) moves each counted day on to the next such day, or leaves it. ``at`` is local time to the minute.
    A day of the month that a month does not have becomes its last. ``country`` (ISO 3166, "DE") names whose public
    holidays are passed over, empty for none; with ``workdays`` weekends are passed over too: the next day that is
    left counts.
    """

    every: int
    unit: Unit
    first: date
    at: time
    zone: str
    weekday: int | None = None
    workdays: bool = True
    country: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is unclear in words about a cadence, and how to write it.

    ``question`` is text for the person; it may quote their own words, so it is shown as such.
    """

    question: str


@dataclass(frozen=True, slots=True)
class SetCadence:
    """A cadence as it is set for a framework and subject of a channel.

    ``owner`` set it last, and is told when a reminder cannot be posted. ``next_due`` is the moment of the next
    reminder in UTC, also where it was snoozed or skipped to; None while the cadence is paused.
    """

    id: str
    workspace: str
    channel: str
    slug: str
    title: str
    subject: str
    cadence: Cadence
    owner: str
    set_at: datetime
    next_due: datetime | None

    @property
    def paused(self) -> bool:
        """Whether no reminder comes until somebody resumes it."""
        return self.next_due is None
