"""Threads that run durable work: one looks out for the next job, the others run theirs."""

import random
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import structlog

from bot.core.errors import (
    ReceiverRefusedError,
    ReceiverUnavailableError,
    SlackRefusedError,
    SlackUnavailableError,
    StoreUnavailableError,
)
from bot.use_cases.ports import Clock, Job, Jobs, Later, LeaseLost, NewJob

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 60.0
LONGEST_FOR_PEOPLE_SECONDS = 3_600.0
"""For work that rests until people have changed something in Slack; an event of theirs wakes it earlier."""


def pause(attempts: int, jitter: Callable[[], float], longest: float = LONGEST_SECONDS) -> float:
    """Give the seconds to rest after so many attempts: 1, 2, 4 ... 60; ``jitter`` (0 to 1) takes off up to half."""
    doubled = FIRST_SECONDS * 2.0 ** min(max(attempts - 1, 0), 30)
    return min(doubled, longest) * (1 - jitter() / 2)


def patient(work: Callable[[Job], None]) -> Callable[[Job], None]:
    """Put work back while Slack asks to wait: that is no failure."""

    def run(job: Job) -> None:
        try:
            work(job)
        except SlackUnavailableError as error:
            if error.retry_after is None:
                raise
            raise Later(seconds=error.retry_after) from error

    return run


log = structlog.get_logger()

POLL_SECONDS = 1.0
SHORTEST_REST_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
REPORTED_SECONDS = 1.0
FAILURES = 8
THREADS = 16
"""Slack takes five posts a second from a workspace: with two seconds each and their updates this many are under way."""

ASIDE_SECONDS = 600.0
UNAVAILABLE = (SlackUnavailableError, StoreUnavailableError, ReceiverUnavailableError)
Handler = Callable[[Job], None]


