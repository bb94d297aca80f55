"""What Slack delivers has one listener each, and what the bot's own messages offer has one at all."""

import re
from pathlib import Path

from bot.slack import values
from bot.slack.listeners import ROUTES
from bot.slack.routes import ActionRoute, CommandRoute, EventRoute, FormRoute

IDS = {
    name: value
    for name, value in vars(values).items()
    if name.isupper() and isinstance(value, str) and not name.startswith("_")
}
NO_ROUTE = {
    "HOME",  # the tab itself, which is not submitted
    "IN_PLAN",  # these two stand in values, not in ids
    "IN_OWN",
}


def test_no_delivery_has_two_listeners() -> None:
    names = [(type(each), _name(each)) for each in ROUTES]
    assert len(names) == len(set(names))


def test_every_id_of_a_button_or_form_has_its_listener() -> None:
    routed = {_name(each) for each in ROUTES}
    assert {name for name, value in IDS.items() if value not in routed} == NO_ROUTE


def test_no_family_of_buttons_takes_the_buttons_of_another_listener() -> None:
    buttons = [each for each in ROUTES if isinstance(each, ActionRoute)]
    for family in (each for each in buttons if each.family):
        taken = [each.action_id for each in buttons if each.action_id.startswith(family.action_id)]
        assert taken == [family.action_id]


def test_every_module_of_listeners_has_its_routes_in_the_table() -> None:
    folder = Path(values.__file__).parent / "listeners"
    with_routes = {
        path.stem for path in folder.glob("*.py") if re.search(r"^ROUTES", path.read_text("utf-8"), re.MULTILINE)
    }
    assert {each.listener.__module__.rpartition(".")[2] for each in ROUTES} == with_routes - {"__init__"}


def _name(route: CommandRoute | EventRoute | ActionRoute | FormRoute) -> str:
    match route:
        case CommandRoute(name=name):
            return name
        case EventRoute(type=kind):
            return kind
        case ActionRoute(action_id=action_id):
            return action_id
        case FormRoute(callback_id=callback_id):
            return callback_id
