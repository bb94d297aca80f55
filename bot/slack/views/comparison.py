"""Two assessments beside each other for the person who asks, dimension by dimension, with the evidence that is new."""

from collections.abc import Callable

from bot.core.assessment import Evidence
from bot.core.scoring import format_figure, format_level
from bot.core.trend import Comparison, Track, Trend
from bot.slack import blocks as kit
from bot.slack.blocks import Message
from bot.slack.text import said
from bot.slack.views.levels import evidence_words, moved
from bot.slack.views.trend_charts import comparison_charts
from bot.slack.views.trend_words import (
    BREAK,
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
from bot.use_cases.show_trend import Unlike

QUOTED = 2
"""Pieces of new evidence that are quoted for a dimension; of more there is the number."""


def comparison(shown: Comparison) -> Message:
    """Show two assessments beside each other, dimension by dimension, with the evidence that is new."""
    both = shown.trend
    head = kit.section("\n".join([title(both.newest), *_overall_pair(both)]))
    measures = measure_blocks(both, 2)
    room = ROOM - sum(len(block["text"]["text"]) for block in (head, *measures))
    full = [_compared_line(shown, each, _quoted_evidence) for each in both.tracks]
    rows = full if size(full) <= room else [_compared_line(shown, each, _counted_evidence) for each in both.tracks]
    blocks = [head, kit.section("\n".join(within(rows, room))), *measures]
    text = "\n".join(block["text"]["text"] for block in blocks)
    marks = legend(both)
    return Message(text, (*blocks, *comparison_charts(both), *([kit.context(*marks)] if marks else [])))


def unlike(shown: Unlike) -> Message:
    """Say that two assessments are not of one line."""
    one, other = (
        f"*{said(each.subject.name, NAME_LENGTH)}* · {said(each.framework.title, TITLE_LENGTH)}"
        for each in (shown.before, shown.now)
    )
    text = f"These two do not compare: {one}, and {other}. Assessments of one subject with one framework do."
    return Message(text, (kit.section(text),))


def _overall_pair(both: Trend) -> list[str]:
    before, now = both.points
    sign = BREAK if now.broken is not None else STEP
    lines = [f"From {day(before.card)} to {day(now.card)}", f"{figure(before.card)}{sign}{figure(now.card)}"]
    if now.card.change is not None:
        far = format_figure(abs(now.card.change.difference), now.card.framework.aggregate)
        lines[-1] += f" · {moved(now.card.change, far)}"
    elif now.broken is not None:
        lines[-1] += f" · ‖ {overall_reason(now.broken, now.card)}"
    backed = [each.card.evidenced for each in both.points]
    if all(backed):
        lines.append("Evidenced: " + sign.join(each.text for each in backed if each is not None))
    return lines


def _compared_line(shown: Comparison, track: Track, words: Callable[[tuple[Evidence, ...]], str]) -> str:
    old, new = track.levels
    sign = BREAK if new.broken is not None else STEP
    parts = [f"*{said(track.name, NAME_LENGTH)}*: {level_words(old)}{sign}{level_words(new)}"]
    if new.broken is not None:
        parts.append(f"‖ {reason(new.broken, shown.trend.newest)}")
    elif new.change is not None:
        how = moved(new.change, format_level(abs(new.change.difference)))
        parts.append(f"{how}, unexplained" if new.change.unexplained else how)
    if added := shown.added.get(track.key, ()):
        parts.append(words(added))
    return " · ".join(parts)


def _quoted_evidence(added: tuple[Evidence, ...]) -> str:
    quoted = evidence_words(added[:QUOTED])
    more = f" and {len(added) - QUOTED} more" if len(added) > QUOTED else ""
    return f"new evidence: {quoted}{more}" if quoted else _counted_evidence(added)


def _counted_evidence(added: tuple[Evidence, ...]) -> str:
    return "new evidence" if len(added) == 1 else f"{len(added)} pieces of new evidence"
