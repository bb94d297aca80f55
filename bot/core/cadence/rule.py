"""When an assessment is due again: the rule a channel set, and the moments that follow from it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

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
    left counts. With ``back`` each step is counted from the end of its month, and moves back, never on: the last
    Friday, the last working day.
    """

    every: int
    unit: Unit
    first: date
    at: time
    zone: str
    weekday: int | None = None
    workdays: bool = True
    country: str = ""
    back: bool = False


class Part(StrEnum):
    """What a rule says, each part once."""

    OFTEN = "often"
    DAY = "day"
    FIRST = "first"
    TIME = "time"
    ZONE = "zone"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of words that are no whole rule, for a form to start from.

    A field is None where nothing was said of it, and where it is unclear; ``unclear`` names the parts of which
    something was said that nobody should take for granted. ``country`` is empty for none.
    """

    every: int | None = None
    unit: Unit | None = None
    weekday: int | None = None
    first: date | None = None
    at: time | None = None
    zone: str | None = None
    workdays: bool = True
    country: str = ""
    back: bool = False
    unclear: frozenset[Part] = frozenset()

    def without(self, unclear: AbstractSet[Part]) -> "Understood":
        """Return it without the parts that are unclear."""
        gone = {name: value for part in unclear for name, value in _UNSAID[part].items()}
        return replace(self, unclear=frozenset(unclear), **gone)


_UNSAID: Mapping[Part, Mapping[str, Any]] = {
    Part.OFTEN: {"every": None, "unit": None},
    Part.DAY: {"weekday": None, "first": None, "back": False},
    Part.FIRST: {"first": None},
    Part.TIME: {"at": None},
    Part.ZONE: {"zone": None},
    Part.FREE: {"workdays": True, "country": ""},
}


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is unclear in words about a cadence, how to write it, and what was understood all the same.

    ``question`` is text for the person; it may quote their own words, so it is shown as such.
    """

    question: str
    understood: Understood = Understood()


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
