"""Tables as files for a spreadsheet: CSV and XLSX, of which no cell is ever run as a formula."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from bot.core.record.tables import DataTable, Datum, DatumKind

if TYPE_CHECKING:  # the library is loaded with the first workbook
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no types
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # as above

LONGEST_CELL: Final = 32_000  # characters; Excel takes 32,767
MOST_ROWS: Final = 1_048_575  # below the heading
_PLACES: Final = 6
_QUOTES: Final = r"\s\"'`\u2018-\u201f\u00ab\u00bb\uff02\uff07"
_SIGNS: Final = r"=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
# What a spreadsheet runs: also behind blanks and quotation marks, which some take off first.
_RUNS = re.compile(rf"[{_QUOTES}]*[{_SIGNS}]|[\t\r]")
# Where the semicolon parts cells, as it does for Excel in half of Europe, a formula may begin behind one.
_RUNS_WITHIN = re.compile(rf"([;\t][{_QUOTES}]*)(?=[{_SIGNS}])")
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_WIDTHS: Final = (8, 50)
_WRAPPED: Final = 40


def csv_file(table: DataTable) -> bytes:
    """Return a table as CSV in UTF-8 with a mark at its beginning, by which Excel knows that it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_in_csv(each) for each in row])
    return text.getvalue().encode("utf-8-sig")


def _in_csv(datum: Datum) -> str | int | float:
    match datum:
        case None:
            return ""
        case Fraction():
            return _rounded(datum)
        case datetime():
            return f"{_in_utc(datum):%Y-%m-%d %H:%M:%S}"
        case date():
            return datum.isoformat()
        case int():
            return datum
        case str():
            return _inert(datum)


def _inert(text: str) -> str:
    """Return a text that a spreadsheet takes as words; a number that stands alone stays one."""
    if _NUMBER.fullmatch(text):
        return text
    within = _RUNS_WITHIN.sub(r"\1'", text)
    return f"'{within}" if _RUNS.match(within) else within


def workbook(tables: Iterable[DataTable], made_at: datetime) -> bytes:
    """Return tables as a workbook with a sheet for each: typed cells, a heading that stays in sight, filters."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # see above

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, options) as book:
        book.set_properties({"title": "Assessments", "author": "cxbot", "created": _in_utc(made_at)})
        formats = _Formats(book)
        for table in tables:
            _fill(book.add_worksheet(table.name.capitalize()), table, formats)
    return content.getvalue()


class _Formats:
    """How the cells of a workbook look."""

    def __init__(self, book: "Workbook") -> None:
        top = {"valign": "top"}
        self.heading = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True} | top)
        self.plain = book.add_format(top)
        self.wrapped = book.add_format(top | {"text_wrap": True})
        # Excel shows no more than "text" for it, and takes it as such also when the cell is edited.
        self.quoted = book.add_format(top | {"text_wrap": True, "quote_prefix": True})
        self.number = book.add_format(top | {"num_format": "General"})
        self.day = book.add_format(top | {"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format(top | {"num_format": "yyyy-mm-dd hh:mm"})


def _fill(sheet: "Worksheet", table: DataTable, formats: _Formats) -> None:
    for place, (name, kind) in enumerate(table.columns.items()):
        sheet.write_string(0, place, _heading(name, kind), formats.heading)
        sheet.set_column(place, place, _width(table, place, _heading(name, kind)))
    for number, row in enumerate(table.rows[:MOST_ROWS], start=1):
        for place, datum in enumerate(row):
            _write(sheet, (number, place), datum, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _write(sheet: "Worksheet", cell: tuple[int, int], datum: Datum, formats: _Formats) -> None:
    match datum:
        case None | "":
            return
        case datetime():
            sheet.write_datetime(*cell, _in_utc(datum), formats.moment)
        case date():
            sheet.write_datetime(*cell, datum, formats.day)
        case Fraction():
            sheet.write_number(*cell, _rounded(datum), formats.number)
        case int():
            sheet.write_number(*cell, datum, formats.number)
        case str():
            look = formats.wrapped if len(datum) > _WRAPPED else formats.plain
            sheet.write_string(*cell, _cut(datum), formats.quoted if _RUNS.match(datum) else look)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} (cut: the other formats have all of it)"


def _heading(name: str, kind: DatumKind) -> str:
    words = name.removesuffix("_at") if kind is DatumKind.MOMENT else name
    return words.replace("_", " ").capitalize() + (" (UTC)" if kind is DatumKind.MOMENT else "")


def _width(table: DataTable, place: int, heading: str) -> float:
    """Return the width of a column: that of its longest text, within what can be read at a glance."""
    kind = list(table.columns.values())[place]
    if kind in (DatumKind.DAY, DatumKind.MOMENT):
        return 17
    longest = max((len(str(row[place])) for row in table.rows if isinstance(row[place], str)), default=0)
    narrowest, widest = _WIDTHS
    return min(max(longest, len(heading), narrowest) + 2, widest)


def _rounded(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else round(float(number), _PLACES)


def _in_utc(moment: datetime) -> datetime:
    """Return a moment without its zone and smaller than a second, as spreadsheets keep it."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
