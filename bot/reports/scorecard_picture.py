"""The picture of a scorecard: what it is of, the figure, the radar where there is a shape, and the bars."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
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
from bot.reports.radar import BEFORE_DASH, TARGET_DASH, fits_radar, put_radar
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
