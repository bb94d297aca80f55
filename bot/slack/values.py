"""The ids and values of buttons and forms: how they are made and read back."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.conversation.turns import Button, Press
from bot.core.plan.standing import Progress
from bot.core.workshop import Stage, Topic, TurnKind

TAKE_OVER = "gone.take"
STOP_INSTEAD = "gone.stop"
GO_ON_ANEW = "thread.anew"
TAKE_CADENCE = "remind.take"
PRESS = "press."
OPEN_CHANGE = "open_change"
SHARE = "share"
UNSHARE = "unshare"
SHOW_CARD = "show_card"
TURN_PAGE = "list."
TURN_ELSEWHERE = "lists."
SHOW_NOTES = "show_notes"
ASK_REPORT = "report"
ASK_EXPORT = "export"
MORE = "more"
OPEN_ALL = "open_all"
ALL_TYPED = "all."
ALL_FORM = "all"
PICK_MODE = "team.mode"
OPEN_ADD = "team.add"
ADD_FORM = "team_add"
OPEN_CONTRACT = "team.contract"
CONTRACT_FORM = "team_contract"
OPEN_CLOSE = "team.close"
CLOSE_FORM = "team_close"
OPEN_END = "team.end"
END_FORM = "team_end"
CHECK_SEAL = "team.check"
GIVE_LEAVE = "ballot.leave."
SAY_ROLE = "ballot.role."
OPEN_PART = "ballot.part"
PART_FORM = "ballot_part"
ASK_RECEIPT = "ballot.receipt"
MARK_READ = "workshop.read"
OPEN_PACK = "workshop.pack"
PACK_FORM = "workshop_pack"
STEP_ON = "workshop.on"
STEP_BACK = "workshop.back"
PAUSE_STEP = "workshop.pause"
OPEN_MINUTES = "workshop.minutes"
OPEN_LINKS = "workshop.links"
OPEN_NOTES = "workshop.notes"
ALL_NOTES = "workshop.all_notes"
OPEN_GROUP = "workshop.group"
OPEN_VOTE = "workshop.vote"
ASK_SYNOPSIS = "workshop.synopsis"
NOTES_FORM = "workshop_notes"
GROUP_FORM = "workshop_group"
VOTE_FORM = "workshop_vote"
MINUTES_FORM = "workshop_minutes"
LINKS_FORM = "workshop_links"
PICK_FRAMEWORK = "pick_framework"
PICK_TARGET = "pick_target"
PICK_DIMENSION = "pick_dimension"
ASK_DRAFTS = "draft.ask"
ASK_CHANGED = "draft.ask_changed"
SHOW_SOURCES = "draft.sources"
ACCEPT = "draft.accept"
ACCEPT_ALL = "draft.accept_all"
DISCARD = "draft.discard"
UNDO = "draft.undo"
OPEN_EDIT = "draft.edit"
OPEN_ACTION = "draft.action"
OPEN_REDRAFT = "draft.redraft"
OPEN_OWNERS = "draft.owners"
OPEN_LANGUAGE = "draft.language"
HOME = "home"
HOME_START = "home.start"
HOME_REMIND = "home.remind"
HOME_CHANGE = "home.change"
HOME_FORGET = "home.forget"
FORGET_FORM = "forget_me"
START_FORM = "start"
CHANGE_FORM = "change"
EDIT_FORM = "edit_draft"
ACTION_FORM = "edit_action"
REDRAFT_FORM = "redraft"
OWNERS_FORM = "owners"
LANGUAGE_FORM = "draft_language"
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
PORTFOLIO_PAGE = "portfolio.page"
METRIC_UNDO = "metric.undo"
METRIC_FORM = "metric"
SAVE_MESSAGE = "save_message"
SAVE_FORM = "save_message.form"
PICK_SAVED_FOR = "saved.for"
LOOK_FURTHER = "saved.further"
USE_SAVED = "saved.use"
TAKE_SAVED = "saved.take_back"
AGREE_ON = "team.agree"
AGREE_TAKE_BACK = "team.agree_back"
RATE_AGAIN = "team.again"
SHOW_SAID = "team.said"
SHOW_WHO = "team.who"
OPEN_SHARING = "team.minutes"
AGREE_FORM = "agree"
RATE_AGAIN_FORM = "rate_again"
SHARING_FORM = "minutes"
TAKE_LEAD = "team.lead"
_SIGN = "|"
_MOST = 2_000


def share_value(assessment: str, what: str = "") -> str:
    """Return the value of *Share in channel*: the assessment, and what of it over time where it is not its card."""
    return _SIGN.join((assessment, what)) if what else assessment


def read_share(value: str) -> tuple[str, str]:
    """Read *Share in channel* back: the assessment, and what of it over time."""
    assessment, _, what = value[:_MOST].partition(_SIGN)
    return assessment, what if _OVER_TIME.fullmatch(what) else ""


_OVER_TIME = re.compile(r"trend|compare\.[a-z0-9]{10}")


def menu_value(action: str, value: str) -> str:
    """Return the value of an entry of *More*: what it does and what that is about, as a button of its own would say."""
    return _SIGN.join((action, value))


def read_menu(value: str) -> tuple[str, str]:
    """Read the entry of a menu back: the action id of what it does, and the value that goes with it."""
    action, _, rest = value[:_MOST].partition(_SIGN)
    return action, rest


def press_id(button: Button, level: int | None = None) -> str:
    """Return the action id of a thread button, unique within its message."""
    return f"{PRESS}{button}" if level is None else f"{PRESS}{button}.{level}"


def press_value(assessment: str, question: int, dimension: str, words: str = "") -> str:
    """Return the value of a thread button: its assessment, its question, and words that it keeps.

    Words that Slack's limit has no room for give an empty value: there can be no such button.
    """
    value = _SIGN.join((assessment, str(question), dimension, *([words] if words else [])))
    return value if len(value) <= _MOST else ""


@dataclass(frozen=True, slots=True)
class Pressing:
    """A thread button read back."""

    assessment: str
    press: Press


def read_press(action_id: str, value: str) -> Pressing | None:
    """Read a thread button back; None for anything that cxbot has not made."""
    name, _, level = action_id.removeprefix(PRESS).partition(".")
    parts = [*value.split(_SIGN, 3), ""]
    if len(value) > _MOST or len(parts) < 4 or name not in set(Button):  # noqa: PLR2004  # as press_value joins them
        return None
    if not _is_count(parts[1]) or (level and not _is_count(level)):
        return None
    press = Press(Button(name), int(parts[1]), parts[2], int(level) if level else None, parts[3])
    return Pressing(parts[0], press)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6  # noqa: PLR2004  # far above any level or question


def page_value(page: int, words: str) -> str:
    """Return the value of a button that turns to a page of a list; words that have no room are left out."""
    return _SIGN.join((str(page), words))[:_MOST]


def read_page_value(value: str) -> tuple[int, str]:
    """Read such a button back: the page, counted from 0, and the words that chose what is on it."""
    page, _, words = value[:_MOST].partition(_SIGN)
    return int(page) if _is_count(page) else 0, words


def change_value(assessment: str, dimension: str = "") -> str:
    """Return the value of a *Change* button, for one dimension or for any."""
    return _SIGN.join((assessment, dimension))


def read_change(value: str) -> tuple[str, str]:
    """Read a *Change* button back: the assessment, and the dimension or an empty text."""
    assessment, _, dimension = value[:_MOST].partition(_SIGN)
    return assessment, dimension


def all_value(assessment: str, part: int, seen: int) -> str:
    """Return the metadata of the page of all dimensions: which part of it, counted from 0, and how many ratings."""
    return _SIGN.join((assessment, str(part), str(seen)))


def read_all(value: str) -> tuple[str, int, int]:
    """Read such metadata back."""
    assessment, *counts = [*value[:_MOST].split(_SIGN, 2), "", ""][:3]
    part, seen = (int(each) if _is_count(each) else 0 for each in counts)
    return assessment, part, seen


def topic_value(assessment: str, topic: Topic) -> str:
    """Return the value of a button, or the metadata of a form, about a question of a workshop."""
    return _SIGN.join((assessment, topic))


def read_topic(value: str) -> tuple[str, Topic]:
    """Read it back; what is not ours is about the first question."""
    assessment, _, topic = value[:_MOST].partition(_SIGN)
    return assessment, next((each for each in Topic if each == topic), Topic.CUSTOMERS)


def step_value(assessment: str, stage: Stage | None) -> str:
    """Return the value of a button that moves on from a step of a workshop, None before the first."""
    return _SIGN.join((assessment, stage or ""))


def read_step(value: str) -> tuple[str, Stage | None]:
    """Read it back."""
    assessment, _, stage = value[:_MOST].partition(_SIGN)
    return assessment, next((each for each in Stage if each == stage), None)


def rest_value(assessment: str, kind: TurnKind) -> str:
    """Return the value of the button that stops the timer of a workshop or lets it go on, whichever it says."""
    return _SIGN.join((assessment, kind.value))


def read_rest(value: str) -> tuple[str, TurnKind]:
    """Read it back; what is not ours stops the timer."""
    assessment, _, kind = value[:_MOST].partition(_SIGN)
    return assessment, TurnKind.GO_ON if kind == TurnKind.GO_ON.value else TurnKind.PAUSE


TOLD = 1


def draft_value(assessment: str, draft: str, *, seen: int = 0, place: int | None = None, respond_at: str = "") -> str:
    """Return the value of a button under a draft, and of the forms that it opens.

    ``seen`` is how many decisions the draft had when it was shown or a form was opened; ``place`` that of an action of
    a plan, 0 for one to be added; of a text, ``TOLD`` once its form has pointed something out. ``respond_at`` is where
    the private list stands in which it was pressed.
    """
    more = [] if place is None else [str(place), *([respond_at] if respond_at else [])]
    return _SIGN.join((assessment, draft, str(seen), *more))


@dataclass(frozen=True, slots=True)
class OfDraft:
    """A button or form of a draft read back; empty texts for what is not ours."""

    assessment: str
    draft: str
    seen: int
    place: int = 0
    respond_at: str = ""


def read_draft(value: str) -> OfDraft:
    """Read the button or form of a draft back."""
    assessment, draft, *counts, respond_at = (value[:_MOST].split(_SIGN, 4) + [""] * 5)[:5]
    seen, place = (int(each) if _is_count(each) else 0 for each in counts)
    return OfDraft(assessment, draft, seen, place, respond_at)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = 15
"""Of milliseconds since 1970, as many as reach the year 9999."""


@dataclass(frozen=True, slots=True)
class OfCadence:
    """A button of a cadence read back: which one, and at which due moment; empty for what is not ours."""

    cadence: str
    due: datetime | None = None


def cadence_value(cadence: str, due: datetime | None = None) -> str:
    """Return the value of a button of a cadence; ``due`` is the moment that it is about."""
    return _SIGN.join((cadence, str((due - _EPOCH) // timedelta(milliseconds=1)) if due is not None else ""))


def read_cadence_value(value: str) -> OfCadence:
    """Read the button of a cadence back."""
    cadence, _, stamp = value[:_MOST].partition(_SIGN)
    is_stamp = stamp.isascii() and stamp.isdigit() and len(stamp) <= _DIGITS
    try:
        return OfCadence(cadence, _EPOCH + timedelta(milliseconds=int(stamp)) if is_stamp else None)
    except OverflowError:
        return OfCadence(cadence)


@dataclass(frozen=True, slots=True)
class OfForm:
    """What the form of a cadence is about: its channel, the cadence that it changes, the line that it is for.

    ``cadence`` is empty for a new one, ``assessment`` where the line is picked in the form; ``respond_at`` is where
    the list stands from which it was opened, so that it can be brought up to date.
    """

    channel: str
    cadence: str = ""
    assessment: str = ""
    respond_at: str = ""


def form_metadata(of: OfForm) -> str:
    """Return the metadata of the form."""
    return json.dumps([of.channel, of.cadence, of.assessment, of.respond_at])


def read_form_metadata(metadata: str) -> OfForm | None:
    """Read the metadata of the form back; None for what is not ours."""
    try:
        value: Any = json.loads(metadata)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(each, str) for each in value):  # noqa: PLR2004  # as form_metadata writes it
        return None
    return OfForm(*value)


_KNOWN = "known"
_MOST_METADATA = 3_000


def with_known(metadata: str, known: Mapping[str, str]) -> str:
    """Return the metadata of a form that was changed while it is open, with what its fields were filled in with.

    Slack may give such a field back as null where the person left it alone. Without room for it nothing is added.
    """
    text = json.dumps([_KNOWN, metadata, dict(known)])
    return text if known and len(text) <= _MOST_METADATA else metadata


def read_known(text: str) -> tuple[str, Mapping[str, str]]:
    """Read the metadata of a form back: its own, and what the fields were filled in with."""
    if not text.startswith(f'["{_KNOWN}"'):
        return text, {}
    try:
        _, metadata, known = json.loads(text)
    except (ValueError, RecursionError):
        return text, {}
    is_ours = (
        isinstance(metadata, str) and isinstance(known, dict) and all(isinstance(each, str) for each in known.values())
    )
    return (metadata, known) if is_ours else (text, {})


def nudge_value(assessment: str, number: int) -> str:
    """Return the value of *Not now* under a nudge."""
    return _SIGN.join((assessment, str(number)))


def read_nudge(value: str) -> tuple[str, int]:
    """Read *Not now* back: the assessment, and which nudge it was (0 for what is not ours)."""
    assessment, _, number = value[:_MOST].partition(_SIGN)
    return assessment, int(number) if number in ("1", "2") else 0


def departure_value(assessment: str, number: int) -> str:
    """Return the value of a button under the message that says who is gone."""
    return _SIGN.join((assessment, str(number)))


def read_departure(value: str) -> tuple[str, int]:
    """Read such a button back: the assessment, and which departure it was (-1 for what is not ours)."""
    assessment, _, number = value[:_MOST].partition(_SIGN)
    return assessment, int(number) if _is_count(number) else -1


def ownerless_value(cadence: str, person: str) -> str:
    """Return the value of the button that takes over a reminder from a person."""
    return _SIGN.join((cadence, person))


def read_ownerless(value: str) -> tuple[str, str]:
    """Read such a button back: the cadence, and the person who owned it."""
    cadence, _, person = value[:_MOST].partition(_SIGN)
    return cadence, person


def saved_value(saved: str, assessment: str = "", question: int = 0) -> str:
    """Return the value of a button about a saved message, offered at a question of an assessment."""
    return _SIGN.join((saved, assessment, str(question)))


def read_saved(value: str) -> tuple[str, str, int]:
    """Read such a button back; empty texts for what is not ours."""
    saved, assessment, number = (value[:_MOST].split(_SIGN, 2) + [""] * 3)[:3]
    return saved, assessment, int(number) if _is_count(number) else 0


IN_PLAN, IN_OWN = "plan", "own"
"""Which list that only its reader sees an action was shown in."""


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
    """Return the action id of the button that reports progress of an action."""
    return f"{SAY}{progress.name.lower()}"


def said_by(action_id: str) -> Progress | None:
    """Return the progress that a button reports, read from its id; None for what is not ours."""
    return next((each for each in Progress if say_id(each) == action_id), None)


def action_value(of: OfAction) -> str:
    """Return the value of a button beside an action, and the metadata of its form."""
    return _SIGN.join((of.assessment, of.action, str(of.progress or ""), of.shown_in, of.respond_at))


def read_action(value: str) -> OfAction:
    """Read the button or form of an action back."""
    assessment, action, progress, shown_in, respond_at = (value[:_MOST].split(_SIGN, 4) + [""] * 5)[:5]
    known = next((each for each in Progress if each == progress), None)
    return OfAction(assessment, action, known, shown_in, respond_at)


def seal_value(assessment: str, sitting: int) -> str:
    """Return the value of a button about one sitting of a team assessment."""
    return _SIGN.join((assessment, str(sitting)))


def read_seal(value: str) -> tuple[str, int]:
    """Read such a button back: the assessment, and the number of the sitting (0 for what is not ours)."""
    assessment, _, number = value[:_MOST].partition(_SIGN)
    return assessment, int(number) if _is_count(number) else 0
