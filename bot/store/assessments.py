"""Assessments, ratings, questions and messages in threads: what is asked and recorded about them, and their rows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from bot.core.assessment import (
    AgreedLevel,
    Assessment,
    Departure,
    Member,
    NotApplicable,
    NotRated,
    Rating,
    Status,
    Subject,
    Verdict,
    subject_key,
)
from bot.core.conversation.talk import Detail, Ended, Question
from bot.core.errors import StoreError
from bot.core.framework import Framework
from bot.core.record.wording import framework_from_dict, framework_to_dict
from bot.core.team import Evidence
from bot.store.rows import (
    MOMENT,
    NUMBERED,
    TEXT,
    Column,
    RowOf,
    SqlTable,
    as_number,
    as_text,
    asked_now,
    json_text,
    member_of,
    note_refused,
    object_from,
    or_null,
    post_from,
    read_rows,
    reading_row,
    row_of,
    texts_from,
    time_text,
    whose,
)
from bot.store.session import Dialect, Row, Session, Value
from bot.store.teams import BALLOT, BALLOT_ROW, EVIDENCE_KIND, GAPS, IN_IT, SqlTeamReads, SqlTeamWrites
from bot.use_cases.ports import AssessmentLine, Post

_MOST_FRAMEWORKS = 64
_COMPLETE = "after"


def _verdict_row(verdict: Verdict) -> dict[str, Value]:
    match verdict:
        case NotApplicable(reason):
            return {"verdict": "not_applicable", "level": None, "reason": reason}
        case NotRated():
            return {"verdict": "not_rated", "level": None, "reason": None}
        case level:
            return {"verdict": "level", "level": level, "reason": None}


def _verdict(values: Sequence[Any]) -> Verdict:
    match values:
        case "level", level, _:
            return as_number(level)
        case "not_applicable", _, reason:
            return NotApplicable(as_text(reason))
        case "not_rated", _, _:
            return NotRated()
        case _:
            raise ValueError("no verdict")


def _evidence(text: object) -> tuple[Evidence, ...]:
    entries = json.loads(as_text(text))
    if not isinstance(entries, list):
        raise TypeError("no list")
    return tuple(Evidence(EVIDENCE_KIND.read(kind), as_text(words)) for kind, words in entries)


def _detail_text(detail: Detail) -> str:
    """Write what led to a question as a JSON object of texts; what is empty is left out."""
    given = {
        "words": detail.words,
        "more": detail.more,
        "candidates": ",".join(map(str, detail.candidates)),
        "kept": detail.kept,
        "level": "" if detail.level is None else str(detail.level),
        "changed": detail.changed,
        "meant": detail.meant,
        _COMPLETE: "yes" if detail.after_completion else "",
    }
    return json_text({key: value for key, value in given.items() if value})


def _detail_from(text: object) -> Detail:
    said = texts_from(text)
    level = said.get("level", "")
    return Detail(
        words=said.get("words", ""),
        more=said.get("more", ""),
        candidates=tuple(int(each) for each in said.get("candidates", "").split(",") if each),
        kept=said.get("kept", ""),
        level=int(level) if level.lstrip("-").isdecimal() else None,
        changed=said.get("changed", ""),
        meant=said.get("meant", ""),
        after_completion=_COMPLETE in said,
    )


QUESTIONS = SqlTable(
    "questions",
    NUMBERED,
    row_of(Question, detail=Column(_detail_text, _detail_from)),
)
MEMBERS = SqlTable("members", NUMBERED, row_of(Member))
RATINGS = SqlTable(
    "ratings",
    NUMBERED,
    row_of(
        Rating,
        verdict=RowOf(("verdict", "level", "reason"), _verdict_row, _verdict),
        evidence=Column(lambda given: json_text([[each.kind, each.text] for each in given]), _evidence),
    ),
)
AGREED = SqlTable(
    "agreed_levels",
    NUMBERED,
    row_of(AgreedLevel, by="agreed_by", at="agreed_at"),
)
DEPARTURES = SqlTable(
    "departures",
    NUMBERED,
    row_of(Departure, by="said_by"),
)
_LANGUAGES = SqlTable("languages", NUMBERED, TEXT.alone("language"))
_WITHDRAWN = SqlTable("withdrawn", NUMBERED, TEXT.alone("dimension"))
_PARTS: Mapping[str, SqlTable[Any]] = {
    "members": MEMBERS,
    "ratings": RATINGS,
    "agreed": AGREED,
    "departures": DEPARTURES,
    "withdrawn": _WITHDRAWN,
}
"""What is said in an assessment, by the field that has it."""
_SUBJECT = row_of(Subject, name="subject", variables=Column(lambda said: json_text(dict(said)), texts_from))
_TARGETS: Column[Mapping[str, int]] = Column(
    lambda levels: json_text(dict(levels)),
    lambda text: {key: as_number(level) for key, level in object_from(text).items()},
)
# Without what stands in other tables, and its framework.
_ASSESSMENT: RowOf[Any] = row_of(
    dict,
    id=TEXT,
    workspace=TEXT,
    channel=TEXT,
    thread=or_null(TEXT),
    subject=_SUBJECT,
    targets=_TARGETS,
    status=member_of(Status),
    started_at=MOMENT,
    completed_at=or_null(MOMENT),
)
_PLACE_OF_POST = "CASE WHEN posts.ts IS NULL OR posts.ts = excluded.ts THEN posts.number ELSE excluded.number END"
LINES = SqlTable(
    "assessments",
    ("workspace", "id"),
    row_of(AssessmentLine, framework="slug"),
    order="started_at DESC, number DESC",
)


@cache
def _columns_of(dialect: Dialect) -> str:
    """Write the columns of an assessment with all that is said in it: one statement reads it, however many tables."""
    held = {**_PARTS, "languages": _LANGUAGES}
    return ", ".join(("own.*", *(f"{table.within(dialect, IN_IT)} AS {part}" for part, table in held.items())))


@cache
def _columns_with_talk(dialect: Dialect) -> str:
    """Write the same, with what was asked in it, what stands in Slack and what is still to be read there."""
    asked, posted = QUESTIONS.within(dialect, IN_IT), dialect.within("posts", "key, ts", IN_IT)
    gaps = ", ".join(f"(SELECT since FROM {table} WHERE {IN_IT}) AS {name}" for name, table in GAPS.items())  # noqa: S608 -- names of ours
    return f"{_columns_of(dialect)}, {asked} AS questions, {posted} AS posted, {gaps}"


class SqlAssessmentReads(SqlTeamReads):
    """Answers about assessments from the tables, each within one workspace and each through an index.

    ``frameworks`` keeps, by workspace and id, wordings that were read before: an id names one wording for good.
    """

    def __init__(self, session: Session, frameworks: dict[tuple[str, str], Framework]) -> None:
        self._session = session
        self._frameworks = frameworks

    def assessment(self, workspace: str, assessment_id: str) -> Assessment | None:
        return next(iter(self.assessments(workspace, (assessment_id,))), None)

    def assessments(self, workspace: str, ids: Sequence[str]) -> tuple[Assessment, ...]:
        found = self._session.rows("assessments AS own", "", self._whole, workspace=workspace, id=tuple(ids))
        rows = {row["id"]: row for row in found}
        return self._wholes([rows[each] for each in ids if each in rows])

    def workspaces_of(self, assessment_id: str) -> tuple[str, ...]:
        return self._session.column("assessments", "workspace", id=assessment_id)

    def assessment_in_thread(self, workspace: str, channel: str, thread: str) -> Assessment | None:
        return self._with_talk({"workspace": workspace, "channel": channel, "thread": thread})

    def is_thread(self, workspace: str, channel: str, thread: str) -> bool:
        return self._session.has("all_assessments", workspace=workspace, channel=channel, thread=thread)

    def lines(self, workspace: str, channel: str, *, limit: int = 50) -> tuple[AssessmentLine, ...]:
        return LINES.all(self._session, max(limit, 0), workspace=workspace, channel=channel)

    def channels(self, workspace: str) -> tuple[str, ...]:
        found = self._session.all(
            "SELECT channel, MAX(started_at) AS started_at, MAX(number) AS number FROM assessments"
            " WHERE workspace = ? GROUP BY channel",
            workspace,
        )
        newest = sorted(found, key=lambda row: (row["started_at"], row["number"]), reverse=True)
        return tuple(row["channel"] for row in newest)

    def before(self, assessment: Assessment) -> Assessment | None:
        return next(iter(self._wholes(self._line(assessment, 1, time_text(assessment.started_at)))), None)

    def reported(self, assessment: Assessment, *, limit: int) -> tuple[str, ...]:
        ids = tuple(row["id"] for row in self._line(assessment, limit, time_text(assessment.started_at)))
        known = self._session.distinct("action_updates", "assessment", workspace=assessment.workspace, assessment=ids)
        return tuple(each for each in ids if each in known)

    def line_of(self, assessment: Assessment, *, limit: int) -> tuple[Assessment, ...]:
        return self._wholes(self._line(assessment, limit)[::-1])

    def _line(self, assessment: Assessment, limit: int, before: str = "") -> list[Row]:
        """Find the newest complete assessments of its channel, framework and subject; those that ended ``before``."""
        slugs = (assessment.framework.slug, *assessment.framework.supersedes)
        marks = ", ".join("?" for _ in slugs)
        earlier = " AND completed_at < ? AND id <> ?" if before else ""
        return self._session.all(
            f"SELECT {self._whole} FROM assessments AS own WHERE workspace = ? AND channel = ? AND subject_key = ?"  # noqa: S608 -- marks
            f" AND status = 'complete' AND slug IN ({marks}){earlier} ORDER BY completed_at DESC, number DESC LIMIT ?",
            *(assessment.workspace, assessment.channel, subject_key(assessment.subject.name), *slugs),
            *((before, assessment.id) if before else ()),
            max(limit, 0),
        )

    def questions(self, workspace: str, assessment_id: str) -> tuple[Question, ...]:
        if (told := self._session.told.get((workspace, assessment_id))) is not None:
            return QUESTIONS.read_within(told["questions"])
        return QUESTIONS.all(self._session, **whose(workspace, assessment_id))

    def posted(self, workspace: str, assessment_id: str, keys: Sequence[str]) -> Mapping[str, str | None]:
        if (told := self._session.told.get((workspace, assessment_id))) is not None:
            return {key: ts for key, ts in json.loads(told["posted"]) if key in keys}
        rows = self._session.rows("posts", "", "key, ts", **whose(workspace, assessment_id), key=tuple(keys))
        return {row["key"]: row["ts"] for row in rows}

    def posts(self, workspace: str, assessment_id: str) -> tuple[Post, ...]:
        rows, elapsed = self._session.rows("posts", "number", **whose(workspace, assessment_id)), self._session.elapsed
        return read_rows("posts", rows, lambda row: post_from(row, elapsed, sent=row["state"] == "sent"), NUMBERED[1:])

    def hints(self, workspace: str, assessment_id: str, person: str) -> frozenset[str]:
        return frozenset(self._session.column("hints", "kind", **whose(workspace, assessment_id), person=person))

    @property
    def _whole(self) -> str:
        return _columns_of(self._session.dialect)

    def _with_talk(self, where: Mapping[str, Value]) -> Assessment | None:
        found = self._session.rows("all_assessments AS own", "", _columns_with_talk(self._session.dialect), **where)
        self._session.told |= {(row["workspace"], row["id"]): row for row in found}
        return next(iter(self._wholes(found)), None)

    def _wholes(self, rows: list[Row]) -> tuple[Assessment, ...]:
        found = []
        for row in rows:
            assessment_id, framework = row["id"], self._framework(row["workspace"], row["framework"])
            parts: dict[str, Any] = {part: table.read_within(row[part]) for part, table in _PARTS.items()}
            languages = _LANGUAGES.read_within(row["languages"])
            with reading_row("assessments", assessment_id):
                whole = Assessment(
                    **_ASSESSMENT.of(row),
                    **parts,
                    framework=framework,
                    language=languages[-1] if languages else "",
                    **self._of_team(row),
                )
            found.append(whole)
        return tuple(found)

    def _framework(self, workspace: str, name: str) -> Framework:
        known = self._frameworks.get((workspace, name))
        if known is not None:
            return known
        (row,) = self._session.rows("frameworks", workspace=workspace, id=name)
        with reading_row("frameworks", name):
            framework = framework_from_wording(row["wording"])
        if len(self._frameworks) >= _MOST_FRAMEWORKS:
            self._frameworks.clear()
        self._frameworks[workspace, name] = framework
        return framework


class SqlAssessmentWrites(SqlAssessmentReads, SqlTeamWrites):
    """Adds facts about assessments to the tables."""

    def add_assessment(self, assessment: Assessment) -> None:
        if assessment.ratings or assessment.agreed:
            raise StoreError(
                f"Assessment {assessment.id!r} is new and has ratings: add them one by one, in their order."
            )
        framework = assessment.framework
        row = {
            **_ASSESSMENT.write(assessment),
            "framework": keep_wording(self._session, assessment.workspace, framework),
            "slug": framework.slug,
            "title": framework.title,
            "subject_key": subject_key(assessment.subject.name),
            "mode": BALLOT if assessment.ballot else assessment.team.mode.value if assessment.team else "",
        }
        self._session.append("all_assessments", {"workspace": row.pop("workspace")}, row)
        if assessment.team is not None:
            self._add_team(assessment, assessment.team)
        if assessment.ballot is not None:
            of = {**whose(assessment.workspace, assessment.id), "person": assessment.starter}
            self._session.add("ballots", {**of, **BALLOT_ROW.write(assessment.ballot)})
        for member in assessment.members:
            self.add_member(assessment.workspace, assessment.id, member)
        if language := assessment.language:
            self.add_language(assessment.workspace, assessment.id, language, assessment.started_at)

    def add_rating(self, workspace: str, assessment_id: str, rating: Rating) -> None:
        RATINGS.append(self._session, rating, **whose(workspace, assessment_id))

    def add_agreed(self, workspace: str, assessment_id: str, agreed: AgreedLevel) -> None:
        AGREED.append(self._session, agreed, **whose(workspace, assessment_id))

    def add_member(self, workspace: str, assessment_id: str, member: Member) -> None:
        unique = ("workspace", "assessment", "person", "role")
        self._session.append("members", whose(workspace, assessment_id), MEMBERS.row.write(member), unique=unique)

    def add_departure(self, workspace: str, assessment_id: str, departure: Departure) -> None:
        DEPARTURES.append(self._session, departure, **whose(workspace, assessment_id))

    def add_language(self, workspace: str, assessment_id: str, language: str, at: datetime) -> None:
        _LANGUAGES.append(self._session, language, **whose(workspace, assessment_id), at=time_text(at))

    def set_status(self, workspace: str, assessment_id: str, status: Status, at: datetime) -> None:
        completed_at = time_text(at) if status is Status.COMPLETE else None
        changed = self._session.one(
            "UPDATE all_assessments SET status = ?, completed_at = COALESCE(completed_at, ?)"
            " WHERE workspace = ? AND id = ? RETURNING id",
            *(status.value, completed_at, workspace, assessment_id),
        )
        _must_be(f"assessment {assessment_id!r}", found=changed is not None)

    def set_thread(self, workspace: str, assessment_id: str, thread: str | None) -> None:
        changed = self._session.change("all_assessments", {"thread": thread}, workspace=workspace, id=assessment_id)
        _must_be(f"assessment {assessment_id!r}", found=changed)

    def add_question(self, workspace: str, assessment_id: str, question: Question) -> None:
        QUESTIONS.add(self._session, question, **whose(workspace, assessment_id))

    def append_question(self, workspace: str, assessment_id: str, question: Question) -> None:
        QUESTIONS.append(self._session, question, **whose(workspace, assessment_id))

    def end_question(self, workspace: str, assessment_id: str, number: int, ended: Ended) -> None:
        where = whose(workspace, assessment_id) | {"number": number, "ended": None}
        changed = self._session.change("questions", {"ended": ended.value}, **where)
        _must_be(f"open question {assessment_id!r}/{number}", found=changed)

    def put_post(self, workspace: str, assessment_id: str, post: Post, *, changed: bool = False) -> None:
        """Record a message under its key; one that is sent anew goes to the end of the order.

        One that was only ``changed`` is recorded as long as that very message is on record.
        """
        own = whose(workspace, assessment_id)
        key = own | {"key": post.key}
        row: dict[str, Value] = {"channel": post.channel, "ts": post.ts, "digest": post.digest}
        row |= {"state": "sent" if post.sent else "sending", **asked_now(self._session, post)}
        if not changed:
            self._session.put("posts", key, row, within=tuple(own), number=_PLACE_OF_POST)
        elif not self._session.change("posts", row, **key, ts=post.ts):
            return
        note_refused(self._session, workspace, post)

    def drop_post(self, workspace: str, assessment_id: str, key: str) -> None:
        self._session.drop("posts", **whose(workspace, assessment_id), key=key)

    def restored_threads(self) -> tuple[tuple[str, str], ...]:
        found = self._session.all(
            "SELECT restored.workspace, assessment FROM restored JOIN all_assessments AS own"
            " ON own.workspace = restored.workspace AND own.id = assessment"
            " WHERE since = '' AND status <> 'complete' ORDER BY restored.workspace, number"
        )
        return tuple((str(row["workspace"]), str(row["assessment"])) for row in found)

    def set_restored(self, workspace: str, assessment_id: str, since: str) -> None:
        self._session.change("restored", {"since": since}, **whose(workspace, assessment_id))

    def add_hint(self, workspace: str, assessment_id: str, person: str, kind: str) -> None:
        row = whose(workspace, assessment_id) | {"person": person, "kind": kind}
        self._session.add("hints", row, unique=tuple(row))


def keep_wording(session: Session, workspace: str, framework: Framework) -> str:
    """Keep the wording of a framework once; give its id."""
    name, wording = wording_of(framework)
    row = {"workspace": workspace, "id": name, "digest": framework.digest}
    session.add("frameworks", row | {"slug": framework.slug, "wording": wording}, unique=("workspace", "id"))
    return name


def _must_be(what: str, *, found: bool) -> None:
    if not found:
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
