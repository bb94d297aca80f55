"""An assessment: one subject, one framework version, one thread; its facts are only ever added to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Literal

from bot.core.framework import Framework


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a level: words, a link (a URL) or a saved Slack message (its permalink)."""

    kind: Literal["words", "link", "message"]
    text: str


Verdict = int | NotApplicable | NotRated


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
    """What the group settled on for a dimension after the reveal; the last one counts."""

    dimension: str
    level: int
    by: str
    at: datetime


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


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything said in one assessment, in the order in which it was recorded.

    ``workspace`` and ``channel`` say who may see it; ``thread`` is Slack's ``ts`` of its headline once that is posted.
    ``targets`` holds only the levels that differ from the framework's own.
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

    @property
    def facilitator(self) -> str:
        """Give the person who conducts the assessment."""
        return next(each.person for each in self.members if each.role is Role.FACILITATOR)

    def respondents(self) -> tuple[str, ...]:
        """Give the people who answer, in the order in which they were added."""
        return tuple(each.person for each in self.members if each.role is Role.RESPONDENT)

    def target(self, key: str) -> int:
        """Give the level aimed for in a dimension: the subject's own target, else the framework's."""
        return self.targets[key] if key in self.targets else self.framework.target(key)

    def history(self, key: str) -> tuple[Rating, ...]:
        """Give every rating of a dimension, oldest first."""
        return tuple(each for each in self.ratings if each.dimension == key)

    def last_rating(self, key: str, respondent: str) -> Rating | None:
        """Give the rating that counts: the last one of the latest round the respondent gave one in."""
        own = [each for each in self.ratings if each.dimension == key and each.respondent == respondent]
        return max(enumerate(own), key=lambda pair: (pair[1].round, pair[0]))[1] if own else None
