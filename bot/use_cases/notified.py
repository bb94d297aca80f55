"""What messages outside the threads of assessments show: reminders and their owners, nudges, check-ins, digests."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.assessment import Assessment
from bot.core.cadence.rule import SetCadence
from bot.core.plan.standing import ActionStanding
from bot.core.scoring.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder in the channel. ``last`` is the newest complete scorecard, None where there was none yet.

    ``oldest`` names the dimensions whose evidence is oldest, with when it was given. ``settled`` is empty while the
    reminder waits; else who answered it, how (``started``, ``snoozed``, ``skipped``) and what comes next.
    """

    cadence: SetCadence
    due: datetime
    last: Scorecard | None
    actions: tuple[ActionStanding, ...] = ()
    oldest: tuple[tuple[str, datetime], ...] = ()
    settled: str = ""
    by: str = ""


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

    ``unowned`` are actions nobody has, shown to the facilitator alone.
    """

    assessment: Assessment
    person: str
    day: int
    actions: tuple[ActionStanding, ...]
    unowned: tuple[ActionStanding, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """How a plan stands on day 30, 60 or 90, for the channel; updated while owners answer."""

    assessment: Assessment
    day: int
    actions: tuple[ActionStanding, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Ownerless:
    """The ``person`` who owned a cadence is gone; ``owner`` looks after it, empty while nobody does."""

    cadence: SetCadence
    person: str
    owner: str = ""


Notified = Reminder | Nudge | CheckIn | Digest | Ownerless
