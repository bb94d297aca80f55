"""What people do by themselves: say, edit and delete messages, use a shortcut, open the Home tab."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.commands import Commands, app_failure
from bot.sandbox.delivery import Ack, Delivery, Parcel
from bot.sandbox.events import Events
from bot.sandbox.inbound_text import encode
from bot.sandbox.model import Channel, Json, PostedMessage, Refusal, User
from bot.sandbox.world import World


class Acting:
    """The deeds of people. Methods take the world's lock themselves and refuse what a client would not do."""

    def __init__(self, world: World, events: Events, delivery: Delivery, commands: Commands) -> None:
        self._world = world
        self._events = events
        self._delivery = delivery
        self._commands = commands

    def say(self, given: Mapping[str, Any]) -> Json:
        """Post a message, or run a slash command where the text begins with one."""
        with self._world.lock:
            person, channel = self._where(given)
            text, thread_ts = str(given.get("text", "")), given.get("thread_ts")
            if not text.strip():
                raise Refusal("no_text")
            if text.startswith("/") and thread_ts:
                command = text.split(maxsplit=1)[0]
                self._world.notify(person.id, f"{command} is not supported in threads. Sorry! (Slack said this.)")
                return {"refused": "not_in_threads"}
            if text.startswith("/"):
                self._commands.run(person, channel, text)
                return {}
            return {"ts": self._post(person, channel, text, str(thread_ts) if thread_ts else None).ts}

    def edit(self, given: Mapping[str, Any]) -> Json:
        """Change one's own message."""
        with self._world.lock:
            person, channel = self._where(given)
            message = self._own(person, channel, given)
            text = str(given.get("text", ""))
            if not text.strip():
                raise Refusal("no_text")
            previous = self._events.snapshot(channel, replace(message))
            message.text = self._encoded(text, channel)
            message.edited_ts = self._world.event_ts()
            self._world.changed()
            self._events.edited(channel, message, previous)
            return {"ts": message.ts}

    def delete(self, given: Mapping[str, Any]) -> Json:
        """Delete one's own message."""
        with self._world.lock:
            person, channel = self._where(given)
            message = self._own(person, channel, given)
            previous = self._events.snapshot(channel, message)
            channel.messages.remove(message)
            self._world.changed()
            self._events.deleted(channel, previous)
            return {}

    def shortcut(self, given: Mapping[str, Any]) -> Json:
        """Use a global or message shortcut of the app."""
        callback_id = str(given.get("callback_id", ""))
        with self._world.lock:
            person = self.person(given)
            listed = self._world.features.get("shortcuts", ())
            declared = next((one for one in listed if one["callback_id"] == callback_id), None)
            workspace = self._world.home_workspace(person.id)
            if declared is None or workspace is None:
                raise Refusal("shortcut_not_found")
            if declared["type"] == "message":
                spot = self.spot(person, given)
                payload = payloads.message_shortcut(self._world, workspace, person, spot, callback_id)
            else:
                payload = payloads.global_shortcut(self._world, workspace, person, callback_id)
        self._delivery.post(Parcel("action", callback_id, payload), lambda ack: self.complain(person, ack))
        return {}

    def home(self, given: Mapping[str, Any]) -> Json:
        """Open the app's Home tab."""
        with self._world.lock:
            person = self.person(given)
            workspace = self._world.home_workspace(person.id)
            channel = self._world.direct_message(workspace, person.id) if workspace else None
            if workspace is None or channel is None:
                raise Refusal("app_not_installed", message="the app is not installed where this person works")
            if self._world.features.get("app_home", {}).get("home_tab_enabled"):
                self._events.home_opened(workspace, person, channel)
            return {}

    def person(self, given: Mapping[str, Any]) -> User:
        """Return the person who acts; refuse an unknown one, and the bot itself."""
        person = self._world.people.get(str(given.get("as", "")))
        if person is None or person.kind == "bot":
            raise Refusal("user_not_found", message="'as' must be the id of a person of this sandbox")
        return person

    def channel(self, person: User, channel_id: object) -> Channel:
        """Return a channel that the person may see."""
        found = next((c for c in self._world.visible_to(person.id) if c.id == channel_id), None)
        if found is None:
            raise Refusal("channel_not_found")
        return found

    def _where(self, given: Mapping[str, Any]) -> tuple[User, Channel]:
        person = self.person(given)
        channel = self.channel(person, given.get("channel"))
        if channel.archived:
            raise Refusal("is_archived")
        if person.id not in channel.members:
            if channel.kind != "public":
                raise Refusal("not_in_channel")
            channel.members.append(person.id)  # writing in a public channel begins with joining it
            self._events.joined(channel, person.id)
        return person, channel

    def _post(self, person: User, channel: Channel, text: str, thread_ts: str | None) -> PostedMessage:
        if thread_ts and self._world.find_message(channel, thread_ts) is None:
            raise Refusal("thread_not_found")
        message = PostedMessage(
            ts=self._world.next_ts(channel),
            user=person.id,
            text=self._encoded(text, channel),
            at=self._world.clock.now(),
            thread_ts=thread_ts,
            client_msg_id=self._world.new_id("m").lower(),
        )
        self._world.add_message(channel, message)
        self._events.posted(channel, message)
        return message

    def _encoded(self, text: str, channel: Channel) -> str:
        teams = {self._world.people[user].team_id for user in channel.members} | {channel.team_id}
        people = [one for one in self._world.people.values() if one.team_id in teams]
        rooms = [one for one in self._world.channels.values() if one.team_id == channel.team_id]
        return encode(text, people, rooms)

    def _own(self, person: User, channel: Channel, given: Mapping[str, Any]) -> PostedMessage:
        message = self._world.find_message(channel, str(given.get("ts", "")))
        if message is None:
            raise Refusal("message_not_found")
        if message.user != person.id:
            raise Refusal("cant_update_message")
        return message

    def spot(self, person: User, where: Mapping[str, Any]) -> tuple[Channel, PostedMessage]:
        """Return a message that the person sees, with its channel."""
        channel = self.channel(person, where.get("channel"))
        message = self._world.find_message(channel, str(where.get("ts", "")))
        if message is None or message.ephemeral_for not in (None, person.id):
            raise Refusal("message_not_found")
        return channel, message

    def complain(self, person: User, ack: Ack) -> None:
        """Tell the person when the app did not take what he did."""
        if not ack.ok:
            with self._world.lock:
                self._world.notify(person.id, app_failure(ack))
