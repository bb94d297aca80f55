"""Cadences, messages outside threads and words about actions: what is asked and recorded, and their rows."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from bot.core.assessment import Role, subject_key
from bot.core.cadence.rule import MOST_MONTHS, MOST_WEEKS, Cadence, SetCadence, Unit
from bot.core.cadence.times import is_zone
from bot.core.errors import StoreError
from bot.core.json_values import Node
from bot.core.plan.plan import AcceptedAction
from bot.core.plan.standing import ActionUpdate, Progress
from bot.store.drafts import THAT_IS_ACCEPTED, action_from
from bot.store.rows import (
    as_enum,
    as_number,
    as_text,
    asked_now,
    id_of,
    json_text,
    note_refused,
    optional_time_from,
    optional_time_text,
    place_of,
    post_from,
    read_rows,
    reading_row,
    time_from,
    time_text,
)
from bot.store.session import Row, Session, Value
from bot.use_cases.ports import Post, Settled

_MOST = {Unit.WEEK: MOST_WEEKS, Unit.MONTH: MOST_MONTHS}
_SUNDAY = 6


def _cadence_row(cadence: SetCadence) -> dict[str, Value]:
    """Return the columns of a cadence beside its key."""
    return {
        "channel": cadence.channel,
        "slug": cadence.slug,
        "title": cadence.title,
        "subject": cadence.subject,
        "subject_key": subject_key(cadence.subject),
        "rule": _rule_text(cadence.cadence),
        "owner": cadence.owner,
        "set_at": time_text(cadence.set_at),
        "next_due": optional_time_text(cadence.next_due),
    }


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


def _update_row(update: ActionUpdate) -> dict[str, Value]:
    """Return the columns of what a person said about an action."""
    return {
        "action": update.action,
        "progress": update.progress.value,
        "note": update.note,
        "value": update.value,
        "said_by": update.by,
        "said_at": time_text(update.at),
        "due": update.due.isoformat() if update.due is not None else None,
    }


def update_from(row: Row) -> ActionUpdate:
    """Read what a person said about an action."""
    return ActionUpdate(
        action=as_text(row["action"]),
        progress=as_enum(Progress, row["progress"]),
        note=as_text(row["note"]),
        value=as_text(row["value"]),
        by=as_text(row["said_by"]),
        at=time_from(row["said_at"]),
        due=date.fromisoformat(as_text(row["due"])) if row["due"] is not None else None,
    )


def settled_from(row: Row) -> Settled:
    """Read what became of a due moment."""
    return Settled(as_text(row["how"]), as_text(row["said_by"]), time_from(row["said_at"]))


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
            **({"back": True} if cadence.back else {}),
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
        ("every", "unit", "first", "at", "zone", "weekday", "workdays", "country"), optional=("back",)
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
        back="back" in fields and fields["back"].value is True,
    )


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


class SqlCadenceReads:
    """Answers from the tables of what follows an assessment; implements the port ``CadenceReads``."""

    _session: Session

    def cadences(self, workspace: str, channel: str) -> tuple[SetCadence, ...]:
        """List the cadences of a channel, the next due first and paused ones last."""
        found = self._session.all(
            "SELECT * FROM cadences WHERE workspace = ? AND channel = ? ORDER BY slug, subject_key", workspace, channel
        )
        listed = read_rows("cadences", found, id_of, cadence_from)
        return tuple(sorted(listed, key=lambda each: (each.paused, each.next_due or each.set_at)))

    def cadence(self, workspace: str, cadence_id: str) -> SetCadence | None:
        """Give a cadence."""
        row = self._session.one("SELECT * FROM cadences WHERE workspace = ? AND id = ?", workspace, cadence_id)
        return _cadence(row)

    def owned_cadences(self, workspace: str, person: str) -> tuple[SetCadence, ...]:
        """List the cadences that a person owns and that remind."""
        found = self._session.all(
            "SELECT * FROM cadences WHERE workspace = ? AND owner = ? AND next_due IS NOT NULL",
            *(workspace, person),
        )
        return tuple(sorted(read_rows("cadences", found, id_of, cadence_from), key=lambda each: each.id))

    def cadence_of(self, workspace: str, channel: str, slug: str, subject: str) -> SetCadence | None:
        """Give the cadence of a framework and subject in a channel."""
        row = self._session.one(
            "SELECT * FROM cadences WHERE workspace = ? AND channel = ? AND slug = ? AND subject_key = ?",
            *(workspace, channel, slug, subject_key(subject)),
        )
        return _cadence(row)

    def notice(self, workspace: str, key: str) -> Post | None:
        """Give a message by its key."""
        row = self._session.one("SELECT * FROM notices WHERE workspace = ? AND key = ?", workspace, key)
        if row is None:
            return None
        with reading_row("notices", key):
            return post_from(row, self._session.elapsed, sent=bool(as_number(row["sent"])))

    def dues_taken(self, workspace: str, key: str) -> tuple[datetime, ...]:
        """Give the due moments of a key that were seen to, the earliest first."""
        found = self._session.all(
            "SELECT due FROM due_moments WHERE workspace = ? AND key = ? ORDER BY due", workspace, key
        )
        return read_rows("due_moments", found, lambda row: f"{key}/{row['due']}", lambda row: time_from(row["due"]))

    def settled(self, workspace: str, key: str, due: datetime) -> Settled | None:
        """Tell what became of a due moment."""
        row = self._session.one(
            "SELECT * FROM due_answers WHERE workspace = ? AND key = ? AND due = ?", workspace, key, time_text(due)
        )
        if row is None:
            return None
        with reading_row("due_answers", f"{key}/{row['due']}"):
            return settled_from(row)

    def was_restored(self, workspace: str) -> bool:
        """Tell whether this database was put back from a backup of the workspace's assessments."""
        return self._session.one("SELECT 1 FROM restored WHERE workspace = ? LIMIT 1", workspace) is not None

    def action_updates(self, workspace: str, assessment_id: str) -> tuple[ActionUpdate, ...]:
        """Give everything said about the actions of an assessment, in the order in which it was said."""
        found = self._session.all(
            "SELECT * FROM action_updates WHERE workspace = ? AND assessment = ? ORDER BY number",
            *(workspace, assessment_id),
        )
        return read_rows("action_updates", found, place_of, update_from)

    def owned_actions(self, workspace: str, person: str) -> tuple[tuple[str, AcceptedAction], ...]:
        """Give the open actions that a person owns, of plans that count, with their assessment's id, by due day."""
        found = self._session.all(_OWNED, workspace, person)
        actions = read_rows("actions", found, lambda row: f"{row['assessment']}/{row['number']}", action_from)
        owned = [
            (each.due, str(row["assessment"]), int(row["number"]), replace(each, owner=person))
            for row, each in zip(found, actions, strict=True)
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
        """Tell whether a person has opened the Home tab before."""
        found = self._session.one("SELECT 1 FROM homes WHERE workspace = ? AND person = ?", workspace, person)
        return found is not None

    def refused_blocks(self, workspace: str) -> Mapping[str, datetime]:
        """Give the types of block that Slack refused in a workspace, with the moment until which that is believed."""
        found = self._session.all("SELECT kind, until FROM refused_blocks WHERE workspace = ?", workspace)
        with reading_row("refused_blocks", workspace):
            return {as_text(row["kind"]): time_from(row["until"]) for row in found}


def _cadence(row: Row | None) -> SetCadence | None:
    if row is None:
        return None
    with reading_row("cadences", id_of(row)):
        return cadence_from(row)


class SqlCadenceWrites(SqlCadenceReads):
    """Writes to the tables of what follows an assessment; implements the port ``CadenceWrites``."""

    def put_cadence(self, cadence: SetCadence) -> None:
        """Record a cadence under its id, in place of what stood there; StoreError when its line has another one."""
        stands = self.cadence_of(cadence.workspace, cadence.channel, cadence.slug, cadence.subject)
        if stands is not None and stands.id != cadence.id:
            raise StoreError(
                f"The channel has a cadence for this framework and subject already, {stands.id!r}:"
                " change that one; nothing was saved."
            )
        key = {"workspace": cadence.workspace, "id": cadence.id}
        self._session.put("cadences", key, _cadence_row(cadence))

    def drop_cadence(self, workspace: str, cadence_id: str) -> None:
        """Forget a cadence; the moments for which it reminded stay on record."""
        self._session.all("DELETE FROM cadences WHERE workspace = ? AND id = ?", workspace, cadence_id)

    def take_due(self, workspace: str, key: str, due: datetime, at: datetime) -> bool:
        """Record that a due moment is being seen to; False when it was before."""
        moment = {"workspace": workspace, "key": key, "due": time_text(due)}
        return self._session.add("due_moments", moment | {"taken_at": time_text(at)}, unique=tuple(moment))

    def settle_due(self, workspace: str, key: str, due: datetime, settled: Settled) -> bool:
        """Record what became of a due moment, once; False when somebody was faster."""
        moment = {"workspace": workspace, "key": key, "due": time_text(due)}
        answer = {"how": settled.how, "said_by": settled.by, "said_at": time_text(settled.at)}
        return self._session.add("due_answers", moment | answer, unique=tuple(moment))

    def add_action_update(self, workspace: str, assessment_id: str, update: ActionUpdate) -> None:
        """Add what a person said about an action, after everything else; StoreError for an unknown action."""
        known = self._session.one(
            "SELECT 1 FROM actions WHERE workspace = ? AND assessment = ? AND id = ?",
            *(workspace, assessment_id, update.action),
        )
        if known is None:
            raise StoreError(f"There is no action {update.action!r} in this assessment; nothing was saved.")
        of = {"workspace": workspace, "assessment": assessment_id}
        self._session.append("action_updates", of, _update_row(update))

    def put_notice(self, workspace: str, notice: Post, *, about: str = "") -> None:
        """Record a message under its key, in place of what stood there; one with a file says which assessment's."""
        row: dict[str, Value] = {"channel": notice.channel, "ts": notice.ts, "digest": notice.digest}
        row |= {"about": about} if about else {}
        note_refused(self._session, workspace, notice)
        row |= {"sent": int(notice.sent), **asked_now(self._session, notice)}
        self._session.put("notices", {"workspace": workspace, "key": notice.key}, row)

    def drop_notice(self, workspace: str, key: str) -> None:
        """Forget a message that was never sent."""
        self._session.all("DELETE FROM notices WHERE workspace = ? AND key = ?", workspace, key)

    def add_home(self, workspace: str, person: str) -> None:
        """Record that a person has opened the Home tab; doing it twice changes nothing."""
        row = {"workspace": workspace, "person": person}
        self._session.add("homes", row, unique=tuple(row))

    def put_refused_block(self, workspace: str, kind: str, until: datetime) -> None:
        """Record that Slack refused a type of block, in place of what stood there."""
        self._session.all("INSERT OR REPLACE INTO refused_blocks VALUES (?, ?, ?)", workspace, kind, time_text(until))

    def drop_home(self, workspace: str, person: str) -> None:
        """Forget a Home tab that can no longer be shown."""
        self._session.all("DELETE FROM homes WHERE workspace = ? AND person = ?", workspace, person)
