"""A 90-day plan: its actions in three phases, and how those of an accepted one stand by what their owners said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.core.text import cleaned, has_substance, one_line

PHASES = (30, 60, 90)
"""The last day of each phase, counted from the day on which the plan was accepted."""

MOST_ACTIONS = 9
"""As many as fit into one Slack message and one Slack form; more than that nobody does in 90 days."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The metric that an action should move, by its name: from its value today to a target, each with its unit."""

    metric: str
    baseline: str
    target: str

    @property
    def text(self) -> str:
        """Write it as it is typed: "NPS from 31 to 45"."""
        return f"{self.metric} from {self.baseline} to {self.target}"


@dataclass(frozen=True, slots=True)
class Action:
    """One step of a plan.

    ``dimension`` is a key, ``owner_role`` a role and no person, ``due_day`` a whole day from 1 to 90, ``measure`` what
    shows that it is done, ``first_step`` what can be done this week. ``deliverable`` is the framework's own line that
    it brings about, word by word, or empty. ``facts`` are the ids of the facts in the brief that it follows from.
    ``aim`` is the metric that it should move, where somebody named one.
    """

    dimension: str
    what: str
    owner_role: str
    due_day: int
    measure: str
    first_step: str
    deliverable: str = ""
    facts: tuple[str, ...] = ()
    aim: Aim | None = None

    @property
    def phase(self) -> int:
        """Give the phase in which it is due: 30, 60 or 90."""
        return next((each for each in PHASES if self.due_day <= each), PHASES[-1])


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it was drafted or edited, in the order in which it is shown."""

    actions: tuple[Action, ...]

    @property
    def in_order(self) -> tuple[Action, ...]:
        """Return the actions as they are shown and numbered: phase after phase."""
        return tuple(sorted(self.actions, key=lambda each: each.phase))

    def on_working_days(self, start: date, works: Callable[[date], bool]) -> "Plan":
        """Return the plan with each action due on a working day of its phase, a little earlier where there is one.

        ``start`` is the day from which the plan counts, ``works`` says whether people work on a day.
        """

        def working(action: Action) -> Action:
            of_phase = range(action.phase - PHASES[0] + 1, action.phase + 1)
            near = sorted(of_phase, key=lambda day: (day > action.due_day, abs(day - action.due_day)))
            found = next((day for day in near if works(start + timedelta(days=day))), action.due_day)
            return replace(action, due_day=found)

        return Plan(tuple(working(each) for each in self.actions))


@dataclass(frozen=True, slots=True)
class Handover:
    """An action is given to a person, by somebody; a fact, the last one of an action counts."""

    action: str
    owner: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AcceptedAction:
    """An action of an accepted plan: part of the record. ``owner`` is the person it was given to last, if any."""

    id: str
    draft: str
    action: Action
    due: date
    owner: str | None = None


CHECK_INS = PHASES
"""The days of a plan on which its owners are asked how their actions stand."""

CHECK_IN_AT = time(9, 30)
"""When that is, in the owner's own day."""

ASKED_WITHIN = 30
"""Days within which a check-in is made up for: by then the next one is due."""

LONGEST_NOTE = 500
LONGEST_VALUE = 100
FIRST_MORNING = timedelta(hours=14)
"""So long before midnight in UTC a day begins where it begins first."""


LATEST_DUE = timedelta(days=366)
"""How far ahead an action may be put off: by then its assessment has been made anew."""


class Progress(StrEnum):
    """What somebody said about an action. An action nobody has said anything about has none."""

    ON_TRACK = "on track"
    STUCK = "stuck"
    DONE = "done"
    DROPPED = "dropped"


WANT_WHY = frozenset((Progress.STUCK, Progress.DROPPED))
"""What nobody says of an action without a reason."""


