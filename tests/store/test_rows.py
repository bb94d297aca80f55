"""Rows as the tables describe them: what is read is written again as it stands; rows sought by their columns."""

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Literal

import pytest

import bot.store
from bot.core.assessment import Role
from bot.store.rows import SqlTable, row_of
from bot.store.session import MOST_AT_ONCE, Session
from bot.store.store import SqlStore, open_store
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
