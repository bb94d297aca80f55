"""Messages that wait to be taken, deliveries that were taken, threads that are to be read: statements and rows."""

from datetime import datetime, timedelta

from bot.core.assessment import Status
from bot.core.thread import LOOKED_AT, NOT_LOOKED_AT
from bot.store.rows import as_text, read_rows, time_from, time_text
from bot.store.session import Row, Session
from bot.use_cases.heard import MOST_HELD_BACK, TypedMessage

MARGIN = timedelta(hours=1)
"""A thread is read from so long before the last delivery on: an older one may have failed while later ones came."""

_THREAD = "workspace = ? AND channel = ? AND thread = ?"
_LAST_POST = "(SELECT MAX(ts) FROM posts WHERE posts.workspace = own.workspace AND posts.assessment = id)"
_UNDER_WAY = f"status IN ('{Status.OPEN.value}', '{Status.PAUSED.value}') AND thread IS NOT NULL"


class SqlHeardReads:
    """Answers about messages and deliveries from the tables."""

    _session: Session

    def was_taken(self, workspace: str, event: str) -> bool:
        """Tell whether a delivery was taken."""
        sql = "SELECT 1 FROM deliveries WHERE workspace = ? AND event = ?"
        return self._session.one(sql, workspace, event) is not None

    def kept(self, workspace: str, channel: str, thread: str) -> tuple[TypedMessage, ...]:
        """Give the messages of a thread that wait to be taken, the oldest first."""
        sql = f"SELECT * FROM kept_messages WHERE {_THREAD} ORDER BY said_at, ts"  # noqa: S608 -- a constant of ours
        found = self._session.all(sql, workspace, channel, thread)
        return read_rows("kept_messages", found, lambda row: str(row["ts"]), _message_from)

    def kept_threads(self, workspace: str, channel: str) -> tuple[str, ...]:
        """Give the threads of a channel in which messages wait."""
        sql = "SELECT DISTINCT thread FROM kept_messages WHERE workspace = ? AND channel = ? ORDER BY thread"
        return tuple(str(row["thread"]) for row in self._session.all(sql, workspace, channel))

    def unread_since(self, workspace: str, assessment_id: str) -> str | None:
        """Give the ts from which on a thread is to be read; None when it is in line."""
        sql = "SELECT since FROM unread_threads WHERE workspace = ? AND assessment = ?"
        row = self._session.one(sql, workspace, assessment_id)
        return str(row["since"]) if row is not None else None

    def is_held_back(self, workspace: str, assessment_id: str, ts: str) -> bool:
        """Tell whether a message waits until its thread has been read up to it; not where too many are to be read."""
        since = self.unread_since(workspace, assessment_id)
        return (
            since is not None and ts > since and len(self.unread(workspace, limit=MOST_HELD_BACK + 1)) <= MOST_HELD_BACK
        )

    def unread(self, workspace: str, *, limit: int) -> tuple[str, ...]:
        """List the assessments whose threads are to be read: those where a message waits, then the longest unread."""
        found = self._session.all(
            "SELECT assessment FROM unread_threads AS unread JOIN all_assessments AS own"
            " ON own.workspace = unread.workspace AND own.id = unread.assessment WHERE unread.workspace = ?"
            " ORDER BY EXISTS (SELECT 1 FROM kept_messages AS kept WHERE kept.workspace = own.workspace"
            " AND kept.channel = own.channel AND kept.thread = own.thread) DESC, since, own.number LIMIT ?",
            workspace,
            limit,
        )
        return tuple(str(row["assessment"]) for row in found)

    def heard_late(self, workspace: str, assessment_id: str) -> frozenset[str]:
        """Give the messages of an assessment that were read after a gap, by their ts."""
        sql = "SELECT ts FROM late_messages WHERE workspace = ? AND assessment = ?"
        return frozenset(str(row["ts"]) for row in self._session.all(sql, workspace, assessment_id))


