"""How soon a started process answers, and how much memory it takes over a whole assessment."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import processes
from tests.bench.deliveries import answer
from tests.bench.filling import open_conversations
from tests.bench.load import send
from tests.bench.turns import DIMENSIONS


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds from the start of a process to its first acknowledgement, and megabytes at most; None where not known."""

    bare_seconds: float
    bot_seconds: float
    bare_memory: float | None
    bot_memory: float | None


def measure(folder: Path, rounds: int) -> Started:
    """Start both in turn, round after round; each answers a whole assessment before its memory is read."""
    database = folder / "starting.db"
    places = open_conversations(database, rounds, channels=rounds)
    bare_seconds, bot_seconds, bare_memory, bot_memory = [], [], [], []
    with ExitStack() as stack:
        slack = processes.slack()
        stack.callback(slack.end)
        for place in places:
            turns = [answer(place.thread, place.channel, step) for step in range(DIMENSIONS)]
            seconds, memory = _started(processes.bare(), turns)
            bare_seconds.append(seconds)
            bare_memory.append(memory)
            seconds, memory = _started(processes.bot(database, slack), turns)
            bot_seconds.append(seconds)
            bot_memory.append(memory)
    return Started(median(bare_seconds), median(bot_seconds), _most(bare_memory), _most(bot_memory))


def _started(process: processes.Process, turns: list[bytes]) -> tuple[float, float | None]:
    try:
        run = send(process.port, turns[:1], connections=1)
        seconds = run.answers[0].ended - process.started
        send(process.port, turns[1:], connections=1)
        time.sleep(0.5)  # what follows an answer takes memory, too
        return seconds, process.peak_memory()
    finally:
        process.end()


def _most(megabytes: list[float | None]) -> float | None:
    known = [each for each in megabytes if each is not None]
    return max(known) if known else None
