"""A whole document taken apart: its head, and what each of its sections holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.framework import Scale
from bot.files import sections as kinds
from bot.files.bands import FoundBand, read_bands
from bot.files.blocks import Line, read_blocks
from bot.files.head import Head, read_head
from bot.files.levels import USUAL_NAMES
from bot.files.matrix import grid_of, matrix_of, tables_of
from bot.files.problems import Remarks
from bot.files.rubric import FoundDimension, ScorecardReader, speaks_of_levels
from bot.files.scale import check_dimensions, read_scale, stated_scales
from bot.files.sections import Section, sections, title_of
from bot.files.sketch import Account, Sketch
from bot.files.variables import FoundPrompt, FoundVariable, read_prompt, read_variables, with_missing

NAMES_BANDS = re.compile(r"maturit|reifegrad|madurez|band|interpret|overall|readiness", re.IGNORECASE)
SUM_WORDS = re.compile(r"\btotal\b.{0,40}\bsum\b|\bsum\b.{0,40}\btotal\b|\badd up\b", re.IGNORECASE)
LIST_NUMBER = re.compile(r"^[0-9]{1,2}[.)]\s+")
NO_RUBRIC = (
    "is not a rubric: it has no scorecard. Add `## Readiness Scorecard (1-5)` with a `### 1) Name` and lines such as"
    " `- 1 - Initial: what it looks like` for each dimension."
)
NO_SIGN = (
    "is not a rubric: its numbers could be an ordinary list's. A rubric says so by its heading,"
    " `## Readiness Scorecard (1-5)`, with a `### 1) Name` and lines such as `- 1 - Initial: what it looks like`."
)
NUMBER_COLUMNS = (
    "the columns of this table have no numbers, so they are no levels. Number the columns, 1 for the lowest."
    " Where the first is the lowest, write `{header}`."
)
HTML_TABLE = re.compile(r"<t(?:able|r|d|h)\b", re.IGNORECASE)
NO_BANDS = "no bands (`## Maturity Scale`): the overall figure will have no name."
MATRIX = re.compile(r"\bmatrix\b|maturity", re.IGNORECASE)


@dataclass(slots=True)
class Document:
    """All that was found in one file, checked as far as each part can be checked alone."""

    head: Head = field(default_factory=Head)
    title: str = ""
    title_line: int = 1
    purpose: str = ""
    prompt: FoundPrompt = field(default_factory=FoundPrompt)
    sums: int = 0  # the line of the scorecard that says that the total is a sum, or 0
    dimensions: list[FoundDimension] = field(default_factory=list)
    legend: dict[int, str] = field(default_factory=dict)
    scale: Scale | None = None
    bands: list[FoundBand] = field(default_factory=list)
    other_bands: list[tuple[Section, list[FoundBand]]] = field(default_factory=list)  # below headings that name none
    variables: list[FoundVariable] = field(default_factory=list)
    deliverables: tuple[str, ...] = ()
    example: tuple[Line, ...] = ()


def read_document(texts: tuple[str, ...], remarks: Remarks) -> Document:
    """Take a document's lines apart; every problem of every part is said."""
    document = Document(head=read_head(texts, remarks))
    lines = read_blocks(texts[document.head.body_from :], document.head.body_from + 1, remarks)
    if lines and all(line.kind == "code" for line in lines):
        told = "the whole document stands inside a code block. Take its first and its last line (```) away."
        remarks.problem(lines[0].number - 1, told)
        return document
    found = sections(lines)
    document.title, document.title_line = title_of(lines)
    if document.head.text("title"):
        document.title, document.title_line = document.head.text("title"), document.head.line_of("title")
    document.purpose = document.head.text("purpose") or _prose(_first(found, kinds.PURPOSE))
    document.deliverables = _items(_first(found, kinds.DELIVERABLES))
    document.example = tuple(line for each in found if each.kind == kinds.EXAMPLE for line in each.lines)
    prompt = _first(found, kinds.PROMPT)
    if prompt is not None:
        document.prompt = read_prompt(prompt, remarks)
    else:
        remarks.note(document.title_line, "no prompt (`## Quick Prompt`): the headline has no sentence of its own.")
    listed = [line for each in found if each.kind == kinds.VARIABLES for line in each.lines]
    document.variables = with_missing(read_variables(listed, remarks), document.prompt, remarks)
    bands = Remarks()  # said behind the problems of the scorecard, and not at all where there is none
    document.bands = _bands(document, found, bands)
    _read_scorecard(document, found, remarks)
    if document.dimensions:
        remarks.problems += bands.problems
        remarks.notes += bands.notes
    return document


def _first(found: Sequence[Section], kind: str) -> Section | None:
    """Return the first section of a kind that holds anything, else the first empty one."""
    named = [each for each in found if each.kind == kind]
    return next((each for each in named if each.lines), named[0] if named else None)


def _prose(section: Section | None) -> str:
    lines = section.lines if section else ()
    return " ".join(line.text for line in lines if line.kind == "text" and line.text)


