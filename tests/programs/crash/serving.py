"""The serving process: each one a fork of a process that has imported all of the bot and read its frameworks.

So a start takes a fraction of a second, and a thousand of them a few minutes. Each order asks for the next process,
when the one before is dead; the answer is its id and the signal that ended the one before.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from bot import background, main, roles
from bot.core.errors import StoreUnavailableError
from bot.files.places import frameworks_folder
from bot.jobs import worker
from bot.jobs.worker import Workers, pause
from bot.slack import journeys
from bot.store.store import SqlStore, open_store
from bot.use_cases import posting
from tests.programs.crash.breaks import BREAKS
from tests.programs.crash.shared_clock import CLOCK, WALL, FileClock, wrong_time

LEASE = "CRASH_LEASE"
"""The variable that says for how many seconds work is leased, ``LEASE_SECONDS`` without it."""
LEASE_SECONDS = 3.0
"""Work of a dead process waits for its lease: 20 s in production, shorter here, or little gets done between kills."""
CONNECT = "CRASH_CONNECT"
"""The variable that says how many seconds it takes to open a connection to Slack, a moment at which to freeze."""
ROLE = "CRASH_ROLE"
"""The variable that says what a process does."""
Role = Literal["bot", "deliveries", "work"]

HEARTBEAT_SECONDS = 0.25
ASIDE_SECONDS = 3.0
POLL_SECONDS = 0.05
FIRST_SECONDS = 0.02
"""The workers begin so soon without a delivery, or most processes would be killed before they have worked at all."""


def send_seconds(lease: float) -> float:
    """Return how much of a lease may pass between its check and a call."""
    return lease / 3


def lag_seconds(lease: float) -> float:
    """Return by how much reading lags at most."""
    return lease / 10


def latest_seconds(lease: float) -> float:
    """Return how late Slack acts at most without a message that stands twice: 13 seconds in production."""
    return lease - send_seconds(lease) - lag_seconds(lease)


def hurry(poll_seconds: float = worker.POLL_SECONDS) -> None:
    """Shorten leases and rests, and lift the pace of a message a second: the people here type without a pause."""
    quick = partial(Workers, heartbeat_seconds=HEARTBEAT_SECONDS, poll_seconds=poll_seconds)
    lease = float(os.environ.get(LEASE, LEASE_SECONDS))

    def quickly(url: str, **more: Any) -> SqlStore:
        store = open_store(url, lease_seconds=lease, **more)
        database = store._database
        database.elapsed = replace(database.elapsed, send_seconds=send_seconds(lease), settled_seconds=lease)
        return store

    patch.object(main, "open_store", quickly).start()
    patch.object(posting, "READ_LAG_SECONDS", lag_seconds(lease)).start()
    patch.object(main, "Workers", quick).start()
    patch.object(worker, "pause", lambda attempts, jitter: pause(min(attempts, 2), jitter)).start()
    patch.object(worker, "ASIDE_SECONDS", ASIDE_SECONDS).start()
    for paces in ("Pacer", "SharedPacer"):
        patch.object(roles, paces, lambda *_: None).start()
    patch.object(roles, "FIRST_SECONDS", FIRST_SECONDS).start()
    library = background.read_frameworks(frameworks_folder())
    patch.object(background, "read_frameworks", lambda _folder: library).start()
    assert journeys.ROUTES, "what a process loads with its first delivery is loaded before the fork"


def run(break_name: str, environment: Mapping[str, str], log: Path, orders: Connection) -> None:
    """Fork a serving process for each order, until whoever gives them is gone. What they say goes to a log."""
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.environ.clear()
    os.environ.update(environment)
    if CLOCK in os.environ:  # nobody tells when that clock is moved, so what has become due is looked for often
        hurry(POLL_SECONDS)
        patch.object(roles, "SystemClock", partial(FileClock, Path(os.environ[CLOCK]))).start()
    else:
        hurry()
    if WALL in os.environ:
        patch.object(roles, "SystemClock", partial(FileClock, Path(os.environ[WALL]))).start()
        wrong_time(Path(os.environ[WALL]))
    if CONNECT in os.environ:
        connect, seconds = HTTPConnection.connect, float(os.environ[CONNECT])

        def slowly(self: HTTPConnection) -> None:
            time.sleep(seconds)
            connect(self)

        patch.object(HTTPConnection, "connect", slowly).start()
    if break_name:
        BREAKS[break_name]()
    child = 0
    while _ordered(orders):
        ended = os.waitpid(child, 0)[1] & 0x7F if child else 0
        child = os.fork()
        if not child:
            _serve()
        orders.send((child, ended))
    if child:  # whoever asked is gone, and perhaps had no time to tidy up
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


ROLES: Mapping[str, Callable[[], None]] = {
    "bot": roles.serve,
    "deliveries": partial(roles.serve, works=False),
    "work": roles.work,
}


def _ordered(orders: Connection) -> bool:
    try:
        return bool(orders.recv())
    except EOFError:
        return False


def _serve() -> None:
    """Become the bot; what it says goes to standard error only."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    as_told = ROLES[os.environ.get(ROLE, "bot")]
    try:
        while True:
            with suppress(StoreUnavailableError):  # where it cannot start, whoever runs it starts it anew
                as_told()
                break
            time.sleep(POLL_SECONDS)
    except Exception:  # noqa: BLE001 -- nobody else would hear of it
        traceback.print_exc()
    finally:
        os._exit(1)
