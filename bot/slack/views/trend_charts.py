"""Change over time as charts: only what compares stands in one picture, since Slack draws no line with a gap."""

from datetime import UTC
from fractions import Fraction

from bot.core.scorecard import Scorecard
from bot.core.scoring import Overall, format_figure, round_half_up
from bot.core.trend import Track, Trend
from bot.slack import blocks as kit
from bot.slack.blocks import Block
from bot.slack.limits import CHART_POINTS
from bot.slack.text import day_in_words

MOST_BARS = 4
"""Bars beside each other for one dimension; more would be too thin to read."""


def trend_charts(shown: Trend) -> list[Block]:
    """Draw the overall figure between two breaks, and the levels of the newest assessments, by dimension."""
    cards = _unbroken(shown)
    overall = [_overall_chart(cards, whole=len(cards) == len(shown.points))] if cards else []
    return [*overall, *_levels_chart(shown)]


def comparison_charts(both: Trend) -> list[Block]:
    """Draw the levels of two assessments side by side."""
    return _levels_chart(both)


def _unbroken(shown: Trend) -> list[Scorecard]:
    """Give the newest run of scorecards whose overall figures compare one with the next; none where no two do."""
    end = len(shown.points) - 1
    while end > 0 and shown.points[end].card.change is None:
        end -= 1
    start = end
    while start > 0 and shown.points[start].card.change is not None:
        start -= 1
    return [each.card for each in shown.points[start : end + 1]] if end > start else []


def _overall_chart(cards: list[Scorecard], *, whole: bool) -> Block:
    days = _days(cards)
    series = {"Overall": [_figure(each.overall) for each in cards]}
    evidenced = [_figure(each.evidenced) for each in cards]
    if evidenced != series["Overall"]:
        series["Evidenced"] = evidenced
    title = f"Overall, of {format_figure(cards[-1].framework.top, 'sum')}"
    return kit.line_chart(title if whole else f"{title}: {days[0]} to {days[-1]}", days, series)


def _figure(overall: Overall | None) -> float:
    return float(overall.rounded if overall is not None else 0)


def _levels_chart(shown: Trend) -> list[Block]:
    """Draw one group of bars for each dimension that is rated and compares in all of the newest assessments."""
    most = min(len(shown.points), MOST_BARS)
    tracks = {each: values for each in shown.tracks if (values := _compared(each, most))}
    if not 1 <= len(tracks) <= CHART_POINTS:
        return []
    days = _days([each.card for each in shown.points[-most:]])
    series = {day: [values[place] for values in tracks.values()] for place, day in enumerate(days)}
    title = "Levels by dimension" if len(tracks) == len(shown.tracks) else "Levels of the dimensions that compare"
    return [kit.bar_chart(title, [each.name for each in tracks], series)]


def _compared(track: Track, most: int) -> list[float]:
    """Give the newest levels of a dimension as a chart takes them; nothing where one is missing or does not compare."""
    levels = track.levels[-most:]
    values = [each.value for each in levels if isinstance(each.value, Fraction)]
    if len(values) < most or any(each.broken is not None for each in levels[1:]):
        return []
    return [float(round_half_up(each)) for each in values]


def _days(cards: list[Scorecard]) -> list[str]:
    """Name assessments by their days: "22 Nov", with the year where they are of several; those of one day by number."""
    moments = [each.completed_at or each.started_at for each in cards]
    years = {each.astimezone(UTC).year for each in moments}
    found: list[str] = []
    for moment in moments:
        number, month, year = day_in_words(moment, UTC).split()
        name = f"{number} {month[:3]} {year}" if len(years) > 1 else f"{number} {month[:3]}"
        again = sum(each == name or each.startswith(f"{name} (") for each in found)
        found.append(f"{name} ({again + 1})" if again else name)
    return found
