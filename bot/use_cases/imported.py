"""What the store knows of assessments that were conducted elsewhere, and how such a one is added to it."""

from dataclasses import dataclass
from typing import Protocol

from bot.core.assessment import Assessment
from bot.core.drafts.draft import Draft
from bot.core.framework import Framework
from bot.core.plan.plan import AcceptedAction


@dataclass(frozen=True, slots=True)
class ImportedFrom:
    """What the file of an imported assessment says that no other fact does.

    ``explained`` are the dimensions for which an action was finished since the one before it. One that came along as
    the one before another is not ``whole``: its drafts and actions are missing.
    """

    explained: frozenset[str]
    whole: bool


class IntakeReads(Protocol):
    """Questions about what was imported."""

    def workspaces_of(self, assessment_id: str) -> tuple[str, ...]:
        """Give the workspaces that have an assessment of this id: for who runs the bot, never for a person in Slack."""

    def workspaces(self) -> tuple[str, ...]:
        """Give every workspace that has an assessment: for who runs the bot."""

    def imported(self, workspace: str, assessment_id: str) -> ImportedFrom | None:
        """Give what is known of an assessment that was imported; None for one that was conducted here."""

    def frameworks_of(self, workspace: str, digest: str) -> tuple[Framework, ...]:
        """Give the wordings that a workspace has of a framework's file."""


class IntakeWrites(Protocol):
    """What an import adds as it was elsewhere, with its own ids."""

    def keep_assessment(self, assessment: Assessment) -> None:
        """Record an assessment with everything that was said in it."""

    def add_restored(self, workspace: str, assessment_id: str) -> None:
        """Record that the thread of an assessment is to be looked at before it goes on."""

    def keep_draft(self, workspace: str, assessment_id: str, draft: Draft) -> None:
        """Record a draft with its replies and text, after all others; its decisions are added apart."""

    def keep_action(self, workspace: str, assessment_id: str, accepted: AcceptedAction) -> None:
        """Record an action of an accepted plan under its own id, after all others."""

    def put_imported(self, workspace: str, assessment_id: str, imported: ImportedFrom) -> None:
        """Record where an assessment came from, in place of what was known of that."""
