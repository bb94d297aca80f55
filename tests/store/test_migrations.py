"""A database of any older version is brought up to date with everything in it, and guarded from then on.

Machines are upgraded one after the other: an older process goes on beside a newer schema where that allows it.
"""

import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.drafts.draft import Verb
from bot.core.errors import StoreError
from bot.store import migrations
from bot.store.migrations import Step
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import NewJob, Post, Reads, Settled
from bot.use_cases.store_ports import Stay
from tests import postgres
from tests.core.drafted import ACTIONS, PLAN, accepted_plan, decided, finished, minute, wanted
from tests.effort import thirds
from tests.known import peek, write
from tests.store.made import (
    asked,
    claimed,
    due_again,
    enqueue,
    keep,
    keep_draft,
    made,
    measured,
    rated,
    told,
    whole,
)
from tests.use_cases.fakes import HandClock

if TYPE_CHECKING:
    from sqlite_utils import Database

GUARDED = (
    *("drafts", "draft_replies", "draft_texts", "draft_decisions", "actions", "action_owners"),
    *("action_updates", "due_moments", "due_answers", "metrics", "metrics_taken_back", "ratings"),
)
SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


ANSWERED = replace(made(thread="173.1"), ratings=(rated("r1"),))


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def changed(path: Path, statement: str) -> None:
    """Change the file as another program might."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def schema_of(path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(SCHEMA).fetchall()


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Keep a row in every table that is looked at below."""
    path = tmp_path / "x.db"
    store = open_store(url_of(path))
    keep(store, made())
    keep_draft(store, accepted_plan())
    with store.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "a1", rated("r1"))
        tx.add_question("T1", "a1", asked(1))
        tx.add_actions("T1", "a1", "d1", ACTIONS, minute(0).date())
        first = tx.actions("T1", "a1")[0]
        tx.set_owner("T1", "a1", first.id, owner="U2", by="U1", at=minute(0))
        tx.add_action_update("T1", "a1", told(first))
        tx.put_cadence(due_again())
        tx.add_reading("T1", measured())
        tx.take_back("T1", "m1", "U2", minute(0))
        tx.take_due("T1", "remind:c1", minute(0), minute(0))
        tx.settle_due("T1", "remind:c1", minute(0), Settled("skipped", "U1", minute(0)))
        tx.put_notice("T1", Post("remind:c1:0", "C1", None, "d1", sent=False))
    store.close()
    return path


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("change", ["UPDATE {} SET workspace = 'T2'", "DELETE FROM {}"])
def test_no_program_changes_unnoticed_what_was_drafted_decided_and_said(filled: Path, table: str, change: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} are only ever added to"):
        changed(filled, change.format(table))


def read_everything(view: Reads) -> tuple[object, ...]:
    return (
        *(view.assessment("T1", "a1"), view.questions("T1", "a1"), view.drafts("T1", "a1"), view.actions("T1", "a1")),
        *(view.cadences("T1", "C1"), view.cadence("T1", "c1"), view.notice("T1", "remind:c1:0")),
        *(view.action_updates("T1", "a1"), view.owned_actions("T1", "U2"), view.dues_taken("T1", "remind:c1")),
        view.settled("T1", "remind:c1", minute(0)),
        view.metrics("T1", "C1"),
    )


def rule(**changed: object) -> str:
    """Give the change of a cadence's row whose rule says something else."""
    known = {"every": 3, "unit": "month", "first": "2026-11-23", "at": "09:30", "zone": "Europe/Berlin"}
    text = json.dumps({**known, "weekday": None, "workdays": True, "country": "", **changed})
    return f"rule = '{text}'"


