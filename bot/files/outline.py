"""An outline as a rubric: bands become levels, and the criteria of numbered dimensions what to look for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from bot.core.framework import Scale
from bot.files import sections as kinds
from bot.files.bands import FoundBand, body_of, read_band
from bot.files.blocks import Line, plain
from bot.files.grids import Spot
from bot.files.levels import HIGHEST
from bot.files.rubric import named_dimension
from bot.files.scale import spans_of
from bot.files.sections import Section
from bot.files.sketch import Account, Sketch, Sketched, shown

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
    if section is None or scale is None:
        return None
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
