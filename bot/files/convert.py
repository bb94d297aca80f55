"""The command `convert`: makes a framework file of a spreadsheet, a table or an outline, and accounts for each part.

In an outline bands become the levels, and what stands below numbered dimensions is what to look for.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

from bot.core.framework import Scale
from bot.files import sections as kinds
from bot.files.bands import FoundBand, body_of, read_band
from bot.files.blocks import Line, plain, read_blocks
from bot.files.frameworks import FrameworkFile, framework_from
from bot.files.grids import Cell, Grid, Spot, decoded, grids_of_csv, letters, unusable
from bot.files.head import read_head, slug_of
from bot.files.levels import HIGHEST
from bot.files.matrix import add_columns, grid_of, matrix_of, tables_of
from bot.files.rubric import named_dimension
from bot.files.scale import spans_of
from bot.files.sections import Section, sections, title_of
from bot.files.sketch import Account, Frame, Sketch, Sketched, Told, document, shown
from bot.files.source import LINE_END, MARKUP, MAX_LINES, TODO, Remarks, binary_kind, other_kind, reason_of
from bot.files.workbook import grids_of_workbook

# "**1. NAME**", "1) **NAME**", and either with words behind it on the same line.
BOLD = re.compile(r"^((?:\(?[0-9]{1,2}[.):]\s*)?(?:\*\*|__)[^*]{1,120}?(?:\*\*|__):?)\s*(.*)$")
TOLD = re.compile(
    r"([0-9]\.[0-9](?:\s*[-\u2010-\u2015]\s*[0-9]\.[0-9])?)[:=]?\s+((?:[A-Z][\w-]*\s?){1,4})(.*?)(?=[0-9]\.[0-9]|$)"
)
MARKS = re.compile(r"^\s*(?::|--|[-\u2010-\u2015])\s*")
ASSESSED = re.compile(
    r"template|dimension|criteria|assessment|framework|capabilit|scorecard|rubric|matrix", re.IGNORECASE
)
NOT_ASSESSED = re.compile(r"output|deliver|format|usage|related|resource|how to|prompt|next", re.IGNORECASE)
ASIDES = {kinds.EXAMPLE, kinds.VARIABLES, kinds.PROMPT, kinds.DELIVERABLES, kinds.PURPOSE, kinds.SCALE}
HEADED = re.compile(r"[.;:,!?]$")
MIN_DIMENSIONS, MIN_BANDS = 2, 2
MOST_BYTES = 10 * 1024 * 1024
MOST_TEXT = 512 * 1024  # bytes of a page or of CSV; a workbook is larger for its fonts and formats
KEPT = frozenset({kinds.PURPOSE, kinds.PROMPT, kinds.VARIABLES, kinds.DELIVERABLES})
RULE = re.compile(r"^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")
BANDED = re.compile(r"^#+\s.*(?:scale|band|interpret|levels?)", re.IGNORECASE)
WORDS = re.compile(r"[\W_]+")
NO_MATRIX = (
    "holds no matrix of levels. A matrix names a dimension in each row and has a column for each level, such as"
    " `Dimension, 1 - Initial, 2 - Defined, 3 - Optimized`, or the other way round."
)
NO_RUBRIC = (
    "holds neither a table of levels nor an outline: bands such as `- 1.0-1.9: Initial (...)` and numbered dimensions"
    " such as `### 1) Name` with their criteria. `cxbot check` says what a framework file needs."
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A framework file made of another file, and the account of it; ``form`` is csv, xlsx, table or outline."""

    file: str
    form: str
    markdown: str
    account: Account

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to be written."""
        return not self.account.todo

    def lines(self) -> list[str]:
        """Return the account as lines: ``file:place: taken: words``, what is still to be done last."""
        account = self.account
        parts = (("taken", account.taken), ("ignored", account.ignored), ("todo", account.todo))
        return [f"{self.file}:{each.place}: {word}: {each.what}" for word, said in parts for each in said]

    def as_json(self, to: Path | None) -> dict[str, Any]:
        """Return all of it as plain values."""
        account = self.account
        parts = {"taken": account.taken, "todo": account.todo, "ignored": account.ignored}
        return {
            "file": self.file,
            "form": self.form,
            "to": str(to) if to else None,
            "complete": self.is_complete,
            **{word: [_json(self.file, each) for each in said] for word, said in parts.items()},
            "markdown": self.markdown,
        }


def _json(file: str, said: Told) -> dict[str, Any]:
    place = said.place
    return {
        "file": file,
        "sheet": place.sheet or None,
        "line": place.line or None,
        "row": place.row or None,
        "column": letters(place.column) or None,
        "what": said.what,
    }


def convert(path: Path) -> Conversion:
    """Convert a file; BadInputError for one that is no rubric, with the reason."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise unusable(f"{str(path)!r} cannot be read: {reason_of(error)}. Check the path.") from error
    return converted(content, str(path))


