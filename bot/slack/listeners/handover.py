"""Somebody is gone: the buttons with which a member of the channel takes over, and what Slack says of people."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core.assessment import Fate
from bot.slack import ids
from bot.slack.listeners.channels import opened
from bot.slack.payloads import BlockAction, changed_person, newcomer
from bot.slack.routes import ActionRoute, EventRoute, Parts, Route, presence_of
from bot.slack.values import OfNumber, OfTwo
from bot.slack.views.handover import MEMBERS_ONLY, SLACK_IS_SLOW, refusal
from bot.use_cases.cadences import CadencePress
from bot.use_cases.handover import settle_departure, take_cadence
from bot.use_cases.notices import look_after
from bot.use_cases.ports import Presence

_ELSE = {Presence.OUT: MEMBERS_ONLY}


def of_a_member(parts: Parts, pressed: BlockAction, take: Callable[[], str]) -> str:
    """Take a press of a member of the channel; whoever is none, or not known to be one, is told so."""
    presence = presence_of(parts, pressed.sender, pressed.sender.channel)
    return take() if presence is Presence.IN else _ELSE.get(presence, SLACK_IS_SLOW)


def take(parts: Parts, pressed: BlockAction) -> str:
    """Take over the assessment of somebody who is gone, or stop it."""
    assessment, number = pressed.of(OfNumber)
    fate = Fate.FOLLOWED if pressed.action == ids.TAKE_OVER else Fate.STOPPED
    wish = (pressed.deed, assessment, number, fate)
    return of_a_member(parts, pressed, lambda: refusal(settle_departure(parts.store, parts.clock, *wish)))


def adopt(parts: Parts, pressed: BlockAction) -> str:
    """Look after the reminder of somebody who is gone."""
    cadence, former = pressed.of(OfTwo)
    press = CadencePress(pressed.deed, cadence)
    return of_a_member(parts, pressed, lambda: refusal(take_cadence(parts.store, press, former)))


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
    ActionRoute(ids.TAKE_OVER, take),
    ActionRoute(ids.STOP_INSTEAD, take),
    ActionRoute(ids.TAKE_CADENCE, adopt),
    EventRoute(JOINED, came_or_went, {JOINED: "channels:read"}),
    EventRoute(LEFT, came_or_went, {LEFT: "channels:read"}),
    EventRoute("user_change", person_changed, {"user_change": "users:read"}),
)
