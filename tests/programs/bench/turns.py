"""How fast an answer is taken: signed request, on disk, acknowledged; against a Bolt app that only acknowledges."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.programs.bench import processes
from tests.programs.bench.deliveries import answer
from tests.programs.bench.filling import Conversation, open_conversations
from tests.programs.bench.load import Run, send

DIMENSIONS = 6
_OK = 200
_CHANNELS = 50
BARE, LEAST = "bare Bolt", "bare Bolt and the SQL of an answer"
WORKING, ALONE = "answers, workers running", "answers, no workers"


@dataclass(frozen=True, slots=True)
class Line:
    """One server at one number of connections: medians over the rounds.

    ``processor`` seconds is how long a core was busy for one request, whatever else the machine did; None if unknown.
    """

    server: str
    connections: int
    per_second: float
    p50: float
    p99: float
    processor: float | None


def measure(folder: Path, requests: dict[int, int], rounds: int) -> list[Line]:
    """Measure each server with so many requests at each number of connections, in turn, round after round."""
    runs: dict[tuple[str, int], list[tuple[Run, float | None]]] = {}
    needed = rounds * sum(-(-number // DIMENSIONS) for number in requests.values())
    with ExitStack() as stack:
        slack = processes.slack()
        stack.callback(slack.end)
        servers = {BARE: processes.bare(), **_bots(folder, slack, needed)}
        for server in servers.values():
            stack.callback(server.end)
            server.sleep()
        open_ones = {name: iter(_opened(needed)) for name in servers}
        for connections, number in sorted(requests.items()) * rounds:
            for name, server in servers.items():
                burst = _answers(open_ones[name], number)
                before = server.processor_seconds()
                with server.awake():
                    run = send(server.port, burst, connections=connections)
                after = server.processor_seconds()
                _must_be_taken(name, run)
                busy = None if before is None or after is None else (after - before) / number
                runs.setdefault((name, connections), []).append((run, busy))
    return [_line(name, connections, each) for (name, connections), each in runs.items()]


def _bots(folder: Path, slack: processes.Process, needed: int) -> dict[str, processes.Process]:
    for name in (LEAST, WORKING, ALONE):
        open_conversations(_database(folder, name), needed, channels=_CHANNELS)
    return {
        LEAST: processes.least(_database(folder, LEAST)),
        WORKING: processes.bot(_database(folder, WORKING), slack),
        ALONE: processes.bot(_database(folder, ALONE), slack, "no-workers"),
    }


def _database(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(' ', '-').replace(',', '')}.db"


def _opened(needed: int) -> list[Conversation]:
    return [Conversation(f"C{count % _CHANNELS}", f"1700000000.{count:06d}") for count in range(needed)]


def _answers(conversations: Iterator[Conversation], number: int) -> list[bytes]:
    """Give the answers of as many conversations as are needed, all first answers first, then all second ones."""
    taken = [next(conversations) for _ in range(-(-number // DIMENSIONS))]
    every = [answer(each.thread, each.channel, step) for step in range(DIMENSIONS) for each in taken]
    return every[:number]


def _must_be_taken(name: str, run: Run) -> None:
    refused = [each.status for each in run.answers if each.status != _OK]
    if refused:
        raise RuntimeError(
            f"{name}: {len(refused)} of {len(run.answers)} requests were refused, the first with {refused[0]}"
        )


def _line(server: str, connections: int, runs: list[tuple[Run, float | None]]) -> Line:
    known = [busy for _, busy in runs if busy is not None]
    return Line(
        server,
        connections,
        median(run.per_second for run, _ in runs),
        median(run.quantile(0.5) for run, _ in runs),
        median(run.quantile(0.99) for run, _ in runs),
        median(known) if known else None,
    )
