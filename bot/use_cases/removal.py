"""What the removal of a person asks of the store, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Leftover:
    """A message (``channel`` and ``ts``) or file of the bot in Slack that is to go; ``refused`` is Slack's word."""

    number: int
    channel: str
    ts: str
    file: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """What a removal took out of the database. ``gone`` stands in place of the person.

    ``rows`` counts the changed and deleted rows by table. ``assessments`` name the person no more, ``lines`` are those
    whose figures may show another change by now. ``withdrawn`` ratings went from complete ones. ``cadences`` are those
    that the person owned, ``leftovers`` the messages and files that are to go in Slack.
    """

    gone: str
    rows: Mapping[str, int]
    assessments: tuple[str, ...]
    lines: tuple[str, ...]
    withdrawn: int
    cadences: tuple[str, ...]
    leftovers: int


class RemovalReads(Protocol):
    """Questions about removals that are not finished."""

    def pending_removals(self, workspace: str) -> tuple[str, ...]:
        """Give those that are not finished, by what stands in place of the person: something is left, or not wiped."""

    def leftovers(self, workspace: str, gone: str) -> tuple[Leftover, ...]:
        """Give the messages and files in Slack that are still to be taken away, or that Slack does not let go."""

    def notice_keys(self, workspace: str) -> tuple[str, ...]:
        """Give the keys of the messages outside threads that stand in Slack."""

    def is_redrawing(self, workspace: str) -> bool:
        """Tell whether messages or Home tabs of the workspace are still to be brought up to date."""

    def is_unwiped(self, workspace: str) -> bool:
        """Tell whether free pages may still hold something of somebody who was removed."""


class RemovalWrites(Protocol):
    """Changes that a removal makes."""

    def remove_person(self, workspace: str, person: str, gone: str, direct: str = "") -> Removal | None:
        """Take the words and the id of a person out of a workspace; None, and nothing changed, where it has neither.

        ``gone`` stands in place of the id from now on; ``direct`` is the bot's conversation with the person, if known.
        """

    def settle_leftover(self, workspace: str, gone: str, number: int, refused: str = "") -> None:
        """Record that a message or file is gone, or with which word Slack ``refused``."""

    def try_leftovers_again(self, workspace: str) -> None:
        """Have what Slack did not let go asked for once more."""

    def note_wiped(self, workspace: str) -> None:
        """Record that no free page holds anything any more of those that were removed until now."""

    def end_removal(self, workspace: str, gone: str) -> None:
        """Forget a removal, and what Slack did not let go."""
