"""The database that a run stands on: a file, or a server of PostgreSQL that dies and whose ways in are cut."""

import logging
import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from bot.core.errors import StoreUnavailableError
from bot.store.session import Row, Value
from bot.store.sqlite import SqliteDatabase
from bot.store.store import SqlStore, open_store
from tests.programs.crash.cable import BREAKS, Cable
from tests.programs.crash.moments import Moments
from tests.programs.crash.post_office import Moment

T = TypeVar("T")
Kind = Literal["sqlite", "postgresql"]
# As in production, where the tests' own servers spare the disk.
_SERVER = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on"}
_DOWN_SECONDS = 0.5
_CUT_SECONDS = 3.0
_PATIENCE = 30.0
_INDICES = (
    "SELECT bt_index_check(c.oid, i.indisunique) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
    " JOIN pg_am AS a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relpersistence = 'p' AND i.indisvalid"
)
_TABLES = (
    "SELECT v.msg AS word FROM pg_class AS c, verify_heapam(c.oid) AS v"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
)


@dataclass(slots=True)
class Ground:
    """Facts on a database: ``ways`` is how each process reaches it, ``url`` how the run itself does."""

    url: str
    ways: Sequence[str]
    cables: Sequence[Cable] = ()
    die: Callable[[random.Random], None] | None = None
    breaks: Counter[str] = field(default_factory=Counter)

    def store(self) -> SqlStore:
        """Open a store on it; whoever asks closes it."""
        return open_store(self.url)

    def break_something(self, rng: random.Random) -> None:
        """Have the server die and come back, or cut one process's way to it for a while."""
        if self.die is not None and rng.random() < 1 / 3:
            self.die(rng)
            self.breaks["deaths of the database"] += 1
        else:
            rng.choice(self.cables).break_off(rng.choice(BREAKS), rng.uniform(0.05, _CUT_SECONDS))
            self.breaks["cuts of the network"] += 1


@contextmanager
def standing(kind: Kind, folder: Path, processes: int) -> Iterator[Ground]:
    """Set up a database for so many processes; what is kept of it stands in the folder."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'cxbot.db'}"
        yield Ground(url, [url] * processes)
        return
    from tests.postgres import Server  # noqa: PLC0415  # an extra

    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # it dies on purpose

    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="cxbot-crash-"))
        Path(place).chmod(0o755)  # the server runs as somebody else
        server = Server(Path(place, "server"), **_SERVER)
        stack.callback(server.remove)

        def die(rng: random.Random) -> None:
            _kill(server.process.pid) if rng.random() < 1 / 2 else server.stop(signal.SIGQUIT)
            server.process.wait()
            time.sleep(rng.uniform(0, _DOWN_SECONDS))
            patiently(server.start, AssertionError)  # what it shared with the dead is freed a moment later

        cables = [Cable(server.port) for _ in range(processes)]
        for each in cables:
            stack.callback(each.close)
        url = server.url()
        yield Ground(url, [url.replace(f":{server.port}/", f":{each.port}/") for each in cables], cables, die)


def _kill(postmaster: int) -> None:
    """Kill a server and each process of it, so that nothing of it can tidy up."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for each in (postmaster, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


@contextmanager
def troubled(
    ground: Ground,
    moments: Moments,
    rng: random.Random,
    *,
    aims: tuple[Moment, ...],
    pause: float,
    may: Callable[[], bool],
) -> Iterator[None]:
    """Break something of the server now and then, mostly around a delivery or a call; all is whole again at the end."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(rng.expovariate(1 / pause)):
            moments.wait_for(rng.choice(aims), 1.0)
            time.sleep(rng.choice([0, rng.uniform(0, 0.012)]))
            if may() and not over.is_set():
                ground.break_something(rng)

    thread = threading.Thread(target=go_on, name="trouble")
    if ground.cables:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if thread.is_alive():
            thread.join()


def patiently(act: Callable[[], T], *passing: type[BaseException]) -> T:
    """Do something again for a while, as long as it fails with what passes."""
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            return act()
        except passing:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def asked(store: SqlStore, sql: str, *values: Value) -> list[Row]:
    """Return the rows of a question behind the store's back, as soon as the database can answer it."""

    def ask() -> list[Row]:
        with store._database.reading() as session:
            return session.all(sql, *values)

    return patiently(ask, StoreUnavailableError)


def is_server(store: SqlStore) -> bool:
    """Return whether a store's database is a server."""
    return not isinstance(store._database, SqliteDatabase)


def damage_of(store: SqlStore) -> Iterator[str]:
    """Have the database itself look for damage, and name what it finds."""
    if not is_server(store):
        yield from (str(row["integrity_check"]) for row in asked(store, "PRAGMA integrity_check"))
        for row in asked(store, "PRAGMA foreign_key_check"):
            yield f"row {row['rowid']} of {row['table']} without what it belongs to in {row['parent']}"
        return
    with store._database.writing("") as session:
        session.all("CREATE EXTENSION IF NOT EXISTS amcheck")
        session.all(_INDICES)
        yield from (str(row["word"]) for row in session.all(_TABLES))
