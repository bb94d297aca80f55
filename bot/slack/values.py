"""What stands in the ids and values of buttons, and how it is read back; a value that is not ours reads as None."""

from dataclasses import dataclass

from bot.core.pressing import Button, Press

PRESS = "press."
OPEN_CHANGE = "open_change"
SHARE = "share"
UNSHARE = "unshare"
SHOW_CARD = "show_card"
PICK_FRAMEWORK = "pick_framework"
PICK_TARGET = "pick_target"
PICK_DIMENSION = "pick_dimension"
ASK_DRAFTS = "draft.ask"
ACCEPT = "draft.accept"
ACCEPT_ALL = "draft.accept_all"
DISCARD = "draft.discard"
UNDO = "draft.undo"
OPEN_EDIT = "draft.edit"
OPEN_REDRAFT = "draft.redraft"
OPEN_OWNERS = "draft.owners"
HOME = "home"
HOME_START = "home.start"
HOME_REMIND = "home.remind"
HOME_CHANGE = "home.change"
START_FORM = "start"
CHANGE_FORM = "change"
EDIT_FORM = "edit_draft"
REDRAFT_FORM = "redraft"
OWNERS_FORM = "owners"
OPEN_CADENCE = "remind.open"
CHANGE_CADENCE = "remind.change"
PICK_OFTEN = "remind.often"
PAUSE_CADENCE = "remind.pause"
RESUME_CADENCE = "remind.resume"
SNOOZE_CADENCE = "remind.snooze"
SKIP_CADENCE = "remind.skip"
REMOVE_CADENCE = "remind.remove"
START_DUE = "due.start"
SNOOZE_DUE = "due.snooze"
SKIP_DUE = "due.skip"
CHANGE_DUE = "due.change"
NOT_NOW = "nudge.later"
CADENCE_FORM = "cadence"
SAY = "plan.say."
OPEN_UPDATE = "plan.update"
OPEN_GIVE = "plan.give"
UPDATE_FORM = "update_action"
GIVE_FORM = "give_action"
_SIGN = "|"
_MOST = 2_000


def press_id(button: Button, level: int | None = None) -> str:
    """Give the action id of a thread button, unique within its message."""
    return f"{PRESS}{button}" if level is None else f"{PRESS}{button}.{level}"


def press_value(assessment: str, question: int, dimension: str) -> str:
    """Give the value of a thread button: which question of which assessment it stands under."""
    return _SIGN.join((assessment, str(question), dimension))


@dataclass(frozen=True, slots=True)
class Pressing:
    """A thread button read back."""

    assessment: str
    press: Press


def read_press(action_id: str, value: str) -> Pressing | None:
    """Read a thread button back; None for anything that cxbot has not made."""
    name, _, level = action_id.removeprefix(PRESS).partition(".")
    parts = value.split(_SIGN)
    if len(value) > _MOST or len(parts) != 3 or name not in set(Button):  # noqa: PLR2004  # as press_value joins them
        return None
    if not _is_count(parts[1]) or (level and not _is_count(level)):
        return None
    return Pressing(parts[0], Press(Button(name), int(parts[1]), parts[2], int(level) if level else None))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6  # noqa: PLR2004  # far above any level or question


def change_value(assessment: str, dimension: str = "") -> str:
    """Give the value of a *Change* button, for one dimension or for any."""
    return _SIGN.join((assessment, dimension))


def read_change(value: str) -> tuple[str, str]:
    """Read a *Change* button back: the assessment, and the dimension or an empty text."""
    assessment, _, dimension = value[:_MOST].partition(_SIGN)
    return assessment, dimension


def draft_value(assessment: str, draft: str, *, seen: int = 0) -> str:
    """Give the value of a button under a draft, and of the forms that it opens.

    ``seen`` is how many decisions the draft had when a form was opened.
    """
    return _SIGN.join((assessment, draft, str(seen)))


@dataclass(frozen=True, slots=True)
class OfDraft:
    """A button or form of a draft read back; empty texts for what is not ours."""

    assessment: str
    draft: str
    seen: int


def read_draft(value: str) -> OfDraft:
    """Read the button or form of a draft back."""
    assessment, _, rest = value[:_MOST].partition(_SIGN)
    draft, _, seen = rest.partition(_SIGN)
    return OfDraft(assessment, draft, int(seen) if _is_count(seen) else 0)
