"""Assessments, ratings, questions and messages in threads: what is asked and recorded about them, and their rows."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, TypeVar

from bot.core.assessment import (
    AgreedLevel,
    Assessment,
    Departure,
    Fate,
    Member,
    NotApplicable,
    NotRated,
    Rating,
    Role,
    Status,
    Subject,
    Verdict,
    subject_key,
)
from bot.core.conversation.talk import Ended, Question
from bot.core.errors import StoreError
from bot.core.framework import Framework
from bot.core.record.wording import framework_from_dict, framework_to_dict
from bot.core.team import Evidence
from bot.store.questions import question_from, question_row
from bot.store.rows import (
    as_enum,
    as_number,
    as_optional_text,
    as_text,
    asked_now,
    id_of,
    json_text,
    note_refused,
    object_from,
    one_of,
    optional_time_from,
    optional_time_text,
    place_of,
    post_from,
    read_rows,
    reading_row,
    texts_from,
    time_from,
    time_text,
)
from bot.store.session import Row, Session, Value
from bot.store.teams import BALLOT, SqlBallotReads, SqlTeams, SqlTeamWrites
from bot.use_cases.ports import AssessmentLine, Post

T = TypeVar("T")

_ROUNDS: tuple[Literal[1, 2], ...] = (1, 2)
_KINDS: tuple[Literal["words", "link", "message"], ...] = ("words", "link", "message")
_MOST_FRAMEWORKS = 64
MOST_AT_ONCE = 500
"""Ids in one statement; older builds of SQLite take 999 values."""

_OF_ASSESSMENT = "WHERE workspace = ? AND assessment = ? ORDER BY number"
LINE_COLUMNS = "id, workspace, channel, thread, slug, title, subject, status, started_at, completed_at"


class SqlAssessmentReads(SqlBallotReads):
    """Answers about assessments from the tables, each within one workspace and each through an index.

    ``frameworks`` keeps, by workspace and id, wordings that were read before: an id names one wording for good.
    """

    def __init__(self, session: Session, frameworks: dict[tuple[str, str], Framework]) -> None:
        self._session = session
        self._frameworks = frameworks

    def assessment(self, workspace: str, assessment_id: str) -> Assessment | None:
        """Give an assessment with all its facts."""
        row = self._session.one("SELECT * FROM assessments WHERE workspace = ? AND id = ?", workspace, assessment_id)
        return self._whole(row) if row is not None else None

    def assessments(self, workspace: str, ids: Sequence[str]) -> tuple[Assessment, ...]:
        """Give several assessments with all their facts, in the order of their ids; unknown ones are left out."""
        rows: dict[str, Row] = {}
        for start in range(0, len(ids), MOST_AT_ONCE):
            some = ids[start : start + MOST_AT_ONCE]
            marks = ", ".join("?" for _ in some)
            sql = f"SELECT * FROM assessments WHERE workspace = ? AND id IN ({marks})"  # noqa: S608 -- marks
            rows |= {row["id"]: row for row in self._session.all(sql, workspace, *some)}
        return self._wholes([rows[each] for each in ids if each in rows])

    def workspaces_of(self, assessment_id: str) -> tuple[str, ...]:
        """Give the workspaces that have an assessment of this id: for who runs the bot, never for a person in Slack."""
        found = self._session.all("SELECT workspace FROM assessments WHERE id = ?", assessment_id)
        return tuple(row["workspace"] for row in found)

    def assessment_in_thread(self, workspace: str, channel: str, thread: str) -> Assessment | None:
        """Give the assessment or ballot whose headline is ``thread``."""
        row = self._session.one(
            "SELECT * FROM all_assessments WHERE workspace = ? AND channel = ? AND thread = ?",
            workspace,
            channel,
            thread,
        )
        return self._whole(row) if row is not None else None

    def is_thread(self, workspace: str, channel: str, thread: str) -> bool:
        """Tell whether ``thread`` is the headline of an assessment or ballot."""
        found = self._session.one(
            "SELECT 1 FROM all_assessments WHERE workspace = ? AND channel = ? AND thread = ?",
            workspace,
            channel,
            thread,
        )
        return found is not None

    def lines(self, workspace: str, channel: str, *, limit: int = 50) -> tuple[AssessmentLine, ...]:
        """List the assessments of a channel, the newest first."""
        found = self._session.all(
            f"SELECT {LINE_COLUMNS} FROM assessments WHERE workspace = ? AND channel = ?"  # noqa: S608 -- a constant of ours
            " ORDER BY started_at DESC, number DESC LIMIT ?",
            workspace,
            channel,
            max(limit, 0),
        )
        return read_rows("assessments", found, id_of, line_from)

    def channels(self, workspace: str) -> tuple[str, ...]:
        """List the channels of a workspace that have an assessment, that of the newest one first."""
        found = self._session.all(
            "SELECT channel, MAX(started_at) AS started_at, MAX(number) AS number FROM assessments"
            " WHERE workspace = ? GROUP BY channel",
            workspace,
        )
        newest = sorted(found, key=lambda row: (row["started_at"], row["number"]), reverse=True)
        return tuple(row["channel"] for row in newest)

    def before(self, assessment: Assessment) -> Assessment | None:
        """Give the last complete assessment of the same channel, framework and subject before this one started."""
        last = self._earlier(assessment, 1)
        return self.assessment(assessment.workspace, last[0]) if last else None

    def reported(self, assessment: Assessment, *, limit: int) -> tuple[str, ...]:
        """Give, by id, those of the complete assessments before it on its line of whose plan anything was reported.

        The newest ``limit`` are looked at, so that a long line costs no more than a short one.
        """
        earlier = self._earlier(assessment, limit)
        marks = ", ".join("?" for _ in earlier)
        found = self._session.all(
            f"SELECT DISTINCT assessment FROM action_updates WHERE workspace = ? AND assessment IN ({marks})",  # noqa: S608 -- marks
            assessment.workspace,
            *earlier,
        )
        known = {row["assessment"] for row in found}
        return tuple(each for each in earlier if each in known)

    def _earlier(self, assessment: Assessment, limit: int) -> tuple[str, ...]:
        slugs = (assessment.framework.slug, *assessment.framework.supersedes)
        marks = ", ".join("?" for _ in slugs)
        found = self._session.all(
            "SELECT id FROM assessments WHERE workspace = ? AND channel = ? AND subject_key = ?"  # noqa: S608 -- marks
            f" AND status = 'complete' AND completed_at < ? AND id <> ? AND slug IN ({marks})"
            " ORDER BY completed_at DESC, number DESC LIMIT ?",
            assessment.workspace,
            assessment.channel,
            subject_key(assessment.subject.name),
            time_text(assessment.started_at),
            assessment.id,
            *slugs,
            max(limit, 0),
        )
        return tuple(str(row["id"]) for row in found)

    def line_of(self, assessment: Assessment, *, limit: int) -> tuple[Assessment, ...]:
        """Give the newest complete assessments of its channel, framework and subject by their end, oldest first."""
        slugs = (assessment.framework.slug, *assessment.framework.supersedes)
        marks = ", ".join("?" for _ in slugs)
        found = self._session.all(
            "SELECT * FROM assessments WHERE workspace = ? AND channel = ? AND subject_key = ?"  # noqa: S608 -- marks
            f" AND status = 'complete' AND slug IN ({marks}) ORDER BY completed_at DESC, number DESC LIMIT ?",
            assessment.workspace,
            assessment.channel,
            subject_key(assessment.subject.name),
            *slugs,
            max(limit, 0),
        )
        return self._wholes(found[::-1])

    def last_subject(self, workspace: str, channel: str) -> Subject | None:
        """Give the subject assessed last in a channel."""
        row = self._session.one(
            "SELECT id, subject, variables FROM assessments WHERE workspace = ? AND channel = ?"
            " ORDER BY started_at DESC, number DESC LIMIT 1",
            workspace,
            channel,
        )
        if row is None:
            return None
        with reading_row("assessments", id_of(row)):
            return subject_from(row)

    def questions(self, workspace: str, assessment_id: str) -> tuple[Question, ...]:
        """Give every question of an assessment by number."""
        return self._facts("questions", workspace, assessment_id, question_from)

    def last_number(self, workspace: str, assessment_id: str) -> int:
        """Give the number of the last question of an assessment, 0 before the first."""
        found = self._session.all(
            "SELECT COALESCE(MAX(number), 0) AS last FROM questions WHERE workspace = ? AND assessment = ?",
            workspace,
            assessment_id,
        )
        return int(found[0]["last"])

    def posts(self, workspace: str, assessment_id: str) -> tuple[Post, ...]:
        """Give the messages that stand in Slack for an assessment, in the order in which they were sent."""
        return self._facts("posts", workspace, assessment_id, self._post)

    def _post(self, row: Row) -> Post:
        return post_from(row, self._session.elapsed, sent=row["state"] == "sent")

    def restored(self, workspace: str, assessment_id: str) -> str | None:
        """Give since when the thread is in line again after a restore; empty when it is not, None without a restore."""
        row = self._session.one(
            "SELECT since FROM restored WHERE workspace = ? AND assessment = ?", workspace, assessment_id
        )
        return str(row["since"]) if row is not None else None

    def hints(self, workspace: str, assessment_id: str, person: str) -> frozenset[str]:
        """Give the kinds of private hint a person already had in an assessment."""
        found = self._session.all(
            "SELECT kind FROM hints WHERE workspace = ? AND assessment = ? AND person = ?",
            workspace,
            assessment_id,
            person,
        )
        return frozenset(row["kind"] for row in found)

    def _rows(self, table: str, workspace: str, assessment_id: str) -> list[Row]:
        return self._session.all(f"SELECT * FROM {table} {_OF_ASSESSMENT}", workspace, assessment_id)  # noqa: S608 -- own table names

    def _facts(self, table: str, workspace: str, assessment_id: str, read: Callable[[Row], T]) -> tuple[T, ...]:
        return read_rows(table, self._rows(table, workspace, assessment_id), place_of, read)

    def _whole(self, row: Row) -> Assessment:
        return self._wholes([row])[0]

    def _wholes(self, rows: list[Row]) -> tuple[Assessment, ...]:
        """Read assessments of one workspace with one statement for each table of facts, however many they are."""
        if not rows:
            return ()
        where = (rows[0]["workspace"], tuple(str(row["id"]) for row in rows))
        members = self._facts_of_several("members", *where, member_from)
        ratings = self._facts_of_several("ratings", *where, rating_from)
        agreed = self._facts_of_several("agreed_levels", *where, agreed_from)
        departures = self._facts_of_several("departures", *where, departure_from)
        languages = self._facts_of_several("languages", *where, lambda row: as_text(row["language"]))
        withdrawn = self._facts_of_several("withdrawn", *where, lambda row: as_text(row["dimension"]))
        found, teams = [], SqlTeams(self._session)
        for row in rows:
            assessment_id, framework = row["id"], self._framework(row["workspace"], row["framework"])
            with reading_row("assessments", assessment_id):
                whole = Assessment(
                    id=assessment_id,
                    workspace=row["workspace"],
                    channel=row["channel"],
                    thread=row["thread"],
                    framework=framework,
                    subject=subject_from(row),
                    targets=targets_from(row["targets"]),
                    members=tuple(members[assessment_id]),
                    status=status_from(row["status"]),
                    started_at=time_from(row["started_at"]),
                    completed_at=optional_time_from(row["completed_at"]),
                    ratings=tuple(ratings[assessment_id]),
                    agreed=tuple(agreed[assessment_id]),
                    departures=tuple(departures[assessment_id]),
                    language=next(reversed(languages[assessment_id]), ""),
                    withdrawn=tuple(withdrawn[assessment_id]),
                    **teams.parts(row),
                )
            found.append(whole)
        return tuple(found)

    def _facts_of_several(
        self, table: str, workspace: str, ids: tuple[str, ...], read: Callable[[Row], T]
    ) -> dict[str, list[T]]:
        """Read the facts of several assessments, by the assessment, each in the order in which they were recorded."""
        found: dict[str, list[T]] = defaultdict(list)
        for start in range(0, len(ids), MOST_AT_ONCE):
            some = ids[start : start + MOST_AT_ONCE]
            marks = ", ".join("?" for _ in some)
            sql = f"SELECT * FROM {table} WHERE workspace = ? AND assessment IN ({marks}) ORDER BY assessment, number"  # noqa: S608 -- own table names and marks
            rows = self._session.all(sql, workspace, *some)
            for row, value in zip(rows, read_rows(table, rows, place_of, read), strict=True):
                found[row["assessment"]].append(value)
        return found

    def _framework(self, workspace: str, name: str) -> Framework:
        known = self._frameworks.get((workspace, name))
        if known is not None:
            return known
        row = self._session.all("SELECT wording FROM frameworks WHERE workspace = ? AND id = ?", workspace, name)[0]
        with reading_row("frameworks", name):
            framework = framework_from_wording(row["wording"])
        if len(self._frameworks) >= _MOST_FRAMEWORKS:
            self._frameworks.clear()
        self._frameworks[workspace, name] = framework
        return framework


class SqlAssessmentWrites(SqlAssessmentReads, SqlTeamWrites):
    """Adds facts about assessments to the tables."""

    def add_assessment(self, assessment: Assessment) -> None:
        """Record a new assessment with its members, its framework's wording and the language of its drafts."""
        if assessment.ratings or assessment.agreed:
            raise StoreError(
                f"Assessment {assessment.id!r} is new and has ratings: add them one by one, in their order."
            )
        row = {
            "id": assessment.id,
            "channel": assessment.channel,
            "thread": assessment.thread,
            "framework": self._keep_wording(assessment),
            "slug": assessment.framework.slug,
            "title": assessment.framework.title,
            "subject": assessment.subject.name,
            "subject_key": subject_key(assessment.subject.name),
            "variables": json_text(dict(assessment.subject.variables)),
            "targets": json_text(dict(assessment.targets)),
            "status": assessment.status.value,
            "started_at": time_text(assessment.started_at),
            "completed_at": optional_time_text(assessment.completed_at),
            "mode": _mode_of(assessment),
        }
        self._session.append("all_assessments", {"workspace": assessment.workspace}, row)
        if assessment.team is not None:
            self._add_team(assessment, assessment.team)
        if assessment.ballot is not None:
            self._add_ballot(assessment, assessment.ballot)
        for member in assessment.members:
            self.add_member(assessment.workspace, assessment.id, member)
        if language := assessment.language:
            self.add_language(assessment.workspace, assessment.id, language, assessment.started_at)

    def add_rating(self, workspace: str, assessment_id: str, rating: Rating) -> None:
        """Add one rating after all others."""
        self._session.append("ratings", _of(workspace, assessment_id), _rating_row(rating))

    def add_agreed(self, workspace: str, assessment_id: str, agreed: AgreedLevel) -> None:
        """Add one agreed level after all others."""
        row: dict[str, Value] = {"dimension": agreed.dimension, "level": agreed.level, "agreed_by": agreed.by}
        row |= {"reason": agreed.reason, "dissent": agreed.dissent, "withdrawn": int(agreed.withdrawn)}
        self._session.append("agreed_levels", _of(workspace, assessment_id), row | {"agreed_at": time_text(agreed.at)})

    def add_member(self, workspace: str, assessment_id: str, member: Member) -> None:
        """Add a person's part; adding it twice changes nothing."""
        row = {"person": member.person, "role": member.role.value}
        unique = ("workspace", "assessment", "person", "role")
        self._session.append("members", _of(workspace, assessment_id), row, unique=unique)

    def add_departure(self, workspace: str, assessment_id: str, departure: Departure) -> None:
        """Add what became of a person after everything else."""
        row: dict[str, Value] = {"person": departure.person, "fate": departure.fate.value, "said_by": departure.by}
        self._session.append("departures", _of(workspace, assessment_id), row | {"at": time_text(departure.at)})

    def add_language(self, workspace: str, assessment_id: str, language: str, at: datetime) -> None:
        """Add the language that its drafts are to be written in from now on."""
        self._session.append("languages", _of(workspace, assessment_id), {"language": language, "at": time_text(at)})

    def set_status(self, workspace: str, assessment_id: str, status: Status, at: datetime) -> None:
        """Record where the assessment stands; ``completed_at`` becomes ``at`` the first time it is complete."""
        completed_at = time_text(at) if status is Status.COMPLETE else None
        self._must_change(
            f"assessment {assessment_id!r}",
            "UPDATE all_assessments SET status = ?, completed_at = COALESCE(completed_at, ?)"
            " WHERE workspace = ? AND id = ? RETURNING id",
            *(status.value, completed_at, workspace, assessment_id),
        )

    def set_thread(self, workspace: str, assessment_id: str, thread: str | None) -> None:
        """Record the ts of the headline; None: another one is to be sent."""
        self._must_change(
            f"assessment {assessment_id!r}",
            "UPDATE all_assessments SET thread = ? WHERE workspace = ? AND id = ? RETURNING id",
            *(thread, workspace, assessment_id),
        )

    def add_question(self, workspace: str, assessment_id: str, question: Question) -> None:
        """Add a question after all others; StoreError for a number that exists."""
        self._session.add("questions", _of(workspace, assessment_id) | question_row(question))

    def end_question(self, workspace: str, assessment_id: str, number: int, ended: Ended) -> None:
        """Record how a question ended; StoreError when no such question is open."""
        self._must_change(
            f"open question {assessment_id!r}/{number}",
            "UPDATE questions SET ended = ? WHERE workspace = ? AND assessment = ? AND number = ? AND ended IS NULL"
            " RETURNING number",
            *(ended.value, workspace, assessment_id, number),
        )

    def put_post(self, workspace: str, assessment_id: str, post: Post, *, changed: bool = False) -> None:
        """Record a message under its key; one that is sent anew goes to the end of the order.

        One that was only ``changed`` is recorded as long as that very message is on record.
        """
        stands = self._session.one(
            "SELECT number, ts FROM posts WHERE workspace = ? AND assessment = ? AND key = ?",
            *(workspace, assessment_id, post.key),
        )
        if changed and (stands is None or stands["ts"] != post.ts):
            return
        note_refused(self._session, workspace, post)
        self.drop_post(workspace, assessment_id, post.key)
        row: dict[str, Value] = {"key": post.key, "channel": post.channel, "ts": post.ts, "digest": post.digest}
        row |= {"state": "sent" if post.sent else "sending", **asked_now(self._session, post)}
        if stands is None or stands["ts"] not in (None, post.ts):
            self._session.append("posts", _of(workspace, assessment_id), row)
        else:
            self._session.add("posts", _of(workspace, assessment_id) | row | {"number": stands["number"]})

    def drop_post(self, workspace: str, assessment_id: str, key: str) -> None:
        """Forget a message that was deleted in Slack."""
        self._session.all(
            "DELETE FROM posts WHERE workspace = ? AND assessment = ? AND key = ?", workspace, assessment_id, key
        )

    def restored_threads(self) -> tuple[tuple[str, str], ...]:
        """List the assessments under way, by workspace and id, that came back from a backup and were not looked at."""
        found = self._session.all(
            "SELECT restored.workspace, assessment FROM restored JOIN all_assessments AS own"
            " ON own.workspace = restored.workspace AND own.id = assessment"
            " WHERE since = '' AND status <> 'complete' ORDER BY restored.workspace, number"
        )
        return tuple((str(row["workspace"]), str(row["assessment"])) for row in found)

    def set_restored(self, workspace: str, assessment_id: str, since: str) -> None:
        """Record that the thread is in line again since a message's ts."""
        self._session.all(
            "UPDATE restored SET since = ? WHERE workspace = ? AND assessment = ?", since, workspace, assessment_id
        )

    def add_hint(self, workspace: str, assessment_id: str, person: str, kind: str) -> None:
        """Record that a person had a kind of private hint."""
        row = _of(workspace, assessment_id) | {"person": person, "kind": kind}
        self._session.add("hints", row, unique=tuple(row))

    def _keep_wording(self, assessment: Assessment) -> str:
        name, wording = wording_of(assessment.framework)
        row = {"workspace": assessment.workspace, "id": name, "digest": assessment.framework.digest}
        row |= {"slug": assessment.framework.slug, "wording": wording}
        self._session.add("frameworks", row, unique=("workspace", "id"))
        return name

    def _must_change(self, what: str, sql: str, *values: str | int | None) -> None:
        if self._session.one(sql, *values) is None:
            raise StoreError(f"There is no {what} in this workspace; nothing was saved.")


