"""The app manifest: commands and events as the listeners take them, and the permissions that the bot needs."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.journeys import ROUTES
from bot.slack.routes import CommandRoute, EventRoute, ShortcutRoute
from bot.slack.scopes import SCOPES
from bot.use_cases.install import REDIRECT_PATH

EVENTS_PATH: Final = "/slack/events"

COMMANDS: Final = tuple(each for each in ROUTES if isinstance(each, CommandRoute))
SHORTCUTS: Final = tuple(each for each in ROUTES if isinstance(each, ShortcutRoute))
EVENTS: Final[Mapping[str, str | None]] = {
    name: scope for each in ROUTES if isinstance(each, EventRoute) for name, scope in each.subscriptions.items()
}
"""The events that the app subscribes to, each with the scope that it needs (None: no scope)."""
_NAME: Final = "cxbot"
_DESCRIPTION: Final = "Runs customer-experience maturity and readiness assessments in Slack threads."
_LONG_DESCRIPTION: Final = (
    "Scores customer-experience maturity and readiness with your team, in a Slack thread. People score each dimension "
    "of a framework against its level descriptors and say what shows it; the bot checks each score against the rubric, "
    "keeps it, and computes the scorecard: overall, band, coverage, gaps and the next step for each. "
    "Levels come from people and figures from arithmetic; no model ever scores."
)


def manifest(base_url: str | None, *, socket_mode: bool) -> dict[str, Any]:
    """Return the app manifest. ``base_url`` is the public https address; Socket Mode needs none, and ignores it.

    Without either, the addresses are left out and Slack asks for them when the app is made.
    """
    url = None if socket_mode or not base_url else base_url.rstrip("/") + EVENTS_PATH
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": _NAME,
            "description": _DESCRIPTION,
            "long_description": _LONG_DESCRIPTION,
            "background_color": "#1f3a4d",
        },
        "features": _features(url),
        "oauth_config": {"scopes": {"bot": [scope.name for scope in SCOPES]}}
        | ({} if socket_mode or not base_url else {"redirect_urls": [base_url.rstrip("/") + REDIRECT_PATH]}),
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)} | _at("request_url", url),
            "interactivity": {"is_enabled": True} | _at("request_url", url),
            "org_deploy_enabled": True,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _features(url: str | None) -> dict[str, Any]:
    return {
        # People answer in threads; whoever writes to the bot directly is told so.
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": _NAME, "always_online": True},
        "slash_commands": [
            {"command": command.name, "description": command.description, "usage_hint": command.hint}
            | {"should_escape": False}
            | _at("url", url)
            for command in COMMANDS
        ],
        "shortcuts": [
            {"name": each.label, "type": "message", "callback_id": each.name, "description": each.description}
            for each in SHORTCUTS
        ],
    }


def _at(field: str, url: str | None) -> dict[str, str]:
    return {field: url} if url else {}
