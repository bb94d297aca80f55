"""Team assessments and workshops: their terms, ballots with what is typed on their page, pictures, notes and votes.

A ballot is found by whoever asks for ballots, and by no other.

``assessments`` is a view that leaves the ballots out: whatever lists, compares, exports or counts assessments never
meets one. Here the statements go to ``all_assessments``.
"""

import json
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Literal

from bot.core.assessment import Assessment
from bot.core.conversation.page import PageDraft, PageEntry
from bot.core.json_values import LARGEST_NUMBER, Node
from bot.core.record.teams import PICTURE
from bot.core.team import (
    Ballot,
    Closed,
    Closing,
    Leave,
    Mode,
    Participant,
    PictureKind,
    Quote,
    Sitting,
    Team,
    TeamPicture,
)
from bot.core.workshop import Note, Topic, Turn, Workshop
from bot.store.rows import (
    MOMENT,
    NAMES,
    NUMBER,
    NUMBERED,
    Column,
    RowOf,
    SqlTable,
    any_of,
    as_text,
    json_text,
    member_of,
    reading_row,
    row_of,
    time_text,
    whose,
)
from bot.store.session import InTransaction, Row, Value

IN_IT = "workspace = own.workspace AND assessment = own.id"
"""Whether a row is of the assessment that is read, whose table is called ``own``."""
GAPS = {"unread": "unread_threads", "restored": "restored"}
"""The tables that say what is still to be read in a thread, by the field of ``Gaps``."""
BALLOT = "ballot"
"""The mode of an assessment that is one person's part of another."""
EVIDENCE_KIND: Column[Literal["words", "link", "message"]] = any_of("words", "link", "message")

_BALLOTS = "ballots JOIN all_assessments AS own ON own.workspace = ballots.workspace AND own.id = ballots.assessment"
_WORKSPACE = "ballots.workspace"
_PARTICIPANTS = SqlTable("participants", NUMBERED, row_of(Participant))
_SITTINGS = SqlTable(
    "sittings",
    NUMBERED,
    row_of(partial(Sitting, closings=()), closed=None, pictures=None, handed_in=None),
)
_OF_SITTING = ("workspace", "assessment", "sitting")
_CLOSINGS = SqlTable(
    "closings",
    (*_OF_SITTING, "number"),
    row_of(Closing, by="said_by"),
)
_CLOSES = SqlTable("closes", _OF_SITTING, row_of(Closed, by="said_by"))
# Without what a person allows, which is said again and again.
BALLOT_ROW = row_of(Ballot, of="part_of", leave=None)
_LEAVE = member_of(Leave)
_LEAVES = SqlTable("leaves", NUMBERED, _LEAVE.alone("leave"))
_QUOTES = SqlTable(
    "quotes",
    (*_OF_SITTING, "picture", "number"),
    row_of(Quote),
)
_MINUTES = SqlTable("discussion_minutes", NUMBERED, NUMBER.alone("minutes"))


_PLAIN: RowOf[Any] = row_of(dict, kind=member_of(PictureKind), at=MOMENT, handed_in=NUMBER)


def _picture_row(picture: TeamPicture) -> dict[str, Value]:
    return {**_PLAIN.write(picture), "content": json_text(PICTURE.write(picture))}


def _picture(values: Sequence[Any]) -> TeamPicture:
    *plain, content = values
    return TeamPicture(**_PLAIN.read(plain), **PICTURE.read(Node("content", json.loads(as_text(content)))))


# Without the quotations, which stand in a table of their own.
_PICTURES = SqlTable("pictures", (*_OF_SITTING, "number"), RowOf((*_PLAIN.names, "content"), _picture_row, _picture))

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


