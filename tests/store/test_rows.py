"""Rows as the tables describe them: what is read is written again as it stands; rows sought by their columns."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import bot.store
from bot.store.rows import SqlTable
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