BROKEN = [
    ("all_assessments", "status = 'asleep'", "a1", ""),
    ("all_assessments", "variables = '[1]'", "a1", ""),
    ("all_assessments", 'targets = \'{"first": "4"}\'', "a1", ""),
    ("all_assessments", "started_at = 'yesterday'", "a1", ""),
    ("all_assessments", "started_at = '2026-11-22T09:30:00'", "a1", ""),
    ("members", "role = 'king' || number", "a1/1", ""),
    ("frameworks", "wording = '{}'", r"\w+", ".*"),
    ("frameworks", "wording = '{'", r"\w+", ""),
    ("questions", "wants = 'tea'", "a1/1", ""),
    ("questions", "detail = '{\"words\": 3}'", "a1/1", ""),
    ("questions", "ended = 'badly'", "a1/1", ""),
    ("ratings", "evidence = '{}'", "a1/1", ""),
    ("ratings", "evidence = '3'", "a1/1", ""),
    ("ratings", 'evidence = \'[["rumour", "said so"]]\'', "a1/1", ""),
    ("ratings", "evidence = '[[\"words\", 3]]'", "a1/1", ""),
    ("ratings", "evidence = '[[\"words\"]]'", "a1/1", ""),
    ("ratings", "evidence = '['", "a1/1", ""),
    ("drafts", "kind = 'poem'", "a1/1", ""),
    ("drafts", "asked_at = 'yesterday'", "a1/1", ""),
    ("draft_replies", "content = '{}'", "a1/d1/1", ".*"),
    ("draft_replies", "trouble = 'tired'", "a1/d1/1", ""),
    ("draft_replies", "findings = '{}'", "a1/d1/1", ".*"),
    ("draft_texts", "content = '{'", "a1/d1", ""),
    ("draft_texts", "brief = '[]'", "a1/d1", ".*"),
    ("draft_texts", "findings = '[{\"check\": 3}]'", "a1/d1", ".*"),
    ("draft_decisions", "verb = 'sing'", "a1/1", ""),
    ("draft_decisions", "edited = '{\"actions\": 3}'", "a1/1", ".*"),
    ("cadences", "rule = '{'", "c1", ""),
    ("cadences", "rule = '[]'", "c1", " at the file"),
    ("cadences", rule(zone="Europe/Entenhausen"), "c1", " at zone"),
    ("cadences", rule(unit="fortnight"), "c1", " at unit"),
    ("cadences", rule(every=61), "c1", " at every"),
    ("cadences", rule(weekday=7), "c1", " at weekday"),
    ("cadences", rule(workdays=1), "c1", " at workdays"),
    ("cadences", rule(at="09:30:15"), "c1", " at at"),
    ("cadences", rule(at="25:00"), "c1", " at at"),
    ("cadences", rule(first="2027-02-29"), "c1", " at first"),
    ("cadences", rule(mood="good"), "c1", " at mood"),
    ("cadences", "set_at = 'yesterday'", "c1", ""),
    ("cadences", "next_due = 'soon'", "c1", ""),
    ("action_updates", "progress = 'sung'", "a1/1", ""),
    ("action_updates", "said_at = '2026-11-22T09:30:00'", "a1/1", ""),
    ("action_updates", "due = 'soon'", "a1/1", ""),
    ("due_moments", "due = 'soon'", "remind:c1/soon", ""),
    ("due_answers", "said_at = 'soon'", "remind:c1/2026-11-22T10:00:00.000000Z", ""),
    ("actions", "due = 'in time'", "a1/1", ""),
    ("metrics", "amount = 'NaN'", "1", ""),
    ("metrics", "amount = '1e9'", "1", ""),
    ("metrics", "day = 'today'", "1", ""),
    ("metrics", "good = 'sideways'", "1", ""),
    ("metrics", "source = 'hearsay'", "1", ""),
    ("actions", "due = 'in time' WHERE number = 2", "a1/2", ""),
]


@pytest.mark.parametrize(("table", "columns", "row", "at"), BROKEN)
def test_a_broken_row_is_named_by_its_table_and_place(
    filled: Path, table: str, columns: str, row: str, at: str
) -> None:
    changed(filled, f"DROP TRIGGER IF EXISTS {table}_no_update")
    changed(filled, f"UPDATE {table} SET {columns}")  # noqa: S608 -- the examples above
    with closing(open_store(url_of(filled))) as store:
        with store.reading() as view, pytest.raises(StoreError) as refusal:
            read_everything(view)
        named = rf"Row '{row}' of table '{table.removeprefix('all_')}' is broken \(\w+{at}\)"
        assert re.search(named, str(refusal.value)), refusal.value


def test_what_is_not_broken_is_read(filled: Path) -> None:
    with closing(open_store(url_of(filled))) as store, store.reading() as view:
        assert all(read_everything(view))


