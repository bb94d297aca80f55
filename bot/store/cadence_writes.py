"""What is recorded about cadences, due moments, actions and messages."""

from datetime import datetime

from bot.core.cadence.rule import SetCadence
from bot.core.errors import StoreError
from bot.core.plan_standing import ActionUpdate
from bot.store import cadence_rows
from bot.store.cadence_reads import SqlCadenceReads
from bot.store.rows import time_text
from bot.use_cases.reminding import Notice, Settled


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
        self._session.all(
            "INSERT INTO cadences (workspace, id, channel, slug, title, subject, subject_key, rule, owner, set_at,"
            " next_due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, id) DO UPDATE SET channel = excluded.channel, slug = excluded.slug,"
            " title = excluded.title, subject = excluded.subject, subject_key = excluded.subject_key,"
            " rule = excluded.rule, owner = excluded.owner, set_at = excluded.set_at, next_due = excluded.next_due",
            *(cadence.workspace, cadence.id),
            *cadence_rows.cadence_values(cadence),
        )

    def drop_cadence(self, workspace: str, cadence_id: str) -> None:
        """Forget a cadence; the moments for which it reminded stay on record."""
        self._session.all("DELETE FROM cadences WHERE workspace = ? AND id = ?", workspace, cadence_id)

    def take_due(self, workspace: str, key: str, due: datetime, at: datetime) -> bool:
        """Record that a due moment is being seen to; False when it was before."""
        taken = self._session.one(
            "INSERT INTO due_moments (workspace, key, due, taken_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (workspace, key, due) DO NOTHING RETURNING key",
            *(workspace, key, time_text(due), time_text(at)),
        )
        return taken is not None

    def settle_due(self, workspace: str, key: str, due: datetime, settled: Settled) -> bool:
        """Record what became of a due moment, once; False when somebody was faster."""
        first = self._session.one(
            "INSERT INTO due_answers (workspace, key, due, how, said_by, said_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, key, due) DO NOTHING RETURNING key",
            *(workspace, key, time_text(due), settled.how, settled.by, time_text(settled.at)),
        )
        return first is not None

    def add_action_update(self, workspace: str, assessment_id: str, update: ActionUpdate) -> None:
        """Add what a person said about an action, after everything else; StoreError for an unknown action."""
        known = self._session.one(
            "SELECT 1 FROM actions WHERE workspace = ? AND assessment = ? AND id = ?",
            *(workspace, assessment_id, update.action),
        )
        if known is None:
            raise StoreError(f"There is no action {update.action!r} in this assessment; nothing was saved.")
        self._session.all(
            "INSERT INTO action_updates (workspace, assessment, number, action, progress, note, value, said_by,"
            " said_at) VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM action_updates WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id),
            *cadence_rows.update_values(update),
        )

    def put_notice(self, workspace: str, notice: Notice) -> None:
        """Record a message under its key, in place of what stood there."""
        self._session.all(
            "INSERT INTO notices (workspace, key, channel, ts, digest, sent) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, key) DO UPDATE SET channel = excluded.channel, ts = excluded.ts,"
            " digest = excluded.digest, sent = excluded.sent",
            workspace,
            *cadence_rows.notice_values(notice),
        )

    def drop_notice(self, workspace: str, key: str) -> None:
        """Forget a message that was never sent."""
        self._session.all("DELETE FROM notices WHERE workspace = ? AND key = ?", workspace, key)

    def add_home(self, workspace: str, person: str) -> None:
        """Record that a person has opened the Home tab; doing it twice changes nothing."""
        self._session.all(
            "INSERT INTO homes (workspace, person) VALUES (?, ?) ON CONFLICT (workspace, person) DO NOTHING",
            *(workspace, person),
        )

    def drop_home(self, workspace: str, person: str) -> None:
        """Forget a Home tab that can no longer be shown."""
        self._session.all("DELETE FROM homes WHERE workspace = ? AND person = ?", workspace, person)
