"""Markdown tables, and the two shapes in which a table states levels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.files.plain import plain
from bot.files.source import Line

CELL = re.compile(r"(?<!\\)\|")
DIVIDER = re.compile(r"^:?-+:?$")
LEVEL_CELL = re.compile(
    r"^(?:(?:maturity\s+)?(?:level|stage|score|rating)\s*|l)?\(?([0-9]{1,2})\)?"
    r"(?:\s*(?:[:=.(]|--|[-\u2010-\u2015])\s*([^()]{0,60}?)\)?|\s+([^\W\d_][^()0-9]{0,59}))?$",
    re.IGNORECASE,
)
LEVEL_COLUMN = re.compile(r"^(?:maturity\s+)?(?:level|score|stage|rating|#)s?$", re.IGNORECASE)
NAME_COLUMN = re.compile(r"^(?:name|title|label|stage|level name)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its line and its cells as plain words."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A level as a table states it; an empty ``text`` means that the cell is empty."""

    line: int
    level: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the header's cells, and the rows below it without the divider."""

    header: Row
    rows: tuple[Row, ...]


def is_row(line: Line) -> bool:
    """Tell whether a line can belong to a table."""
    return not line.code and line.body.startswith("|") and line.body.count("|") > 1


def table_at(lines: Sequence[Line], start: int) -> tuple[Table | None, int]:
    """Read the table that begins at ``start``; give it (None when it has no divider) and the index behind it."""
    end = start
    while end < len(lines) and is_row(lines[end]):
        end += 1
    rows = [_row(line) for line in lines[start:end]]
    if len(rows) < 2 or not all(DIVIDER.match(cell) for cell in rows[1].cells if cell):  # noqa: PLR2004 (header, divider)
        return None, max(end, start + 1)
    return Table(rows[0], tuple(rows[2:])), end


def _row(line: Line) -> Row:
    inner = line.body.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return Row(line.number, tuple(plain(cell.replace("\\|", "|")) for cell in CELL.split(inner)))


def level_cell(text: str) -> tuple[int, str] | None:
    """Read a cell such as ``1``, ``Level 1`` or ``1 - Initial`` as a level and its name."""
    found = LEVEL_CELL.match(text.strip())
    if not found:
        return None
    return int(found.group(1)), (found.group(2) or found.group(3) or "").strip(" :")


def column_levels(table: Table) -> dict[int, tuple[int, str]]:
    """Give the columns that stand for levels: column -> (level, name); fewer than two are none at all."""
    found = {at: level for at, cell in enumerate(table.header.cells) if (level := level_cell(cell))}
    return found if len(found) > 1 else {}


def row_levels(table: Table) -> list[Cell]:
    """Give the levels of a table with a row for each: | Level | Name | What it looks like |."""
    header = table.header.cells
    if len(header) < 2 or not LEVEL_COLUMN.match(header[0]):  # noqa: PLR2004 (a level and its text)
        return []
    named = len(header) > 2 and bool(NAME_COLUMN.match(header[1]))  # noqa: PLR2004 (a level, a name and a text)
    found: list[Cell] = []
    for row in table.rows:
        level = level_cell(row.cells[0])
        if level:
            name = row.cells[1] if named and len(row.cells) > 1 else level[1]
            at = 2 if named else 1
            found.append(Cell(row.line, level[0], name, row.cells[at] if len(row.cells) > at else ""))
    return found