def older(url: str, folder: Path, steps: int) -> SqlStore:
    """Open a database of an older version in which somebody has answered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:steps])
        old = open_store(url)
    with closing(open_store(url_of(folder / "new.db"))) as full:
        keep(full, made(thread="173.1"))
        with full.writing("T0ACME0001") as tx:
            tx.add_rating("T1", "a1", rated("r1"))
            tx.add_question("T1", "a1", asked(1))
        enqueue(full, NewJob("thread", "thread:T1:a1", {"workspace": "T1"}))
        take_over(full, old)
    return old


def take_over(full: SqlStore, old: SqlStore) -> None:
    """Copy what people said into a database of an older version, as far as that has columns for it."""
    with full._database.reading() as source, old._database.writing("") as target:
        there, here = source.tables(), target.tables()
        for table in ("frameworks", "assessments", "all_assessments", "members", "ratings", "questions", "jobs"):
            came_from = "all_assessments" if table == "assessments" else table
            columns = (
                [each for each in here[table].columns if each in there[came_from].columns] if table in here else []
            )
            if columns:
                for row in source.all(f"SELECT {', '.join(columns)} FROM {came_from}"):  # noqa: S608 -- names of the schema
                    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
                    target.all(f"INSERT INTO {table} ({names}) VALUES ({marks})", *(row[each] for each in columns))  # noqa: S608 -- as above


@pytest.mark.parametrize("steps", thirds(reversed(range(1, len(migrations.STEPS)))))
def test_a_file_of_an_older_version_keeps_everything_and_takes_what_is_new(tmp_path: Path, steps: int) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    older(url_of(old), tmp_path, steps).close()
    assert schema_of(old) != schema_of(new)
    with closing(open_store(url_of(old))) as upgraded:
        assert whole(upgraded) == ANSWERED
        with upgraded.reading() as view:
            assert view.questions("T1", "a1") == (asked(1),)
            assert (view.drafts("T1", "a1"), view.actions("T1", "a1")) == ((), ())
        assert claimed(upgraded).key == "thread:T1:a1"
        keep_draft(upgraded, wanted("d1", PLAN))
        with upgraded.writing("T0ACME0001") as tx:
            assert tx.add_made("T1", "a1", "d1", finished(ACTIONS))
            tx.add_decision("T1", "a1", "d1", decided(Verb.ACCEPT))
            tx.add_actions("T1", "a1", "d1", ACTIONS, minute(0).date())
            first, _ = tx.actions("T1", "a1")
            tx.set_owner("T1", "a1", first.id, owner="U2", by="U1", at=minute(0))
            tx.add_action_update("T1", "a1", told(first))
            tx.put_cadence(due_again())
            assert tx.open_for("T1", "U2") == ("a1",)
            assert [action.id for _, action in tx.owned_actions("T1", "U2")] == [first.id]
            assert tx.take_due("T1", "remind:c1", minute(0), minute(0))
            tx.add_reading("T1", measured())
            assert tx.take_back("T1", "m1", "U2", minute(0))
            assert tx.metrics("T1", "C1", "acme retail ") == (replace(measured(), taken_back=True),)
    assert schema_of(old) == schema_of(new)


NOW = migrations.STEPS[-1].__name__


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'x.db'}"
        return
    request.getfixturevalue("postgresql")
    url = postgres.new_database("template0")
    yield url
    postgres.drop_database(url)


def step(name: str, sql: str) -> Step:
    def made_up(db: "Database") -> None:
        db.execute(sql)

    made_up.__name__ = name
    return made_up


COLUMN = step("m901_moods", "ALTER TABLE all_assessments ADD COLUMN mood TEXT NOT NULL DEFAULT ''")
STAYS = step("m903_weather", "ALTER TABLE stays ADD COLUMN weather TEXT NOT NULL DEFAULT ''")
TABLE = step("m902_tunes", "CREATE TABLE tunes (workspace TEXT NOT NULL, PRIMARY KEY (workspace)) STRICT")


@pytest.fixture
def upgraded(url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Bring the database to a schema with further steps, of which each names what is needed beside it, or nothing."""

    def upgrade(*steps: tuple[Step, str]) -> str:
        open_store(url).close()
        with monkeypatch.context() as patch:
            patch.setattr(migrations, "STEPS", (*migrations.STEPS, *(each for each, _ in steps)))
            for each, needs in steps:
                if needs:
                    patch.setitem(migrations._GO_ON, each.__name__, needs)
            store = open_store(url)
            keep(store, made())
            store.close()
        return url

    return upgrade


