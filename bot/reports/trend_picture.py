"""The picture of a line over time: the overall figure over its whole scale, then each dimension in a small line."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Final

from bot.core.report_words import ENGLISH, Wording
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.scoring import Overall
from bot.core.scoring.trend import Break, Level, Track, Trend
from bot.reports.drawing import (
    BODY,
    GREY,
    INK,
    LEADING,
    MARGIN,
    NOW,
    SAMPLE,
    SMALL,
    WIDTH,
    Drawing,
    Place,
    day,
    named,
    plain,
    put_heading,
    put_legend,
    put_name,
    step_of,
    within,
)
from bot.reports.lettering import Lettering
from bot.reports.scorecard_picture import TARGET_DASH, figure_words, result_words
from bot.use_cases.notified import Picture

DONE: Final = "#009e73"
_LEFT, _RIGHT, _HIGH = MARGIN + 22, WIDTH - MARGIN - 8, 150.0
_NAMES: Final = 157.0
_SMALL_LEFT, _SMALL_RIGHT, _SMALL_HIGH = MARGIN + _NAMES + 12, WIDTH - MARGIN - 34, 20.0
_SHORTEST: Final = 0.5
"""Two assessments close to each other stand at least this share of an even step apart."""
_APART: Final = 46.0
"""Between the days below the axis; what has no room is left out, but never the last."""
_BREAK_DASH: Final = "3 3"
_Points = list[Place | None]


def trend_picture(shown: Trend, done: Sequence[datetime], words: Wording = ENGLISH) -> Picture:
    """Draw a line; ``done`` are the moments at which actions were finished. The same line gives the same picture."""
    card, count = shown.newest, len(shown.points)
    about = (card.framework.title, words("assessments", count=count) if count > 1 else day(card.at, words))
    names, result = [each.name for each in shown.tracks], result_words(card, words)
    drawing = Drawing(Lettering([card.subject, *about, result, *names]))
    y = put_heading(drawing, card.subject, about, result)
    between = [each for each in done if shown.points[0].card.at <= each <= card.at]
    y = _put_overall(drawing, shown, between, y + 14, words)
    y = _put_tracks(drawing, shown, y + 10, words)
    y = _put_legend(drawing, shown, between, y + 6, words)
    alt = within(partial(_words, shown, between, words))
    return Picture(drawing.svg(y + MARGIN, alt), alt)


def _places(shown: Trend, left: float, right: float) -> list[float]:
    """Place the assessments by their days, none so near to another that they run into each other."""
    moments = [each.card.at.timestamp() for each in shown.points]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    if not gaps:
        return [(left + right) / 2]
    even = max(sum(gaps) / len(gaps), 1.0)
    wide = [max(each, even * _SHORTEST) for each in gaps]
    places = [left]
    for each in wide:
        places.append(places[-1] + (right - left) * each / sum(wide))
    return places


def _span(card: Scorecard) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest overall figure that a scorecard can have."""
    scale, top = card.framework.scale, card.framework.top
    times = len(card.rows) if card.framework.aggregate == "sum" else 1
    return Fraction(scale.low * times), max(top, Fraction(scale.low * times + 1))


def _share(figure: Fraction, span: tuple[Fraction, Fraction]) -> float:
    """Return how far up a figure lies; a sum of few rated dimensions may be below what all of them have at least."""
    low, high = span
    return min(max(float((figure - low) / (high - low)), 0.0), 1.0)


def _put_overall(drawing: Drawing, shown: Trend, done: Sequence[datetime], top: float, words: Wording) -> float:
    bottom = top + _HIGH
    low, high = _span(shown.newest)
    for mark in range(int(low), int(high) + 1, step_of(int(high - low))):
        y = bottom - _HIGH * _share(Fraction(mark), (low, high))
        drawing.line((_LEFT, y), (_RIGHT + 8, y))
        drawing.text((_LEFT - 8, y + SMALL / 3), str(mark), SMALL, colour=GREY, anchor="end")
    places = _places(shown, _LEFT + 10, _RIGHT - 8)

    def points(figure: Callable[[Scorecard], Overall | None]) -> _Points:
        found = [(figure(each.card), _span(each.card)) for each in shown.points]
        shares = [None if each is None else _share(each.rounded, span) for each, span in found]
        return [None if far is None else (x, bottom - _HIGH * far) for x, far in zip(places, shares, strict=True)]

    broken = [each.broken is not None for each in shown.points]
    now = points(lambda card: card.overall)
    _put_breaks(drawing, places, broken, top, bottom)
    target = points(lambda card: card.aimed)
    for x, y in filter(None, target):
        drawing.line((x - 8, y), (x + 8, y), INK, 1.5, TARGET_DASH)
    _put_line(drawing, target, broken, INK, 1.5, TARGET_DASH)
    _put_line(drawing, now, broken, NOW, 2.5, "none")
    for at in filter(None, now):
        drawing.dot(at, 4)
    _put_figures(drawing, shown, now, words)
    _put_done(drawing, shown, places, done, bottom)
    return _put_days(drawing, shown, places, bottom + (12 if done else 4), words)


