"""Databases to measure on: conversations that wait for their first answer, and finished assessments by the thousand."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.assessment import Assessment, Member, Rating, Role, Status, Subject
from bot.core.conversation.talk import NO_DETAIL, Because, Ended, Question, Wants
from bot.core.evidence import evidence_in
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder
from bot.store.store import open_store
from bot.use_cases.ports import Post, Transaction
from tests.programs.bench.deliveries import PERSON, SAID_IN, TEAM
from tests.programs.bench.processes import address

SLUG = "cx-optimization"
STARTED = datetime(2026, 9, 1, tzinfo=UTC)
BUSY_CHANNEL = "CBUSY"
TABLES = ("all_assessments", "members", "ratings", "questions", "posts")


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread that waits for an answer."""

    channel: str
    thread: str
    team: str = TEAM


def open_conversations(
    database: Path | str, number: int, *, channels: int, first: int = 0, teams: int = 1, stages: int = 1
) -> list[Conversation]:
    """Start that many assessments of six dimensions, whose headline and open prompt stand in Slack already.

    They are of so many workspaces, in turn. Of the dimensions the first ones are answered: none in the first of each
    ``stages`` assessments, one in the second, and so on.
    """
    framework = next(each for each in load_library(frameworks_folder()) if each.slug == SLUG)
    store = open_store(address(database))
    made = []
    with store.writing("T0ACME0001") as tx:
        for count in range(first, first + number):
            place = conversation(count, channels, teams)
            assessment = Assessment(
                id=f"a{count:09d}",
                workspace=place.team,
                channel=place.channel,
                thread=place.thread,
                framework=framework,
                subject=Subject(f"Subject {count}", {"BUSINESS": f"Subject {count}"}),
                targets={},
                members=(Member(PERSON, Role.FACILITATOR), Member(PERSON, Role.RESPONDENT)),
                status=Status.OPEN,
                started_at=STARTED + timedelta(seconds=count),
                completed_at=None,
            )
            tx.add_assessment(assessment)
            tx.put_post(place.team, assessment.id, Post("headline", place.channel, place.thread, "", sent=True))
            _answer_some(tx, assessment, count % stages)
            made.append(place)
    store.close()
    return made


def _answer_some(tx: Transaction, assessment: Assessment, number: int) -> None:
    """Record the answers to the first dimensions, and the question about the next one; all prompts stand."""
    team, count = assessment.workspace, assessment.thread.rpartition(".")[2] if assessment.thread else ""
    for place, dimension in enumerate(assessment.framework.dimensions[: number + 1]):
        because, ended = Because.NEXT if place else Because.START, Ended.ANSWERED if place < number else None
        question = Question(place + 1, PERSON, dimension.key, Wants.LEVEL, because, said_at=STARTED, ended=ended)
        tx.add_question(team, assessment.id, question)
        post = Post(f"q{place + 1}", assessment.channel, f"{1_700_000_001 + place}.{count}", "", sent=True)
        tx.put_post(team, assessment.id, post)
        if ended is not None:
            rating = Rating(tx.new_id(), dimension.key, PERSON, 2, evidence_in(_WORDS), STARTED, f"m{place + 1}")
            tx.add_rating(team, assessment.id, rating)


def conversation(count: int, channels: int, teams: int = 1) -> Conversation:
    """Return the thread of that number."""
    team = TEAM if teams == 1 else f"T{1 + count % teams}"
    return Conversation(f"C{count % channels}", f"1700000000.{count:06d}", team)


def must_be_kept(name: str, database: Path | str, number: int) -> None:
    """Raise RuntimeError unless so many of the answers that were sent stand as ratings."""
    store = open_store(address(database))
    with store._database.reading() as session:
        kept = session.all(f"SELECT id FROM ratings WHERE said_in LIKE '{SAID_IN}%'")  # noqa: S608  # a constant of ours
    store.close()
    if len(kept) != number:
        raise RuntimeError(f"{name}: {number} answers were acknowledged, and {len(kept)} are kept")


