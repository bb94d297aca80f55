"""One process on PostgreSQL against one on SQLite, two on PostgreSQL, and how soon a dead worker's work goes on."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from tests.programs.bench import processes
from tests.programs.bench.deliveries import answer
from tests.programs.bench.filling import conversation, must_be_kept, open_conversations
from tests.programs.bench.load import Run, send
from tests.programs.bench.slow import calls_of
from tests.programs.bench.turns import must_be_taken

_CONNECTIONS = 16
_TEAMS = 50
LEFT_OUT = ("no-workers", "not-examined", "not-caught-up", "one-for-all")
_CALL_SECONDS = 2.0
_PATIENCE = 60.0
ON_FILE, ON_SERVER, TWO = "one process on SQLite", "one process on PostgreSQL", "two processes on PostgreSQL"
# As in production, where the tests' own servers spare the disk.
_SETTINGS = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on", "shared_buffers": "256MB"}


@dataclass(frozen=True, slots=True)
class Served:
    """Medians over the rounds; ``bots``, ``server`` and ``load`` are seconds of a core for each answer."""

    name: str
    per_second: float
    p50: float
    p99: float
    bots: float
    server: float
    load: float


@dataclass(frozen=True, slots=True)
class Stores:
    """What came out; ``going_on`` is how many seconds after the kill of a worker another one went on, each time."""

    served: tuple[Served, ...]
    going_on: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Burst:
    run: Run
    bots: float
    server: float
    load: float


def measure(folder: Path, requests: int, rounds: int, kills: int) -> Stores | None:
    """Send as many answers of 50 workspaces to each in turn, round after round; None where there is no PostgreSQL."""
    from tests.postgres import is_installed  # noqa: PLC0415  # an extra

    if not is_installed():
        return None
    needed = requests * rounds  # the second question of a conversation stands only once work was done
    with ExitStack() as stack:
        server = stack.enter_context(server_on_disk())
        places = {ON_FILE: str(processes.address(folder / "stores.db")), ON_SERVER: server("one"), TWO: server("two")}
        for each in places.values():
            open_conversations(each, needed, channels=_TEAMS, teams=_TEAMS)
        slack = processes.slack()
        stack.callback(slack.end)
        bots = {
            name: [processes.bot(place, slack, *LEFT_OUT) for _ in range(1 + (name == TWO))]
            for name, place in places.items()
        }
        for process in (each for found in bots.values() for each in found):
            stack.callback(process.end)
            process.sleep()
        threads = [conversation(count, _TEAMS, _TEAMS) for count in range(needed)]
        bursts: dict[str, list[_Burst]] = {name: [] for name in places}
        for number in range(rounds):
            own = threads[number * requests : (number + 1) * requests]
            for name, found in bots.items():
                said = [answer(each.thread, each.channel, 0, team=each.team) for each in own]
                bursts[name].append(_burst(name, found, said, server.seconds))
        for name, place in places.items():
            for process in bots[name]:
                process.end()  # as for the turns
            must_be_kept(name, place, rounds * requests)
        served = tuple(_served(name, found) for name, found in bursts.items())
        return Stores(served, tuple(_going_on(server(f"kill{number}")) for number in range(kills)))


class _Server:
    """A server on a disk; calling it makes a database and returns its URL."""

    def __init__(self, folder: Path) -> None:
        from tests.postgres import Server  # noqa: PLC0415  # an extra

        self._server = Server(folder, **_SETTINGS)
        self.remove = self._server.remove

    def __call__(self, name: str, like: str = "template1") -> str:
        import psycopg  # noqa: PLC0415  # an extra

        with psycopg.connect(self._server.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self._server.url(name)

    def seconds(self) -> float:
        """Return how long the server's processes had a core so far, those that ended among them."""
        root = self._server.process.pid
        children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
        return _seconds(root, ended=True) + sum(_seconds(int(each), ended=False) for each in children)


@contextmanager
def server_on_disk() -> Iterator[_Server]:
    """Lend a server whose files stand on a disk: the folder for temporary files may be in memory."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="cxbot-bench-") as place:
        Path(place).chmod(0o755)  # the server runs as somebody else
        server = _Server(Path(place, "server"))
        try:
            yield server
        finally:
            server.remove()


def _seconds(pid: int, *, ended: bool) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if ended else 13])) / os.sysconf("SC_CLK_TCK")


def _burst(name: str, bots: list[processes.Process], requests: list[bytes], server: Callable[[], float]) -> _Burst:
    """Send the requests, to several processes in equal parts at the same time."""
    before = (sum(each.processor_seconds() or 0.0 for each in bots), server(), time.process_time())
    with ExitStack() as stack:
        for each in bots:
            stack.enter_context(each.awake())
        parts = [requests[number :: len(bots)] for number in range(len(bots))]
        began = time.monotonic()
        with ThreadPoolExecutor(len(bots)) as pool:
            sending = partial(send, connections=_CONNECTIONS // len(bots))
            runs = [*pool.map(sending, [each.port for each in bots], parts)]
        run = Run(tuple(each for one in runs for each in one.answers), time.monotonic() - began)
    must_be_taken(name, run)
    after = (sum(each.processor_seconds() or 0.0 for each in bots), server(), time.process_time())
    return _Burst(run, *((late - early) / len(requests) for early, late in zip(before, after, strict=True)))


def _served(name: str, bursts: list[_Burst]) -> Served:
    return Served(
        name,
        median(each.run.per_second for each in bursts),
        median(each.run.quantile(0.5) for each in bursts),
        median(each.run.quantile(0.99) for each in bursts),
        median(each.bots for each in bursts),
        median(each.server for each in bursts),
        median(each.load for each in bursts),
    )


def _going_on(database: str) -> float:
    """Kill the worker that calls Slack, and return after how many seconds another one calls for the same work."""
    (place,) = open_conversations(database, 1, channels=1)
    with ExitStack() as stack:
        slack = processes.slack(_CALL_SECONDS)
        stack.callback(slack.end)
        takes = processes.bot(database, slack, "no-workers")
        stack.callback(takes.end)
        other, works = (processes.bot(database, slack) for _ in range(2))
        stack.callback(other.end)
        assert works.port
        _quiet(slack)
        other.sleep()
        send(takes.port, [answer(place.thread, place.channel, 0)], connections=1)
        _next_post(slack)
        works.kill()
        killed = time.monotonic()
        with other.awake():
            return _next_post(slack) - killed


def _quiet(slack: processes.Process) -> None:
    """Wait until nothing was called for a while: a bot that starts looks around."""
    last = time.monotonic()
    while time.monotonic() - last < _CALL_SECONDS + 1:
        last = time.monotonic() if calls_of(slack) else last
        time.sleep(0.1)


def _next_post(slack: processes.Process) -> float:
    give_up = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up:
        for each in calls_of(slack):
            if each.method.startswith("chat."):
                return each.at
        time.sleep(0.01)
    raise RuntimeError(f"nobody called Slack within {_PATIENCE:.0f} s")
