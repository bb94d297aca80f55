"""What people type in threads, and the part of the store that keeps what cannot be taken yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TypedMessage:
    """What a person typed in a thread, decoded. ``ts`` is Slack's name for it; ``edited`` names an edit of it.

    ``said_at`` is when it was typed, ``edited_at`` when it was edited. ``late``: it was not delivered, but read in the
    thread afterwards.
    """

    workspace: str
    channel: str
    thread: str
    ts: str
    person: str
    text: str
    said_at: datetime
    edited: str = ""
    edited_at: datetime | None = None
    late: bool = False


CATCH_UP = "catch_up"
MOST_HELD_BACK = 40
"""With more threads to read, a message is not held back until its own is read: that would take too long."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A part of a thread: people's messages, the ts of the last message of anybody, and whether there is more.

    ``outside`` are the messages, by their ts, of people who are not known to be of the workspace.
    """

    messages: tuple[TypedMessage, ...]
    until: str
    more: bool
    outside: frozenset[str] = frozenset()


class HeardReads(Protocol):
    """Questions about messages and deliveries."""

    def was_taken(self, workspace: str, event: str) -> bool:
        """Tell whether a delivery was taken."""

    def kept(self, workspace: str, channel: str, thread: str) -> tuple[TypedMessage, ...]:
        """Give the messages of a thread that wait to be taken, the oldest first."""

    def kept_threads(self, workspace: str, channel: str) -> tuple[str, ...]:
        """Give the threads of a channel in which messages wait."""

    def unread_since(self, workspace: str, assessment_id: str) -> str | None:
        """Give the ts from which on a thread is to be read after a gap in deliveries; None when there was none."""

    def is_held_back(self, workspace: str, assessment_id: str, ts: str) -> bool:
        """Tell whether a message waits until its thread has been read up to it; not where too many are to be read."""

    def unread(self, workspace: str, *, limit: int) -> tuple[str, ...]:
        """List the assessments whose threads are to be read: those where a message waits, then the longest unread."""

    def heard_late(self, workspace: str, assessment_id: str) -> frozenset[str]:
        """Give the messages of an assessment that were read after a gap, by their ts."""


class HeardWrites(Protocol):
    """Facts about messages and deliveries."""

    def is_new(self, workspace: str, event: str, at: datetime) -> bool:
        """Record that a delivery was taken; False when it had been taken before."""

    def forget_taken(self, workspace: str, event: str) -> None:
        """Count a delivery as not taken: what it said waits once more."""

    def keep(self, message: TypedMessage) -> None:
        """Keep a message until it can be taken, with its newest words."""

    def drop_kept(self, message: TypedMessage) -> None:
        """Forget a message that was kept."""

    def mark_unread(self) -> tuple[str, ...]:
        """Mark the threads of all assessments under way as to be read from the last delivery on.

        Gives the workspaces that have any. One that is marked already stays as it is.
        """

    def mark_channel_unread(self, workspace: str, channel: str) -> None:
        """Mark the threads of a channel as to be read from the bot's last message in each on."""

    def set_unread(self, workspace: str, assessment_id: str, since: str | None) -> None:
        """Record how far a marked thread has been read; None: to its end."""

    def add_heard_late(self, workspace: str, assessment_id: str, ts: str) -> None:
        """Record that a message was read after a gap; doing it twice changes nothing."""
