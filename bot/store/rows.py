"""Values as rows: one description of the columns of a table reads and writes them.

What a row holds is checked on the way back, as any input is. One row always reads as one value, which nobody can
change: the rows of an assessment are read many times, so that some of what was read is kept.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache, partial
from itertools import accumulate
from operator import call, itemgetter
from types import NoneType
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin, get_type_hints

from bot.core.errors import StoreError
from bot.core.json_values import Codec, MalformedError
from bot.core.thread import HEADLINE_KEY
from bot.store.elapsed import Elapsed
from bot.store.session import Dialect, Row, Session, Sought, Value
from bot.use_cases.ports import DOUBTED, Post

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


_SHORT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_WITHOUT_ZONE = len("2026-11-22T09:30:00.000000")
_WRONG = (ValueError, TypeError, KeyError, RecursionError)
NUMBERED = ("workspace", "assessment", "number")
"""The key of what is said in an assessment, in the order in which it was."""
_MOST_KEPT = 2048  # rows of a table, of up to some kilobytes each


@contextmanager
def reading_row(table: str, name: str) -> Iterator[None]:
    """Turn whatever is wrong with a row into a StoreError that names table and row, and repeats nothing people said."""
    try:
        yield
    except _WRONG as error:
        raise _broken(table, name, error) from None


def read_rows(table: str, rows: Sequence[Row], read: Callable[[Row], T], place: Sequence[str] = ()) -> tuple[T, ...]:
    """Read rows in their order; StoreError for the first broken one, named by its columns of ``place``."""
    values: list[T] = []
    try:
        values.extend(map(read, rows))
    except _WRONG as error:
        broken = rows[len(values)]
        raise _broken(table, "/".join(str(broken[each]) for each in place), error) from None
    return tuple(values)


def _broken(table: str, name: str, error: Exception) -> StoreError:
    keys = f" at {', '.join(each.source for each in error.problems)}" if isinstance(error, MalformedError) else ""
    return StoreError(
        f"Row {name!r} of table {table!r} is broken ({type(error).__name__}{keys}):"
        " it was changed by another program or the disk. Restore it from the last backup."
    )


def time_text(moment: datetime) -> str:
    """Write a moment as UTC text of one width, so that texts sort as moments do."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored: facts carry aware times")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:_WITHOUT_ZONE] + "Z"


def time_from(text: object) -> datetime:
    """Read a moment."""
    moment = datetime.fromisoformat(as_text(text))
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


def json_text(value: object) -> str:
    """Write JSON as short as it gets, in readable letters."""
    return _SHORT.encode(value)


def texts_from(text: object) -> dict[str, str]:
    """Read a JSON object of texts."""
    return {key: as_text(value) for key, value in object_from(text).items()}


def object_from(text: object) -> Mapping[str, object]:
    """Read a JSON object."""
    value = json.loads(as_text(text))
    if not isinstance(value, dict):
        raise TypeError("no object")
    return value


def whose(workspace: str, assessment_id: str) -> dict[str, Value]:
    """Return the columns that say whose a row is."""
    return {"workspace": workspace, "assessment": assessment_id}


def _names_from(text: object) -> tuple[str, ...]:
    value = json.loads(as_text(text))
    if not isinstance(value, list):
        raise TypeError("no list")
    return tuple(as_text(each) for each in value)