def _put_breaks(drawing: Drawing, places: list[float], broken: list[bool], top: float, bottom: float) -> None:
    for (before, now), is_broken in zip(pairwise(places), broken[1:], strict=True):
        if is_broken:
            x = (before + now) / 2
            drawing.line((x, top), (x, bottom), GREY, 1.2, _BREAK_DASH)


def _put_line(drawing: Drawing, points: _Points, broken: list[bool], colour: str, width: float, dash: str) -> None:
    """Join what compares: a gap stays where one is missing or means something else."""
    for (start, end), is_broken in zip(pairwise(points), broken[1:], strict=True):
        if start is not None and end is not None and not is_broken:
            drawing.path([start, end], colour, width, dash)


def _put_figures(drawing: Drawing, shown: Trend, points: _Points, words: Wording) -> None:
    """Write the figures above their points, from the last one back, where they have room."""
    free = WIDTH
    for point, at in zip(reversed(shown.points), reversed(points), strict=True):
        overall = point.card.overall
        if at is None or overall is None:
            continue
        figure = words.figure(overall.rounded, point.card.framework.aggregate)
        half = drawing.lettering.width(figure, BODY, bold=True) / 2
        if at[0] + half + 3 <= free:
            drawing.text((at[0], at[1] - 8), figure, BODY, anchor="middle", bold=True, halo=True)
            free = at[0] - half


def _put_done(drawing: Drawing, shown: Trend, places: list[float], done: Sequence[datetime], bottom: float) -> None:
    """Mark the finished actions on the axis, those of one place as one mark."""
    moments = [each.card.at for each in shown.points]
    found = set()
    for moment in done:
        later = next((place for place, each in enumerate(moments) if moment <= each), len(moments) - 1)
        earlier = max(later - 1, 0)
        span = (moments[later] - moments[earlier]).total_seconds() or 1.0
        share = (moment - moments[earlier]).total_seconds() / span if later else 1.0
        found.add(round(places[earlier] + (places[later] - places[earlier]) * share))
    for x in sorted(found):
        _put_mark(drawing, (x, bottom))


def _put_mark(drawing: Drawing, at: Place) -> None:
    x, y = at
    drawing.shape("path", d=f"M {x:g} {y + 1:g} L {x + 4:g} {y + 8:g} L {x - 4:g} {y + 8:g} Z", fill=DONE)


def _put_days(drawing: Drawing, shown: Trend, places: list[float], top: float, words: Wording) -> float:
    """Write the days below the axis, from the last one back, where they have room."""
    moments = [each.card.at.astimezone(UTC) for each in shown.points]
    years = len({each.year for each in moments}) > 1
    free, y = WIDTH + _APART, top + SMALL
    for x, moment in zip(reversed(places), reversed(moments), strict=True):
        if x + _APART > free:
            continue
        free, inside = x, min(max(x, MARGIN + 18), WIDTH - MARGIN - 18)
        drawing.text((inside, y), words.short_day(moment), SMALL, colour=GREY, anchor="middle")
        if years:
            drawing.text((inside, y + SMALL * LEADING), str(moment.year), SMALL, colour=GREY, anchor="middle")
    return y + (SMALL * LEADING if years else 0)


def _put_tracks(drawing: Drawing, shown: Trend, top: float, words: Wording) -> float:
    """Draw each dimension in a row: its name in full, its levels over the whole scale, the newest as a figure."""
    y = top
    for place, track in enumerate(shown.tracks, start=1):
        lines = named(drawing, place, track.name, _NAMES)
        high = max(len(lines) * BODY * LEADING, _SMALL_HIGH) + 9
        middle = y + high / 2
        put_name(drawing, lines, middle)
        _put_track(drawing, shown, track, middle, words)
        y += high
    return y


