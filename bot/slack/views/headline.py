"""The headline: the one message that the channel sees of an assessment."""

from datetime import UTC

from bot.core.assessment import Status
from bot.core.scoring.scorecard import Scorecard
from bot.core.thread import Headline
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Message
from bot.slack.text import mention, said, when
from bot.slack.views.levels import overall_words
from bot.slack.views.scorecard import result_line, top_gaps_line


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
    parts = [f"Started by {mention(shows.facilitator)}"]
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
