"""A storm of reminders: all of them fall due in one minute, in many workspaces, and several processes send them."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from bot.cipher import FernetCipher, new_key
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.store.store import open_store
from bot.use_cases.cadences import record_cadence
from bot.use_cases.store_ports import Installation, Tokens

ROOT = Path(__file__).parents[3]
CHANNELS = 3
"""Channels of a workspace: each takes a message a second."""


@dataclass(frozen=True, slots=True)
class Storm:
    """What is due: so many reminders over so many workspaces, within ``seconds`` from ``due``."""

    reminders: int
    workspaces: int
    due: datetime
    seconds: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Slack was sent: how many reminders of those that were due, and what was sent twice."""

    missing: int
    twice: int
    refused: int
    took: float

    @property
    def is_well(self) -> bool:
        """Whether each was sent once, and none faster than Slack takes it."""
        return self.missing == self.twice == self.refused == 0


def fill(url: str, storm: Storm) -> dict[str, str]:
    """Record the workspaces with their cadences; return the settings of a process that speaks for them."""
    key = new_key()
    cipher, at = FernetCipher((key,)), storm.due.replace(second=0, microsecond=0, tzinfo=None)
    rule = Cadence(1, Unit.MONTH, at.date(), at.time(), "UTC")
    with closing(open_store(url)) as store:
        for each in range(storm.workspaces):
            workspace = f"T{each:05}"
            tokens = Tokens(cipher.seal(workspace, f"xoxb-{workspace.lower()}"))
            granted = Installation(workspace, storm.due, url="https://many.example/", bot_user="UBOT", bot_id="BBOT")
            with store.writing(workspace) as tx:
                tx.put_installation(replace(granted, tokens=tokens))
                for number in range(each, storm.reminders, storm.workspaces):
                    place = number // storm.workspaces
                    due = storm.due + timedelta(seconds=place % storm.seconds)
                    about = (f"C{each:05}{place % CHANNELS}", "cx", "CX optimization", f"Subject {place}")
                    record_cadence(tx, SetCadence(f"c{number}", workspace, *about, rule, "U1", storm.due, due))
    return {
        "CXBOT_SECRET_KEY": key,
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "the-secret-of-the-storm",
        "DATABASE_URL": url,
    }


@contextmanager
def slack() -> Iterator[str]:
    """Run the Slack of many workspaces; lend its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.programs.reminding.slack_of_many"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.communicate()


def watch(address: str, storm: Storm, patience: float, show: Callable[[str], object] = lambda _text: None) -> Outcome:
    """Wait until everything was sent, and a little longer for what comes twice; say what came."""
    began, seen, changed = time.monotonic(), -1, time.monotonic()
    while True:
        with urlopen(f"{address}/told", timeout=30) as answer:  # noqa: S310 -- our own Slack on loopback
            told = json.load(answer)
        if len(told["posts"]) != seen:
            seen, changed = len(told["posts"]), time.monotonic()
            show(f"{changed - began:6.1f} s  {seen} of {storm.reminders}  refused {told['refused']}")
        quiet = time.monotonic() - changed
        if (seen >= storm.reminders and quiet > 1.0) or quiet > patience:
            break
        time.sleep(0.5)
    keys = Counter((workspace, key) for workspace, _, key, _ in told["posts"])
    moments = [at for *_, at in told["posts"]] or [began]
    twice = sum(number - 1 for number in keys.values())
    return Outcome(storm.reminders - len(keys), twice, told["refused"], max(moments) - min(moments))


def soon(seconds: float) -> datetime:
    """Return a moment so many seconds from now."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)
