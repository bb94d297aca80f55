"""Which happenings become events for the app: only subscribed ones, and only where its bot may listen."""

import re

from bot.sandbox import payloads
from bot.sandbox.delivery import Delivery, Parcel
from bot.sandbox.messages import message_json, person_json
from bot.sandbox.model import Channel, Json, PostedMessage, User, Workspace
from bot.sandbox.world import World

_SUBSCRIPTION = {"public": "message.channels", "shared": "message.channels", "private": "message.groups"}
_MENTIONED = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


class Events:
    """Turns changes of the world into event deliveries. Call it under the world's lock."""

    def __init__(self, world: World, delivery: Delivery) -> None:
        self._world = world
        self._delivery = delivery

    def posted(self, channel: Channel, message: PostedMessage) -> None:
        """Tell the app of a new message, and of being mentioned in it."""
        self._message(channel, payloads.message_event(self._world, channel, message))
        workspace = self._workspace(channel)
        if workspace and channel.kind != "im" and workspace.bot_user in _MENTIONED.findall(message.text):
            self._send(workspace, channel, "app_mention", payloads.mention_event(self._world, channel, message))

    def edited(self, channel: Channel, message: PostedMessage, previous: Json) -> None:
        """Tell the app of an edit by a person or by itself."""
        self._message(channel, payloads.changed_event(self._world, channel, message, previous))

    def deleted(self, channel: Channel, previous: Json) -> None:
        """Tell the app of a deleted message."""
        self._message(channel, payloads.deleted_event(self._world, channel, previous))

    def home_opened(self, workspace: Workspace, person: User, channel: Channel) -> None:
        """Tell the app that a person looks at its Home tab."""
        event = payloads.home_opened_event(self._world, person, channel)
        self._send(workspace, channel, "app_home_opened", event)

    def joined(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Tell the app that somebody, perhaps its own bot, came into a channel."""
        event = payloads.membership_event(self._world, "member_joined_channel", channel, user, inviter)
        self._anywhere(channel, "member_joined_channel", event)

    def left(self, channel: Channel, user: str) -> None:
        """Tell the app that somebody left; of its own leaving it hears by another event, as in Slack."""
        if self._world.is_bot(user):
            kind = "group_left" if channel.kind == "private" else "channel_left"
            event: Json = {"type": kind, "channel": channel.id, "event_ts": self._world.event_ts()}
            self._anywhere(channel, kind, event)
            return
        event = payloads.membership_event(self._world, "member_left_channel", channel, user, None)
        self._anywhere(channel, "member_left_channel", event)

    def archived(self, channel: Channel, user: str) -> None:
        """Tell the app that a channel was archived, or that it is back."""
        event = payloads.archive_event(self._world, channel, user)
        self._anywhere(channel, event["type"], event)

    def removed(self, workspace: Workspace) -> None:
        """Tell the app that it was removed from a workspace, as Slack does: by two events."""
        tokens: Json = {"tokens": {"oauth": [], "bot": [workspace.bot_user]}}
        for name, more in (("tokens_revoked", tokens), ("app_uninstalled", Json())):
            if self.subscribed(name):
                body = payloads.envelope(self._world, workspace, {"type": name, **more}, shared=False)
                self._delivery.post(Parcel("event", name, body))

    def id_changed(self, channel: Channel, old: str) -> None:
        """Tell the app that a channel has another id."""
        event: Json = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": channel.id}
        self._anywhere(channel, event["type"], event | {"event_ts": self._world.event_ts()})

    def person_changed(self, person: User) -> None:
        """Tell the app, wherever it knows the person, that their account changed."""
        workspace = self._world.workspaces.get(person.team_id)
        if workspace and self.subscribed("user_change"):
            shown = person_json(person, self._world.clock.now())
            moment = {"cache_ts": int(self._world.now()), "event_ts": self._world.event_ts()}
            event = {"type": "user_change", "user": shown, **moment}
            body = payloads.envelope(self._world, workspace, event, shared=False)
            self._delivery.post(Parcel("event", "user_change", body))

    def snapshot(self, channel: Channel, message: PostedMessage) -> Json:
        """Return the message as it is now, to be sent as `previous_message` after a change."""
        return message_json(self._world, channel, message)

    def subscribed(self, name: str) -> bool:
        """Say whether the manifest asks for an event."""
        return name in self._world.settings.get("event_subscriptions", {}).get("bot_events", ())

    def _message(self, channel: Channel, event: Json) -> None:
        name = _SUBSCRIPTION.get(channel.kind, "message.im")
        self._anywhere(channel, name, event)

    def _anywhere(self, channel: Channel, subscription: str, event: Json) -> None:
        workspace = self._workspace(channel)
        if workspace:
            self._send(workspace, channel, subscription, event)

    def _workspace(self, channel: Channel) -> Workspace | None:
        return self._world.workspaces.get(channel.team_id)

    def _send(self, workspace: Workspace, channel: Channel, subscription: str, event: Json) -> None:
        if self._world.switched_on("stop_delivering"):
            return
        leaving = event["type"] in ("channel_left", "group_left")
        if not self.subscribed(subscription) or (workspace.bot_user not in channel.members and not leaving):
            return
        body = payloads.envelope(self._world, workspace, event, shared=channel.kind == "shared")
        self._delivery.post(Parcel("event", _name(event), body))


def _name(event: Json) -> str:
    return f"{event['type']}.{event['subtype']}" if "subtype" in event else str(event["type"])