class Group(StrEnum):
    """Where an action stands on a day. Every action is in exactly one, so that the groups sum to the whole plan.

    One that is stuck after its day is counted as stuck, whatever its day.
    """

    DONE = "done"
    STUCK = "stuck"
    OVERDUE = "overdue"
    ON_TRACK = "on track"
    OPEN = "without an update"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ActionUpdate:
    """What a person said about an action; a fact, the last one counts.

    ``note`` says why it is stuck or what was done, ``value`` is its measure today, as typed; either may be empty.
    ``due`` is the day to which it was put off, None where its day stayed as it was.
    """

    action: str
    progress: Progress
    note: str
    value: str
    by: str
    at: datetime
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ActionStanding:
    """An action of the record with everything said about it, oldest first."""

    accepted: AcceptedAction
    updates: tuple[ActionUpdate, ...] = ()

    @property
    def last(self) -> ActionUpdate | None:
        """Give what was said last."""
        return self.updates[-1] if self.updates else None

    @property
    def progress(self) -> Progress | None:
        """Give how it stands by what was said last."""
        return self.last.progress if self.last is not None else None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done: neither done nor dropped."""
        return self.progress not in (Progress.DONE, Progress.DROPPED)

    @property
    def days(self) -> tuple[date, ...]:
        """Give the days that it was due, the first one first: that of the plan, and those it was put off to."""
        days = [self.accepted.due]
        for each in self.updates:
            days += [each.due] if each.due is not None and each.due != days[-1] else []
        return tuple(days)

    @property
    def due(self) -> date:
        """Give the day that it is due by now."""
        return self.days[-1]

    def is_overdue(self, today: date) -> bool:
        """Say whether it is open after its day."""
        return self.is_open and self.due < today

    def group(self, today: date) -> Group:
        """Give where it stands on a day."""
        match self.progress:
            case Progress.DONE:
                return Group.DONE
            case Progress.DROPPED:
                return Group.DROPPED
            case Progress.STUCK:
                return Group.STUCK
            case Progress.ON_TRACK | None:
                heard = Group.OPEN if self.progress is None else Group.ON_TRACK
                return Group.OVERDUE if self.is_overdue(today) else heard

    @property
    def done_at(self) -> datetime | None:
        """Give since when it is done; None for one that is not."""
        at = None
        for each in reversed(self.updates):
            if each.progress is not Progress.DONE:
                break
            at = each.at
        return at

    @property
    def evidence(self) -> str:
        """Give in one line what a finished action shows: what was to be done, what was done, and its measure then."""
        notes = [each.note for each in self.updates if each.progress is Progress.DONE and each.note]
        values = [each.value for each in self.updates if each.value]
        told = [self.accepted.action.what.rstrip(" ."), *notes[-1:]]
        return one_line(f"{': '.join(told)}{f' ({values[-1]})' if values else ''}")

    def as_of(self, moment: datetime) -> "ActionStanding":
        """Give how it stood at a moment."""
        return ActionStanding(self.accepted, tuple(each for each in self.updates if each.at <= moment))

    def date_of(self, day: int) -> date:
        """Give the date of a day of its plan, counted from the plan's acceptance."""
        return self.accepted.due + timedelta(days=day - self.accepted.action.due_day)

    def was_heard_since(self, day: int) -> bool:
        """Say whether anything was said about it since that day of its plan began for anybody."""
        began = datetime.combine(self.date_of(day), time(tzinfo=UTC)) - FIRST_MORNING
        return self.last is not None and self.last.at >= began


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a line's earlier plans when it is assessed anew.

    ``left`` are the actions of the last plan that were open when the assessment began, ``finished`` those of any
    earlier plan that were done between the last assessment and the end of this one.
    """

    left: tuple[ActionStanding, ...] = ()
    finished: tuple[ActionStanding, ...] = ()

    @property
    def explained(self) -> frozenset[str]:
        """Give the dimensions whose change a finished action explains."""
        return finished_dimensions(self.finished)

    def finished_for(self, dimension: str) -> tuple[ActionStanding, ...]:
        """Give the finished actions of one dimension: they propose evidence for it, never a level."""
        return tuple(each for each in self.finished if each.accepted.action.dimension == dimension)


NOTHING_SINCE = Since()


def standing_of(actions: tuple[AcceptedAction, ...], updates: tuple[ActionUpdate, ...]) -> tuple[ActionStanding, ...]:
    """Put what was said beside each action, in the plan's order."""
    return tuple(ActionStanding(each, tuple(one for one in updates if one.action == each.id)) for each in actions)


def plan_start(actions: tuple[AcceptedAction, ...]) -> date | None:
    """Give the day from which a plan counts, that of its acceptance; None for no actions."""
    return min((each.due - timedelta(days=each.action.due_day) for each in actions), default=None)


def finished(
    standing: tuple[ActionStanding, ...], *, since: datetime, until: datetime | None = None
) -> tuple[ActionStanding, ...]:
    """Give the actions that became done after ``since`` and stood so at ``until``, as they stood then.

    What is said later changes nothing: a scorecard shows tomorrow what it shows today. Without ``until`` they stand
    as they do now.
    """
    then = tuple(each.as_of(until) for each in standing) if until is not None else standing
    return tuple(each for each in then if each.done_at is not None and each.done_at > since)


def finished_dimensions(standing: tuple[ActionStanding, ...]) -> frozenset[str]:
    """Give the dimensions of actions that are done: they explain a change of a level."""
    return frozenset(each.accepted.action.dimension for each in standing if each.progress is Progress.DONE)


def counted(standing: Iterable[ActionStanding], today: date) -> dict[Group, int]:
    """Count the actions of a plan in groups that exclude each other; what there is none of is left out."""
    groups = [each.group(today) for each in standing]
    return {group: groups.count(group) for group in Group if group in groups}


def own_note(text: str) -> str:
    """Give what a person says about an action, on one line and within bounds; empty when it says nothing."""
    return _line(text, LONGEST_NOTE)


def own_value(text: str) -> str:
    """Give the value of a measure as a person typed it, on one line and within bounds; empty when it says nothing."""
    return _line(text, LONGEST_VALUE)


def _line(text: str, most: int) -> str:
    line = one_line(cleaned(text))[:most].rstrip()
    return line if has_substance(line) else ""
