"""Answers to `/cx-scorecard` that are not a scorecard: lists, nearest matches, help."""

from datetime import UTC

from bot.core.assessment import Status
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Message
from bot.slack.text import channel_mention, said, when
from bot.slack.values import SHOW_CARD
from bot.use_cases.ports import AssessmentLine
from bot.use_cases.show_scorecard import HelpWanted, Listed, NoMatch, NoneYet

SHOWN = 15
TITLE_LENGTH = 150
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