class SqlTeamReads(InTransaction):
    """Implements a part of ``Reads``."""

    def _wholes(self, rows: list[Row]) -> tuple[Assessment, ...]:
        raise NotImplementedError

    @property
    def _whole(self) -> str:
        """Return the columns of an assessment or ballot that is read whole; its table is called ``own``."""
        raise NotImplementedError

    def _with_talk(self, where: Mapping[str, Value]) -> Assessment | None:
        """Read one whole, and have what is asked next about it at hand."""
        raise NotImplementedError

    def assessment_or_ballot(self, workspace: str, assessment_id: str) -> Assessment | None:
        return self._with_talk({"workspace": workspace, "id": assessment_id})

    def ballots(self, workspace: str, assessment_id: str, sitting: int) -> tuple[Assessment, ...]:
        of: dict[str, Value] = {_WORKSPACE: workspace, "part_of": assessment_id, "sitting": sitting}
        return self._wholes(self._session.rows(_BALLOTS, "own.number", self._whole, **of))

    def ballot_of(self, workspace: str, assessment_id: str, sitting: int, person: str) -> str | None:
        of: dict[str, Value] = {"workspace": workspace, "part_of": assessment_id, "sitting": sitting, "person": person}
        ballot: str | None = self._session.value("ballots", "assessment", **of)
        return ballot

    def handed_in(self, workspace: str, assessment_id: str, sitting: int) -> frozenset[str]:
        of: dict[str, Value] = {_WORKSPACE: workspace, "part_of": assessment_id, "sitting": sitting}
        found = self._session.rows(_BALLOTS, "", "person, completed_at", **of)
        return frozenset(str(row["person"]) for row in found if row["completed_at"] is not None)

    def own_ballots(self, workspace: str, person: str) -> tuple[str, ...]:
        return self._session.column(_BALLOTS, "id", "own.number DESC", **{_WORKSPACE: workspace, "person": person})

    def unopened(self, workspace: str, channel: str) -> tuple[str, ...]:
        where = {"workspace": workspace, "channel": channel, "thread": None}
        return self._session.column("all_assessments", "id", "started_at DESC, number DESC", **where)

    def _of_team(self, row: Row) -> dict[str, Any]:
        """Read what makes an assessment one of several people, or one person's part of such; most are neither."""
        mode, where = as_text(row["mode"]), whose(row["workspace"], row["id"])
        if not mode:
            return {}
        return {"ballot": self._ballot(where)} if mode == BALLOT else {"team": self._team(where, mode)}

    def _team(self, where: Mapping[str, Value], mode: str) -> Team:
        """Give the terms of a team assessment with everything that was revealed."""
        (row,) = self._session.rows("teams", **where)
        minutes = _MINUTES.all(self._session, **where)
        return Team(
            mode=Mode(mode),
            named=bool(row["named"]),
            participants=_PARTICIPANTS.all(self._session, **where),
            sittings=self._sittings(where),
            **({"minutes": minutes[-1]} if minutes else {}),
        )

    def _sittings(self, where: Mapping[str, Value]) -> tuple[Sitting, ...]:
        closings = _CLOSINGS.grouped(self._session, "sitting", **where)
        closed = _CLOSES.grouped(self._session, "sitting", **where)
        pictures = self._pictures(where)
        handed_in = self._handed_in(where)
        return tuple(
            replace(
                each,
                closings=tuple(closings[each.number]),
                closed=next(iter(closed[each.number]), None),
                pictures=tuple(pictures[each.number]),
                handed_in=handed_in[each.number],
            )
            for each in _SITTINGS.all(self._session, **where)
        )

    def _pictures(self, where: Mapping[str, Value]) -> dict[int, list[TeamPicture]]:
        quotes: dict[tuple[int, int], list[Quote]] = defaultdict(list)
        said = self._session.rows("quotes", _QUOTES.order, **where)
        now = self._leaves(where) if said else {}
        for row, quote in zip(said, _QUOTES.read(said), strict=True):
            allowed = now.get((row["sitting"], row["person"]), quote.leave)
            narrower = max(quote.leave, allowed, key=list(Leave).index)  # what was not shown does not come later
            quotes[row["sitting"], row["picture"]].append(replace(quote, leave=narrower))
        found: dict[int, list[TeamPicture]] = defaultdict(list)
        rows = self._session.rows("pictures", _PICTURES.order, **where)
        for row, picture in zip(rows, _PICTURES.read(rows), strict=True):
            found[row["sitting"]].append(replace(picture, quotes=tuple(quotes[row["sitting"], row["number"]])))
        return found

    def _leaves(self, where: Mapping[str, Value]) -> dict[tuple[int, str], Leave]:
        """Give what the respondents of a team assessment allow with their words now, by sitting and person."""
        found = self._session.all(
            "SELECT sitting, person, leave FROM leaves JOIN ballots ON ballots.workspace = leaves.workspace"
            " AND ballots.assessment = leaves.assessment WHERE ballots.workspace = ? AND part_of = ?"
            " ORDER BY leaves.number",
            *where.values(),
        )
        return {(row["sitting"], row["person"]): _LEAVE.read(row["leave"]) for row in found}

    def _handed_in(self, where: Mapping[str, Value]) -> Counter[int]:
        of = {_WORKSPACE: where["workspace"], "part_of": where["assessment"]}
        found = self._session.rows(_BALLOTS, "", "sitting, completed_at", **of)
        return Counter(row["sitting"] for row in found if row["completed_at"] is not None)

    def _ballot(self, where: Mapping[str, Value]) -> Ballot:
        """Give what makes an assessment a ballot."""
        (row,) = self._session.rows("ballots", **where)
        leaves = _LEAVES.all(self._session, **where)
        return replace(BALLOT_ROW.of(row), leave=leaves[-1]) if leaves else BALLOT_ROW.of(row)

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

    def page_draft(self, workspace: str, assessment_id: str, person: str) -> PageDraft | None:
        content = self._session.value("page_drafts", "content", **whose(workspace, assessment_id), person=person)
        if content is None:
            return None
        with reading_row("page_drafts", assessment_id):
            found = Node("content", json.loads(content)).fields(("seen", "entries"))
            typed = found["entries"].entries()
            entries = {key: PageEntry(*(each.text() for each in node.items(3))) for key, node in typed.items()}
            return PageDraft(found["seen"].integer(0, LARGEST_NUMBER), entries)


