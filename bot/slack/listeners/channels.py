"""What becomes of channels, people and the installation: Slack says it, and whoever takes over presses.

Names are not followed, since none is kept: people read a channel's name wherever its id stands.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core.assessment import Fate
from bot.core.errors import BotError
from bot.slack import ids
from bot.slack.arrivals import ending, works
from bot.slack.payloads import BlockAction, Sender, changed_person, moved_channel, newcomer, read_event
from bot.slack.routes import ActionRoute, EventRoute, Parts, Route, presence_of
from bot.slack.values import OfNumber, OfTwo
from bot.slack.views.handover import MEMBERS_ONLY, SLACK_IS_SLOW, refusal
from bot.use_cases.cadences import CadencePress
from bot.use_cases.catch_up import note_absence
from bot.use_cases.handover import settle_departure, take_cadence
from bot.use_cases.housekeeping import close_channel, enter_channel, follow_channel
from bot.use_cases.notices import look_after
from bot.use_cases.ports import Presence
from bot.use_cases.reminders import wake_cadences

REINSTALL = (
    "The bot was removed from a workspace, or its token revoked. Its work rests, and its data is deleted after the days"
    " that CXBOT_KEEP_DAYS_AFTER_UNINSTALL says. Install it again to go on."
)


class UninstalledError(BotError):
    """The bot was removed from a workspace."""


def opened(parts: Parts, who: Sender) -> None:
    """Have what waited posted, now that it can be, and read what was said meanwhile."""
    note_absence(parts.store, who.workspace, who.channel)
    enter_channel(parts.store, who.workspace, who.channel)
    wake_cadences(parts.store, parts.clock, who.workspace, who.channel, parts.holidays)


def unarchived(parts: Parts, body: Mapping[str, Any]) -> None:
    """Have what waited while the channel was archived posted."""
    opened(parts, parts.placed(newcomer(body)))


def moved(parts: Parts, body: Mapping[str, Any]) -> None:
    """Go on under the new id of a channel."""
    deed, new = moved_channel(body)
    follow_channel(parts.store, parts.clock, deed, new)
    wake_cadences(parts.store, parts.clock, deed.workspace, parts.channel_now(deed.workspace, new), parts.holidays)


def deleted(parts: Parts, body: Mapping[str, Any]) -> None:
    """Stop what goes on in a channel that is gone; what goes on under another id by now is not in it."""
    event = read_event(body)
    close_channel(parts.store, parts.clock, event.workspace, event.channel)


def uninstalled(parts: Parts, body: Mapping[str, Any]) -> None:
    """Stop everything for a workspace, or for all of an organisation, unless the event is of an installation before.

    Of an organisation's workspaces those go on that have a token of their own.
    """
    ended = ending(body)
    if ended is None:
        return
    with parts.store.reading() as view:
        known = view.installations() if ended.wide else ()
        own = [each.workspace for each in known if each.organisation == ended.workspace and not each.speaks]
        others = own if known or not ended.wide else view.workspaces()  # the token of the settings serves them all
    at = ended.at or parts.clock.now()
    for workspace in dict.fromkeys((ended.workspace, *others)):
        if parts.stays.is_old(workspace, at, works(parts.gateway_of, workspace)):
            if workspace == ended.workspace:
                return
        elif parts.stays.leave(workspace, ended.why, at):
            parts.report("app_uninstalled", UninstalledError(REINSTALL))


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
    EventRoute("channel_unarchive", unarchived, {"channel_unarchive": "channels:read"}),
    EventRoute("group_unarchive", unarchived, {"group_unarchive": "groups:read"}),
    EventRoute("channel_deleted", deleted, {"channel_deleted": "channels:read"}),
    EventRoute("group_deleted", deleted, {"group_deleted": "groups:read"}),
    EventRoute("app_uninstalled", uninstalled, {"app_uninstalled": None}),
    EventRoute("tokens_revoked", uninstalled, {"tokens_revoked": None}),
    EventRoute("channel_id_changed", moved, {"channel_id_changed": "channels:read"}),
)
