"""Machines are upgraded one after the other: an older process goes on beside a newer schema where that allows it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import StoreError
from bot.store import migrations
from bot.store.migrations import Step
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import NewJob
from bot.use_cases.store_ports import Stay
from tests import postgres
from tests.known import peek, write
from tests.store.made import asked, claimed, enqueue, keep, made, rated, whole
from tests.use_cases.fakes import HandClock

if TYPE_CHECKING:
    from sqlite_utils import Database

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
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:steps])
        old = open_store(url)
    with closing(open_store(f"sqlite:///{tmp_path / 'new.db'}")) as full:
        keep(full, made(thread="173.1"))
        with full.writing("T0ACME0001") as tx:
            tx.add_rating("T1", "a1", rated("r1"))
            tx.add_question("T1", "a1", asked(1))
        enqueue(full, NewJob("thread", "thread:T1:a1", {"workspace": "T1"}))
        take_over(full, old)
    wanted, new = replace(made(thread="173.1"), ratings=(rated("r1"),)), open_store(url)
    assert whole(new) == wanted
    keep(new, made("a2", subject="Another"))
    if steps > 1:
        assert (whole(old), whole(old, "a2").subject.name) == (wanted, "Another")
        keep(old, made("a3", subject="By the older one"))
        assert whole(new, "a3").subject.name == "By the older one"
    assert peek(new).questions("T1", "a1") == (asked(1),)
    assert claimed(new).key == "thread:T1:a1"
    old.close()
    new.close()


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
