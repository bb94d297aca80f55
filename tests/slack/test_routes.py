"""What Slack delivers has one listener, what the bot offers has one at all, and outsiders come past none of them."""

import re
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import Ack

from bot.slack import ids
from bot.slack.app import one_workspace
from bot.slack.gateway import Gateway
from bot.slack.journeys import ROUTES
from bot.slack.routes import ActionRoute, FormRoute, Parts
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
