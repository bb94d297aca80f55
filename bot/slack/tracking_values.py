"""What stands in the ids and values of the buttons and forms about a plan's actions, and how it is read back."""

from dataclasses import dataclass

from bot.core.plan_standing import Progress
from bot.slack.values import SAY

IN_PLAN, IN_OWN = "plan", "own"
"""Which list that only its reader sees an action was shown in."""
_SIGN = "|"
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class OfAction:
    """A button or form of an action read back; empty texts for what is not ours.

    ``progress`` is what it says, None where the person is still to choose. ``shown_in`` names the list in which it
    was pressed, where that is one that only this person sees, and ``respond_at`` the address at which that is replaced.
    """

    assessment: str
    action: str
    progress: Progress | None = None
    shown_in: str = ""
    respond_at: str = ""


def say_id(progress: Progress) -> str:
    """Give the action id of the button that says how an action stands."""
    return f"{SAY}{progress.name.lower()}"


def said_by(action_id: str) -> Progress | None:
    """Read from its id what a button says; None for what is not ours."""
    return next((each for each in Progress if say_id(each) == action_id), None)


def action_value(of: OfAction) -> str:
    """Give the value of a button beside an action, and the metadata of its form."""
    return _SIGN.join((of.assessment, of.action, str(of.progress or ""), of.shown_in, of.respond_at))


def read_action(value: str) -> OfAction:
    """Read the button or form of an action back."""
    assessment, action, progress, shown_in, respond_at = (value[:_MOST].split(_SIGN, 4) + [""] * 5)[:5]
    known = next((each for each in Progress if each == progress), None)
    return OfAction(assessment, action, known, shown_in, respond_at)