def wording_of(framework: Framework) -> tuple[str, str]:
    """Give the id and the JSON of a framework's wording; StoreError for one that would not come back as it is."""
    text = json_text(framework_to_dict(framework))
    try:
        if framework_from_wording(text) == framework:
            return hashlib.sha256(text.encode()).hexdigest(), text
    except ValueError as error:
        raise StoreError(f"Framework {framework.slug!r} cannot be stored: {type(error).__name__}. Check it.") from error
    raise StoreError(f"Framework {framework.slug!r} cannot be stored exactly: check its levels, weights and bands.")


def framework_from_wording(text: str) -> Framework:
    """Read a wording."""
    return framework_from_dict(json.loads(text))


def member_from(row: Row) -> Member:
    """Read a person's part."""
    return Member(as_text(row["person"]), Role(row["role"]))


def departure_from(row: Row) -> Departure:
    """Read what became of a person."""
    return Departure(as_text(row["person"]), as_enum(Fate, row["fate"]), as_text(row["said_by"]), time_from(row["at"]))


def _of(workspace: str, assessment_id: str) -> dict[str, Value]:
    return {"workspace": workspace, "assessment": assessment_id}


def _mode_of(assessment: Assessment) -> str:
    if assessment.ballot is not None:
        return BALLOT
    return assessment.team.mode.value if assessment.team is not None else ""


