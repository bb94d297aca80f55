"""How the actions of an accepted plan stand: what their owners said about them, and what that shows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.plan import AcceptedAction


class Progress(StrEnum):
    """What somebody said about an action. An action nobody has said anything about has none."""

    ON_TRACK = "on track"
    STUCK = "stuck"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ActionUpdate:
    """What a person said about an action; a fact, the last one counts.

    ``note`` says why it is stuck or what was done, ``value`` is its measure today, as typed; either may be empty.
    """

    action: str
    progress: Progress
    note: str
    value: str
    by: str
    at: datetime


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

    def is_overdue(self, today: date) -> bool:
        """Say whether it is open after its day."""
        return self.is_open and self.accepted.due < today


def standing_of(actions: tuple[AcceptedAction, ...], updates: tuple[ActionUpdate, ...]) -> tuple[ActionStanding, ...]:
    """Put what was said beside each action, in the plan's order."""
    return tuple(ActionStanding(each, tuple(one for one in updates if one.action == each.id)) for each in actions)


def finished_dimensions(standing: tuple[ActionStanding, ...], *, until: datetime) -> frozenset[str]:
    """Give the dimensions for which an action was done by ``until``: they explain a change of a level."""
    done = (each for each in standing if each.last is not None and each.progress is Progress.DONE)
    return frozenset(each.accepted.action.dimension for each in done if each.last is not None and each.last.at <= until)
