"""Events for a webhook: sent until they arrive, each with its own id, and given up like other work."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.errors import ReceiverRefusedError, ReceiverUnavailableError
from bot.use_cases.announcing import TRIED_FOR, WEBHOOK, Receiver, send_event
from bot.use_cases.jobs import JobState, listed
from bot.use_cases.ports import NewJob
from tests.jobs.conftest import START, Bench
from tests.known import write


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
