"""The manifest is one that Slack takes, and asks for what the bot uses and no more."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.slack import gateway, refusals
from bot.slack.manifest import COMMANDS, EVENTS, manifest
from bot.slack.pacing import METHOD_TIERS
from bot.slack.scopes import SCOPES

SCHEMA = json.loads((Path(__file__).parents[1] / "shapes" / "manifest.schema.json").read_text("utf-8"))
NEEDS_NO_SCOPE = {"auth.test", "views.open", "views.publish", "views.update"}
CALLS = Path(gateway.__file__).read_text("utf-8")
NAMED = {name: method for name, method in vars(refusals).items() if method in refusals.METHODS}
CALLED = set(re.findall(r'"((?:auth|chat|conversations|users|views)\.\w+)"', CALLS))
CALLED |= {method for name, method in NAMED.items() if re.search(rf"\((?:\n\s*)?{name},", CALLS)}


def places_of(value: Any, word: str) -> list[Any]:
    """Return every value that stands under a key which ends with ``word``, at any depth."""
    if isinstance(value, list):
        return [found for item in value for found in places_of(item, word)]
    if not isinstance(value, dict):
        return []
    return [v for k, v in value.items() if k.endswith(word)] + [f for v in value.values() for f in places_of(v, word)]


def test_a_name_that_is_too_long_is_not_valid() -> None:
    with pytest.raises(jsonschema.ValidationError, match="too long"):
        jsonschema.validate(manifest(None, socket_mode=True, name="x" * 36), SCHEMA)


@pytest.mark.parametrize(("base_url", "socket_mode"), [(None, True), (None, False), ("https://cx.example/", False)])
def test_the_manifest_is_valid(base_url: str | None, socket_mode: bool) -> None:  # noqa: FBT001 - a row of a table
    jsonschema.validate(manifest(base_url, socket_mode=socket_mode), SCHEMA)


def test_over_http_every_delivery_goes_to_the_one_address() -> None:
    urls = places_of(manifest("https://cx.example/", socket_mode=False), "url")
    assert urls == ["https://cx.example/slack/events"] * (len(COMMANDS) + 2)


def test_in_socket_mode_no_address_is_named() -> None:
    made = manifest("https://cx.example", socket_mode=True)
    assert places_of(made, "url") == []
    assert made["settings"]["socket_mode_enabled"] is True


def test_every_command_and_event_of_the_table_is_in_the_manifest() -> None:
    made = manifest(None, socket_mode=True)
    assert [c["command"] for c in made["features"]["slash_commands"]] == [
        "/cx-assess",
        "/cx-scorecard",
        "/cx-metric",
        "/cx-framework",
        "/cx-remind",
        "/cx-plan",
    ]
    assert made["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_every_event_has_its_permission() -> None:
    assert {scope.name for scope in SCOPES} >= {scope for scope in EVENTS.values() if scope}


def test_every_method_that_is_called_has_its_permission_and_its_pace() -> None:
    covered = {method for scope in SCOPES for method in scope.methods}
    assert covered == CALLED - NEEDS_NO_SCOPE
    assert {*METHOD_TIERS, "chat.postMessage"} == CALLED


def test_every_permission_has_a_use() -> None:
    used = set(EVENTS.values()) | {scope.name for scope in SCOPES if scope.methods} | {"commands", None}
    assert {None, *(scope.name for scope in SCOPES)} == used
    assert all(scope.why.endswith(".") for scope in SCOPES)
