"""JSON values: read with care, and written by the same description; and JSON from which nothing can break out."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from functools import partial
from operator import attrgetter
from typing import Any, Generic, TypeVar

from bot.core.errors import Problem

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Json = dict[str, object]

LONGEST_TEXT = 100_000  # characters; a Slack message has at most 40,000
LONGEST_LIST = 10_000  # entries of a list or an object
LARGEST_NUMBER = 1_000_000  # no level, round or count comes near it
_SHOWN = 40  # characters of a wrong value that a message repeats
# Bounded, so that a sum over every dimension stays far below the digits that Python prints.
_NUMBER = re.compile(r"-?[0-9]{1,24}(?:\.[0-9]{1,12}|/[0-9]{1,12})?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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

    def day(self) -> date:
        """Read a day such as "2026-12-22"."""
        if not isinstance(self.value, str) or not _DAY.fullmatch(self.value):
            raise self.refuse('a day such as "2026-12-22"')
        try:
            return date.fromisoformat(self.value)
        except ValueError:
            raise self.refuse("a day that the calendar has") from None

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


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """How a value of one kind stands in JSON: what ``write`` gives, ``read`` takes, or raises MalformedError."""

    write: Callable[[T], Any]
    read: Callable[[Node], T]

    def parse(self, value: object) -> T:
        """Read a JSON value that stands alone."""
        return self.read(Node("", value))

    def as_key(self, name: str = "", *, of: str = "") -> "Key":
        """Return a required key that has another name than its field, or stands elsewhere in the value."""
        return Key(self, name=name, of=of)

    def checked(self, check: Callable[[Node, T], None]) -> "Codec[T]":
        """Return the same codec with a rule for what was read: ``check`` raises MalformedError."""

        def read(node: Node) -> T:
            value = self.read(node)
            check(node, value)
            return value

        return Codec(self.write, read)


def _itself(value: T) -> T:
    return value


TEXT: Codec[str] = Codec(_itself, Node.text)
NAME: Codec[str] = Codec(_itself, Node.name)
FLAG: Codec[bool] = Codec(_itself, Node.flag)
FRACTION: Codec[Fraction] = Codec(exact, Node.fraction)
MOMENT: Codec[datetime] = Codec(moment_text, Node.moment)
DAY: Codec[date] = Codec(date.isoformat, Node.day)


def whole(low: int, high: int) -> Codec[int]:
    """Return the codec of a whole number within bounds."""
    return Codec(_itself, lambda node: node.integer(low, high))


def word(*allowed: str) -> Codec[Any]:
    """Return the codec of one of a few words."""
    return Codec(_itself, lambda node: node.choice(*allowed))


def member_of(kinds: type[E]) -> Codec[E]:
    """Return the codec of a member of an enumeration, which stands by its value."""
    return Codec(lambda each: each.value, lambda node: kinds(node.choice(*(str(each.value) for each in kinds))))


def or_null(codec: Codec[T]) -> Codec[T | None]:
    """Return the codec of a value that may be none, which is null."""
    return Codec(
        lambda value: None if value is None else codec.write(value),
        lambda node: None if node.value is None else codec.read(node),
    )


def list_of(
    codec: Codec[T], most: int = LONGEST_LIST, *, by: Callable[[T], str] | None = None, least: str = ""
) -> Codec[tuple[T, ...]]:
    """Return the codec of a list. Where ``by`` gives keys no two are the same; ``least`` says what must be in it.

    Everything that is wrong with any entry is named at once.
    """

    def read(node: Node) -> tuple[T, ...]:
        values: list[T] = []
        problems: list[Problem] = []
        for each in node.items(most):
            try:
                values.append(codec.read(each))
            except MalformedError as error:
                problems += error.problems
        if problems:
            raise MalformedError(*problems)
        if least and not values:
            raise node.refuse(least)
        if by is not None:
            _no_key_twice(node, [by(each) for each in values])
        return tuple(values)

    return Codec(lambda values: [codec.write(each) for each in values], read)


def _no_key_twice(node: Node, keys: list[str]) -> None:
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            raise MalformedError(
                Problem(f"{node.path}[{index}]", f"{shown(key)} stands in this list already; keep one")
            )
        seen.add(key)


_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object. A missing one means ``absent``, and where ``is_left_out`` no such value is written.

    ``name`` is its name in JSON, and ``of`` where it stands in the value, where these are not the name of the field.
    """

    codec: Codec[Any]
    absent: object = _REQUIRED
    is_left_out: bool = False
    name: str = ""
    of: str = ""


optional = Key
"""Makes a key that we always write, and others need not, of its codec and what it means where it is absent."""
if_any = partial(Key, is_left_out=True)
"""Makes a key that stands only where it says something."""


def record(make: Callable[..., T], **keys: Codec[Any] | Key) -> Codec[T]:
    """Return the codec of an object with these keys and no other, in the order in which they are written.

    ``make`` is called with what was read, by field.
    """
    known = {field: each if isinstance(each, Key) else Key(each) for field, each in keys.items()}
    names = {field: key.name or field for field, key in known.items()}
    required = tuple(names[field] for field, key in known.items() if key.absent is _REQUIRED)
    more = tuple(name for name in names.values() if name not in required)
    parts = [(names[field], key, attrgetter(key.of or field)) for field, key in known.items()]

    def write(value: T) -> Json:
        said = ((name, key, part(value)) for name, key, part in parts)
        return {name: key.codec.write(each) for name, key, each in said if not (key.is_left_out and each == key.absent)}

    def read(node: Node) -> T:
        found = node.fields(required, more)
        return make(**{field: found.read(names[field], key.codec.read, key.absent) for field, key in known.items()})

    return Codec(write, read)


# JSON leaves these as they are; a reader of tags or of code fences would not.
_FENCES = frozenset("<>`")


def fenced_json(value: Mapping[str, str]) -> str:
    """Write an object on one line of JSON, as short as it can be: each blank between its parts is paid for as a token.

    Letters of every script stay as they are. Line ends of every kind, characters that do not print, and the marks of
    tags and code fences are escaped; they stand inside texts only, where JSON reads an escape as the character.
    """
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "".join(_escaped(char) if char in _FENCES or not char.isprintable() else char for char in line)


def _escaped(char: str) -> str:
    """Escape one character: as ``json`` does, except for the few that it has no reason to escape."""
    escaped = json.dumps(char)[1:-1]
    return escaped if escaped != char else f"\\u{ord(char):04x}"
