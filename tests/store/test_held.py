"""The store in a job's hands: what lost its lease neither writes nor sends, and what stood still sends nothing."""

from collections.abc import Callable

import pytest

from bot.core.errors import SlackUnavailableError
from bot.store.store import SqlStore
from bot.store.transaction import HeldStore
from bot.use_cases.ports import Job, LeaseLost, NewJob
from tests.known import peek, write
from tests.store.conftest import Backend
from tests.store.made import claimed, enqueue, keep, made, on_day, posted

WHERE = ("T1", "a1")
LATE, WITHIN = 4.1, 3.9  # seconds between the check of a lease and the call


@pytest.fixture
def store(backend: Backend) -> SqlStore:
    store = backend.open()
    keep(store, made())
    enqueue(store, NewJob("thread", "thread"))
    return store


def put(held: HeldStore) -> None:
    write(held).put_post(*WHERE, posted("q1", None))


@pytest.mark.parametrize("call", [put, HeldStore.guard], ids=["write", "call"])
@pytest.mark.parametrize("how", ["claimed", "claimed by another process", "finished", "buried", "put back"])
def test_whoever_lost_the_lease_neither_writes_nor_calls(
    backend: Backend, store: SqlStore, call: Callable[[HeldStore], object], how: str
) -> None:
    job = claimed(store)
    held = store.held(job)
    match how:
        case "claimed" | "claimed by another process":
            backend.real_time.seconds += 21
            claimed(store if how == "claimed" else backend.open())
        case "finished":
            store.jobs.finish(job)
        case "buried":
            store.jobs.bury(job, reason="", at=on_day(0))
        case _:
            store.jobs.put_back(job)
    with pytest.raises(LeaseLost):
        call(held)
    assert peek(store).posts(*WHERE) == ()


@pytest.mark.parametrize("call", [put, HeldStore.guard], ids=["write", "call"])
def test_a_lease_that_ran_out_while_nobody_else_wanted_the_job_is_renewed(
    backend: Backend, store: SqlStore, call: Callable[[HeldStore], object]
) -> None:
    job = claimed(store)
    backend.real_time.seconds += 24
    call(store.held(job))
    backend.real_time.seconds += 19
    assert store.jobs.claim(on_day(0)) is None


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize(("still", "goes"), [(WITHIN, True), (LATE, False), (3600, False)])
def test_a_call_goes_out_only_shortly_after_the_check(
    backend: Backend, store: SqlStore, *, still: float, goes: bool, writes: bool
) -> None:
    held = store.held(claimed(store))
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


def test_a_message_counts_as_asked_for_from_when_it_was_recorded(backend: Backend, store: SqlStore) -> None:
    held = store.held(claimed(store))
    put(held)
    backend.real_time.seconds += LATE
    with pytest.raises(SlackUnavailableError):
        held.guard()()  # its row says that it was sent long ago
    held.guard()()  # a call without a record may be made now


def test_a_message_on_its_way_names_the_lease_it_was_sent_under(store: SqlStore) -> None:
    job: Job = claimed(store)
    put(store.held(job))
    assert [row["lease"] for row in peek(store._database).all("SELECT lease FROM posts")] == [job.lease]


@pytest.mark.parametrize(
    ("passed", "boot", "left"),
    [(0, "", 20), (13, "", 7), (21, "", 0), (-1, "", float("inf")), (21, "the next boot", float("inf"))],
)
def test_a_message_without_an_answer_says_when_it_will_not_come_any_more(
    backend: Backend, store: SqlStore, passed: float, boot: str, left: float
) -> None:
    put(store.held(claimed(store)))
    backend.real_time.seconds += passed
    backend.boot = boot or backend.boot
    (post,) = peek(backend.open()).posts(*WHERE)
    assert post.settles_in == pytest.approx(left)


def test_the_one_call_of_a_job_begins_once_until_the_job_is_put_back(store: SqlStore) -> None:
    def begin(job: Job) -> bool:
        return write(store.held(job)).begin_once(job)

    job = claimed(store)
    assert [begin(job), begin(job)] == [True, False]
    store.jobs.put_back(job)
    assert begin(claimed(store))


def test_a_transaction_that_stood_still_counts_from_its_begin(backend: Backend, store: SqlStore) -> None:
    held = store.held(claimed(store))
    with held.writing("T0ACME0001") as tx:
        tx.put_post(*WHERE, posted("q1", None))
        backend.real_time.seconds += LATE
    with pytest.raises(SlackUnavailableError):
        held.guard()()
