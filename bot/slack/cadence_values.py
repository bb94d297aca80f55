"""What stands in the values of buttons and in the metadata of forms about reminders, and how it is read back."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

_SIGN = "|"
_MOST = 2_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = 15
"""Of milliseconds since 1970, as many as reach the year 9999."""


@dataclass(frozen=True, slots=True)
class OfCadence:
    """A button of a cadence read back: which one, and at which due moment; empty for what is not ours."""

    cadence: str
    due: datetime | None = None


def cadence_value(cadence: str, due: datetime | None = None) -> str:
    """Give the value of a button of a cadence; ``due`` is the moment that it is about."""
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
    """Give the metadata of the form."""
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


def nudge_value(assessment: str, number: int) -> str:
    """Give the value of *Not now* under a nudge."""
    return _SIGN.join((assessment, str(number)))


def read_nudge(value: str) -> tuple[str, int]:
    """Read *Not now* back: the assessment, and which nudge it was (0 for what is not ours)."""
    assessment, _, number = value[:_MOST].partition(_SIGN)
    return assessment, int(number) if number in ("1", "2") else 0
