"""Workers: what fails is tried again and then buried, what is slow or waits is in nobody's way, nothing is lost."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

import pytest
from structlog.testing import capture_logs

from bot.core.errors import (
    Meaning,
    ReceiverRefusedError,
    ReceiverUnavailableError,
    SlackRefusedError,
    SlackUnavailableError,
    StoreError,
)
from bot.jobs.worker import ASIDE_SECONDS, Workers, patient, pause
from bot.store.jobs import SqlJobs
from bot.store.store import SqlStore, open_store
from bot.use_cases.announcing import TRIED_FOR, WEBHOOK, Receiver, send_event
from bot.use_cases.jobs import GIVEN_UP, JobState, listed, telling
from bot.use_cases.ports import Job, Jobs, Later, NewJob
from tests.known import sure, write
from tests.store.made import START, RealTime, counts, given_up
from tests.use_cases.fakes import HandClock

SOON = 60.0  # seconds after which a test that waits for something gives up


@dataclass
class Bench:
    """The queue and everything that runs it; whatever is started is stopped at the end."""

    store: SqlStore
    clock: HandClock
    real_time: RealTime
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
        self.real_time.seconds += seconds

    def move(self, days: int) -> None:
        """Move the clock, as the sandbox does."""
        self.clock.moment += timedelta(days=days)


@pytest.fixture
def bench() -> Iterator[Bench]:
    real_time = RealTime()
    store = open_store("sqlite://", real_time=real_time, lease_seconds=20)
    bench = Bench(store, HandClock(), real_time)
    yield bench
    stopped = [workers.stop(SOON) for workers in bench.started]
    store.close()
    assert all(stopped)


def failing_with(error: Callable[[], Exception], seen: list[Job]) -> Callable[[Job], None]:
    def handle(job: Job) -> None:
        seen.append(job)
        raise error()

    return handle


def try_again_and_again(bench: Bench, handler: Callable[[Job], None], times: int) -> list[tuple[Job, str]]:
    """Run one job until it rests, and let it rest long enough, so many times; give what was buried."""
    buried: list[tuple[Job, str]] = []
    workers = bench.workers({"k": handler}, on_buried=lambda job, reason: buried.append((job, reason)))
    bench.enqueue("one")
    workers.start()
    for _ in range(times):
        assert workers.idle(SOON)
        bench.rest(61)
    return buried


def test_workers_cannot_be_started_twice(bench: Bench) -> None:
    workers = bench.workers({})
    workers.start()
    with pytest.raises(RuntimeError, match="started before"):
        workers.start()


def test_workers_that_never_started_stop_at_once(bench: Bench) -> None:
    assert bench.workers({}).stop(SOON)


def test_work_that_fails_is_tried_again_and_then_buried_with_its_last_reason(bench: Bench) -> None:
    seen: list[Job] = []
    buried = try_again_and_again(bench, failing_with(lambda: ValueError("secret words"), seen), 5)
    assert [(job.attempts, job.failures) for job in seen] == [(1, 0), (2, 1), (3, 2)]
    assert [(job.key, job.failures) for job, _ in buried] == [("one", 3)]
    (kept,) = given_up(bench.store.jobs)
    assert kept.reason == buried[0][1]
    assert kept.reason.startswith("ValueError in ")
    assert kept.since == START


def test_who_is_told_of_buried_work_is_told_by_a_job_with_the_reference_of_the_log(bench: Bench) -> None:
    told: list[Job] = []
    handlers = {"k": failing_with(lambda: ValueError("x"), []), GIVEN_UP: failing_with(lambda: ValueError("x"), told)}
    workers = bench.workers(handlers, on_buried=lambda job, _reason: telling(job, START))
    bench.enqueue("one")
    with capture_logs() as logs:
        workers.start()
        for _ in range(9):
            assert workers.idle(SOON)
            bench.rest(61)
    buried = [each for each in logs if each["event"] == "job_buried"]
    assert [each["kind"] for each in buried] == ["k", GIVEN_UP]  # and no third one: telling of telling has no end
    assert [each.payload["reference"] for each in told] == [buried[0]["reference"]] * 3
    assert [each.job.kind for each in given_up(bench.store.jobs)] == ["k", GIVEN_UP]


def test_no_words_of_people_reach_the_log_or_the_reason(bench: Bench) -> None:
    with capture_logs() as logs:
        try_again_and_again(bench, failing_with(lambda: ValueError("secret words"), []), 4)
    assert [each["event"] for each in logs] == ["job_failed", "job_failed", "job_failed", "job_buried"]
    assert "secret words" not in str(logs)
    assert all(each["reference"] in given_up(bench.store.jobs)[0].reason for each in logs[2:3])
    assert "secret words" not in given_up(bench.store.jobs)[0].reason


def test_the_reason_names_slacks_own_word(bench: Bench) -> None:
    try_again_and_again(bench, failing_with(lambda: SlackRefusedError("is_archived", "secret words"), []), 4)
    assert given_up(bench.store.jobs)[0].reason.startswith("SlackRefusedError is_archived in ")


def test_work_of_a_kind_that_nobody_knows_is_buried_in_the_end(bench: Bench) -> None:
    workers = bench.workers({})
    bench.enqueue("one", kind="from the future")
    workers.start()
    for _ in range(3):
        assert workers.idle(SOON)
        bench.rest(61)
    assert "nothing here runs jobs of kind 'from the future'" in given_up(bench.store.jobs)[0].reason


def test_a_slack_that_is_down_is_waited_for_as_long_as_it_takes(bench: Bench) -> None:
    seen: list[Job] = []
    buried = try_again_and_again(bench, failing_with(lambda: SlackUnavailableError("down"), seen), 20)
    assert buried == []
    assert [(job.attempts, job.failures) for job in seen] == [(attempt, 0) for attempt in range(1, 21)]


def test_what_people_have_to_change_in_slack_is_never_given_up_and_news_wake_it(bench: Bench) -> None:
    seen: list[Job] = []
    refused = failing_with(lambda: SlackRefusedError("is_archived", "secret", Meaning.TELL), seen)
    buried = try_again_and_again(bench, refused, 12)
    tries = len(seen)
    assert (buried, 6 < tries < 12) == ([], True), "the later rests are longer than a minute"
    bench.rest(3_600)
    for more in (1, 2):
        assert bench.started[0].idle(SOON)
        assert len(seen) == tries + more
        bench.enqueue("one")
    assert [job.failures for job in seen] == [0] * len(seen)


def test_each_pause_is_twice_as_long_as_the_last(bench: Bench) -> None:
    seen: list[Job] = []
    workers = bench.workers({"k": failing_with(lambda: SlackUnavailableError("down"), seen)})
    bench.enqueue("one")
    workers.start()
    for seconds in (1, 2, 4, 8):
        assert workers.idle(SOON)
        bench.rest(seconds - 0.1)
        tries = len(seen)
        assert workers.idle(SOON)
        assert len(seen) == tries
        bench.rest(0.2)
    assert workers.idle(SOON)
    assert len(seen) == 5


@pytest.mark.parametrize("wait", [Later(seconds=5), Later(at=START + timedelta(days=1))], ids=["seconds", "moment"])
def test_work_that_asks_for_later_is_put_back_and_has_not_failed(bench: Bench, wait: Later) -> None:
    seen: list[Job] = []
    buried = try_again_and_again(bench, failing_with(lambda: wait, seen), 1)
    assert len(seen) == 1
    bench.move(1)
    for _ in range(9):
        assert bench.started[0].idle(SOON)
        bench.rest(5)
    assert buried == []
    assert [(job.attempts, job.failures) for job in seen] == [(1, 0)] * 10


def test_work_that_asks_for_a_moment_that_has_passed_does_not_spin(bench: Bench) -> None:
    seen: list[Job] = []
    try_again_and_again(bench, failing_with(lambda: Later(at=START), seen), 1)
    assert bench.started[0].idle(SOON)
    assert len(seen) == 2
    assert bench.started[0].idle(SOON)
    assert len(seen) == 2


def test_work_runs_as_soon_as_it_is_enqueued(bench: Bench) -> None:
    done = threading.Event()
    bench.workers({"k": lambda _: done.set()}).start()  # they poll once an hour
    bench.enqueue("one")
    assert done.wait(SOON)


def test_work_that_another_process_enqueued_is_found_by_polling(bench: Bench) -> None:
    done = threading.Event()
    workers = bench.workers({"k": lambda _: done.set()}, poll_seconds=0.02)
    workers.start()
    assert workers.idle(SOON)
    bench.store._database.after_enqueue.clear()  # as if the workers were elsewhere
    bench.enqueue("one")
    assert done.wait(SOON)


def test_work_that_became_due_runs_when_the_clock_was_moved(bench: Bench) -> None:
    seen: list[Job] = []
    workers = bench.workers({"k": seen.append})
    bench.enqueue("reminder", run_at=START + timedelta(days=90))
    workers.start()
    assert workers.idle(SOON)
    assert seen == []
    bench.move(90)
    workers.wake()
    assert workers.idle(SOON)
    assert [job.key for job in seen] == ["reminder"]


def test_jobs_of_different_keys_run_side_by_side(bench: Bench) -> None:
    together = threading.Barrier(3)
    workers = bench.workers({"k": lambda _: void(together.wait(SOON))}, threads=3)
    bench.enqueue("one", "two", "three")
    workers.start()
    assert workers.idle(SOON)
    assert not together.broken
    assert counts(bench.store.jobs) == Counter()


def void(_: object) -> None:
    """Drop a value."""


def test_slow_jobs_are_in_nobodys_way(bench: Bench) -> None:
    enough, done = threading.Event(), threading.Semaphore(0)

    def slow(_: Job) -> None:
        assert enough.wait(SOON)

    workers = bench.workers({"slow": slow, "k": lambda _: done.release()}, threads=4)
    bench.enqueue("s1", "s2", "s3", kind="slow")
    workers.start()
    bench.enqueue(*(f"quick{number}" for number in range(100)))
    assert all(done.acquire(timeout=SOON) for _ in range(100))
    assert not workers.idle(timeout=0)
    enough.set()
    assert workers.idle(SOON)


def test_jobs_of_one_key_run_one_after_the_other_and_none_is_forgotten(bench: Bench) -> None:
    started, enough = threading.Event(), threading.Event()
    runs: list[str] = []

    def handle(_: Job) -> None:
        runs.append("begins")
        started.set()
        assert enough.wait(SOON)
        runs.append("ends")

    workers = bench.workers({"k": handle})
    workers.start()
    bench.enqueue("one")
    assert started.wait(SOON)
    bench.enqueue("one")
    bench.enqueue("one")
    enough.set()
    assert workers.idle(SOON)
    assert runs == ["begins", "ends"] * 2


def test_stopping_finishes_what_is_under_way_and_leaves_what_waits(bench: Bench) -> None:
    started, enough = threading.Event(), threading.Event()
    done: list[str] = []

    def handle(job: Job) -> None:
        started.set()
        assert enough.wait(SOON)
        done.append(job.key)

    workers = bench.workers({"k": handle}, threads=1)
    workers.start()
    bench.enqueue("one", "two")
    assert started.wait(SOON)
    assert not workers.stop(limit=0)  # too short for it
    enough.set()
    assert workers.stop(SOON)
    assert done == ["one"]
    assert counts(bench.store.jobs) == Counter(waiting=1)


def test_a_lease_is_kept_while_its_job_runs(bench: Bench) -> None:
    beaten, enough = threading.Event(), threading.Event()

    class Beating(SqlJobs):
        def heartbeat(self, job: Job) -> bool:
            begun = bench.real_time.seconds
            kept = super().heartbeat(job)
            if begun > 1_800_000_000:  # one that began before the first rest kept it for less
                beaten.set()
            return kept

    def handle(_: Job) -> None:
        assert enough.wait(SOON)

    jobs = Beating(bench.store._database, lease_seconds=20)
    workers = bench.workers({"k": handle}, jobs=jobs, heartbeat_seconds=0.01)
    workers.start()
    bench.enqueue("one")
    bench.rest(15)
    assert beaten.wait(SOON)
    bench.rest(15)  # 30 s after the claim
    assert bench.store.jobs.claim(START) is None
    enough.set()
    assert workers.idle(SOON)


def test_a_run_that_lost_its_lease_leaves_the_job_to_the_one_that_has_it(bench: Bench) -> None:
    taken: list[Job] = []

    def handle(job: Job) -> None:
        bench.rest(21)
        taken.append(sure(bench.store.jobs.claim(START)))
        with bench.store.held(job).writing("T0ACME0001"):
            raise AssertionError("it writes")

    workers = bench.workers({"k": handle}, threads=1)
    bench.enqueue("one")
    with capture_logs() as logs:
        workers.start()
        assert workers.idle(SOON)
    assert [each["event"] for each in logs] == ["job_left_to_another"]
    assert counts(bench.store.jobs) == Counter(running=1)
    assert bench.store.jobs.heartbeat(taken[0])


def test_a_database_that_fails_for_a_while_stops_no_worker(bench: Bench) -> None:
    class Failing(SqlJobs):
        failures = 0

        def claim(self, now: datetime, at_most: Mapping[str, int] = MappingProxyType({})) -> Job | None:
            self.failures += 1
            if self.failures < 3:
                raise StoreError("locked")
            return super().claim(now, at_most)

        def finish(self, job: Job) -> None:
            if job.key == "one":
                raise StoreError("locked")
            super().finish(job)

    jobs = Failing(bench.store._database, lease_seconds=20)
    seen: list[str] = []
    workers = bench.workers({"k": lambda job: seen.append(job.key)}, jobs=jobs, threads=1, poll_seconds=0.01)
    bench.enqueue("one", "two")
    with capture_logs() as logs:
        workers.start()
        assert workers.idle(SOON)
    assert seen == ["one", "two"]
    assert [each["event"] for each in logs] == ["job_claim_failed", "job_claim_failed", "job_report_failed"]
    assert counts(bench.store.jobs)["running"] == 1  # its lease runs out, then it is done again


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (10_000, 60)])
def test_a_pause_doubles_up_to_a_minute(attempts: int, seconds: float) -> None:
    assert pause(attempts, lambda: 0.0) == seconds


def test_jitter_takes_off_up_to_half() -> None:
    assert pause(3, lambda: 1.0) == 2
    assert pause(3, lambda: 0.5) == 3


def crash_with(bench: Bench, times: int) -> None:
    """Claim the one job that often, and report nothing, as a process that is killed each time."""
    for _ in range(times):
        assert bench.store.jobs.claim(START) is not None
        bench.rest(21)


def test_work_that_was_under_way_at_each_crash_is_put_aside_for_a_while_and_not_lost(bench: Bench) -> None:
    bench.enqueue("one")
    crash_with(bench, 4)
    seen: list[Job] = []
    workers = bench.workers({"k": seen.append})
    workers.start()
    assert workers.idle(SOON)
    bench.rest(ASIDE_SECONDS - 1)
    assert workers.idle(SOON)
    assert (seen, given_up(bench.store.jobs)) == ([], [])
    bench.rest(2)
    assert workers.idle(SOON)
    assert [job.key for job in seen] == ["one"]


def test_work_that_was_put_aside_is_done_at_once_when_there_is_news(bench: Bench) -> None:
    bench.enqueue("one")
    crash_with(bench, 4)
    seen: list[Job] = []
    workers = bench.workers({"k": seen.append})
    workers.start()
    assert workers.idle(SOON)
    bench.enqueue("one")
    assert workers.idle(SOON)
    assert [job.key for job in seen] == ["one"]


JOB = Job(1, "draft", "draft:1", {}, 1)


def test_what_slack_asks_to_wait_for_is_put_back_that_long() -> None:
    def work(_job: Job) -> None:
        raise SlackUnavailableError("slow down", retry_after=7)

    with pytest.raises(Later) as later:
        patient(work)(JOB)
    assert later.value.seconds == 7


def test_another_failure_stays_one() -> None:
    def work(_job: Job) -> None:
        raise SlackUnavailableError("no answer")

    with pytest.raises(SlackUnavailableError):
        patient(work)(JOB)


@dataclass
class Taking:
    """A receiver that fails in one way after the other, and takes everything from then on."""

    troubles: list[Exception]
    heard: list[tuple[str, datetime]] = field(default_factory=list)

    def send(self, body: str, at: datetime) -> None:
        self.heard.append((body, at))
        if self.troubles:
            raise self.troubles.pop(0)


def run(bench: Bench, receiver: Receiver | None, tries: int) -> list[str]:
    """Enqueue an event and run what is due so often, each time when it is rested; give why it was given up."""
    write(bench.store).enqueue(
        NewJob(WEBHOOK, "webhook:e1", {"at": START.isoformat(), "body": "e1", "workspace": "T1"})
    )
    buried: list[str] = []
    handlers = {WEBHOOK: lambda job: send_event(receiver, bench.clock, job)}
    workers = bench.workers(handlers, on_buried=lambda _job, reason: buried.append(reason))
    workers.start()
    for _ in range(tries):
        assert workers.idle()
        bench.rest(61)
    assert workers.idle()
    return buried


def test_an_outage_is_outlasted_with_the_same_event(bench: Bench) -> None:
    receiver = Taking([ReceiverUnavailableError("HTTP 503") for _ in range(12)])
    assert run(bench, receiver, 15) == []
    assert [body for body, _ in receiver.heard] == ["e1"] * 13
    assert bench.store.jobs.queued(START) == ()


def test_an_outage_of_a_day_is_given_up_and_stands_in_the_list(bench: Bench) -> None:
    bench.clock.moment = START + TRIED_FOR - timedelta(seconds=1)
    receiver = Taking([ReceiverUnavailableError("HTTP 503") for _ in range(20)])
    assert run(bench, receiver, 4) == []
    (resting,) = bench.store.jobs.queued(bench.clock.now())
    assert resting.reason == "ReceiverUnavailableError HTTP 503"
    bench.clock.moment += timedelta(seconds=1)
    assert len(run(bench, receiver, 6)) == 1
    (job,) = listed(bench.store, bench.store.jobs, bench.clock.now())
    assert (job.queued.job.kind, job.queued.state, job.about.told) == (WEBHOOK, JobState.BURIED, ())
    assert "ReceiverRefusedError HTTP 503" in job.queued.reason


def test_a_refusal_is_given_up_after_some_tries_and_can_be_sent_again(bench: Bench) -> None:
    receiver = Taking([ReceiverRefusedError("HTTP 410") for _ in range(3)])
    (reason,) = run(bench, receiver, 6)
    assert "HTTP 410" in reason
    (job,) = bench.store.jobs.queued(START)
    bench.store.jobs.retry(job.job.id, START)
    assert run(bench, receiver, 2) == []
    assert len(receiver.heard) == 4
    assert bench.store.jobs.queued(START) == ()


def test_without_a_receiver_what_waits_is_dropped(bench: Bench) -> None:
    assert run(bench, None, 1) == []
    assert bench.store.jobs.queued(START) == ()
