"""Team assessments: their terms, ballots and pictures. A ballot is found by whoever asks for ballots, and by no other.

``assessments`` is a view that leaves the ballots out: whatever lists, compares, exports or counts assessments never
meets one. Here the statements go to ``all_assessments``.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from bot.core.assessment import Assessment
from bot.core.json_values import Node
from bot.core.record.pictures import picture_from_node, picture_to_dict
from bot.core.team import (
    Ballot,
    Closed,
    Closing,
    Evidence,
    Leave,
    Mode,
    Participant,
    PictureKind,
    Quote,
    Sitting,
    Team,
    TeamPicture,
)
from bot.store.rows import (
    as_enum,
    as_number,
    as_text,
    json_text,
    one_of,
    optional_time_from,
    optional_time_text,
    place_of,
    read_rows,
    time_from,
    time_text,
)
from bot.store.session import Row, Session, Value

T = TypeVar("T")
BALLOT = "ballot"
"""The mode of an assessment that is one person's part of another."""
_KINDS = ("words", "link", "message")


class SqlTeams:
    """Reads the terms of team assessments and of ballots."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def parts(self, row: Row) -> dict[str, Any]:
        """Read what makes an assessment one of several people, or one person's part of such; most are neither."""
        mode, where = as_text(row["mode"]), (row["workspace"], row["id"])
        if not mode:
            return {}
        return {"ballot": self.ballot(*where)} if mode == BALLOT else {"team": self.team(*where, mode)}

    def team(self, workspace: str, assessment_id: str, mode: str) -> Team:
        """Give the terms of a team assessment with everything that was revealed."""
        row = self._rows("teams", workspace, assessment_id)[0]
        minutes = self._rows("discussion_minutes", workspace, assessment_id)
        return Team(
            mode=Mode(mode),
            named=bool(row["named"]),
            participants=self._read("participants", workspace, assessment_id, _participant_from),
            sittings=self._sittings(workspace, assessment_id),
            **({"minutes": as_number(minutes[-1]["minutes"])} if minutes else {}),
        )

    def _sittings(self, workspace: str, assessment_id: str) -> tuple[Sitting, ...]:
        where = (workspace, assessment_id)
        closings = self._by_sitting("closings", where, _closing_from)
        closed = self._by_sitting("closes", where, _closed_from)
        pictures = self._pictures(where)
        handed_in = self._handed_in(where)

        def sitting(row: Row) -> Sitting:
            number = as_number(row["number"])
            return Sitting(
                number=number,
                dimensions=_names(row["dimensions"]),
                opened_by=as_text(row["opened_by"]),
                opened_at=time_from(row["opened_at"]),
                closings=tuple(closings[number]),
                closed=next(iter(closed[number]), None),
                pictures=tuple(pictures[number]),
                handed_in=handed_in.get(number, 0),
            )

        return self._read("sittings", workspace, assessment_id, sitting)

    def _pictures(self, where: tuple[str, str]) -> dict[int, list[TeamPicture]]:
        quotes: dict[tuple[int, int], list[Quote]] = defaultdict(list)
        for row in self._rows("quotes", *where):
            quotes[row["sitting"], row["picture"]].append(_quote_from(row))
        found: dict[int, list[TeamPicture]] = defaultdict(list)
        for row in self._rows("pictures", *where):
            shown = tuple(quotes[row["sitting"], row["number"]])
            found[row["sitting"]].append(read_rows("pictures", [row], place_of, lambda each: _picture(each, shown))[0])  # noqa: B023 -- called at once
        return found

    def _handed_in(self, where: tuple[str, str]) -> dict[int, int]:
        found = self._session.all(
            "SELECT sitting, COUNT(*) AS handed_in FROM ballots JOIN all_assessments AS own"
            " ON own.workspace = ballots.workspace AND own.id = ballots.assessment"
            " WHERE ballots.workspace = ? AND part_of = ? AND completed_at IS NOT NULL GROUP BY sitting",
            *where,
        )
        return {row["sitting"]: row["handed_in"] for row in found}

    def ballot(self, workspace: str, assessment_id: str) -> Ballot:
        """Give what makes an assessment a ballot."""
        row = self._session.all(
            "SELECT * FROM ballots WHERE workspace = ? AND assessment = ?", workspace, assessment_id
        )[0]
        leaves = self._rows("leaves", workspace, assessment_id)
        return Ballot(
            of=as_text(row["part_of"]),
            sitting=as_number(row["sitting"]),
            salt=as_text(row["salt"]),
            leave=as_enum(Leave, leaves[-1]["leave"]) if leaves else None,
            counted=as_number(row["counted"]) if row["counted"] is not None else None,
            late_shown=_names(row["late_shown"]),
        )

    def _rows(self, table: str, workspace: str, assessment_id: str) -> list[Row]:
        sql = f"SELECT * FROM {table} WHERE workspace = ? AND assessment = ?"  # noqa: S608 -- own table names
        order = {"teams": "", "closes": " ORDER BY sitting", "quotes": " ORDER BY sitting, picture, number"}
        return self._session.all(sql + order.get(table, " ORDER BY number"), workspace, assessment_id)

    def _read(self, table: str, workspace: str, assessment_id: str, read: Callable[[Row], T]) -> tuple[T, ...]:
        return read_rows(table, self._rows(table, workspace, assessment_id), place_of, read)

    def _by_sitting(self, table: str, where: tuple[str, str], read: Callable[[Row], T]) -> dict[int, list[T]]:
        rows = self._rows(table, *where)
        found: dict[int, list[T]] = defaultdict(list)
        for row, value in zip(rows, read_rows(table, rows, place_of, read), strict=True):
            found[row["sitting"]].append(value)
        return found


