"""The views.* methods, and the stack of modals that submissions change too."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.call import Call, Method
from bot.sandbox.limits import most
from bot.sandbox.model import Json, Refusal, ShownView
from bot.sandbox.payload_rules import check_hash, checked_view, with_ids
from bot.sandbox.view_state import initial_values
from bot.sandbox.world import World, view_json


def open_view(call: Call) -> Json:
    """Open a modal for the person whose trigger this is; modals that he had open give way."""
    body = _body(call, "modal")
    trigger = call.world.use_trigger(_trigger_id(call), call.workspace.id)
    _check_external_id(call.world, body)
    drop_stack(call.world, trigger.user)
    view = new_view(call.world, trigger.user, call.workspace.id, body)
    call.world.stacks[trigger.user] = [view.id]
    call.world.changed()
    return _answer(view)


def push_view(call: Call) -> Json:
    """Put a modal on top of the one from which the trigger came."""
    body = _body(call, "modal")
    trigger = call.world.use_trigger(_trigger_id(call), call.workspace.id)
    if not call.world.open_views(trigger.user):
        raise Refusal("invalid_trigger_id")
    _check_external_id(call.world, body)
    view = push(call.world, trigger.user, call.workspace.id, body)
    return _answer(view)


def update_view(call: Call) -> Json:
    """Replace the content of an open view; what stands in inputs that keep their ids stays."""
    view = _find(call)
    body = _body(call, str(view.body["type"]))
    check_hash(view, call.text("hash") or None)
    replace(call.world, view, body)
    return _answer(view)


def publish_view(call: Call) -> Json:
    """Set a person's Home tab."""
    body = _body(call, "home")
    if not call.world.features.get("app_home", {}).get("home_tab_enabled"):
        raise Refusal("not_enabled")
    user = call.text("user_id")
    if call.world.direct_message(call.workspace, user) is None:
        raise Refusal("user_not_found")
    home = call.world.homes.get(user)
    if home:
        check_hash(home, call.text("hash") or None)
        replace(call.world, home, body)
    else:
        home = call.world.homes[user] = new_view(call.world, user, call.workspace.id, body)
        call.world.changed()
    return _answer(home)


def new_view(world: World, user: str, team_id: str, body: Json) -> ShownView:
    """Make a view of a checked body, with ids for its blocks and elements."""
    filled = body | {"blocks": with_ids(world, body["blocks"])}
    view = ShownView(world.new_id("V"), user, team_id, filled, world.new_hash(), initial_values(filled["blocks"]))
    view.root_id = view.id
    world.views[view.id] = view
    return view


def push(world: World, user: str, team_id: str, body: Json) -> ShownView:
    """Put a view on top of a person's stack; refuse a fourth."""
    below = world.open_views(user)
    if len(below) >= most("view.stack"):
        raise Refusal("push_limit_reached")
    view = new_view(world, user, team_id, body)
    if below:
        view.root_id, view.previous_id = below[0].id, below[-1].id
    world.stacks.setdefault(user, []).append(view.id)
    world.changed()
    return view


def replace(world: World, view: ShownView, body: Json) -> None:
    """Give a view new content; values of inputs that keep block_id, action_id and type stay."""
    blocks = with_ids(world, body["blocks"])
    fresh = initial_values(blocks)
    for block_id, elements in fresh.items():
        for action_id, value in elements.items():
            held = view.values.get(block_id, {}).get(action_id)
            if held and held.get("type") == value.get("type"):
                elements[action_id] = held
    view.body = body | {"blocks": blocks}
    view.values = fresh
    view.hash = world.new_hash()
    world.changed()


def drop_stack(world: World, user: str) -> None:
    """Close all modals of a person."""
    for view_id in world.stacks.pop(user, []):
        world.views.pop(view_id, None)


def _body(call: Call, kind: str) -> Json:
    return checked_view(call.json("view", "invalid_arguments"), kind)


def _trigger_id(call: Call) -> str:
    return call.text("trigger_id") or call.text("interactivity_pointer")


def _check_external_id(world: World, body: Json, own: ShownView | None = None) -> None:
    wanted = body.get("external_id")
    if wanted and any(v.body.get("external_id") == wanted for v in world.views.values() if v is not own):
        raise Refusal("duplicate_external_id")


def _find(call: Call) -> ShownView:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view_id"]})
    for view in call.world.views.values():
        named = view.id == view_id if view_id else view.body.get("external_id") == external_id
        if named and view.team_id == call.workspace.id:
            return view
    raise Refusal("not_found")


def _answer(view: ShownView) -> Json:
    return {"view": view_json(view)}


METHODS: Final[Mapping[str, Method]] = {
    "views.open": Method(open_view, ("view",), ("trigger_id", "interactivity_pointer"), (), "tier4"),
    "views.push": Method(push_view, ("view",), ("trigger_id", "interactivity_pointer"), (), "tier4"),
    "views.update": Method(update_view, ("view",), ("view_id", "external_id", "hash"), (), "tier4"),
    "views.publish": Method(publish_view, ("user_id", "view"), ("hash",), (), "tier4"),
}
