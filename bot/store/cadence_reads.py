"""The questions about cadences, messages, and what waits for one person: each is found through an index."""

from dataclasses import replace
from datetime import datetime

from bot.core.assessment import subject_key
from bot.core.cadence.rule import SetCadence
from bot.core.plan import AcceptedAction
from bot.core.plan_standing import ActionUpdate, Progress
from bot.store import cadence_rows
from bot.store.draft_reads import THAT_IS_ACCEPTED
from bot.store.draft_rows import action_from
from bot.store.rows import read_rows, reading_row, time_from, time_text
from bot.store.session import Row, Session
from bot.use_cases.reminding import Notice, Settled

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
        listed = read_rows("cadences", found, _id, cadence_rows.cadence_from)
        return tuple(sorted(listed, key=lambda each: (each.paused, each.next_due or each.set_at)))

    def cadence(self, workspace: str, cadence_id: str) -> SetCadence | None:
        """Give a cadence."""
        row = self._session.one("SELECT * FROM cadences WHERE workspace = ? AND id = ?", workspace, cadence_id)
        return _cadence(row)

    def cadence_of(self, workspace: str, channel: str, slug: str, subject: str) -> SetCadence | None:
        """Give the cadence of a framework and subject in a channel."""
        row = self._session.one(
            "SELECT * FROM cadences WHERE workspace = ? AND channel = ? AND slug = ? AND subject_key = ?",
            *(workspace, channel, slug, subject_key(subject)),
        )
        return _cadence(row)

    def notice(self, workspace: str, key: str) -> Notice | None:
        """Give a message by its key."""
        row = self._session.one("SELECT * FROM notices WHERE workspace = ? AND key = ?", workspace, key)
        if row is None:
            return None
        with reading_row("notices", key):
            return cadence_rows.notice_from(row)

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
            return cadence_rows.settled_from(row)

    def was_restored(self, workspace: str) -> bool:
        """Tell whether this database was put back from a backup of the workspace's assessments."""
        return self._session.one("SELECT 1 FROM restored WHERE workspace = ? LIMIT 1", workspace) is not None

    def action_updates(self, workspace: str, assessment_id: str) -> tuple[ActionUpdate, ...]:
        """Give everything said about the actions of an assessment, in the order in which it was said."""
        found = self._session.all(
            "SELECT * FROM action_updates WHERE workspace = ? AND assessment = ? ORDER BY number",
            *(workspace, assessment_id),
        )
        return read_rows("action_updates", found, _place, cadence_rows.update_from)

    def owned_actions(self, workspace: str, person: str) -> tuple[tuple[str, AcceptedAction], ...]:
        """Give the open actions that a person owns, of plans that count, with their assessment's id, by due day."""
        found = self._session.all(_OWNED, workspace, person)
        actions = read_rows("actions", found, _place, action_from)
        owned = [
            (each.due, str(row["assessment"]), int(row["number"]), replace(each, owner=person))
            for row, each in zip(found, actions, strict=True)
        ]
        return tuple((assessment, action) for _, assessment, _, action in sorted(owned, key=lambda each: each[:3]))

    def open_for(self, workspace: str, person: str) -> tuple[str, ...]:
        """Give the ids of the open and paused assessments in which a person answers, the newest first."""
        found = self._session.all(
            "SELECT id, started_at, assessments.number FROM members JOIN assessments"
            " ON assessments.workspace = members.workspace AND assessments.id = members.assessment"
            " WHERE members.workspace = ? AND person = ? AND role = 'respondent' AND status IN ('open', 'paused')",
            *(workspace, person),
        )
        newest = sorted(found, key=lambda row: (row["started_at"], row["number"]), reverse=True)
        return tuple(str(row["id"]) for row in newest)

    def has_home(self, workspace: str, person: str) -> bool:
        """Tell whether a person has opened the Home tab before."""
        found = self._session.one("SELECT 1 FROM homes WHERE workspace = ? AND person = ?", workspace, person)
        return found is not None


def _cadence(row: Row | None) -> SetCadence | None:
    if row is None:
        return None
    with reading_row("cadences", _id(row)):
        return cadence_rows.cadence_from(row)


def _id(row: Row) -> str:
    return str(row["id"])


def _place(row: Row) -> str:
    """Name a row of a table of facts: its assessment and its number there."""
    return f"{row['assessment']}/{row['number']}"
