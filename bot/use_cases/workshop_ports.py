"""What the journeys of a workshop ask of the store and tell it; part of the ports of teams."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.workshop import Note, Topic, Turn, Workshop


class WorkshopReads(Protocol):
    """Questions about workshops, each asked within a workspace."""

    def workshop(self, workspace: str, assessment_id: str) -> Workshop | None:
        """Give what belongs to a workshop; None for an assessment that is none."""


class WorkshopWrites(Protocol):
    """What a transaction records about workshops."""

    def put_workshop(self, workspace: str, assessment_id: str, workshop: Workshop) -> None:
        """Record the terms of a workshop, in place of those before: anonymity, links, and its canvas."""

    def add_turn(self, workspace: str, assessment_id: str, turn: Turn) -> None:
        """Add what happened to the steps after everything else."""

    def put_notes(self, workspace: str, assessment_id: str, topic: Topic, person: str, notes: Sequence[Note]) -> None:
        """Record a person's notes about a question, in place of those that are not shown yet."""

    def show_notes(self, workspace: str, assessment_id: str, notes: Iterable[str]) -> None:
        """Record that notes are shown to everybody: they are not changed any more."""

    def label_notes(self, workspace: str, assessment_id: str, notes: Iterable[str], label: str) -> None:
        """Put notes into a group, or into none."""

    def put_votes(self, workspace: str, assessment_id: str, person: str, choices: Iterable[str]) -> None:
        """Record a person's votes, in place of those before."""

    def add_reader(self, workspace: str, assessment_id: str, person: str, at: datetime) -> bool:
        """Record that a person has read what is read before; False when that was recorded."""
