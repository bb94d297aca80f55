"""How the levels of a team are spread: a row for each dimension, with a column for each level that somebody chose."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Final

from bot.core.assessment import NotApplicable
from bot.core.scoring.rounds import RoundShown
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import format_level
from bot.reports.axis import Axis
from bot.reports.bars import NO_NAME
from bot.reports.captions import day, plain, put_heading, within
from bot.reports.drawing import (
    BEFORE,
    BODY,
    CARD,
    GREY,
    INK,
    LEADING,
    MARGIN,
    NOW,
    SMALL,
    WIDTH,
    Drawing,
    Place,
    put_legend,
)
from bot.reports.lettering import Lettering
from bot.use_cases.pictures import Picture

_NAMES: Final = 140.0
_LEFT, _RIGHT = MARGIN + _NAMES + 10, WIDTH - MARGIN - 30
_COLUMN: Final = 26.0
"""How high the column is of the level that most people chose, in any dimension."""
_WIDEST: Final = 16.0
_HALF: Final = 12.0
"""How wide a column is of one round, and of each of two."""
_ROOM: Final = SMALL + 3
"""Above a column for its count, and below the line for the mark of the value."""
_APART: Final = 12.0
TOO_FEW: Final = "fewer than three rated it"


def spread_picture(card: Scorecard) -> Picture:
    """Draw how the levels of a team are spread. The same scorecard gives the same picture, to the letter."""
    texts = [card.subject, card.framework.title, *(each.name for each in card.rows)]
    drawing = Drawing(Lettering(texts))
    about = (card.framework.title, day(card.completed_at or card.started_at))
    y = put_heading(drawing, card.subject, about, f"How the levels of {card.handed_in} people are spread")
    y = _put_rows(drawing, card, y + 10)
    y = put_legend(drawing, _legend(drawing, card), y + 6)
    alt = within(partial(_words, card))
    return Picture(drawing.svg(y + MARGIN, alt), alt)


def _put_rows(drawing: Drawing, card: Scorecard, top: float) -> float:
    axis = Axis(card.framework.scale)
    most = max((count for row in card.rows for each in _shown(row) for count in each.tally.levels.values()), default=1)
    for level in axis.marks():
        drawing.text((_across(axis, level), top + SMALL), str(level), SMALL, colour=GREY, anchor="middle")
    y = top + SMALL + 4
    for place, row in enumerate(card.rows, start=1):
        y = _put_row(drawing, axis, row, place, y, most)
    return y


def _shown(row: Row) -> tuple[RoundShown, ...]:
    """Give the rounds of a dimension that are shown, the first one first."""
    return row.rounds.shown if row.rounds is not None else ()


def _put_row(drawing: Drawing, axis: Axis, row: Row, place: int, top: float, most: int) -> float:
    name = drawing.lettering.wrapped(drawing.lettering.drawable(row.name) or NO_NAME.format(place), BODY, _NAMES)
    small = [] if not _shown(row) else drawing.lettering.wrapped(_small(row), SMALL, _NAMES)
    high = max(_ROOM + _COLUMN + _ROOM, len(name) * BODY * LEADING + len(small) * SMALL * LEADING)
    y = drawing.lines((MARGIN, top), name, bold=row.split)
    drawing.lines((MARGIN, y), small, SMALL, colour=GREY)
    foot = top + _ROOM + _COLUMN
    for level in axis.marks():
        drawing.line((_across(axis, level), foot - _COLUMN - _ROOM + 2), (_across(axis, level), foot))
    if not _shown(row):
        _put_nothing(drawing, row, foot - _COLUMN / 2)
    else:
        _put_columns(drawing, axis, row, foot, most)
    if isinstance(row.value, Fraction):
        drawing.text((WIDTH - MARGIN, foot), format_level(row.value), BODY + 1, anchor="end", bold=True)
    drawing.line((MARGIN, top + high + _APART / 2 - 2), (WIDTH - MARGIN, top + high + _APART / 2 - 2))
    return top + high + _APART


def _small(row: Row) -> str:
    shown = _shown(row)[-1]
    return f"{'split · ' if row.split else ''}spread {shown.spread} · {shown.raters} rated"


def _put_nothing(drawing: Drawing, row: Row, middle: float) -> None:
    drawing.line((_LEFT, middle), (_RIGHT, middle), GREY, 1, "2 4")
    words = "does not apply" if isinstance(row.value, NotApplicable) else TOO_FEW
    wide = drawing.lettering.width(words, SMALL) + 8
    left = (_LEFT + _RIGHT - wide) / 2
    drawing.shape("rect", x=left, y=middle - 7, width=wide, height=14.0, fill=CARD)
    drawing.text((left + 4, middle + SMALL / 3), words, SMALL, colour=GREY)


def _put_columns(drawing: Drawing, axis: Axis, row: Row, foot: float, most: int) -> None:
    """Draw a column for each level, of two rounds beside each other, with target, value and agreed level."""
    x = _across(axis, row.target)
    drawing.line((x, foot - _COLUMN - _ROOM + 2), (x, foot), INK, 1.5, "3 3")
    drawing.line((_LEFT, foot), (_RIGHT + _WIDEST / 2, foot), GREY)
    rounds = _shown(row)
    step = (_RIGHT - _LEFT) / (axis.scale.high - axis.foot)
    wide = min(_WIDEST if len(rounds) == 1 else 2 * _HALF, step * 0.8) / len(rounds)
    for place, each in enumerate(rounds):
        is_now = place == len(rounds) - 1
        for level, count in sorted(each.tally.levels.items()):
            left = _across(axis, level) + (place - len(rounds) / 2) * wide
            high = _COLUMN * count / most
            look = {"fill": NOW} if is_now else {"fill": CARD, "stroke": BEFORE, "stroke_width": 1.5}
            drawing.shape("rect", x=left, y=foot - high, width=wide, height=high, **look)
            if wide * len(rounds) >= SMALL / 2:
                at = (left + wide / 2, foot - high - 3)
                drawing.text(at, str(count), SMALL, colour=INK if is_now else GREY, anchor="middle", halo=True)
    _put_value(drawing, (_across(axis, rounds[-1].value), foot))
    if row.rounds is not None and row.rounds.agreed is not None:
        _put_agreed(drawing, (_across(axis, row.rounds.agreed.level), foot + 5))


def _across(axis: Axis, value: Fraction | int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * axis.share(value)


def _put_value(drawing: Drawing, at: Place) -> None:
    """Mark the mean by a triangle below the line."""
    x, y = at
    drawing.shape("path", d=f"M {x:.2f} {y + 1:.2f} L {x - 5:.2f} {y + 9:.2f} L {x + 5:.2f} {y + 9:.2f} Z", fill=INK)


def _put_agreed(drawing: Drawing, at: Place) -> None:
    """Mark the agreed level by a ring below the line."""
    drawing.shape("circle", cx=at[0], cy=at[1], r=4.0, fill=CARD, stroke=NOW, stroke_width=2.5)


def _legend(drawing: Drawing, card: Scorecard) -> list[tuple[Callable[[Place], None], str]]:
    """Explain the marks that the picture has."""

    def now(at: Place) -> None:
        drawing.shape("rect", x=at[0] + 8, y=at[1] - 6, width=8.0, height=11.0, fill=NOW)

    def first(at: Place) -> None:
        look = {"fill": CARD, "stroke": BEFORE, "stroke_width": 1.5}
        drawing.shape("rect", x=at[0] + 8, y=at[1] - 6, width=8.0, height=11.0, **look)

    def value(at: Place) -> None:
        _put_value(drawing, (at[0] + 12, at[1] - 5))

    def agreed(at: Place) -> None:
        _put_agreed(drawing, (at[0] + 12, at[1]))

    def target(at: Place) -> None:
        drawing.line((at[0] + 12, at[1] - 7), (at[0] + 12, at[1] + 6), INK, 1.5, "3 3")

    has_two = any(len(_shown(row)) > 1 for row in card.rows)
    is_agreed = any(row.rounds is not None and row.rounds.agreed is not None for row in card.rows)
    marks: list[tuple[Callable[[Place], None], str]] = [(now, "people, last round" if has_two else "people")]
    marks += [(first, "people, round before")] if has_two else []
    marks += [(value, "mean")]
    marks += [(agreed, "agreed level")] if is_agreed else []
    return [*marks, (target, "target")]


def _words(card: Scorecard, longest: int) -> Iterator[str]:
    subject, title = plain(card.subject, longest), plain(card.framework.title, longest)
    when = day(card.completed_at or card.started_at)
    yield f"{subject}, {title}, {when}: how the levels of {card.handed_in} people are spread."
    for place, row in enumerate(card.rows, start=1):
        yield f"{place}. {plain(row.name, longest)}: {_row_words(row)}."


def _row_words(row: Row) -> str:
    rounds = _shown(row)
    if not rounds:
        return "does not apply" if isinstance(row.value, NotApplicable) else f"{TOO_FEW}, so nothing is shown"
    names = ("first round ", "second round ") if len(rounds) > 1 else ("",)
    parts = [
        f"{name}{_levels(each.tally.levels)}, mean {format_level(each.value)}"
        for name, each in zip(names, rounds, strict=True)
    ]
    agreed = row.rounds.agreed if row.rounds is not None else None
    parts += [f"agreed level {agreed.level}"] if agreed is not None else []
    return "; ".join([*parts, *(["split"] if row.split else []), f"target {row.target}"])


def _levels(levels: Mapping[int, int]) -> str:
    return ", ".join(f"{levels[level]} at {level}" for level in sorted(levels))
