"""What becomes of channels and of the installation: nobody presses anything here, Slack says it.

Names are not followed, since none is kept: people read a channel's name wherever its id stands.
"""

from collections.abc import Mapping
from typing import Any

from bot.slack.payloads import Sender, moved_channel, newcomer
from bot.slack.routes import EventRoute, Parts, Route
from bot.use_cases.housekeeping import enter_channel, follow_channel
from bot.use_cases.reminders import wake_cadences


def opened(parts: Parts, who: Sender) -> None:
    """Have what waited posted, now that it can be."""
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


ROUTES: tuple[Route, ...] = (
    EventRoute("channel_unarchive", unarchived, {"channel_unarchive": "channels:read"}),
    EventRoute("group_unarchive", unarchived, {"group_unarchive": "groups:read"}),
    EventRoute("channel_id_changed", moved, {"channel_id_changed": "channels:read"}),
)
