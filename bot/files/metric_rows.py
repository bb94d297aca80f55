"""A CSV file of metrics becomes rows with their line numbers; what a row says is read elsewhere."""

import csv
import io

from bot.core.errors import BadInputError, Problem
from bot.files.grids import MARKS, decoded
from bot.use_cases.metrics import COLUMNS, NEEDED, MetricRow


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
