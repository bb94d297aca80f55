"""The bot as a process that is frozen, killed and started again on the same database and port.

Each bot has a process that forks it. These are forked in turn from one that has imported the bot, once for all runs.
"""

import multiprocessing
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from tests.programs.crash.serving import run

HOST = "127.0.0.1"
_PORTS = range(20_000, 30_000)  # below the ports that systems give to outgoing connections
_START_SECONDS = 60.0  # on a machine that has five times more to do than it has cores, too
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([run.__module__])


class BotProcess:
    """One serving process at a time. ``up`` is set while it answers; ``deaths`` are ends that were none of ours.

    Two that share ``up`` clear it when either is killed, and set it when either answers again.
    """

    def __init__(
        self, settings: Mapping[str, str], log: Path, break_name: str = "", *, up: threading.Event | None = None
    ) -> None:
        self.port = _free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.up = up or threading.Event()
        self.kills = 0
        self.freezes = 0
        self.deaths: list[str] = []
        self._pid = 0
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "CXBOT_"))}
        environment = clean | {"HOST": HOST, "PORT": str(self.port)} | dict(settings)
        self._orders, orders = _CONTEXT.Pipe()
        self._forks = _CONTEXT.Process(target=run, args=(break_name, environment, log, orders), daemon=True)
        self._forks.start()
        orders.close()

    def start(self) -> None:
        """Start a process; the one before must have been killed."""
        pid, ended = self._ask()
        if self.kills and ended != signal.SIGKILL:
            self.deaths.append(f"process {self._pid} ended on its own with {ended}")
        self._pid = pid

    def wait_until_up(self) -> bool:
        """Wait until it answers; False when it does not within some seconds."""
        give_up = time.monotonic() + _START_SECONDS
        while time.monotonic() < give_up:
            try:
                socket.create_connection((HOST, self.port), 1).close()
            except OSError:
                time.sleep(0.005)
            else:
                self.up.set()
                return True
        self.deaths.append(f"process {self._pid} did not answer within {_START_SECONDS:.0f} s of its start")
        return False

    def kill(self) -> None:
        """End it with no chance to tidy up."""
        self.up.clear()
        os.kill(self._pid, signal.SIGKILL)
        self.kills += 1

    def freeze(self, seconds: float) -> None:
        """Have it stand still for a while, as on a machine that sleeps."""
        os.kill(self._pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self._pid, signal.SIGCONT)
        self.freezes += 1

    def close(self) -> None:
        """Kill what runs."""
        if self._pid:
            self.kill()
        self._orders.close()
        self._forks.join(_START_SECONDS)

    def _ask(self) -> tuple[int, int]:
        self._orders.send("start")
        pid, ended = self._orders.recv()
        return int(pid), int(ended)


def _free_port() -> int:
    """Find a port that is free now and that no outgoing connection will take while the bot is down."""
    while True:
        port = secrets.choice(_PORTS)  # not the run's own randomness: runs stand side by side
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
