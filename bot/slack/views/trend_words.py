"""The words of change over time: figures, changes, reasons for a break, and what stands beside the scores."""

from collections.abc import Mapping
from datetime import UTC

from bot.core.scorecard import Scorecard
from bot.core.trend import Break, Level, Measure, Trend
from bot.slack import blocks as kit
from bot.slack.blocks import Block
from bot.slack.text import said, shortened, when
from bot.slack.views.levels import overall_words, value_words

NAME_LENGTH = 80
TITLE_LENGTH = 150
FIGURE_LENGTH = 24
MEASURES = 8
ROOM = 9_500
"""Characters of the text; a message takes about 13,000, of which charts and small print want some."""
BREAK, STEP = " ‖ ", " → "
EARLIER = "… → "
NOT_THERE = "none"
UNEXPLAINED = "_Unexplained_: a whole level or more, with no new evidence and no finished action."
REASONS: Mapping[Break, str] = {
    Break.FRAMEWORK: "made with another framework, {title} {version}",
    Break.NEW: "new in framework {version}",
    Break.GONE: "no longer in framework {version}",
    Break.SCALE: "framework {version} has another scale",
    Break.AGGREGATE: "framework {version} computes the overall figure in another way",
    Break.DIMENSIONS: "framework {version} has other dimensions",
    Break.WEIGHTS: "framework {version} weighs the dimensions anew",
    Break.WORDING: "framework {version} words this dimension anew",
    Break.PROVISIONAL: "not compared with the one before: not every dimension is rated in both",
    Break.RATED: "not compared with the one before: other dimensions apply",
}
BROKEN = "‖ stands where before and after do not compare."


def title(card: Scorecard) -> str:
    """Name the subject and the framework."""
    return f"*{said(card.subject, NAME_LENGTH)} · {said(card.framework.title, TITLE_LENGTH)}*"


def figure(card: Scorecard) -> str:
    """Give the overall figure with its band, or say that there is none."""
    if card.overall is None:
        return "no dimension rated"
    words = f"*{shortened(overall_words(card.overall, card), TITLE_LENGTH)}*"
    return f"{words}, provisional" if card.provisional else words


def day(card: Scorecard) -> str:
    """Give the day of an assessment: when it ended, else when it began."""
    return when(card.completed_at or card.started_at, UTC)


def overall_reason(broken: Break, card: Scorecard) -> str:
    """Say why the overall figure does not compare with that of the assessment before ``card``."""
    if broken is Break.WORDING:
        return f"framework {said(card.framework.version, FIGURE_LENGTH)} words dimensions anew"
    return reason(broken, card)


def reason(broken: Break, card: Scorecard) -> str:
    """Say why a dimension, or the overall figure, does not compare with the assessment before ``card``."""
    title = said(card.framework.title, NAME_LENGTH)
    return REASONS[broken].format(title=title, version=said(card.framework.version, FIGURE_LENGTH))


def level_words(level: Level) -> str:
    """Give a level in a word or two; "none" where the framework has no such dimension."""
    return NOT_THERE if level.value is None else value_words(level.value)


def measure_blocks(shown: Trend, most: int) -> list[Block]:
    """Give the subject's own figures, at most so many of the newest of each, one line each."""
    rows = [_measure_line(each, most) for each in shown.measures[:MEASURES]]
    if len(shown.measures) > MEASURES:
        rows.append(f"and {len(shown.measures) - MEASURES} more figures")
    return [kit.section("*Beside the scores*\n" + "\n".join(rows))] if rows else []


def _measure_line(measure: Measure, most: int) -> str:
    values = [said(each, FIGURE_LENGTH) if each else "not given" for each in measure.values[-most:]]
    cut = EARLIER if len(measure.values) > most else ""
    return f"{said(measure.name, NAME_LENGTH)}: {cut}{STEP.join(values)}"


def legend(shown: Trend) -> list[str]:
    """Explain the marks that stand in the text."""
    levels = [level for track in shown.tracks for level in track.levels]
    marked = any(each.change is not None and each.change.unexplained for each in levels)
    broken = any(each.broken is not None for each in levels) or any(each.broken is not None for each in shown.points)
    return [*([UNEXPLAINED] if marked else []), *([BROKEN] if broken else [])]


def size(rows: list[str]) -> int:
    """Count the characters of rows, each with its line end."""
    return sum(len(row) + 1 for row in rows)


def within(rows: list[str], room: int) -> list[str]:
    """Keep the rows that fit, and say how many more there are."""
    kept = list(rows)
    while kept and size(kept) > room:
        kept.pop()
    return kept if len(kept) == len(rows) else [*kept, f"and {len(rows) - len(kept)} more dimensions"]
