"""A person is taken out of every table, page and log of the file; everybody else and all shared figures stay."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.assessment import REMOVED, is_gone
from bot.core.conversation.page import PageEntry
from bot.core.record.intake import read_intake
from bot.core.record.verifying import verify_files
from bot.core.scoring.scorecard import scorecard
from bot.core.sealing import receipt, receipt_to_dict
from bot.core.team import Closed
from bot.core.workshop import Note, Stage, Topic, Turn, TurnKind, themes
from bot.store.people import PEOPLE
from bot.store.store import SqlStore, open_store
from bot.use_cases.forget import ForgetOutcome, forget
from bot.use_cases.intake import export_of, take_export
from bot.use_cases.ports import Deed, Job
from bot.use_cases.sittings import InSeal, check_seal
from tests.core.drafted import ACTIONS
from tests.databases import file_of, sqlite_of
from tests.known import peek, sure
from tests.store.left_behind import (
    DIMENSIONS,
    EVIDENCE,
    FOURTH,
    GONE,
    GROUP,
    OPEN,
    OTHERS,
    SAID,
    SOLO,
    STAYS,
    TEAM,
    THIRD,
    leave_behind,
)
from tests.store.made import START, claimed, whole
from tests.use_cases.fakes import HandClock

TRACES = (GONE, *SAID, "depot4711", "Gone Person")


def traces(path: Path, words: tuple[str, ...] = TRACES) -> set[str]:
    """Search every byte of the file, its log and its index."""
    files = [each for each in path.parent.iterdir() if each.name.startswith(path.name)]
    content = b"\0".join(each.read_bytes() for each in files)
    return {each for each in words if each.encode() in content or each.casefold().encode() in content.lower()}


def content(path: Path) -> list[bytes]:
    """Read the file and its log."""
    return [each.read_bytes() for each in (path, path.with_name(f"{path.name}-wal"))]


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("population") / "x.db"
    store = open_store(f"sqlite:///{path}")
    leave_behind(store)
    store.close()
    return path


@pytest.fixture
def filled(population: Path, tmp_path: Path) -> Iterator[SqlStore]:
    shutil.copy(population, tmp_path / "x.db")
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    store.jobs.heartbeat(Job(0, "", "", {}, 1))  # so that there is a log
    yield store
    store.close()


def test_the_population_stands_in_each_of_these_columns(filled: SqlStore) -> None:
    empty = []
    with closing(sqlite3.connect(file_of(filled))) as connection:
        for table, held in PEOPLE.items():
            for column in held:
                sql = " OR ".join(f"instr(lower({column}), ?)" for _ in TRACES)
                values = [each.casefold() for each in TRACES]
                if connection.execute(f"SELECT 1 FROM {table} WHERE {sql}", values).fetchone() is None:  # noqa: S608 -- own names
                    empty.append(f"{table}.{column}")
    assert not empty, "\n".join(empty)


def test_no_byte_of_the_file_knows_the_person_any_more(filled: SqlStore) -> None:
    assert traces(file_of(filled)) == set(TRACES)
    report = forget(filled, HandClock(), "T1", GONE)
    assert (report.outcome, report.wiped, report.exit_code) == (ForgetOutcome.FORGOTTEN, True, 0)
    assert traces(file_of(filled)) == set()
    assert traces(file_of(filled), (STAYS, "boxes are counted twice", "gone-")) == {
        STAYS,
        "boxes are counted twice",
        "gone-",
    }
    with closing(sqlite3.connect(file_of(filled))) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_dry_run_counts_the_same_and_touches_nothing(filled: SqlStore) -> None:
    before = {each.name: each.read_bytes() for each in file_of(filled).parent.glob("x.db*") if "shm" not in each.name}
    dry = forget(filled, HandClock(), "T1", GONE, dry_run=True)
    assert {
        each.name: each.read_bytes() for each in file_of(filled).parent.glob("x.db*") if "shm" not in each.name
    } == before
    done = forget(filled, HandClock(), "T1", GONE)
    assert dry.removed is not None
    assert done.removed is not None
    assert (dry.outcome, dry.exit_code, dry.removed.rows) == (ForgetOutcome.WOULD_BE, 0, done.removed.rows)
    assert set(done.removed.rows) >= set(PEOPLE)


def test_who_is_not_known_is_said_and_nothing_is_changed(filled: SqlStore) -> None:
    before = traces(file_of(filled))
    for workspace, person in (
        ("T1", "U0NOBODY01"),
        ("T2", GONE),
        ("T1", GONE[:-1]),
        ("T1", f"{GONE}1"),
        ("T1", GONE.lower()),
    ):
        report = forget(filled, HandClock(), workspace, person)
        assert (report.outcome, report.exit_code) == (ForgetOutcome.UNKNOWN, 1)
    assert traces(file_of(filled)) == before


def test_a_figure_stands_where_three_others_or_more_share_it_and_goes_where_they_do_not(filled: SqlStore) -> None:
    solo, group = scorecard(whole(filled, SOLO)), scorecard(whole(filled, GROUP))
    report = forget(filled, HandClock(), "T1", GONE)
    now = scorecard(whole(filled, GROUP))
    for key in DIMENSIONS[:5]:
        before, after = group.row(key), now.row(key)
        assert (before.value, before.evidenced, before.spread) == (after.value, after.evidenced, after.spread)
    assert [each.text for each in now.row(DIMENSIONS[0]).evidence].count("…") == 1
    assert [each.text for each in now.row(DIMENSIONS[4]).evidence].count("…") == 2  # one was a saved message of theirs
    assert now.withdrawn == DIMENSIONS[5:]
    alone = whole(filled, SOLO)
    assert scorecard(alone).overall is not solo.overall
    assert (alone.ratings, alone.withdrawn) == ((), DIMENSIONS)
    assert report.removed is not None
    assert report.removed.withdrawn == len(DIMENSIONS) + 1
    assert whole(filled, OPEN).withdrawn == ()  # nobody has seen it: whoever takes over is asked


def test_what_was_withdrawn_stands_in_an_export_and_comes_back_from_it(filled: SqlStore) -> None:
    forget(filled, HandClock(), "T1", GONE)
    with filled.reading() as view:
        written = export_of(view, whole(filled, SOLO))
    text = json.dumps(written)
    assert (written["format_version"], written["withdrawn"]) == (6, list(DIMENSIONS))
    file, differences = read_intake(text)
    assert (file.assessment.withdrawn, differences) == (DIMENSIONS, ())
    with closing(open_store("sqlite://")) as fresh:
        take_export(fresh, file, ())
        assert whole(fresh, SOLO).withdrawn == DIMENSIONS


def test_whoever_is_left_can_take_over_what_was_under_way(filled: SqlStore) -> None:
    forget(filled, HandClock(), "T1", GONE)
    own, asked = whole(filled, OPEN), peek(filled).questions("T1", OPEN)
    gone = next(each for each in own.respondents() if is_gone(each))
    assert own.away(gone) is not None
    assert [(each.respondent, each.dimension, each.detail.kept) for each in asked][-1] == (gone, DIMENSIONS[0], "")
    assert [each.detail.kept for each in asked] == ["", ""]


def test_a_plan_that_others_work_on_stays_without_the_words_and_the_drafts_that_repeat_them_go(
    filled: SqlStore,
) -> None:
    forget(filled, HandClock(), "T1", GONE)
    with filled.reading() as view:
        (plan,), (kept,) = view.drafts("T1", SOLO), view.drafts("T1", GROUP)
        first, second = view.actions("T1", SOLO)
        said = view.action_updates("T1", SOLO)
    assert (plan.id, plan.replies, kept.id) == ("plan1", (), "kept1")
    assert first.action.first_step == "…"
    assert (first.owner, second.owner) == (None, STAYS)
    assert second.action.what == ACTIONS.actions[1].what
    assert [each.note for each in said] == ["", "someone who was removed knows more about it"]
    assert plan.made is not None
    assert not any(EVIDENCE in each.text for each in plan.made.brief.facts)


def test_what_was_revealed_of_a_team_stays_and_the_person_is_in_it_no_more(filled: SqlStore) -> None:
    before = whole(filled, TEAM).team
    forget(filled, HandClock(), "T1", GONE)
    with filled.reading() as view:
        after, ballots, drafts = whole(filled, TEAM).team, view.ballots("T1", TEAM, 1), view.drafts("T1", TEAM)
    assert before is not None
    assert after is not None
    (then,), (now,) = before.sittings, after.sittings
    assert now.closed == replace(then.closed or Closed(START, "", "", ()), by=now.closed.by if now.closed else "")
    assert now.pictures[0].tallies == then.pictures[0].tallies
    assert [each.evidence.text for each in now.pictures[0].quotes] == [OTHERS[0], "…", "we all read: …"]
    assert now.pictures[0].splits[0].groups[0].name == f"beside {REMOVED}"
    assert (len(ballots), GONE.lower() in "".join(each.id for each in ballots), drafts) == (3, False, ())
    named = [person for _, person, _ in now.pictures[0].named]
    assert [is_gone(each) for each in named] == [False, True, False, False]
    assert [(each.role, each.department) for each in after.people() if is_gone(each.person)] == [("", "")]
    assert not [each for each in after.people() if "@" in each.role]
    workshop = sure(peek(filled).workshop("T1", TEAM))
    notes = {each.id: (each.text, each.label, is_gone(each.author)) for each in workshop.notes}
    said = f"as {REMOVED} said: …"
    assert notes == {
        "aloneGONE": ("…", "", True),
        "otherSTAY": (f"{REMOVED} knows more about it", said, False),
        "ownGONE": ("…", said, True),
        "thirdTHIR": ("boxes", f"{said} (2)", False),  # two groups stay two
    }
    assert workshop.read_by == ()


def test_votes_for_what_two_people_noted_stay_with_the_note_that_is_left(filled: SqlStore) -> None:
    with filled.writing("T1") as tx:
        for person, key in ((GONE, "n1"), (STAYS, "n2")):
            tx.put_notes("T1", TEAM, Topic.OTHERS, person, [Note(key, Topic.OTHERS, "No queue", person)])
        tx.show_notes("T1", TEAM, ["n1", "n2"])
        for voter, choices in (("V1", ["n1"]), ("V2", ["n1", "n2"]), ("V3", ["n2"])):
            tx.put_votes("T1", TEAM, voter, choices)
    forget(filled, HandClock(), "T1", GONE)
    workshop = sure(peek(filled).workshop("T1", TEAM))
    assert {each.id: each.text for each in workshop.notes if each.topic is Topic.OTHERS} == {
        "n1": "…",
        "n2": "No queue",
    }
    assert [workshop.votes[each] for each in ("V1", "V2", "V3")] == [("n2",)] * 3


def test_the_receipts_of_others_verify_and_who_asks_for_one_again_is_told_that_words_went_out(
    filled: SqlStore,
) -> None:
    def receipts() -> list[str]:
        return [json.dumps(receipt_to_dict(receipt(each))) for each in peek(filled).ballots("T1", TEAM, 1)]

    kept = receipts()
    forget(filled, HandClock(), "T1", GONE)
    with filled.reading() as view:
        written = json.dumps(export_of(view, whole(filled, TEAM)))
    assert [verify_files(written, each).exit_code for each in (None, *kept)] == [0, 0, 0, 0, 0]
    again = [verify_files(written, each) for each in receipts()]
    assert [(each.exit_code, "was sealed, and is among those" in each.lines()[-2]) for each in again] == [(1, True)] * 3
    own = [str(json.loads(each)["sealed"]) for each in receipts()]
    seals = [check_seal(filled, Deed("T1", "C1", each, "e"), TEAM, 1) for each in (STAYS, THIRD, FOURTH)]
    assert seals == [InSeal(each, words_out=True) for each in own]


def test_votes_are_counted_as_before_also_where_a_group_has_another_name(filled: SqlStore) -> None:
    def counted() -> list[tuple[list[str], int | None]]:
        now = sure(peek(filled).workshop("T1", TEAM))
        votes = {**now.votes, "a third": ("nothing",)}
        over = replace(now, votes=votes, turns=(*now.turns, Turn(TurnKind.BEGIN, Stage.DECIDE, STAYS, START)))
        found = [(sorted(note.id for note in each.notes), each.votes) for each in themes(over, Topic.CUSTOMERS)]
        return sorted(found)

    before = counted()
    assert [votes for _, votes in before] == [1, 2, 2]
    forget(filled, HandClock(), "T1", GONE)
    assert counted() == before


def test_a_message_that_was_saved_is_nowhere_offered_or_quoted_any_more(filled: SqlStore) -> None:
    forget(filled, HandClock(), "T1", GONE)
    with filled.reading() as view:
        fourth = view.ballot_of("T1", TEAM, 1, FOURTH) or ""
        page, (asked,) = view.page_draft("T1", fourth, FOURTH), view.questions("T1", fourth)
        stays = view.assessment_or_ballot("T1", view.ballot_of("T1", TEAM, 1, STAYS) or "")
    assert page is not None
    assert (page.entries[DIMENSIONS[1]], asked.detail.kept) == (PageEntry(), "")
    assert stays is not None
    assert [(each.kind, each.text) for each in stays.ratings[0].evidence] == [
        *(("words", each) for each in (OTHERS[0], "…")),
        ("message", "…"),
    ]
    assert whole(filled, TEAM).agreed[-1].reason == "since …"


def test_messages_to_the_person_and_files_about_them_are_left_to_take_away(filled: SqlStore) -> None:
    report = forget(filled, HandClock(), "T1", GONE)
    assert report.removed is not None
    with filled.reading() as view:
        left = view.leftovers("T1", report.removed.gone)
        kept = [each for each in ("told:report:e8", f"given:{SOLO}:{STAYS}:77") if view.notice("T1", each) is not None]
        owner = view.notice("T1", f"owner:c1:{report.removed.gone}")
    assert {each.ts or each.file for each in left} == {
        "180.1",
        "180.2",
        "180.7",
        "180.8",
        "190.1",
        "F0REPORT",
        "F0TREND",
        "F0RECEIPT",
    }
    assert len(kept) == 2
    assert owner is not None
    assert report.enqueued == {"thread": 7, "synopsis": 1, "home": 1, "notice": 3, "forget": 1}


def test_work_that_may_have_read_the_words_writes_nothing_more(filled: SqlStore) -> None:
    thread = f"thread:T1:{SOLO}"
    running = next(job for job in iter(lambda: claimed(filled), None) if job.key == thread)
    forget(filled, HandClock(), "T1", GONE)
    assert not filled.jobs.heartbeat(running)
    again = [each.job.key for each in filled.jobs.queued(START)]
    assert again.count(thread) == 1
    assert not [each for each in again if each.startswith(("draft:", "whisper:"))]


def test_the_guards_stand_but_for_a_removal_and_its_mark_cannot_be_left(filled: SqlStore) -> None:
    forget(filled, HandClock(), "T1", GONE)
    with closing(sqlite3.connect(file_of(filled), isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for change in ("DELETE FROM ratings", "UPDATE withdrawn SET dimension = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
                connection.execute(change)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO forgetting VALUES ('T1', 0, 1)")
        connection.execute("DELETE FROM ratings")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute("COMMIT")


def test_a_reader_in_the_way_is_said_and_the_next_run_ends_it(
    filled: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite.BUSY_SECONDS", 0)
    reader = sqlite3.connect(file_of(filled), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT 1 FROM ratings").fetchone()
    sqlite_of(filled)._idle.clear()
    first = forget(filled, HandClock(), "T1", GONE)
    assert (first.outcome, first.wiped, first.exit_code) == (ForgetOutcome.FORGOTTEN, False, 1)
    reader.close()
    second = forget(filled, HandClock(), "T1", GONE)
    assert (second.outcome, second.wiped, second.exit_code) == (ForgetOutcome.GONE_BEFORE, True, 0)
    assert traces(file_of(filled)) == set()


def test_a_crash_in_the_middle_leaves_all_or_nothing(filled: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("the machine went down")

    with monkeypatch.context() as patch:
        patch.setattr("bot.use_cases.forget._leave_place", crash)
        with pytest.raises(RuntimeError):
            forget(filled, HandClock(), "T1", GONE)
    assert traces(file_of(filled)) >= set(SAID)
    with monkeypatch.context() as patch:
        patch.setattr(SqlStore, "wipe", crash)
        with pytest.raises(RuntimeError):
            forget(filled, HandClock(), "T1", GONE)
    assert forget(filled, HandClock(), "T1", GONE).exit_code == 0
    assert traces(file_of(filled)) == set()
