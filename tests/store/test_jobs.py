"""The contract on jobs: of one key one waits and one runs; a lease that ran out frees the work; the dead are kept.

What lost its lease neither writes nor sends, and what stood still sends nothing.
"""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import SlackUnavailableError
from bot.store.store import SqlStore, open_store
from bot.store.transaction import HeldStore
from bot.use_cases.jobs import JobRequest, JobState
from bot.use_cases.ports import Job, LeaseLost, NewJob
from tests.known import peek, write
from tests.store.conftest import Backend
from tests.store.made import claimed, counts, enqueue, given_up, keep, made, on_day, posted

THREAD = NewJob("thread", "thread:T1:a1", {"workspace": "T1", "assessment": "a1"})
OTHER = NewJob("thread", "thread:T1:a2")


def test_nothing_is_claimed_from_an_empty_queue(store: SqlStore) -> None:
    assert store.jobs.claim(on_day(0)) is None


def test_work_is_not_claimed_before_it_is_due(store: SqlStore) -> None:
    enqueue(store, replace(THREAD, run_at=on_day(1)))
    assert store.jobs.claim(on_day(1) - timedelta(microseconds=1)) is None
    assert claimed(store, day=1).key == THREAD.key


def test_a_second_waiting_job_of_a_key_is_not_needed_and_the_first_stays_as_it_is(store: SqlStore) -> None:
    enqueue(store, THREAD, replace(THREAD, payload={"assessment": "other"}), replace(THREAD, run_at=on_day(90)))
    assert claimed(store).payload == THREAD.payload
    assert store.jobs.claim(on_day(99)) is None


def test_a_job_whose_key_runs_waits_until_that_is_done(store: SqlStore) -> None:
    enqueue(store, THREAD)
    first = claimed(store)
    enqueue(store, THREAD)
    assert counts(store.jobs) == Counter(waiting=1, running=1)
    assert store.jobs.claim(on_day(0)) is None
    store.jobs.finish(first)
    second = claimed(store)
    assert second.id != first.id
    store.jobs.finish(second)
    assert counts(store.jobs) == Counter()


def test_a_running_key_does_not_hold_up_the_others(store: SqlStore) -> None:
    enqueue(store, THREAD)
    claimed(store)
    enqueue(store, THREAD, OTHER)
    assert claimed(store).key == OTHER.key


def test_the_oldest_due_job_is_claimed_first(store: SqlStore) -> None:
    enqueue(store, NewJob("k", "later", run_at=on_day(2)), NewJob("k", "sooner", run_at=on_day(1)))
    enqueue(store, NewJob("k", "first"), NewJob("k", "second"))
    assert [claimed(store, day=3).key for _ in range(4)] == ["first", "second", "sooner", "later"]


def test_a_claimed_job_says_what_was_enqueued(store: SqlStore) -> None:
    enqueue(store, THREAD)
    job = claimed(store)
    assert (job.kind, job.key, job.payload) == (THREAD.kind, THREAD.key, THREAD.payload)
    assert (job.attempts, job.failures) == (1, 0)


def test_a_lease_that_ran_out_frees_the_job_and_counts_as_a_failure(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, THREAD)
    lost = claimed(store)
    enqueue(store, THREAD)
    backend.real_time.seconds += 19.9
    assert store.jobs.claim(on_day(0)) is None
    backend.real_time.seconds += 0.2
    again = claimed(store)
    assert (again.id, again.attempts, again.failures) == (lost.id, 2, 1)
    assert store.jobs.claim(on_day(0)) is None  # the one that waits has the same key


def test_who_lost_the_lease_can_change_nothing_any_more(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, THREAD)
    lost = claimed(store)
    backend.real_time.seconds += 21
    held = claimed(store)
    assert not store.jobs.heartbeat(lost)
    store.jobs.finish(lost)
    store.jobs.put_back(lost)
    store.jobs.bury(lost, reason="late", at=on_day(0))
    assert counts(store.jobs) == Counter(running=1)
    assert store.jobs.heartbeat(held)


