"""Metrics: `/cx-metric`, its form, and the button that takes a value back."""

from dataclasses import replace
from datetime import date

from bot.core.variables import WhyNot
from bot.slack import ids
from bot.slack.blocks import Message, Mistakes, View, paragraph
from bot.slack.listeners.cadences import zone_of
from bot.slack.payloads import BlockAction, Command, Sender, Submission
from bot.slack.routes import (
    ActionRoute,
    CommandRoute,
    FormRoute,
    Parts,
    Reply,
    Route,
    at_first_field,
    presence_of,
    redraw,
)
from bot.slack.values import OfTwo
from bot.slack.views import metrics as words
from bot.slack.views.cadences import local_day
from bot.slack.views.scorecard import NONE_HERE, no_match
from bot.use_cases import metrics as use
from bot.use_cases.ports import NotHere, Presence
from bot.use_cases.scorecards import HelpWanted, NoMatch, NoneYet

NOT_IN_CHANNEL = "You are not in that channel, or I cannot see it any more, so its metrics are not yours to say."
ASK_AGAIN = "Slack did not say whether you are in that channel. Nothing is lost: press Save again."
IN_A_CHANNEL = "Type `/cx-metric` in the channel whose subject the metric is of: its people see it, and nobody else."


def metric(parts: Parts, asked: Command) -> Reply:
    """Answer `/cx-metric`."""
    if asked.direct and asked.words != "help":
        return IN_A_CHANNEL
    today = _today(parts, asked.sender)
    found = use.answer_metric(parts.store, parts.clock, asked.deed, asked.words, today)
    return (
        words.metric_form(found, asked.sender.channel, today) if isinstance(found, use.FormWanted) else _worded(found)
    )


def _today(parts: Parts, sender: Sender) -> date:
    return local_day(parts.clock.now(), zone_of(parts, sender))


def _worded(found: use.MetricAnswer) -> Message:
    match found:
        case use.Measured():
            return words.measured(found)
        case WhyNot(message=message):
            return words.not_saved(message)
        case use.WhichSubject():
            return words.which_subject(found)
        case use.MetricsListed():
            return words.listed(found)
        case use.MetricHistory():
            return words.history(found)
        case use.TakenBack() | NotHere():
            return words.taken_back(found)
        case NoMatch():
            return no_match(found)
        case NoneYet():
            return paragraph(NONE_HERE)
        case HelpWanted() | use.FormWanted():
            return paragraph(words.HELP)


def undo(parts: Parts, pressed: BlockAction) -> None:
    """Take back the value whose button was pressed."""
    found = use.take_back(parts.store, parts.clock, pressed.deed, pressed.value)
    redraw(parts, pressed, words.taken_back(found))


def submitted(parts: Parts, filled: Submission) -> Mistakes | View:
    """Record what was filled in; mistakes come back at their fields."""
    state, sender = filled.view.state, filled.sender
    opened_in, only = filled.of(OfTwo)
    channel = parts.channel_now(sender.workspace, opened_in)
    if not channel:
        return at_first_field(filled, words.OLD_FORM)
    if (presence := presence_of(parts, sender, channel)) is not Presence.IN:
        return at_first_field(filled, ASK_AGAIN if presence is Presence.UNKNOWN else NOT_IN_CHANNEL)
    deed = sender.deed(filled.event, channel=channel)
    wish = words.read_form(state, use.subject_named(parts.store, deed, only or state.get(words.SUBJECT, "")))
    if isinstance(wish, Mistakes):
        return wish
    today = _today(parts, sender)
    found = use.measure(parts.store, parts.clock, deed, wish, today)
    match found:
        case use.Measured():
            return words.saved_view(found)
        case WhyNot(message=message):
            bare, now = replace(wish, target=""), parts.clock.now()
            read = use.read_metric(bare, today, channel=channel, by=sender.person, at=now)
            is_target = wish.target and not isinstance(read, WhyNot)
            return Mistakes({words.TARGET if is_target else words.VALUE: message})
        case NoneYet():
            return at_first_field(filled, words.OLD_FORM)


ROUTES: tuple[Route, ...] = (
    CommandRoute(
        "/cx-metric",
        metric,
        "Say what NPS, CSAT, churn or another metric is, and see what they were",
        "[subject] NPS 41 [on 14 August] | list | undo | help",
    ),
    ActionRoute(ids.METRIC_UNDO, undo),
    FormRoute(ids.METRIC_FORM, submitted, at=(words.VALUE,)),
)
