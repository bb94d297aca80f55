"""Scorecards: `/cx-scorecard` answers the person who asks, and its buttons share one in the channel."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.core.conversation.talk import Hint
from bot.core.scoring.trend import Comparison, Trend
from bot.slack.blocks import Message
from bot.slack.listeners.replies import answer, hint_at
from bot.slack.parts import Parts
from bot.slack.payloads import Action, Command, action, command
from bot.slack.routes import ActionRoute, CommandRoute, Route
from bot.slack.values import SHARE, SHOW_CARD, UNSHARE
from bot.slack.views import lists, trend
from bot.slack.views.private import REMOVE_REFUSED
from bot.slack.views.scorecard import for_asker
from bot.use_cases.ports import NewJob
from bot.use_cases.scorecards import (
    Answer,
    Card,
    HelpWanted,
    Listed,
    NoMatch,
    NoneYet,
    OverTime,
    UnderWay,
    Unlike,
    find_answer,
    scorecard_of,
)
from bot.use_cases.share import Share, share_scorecard, unshare_scorecard

LOOKING = "I look up what your channels have, and write it to you in a direct message."
NONE_HERE = "Nothing has been assessed in this channel yet. Type `/cx-assess` to start."


def scorecard(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Answer with the scorecard asked for; outside a channel with assessments, list what the person may see."""
    asked = command(body)
    answer = find_answer(parts.store, asked.sender.workspace, asked.sender.channel, asked.words)
    if isinstance(answer, NoneYet) and _is_any_elsewhere(parts, asked):
        _look_elsewhere(parts, asked)
        ack(response_type="ephemeral", text=LOOKING if asked.direct else f"{NONE_HERE} {LOOKING}")
        return
    message = parts.gateway_of(asked.sender.workspace).gate.message(_worded(answer))
    ack(response_type="ephemeral", text=message["text"], blocks=message["blocks"])


def _is_any_elsewhere(parts: Parts, asked: Command) -> bool:
    with parts.store.reading() as view:
        return asked.direct or bool(view.channels(asked.sender.workspace))


def _look_elsewhere(parts: Parts, asked: Command) -> None:
    """Asking Slack for the members of each channel can take longer than Slack waits, so a job does it."""
    payload = {"workspace": asked.sender.workspace, "person": asked.sender.person}
    with parts.store.writing() as tx:
        tx.enqueue(NewJob("elsewhere", f"elsewhere:{asked.sender.workspace}:{asked.sender.person}", payload))


def _worded(answer: Answer | OverTime) -> Message:
    match answer:
        case Trend():
            return trend.trend(answer)
        case Comparison():
            return lists.comparison(answer)
        case UnderWay():
            return trend.under_way(answer)
        case Unlike():
            return lists.unlike(answer)
        case Card(card=card, accepted=accepted):
            return for_asker(card, accepted)
        case Listed():
            return lists.listed(answer)
        case NoMatch():
            return lists.no_match(answer)
        case NoneYet():
            return lists.none_yet(answer)
        case HelpWanted():
            return lists.help_message(answer)


def share(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Share a scorecard in the channel that the assessment belongs to."""
    pressed = action(body)
    if pressed.sender.outside:
        hint_at(parts, pressed, pressed.value, Hint.EXTERNAL)
    else:
        share_scorecard(parts.store, parts.clock, _share(pressed))
    ack()


def unshare(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Take a shared scorecard away again."""
    pressed = action(body)
    if pressed.sender.outside:
        hint_at(parts, pressed, pressed.value, Hint.EXTERNAL)
    elif not unshare_scorecard(parts.store, _share(pressed), pressed.message):
        answer(parts, pressed, Message(REMOVE_REFUSED))
    ack()


def _share(pressed: Action) -> Share:
    sender = pressed.sender
    return Share(sender.workspace, sender.channel, pressed.value, sender.person, pressed.event)


def show_card(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Show the scorecard picked from the list, to whoever picked it."""
    picked = action(body)
    found = scorecard_of(parts.store, picked.sender.workspace, picked.sender.channel, picked.value)
    if found is not None and not picked.sender.outside:
        answer(parts, picked, for_asker(found.card, found.accepted))
    ack()


ROUTES: tuple[Route, ...] = (
    CommandRoute(
        "/cx-scorecard",
        scorecard,
        "Show the latest scorecard of this channel",
        "[framework or subject] | trend | compare | list | help",
    ),
    ActionRoute(SHARE, share),
    ActionRoute(UNSHARE, unshare),
    ActionRoute(SHOW_CARD, show_card),
)
