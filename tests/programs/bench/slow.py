"""A hundred conversations answer at once while Slack takes two seconds a call: acknowledgements must not wait."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.programs.bench import processes
from tests.programs.bench.deliveries import answer
from tests.programs.bench.filling import open_conversations
from tests.programs.bench.load import send

ACKNOWLEDGED_WITHIN = 3.0
_POLL_SECONDS = 0.01
_LONGEST_SECONDS = 120.0
_OK = 200


@dataclass(frozen=True, slots=True)
class Slow:
    """``in_time`` of ``conversations`` were acknowledged within three seconds; the rest is in seconds."""

    conversations: int
    in_time: int
    slowest: float
    prompts_out: float
    calls_done: float
    calls: int


@dataclass(frozen=True, slots=True)
class Call:
    """One call of Slack's Web API, when it came in (monotonic seconds)."""

    method: str
    channel: str
    thread: str
    at: float


def measure(folder: Path, conversations: int, delay: float) -> Slow:
    """Send one answer in each of so many threads, each in a channel of its own, and wait for what follows."""
    database = folder / "slow.db"
    places = open_conversations(database, conversations, channels=conversations)
    with ExitStack() as stack:
        slack = processes.slack(delay)
        stack.callback(slack.end)
        bot = processes.bot(database, slack, "unpaced")
        stack.callback(bot.end)
        send(bot.port, [answer("1.0", "C0", 0)], connections=1)  # asks Slack who the bot is, which takes as long
        began = time.monotonic()
        run = send(bot.port, [answer(each.thread, each.channel, 0) for each in places], connections=conversations)
        calls = wait_for(slack, lambda seen: posted(seen) >= conversations, quiet=2 * delay + 1)
    in_time = sum(each.seconds < ACKNOWLEDGED_WITHIN and each.status == _OK for each in run.answers)
    posts = [each.at for each in calls if each.method == "chat.postMessage"]
    return Slow(
        conversations,
        in_time,
        max(each.seconds for each in run.answers),
        max(posts) + delay - began,
        max(each.at for each in calls) + delay - began,
        len(calls),
    )


def posted(calls: list[Call]) -> int:
    """Return how many of the calls posted a message."""
    return sum(each.method == "chat.postMessage" for each in calls)


def calls_of(slack: processes.Process) -> list[Call]:
    """Give what was called since the last time that was asked."""
    with urlopen(f"http://127.0.0.1:{slack.port}/calls") as answered:
        return [Call(*each) for each in json.load(answered)]


def wait_for(slack: processes.Process, enough: Callable[[list[Call]], bool], quiet: float) -> list[Call]:
    """Wait until there are enough calls, and none for a while."""
    seen: list[Call] = []
    give_up = time.monotonic() + _LONGEST_SECONDS
    last = time.monotonic()
    while time.monotonic() < give_up:
        new = calls_of(slack)
        seen += new
        last = time.monotonic() if new else last
        if enough(seen) and time.monotonic() - last > quiet:
            return seen
        time.sleep(_POLL_SECONDS)
    raise RuntimeError(f"after {_LONGEST_SECONDS:.0f} s there were only {len(seen)} calls")
