"""The scorecard: in the headline, in the thread, for the person who asks, shared in the channel; and lists of them."""

from collections.abc import Callable
from datetime import UTC
from fractions import Fraction

from bot.core.assessment import NotApplicable, NotRated, Status
from bot.core.conversation.turns import Button
from bot.core.drafts.standing import NOTHING_ACCEPTED, Accepted
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import Gap, format_figure, format_level
from bot.core.scoring.trend import Trend
from bot.core.thread import Headline, ShownPicture
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Element, Message, View
from bot.slack.text import channel_mention, mention, plain, said, when
from bot.slack.values import (
    ASK_DRAFTS,
    ASK_REPORT,
    MORE,
    OPEN_CADENCE,
    OPEN_CHANGE,
    OPEN_LANGUAGE,
    SHARE,
    SHOW_CARD,
    SHOW_NOTES,
    UNSHARE,
    menu_value,
    press_id,
    press_value,
)
from bot.slack.views.drafts import accepted_blocks, accepted_texts
from bot.slack.views.levels import bar, moved, overall_words, value_words
from bot.slack.views.trend import (
    TITLE_LENGTH,
    measure_blocks,
    trend_charts,
)
from bot.use_cases.ports import AssessmentLine
from bot.use_cases.scorecards import HelpWanted, Listed, NoMatch, NoneYet

TOP_GAPS = 3
NAME_LENGTH = 120
NO_NOTES = (
    "No note is accepted yet. *Draft notes and plan* under the scorecard has them drafted; what people accept in the"
    " thread stands here."
)
STEP_LENGTH = 400
MOST_MEASURED = 4
"""Assessments whose own figures, such as the NPS, stand beside the scores; `/cx-scorecard trend` has them all."""
IN_WORDS = "`/cx-scorecard trend` tells how it went in words, `/cx-scorecard compare` what is new."
ROOM = 11_500
"""Characters of everything but the small print and the buttons; a message takes about 13,000."""


def in_thread(card: Scorecard, course: Trend | None = None, picture: ShownPicture | None = None) -> Message:
    """Show the scorecard in its thread, with its picture, every row as a table, and how the line went as charts."""
    drawn = [kit.picture(picture.file, picture.alt)] if picture is not None else []
    line = _line_blocks(course) if course is not None else []
    small, row = kit.context(_source(card)), _row(card)
    return Message(as_text(card), (kit.section(summary(card)), *drawn, _table(card), *_gaps(card), *line, small, row))


def _line_blocks(course: Trend) -> list[Block]:
    return [*measure_blocks(course, MOST_MEASURED), *trend_charts(course), kit.context(IN_WORDS)]


def for_asker(card: Scorecard, accepted: Accepted = NOTHING_ACCEPTED) -> Message:
    """Show the scorecard, shorter, to the person who asked: rows as lines of text, then what was accepted about it."""
    small, row = kit.context(_source(card)), _row(card)
    return Message(as_text(card), (*_lines(card, accepted), small, row))


def _lines(card: Scorecard, accepted: Accepted) -> list[Block]:
    """Build everything but the small print and the buttons, within the room of a message."""
    rows = "\n".join(row_line(card, row) for row in card.rows)
    blocks: list[Block] = [kit.section(summary(card)), kit.section(rows), *_gaps(card)]
    room = ROOM - sum(map(len, kit.words_of(blocks)))
    return [*blocks, *accepted_blocks(accepted, room)]


def _row(card: Scorecard) -> Block:
    """Build the row of what can be done with a scorecard; what is not complete is neither drafted nor reminded of."""
    key = card.assessment
    buttons: list[Element] = []
    if card.missing and _is_complete(card):
        value = press_value(key, 0, card.missing[0])
        buttons.append(kit.button("Rate what is missing", press_id(Button.RATE_MISSING), value=value))
    buttons.append(kit.button("Share in channel", SHARE, value=key))
    if _is_written_about(card):
        buttons.append(kit.button("Draft notes and plan", ASK_DRAFTS, value=key))
    if _is_complete(card):
        buttons.append(kit.button("Remind us", OPEN_CADENCE, value=key))
    more = [kit.option(label, menu_value(action, key)) for label, action, fits in MORE_ENTRIES if fits(card)]
    return kit.actions(*buttons, *([kit.overflow(MORE, more)] if more else []))


