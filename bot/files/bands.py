"""The maturity scale: bands of the overall figure as people write them, which hold each figure once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from bot.core.framework import Band, Scale
from bot.files.blocks import Line
from bot.files.source import Remarks

N = r"[0-9]{1,3}(?:[.,][0-9]{1,2})?"
UNIT = r"(?:\s*(?:points?|pts?\.?|total))?"
TO = r"\s*(?:--|[-\u2010-\u2015\u2212]|to|through|up to|bis|\u00e0|a|\u2192)\s*"
# "2.0-2.9", "5 to 8 points", "4.0+", "4 and above", "2 or less", one figure alone, "Level 2" or "Level 1-2".
FIGURES = re.compile(
    r"^(?P<word>(?:maturity\s+)?(?:levels?|stages?|l|stufen?|niveaux?|nivel(?:es)?)\s*)?"
    rf"(?P<low>{N}){UNIT}(?:{TO}(?P<high>{N}){UNIT}(?![0-9])(?(word)(?=\s*[:(|]|\s+[-\u2010-\u2015]))"
    r"|\s*(?P<up>\+|(?:and|or|und|oder|et|ou|y|o) (?:above|more|over|higher|up|mehr|plus|m\u00e1s))"
    r"|\s*(?P<down>(?:and|or|und|oder|et|ou|y|o) (?:below|less|under|lower|weniger|moins|menos))"
    r"|(?![0-9%]))",
    re.IGNORECASE,
)
# "Below 2.0", "at least 4": open to one end; the words of the first and the last group leave their own figure out.
OPEN = re.compile(
    r"^(?:(?P<above>>(?!=)|above|over|more than)|(?P<least>>=|\u2265|at least|from)|(?P<most><=|\u2264|up to|at most)"
    rf"|(?P<below><|below|under|less than))\s*(?P<edge>{N})",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:[0-9]{1,2}[.)]\s+(?=\W?[0-9<>\u2264\u2265]|[^0-9]*[(:]\s*[0-9]|level|stage))?"
    r"(?:(?:overall|average|mean|total)\s+)?"
    r"(?:(?:scores?|average|mean|total|points)\s*(?:of|from|:)?\s+(?=[0-9<>\u2264\u2265]))?",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"^[(\[]([^()\[\]]{1,30})[)\]]")
PERCENT = re.compile(r"^[0-9]{1,3}(?:\s*%)?\s*(?:-|[\u2010-\u2015]|to)\s*[0-9]{1,3}\s*%", re.IGNORECASE)
NAMED_FIRST = re.compile(
    r"^([^\W\d_][^:()|]{0,50}?)\s*(?:[(:\[]|\s(?:--|[-\u2010-\u2015])\s)\s*"
    rf"({N}{UNIT}(?:{TO}{N}|\s*\+)?{UNIT})\s*[)\]]?(?![0-9%])",
    re.IGNORECASE,
)
MARKS = re.compile(r"^(?:\s*(?:->|=>|\u2192|--|[-\u2010-\u2015\u2212:=|.)\]])){1,3}\s*|^\s+")
NAME = re.compile(r"^([^(]{0,120}?)\s*(?:\(([^()]{0,400})\)|\s(?:--|[-\u2010-\u2015])\s|:\s|:$|\.\s|;\s|,\s)\s*(.*)$")
FOCUS = re.compile(r"^focus\s*(?::|--|[\u2010-\u2015])\s*(.*)$", re.IGNORECASE)
TENTH = Fraction(1, 10)

Aggregate = Literal["mean", "sum"]
Span = tuple[Fraction, Fraction]


@dataclass(slots=True)
class FoundBand:
    """A band as written; ``low`` or ``high`` is None where it is open. ``whole``: it names one level, as in Level 2."""

    line: int
    name: str
    low: Fraction | None
    high: Fraction | None
    text: str = ""
    focus: str = ""
    whole: bool = False
    below: bool = False
    above: bool = False

    def goes_on(self, words: str) -> None:
        """Add the words of a further line: to what the band says to work on, where it says that, else to its text."""
        if self.focus:
            self.focus = f"{self.focus} {words}"
        else:
            self.text = f"{self.text} {words}".strip()


def read_bands(lines: Sequence[Line], remarks: Remarks) -> list[FoundBand]:
    """Read the bands of a section; an item that opens with a number and is no band is a problem."""
    bands: list[FoundBand] = []
    for line in lines:
        body = body_of(line)
        if line.kind in {"code", "heading"} or not body:
            continue
        listed = line.bullet or line.kind == "row"
        focus = FOCUS.match(body)
        band = None if focus else read_band(line.number, body)
        if band:
            bands.append(band)
        elif focus and bands:
            bands[-1].focus = f"{bands[-1].focus} {focus.group(1)}".strip()
        elif PERCENT.match(body):
            told = "bands in percent are not read. Write them as figures of the scale: `1.0-1.9: Name`."
            remarks.problem(line.number, told)
        elif listed and re.match(r"^[-+]?[0-9]", body):
            remarks.problem(line.number, f"{body[:60]!r} is no band. Write `1.0-1.9: Name (what it means)`.")
        elif bands and not line.item and (not line.starts or line.depth):
            bands[-1].goes_on(body)
    return bands


def read_band(line: int, body: str) -> FoundBand | None:
    """Read one line as a band; None when it is none."""
    body = BRACKETS.sub(r"\1", LEAD.sub("", body))
    figures, rest = _figures(line, body)
    inner = re.match(rf"^\s*\(({N}(?:{TO}{N})?){UNIT}\)", rest, re.IGNORECASE) if figures and figures.whole else None
    if inner:  # "Level 2 (2.0-2.9)" says its figures itself
        figures, rest = _figures(line, inner.group(1))[0] or figures, rest[inner.end() :]
    if figures is not None:
        return _worded(figures, rest)
    found = NAMED_FIRST.match(body)
    figures = _figures(line, found.group(2))[0] if found else None
    if found and figures is not None:  # "Initial (1.0-1.9): text"
        figures.name = found.group(1).strip(" -\u2013\u2014")
        figures.text = re.sub(r"^\(([^()]*)\)$", r"\1", MARKS.sub("", body[found.end() :]).strip())
    return figures


def _figures(line: int, text: str) -> tuple[FoundBand | None, str]:
    """Return the band that a text opens with, without its name, and the rest of the text."""
    if found := OPEN.match(text):
        edge, least = figure_of(found["edge"]), bool(found["above"] or found["least"])
        band = FoundBand(line, "", edge if least else None, None if least else edge)
        band.above, band.below = bool(found["above"]), bool(found["below"])
        return band, text[found.end() :]
    if found := FIGURES.match(text):
        low, high = figure_of(found["low"]), figure_of(found["high"] or found["low"])
        single = not (found["high"] or found["up"] or found["down"]) and low.denominator == 1
        whole = (single or bool(found["word"])) and not re.search("[.,]", found["low"])
        return FoundBand(line, "", None if found["down"] else low, None if found["up"] else high, whole=whole), text[
            found.end() :
        ]
    return None, text


def figure_of(text: str) -> Fraction:
    """Return a figure as people write it, with a point or a comma."""
    return Fraction(text.replace(",", "."))


def _worded(band: FoundBand, rest: str) -> FoundBand | None:
    """Cut what stands behind a band's figures into its name and its text; None where the marks are missing."""
    marks = MARKS.match(rest)
    if rest.strip() and (marks is None or rest[:1] == "%"):
        return None
    words = rest[marks.end() :].strip() if marks else ""
    bracketed = re.match(r"^\(([^()]+)\)\s*(?:[:.]|--|[-\u2010-\u2015])?\s*(.*)$", words)
    if bracketed:
        band.name, band.text = bracketed.group(1).strip(), bracketed.group(2).strip()
        return band
    found = NAME.match(words)
    if found:
        inner, behind = (found.group(2) or "").strip(), MARKS.sub("", found.group(3)).strip()
        band.text = f"{inner}: {behind}" if inner and behind else inner or behind
        band.name = found.group(1).strip(" .:")
    else:
        name, _, text = words.partition("(")
        band.name, band.text = name.strip(" .:"), text.strip().removesuffix(")")
    return band