class SqlTeamWrites(InTransaction):
    """Adds what is said about team assessments; nothing of it is ever changed."""

    def _add_team(self, assessment: Assessment, team: Team) -> None:
        """Record the terms with which a team assessment is opened."""
        of = whose(assessment.workspace, assessment.id)
        self._session.add("teams", of | {"named": int(team.named)})
        for person in team.participants:
            self.add_participant(assessment.workspace, assessment.id, person)
        for sitting in team.sittings:
            self.add_sitting(assessment.workspace, assessment.id, sitting)

    def new_salt(self) -> str:
        return secrets.token_hex(16)

    def add_participant(self, workspace: str, assessment_id: str, participant: Participant) -> None:
        _PARTICIPANTS.append(self._session, participant, **whose(workspace, assessment_id))

    def add_sitting(self, workspace: str, assessment_id: str, sitting: Sitting) -> None:
        _SITTINGS.add(self._session, sitting, **whose(workspace, assessment_id))
        for closing in sitting.closings:
            self.add_closing(workspace, assessment_id, sitting.number, closing)

    def add_closing(self, workspace: str, assessment_id: str, sitting: int, closing: Closing) -> None:
        _CLOSINGS.append(self._session, closing, **whose(workspace, assessment_id), sitting=sitting)

    def close_sitting(self, workspace: str, assessment_id: str, sitting: int, closed: Closed) -> None:
        of = whose(workspace, assessment_id) | {"sitting": sitting}
        _CLOSES.add(self._session, closed, **of)
        self._session.all(
            "UPDATE ballots SET counted = (SELECT COUNT(*) FROM ratings WHERE ratings.workspace = ballots.workspace"
            " AND ratings.assessment = ballots.assessment) WHERE workspace = ? AND part_of = ? AND sitting = ?",
            *of.values(),
        )

    def add_picture(
        self, workspace: str, assessment_id: str, sitting: int, picture: TeamPicture, authors: Iterable[str]
    ) -> None:
        of = whose(workspace, assessment_id) | {"sitting": sitting}
        _PICTURES.append(self._session, picture, **of)
        (number,) = self._session.all(
            "SELECT MAX(number) AS number FROM pictures WHERE workspace = ? AND assessment = ? AND sitting = ?",
            *of.values(),
        )
        for quote, author in zip(picture.quotes, authors, strict=True):
            _QUOTES.append(self._session, quote, **of, picture=number["number"], person=author)

    def mark_late(self, workspace: str, ballot_id: str, dimensions: Iterable[str]) -> None:
        late = {"late_shown": NAMES.write(tuple(dimensions))}
        self._session.change("ballots", late, **whose(workspace, ballot_id))

    def add_minutes(self, workspace: str, assessment_id: str, minutes: int, by: str, at: datetime) -> None:
        of = whose(workspace, assessment_id)
        _MINUTES.append(self._session, minutes, **of, said_by=by, at=time_text(at))

    def add_leave(self, workspace: str, ballot_id: str, leave: Leave, at: datetime) -> None:
        _LEAVES.append(self._session, leave, **whose(workspace, ballot_id), at=time_text(at))

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

    def put_page_draft(self, workspace: str, assessment_id: str, person: str, draft: PageDraft, at: datetime) -> None:
        entries = {key: [each.level, each.words, each.link] for key, each in draft.entries.items()}
        content = json_text({"seen": draft.seen, "entries": entries})
        self._session.all(
            "INSERT INTO page_drafts (workspace, assessment, person, content, at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, assessment, person) DO UPDATE SET content = excluded.content, at = excluded.at"
            " WHERE excluded.at > page_drafts.at",  # what was sent later may come earlier
            *(workspace, assessment_id, person, content, time_text(at)),
        )

    def drop_page_draft(self, workspace: str, assessment_id: str, person: str) -> None:
        self._session.drop("page_drafts", **whose(workspace, assessment_id), person=person)