def converted(content: bytes, file: str) -> Conversion:
    """Convert the bytes of a file; its name gives the slug, and the title where the file has none."""
    if len(content) > MOST_BYTES:
        raise unusable(f"is longer than {MOST_BYTES // 1024 // 1024} MB. Keep the rubric alone in it.")
    if content.startswith(b"PK\x03\x04") and b"xl/" in content:
        return _of_grids(grids_of_workbook(content), file, "xlsx")
    text = content[:4_000].decode("utf-8", errors="replace")
    if kind := binary_kind(content) or next((kind for pattern, kind in MARKUP if pattern.match(text)), ""):
        raise unusable(f"this is {kind}. Save it as .xlsx, .csv or Markdown, or copy its table into one.")
    if not content.strip():
        raise unusable("is empty.")
    if len(content) > MOST_TEXT:
        raise unusable(f"is longer than {MOST_TEXT // 1024} kB. Keep the rubric alone in it.")
    if Path(file).suffix.lower() in {".csv", ".tsv"}:
        return _of_csv(content, file)
    lines = tuple(LINE_END.split(decoded(content)[0]))
    if other_kind(lines, "") in {"CSV", "TSV"}:
        return _of_csv(content, file)
    return _of_page(lines, content, file)


def _of_csv(content: bytes, file: str) -> Conversion:
    grids = grids_of_csv(content)
    return _of_grids([next((each for each in grids if matrix_of(each, Account())), grids[0])], file, "csv")


def _of_grids(grids: Sequence[Grid], file: str, form: str) -> Conversion:
    """Convert the first sheet that holds a matrix, and name the others."""
    account, sketch = Account(), None
    for grid in grids:
        place = Spot(sheet=grid.name)
        account.ignored += [Told(place, each) for each in grid.unread]
        if sketch is None and not grid.hidden and (sketch := matrix_of(grid, account)):
            account.taken[:0] = [Told(place, note) for note in grid.notes]
        elif grid.filled:
            first = next(cell for cell in grid.filled[0] if cell.text)
            how = "is hidden" if grid.hidden else "is no matrix of levels" if sketch is None else "is a further one"
            account.leave(place, f"the sheet {shown(grid.name)} {how}; it begins with {shown(first.text)}")
            if sketch is not None and not grid.hidden and matrix_of(grid, Account()):
                account.leave(place, "it is a matrix too: save it as a file of its own to convert it")
    if sketch is None:
        raise unusable(NO_MATRIX)
    if not sketch.title:
        sketch.title = Path(file).stem
        account.take(Spot(), f"the title {shown(sketch.title)}, from the file's name")
    return _finished(sketch, Frame(sketch.title, slug_of(Path(file).stem)), account, file, form)


def _of_page(texts: tuple[str, ...], content: bytes, file: str) -> Conversion:
    """Convert a page of Markdown: its tables of levels, else its outline."""
    if len(texts) > MAX_LINES:
        raise unusable(f"has more than {MAX_LINES} lines. Keep the rubric alone in it.")
    if framework_from(content, file).framework is not None:
        raise unusable("is a framework already: there is nothing to convert.")
    page = _Page(texts)
    if (tables := page.of_tables()) is not None:
        return _finished(tables, page.frame(file), page.account, file, "table")
    if (outline := page.of_outline()) is not None:
        return _finished(outline, page.frame(file), page.account, file, "outline")
    raise unusable(NO_RUBRIC)


