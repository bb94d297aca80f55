"""What people do with what the app showed them: click, choose, fill a form and submit it, dismiss it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.sandbox import payloads
from bot.sandbox.acting import Acting
from bot.sandbox.block_rules import interactive_elements
from bot.sandbox.delivery import Ack, Delivery, Parcel
from bot.sandbox.messages import file_json
from bot.sandbox.methods_views import drop_stack, push, replace
from bot.sandbox.model import HeldFile, Json, Refusal, ShownView, User
from bot.sandbox.payload_rules import checked_view
from bot.sandbox.view_state import chosen, complaints, read_values, value_field
from bot.sandbox.world import World

MOST_FILE: Final = 10_000_000
"""docs.slack.dev/reference/block-kit/block-elements/file-input-element"""


class Interacting:
    """The deeds of people with elements and modals. Methods take the world's lock themselves and raise Refusal."""

    def __init__(self, world: World, acting: Acting, delivery: Delivery) -> None:
        self._world = world
        self._acting = acting
        self._delivery = delivery

    def act(self, given: Mapping[str, Any]) -> Json:
        """Click a button or choose in a select of a message or view."""
        where = given.get("where")
        if not isinstance(where, Mapping):
            raise Refusal("invalid_arguments", message="'where' must be an object with channel and ts, or view_id")
        with self._world.lock:
            person = self._acting.person(given)
            parcel = self._click_view(person, where, given) if "view_id" in where else self._click(person, where, given)
        self._delivery.post(parcel, lambda ack: self._acting.complain(person, ack))
        return {}

    def submit(self, given: Mapping[str, Any]) -> Json:
        """Submit a modal and wait for the app; {"ok": False, "errors": {...}} when a field is not accepted."""
        with self._world.lock:
            person = self._acting.person(given)
            view = self._top_view(person, given)
            view.values = read_values(view.body["blocks"], view.values, given.get("state"))
            wrong = complaints(view.body["blocks"], view.values)
            if wrong:
                return {"ok": False, "errors": wrong}
            self._attach_files(person, view)
            workspace = self._world.workspaces[view.team_id]
            payload = payloads.view_submission(self._world, workspace, person, view)
        ack = self._delivery.ask(Parcel("view", "view_submission", payload))
        if not ack.ok:
            self._acting.complain(person, ack)
            return {"ok": False, "errors": {}}
        with self._world.lock:
            return self._after_submission(person, view, ack)

    def upload(self, person: User, name: str, content: bytes) -> Json:
        """Take a file that somebody puts into a form; nobody but the app can read it."""
        if len(content) > MOST_FILE:
            raise Refusal("file_too_large", status=400)
        with self._world.lock:
            now = self._world.now()
            held = HeldFile(self._world.new_id("F"), name.replace("/", "_"), person.team_id, len(content), int(now))
            held.content, held.completed, held.completed_at, held.user = content, True, now, person.id
            self._world.files[held.id] = held
        return {"id": held.id, "name": held.name, "size": len(content)}

    def _attach_files(self, person: User, view: ShownView) -> None:
        """Put the files themselves in place of their ids, as Slack sends them to the app."""
        for entry in (each for block in view.values.values() for each in block.values()):
            if entry.get("type") == "file_input":
                held = [self._world.files.get(str(each)) for each in entry.get("files") or ()]
                entry["files"] = [file_json(self._world, each) for each in held if each and each.user == person.id]

    def close(self, given: Mapping[str, Any]) -> Json:
        """Dismiss the top modal; the app hears of it when the view asked for that."""
        with self._world.lock:
            person = self._acting.person(given)
            view = self._top_view(person, given)
            everything = bool(view.body.get("clear_on_close"))
            closed = self._world.open_views(person.id) if everything else [view]
            for one in closed:
                self._drop(person.id, one)
            told = [one for one in closed if one.body.get("notify_on_close")]
            parcels = [
                payloads.view_closed(self._world, self._world.workspaces[one.team_id], person, one) for one in told
            ]
            self._world.changed()
        for payload in parcels:
            self._delivery.post(Parcel("view", "view_closed", payload))
        return {}

    def _click(self, person: User, where: Mapping[str, Any], given: Mapping[str, Any]) -> Parcel:
        channel, message = self._acting.spot(person, where)
        action = _action(message.blocks, given, self._world.event_ts())
        values = read_values(message.blocks, {}, given.get("state"))
        workspace = self._world.workspaces[channel.team_id]
        payload = payloads.message_action(self._world, workspace, person, (channel, message), action, values)
        return Parcel("action", action["action_id"], payload)

    def _click_view(self, person: User, where: Mapping[str, Any], given: Mapping[str, Any]) -> Parcel:
        view = self._view(person, where)
        blocks = view.body["blocks"]
        action = _action(blocks, given, self._world.event_ts())
        state = given.get("state")
        view.values = read_values(blocks, view.values, state)
        if action["block_id"] in view.values and action["action_id"] in view.values[action["block_id"]]:
            element = _element(blocks, action["block_id"], action["action_id"])
            view.values[action["block_id"]][action["action_id"]] = chosen(element, action)
        workspace = self._world.workspaces[view.team_id]
        payload = payloads.view_action(self._world, workspace, person, view, action)
        return Parcel("action", action["action_id"], payload)

    def _view(self, person: User, where: Mapping[str, Any]) -> ShownView:
        home = self._world.homes.get(person.id)
        if home and home.id == where.get("view_id"):
            return home
        return self._top_view(person, where)

    def _top_view(self, person: User, given: Mapping[str, Any]) -> ShownView:
        stack = self._world.open_views(person.id)
        if not stack or stack[-1].id != given.get("view_id"):
            raise Refusal("view_not_found", message="this modal is not the one on top, or it was closed")
        return stack[-1]

    def _drop(self, user: str, view: ShownView) -> None:
        self._world.views.pop(view.id, None)
        left = [view_id for view_id in self._world.stacks.get(user, []) if view_id != view.id]
        self._world.stacks[user] = left

    def _after_submission(self, person: User, view: ShownView, ack: Ack) -> Json:
        try:
            answer = json.loads(ack.body) if ack.body.strip() else {}
            return self._respond(person, view, answer if isinstance(answer, dict) else {})
        except (Refusal, ValueError) as problem:
            reason = problem.error if isinstance(problem, Refusal) else "its answer is not JSON"
            self._world.notify(person.id, f"We had some trouble with the app's answer to this form: {reason}.")
            return {"ok": False, "errors": {}}

    def _respond(self, person: User, view: ShownView, answer: Json) -> Json:
        action = answer.get("response_action")
        if action == "errors":
            errors = answer.get("errors")
            return {"ok": False, "errors": errors if isinstance(errors, dict) else {}}
        if action == "update":
            replace(self._world, view, checked_view(answer.get("view"), "modal"))
        elif action == "push":
            push(self._world, person.id, view.team_id, checked_view(answer.get("view"), "modal"))
        elif action == "clear":
            drop_stack(self._world, person.id)
        elif action is None:
            self._drop(person.id, view)
        else:
            raise Refusal(f"response_action {action!r} is none of errors, update, push, clear")
        self._world.changed()
        return {"ok": True}


def _element(blocks: list[Json], block_id: str, action_id: str) -> Json:
    """Return what was pressed; where its message was drawn anew under the finger, the one element of that name."""
    pairs = [(block, each) for block in blocks for each in interactive_elements(block)]
    found = [(block, each) for block, each in pairs if each.get("action_id") == action_id]
    exact = [pair for pair in found if pair[0].get("block_id") == block_id]
    if exact or len(found) == 1:
        return (exact or found)[0][1]
    raise Refusal("action_not_found", message="there is no such element here any more")


def _action(blocks: list[Json], given: Mapping[str, Any], moment: str) -> Json:
    block_id, action_id = str(given.get("block_id", "")), str(given.get("action_id", ""))
    element = _element(blocks, block_id, action_id)
    action: Json = {"action_id": action_id, "block_id": block_id, "type": element["type"], "action_ts": moment}
    field = value_field(element["type"])
    if field is None:
        return action | {name: element[name] for name in ("text", "value", "style") if name in element}
    value = chosen(element, dict(given))[field]
    if value is None and field == "selected_option":
        raise Refusal("invalid_option", message="the chosen option is not among those offered")
    return action | {field: value}