def finished_assessments(database: Path, total: int) -> None:
    """Have ``total`` finished assessments in the database, half of them of one channel; its number only ever grows.

    The first is made by the store, the others are copies of it under other ids, written by SQLite itself.
    """
    with closing(open_store(f"sqlite:///{database}")) as store, store.writing("T0ACME0001") as tx:
        if tx.assessment(TEAM, _id(0)) is None:
            finish_one(tx, 0, BUSY_CHANNEL, "Brand 0")
    with closing(sqlite3.connect(database)) as connection:
        there = int(connection.execute("SELECT COUNT(*) FROM assessments WHERE id LIKE 'f%'").fetchone()[0])
        for table in TABLES:
            _copy(connection, table, there, total)
        connection.execute("ANALYZE")
        connection.execute("DROP TABLE sqlite_stat1")  # production has no statistics either
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy(connection: sqlite3.Connection, table: str, there: int, total: int) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    taken = ", ".join(_COPIED.get((table, name), _COPIED.get(("", name), name)) for name in columns)
    own = "id" if table == "all_assessments" else "assessment"
    connection.execute(
        f"WITH RECURSIVE counted(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < ?)"  # noqa: S608  # names of our own tables
        f" INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM counted CROSS JOIN {table} WHERE {own} = ?",
        (there, total, _id(0)),
    )


_CHANNEL = f"CASE WHEN n % 2 THEN '{BUSY_CHANNEL}' ELSE 'C' || (n % 100) END"
_COPIED = {
    ("", "assessment"): "printf('f%09d', n)",
    ("all_assessments", "id"): "printf('f%09d', n)",
    ("all_assessments", "number"): "1000000 + n",
    ("", "channel"): _CHANNEL,
    ("all_assessments", "thread"): "printf('1600000000.%06d', n)",
    ("all_assessments", "subject"): "'Brand ' || (n % 50)",
    ("all_assessments", "subject_key"): "'brand ' || (n % 50)",
    ("all_assessments", "started_at"): "strftime('%Y-%m-%dT%H:%M:%S.000000Z', 1000000000 + 60 * n, 'unixepoch')",
    ("all_assessments", "completed_at"): "strftime('%Y-%m-%dT%H:%M:%S.000000Z', 1000000030 + 60 * n, 'unixepoch')",
}
_WORDS = "we map journeys for the shops, not for the rest, and the numbers come late https://example.com/map"


def finish_one(tx: Transaction, count: int, channel: str, subject: str) -> None:
    """Record a finished assessment of six dimensions."""
    framework = next(each for each in load_library(frameworks_folder()) if each.slug == SLUG)
    assessment = Assessment(
        id=_id(count),
        workspace=TEAM,
        channel=channel,
        thread=f"1600000000.{count:06d}",
        framework=framework,
        subject=Subject(subject, {"BUSINESS": subject}),
        targets={},
        members=(Member(PERSON, Role.FACILITATOR), Member(PERSON, Role.RESPONDENT)),
        status=Status.OPEN,
        started_at=datetime(2001, 9, 9, tzinfo=UTC),
        completed_at=None,
    )
    tx.add_assessment(assessment)
    keys: Sequence[str] = [each.key for each in framework.dimensions]
    for number, key in enumerate(keys, 1):
        question = Question(
            number, PERSON, key, Wants.LEVEL, Because.NEXT, NO_DETAIL, f"m{number}", STARTED, Ended.ANSWERED
        )
        tx.add_question(TEAM, assessment.id, question)
        rating = Rating(tx.new_id(), key, PERSON, 2, evidence_in(_WORDS), STARTED, f"m{number}")
        tx.add_rating(TEAM, assessment.id, rating)
        tx.put_post(TEAM, assessment.id, Post(f"q{number}", channel, f"1600000001.{number:06d}", "0" * 16, sent=True))
    tx.set_status(TEAM, assessment.id, Status.COMPLETE, STARTED)


def _id(count: int) -> str:
    return f"f{count:09d}"
