"""Workshops: their terms, steps, notes, groups, votes and who has read; and their rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.workshop import Note, Topic, Turn, Workshop
from bot.store.rows import (
    NUMBERED,
    SqlTable,
    row_of,
    time_text,
    whose,
)
from bot.store.session import InTransaction

_OF_ASSESSMENT = ("workspace", "assessment")
# Its terms: what happens in it stands in other tables.
_WORKSHOPS = SqlTable("workshops", _OF_ASSESSMENT, row_of(Workshop, turns=None, notes=None, votes=None, read_by=None))
_TURNS = SqlTable(
    "workshop_turns",
    NUMBERED,
    row_of(Turn, by="said_by"),
)
NOTES = SqlTable(
    "workshop_notes",
    (*_OF_ASSESSMENT, "id"),
    row_of(Note, author="person", is_shown="shown"),
)


class SqlWorkshopReads(InTransaction):
    """Answers from the tables of workshops; part of the port ``TeamReads``."""

    def workshop(self, workspace: str, assessment_id: str) -> Workshop | None:
        where = whose(workspace, assessment_id)
        terms = _WORKSHOPS.one(self._session, **where)
        if terms is None:
            return None
        votes: dict[str, list[str]] = defaultdict(list)
        for row in self._session.rows("workshop_votes", "person, choice", **where):
            votes[row["person"]].append(row["choice"])
        return replace(
            terms,
            turns=_TURNS.all(self._session, **where),
            notes=NOTES.all(self._session, **where),
            votes={person: tuple(choices) for person, choices in votes.items()},
            read_by=self._session.column("workshop_readers", "person", "person", **where),
        )


class SqlWorkshopWrites(SqlWorkshopReads):
    """Writes to the tables of workshops; part of the port ``TeamWrites``."""

    def put_workshop(self, workspace: str, assessment_id: str, workshop: Workshop) -> None:
        _WORKSHOPS.put(self._session, workshop, **whose(workspace, assessment_id))

    def add_turn(self, workspace: str, assessment_id: str, turn: Turn) -> None:
        _TURNS.append(self._session, turn, **whose(workspace, assessment_id))

    def put_notes(self, workspace: str, assessment_id: str, topic: Topic, person: str, notes: Sequence[Note]) -> None:
        own = whose(workspace, assessment_id) | {"topic": topic.value, "person": person}
        self._session.drop("workshop_notes", **own, shown=0)
        for each in notes:
            row = {"id": each.id, "text": each.text}
            self._session.add("workshop_notes", own | row)

    def show_notes(self, workspace: str, assessment_id: str, notes: Iterable[str]) -> None:
        for each in notes:
            self._session.change("workshop_notes", {"shown": 1}, **whose(workspace, assessment_id), id=each)

    def label_notes(self, workspace: str, assessment_id: str, notes: Iterable[str], label: str) -> None:
        for each in notes:
            self._session.change("workshop_notes", {"label": label}, **whose(workspace, assessment_id), id=each)

    def put_votes(self, workspace: str, assessment_id: str, person: str, choices: Iterable[str]) -> None:
        own = whose(workspace, assessment_id) | {"person": person}
        self._session.drop("workshop_votes", **own)
        for each in choices:
            self._session.add("workshop_votes", own | {"choice": each})

    def add_reader(self, workspace: str, assessment_id: str, person: str, at: datetime) -> bool:
        row = whose(workspace, assessment_id) | {"person": person, "at": time_text(at)}
        return self._session.add("workshop_readers", row, unique=("workspace", "assessment", "person"))
