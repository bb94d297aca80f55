"""The picture of a scorecard: what it is of, the figure, the radar where there is a shape, and the bars.

In the radar each dimension is a spoke over the whole scale, today's shape over that of last time, the target a line.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Final

from bot.core.assessment import NotApplicable, NotRated
from bot.core.report_words import ENGLISH, Wording
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import format_figure, format_level
from bot.reports.drawing import (
    BEFORE,
    BODY,
    GREY,
    INK,
    LEADING,
    MARGIN,
    NOW,
    PALE,
    SMALL,
    WIDTH,
    Anchor,
    Axis,
    Drawing,
    Place,
    day,
    named,
    plain,
    put_heading,
    put_legend,
    put_name,
    put_nothing,
    within,
)
from bot.reports.lettering import Lettering
from bot.use_cases.notified import Picture


def scorecard_picture(card: Scorecard) -> Picture:
    """Draw a scorecard. The same scorecard gives the same picture, to the letter."""
    drawing = Drawing(
        Lettering([card.subject, card.framework.title, result_words(card), *(row.name for row in card.rows)])
    )
    y = put_heading(drawing, card.subject, (card.framework.title, day(card.at)), result_words(card))
    numbered = False
    if fits_radar(card):
        y, numbered = put_radar(drawing, card, y + 12)
    y = put_bars(drawing, card, y + 14, numbered=numbered)
    before = f"last time, {day(card.before.at)}" if card.before is not None else ""
    y = _put_legend(drawing, card, y + 4, ("now", before, "target"))
    alt = within(partial(_words, card))
    return Picture(drawing.svg(y + MARGIN, alt), alt)


def radar_picture(card: Scorecard, legend: tuple[str, str, str], alt: str) -> Picture | None:
    """Draw the radar alone, for beside a table; None where there is no shape. ``legend`` names now, before and target.

    Spokes without room for their names have the bars below them.
    """
    if not fits_radar(card):
        return None
    drawing = Drawing(Lettering([*legend, *(row.name for row in card.rows)]))
    y, numbered = put_radar(drawing, card, MARGIN)
    if numbered:
        y = put_bars(drawing, card, y + 14, numbered=True)
    y = _put_legend(drawing, card, y + 10, legend)
    return Picture(drawing.svg(y + MARGIN, alt), alt)


def figure_words(card: Scorecard, words: Wording = ENGLISH) -> str:
    """Return the figure with the highest that there is."""
    if card.overall is None:
        return words("no_figure")
    projected = f" ({words('projected')})" if card.overall.projected else ""
    top = words("of", top=format_figure(card.framework.top, "sum"))
    return f"{words.figure(card.overall.rounded, card.framework.aggregate)} {top}{projected}"


def result_words(card: Scorecard, words: Wording = ENGLISH) -> str:
    """Return the figure with its band and change."""
    parts = [figure_words(card, words)]
    if card.overall is not None and card.overall.band is not None:
        parts.append(card.overall.band.name)
    if card.provisional:
        parts.append(words("so_far", rated=card.coverage.rated, applicable=card.coverage.applicable))
    if card.change is not None and card.change.difference:
        far = words.figure(abs(card.change.difference), card.framework.aggregate)
        parts.append(words("rose" if card.change.difference > 0 else "fell", far=far))
    return " · ".join(parts)


def _put_legend(drawing: Drawing, card: Scorecard, top: float, names: tuple[str, str, str]) -> float:
    """Explain the marks of now, before and the target, as many in a line as fit."""

    def now(at: Place) -> None:
        drawing.line((at[0], at[1]), (at[0] + 24, at[1]), NOW, 2.5)
        drawing.dot((at[0] + 12, at[1]))

    def before(at: Place) -> None:
        drawing.line((at[0], at[1]), (at[0] + 24, at[1]), BEFORE, 2.5, BEFORE_DASH)
        drawing.diamond((at[0] + 12, at[1]))

    def target(at: Place) -> None:
        drawing.line((at[0], at[1]), (at[0] + 17, at[1]), INK, 1.5, TARGET_DASH)
        drawing.line((at[0] + 21, at[1] - 5), (at[0] + 21, at[1] + 5), INK, 2)

    marks: list[tuple[Callable[[Place], None], str]] = [(now, names[0])]
    if card.before is not None and any(each.change is not None for each in card.rows):
        marks.append((before, names[1]))
    marks.append((target, names[2]))
    return put_legend(drawing, marks, top)


def _words(card: Scorecard, longest: int) -> Iterator[str]:
    subject, title = plain(card.subject, longest), plain(card.framework.title, longest)
    yield f"{subject}, {title}, {day(card.at)}: {plain(result_words(card), 2 * longest)}."
    if card.before is not None:
        yield f"Last time was {day(card.before.at)}."
    for place, row in enumerate(card.rows, start=1):
        yield f"{place}. {plain(row.name, longest)}: {_row_words(row)}."


def _row_words(row: Row) -> str:
    match row.value:
        case NotApplicable():
            return "does not apply"
        case NotRated():
            return f"not rated, target {row.target}"
        case Fraction() as value:
            old = f", last time {format_level(row.change.old)}" if row.change is not None else ""
            return f"{format_level(value)}{old}, target {row.target}"


FEWEST, MOST = 3, 20
"""Spokes of a radar: fewer have no shape, more no room for their numbers."""
TARGET_DASH, BEFORE_DASH = "1.5 2.5", "6 3"
_MIDDLE: Final = WIDTH / 2
_NAMED_RADIUS, _NUMBERED_RADIUS = 87.0, 108.0
_GAP: Final = 8.0
_EDGE: Final = 9.0
_MOST_LINES: Final = 4


def fits_radar(card: Scorecard) -> bool:
    """Whether a scorecard has a shape: enough dimensions with a value, and not too many of them all."""
    rated = sum(isinstance(each.value, Fraction) for each in card.rows)
    return rated >= FEWEST and len(card.rows) <= MOST


@dataclass(frozen=True, slots=True)
class _Label:
    """The name of a spoke in lines; ``x`` is their anchor, ``top`` and ``width`` their box."""

    lines: Sequence[str]
    x: float
    top: float
    width: float
    anchor: Anchor

    @property
    def left(self) -> float:
        return self.x - self.width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]

    @property
    def bottom(self) -> float:
        return self.top + len(self.lines) * BODY * LEADING

    def hits(self, other: "_Label") -> bool:
        beside = self.left + self.width + 2 < other.left or other.left + other.width + 2 < self.left
        return not (beside or self.bottom < other.top or other.bottom < self.top)


def put_radar(drawing: Drawing, card: Scorecard, top: float) -> tuple[float, bool]:
    """Draw the radar below ``top``; return where it ends, and whether its spokes are numbered instead of named.

    They are where a name cannot be drawn or has no room: the bars below say which number is which name.
    """
    names = [drawing.lettering.drawable(each.name) for each in card.rows]
    labels = _labels(drawing, names, _NAMED_RADIUS) if all(names) else []
    numbered = not labels
    radius = _NUMBERED_RADIUS if numbered else _NAMED_RADIUS
    if numbered:
        numbers = [str(place) for place in range(1, len(names) + 1)]
        labels = _labels(drawing, numbers, radius)
    middle, axis = top - min(each.top for each in labels), Axis(card.framework.scale)
    _put_web(drawing, card, middle, radius)
    _put_shapes(drawing, card, middle, radius)
    for level in axis.marks():
        x, y = _at(0, len(names), radius * axis.share(level), middle)
        drawing.text((x - 6, y + SMALL / 3), str(level), SMALL - 1, colour=GREY, anchor="end", halo=True)
    for row, label in zip(card.rows, labels, strict=True):
        colour = INK if isinstance(row.value, Fraction) else GREY
        drawing.lines((label.x, label.top + middle), label.lines, colour=colour, anchor=label.anchor, bold=numbered)
    return middle + max(radius, *(each.bottom for each in labels)), numbered


def _labels(drawing: Drawing, names: list[str], radius: float) -> list[_Label]:
    """Place the names around a middle at height 0; none where one has no room, or would be torn apart."""
    found = []
    for place, name in enumerate(names):
        x, y = _at(place, len(names), radius + _GAP, 0)
        across = x - _MIDDLE
        if abs(across) < radius / 3:
            anchor: Anchor = "middle"
            room = 2 * radius
        else:
            anchor = "start" if across > 0 else "end"
            room = _MIDDLE - _EDGE - abs(across)
        lines = drawing.lettering.wrapped(name, BODY, room)
        high = len(lines) * BODY * LEADING
        lift = 1.0 if anchor == "middle" and y < 0 else 0.0 if anchor == "middle" else 0.5
        width = max(drawing.lettering.width(each, BODY) for each in lines)
        if len(lines) > _MOST_LINES or " ".join(lines) != name:
            return []
        found.append(_Label(lines, x, y - high * lift, width, anchor))
    return [] if any(one.hits(other) for one, other in combinations(found, 2)) else found


def _at(place: int, count: int, radius: float, middle: float) -> Place:
    angle = 2 * math.pi * place / count
    return _MIDDLE + radius * math.sin(angle), middle - radius * math.cos(angle)


def _put_web(drawing: Drawing, card: Scorecard, middle: float, radius: float) -> None:
    axis, count = Axis(card.framework.scale), len(card.rows)
    for level in axis.marks():
        ring = [_at(each, count, radius * axis.share(level), middle) for each in range(count)]
        drawing.path(ring, PALE, 1, closed=True)
    for place, row in enumerate(card.rows):
        dash = "none" if isinstance(row.value, Fraction) else "2 4"
        drawing.line((_MIDDLE, middle), _at(place, count, radius, middle), PALE, 1, dash)


def _put_shapes(drawing: Drawing, card: Scorecard, middle: float, radius: float) -> None:
    axis, count = Axis(card.framework.scale), len(card.rows)

    def points(values: Sequence[Fraction | int | None]) -> list[Place | None]:
        shares = [None if each is None else radius * axis.share(each) for each in values]
        return [None if far is None else _at(place, count, far, middle) for place, far in enumerate(shares)]

    now = points([each.value if isinstance(each.value, Fraction) else None for each in card.rows])
    before = points([_before(each) for each in card.rows])
    target = points([each.target if isinstance(each.value, Fraction) else None for each in card.rows])
    for run in _runs(now):
        drawing.area(run if len(run) == count else [(_MIDDLE, middle), *run], NOW)
    looks = ((target, INK, 1.5, TARGET_DASH), (before, BEFORE, 2.5, BEFORE_DASH), (now, NOW, 2.5, "none"))
    for places, colour, width, dash in looks:
        for run in _runs(places):
            drawing.path(run, colour, width, dash, closed=len(run) == count)
    for at in filter(None, before):
        drawing.diamond(at)
    for at in filter(None, now):
        drawing.dot(at)


def _before(row: Row) -> Fraction | None:
    return row.change.old if row.change is not None else None


def _runs(places: Sequence[Place | None]) -> Iterator[list[Place]]:
    """Yield the points that stand side by side around the circle: what is not rated leaves a gap, and is no nought."""
    gap = next((place for place, each in enumerate(places) if each is None), None)
    if gap is None:
        yield [each for each in places if each is not None]
        return
    run: list[Place] = []
    for each in (*places[gap:], *places[:gap], None):
        if each is not None:
            run.append(each)
        elif run:
            yield run
            run = []


_NAMES: Final = 157.0
_LEFT, _RIGHT = MARGIN + _NAMES + 10, WIDTH - MARGIN - 30
_THICK: Final = 9.0
_APART: Final = 7.0


def put_bars(drawing: Drawing, card: Scorecard, top: float, *, numbered: bool) -> float:
    """Draw a row for each dimension below ``top``, and return where they end."""
    axis = Axis(card.framework.scale)
    rows = [(row, named(drawing, place, row.name, _NAMES, numbered=numbered)) for place, row in enumerate(card.rows, 1)]
    heights = [max(len(lines) * BODY * LEADING, 15) + _APART for _, lines in rows]
    bottom = top + SMALL + 4 + sum(heights)
    for level in axis.marks():
        x = _across(axis, level)
        drawing.text((x, top + SMALL), str(level), SMALL - 1, colour=GREY, anchor="middle")
        drawing.line((x, top + SMALL + 4), (x, bottom - _APART / 2))
    drawing.line((_LEFT, top + SMALL + 4), (_LEFT, bottom - _APART / 2), GREY)
    y = top + SMALL + 4
    for (row, lines), height in zip(rows, heights, strict=True):
        middle = y + (height - _APART) / 2
        put_name(drawing, lines, middle)
        _put_value(drawing, axis, row, middle)
        y += height
    return bottom


def _across(axis: Axis, value: Fraction | int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * axis.share(value)


def _put_value(drawing: Drawing, axis: Axis, row: Row, middle: float) -> None:
    if not isinstance(row.value, Fraction):
        said = "does not apply" if isinstance(row.value, NotApplicable) else "not rated"
        put_nothing(drawing, said, _LEFT, _RIGHT, middle)
        return
    top = middle - _THICK / 2
    drawing.shape("rect", x=_LEFT, y=top, width=_RIGHT - _LEFT, height=_THICK, fill=PALE, fill_opacity=0.45)
    end = max(_across(axis, row.value), _LEFT + 2)
    drawing.shape("rect", x=_LEFT, y=top, width=end - _LEFT, height=_THICK, fill=NOW)
    x = _across(axis, row.target)
    drawing.line((x, middle - 8), (x, middle + 8), INK, 2)
    if row.change is not None:
        drawing.diamond((_across(axis, row.change.old), middle))
    drawing.text((WIDTH - MARGIN, middle + BODY / 3), format_level(row.value), BODY + 1, anchor="end", bold=True)
