"""The radar: each dimension a spoke over the whole scale, today's shape over that of last time, the target a line."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final

from bot.core.scoring.scorecard import Row, Scorecard
from bot.reports.drawing import BEFORE, BODY, GREY, INK, LEADING, NOW, PALE, SMALL, WIDTH, Anchor, Axis, Drawing, Place

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
