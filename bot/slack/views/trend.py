"""Change over time for the person who asks: text that stands on its own, then the same figures as charts."""

from bot.core.scoring import format_figure
from bot.core.trend import Level, Point, Track, Trend
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Message
from bot.slack.text import said
from bot.slack.views.levels import moved
from bot.slack.views.trend_charts import trend_charts
from bot.slack.views.trend_words import (
    BREAK,
    EARLIER,
    FIGURE_LENGTH,
    NAME_LENGTH,
    ROOM,
    STEP,
    TITLE_LENGTH,
    day,
    figure,
    legend,
    level_words,
    measure_blocks,
    overall_reason,
    reason,
    size,
    title,
    within,
)
from bot.use_cases.show_trend import MOST_POINTS, UnderWay

ONLY_ONE = "This is the only complete assessment of it here, so there is no change to show yet."


def trend(shown: Trend) -> Message:
    """Show a line: each assessment, each dimension, the subject's own figures, charts."""
    if len(shown.points) == 1:
        return _first_point(shown)
    blocks = _fitted(shown)
    text = "\n".join(block["text"]["text"] for block in blocks)
    small = kit.context(*legend(shown), _how_to_compare(shown))
    return Message(text, (*blocks, *trend_charts(shown), small))


def under_way(shown: UnderWay) -> Message:
    """Say that what was asked for is not complete."""
    name = said(shown.subject, NAME_LENGTH)
    text = (
        f"*{name}* · {said(shown.title, TITLE_LENGTH)} is not complete, and change over time is about complete"
        f" assessments. Type `/cx-scorecard {name}` to see where it stands."
    )
    return Message(text, (kit.section(text),))


def _first_point(shown: Trend) -> Message:
    name = said(shown.newest.subject, NAME_LENGTH)
    lines = [
        title(shown.newest),
        *(_point_line(each) for each in shown.points),
        f"{ONLY_ONE} Type `/cx-assess {name}` when it is time for the next.",
    ]
    blocks = (kit.section("\n".join(lines)), *measure_blocks(shown, 1))
    return Message("\n".join(block["text"]["text"] for block in blocks), blocks)


def _fitted(shown: Trend) -> list[Block]:
    """Build the text, with as many levels of each dimension as fit; every assessment has its line in any case."""
    head = "\n".join([_heading(shown), *(_point_line(each) for each in shown.points)])
    room = ROOM - len(head)
    most = next((each for each in (MOST_POINTS, 6, 3) if _length(shown, each) <= room), 2)
    measures = measure_blocks(shown, most)
    left = room - sum(len(block["text"]["text"]) for block in measures)
    return [kit.section(head), kit.section("\n".join(within(_rows(shown, most), left))), *measures]


def _length(shown: Trend, most: int) -> int:
    return size(_rows(shown, most)) + sum(len(block["text"]["text"]) for block in measure_blocks(shown, most))


def _rows(shown: Trend, most: int) -> list[str]:
    return [_track_line(shown, each, most) for each in shown.tracks]


def _heading(shown: Trend) -> str:
    count = len(shown.points)
    what = f"the newest {count} assessments" if count == MOST_POINTS else f"{count} assessments"
    return f"{title(shown.newest)}\nChange over {what}, the oldest first"


def _point_line(point: Point) -> str:
    card = point.card
    parts = [f"{day(card)}: {figure(card)}"]
    if card.change is not None:
        parts.append(moved(card.change, format_figure(abs(card.change.difference), card.framework.aggregate)))
    elif point.broken is not None:
        parts.append(f"‖ {overall_reason(point.broken, card)}")
    return " · ".join(parts)


def _track_line(shown: Trend, track: Track, most: int) -> str:
    """Give a dimension as its levels, at most so many of the newest; each break with its reason behind them."""
    levels = track.levels[-most:]
    cards = [each.card for each in shown.points[-most:]]
    words = EARLIER if len(track.levels) > most else ""
    words += _marked(levels[0])
    for each in levels[1:]:
        words += (BREAK if each.broken is not None else STEP) + _marked(each)
    pairs = zip(levels[1:], cards[1:], strict=True)
    reasons = [reason(each.broken, card) for each, card in pairs if each.broken is not None]
    notes = "; ".join(dict.fromkeys(reasons[-2:]))
    return f"*{said(track.name, NAME_LENGTH)}*: {words}" + (f" · ‖ {notes}" if notes else "")


def _marked(level: Level) -> str:
    unexplained = level.change is not None and level.change.unexplained
    return f"{level_words(level)} (unexplained)" if unexplained else level_words(level)


def _how_to_compare(shown: Trend) -> str:
    if len(shown.points) == 2:  # noqa: PLR2004  # then there is one way only
        return "`/cx-scorecard compare` shows what is new, dimension by dimension"
    first = said(shown.points[0].card.assessment, FIGURE_LENGTH)
    return f"`/cx-scorecard compare` sets the last two side by side, `/cx-scorecard compare {first}` the first and last"
