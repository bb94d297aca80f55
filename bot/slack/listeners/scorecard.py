"""Scorecards: `/cx-scorecard` answers the person who asks, and its buttons share one in the channel."""

import re

from bot.core.scoring.trend import Comparison, Trend
from bot.slack import ids
from bot.slack.blocks import Message, View, paragraph
from bot.slack.payloads import BlockAction, Command
from bot.slack.routes import ActionRoute, CommandRoute, Parts, Route, redraw
from bot.slack.values import OfPage, OfTwo
from bot.slack.views import scorecard as views
from bot.slack.views import trend
from bot.slack.views.private import REMOVE_REFUSED
from bot.slack.views.saved import saved_list
from bot.use_cases import scorecards as use
from bot.use_cases.data import EXPORT
from bot.use_cases.files import ask_for_file, ask_for_trend
from bot.use_cases.portfolio import ask_for_portfolio, asks_for_all
from bot.use_cases.report import ask_report, find_report
from bot.use_cases.saved import saved_here
from bot.use_cases.share import share_scorecard, unshare_scorecard

LOOKING = "I look up what your channels have, and write it to you in a direct message."
SAVED = "saved"
SAVED_WHERE = "Type `/cx-scorecard saved` in the channel of an assessment: what was saved for it is shown there alone."


def scorecard(parts: Parts, asked: Command) -> Message | str:
    """Answer with the scorecard asked for; outside a channel with assessments, list what the person may see."""
    sender = asked.sender
    words = asks_for_all(parts.store, sender.workspace, sender.channel, asked.words)
    if words is not None:
        ask_for_portfolio(parts.store, parts.clock, asked.deed, words)
        return LOOKING
    if asked.words.casefold() == SAVED:
        if asked.direct:
            return SAVED_WHERE
        return saved_list(saved_here(parts.store, sender.workspace, sender.channel, sender.person), sender.person)
    place = (parts.store, sender.workspace, sender.channel)
    report = find_report(*place, asked.words)
    asking = (parts.store, parts.clock, asked.deed)
    if isinstance(report, use.Card) and ask_report(*asking, report.assessment.id, sender.channel_name):
        return views.file_comes(views.REPORT_COMES, report.card)
    answer = report or use.find_answer(*place, asked.words)
    if isinstance(answer, use.NoneYet):
        with parts.store.writing(sender.workspace) as tx:
            if asked.direct or tx.channels(sender.workspace):
                # to ask Slack for the members of each channel can take longer than Slack waits, so a job does it
                tx.enqueue(use.elsewhere_job(sender.workspace, sender.person))
                return LOOKING if asked.direct else f"{views.NONE_HERE} {LOOKING}"
    if isinstance(answer, Trend):
        return trend.trend(answer, charts=not ask_for_trend(*asking, answer))
    return _worded(answer)


def _worded(answer: use.Answer | use.OverTime) -> Message:
    match answer:
        case Trend():
            return trend.trend(answer)
        case Comparison():
            return trend.comparison(answer)
        case use.UnderWay():
            return trend.under_way(answer)
        case use.Unlike():
            return trend.unlike(answer)
        case use.Card(card=card, accepted=accepted):
            return views.for_asker(card, accepted)
        case use.Listed():
            return views.listed(answer)
        case use.NoMatch():
            return views.no_match(answer)
        case use.NoneYet():
            return paragraph(views.NONE_HERE)
        case use.HelpWanted():
            return paragraph(views.HELP)


def turn_page(parts: Parts, pressed: BlockAction) -> None:
    """Have another page of the portfolio written; it is as of now, and what the person may see by now."""
    page, words = pressed.of(OfPage)
    ask_for_portfolio(parts.store, parts.clock, pressed.deed, words, page)


_OVER_TIME = re.compile(r"trend|compare\.[a-z0-9]{10}")


def share(parts: Parts, pressed: BlockAction) -> None:
    """Share a scorecard in the channel that the assessment belongs to."""
    assessment, what = pressed.of(OfTwo)
    over_time = what if _OVER_TIME.fullmatch(what) else ""
    share_scorecard(parts.store, parts.clock, pressed.deed, assessment, over_time)


def unshare(parts: Parts, pressed: BlockAction) -> str:
    """Take a shared scorecard away again."""
    assessment, _ = pressed.of(OfTwo)
    return "" if unshare_scorecard(parts.store, pressed.deed, assessment, pressed.message) else REMOVE_REFUSED


def show_card(parts: Parts, picked: BlockAction) -> Message | None:
    """Show the scorecard picked from the list to the person who picked it."""
    found = _card(parts, picked)
    return views.for_asker(found.card, found.accepted) if found is not None else None


def _card(parts: Parts, pressed: BlockAction) -> use.Card | None:
    return use.scorecard_of(parts.store, pressed.sender.workspace, pressed.sender.channel, pressed.value)


def turn(parts: Parts, pressed: BlockAction) -> None:
    """Turn the list of a channel to another page, in its own place."""
    page, words = pressed.of(OfPage)
    found = use.listed_page(parts.store, pressed.sender.workspace, pressed.sender.channel, words, page)
    redraw(parts, pressed, views.listed(found) if isinstance(found, use.Listed) else views.no_match(found))


def turn_elsewhere(parts: Parts, pressed: BlockAction) -> None:
    """Turn the list of a person's channels; a job asks Slack anew which these are."""
    page, shown_in = pressed.of(OfPage)
    with parts.store.writing(pressed.sender.workspace) as tx:
        tx.enqueue(use.elsewhere_job(pressed.sender.workspace, pressed.sender.person, page=page, shown_in=shown_in))


def show_notes(parts: Parts, pressed: BlockAction) -> View | None:
    """Show the accepted texts to the person who asked."""
    found = _card(parts, pressed)
    return views.notes(found.card, found.accepted) if found is not None else None


def report(parts: Parts, pressed: BlockAction) -> Message | None:
    """Have the report of a scorecard sent to the person who pressed."""
    found, name = _card(parts, pressed), pressed.sender.channel_name
    is_asked = found is not None and ask_report(parts.store, parts.clock, pressed.deed, pressed.value, name)
    return views.file_comes(views.REPORT_COMES, found.card) if found is not None and is_asked else None


def export(parts: Parts, pressed: BlockAction) -> Message | None:
    """Have the data of a scorecard sent to the person who pressed."""
    found = _card(parts, pressed)
    is_asked = found is not None and ask_for_file(parts.store, parts.clock, pressed.deed, EXPORT, pressed.value)
    return views.file_comes(views.EXPORT_COMES, found.card) if found is not None and is_asked else None


ROUTES: tuple[Route, ...] = (
    CommandRoute(
        "/cx-scorecard",
        scorecard,
        "Show the latest scorecard of this channel",
        "[framework or subject] | all | trend | compare | list | report | saved | help",
    ),
    ActionRoute(ids.PORTFOLIO_PAGE, turn_page, family=True),
    ActionRoute(ids.SHARE, share),
    ActionRoute(ids.UNSHARE, unshare),
    ActionRoute(ids.SHOW_CARD, show_card),
    ActionRoute(ids.ASK_REPORT, report),
    ActionRoute(ids.ASK_EXPORT, export),
    ActionRoute(ids.SHOW_NOTES, show_notes),
    ActionRoute(ids.TURN_PAGE, turn, family=True),
    ActionRoute(ids.TURN_ELSEWHERE, turn_elsewhere, family=True),
)
