"""Workshops: their terms, steps, notes, groups, votes and who has read; and their rows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.core.workshop import Note, Stage, Topic, Turn, TurnKind, Workshop
from bot.store.rows import (
    as_enum,
    as_number,
    as_text,
    id_of,
    json_text,
    place_of,
    read_rows,
    reading_row,
    time_from,
    time_text,
)
from bot.store.session import Row, Session, Value


class SqlWorkshopReads:
    """Answers from the tables of workshops; implements the port ``WorkshopReads``."""

    _session: Session

    def workshop(self, workspace: str, assessment_id: str) -> Workshop | None:
        """Give what belongs to a workshop."""
        where = (workspace, assessment_id)
        rows = self._workshop_rows("workshops", "", *where)
        if not rows:
            return None
        votes: dict[str, list[str]] = defaultdict(list)
        for row in self._workshop_rows("workshop_votes", "person, choice", *where):
            votes[row["person"]].append(row["choice"])
        with reading_row("workshops", assessment_id):
            links = tuple(as_text(each) for each in json.loads(as_text(rows[0]["links"])))
        return Workshop(
            anonymous=bool(rows[0]["anonymous"]),
            links=links,
            turns=read_rows(
                "workshop_turns", self._workshop_rows("workshop_turns", "number", *where), place_of, _turn_from
            ),
            notes=read_rows("workshop_notes", self._workshop_rows("workshop_notes", "id", *where), id_of, _note_from),
            votes={person: tuple(choices) for person, choices in votes.items()},
            read_by=tuple(str(each["person"]) for each in self._workshop_rows("workshop_readers", "person", *where)),
            canvas=as_text(rows[0]["canvas"]),
        )

    def _workshop_rows(self, table: str, order: str, workspace: str, assessment_id: str) -> list[Row]:
        sql = f"SELECT * FROM {table} WHERE workspace = ? AND assessment = ?"  # noqa: S608 -- own table names
        return self._session.all(sql + (f" ORDER BY {order}" if order else ""), workspace, assessment_id)


class SqlWorkshopWrites(SqlWorkshopReads):
    """Writes to the tables of workshops; implements the port ``WorkshopWrites``."""

    def put_workshop(self, workspace: str, assessment_id: str, workshop: Workshop) -> None:
        """Record the terms of a workshop, in place of those before: anonymity, links, and its canvas."""
        row: dict[str, Value] = {"anonymous": int(workshop.anonymous), "links": json_text(list(workshop.links))}
        self._session.put("workshops", _of(workspace, assessment_id), row | {"canvas": workshop.canvas})

    def add_turn(self, workspace: str, assessment_id: str, turn: Turn) -> None:
        """Add what happened to the steps after everything else."""
        row: dict[str, Value] = {"kind": turn.kind.value, "stage": turn.stage.value, "minutes": turn.minutes}
        row |= {"said_by": turn.by, "at": time_text(turn.at)}
        self._session.append("workshop_turns", _of(workspace, assessment_id), row)

    def put_notes(self, workspace: str, assessment_id: str, topic: Topic, person: str, notes: Sequence[Note]) -> None:
        """Record a person's notes about a question, in place of those that are not shown yet."""
        self._session.all(
            "DELETE FROM workshop_notes WHERE workspace = ? AND assessment = ? AND topic = ? AND person = ?"
            " AND shown = 0",
            *(workspace, assessment_id, topic.value, person),
        )
        for each in notes:
            row: dict[str, Value] = {"id": each.id, "topic": topic.value, "text": each.text, "person": person}
            self._session.add("workshop_notes", _of(workspace, assessment_id) | row)

    def show_notes(self, workspace: str, assessment_id: str, notes: Iterable[str]) -> None:
        """Record that notes are shown to everybody: they are not changed any more."""
        for each in notes:
            self._session.all(
                "UPDATE workshop_notes SET shown = 1 WHERE workspace = ? AND assessment = ? AND id = ?",
                *(workspace, assessment_id, each),
            )

    def label_notes(self, workspace: str, assessment_id: str, notes: Iterable[str], label: str) -> None:
        """Put notes into a group, or into none."""
        for each in notes:
            self._session.all(
                "UPDATE workshop_notes SET label = ? WHERE workspace = ? AND assessment = ? AND id = ?",
                *(label, workspace, assessment_id, each),
            )

    def put_votes(self, workspace: str, assessment_id: str, person: str, choices: Iterable[str]) -> None:
        """Record a person's votes, in place of those before."""
        self._session.all(
            "DELETE FROM workshop_votes WHERE workspace = ? AND assessment = ? AND person = ?",
            *(workspace, assessment_id, person),
        )
        for each in choices:
            self._session.add("workshop_votes", _of(workspace, assessment_id) | {"person": person, "choice": each})

    def add_reader(self, workspace: str, assessment_id: str, person: str, at: datetime) -> bool:
        """Record that a person has read what is read before; False when that was recorded."""
        row = _of(workspace, assessment_id) | {"person": person, "at": time_text(at)}
        return self._session.add("workshop_readers", row, unique=("workspace", "assessment", "person"))


def _of(workspace: str, assessment_id: str) -> dict[str, Value]:
    return {"workspace": workspace, "assessment": assessment_id}


def _turn_from(row: Row) -> Turn:
    kind, stage = as_enum(TurnKind, row["kind"]), as_enum(Stage, row["stage"])
    return Turn(kind, stage, as_text(row["said_by"]), time_from(row["at"]), as_number(row["minutes"]))


def _note_from(row: Row) -> Note:
    return Note(
        id=as_text(row["id"]),
        topic=as_enum(Topic, row["topic"]),
        text=as_text(row["text"]),
        author=as_text(row["person"]),
        is_shown=bool(row["shown"]),
        label=as_text(row["label"]),
    )