def _is_complete(card: Scorecard) -> bool:
    return card.completed_at is not None


def _is_written_about(card: Scorecard) -> bool:
    return _is_complete(card) and card.overall is not None


def _is_rated(card: Scorecard) -> bool:
    return card.overall is not None


MORE_ENTRIES: tuple[tuple[str, str, Callable[[Scorecard], bool]], ...] = (
    ("Change an answer", OPEN_CHANGE, _is_complete),
    ("Show notes", SHOW_NOTES, _is_written_about),
    ("Report", ASK_REPORT, _is_rated),
    ("Language", OPEN_LANGUAGE, _is_written_about),
)
"""What *More* offers under a scorecard: the words, the action id of its route, and when it is offered.

The route gets the assessment's id as the value, as from a button of its own. Slack takes five at most.
"""


def report_comes(card: Scorecard) -> Message:
    """Say where the report is going to be."""
    return kit.paragraph(
        f"I write the report on *{said(card.subject, NAME_LENGTH)}* and send it to you in a direct message."
    )


def notes(card: Scorecard, accepted: Accepted) -> View:
    """Show one person what people accepted about a scorecard."""
    head = kit.section(f"*{said(card.subject, NAME_LENGTH)} · {said(card.framework.title, TITLE_LENGTH)}*")
    texts = accepted_texts(accepted) or [kit.section(NO_NOTES)]
    return kit.modal("Accepted notes", [head, *texts], callback_id="notice", close="Close")


def shared(card: Scorecard, by: str, accepted: Accepted = NOTHING_ACCEPTED) -> Message:
    """Show the scorecard to the channel, with who shared it and a way to take it back."""
    remove: Element = kit.button("Remove", UNSHARE, value=card.assessment)
    note = kit.context(f"Shared by {mention(by)} · {_source(card)}")
    return Message(as_text(card), (*_lines(card, accepted), note, kit.actions(remove)))


def as_text(card: Scorecard) -> str:
    """Return the whole scorecard as text: for notifications, screen readers and clients without blocks."""
    rows = "\n".join(row_line(card, row) for row in card.rows)
    gaps = "\n".join(kit.words_of(_gaps(card)))
    return "\n".join(part for part in (summary(card), rows, gaps, _source(card)) if part)


def summary(card: Scorecard) -> str:
    """Say in a few lines what a manager needs: overall, band, floor, what blocks the next level, change."""
    title = f"*{said(card.subject)} · {said(card.framework.title)}*"
    return "\n".join(part for part in (title, result_line(card), _floor_line(card)) if part)


def result_line(card: Scorecard) -> str:
    """Return overall, band, evidenced and change in one line."""
    if card.overall is None:
        return "Nothing is rated yet, so there is no figure."
    parts = [f"*{overall_words(card.overall, card)}*"]
    if card.provisional:
        done, all_of_them = card.coverage.rated, card.coverage.applicable
        missing = _listed([said(card.row(key).name, NAME_LENGTH) for key in card.missing])
        parts.append(f"{done} of {all_of_them} rated, provisional: no band yet")
        parts.append(f"not rated: {missing}")
    if card.evidenced is not None:
        same = card.evidenced.rounded == card.overall.rounded
        parts.append("all of it evidenced" if same else f"evidenced {card.evidenced.text}")
    if card.change is not None and card.before is not None:
        far = format_figure(abs(card.change.difference), card.framework.aggregate)
        parts.append(f"{moved(card.change, far)} since {when(card.before.at, UTC)}")
    return " · ".join(parts)


def _floor_line(card: Scorecard) -> str:
    if card.floor is None:
        return ""
    names = [said(card.row(key).name, NAME_LENGTH) for key in card.floor.dimensions]
    lowest = f"Lowest: {_listed(names)} at {format_level(card.floor.value)}."
    if card.held_back is None:
        return lowest
    held = len(card.held_back.dimensions)
    what = "One dimension holds" if held == 1 else f"{held} dimensions hold"
    return f"{lowest} {what} back level {card.held_back.level}."


def _listed(names: list[str]) -> str:
    most = 3
    if len(names) > most:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def row_line(card: Scorecard, row: Row) -> str:
    """Return one dimension as a line of text that reads without colours or pictures."""
    line = f"`{bar(row.value, card.framework.scale.high)}` *{value_words(row.value)}* {said(row.name, NAME_LENGTH)}"
    parts = [part for part in (_gap_words(row), _change_words(row), _evidence_note(row)) if part]
    return line + "".join(f" · {part}" for part in parts)


