"""JSON on one line from which nothing that people wrote can break out."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import TypeVar

from bot.core.errors import Problem

T = TypeVar("T")

LONGEST_TEXT = 100_000  # characters; a Slack message has at most 40,000
LONGEST_LIST = 10_000  # entries of a list or an object
LARGEST_NUMBER = 1_000_000  # no level, round or count comes near it
_SHOWN = 40  # characters of a wrong value that a message repeats
# Bounded, so that a sum over every dimension stays far below the digits that Python prints.
_NUMBER = re.compile(r"-?[0-9]{1,24}(?:\.[0-9]{1,12}|/[0-9]{1,12})?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")
_DECIMAL_PLACES = 6


class MalformedError(ValueError):
    """A JSON value has the wrong shape; ``problems`` names each key path and what is expected there."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(each) for each in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON value and the path of its key, such as ``ratings[3].level``. Every reader raises MalformedError."""

    path: str
    value: object

    def refuse(self, expected: str) -> MalformedError:
        """Make the error that says what stands here and what is expected."""
        return MalformedError(Problem(self.path or "the file", f"expected {expected}, found {shown(self.value)}"))

    def fields(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> "Fields":
        """Read an object that has every required key and no unknown one."""
        entries = self._object()
        problems = [
            Problem(under(self.path, name), "this key is missing; every file needs it")
            for name in required
            if name not in entries
        ]
        problems += [
            Problem(
                under(self.path, name), f"this key is not known here; known are {', '.join((*required, *optional))}"
            )
            for name in entries
            if name not in required and name not in optional
        ]
        if problems:
            raise MalformedError(*problems)
        return Fields({name: Node(under(self.path, name), value) for name, value in entries.items()})

    def entries(self) -> "dict[str, Node]":
        """Read an object whose keys are data, in the order in which they stand."""
        return {name: Node(under(self.path, name), value) for name, value in self._object().items()}

    def items(self, most: int = LONGEST_LIST) -> "list[Node]":
        """Read a list of at most ``most`` entries."""
        if not isinstance(self.value, list) or len(self.value) > most:
            raise self.refuse(f"a list of at most {most} entries")
        return [Node(f"{self.path}[{index}]", value) for index, value in enumerate(self.value)]

    def text(self) -> str:
        """Read a text, empty ones included."""
        if not isinstance(self.value, str) or len(self.value) > LONGEST_TEXT:
            raise self.refuse(f"a text of at most {LONGEST_TEXT} characters")
        if any("\ud800" <= letter <= "\udfff" for letter in self.value):
            raise self.refuse("a text without half of a surrogate pair")
        return self.value

    def name(self) -> str:
        """Read a text that says something."""
        if not self.text().strip():
            raise self.refuse("a text that is not empty")
        return self.text()

    def choice(self, *allowed: str) -> str:
        """Read one of a few words."""
        if not isinstance(self.value, str) or self.value not in allowed:
            raise self.refuse("one of " + ", ".join(repr(each) for each in allowed))
        return self.value

    def integer(self, low: int, high: int) -> int:
        """Read a whole number from ``low`` to ``high``; 3.0, "3" and true are none."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not low <= self.value <= high:
            raise self.refuse(f"a whole number from {low} to {high}")
        return self.value

    def flag(self) -> bool:
        """Read true or false."""
        if not isinstance(self.value, bool):
            raise self.refuse("true or false")
        return self.value

    def fraction(self) -> Fraction:
        """Read an exact number written as a text: "2", "1.9" or "19/10"."""
        if not isinstance(self.value, str) or not _NUMBER.fullmatch(self.value):
            raise self.refuse('an exact number in quotes, such as "1.9" or "19/10"')
        try:
            return Fraction(self.value)
        except ZeroDivisionError:
            raise self.refuse("a fraction whose denominator is not 0") from None

    def moment(self) -> datetime:
        """Read a time in UTC such as "2026-11-22T09:30:00Z"."""
        if not isinstance(self.value, str) or not _MOMENT.fullmatch(self.value):
            raise self.refuse('a time in UTC such as "2026-11-22T09:30:00Z"')
        try:
            return datetime.fromisoformat(self.value)
        except ValueError:
            raise self.refuse("a time that the calendar has") from None

    def _object(self) -> Mapping[str, object]:
        if not isinstance(self.value, dict) or len(self.value) > LONGEST_LIST:
            raise self.refuse(f"an object of at most {LONGEST_LIST} keys")
        if any(not isinstance(name, str) for name in self.value):
            raise self.refuse("an object whose keys are texts")
        return self.value


class Fields(dict[str, Node]):
    """The keys of an object that was read; a key that is absent reads as its default."""

    def read(self, name: str, read: Callable[[Node], T], default: T) -> T:
        """Read an optional key."""
        return read(self[name]) if name in self else default


def read_all(nodes: list[Node], read: Callable[[Node], T]) -> tuple[T, ...]:
    """Read every node; raise one MalformedError that holds the problems of all of them."""
    values: list[T] = []
    problems: list[Problem] = []
    for node in nodes:
        try:
            values.append(read(node))
        except MalformedError as error:
            problems += error.problems
    if problems:
        raise MalformedError(*problems)
    return tuple(values)


def under(path: str, name: str) -> str:
    """Give the path of a key below ``path``; an odd key stands quoted in brackets."""
    step = name if re.fullmatch(r"[\w-]{1,60}", name) else f"[{shown(name)}]"
    return f"{path}.{step}" if path and not step.startswith("[") else path + step


def shown(value: object) -> str:
    """Name a value in a message: short texts and small numbers as they are, anything larger by its kind."""
    match value:
        case None | bool():
            text = {None: "null", True: "true", False: "false"}[value]
        case str():
            text = repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}... ({len(value)} characters)"
        case int():
            text = str(value) if abs(value) <= LARGEST_NUMBER else "a very large number"
        case list():
            text = f"a list of {len(value)}"
        case dict():
            text = f"an object of {len(value)} keys"
        case _:
            text = f"{value!r}" if isinstance(value, float) else f"a {type(value).__name__}"
    return text


def exact(number: Fraction) -> str:
    """Write an exact number: "2", "1.9", or "13/6" where six decimal places do not hold it."""
    for places in range(_DECIMAL_PLACES + 1):
        scaled = number * 10**places
        if scaled.denominator == 1:
            digits = f"{abs(scaled.numerator):0{places + 1}d}"
            sign = "-" if number < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    return f"{number.numerator}/{number.denominator}"


def moment_text(moment: datetime) -> str:
    """Write a time in UTC, ISO 8601 with Z; ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone; facts carry aware times, in UTC for preference")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


# JSON leaves these as they are; a reader of tags or of code fences would not.
_FENCES = frozenset("<>`")


def fenced_json(value: Mapping[str, str]) -> str:
    """Write an object on one line of readable JSON.

    Letters of every script stay as they are. Line ends of every kind, characters that do not print, and the marks of
    tags and code fences are escaped; they stand inside texts only, where JSON reads an escape as the character.
    """
    line = json.dumps(value, ensure_ascii=False)
    return "".join(_escaped(char) if char in _FENCES or not char.isprintable() else char for char in line)


def _escaped(char: str) -> str:
    """Escape one character: as ``json`` does, except for the few that it has no reason to escape."""
    escaped = json.dumps(char)[1:-1]
    return escaped if escaped != char else f"\\u{ord(char):04x}"
