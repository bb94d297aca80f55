"""An assessment by several people: its terms, the ballots that they answer in private, and the pictures revealed.

Nobody reads a ballot but the person whose it is. What everybody sees are pictures: made once, never changed, and never
of fewer than three (see ``bot.core.reveal``).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a level: words, a link (a URL) or a saved Slack message (its permalink)."""

    kind: Literal["words", "link", "message"]
    text: str


class Mode(Enum):
    """How several people assess together."""

    TEAM = "team"
    WORKSHOP = "workshop"
    """With what is read before, questions for discussion, votes and a synopsis."""


class Leave(Enum):
    """What a person allows with the words that they give as evidence; nothing until they said so."""

    QUOTE = "quote"
    RETELL = "retell"
    """To be told in other words only."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Participant:
    """A respondent of a team assessment, with their role and department in their own words; empty where not said."""

    person: str
    role: str
    department: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """The contract: when the scores of a sitting are revealed. By hand it is always possible.

    ``quorum`` is how many have to hand in; None is everybody, and 0 says that no number of them does it.
    ``deadline`` is a moment, None is none.
    """

    quorum: int | None
    deadline: datetime | None
    by: str
    at: datetime

    def is_met(self, waited_for: Iterable[str], handed_in: Collection[str], now: datetime) -> bool:
        """Tell whether it is time to reveal: ``waited_for`` are the respondents who can still hand in."""
        if self.deadline is not None and now >= self.deadline:
            return True
        if self.quorum is None:
            return bool(handed_in) and all(each in handed_in for each in waited_for)
        return 0 < self.quorum <= len(handed_in)


@dataclass(frozen=True, slots=True)
class Closed:
    """A sitting that is over: what was given until then counts. Recorded before anything of it is revealed.

    ``receipts`` are the digests of all ballots that count, sorted, and ``root`` is the one over them
    (``bot.core.sealing``). ``by`` is who closed it by hand, empty where the contract did.
    """

    at: datetime
    by: str
    root: str
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the raters of one dimension are spread: how many chose each level, and how many each backs with evidence.

    ``levels`` and ``evidenced`` count the same people, by level, none of them zero; at least three people in all.
    ``without`` gave no level.
    """

    dimension: str
    levels: Mapping[int, int]
    evidenced: Mapping[int, int]
    without: int = 0


