"""The sheets of an Excel workbook (.xlsx), read with the standard library: a zip archive of XML.

Nothing of the file is trusted: how large a part may become is bounded while it is unpacked, and XML that declares a
document type or an entity is refused. docs/decisions/0015 says why this is no library.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from xml.parsers import expat  # no document type is taken, see _parse

from bot.files.grids import Grid, RawSheet, unusable

MOST_BYTES = 20 * 1024 * 1024  # of one part, unpacked; the texts of a large rubric have some 100 kB
MOST_CELLS = 100_000
PERCENT_FORMATS, DATE_FORMATS = frozenset({9, 10}), frozenset(range(14, 23))
FIRST_DAY = date(1899, 12, 30)
LAST_DAY = 2_958_465  # the last of the year 9999
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
ASIDES = {"xl/comments": "comments", "xl/threadedComments": "comments", "xl/media": "pictures", "xl/charts": "charts"}
CELL = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
Attributes = Mapping[str, str]


def grids_of_workbook(content: bytes) -> list[Grid]:
    """Return the sheets of a workbook in their order; BadInputError for a file that is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = _Workbook(archive)
            return [sheet.grid() for sheet in book.sheets()]
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        KeyError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as error:
        told = "is no workbook that can be read, or is protected by a password. Save it again as .xlsx or .csv."
        raise unusable(told) from error


class _Workbook:
    """One archive, with the texts and formats that its sheets share."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.texts = self._shared_texts()
        self.percents, self.dates = self._formats()

    def sheets(self) -> list[RawSheet]:
        """Read all sheets."""
        targets: dict[str, str] = {}
        listed: list[tuple[str, str, bool]] = []

        def link(name: str, attributes: Attributes) -> None:
            if name == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        def sheet(name: str, attributes: Attributes) -> None:
            if name == "sheet":
                hidden = attributes.get("state", "visible") != "visible"
                listed.append((attributes.get("name", ""), attributes.get("id", ""), hidden))

        self._read("xl/_rels/workbook.xml.rels", link)
        self._read("xl/workbook.xml", sheet)
        found = [self._sheet(name, targets.get(link, ""), hidden=hidden) for name, link, hidden in listed]
        asides = {words for part, words in ASIDES.items() if any(name.startswith(part) for name in self.names)}
        if found and asides:
            found[0].unread.append(f"the workbook has {' and '.join(sorted(asides))}, which are not read")
        return found

    def _read(
        self, part: str, opens: Callable[[str, Attributes], None], closes: Callable[[str, str], None] | None = None
    ) -> None:
        """Walk through the XML of a part; ``closes`` gets each element's name and the words inside it."""
        with self.archive.open(part) as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise unusable(
                f"holds a part of more than {MOST_BYTES // 1024 // 1024} MB ({part}). Keep the rubric alone in it."
            )
        _parse(content, opens, closes)

    def _shared_texts(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.names:
            return []
        texts: list[str] = []
        aside = False  # inside the reading of a Japanese word, which is no part of the text

        def opens(name: str, _attributes: Attributes) -> None:
            nonlocal aside
            aside = aside or name == "rPh"
            if name == "si":
                texts.append("")

        def closes(name: str, words: str) -> None:
            nonlocal aside
            aside = aside and name != "rPh"
            if name == "t" and texts and not aside:
                texts[-1] += words

        self._read("xl/sharedStrings.xml", opens, closes)
        return texts

    def _formats(self) -> tuple[set[int], set[int]]:
        """Return which styles show a number in percent, and which as a date."""
        own: dict[int, str] = {}
        used: list[int] = []
        inside = False

        def opens(name: str, attributes: Attributes) -> None:
            nonlocal inside
            if name == "numFmt":
                own[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
            inside = name == "cellXfs" or (inside and name != "cellStyles")
            if inside and name == "xf":
                used.append(_number(attributes.get("numFmtId", "")))

        if "xl/styles.xml" in self.names:
            self._read("xl/styles.xml", opens)
        percents = {at for at, format_ in enumerate(used) if format_ in PERCENT_FORMATS or "%" in own.get(format_, "")}
        return percents, {at for at, format_ in enumerate(used) if format_ in DATE_FORMATS}

    def _sheet(self, name: str, target: str, *, hidden: bool) -> RawSheet:
        cells = _Cells(RawSheet(name, hidden), self._shown)
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in self.names:
            self._read(part, cells.opens, cells.closes)
        else:
            cells.sheet.unread.append(f"the sheet {name!r} is missing")
        return cells.sheet

    def _shown(self, value: str, kind: str, style: int) -> str:
        """Return a value as the program shows it."""
        if kind == "s":
            value = self.texts[int(value)] if value.isdigit() and int(value) < len(self.texts) else ""
        if kind in {"s", "str", "inlineStr", "e"}:
            return ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), value)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        try:
            number = float(value)
        except ValueError:
            return value
        if style in self.percents:
            return f"{number * 100:.15g}%"
        if style in self.dates and 0 < number <= LAST_DAY:
            return (FIRST_DAY + timedelta(days=int(number))).isoformat()
        return f"{number:.15g}"


class _Cells:
    """Takes the cells of one sheet as its elements open and close."""

    def __init__(self, sheet: RawSheet, shown: Callable[[str, str, int], str]) -> None:
        self.sheet, self.shown = sheet, shown
        self.row = self.column = self.style = 0
        self.kind = self.words = ""

    def opens(self, element: str, attributes: Attributes) -> None:
        """Note where a cell stands and what it is."""
        if element in {"row", "col"} and attributes.get("hidden") in {"1", "true"}:
            which = f"row {attributes.get('r', '')}" if element == "row" else f"column {attributes.get('min', '')}"
            self.sheet.notes.append(f"{which} is hidden, and is read as the others are")
        if element == "row":
            self.row, self.column = _number(attributes.get("r", "")) or self.row + 1, 0
        elif element == "c":
            self.row, self.column = _address(attributes.get("r", "")) or (self.row, self.column + 1)
            self.kind, self.words = attributes.get("t", ""), ""
            self.style = _number(attributes.get("s", ""))
        elif element == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if (corner := _address(first)) and (other := _address(last)):
                self.sheet.merged.append((*corner, *other))

    def closes(self, element: str, inner: str) -> None:
        """Keep the value of a cell."""
        if element == "f":
            self.sheet.formulas.add((self.row, self.column))
        elif element in {"v", "t"}:
            self.words += inner
        elif element == "c" and self.words:
            if len(self.sheet.cells) >= MOST_CELLS:
                raise unusable(f"a sheet has more than {MOST_CELLS} cells. Keep the rubric alone in the file.")
            self.sheet.cells[self.row, self.column] = self.shown(self.words, self.kind, self.style)


def _parse(content: bytes, opens: Callable[[str, Attributes], None], closes: Callable[[str, str], None] | None) -> None:
    """Read XML with names stripped of their namespaces; document types and entities are refused."""
    words: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        words.clear()
        opens(_bare(name), {_bare(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        if closes is not None:
            closes(_bare(name), "".join(words))
        words.clear()

    def refuse(*_told: object) -> None:
        raise unusable("declares a document type in its XML, which no spreadsheet program writes. It is not read.")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words.append
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.Parse(content, True)  # noqa: FBT003  # the last piece


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 8 else 0  # noqa: PLR2004  # no sheet has so many rows


def _address(text: str) -> tuple[int, int] | None:
    """Return the row and column of an address such as B3."""
    found = CELL.match(text)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column
