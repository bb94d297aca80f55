"""The lists of `/cx-plan`: the plan of a channel, and a person's own actions; drawn for one reader, and drawn anew."""

from datetime import UTC, date
from typing import assert_never

from bot.core.assessment import Assessment
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.plan_standing import ActionStanding, standing_of
from bot.slack.blocks import Message
from bot.slack.parts import Parts
from bot.slack.payloads import Command, Sender
from bot.slack.tracking_values import IN_OWN, IN_PLAN, OfAction
from bot.slack.views import tracking_answers as words
from bot.slack.views.tracking import own_actions, plan_status
from bot.use_cases.ports import Reads
from bot.use_cases.show_scorecard import HelpWanted, NoMatch
from bot.use_cases.track_plan import NoPlanYet, PlanShown, find_plan, plan_of

MOST_ASKED = 5
"""Channels about which Slack is asked whether the person is in them, while that person waits for an answer."""

Own = list[tuple[Assessment, ActionStanding]]


def plan_list(parts: Parts, asked: Command) -> Message:
    """Give the plan that a command asks for in its channel."""
    answer = find_plan(parts.store, asked.sender.workspace, asked.sender.channel, asked.words)
    match answer:
        case PlanShown():
            return plan_status(answer, _today(parts), asked.sender.person)
        case NoPlanYet():
            return words.no_plan(answer)
        case NoMatch():
            return words.no_match(answer)
        case HelpWanted():
            return words.help_message()
        case never:
            assert_never(never)


def own_list(parts: Parts, sender: Sender) -> Message:
    """Give a person's open actions of the channels in which they are now, by Slack's word."""
    with parts.store.reading() as view:
        own = _own(view, sender)
    there = {sender.channel: True} if sender.channel else {}
    for channel in dict.fromkeys(each.channel for each, _ in own):
        if channel not in there and len(there) <= MOST_ASKED:
            there[channel] = _is_there(parts, sender, channel)
    seen = [each for each in own if there.get(each[0].channel)]
    return own_actions(seen, _today(parts), hidden=len(own) - len(seen))


def _own(view: Reads, sender: Sender) -> Own:
    found: Own = []
    for key, accepted in view.owned_actions(sender.workspace, sender.person):
        assessment = view.assessment(sender.workspace, key)
        if assessment is not None:
            found += [
                (assessment, each) for each in standing_of((accepted,), view.action_updates(sender.workspace, key))
            ]
    return found


def _is_there(parts: Parts, sender: Sender, channel: str) -> bool:
    try:
        return parts.gateway_of(sender.workspace).has_member(channel=channel, person=sender.person)
    except (SlackRefusedError, SlackUnavailableError):
        return False


def draw_anew(parts: Parts, sender: Sender, of: OfAction) -> None:
    """Put the list in which an action was updated in its own place; where that is too late it stays as it was."""
    message = _list_of(parts, sender, of) if of.respond_at else None
    if message is None:
        return
    try:
        gateway = parts.gateway_of(sender.workspace)
        gateway.respond(response_url=of.respond_at, message=message, how="replace")
    except (SlackRefusedError, SlackUnavailableError):
        return


def _list_of(parts: Parts, sender: Sender, of: OfAction) -> Message | None:
    if of.shown_in == IN_OWN:
        return own_list(parts, sender)
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, of.assessment)
    if of.shown_in != IN_PLAN or assessment is None:
        return None
    found = plan_of(parts.store, sender.workspace, assessment.channel, of.assessment)
    return plan_status(found, _today(parts), sender.person) if found is not None else None


def _today(parts: Parts) -> date:
    return parts.clock.now().astimezone(UTC).date()
