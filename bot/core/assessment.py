"""An assessment: one subject, one framework version, one thread; its facts are only ever added to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Literal

from bot.core.framework import Framework
from bot.core.team import Ballot, Evidence, Participant, Team

GONE = "gone-"
"""What the id begins with that stands for a person who was removed; the rest is chance, and leads to nobody."""
REMOVED = "someone who was removed"
"""What people read in place of the name."""


def is_gone(person: str) -> bool:
    """Whether an id stands for a person who was removed."""
    return person.startswith(GONE)


class Role(Enum):
    """What a person is in an assessment."""

    FACILITATOR = "facilitator"
    RESPONDENT = "respondent"
    OBSERVER = "observer"


class Status(Enum):
    """Where an assessment stands. A stopped one keeps everything and can be reopened."""

    OPEN = "open"
    PAUSED = "paused"
    STOPPED = "stopped"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The dimension does not apply to the subject, with the reason that was given."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotRated:
    """The respondent does not know; the dimension applies and counts against coverage."""


Verdict = int | NotApplicable | NotRated


def verdict_word(verdict: object) -> str:
    """Name a verdict, or the value of a dimension, as files do."""
    if isinstance(verdict, NotApplicable):
        return "not_applicable"
    return "not_rated" if isinstance(verdict, NotRated) else "rated"


@dataclass(frozen=True, slots=True)
class Rating:
    """A respondent's level for a dimension with its evidence, in a round; immutable.

    ``said_at`` is when the person said it, ``said_in`` names its answer (a Slack ``ts`` or an action's id).
    Of several by one respondent for one dimension in one round the last one in the store's order counts.
    """

    id: str
    dimension: str
    respondent: str
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    said_at: datetime
    said_in: str
    round: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class AgreedLevel:
    """What the group settled on for a dimension after the reveal; the last one counts.

    ``reason`` and ``dissent`` are in the words of whoever recorded it, and may be empty. ``withdrawn`` takes the one
    before it back: no level is agreed from then on.
    """

    dimension: str
    level: int
    by: str
    at: datetime
    reason: str = ""
    dissent: str = ""
    withdrawn: bool = False


LONGEST_SUBJECT = 100
"""Characters of the name of what is assessed."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is assessed, with its variables as they were typed."""

    name: str
    variables: Mapping[str, str] = field(default_factory=dict)


def subject_key(name: str) -> str:
    """Give a subject's name as names are compared: without case and outer spaces."""
    return name.strip().casefold()


@dataclass(frozen=True, slots=True)
class Member:
    """A person's part in an assessment."""

    person: str
    role: Role


class Fate(Enum):
    """What became of a facilitator or respondent who went away."""

    LEFT = "left"
    """The channel."""
    DEACTIVATED = "deactivated"
    BACK = "back"
    FOLLOWED = "followed"
    """Somebody took over."""
    STOPPED = "stopped"
    """Somebody stopped the assessment instead."""


AWAY = frozenset({Fate.LEFT, Fate.DEACTIVATED})


@dataclass(frozen=True, slots=True)
class Departure:
    """What became of a person at a moment; ``by`` is who followed or stopped, empty else."""

    person: str
    fate: Fate
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of one respondent, and who held it, one after another; the last one answers.

    Nobody does where ``is_held`` is false: whoever followed answers from a seat of their own.
    """

    holders: tuple[str, ...]
    is_held: bool = True


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything said in one assessment, in the order in which it was recorded.

    ``workspace`` and ``channel`` say who may see it; ``thread`` is Slack's ``ts`` of its headline once that is posted.
    ``targets`` holds only the levels that differ from the framework's own. ``members`` are the people it began with;
    ``departures`` say who of them went, and who followed them. ``language`` is the code of the one chosen for its
    drafts, the last one where that was changed; empty, it is the framework's. ``withdrawn`` names the dimension of each
    rating that counted and went with a person who was removed.

    ``team`` are the terms of one that several people answer, each in private: its own ``ratings`` stay empty, and its
    figures rest on the pictures that were revealed. ``ballot`` marks what one of them answers.
    """

    id: str
    workspace: str
    channel: str
    thread: str | None
    framework: Framework
    subject: Subject
    targets: Mapping[str, int]
    members: tuple[Member, ...]
    status: Status
    started_at: datetime
    completed_at: datetime | None
    ratings: tuple[Rating, ...] = ()
    agreed: tuple[AgreedLevel, ...] = ()

    departures: tuple[Departure, ...] = ()
    language: str = ""
    team: Team | None = None
    ballot: Ballot | None = None
    withdrawn: tuple[str, ...] = ()

    @property
    def facilitator(self) -> str:
        """Give the person who conducts the assessment now."""
        person = self.starter
        for each in self.departures:
            person = each.by if each.fate is Fate.FOLLOWED and each.person == person else person
        return person

    @property
    def starter(self) -> str:
        """Give the person who began to conduct it."""
        return next(each.person for each in self.members if each.role is Role.FACILITATOR)

    def respondents(self) -> tuple[str, ...]:
        """Give the people who answer now, in the order in which their seats were added."""
        return tuple(each.holders[-1] for each in self.seats() if each.is_held)

    def seats(self) -> tuple[Seat, ...]:
        """Give the respondents' seats. A rating counts in the seat that its respondent held."""
        seats = [Seat((each.person,)) for each in self.members if each.role is Role.RESPONDENT]
        for gone in (each for each in self.departures if each.fate is Fate.FOLLOWED):
            sits = any(each.is_held and each.holders[-1] == gone.by for each in seats)
            seats = [_followed(each, gone, sits=sits) for each in seats]
        return tuple(seats)

    def holders(self, person: str) -> tuple[str, ...]:
        """Give everybody who held the seat of a person; only the person where there is none."""
        return next((each.holders for each in self.seats() if person in each.holders), (person,))

    def away(self, person: str) -> Departure | None:
        """Give how a person went away; None while they are there, or when that was settled."""
        last = next((each for each in reversed(self.departures) if each.person == person), None)
        return last if last is not None and last.fate in AWAY else None

    @property
    def stopped_without(self) -> str:
        """Give the person in whose absence somebody stopped it, with nobody in their place since; empty for none."""
        last = {each.person: each.fate for each in self.departures}
        gone = (each.person for each in reversed(self.departures) if last[each.person] is Fate.STOPPED)
        return next(gone, "") if self.status is Status.STOPPED else ""

    @property
    def is_under_way(self) -> bool:
        """Whether answers are waited for; in a second round also while the scorecard of the first stands."""
        if self.status is Status.COMPLETE:
            return self.team is not None and self.team.sittings[-1].closed is None
        return self.status is not Status.STOPPED

    def has_left(self, person: str, by: datetime | None = None) -> bool:
        """Tell whether a person went and did not come back, also where somebody followed them; None is today."""
        known = (each for each in self.departures if by is None or each.at <= by)
        fates = [each.fate for each in known if each.person == person]
        return next((each in AWAY for each in reversed(fates) if each in AWAY or each is Fate.BACK), False)

    def waited_for(self, by: datetime | None = None) -> tuple[Participant, ...]:
        """Give the respondents of a team assessment who did not go: today, or by a moment, also if removed since."""
        if self.team is None:
            return ()
        asked = {each.person for each in self.team.participants if by is None or each.at <= by}
        gone = {each for each in asked if self.has_left(each, by) or (by is None and is_gone(each))}
        return tuple(each for each in self.team.people() if each.person in asked - gone)

    def settled(self, number: int) -> Departure | None:
        """Give what became of the departure at that place, counted from 0; None while it stands."""
        person = self.departures[number].person
        return next((each for each in self.departures[number + 1 :] if each.person == person), None)

    def target(self, key: str) -> int:
        """Give the level aimed for in a dimension: the subject's own target, else the framework's."""
        return self.targets[key] if key in self.targets else self.framework.target(key)

    def history(self, key: str) -> tuple[Rating, ...]:
        """Give every rating of a dimension, oldest first."""
        return tuple(each for each in self.ratings if each.dimension == key)

    def last_rating(self, key: str, respondent: str) -> Rating | None:
        """Give the rating of a respondent's seat that counts: the last one of the latest round it has one of."""
        holders = self.holders(respondent)
        own = [each for each in self.ratings if each.dimension == key and each.respondent in holders]
        return max(enumerate(own), key=lambda pair: (pair[1].round, pair[0]))[1] if own else None


def _followed(seat: Seat, gone: Departure, *, sits: bool) -> Seat:
    if not seat.is_held or seat.holders[-1] != gone.person:
        return seat
    return Seat(seat.holders, is_held=False) if sits else Seat((*seat.holders, gone.by))