def _gap_words(row: Row) -> str:
    if isinstance(row.value, NotApplicable):
        return f"“{said(row.value.reason, 80)}”" if row.value.reason else ""
    if row.gap is None or row.gap <= 0:
        return "on target" if row.gap is not None else ""
    return f"target {row.target}, gap {format_level(row.gap)}"


def _change_words(row: Row) -> str:
    if row.change is None or row.change.difference == 0:
        return ""
    words = moved(row.change, format_level(abs(row.change.difference)))
    return f"{words}, unexplained" if row.change.unexplained else words


def _evidence_note(row: Row) -> str:
    if isinstance(row.value, NotApplicable | NotRated) or not isinstance(row.evidenced, Fraction):
        return ""
    if row.evidenced < row.value:
        return f"evidenced {format_level(row.evidenced)}"
    return ""


def _table(card: Scorecard) -> Block:
    rows = [("Dimension", "Level", "Target", "Gap", "Evidence", "Change"), *(_cells(card, row) for row in card.rows)]
    if card.before is None:
        rows = [row[:-1] for row in rows]  # a column of dashes would only push the others off a phone
    return kit.table(rows, right=(2, 3), wrapped=(0,))


def _cells(card: Scorecard, row: Row) -> tuple[str, ...]:
    level = f"{bar(row.value, card.framework.scale.high)} {value_words(row.value)}"
    gap = format_level(row.gap) if row.gap is not None and row.gap > 0 else ("0" if row.gap is not None else "")
    target = "" if isinstance(row.value, NotApplicable) else str(row.target)
    pieces = len([each for each in row.evidence if each.text.strip()])
    evidence = _evidence_note(row) or (f"{pieces} given" if pieces else "none")
    return (
        plain(row.name, NAME_LENGTH),
        level,
        target,
        gap,
        evidence if isinstance(row.value, Fraction) else "",
        _change_words(row),
    )


def _gaps(card: Scorecard) -> list[Block]:
    top = card.gaps[:TOP_GAPS]
    if not top:
        return [kit.section("*No gaps:* every rated dimension has reached its target.")] if card.overall else []
    lines = [_gap_line(card, place, gap) for place, gap in enumerate(top, start=1)]
    return [kit.section("*Top gaps*\n" + "\n".join(lines))]


def _gap_line(card: Scorecard, place: int, gap: Gap) -> str:
    line = f"{place}. *{said(card.row(gap.dimension).name, NAME_LENGTH)}*, {format_level(gap.value)} of {gap.target}"
    return f"{line}: {said(gap.next_step, STEP_LENGTH)}" if gap.next_step else line


def _source(card: Scorecard) -> str:
    people = ", ".join(mention(each) for each in card.answered) or "nobody yet"
    at = card.completed_at or card.started_at
    count = f"{card.coverage.rated} of {card.coverage.applicable} rated"
    return f"{count} · {people}, {when(at, UTC)} · framework {said(card.framework.version)}"


def top_gaps_line(card: Scorecard) -> str:
    """Name the top gaps in one line."""
    gaps = [
        f"{said(card.row(each.dimension).name, NAME_LENGTH)} ({format_level(each.value)} of {each.target})"
        for each in card.gaps
    ]
    return f"Top gaps: {', '.join(gaps[:TOP_GAPS])}" if gaps else "No gaps: every rated dimension is on target."


def headline(shows: Headline) -> Message:
    """Show what is assessed, by whom and how far it is; once it is complete, its result in two lines."""
    title = f"*{said(shows.subject)} · {said(shows.title)}*"
    progress = " · ".join(_progress(shows))
    blocks: list[Block] = [kit.section(f"{title}\n{said(shows.prompt)}" if shows.prompt else title)]
    result = ""
    if shows.result is not None:
        result = f"{result_line(shows.result)}\n{top_gaps_line(shows.result)}"
        blocks.append(kit.section(result))
    blocks.append(kit.context(progress))
    text = "\n".join(part for part in (title, said(shows.prompt), result, progress) if part)
    return Message(text, tuple(blocks))


