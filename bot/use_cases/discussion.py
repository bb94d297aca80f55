"""After the reveal a group talks, rates again in private, and agrees on levels; who conducts it records that."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.core.assessment import AgreedLevel, Assessment, Departure, Fate, Status
from bot.core.privacy import Right, may, visible
from bot.core.scoring.agenda import AgendaItem, agenda
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Closing, Sitting
from bot.use_cases.ballots import enqueue_ballots
from bot.use_cases.conversation import SEAL, enqueue_headline, enqueue_homes, enqueue_thread, sitting_job
from bot.use_cases.ports import Clock, Deed, Reads, Store, Transaction


class Hindrance(Enum):
    """Why something in a discussion is not done."""

    NOT_HERE = "there is no such discussion in this channel, or nothing is revealed yet"
    NOT_YOURS = "only who conducts it may"
    UNDER_WAY = "it is being rated again"
    TWICE = "it was rated twice"
    REPLACED = "another level was agreed on since, or that was taken back"


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in a discussion is not done; ``facilitator`` is who may, where that is why."""

    why: Hindrance
    facilitator: str = ""


@dataclass(frozen=True, slots=True)
class Discussed:
    """A discussion as somebody may see it, or that it is as the person wants it."""

    assessment: Assessment
    items: tuple[AgendaItem, ...]

    def item(self, key: str) -> AgendaItem | None:
        """Give a dimension of the agenda; None where it is not on it."""
        return next((each for each in self.items if each.row.key == key), None)


def find_discussion(view: Reads, deed: Deed, assessment_id: str, *, right: Right = Right.SEE) -> Discussed | Refused:
    """Give the discussion of a revealed team assessment to a person of its channel who has the right."""
    found = visible(right, view.assessment(deed.workspace, assessment_id), deed.channel)
    if found is None or found.team is None or found.status is not Status.COMPLETE:
        return Refused(Hindrance.NOT_HERE)
    if not may(right, found, deed.person):
        return Refused(Hindrance.NOT_YOURS, found.facilitator)
    return Discussed(found, agenda(found, scorecard(found)))


def agree(store: Store, clock: Clock, deed: Deed, assessment_id: str, agreed: AgreedLevel) -> Discussed | Refused:
    """Record what the group agreed on for a dimension, which the scorecard counts from then on."""

    def record(tx: Transaction, found: Discussed) -> Hindrance | None:
        item = found.item(agreed.dimension)
        if item is None or agreed.level not in found.assessment.framework.scale:
            return Hindrance.NOT_HERE
        if item.rounds.open is not None:
            return Hindrance.UNDER_WAY
        tx.add_agreed(deed.workspace, assessment_id, agreed)
        return None

    return _settle(store, clock, deed, assessment_id, record)


def take_back(store: Store, clock: Clock, deed: Deed, assessment_id: str, number: int) -> Discussed | Refused:
    """Take back what was agreed at that place, so that what people rated counts again; both stay on record."""

    def record(tx: Transaction, found: Discussed) -> Hindrance | None:
        every = found.assessment.agreed
        agreed = every[number] if 0 <= number < len(every) else None
        if agreed is None or agreed.withdrawn:
            return Hindrance.NOT_HERE
        later = [each for each in every[number + 1 :] if each.dimension == agreed.dimension]
        if later:
            return None if later[0].withdrawn and len(later) == 1 else Hindrance.REPLACED
        back = AgreedLevel(agreed.dimension, agreed.level, deed.person, clock.now(), withdrawn=True)
        tx.add_agreed(deed.workspace, assessment_id, back)
        return None

    return _settle(store, clock, deed, assessment_id, record)


@dataclass(frozen=True, slots=True)
class Again:
    """What is to be rated again, and when that is revealed (as in a ``Closing``)."""

    dimensions: tuple[str, ...]
    quorum: int | None
    deadline: datetime | None


