"""What the buttons and forms are about: one tuple for each kind, written into Slack and read back.

A ``|`` stands between the parts, and those at the end that are None are left out; the last may hold the sign itself.
What comes back may be anything: a part that is missing, or that is none of ours, is as its tuple has it by default.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

from bot.core.conversation.turns import Button, Press
from bot.core.plan.plan import Progress
from bot.core.workshop import Stage, Topic, TurnKind
from bot.slack import ids

_SIGN = "|"
_MOST = 2_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = 15
"""Of milliseconds since 1970, as many as reach the year 9999."""
Of = TypeVar("Of", bound=tuple[Any, ...])


class OfTwo(NamedTuple):
    """Two things: an assessment and a dimension, what was shared and what of it over time, a reminder and a person."""

    about: str = ""
    what: str = ""


class OfNumber(NamedTuple):
    """One of several: a departure, an agreement, a sitting, a nudge, a version of a file."""

    about: str = ""
    number: int = -1


class OfPage(NamedTuple):
    """A page of a list, counted from 0, and the words that chose what is on it."""

    page: int = 0
    words: str = ""


class OfPart(NamedTuple):
    """A part of the page of all dimensions, counted from 0, and how many ratings there were when it was opened."""

    assessment: str = ""
    part: int = 0
    seen: int = 0


class OfTopic(NamedTuple):
    """A question of a workshop."""

    assessment: str = ""
    topic: Topic = Topic.CUSTOMERS


class OfStep(NamedTuple):
    """The step of a workshop that is left, None before the first."""

    assessment: str = ""
    stage: Stage | None = None


class OfRest(NamedTuple):
    """Whether the timer of a workshop is stopped or goes on."""

    assessment: str = ""
    kind: TurnKind = TurnKind.PAUSE


TOLD = 1


class OfDraft(NamedTuple):
    """A draft, and the forms that are opened under it.

    ``seen`` is how many decisions the draft had when it was shown or a form was opened; ``place`` that of an action of
    a plan, 0 for one to be added; of a text, ``TOLD`` once its form has pointed something out. ``respond_at`` is where
    the private list stands in which it was pressed.
    """

    assessment: str = ""
    draft: str = ""
    seen: int = 0
    place: int | None = None
    respond_at: str | None = None


class OfCadence(NamedTuple):
    """A reminder, and the due moment that it is about."""

    cadence: str = ""
    due: datetime | None = None


class OfForm(NamedTuple):
    """What the form of a reminder is about: its channel, the reminder that it changes, the line that it is for.

    ``cadence`` is empty for a new one, ``assessment`` where the line is picked in the form; ``respond_at`` is where
    the list stands from which it was opened, so that it can be brought up to date.
    """

    channel: str = ""
    cadence: str = ""
    assessment: str = ""
    respond_at: str = ""


class OfStart(NamedTuple):
    """The channel for which the form of a new assessment was opened, and the due reminder that it answers."""

    channel: str = ""
    cadence: str = ""
    due: datetime | None = None


class OfSaved(NamedTuple):
    """A saved message, offered at a question of an assessment."""

    saved: str = ""
    assessment: str = ""
    question: int = 0


IN_PLAN, IN_OWN = "plan", "own"
"""Which list that only its reader sees an action was shown in."""


class OfAction(NamedTuple):
    """An action of a plan.

    ``progress`` is what is said of it, None where the person is still to choose. ``shown_in`` names the list in which
    it was pressed, where that is one that only this person sees, and ``respond_at`` the address at which that is
    replaced.
    """

    assessment: str = ""
    action: str = ""
    progress: Progress | None = None
    shown_in: str = ""
    respond_at: str = ""


def written(of: tuple[Any, ...]) -> str:
    """Return the value of a button, or the metadata of a form; words that have no room are cut at the end."""
    parts = list(of)
    while parts and parts[-1] is None:
        parts.pop()
    return _SIGN.join(map(_word, parts))[:_MOST]


def read(kind: type[Of], text: str) -> Of:
    """Read a value or metadata back as one of that kind."""
    readers = _parts_of(kind)
    words = text[:_MOST].split(_SIGN, len(readers) - 1)
    found = (_part(each, word, otherwise) for (each, otherwise), word in zip(readers, words, strict=False))
    return kind(*found)


def _word(part: Any) -> str:
    if isinstance(part, datetime):
        return str((part - _EPOCH) // timedelta(milliseconds=1))
    return "" if part is None else str(part)


@cache
def _parts_of(kind: type[tuple[Any, ...]]) -> tuple[tuple[type, Any], ...]:
    """Return of what type each part is, and what stands for one that is not ours."""
    hints, defaults = get_type_hints(kind), kind._field_defaults  # type: ignore[attr-defined]  # all that comes here are named
    types = (next(each for each in get_args(hint) or (hint,) if each is not NoneType) for hint in hints.values())
    return tuple(zip(types, defaults.values(), strict=True))


def _part(kind: type, word: str, otherwise: Any) -> Any:
    if kind is str:
        return word
    if issubclass(kind, StrEnum):
        return next((each for each in kind if each == word), otherwise)
    found = number_in(word) if kind is int else _moment_in(word)
    return otherwise if found is None else found


def _moment_in(word: str) -> datetime | None:
    if not (word.isascii() and word.isdigit() and len(word) <= _DIGITS):
        return None
    try:
        return _EPOCH + timedelta(milliseconds=int(word))
    except OverflowError:
        return None


def number_in(text: str) -> int | None:
    """Return the whole number that a value says, or that somebody typed into a field; None for anything else."""
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 6  # noqa: PLR2004  # far above any level or question
    return int(digits) if is_number else None


def press_id(button: Button, level: int | None = None) -> str:
    """Return the action id of a thread button, unique within its message."""
    return f"{ids.PRESS}{button}" if level is None else f"{ids.PRESS}{button}.{level}"


def press_value(assessment: str, question: int, dimension: str, words: str = "") -> str:
    """Return the value of a thread button: its assessment, its question, and words that it keeps.

    Words that Slack's limit has no room for give an empty value: there can be no such button.
    """
    value = _SIGN.join((assessment, str(question), dimension, *([words] if words else [])))
    return value if len(value) <= _MOST else ""


def read_press(action_id: str, value: str) -> tuple[str, Press] | None:
    """Read the assessment of a thread button and its press back; None for anything that cxbot has not made."""
    name, _, level = action_id.removeprefix(ids.PRESS).partition(".")
    assessment, _, rest = value.partition(_SIGN)
    number, has_dimension, rest = rest.partition(_SIGN)
    dimension, _, words = rest.partition(_SIGN)
    question, pressed = number_in(number), number_in(level)
    if len(value) > _MOST or not has_dimension or name not in set(Button) or question is None:
        return None
    return None if level and pressed is None else (assessment, Press(Button(name), question, dimension, pressed, words))


def say_id(progress: Progress) -> str:
    """Return the action id of the button that reports progress of an action."""
    return f"{ids.SAY}{progress.name.lower()}"


def said_by(action_id: str) -> Progress | None:
    """Return the progress that a button reports, read from its id; None for what is not ours."""
    return next((each for each in Progress if say_id(each) == action_id), None)


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
