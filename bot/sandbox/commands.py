"""Lines that begin with a slash: the app's commands, and the few of Slack's own that change who is where."""

import json
from collections.abc import Callable
from typing import Final

from bot.sandbox import payloads
from bot.sandbox.delivery import Ack, Delivery, Parcel
from bot.sandbox.events import Events
from bot.sandbox.inbound_text import encode, escape
from bot.sandbox.model import Channel, Refusal, ResponseUrl, User
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.world import World

_NO_SUCH_COMMAND: Final = (
    "{} is not a valid command here. Type a slash to see the app's; Slack's own are /invite, /remove, /leave, /archive."
)


class Commands:
    """Runs a slash command for a person. Call it under the world's lock."""

    def __init__(self, world: World, events: Events, delivery: Delivery, answers: ResponseUrls) -> None:
        self._world = world
        self._events = events
        self._delivery = delivery
        self._answers = answers
        self._own: dict[str, Callable[[User, Channel, str], None]] = {
            "/invite": self._invite,
            "/remove": self._remove,
            "/leave": self._leave,
            "/archive": self._archive,
        }

    def run(self, person: User, channel: Channel, line: str) -> None:
        """Send the command to the app, do what Slack itself does, or say privately that there is none such."""
        command, _, rest = line.strip().partition(" ")
        own = self._own.get(command)
        if own:
            own(person, channel, rest.strip())
            return
        declared = next((c for c in self._world.features.get("slash_commands", ()) if c["command"] == command), None)
        workspace = self._world.home_workspace(person.id)
        if declared is None or workspace is None or workspace.id != channel.team_id:
            self._world.notify(person.id, _NO_SUCH_COMMAND.format(command))
            return
        text = self._encoded(rest.strip(), channel) if declared.get("should_escape") else escape(rest.strip())
        form = payloads.command_form(self._world, workspace, person, channel, (command, text))
        held = self._world.response_urls[form["response_url"].rpartition("/")[2]]
        self._delivery.post(Parcel("command", command, form), lambda ack: self._acknowledged(command, held, ack))

    def _encoded(self, text: str, channel: Channel) -> str:
        people = [p for p in self._world.people.values() if p.team_id == channel.team_id or p.id in channel.members]
        return encode(text, people, [c for c in self._world.channels.values() if c.team_id == channel.team_id])

    def _acknowledged(self, command: str, held: ResponseUrl, ack: Ack) -> None:
        with self._world.lock:
            if not ack.ok:
                self._world.notify(held.user, _failure(command, ack))
            elif ack.body.strip():
                self._show_body(command, held, ack.body)

    def _show_body(self, command: str, held: ResponseUrl, body: bytes) -> None:
        text = body.decode("utf-8", "replace")
        try:
            given = json.loads(text)
        except ValueError:
            given = {"text": text}
        if not isinstance(given, dict) or not given:
            return
        try:
            self._answers.apply(held, given)
        except Refusal as refusal:
            self._world.notify(held.user, f"{command} failed with the error {refusal.error!r} in its own answer.")

    def _invite(self, person: User, channel: Channel, rest: str) -> None:
        user = self._named(person, channel, rest)
        if user is None or user in channel.members:
            return
        if channel.kind == "im":
            self._world.notify(person.id, "Nobody can be invited into a direct message.")
            return
        channel.members.append(user)
        self._world.changed()
        self._events.joined(channel, user, person.id)

    def _remove(self, person: User, channel: Channel, rest: str) -> None:
        user = self._named(person, channel, rest)
        if user and user in channel.members and channel.kind != "im":
            channel.members.remove(user)
            self._world.changed()
            self._events.left(channel, user)

    def _leave(self, person: User, channel: Channel, _rest: str) -> None:
        if person.id in channel.members and channel.kind != "im":
            channel.members.remove(person.id)
            self._world.changed()
            self._events.left(channel, person.id)

    def _archive(self, person: User, channel: Channel, _rest: str) -> None:
        if channel.kind == "im" or channel.general or person.kind != "member":
            self._world.notify(person.id, "This conversation cannot be archived by you.")
            return
        channel.archived = True
        self._world.changed()
        self._events.archived(channel, person.id)

    def _named(self, person: User, channel: Channel, rest: str) -> str | None:
        wanted = rest.lstrip("@").lower()
        for one in self._world.people.values():
            same_side = one.team_id == channel.team_id or one.id in channel.members
            if same_side and wanted in (one.name, one.id.lower(), one.real_name.lower().split()[0]):
                return one.id
        self._world.notify(person.id, f"There is nobody called {rest!r} here.")
        return None


def _failure(what: str, ack: Ack) -> str:
    reasons = {"http_timeout": "did not answer in 3 seconds", "connection_failed": "could not be reached"}
    return f"{what} {reasons.get(ack.failure or '', f'failed with HTTP status {ack.status}')}. (Slack said this.)"


def app_failure(ack: Ack) -> str:
    """Return Slack's private word on a click or form that the app did not take."""
    return _failure("The app", ack)