def _rating_row(rating: Rating) -> dict[str, Value]:
    """Return the columns of a rating."""
    verdict, level, reason = _verdict_values(rating.verdict)
    return {
        "id": rating.id,
        "dimension": rating.dimension,
        "respondent": rating.respondent,
        "round": rating.round,
        "verdict": verdict,
        "level": level,
        "reason": reason,
        "evidence": json_text([[each.kind, each.text] for each in rating.evidence]),
        "said_at": time_text(rating.said_at),
        "said_in": rating.said_in,
    }


def rating_from(row: Row) -> Rating:
    """Read a rating."""
    return Rating(
        id=as_text(row["id"]),
        dimension=as_text(row["dimension"]),
        respondent=as_text(row["respondent"]),
        verdict=_verdict(row),
        evidence=_evidence(row["evidence"]),
        said_at=time_from(row["said_at"]),
        said_in=as_text(row["said_in"]),
        round=one_of(row["round"], _ROUNDS),
    )


def agreed_from(row: Row) -> AgreedLevel:
    """Read an agreed level."""
    return AgreedLevel(
        as_text(row["dimension"]),
        as_number(row["level"]),
        as_text(row["agreed_by"]),
        time_from(row["agreed_at"]),
        as_text(row["reason"]),
        as_text(row["dissent"]),
        withdrawn=bool(row["withdrawn"]),
    )


