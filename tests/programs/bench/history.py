"""Whether a full database slows anybody down: `/cx-scorecard` and the next prompt with ever more stored assessments."""

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.programs.bench import processes
from tests.programs.bench.deliveries import answer, command
from tests.programs.bench.filling import BUSY_CHANNEL, Conversation, finished_assessments, open_conversations
from tests.programs.bench.load import quantile, send
from tests.programs.bench.slow import wait_for

_OK = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """Seconds with so many stored assessments: of the command, and from an answer to the next prompt's post."""

    assessments: int
    command_p50: float
    command_p99: float
    prompt_p50: float
    prompt_p99: float


def measure(folder: Path, sizes: tuple[int, ...], rounds: int, each: int) -> list[Stored]:
    """Ask each database in turn, round after round: ``each`` answers and five times as many commands, one at a time."""
    places = open_conversations(folder / "history-0.db", rounds * each, channels=rounds * each)
    with ExitStack() as stack:
        slacks, bots = {}, {}
        for before, size in zip((0, *sizes), sizes, strict=False):
            database = folder / f"history-{size}.db"
            shutil.copyfile(folder / f"history-{before}.db", database)
            finished_assessments(database, size)
        for size in sizes:
            slacks[size] = processes.slack()
            stack.callback(slacks[size].end)
            bots[size] = processes.bot(folder / f"history-{size}.db", slacks[size], "unpaced", "not-examined")
            stack.callback(bots[size].end)
            send(bots[size].port, [command(BUSY_CHANNEL)] * 10, connections=1)
            bots[size].sleep()
        commands: dict[int, list[float]] = {size: [] for size in sizes}
        prompts: dict[int, list[float]] = {size: [] for size in sizes}
        for number in range(rounds):
            for size in sizes:
                with bots[size].awake():
                    commands[size] += _commands(bots[size], 5 * each)
                    prompts[size] += _prompts(bots[size], slacks[size], places[number * each : (number + 1) * each])
    return [Stored(size, *_p50_p99(commands[size]), *_p50_p99(prompts[size])) for size in sizes]


def _p50_p99(seconds: list[float]) -> tuple[float, float]:
    return quantile(seconds, 0.5), quantile(seconds, 0.99)


def _commands(bot: processes.Process, number: int) -> list[float]:
    run = send(bot.port, [command(BUSY_CHANNEL)] * number, connections=1)
    if any(each.status != _OK or b"of 5" not in each.body for each in run.answers):
        raise RuntimeError(f"/cx-scorecard answered {run.answers[0].status}: {run.answers[0].body[:200]!r}")
    return [each.seconds for each in run.answers]


def _prompts(bot: processes.Process, slack: processes.Process, places: list[Conversation]) -> list[float]:
    """Answer in each thread, one after the other, and see when its next prompt reached Slack."""
    found = []
    for place in places:
        run = send(bot.port, [answer(place.thread, place.channel, 0)], connections=1)
        posted = wait_for(slack, lambda seen: any(each.method == "chat.postMessage" for each in seen), quiet=0.02)
        at = next(each.at for each in posted if each.method == "chat.postMessage")
        found.append(at - run.answers[0].sent)
    return found
