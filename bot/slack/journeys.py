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
from bot.slack.routes import ActionRoute, CommandRoute, EventRoute, FormRoute, Route, ShortcutRoute

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
OLD_FORM = "This form is of an earlier version. Close it and open it anew."


def route_of(body: Mapping[str, Any]) -> Route | None:
    """Return the route that takes a delivery; None for what an older version of the app had, or a later one will."""
    found = next((each for each in ROUTES if _takes(each, body)), None)
    return _OLD_FORM if found is None and body.get("type") == "view_submission" else found


def _takes(route: Route, body: Mapping[str, Any]) -> bool:
    match route:
        case EventRoute(type=kind):
            return body.get("type") == "event_callback" and body["event"]["type"] == kind
        case CommandRoute(name=name):
            return body.get("command") == name
        case ActionRoute(action_id=action_id, family=family):
            name = pressed(body)[0] if body.get("type") == "block_actions" else ""
            return name.startswith(action_id) if family else name == action_id
        case FormRoute(callback_id=callback_id):
            return body.get("type") == "view_submission" and body["view"]["callback_id"] == callback_id
        case ShortcutRoute(callback_id=callback_id):
            return body.get("type") == "message_action" and body.get("callback_id") == callback_id


_OLD_FORM = FormRoute("", lambda _parts, _submitted: OLD_FORM, OLD_FORM)
