"""The picture of a scorecard: what it is of, the figure, the radar where there is a shape, and the bars."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final

from bot.core.assessment import NotApplicable, NotRated
from bot.core.cadence.words import MONTHS
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import format_figure, format_level
from bot.core.text import cleaned, one_line
from bot.reports.bars import put_bars
from bot.reports.drawing import BEFORE, BODY, GREY, HEADING, INK, MARGIN, NOW, SMALL, WIDTH, Drawing, Place
from bot.reports.lettering import Lettering
from bot.reports.radar import BEFORE_DASH, TARGET_DASH, fits_radar, put_radar
from bot.use_cases.pictures import Picture

MOST_WORDS: Final = 2_000
"""Characters of the words beside a picture: Slack takes no more."""
_ROOM: Final = WIDTH - 2 * MARGIN


def scorecard_picture(card: Scorecard) -> Picture:
    """Draw a scorecard. The same scorecard gives the same picture, to the letter."""
    drawing = Drawing(Lettering([card.subject, card.framework.title, _result(card), *(row.name for row in card.rows)]))
    y = _put_heading(drawing, card)
    numbered = False
    if fits_radar(card):
        y, numbered = put_radar(drawing, card, y + 12)
    y = put_bars(drawing, card, y + 14, numbered=numbered)
    before = f"last time, {day(card.before.at)}" if card.before is not None else ""
    y = _put_legend(drawing, card, y + 4, ("now", before, "target"))
    alt = _within(card)
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


def day(moment: datetime) -> str:
    """Return a day as people write it: ``22 November 2026``."""
    local = moment.astimezone(UTC)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def _put_heading(drawing: Drawing, card: Scorecard) -> float:
    set_in = drawing.lettering
    y = MARGIN
    title = set_in.drawable(card.subject)
    y = drawing.lines(
        (MARGIN, y), set_in.wrapped(title, HEADING, _ROOM, bold=True) if title else [], HEADING, bold=True
    )
    what = " · ".join(filter(None, (set_in.drawable(card.framework.title), _day(card))))
    y = drawing.lines((MARGIN, y), set_in.wrapped(what, BODY, _ROOM), colour=GREY)
    result = set_in.drawable(_result(card)) or _figure(card)
    return drawing.lines((MARGIN, y + 3), set_in.wrapped(result, HEADING - 1, _ROOM, bold=True), HEADING - 1, bold=True)


def _day(card: Scorecard) -> str:
    return day(card.completed_at or card.started_at)


def _figure(card: Scorecard) -> str:
    if card.overall is None:
        return "not rated yet"
    projected = " (projected)" if card.overall.projected else ""
    return f"{card.overall.text} of {format_figure(card.framework.top, 'sum')}{projected}"


def _result(card: Scorecard) -> str:
    parts = [_figure(card)]
    if card.overall is not None and card.overall.band is not None:
        parts.append(card.overall.band.name)
    if card.provisional:
        parts.append(f"provisional, {card.coverage.rated} of {card.coverage.applicable} rated")
    if card.change is not None and card.change.difference:
        far = format_figure(abs(card.change.difference), card.framework.aggregate)
        parts.append(f"{'up' if card.change.difference > 0 else 'down'} {far}")
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
    x, y = MARGIN, top + SMALL
    for put, words in marks:
        wide = 30 + drawing.lettering.width(words, SMALL)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, y = MARGIN, y + 16
        put((x, y - 3))
        drawing.text((x + 29, y), words, SMALL, colour=GREY)
        x += wide + 14
    return y + 4


def _within(card: Scorecard) -> str:
    """Say in words what the picture shows: names in full where they fit, shorter where they do not."""
    words = ""
    for longest in (400, 60, 30, 12):
        words = " ".join(_words(card, longest))
        if len(words) <= MOST_WORDS:
            return words
    return words[: MOST_WORDS - 1] + "…"


def _words(card: Scorecard, longest: int) -> Iterator[str]:
    subject, title = _plain(card.subject, longest), _plain(card.framework.title, longest)
    yield f"{subject}, {title}, {_day(card)}: {_plain(_result(card), 2 * longest)}."
    if card.before is not None:
        yield f"Last time was {day(card.before.at)}."
    for place, row in enumerate(card.rows, start=1):
        yield f"{place}. {_plain(row.name, longest)}: {_row_words(row)}."


def _row_words(row: Row) -> str:
    match row.value:
        case NotApplicable():
            return "does not apply"
        case NotRated():
            return f"not rated, target {row.target}"
        case Fraction() as value:
            old = f", last time {format_level(row.change.old)}" if row.change is not None else ""
            return f"{format_level(value)}{old}, target {row.target}"


def _plain(text: str, longest: int) -> str:
    words = one_line(cleaned(text))
    return words if len(words) <= longest else words[: longest - 1] + "…"
