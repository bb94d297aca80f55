"""Somebody is gone: the buttons with which a member of the channel takes over, and what Slack says of people."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.slack.blocks import Message
from bot.slack.listeners.channels import opened
from bot.slack.payloads import BlockAction, changed_person, newcomer
from bot.slack.routes import ActionRoute, EventRoute, Parts, Route, answer, presence_of
from bot.slack.values import STOP_INSTEAD, TAKE_CADENCE, TAKE_OVER, read_departure, read_ownerless
from bot.slack.views.handover import MEMBERS_ONLY, SLACK_IS_SLOW, refusal
from bot.use_cases.cadences import CadencePress
from bot.use_cases.handover import HandOver, stop_instead, take_cadence, take_over
from bot.use_cases.notices import look_after
from bot.use_cases.ports import Presence

_ELSE = {Presence.OUT: MEMBERS_ONLY}


def of_a_member(parts: Parts, pressed: BlockAction, take: Callable[[], str]) -> None:
    """Take a press of a member of the channel; whoever is none, or not known to be one, is told so."""
    presence = presence_of(parts, pressed.sender, pressed.sender.channel)
    told = take() if presence is Presence.IN else _ELSE.get(presence, SLACK_IS_SLOW)
    if told:
        answer(parts, pressed, Message(told))


def take(parts: Parts, pressed: BlockAction) -> None:
    """Take over the assessment of somebody who is gone."""
    of_a_member(parts, pressed, lambda: refusal(take_over(parts.store, parts.clock, _hand_over(pressed))))


def stop(parts: Parts, pressed: BlockAction) -> None:
    """Stop the assessment of somebody who is gone."""
    of_a_member(parts, pressed, lambda: refusal(stop_instead(parts.store, parts.clock, _hand_over(pressed))))


def _hand_over(pressed: BlockAction) -> HandOver:
    assessment, number = read_departure(pressed.value)
    return HandOver(pressed.sender.deed(pressed.event), assessment, number)


def adopt(parts: Parts, pressed: BlockAction) -> None:
    """Look after the reminder of somebody who is gone."""
    cadence, former = read_ownerless(pressed.value)
    press = CadencePress(pressed.sender.deed(pressed.event), cadence)
    of_a_member(parts, pressed, lambda: refusal(take_cadence(parts.store, press, former)))


def came_or_went(parts: Parts, body: Mapping[str, Any]) -> None:
    """Have it found out whether a person is in a channel; the bot itself posts what waited for it."""
    who = parts.placed(newcomer(body))
    if who.person != parts.gateway_of(who.workspace).auth_test().user_id:
        look_after(parts.store, who.workspace, who.person, who.channel, there=body["event"]["type"] == JOINED)
    elif body["event"]["type"] == JOINED:
        opened(parts, who)


def person_changed(parts: Parts, body: Mapping[str, Any]) -> None:
    """Have it found out whether a person is still in the workspace."""
    who, is_there = changed_person(body)
    look_after(parts.store, who.workspace, who.person, there=is_there)


JOINED, LEFT = "member_joined_channel", "member_left_channel"
ROUTES: tuple[Route, ...] = (
    ActionRoute(TAKE_OVER, take),
    ActionRoute(STOP_INSTEAD, stop),
    ActionRoute(TAKE_CADENCE, adopt),
    EventRoute(JOINED, came_or_went, {JOINED: "channels:read"}),
    EventRoute(LEFT, came_or_went, {LEFT: "channels:read"}),
    EventRoute("user_change", person_changed, {"user_change": "users:read"}),
)
