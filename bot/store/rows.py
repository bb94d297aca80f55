"""Core values to columns and back; what a row holds is checked on the way back, as any input is."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import Literal, TypeVar

from bot.core.assessment import (
    AgreedLevel,
    Evidence,
    Member,
    NotApplicable,
    NotRated,
    Rating,
    Role,
    Status,
    Subject,
    Verdict,
)
from bot.core.conversation.talk import Because, Detail, Ended, Question, Wants
from bot.core.errors import StoreError
from bot.core.framework import Framework
from bot.core.json_values import MalformedError
from bot.core.record.wording import framework_from_dict, framework_to_dict
from bot.store.session import Row, Value
from bot.use_cases.ports import AssessmentLine, Post

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
_ROUNDS: tuple[Literal[1, 2], ...] = (1, 2)
_KINDS: tuple[Literal["words", "link", "message"], ...] = ("words", "link", "message")


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


def wording_of(framework: Framework) -> tuple[str, str]:
    """Give the id and the JSON of a framework's wording; StoreError for one that would not come back as it is."""
    text = json_text(framework_to_dict(framework))
    try:
        if framework_from_wording(text) == framework:
            return hashlib.sha256(text.encode()).hexdigest(), text
    except ValueError as error:
        raise StoreError(f"Framework {framework.slug!r} cannot be stored: {type(error).__name__}. Check it.") from error
    raise StoreError(f"Framework {framework.slug!r} cannot be stored exactly: check its levels, weights and bands.")


def framework_from_wording(text: str) -> Framework:
    """Read a wording."""
    return framework_from_dict(json.loads(text))


def member_from(row: Row) -> Member:
    """Read a person's part."""
    return Member(as_text(row["person"]), Role(row["role"]))


def rating_values(rating: Rating) -> tuple[Value, ...]:
    """Give id, dimension, respondent, round, verdict, level, reason, evidence, said_at and said_in."""
    evidence = json_text([[each.kind, each.text] for each in rating.evidence])
    who = (rating.id, rating.dimension, rating.respondent, rating.round)
    return (*who, *_verdict_values(rating.verdict), evidence, time_text(rating.said_at), rating.said_in)


def rating_from(row: Row) -> Rating:
    """Read a rating."""
    return Rating(
        id=as_text(row["id"]),
        dimension=as_text(row["dimension"]),
        respondent=as_text(row["respondent"]),
        verdict=_verdict(row),
        evidence=_evidence(row["evidence"]),
        said_at=time_from(row["said_at"]),
        said_in=as_text(row["said_in"]),
        round=_one_of(row["round"], _ROUNDS),
    )


def agreed_from(row: Row) -> AgreedLevel:
    """Read an agreed level."""
    return AgreedLevel(
        as_text(row["dimension"]), as_number(row["level"]), as_text(row["agreed_by"]), time_from(row["agreed_at"])
    )


def subject_from(row: Row) -> Subject:
    """Read a subject."""
    return Subject(as_text(row["subject"]), texts_from(row["variables"]))


def targets_from(text: object) -> dict[str, int]:
    """Read the levels aimed for, by dimension."""
    return {key: as_number(level) for key, level in _object(text).items()}


def status_from(text: object) -> Status:
    """Read where an assessment stands."""
    return as_enum(Status, text)


def line_from(row: Row) -> AssessmentLine:
    """Read one line of a list of assessments."""
    return AssessmentLine(
        id=as_text(row["id"]),
        workspace=as_text(row["workspace"]),
        channel=as_text(row["channel"]),
        thread=as_optional_text(row["thread"]),
        framework=as_text(row["slug"]),
        title=as_text(row["title"]),
        subject=as_text(row["subject"]),
        status=status_from(row["status"]),
        started_at=time_from(row["started_at"]),
        completed_at=optional_time_from(row["completed_at"]),
    )


def question_from(row: Row) -> Question:
    """Read a question."""
    return Question(
        number=as_number(row["number"]),
        respondent=as_text(row["respondent"]),
        dimension=as_text(row["dimension"]),
        wants=as_enum(Wants, row["wants"]),
        because=as_enum(Because, row["because"]),
        detail=_detail_from(texts_from(row["detail"])),
        said_in=as_text(row["said_in"]),
        said_at=optional_time_from(row["said_at"]),
        ended=as_enum(Ended, row["ended"]) if row["ended"] is not None else None,
    )


_COMPLETE = "after"


def detail_text(detail: Detail) -> str:
    """Write what led to a question as a JSON object of texts; what is empty is left out."""
    given = {
        "words": detail.words,
        "more": detail.more,
        "candidates": ",".join(map(str, detail.candidates)),
        "kept": detail.kept,
        "level": "" if detail.level is None else str(detail.level),
        "changed": detail.changed,
        "meant": detail.meant,
        _COMPLETE: "yes" if detail.after_completion else "",
    }
    return json_text({key: value for key, value in given.items() if value})


def _detail_from(texts: Mapping[str, str]) -> Detail:
    level = texts.get("level", "")
    return Detail(
        words=texts.get("words", ""),
        more=texts.get("more", ""),
        candidates=tuple(int(each) for each in texts.get("candidates", "").split(",") if each),
        kept=texts.get("kept", ""),
        level=int(level) if level.lstrip("-").isdecimal() else None,
        changed=texts.get("changed", ""),
        meant=texts.get("meant", ""),
        after_completion=_COMPLETE in texts,
    )


def post_from(row: Row) -> Post:
    """Read a message that stands in Slack."""
    return Post(
        key=as_text(row["key"]),
        channel=as_text(row["channel"]),
        ts=as_optional_text(row["ts"]),
        digest=as_text(row["digest"]),
        sent=row["state"] == "sent",
    )


def texts_from(text: object) -> dict[str, str]:
    """Read a JSON object of texts."""
    return {key: as_text(value) for key, value in _object(text).items()}


def _verdict_values(verdict: Verdict) -> tuple[Value, ...]:
    match verdict:
        case NotApplicable(reason):
            return "not_applicable", None, reason
        case NotRated():
            return "not_rated", None, None
        case level:
            return "level", level, None


def _verdict(row: Row) -> Verdict:
    match row["verdict"]:
        case "level":
            return as_number(row["level"])
        case "not_applicable":
            return NotApplicable(as_text(row["reason"]))
        case "not_rated":
            return NotRated()
        case _:
            raise ValueError("no verdict")


def _evidence(text: object) -> tuple[Evidence, ...]:
    entries = json.loads(as_text(text))
    if not isinstance(entries, list):
        raise TypeError("no list")
    return tuple(Evidence(_one_of(kind, _KINDS), as_text(words)) for kind, words in entries)


def _object(text: object) -> Mapping[str, object]:
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


def _one_of(value: object, allowed: tuple[T, ...]) -> T:
    for each in allowed:
        if each == value:
            return each
    raise ValueError("not among the allowed values")
