"""Spreadsheets as grids of texts: CSV as people save it, the sheets of a workbook, and the rows of metrics."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.core.errors import BadInputError, Problem
from bot.files.source import CONTROLS, INVISIBLE, SPACES
from bot.use_cases.metrics import COLUMNS, NEEDED, MetricRow

MARKS = ",;\t|"
MOST_ROWS, MOST_COLUMNS = 2_000, 200
UNSEEN = {**CONTROLS, **SPACES, **INVISIBLE}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in a file, each part counted from 1; 0 and empty where there is no such part."""

    line: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        sheet = f"{self.sheet}!" if self.sheet else ""
        if self.line:
            return str(self.line)
        cell = f"{letters(self.column)}{self.row or ''}" if self.column else f"row {self.row}" if self.row else ""
        return f"{sheet}{cell}" if cell else self.sheet or "1"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text in one line, where it stands, and whether it is filled from the one it is merged with."""

    text: str
    place: Spot
    merged: bool = False
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: rows of equal length. ``notes`` say how it was read, ``unread`` what was not.

    ``hidden``: people do not see the sheet.
    """

    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""
    hidden: bool = False
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def filled(self) -> list[tuple[Cell, ...]]:
        """The rows that hold anything."""
        return [row for row in self.rows if any(cell.text for cell in row)]

    def turned(self) -> "Grid":
        """Return the grid with rows for columns."""
        return Grid(tuple(zip(*self.rows, strict=True)), self.name, self.hidden, self.notes, self.unread)


@dataclass(slots=True)
class RawSheet:
    """The cells of a sheet by row and column, from 1, and its merged ranges as corners."""

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def grid(self) -> Grid:
        """Return the cells as a grid; each merged range is filled with its first text."""
        filled = {at: one_line(text) for at, text in self.cells.items() if one_line(text)}
        rows = max((row for row, _ in filled), default=0)
        columns = max((column for _, column in filled), default=0)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            told = f"has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns. Keep the rubric alone in the file."
            raise unusable(f"sheet {self.name!r} {told}" if self.name else told)
        for row, column in sorted(self.formulas - filled.keys()):
            self.unread.append(f"{letters(column)}{row} is a formula without a value; open the file and save it again")
        spread: dict[tuple[int, int], str] = {}
        for top, left, bottom, right in self.merged:
            text = filled.get((top, left), "")
            inside = ((r, c) for r in range(top, min(bottom, rows) + 1) for c in range(left, min(right, columns) + 1))
            spread |= {at: text for at in inside if text and at != (top, left)}
        return Grid(
            tuple(
                tuple(self._cell(row, column, filled, spread) for column in range(1, columns + 1))
                for row in range(1, rows + 1)
            ),
            self.name,
            self.hidden,
            tuple(self.notes),
            tuple(self.unread),
        )

    def _cell(
        self, row: int, column: int, filled: Mapping[tuple[int, int], str], spread: Mapping[tuple[int, int], str]
    ) -> Cell:
        at = (row, column)
        text = filled.get(at) or spread.get(at, "")
        place = Spot(row=row, column=column, sheet=self.name)
        return Cell(text, place, merged=at in spread, formula=at in self.formulas)


def one_line(text: str) -> str:
    """Return a text with each run of blanks and line ends as one blank, and without what cannot be seen."""
    return " ".join(text.translate(UNSEEN).split())


def letters(column: int) -> str:
    """Return the letters of a column, 1 for A."""
    made = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made


def unusable(message: str) -> BadInputError:
    """Return the refusal of a file that cannot be converted."""
    return BadInputError((Problem("the file", message),))


def grids_of_csv(content: bytes) -> list[Grid]:
    """Read CSV, once with each separator that it could have, the likeliest first: a text may hold many of another.

    Separators are commas, semicolons, tabs or pipes; the text is UTF-8, UTF-16 or Windows-1252.
    """
    text, notes = decoded(content)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        marks, text = first.strip()[-1], "\n" + rest
        notes.append(f"the first line names the separator {marks!r}")
    else:
        marks = MARKS
    readings = [(mark, rows) for mark in marks if (rows := _rows(text, mark)) is not None]
    if not readings:
        raise unusable("is not sound CSV: a quotation mark opens a cell and never closes. Save it again.")
    readings.sort(key=lambda reading: _evenness(reading[1]), reverse=True)
    return [_grid(mark, rows, notes) for mark, rows in readings]


def _grid(mark: str, rows: Sequence[Sequence[str]], notes: Sequence[str]) -> Grid:
    cells = {(row, column): cell for row, cells in enumerate(rows, 1) for column, cell in enumerate(cells, 1)}
    named = {",": [], "\t": ["cells are separated by tabs"]}.get(mark, [f"cells are separated by {mark!r}"])
    return RawSheet("", cells=cells, notes=[*notes, *named]).grid()


def decoded(content: bytes) -> tuple[str, list[str]]:
    """Return the text of a file, and how it was read where that is not UTF-8."""
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace"), ["the text is read as UTF-16"]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes without a sign.
        return content.decode("cp1252", errors="replace"), ["the text is no UTF-8; it is read as Windows-1252"]


def _rows(text: str, mark: str) -> list[list[str]] | None:
    """Return the rows of a text; None where a quotation mark is never closed."""
    for strict in (True, False):
        try:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)
            return list(islice(rows, MOST_ROWS + 1))
        except csv.Error as error:
            if "unexpected end" in str(error):
                return None
    return None


def _evenness(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Return how well a separator fits: how many cells stand in rows of the usual length."""
    widths = [len(row) for row in rows if len(row) > 1]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    return widths.count(usual) * (usual - 1), -len(set(widths))


def metric_rows(content: bytes) -> tuple[MetricRow, ...]:
    """Read the rows of a file; BadInputError names what is wrong with its head or with a row as such.

    Separators are commas, semicolons, tabs or pipes, and the text is UTF-8, UTF-16 or Windows-1252.
    """
    text, _ = decoded(content)
    mark = max(MARKS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[MetricRow] = []
    problems: list[Problem] = []
    names: list[str] = []
    try:
        for cells in reader:
            where = f"line {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [cell.strip().casefold() for cell in cells]
                problems += [Problem(where, message) for message in _faults(names)]
            elif len(cells) != len(names):
                problems.append(Problem(where, f"has {len(cells)} cells where the head has {len(names)}"))
            else:
                rows.append(MetricRow(reader.line_num, dict(zip(names, map(str.strip, cells), strict=True))))
    except csv.Error as error:
        problems.append(Problem(f"line {reader.line_num}", f"is not sound CSV: {error}"))
    if not names:
        problems.append(Problem("the file", f"is empty: its first line names the columns, {', '.join(COLUMNS)}"))
    if problems:
        raise BadInputError(tuple(problems))
    return tuple(rows)


def _faults(names: list[str]) -> list[str]:
    """Name what is wrong with the head: nothing of a file is read by halves."""
    found = [f"needs the column {each!r}" for each in NEEDED if each not in names]
    found += [
        f"has the column {each!r}, and there is none such: {', '.join(COLUMNS)}"
        for each in names
        if each not in COLUMNS
    ]
    return found + [f"has the column {each!r} twice" for each in dict.fromkeys(names) if names.count(each) > 1]
