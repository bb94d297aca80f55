"""Every route of every journey in one table, and which route takes a delivery.

Loaded with the first delivery that is no message: most processes start because somebody answers in a thread.
"""

from collections.abc import Mapping
from typing import Any

from bot.slack.listeners import (
    cadences,
    channels,
    conversation,
    discussion,
    drafts,
    frameworks,
    home,
    messages,
    metrics,
    plans,
    reminders,
    saved,
    scorecard,
    start,
    team,
    workshop,
)
from bot.slack.payloads import pressed
from bot.slack.routes import OLD_FORM, ActionRoute, CommandRoute, EventRoute, FormRoute, Route, ShortcutRoute

ROUTES: tuple[Route, ...] = (
    *messages.ROUTES,
    *conversation.ROUTES,
    *home.ROUTES,
    *start.ROUTES,
    *team.ROUTES,
    *workshop.ROUTES,
    *scorecard.ROUTES,
    *metrics.ROUTES,
    *frameworks.ROUTES,
    *saved.ROUTES,
    *cadences.ROUTES,
    *reminders.ROUTES,
    *plans.ROUTES,
    *drafts.ROUTES,
    *discussion.ROUTES,
    *channels.ROUTES,
)
_BY_NAME: Mapping[tuple[type[Route], str], Route] = {(type(each), each.name): each for each in ROUTES}
_FAMILIES = tuple(each for each in ROUTES if isinstance(each, ActionRoute) and each.family)
_OLD_FORM = FormRoute("", lambda _parts, _submitted: OLD_FORM, OLD_FORM)


def route_of(body: Mapping[str, Any]) -> Route | None:
    """Return the route that takes a delivery; None for what an older version of the app had, or a later one will."""
    match body.get("type"):
        case "event_callback":
            return _BY_NAME.get((EventRoute, body["event"]["type"]))
        case "block_actions":
            name, _ = pressed(body)
            family = next((each for each in _FAMILIES if name.startswith(each.name)), None)
            return family or _BY_NAME.get((ActionRoute, name))
        case "view_submission":
            return _BY_NAME.get((FormRoute, body["view"]["callback_id"]), _OLD_FORM)
        case "message_action":
            return _BY_NAME.get((ShortcutRoute, body.get("callback_id", "")))
        case _:
            return _BY_NAME.get((CommandRoute, body.get("command", "")))