class Workers:
    """Runs jobs on threads until stopped; jobs of different keys run side by side.

    A handler that raises ``Later`` is put back; one of ``UNAVAILABLE`` is tried again for as long as it takes, and so
    is what Slack refuses until people change something there. Any other exception is tried again until it failed
    ``failures`` times, and then buried. ``on_buried`` may give work that tells somebody: it is enqueued with the
    burying, its payload has the ``reference`` that stands in the log.
    ``on_look`` is called before each look for work; it must be quick. ``at_most`` says how many of a kind may run at
    once in all processes, so that threads are left for other kinds.
    What was under way at that many crashes is never buried, for it may be innocent: it is put aside for a while.
    A handler that raises ``LeaseLost`` leaves the job to the one that has it now.
    """

    def __init__(  # noqa: PLR0913 -- each has a meaning of its own, and all but three a good default
        self,
        jobs: Jobs,
        clock: Clock,
        handlers: Mapping[str, Handler],
        *,
        threads: int = THREADS,
        failures: int = FAILURES,
        on_buried: Callable[[Job, str], NewJob | None] | None = None,
        on_look: Callable[[], None] = lambda: None,
        at_most: Mapping[str, int] = MappingProxyType({}),
        jitter: Callable[[], float] = random.random,
        poll_seconds: float = POLL_SECONDS,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
    ) -> None:
        self._jobs = jobs
        self._clock = clock
        self._handlers = handlers
        self._number = threads
        self._failures = failures
        self._on_buried = on_buried
        self._on_look = on_look
        self._at_most = at_most
        self._jitter = jitter
        self._poll_seconds = poll_seconds
        self._heartbeat_seconds = heartbeat_seconds
        self._lookout = threading.Lock()  # held by the one thread that looks for the next job
        self._changed = threading.Condition()  # guards what follows
        self._running: dict[str, Job] = {}  # by lease
        self._wakes = 0  # how often there was a reason to look
        self._looked = 0  # the reasons known when the lookout last found nothing
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._keeper = threading.Thread(target=self._keep_leases, name="worker-leases", daemon=True)
        jobs.on_enqueue(self.wake)

    def start(self) -> None:
        """Start the threads; work that waited while the bot was down runs at once."""
        if self._threads:
            raise RuntimeError("the workers were started before: make new ones")
        names = [f"worker-{number}" for number in range(1, self._number + 1)]
        self._threads = [threading.Thread(target=self._work, name=name, daemon=True) for name in names]
        for thread in (*self._threads, self._keeper):
            thread.start()

    def stop(self, limit: float = 10.0) -> bool:
        """Let what runs finish within ``limit`` seconds; what waits stays. False when something still runs.

        Work that outlasts the limit is run again, by whoever claims it once its lease ran out.
        """
        self._stopping.set()
        self.wake()
        give_up = time.monotonic() + limit
        for thread in self._threads:
            thread.join(max(0.0, give_up - time.monotonic()))
        self._stopped.set()
        with self._changed:
            return not self._running

    def run(self) -> bool:
        """Return whether they take work."""
        return not self._stopping.is_set() and any(thread.is_alive() for thread in self._threads)

    def wake(self) -> None:
        """Look for due work now: something was enqueued, or the clock was moved."""
        with self._changed:
            self._wakes += 1
            self._changed.notify_all()

    def idle(self, timeout: float = 30.0) -> bool:
        """Wait until nothing runs and nothing is due; False when that did not come within ``timeout`` seconds."""
        self.wake()
        with self._changed:
            return self._changed.wait_for(lambda: not self._running and self._looked == self._wakes, timeout)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._run(job)
            except Exception as error:  # noqa: BLE001 -- the lease runs out, and the job is claimed again
                log.warning("job_report_failed", job=job.id, kind=job.kind, error=type(error).__name__)
            finally:
                with self._changed:
                    del self._running[job.lease]
                    self.wake()  # another of its key may run now

    def _next(self) -> Job | None:
        """Wait for the next job; None when the workers stop. The lookout is handed on with the job in hand."""
        with self._lookout:
            while not self._stopping.is_set():
                with self._changed:
                    known = self._wakes
                try:
                    self._on_look()
                    job = self._jobs.claim(self._clock.now(), self._at_most)
                except Exception as error:  # noqa: BLE001 -- a database that is locked now may not be so in a second
                    log.warning("job_claim_failed", error=type(error).__name__)
                    self._stopping.wait(self._poll_seconds)
                    continue
                if job is not None:
                    with self._changed:
                        self._running[job.lease] = job
                    return job
                self._rest(known)
        return None

    def _rest(self, known: int) -> None:
        """Wait for a reason to look that was not known before the last look; poll for what other processes enqueue."""
        with self._changed:
            self._looked = known
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._wakes != known, self._poll_seconds)

    def _run(self, job: Job) -> None:
        if job.failures >= self._failures:  # it may have taken the process down: let it rest, so that the bot can work
            log.error("job_put_aside", job=job.id, kind=job.kind, attempts=job.attempts, seconds=ASIDE_SECONDS)
            reason = "it was under way each time when the bot went down"
            self._jobs.put_back(replace(job, failures=self._failures - 1), seconds=ASIDE_SECONDS, reason=reason)
            return
        handler = self._handlers.get(job.kind)
        if handler is None:  # a newer version may have enqueued it, and may come back
            self._fail(job, f"nothing here runs jobs of kind {job.kind!r}")
            return
        try:
            handler(job)
        except Later as later:
            ahead = later.at is not None and later.at > self._clock.now()
            # a moment that has passed rests a little too, or the job would spin
            seconds = later.seconds if ahead else max(later.seconds, SHORTEST_REST_SECONDS)
            unrun = replace(job, attempts=job.attempts - 1)
            self._jobs.put_back(unrun, at=later.at, seconds=seconds, reason=later.reason)
        except LeaseLost:
            log.warning("job_left_to_another", job=job.id, kind=job.kind)
        except UNAVAILABLE as error:
            log.info("job_waits", job=job.id, kind=job.kind, attempts=job.attempts, error=type(error).__name__)
            self._put_back(job, _kind(error))
        except SlackRefusedError as error:
            if error.needs_people:
                self._rest_for_people(job, error)
            else:
                self._fail(job, _described(error))
        except Exception as error:  # noqa: BLE001 -- whatever a handler does wrong, the others go on
            self._fail(job, _described(error))
        else:
            self._jobs.finish(job)

    def _rest_for_people(self, job: Job, error: SlackRefusedError) -> None:
        """Let work rest that people have to make possible again; whoever did the work has told them."""
        log.info("job_rests", job=job.id, kind=job.kind, attempts=job.attempts, code=error.code)
        seconds = pause(job.attempts, self._jitter, LONGEST_FOR_PEOPLE_SECONDS)
        self._jobs.put_back(job, seconds=seconds, reason=f"{type(error).__name__} {error.code}")

    def _fail(self, job: Job, reason: str) -> None:
        """Log what went wrong with a reference to look for, and try again or give up."""
        job = replace(job, failures=job.failures + 1)
        reference = secrets.token_hex(2)
        log.warning("job_failed", job=job.id, kind=job.kind, failures=job.failures, reason=reason, reference=reference)
        if job.failures < self._failures:
            self._put_back(job, f"{reason}, reference {reference}")
        else:
            self._bury(job, f"{reason}, reference {reference}", reference)

    def _put_back(self, job: Job, reason: str) -> None:
        self._jobs.put_back(job, seconds=pause(job.attempts, self._jitter), reason=reason)

    def _bury(self, job: Job, reason: str, reference: str) -> None:
        then = self._on_buried(job, reason) if self._on_buried is not None else None
        if then is not None:
            then = replace(then, payload={**then.payload, "reference": reference})
        self._jobs.bury(job, reason=reason, at=self._clock.now(), then=then)
        log.error("job_buried", job=job.id, kind=job.kind, attempts=job.attempts, reason=reason, reference=reference)

    def _keep_leases(self) -> None:
        while not self._stopped.wait(self._heartbeat_seconds):
            with self._changed:
                running = tuple(self._running.values())
            for job in running:
                self._keep_lease(job)

    def _keep_lease(self, job: Job) -> None:
        try:
            held = self._jobs.heartbeat(job)
        except Exception as error:  # noqa: BLE001 -- the next beat may come through before the lease runs out
            log.warning("job_heartbeat_failed", job=job.id, error=type(error).__name__)
            return
        with self._changed:  # one that has just reported its end holds no lease either, and is out of here in a moment
            ended = held or self._changed.wait_for(lambda: job.lease not in self._running, REPORTED_SECONDS)
        if not ended:
            log.warning("job_lease_lost", job=job.id, kind=job.kind)


def _described(error: Exception) -> str:
    """Name an error and the line of ours that it came through last; its message may repeat people's words."""
    place = ""
    frame = error.__traceback__
    while frame is not None:
        code = frame.tb_frame.f_code
        path = Path(code.co_filename)
        if "bot" in path.parts:
            place = f" in {path.name}:{frame.tb_lineno} {code.co_name}"
        frame = frame.tb_next
    return _kind(error) + place


def _kind(error: Exception) -> str:
    """Name an error, with the code that it was answered with."""
    if isinstance(error, SlackRefusedError | ReceiverRefusedError | ReceiverUnavailableError):
        return f"{type(error).__name__} {error.code}"
    return type(error).__name__
