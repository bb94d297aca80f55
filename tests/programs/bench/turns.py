"""How fast an answer is taken: signed request, on disk, acknowledged; against a Bolt app that only acknowledges."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from tests.programs.bench import processes
from tests.programs.bench.deliveries import answer
from tests.programs.bench.filling import conversation, must_be_kept, open_conversations
from tests.programs.bench.load import Run, send, send_anew
from tests.programs.bench.slow import posted, wait_for

DIMENSIONS = 6
_OK = 200
_CHANNELS = 50
BARE, LEAST = "bare Bolt", "bare Bolt and the SQL of an answer"
WORKING, ALONE = "answers, workers running", "answers, no workers"
PLAIN, PLAIN_SLOW = "the plain bot", "the plain bot, Slack takes 200 ms"
WORKING_SLOW = "answers, workers running, Slack takes 200 ms"
_CAUGHT_UP = "not-caught-up"
_SLOW_SECONDS = 0.2
_FEWER = 5
"""The plain bot's ten threads take fifty posts a second where Slack takes 200 ms: it gets a fifth of the requests."""


@dataclass(frozen=True, slots=True)
class Line:
    """One server at one number of connections: medians over the rounds.

    ``processor`` seconds is how long a core was busy for one request, whatever else the machine did; None if unknown.
    ``kept`` is how many answers a second were on disk; None where none are kept.
    """

    server: str
    connections: int
    per_second: float
    p50: float
    p99: float
    processor: float | None
    kept: float | None


@dataclass(frozen=True, slots=True)
class _Burst:
    run: Run
    processor: float | None
    kept: float | None


@dataclass(frozen=True, slots=True)
class _Server:
    """What is measured. ``posts`` is the Slack of a plain bot, which posts each answer's next question once it is kept.

    ``keeps``: what it has acknowledged is on disk.
    """

    process: processes.Process
    keeps: bool = True
    posts: processes.Process | None = None
    share: int = 1

    def burst(self, requests: list[bytes], connections: int) -> _Burst:
        """Send the requests, and wait until what a plain bot has acknowledged is kept."""
        before, began = self.process.processor_seconds(), time.monotonic()
        with self.process.awake():
            run = (send_anew if self.posts else send)(self.process.port, requests, connections=connections)
            if self.posts is not None:
                calls = wait_for(self.posts, lambda seen: posted(seen) >= len(requests), quiet=0.0)
                kept = len(requests) / (max(each.at for each in calls) - began)
            else:
                kept = run.per_second
        after = self.process.processor_seconds()
        busy = None if before is None or after is None else (after - before) / len(requests)
        return _Burst(run, busy, kept if self.keeps else None)


def measure(folder: Path, requests: dict[int, int], rounds: int) -> list[Line]:
    """Measure each server with so many requests at each number of connections, in turn, round after round."""
    bursts: dict[tuple[str, int], list[_Burst]] = {}
    needed = rounds * sum(requests.values())
    with ExitStack() as stack:
        servers = _servers(folder, needed, stack)
        waiting = {name: iter(_answers(needed)) for name in servers}
        for connections, number in sorted(requests.items()) * rounds:
            for name, server in servers.items():
                burst = server.burst(list(islice(waiting[name], number // server.share)), connections)
                must_be_taken(name, burst.run)
                bursts.setdefault((name, connections), []).append(burst)
        for name in (WORKING, ALONE):
            servers[name].process.end()  # one that was stopped while it wrote would let nobody else into its file
            must_be_kept(name, _database(folder, name), needed)
    return [_line(name, connections, each) for (name, connections), each in bursts.items()]


def _servers(folder: Path, needed: int, stack: ExitStack) -> dict[str, _Server]:
    """Start each server and let it sleep; the plain bots have a Slack of their own, whose calls are counted."""
    for name in (LEAST, WORKING, ALONE, WORKING_SLOW):
        open_conversations(_database(folder, name), needed, channels=_CHANNELS, stages=DIMENSIONS)
    slack, slow, plain, plain_slow = (processes.slack(each) for each in (0.0, _SLOW_SECONDS, 0.0, _SLOW_SECONDS))
    servers = {
        BARE: _Server(processes.bare(), keeps=False),
        LEAST: _Server(processes.least(_database(folder, LEAST))),
        WORKING: _Server(processes.bot(_database(folder, WORKING), slack, _CAUGHT_UP)),
        ALONE: _Server(processes.bot(_database(folder, ALONE), slack, _CAUGHT_UP, "no-workers")),
        PLAIN: _Server(processes.plain_bot(_database(folder, PLAIN), plain), posts=plain),
        WORKING_SLOW: _Server(processes.bot(_database(folder, WORKING_SLOW), slow, _CAUGHT_UP), share=_FEWER),
        PLAIN_SLOW: _Server(
            processes.plain_bot(_database(folder, PLAIN_SLOW), plain_slow), posts=plain_slow, share=_FEWER
        ),
    }
    for each in (slack, slow, plain, plain_slow):
        stack.callback(each.end)
    for server in servers.values():
        stack.callback(server.process.end)
        server.process.sleep()
    return servers


def _database(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(' ', '-').replace(',', '')}.db"


def _answers(number: int) -> Iterator[bytes]:
    """Give an answer to each of so many conversations: its second question stands only once work was done."""
    for count in range(number):
        place = conversation(count, _CHANNELS)
        yield answer(place.thread, place.channel, count % DIMENSIONS, team=place.team)


def must_be_taken(name: str, run: Run) -> None:
    refused = [each.status for each in run.answers if each.status != _OK]
    if refused:
        raise RuntimeError(
            f"{name}: {len(refused)} of {len(run.answers)} requests were refused, the first with {refused[0]}"
        )


def _line(server: str, connections: int, bursts: list[_Burst]) -> Line:
    busy = [each.processor for each in bursts if each.processor is not None]
    kept = [each.kept for each in bursts if each.kept is not None]
    return Line(
        server,
        connections,
        median(each.run.per_second for each in bursts),
        median(each.run.quantile(0.5) for each in bursts),
        median(each.run.quantile(0.99) for each in bursts),
        median(busy) if busy else None,
        median(kept) if kept else None,
    )
