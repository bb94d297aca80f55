"""The statements of one transaction, in the SQL that SQLite and PostgreSQL share, with ``?`` for each value."""

import secrets
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from bot.core.errors import StoreError
from bot.store.elapsed import Elapsed

_LETTERS = string.ascii_lowercase + string.digits
_LENGTH = 10
BUSY_SECONDS = 10


def new_id() -> str:
    """Give an unguessable id of 10 lower-case letters and digits."""
    number, letters = secrets.randbelow(len(_LETTERS) ** _LENGTH), ""
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters


class DamagedError(StoreError):
    """The database is not what was written to it. Nothing more is written: it would be lost with it."""


class ContradictionError(StoreError):
    """A change contradicts what is recorded: a key that is taken, a row that others refer to, a fact that stays."""


Value = str | int | None
Sought = Value | tuple[Value, ...]
"""What stands in a column of the rows sought: this value, or any of these."""
MOST_AT_ONCE = 500
"""Values of which one is sought, in one statement; older builds of SQLite take 999 values."""


class StoredRow(Protocol):
    """A row, by the names of its columns."""

    def __getitem__(self, name: str, /) -> Any:
        """Return a column."""

    def keys(self) -> Iterable[str]:
        """Return the names."""


Row = StoredRow


Run = Callable[[str, Sequence[Value]], list[Row]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """The few words in which the two databases differ.

    ``tables`` lists the columns of all tables as holder, name and place in the key. ``within`` writes what gives rows
    of a table, by its name, the columns and the condition, as one JSON text of lists in any order. ``unclaimed`` ends a
    question for one row of many that nobody else has in hand. ``alone`` writes the statement that waits until no other
    transaction holds a name; where one writes at a time, nothing needs it. ``after_copy`` is for rows with numbers of
    their own.
    """

    tables: str
    within: Callable[[str, str, str], str]
    unclaimed: str = ""
    alone: Callable[[str], str] | None = None
    after_copy: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """The columns of a table in their order, and those of its key."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


@lru_cache(1_000)
def _insert(table: str, columns: tuple[str, ...], within: tuple[str, ...] = ()) -> str:
    """Write the statement that adds a row; with ``within``, the row's number is the next one among those."""
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    if not within:
        return f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 -- names of ours
    same = " AND ".join(f"{each} = ?" for each in within)
    following = f"(SELECT COALESCE(MAX(number), 0) + 1 FROM {table} WHERE {same})"  # noqa: S608 -- names of ours
    return f"INSERT INTO {table} ({names}, number) VALUES ({marks}, {following})"  # noqa: S608 -- names of ours


def _tests(where: Mapping[str, Sought]) -> tuple[str, list[Value]]:
    """Write the condition under which these values stand in the columns of a row, and give the values one by one."""
    several = [() if value is None else value if isinstance(value, tuple) else (value,) for value in where.values()]
    return _condition(tuple(where), tuple(map(len, several))), [value for values in several for value in values]


@lru_cache(1_000)
def _condition(names: tuple[str, ...], numbers: tuple[int, ...]) -> str:
    """Write the condition for so many values of each column: few are ever asked, and each very often."""
    marks = [
        "IS NULL" if number == 0 else "= ?" if number == 1 else f"IN ({', '.join('?' * number)})" for number in numbers
    ]
    return " WHERE " + " AND ".join(map(" ".join, zip(names, marks, strict=True))) if names else ""


def _unless(unique: tuple[str, ...]) -> str:
    return f" ON CONFLICT ({', '.join(unique)}) DO NOTHING RETURNING 1"


class Session:
    """The statements of one transaction; of no use once it ended."""

    def __init__(self, run: Run, dialect: Dialect, elapsed: Elapsed, *, announces: bool = False) -> None:
        self._run: Run | None = run
        self.dialect = dialect
        self.elapsed = elapsed
        self.announces = announces  # whether other systems are told of what happens
        self.enqueued = False
        self.lease = ""  # of the job that writes, where it is one
        self.told: dict[tuple[str, str], Row] = {}  # rows of assessments as last read, until something is changed

    def all(self, sql: str, *values: Value) -> list[Row]:
        """Run a statement and give its rows."""
        if self.told and not sql.startswith("SELECT"):
            self.told.clear()
        if self._run is None:
            raise StoreError("A transaction was used after its end: ask within the `with` block that opened it.")
        for each in values:
            if isinstance(each, str) and "\0" in each:
                raise StoreError("A text holds the character NUL, which no database keeps: clean it first.")
        try:
            return self._run(sql, values)
        except UnicodeEncodeError as error:
            raise StoreError(
                "A text holds half of a surrogate pair, which no database keeps: clean it first."
            ) from error

    def one(self, sql: str, *values: Value) -> Row | None:
        """Run a statement and give its first row."""
        rows = self.all(sql, *values)
        return rows[0] if rows else None

    def rows(self, table: str, order: str = "", columns: str = "*", most: int = -1, /, **where: Sought) -> list[Row]:
        """Give the rows in whose columns these values stand, or the first ``most`` of them."""
        for name, value in where.items():
            if isinstance(value, tuple) and not 0 < len(value) <= MOST_AT_ONCE:
                some = (value[start : start + MOST_AT_ONCE] for start in range(0, len(value), MOST_AT_ONCE))
                return [
                    row for each in some for row in self.rows(table, order, columns, most, **(where | {name: each}))
                ]
        tests, values = _tests(where)
        sql = f"SELECT {columns} FROM {table}{tests}" + (f" ORDER BY {order}" if order else "")  # noqa: S608 -- names of ours
        return self.all(sql, *values) if most < 0 else self.all(f"{sql} LIMIT ?", *values, most)

    def column(self, table: str, column: str, order: str = "", /, **where: Sought) -> tuple[Any, ...]:
        """Give what stands in a column of the rows in whose columns these values stand."""
        return tuple(row[column] for row in self.rows(table, order, column, **where))

    def distinct(self, table: str, column: str, /, **where: Sought) -> tuple[str, ...]:
        """Give the different texts in a column of the rows in whose columns these values stand, in their order."""
        return tuple(row[column] for row in self.rows(table, column, f"DISTINCT {column}", **where))

    def value(self, table: str, column: str, /, **where: Value) -> Any:
        """Give what stands in a column of the row in whose columns these values stand; None where there is none."""
        return next(iter(self.column(table, column, **where)), None)

    def has(self, table: str, /, **where: Value) -> bool:
        """Tell whether there is a row in whose columns these values stand."""
        tests, values = _tests(where)
        return self.one(f"SELECT 1 FROM {table}{tests} LIMIT 1", *values) is not None  # noqa: S608 -- names of ours

    def change(self, table: str, row: Mapping[str, Value], /, **where: Value) -> bool:
        """Change columns of the rows in whose columns these values stand; False where there are none."""
        tests, values = _tests(where)
        changed = ", ".join(f"{each} = ?" for each in row)
        return bool(self.all(f"UPDATE {table} SET {changed}{tests} RETURNING 1", *row.values(), *values))  # noqa: S608 -- names of ours

    def drop(self, table: str, /, **where: Value) -> int:
        """Delete the rows in whose columns these values stand; give their number."""
        tests, values = _tests(where)
        return len(self.all(f"DELETE FROM {table}{tests} RETURNING 1", *values))  # noqa: S608 -- names of ours

    def add(self, table: str, row: Mapping[str, Value], *, unique: tuple[str, ...] = ()) -> bool:
        """Add a row. Where ``unique`` names a key, a row that has it stays as it is, and False is returned."""
        sql = _insert(table, tuple(row)) + (_unless(unique) if unique else "")
        found = self.all(sql, *row.values())
        return bool(found) or not unique

    def append(
        self, table: str, of: Mapping[str, Value], row: Mapping[str, Value], *, unique: tuple[str, ...] = ()
    ) -> None:
        """Add a row after all others of the same ``of``: its number is the next one there. ``unique`` as in ``add``."""
        sql = _insert(table, (*of, *row), tuple(of)) + (_unless(unique) if unique else "")
        self.all(sql, *of.values(), *row.values(), *of.values())

    def put(
        self,
        table: str,
        key: Mapping[str, Value],
        row: Mapping[str, Value],
        *,
        within: tuple[str, ...] = (),
        number: str = "",
    ) -> None:
        """Record a row under its key, in place of what was there.

        With ``within`` it is counted among the rows that share these columns: one that is new gets the next number
        there, as ``excluded.number``, and ``number`` says in SQL which one a row has that was there.
        """
        changed = ", ".join(
            [*(f"{each} = excluded.{each}" for each in row), *([f"number = {number}"] if within else ())]
        )
        sql = f"{_insert(table, (*key, *row), within)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}"
        self.all(sql, *key.values(), *row.values(), *(key[each] for each in within))

    def alone(self, name: str) -> None:
        """Wait until no other transaction holds this name; it is held until this one ends."""
        if self.dialect.alone is not None:
            self.all(self.dialect.alone(name))

    def tables(self) -> Mapping[str, TableShape]:
        """Return every table, in the order in which they were made: what others refer to comes first."""
        found: dict[str, list[Row]] = {}
        for row in self.all(self.dialect.tables):
            found.setdefault(row["holder"], []).append(row)
        return {
            name: TableShape(
                tuple(row["name"] for row in rows),
                tuple(row["name"] for row in sorted(rows, key=lambda row: row["place"]) if row["place"]),
            )
            for name, rows in found.items()
        }

    def end(self) -> None:
        """Let go of the connection, which serves another transaction next."""
        self._run = None


class InTransaction:
    """What is asked and written in one transaction, by the statements of its session."""

    _session: Session
