"""What the removal of a person asks of the store, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.use_cases.stay_ports import StayReads, StayWrites


@dataclass(frozen=True, slots=True)
class Leftover:
    """A message (``channel`` and ``ts``) or file of the bot in Slack that is to go; ``refused`` is Slack's word.

    With ``about`` it is the canvas of that assessment, which Slack did not let be written anew.
    """

    number: int
    channel: str
    ts: str
    file: str
    refused: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """What a removal took out of the database. ``gone`` stands in place of the person.

    ``rows`` counts the changed and deleted rows by table. ``assessments`` name and quote the person no more, ``lines``
    are others that may show something else by now: another change of their figures, or no message of the person.
    ``withdrawn`` ratings went from complete ones. ``cadences`` are those that the person owned, ``leftovers`` the
    messages and files that are to go in Slack.
    """

    gone: str
    rows: Mapping[str, int]
    assessments: tuple[str, ...]
    lines: tuple[str, ...]
    withdrawn: int
    cadences: tuple[str, ...]
    leftovers: int


class RemovalReads(StayReads, Protocol):
    """Questions about removals that are not finished, of people and of workspaces."""

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


class RemovalWrites(StayWrites, Protocol):
    """Changes that a removal makes."""

    def remove_person(self, workspace: str, person: str, gone: str, direct: str = "") -> Removal | None:
        """Take the words and the id of a person out of a workspace; None, and nothing changed, where it has neither.

        ``gone`` stands in place of the id from now on; ``direct`` is the bot's conversation with the person, if known.
        """

    def take_words_out(self, workspace: str, ballot_id: str) -> None:
        """Take out the drafts that repeat words of a ballot, or rest on them; of a plan that people work on the words.

        The words stay in the ballot, and so does everything that names its author.
        """

    def settle_leftover(self, workspace: str, gone: str, number: int, refused: str = "") -> None:
        """Record that a message or file is gone, or with which word Slack ``refused``."""

    def settle_canvas(self, workspace: str, assessment_id: str, canvas: str, refused: str) -> None:
        """Record that a canvas was written anew, or with which word Slack ``refused`` that; while a removal waits."""

    def try_leftovers_again(self, workspace: str) -> None:
        """Have what Slack did not let go asked for once more."""

    def note_wiped(self, workspace: str) -> None:
        """Record that no free page holds anything any more of those that were removed until now."""

    def end_removal(self, workspace: str, gone: str) -> None:
        """Forget a removal, and what Slack did not let go."""
