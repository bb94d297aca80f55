"""Send a storm of reminders: ``python -m tests.programs.reminding [--reminders N] [--workspaces N] [--processes N]``.

With ``--store postgresql`` on a server that is started for it, else on a SQLite file. Exits with 1 where a reminder is
missing, comes twice, or faster than Slack takes it.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.programs.reminding.storm import ROOT, Storm, fill, slack, soon, watch


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Lend the URL of a new database."""
    if kind == "postgresql":
        with postgres.database() as url:
            yield url
    else:
        with tempfile.TemporaryDirectory(prefix="cxbot-storm-") as folder:
            yield f"sqlite:///{Path(folder) / 'cxbot.db'}"


def say(text: str) -> None:
    """Show a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the storm."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reminders", type=int, default=10_000)
    asked.add_argument("--workspaces", type=int, default=1_000)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--patience", type=float, default=90.0)
    given = asked.parse_args()
    with database(given.store) as url, slack() as address:
        began = time.monotonic()
        storm = Storm(given.reminders, given.workspaces, soon(given.reminders / 400 + 20), seconds=60)
        settings = fill(url, storm)
        say(f"filled in {time.monotonic() - began:.1f} s")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "CXBOT_"))}
        environment = clean | settings | {"SLACK_API_URL": f"{address}/api/", "LOG_LEVEL": "warning"}
        command = [sys.executable, "-m", "bot", "work"]
        workers = [subprocess.Popen(command, env=environment, cwd=ROOT) for _ in range(given.processes)]
        try:
            outcome = watch(address, storm, given.patience, say)
        finally:
            for each in workers:
                each.send_signal(signal.SIGTERM)
            for each in workers:
                each.wait(60)
    say(
        f"{given.reminders} due within {storm.seconds} s in {given.workspaces} workspaces, {given.processes} processes,"
        f" {given.store}: sent in {outcome.took:.1f} s, {outcome.missing} missing, {outcome.twice} twice,"
        f" {outcome.refused} faster than Slack takes"
    )
    return 0 if outcome.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
