"""What a whole assessment asks of Slack: how many calls an answer takes, and how fast the pace lets them through."""

import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.programs.bench import processes
from tests.programs.bench.deliveries import answer
from tests.programs.bench.filling import open_conversations
from tests.programs.bench.load import send
from tests.programs.bench.slow import Call, wait_for
from tests.programs.bench.turns import DIMENSIONS


@dataclass(frozen=True, slots=True)
class Conducted:
    """Calls by method over an assessment of six dimensions, whose headline and first prompt stood before.

    ``typed`` seconds lie between two answers; ``prompts`` are the seconds from each answer to the next prompt's post.
    """

    calls: dict[str, int]
    typed: float
    prompts: tuple[float, ...]


def measure(folder: Path, *, typed: float) -> Conducted:
    """Answer six questions with a pause between them, at the pace that production keeps."""
    database = folder / "conducting.db"
    place = open_conversations(database, 1, channels=1)[0]
    with ExitStack() as stack:
        slack = processes.slack()
        stack.callback(slack.end)
        bot = processes.bot(database, slack)
        stack.callback(bot.end)
        send(bot.port, [answer("1.0", "C0", 0)], connections=1)
        wait_for(slack, _caught_up, quiet=0.5)  # after its start it reads once what was missed
        said = []
        for step in range(DIMENSIONS):
            said.append(send(bot.port, [answer(place.thread, place.channel, step)], connections=1).answers[0].sent)
            time.sleep(typed)
        calls = wait_for(slack, bool, quiet=2.0)
    return Conducted(dict(Counter(each.method for each in calls)), typed, _prompts(calls, said))


def _caught_up(calls: list[Call]) -> bool:
    return any(each.method == "conversations.replies" for each in calls)


def _prompts(calls: list[Call], said: list[float]) -> tuple[float, ...]:
    posts = [each.at for each in calls if each.method == "chat.postMessage"]
    return tuple(min(post for post in posts if post > at) - at for at in said if any(post > at for post in posts))
