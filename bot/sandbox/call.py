"""One call of a Web API method: its arguments read with care, its workspace, and what a method declares."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from bot.sandbox.events import Events
from bot.sandbox.model import Channel, Json, PostedMessage, Refusal, User, Workspace
from bot.sandbox.world import World, micros_of

TokenKind = Literal["bot", "app", "none"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """A call that passed authentication. `workspace` is the one for which the token speaks.

    What was posted within the last `lag` seconds is not found by a read yet.
    """

    world: World
    events: Events
    workspace: Workspace
    args: Mapping[str, Any]
    lag: float = 0.0

    def text(self, name: str, default: str = "") -> str:
        """Return an argument as text; JSON callers may give numbers."""
        value = self.args.get(name, default)
        return default if value is None else value if isinstance(value, str) else json.dumps(value)

    def flag(self, name: str) -> bool:
        """Return an argument as a truth value; forms say true or 1."""
        return self.text(name).lower() in ("true", "1")

    def json(self, name: str, error: str) -> Any:
        """Return an argument as JSON, None when it is absent or empty; refuse what is no JSON with `error`."""
        value = self.args.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise Refusal(error) from None

    def channel(self, name: str = "channel") -> Channel:
        """Return the channel of an argument if the app may know of it, else refuse with channel_not_found."""
        channel = self.world.channels.get(self.text(name))
        hidden = channel is None or (
            channel.kind in ("private", "im") and self.workspace.bot_user not in channel.members
        )
        if channel is None or hidden or channel.team_id != self.workspace.id:
            raise Refusal("channel_not_found")
        return channel

    def joined_channel(self, name: str = "channel") -> Channel:
        """Return a channel of which the bot is a member, else refuse."""
        channel = self.channel(name)
        if self.workspace.bot_user not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def message(self, channel: Channel, ts: str, error: str = "message_not_found") -> PostedMessage:
        """Return a message that everybody in the channel sees, else refuse."""
        message = self.world.find_message(channel, ts)
        if message is None or message.ephemeral_for:
            raise Refusal(error)
        return message

    def person(self, name: str = "user") -> User:
        """Return a person whom this workspace knows: its own people, and guests of other teams in shared channels."""
        person = self.world.people.get(self.text(name))
        if person is None or (person.team_id != self.workspace.id and not self._met(person.id)):
            raise Refusal("user_not_found")
        return person

    def _met(self, user: str) -> bool:
        return any(user in c.members for c in self.world.channels.values() if c.team_id == self.workspace.id)

    def need_scope(self, *accepted: str) -> None:
        """Refuse when the token has none of the scopes."""
        if not set(accepted) & set(self.workspace.scopes):
            provided = ",".join(self.workspace.scopes)
            raise Refusal("missing_scope", needed=",".join(accepted), provided=provided)

    def page(self, found: Sequence[T], default: int = 100) -> tuple[list[T], str]:
        """Return one page of a list by `limit` and `cursor`, and the cursor of the next, empty at the end."""
        start = self._start()
        limit = min(max(self.whole("limit", default), 1), 1000)
        after = start + limit
        cursor = base64.b64encode(f"next:{after}".encode()).decode() if after < len(found) else ""
        return list(found[start:after]), cursor

    def whole(self, name: str, default: int) -> int:
        """Return an argument as a whole number."""
        text = self.text(name)
        if not text:
            return default
        if not text.lstrip("-").isdigit():
            raise Refusal(f"invalid_{name}")
        return int(text)

    def _start(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        try:
            word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise Refusal("invalid_cursor") from None
        if word != "next" or not number.isdigit():
            raise Refusal("invalid_cursor")
        return int(number)

    def within(self, found: Sequence[PostedMessage]) -> list[PostedMessage]:
        """Return the messages that can be read between `oldest` and `latest`, ends included with `inclusive`."""
        oldest, latest = (self._moment(name) for name in ("oldest", "latest"))
        kept = []
        now = self.world.clock.now()
        for message in found:
            if (now - message.at).total_seconds() < self.lag:
                continue
            at = micros_of(message.ts) or 0
            inside = (oldest is None or at > oldest) and (latest is None or at < latest)
            if inside or (self.flag("inclusive") and at in (oldest, latest)):
                kept.append(message)
        return kept

    def _moment(self, name: str) -> int | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return round(float(text) * 1_000_000)
        except ValueError:
            raise Refusal(f"invalid_ts_{name}") from None


@dataclass(frozen=True, slots=True)
class Method:
    """What a method declares: its work, arguments, scopes (any one will do), rate tier and kind of caller."""

    run: Callable[[Call], Json]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    tier: str = "tier3"
    caller: TokenKind = "bot"


def next_page(cursor: str) -> Json:
    """Return the metadata that carries the cursor of the next page."""
    return {"response_metadata": {"next_cursor": cursor}}
