"""What a person's Home tab shows: what waits for them, what they have under way, and what their channels have.

Nothing of a channel is shown in which the person is not a member now, by Slack's word; what cannot be found out is not
shown either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.core.assessment import Assessment, Status, subject_key
from bot.core.cadence.rule import SetCadence
from bot.core.cadence.times import is_zone
from bot.core.conversation.talk import Question
from bot.core.drafts.standing import standing
from bot.core.plan.plan import AcceptedAction, ActionStanding, standing_of
from bot.core.privacy import Right, may
from bot.core.scoring.portfolio import Portfolio, PortfolioRow
from bot.core.scoring.scorecard import Scorecard
from bot.use_cases.cadences import due_key, reminder_key
from bot.use_cases.portfolio import portfolio_of
from bot.use_cases.ports import Clock, Messenger, Presence, Reads, Store

MOST_CHANNELS = 40
"""About so many a person is asked for in one drawing: each is a call to Slack."""
MOST_READ = 50
"""Assessments of the person's own that are read for one drawing."""
MOST_WAITING = 5
MOST_BEGUN = 10
MOST_ACTIONS = 10
MOST_CARDS = 5
MOST_CADENCES = 10
SOON = timedelta(days=7)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose Home tab it is. ``outside`` is true for a person of another organisation, who is shown nothing."""

    workspace: str
    person: str
    zone: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class HomePart(Generic[T]):
    """The first of a list, and how many more there are."""

    items: tuple[T, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """An assessment under way in which the person answers; ``asks`` is the question put to them, if one is open."""

    assessment: Assessment
    asks: Question | None


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An open action of the person's, and the assessment of its plan."""

    assessment: Assessment
    standing: ActionStanding


@dataclass(frozen=True, slots=True)
class Undecided:
    """A complete assessment about whose drafts the person may decide; ``number`` of them wait."""

    assessment: Assessment
    number: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A reminder of the person's cadence that nobody has answered; ``ts`` is its message in the channel."""

    cadence: SetCadence
    due: datetime
    ts: str


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest scorecard of a subject and framework; ``reminds`` says that a cadence is set for them.

    ``open`` and ``overdue`` count the actions of the plan that is followed.
    """

    assessment: Assessment
    card: Scorecard
    reminds: bool
    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Home:
    """Everything that a Home tab shows. ``today`` is the person's own day.

    ``overdue`` of the person's actions are late by then, ``soon`` are due within a week.
    """

    today: date
    outside: bool = False
    waits: HomePart[Begun] = field(default_factory=HomePart)
    begun: HomePart[Begun] = field(default_factory=HomePart)
    actions: HomePart[OwnAction] = field(default_factory=HomePart)
    cards: HomePart[Recent] = field(default_factory=HomePart)
    cadences: HomePart[SetCadence] = field(default_factory=HomePart)
    drafts: HomePart[Undecided] = field(default_factory=HomePart)
    reminders: HomePart[Unanswered] = field(default_factory=HomePart)
    overdue: int = 0
    soon: int = 0
    portfolio: Portfolio | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the person has nothing yet."""
        parts = (self.waits, self.begun, self.actions, self.cards, self.cadences)
        return not any(part.items for part in parts)


def find_home(store: Store, messenger: Messenger, clock: Clock, viewer: Viewer, known: dict[str, bool]) -> Home:
    """Find what a Home tab shows.

    ``known`` takes up which channels the person turned out to be in, so that a drawing which Slack made wait goes on
    where it was; it is for one drawing only.
    """
    today = clock.now().astimezone(ZoneInfo(viewer.zone) if is_zone(viewer.zone) else UTC).date()
    if viewer.outside:
        return Home(today, outside=True)
    with store.reading() as view:
        begun, actions = _begun(view, viewer), _actions(view, viewer)
        own = [each.assessment for each in begun if each.assessment.ballot is None]
        own += [each.assessment for each in actions]
        named = (*(each.channel for each in own), *view.channels(viewer.workspace))
    channels = tuple(dict.fromkeys(named))[:MOST_CHANNELS]
    for channel in channels:
        if channel not in known:
            known[channel] = messenger.presence(channel, viewer.person) is Presence.IN
    allowed = tuple(each for each in channels if known[each])
    with store.reading() as view:
        cadences = [each for channel in allowed for each in view.cadences(viewer.workspace, channel)]
        cadences.sort(key=lambda each: (each.paused, each.next_due or each.set_at))
        found = portfolio_of(view, viewer.workspace, allowed, today)
        complete = (each for each in found.rows if each.is_complete)
        ended = sorted(complete, key=lambda each: each.card.at, reverse=True)
        drafts, reminders = _undecided(view, viewer, ended), _unanswered(view, viewer, cadences)
    there = [each for each in begun if each.assessment.channel in allowed or each.assessment.ballot is not None]
    mine = [each for each in actions if each.assessment.channel in allowed]
    overdue = sum(each.standing.is_overdue(today) for each in mine)
    return Home(
        today,
        waits=_first([each for each in there if each.asks is not None], MOST_WAITING),
        begun=_first(there, MOST_BEGUN),
        actions=_first(mine, MOST_ACTIONS),
        cards=_cards(ended, cadences),
        cadences=_first(cadences, MOST_CADENCES),
        drafts=_first(drafts, MOST_WAITING),
        reminders=_first(reminders, MOST_WAITING),
        overdue=overdue,
        soon=sum(each.standing.due <= today + SOON for each in mine) - overdue,
        portfolio=found,
    )


