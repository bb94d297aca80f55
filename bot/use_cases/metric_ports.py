"""What the journeys of metrics and of the portfolio ask of the store and tell it; whole for one subject."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bot.core.metric import Reading
from bot.core.plan.standing import ActionStanding

if TYPE_CHECKING:  # the port that is made of these has it
    from bot.use_cases.ports import AssessmentLine


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


class PortfolioReads(Protocol):
    """Questions about many assessments at once, each asked within a workspace."""

    def lines_in(self, workspace: str, channels: Sequence[str]) -> tuple["AssessmentLine", ...]:
        """List the assessments of some channels, in no order."""

    def standing_plans(self, workspace: str, ids: Sequence[str]) -> Mapping[str, tuple[ActionStanding, ...]]:
        """Give the accepted plan of each of some assessments as it stands; those without one are left out."""
