"""The state of the sandbox: look-ups, timestamps and ids over people, channels, views and short-lived keys."""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.sandbox import seed
from bot.sandbox.clock import MovableClock
from bot.sandbox.limits import most
from bot.sandbox.model import (
    Canvas,
    Channel,
    HeldFile,
    Json,
    Notice,
    PeopleGroup,
    PostedMessage,
    Refusal,
    ResponseUrl,
    ShownView,
    Thrown,
    Trigger,
    User,
    Workspace,
)

_DECIMALS: Final = 6  # of a ts


class World:
    """Everything that the sandbox knows. Hold `lock` while reading or changing it; call `changed` after a change."""

    def __init__(
        self, manifest: Mapping[str, Any], bot_token: str, second_token: str | None, clock: MovableClock
    ) -> None:
        self.manifest = manifest
        self.clock = clock
        self.lock = threading.RLock()
        self.version = 1
        self.base_url = "http://127.0.0.1"
        self.install_url = ""
        """Where the app can be installed in another workspace; empty where it cannot."""
        self._tokens = (bot_token, second_token)
        self._watchers: list[Callable[[], None]] = []
        self.seed()

    def seed(self) -> None:
        """Put everything back to the beginning."""
        scopes = tuple(self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
        spaces = seed.workspaces(self._tokens[0], self._tokens[1], scopes)
        self.workspaces: dict[str, Workspace] = {space.id: space for space in spaces}
        self.people: dict[str, User] = {person.id: person for person in seed.people(spaces, self.app_name)}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in seed.channels(spaces)}
        self.user_groups: dict[str, PeopleGroup] = {group.id: group for group in seed.user_groups()}
        self.views: dict[str, ShownView] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, ShownView] = {}
        self.notices: dict[str, list[Notice]] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, HeldFile] = {}
        self.canvases: dict[str, Canvas] = {}
        self.reads: dict[tuple[str, str], str] = {}
        self.thrown: list[Thrown] = []
        self.ends: dict[str, tuple[str, datetime]] = {}
        """Of tokens that are rotated: the workspace, and the moment at which each expires."""

    def found_second(self) -> Workspace:
        """Return the second workspace, which begins with its people and channels where it was not there before."""
        if seed.GLOBEX not in self.workspaces:
            scopes = tuple(self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
            spaces = seed.workspaces(self._tokens[0], f"xoxb-sandbox-{secrets.token_hex(8)}", scopes)
            spaces[1].site = f"{self.base_url}/"
            self.workspaces = {space.id: space for space in spaces} | self.workspaces
            self.people = {one.id: one for one in seed.people(spaces, self.app_name)} | self.people
            self.channels = {one.id: one for one in seed.channels(spaces)} | self.channels
        return self.workspaces[seed.GLOBEX]

    def organise(self) -> None:
        """Have one bot user in all workspaces, as an organisation-wide install has."""
        first, *others = self.workspaces.values()
        for space in others:
            for channel in self.channels.values():
                channel.members = [first.bot_user if each == space.bot_user else each for each in channel.members]
            space.bot_user, space.bot_id = first.bot_user, first.bot_id

    @property
    def app_name(self) -> str:
        """Return the name of the app's bot as its manifest gives it."""
        info, features = self.manifest.get("display_information", {}), self.manifest.get("features", {})
        return str(features.get("bot_user", {}).get("display_name") or info.get("name") or "app")

    @property
    def features(self) -> Mapping[str, Any]:
        """Return the manifest's features."""
        found: Mapping[str, Any] = self.manifest.get("features", {})
        return found

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return the manifest's settings."""
        found: Mapping[str, Any] = self.manifest.get("settings", {})
        return found

    def watch(self, callback: Callable[[], None]) -> None:
        """Call back after every change."""
        self._watchers.append(callback)

    def changed(self) -> None:
        """Count a change and tell those who watch."""
        with self.lock:
            self.version += 1
        for callback in tuple(self._watchers):
            callback()

    def now(self) -> float:
        """Return the sandbox's time in seconds since 1970."""
        return self.clock.now().timestamp()

    def next_ts(self, channel: Channel) -> str:
        """Return a ts for a message posted now: unique in its channel and never before the message above it.

        When the clock was moved back the order of posting wins, else a new question would stand above an old one.
        """
        micros = int(self.now() * 1_000_000)
        if channel.messages:
            micros = max(micros, *(_micros(message.ts) + 1 for message in channel.messages[-1:]))
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def event_ts(self) -> str:
        """Return the moment in the form of a ts."""
        return f"{self.now():.6f}"

    def new_id(self, prefix: str) -> str:
        """Return a fresh id in Slack's manner: a letter and ten letters or digits."""
        return prefix + "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(10))

    def new_hash(self) -> str:
        """Return the hash of a version of a view."""
        return f"{int(self.now())}.{secrets.token_hex(4)}"

    @property
    def organisation(self) -> str:
        """Return the id of the organisation for which the app is installed; empty where it is for each workspace."""
        return seed.ORGANISATION if self.switched_on("organisation") else ""

    def workspace_of(self, token: str) -> Workspace | None:
        """Return the workspace for which a bot token speaks; refuse one that has expired."""
        team, end = self.ends.get(token, ("", None))
        if end is not None and self.clock.now() > end:
            raise Refusal("token_expired")
        if team:
            return self.workspaces.get(team)
        return next((w for w in self.workspaces.values() if secrets.compare_digest(w.bot_token, token)), None)

    def meant(self, workspace: Workspace, args: Mapping[str, Any]) -> Workspace:
        """Return the workspace that a call with an organisation's token is about: that of what its arguments name."""
        named = (
            self.channels.get(str(args.get("channel"))),
            self.people.get(str(args.get("user") or args.get("users") or args.get("user_id"))),
            self.triggers.get(str(args.get("trigger_id"))),
            self.views.get(str(args.get("view_id"))),
        )
        teams = [one.team_id for one in named if one is not None and one.team_id in self.workspaces]
        return self.workspaces[teams[0]] if teams else workspace

    def is_bot(self, user: str) -> bool:
        """Say whether a user id is the app's own."""
        return any(space.bot_user == user for space in self.workspaces.values())

    def home_workspace(self, user: str) -> Workspace | None:
        """Return the workspace with the app in which a person is at home; None for external people."""
        person = self.people.get(user)
        return self.workspaces.get(person.team_id) if person else None

    def visible_to(self, user: str) -> Iterator[Channel]:
        """Yield the channels that a person may see: his own, and the public ones unless he is a guest or external."""
        person = self.people[user]
        for channel in self.channels.values():
            open_to_all = channel.kind == "public" and person.kind == "member" and channel.team_id == person.team_id
            if user in channel.members or open_to_all:
                yield channel

    def find_message(self, channel: Channel, ts: str) -> PostedMessage | None:
        """Return the message with that ts, or None."""
        return next((message for message in channel.messages if message.ts == ts), None)

    def replies(self, channel: Channel, ts: str) -> list[PostedMessage]:
        """Return the replies of a thread that everybody sees, oldest first."""
        return [m for m in channel.messages if m.thread_ts == ts and m.ts != ts and m.ephemeral_for is None]

    def add_message(self, channel: Channel, message: PostedMessage) -> PostedMessage:
        """Append a message to its channel."""
        channel.messages.append(message)
        self.changed()
        return message

    def all_on(self) -> list[Thrown]:
        """Return the switches that are on now, the oldest first."""
        self.thrown = [one for one in self.thrown if one.until is None or self.now() < one.until]
        return list(self.thrown)

    def switched_on(self, name: str) -> list[Thrown]:
        """Return what is on of one switch of `switches.py`, with what it was given."""
        return [one for one in self.all_on() if one.name == name]

    def use_up(self, thrown: Thrown) -> None:
        """Count one use of a switch that is on for a number of times; after the last it is off."""
        if thrown.left is not None:
            left = [replace(thrown, left=thrown.left - 1)] if thrown.left > 1 else []
            place = self.thrown.index(thrown)
            self.thrown[place : place + 1] = left

    def notify(self, user: str, text: str) -> None:
        """Leave a private word of Slack itself to one person; the last five are kept."""
        held = self.notices.setdefault(user, [])
        held.append(Notice(self.new_id("N"), text))
        del held[:-5]
        self.changed()

    def new_trigger(self, user: str, team_id: str, view_id: str | None = None) -> str:
        """Return a trigger_id that opens one view within three seconds."""
        moment = self.clock.now() + timedelta(seconds=most("trigger.seconds"))
        trigger = Trigger(f"{int(self.now() * 1000)}.{secrets.token_hex(8)}", user, team_id, moment, view_id=view_id)
        self.triggers[trigger.id] = trigger
        return trigger.id

    def use_trigger(self, trigger_id: str, team_id: str) -> Trigger:
        """Return the trigger and mark it used; refuse one that is unknown, used or too old."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None or trigger.team_id != team_id:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self.clock.now() > trigger.expires:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(
        self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """Return an address at which an interaction may be answered without a token."""
        expires = self.clock.now() + timedelta(seconds=most("response_url.seconds"))
        held = ResponseUrl(secrets.token_hex(12), user, channel, expires, message_ts, thread_ts)
        self.response_urls[held.id] = held
        return f"{self.base_url}/_hooks/{held.id}"

    def open_views(self, user: str) -> list[ShownView]:
        """Return a person's stack of modals, the top one last."""
        return [self.views[view_id] for view_id in self.stacks.get(user, [])]

    def direct_message(self, workspace: Workspace, user: str) -> Channel | None:
        """Return the conversation between the app and a person of its workspace."""
        return next(
            (c for c in self.channels.values() if c.kind == "im" and c.person == user and c.team_id == workspace.id),
            None,
        )


def micros_of(ts: str) -> int | None:
    """Return the microseconds of a well-formed ts, else None."""
    whole, _, rest = ts.partition(".")
    return int(whole) * 1_000_000 + int(rest) if whole.isdigit() and rest.isdigit() and len(rest) == _DECIMALS else None


def _micros(ts: str) -> int:
    return micros_of(ts) or 0


def view_json(view: ShownView, app_id: str = seed.APP_ID) -> Json:
    """Return a view as Slack gives it back: the app's body with defaults, ids, hash and the values of its inputs."""
    body = view.body
    defaults: Json = {"private_metadata": "", "callback_id": "", "external_id": ""}
    found = {**defaults, "clear_on_close": False, "notify_on_close": False, **body}
    found |= {"id": view.id, "team_id": view.team_id, "hash": view.hash, "state": {"values": view.values}}
    found |= {"root_view_id": view.root_id or view.id, "app_id": app_id, "app_installed_team_id": view.team_id}
    if view.previous_id:
        found["previous_view_id"] = view.previous_id
    return found
