"""The maturity scale: bands of the overall figure as people write them, which hold each figure once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bot.core.framework import Band, Scale
from bot.files.blocks import Line
from bot.files.problems import Remarks

N = r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)"
UNIT = r"(?:\s*(?:points?|pts?\.?|total))?"
TO = r"\s*(?:--|[-\u2010-\u2015\u2212]|to|through|up to|\u2192)\s*"
RANGE = re.compile(rf"^{N}{UNIT}{TO}{N}{UNIT}(?![0-9])", re.IGNORECASE)
LEVEL = re.compile(
    rf"^(?:maturity\s+)?(?:levels?|stages?|l)\s*([0-9]{{1,2}})(?:{TO}([0-9]{{1,2}})(?=\s*[:(|]|\s+[-\u2010-\u2015]))?(?![0-9.,]*[0-9])",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:(?:overall|average|mean|total)\s+)?(?:scores?|average|mean|total|points)\s*(?:of|from|:)?\s+(?=[0-9<>\u2264\u2265])",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"^[(\[]([^()\[\]]{1,30})[)\]]")
FROM = re.compile(
    rf"^(?:(>=|\u2265|at least|from|>|above|over|more than)\s*{N}"
    rf"|{N}\s*(?:\+|(?:and|or) (?:above|more|over|higher|up)))",
    re.IGNORECASE,
)
BELOW = re.compile(
    rf"^(?:(<=|\u2264|up to|at most|<|below|under|less than)\s*{N}|{N}\s*(?:and|or) (?:below|less|under|lower))",
    re.IGNORECASE,
)
SINGLE = re.compile(rf"^{N}{UNIT}(?![0-9%])", re.IGNORECASE)
PERCENT = re.compile(r"^[0-9]{1,3}(?:\s*%)?\s*(?:-|[\u2010-\u2015]|to)\s*[0-9]{1,3}\s*%", re.IGNORECASE)
NAMED_FIRST = re.compile(
    rf"^([^\W\d_][^:()|]{{0,50}}?)\s*(?:[(:\[]|\s(?:--|[-\u2010-\u2015])\s)\s*({N}{UNIT}(?:{TO}{N}|\s*\+)?{UNIT})\s*[)\]]?(?![0-9%])",
    re.IGNORECASE,
)
MARKS = re.compile(r"^(?:\s*(?:->|=>|\u2192|--|[-\u2010-\u2015\u2212:=|.)\]])){1,3}\s*|^\s+")
NAME = re.compile(r"^([^(]{0,120}?)\s*(?:\(([^()]{0,400})\)|\s(?:--|[-\u2010-\u2015])\s|:\s|:$|\.\s|;\s|,\s)\s*(.*)$")
FOCUS = re.compile(r"^focus\s*(?::|--|[\u2010-\u2015])\s*(.*)$", re.IGNORECASE)
TENTH = Fraction(1, 10)

Aggregate = Literal["mean", "sum"]


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
        body = _row(line) if line.kind == "row" else line.text
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


def hidden_bands(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give the lines of a section nobody named that hold bands all the same: two or more that open with a range."""
    found = [at for at, line in enumerate(lines) if line.kind != "code" and _is_ranged(line)]
    return tuple(lines[found[0] : found[-1] + 2]) if len(found) > 1 else ()


def _is_ranged(line: Line) -> bool:
    return bool(RANGE.match(line.text)) and read_band(0, line.text) is not None


def read_band(line: int, body: str) -> FoundBand | None:
    """Read one line as a band; None when it is none."""
    body = BRACKETS.sub(r"\1", LEAD.sub("", _unnumbered(body)))
    for pattern, build in (
        (LEVEL, _of_level),
        (RANGE, _of_range),
        (FROM, _of_from),
        (BELOW, _of_below),
        (SINGLE, _of_single),
    ):
        found = pattern.match(body)
        if found:
            band = build(line, found)
            rest = body[found.end() :]
            inner = re.match(rf"^\s*\(({N}(?:{TO}{N})?){UNIT}\)", rest, re.IGNORECASE)
            if inner and band.whole and (exact := _figures(line, inner.group(1))):
                band, rest = exact, rest[inner.end() :]
            return _worded(band, rest)
    return _named_first(line, body)


def _unnumbered(body: str) -> str:
    """Take the number of a numbered list off an item that has figures of its own: ``2. 2.0-2.9: Developing``."""
    rest = re.sub(r"^[0-9]{1,2}[.)]\s+", "", body)
    own = any(pattern.match(rest) for pattern in (LEVEL, RANGE, FROM, BELOW, SINGLE, NAMED_FIRST))
    return rest if own else body


def _named_first(line: int, body: str) -> FoundBand | None:
    """Read ``Initial (1.0-1.9): text``."""
    found = NAMED_FIRST.match(body)
    band = _figures(line, found.group(2)) if found else None
    if not found or band is None:
        return None
    band.name = found.group(1).strip(" -\u2013\u2014")
    band.text = re.sub(r"^\(([^()]*)\)$", r"\1", MARKS.sub("", body[found.end() :]).strip())
    return band


def _figures(line: int, text: str) -> FoundBand | None:
    for pattern, build in ((RANGE, _of_range), (FROM, _of_from), (SINGLE, _of_single)):
        found = pattern.match(text)
        if found:
            return build(line, found)
    return None


def _of_level(line: int, found: re.Match[str]) -> FoundBand:
    low, high = Fraction(int(found.group(1))), Fraction(int(found.group(2) or found.group(1)))
    return FoundBand(line, "", low, high, whole=True)


def _of_range(line: int, found: re.Match[str]) -> FoundBand:
    return FoundBand(line, "", number(found.group(1)), number(found.group(2)))