def test_a_heartbeat_keeps_the_lease(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, THREAD)
    job = claimed(store)
    for _ in range(5):
        backend.real_time.seconds += 15
        assert store.jobs.heartbeat(job)
        assert store.jobs.claim(on_day(0)) is None


@pytest.mark.parametrize("day", [90, -90], ids=["three months on", "three months back"])
def test_a_clock_that_jumps_breaks_neither_leases_nor_pauses_nor_work_that_is_due_at_once(
    backend: Backend, day: int
) -> None:
    store = backend.open()
    enqueue(store, THREAD, OTHER)
    claimed(store)
    store.jobs.put_back(claimed(store), seconds=5)
    assert store.jobs.claim(on_day(day)) is None
    enqueue(store, NewJob("k", "at once"))
    assert claimed(store, day=day).key == "at once"
    backend.real_time.seconds += 5
    assert claimed(store, day=day).key == OTHER.key


@pytest.mark.parametrize("ahead", [0, -3600, 3600, 10**9], ids=["same", "an hour less", "an hour more", "since 1970"])
def test_what_another_boot_leased_or_laid_to_rest_is_free_at_once(backend: Backend, ahead: int) -> None:
    store = backend.open()
    enqueue(store, THREAD, OTHER)
    leased, resting = claimed(store), claimed(store)
    store.jobs.put_back(resting, seconds=60)
    backend.boot = "the next boot"
    backend.real_time.seconds += ahead
    after = backend.open()
    assert {claimed(after).id, claimed(after).id} == {leased.id, resting.id}


@pytest.mark.parametrize("moved", [-3_600, 60, 3_600])
def test_a_wall_clock_that_is_set_moves_neither_leases_nor_rests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: float
) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'x.db'}")) as store:
        enqueue(store, THREAD, OTHER)
        claimed(store)
        store.jobs.put_back(claimed(store))
        wall = time.time
        monkeypatch.setattr(time, "time", lambda: wall() + moved)
        assert claimed(store).key == OTHER.key
        assert store.jobs.claim(on_day(0)) is None


UNTIL = {"lease": "UPDATE jobs SET lease_until = ?", "rest": "UPDATE jobs SET rest_until = ?"}


@pytest.mark.parametrize(("state", "limit"), [("lease", 60), ("rest", 3_660)])
def test_a_moment_that_lies_further_ahead_than_any_can_is_none(backend: Backend, state: str, limit: int) -> None:
    store = backend.open()
    enqueue(store, THREAD)
    job = claimed(store)
    if state == "rest":
        store.jobs.put_back(job, seconds=0)
    for beyond, is_free in ((-1, False), (1, True)):
        with store._database.writing("") as session:
            session.all(UNTIL[state], session.elapsed.ms(limit + beyond))
        assert (store.jobs.claim(on_day(0)) is not None) is is_free


def test_work_put_back_for_a_moment_waits_for_the_clock(store: SqlStore) -> None:
    enqueue(store, THREAD)
    job = claimed(store)
    store.jobs.put_back(replace(job, attempts=0), at=on_day(3))
    assert store.jobs.claim(on_day(2)) is None
    again = claimed(store, day=3)
    assert (again.id, again.attempts, again.payload) == (job.id, 1, THREAD.payload)


def test_work_put_back_to_rest_waits_for_real_seconds(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, THREAD)
    store.jobs.put_back(replace(claimed(store), failures=1), seconds=2.5, reason="Stumble")
    backend.real_time.seconds += 2.4
    assert store.jobs.claim(on_day(0)) is None
    backend.real_time.seconds += 0.2
    assert (again := claimed(store)).failures == 1
    assert again.attempts == 2


def test_work_put_back_becomes_one_with_news_of_its_key(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, THREAD)
    failed = replace(claimed(store), failures=7)
    enqueue(store, THREAD)
    store.jobs.put_back(failed, at=on_day(90), seconds=3)
    assert counts(store.jobs) == Counter(waiting=1)
    assert store.jobs.claim(on_day(0)) is None  # it rests as it was told to
    backend.real_time.seconds += 3
    job = claimed(store)  # and is due as early as the news
    assert (job.id, job.failures) == (failed.id, 0)