class _Page:
    """A page of Markdown with its sections; ``used`` are the numbers of the lines that something was taken from."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts, self.account = texts, Account()
        self.head = read_head(texts, Remarks())
        self._read(texts)
        self.used: set[int] = set()
        self.bands: list[Line] = []

    def _read(self, texts: tuple[str, ...]) -> None:
        first = self.head.body_from
        self.lines = read_blocks(texts[first:], first + 1, Remarks())
        cut = sections(self.lines)
        start = cut[0].line if cut else len(texts) + 1
        opening = tuple(line for line in self.lines if line.number < start)
        self.sections = (Section(kinds.OTHER, "", first + 1, opening), *cut) if opening else cut

    def of_tables(self) -> Sketch | None:
        """Read the tables: those of levels give the dimensions, others add weights, targets and questions to them."""
        return self._of_tables({kinds.EXAMPLE, kinds.VARIABLES, kinds.SCALE}) or self._of_tables(
            {kinds.EXAMPLE, kinds.VARIABLES}
        )

    def _of_tables(self, asides: Collection[str]) -> Sketch | None:
        found: list[Sketch] = []
        further: list[tuple[Section, Grid]] = []
        for section, (heading, rows) in ((each, table) for each in self.sections for table in tables_of(each.lines)):
            grid, account = grid_of(rows), Account()
            above = Cell(heading.text, Spot(line=heading.number)) if heading else None
            sketch = None if section.kind in asides else matrix_of(grid, account, above)
            if sketch is None:
                further.append((section, grid))
                continue
            if found and sketch.levels != found[0].levels:
                self.account.leave(grid.rows[0][0].place, "a table of other levels than the first one")
                continue
            found.append(sketch)
            self.account.add(account)
            self.used |= {row.number for row in rows} | {section.line, heading.number if heading else 0}
        if not found:
            return None
        whole = found[0]
        whole.dimensions = [each for sketch in found for each in sketch.dimensions]
        for section, grid in further:
            if add_columns(grid, whole, self.account):
                self.used |= {row[0].place.line for row in grid.rows} | {section.line}
        whole.missing = [each for sketch in found for each in sketch.missing]
        return whole

    def of_outline(self) -> Sketch | None:
        """Read the outline, also where it stands in a code block."""
        read = outline_of(self.sections, self.account)
        if read is None and any(line.kind == "code" for line in self.lines):
            self._read(tuple("" if text.lstrip().startswith(("```", "~~~")) else text for text in self.texts))
            read = outline_of(self.sections, self.account)
        sketch, self.used, self.bands = read or (None, set(), [])
        return sketch

    def frame(self, file: str) -> Frame:
        """Keep what a framework has besides its scorecard, as it is written; name the rest as left out."""
        title = self.head.text("title") or title_of(self.lines)[0]
        if not title:
            title = Path(file).stem
            self.account.take(Spot(), f"the title {shown(title)}, from the file's name")
        before: list[str] = []
        behind: list[str] = []
        taken = self.used - {line.number for line in self.bands}
        for at, section in enumerate(self.sections):
            end = self.sections[at + 1].line if at + 1 < len(self.sections) else len(self.texts) + 1
            bands = section.kind == kinds.SCALE and taken.isdisjoint(range(section.line, end))
            if section.text and (section.kind in KEPT or bands):
                lines = [text.rstrip() for text in self.texts[section.line - 1 : end - 1] if not RULE.match(text)]
                kept_lines = "\n".join(lines).strip("\n").split("\n")
                (before if section.kind in {kinds.PURPOSE, kinds.PROMPT} else behind).extend([*kept_lines, ""])
                self.account.take(Spot(line=section.line), f"the section {shown(section.text)} as it is")
            else:
                self._leave(section)
        inside = self.bands and not any(BANDED.match(line) for line in behind)
        behind += ["## Maturity Scale", *(f"- {line.text}" for line in self.bands), ""] if inside else []
        head = self.texts[self.head.line : self.head.body_from - 1] if self.head.line else ()
        slug = slug_of(Path(file).stem)
        return Frame(title, slug, self.head.entries.keys(), tuple(head), tuple(before), tuple(behind))

    def _leave(self, section: Section) -> None:
        """Name the lines of a section that nothing was taken from, a run of them as one."""
        left: list[Line] = []
        title = section.text and section.line not in self.used and section.kind != kinds.TITLE
        for line in (*section.lines, None):
            if line is not None and line.number not in self.used:
                left += [line] if line.text or line.raw else []
            elif left or (title and line is None):
                first = section.line if title else left[0].number
                told = shown(section.text if title else left[0].text or left[0].raw)
                count = len(left) if title else len(left) - 1
                further = f" and {count} line{'s' if count > 1 else ''} below" if count > 0 else ""
                self.account.leave(Spot(line=first), f"{told}{further}")
                left, title = [], False


def _finished(sketch: Sketch, frame: Frame, account: Account, file: str, form: str) -> Conversion:
    """Write the document and read it back: every text has to come out as it went in."""
    name = f"{frame.slug or 'framework'}.md"
    markdown = document(sketch, frame)
    read = framework_from(markdown.encode(), name)
    tables = {at for at, each in enumerate(sketch.dimensions) if not _reads_back(each, sketch, read, at)}
    if tables:
        markdown = document(sketch, frame, tables)
        read = framework_from(markdown.encode(), name)
    for at, each in enumerate(sketch.dimensions):
        if not _reads_back(each, sketch, read, at):
            account.want(each.place, f"the texts of {shown(each.name)}: they are not read as they are written here")
        elif each.name and read.dimensions[at].name != each.name:
            written = read.dimensions[at].name
            say = account.leave if WORDS.sub("", each.name) == WORDS.sub("", written) else account.want
            say(each.place, f"the name {shown(each.name)}: it is read as {shown(written)}")
    if not frame.slug and "slug" not in frame.keys:
        account.want(Spot(), "the slug: the file's name has no Latin letters")
    lines = markdown.split("\n")
    for problem in read.problems:
        if not TODO.search(lines[problem.line - 1]):
            account.want(Spot(), f"what `cxbot check` says of line {problem.line} of the new file: {problem.message}")
    return Conversion(file, form, markdown, account)


def _reads_back(dimension: Sketched, sketch: Sketch, read: FrameworkFile, at: int) -> bool:
    if at >= len(read.dimensions):
        return False
    found = read.dimensions[at]
    levels = {each.level: (each.name, each.text) for each in found.levels if each.level in dimension.levels}
    wanted = {level: (sketch.levels.get(level, ""), text) for level, text in dimension.levels.items()}
    steps = {level: words for level, (_, words) in found.steps.items()}
    return (levels, found.ask, found.look_for, steps) == (wanted, dimension.ask, dimension.look_for, dimension.steps)


@dataclass(frozen=True, slots=True)
class Opened:
    """A numbered line that may open a dimension: its place among the lines, its name and the words behind it."""

    at: int
    number: int
    name: str
    shape: str
    rest: str


def outline_of(found: Sequence[Section], account: Account) -> tuple[Sketch, set[int], list[Line]] | None:
    """Read sections as an outline; give the sketch, the numbers of the lines that are used, and those of its bands."""
    rated = [each for each in found if each.kind not in ASIDES and not NOT_ASSESSED.search(each.text)]
    rated.sort(key=lambda each: not ASSESSED.search(each.text))
    section, run = next(((each, run) for each in rated if (run := _run(each.lines))), (None, []))
    band_lines = _band_lines(found)
    bands = [band for line in band_lines if (band := read_band(line.number, body_of(line)))]
    edges = [edge for band in bands for edge in (band.low, band.high) if edge is not None]
    scale = _scale(found, edges)
    if section is None or scale is None or not (bands or ASSESSED.search(section.text)):
        return None  # a numbered list that nothing calls an assessment
    of_level = _band_of_level(bands, edges, scale)
    names = {level: band.name for level, band in of_level.items()}
    texts = {level: band.text for level, band in of_level.items() if band.text}
    sketch = Sketch({level: names.get(level, "") for level in scale.levels()}, [each for each, _ in run])
    if bands:
        told = ", ".join(f"{level} {name}" for level, name in sorted(names.items()))
        same = "; each dimension has their words, since the outline describes no level of its own" if texts else ""
        account.take(Spot(line=bands[0].line), f"the bands, as levels {told or 'without names'}{same}")
    for band in bands if names else ():
        if band.name not in names.values():
            account.leave(Spot(line=band.line), f"the band {shown(band.name)} holds several levels, and names none")
    for each in sketch.dimensions:
        each.levels = dict(texts)
        each.notes += [] if each.look_for else ["nothing below it says what to look for"]
        sketch.tell(each, account)
    used = {line.number for line in band_lines} | {section.line}
    return sketch, used.union(*(lines for _, lines in run)), band_lines


def _run(lines: Sequence[Line]) -> list[tuple[Sketched, set[int]]]:
    """Return the first dimensions that count from 1 in lines of one shape, with the numbers of the lines of each."""
    opened = [each for at, line in enumerate(lines) if (each := _opened(at, line))]
    for start, first in enumerate(opened):
        run = [first] if first.number == 1 else []
        for each in opened[start + 1 :]:
            if not run or (each.number, each.shape) != (run[-1].number + 1, first.shape):
                break
            run.append(each)
        ends = [each.at for each in opened[start + 1 :]] + [len(lines)]
        read = [
            _dimension(lines[each.at : end], each, last=each is run[-1]) for each, end in zip(run, ends, strict=False)
        ]
        if len(run) >= MIN_DIMENSIONS and any(each.look_for for each, _ in read):
            return read
    return []


def _opened(at: int, line: Line) -> Opened | None:
    bold = BOLD.match(line.raw) if line.kind == "text" else None
    if bold is None and line.kind != "heading":
        return None
    words, rest = (plain(bold[1]), MARKS.sub("", plain(bold[2]))) if bold else (line.text, "")
    digits = re.search("[0-9]{1,2}", words)
    found = named_dimension(line.number, words, int(digits.group()) if digits else 0)
    shape = f"heading {line.depth}" if bold is None else "bold with words" if rest else "bold"
    return Opened(at, found.number, found.name, shape, rest) if found.number else None


def _dimension(lines: Sequence[Line], opened: Opened, *, last: bool) -> tuple[Sketched, set[int]]:
    """Read the lines of a dimension as what to look for; those of the last one end where something else begins."""
    words, listed, end = opened.rest, False, len(lines)
    for at, line in enumerate(lines[1:], 1):
        begins = line.kind != "text" or (line.bullet and read_band(line.number, line.text) is not None)
        lone = last and not line.bullet and line.starts and (line.text.endswith(":") or listed)
        if begins or lone:
            end = at
            break
        listed = listed or line.bullet
        goes_on = not words or HEADED.search(words) or not (line.bullet or line.item)
        words = f"{words}{' ' if goes_on else '; '}{line.text}".strip() if line.text else words
    return Sketched(opened.name, Spot(line=lines[0].number), look_for=words), {line.number for line in lines[:end]}


def _band_lines(found: Sequence[Section]) -> list[Line]:
    """Return the lines of the bands: those of a section that is named for them, else the first list of some."""
    for section in sorted(found, key=lambda each: each.kind != kinds.SCALE):
        if section.kind == kinds.EXAMPLE:
            continue
        lines: list[Line] = []
        for line in section.lines:
            listed = line.bullet or line.kind == "row" or section.kind == kinds.SCALE
            if listed and (band := read_band(line.number, body_of(line))) and band.name:
                lines.append(line)
            elif lines and line.bullet:
                break
        if len(lines) >= MIN_BANDS:
            return lines
    told = (line for section in found if section.kind != kinds.EXAMPLE for line in section.lines)
    return next((lines for line in told if len(lines := _bands_told(line)) > MIN_BANDS), [])


def _bands_told(line: Line) -> list[Line]:
    """Return the bands that one sentence tells, a line for each: "1.0-1.9 Initial with no plan, 2.0-2.9 ..."."""
    bands = []
    for figures, name, words in TOLD.findall(line.text):
        text = words.strip(" ,;.").replace("(", "").replace(")", "")
        bands.append(replace(line, text=f"{figures}: {name.strip()}" + (f" ({text})" if text else "")))
    return bands


def _scale(found: Sequence[Section], edges: Sequence[Fraction]) -> Scale | None:
    """Return the scale that the words state, else that of the bands."""
    lines = (line for section in found if section.kind != kinds.EXAMPLE for line in section.lines)
    stated = (span for line in lines for span in spans_of(line.text))
    if wide := next(((low, high) for low, high in stated if high - low > 1), None):
        return Scale(*wide)
    if not edges or max(edges) > HIGHEST or ceil(max(edges)) - floor(min(edges)) < MIN_BANDS:
        return None
    return Scale(floor(min(edges)), floor(max(edges)))


def _band_of_level(bands: Sequence[FoundBand], edges: Sequence[Fraction], scale: Scale) -> dict[int, FoundBand]:
    """Return the band of each level; one that holds several levels describes none of them."""
    levels = scale.levels()
    if edges and max(edges) > scale.high:  # sums of all dimensions: their order is that of the levels, or nothing is
        return dict(zip(levels, bands, strict=True)) if len(bands) == len(levels) else {}
    low, high = Fraction(scale.low), Fraction(scale.high)
    ends = [(each, low if each.low is None else each.low, high if each.high is None else each.high) for each in bands]
    held = [(each, [level for level in levels if first <= level <= last]) for each, first, last in ends]
    return {inside[0]: each for each, inside in held if len(inside) == 1}