def body_of(line: Line) -> str:
    """Return the words of a line; a row of a table as a band is written in a list."""
    if line.kind != "row":
        return line.text
    cells = line.cells
    name = cells[1] if len(cells) > 1 else ""
    rest = f" ({'; '.join(cells[2:])})" if any(cells[2:]) else ""
    if cells and re.match(r"^[0-9<>\u2264\u2265lsbu]", cells[0], re.IGNORECASE) and re.search("[0-9]", cells[0]):
        return f"{cells[0]}: {name}{rest}"
    return f"{name}: {cells[0]}{rest}" if re.match(r"^[0-9]", name) else ""


def guessed_aggregate(bands: Sequence[FoundBand], scale: Scale, count: int) -> Aggregate:
    """Return what the figures of the bands are for: a mean on the scale, or the sum of ``count`` dimensions."""
    edges = [edge for band in bands for edge in (band.low, band.high) if edge is not None]
    return "sum" if edges and count > 1 and max(edges) >= scale.high + 1 else "mean"


def settled_bands(
    found: Sequence[FoundBand], scale: Scale, aggregate: Aggregate, count: int, remarks: Remarks
) -> tuple[Band, ...]:
    """Return the bands with both edges, lowest first; each reason why they do not cover the figures is a problem."""
    if not found:
        return ()
    before = len(remarks.problems)
    times, step = (count, Fraction(1)) if aggregate == "sum" else (1, TENTH)
    reach = Fraction(scale.low * times), Fraction(scale.high * times)
    whole = all(each.whole for each in found)
    if whole and aggregate == "sum":
        told = "bands for single levels do not fit a sum. Write `5-8: Name`, or `aggregate: mean`."
        remarks.problem(found[0].line, told)
        return ()
    edges = [_edges(each, reach, step, whole=whole, top=scale.high) for each in found]
    for each, (low, high) in zip(found, edges, strict=True):
        if low > high:
            told = f"the band {each.name!r} runs from {_shown(low)} to {_shown(high)}: turn it round."
            remarks.problem(each.line, told)
        if not each.name:
            remarks.problem(each.line, f"the band {_shown(low)} to {_shown(high)} has no name. Write `1.0-1.9: Name`.")
    if len(remarks.problems) == before:
        _check_cover(found, edges, reach, step, remarks)
    bands = [Band(each.name, *span, each.text, each.focus) for each, span in zip(found, edges, strict=True)]
    return tuple(sorted(bands, key=lambda band: band.low))


