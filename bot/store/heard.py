"""Messages that wait, deliveries that were taken, threads to be read, channels with another id: statements and rows."""

from datetime import datetime, timedelta

from bot.core.assessment import Status
from bot.core.thread import LOOKED_AT, NOT_LOOKED_AT
from bot.store.rows import SqlTable, row_of, time_from, time_text, whose
from bot.store.session import InTransaction
from bot.use_cases.store_ports import Gaps, TypedMessage

MARGIN = timedelta(hours=1)
"""A thread is read from so long before the last delivery on: an older one may have failed while later ones came."""

_PLACE = ("workspace", "channel", "thread", "ts")
_KEPT = SqlTable(
    "kept_messages",
    _PLACE,
    row_of(TypedMessage, edited=None, edited_at=None),
    order="said_at, ts",
)
_LAST_POST = "(SELECT MAX(ts) FROM posts WHERE posts.workspace = own.workspace AND posts.assessment = id)"
_UNDER_WAY = f"status IN ('{Status.OPEN.value}', '{Status.PAUSED.value}') AND thread IS NOT NULL"

_HELD = ("all_assessments", "posts", "notices", "cadences", "kept_messages", "metrics", "saved_messages")
_EVENTS = ("message", "edit", "deletion")
"""How the names of deliveries begin that go on with the channel's id."""


class SqlHeardReads(InTransaction):
    """Answers about messages, deliveries and channels; implements a part of ``Reads``."""

    def was_taken(self, workspace: str, event: str) -> bool:
        return self._session.has("deliveries", workspace=workspace, event=event)

    def kept(self, workspace: str, channel: str, thread: str) -> tuple[TypedMessage, ...]:
        return _KEPT.all(self._session, workspace=workspace, channel=channel, thread=thread)

    def keeps(self, workspace: str) -> bool:
        return self._session.has("kept_messages", workspace=workspace)

    def kept_threads(self, workspace: str, channel: str) -> tuple[str, ...]:
        return self._session.distinct("kept_messages", "thread", workspace=workspace, channel=channel)

    def gaps(self, workspace: str, assessment_id: str) -> Gaps:
        row = self._session.told.get((workspace, assessment_id)) or self._session.one(
            "SELECT (SELECT since FROM unread_threads WHERE workspace = ? AND assessment = ?) AS unread,"
            " (SELECT since FROM restored WHERE workspace = ? AND assessment = ?) AS restored",
            *(workspace, assessment_id) * 2,
        )
        return Gaps(row["unread"], row["restored"]) if row is not None else Gaps(None, None)

    def unread(self, workspace: str, *, limit: int) -> tuple[str, ...]:
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
        return frozenset(self._session.column("late_messages", "ts", **whose(workspace, assessment_id)))

    def channel_now(self, workspace: str, channel: str) -> str:
        now: str | None = self._session.value("moved_channels", "channel", workspace=workspace, old=channel)
        return now or channel

    def thread_now(self, workspace: str, channel: str, thread: str) -> tuple[str, bool]:
        row = self._session.one(
            "SELECT channel, EXISTS (SELECT 1 FROM all_assessments AS own WHERE own.workspace = ?"
            " AND own.channel = now.channel AND own.thread = ?) AS ours FROM (SELECT COALESCE("
            "(SELECT channel FROM moved_channels WHERE workspace = ? AND old = ?), ?) AS channel) AS now",
            *(workspace, thread, workspace, channel, channel),
        )
        return (str(row["channel"]), bool(row["ours"])) if row is not None else (channel, False)

    def with_thread(self, workspace: str, thread: str) -> tuple[str, ...]:
        return self._session.column("all_assessments", "id", "number", workspace=workspace, thread=thread)


class SqlHeardWrites(SqlHeardReads):
    """Adds facts about messages and deliveries to the tables."""

    def is_new(self, workspace: str, event: str, at: datetime) -> bool:
        row = {"workspace": workspace, "event": event, "taken_at": time_text(at)}
        return self._session.add("deliveries", row, unique=("workspace", "event"))

    def forget_taken(self, workspace: str, event: str) -> None:
        self._session.drop("deliveries", workspace=workspace, event=event)

    def keep(self, message: TypedMessage) -> None:
        _KEPT.put(self._session, message)

    def drop_kept(self, message: TypedMessage) -> None:
        self._session.drop("kept_messages", **{each: getattr(message, each) for each in _PLACE})

    def mark_unread(self) -> tuple[str, ...]:
        sql = f"SELECT DISTINCT workspace FROM all_assessments WHERE {_UNDER_WAY}"  # noqa: S608 -- a constant of ours
        workspaces = tuple(str(row["workspace"]) for row in self._session.all(sql))
        for workspace in workspaces:
            # an older version may have forgotten what it took: then all above the bot's last message counts as taken
            last = self._last_delivery(workspace)
            self._mark("?" if last else f"COALESCE({_LAST_POST}, ?)", "", last, workspace)
        return workspaces

    def mark_channel_unread(self, workspace: str, channel: str) -> None:
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
        if since is None:
            self._session.drop("unread_threads", **whose(workspace, assessment_id))
        else:
            self._session.change("unread_threads", {"since": since}, **whose(workspace, assessment_id))

    def add_heard_late(self, workspace: str, assessment_id: str, ts: str) -> None:
        row = {**whose(workspace, assessment_id), "ts": ts}
        self._session.add("late_messages", row, unique=tuple(row))

    def _last_delivery(self, workspace: str) -> str:
        """Give Slack's ts of a moment before which everything was delivered, by the clock of the last delivery."""
        row = self._session.one("SELECT MAX(taken_at) AS at FROM deliveries WHERE workspace = ?", workspace)
        if row is None or row["at"] is None:
            return ""
        return f"{(time_from(row['at']) - MARGIN).timestamp():.6f}"

    def move_channel(self, workspace: str, old: str, new: str) -> None:
        """Move everything of a channel to another id, for good; doing it twice changes nothing.

        Where that id has been given up by now, it goes on to the one after it. Where a reminder was set under the new
        id already, that one stands: people set it last.
        """
        place, onward = (workspace, old), self.channel_now(workspace, new)
        if onward == old:  # it has its former id back
            self._session.drop("moved_channels", workspace=workspace, old=new)
        else:
            new = onward
        self._session.change("moved_channels", {"channel": new}, workspace=workspace, channel=old)
        self._session.put("moved_channels", {"workspace": workspace, "old": old}, {"channel": new})
        self._session.all(
            "DELETE FROM cadences WHERE workspace = ? AND channel = ? AND EXISTS (SELECT 1 FROM cadences AS other"
            " WHERE other.workspace = cadences.workspace AND other.channel = ? AND other.slug = cadences.slug"
            " AND other.subject_key = cadences.subject_key)",
            *(*place, new),
        )
        # a channel gets another id where it is shared or closed: its words stay there from now on
        self._session.change("saved_messages", {"openness": "private"}, workspace=workspace, channel=old)
        for table in _HELD:
            self._session.change(table, {"channel": new}, workspace=workspace, channel=old)
        for kind in _EVENTS:
            first, last = f"{kind}:{old}:", f"{kind}:{old};"  # the sign after a colon
            self._session.all(
                "UPDATE deliveries SET event = ? || SUBSTR(event, ?) WHERE workspace = ? AND event >= ? AND event < ?"
                " AND NOT EXISTS (SELECT 1 FROM deliveries AS other WHERE other.workspace = deliveries.workspace"
                " AND other.event = ? || SUBSTR(deliveries.event, ?))",
                *(*(renamed := (f"{kind}:{new}:", len(first) + 1)), workspace, first, last, *renamed),
            )
