"""A 90-day plan: its actions in three phases, and what an accepted one adds to them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

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
