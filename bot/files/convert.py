"""The command `convert`: makes a framework file of a spreadsheet, a table or an outline, and accounts for each part."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.files import sections as kinds
from bot.files.blocks import Line, read_blocks
from bot.files.frameworks import FrameworkFile, framework_from
from bot.files.grids import Cell, Grid, Spot, decoded, grids_of_csv, letters, unusable
from bot.files.head import read_head, slug_of
from bot.files.matrix import add_columns, grid_of, matrix_of, tables_of
from bot.files.outline import outline_of
from bot.files.problems import Remarks
from bot.files.sections import Section, sections, title_of
from bot.files.sketch import Account, Frame, Sketch, Sketched, Told, document, shown
from bot.files.source import LINE_END, MARKUP, MAX_LINES, TODO, binary_kind, other_kind, reason_of
from bot.files.workbook import grids_of_workbook

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
            bare = tuple("" if text.lstrip().startswith(("```", "~~~")) else text for text in self.texts)
            self._read(bare)
            read = outline_of(self.sections, self.account)
        if read is None:
            return None
        sketch, self.used, self.bands = read
        return sketch

    def frame(self, file: str) -> Frame:
        """Keep what a framework has besides its scorecard, as it is written; name the rest as left out."""
        title = self.head.text("title") or title_of(self.lines)[0]
        if not title:
            title = Path(file).stem
            self.account.take(Spot(), f"the title {shown(title)}, from the file's name")
        before: list[str] = []
        behind: list[str] = []
        for at, section in enumerate(self.sections):
            end = self.sections[at + 1].line if at + 1 < len(self.sections) else len(self.texts) + 1
            banded = section.kind == kinds.SCALE and bool(self.bands) and section.line < self.bands[0].number < end
            kept = (
                section.kind in KEPT
                or banded
                or (section.kind == kinds.SCALE and not self.used & set(range(section.line, end)))
            )
            if kept and section.text:
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
            told = f"the name {shown(each.name)}: it is read as {shown(read.dimensions[at].name)}"
            (account.leave if WORDS.sub("", each.name) == WORDS.sub("", read.dimensions[at].name) else account.want)(
                each.place, told
            )
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