def _edges(band: FoundBand, reach: Span, step: Fraction, *, whole: bool, top: int) -> Span:
    """Close an open band, and stretch one named by a level: Level 2 holds 2.0 to 2.9, the top level its own figure."""
    low = band.low if band.low is not None else min(reach[0], band.high or reach[0])
    high = band.high if band.high is not None else max(reach[1], low)
    if band.below:
        high -= step
    if band.above:
        low += step
    if whole and high < top:
        high += 1 - step
    return low, high


def _check_cover(
    found: Sequence[FoundBand], edges: Sequence[Span], reach: Span, step: Fraction, remarks: Remarks
) -> None:
    """See that each figure that scores can reach, counted in steps, lies in exactly one band."""
    lowest, highest = int(reach[0] / step), int(reach[1] / step)
    spans = [(ceil(low / step), floor(high / step), band) for (low, high), band in zip(edges, found, strict=True)]
    spans.sort(key=lambda span: span[:2])
    free, before = lowest, found[0]  # the lowest figure that no band holds yet, and the band below it
    for first, last, band in spans:
        if last < lowest or first > highest:
            told = f"figures run from {_shown(reach[0])} to {_shown(reach[1])}."
            remarks.note(band.line, f"no score reaches the band {band.name!r}: {told}")
            continue
        if max(first, lowest) < free:
            upper, lower = sorted((before, band), key=lambda each: each.line)
            told = f"{lower.name!r} and {upper.name!r} (line {upper.line}) both hold {_shown(first * step)}"
            remarks.problem(lower.line, f"bands overlap: {told}. Each figure belongs to one band.")
        _refuse_gap(free, first - 1, step, band.line, remarks)
        free, before = max(free, last + 1), band
    _refuse_gap(free, highest, step, spans[-1][2].line, remarks)


def _refuse_gap(first: int, last: int, step: Fraction, line: int, remarks: Remarks) -> None:
    if first <= last:
        span = _shown(first * step) if first == last else f"{_shown(first * step)} to {_shown(last * step)}"
        remarks.problem(line, f"bands leave a gap: none holds {span}. Close it, so that every figure has a band.")


def _shown(figure: Fraction) -> str:
    """Write a figure as people do: 2.0, 2.9, 1.99."""
    return f"{float(figure):.2f}".removesuffix("0")
