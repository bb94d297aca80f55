"""Messages that wait to be taken, deliveries that were taken, threads that are to be read: statements and rows."""

from datetime import datetime, timedelta

from bot.core.assessment import Status
from bot.core.thread import LOOKED_AT, NOT_LOOKED_AT
from bot.store.rows import FLAG, MOMENT, SqlTable, row_of, texts, time_from, time_text, whose
from bot.store.session import Session
from bot.use_cases.heard import MOST_HELD_BACK, TypedMessage

MARGIN = timedelta(hours=1)
"""A thread is read from so long before the last delivery on: an older one may have failed while later ones came."""

_PLACE = ("workspace", "channel", "thread", "ts")
_KEPT = SqlTable(
    "kept_messages",
    _PLACE,
    row_of(TypedMessage, **texts(*_PLACE, "person", "text"), said_at=MOMENT, late=FLAG),
    order="said_at, ts",
)
_LAST_POST = "(SELECT MAX(ts) FROM posts WHERE posts.workspace = own.workspace AND posts.assessment = id)"
_UNDER_WAY = f"status IN ('{Status.OPEN.value}', '{Status.PAUSED.value}') AND thread IS NOT NULL"


class SqlHeardReads:
    """Answers about messages and deliveries from the tables."""

    _session: Session

    def was_taken(self, workspace: str, event: str) -> bool:
        """Tell whether a delivery was taken."""
        return self._session.has("deliveries", workspace=workspace, event=event)

    def kept(self, workspace: str, channel: str, thread: str) -> tuple[TypedMessage, ...]:
        """Give the messages of a thread that wait to be taken, the oldest first."""
        return _KEPT.all(self._session, workspace=workspace, channel=channel, thread=thread)

    def kept_threads(self, workspace: str, channel: str) -> tuple[str, ...]:
        """Give the threads of a channel in which messages wait."""
        found = self._session.rows("kept_messages", "thread", "DISTINCT thread", workspace=workspace, channel=channel)
        return tuple(str(row["thread"]) for row in found)

    def unread_since(self, workspace: str, assessment_id: str) -> str | None:
        """Give the ts from which on a thread is to be read; None when it is in line."""
        since: str | None = self._session.value("unread_threads", "since", **whose(workspace, assessment_id))
        return since

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
        return frozenset(self._session.column("late_messages", "ts", **whose(workspace, assessment_id)))


class SqlHeardWrites(SqlHeardReads):
    """Adds facts about messages and deliveries to the tables."""

    def is_new(self, workspace: str, event: str, at: datetime) -> bool:
        """Record that a delivery was taken; False when it had been taken before."""
        row = {"workspace": workspace, "event": event, "taken_at": time_text(at)}
        return self._session.add("deliveries", row, unique=("workspace", "event"))

    def forget_taken(self, workspace: str, event: str) -> None:
        """Count a delivery as not taken: what it said waits once more."""
        self._session.drop("deliveries", workspace=workspace, event=event)

    def keep(self, message: TypedMessage) -> None:
        """Keep a message until it can be taken, with its newest words."""
        _KEPT.put(self._session, message)

    def drop_kept(self, message: TypedMessage) -> None:
        """Forget a message that was kept."""
        self._session.drop("kept_messages", **{each: getattr(message, each) for each in _PLACE})

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
            " SELECT own.workspace, id,"
            f" (SELECT MAX(mark) FROM (SELECT thread AS mark UNION ALL SELECT {since}"
            " UNION ALL SELECT COALESCE(restored.since, '')) AS marks)"
            " FROM all_assessments AS own"
            " LEFT JOIN restored ON restored.workspace = own.workspace AND assessment = id"
            f" WHERE own.workspace = ? {where} AND {_UNDER_WAY}"
            f" AND COALESCE(restored.since, '-') NOT IN ('{NOT_LOOKED_AT}', '{LOOKED_AT}')"
            " ON CONFLICT (workspace, assessment) DO NOTHING",
            *values,
        )

    def set_unread(self, workspace: str, assessment_id: str, since: str | None) -> None:
        """Record how far a marked thread has been read; None: to its end."""
        if since is None:
            self._session.drop("unread_threads", **whose(workspace, assessment_id))
        else:
            self._session.change("unread_threads", {"since": since}, **whose(workspace, assessment_id))

    def add_heard_late(self, workspace: str, assessment_id: str, ts: str) -> None:
        """Record that a message was read after a gap."""
        row = {**whose(workspace, assessment_id), "ts": ts}
        self._session.add("late_messages", row, unique=tuple(row))

    def _last_delivery(self, workspace: str) -> str:
        """Give Slack's ts of a moment before which everything was delivered, by the clock of the last delivery."""
        row = self._session.one("SELECT MAX(taken_at) AS at FROM deliveries WHERE workspace = ?", workspace)
        if row is None or row["at"] is None:
            return ""
        return f"{(time_from(row['at']) - MARGIN).timestamp():.6f}"