class SqlBallotReads:
    """Finds ballots for those who ask for ballots; implements the port ``TeamReads``."""

    _session: Session

    def _wholes(self, rows: list[Row]) -> tuple[Assessment, ...]:
        raise NotImplementedError

    def assessment_or_ballot(self, workspace: str, assessment_id: str) -> Assessment | None:
        """Give an assessment or a ballot with all its facts."""
        sql = "SELECT * FROM all_assessments WHERE workspace = ? AND id = ?"
        row = self._session.one(sql, workspace, assessment_id)
        return self._wholes([row])[0] if row is not None else None

    def ballots(self, workspace: str, assessment_id: str, sitting: int) -> tuple[Assessment, ...]:
        """Give the ballots of a sitting with all their facts, in the order in which they were made."""
        rows = self._session.all(
            "SELECT own.* FROM all_assessments AS own JOIN ballots ON ballots.workspace = own.workspace"
            " AND ballots.assessment = own.id WHERE ballots.workspace = ? AND part_of = ? AND sitting = ?"
            " ORDER BY own.number",
            *(workspace, assessment_id, sitting),
        )
        return self._wholes(rows)

    def ballot_of(self, workspace: str, assessment_id: str, sitting: int, person: str) -> str | None:
        """Give the id of a person's ballot in a sitting; None while there is none."""
        row = self._session.one(
            "SELECT assessment FROM ballots WHERE workspace = ? AND part_of = ? AND sitting = ? AND person = ?",
            *(workspace, assessment_id, sitting, person),
        )
        return str(row["assessment"]) if row is not None else None

    def handed_in(self, workspace: str, assessment_id: str, sitting: int) -> frozenset[str]:
        """Give who has handed in a complete ballot in a sitting: to remind the others, and for nothing else."""
        found = self._session.all(
            "SELECT person FROM ballots JOIN all_assessments AS own ON own.workspace = ballots.workspace"
            " AND own.id = ballots.assessment WHERE ballots.workspace = ? AND part_of = ? AND sitting = ?"
            " AND completed_at IS NOT NULL",
            *(workspace, assessment_id, sitting),
        )
        return frozenset(str(row["person"]) for row in found)

    def own_ballots(self, workspace: str, person: str) -> tuple[str, ...]:
        """Give the ids of a person's ballots, the newest first."""
        found = self._session.all(
            "SELECT id FROM ballots JOIN all_assessments AS own ON own.workspace = ballots.workspace"
            " AND own.id = ballots.assessment WHERE ballots.workspace = ? AND person = ? ORDER BY own.number DESC",
            *(workspace, person),
        )
        return tuple(str(row["id"]) for row in found)

    def unopened(self, workspace: str, channel: str) -> tuple[str, ...]:
        """Give the assessments and ballots of a channel whose headline is not known to stand, the newest first."""
        found = self._session.all(
            "SELECT id FROM all_assessments WHERE workspace = ? AND channel = ? AND thread IS NULL"
            " ORDER BY started_at DESC, number DESC",
            *(workspace, channel),
        )
        return tuple(str(row["id"]) for row in found)