def subject_from(row: Row) -> Subject:
    """Read a subject."""
    return Subject(as_text(row["subject"]), texts_from(row["variables"]))


def targets_from(text: object) -> dict[str, int]:
    """Read the levels aimed for, by dimension."""
    return {key: as_number(level) for key, level in object_from(text).items()}


def status_from(text: object) -> Status:
    """Read where an assessment stands."""
    return as_enum(Status, text)


def line_from(row: Row) -> AssessmentLine:
    """Read one line of a list of assessments."""
    return AssessmentLine(
        id=as_text(row["id"]),
        workspace=as_text(row["workspace"]),
        channel=as_text(row["channel"]),
        thread=as_optional_text(row["thread"]),
        framework=as_text(row["slug"]),
        title=as_text(row["title"]),
        subject=as_text(row["subject"]),
        status=status_from(row["status"]),
        started_at=time_from(row["started_at"]),
        completed_at=optional_time_from(row["completed_at"]),
    )


def _verdict_values(verdict: Verdict) -> tuple[str, int | None, str | None]:
    match verdict:
        case NotApplicable(reason):
            return "not_applicable", None, reason
        case NotRated():
            return "not_rated", None, None
        case level:
            return "level", level, None


def _verdict(row: Row) -> Verdict:
    match row["verdict"]:
        case "level":
            return as_number(row["level"])
        case "not_applicable":
            return NotApplicable(as_text(row["reason"]))
        case "not_rated":
            return NotRated()
        case _:
            raise ValueError("no verdict")


def _evidence(text: object) -> tuple[Evidence, ...]:
    entries = json.loads(as_text(text))
    if not isinstance(entries, list):
        raise TypeError("no list")
    return tuple(Evidence(one_of(kind, _KINDS), as_text(words)) for kind, words in entries)
