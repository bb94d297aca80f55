"""What the journeys of metrics ask of the store and tell it."""

from datetime import datetime
from typing import Protocol

from bot.core.metric import Reading


class MetricReads(Protocol):
    """Questions about metrics, each asked within a workspace."""

    def metrics(self, workspace: str, channel: str, subject: str | None = None) -> tuple[Reading, ...]:
        """Give every reading of a channel's subjects, or of one, in the order in which they were recorded.

        Those that were taken back are among them, and say so.
        """

    def reading_of(self, workspace: str, reading_id: str) -> Reading | None:
        """Give one reading; None when this workspace has none of that id."""


class MetricWrites(Protocol):
    """Facts about metrics that a transaction adds; none is ever changed."""

    def add_reading(self, workspace: str, reading: Reading) -> None:
        """Add what was said about a metric after everything else."""

    def take_back(self, workspace: str, reading_id: str, by: str, at: datetime) -> bool:
        """Record that a reading does not count; False when that was recorded before."""
