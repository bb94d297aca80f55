"""What the journey of a workspace asks of the store and tells it: when the bot came and went, and what goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stay:
    """The bot's stay in a workspace, or in a whole organisation under the organisation's id.

    ``digest`` is that of the token that it speaks with, where the environment gave that. ``left`` is when it was
    removed (None: it is there), ``why`` Slack's word for that; ``heard`` is the moment of the last event that said so.
    ``lacks`` are the permissions that it was last told about.
    """

    workspace: str
    since: datetime
    digest: str = ""
    left: datetime | None = None
    why: str = ""
    heard: datetime | None = None
    lacks: str = ""


class StayReads(Protocol):
    """Questions about where the bot is."""

    def stay(self, workspace: str) -> Stay | None:
        """Give the stay in a workspace; None where nothing is known of one."""

    def stays(self) -> tuple[Stay, ...]:
        """Give every stay, ended or not: for who runs the bot."""

    def unwiped(self) -> tuple[str, ...]:
        """Give the workspaces whose data is deleted and may still be found in free pages."""

    def home_people(self, workspace: str) -> tuple[str, ...]:
        """Give everybody who has opened the Home tab."""


class StayWrites(Protocol):
    """What becomes of a stay."""

    def put_stay(self, stay: Stay) -> None:
        """Record a stay under its workspace, in place of what stood there."""

    def wake_work(self, workspace: str, reason: str) -> int:
        """Have all work of a workspace that rests for a reason done at once; give its number."""

    def forget_workspace(self, workspace: str) -> Mapping[str, int]:
        """Delete every row of a workspace; give their numbers by table. ``unwiped`` names it until ``end_unwiped``."""

    def end_unwiped(self, workspace: str) -> None:
        """Record that free pages hold nothing any more of a workspace."""
