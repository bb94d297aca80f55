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


def named(drawing: Drawing, place: int, name: str, room: float, *, numbered: bool = False) -> list[str]:
    """Return the name of a row in lines; one that no font can draw has the number of the words beside the picture."""
    known = drawing.lettering.drawable(name)
    shown = known if known and not numbered else f"{place}. {known}" if known else f"No. {place}"
    return drawing.lettering.wrapped(shown, BODY, room)


def put_name(drawing: Drawing, lines: list[str], middle: float) -> None:
    """Write the name of a row, whose middle it stands beside."""
    drawing.lines((MARGIN, middle - len(lines) * BODY * LEADING / 2), lines)


def put_nothing(drawing: Drawing, said: str, left: float, right: float, middle: float) -> None:
    """Say in place of a value why there is none."""
    drawing.line((left, middle), (right, middle), GREY, 1, "2 4")
    wide = drawing.lettering.width(said, SMALL) + 8
    start = (left + right - wide) / 2
    drawing.shape("rect", x=start, y=middle - 7, width=wide, height=14.0, fill=CARD)
    drawing.text((start + 4, middle + SMALL / 3), said, SMALL, colour=GREY)


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
