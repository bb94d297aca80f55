"""Lists of scorecards, and what is said where there is none, or none of that name."""

from bot.core.assessment import Status
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Message
from bot.slack.text import channel_mention, joined, said, when
from bot.slack.values import OfPage
from bot.slack.views.levels import change_words
from bot.slack.views.portfolio import NONE_SHARED
from bot.slack.views.trend import TITLE_LENGTH, figure
from bot.use_cases.notified import PAGE_SIZE, ListedCard, Page
from bot.use_cases.scorecards import HelpWanted, Listed, NoMatch, NoneYet

SHOWN = 15
STATUS_WORDS = {Status.OPEN: "under way", Status.PAUSED: "paused", Status.STOPPED: "stopped"}


def listed(answer: Listed) -> Message:
    """List the assessments of the channel, each with its result and a button."""
    blocks: list[Block] = [kit.section("*Assessments of this channel*, the newest first")]
    for each in answer.page.cards:
        button = kit.button("Show", ids.SHOW_CARD, value=each.card.assessment)
        blocks.append(kit.section(_line(each), accessory=button))
    return _paged(blocks, answer.page, ids.TURN_PAGE, answer.words)


def elsewhere(page: Page | None, shown_in: str) -> Message:
    """List what a person may see of other channels; ``shown_in`` names this list."""
    if page is None or not page.cards:
        return kit.paragraph(NONE_SHARED)
    rows = [f"{_line(each)} · {channel_mention(each.channel)}" for each in page.cards]
    blocks = [kit.section("*Assessments in your channels*, the newest first"), *map(kit.section, rows)]
    blocks.append(
        kit.context(
            "Type `/cx-scorecard` in the channel itself to see its scorecard."
            " Other channels are for their members only."
        )
    )
    return _paged(blocks, page, ids.TURN_ELSEWHERE, shown_in)


def _line(each: ListedCard) -> str:
    """Say in two lines what was assessed, how it came out, when, and how far it moved."""
    card = each.card
    name = f"*{said(card.subject, TITLE_LENGTH)}* · {said(card.framework.title, TITLE_LENGTH)}"
    day = when(card.completed_at or card.started_at)
    if each.status is not Status.COMPLETE:
        rated = f"{card.coverage.rated} of {card.coverage.applicable} rated"
        return f"{name}\n{joined(STATUS_WORDS[each.status], rated, f'started {day}')}"
    return f"{name}\n{joined(figure(card), change_words(card), day)}"


def _paged(blocks: list[Block], page: Page, turn: str, words: str) -> Message:
    """Say which part of a list stands here, with the ways to the others."""
    buttons = []
    if page.number:
        buttons.append(kit.button("Newer", f"{turn}newer", value=OfPage(page.number - 1, words)))
    if not page.is_last:
        buttons.append(kit.button("Older", f"{turn}older", value=OfPage(page.number + 1, words)))
    if buttons:
        first = page.number * PAGE_SIZE + 1
        blocks.append(kit.context(f"{first} to {first + len(page.cards) - 1} of {page.total}"))
    return kit.message(blocks, *kit.row(buttons))


def no_match(
    answer: NoMatch, what: str = "Nothing assessed here is", also: str = "`previous`, `list` and `help`"
) -> Message:
    """Name the nearest match and the valid ones; ``also`` are words that are no names."""
    near = f" Did you mean `{said(answer.nearest)}`?" if answer.nearest else ""
    names = ", ".join(f"`{said(each, 80)}`" for each in answer.names[:SHOWN])
    called = f"{what} called “{said(answer.said, 80)}”.{near}"
    return kit.paragraph(f"{called}\nYou can ask for {names}; also {also}.")


NONE_HERE = "Nothing has been assessed in this channel yet. Type `/cx-assess` to start."


def none_yet(_answer: NoneYet) -> Message:
    """Say that the channel has none yet."""
    return kit.paragraph(NONE_HERE)


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
        "• `/cx-scorecard saved` the messages saved as evidence for what is assessed here\n"
        "Only you see the answer, until you press *Share in channel*."
    )
