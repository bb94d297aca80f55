"""What the journeys of drafts ask of a model and of the store; the latter is part of ``Reads`` and ``Transaction``."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief
from bot.core.drafts.draft import Answered, Decision, Draft, Made, PromptStamp, Reply, Trouble
from bot.core.drafts.own_words import Lexicon
from bot.core.plan.plan import AcceptedAction, Action, Handover, Plan


@dataclass(frozen=True, slots=True)
class Written:
    """What a model gave back: texts to be checked, or why there are none. Nothing of it is believed yet."""

    answer: Answered | None
    trouble: Trouble | None
    tokens_in: int
    tokens_out: int
    milliseconds: int


class Drafter(Lexicon, Protocol):
    """Writes prose with a language model, and has the dictionaries for it.

    Raises nothing that a model, its server or the network can cause.
    """

    @property
    def model(self) -> str:
        """Name the model as ``provider:name``; empty where none is configured."""

    def prompt(self, brief: Brief) -> PromptStamp:
        """Say which prompt the texts of this brief would be written with."""

    def write(
        self,
        brief: Brief,
        *,
        wish: str,
        problems: tuple[str, ...],
        accepted: tuple[Action, ...] = (),
        more_room: bool = False,
    ) -> Written:
        """Have a text written about each dimension of a brief, or its plan.

        ``wish`` is a person's, ``problems`` what was found wrong with the last try; ``accepted`` are the actions of a
        plan that need not be written again. ``more_room``: the last try broke off. Takes bounded time; refusals of
        the server that may pass are tried again within it.
        """


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

    def handovers(self, workspace: str, assessment_id: str) -> tuple[Handover, ...]:
        """Give to whom the actions of an assessment were given, in the order in which they were."""

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