def test_news_of_a_key_give_a_job_that_failed_new_tries(store: SqlStore) -> None:
    enqueue(store, THREAD)
    store.jobs.put_back(replace(claimed(store), failures=7))
    enqueue(store, THREAD)
    assert claimed(store).failures == 0


def test_news_of_a_key_end_the_rest_after_a_failure_and_not_the_one_that_slack_asked_for(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, NewJob("thread", "failed"), NewJob("thread", "limited"))
    failed, limited = claimed(store), claimed(store)
    store.jobs.put_back(replace(failed, failures=1), seconds=60)
    store.jobs.put_back(limited, seconds=60)
    enqueue(store, NewJob("thread", "failed"), NewJob("thread", "limited"))
    at_once = claimed(store)
    assert at_once.key == "failed"
    store.jobs.finish(at_once)
    assert store.jobs.claim(on_day(0)) is None
    backend.real_time.seconds += 61
    assert claimed(store).key == "limited"


@pytest.mark.parametrize(("first", "then", "due"), [(9, 5, 5), (5, 9, 5), (9, None, 0)])
def test_work_that_waits_is_due_as_early_as_its_news(backend: Backend, first: int, then: int | None, due: int) -> None:
    store = backend.open()
    for day in (first, then):
        enqueue(store, replace(THREAD, run_at=on_day(day) if day is not None else None))
    assert counts(store.jobs) == Counter(waiting=1)
    assert due == 0 or store.jobs.claim(on_day(due - 1)) is None
    assert claimed(store, day=due).key == THREAD.key


@pytest.mark.parametrize("news_first", [True, False])
def test_news_end_a_rest_that_has_a_reason_whenever_they_come(backend: Backend, news_first: bool) -> None:  # noqa: FBT001  # a row of a table
    store = backend.open()
    enqueue(store, THREAD)
    job = claimed(store)
    if news_first:
        enqueue(store, THREAD)
    store.jobs.put_back(job, seconds=60, reason="changes have to wait")
    if not news_first:
        enqueue(store, THREAD)
    assert claimed(store).id == job.id


def test_a_buried_job_is_kept_with_its_last_reason_and_never_runs(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, THREAD)
    job = claimed(store)
    store.jobs.bury(job, reason="SlackRefusedError, reference 7f3a", at=on_day(1))
    backend.real_time.seconds += 1000
    assert store.jobs.claim(on_day(99)) is None
    (buried,) = given_up(store.jobs)
    assert (buried.job.id, buried.job.payload, buried.reason) == (
        job.id,
        THREAD.payload,
        "SlackRefusedError, reference 7f3a",
    )
    assert buried.since == on_day(1)
    assert counts(store.jobs) == Counter(buried=1)


def test_a_buried_job_does_not_stand_in_the_way_of_its_key(store: SqlStore) -> None:
    for reason in ("once", "twice"):
        enqueue(store, THREAD)
        store.jobs.bury(claimed(store), reason=reason, at=on_day(0))
    assert [each.reason for each in given_up(store.jobs)] == ["once", "twice"]


def buried(store: SqlStore, job: NewJob = THREAD) -> int:
    """Bury a job; give its id."""
    enqueue(store, job)
    taken = claimed(store)
    store.jobs.bury(replace(taken, attempts=8, failures=8), reason="reference 7f3a", at=on_day(0))
    return taken.id


def test_what_is_buried_with_a_word_about_it_is_buried_and_enqueued_together(store: SqlStore) -> None:
    enqueue(store, THREAD)
    store.jobs.bury(claimed(store), reason="x", at=on_day(0), then=OTHER)
    assert claimed(store).key == OTHER.key
    assert len(given_up(store.jobs)) == 1


