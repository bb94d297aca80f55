"""Everything of a database is copied into another one, whole and proved to be the same, or not at all."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import StoreError
from bot.store.moving import NotMovedError, TableProof, prove
from bot.store.store import SqlStore, open_store
from bot.use_cases.intake import differing
from bot.use_cases.ports import NewJob
from tests.commands.running import cxbot
from tests.known import write
from tests.store.conftest import Backend
from tests.store.left_behind import leave_behind
from tests.store.made import claimed, enqueue, given_up, on_day


@pytest.fixture
def full(tmp_path: Path) -> SqlStore:
    """Give a file with rows in nearly every table, and work that was given up among them."""
    store = open_store(f"sqlite:///{tmp_path / 'full.db'}")
    leave_behind(store)
    enqueue(store, NewJob("thread", "lost", {"workspace": "T1"}))
    store.jobs.bury(claimed(store), reason="it broke", at=on_day(1))
    return store


def proofs(store: SqlStore) -> tuple[TableProof, ...]:
    with store._database.reading() as session:
        return prove(session)


def test_every_row_is_there_and_back_again(full: SqlStore, backend: Backend, tmp_path: Path) -> None:
    there, back = backend.open(), open_store(f"sqlite:///{tmp_path / 'back.db'}")
    rows = full.move_to(there, differing)
    there.move_to(back, differing)
    assert sum(map(bool, rows.values())) > 40
    assert proofs(full) == proofs(there) == proofs(back)
    assert [(each.job.id, each.reason, each.since) for each in given_up(there.jobs)] == [
        (each.job.id, each.reason, each.since) for each in given_up(full.jobs)
    ]


def test_what_follows_goes_on_with_new_numbers(full: SqlStore, backend: Backend) -> None:
    there = backend.open()
    full.move_to(there, differing)
    before = {each.job.id for each in there.jobs.queued(on_day(1))}
    enqueue(there, NewJob("thread", "after", {"workspace": "T1"}))
    (new,) = {each.job.id for each in there.jobs.queued(on_day(1))} - before
    assert new > max(before)


def test_a_database_with_something_in_it_takes_nothing(full: SqlStore, backend: Backend) -> None:
    there = backend.open()
    enqueue(there, NewJob("thread", "own", {"workspace": "T1"}))
    before = proofs(there)
    with pytest.raises(StoreError, match="not empty: it has rows in 'jobs'"):
        full.move_to(there, differing)
    assert proofs(there) == before


def test_nothing_is_kept_where_an_assessment_differs(full: SqlStore, backend: Backend) -> None:
    there = backend.open()
    empty = proofs(there)
    with pytest.raises(NotMovedError, match="a1 would not be the same"):
        full.move_to(there, lambda *_: ("a1",))
    assert proofs(there) == empty


def test_a_text_that_the_other_database_does_not_keep_is_named_by_its_table(
    full: SqlStore, backend: Backend, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "full.db")) as file, file:
        file.execute("UPDATE jobs SET reason = 'NUL ' || char(0)")
    there = backend.open()
    with pytest.raises(StoreError, match=r"A row of 'jobs' cannot be moved.* NUL"):
        full.move_to(there, differing)
    assert not any(each.rows for each in proofs(there))


def test_a_bot_that_works_is_to_be_stopped_first(full: SqlStore, backend: Backend) -> None:
    enqueue(full, NewJob("thread", "busy", {"workspace": "T1"}))
    claimed(full)
    with pytest.raises(StoreError, match=r"1 job under way\. Stop it"):
        full.move_to(backend.open(), differing)


def test_an_assessment_that_is_not_the_same_is_named(full: SqlStore, tmp_path: Path) -> None:
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    full.move_to(other, differing)
    with sqlite3.connect(tmp_path / "other.db") as connection:
        (workspace, key), *_ = found = connection.execute("SELECT workspace, id FROM assessments").fetchall()
        connection.execute("UPDATE all_assessments SET subject = 'Another' WHERE id = ?", (key,))
    with full.reading() as source, other.reading() as target:
        assert differing(source, target, [(str(a), str(b)) for a, b in found]) == (key,), workspace


def test_the_command_says_what_was_moved(full: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = cxbot("move", "sqlite:///full.db", "sqlite:///new.db", "--json")
    assert run.exit_code == 0, run.output
    said = json.loads(run.stdout)
    assert (said["outcome"], said["differing"]) == ("moved", [])
    assert said["rows"] == {each.table: each.rows for each in proofs(full)}
    again = cxbot("move", "sqlite:///full.db", "sqlite:///new.db")
    assert (again.exit_code, "not empty" in again.output) == (2, True)
    missing = cxbot("move", "sqlite:///none.db", "sqlite:///new2.db")
    assert missing.exit_code == 2
    assert not (tmp_path / "new2.db").exists()


def test_a_restored_database_is_told_so(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    store = backend.open()
    leave_behind(store)
    enqueue(store, NewJob("whisper", "said", {"workspace": "T1"}))
    monkeypatch.setenv("DATABASE_URL", backend.url)
    run = cxbot("restored")
    assert run.exit_code == 0, run.output
    assert len(write(store, "T1").restored_threads()) > 0
    assert "whisper" not in {each.job.kind for each in store.jobs.queued(on_day(1))}
