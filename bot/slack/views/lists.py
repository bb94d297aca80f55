"""Two assessments beside each other for the person who asks, dimension by dimension, with the evidence that is new."""

from collections.abc import Callable
from datetime import UTC

from bot.core.assessment import Evidence, Status
from bot.core.scoring.scoring import format_figure, format_level
from bot.core.scoring.trend import Comparison, Track, Trend
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Message
from bot.slack.text import channel_mention, said, when
from bot.slack.values import SHOW_CARD
from bot.slack.views.levels import evidence_words, moved
from bot.slack.views.trend import (
    BREAK,
    NAME_LENGTH,
    ROOM,
    STEP,
    TITLE_LENGTH,
    comparison_charts,
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
from bot.use_cases.ports import AssessmentLine
from bot.use_cases.scorecards import HelpWanted, Listed, NoMatch, NoneYet, Unlike

SHOWN = 15
STATUS_WORDS = {
    Status.OPEN: "under way",
    Status.PAUSED: "paused",
    Status.STOPPED: "stopped",
    Status.COMPLETE: "complete",
}


def listed(answer: Listed) -> Message:
    """List the assessments of the channel, each with a button."""
    return _lines("*Assessments of this channel*, the newest first", answer.lines)


def elsewhere(lines: tuple[AssessmentLine, ...]) -> Message:
    """List what a person may see of other channels."""
    if not lines:
        text = (
            "None of the channels that you share with me has an assessment. Type `/cx-assess` in the channel of the"
            " team that wants one. What other channels have is for their members only."
        )
        return Message(text, (kit.section(text),))
    rows = [
        f"• *{said(each.subject, TITLE_LENGTH)}* · {said(each.title, TITLE_LENGTH)} · {_state(each)}"
        f" · {channel_mention(each.channel)}"
        for each in lines
    ]
    text = "\n".join(["*Assessments in your channels*, the newest first", *rows[:SHOWN]])
    text += (
        "\nType `/cx-scorecard` in the channel itself to see its scorecard. Other channels are for their members only."
    )
    return Message(text, (kit.section(text),))


def _lines(title: str, lines: tuple[AssessmentLine, ...]) -> Message:
    blocks: list[Block] = [kit.section(title)]
    rows = []
    for line in lines[:SHOWN]:
        row = f"*{said(line.subject, TITLE_LENGTH)}* · {said(line.title, TITLE_LENGTH)} · {_state(line)}"
        blocks.append(kit.section(row, accessory=kit.button("Show", SHOW_CARD, value=line.id)))
        rows.append(row)
    if len(lines) > SHOWN:
        blocks.append(kit.context(f"and {len(lines) - SHOWN} earlier ones: name the subject to find one"))
    return Message("\n".join([title, *rows]), tuple(blocks))


def _state(line: AssessmentLine) -> str:
    return f"{STATUS_WORDS[line.status]}, {when(line.completed_at or line.started_at, UTC)}"


def no_match(answer: NoMatch) -> Message:
    """Name the nearest match and the valid ones."""
    word = said(answer.said, 80)
    near = f" Did you mean `{said(answer.nearest)}`?" if answer.nearest else ""
    names = ", ".join(f"`{said(each, 80)}`" for each in answer.names[:SHOWN])
    text = (
        f"Nothing assessed here is called “{word}”.{near}\nYou can ask for {names}; also `previous`, `list` and `help`."
    )
    return Message(text, (kit.section(text),))


def none_yet(_answer: NoneYet) -> Message:
    """Say that the channel has none yet."""
    text = "Nothing has been assessed in this channel yet. Type `/cx-assess` to start."
    return Message(text, (kit.section(text),))


def help_message(_answer: HelpWanted) -> Message:
    """Say how to ask."""
    text = (
        "*How to ask*\n"
        "• `/cx-scorecard` shows the latest scorecard of this channel\n"
        "• `/cx-scorecard acme` the latest of a subject, `/cx-scorecard maturity` of a framework, or both\n"
        "• `/cx-scorecard previous` the one before, with the same words beside it\n"
        "• `/cx-scorecard list` all of them\n"
        "• `/cx-scorecard trend` how the figures went from one assessment to the next\n"
        "• `/cx-scorecard compare` the last two side by side; both with the same words beside them\n"
        "Only you see the answer, until you press *Share in channel*."
    )
    return Message(text, (kit.section(text),))


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