class SqlTeamWrites:
    """Adds what is said about team assessments; nothing of it is ever changed."""

    _session: Session

    def _add_team(self, assessment: Assessment, team: Team) -> None:
        """Record the terms with which a team assessment is opened."""
        of = _of(assessment.workspace, assessment.id)
        self._session.add("teams", of | {"named": int(team.named)})
        for person in team.participants:
            self.add_participant(assessment.workspace, assessment.id, person)
        for sitting in team.sittings:
            self.add_sitting(assessment.workspace, assessment.id, sitting)

    def _add_ballot(self, assessment: Assessment, ballot: Ballot) -> None:
        row: dict[str, Value] = {"part_of": ballot.of, "sitting": ballot.sitting, "salt": ballot.salt}
        row |= {"person": assessment.starter}
        self._session.add("ballots", _of(assessment.workspace, assessment.id) | row)

    def new_salt(self) -> str:
        """Give 32 hexadecimal digits that nobody can guess."""
        return secrets.token_hex(16)

    def add_participant(self, workspace: str, assessment_id: str, participant: Participant) -> None:
        """Add a respondent of a team assessment, or how one is described now."""
        row: dict[str, Value] = {"person": participant.person, "role": participant.role}
        row |= {"department": participant.department, "at": time_text(participant.at)}
        self._session.append("participants", _of(workspace, assessment_id), row)

    def add_sitting(self, workspace: str, assessment_id: str, sitting: Sitting) -> None:
        """Add a sitting with its contract; StoreError for a number that exists."""
        row: dict[str, Value] = {"number": sitting.number, "dimensions": json_text(list(sitting.dimensions))}
        row |= {"opened_by": sitting.opened_by, "opened_at": time_text(sitting.opened_at)}
        self._session.add("sittings", _of(workspace, assessment_id) | row)
        for closing in sitting.closings:
            self.add_closing(workspace, assessment_id, sitting.number, closing)

    def add_closing(self, workspace: str, assessment_id: str, sitting: int, closing: Closing) -> None:
        """Add a contract in place of the one before."""
        row: dict[str, Value] = {"quorum": closing.quorum, "deadline": optional_time_text(closing.deadline)}
        row |= {"said_by": closing.by, "at": time_text(closing.at)}
        self._session.append("closings", _of(workspace, assessment_id) | {"sitting": sitting}, row)

    def close_sitting(self, workspace: str, assessment_id: str, sitting: int, closed: Closed) -> None:
        """Record the end of a sitting, and how many ratings of each ballot count; StoreError for a second end."""
        row: dict[str, Value] = {"at": time_text(closed.at), "said_by": closed.by, "root": closed.root}
        of = _of(workspace, assessment_id) | {"sitting": sitting}
        self._session.add("closes", of | row | {"receipts": json_text(list(closed.receipts))})
        self._session.all(
            "UPDATE ballots SET counted = (SELECT COUNT(*) FROM ratings WHERE ratings.workspace = ballots.workspace"
            " AND ratings.assessment = ballots.assessment) WHERE workspace = ? AND part_of = ? AND sitting = ?",
            *of.values(),
        )

    def add_picture(
        self, workspace: str, assessment_id: str, sitting: int, picture: TeamPicture, authors: Iterable[str]
    ) -> None:
        """Add a picture; ``authors`` are those of its quotations, in their order: only a deletion asks for them."""
        of = _of(workspace, assessment_id) | {"sitting": sitting}
        row: dict[str, Value] = {"kind": picture.kind.value, "at": time_text(picture.at)}
        row |= {"handed_in": picture.handed_in, "content": json_text(picture_to_dict(picture))}
        self._session.append("pictures", of, row)
        (number,) = self._session.all(
            "SELECT MAX(number) AS number FROM pictures WHERE workspace = ? AND assessment = ? AND sitting = ?",
            *of.values(),
        )
        for quote, author in zip(picture.quotes, authors, strict=True):
            words: dict[str, Value] = {"dimension": quote.dimension, "kind": quote.evidence.kind}
            words |= {"text": quote.evidence.text, "leave": quote.leave.value, "person": author}
            self._session.append("quotes", of | {"picture": number["number"]}, words)

    def mark_late(self, workspace: str, ballot_id: str, dimensions: Iterable[str]) -> None:
        """Record which dimensions of a ballot were shown late by now."""
        self._session.all(
            "UPDATE ballots SET late_shown = ? WHERE workspace = ? AND assessment = ?",
            *(json_text(list(dimensions)), workspace, ballot_id),
        )

    def add_minutes(self, workspace: str, assessment_id: str, minutes: int, by: str, at: datetime) -> None:
        """Add how long the discussion of a team assessment takes, in place of what was said before."""
        row: dict[str, Value] = {"minutes": minutes, "said_by": by, "at": time_text(at)}
        self._session.append("discussion_minutes", _of(workspace, assessment_id), row)

    def add_leave(self, workspace: str, ballot_id: str, leave: Leave, at: datetime) -> None:
        """Add what a person allows with the words of a ballot, in place of what they said before."""
        self._session.append("leaves", _of(workspace, ballot_id), {"leave": leave.value, "at": time_text(at)})


