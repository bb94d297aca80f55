"""A whole document taken apart: its head, and what each of its sections holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core.framework import Scale
from bot.files import sections as kinds
from bot.files.bands import hidden_bands, read_bands
from bot.files.dimension_checks import check_dimensions
from bot.files.found import FoundBand, FoundDimension, FoundPrompt, FoundVariable
from bot.files.front_matter import Head, read_head
from bot.files.plain import plain, unbulleted, unquoted
from bot.files.remarks import Remarks
from bot.files.scale import read_scale
from bot.files.scorecard import ScorecardReader
from bot.files.sections import Section, sections
from bot.files.source import Line, body_lines
from bot.files.variables import is_listed, read_prompt, read_variables, with_missing

NAMES_BANDS = re.compile(r"maturity|band|interpret|overall|readiness", re.IGNORECASE)
SUM_WORDS = re.compile(r"\btotal\b.{0,40}\bsum\b|\bsum\b.{0,40}\btotal\b|\badd up\b", re.IGNORECASE)


@dataclass(slots=True)
class Document:
    """Everything that was found in one file, checked as far as each part can be checked alone."""

    head: Head = field(default_factory=Head)
    title: str = ""
    title_line: int = 1
    purpose: str = ""
    prompt: FoundPrompt = field(default_factory=FoundPrompt)
    scorecard_line: int = 0
    sums: int = 0  # the line of the scorecard that says that the total is a sum, or 0
    dimensions: list[FoundDimension] = field(default_factory=list)
    legend: dict[int, str] = field(default_factory=dict)
    scale: Scale | None = None
    bands: list[FoundBand] = field(default_factory=list)
    variables: list[FoundVariable] = field(default_factory=list)
    deliverables: tuple[str, ...] = ()
    example: tuple[Line, ...] = ()


def read_document(texts: tuple[str, ...], remarks: Remarks) -> Document:
    """Take a document's lines apart; every problem of every part is said."""
    document = Document(head=read_head(texts, remarks))
    lines = body_lines(texts[document.head.body_from :], document.head.body_from + 1, remarks)
    found = sections(lines)
    document.title, document.title_line = _title(document.head, found)
    document.purpose = document.head.text("purpose") or _prose(_first(found, kinds.PURPOSE))
    document.deliverables = _items(_first(found, kinds.DELIVERABLES))
    document.example = tuple(line for each in found if each.kind == kinds.EXAMPLE for line in each.lines)
    prompt = _first(found, kinds.PROMPT)
    if prompt is not None:
        document.prompt = read_prompt(prompt, remarks)
    else:
        remarks.note(document.title_line, "no prompt (`## Quick Prompt`): the headline has no sentence of its own.")
    document.variables = with_missing(_variables(found, remarks), document.prompt, remarks)
    _read_scorecard(document, _scorecard(found, remarks), remarks)
    _read_bands(document, found, remarks)
    return document


def _variables(found: Sequence[Section], remarks: Remarks) -> list[FoundVariable]:
    """Read the Variables section; where there is none, the lines elsewhere that are written like its items."""
    named = [line for each in found if each.kind == kinds.VARIABLES for line in each.lines]
    if named:
        return read_variables(named, remarks)
    known = {kinds.SCORECARD, kinds.PROMPT, kinds.EXAMPLE, kinds.SPARE}
    loose = [line for each in found if each.kind not in known for line in each.lines if is_listed(line)]
    if loose:
        remarks.note(loose[0].number, "there is no `## Variables` heading; the list that begins here is read as it.")
    return read_variables(loose, remarks)


def _first(found: Sequence[Section], kind: str) -> Section | None:
    """Give the first section of a kind that holds anything, else the first empty one."""
    named = [each for each in found if each.kind == kind]
    return next((each for each in named if any(line.body for line in each.lines)), named[0] if named else None)


def _title(head: Head, found: Sequence[Section]) -> tuple[str, int]:
    heading = next((each for each in found if each.kind == kinds.TITLE), None)
    if head.text("title"):
        return head.text("title"), head.line_of("title")
    return (heading.text, heading.line) if heading else ("", 1)


