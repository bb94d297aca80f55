"""What the journey of saved messages asks of the store and tells it; whole for one subject."""

from datetime import datetime
from typing import Protocol

from bot.core.saved import SavedMessage


class SavedReads(Protocol):
    """Questions about saved messages, each asked within a workspace."""

    def saved(self, workspace: str, saved_id: str) -> SavedMessage | None:
        """Give one saved message; None when this workspace has none of that id."""

    def saved_about(self, workspace: str, subject: str) -> tuple[SavedMessage, ...]:
        """Give what was saved for a subject in whichever channel, in the order of saving; nothing taken back."""

    def saved_of(self, workspace: str, channel: str, ts: str) -> tuple[SavedMessage, ...]:
        """Give what was saved of one message, taken back or not."""

    def saved_in(self, workspace: str, channel: str) -> tuple[SavedMessage, ...]:
        """Give what was saved in a channel or for a subject of it, in the order of saving; nothing taken back."""

    def rated_now(self, workspace: str, subject: str) -> tuple[tuple[str, str], ...]:
        """Give every open assessment and ballot of a subject, each with the channel of the whole: to draw it anew."""


class SavedWrites(Protocol):
    """What a transaction records about saved messages."""

    def add_saved(self, workspace: str, saved: SavedMessage) -> None:
        """Add a message after all others."""

    def add_evidence_use(self, workspace: str, saved_id: str, assessment_id: str, at: datetime) -> None:
        """Record that a message became evidence in an assessment; twice is as good as once."""

    def remove_words(self, workspace: str, saved: SavedMessage, by: str, at: datetime) -> None:
        """Empty a message that somebody takes back, also where it was kept for a level that nobody has given yet."""
