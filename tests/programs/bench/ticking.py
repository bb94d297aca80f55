"""What a due reminder costs among ever more cadences that are not due: it should be what is due that counts."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time
from pathlib import Path
from unittest.mock import patch

from bot.core.cadence.rule import Cadence, Unit
from bot.core.cadence.times import no_holidays
from bot.reports.drawn import Drawn
from bot.slack.gateway import Gateway
from bot.slack.messenger import messenger_of
from bot.store.session import Row, Session, Value
from bot.store.store import SqlStore, open_store
from bot.use_cases.cadences import CadenceWish, set_cadence
from bot.use_cases.durable_work import durable_work
from bot.use_cases.notices import NOTICE, REMIND
from bot.use_cases.ports import Deed, Job, Worded
from tests.programs.bench.deliveries import PERSON, TEAM
from tests.programs.bench.filling import SLUG, finish_one
from tests.programs.bench.load import quantile

_WEEKLY = Cadence(1, Unit.WEEK, date(2026, 11, 2), day_time(9, 30), "Europe/Berlin", workdays=False)
_SET, _DUE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_YEAR = timedelta(days=365)
_LATER = """
WITH RECURSIVE counted(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < ?)
INSERT INTO cadences (workspace, id, channel, slug, title, subject, subject_key, rule, owner, set_at, next_due)
SELECT workspace, printf('later%09d', n), 'C' || (n % 1000), slug, title, 'Brand ' || n, 'brand ' || n, rule, owner,
 set_at, strftime('%Y-%m-%dT%H:%M:%S.000000Z', ? + n * 60, 'unixepoch') FROM counted CROSS JOIN cadences WHERE id = ?
"""
_WAITING = """
INSERT INTO jobs (kind, key, payload, state, run_at)
SELECT 'remind', 'remind:' || workspace || ':' || id || ':' || strftime('%s', next_due) || '000',
 json_object('workspace', workspace, 'cadence', id, 'due', next_due), 'waiting', next_due
 FROM cadences WHERE id LIKE 'later%'
"""


@dataclass(frozen=True, slots=True)
class Tick:
    """With so many cadences stored: seconds and statements for each due one, and seconds to see that none is left."""

    cadences: int
    due: int
    p50: float
    p99: float
    statements: float
    look: float


@dataclass
class _At:
    """A clock that stands still."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


class _AtOnce(Gateway):
    """A Slack that takes every message at once."""

    sent = 0

    def post(self, channel: str, thread: str | None, key: str, message: Worded) -> str:  # noqa: ARG002  # as its own
        self.sent += 1
        return f"1800000000.{self.sent:06d}"


@dataclass
class _Bench:
    """The bot's durable work on one database."""

    store: SqlStore
    clock: _At = field(default_factory=lambda: _At(_DUE))
    slack: _AtOnce = field(default_factory=lambda: _AtOnce(token="xoxb-bench", base_url="http://127.0.0.1/api/"))
    reminders: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.work = durable_work(
            self.store, self.clock, messenger_of(lambda _workspace: self.slack, ""), no_holidays, Drawn()
        )

    def tick(self, due: int) -> None:
        """Do all that is due, one after the other as a worker would; a reminder is its due moment and its message."""
        before = self.slack.sent
        for _ in range(due):
            began = time.perf_counter()
            for kind in (REMIND, NOTICE):
                _done(self.store, self.work, kind, self.clock.now())
            self.reminders.append(time.perf_counter() - began)
        for _ in range(due):
            began = time.perf_counter()
            left = self.store.jobs.claim(self.clock.now())
            self.looks.append(time.perf_counter() - began)
            if left is not None:
                raise RuntimeError(f"more is due than was put there: {left.key}")
        if self.slack.sent - before != due:
            raise RuntimeError(f"{self.slack.sent - before} messages were sent for {due} due moments")


def _done(store: SqlStore, work: Mapping[str, Callable[[Job], None]], kind: str, now: datetime) -> None:
    job = store.jobs.claim(now)
    if job is None or job.kind != kind:
        raise RuntimeError(f"a job of kind {kind} should be next, not {job}")
    work[kind](job)
    store.jobs.finish(job)


def measure(folder: Path, sizes: tuple[int, ...], due: int, rounds: int) -> list[Tick]:
    """Do what is due in each database in turn, week after week; the first week is not timed, for things get warm."""
    _put_due(folder / "ticking-0.db", due)
    for size in sizes:
        shutil.copyfile(folder / "ticking-0.db", folder / f"ticking-{size}.db")
        _put_later(folder / f"ticking-{size}.db", size - due)
    benches = {size: _Bench(open_store(f"sqlite:///{folder / f'ticking-{size}.db'}")) for size in sizes}
    try:
        counts = {size: _statements(each, due) for size, each in benches.items()}
        for _ in range(rounds):
            for bench in benches.values():
                bench.clock.moment += timedelta(weeks=1)
                bench.tick(due)
    finally:
        for bench in benches.values():
            bench.store.close()
    return [_tick(size, due, each, counts[size]) for size, each in benches.items()]


def _tick(size: int, due: int, bench: _Bench, statements: float) -> Tick:
    times = bench.reminders
    return Tick(size, due, quantile(times, 0.5), quantile(times, 0.99), statements, quantile(bench.looks, 0.5))


def _statements(bench: _Bench, due: int) -> float:
    """Count the statements of a week, those of looking in vain left out, and forget how long it took."""
    honest, count = Session.all, 0

    def counted(self: Session, sql: str, *values: Value) -> list[Row]:
        nonlocal count
        count += 1
        return honest(self, sql, *values)

    with patch.object(Session, "all", counted):
        bench.tick(due)
    bench.reminders.clear()
    bench.looks.clear()
    return (count - 2 * due) / due  # a look takes two: what a dead process left, and what is due


def _put_due(database: Path, due: int) -> None:
    """Set weekly cadences as people do, each in a channel with a finished assessment."""
    with closing(open_store(f"sqlite:///{database}")) as store:
        for count in range(due):
            with store.writing("T0ACME0001") as tx:
                finish_one(tx, count, f"D{count}", f"Brand {count}")
            about = (SLUG, "CX optimization", f"Brand {count}")
            wish = CadenceWish(Deed(TEAM, f"D{count}", PERSON, f"set{count}"), *about, _WEEKLY)
            set_cadence(store, _At(_SET), wish, no_holidays)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put_later(database: Path, number: int) -> None:
    """Add cadences that are due a minute after the other, from a year later on, each with its waiting job."""
    begins = int((_DUE + _YEAR).timestamp())
    with closing(sqlite3.connect(database)) as connection:
        model = connection.execute("SELECT id FROM cadences LIMIT 1").fetchone()[0]
        connection.execute(_LATER, (0, number, begins, model))
        connection.execute(_WAITING)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