@dataclass(frozen=True, slots=True)
class SplitGroup:
    """Raters of one dimension who share a role or a department; at least three. ``name`` is empty for all others."""

    name: str
    levels: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Split:
    """How the raters of one dimension are spread by role or by department; only where every group has three."""

    dimension: str
    by: Literal["role", "department"]
    groups: tuple[SplitGroup, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence as it is shown: without its author, as that person allows, in an order that tells nothing."""

    dimension: str
    evidence: Evidence
    leave: Leave

    @property
    def is_quotable(self) -> bool:
        """Whether it may be shown as it was typed."""
        return self.leave is Leave.QUOTE


class PictureKind(Enum):
    """Why a picture was made."""

    REVEAL = "reveal"
    LATE = "late"
    """Of answers that came after the round was closed, three at a time, apart from the others."""


@dataclass(frozen=True, slots=True)
class TeamPicture:
    """What was revealed at one moment. It is never changed: whoever comes late or leaves is in a later one or in none.

    ``handed_in`` people had given at least one rating. ``not_applicable`` are dimensions that everybody, and at least
    three, called so. A dimension of fewer than three raters is in no tally. ``named`` says who gave what, in an
    assessment that was opened so: dimension, person, level.
    """

    kind: PictureKind
    at: datetime
    handed_in: int
    tallies: tuple[Tally, ...]
    splits: tuple[Split, ...] = ()
    quotes: tuple[Quote, ...] = ()
    not_applicable: tuple[str, ...] = ()
    named: tuple[tuple[str, str, int], ...] = ()

    @property
    def quotable(self) -> tuple[Quote, ...]:
        """Give the quotations that may be shown as they were typed."""
        return tuple(each for each in self.quotes if each.is_quotable)

    def tally(self, key: str) -> Tally | None:
        """Give the tally of a dimension; None where it is not shown."""
        return next((each for each in self.tallies if each.dimension == key), None)


@dataclass(frozen=True, slots=True)
class Sitting:
    """People rate in private, until it is closed: everything at first (number 1), then some of it a second time.

    A dimension is rated twice at most. ``closings`` are in the order in which they were said; the last counts.
    ``handed_in`` counts the complete ballots.
    """

    number: int
    dimensions: tuple[str, ...]
    opened_by: str
    opened_at: datetime
    closings: tuple[Closing, ...]
    closed: Closed | None = None
    pictures: tuple[TeamPicture, ...] = ()
    handed_in: int = 0

    @property
    def closing(self) -> Closing:
        """Give the contract as it stands."""
        return self.closings[-1]

    @property
    def revealed(self) -> TeamPicture | None:
        """Give what was revealed when it was closed; None until then."""
        return next((each for each in self.pictures if each.kind is PictureKind.REVEAL), None)


@dataclass(frozen=True, slots=True)
class Team:
    """The terms of an assessment by several people, and what of it was revealed so far.

    ``participants`` are in the order in which they were said. ``sittings`` are by their number, each with what belongs
    to it. ``minutes`` are for the discussion of what was revealed.
    """

    mode: Mode
    named: bool
    participants: tuple[Participant, ...]
    sittings: tuple[Sitting, ...]
    minutes: int = 45

    def people(self) -> tuple[Participant, ...]:
        """Give each respondent once, in the order in which they came, as they were described last.

        Once the first sitting is closed, its people stay described as they were then: a second round that is split into
        other groups of the same people would show, with the first one, those who went from one group to another.
        """
        first = self.sittings[0].closed
        before = {each.person: each for each in self.participants if first is None or each.at <= first.at}
        return (
            *before.values(),
            *{each.person: each for each in self.participants if each.person not in before}.values(),
        )

    def is_settled(self, person: str) -> bool:
        """Whether a respondent stays described as they are, since the first sitting is closed."""
        first = self.sittings[0].closed
        return first is not None and any(each.person == person and each.at <= first.at for each in self.participants)

    def tallies(self, key: str) -> tuple[Tally, ...]:
        """Give what was shown of a dimension, the first round first; late answers are not among it."""
        shown = (each.revealed for each in self.sittings)
        return tuple(found for each in shown if each is not None and (found := each.tally(key)) is not None)

    def newest(self, key: str) -> TeamPicture | None:
        """Give the reveal that a dimension's value rests on: the second round's where it shows it, else the first's.

        Never both mixed, nor with late ones: the difference would give single people away.
        """
        shown = (each.revealed for each in reversed(self.sittings))
        return next(
            (each for each in shown if each is not None and (each.tally(key) or key in each.not_applicable)), None
        )

    def shown(self, key: str) -> Tally | None:
        """Give the tally that a dimension's value rests on; None where none is shown."""
        newest = self.newest(key)
        return newest.tally(key) if newest is not None else None


@dataclass(frozen=True, slots=True)
class Ballot:
    """What makes an assessment the part of one respondent in a sitting of a team assessment, ``of`` whose id.

    ``salt`` (32 hexadecimal digits) makes its receipt unguessable. ``leave`` is what the person allows with the words,
    None before they were asked. ``counted`` is how many of its ratings count; None while the sitting is open.
    ``late_shown`` are the dimensions of it that were shown late. ``sealed`` is the digest with which it was sealed,
    once words of somebody who was removed were taken out of it; empty for one that stands as it was.
    """

    of: str
    sitting: int
    salt: str
    leave: Leave | None = None
    counted: int | None = None
    late_shown: tuple[str, ...] = ()
    sealed: str = ""