def _prose(section: Section | None) -> str:
    if section is None:
        return ""
    lines = [plain(unbulleted(unquoted(line.text))[0]) for line in section.lines if not line.code]
    return " ".join(each for each in lines if each and not kinds.RULE.match(each))


def _items(section: Section | None) -> tuple[str, ...]:
    """Give the items of a list, each with its further lines."""
    items: list[str] = []
    for line in section.lines if section else ():
        item, bulleted = unbulleted(unquoted(line.text))
        number = re.match(r"^[0-9]{1,2}[.)]\s+", item)
        words = plain(item[number.end() :] if number else item)
        if not words or line.code or kinds.RULE.match(line.text):
            continue
        if bulleted or number or not items:
            items.append(words)
        else:
            items[-1] = f"{items[-1]} {words}"
    return tuple(items)


def _scorecard(found: Sequence[Section], remarks: Remarks) -> Section | None:
    """Find the scorecard; in a document that does not name it, the one section that reads like one."""
    named = _first(found, kinds.SCORECARD)
    if named is not None:
        for each in found:
            if each.kind in {kinds.SPARE, kinds.DIMENSIONS} and each.line > named.line and _rated(each):
                told = f"more dimensions stand outside the scorecard of line {named.line}. Put all into one section."
                remarks.problem(each.line, told)
        return named
    others = [each for each in found if each.kind == kinds.OTHER and _rated(each) > 1]
    if len(others) != 1:
        return None
    remarks.note(others[0].line, f"the section {others[0].text!r} is read as the scorecard.")
    return others[0]


def _rated(section: Section) -> int:
    """Count the dimensions with levels that a section would give if it were the scorecard."""
    reader = ScorecardReader(section, Remarks())
    reader.read()
    return sum(bool(each.levels) for each in reader.dimensions)


def _read_scorecard(document: Document, section: Section | None, remarks: Remarks) -> None:
    if section is None:
        remarks.problem(
            document.title_line,
            "is not a rubric: it has no scorecard. Add `## Readiness Scorecard (1-5)` with a `### 1) Name` and"
            " lines such as `- 1 - Initial: what it looks like` for each dimension.",
        )
        return
    reader = ScorecardReader(section, remarks)
    reader.read()
    document.scorecard_line = section.line
    document.dimensions, document.legend = reader.dimensions, reader.legend
    document.sums = next((line.number for line in section.lines if SUM_WORDS.search(line.text)), 0)
    document.scale = read_scale(document.head, section, document.prompt, document.dimensions, remarks)
    check_dimensions(document.dimensions, document.scale, section.line, remarks)


def _read_bands(document: Document, found: Sequence[Section], remarks: Remarks) -> None:
    """Find the bands: in the sections named for them, else in one that holds ranges of figures."""
    named = [each for each in found if each.kind == kinds.SCALE]
    known = {kinds.SCALE, kinds.SCORECARD, kinds.PROMPT, kinds.EXAMPLE}
    hidden = [replace(each, lines=hidden_bands(each.lines)) for each in found if each.kind not in known]
    hidden = [each for each in hidden if each.lines]
    chosen: tuple[Section, list[FoundBand]] | None = None
    for section in named or hidden:
        bands = read_bands(section.lines, remarks)
        if bands and all(each.whole for each in bands) and not NAMES_BANDS.search(section.text):
            document.legend |= {int(each.low or 0): each.name for each in bands if each.name}
        elif bands and chosen is not None:
            remarks.problem(
                section.line, f"bands stand here and under {chosen[0].text!r} (line {chosen[0].line}). Keep one."
            )
        elif bands:
            chosen = (section, bands)
    if chosen is not None:
        document.bands = chosen[1]
        if chosen[0] in hidden:
            remarks.note(
                chosen[0].lines[0].number, f"the bands under {chosen[0].text!r} are read as the maturity scale."
            )
    elif named and not document.legend:
        remarks.problem(
            named[0].line, "the maturity scale has no bands. Write lines such as `- 1.0-1.9: Initial (...)`."
        )
    elif document.dimensions:
        remarks.note(document.scorecard_line, "no bands (`## Maturity Scale`): the overall figure will have no name.")
