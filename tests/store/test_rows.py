"""Rows as the tables describe them, read and written again; `docs/storage.md` says what the code does."""

import pkgutil
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Literal

import pytest

import bot.store
from bot.core.assessment import Role
from bot.jobs import worker
from bot.jobs import worker as backoff
from bot.store import jobs
from bot.store import session as troubles
from bot.store.rows import SqlTable, row_of
from bot.store.session import MOST_AT_ONCE, Session
from bot.store.store import SqlStore, open_store
from tests.known import peek
from tests.store.left_behind import leave_behind

_MODULES = [import_module(f"bot.store.{each.name}") for each in pkgutil.iter_modules(bot.store.__path__)]
TABLES = {id(each): each for module in _MODULES for each in vars(module).values() if isinstance(each, SqlTable)}


@pytest.fixture(scope="module")
def full() -> Iterator[SqlStore]:
    store = open_store("sqlite://")
    leave_behind(store)
    yield store
    store.close()


@pytest.fixture
def session(full: SqlStore) -> Iterator[Session]:
    with full.reading() as view:
        yield view._session


def test_what_is_read_from_any_table_is_written_again_as_it_stands(session: Session) -> None:
    seen = set()
    for table in TABLES.values():
        rows = session.rows(table.name)
        for row, value in zip(rows, table.read(rows), strict=True):
            if not isinstance(value, dict):  # of a table that is only read so
                assert table.row.write(value).items() <= dict(row).items(), table.name
                seen.add(table.name)
    assert len(seen) > 20


def test_rows_are_sought_by_one_value_by_several_and_by_none(session: Session) -> None:
    people = {row["person"] for row in session.rows("members", workspace="T1")}
    assert len(people) > 2
    some = tuple(sorted(people))
    many = (*(f"U{number}" for number in range(2 * MOST_AT_ONCE)), *some)
    for sought in (some, many):
        assert {row["person"] for row in session.rows("members", workspace="T1", person=sought)} == people
    assert {row["person"] for row in session.rows("members", person=some[0])} == {some[0]}
    assert session.rows("members", person=()) == []
    assert all(row["ended"] is None for row in session.rows("questions", ended=None))
    assert session.has("questions", ended=None)
    assert len(session.rows("members", "number", "*", 1)) == 1


@dataclass(frozen=True)
class Inner:
    word: Literal["a", "b"]
    due: date | None


@dataclass(frozen=True)
class Outer:
    name: str
    role: Role
    inner: Inner
    names: tuple[str, ...]
    at: datetime
    flag: bool
    price: Decimal = Decimal(0)


def test_the_types_of_the_fields_say_how_a_value_stands_in_a_row() -> None:
    row = row_of(Outer, name="title", price=None)
    value = Outer("x", Role.OBSERVER, Inner("b", None), ("y",), datetime(2026, 1, 2, tzinfo=UTC), flag=True)
    written = row.write(value)
    assert written == {
        "title": "x",
        "role": "observer",
        "word": "b",
        "due": None,
        "names": '["y"]',
        "flag": 1,
        "at": "2026-01-02T00:00:00.000000Z",
    }
    assert row.of(written) == value
    with pytest.raises(KeyError):
        row.of({**written, "word": "c"})


def test_a_field_of_which_no_type_says_how_it_stands_is_refused_where_it_is_not_told() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        row_of(Outer)


DOC = (Path(__file__).parents[2] / "docs" / "storage.md").read_text("utf-8")
FIRST_CELL = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
EACH_TABLE = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
)


def tables_of(store: SqlStore) -> list[str]:
    return [row["name"] for row in peek(store._database).all(EACH_TABLE)]


def test_the_tables_in_the_documentation_are_those_of_the_schema() -> None:
    with closing(open_store("sqlite://")) as store:
        assert sorted(set(FIRST_CELL.findall(DOC)) - {"DATABASE_URL"}) == tables_of(store)


def test_every_table_of_facts_has_the_workspace_first_in_its_key() -> None:
    with closing(open_store("sqlite://")) as store, store._database.reading() as session:
        first = {
            table: session.all(f"SELECT name FROM pragma_table_info('{table}') WHERE pk = 1")[0]["name"]  # noqa: S608 -- names of the schema
            for table in tables_of(store)
        }
    assert {table for table, column in first.items() if column != "workspace"} == {
        "jobs",
        "_sqlite_migrations",
        "schema_steps",
    }


def test_the_figures_in_the_documentation_are_those_of_the_code() -> None:
    assert f"leased for {jobs.LEASE_SECONDS:.0f} seconds, renewed every {worker.HEARTBEAT_SECONDS:.0f}" in DOC
    assert f"after 1, 2, 4 ... {backoff.LONGEST_SECONDS:.0f} seconds" in DOC
    assert worker.FAILURES == 8
    assert "at the eighth time" in DOC
    assert f"up to {troubles.BUSY_SECONDS} seconds" in DOC
