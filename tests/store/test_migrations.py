"""SQLite alone: a file of any older version is brought up to date with everything in it, and guarded from then on."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.drafts.draft import Verb
from bot.core.errors import StoreError
from bot.store import migrations
from bot.store.store import open_store
from bot.use_cases.ports import NewJob, Post, Reads, Settled
from tests.core.drafted import ACTIONS, PLAN, accepted_plan, decided, finished, minute, wanted
from tests.effort import thirds
from tests.store.made import (
    asked,
    claimed,
    drafted,
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

GUARDED = (
    *("drafts", "draft_replies", "draft_texts", "draft_decisions", "actions", "action_owners"),
    *("action_updates", "due_moments", "due_answers", "metrics", "metrics_taken_back"),
)
SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


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
    """Keep a row in every table of drafts, and of what follows them."""
    path = tmp_path / "x.db"
    store = open_store(url_of(path))
    keep(store, made())
    keep_draft(store, accepted_plan())
    with store.writing("T0ACME0001") as tx:
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


@pytest.mark.parametrize(
    ("table", "columns", "row"),
    [
        ("drafts", "kind = 'poem'", "a1/1"),
        ("drafts", "asked_at = 'yesterday'", "a1/1"),
        ("draft_replies", "content = '{}'", "a1/d1/1"),
        ("draft_replies", "trouble = 'tired'", "a1/d1/1"),
        ("draft_replies", "findings = '{}'", "a1/d1/1"),
        ("draft_texts", "content = '{'", "a1/d1"),
        ("draft_texts", "brief = '[]'", "a1/d1"),
        ("draft_texts", "findings = '[{\"check\": 3}]'", "a1/d1"),
        ("draft_decisions", "verb = 'sing'", "a1/1"),
        ("draft_decisions", "edited = '{\"actions\": 3}'", "a1/1"),
    ],
)
def test_a_broken_row_is_named_by_its_table_and_place(filled: Path, table: str, columns: str, row: str) -> None:
    changed(filled, f"DROP TRIGGER {table}_no_update")
    changed(filled, f"UPDATE {table} SET {columns}")  # noqa: S608 -- the examples above
    with (
        closing(open_store(url_of(filled))) as store,
        pytest.raises(StoreError, match=rf"Row '{row}' of table '{table}' is broken"),
    ):
        drafted(store)


def test_a_broken_action_is_named_by_its_table_and_place(filled: Path) -> None:
    changed(filled, "DROP TRIGGER actions_no_update")
    changed(filled, "UPDATE actions SET due = 'in time' WHERE number = 2")
    with (
        closing(open_store(url_of(filled))) as store,
        store.reading() as view,
        pytest.raises(StoreError, match="Row 'a1/2' of table 'actions' is broken"),
    ):
        view.actions("T1", "a1")


def read_what_follows(view: Reads) -> tuple[object, ...]:
    return (
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


@pytest.mark.parametrize(
    ("table", "columns", "row", "at"),
    [
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
    ],
)
def test_a_broken_row_of_what_follows_is_named_by_its_table_and_place(
    filled: Path, table: str, columns: str, row: str, at: str
) -> None:
    changed(filled, f"DROP TRIGGER IF EXISTS {table}_no_update")
    changed(filled, f"UPDATE {table} SET {columns}")  # noqa: S608 -- the examples above
    with closing(open_store(url_of(filled))) as store:
        with store.reading() as view, pytest.raises(StoreError) as refusal:
            read_what_follows(view)
        assert re.search(rf"Row '{row}' of table '{table}' is broken \(\w+{at}\)", str(refusal.value))


def test_what_follows_is_read_where_no_row_is_broken(filled: Path) -> None:
    with closing(open_store(url_of(filled))) as store, store.reading() as view:
        assert all(read_what_follows(view))


def fill(path: Path) -> None:
    store = open_store(url_of(path))
    keep(store, made(thread="173.1"))
    with store.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "a1", rated("r1"))
        tx.add_question("T1", "a1", asked(1))
    enqueue(store, NewJob("thread", "thread:T1:a1"))
    store.close()


def copy_rows(new: Path, old: Path) -> None:
    """Copy what people said into a file of an older version, as far as that has columns for it."""
    names = {"assessments": "all_assessments"}
    with closing(sqlite3.connect(old, isolation_level=None)) as file:
        file.execute("ATTACH ? AS new", (str(new),))
        of_old = {row[0] for row in file.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
        for table in ("frameworks", "assessments", "all_assessments", "members", "ratings", "questions", "jobs"):
            if table in of_old:
                columns = ", ".join(row[1] for row in file.execute(f"PRAGMA main.table_info({table})"))
                source = names.get(table, table)
                file.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{source}")  # noqa: S608 -- names of the schema


@pytest.mark.parametrize("steps", thirds(reversed(range(1, len(migrations.STEPS)))))
def test_a_file_of_an_older_version_keeps_everything_and_takes_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    fill(new)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:steps])
        open_store(url_of(old)).close()
    copy_rows(new, old)
    assert schema_of(old) != schema_of(new)
    with closing(open_store(url_of(old))) as upgraded:
        assert whole(upgraded) == replace(made(thread="173.1"), ratings=(rated("r1"),))
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