def as_text(value: object) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def as_number(value: object) -> int:
    """Read a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("no whole number")
    return value


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """How a value stands in a column: what ``write`` gives, ``read`` takes, or raises ValueError or TypeError.

    ``name`` is that of the column, where it is not the field's.
    """

    write: Callable[[T], Value]
    read: Callable[[Any], T]
    name: str = ""

    def called(self, name: str) -> "Column[T]":
        """Return the same for a column that has another name than the field."""
        return replace(self, name=name)

    def alone(self, name: str) -> "RowOf[T]":
        """Return how a value stands in a row that has nothing else of it."""
        return RowOf((name,), lambda value: {name: self.write(value)}, lambda values: self.read(values[0]))


def _itself(value: T) -> T:
    return value


# The methods of the types themselves refuse anything else, faster than we could.
TEXT: Column[str] = Column(_itself, str.__str__)
NUMBER: Column[int] = Column(_itself, int.__int__)
FLAG: Column[bool] = Column(int, lambda value: bool(as_number(value)))
MOMENT: Column[datetime] = Column(time_text, time_from)
DAY: Column[date] = Column(date.isoformat, lambda value: date.fromisoformat(as_text(value)))
NAMES: Column[tuple[str, ...]] = Column(lambda names: json_text(list(names)), _names_from)


def member_of(kinds: type[E]) -> Column[E]:
    """Return the column of a member of an enumeration, which stands by its value."""
    return Column(lambda each: each.value, {each.value: each for each in kinds}.__getitem__)


def any_of(*allowed: T) -> Column[T]:
    """Return the column of one of a few values."""
    return Column(lambda value: value, {each: each for each in allowed}.__getitem__)  # type: ignore[return-value, arg-type]  # texts or numbers


def or_null(column: Column[T]) -> Column[T | None]:
    """Return the column of a value that may be none."""
    return Column(
        lambda value: None if value is None else column.write(value),
        lambda value: None if value is None else column.read(value),
        column.name,
    )


def in_json(codec: Codec[T]) -> Column[T]:
    """Return the column of a value that stands in it as JSON."""
    return Column(lambda value: json_text(codec.write(value)), lambda value: codec.parse(json.loads(as_text(value))))


def exactly(column: Column[T], what: str, check: str) -> Column[T]:
    """Return the column that takes a value only if it would come back as it is: others could not be read again."""

    def write(value: T) -> Value:
        stored = column.write(value)
        try:
            if column.read(stored) == value:
                return stored
        except ValueError as error:
            raise StoreError(f"{what} cannot be stored ({type(error).__name__}): {check}") from error
        raise StoreError(f"{what} cannot be stored exactly: {check}")

    return replace(column, write=write)


@dataclass(frozen=True, slots=True)
class RowOf(Generic[T]):
    """How a value stands in a row, or in some of its columns, which ``read`` gets in the order of their names."""

    names: tuple[str, ...]
    write: Callable[[T], Mapping[str, Value]]
    read: Callable[[Sequence[Any]], T]

    def of(self, row: Row) -> T:
        """Read a row."""
        return self.read([row[each] for each in self.names])


_OF_TYPES: Mapping[Any, Column[Any]] = {
    str: TEXT,
    int: NUMBER,
    bool: FLAG,
    datetime: MOMENT,
    date: DAY,
    tuple[str, ...]: NAMES,
}


def _column_of(kind: Any) -> Column[Any]:
    """Return how values of a type stand in a column; TypeError for one of which that has to be told."""
    if kind in _OF_TYPES:
        return _OF_TYPES[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return member_of(kind)
    if get_origin(kind) is Literal:
        return any_of(*get_args(kind))
    if get_args(kind)[1:] == (NoneType,):
        return or_null(_column_of(get_args(kind)[0]))
    raise TypeError(f"say how {kind} stands in a row")


def _part_of(kind: Any, name: str) -> Column[Any] | RowOf[Any]:
    return row_of(kind) if isinstance(kind, type) and is_dataclass(kind) else _column_of(kind).called(name)


def row_of(make: Callable[..., T], **told: Column[Any] | RowOf[Any] | str | None) -> RowOf[T]:
    """Return how a value stands in a row: each field in a column, or in several; ``make`` gets them by their names.

    Of a dataclass the types of the fields say how, but where it is told: by another name for the column, or by None
    for a field that stands elsewhere.
    """
    of, given = (make.func, make.keywords) if isinstance(make, partial) else (make, {})
    types = (
        {field: kind for field, kind in get_type_hints(of).items() if field not in given} if is_dataclass(of) else {}
    )
    stated: dict[str, Column[Any] | RowOf[Any] | str | None] = {**dict.fromkeys(types, ""), **told}
    parts = {
        field: _part_of(types[field], part) if isinstance(part, str) else part
        for field, part in stated.items()
        if part is not None
    }
    columns = {field: part for field, part in parts.items() if isinstance(part, Column)}
    wider = {field: part for field, part in parts.items() if isinstance(part, RowOf)}
    named = {field: part.name or field for field, part in columns.items()}
    names = (*named.values(), *(name for part in wider.values() for name in part.names))
    reads = [part.read for part in columns.values()]
    starts = accumulate((len(part.names) for part in wider.values()), initial=len(columns))
    slices = [
        (field, part.read, slice(at, at + len(part.names)))
        for (field, part), at in zip(wider.items(), starts, strict=False)
    ]

    def write(value: T) -> dict[str, Value]:
        row = {named[field]: part.write(getattr(value, field)) for field, part in columns.items()}
        for field, part in wider.items():
            row |= part.write(getattr(value, field))
        return row

    def read(values: Sequence[Any]) -> T:
        found = dict(zip(columns, map(call, reads, values), strict=False))
        for field, part, where in slices:
            found[field] = part(values[where])
        return make(**found)

    return RowOf(names, write, read)


class SqlTable(Generic[T]):
    """A table, each row of which is a value.

    ``key`` are the columns that no two rows share, with which an error names a row. Where they end with ``number``,
    rows are counted among those that share the others. ``order`` is that in which they are read, else that of the key.
    """

    def __init__(self, name: str, key: tuple[str, ...], row: RowOf[T], *, order: str = "") -> None:
        self.name, self.key, self.row = name, key, row
        self.columns = dict.fromkeys((*key, *row.names))
        self.order = order or ", ".join(self._place)
        self._read = lru_cache(_MOST_KEPT)(row.read)
        self._held, self._width = (*self._place, *row.names), len(row.names)

    @property
    def _place(self) -> tuple[str, ...]:
        return tuple(each for each in self.key if each != "workspace") or self.key

    def read(self, rows: Sequence[Row]) -> tuple[T, ...]:
        """Read rows in their order; StoreError for the first broken one."""
        if not rows:
            return ()
        # a row of SQLite finds a place at once and looks for a name
        names = list(rows[0].keys())
        places = self.row.names if isinstance(rows[0], dict) else [names.index(each) for each in self.row.names]
        own = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
        return read_rows(self.name, rows, lambda row: self._read(own(row)), self._place)

    def all(self, session: Session, most: int = -1, /, **where: Sought) -> tuple[T, ...]:
        """Read the rows in whose columns these values stand, or the first ``most`` of them."""
        return self.read(session.rows(self.name, self.order, ", ".join(self.columns), most, **where))

    def one(self, session: Session, **where: Value) -> T | None:
        """Read the row in whose columns these values stand; None where there is none."""
        return next(iter(self.all(session, **where)), None)

    def within(self, dialect: Dialect, where: str) -> str:
        """Write what gives the rows that meet a condition as a column of another row, for ``read_within``."""
        return dialect.within(self.name, ", ".join(self._held), where)

    def read_within(self, text: object) -> tuple[T, ...]:
        """Read the rows that stand in a column of another, by their key; StoreError for the first broken one."""
        if text == "[]":
            return ()
        rows: list[list[Any]] = json.loads(as_text(text))
        rows.sort(key=itemgetter(slice(len(self._place))))
        values: list[T] = []
        try:
            values.extend(self._read(tuple(row[-self._width :])) for row in rows)
        except _WRONG as error:
            name = "/".join(map(str, rows[len(values)][: len(self._place)]))
            raise _broken(self.name, name, error) from None
        return tuple(values)

    def grouped(self, session: Session, by: str, **where: Sought) -> dict[Any, list[T]]:
        """Read rows as ``all`` does, by what stands in a column."""
        rows = session.rows(self.name, self.order, ", ".join({**self.columns, by: None}), **where)
        found = defaultdict[Any, list[T]](list)
        for row, value in zip(rows, self.read(rows), strict=True):
            found[row[by]].append(value)
        return found

    def add(self, session: Session, value: T, **more: Value) -> None:
        """Add a row; ``more`` are the columns that the value does not have."""
        session.add(self.name, {**more, **self.row.write(value)})

    def add_once(self, session: Session, value: T, **more: Value) -> bool:
        """Add a row; where its key is taken, what has it stays as it is, and False is returned."""
        return session.add(self.name, {**more, **self.row.write(value)}, unique=self.key)

    def append(self, session: Session, value: T, **more: Value) -> None:
        """Add a row after all others with which it shares its key, but for the number, which is the next one."""
        row = {**more, **self.row.write(value)}
        row.pop(self.key[-1], None)
        session.append(self.name, {each: row.pop(each) for each in self.key[:-1]}, row)

    def put(self, session: Session, value: T, **more: Value) -> None:
        """Record a row under its key, in place of what was there."""
        row = {**more, **self.row.write(value)}
        session.put(self.name, {each: row.pop(each) for each in self.key}, row)


_TS = or_null(TEXT)


def post_from(row: Row, elapsed: Elapsed, *, sent: bool) -> Post:
    """Read a message of the bot."""
    is_settled = sent and row["digest"] != DOUBTED
    settles_in = 0.0 if is_settled else elapsed.settles_in(as_text(row["boot"]), as_number(row["asked_ms"]))
    return Post(
        as_text(row["key"]),
        as_text(row["channel"]),
        _TS.read(row["ts"]),
        as_text(row["digest"]),
        sent=sent,
        settles_in=settles_in,
    )


def asked_now(session: Session, post: Post) -> Mapping[str, Value]:
    """Return the columns that say when a message was asked for, and under which lease.

    One that is known to settle sooner than any that is asked for now counts as asked for before.
    """
    elapsed = session.elapsed
    sooner = elapsed.settled_seconds - post.settles_in if 0 < post.settles_in < elapsed.settled_seconds else 0.0
    return {"lease": session.lease, "boot": elapsed.boot, "asked_ms": elapsed.ms(-sooner)}


def note_refused(session: Session, workspace: str, post: Post) -> None:
    """Record a message that Slack does not let be changed while a person is being removed: it may name them.

    It is deleted then, but for a headline, which holds its thread together.
    """
    if not post.refused:
        return
    removal = session.one("SELECT gone FROM removals WHERE workspace = ? ORDER BY number DESC LIMIT 1", workspace)
    if removal is not None:
        refused = post.refused if post.key == HEADLINE_KEY else ""
        what: dict[str, Value] = {"channel": post.channel, "ts": post.ts or "", "file": "", "refused": refused}
        session.append("leftovers", {"workspace": workspace, "gone": removal["gone"]}, what)
