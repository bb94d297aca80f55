"""Channels whose id Slack has changed: the names under which they were known, and the moving of what belongs to them.

Whole for one subject, though short: the statements go through the tables of every family.
"""

from bot.store.session import InTransaction

_HELD = ("all_assessments", "posts", "notices", "cadences", "kept_messages", "metrics", "saved_messages")
_EVENTS = ("message", "edit", "deletion")
"""How the names of deliveries begin that go on with the channel's id."""


class SqlChannelReads(InTransaction):
    """Answers under which id a channel is known now."""

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
        return self._session.column("all_assessments", "id", workspace=workspace, thread=thread)


class SqlChannelWrites(SqlChannelReads):
    """Moves what belongs to a channel."""

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
