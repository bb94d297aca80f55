"""The picture of a scorecard: what it is of, the figure, the radar where there is a shape, and the bars."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from bot.core.assessment import NotApplicable, NotRated
from bot.core.report_words import ENGLISH, Wording
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import format_figure, format_level
from bot.reports.bars import put_bars
from bot.reports.captions import day, plain, put_heading, within
from bot.reports.drawing import BEFORE, INK, MARGIN, NOW, Drawing, Place, put_legend
from bot.reports.lettering import Lettering
from bot.reports.radar import BEFORE_DASH, TARGET_DASH, fits_radar, put_radar
from bot.use_cases.pictures import Picture


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
