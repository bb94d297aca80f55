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
from bot.slack import ids

_SIGN = "|"
_MOST = 2_000


def share_value(assessment: str, what: str = "") -> str:
    """Return the value of *Share in channel*: the assessment, and what of it over time where it is not its card."""
    return _SIGN.join((assessment, what)) if what else assessment


def read_share(value: str) -> tuple[str, str]:
    """Read *Share in channel* back: the assessment, and what of it over time."""
    assessment, what = read_pair(value)
    return assessment, what if _OVER_TIME.fullmatch(what) else ""


_OVER_TIME = re.compile(r"trend|compare\.[a-z0-9]{10}")


def pair_value(about: str, what: str = "") -> str:
    """Return the value of a button that is about two things: an assessment and a dimension, a reminder and a person."""
    return _SIGN.join((about, what))


def read_pair(value: str) -> tuple[str, str]:
    """Read such a button back; what it has only one of leaves the other one empty."""
    about, _, what = value[:_MOST].partition(_SIGN)
    return about, what


def numbered_value(about: str, number: int) -> str:
    """Return the value of a button about one of several: a departure, an agreement, a sitting, a version of a file."""
    return _SIGN.join((about, str(number)))


def read_numbered(value: str, *, otherwise: int = 0) -> tuple[str, int]:
    """Read such a button back, with a number of its own for what is not ours."""
    about, typed = read_pair(value)
    number = number_in(typed)
    return about, otherwise if number is None else number


def press_id(button: Button, level: int | None = None) -> str:
    """Return the action id of a thread button, unique within its message."""
    return f"{ids.PRESS}{button}" if level is None else f"{ids.PRESS}{button}.{level}"


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
    name, _, level = action_id.removeprefix(ids.PRESS).partition(".")
    parts = [*value.split(_SIGN, 3), ""]
    if len(value) > _MOST or len(parts) < 4 or name not in set(Button):  # noqa: PLR2004  # as press_value joins them
        return None
    question, pressed = number_in(parts[1]), number_in(level)
    if question is None or (level and pressed is None):
        return None
    press = Press(Button(name), question, parts[2], pressed, parts[3])
    return Pressing(parts[0], press)


def number_in(text: str) -> int | None:
    """Return the whole number that a value says, or that somebody typed into a field; None for anything else."""
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 6  # noqa: PLR2004  # far above any level or question
    return int(digits) if is_number else None


def page_value(page: int, words: str) -> str:
    """Return the value of a button that turns to a page of a list; words that have no room are left out."""
    return _SIGN.join((str(page), words))[:_MOST]


def read_page_value(value: str) -> tuple[int, str]:
    """Read such a button back: the page, counted from 0, and the words that chose what is on it."""
    page, _, words = value[:_MOST].partition(_SIGN)
    return number_in(page) or 0, words


def all_value(assessment: str, part: int, seen: int) -> str:
    """Return the metadata of the page of all dimensions: which part of it, counted from 0, and how many ratings."""
    return _SIGN.join((assessment, str(part), str(seen)))


def read_all(value: str) -> tuple[str, int, int]:
    """Read such metadata back."""
    assessment, *counts = [*value[:_MOST].split(_SIGN, 2), "", ""][:3]
    part, seen = (number_in(each) or 0 for each in counts)
    return assessment, part, seen


def topic_value(assessment: str, topic: Topic) -> str:
    """Return the value of a button, or the metadata of a form, about a question of a workshop."""
    return _SIGN.join((assessment, topic))


def read_topic(value: str) -> tuple[str, Topic]:
    """Read it back; what is not ours is about the first question."""
    assessment, topic = read_pair(value)
    return assessment, next((each for each in Topic if each == topic), Topic.CUSTOMERS)


def step_value(assessment: str, stage: Stage | None) -> str:
    """Return the value of a button that moves on from a step of a workshop, None before the first."""
    return _SIGN.join((assessment, stage or ""))


def read_step(value: str) -> tuple[str, Stage | None]:
    """Read it back."""
    assessment, stage = read_pair(value)
    return assessment, next((each for each in Stage if each == stage), None)


def rest_value(assessment: str, kind: TurnKind) -> str:
    """Return the value of the button that stops the timer of a workshop or lets it go on, whichever it says."""
    return _SIGN.join((assessment, kind.value))


def read_rest(value: str) -> tuple[str, TurnKind]:
    """Read it back; what is not ours stops the timer."""
    assessment, kind = read_pair(value)
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
    seen, place = (number_in(each) or 0 for each in counts)
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
    cadence, stamp = read_pair(value)
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
    assessment, number = read_pair(value)
    return assessment, int(number) if number in ("1", "2") else 0


def saved_value(saved: str, assessment: str = "", question: int = 0) -> str:
    """Return the value of a button about a saved message, offered at a question of an assessment."""
    return _SIGN.join((saved, assessment, str(question)))


def read_saved(value: str) -> tuple[str, str, int]:
    """Read such a button back; empty texts for what is not ours."""
    saved, assessment, number = (value[:_MOST].split(_SIGN, 2) + [""] * 3)[:3]
    return saved, assessment, number_in(number) or 0


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
    return f"{ids.SAY}{progress.name.lower()}"


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