def _of(workspace: str, assessment_id: str) -> dict[str, Value]:
    return {"workspace": workspace, "assessment": assessment_id}


def _participant_from(row: Row) -> Participant:
    return Participant(as_text(row["person"]), as_text(row["role"]), as_text(row["department"]), time_from(row["at"]))


def _closing_from(row: Row) -> Closing:
    quorum = as_number(row["quorum"]) if row["quorum"] is not None else None
    return Closing(quorum, optional_time_from(row["deadline"]), as_text(row["said_by"]), time_from(row["at"]))


def _closed_from(row: Row) -> Closed:
    return Closed(time_from(row["at"]), as_text(row["said_by"]), as_text(row["root"]), _names(row["receipts"]))


def _picture(row: Row, quotes: tuple[Quote, ...]) -> TeamPicture:
    content = Node("content", json.loads(as_text(row["content"])))
    kind = as_enum(PictureKind, row["kind"])
    return picture_from_node(content, kind, time_from(row["at"]), as_number(row["handed_in"]), quotes)


def _quote_from(row: Row) -> Quote:
    evidence = Evidence(one_of(row["kind"], _KINDS), as_text(row["text"]))  # type: ignore[arg-type]  # one of the kinds
    return Quote(as_text(row["dimension"]), evidence, as_enum(Leave, row["leave"]))


def _names(text: object) -> tuple[str, ...]:
    value = json.loads(as_text(text))
    if not isinstance(value, list):
        raise TypeError("no list")
    return tuple(as_text(each) for each in value)
