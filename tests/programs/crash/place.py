"""Where the crash run plays: the sandbox with its clock, looked at directly, since a person's look is no delivery."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.sandbox.app import Sandbox
from bot.sandbox.block_rules import interactive_elements
from bot.sandbox.model import Channel, Json, PostedMessage, ShownView
from tests.programs.crash.post_office import PostOffice

CHANNEL = "C0CXTEAM01"


@dataclass(frozen=True, slots=True)
class Button:
    """A button in a message: what a person needs to press it."""

    ts: str
    block: str
    action: str
    value: str = ""
    channel: str = CHANNEL

    @property
    def where(self) -> Json:
        """Give the button's place as the page's interface takes it."""
        where = {"channel": self.channel, "ts": self.ts}
        return {"where": where, "block_id": self.block, "action_id": self.action}


@dataclass(frozen=True, slots=True)
class Place:
    """The sandbox, what it delivers, and whether the bot is up."""

    sandbox: Sandbox
    url: str
    office: PostOffice
    up: threading.Event
    _clock: threading.Lock = field(default_factory=threading.Lock)

    def move_clock(self, seconds: float) -> None:
        """Move Slack's clock, so that it delivers again what is due by then."""
        with self._clock:
            self.sandbox.clock.advance(seconds)

    def messages(self) -> list[PostedMessage]:
        """Give every message of the channel and its threads that all can see, oldest first."""
        with self.sandbox._world.lock:
            return [each for each in self._channel().messages if each.ephemeral_for is None]

    def private_words(self, person: str) -> list[PostedMessage]:
        """Give the messages that only one person sees, the oldest of each channel first."""
        with self.sandbox._world.lock:
            every = [each for channel in self.sandbox._world.channels.values() for each in channel.messages]
            return [each for each in every if each.ephemeral_for == person]

    def everything(self) -> list[PostedMessage]:
        """Give every message of the bot wherever it stands, direct messages too."""
        with self.sandbox._world.lock:
            every = [each for channel in self.sandbox._world.channels.values() for each in channel.messages]
        return [each for each in every if self.is_bot(each) and each.ephemeral_for is None]

    def offered(self, person: str) -> list[Button]:
        """Give the buttons of all messages that a person can see."""
        with self.sandbox._world.lock:
            seen = [each for each in self.sandbox._world.channels.values() if person in (*each.members, each.person)]
            return [
                replace(button, channel=channel.id)
                for channel in seen
                for message in channel.messages
                for button in _buttons_of(message)
            ]

    @property
    def acted_late(self) -> dict[str, float]:
        """Give the ts of every message that was posted late, with the seconds by which."""
        return self.sandbox._web_api.acted_late

    def reads(self) -> dict[str, str]:
        """Give what people wrote as it reads now, by its ts."""
        with self.sandbox._world.lock:
            return {each.ts: each.text for each in self._channel().messages if not self.is_bot(each)}

    def thread(self, ts: str) -> list[PostedMessage]:
        """Give the replies of a thread, oldest first."""
        with self.sandbox._world.lock:
            return self.sandbox._world.replies(self._channel(), ts)

    def headline(self, words: str) -> str | None:
        """Give the ts of the headline that names something."""
        with self.sandbox._world.lock:
            for each in self._channel().messages:  # one that was posted again, and too late, is no thread of ours
                if key_of(each).endswith(":headline") and words in each.text:
                    return each.ts
        return None

    def form(self, person: str) -> ShownView | None:
        """Give the modal that a person has open."""
        with self.sandbox._world.lock:
            views = self.sandbox._world.open_views(person)
            return views[-1] if views else None

    def buttons(self, thread: str) -> list[list[Button]]:
        """Give the buttons of each message of a thread that has any, the newest message first."""
        rows = [list(_buttons_of(each)) for each in reversed(self.thread(thread))]
        return [row for row in rows if row]

    def is_bot(self, message: PostedMessage) -> bool:
        """Tell whether the bot wrote a message."""
        return self.sandbox._world.is_bot(message.user)

    def _channel(self) -> Channel:
        return self.sandbox._world.channels[CHANNEL]


def key_of(message: PostedMessage) -> str:
    """Give the key by which the bot finds a message again: the id of its first block."""
    return str(message.blocks[0].get("block_id", "")) if message.blocks else ""


def _buttons_of(message: PostedMessage) -> Iterator[Button]:
    for block in message.blocks:
        for element in interactive_elements(block):
            value = str(element.get("value", ""))
            yield Button(message.ts, str(block["block_id"]), str(element["action_id"]), value)
