"""What becomes of channels and of the installation: nobody presses anything here, Slack says it.

Names are not followed, since none is kept: people read a channel's name wherever its id stands.
"""

from collections.abc import Mapping
from typing import Any

from bot.core.errors import BotError
from bot.slack.payloads import Sender, moved_channel, newcomer, read_event
from bot.slack.routes import EventRoute, Parts, Route
from bot.use_cases.catch_up import note_absence
from bot.use_cases.housekeeping import close_channel, enter_channel, follow_channel
from bot.use_cases.reminders import wake_cadences

REINSTALL = "The bot was removed from a workspace, or its token revoked. Its work waits: install it again."


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


def uninstalled(parts: Parts, _body: Mapping[str, Any]) -> None:
    """Note in the log that the bot was removed: its work waits until it is installed again, for each call says so."""
    parts.report("app_uninstalled", UninstalledError(REINSTALL))


ROUTES: tuple[Route, ...] = (
    EventRoute("channel_unarchive", unarchived, {"channel_unarchive": "channels:read"}),
    EventRoute("group_unarchive", unarchived, {"group_unarchive": "groups:read"}),
    EventRoute("channel_deleted", deleted, {"channel_deleted": "channels:read"}),
    EventRoute("group_deleted", deleted, {"group_deleted": "groups:read"}),
    EventRoute("app_uninstalled", uninstalled, {"app_uninstalled": None}),
    EventRoute("tokens_revoked", uninstalled, {"tokens_revoked": None}),
    EventRoute("channel_id_changed", moved, {"channel_id_changed": "channels:read"}),
)