def _items(section: Section | None) -> tuple[str, ...]:
    """Return the items of a list, each with its further lines."""
    items: list[str] = []
    for line in section.lines if section else ():
        words = LIST_NUMBER.sub("", line.text)
        if not words or line.kind != "text":
            continue
        if line.item or words != line.text or not items:
            items.append(words)
        else:
            items[-1] = f"{items[-1]} {words}"
    return tuple(items)


def _read_scorecard(document: Document, found: Sequence[Section], remarks: Remarks) -> None:
    """Read the section that is named or shows itself as the scorecard; without one, the file is refused."""
    section = _scorecard(document, found, remarks)
    if section is None:
        return
    reader = ScorecardReader(section.lines, remarks)
    reader.read()
    document.dimensions, document.legend = reader.dimensions, document.legend | reader.legend
    document.sums = next((line.number for line in section.lines if SUM_WORDS.search(line.text)), 0)
    if reader.matrix and not reader.dimensions:
        head, sketch = reader.matrix
        remarks.problem(head.number, _numbered(head, sketch))
        return
    if not reader.dimensions and any(HTML_TABLE.search(line.raw) for line in section.lines):
        remarks.problem(section.line, "a table in HTML is not read. Write it as `| Dimension | 1 - Initial | ... |`.")
        return
    document.scale = read_scale(document.head, section, document.prompt, document.dimensions, remarks)
    check_dimensions(document.dimensions, document.scale, section.line, remarks)


def _scorecard(document: Document, found: Sequence[Section], remarks: Remarks) -> Section | None:
    named = _first(found, kinds.SCORECARD)
    if named is not None:
        for each in found:
            if each.kind in {kinds.SPARE, kinds.DIMENSIONS} and each.line > named.line and _rated(each):
                told = f"more dimensions stand outside the scorecard of line {named.line}. Put all into one section,"
                told += " or a second framework into a file of its own."
                remarks.problem(each.line, told)
        if kinds.names_scorecard(named.text) or _shows_itself(document, named):
            return named
        _refuse(found, named.line, NO_SIGN, remarks)
        return None
    rated = [each for each in found if each.kind == kinds.OTHER and len(_rated(each)) > 1]
    showing = [each for each in rated if _shows_itself(document, each)]
    if len(showing) == 1:
        remarks.note(showing[0].line, f"the section {showing[0].text!r} is read as the scorecard.")
        return showing[0]
    _refuse(found, rated[0].line if rated else document.title_line, NO_SIGN if rated else NO_RUBRIC, remarks)
    return None


def _refuse(found: Sequence[Section], line: int, reason: str, remarks: Remarks) -> None:
    """Refuse a document without a scorecard; for a table of levels without numbers, say to number them."""
    for section in found:
        named = section.kind in {kinds.SCORECARD, kinds.DIMENSIONS, kinds.SPARE} or MATRIX.search(section.text)
        for _, rows in tables_of(section.lines):
            sketch = matrix_of(grid_of(rows), Account(), strict=True)
            usual = sum(name.lower() in USUAL_NAMES for name in sketch.levels.values()) > 1 if sketch else False
            if sketch and not sketch.numbered and (named or usual):
                remarks.problem(rows[0].number, _numbered(rows[0], sketch))
                return
    remarks.problem(line, reason)


def _numbered(head: Line, sketch: Sketch) -> str:
    """Say how the columns of a table are numbered, with its own names."""
    cells = [head.cells[0], *(f"{level} - {name}" for level, name in sketch.levels.items())]
    return NUMBER_COLUMNS.format(header=f"| {' | '.join(cells)} |"[:300])


def _shows_itself(document: Document, section: Section) -> bool:
    """Whether a section shows that it is a scorecard, though not by its heading: by a scale, bands or level names."""
    stated = stated_scales(document.head, section, document.prompt, Remarks())
    return bool(stated or document.bands) or speaks_of_levels(_rated(section))


def _rated(section: Section) -> list[FoundDimension]:
    """Return the dimensions with levels that a section would give if it were the scorecard."""
    reader = ScorecardReader(section.lines, Remarks())
    reader.read()
    return [each for each in reader.dimensions if each.levels]


def _bands(document: Document, found: Sequence[Section], remarks: Remarks) -> list[FoundBand]:
    """Read the bands of the sections that are named for them; one that only names the levels is their legend."""
    named = [each for each in found if each.kind == kinds.SCALE]
    chosen: list[FoundBand] = []
    for section in named:
        bands = read_bands(section.lines, remarks)
        if bands and all(each.whole for each in bands) and not NAMES_BANDS.search(section.text):
            document.legend |= {int(each.low or 0): each.name for each in bands if each.name}
        elif bands and chosen:
            told = f"bands stand here and in line {chosen[0].line}. Keep one."
            remarks.problem(section.line, told)
        else:
            chosen = chosen or bands
    if named and not chosen and not document.legend:
        told = "the maturity scale has no bands. Write lines such as `- 1.0-1.9: Initial (...)`."
        remarks.problem(named[0].line, told)
    elif not chosen:
        read = [(each, read_bands(each.lines, Remarks())) for each in found if each.kind == kinds.OTHER and not named]
        document.other_bands = [(section, bands) for section, bands in read if len(bands) > 1]
        line = next((each.line for each in found if each.kind == kinds.SCORECARD), 1)
        remarks.note(line, NO_BANDS)
    return chosen