def test_the_queue_is_listed_with_the_state_of_each_job(backend: Backend) -> None:
    store = backend.open()
    buried(store)
    enqueue(store, NewJob("k", "runs"), NewJob("k", "rests"), NewJob("k", "limited"))
    claimed(store)
    store.jobs.put_back(replace(claimed(store), failures=1), seconds=60, reason="a fault")
    store.jobs.put_back(claimed(store), seconds=60)
    enqueue(store, NewJob("k", "due"), NewJob("k", "scheduled", run_at=on_day(90)))
    listed = {each.job.key: each for each in store.jobs.queued(on_day(0))}
    assert [(key, each.state.value) for key, each in listed.items()] == [
        *((THREAD.key, "buried"), ("runs", "running"), ("rests", "resting"), ("limited", "resting")),
        *(("due", "waiting"), ("scheduled", "waiting")),
    ]
    assert (listed[THREAD.key].since, listed["rests"].reason) == (on_day(0), "a fault")
    assert (listed["due"].due, listed["scheduled"].due) == (None, on_day(90))
    assert listed["due"].since is not None
    (one,) = store.jobs.queued(on_day(0), listed["due"].job.id)
    assert one == listed["due"]


@pytest.mark.parametrize("other", [None, THREAD, replace(THREAD, payload={"assessment": "other"})])
def test_buried_work_is_done_again_unless_other_work_of_its_key_comes_first(
    store: SqlStore, other: NewJob | None
) -> None:
    number = buried(store)
    enqueue(store, *([other] if other is not None else []))
    done = store.jobs.retry(number, on_day(0))
    job = claimed(store)
    if other is None or other == THREAD:
        assert (done, job.id, job.attempts, job.failures) == (JobRequest.DONE, number, 1, 0)
        assert store.jobs.claim(on_day(0)) is None
    else:
        assert (done, job.payload) == (JobRequest.ANOTHER_WAITS, other.payload)
        assert [each.job.id for each in given_up(store.jobs)] == [number]


def test_resting_work_is_done_at_once_when_somebody_asks(store: SqlStore) -> None:
    enqueue(store, THREAD)
    job = claimed(store)
    store.jobs.put_back(replace(job, failures=7), seconds=600, reason="a fault")
    assert store.jobs.retry(job.id, on_day(0)) is JobRequest.DONE
    assert claimed(store).failures == 0


def test_what_runs_or_is_not_there_or_not_due_is_not_touched(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, THREAD, NewJob("k", "scheduled", run_at=on_day(90)))
    job = claimed(store)
    scheduled = next(each.job.id for each in store.jobs.queued(on_day(0)) if each.state is JobState.WAITING)
    assert [store.jobs.retry(each, on_day(0)).value for each in (job.id, 99, scheduled)] == [
        "runs",
        "unknown",
        "not_due",
    ]
    assert [store.jobs.drop(each).value for each in (job.id, 99)] == ["runs", "unknown"]
    assert store.jobs.heartbeat(job)
    backend.real_time.seconds += 1000  # its process is dead, and its lease ran out
    assert store.jobs.drop(job.id) is JobRequest.DONE
    assert store.jobs.drop(scheduled) is JobRequest.DONE
    assert counts(store.jobs) == Counter()


def test_work_that_is_done_after_all_is_no_longer_listed_as_buried(store: SqlStore) -> None:
    buried(store)
    kept = buried(store, replace(THREAD, payload={"assessment": "other"}))
    enqueue(store, THREAD)
    store.jobs.finish(claimed(store))
    assert [each.job.id for each in given_up(store.jobs)] == [kept]


def test_an_id_never_comes_back(store: SqlStore) -> None:
    ids = []
    for _ in range(3):
        enqueue(store, THREAD)
        ids.append(done(store).id)
    assert len(set(ids)) == 3


def done(store: SqlStore) -> Job:
    job = claimed(store)
    store.jobs.finish(job)
    return job


def test_the_age_of_work_is_no_more_than_the_time_it_has_been_there(store: SqlStore) -> None:
    enqueue(store, replace(THREAD, run_at=on_day(0)))
    assert store.jobs.standing(on_day(9)).oldest_seconds < 60


WHERE = ("T1", "a1")
LATE, WITHIN = 4.1, 3.9  # seconds between the check of a lease and the call


@pytest.fixture
def busy(backend: Backend) -> SqlStore:
    busy = backend.open()
    keep(busy, made())
    enqueue(busy, NewJob("thread", "thread"))
    return busy


