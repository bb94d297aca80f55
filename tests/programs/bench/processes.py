"""The processes that are measured: started, asked where they listen, stopped while others are measured, ended."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from queue import Empty, Queue

from tests.programs.bench.deliveries import SECRET

ROOT = Path(__file__).parents[3]
_START_SECONDS = 30.0
_END_SECONDS = 30.0


def environment() -> dict[str, str]:
    """Give the environment without a developer's settings; bytecode is kept, or each start would compile anew."""
    left_out = ("SLACK_", "CXBOT_", "OPENAI_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)}


class Process:
    """A process of ours that says its port on standard error. ``started`` is monotonic, just before it was begun."""

    def __init__(self, module: str, *arguments: str, **settings: str) -> None:
        own = {"HOST": "127.0.0.1", "PORT": "0", "PYTHONPATH": str(ROOT), "SLACK_SIGNING_SECRET": SECRET}
        self.started = time.monotonic()
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=environment() | own | settings,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._ports: Queue[int] = Queue()
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @cached_property
    def port(self) -> int:
        """Wait until it serves, and return where."""
        try:
            return self._ports.get(timeout=_START_SECONDS)
        except Empty:
            self.end()
            raise RuntimeError(f"{self._module} did not start: {' '.join(self.said[-5:])}") from None

    def _read(self) -> None:
        for line in self._process.stderr or ():
            self.said.append(line)
            if '"port"' in line:
                self._ports.put(int(json.loads(line)["port"]))

    @contextmanager
    def awake(self) -> Iterator["Process"]:
        """Let a sleeping process run for a while."""
        self._process.send_signal(signal.SIGCONT)
        try:
            yield self
        finally:
            self._process.send_signal(signal.SIGSTOP)

    def sleep(self) -> None:
        """Stop it once it serves, without ending it, so that it takes nothing from what is measured."""
        assert self.port
        self._process.send_signal(signal.SIGSTOP)

    def peak_memory(self) -> float | None:
        """Give the most memory that it had in use, in megabytes; None where the system does not tell."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text()
        except OSError:
            return None
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def processor_seconds(self) -> float | None:
        """Give how long it had a core so far; None where the system does not tell."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End it with no chance to tidy up."""
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def end(self) -> None:
        """End it, in good order where it can."""
        self._process.send_signal(signal.SIGCONT)
        self._process.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()


def bare() -> Process:
    """Start the bare Bolt app."""
    return Process("tests.programs.bench.bare")


def least(database: Path) -> Process:
    """Start the app that only runs an answer's SQL on a database."""
    return Process("tests.programs.bench.least", DATABASE_URL=f"sqlite:///{database}")


def plain_bot(database: Path, slack: Process) -> Process:
    """Start the plain bot on a database and a Slack."""
    return Process("tests.programs.bench.plain_bot", **_joined(database, slack))


def slack(delay: float = 0.0) -> Process:
    """Start a Slack that answers after so many seconds."""
    return Process("tests.programs.bench.slack_stub", str(delay))


def bot(database: Path | str, slack: Process, *left_out: str) -> Process:
    """Start the bot on a database and a Slack."""
    return Process("tests.programs.bench.serving", *left_out, **_joined(database, slack))


def address(database: Path | str) -> str:
    """Return the URL of a database; a path is a file of SQLite's."""
    return database if isinstance(database, str) else f"sqlite:///{database}"


def _joined(database: Path | str, slack: Process) -> dict[str, str]:
    return {
        "DATABASE_URL": address(database),
        "SLACK_API_URL": f"http://127.0.0.1:{slack.port}/api/",
        "SLACK_BOT_TOKEN": "xoxb-bench",
    }
