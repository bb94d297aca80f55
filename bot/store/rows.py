"""Values to columns and back; what a row holds is checked on the way back, as any input is."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import TypeVar

from bot.core.errors import StoreError
from bot.core.json_values import MalformedError
from bot.core.thread import HEADLINE_KEY
from bot.store.elapsed import Elapsed
from bot.store.session import Row, Session, Value
from bot.use_cases.ports import DOUBTED, Post

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


_WITHOUT_ZONE = len("2026-11-22T09:30:00.000000")
_WRONG = (ValueError, TypeError, KeyError, RecursionError)


@contextmanager
def reading_row(table: str, name: str) -> Iterator[None]:
    """Turn whatever is wrong with a row into a StoreError that names table and row, and repeats nothing people said."""
    try:
        yield
    except _WRONG as error:
        raise _broken(table, name, error) from None


def read_rows(table: str, rows: list[Row], name: Callable[[Row], str], read: Callable[[Row], T]) -> tuple[T, ...]:
    """Read rows in their order; StoreError for the first broken one."""
    values: list[T] = []
    try:
        values.extend(map(read, rows))
    except _WRONG as error:
        raise _broken(table, name(rows[len(values)]), error) from None
    return tuple(values)


def id_of(row: Row) -> str:
    """Name a row by its id."""
    return str(row["id"])


def place_of(row: Row) -> str:
    """Name a row: its assessment, its draft and its number, as far as the table has them."""
    return "/".join(str(row[name]) for name in ("assessment", "draft", "number") if name in row.keys())  # noqa: SIM118 -- a Row holds values, not names


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


def optional_time_text(moment: datetime | None) -> str | None:
    """Write a moment that may be absent."""
    return time_text(moment) if moment is not None else None


def optional_time_from(text: object) -> datetime | None:
    """Read a moment that may be absent."""
    return time_from(text) if text is not None else None


def json_text(value: object) -> str:
    """Write JSON as short as it gets, in readable letters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def texts_from(text: object) -> dict[str, str]:
    """Read a JSON object of texts."""
    return {key: as_text(value) for key, value in object_from(text).items()}


def object_from(text: object) -> Mapping[str, object]:
    """Read a JSON object."""
    value = json.loads(as_text(text))
    if not isinstance(value, dict):
        raise TypeError("no object")
    return value


def as_text(value: object) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def as_optional_text(value: object) -> str | None:
    """Read a text that may be absent."""
    return as_text(value) if value is not None else None


def as_number(value: object) -> int:
    """Read a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("no whole number")
    return value


def as_enum(kind: type[E], value: object) -> E:
    """Read one of a list of words."""
    return kind(as_text(value))


def one_of(value: object, allowed: tuple[T, ...]) -> T:
    """Return the one of the allowed values that it is."""
    for each in allowed:
        if each == value:
            return each
    raise ValueError("not among the allowed values")


def post_from(row: Row, elapsed: Elapsed, *, sent: bool) -> Post:
    """Read a message of the bot."""
    is_settled = sent and row["digest"] != DOUBTED
    settles_in = 0.0 if is_settled else elapsed.settles_in(as_text(row["boot"]), as_number(row["asked_ms"]))
    return Post(
        as_text(row["key"]),
        as_text(row["channel"]),
        as_optional_text(row["ts"]),
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
    removal = session.one("SELECT gone FROM removals WHERE workspace = ? ORDER BY rowid DESC LIMIT 1", workspace)
    if removal is not None:
        refused = post.refused if post.key == HEADLINE_KEY else ""
        what: dict[str, Value] = {"channel": post.channel, "ts": post.ts or "", "file": "", "refused": refused}
        session.append("leftovers", {"workspace": workspace, "gone": removal["gone"]}, what)
