"""The bars: each dimension in a row with its name in full, its value over the whole scale, last time and the target."""

from fractions import Fraction
from typing import Final

from bot.core.assessment import NotApplicable
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import format_level
from bot.reports.axis import Axis
from bot.reports.drawing import BODY, CARD, GREY, INK, LEADING, MARGIN, NOW, PALE, SMALL, WIDTH, Drawing

_NAMES: Final = 157.0
_LEFT, _RIGHT = MARGIN + _NAMES + 10, WIDTH - MARGIN - 30
_THICK: Final = 9.0
_APART: Final = 7.0
NO_NAME: Final = "No. {}"
"""Stands for a name that no font can draw; the words beside the picture have it by this number."""


def put_bars(drawing: Drawing, card: Scorecard, top: float, *, numbered: bool) -> float:
    """Draw a row for each dimension below ``top``, and return where they end."""
    axis = Axis(card.framework.scale)
    heights = [_height(drawing, place, row, numbered=numbered) for place, row in enumerate(card.rows, start=1)]
    bottom = top + SMALL + 4 + sum(heights)
    for level in axis.marks():
        x = _across(axis, level)
        drawing.text((x, top + SMALL), str(level), SMALL - 1, colour=GREY, anchor="middle")
        drawing.line((x, top + SMALL + 4), (x, bottom - _APART / 2))
    drawing.line((_LEFT, top + SMALL + 4), (_LEFT, bottom - _APART / 2), GREY)
    y = top + SMALL + 4
    for place, (row, height) in enumerate(zip(card.rows, heights, strict=True), start=1):
        words = _name(drawing, place, row, numbered=numbered)
        lines = drawing.lettering.wrapped(words, BODY, _NAMES)
        middle = y + (height - _APART) / 2
        drawing.lines((MARGIN, middle - len(lines) * BODY * LEADING / 2), lines)
        _put_value(drawing, axis, row, middle)
        y += height
    return bottom


def _name(drawing: Drawing, place: int, row: Row, *, numbered: bool) -> str:
    name = drawing.lettering.drawable(row.name)
    if not name:
        return NO_NAME.format(place)
    return f"{place}. {name}" if numbered else name


def _height(drawing: Drawing, place: int, row: Row, *, numbered: bool) -> float:
    lines = drawing.lettering.wrapped(_name(drawing, place, row, numbered=numbered), BODY, _NAMES)
    return max(len(lines) * BODY * LEADING, 15) + _APART


def _across(axis: Axis, value: Fraction | int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * axis.share(value)


def _put_value(drawing: Drawing, axis: Axis, row: Row, middle: float) -> None:
    if not isinstance(row.value, Fraction):
        drawing.line((_LEFT, middle), (_RIGHT, middle), GREY, 1, "2 4")
        words = "does not apply" if isinstance(row.value, NotApplicable) else "not rated"
        wide = drawing.lettering.width(words, SMALL) + 8
        left = (_LEFT + _RIGHT - wide) / 2
        drawing.shape("rect", x=left, y=middle - 7, width=wide, height=14.0, fill=CARD)
        drawing.text((left + 4, middle + SMALL / 3), words, SMALL, colour=GREY)
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
