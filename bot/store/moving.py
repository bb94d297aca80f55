"""Everything of one database copied into another one that is empty, and proved to be the same there."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.errors import StoreError, StoreUnavailableError
from bot.core.text import counted
from bot.store.database import Database
from bot.store.rows import json_text
from bot.store.session import Row, Session, TableShape, Value
from bot.store.transaction import SqlReads
from bot.use_cases.ports import EVERY_WORKSPACE

_OF_THE_SCHEMA = frozenset({"_sqlite_migrations", "schema_steps"})  # which steps each database has had
_PAGE = 500
_MOST_VALUES = 10_000  # of one statement: SQLite takes 32,766, PostgreSQL 65,535


@dataclass(frozen=True, slots=True)
class TableProof:
    """A table as it stands: its rows, and the SHA-256 of all of them in the order of their keys."""

    table: str
    rows: int
    digest: str


def copy_all(source: Session, target: Session) -> tuple[TableProof, ...]:
    """Copy every row of every table; StoreError where the target has one, or the rows are not the same afterwards."""
    shapes = _shapes(source)
    _refuse_others(shapes, _shapes(target))
    for table in shapes:
        if target.one(f"SELECT 1 FROM {table} LIMIT 1") is not None:  # noqa: S608 -- names of the schema
            raise StoreError(
                f"The database to move to is not empty: it has rows in {table!r}. Name one in which no bot has served."
            )
    proofs = []
    for table, shape in shapes.items():
        proof = _Proof(table)
        for page in _pages(source, table, shape):
            _add(target, table, shape, [proof.seen(shape, row) for row in page])
        proofs.append(proof.proof())
    target.all("UPDATE jobs SET since = 0")  # the moment of the copy, which the table itself wrote down
    for page in _pages(source, "jobs", TableShape(("since", "id"), ("id",))):
        for row in page:
            target.all("UPDATE jobs SET since = ? WHERE id = ?", row["since"], row["id"])
    if target.dialect.after_copy:
        target.all(target.dialect.after_copy)
    found = prove(target)
    if found != tuple(proofs):
        names = ", ".join(a.table for a, b in zip(proofs, found, strict=True) if a != b)
        raise StoreError(f"The copy differs from the original in {names}: nothing was kept of it. Report this.")
    return found


def prove(session: Session) -> tuple[TableProof, ...]:
    """Count the rows of each table and give their digest."""
    proofs = []
    for table, shape in _shapes(session).items():
        proof = _Proof(table)
        for page in _pages(session, table, shape):
            for row in page:
                proof.seen(shape, row)
        proofs.append(proof.proof())
    return tuple(proofs)


class _Proof:
    """Counts and digests rows as they go by."""

    def __init__(self, table: str) -> None:
        self._table, self._rows, self._digest = table, 0, hashlib.sha256()

    def seen(self, shape: TableShape, row: Row) -> Sequence[Value]:
        values = [row[each] for each in shape.columns]
        self._rows += 1
        self._digest.update(json_text(values).encode() + b"\n")
        return values

    def proof(self) -> TableProof:
        return TableProof(self._table, self._rows, self._digest.hexdigest())


def _shapes(session: Session) -> Mapping[str, TableShape]:
    """Return the tables that hold what the bot knows, columns by name, since databases order them otherwise."""
    found = {name: each for name, each in session.tables().items() if name not in _OF_THE_SCHEMA}
    return {name: TableShape(tuple(sorted(each.columns)), each.key) for name, each in found.items()}


def _refuse_others(source: Mapping[str, TableShape], target: Mapping[str, TableShape]) -> None:
    differing = [name for name in {**source, **target} if source.get(name) != target.get(name)]
    if differing:
        raise StoreError(
            f"The two databases differ in {', '.join(differing)}: bring both up to date with this version of the bot."
        )


def _pages(session: Session, table: str, shape: TableShape) -> Iterator[list[Row]]:
    """Give the rows of a table in the order of its key, some at a time."""
    key, columns = ", ".join(shape.key), ", ".join(shape.columns)
    after: tuple[Value, ...] = ()
    while True:
        beyond = f" WHERE ({key}) > ({', '.join('?' * len(after))})" if after else ""
        sql = f"SELECT {columns} FROM {table}{beyond} ORDER BY {key} LIMIT {_PAGE}"  # noqa: S608 -- names of the schema
        page = session.all(sql, *after)
        if page:
            yield page
        if len(page) < _PAGE:
            return
        after = tuple(page[-1][each] for each in shape.key)


def _add(target: Session, table: str, shape: TableShape, rows: Sequence[Sequence[Value]]) -> None:
    """Add rows, as many with each statement as it takes."""
    names, marks = ", ".join(shape.columns), f"({', '.join('?' * len(shape.columns))})"
    most = _MOST_VALUES // len(shape.columns)
    for begin in range(0, len(rows), most):
        some = rows[begin : begin + most]
        sql = f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(some))}"  # noqa: S608 -- names of the schema
        try:
            target.all(sql, *(value for row in some for value in row))
        except StoreUnavailableError:
            raise
        except StoreError as error:
            raise StoreError(f"A row of {table!r} cannot be moved, so that nothing was. {error}") from error


class NotMovedError(StoreError):
    """Assessments would not be the same in the other database, so that nothing was kept there."""

    def __init__(self, assessments: Sequence[str]) -> None:
        super().__init__(f"Nothing was moved: {', '.join(assessments)} would not be the same there.")
        self.assessments = tuple(assessments)


Differing = Callable[[SqlReads, SqlReads, Iterable[tuple[str, str]]], Sequence[str]]


def move(source: Database, target: Database, differing: Differing) -> Mapping[str, int]:
    """Copy everything in one transaction, in which nobody writes to the source; give the rows of each table.

    ``differing`` gets both databases, with workspace and id of each assessment, and gives the ids of those that are not
    the same. Raises NotMovedError for these, StoreError where a bot works on the source or the target is not empty.
    """
    with source.writing(EVERY_WORKSPACE) as own, target.writing(EVERY_WORKSPACE) as other:
        _refuse_while_it_works(own)
        rows = {each.table: each.rows for each in copy_all(own, other)}
        found = own.all("SELECT workspace, id FROM assessments ORDER BY workspace, id")
        others = differing(SqlReads(own, {}), SqlReads(other, {}), [(row["workspace"], row["id"]) for row in found])
        if others:
            raise NotMovedError(others)
    return rows


def _refuse_while_it_works(source: Session) -> None:
    sql = "SELECT COUNT(*) AS number FROM jobs WHERE state = 'running' AND boot = ? AND lease_until > ?"
    busy = source.one(sql, source.elapsed.boot, source.elapsed.ms())
    if busy is not None and busy["number"]:
        raise StoreError(
            f"A bot still works on the database to move from, with {counted(busy['number'], 'job')} under way. Stop it,"
            " wait half a minute if it was killed, and try again. Nothing was moved."
        )
