"""How the levels of a team are spread: a row for each dimension, with a column for each level that somebody chose."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Final

from bot.core.assessment import NotApplicable
from bot.core.report_words import ENGLISH, Wording
from bot.core.scoring.rounds import RoundShown
from bot.core.scoring.scorecard import Row, Scorecard
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
    Axis,
    Drawing,
    Place,
    day,
    named,
    plain,
    put_heading,
    put_legend,
    put_nothing,
    within,
)
from bot.reports.lettering import Lettering
from bot.use_cases.notified import Picture

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


def spread_picture(card: Scorecard, words: Wording = ENGLISH) -> Picture:
    """Draw how the levels of a team are spread. The same scorecard gives the same picture, to the letter."""
    texts = [card.subject, card.framework.title, *(each.name for each in card.rows)]
    drawing = Drawing(Lettering(texts))
    about = (card.framework.title, day(card.at, words))
    y = put_heading(drawing, card.subject, about, words("spread_of", count=card.handed_in))
    y = _put_rows(drawing, card, words, y + 10)
    y = put_legend(drawing, _legend(drawing, card, words), y + 6)
    alt = within(partial(_words, card, words))
    return Picture(drawing.svg(y + MARGIN, alt), alt)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the rows are drawn on; ``most`` people chose the level with the highest column."""

    drawing: Drawing
    axis: Axis
    words: Wording
    most: int


def _put_rows(drawing: Drawing, card: Scorecard, words: Wording, top: float) -> float:
    axis = Axis(card.framework.scale)
    most = max((count for row in card.rows for each in _shown(row) for count in each.tally.levels.values()), default=1)
    for level in axis.marks():
        drawing.text((_across(axis, level), top + SMALL), str(level), SMALL, colour=GREY, anchor="middle")
    y = top + SMALL + 4
    for place, row in enumerate(card.rows, start=1):
        y = _put_row(_Sheet(drawing, axis, words, most), row, place, y)
    return y


def _shown(row: Row) -> tuple[RoundShown, ...]:
    """Give the rounds of a dimension that are shown, the first one first."""
    return row.rounds.shown if row.rounds is not None else ()


def _put_row(sheet: _Sheet, row: Row, place: int, top: float) -> float:
    drawing, axis = sheet.drawing, sheet.axis
    name = named(drawing, place, row.name, _NAMES)
    small = [] if not _shown(row) else drawing.lettering.wrapped(_small(row, sheet.words), SMALL, _NAMES)
    high = max(_ROOM + _COLUMN + _ROOM, len(name) * BODY * LEADING + len(small) * SMALL * LEADING)
    y = drawing.lines((MARGIN, top), name, bold=row.split)
    drawing.lines((MARGIN, y), small, SMALL, colour=GREY)
    foot = top + _ROOM + _COLUMN
    for level in axis.marks():
        drawing.line((_across(axis, level), foot - _COLUMN - _ROOM + 2), (_across(axis, level), foot))
    if not _shown(row):
        put_nothing(drawing, _nothing(row, sheet.words), _LEFT, _RIGHT, foot - _COLUMN / 2)
    else:
        _put_columns(sheet, row, foot)
    if isinstance(row.value, Fraction):
        drawing.text((WIDTH - MARGIN, foot), sheet.words.level(row.value), BODY + 1, anchor="end", bold=True)
    drawing.line((MARGIN, top + high + _APART / 2 - 2), (WIDTH - MARGIN, top + high + _APART / 2 - 2))
    return top + high + _APART


def _small(row: Row, words: Wording) -> str:
    shown = _shown(row)[-1]
    apart = words("spread_small", spread=shown.spread, raters=shown.raters)
    return f"{words('split')} · {apart}" if row.split else apart


def _nothing(row: Row, words: Wording) -> str:
    """Say why nothing is shown of a dimension."""
    return words("synopsis_not_applicable" if isinstance(row.value, NotApplicable) else "few_rated")


def _put_columns(sheet: _Sheet, row: Row, foot: float) -> None:
    """Draw a column for each level, of two rounds beside each other, with target, value and agreed level."""
    drawing, axis = sheet.drawing, sheet.axis
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
            high = _COLUMN * count / sheet.most
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


def _legend(drawing: Drawing, card: Scorecard, words: Wording) -> list[tuple[Callable[[Place], None], str]]:
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
    marks: list[tuple[Callable[[Place], None], str]] = [(now, words("people_last" if has_two else "people"))]
    marks += [(first, words("people_before"))] if has_two else []
    marks += [(value, words("mean"))]
    marks += [(agreed, _inside(words("agreed")))] if is_agreed else []
    return [*marks, (target, words("aim_line"))]


def _inside(words: str) -> str:
    """Return words as they stand inside a line: with a small letter before."""
    return words[:1].lower() + words[1:]


def _words(card: Scorecard, words: Wording, longest: int) -> Iterator[str]:
    subject, title = plain(card.subject, longest), plain(card.framework.title, longest)
    about = _inside(words("spread_of", count=card.handed_in))
    yield f"{subject}, {title}, {day(card.at, words)}: {about}."
    for place, row in enumerate(card.rows, start=1):
        yield f"{place}. {plain(row.name, longest)}: {_row_words(row, words)}."


def _row_words(row: Row, words: Wording) -> str:
    rounds = _shown(row)
    if not rounds:
        return _nothing(row, words)
    names = (f"{_inside(words(each))} " for each in ("first_round", "second_round")) if len(rounds) > 1 else ("",)
    parts = [
        f"{name}{_levels(each.tally.levels, words)}, {words('mean_of', value=words.level(each.value))}"
        for name, each in zip(names, rounds, strict=True)
    ]
    agreed = row.rounds.agreed if row.rounds is not None else None
    parts += [f"{_inside(words('agreed'))} {agreed.level}"] if agreed is not None else []
    return "; ".join([*parts, *([words("split")] if row.split else []), words("target", level=row.target)])


def _levels(levels: Mapping[int, int], words: Wording) -> str:
    return ", ".join(words("chose_level", count=levels[level], level=level) for level in sorted(levels))