def put(held: HeldStore) -> None:
    write(held).put_post(*WHERE, posted("q1", None))


@pytest.mark.parametrize("call", [put, HeldStore.guard], ids=["write", "call"])
@pytest.mark.parametrize("how", ["claimed", "claimed by another process", "finished", "buried", "put back"])
def test_whoever_lost_the_lease_neither_writes_nor_calls(
    backend: Backend, busy: SqlStore, call: Callable[[HeldStore], object], how: str
) -> None:
    job = claimed(busy)
    held = busy.held(job)
    match how:
        case "claimed" | "claimed by another process":
            backend.real_time.seconds += 21
            claimed(busy if how == "claimed" else backend.open())
        case "finished":
            busy.jobs.finish(job)
        case "buried":
            busy.jobs.bury(job, reason="", at=on_day(0))
        case _:
            busy.jobs.put_back(job)
    with pytest.raises(LeaseLost):
        call(held)
    assert peek(busy).posts(*WHERE) == ()


@pytest.mark.parametrize("call", [put, HeldStore.guard], ids=["write", "call"])
def test_a_lease_that_ran_out_while_nobody_else_wanted_the_job_is_renewed(
    backend: Backend, busy: SqlStore, call: Callable[[HeldStore], object]
) -> None:
    job = claimed(busy)
    backend.real_time.seconds += 24
    call(busy.held(job))
    backend.real_time.seconds += 19
    assert busy.jobs.claim(on_day(0)) is None


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize(("still", "goes"), [(WITHIN, True), (LATE, False), (3600, False)])
def test_a_call_goes_out_only_shortly_after_the_check(
    backend: Backend, busy: SqlStore, *, still: float, goes: bool, writes: bool
) -> None:
    held = busy.held(claimed(busy))
    if writes:
        put(held)
    in_time = held.guard()
    backend.real_time.seconds += still
    if goes:
        in_time()
    else:
        with pytest.raises(SlackUnavailableError) as stopped:
            in_time()
        assert not stopped.value.maybe_done


def test_a_message_counts_as_asked_for_from_when_it_was_recorded(backend: Backend, busy: SqlStore) -> None:
    held = busy.held(claimed(busy))
    put(held)
    backend.real_time.seconds += LATE
    with pytest.raises(SlackUnavailableError):
        held.guard()()  # its row says that it was sent long ago
    held.guard()()  # a call without a record may be made now


def test_a_message_on_its_way_names_the_lease_it_was_sent_under(busy: SqlStore) -> None:
    job: Job = claimed(busy)
    put(busy.held(job))
    assert [row["lease"] for row in peek(busy._database).all("SELECT lease FROM posts")] == [job.lease]


@pytest.mark.parametrize(
    ("passed", "boot", "left"),
    [(0, "", 20), (13, "", 7), (21, "", 0), (-1, "", float("inf")), (21, "the next boot", float("inf"))],
)
def test_a_message_without_an_answer_says_when_it_will_not_come_any_more(
    backend: Backend, busy: SqlStore, passed: float, boot: str, left: float
) -> None:
    put(busy.held(claimed(busy)))
    backend.real_time.seconds += passed
    backend.boot = boot or backend.boot
    (post,) = peek(backend.open()).posts(*WHERE)
    assert post.settles_in == pytest.approx(left)


def test_the_one_call_of_a_job_begins_once_until_the_job_is_put_back(busy: SqlStore) -> None:
    def begin(job: Job) -> bool:
        return write(busy.held(job)).begin_once(job)

    job = claimed(busy)
    assert [begin(job), begin(job)] == [True, False]
    busy.jobs.put_back(job)
    assert begin(claimed(busy))


def test_a_transaction_that_stood_still_counts_from_its_begin(backend: Backend, busy: SqlStore) -> None:
    held = busy.held(claimed(busy))
    with held.writing("T0ACME0001") as tx:
        tx.put_post(*WHERE, posted("q1", None))
        backend.real_time.seconds += LATE
    with pytest.raises(SlackUnavailableError):
        held.guard()()