def _progress(shows: Headline) -> list[str]:
    led_by = f", taken over by {mention(shows.led_by)}" if shows.led_by else ""
    parts = [f"Started by {mention(shows.facilitator)}{led_by}"]
    count = f"{shows.done} of {shows.total} answered"
    match shows.status:
        case Status.OPEN:
            parts.append(f"{count} · answer in the thread")
        case Status.PAUSED:
            parts.append(f"{count} · paused")
        case Status.STOPPED:
            parts.append(f"{count} · stopped")
        case Status.COMPLETE:
            parts.append("complete · scorecard in the thread")
    if shows.last is not None and shows.result is None:
        parts.append(_last(shows.last))
    return parts


def _last(card: Scorecard) -> str:
    at = when(card.completed_at or card.started_at, UTC)
    return f"last time {overall_words(card.overall, card)}, {at}" if card.overall is not None else f"last time {at}"


SHOWN = 15
STATUS_WORDS = {
    Status.OPEN: "under way",
    Status.PAUSED: "paused",
    Status.STOPPED: "stopped",
    Status.COMPLETE: "complete",
}


def listed(answer: Listed) -> Message:
    """List the assessments of the channel, each with a button."""
    title, lines = "*Assessments of this channel*, the newest first", answer.lines
    blocks: list[Block] = [kit.section(title)]
    rows = []
    for line in lines[:SHOWN]:
        row = f"*{said(line.subject, TITLE_LENGTH)}* · {said(line.title, TITLE_LENGTH)} · {_state(line)}"
        blocks.append(kit.section(row, accessory=kit.button("Show", SHOW_CARD, value=line.id)))
        rows.append(row)
    if len(lines) > SHOWN:
        blocks.append(kit.context(f"and {len(lines) - SHOWN} earlier ones: name the subject to find one"))
    return Message("\n".join([title, *rows]), tuple(blocks))


def elsewhere(lines: tuple[AssessmentLine, ...]) -> Message:
    """List what a person may see of other channels."""
    if not lines:
        return kit.paragraph(
            "None of the channels that you share with me has an assessment. Type `/cx-assess` in the channel of the"
            " team that wants one. What other channels have is for their members only."
        )
    rows = [
        f"• *{said(each.subject, TITLE_LENGTH)}* · {said(each.title, TITLE_LENGTH)} · {_state(each)}"
        f" · {channel_mention(each.channel)}"
        for each in lines
    ]
    text = "\n".join(["*Assessments in your channels*, the newest first", *rows[:SHOWN]])
    text += (
        "\nType `/cx-scorecard` in the channel itself to see its scorecard. Other channels are for their members only."
    )
    return kit.paragraph(text)


def _state(line: AssessmentLine) -> str:
    return f"{STATUS_WORDS[line.status]}, {when(line.completed_at or line.started_at, UTC)}"


def no_match(answer: NoMatch) -> Message:
    """Name the nearest match and the valid ones."""
    word = said(answer.said, 80)
    near = f" Did you mean `{said(answer.nearest)}`?" if answer.nearest else ""
    names = ", ".join(f"`{said(each, 80)}`" for each in answer.names[:SHOWN])
    return kit.paragraph(
        f"Nothing assessed here is called “{word}”.{near}\nYou can ask for {names}; also `previous`, `list` and `help`."
    )


def none_yet(_answer: NoneYet) -> Message:
    """Say that the channel has none yet."""
    return kit.paragraph("Nothing has been assessed in this channel yet. Type `/cx-assess` to start.")


def help_message(_answer: HelpWanted) -> Message:
    """Say how to ask."""
    return kit.paragraph(
        "*How to ask*\n"
        "• `/cx-scorecard` shows the latest scorecard of this channel\n"
        "• `/cx-scorecard acme` the latest of a subject, `/cx-scorecard maturity` of a framework, or both\n"
        "• `/cx-scorecard previous` the one before, with the same words beside it\n"
        "• `/cx-scorecard list` all of them\n"
        "• `/cx-scorecard all` those of all your channels beside each other, by direct message\n"
        "• `/cx-scorecard trend` how the figures went from one assessment to the next\n"
        "• `/cx-scorecard compare` the last two side by side; both with the same words beside them\n"
        "• `/cx-scorecard report` it as a file to hand on, in a direct message\n"
        "Only you see the answer, until you press *Share in channel*."
    )