def test_an_older_process_goes_on_beside_steps_that_allow_it(upgraded: Callable[..., str]) -> None:
    store = open_store(upgraded((COLUMN, NOW), (TABLE, NOW)))
    keep(store, made("a2", subject="Another"))
    assert (whole(store), whole(store, "a2").subject.name) == (made(), "Another")
    store.close()


def test_a_process_that_runs_goes_on_while_another_one_brings_the_database_up_to_date(
    url: str, upgraded: Callable[..., str]
) -> None:
    """Also what it has asked so often that the server keeps the plan, of a table that has a further column then."""
    store = open_store(url)
    write(store, "T2").put_stay(Stay("T2", HandClock().now()))
    keep(store, made("b1"))
    for _ in range(12):
        with store.reading() as one, store.reading() as other:
            assert [len(each.stays()) for each in (one, other)] == [1, 1]
            assert one.assessment("T1", "b1") == other.assessment("T1", "b1")
    upgraded((COLUMN, NOW), (STAYS, NOW))
    keep(store, made("a2", subject="Another"))
    assert (whole(store), whole(store, "a2").subject.name) == (made(), "Another")
    with store.reading() as one, store.reading() as other:
        assert [len(each.stays()) for each in (one, other)] == [1, 1]
    write(store, "T2").put_stay(Stay("T2", HandClock().now(), why="later"))
    with closing(open_store(url)) as later, later.reading() as view:
        assert [each.why for each in view.stays()] == ["later"]
    store.close()


@pytest.mark.parametrize("steps", [1, len(migrations.STEPS) - 1], ids=["the first version", "the last one before"])
def test_what_an_older_version_wrote_is_all_there_for_the_new_one_and_for_an_older_one_that_still_runs(
    url: str, tmp_path: Path, steps: int
) -> None:
    old, new = older(url, tmp_path, steps), open_store(url)
    assert whole(new) == ANSWERED
    keep(new, made("a2", subject="Another"))
    if steps > 1:
        assert (whole(old), whole(old, "a2").subject.name) == (ANSWERED, "Another")
        keep(old, made("a3", subject="By the older one"))
        assert whole(new, "a3").subject.name == "By the older one"
    assert peek(new).questions("T1", "a1") == (asked(1),)
    assert claimed(new).key == "thread:T1:a1"
    old.close()
    new.close()


def test_of_several_that_start_at_once_one_brings_it_up_to_date_and_the_others_wait(url: str) -> None:
    steps, together = len(migrations.STEPS), threading.Barrier(6)
    stores: list[SqlStore] = []

    def start() -> None:
        together.wait(60)
        stores.append(open_store(url))

    threads = [threading.Thread(target=start) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(peek(stores[0]._database).all("SELECT name FROM schema_steps")) == steps
    keep(stores[0], made())
    assert [whole(each) for each in stores] == [made()] * 6
    for store in stores:
        store.close()


@pytest.mark.parametrize(
    ("needs", "named"),
    [(("", NOW), "m901_moods"), ((NOW, ""), "m902_tunes"), ((NOW, "m901_moods"), "m902_tunes")],
    ids=["one step does not allow it", "the last one does not", "it is two versions older"],
)
def test_an_older_process_is_refused_beside_a_step_that_it_cannot_go_on_with(
    upgraded: Callable[..., str], needs: tuple[str, str], named: str
) -> None:
    url = upgraded((COLUMN, needs[0]), (TABLE, needs[1]))
    with pytest.raises(StoreError, match=rf"newer version of the bot \(it has {named}\)"):
        open_store(url)


def test_every_step_since_the_last_version_says_whether_that_can_go_on() -> None:
    released = [each.__name__ for each in migrations.STEPS].index(migrations._RELEASED)
    alone = [each.__name__ for each in migrations.STEPS[released + 1 :] if each.__name__ not in migrations._GO_ON]
    assert alone == [], "say @version_before_goes_on, or name the step here with the reason"
