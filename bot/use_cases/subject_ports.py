"""What a workspace keeps beside its assessments: metrics, saved messages, frameworks of its own; and its portfolio."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bot.core.framework import Framework
from bot.core.metric import Reading
from bot.core.own_frameworks import FrameworkVersion, Offer, OwnFramework
from bot.core.plan.standing import ActionStanding
from bot.core.saved import SavedMessage

if TYPE_CHECKING:  # the port that is made of these has it
    from bot.use_cases.ports import AssessmentLine


class SubjectReads(Protocol):
    """Questions about these, each asked within a workspace."""

    def metrics(self, workspace: str, channel: str, subject: str | None = None) -> tuple[Reading, ...]:
        """Give every reading of a channel's subjects, or of one, in the order in which they were recorded.

        Those that were taken back are among them, and say so.
        """

    def reading_of(self, workspace: str, reading_id: str) -> Reading | None:
        """Give one reading; None when this workspace has none of that id."""

    def lines_in(self, workspace: str, channels: Sequence[str]) -> tuple["AssessmentLine", ...]:
        """List the assessments of some channels, in no order."""

    def standing_plans(self, workspace: str, ids: Sequence[str]) -> Mapping[str, tuple[ActionStanding, ...]]:
        """Give the accepted plan of each of some assessments as it stands; those without one are left out."""

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

    def own_frameworks(self, workspace: str) -> tuple[OwnFramework, ...]:
        """Give the frameworks that it has uploaded, with all their versions, by slug."""

    def offered_frameworks(self, workspace: str) -> tuple[Framework, ...]:
        """Give those of its frameworks that are on offer, by slug."""

    def own_markdown(self, workspace: str, slug: str, number: int) -> str | None:
        """Give the text of a version as it was uploaded; None where there is none of that number."""


class SubjectWrites(Protocol):
    """Facts about these that a transaction adds."""

    def add_reading(self, workspace: str, reading: Reading) -> None:
        """Add what was said about a metric after everything else."""

    def take_back(self, workspace: str, reading_id: str, by: str, at: datetime) -> bool:
        """Record that a reading does not count; False when that was recorded before."""

    def add_saved(self, workspace: str, saved: SavedMessage) -> None:
        """Add a message after all others."""

    def add_evidence_use(self, workspace: str, saved_id: str, assessment_id: str, at: datetime) -> None:
        """Record that a message became evidence in an assessment; twice is as good as once."""

    def remove_words(self, workspace: str, saved: SavedMessage, by: str, at: datetime) -> None:
        """Empty a message that somebody takes back, also where it was kept for a level that nobody has given yet."""

    def add_own_framework(self, workspace: str, version: FrameworkVersion, markdown: str) -> None:
        """Add a version; StoreError for a number that exists."""

    def drop_own_framework(self, workspace: str, slug: str, number: int) -> None:
        """Delete a version; what was opened with it keeps its wording."""

    def add_offer(self, workspace: str, offer: Offer) -> None:
        """Add what an admin decided; its number is the next one of the workspace, whatever it says."""
