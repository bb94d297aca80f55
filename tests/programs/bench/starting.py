"""How soon a started process answers, and how much memory it takes over a whole assessment."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.programs.bench import processes
from tests.programs.bench.deliveries import answer
from tests.programs.bench.filling import open_conversations
from tests.programs.bench.load import send
from tests.programs.bench.turns import DIMENSIONS

_STAGES = """
import dataclasses, json, sys, time
sys.modules["rich"] = None
passed, stages = time.perf_counter(), {}
def done(stage):
    global passed
    stages[stage], passed = time.perf_counter() - passed, time.perf_counter()
import slack_bolt, uvicorn, bot.web.app
done("Bolt, Slack's SDK and the web server (the bare one loads them too)")
import pydantic_settings, structlog, yaml
done("pydantic, pydantic-settings, structlog and YAML")
plain, making = dataclasses._process_class, []
def timed(*given):
    began = time.perf_counter()
    made = plain(*given)
    making.append(time.perf_counter() - began)
    return made
dataclasses._process_class = timed
import bot.main
done("the bot's own modules")
stages[f"of these, making {len(making)} dataclasses"] = sum(making)
from bot.background import read_frameworks
done("behind the first acknowledgement: the other journeys")
read_frameworks(None)
done("behind it: reading and checking the frameworks")
print(json.dumps(stages))
"""


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds from the start of a process to its first acknowledgement, and megabytes at most; None where not known.

    ``stages``: what the bot's start is made of, in seconds, measured in a process that does nothing else.
    """

    bare_seconds: float
    bot_seconds: float
    bare_memory: float | None
    bot_memory: float | None
    stages: dict[str, float]


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
    return Started(median(bare_seconds), median(bot_seconds), _most(bare_memory), _most(bot_memory), _stages(rounds))


def _stages(rounds: int) -> dict[str, float]:
    """Time each part of the start, the least of several rounds: other work can only make it longer."""
    found = [_stages_once() for _ in range(rounds)]
    return {stage: min(each[stage] for each in found) for stage in found[0]}


def _stages_once() -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, "-c", _STAGES],
        cwd=processes.ROOT,
        env=processes.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return {str(stage): float(seconds) for stage, seconds in json.loads(ran.stdout).items()}


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