def _first(items: Sequence[T], most: int) -> HomePart[T]:
    return HomePart(tuple(items[:most]), max(len(items) - most, 0))


def _begun(view: Reads, viewer: Viewer) -> list[Begun]:
    """Give the assessments under way in which the person answers, the newest first; of a team's, the own ballot."""
    workspace, person = viewer.workspace, viewer.person
    open_ones = [view.assessment(workspace, each) for each in view.open_for(workspace, person)[:MOST_READ]]
    alone = [each for each in open_ones if each is not None and each.team is None]
    ballots = [view.assessment_or_ballot(workspace, each) for each in view.own_ballots(workspace, person)[:MOST_READ]]
    alone += [each for each in ballots if each is not None and _is_asked_for(view, each)]
    own = [each for each in alone if may(Right.ANSWER, each, person)]
    own.sort(key=lambda each: each.started_at, reverse=True)
    return [Begun(each, _asked(view, each, person)) for each in own]


def _is_asked_for(view: Reads, ballot: Assessment) -> bool:
    """Whether a ballot is still to be handed in: its sitting is open, and the assessment goes on."""
    part = ballot.ballot
    if part is None or part.counted is not None or ballot.status not in (Status.OPEN, Status.PAUSED):
        return False
    team = view.assessment(ballot.workspace, part.of)
    return team is not None and team.status is not Status.STOPPED


def _asked(view: Reads, assessment: Assessment, person: str) -> Question | None:
    if assessment.status is not Status.OPEN:
        return None
    asked = view.questions(assessment.workspace, assessment.id)
    return next((each for each in reversed(asked) if each.respondent == person and each.ended is None), None)


def _actions(view: Reads, viewer: Viewer) -> list[OwnAction]:
    """Give the open actions of the person, the one that is due first first."""
    owned: dict[str, list[AcceptedAction]] = {}
    for plan, action in view.owned_actions(viewer.workspace, viewer.person):
        owned.setdefault(plan, []).append(action)
    found: list[OwnAction] = []
    for key in tuple(owned)[:MOST_READ]:
        assessment = view.assessment(viewer.workspace, key)
        if assessment is not None:
            standing = standing_of(tuple(owned[key]), view.action_updates(viewer.workspace, key))
            found += [OwnAction(assessment, each) for each in standing]
    return sorted(found, key=lambda each: each.standing.due)


def _undecided(view: Reads, viewer: Viewer, rows: Sequence[PortfolioRow]) -> list[Undecided]:
    """Give the newest assessments that have drafts about which the person may decide."""
    own = [each for each in rows if may(Right.DRAFT, each.assessment, viewer.person)][:MOST_READ]
    counted = []
    for each in own:
        drafts = standing(each.card, view.drafts(viewer.workspace, each.assessment.id))
        waiting = sum(draft.made is not None and draft.decision is None for draft in drafts)
        counted.append(Undecided(each.assessment, waiting))
    return [each for each in counted if each.number]


def _unanswered(view: Reads, viewer: Viewer, cadences: Sequence[SetCadence]) -> list[Unanswered]:
    """Give the reminders of the person's own cadences that stand in their channels and wait for an answer."""
    found = []
    for each in (one for one in cadences if one.owner == viewer.person):
        taken = view.dues_taken(viewer.workspace, due_key(each.id))
        if taken and view.settled(viewer.workspace, due_key(each.id), taken[-1]) is None:
            notice = view.notice(viewer.workspace, reminder_key(each.id, taken[-1]))
            if notice is not None and notice.ts is not None:
                found.append(Unanswered(each, taken[-1], notice.ts))
    return found


def _cards(rows: Sequence[PortfolioRow], cadences: Sequence[SetCadence]) -> HomePart[Recent]:
    """Give the newest complete scorecard of each channel, subject and framework, the newest first."""
    reminds = {_line(each.channel, each.slug, each.subject) for each in cadences}
    found = []
    for each in rows:
        own = each.assessment
        line = _line(own.channel, own.framework.slug, own.subject.name)
        found.append(Recent(own, each.card, line in reminds, each.open, each.overdue))
    return _first(found, MOST_CARDS)


def _line(channel: str, slug: str, subject: str) -> tuple[str, str, str]:
    """Name what is assessed again and again, as names are compared."""
    return channel, slug, subject_key(subject)
