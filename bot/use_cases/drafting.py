"""What the drafting journeys ask of the outside: a drafter, and a store that keeps every draft and decision."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.assessment import Assessment
from bot.core.brief import Brief
from bot.core.draft import Content, Decision, Draft, Made, PromptStamp, Reply, Trouble
from bot.core.plan import AcceptedAction, Plan


@dataclass(frozen=True, slots=True)
class Written:
    """What a model gave back: a text to be checked, or why there is none. Nothing of it is believed yet."""

    content: Content | None
    trouble: Trouble | None
    tokens_in: int
    tokens_out: int
    milliseconds: int


class Drafter(Protocol):
    """Writes prose with a language model. Raises nothing that a model, its server or the network can cause."""

    @property
    def model(self) -> str:
        """Name the model as ``provider:name``; empty where none is configured."""

    def prompt(self, brief: Brief) -> PromptStamp:
        """Say which prompt a text of this brief would be written with."""

    def write(self, brief: Brief, *, wish: str, problems: tuple[str, ...]) -> Written:
        """Have one text written. ``wish`` is a person's, ``problems`` what the checks found wrong with the last try.

        Takes bounded time; refusals of the server that may pass are tried again within it.
        """


class WithoutModel:
    """The drafter where no model is configured; it is asked for nothing."""

    @property
    def model(self) -> str:
        """Name no model."""
        return ""

    def prompt(self, brief: Brief) -> PromptStamp:
        """Name no prompt."""
        return PromptStamp(str(brief.piece.kind), "", "")

    def write(self, _brief: Brief, *, wish: str, problems: tuple[str, ...]) -> Written:  # noqa: ARG002  # as the port has it
        """Write nothing."""
        return Written(None, Trouble.NO_MODEL, 0, 0, 0)


class DraftReads(Protocol):
    """Questions about drafts, each asked within a workspace."""

    def drafts(self, workspace: str, assessment_id: str) -> tuple[Draft, ...]:
        """Give every draft of an assessment with its replies and decisions, in the order in which they were asked."""

    def draft(self, workspace: str, assessment_id: str, draft_id: str) -> Draft | None:
        """Give one draft; None when this assessment has none of that id."""

    def actions(self, workspace: str, assessment_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of the accepted plan, in its order; those of a plan that was reopened are not among them."""

    def reported(self, assessment: Assessment, *, limit: int) -> tuple[str, ...]:
        """Give, by id, those of the newest ``limit`` complete ones before it of whose plan anything was reported."""

    def actions_of_plan(self, workspace: str, assessment_id: str, draft_id: str) -> tuple[AcceptedAction, ...]:
        """Give the actions of a plan as it was accepted last, whether or not that stands; none if it never was."""


class DraftWrites(Protocol):
    """Facts about drafts that a transaction adds; none is ever changed."""

    def add_draft(self, workspace: str, assessment_id: str, draft: Draft) -> None:
        """Record that a draft is wanted; it has no replies, text or decisions yet."""

    def add_reply(self, workspace: str, assessment_id: str, draft_id: str, reply: Reply) -> None:
        """Record what a model answered, after all other replies, so that it is never paid for twice."""

    def add_made(self, workspace: str, assessment_id: str, draft_id: str, made: Made) -> bool:
        """Record the finished text; False, and nothing recorded, when the draft has one already."""

    def add_decision(self, workspace: str, assessment_id: str, draft_id: str, decision: Decision) -> None:
        """Add what a person decided after all other decisions."""

    def add_actions(self, workspace: str, assessment_id: str, draft_id: str, plan: Plan, start: date) -> None:
        """Make the plan's actions part of the record, due so many days after ``start``.

        They take the place of those of an earlier acceptance of the assessment's plan, which stay on record.
        """

    def set_owner(
        self, workspace: str, assessment_id: str, action_id: str, *, owner: str, by: str, at: datetime
    ) -> None:
        """Record to whom an action was given, by whom and when; the last one counts."""
