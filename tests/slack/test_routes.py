"""What Slack delivers has one listener, outsiders come past none; the manifest asks for what is used alone."""

import json
import re
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from slack_bolt import Ack

from bot.slack import gateway, ids, refusals
from bot.slack.app import one_workspace
from bot.slack.gateway import Gateway
from bot.slack.journeys import ROUTES
from bot.slack.manifest import COMMANDS, EVENTS, manifest
from bot.slack.pacing import METHOD_TIERS
from bot.slack.routes import ActionRoute, FormRoute, Parts
from bot.slack.scopes import SCOPES
from bot.store.store import SqlStore
from tests.core.examples import example_framework
from tests.slack.stand_in import StandIn
from tests.use_cases.fakes import HandClock

IDS = {
    name: value
    for name, value in vars(ids).items()
    if name.isupper() and isinstance(value, str) and not name.startswith("_")
}
NO_ROUTE = {
    "HOME",  # the tab itself, which is not submitted
    "MORE",  # its entries go to the routes of what they stand for
    "FRAMEWORK_PAGE",  # it has nothing to submit
}

FOR_ALL = (ids.NOT_NOW, ids.TAKE_SAVED)
NAME = attrgetter("name")


def test_no_delivery_has_two_listeners() -> None:
    names = [(type(each), each.name) for each in ROUTES]
    assert len(names) == len(set(names))


def test_every_id_of_a_button_or_form_has_its_listener() -> None:
    routed = {each.name for each in ROUTES}
    assert {name for name, value in IDS.items() if value not in routed} == NO_ROUTE


def test_no_family_of_buttons_takes_the_buttons_of_another_listener() -> None:
    buttons = [each for each in ROUTES if isinstance(each, ActionRoute)]
    for family in (each for each in buttons if each.family):
        taken = [each.name for each in buttons if each.name.startswith(family.name)]
        assert taken == [family.name]


def test_every_module_of_listeners_has_its_routes_in_the_table() -> None:
    folder = Path(ids.__file__).parent / "listeners"
    with_routes = {
        path.stem for path in folder.glob("*.py") if re.search(r"^ROUTES", path.read_text("utf-8"), re.MULTILINE)
    }
    assert {each.listener.__module__.rpartition(".")[2] for each in ROUTES} == with_routes - {"__init__"}


@pytest.fixture
def parts(slack: StandIn, gateway: Gateway, store: SqlStore) -> Parts:
    slack.will("auth.test", {"ok": True, "user_id": "U0", "team_id": "T1", "url": "https://x.slack.com/"})
    slack.will("views.open", {"ok": True, "view": {"id": "V1"}})
    return Parts(store, HandClock(), lambda: (example_framework(),), one_workspace(gateway), lambda *_: "7f3a")


@pytest.mark.parametrize("route", [each for each in ROUTES if isinstance(each, ActionRoute)], ids=NAME)
def test_only_a_nudge_and_taking_back_ones_own_words_take_a_press_of_another_organisation(
    route: ActionRoute, parts: Parts
) -> None:
    asked: list[Any] = []
    taken = Ack()  # type: ignore[no-untyped-call]  # Bolt's
    replace(route, listener=lambda _parts, pressed: asked.append(pressed)).take(parts, taken, pressed_by("T2"))
    assert [each.action for each in asked] == ([ids.NOT_NOW] if route.name in FOR_ALL else [])
    assert taken.response is not None


@pytest.mark.parametrize("route", [each for each in ROUTES if isinstance(each, FormRoute)], ids=NAME)
def test_no_form_of_another_organisation_is_taken_and_each_says_so(route: FormRoute, parts: Parts) -> None:
    asked: list[Any] = []
    taken = Ack()  # type: ignore[no-untyped-call]  # Bolt's
    replace(route, listener=lambda _parts, form: asked.append(form)).take(parts, taken, submitted_by("T2"))
    assert asked == []
    assert taken.response is not None
    assert route.outsider in taken.response.body


def test_a_form_of_the_own_workspace_is_taken(parts: Parts) -> None:
    asked: list[Any] = []
    route = next(each for each in ROUTES if isinstance(each, FormRoute))
    taken = Ack()  # type: ignore[no-untyped-call]  # Bolt's
    replace(route, listener=lambda _parts, form: asked.append(form)).take(parts, taken, submitted_by("T1"))
    assert len(asked) == 1
    assert taken.response is not None
    assert taken.response.body == ""


def pressed_by(team: str) -> dict[str, Any]:
    press = {"action_id": ids.NOT_NOW, "value": "abcdefghij|1", "action_ts": "1700000000.000100"}
    return _by(team) | {"channel": {"id": "C1"}, "trigger_id": "t", "actions": [press]}


def submitted_by(team: str) -> dict[str, Any]:
    field = {"value": {"type": "plain_text_input", "value": "words"}}
    view = {"id": "V1", "hash": "h", "state": {"values": {"first": field}}, "app_installed_team_id": "T1"}
    return _by(team) | {"view": view}


def _by(team: str) -> dict[str, Any]:
    return {"team": {"id": "T1"}, "user": {"id": "U9", "team_id": team}}


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
    made = manifest(None, socket_mode=True)
    with pytest.raises(jsonschema.ValidationError, match="too long"):
        jsonschema.validate(made | {"display_information": made["display_information"] | {"name": "x" * 36}}, SCHEMA)


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
