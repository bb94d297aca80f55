"""Who may see and do what: one table, which the use cases ask.

A channel is a wall: what belongs to one does not exist in another. Who is a member of a channel Slack alone knows, and
it lets only members press and type there; people of another organisation are turned away before anything is asked
here (``bot.slack.routes``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol, TypeVar

from bot.core.assessment import Assessment


class Right(Enum):
    """What a person wants to see or to do."""

    SEE = "see a scorecard or a plan"
    SHARE = "share a scorecard in the channel"
    TAKE_BACK = "take a shared scorecard away"
    ANSWER = "answer in the thread"
    CORRECT = "change an answer in its form"
    DRAFT = "ask for drafts and decide about them"
    REPORT = "say how an action stands, and give it to somebody"
    TAKE_OVER = "take over from somebody who is gone"
    GO_ON_ANEW = "have an assessment go on in a new thread"
    MEASURE = "say what a metric of the subject is, and take that back"
    REMIND = "set, change and answer a reminder"
    SETTLE = "agree on a level and take that back, have a dimension rated again, share out the minutes"
    CONDUCT = "add people, change when it is revealed, close and end a team assessment"
    NOTE = "read before, note and group in a workshop"
    VOTE = "vote on what was noted in a workshop"
    OFFER = "upload, publish and withdraw the frameworks of a workspace"


class Relation(Enum):
    """What a person is to what they want to see or do."""

    ANYBODY = "anybody in the channel"
    FACILITATOR = "the facilitator"
    RESPONDENT = "a respondent"
    OWNER = "the owner of the action"
    SHARER = "the person who shared the scorecard"
    ADMIN = "an admin or owner of the workspace, or of its whole organisation"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Whose right it is, and whether it counts only ``in_channel``: from the channel that the matter belongs to."""

    parts: tuple[Relation, ...]
    in_channel: bool = True


RULES: Final[Mapping[Right, Entitlement]] = {
    Right.SEE: Entitlement((Relation.ANYBODY,)),
    Right.SHARE: Entitlement((Relation.ANYBODY,)),
    Right.TAKE_BACK: Entitlement((Relation.SHARER, Relation.FACILITATOR)),
    Right.ANSWER: Entitlement((Relation.RESPONDENT,)),
    Right.CORRECT: Entitlement((Relation.RESPONDENT,), in_channel=False),  # a form names no channel
    Right.DRAFT: Entitlement((Relation.FACILITATOR, Relation.RESPONDENT)),
    # asked for in direct messages: an owner answers for what is theirs also after leaving the channel
    Right.REPORT: Entitlement((Relation.OWNER, Relation.FACILITATOR, Relation.RESPONDENT), in_channel=False),
    Right.TAKE_OVER: Entitlement((Relation.ANYBODY,)),  # Slack is asked whether they are a member, too
    Right.GO_ON_ANEW: Entitlement((Relation.FACILITATOR, Relation.RESPONDENT), in_channel=False),  # asked for privately
    Right.MEASURE: Entitlement((Relation.ANYBODY,)),
    Right.REMIND: Entitlement((Relation.ANYBODY,)),
    Right.SETTLE: Entitlement((Relation.FACILITATOR,)),
    Right.CONDUCT: Entitlement((Relation.FACILITATOR,), in_channel=False),  # asked for privately as well
    Right.NOTE: Entitlement((Relation.FACILITATOR, Relation.RESPONDENT), in_channel=False),  # asked for in forms
    Right.VOTE: Entitlement((Relation.RESPONDENT,), in_channel=False),
    Right.OFFER: Entitlement((Relation.ADMIN,), in_channel=False),  # of no assessment: Slack is asked who is an admin
}


_RATES = (Right.ANSWER, Right.CORRECT)
"""What nobody may in a team assessment itself: each of its respondents answers in a ballot."""


class InChannel(Protocol):
    """What belongs to a channel."""

    @property
    def channel(self) -> str:
        """Return the id of the channel."""


Matter = TypeVar("Matter", bound=InChannel)


def visible(right: Right, matter: Matter | None, channel: str) -> Matter | None:
    """Return what a person of a channel asks about; None where it is of another one, as if it did not exist."""
    is_hidden = matter is None or (RULES[right].in_channel and matter.channel != channel)
    return None if is_hidden else matter


def has(right: Right, relation: Relation) -> bool:
    """Whether a right is that of whoever has this relation."""
    return relation in RULES[right].parts


def may(right: Right, assessment: Assessment, person: str, *, by: str | None = None) -> bool:
    """Whether a person has a right in an assessment; ``by`` is the owner of the action or who shared the scorecard."""
    return Relation.ANYBODY in RULES[right].parts or person in entitled(right, assessment, by=by)


def entitled(right: Right, assessment: Assessment, *, by: str | None = None) -> tuple[str, ...]:
    """Return the people who have a right that is not anybody's, each once; ``by`` as for ``may``."""
    own = (by,) if by is not None else ()
    answers = assessment.respondents() if assessment.team is None or right not in _RATES else ()
    people: Mapping[Relation, tuple[str, ...]] = {
        Relation.OWNER: own,
        Relation.SHARER: own,
        Relation.FACILITATOR: (assessment.facilitator,),
        Relation.RESPONDENT: answers,
    }
    return tuple(dict.fromkeys(person for part in RULES[right].parts for person in people.get(part, ())))
