"""Whether a framework's bands hold every figure that its scores can reach exactly once."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from bot.core.framework import Band, Scale
from bot.files.found import FoundBand
from bot.files.remarks import Remarks

Aggregate = Literal["mean", "sum"]
TENTH = Fraction(1, 10)
MAX_SHOWN = 10**6


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
