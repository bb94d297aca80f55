"""Cadences, messages outside threads and words about actions: what is asked and recorded, and their rows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from bot.core import json_values as js
from bot.core.assessment import Role, subject_key
from bot.core.cadence.rule import MOST_MONTHS, MOST_WEEKS, Cadence, SetCadence, Unit
from bot.core.cadence.times import is_zone
from bot.core.errors import StoreError
from bot.core.json_values import Codec, Node
from bot.core.plan.plan import AcceptedAction, ActionUpdate, Progress
from bot.store.drafts import ACTIONS, THAT_IS_ACCEPTED
from bot.store.rows import (
    MOMENT,
    NUMBERED,
    TEXT,
    SqlTable,
    asked_now,
    exactly,
    in_json,
    note_refused,
    post_from,
    reading_row,
    row_of,
    time_text,
    whose,
)
from bot.store.session import InTransaction, Value
from bot.use_cases.ports import Post, Settled

_SUNDAY = 6


def _to_the_minute(node: Node) -> time:
    try:
        at = time.fromisoformat(node.text())
    except ValueError:
        raise node.refuse("a local time to the minute") from None
    if at.tzinfo is not None or at.isoformat("minutes") != node.value:
        raise node.refuse("a local time to the minute")
    return at


def _known_zone(node: Node, zone: str) -> None:
    if not is_zone(zone):
        raise node.refuse("a time zone of the IANA database")


def _not_too_rare(node: Node, rule: Cadence) -> None:
    most = {Unit.WEEK: MOST_WEEKS, Unit.MONTH: MOST_MONTHS}[rule.unit]
    node.entries()["every"].integer(1, most)


_RULE = js.record(
    Cadence,
    every=js.whole(1, max(MOST_WEEKS, MOST_MONTHS)),
    unit=js.member_of(Unit),
    first=js.DAY,
    at=Codec(lambda at: at.isoformat("minutes"), _to_the_minute),
    zone=js.NAME.checked(_known_zone),
    weekday=js.or_null(js.whole(0, _SUNDAY)),
    workdays=js.FLAG,
    country=js.TEXT,
    back=js.if_any(js.FLAG, absent=False),
).checked(_not_too_rare)
_CADENCES = SqlTable(
    "cadences",
    ("workspace", "id"),
    row_of(
        SetCadence,
        cadence=exactly(in_json(_RULE), "A cadence", "its time of day is local, to the minute.").called("rule"),
    ),
    order="slug, subject_key",
)
UPDATES = SqlTable(
    "action_updates",
    NUMBERED,
    row_of(ActionUpdate, by="said_by", at="said_at"),
)
_DUE = ("workspace", "key", "due")
_MOMENTS = SqlTable("due_moments", _DUE, MOMENT.alone("due"))
_ANSWERS = SqlTable("due_answers", _DUE, row_of(Settled, by="said_by", at="said_at"))

_REFUSED: SqlTable[Any] = SqlTable("refused_blocks", ("workspace", "kind"), row_of(dict, kind=TEXT, until=MOMENT))
_CLOSED = f"'{Progress.DONE.value}', '{Progress.DROPPED.value}'"
# Starts at what a person was ever given, and leaves out what somebody else has by now, what is done or dropped, and
# what stands in a plan that does not count, or no more in the words in which it was accepted last.
_OWNED = (
    "SELECT actions.* FROM action_owners AS given JOIN actions ON actions.workspace = given.workspace"  # noqa: S608 -- constants of ours
    " AND actions.assessment = given.assessment AND actions.id = given.action"
    " WHERE given.workspace = ? AND given.owner = ?"
    " AND NOT EXISTS (SELECT 1 FROM action_owners AS later WHERE later.workspace = given.workspace"
    " AND later.assessment = given.assessment AND later.action = given.action AND later.number > given.number)"
    " AND COALESCE((SELECT progress FROM action_updates AS said WHERE said.workspace = given.workspace"
    " AND said.assessment = given.assessment AND said.action = given.action"
    f" ORDER BY said.number DESC LIMIT 1), '') NOT IN ({_CLOSED})"
    " AND actions.draft = (SELECT draft FROM draft_decisions AS decided WHERE decided.workspace = given.workspace"
    f" AND decided.assessment = given.assessment AND {THAT_IS_ACCEPTED})"
    " AND actions.acceptance = (SELECT MAX(acceptance) FROM actions AS each WHERE each.workspace = given.workspace"
    " AND each.assessment = given.assessment AND each.draft = actions.draft)"
)


class SqlCadenceReads(InTransaction):
    """Answers from the tables of what follows an assessment; implements a part of ``Reads``."""

    def cadences(self, workspace: str, channel: str) -> tuple[SetCadence, ...]:
        listed = _CADENCES.all(self._session, workspace=workspace, channel=channel)
        return tuple(sorted(listed, key=lambda each: (each.paused, each.next_due or each.set_at)))

    def cadence(self, workspace: str, cadence_id: str) -> SetCadence | None:
        return _CADENCES.one(self._session, workspace=workspace, id=cadence_id)

    def owned_cadences(self, workspace: str, person: str) -> tuple[SetCadence, ...]:
        owned = _CADENCES.read(self._session.rows("cadences", workspace=workspace, owner=person))
        return tuple(sorted((each for each in owned if not each.paused), key=lambda each: each.id))

    def cadence_of(self, workspace: str, channel: str, slug: str, subject: str) -> SetCadence | None:
        of = {"workspace": workspace, "channel": channel, "slug": slug, "subject_key": subject_key(subject)}
        return _CADENCES.one(self._session, **of)

    def notice(self, workspace: str, key: str) -> Post | None:
        for row in self._session.rows("notices", workspace=workspace, key=key):
            with reading_row("notices", key):
                return post_from(row, self._session.elapsed, sent=bool(row["sent"]))
        return None

    def dues_taken(self, workspace: str, key: str) -> tuple[datetime, ...]:
        return _MOMENTS.all(self._session, workspace=workspace, key=key)

    def settled(self, workspace: str, key: str, due: datetime) -> Settled | None:
        return _ANSWERS.one(self._session, workspace=workspace, key=key, due=time_text(due))

    def was_restored(self, workspace: str) -> bool:
        return self._session.has("restored", workspace=workspace)

    def action_updates(self, workspace: str, assessment_id: str) -> tuple[ActionUpdate, ...]:
        return UPDATES.all(self._session, **whose(workspace, assessment_id))

    def owned_actions(self, workspace: str, person: str) -> tuple[tuple[str, AcceptedAction], ...]:
        found = self._session.all(_OWNED, workspace, person)
        owned = [
            (each.due, str(row["assessment"]), int(row["number"]), replace(each, owner=person))
            for row, each in zip(found, ACTIONS.read(found), strict=True)
        ]
        return tuple((assessment, action) for _, assessment, _, action in sorted(owned, key=lambda each: each[:3]))

    def open_for(self, workspace: str, person: str, role: Role = Role.RESPONDENT) -> tuple[str, ...]:
        """Give the ids of the assessments under way in which a person has a role, the newest first.

        Whoever took over from somebody may have it, too. A complete one is under way while a second round is open.
        """
        found = self._session.all(
            "SELECT id, started_at, number FROM assessments AS own"
            " WHERE workspace = ? AND (status IN ('open', 'paused') OR (status = 'complete' AND EXISTS"
            " (SELECT 1 FROM sittings WHERE workspace = own.workspace AND assessment = own.id AND number NOT IN"
            " (SELECT sitting FROM closes WHERE workspace = own.workspace AND assessment = own.id))))"
            " AND id IN (SELECT assessment FROM members WHERE workspace = ? AND person = ? AND role = ?"
            " UNION ALL SELECT assessment FROM departures WHERE workspace = ? AND said_by = ?)",
            *(workspace, workspace, person, role.value, workspace, person),
        )
        newest = sorted(found, key=lambda row: (row["started_at"], row["number"]), reverse=True)
        return tuple(str(row["id"]) for row in newest)

    def has_home(self, workspace: str, person: str) -> bool:
        return self._session.has("homes", workspace=workspace, person=person)

    def refused_blocks(self, workspace: str) -> Mapping[str, datetime]:
        return {each["kind"]: each["until"] for each in _REFUSED.all(self._session, workspace=workspace)}


class SqlCadenceWrites(SqlCadenceReads):
    """Writes to the tables of what follows an assessment; implements a part of ``Transaction``."""

    def put_cadence(self, cadence: SetCadence) -> None:
        stands = self.cadence_of(cadence.workspace, cadence.channel, cadence.slug, cadence.subject)
        if stands is not None and stands.id != cadence.id:
            raise StoreError(
                f"The channel has a cadence for this framework and subject already, {stands.id!r}:"
                " change that one; nothing was saved."
            )
        _CADENCES.put(self._session, cadence, subject_key=subject_key(cadence.subject))

    def drop_cadence(self, workspace: str, cadence_id: str) -> None:
        self._session.drop("cadences", workspace=workspace, id=cadence_id)

    def take_due(self, workspace: str, key: str, due: datetime, at: datetime) -> bool:
        return _MOMENTS.add_once(self._session, due, workspace=workspace, key=key, taken_at=time_text(at))

    def settle_due(self, workspace: str, key: str, due: datetime, settled: Settled) -> bool:
        return _ANSWERS.add_once(self._session, settled, workspace=workspace, key=key, due=time_text(due))

    def add_action_update(self, workspace: str, assessment_id: str, update: ActionUpdate) -> None:
        of = whose(workspace, assessment_id)
        if not self._session.has("actions", **of, id=update.action):
            raise StoreError(f"There is no action {update.action!r} in this assessment; nothing was saved.")
        UPDATES.append(self._session, update, **of)

    def put_notice(self, workspace: str, notice: Post, *, about: str = "") -> None:
        row: dict[str, Value] = {"channel": notice.channel, "ts": notice.ts, "digest": notice.digest}
        row |= {"about": about} if about else {}
        note_refused(self._session, workspace, notice)
        row |= {"sent": int(notice.sent), **asked_now(self._session, notice)}
        self._session.put("notices", {"workspace": workspace, "key": notice.key}, row)

    def drop_notice(self, workspace: str, key: str) -> None:
        self._session.drop("notices", workspace=workspace, key=key)

    def add_home(self, workspace: str, person: str) -> None:
        row = {"workspace": workspace, "person": person}
        self._session.add("homes", row, unique=tuple(row))

    def put_refused_block(self, workspace: str, kind: str, until: datetime) -> None:
        self._session.put("refused_blocks", {"workspace": workspace, "kind": kind}, {"until": time_text(until)})

    def drop_home(self, workspace: str, person: str) -> None:
        self._session.drop("homes", workspace=workspace, person=person)