def _put_track(drawing: Drawing, shown: Trend, track: Track, middle: float, words: Wording) -> None:
    top, bottom = middle - _SMALL_HIGH / 2, middle + _SMALL_HIGH / 2
    for y in (top, bottom):
        drawing.line((_SMALL_LEFT, y), (_SMALL_RIGHT, y))
    places = _places(shown, _SMALL_LEFT + 5, _SMALL_RIGHT - 5)
    targets: list[Fraction | None] = []
    for point in shown.points:
        row = next((each for each in point.card.rows if each.key == track.key), None)
        targets.append(None if row is None else Fraction(row.target))

    def points(values: Sequence[Fraction | None]) -> _Points:
        found: _Points = []
        for x, value, point in zip(places, values, shown.points, strict=True):
            scale = point.card.framework.scale
            span = Fraction(scale.low), Fraction(max(scale.high, scale.low + 1))
            found.append(None if value is None else (x, bottom - _SMALL_HIGH * _share(value, span)))
        return found

    broken = [each.broken is not None for each in track.levels]
    levels = [each.value if isinstance(each.value, Fraction) else None for each in track.levels]
    now = points(levels)
    _put_breaks(drawing, places, broken, top - 3, bottom + 3)
    _put_line(drawing, points(targets), broken, INK, 1, TARGET_DASH)
    _put_line(drawing, now, broken, NOW, 2, "none")
    for at in filter(None, now):
        drawing.dot(at, 2.6)
    newest = words.level(levels[-1]) if levels[-1] is not None else "–"
    drawing.text((WIDTH - MARGIN, middle + BODY / 3), newest, BODY + 1, anchor="end", bold=True)


def _put_legend(drawing: Drawing, shown: Trend, done: Sequence[datetime], top: float, words: Wording) -> float:
    """Explain the marks that are there."""

    def now(at: Place) -> None:
        drawing.line(at, (at[0] + SAMPLE, at[1]), NOW, 2.5)
        drawing.dot((at[0] + SAMPLE / 2, at[1]))

    def target(at: Place) -> None:
        drawing.line(at, (at[0] + SAMPLE, at[1]), INK, 1.5, TARGET_DASH)

    def apart(at: Place) -> None:
        x = at[0] + SAMPLE / 2
        drawing.line((x, at[1] - 6), (x, at[1] + 6), GREY, 1.2, _BREAK_DASH)

    def finished(at: Place) -> None:
        _put_mark(drawing, (at[0] + SAMPLE / 2, at[1] - 4))

    broken = [each.broken for each in shown.points]
    broken += [level.broken for track in shown.tracks for level in track.levels]
    marks: list[tuple[Callable[[Place], None], str]] = [(now, words("line_level")), (target, words("aim_line"))]
    marks += [(apart, words("line_apart"))] if any(each is not None for each in broken) else []
    marks += [(finished, words("line_done"))] if done else []
    return put_legend(drawing, marks, top)


def _words(shown: Trend, done: Sequence[datetime], words: Wording, longest: int) -> Iterator[str]:
    card = shown.newest
    yield words("line_of", subject=plain(card.subject, longest), title=plain(card.framework.title, longest))
    for point in shown.points:
        apart = f", {words('not_like_before')}" if point.broken is not None else ""
        yield f"{day(point.card.at, words)}: {figure_words(point.card, words)}{apart}."
    if card.aimed is not None:
        yield words("line_target", figure=words.figure(card.aimed.rounded, card.framework.aggregate))
    if done:
        yield words("some_done", count=len(done)) if len(done) > 1 else words("one_done")
    for place, track in enumerate(shown.tracks, start=1):
        levels = ", ".join(_level_words(each, words) for each in track.levels)
        yield f"{place}. {plain(track.name, longest)}: {levels}."


def _level_words(level: Level, words: Wording) -> str:
    if level.value is None:
        return words("not_there" if level.broken is not Break.GONE else "gone")
    said = words.level(level.value) if isinstance(level.value, Fraction) else words("no_level")
    return f"{said} ({words('not_comparable')})" if level.broken is not None else said
