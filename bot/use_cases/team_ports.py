"""What the journeys of a team assessment, its pages and its workshop ask of the store and tell it.

Whoever asks for an assessment gets no ballot: these questions alone find one. Each asker says for whom it asks. What
somebody typed on a page and has not submitted is for that person only.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.assessment import Assessment
from bot.core.conversation.page import PageDraft
from bot.core.team import Closed, Closing, Leave, Participant, Sitting, TeamPicture
from bot.core.workshop import Note, Topic, Turn, Workshop


class TeamReads(Protocol):
    """Questions about ballots, pages and workshops, each asked within a workspace."""

    def assessment_or_ballot(self, workspace: str, assessment_id: str) -> Assessment | None:
        """Give an assessment or a ballot with all its facts: for the conversation with its own respondent only."""

    def ballots(self, workspace: str, assessment_id: str, sitting: int) -> tuple[Assessment, ...]:
        """Give the ballots of a sitting with all their facts: to close and to reveal it, and to check a receipt."""

    def ballot_of(self, workspace: str, assessment_id: str, sitting: int, person: str) -> str | None:
        """Give the id of a person's ballot in a sitting; None while there is none."""

    def handed_in(self, workspace: str, assessment_id: str, sitting: int) -> frozenset[str]:
        """Give who has handed in a complete ballot in a sitting: to remind the others, and for nothing else."""

    def own_ballots(self, workspace: str, person: str) -> tuple[str, ...]:
        """Give the ids of a person's ballots, the newest first: for that person."""

    def unopened(self, workspace: str, channel: str) -> tuple[str, ...]:
        """Give the assessments and ballots of a channel whose headline is not known to stand, the newest first."""

    def page_draft(self, workspace: str, assessment_id: str, person: str) -> PageDraft | None:
        """Give what a person typed and has not submitted; None where there is nothing."""

    def workshop(self, workspace: str, assessment_id: str) -> Workshop | None:
        """Give what belongs to a workshop; None for an assessment that is none."""


class TeamWrites(Protocol):
    """Facts about team assessments that a transaction adds; ``add_assessment`` records the first terms and ballots."""

    def new_salt(self) -> str:
        """Give 32 hexadecimal digits that nobody can guess."""

    def add_participant(self, workspace: str, assessment_id: str, participant: Participant) -> None:
        """Add a respondent of a team assessment, or how one is described now."""

    def add_sitting(self, workspace: str, assessment_id: str, sitting: Sitting) -> None:
        """Add a sitting with its contract; StoreError for a number that exists."""

    def add_closing(self, workspace: str, assessment_id: str, sitting: int, closing: Closing) -> None:
        """Add a contract in place of the one before."""

    def close_sitting(self, workspace: str, assessment_id: str, sitting: int, closed: Closed) -> None:
        """Record the end of a sitting, and how many ratings of each ballot count; StoreError for a second end."""

    def add_picture(
        self, workspace: str, assessment_id: str, sitting: int, picture: TeamPicture, authors: Iterable[str]
    ) -> None:
        """Add a picture; ``authors`` are those of its quotations, in their order: only a deletion asks for them."""

    def add_minutes(self, workspace: str, assessment_id: str, minutes: int, by: str, at: datetime) -> None:
        """Add how long the discussion of a team assessment takes, in place of what was said before."""

    def mark_late(self, workspace: str, ballot_id: str, dimensions: Iterable[str]) -> None:
        """Record which dimensions of a ballot were shown late by now."""

    def add_leave(self, workspace: str, ballot_id: str, leave: Leave, at: datetime) -> None:
        """Add what a person allows with the words of a ballot, in place of what they said before."""

    def put_page_draft(self, workspace: str, assessment_id: str, person: str, draft: PageDraft, at: datetime) -> None:
        """Keep what a person has typed by now, in place of what was typed before that moment."""

    def drop_page_draft(self, workspace: str, assessment_id: str, person: str) -> None:
        """Forget what a person typed: it was submitted."""

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
