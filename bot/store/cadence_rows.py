"""Cadences, messages and what was said about actions to columns and back; a row is checked on the way back."""

import json
from datetime import date, time

from bot.core.assessment import subject_key
from bot.core.cadence.rule import MOST_MONTHS, MOST_WEEKS, Cadence, SetCadence, Unit
from bot.core.cadence.times import is_zone
from bot.core.errors import StoreError
from bot.core.json_values import Node
from bot.core.plan_standing import ActionUpdate, Progress
from bot.store.rows import (
    as_enum,
    as_number,
    as_optional_text,
    as_text,
    json_text,
    optional_time_from,
    optional_time_text,
    time_from,
    time_text,
)
from bot.store.session import Row, Value
from bot.use_cases.reminding import Notice, Settled

_MOST = {Unit.WEEK: MOST_WEEKS, Unit.MONTH: MOST_MONTHS}
_SUNDAY = 6


def cadence_values(cadence: SetCadence) -> tuple[Value, ...]:
    """Give channel, slug, title, subject, subject_key, rule, owner, set_at and next_due."""
    return (
        *(cadence.channel, cadence.slug, cadence.title, cadence.subject, subject_key(cadence.subject)),
        *(_rule_text(cadence.cadence), cadence.owner, time_text(cadence.set_at)),
        optional_time_text(cadence.next_due),
    )


def cadence_from(row: Row) -> SetCadence:
    """Read a cadence."""
    return SetCadence(
        id=as_text(row["id"]),
        workspace=as_text(row["workspace"]),
        channel=as_text(row["channel"]),
        slug=as_text(row["slug"]),
        title=as_text(row["title"]),
        subject=as_text(row["subject"]),
        cadence=_rule(as_text(row["rule"])),
        owner=as_text(row["owner"]),
        set_at=time_from(row["set_at"]),
        next_due=optional_time_from(row["next_due"]),
    )


def update_values(update: ActionUpdate) -> tuple[Value, ...]:
    """Give action, progress, note, value, said_by and said_at."""
    said = (update.progress.value, update.note, update.value)
    return (update.action, *said, update.by, time_text(update.at))


def update_from(row: Row) -> ActionUpdate:
    """Read what a person said about an action."""
    return ActionUpdate(
        action=as_text(row["action"]),
        progress=as_enum(Progress, row["progress"]),
        note=as_text(row["note"]),
        value=as_text(row["value"]),
        by=as_text(row["said_by"]),
        at=time_from(row["said_at"]),
    )


def settled_from(row: Row) -> Settled:
    """Read what became of a due moment."""
    return Settled(as_text(row["how"]), as_text(row["said_by"]), time_from(row["said_at"]))


def notice_values(notice: Notice) -> tuple[Value, ...]:
    """Give key, channel, ts, digest and sent."""
    return notice.key, notice.channel, notice.ts, notice.digest, int(notice.sent)


def notice_from(row: Row) -> Notice:
    """Read a message."""
    return Notice(
        key=as_text(row["key"]),
        channel=as_text(row["channel"]),
        ts=as_optional_text(row["ts"]),
        digest=as_text(row["digest"]),
        sent=bool(as_number(row["sent"])),
    )


def _rule_text(cadence: Cadence) -> str:
    """Write a rule as JSON; StoreError for one that would not come back as it is, and make the channel unreadable."""
    text = json_text(
        {
            "every": cadence.every,
            "unit": cadence.unit.value,
            "first": cadence.first.isoformat(),
            "at": cadence.at.isoformat("minutes"),
            "zone": cadence.zone,
            "weekday": cadence.weekday,
            "workdays": cadence.workdays,
            "country": cadence.country,
        }
    )
    try:
        if _rule(text) == cadence:
            return text
    except ValueError as error:
        raise StoreError(f"A cadence cannot be stored ({type(error).__name__}): check its rule first.") from error
    raise StoreError("A cadence cannot be stored exactly: its time of day is local, to the minute.")


def _rule(text: str) -> Cadence:
    fields = Node("", json.loads(text)).fields(
        ("every", "unit", "first", "at", "zone", "weekday", "workdays", "country")
    )
    unit = Unit(fields["unit"].choice(*Unit))
    zone, workdays = fields["zone"].name(), fields["workdays"]
    if not is_zone(zone):
        raise fields["zone"].refuse("a time zone of the IANA database")
    if not isinstance(workdays.value, bool):
        raise workdays.refuse("true or false")
    at = time.fromisoformat(fields["at"].text())
    if at.tzinfo is not None or at.isoformat("minutes") != fields["at"].value:
        raise fields["at"].refuse("a local time to the minute")
    return Cadence(
        every=fields["every"].integer(1, _MOST[unit]),
        unit=unit,
        first=date.fromisoformat(fields["first"].text()),
        at=at,
        zone=zone,
        weekday=None if fields["weekday"].value is None else fields["weekday"].integer(0, _SUNDAY),
        workdays=workdays.value,
        country=fields["country"].text(),
    )
