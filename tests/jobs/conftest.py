"""A queue in a throwaway database, with a clock and a real time that stand still until a test moves them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs.worker import Workers
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import Job, Jobs, NewJob

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SOON = 60.0  # seconds after which a test that waits for something gives up


class StillClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment


@dataclass
class Bench:
    """The queue and everything that runs it; whatever is started is stopped at the end."""

    store: SqlStore
    clock: StillClock
    seconds: list[float]
    started: list[Workers] = field(default_factory=list)

    def workers(
        self,
        handlers: Mapping[str, Callable[[Job], None]],
        *,
        jobs: Jobs | None = None,
        threads: int = 3,
        poll_seconds: float = 3600,
        heartbeat_seconds: float = 3600,
        on_buried: Callable[[Job, str], NewJob | None] | None = None,
    ) -> Workers:
        """Make workers that never poll: what they do, they do because they were told."""
        workers = Workers(
            jobs or self.store.jobs,
            self.clock,
            handlers,
            threads=threads,
            failures=3,
            jitter=lambda: 0.0,
            poll_seconds=poll_seconds,
            heartbeat_seconds=heartbeat_seconds,
            on_buried=on_buried,
        )
        self.started.append(workers)
        return workers

    def enqueue(self, *keys: str, kind: str = "k", run_at: datetime | None = None) -> None:
        with self.store.writing("T0ACME0001") as tx:
            for key in keys:
                tx.enqueue(NewJob(kind, key, {"said": "secret words"}, run_at))

    def rest(self, seconds: float) -> None:
        """Let real time pass."""
        self.seconds[0] += seconds

    def move(self, days: int) -> None:
        """Move the clock, as the sandbox does."""
        self.clock.moment += timedelta(days=days)


@pytest.fixture
def bench() -> Iterator[Bench]:
    seconds = [1_800_000_000.0]
    store = open_store("sqlite://", real_time=lambda: seconds[0], lease_seconds=20)
    bench = Bench(store, StillClock(), seconds)
    yield bench
    stopped = [workers.stop(SOON) for workers in bench.started]
    store.close()
    assert all(stopped)