def rate_again(store: Store, clock: Clock, deed: Deed, assessment_id: str, again: Again) -> Discussed | Refused:
    """Open a further sitting: everybody who was asked before is asked again about these dimensions, in private."""

    def record(tx: Transaction, found: Discussed) -> Hindrance | None:
        items, team = [found.item(each) for each in again.dimensions], found.assessment.team
        if team is None or not items:
            return Hindrance.NOT_HERE
        if any(each is None for each in items):
            return Hindrance.NOT_HERE
        if (why := why_not_again(found, *(each for each in items if each is not None))) is not None:
            return why
        now = clock.now()
        closing = Closing(again.quorum, again.deadline, deed.person, now)
        ordered = tuple(each.key for each in found.assessment.framework.dimensions if each.key in again.dimensions)
        sitting = Sitting(len(team.sittings) + 1, ordered, deed.person, now, (closing,))
        tx.add_sitting(deed.workspace, assessment_id, sitting)
        enqueue_ballots(tx, deed.workspace, assessment_id)
        if again.deadline is not None:
            tx.enqueue(sitting_job(SEAL, deed.workspace, assessment_id, sitting.number, again.deadline))
        return None

    return _settle(store, clock, deed, assessment_id, record)


def why_not_again(found: Discussed, *items: AgendaItem) -> Hindrance | None:
    """Return why dimensions cannot be rated again now: each is rated twice at most, and one round goes on at a time."""
    team = found.assessment.team
    if team is None or team.sittings[-1].revealed is None:
        return Hindrance.UNDER_WAY
    return None if all(each.rounds.can_be_rated_again for each in items) else Hindrance.TWICE


def set_minutes(store: Store, clock: Clock, deed: Deed, assessment_id: str, minutes: int) -> Discussed | Refused:
    """Record how long the discussion takes; the agenda shares that out."""

    def record(tx: Transaction, _found: Discussed) -> Hindrance | None:
        tx.add_minutes(deed.workspace, assessment_id, minutes, deed.person, clock.now())
        return None

    return _settle(store, clock, deed, assessment_id, record)


def take_lead(store: Store, clock: Clock, deed: Deed, assessment_id: str, gone: str) -> Discussed | Refused:
    """Make a member of the channel lead a discussion whose facilitator is known to be gone; the thread says so."""
    with store.writing(deed.workspace) as tx:
        found = find_discussion(tx, deed, assessment_id, right=Right.TAKE_OVER)
        if isinstance(found, Refused) or found.assessment.facilitator == deed.person:
            return found
        if found.assessment.facilitator != gone:
            return Refused(Hindrance.NOT_YOURS, found.assessment.facilitator)
        for each in (
            Departure(gone, Fate.LEFT, "", clock.now()),
            Departure(gone, Fate.FOLLOWED, deed.person, clock.now()),
        ):
            tx.add_departure(deed.workspace, assessment_id, each)
        enqueue_thread(tx, deed.workspace, assessment_id)
        enqueue_headline(tx, deed.workspace, assessment_id, clock.now())
        enqueue_homes(tx, deed.workspace, (gone, deed.person))
        return found


def _settle(
    store: Store,
    clock: Clock,
    deed: Deed,
    assessment_id: str,
    record: Callable[[Transaction, Discussed], Hindrance | None],
) -> Discussed | Refused:
    """Record something of who conducts the discussion, once for the press; what shows it follows."""
    with store.writing(deed.workspace) as tx:
        found = find_discussion(tx, deed, assessment_id, right=Right.SETTLE)
        if isinstance(found, Refused) or not tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            return found
        refused = record(tx, found)
        if refused is not None:
            return Refused(refused)
        enqueue_thread(tx, deed.workspace, assessment_id)
        enqueue_headline(tx, deed.workspace, assessment_id, clock.now())
        enqueue_homes(tx, deed.workspace, (each.person for each in found.assessment.members))
        return found