def _of_from(line: int, found: re.Match[str]) -> FoundBand:
    above = (found.group(1) or "").lower() in {">", "above", "over", "more than"}
    return FoundBand(line, "", number(found.group(2) or found.group(3)), None, above=above)


def _of_below(line: int, found: re.Match[str]) -> FoundBand:
    below = (found.group(1) or "").lower() in {"<", "below", "under", "less than"}
    return FoundBand(line, "", None, number(found.group(2) or found.group(3)), below=below)


def _of_single(line: int, found: re.Match[str]) -> FoundBand:
    figure = number(found.group(1))
    return FoundBand(line, "", figure, figure, whole="." not in found.group(1) and "," not in found.group(1))


def number(text: str) -> Fraction:
    """Read a figure with a point or a comma, exactly."""
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


def _row(line: Line) -> str:
    cells = line.cells
    name = cells[1] if len(cells) > 1 else ""
    rest = f" ({'; '.join(cells[2:])})" if any(cells[2:]) else ""
    if cells and re.match(r"^[0-9<>\u2264\u2265lsbu]", cells[0], re.IGNORECASE) and re.search("[0-9]", cells[0]):
        return f"{cells[0]}: {name}{rest}"
    return f"{name}: {cells[0]}{rest}" if re.match(r"^[0-9]", name) else ""


def guessed_aggregate(bands: Sequence[FoundBand], scale: Scale, count: int) -> Aggregate:
    """Tell from the bands' figures whether they band a mean on the scale or a sum of ``count`` dimensions."""
    edges = [edge for band in bands for edge in (band.low, band.high) if edge is not None]
    return "sum" if edges and count > 1 and max(edges) >= scale.high + 1 else "mean"


def settled_bands(
    found: Sequence[FoundBand], scale: Scale, aggregate: Aggregate, count: int, remarks: Remarks
) -> tuple[Band, ...]:
    """Give the bands with both edges, lowest first; whatever keeps them from covering the figures is a problem."""
    if not found:
        return ()
    before = len(remarks.problems)
    lowest, highest = _reach(scale, aggregate, count)
    step = TENTH if aggregate == "mean" else Fraction(1)
    whole = all(each.whole for each in found)
    if whole and aggregate == "sum":
        remarks.problem(
            found[0].line, "bands for single levels do not fit a sum. Write `5-8: Name`, or `aggregate: mean`."
        )
        return ()
    settled = [(each, _edges(each, (lowest, highest), step, whole=whole, top=scale.high)) for each in found]
    for each, (low, high) in settled:
        if low > high:
            remarks.problem(
                each.line, f"the band {each.name!r} runs from {shown(low)} to {shown(high)}: turn it round."
            )
        if not each.name:
            remarks.problem(each.line, f"the band {shown(low)} to {shown(high)} has no name. Write `1.0-1.9: Name`.")
    if len(remarks.problems) == before:
        _check_cover(settled, lowest, highest, step, remarks)
    bands = [Band(each.name, low, high, each.text, each.focus) for each, (low, high) in settled]
    return tuple(sorted(bands, key=lambda band: band.low))


def _reach(scale: Scale, aggregate: Aggregate, count: int) -> tuple[Fraction, Fraction]:
    times = count if aggregate == "sum" else 1
    return Fraction(scale.low * times), Fraction(scale.high * times)


def _edges(
    band: FoundBand, reach: tuple[Fraction, Fraction], step: Fraction, *, whole: bool, top: int
) -> tuple[Fraction, Fraction]:
    """Close an open band, and stretch one named by a level: Level 2 holds 2.0 to 2.9, the top level its own figure."""
    low = band.low if band.low is not None else min(reach[0], band.high or reach[0])
    high = band.high if band.high is not None else max(reach[1], low)
    if band.below and band.high is not None:
        high = band.high - step
    if band.above and band.low is not None:
        low = band.low + step
    if whole and high < top:
        high = high + 1 - step
    return low, high


def _check_cover(
    settled: list[tuple[FoundBand, tuple[Fraction, Fraction]]],
    lowest: Fraction,
    highest: Fraction,
    step: Fraction,
    remarks: Remarks,
) -> None:
    holders: dict[Fraction, FoundBand] = {}
    clashes: set[tuple[int, int]] = set()
    gap: list[Fraction] = []
    figure = lowest
    ordered = sorted(settled, key=lambda each: each[1])
    while figure <= highest:
        holding = [band for band, (low, high) in ordered if low <= figure <= high]
        for other in holding[1:]:
            first, second = sorted((holding[0], other), key=lambda band: band.line)
            if (first.line, second.line) not in clashes:
                clashes.add((first.line, second.line))
                told = f"{second.name!r} and {first.name!r} (line {first.line}) both hold {shown(figure)}"
                remarks.problem(second.line, f"bands overlap: {told}. Each figure belongs to one band.")
        if holding:
            _tell_gap(gap, holding[0].line, remarks)
            gap = []
            holders[figure] = holding[0]
        else:
            gap.append(figure)
        figure += step
    _tell_gap(gap, ordered[-1][0].line, remarks)
    for band, _ in settled:
        if band not in holders.values() and not clashes:
            remarks.note(
                band.line,
                f"no score reaches the band {band.name!r}: figures run from {shown(lowest)} to {shown(highest)}.",
            )


def _tell_gap(gap: list[Fraction], line: int, remarks: Remarks) -> None:
    if gap:
        span = shown(gap[0]) if len(gap) == 1 else f"{shown(gap[0])} to {shown(gap[-1])}"
        remarks.problem(line, f"bands leave a gap: none holds {span}. Close it, so that every figure has a band.")


def shown(figure: Fraction) -> str:
    """Write a figure as people do: 2.0, 2.9, 1.99."""
    text = f"{float(figure):.2f}"
    return text.removesuffix("0")
