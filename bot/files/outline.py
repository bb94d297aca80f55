"""An outline as a rubric: bands become levels, and the criteria of numbered dimensions what to look for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor

from bot.core.framework import Scale
from bot.files import sections as kinds
from bot.files.bands import FoundBand, body_of, read_band
from bot.files.blocks import Line, plain
from bot.files.grids import Spot
from bot.files.openings import NUMBERED
from bot.files.rubric import named_dimension
from bot.files.scale import spans_of
from bot.files.sections import Section
from bot.files.sketch import Account, Sketch, Sketched, shown

# "**1. NAME**", "1) **NAME**", and either with words behind it on the same line.
BOLD = re.compile(
    r"^(?:\(?([0-9]{1,2})[.):]\s*)?(?:\*\*|__)\s*(?:\(?([0-9]{1,2})[.):]\s*)?([^*]{1,120}?)(?:\*\*|__)\s*(.*)$"
)
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


@dataclass(slots=True)
class Opened:
    """A numbered dimension: the place of its line among the lines, its name, and the lines of its criteria."""

    at: int
    number: int
    name: str
    shape: str
    criteria: list[str] = field(default_factory=list)
    end: int = 0


def outline_of(found: Sequence[Section], account: Account) -> tuple[Sketch, set[int], list[Line]] | None:
    """Read sections as an outline; give the sketch, the numbers of the lines that are used, and those of its bands."""
    open_ones = [each for each in found if each.kind not in ASIDES and not NOT_ASSESSED.search(each.text)]
    read = [(section, run) for section in open_ones for run in _runs(section.lines)]
    named = [(section, run) for section, run in read if ASSESSED.search(section.text)]
    section, run = next(iter([*named, *read]), (None, None))
    if section is None or run is None:
        return None
    band_lines = _band_lines(found)
    bands = [band for line in band_lines if (band := read_band(line.number, body_of(line)))]
    scale = _scale(found, bands)
    if scale is None:
        return None
    names, texts = _levels(bands, scale)
    dimensions = [_dimension(section.lines[each.at], each, texts) for each in run]
    _tell(account, bands, names, texts, dimensions)
    used = {line.number for line in band_lines} | {section.line}
    used |= {line.number for each in run for line in section.lines[each.at : each.end]}
    sketch = Sketch({level: names.get(level, "") for level in range(scale.low, scale.high + 1)}, dimensions)
    for each in dimensions:
        for level in sketch.expected(each):
            account.want(each.place, f"level {level} of {shown(each.name)}")
    return sketch, used, band_lines


def _tell(
    account: Account,
    bands: Sequence[FoundBand],
    names: dict[int, str],
    texts: dict[int, str],
    dimensions: Sequence[Sketched],
) -> None:
    if bands:
        told = ", ".join(f"{level} {name}" for level, name in sorted(names.items()))
        same = "; each dimension has their words, since the outline describes no level of its own" if texts else ""
        account.take(Spot(line=bands[0].line), f"the bands, as levels {told or 'without names'}{same}")
        for band in bands if names else ():
            if band.name not in names.values():
                account.leave(Spot(line=band.line), f"the band {shown(band.name)} holds several levels, and names none")
    for each in dimensions:
        told = "what to look for" if each.look_for else "no criteria"
        account.take(each.place, f"the dimension {shown(each.name)}: {told}")
        if not each.look_for:
            account.leave(each.place, f"{shown(each.name)} has no criteria below it")


def _runs(lines: Sequence[Line]) -> Iterator[list[Opened]]:
    """Return the lists of dimensions: lines of one shape that count from 1, each with criteria below it."""
    run: list[Opened] = []
    for each in [*_openings(lines), None]:
        goes_on = run and each is not None and each.number == run[-1].number + 1 and each.shape == run[-1].shape
        if not goes_on and run:
            _fill(lines, run, each.at if each else len(lines))
            if len(run) >= MIN_DIMENSIONS and any(opened.criteria for opened in run):
                yield run
            run = []
        if each is not None and (goes_on or each.number == 1):
            run.append(each)


def _openings(lines: Sequence[Line]) -> Iterator[Opened]:
    for at, line in enumerate(lines):
        bold = BOLD.match(line.raw) if line.kind == "text" else None
        number = (bold.group(1) or bold.group(2)) if bold else ""
        if bold and number:
            name, rest = plain(bold.group(3)).strip(" :"), MARKS.sub("", plain(bold.group(4)))
            opened = Opened(at, int(number), name, "bold with words" if rest else "bold")
            opened.criteria += [rest] if rest else []
            yield opened
        elif line.kind == "heading" and (
            found := NUMBERED.match(line.text) or re.match(r"^([0-9]{1,2})\s+[-\u2010-\u2015]\s+", line.text)
        ):
            digits = next(group for group in found.groups() if group)
            if digits.isdigit():
                name = named_dimension(line.number, line.text, int(digits)).name
                yield Opened(at, int(digits), name, f"heading {line.depth}")


def _fill(lines: Sequence[Line], run: Sequence[Opened], stop: int) -> None:
    """Give each dimension the lines below it; those of the last end where something else begins."""
    ends = [each.at for each in run[1:]] + [stop]
    for each, end in zip(run, ends, strict=True):
        each.end = each.at + 1
        listed = False
        for line in lines[each.at + 1 : end]:
            begins = line.kind != "text" or (read_band(line.number, line.text) is not None and line.bullet)
            lone = not line.bullet and line.starts and (line.text.endswith(":") or (listed and each is run[-1]))
            if begins or (lone and each is run[-1]):
                break
            each.end += 1
            listed = listed or line.bullet
            if line.text and each.criteria and not line.bullet and not line.item:
                each.criteria[-1] += f" {line.text}"
            elif line.text:
                each.criteria.append(line.text)


def _dimension(line: Line, opened: Opened, texts: dict[int, str]) -> Sketched:
    words = ""
    for each in opened.criteria:
        words += ("" if not words else " " if HEADED.search(words) else "; ") + each
    return Sketched(opened.name, Spot(line=line.number), dict(texts), look_for=words)


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


def _scale(found: Sequence[Section], bands: Sequence[FoundBand]) -> Scale | None:
    """Return the scale that the words state, else that of the bands."""
    spans = [
        span
        for section in found
        if section.kind != kinds.EXAMPLE
        for line in section.lines
        for span in spans_of(line.text)
    ]
    stated = next(((low, high) for low, high in spans if high - low > 1), None)
    if stated:
        return Scale(*stated)
    edges = [edge for band in bands for edge in (band.low, band.high) if edge is not None]
    if not edges or max(edges) > 10 or ceil(max(edges)) - floor(min(edges)) < 2:  # noqa: PLR2004  # a scale of three levels
        return None
    return Scale(floor(min(edges)), ceil(max(edges)) if max(edges).denominator == 1 else floor(max(edges)))


def _levels(bands: Sequence[FoundBand], scale: Scale) -> tuple[dict[int, str], dict[int, str]]:
    """Return names and texts of the levels; a band that holds several levels describes none of them."""
    names, texts = {}, {}
    edges = [edge for band in bands for edge in (band.low, band.high) if edge is not None]
    if edges and max(edges) > scale.high:  # sums of all dimensions: their order is that of the levels, or nothing is
        pairs = zip(scale.levels(), bands, strict=True) if len(bands) == len(scale.levels()) else ()
        found = dict(pairs)
        return {at: band.name for at, band in found.items()}, {at: band.text for at, band in found.items() if band.text}
    for band in bands:
        low = band.low if band.low is not None else scale.low
        high = band.high if band.high is not None else scale.high
        held = [level for level in scale.levels() if low <= level <= high]
        if len(held) == 1:
            names[held[0]] = band.name
            if band.text:
                texts[held[0]] = band.text
    return names, texts