class SqlHeardWrites(SqlHeardReads):
    """Adds facts about messages and deliveries to the tables."""

    def is_new(self, workspace: str, event: str, at: datetime) -> bool:
        """Record that a delivery was taken; False when it had been taken before."""
        row = {"workspace": workspace, "event": event, "taken_at": time_text(at)}
        return self._session.add("deliveries", row, unique=("workspace", "event"))

    def forget_taken(self, workspace: str, event: str) -> None:
        """Count a delivery as not taken: what it said waits once more."""
        self._session.all("DELETE FROM deliveries WHERE workspace = ? AND event = ?", workspace, event)

    def keep(self, message: TypedMessage) -> None:
        """Keep a message until it can be taken, with its newest words."""
        key = {"workspace": message.workspace, "channel": message.channel, "thread": message.thread, "ts": message.ts}
        row = {"person": message.person, "text": message.text, "said_at": time_text(message.said_at)}
        self._session.put("kept_messages", key, row | {"late": int(message.late)})

    def drop_kept(self, message: TypedMessage) -> None:
        """Forget a message that was kept."""
        place = (message.workspace, message.channel, message.thread, message.ts)
        self._session.all(f"DELETE FROM kept_messages WHERE {_THREAD} AND ts = ?", *place)  # noqa: S608 -- a constant of ours

    def mark_unread(self) -> tuple[str, ...]:
        """Mark the threads of all assessments under way as to be read from the last delivery on."""
        sql = f"SELECT DISTINCT workspace FROM all_assessments WHERE {_UNDER_WAY}"  # noqa: S608 -- a constant of ours
        workspaces = tuple(str(row["workspace"]) for row in self._session.all(sql))
        for workspace in workspaces:
            # an older version may have forgotten what it took: then all above the bot's last message counts as taken
            last = self._last_delivery(workspace)
            self._mark("?" if last else f"COALESCE({_LAST_POST}, ?)", "", last, workspace)
        return workspaces

    def mark_channel_unread(self, workspace: str, channel: str) -> None:
        """Mark the threads of a channel as to be read from the bot's last message in each on."""
        self._mark(f"COALESCE({_LAST_POST}, ?)", "AND own.channel = ?", "", workspace, channel)

    def _mark(self, since: str, where: str, *values: str) -> None:
        self._session.all(
            "INSERT INTO unread_threads (workspace, assessment, since)"  # noqa: S608 -- constants of ours
            f" SELECT own.workspace, id, MAX(thread, {since}, COALESCE(restored.since, '')) FROM all_assessments AS own"
            " LEFT JOIN restored ON restored.workspace = own.workspace AND assessment = id"
            f" WHERE own.workspace = ? {where} AND {_UNDER_WAY}"
            f" AND COALESCE(restored.since, '-') NOT IN ('{NOT_LOOKED_AT}', '{LOOKED_AT}')"
            " ON CONFLICT (workspace, assessment) DO NOTHING",
            *values,
        )

    def set_unread(self, workspace: str, assessment_id: str, since: str | None) -> None:
        """Record how far a marked thread has been read; None: to its end."""
        where = "WHERE workspace = ? AND assessment = ?"
        if since is None:
            self._session.all(f"DELETE FROM unread_threads {where}", workspace, assessment_id)  # noqa: S608 -- a constant
        else:
            self._session.all(f"UPDATE unread_threads SET since = ? {where}", since, workspace, assessment_id)  # noqa: S608 -- a constant

    def add_heard_late(self, workspace: str, assessment_id: str, ts: str) -> None:
        """Record that a message was read after a gap."""
        row = {"workspace": workspace, "assessment": assessment_id, "ts": ts}
        self._session.add("late_messages", row, unique=tuple(row))

    def _last_delivery(self, workspace: str) -> str:
        """Give Slack's ts of a moment before which everything was delivered, by the clock of the last delivery."""
        row = self._session.one("SELECT MAX(taken_at) AS at FROM deliveries WHERE workspace = ?", workspace)
        if row is None or row["at"] is None:
            return ""
        return f"{(time_from(row['at']) - MARGIN).timestamp():.6f}"


def _message_from(row: Row) -> TypedMessage:
    return TypedMessage(
        workspace=as_text(row["workspace"]),
        channel=as_text(row["channel"]),
        thread=as_text(row["thread"]),
        ts=as_text(row["ts"]),
        person=as_text(row["person"]),
        text=as_text(row["text"]),
        said_at=time_from(row["said_at"]),
        late=bool(row["late"]),
    )
