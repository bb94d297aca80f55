"""Nothing is sent faster than Slack takes it, and nothing waits longer than it must: by one process or by several.

What one process keeps for itself and what several share is held to the same contract.
"""

import multiprocessing
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import product
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from queue import Empty

import pytest

from bot.slack.pacing import METHOD_TIERS, POST, POSTS_PER_MINUTE, TIERS, Pace, Pacer, Pacing, SharedPacer
from bot.store.elapsed import Elapsed
from bot.store.store import open_store
from tests.effort import more
from tests.known import peek


class Hand:
    """A clock that is moved by hand; seconds."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture(params=["own", "sqlite", pytest.param("postgresql", marks=more)])
def make(request: pytest.FixtureRequest, hand: Hand, tmp_path: Path) -> Iterator[Callable[..., Pacing]]:
    """Make what paces a workspace; of the shared one each is as in a process of its own."""
    if request.param == "own":
        yield lambda pace=Pace(): Pacer(hand, pace)  # noqa: B008 -- it is frozen
        return
    is_server = request.param == "postgresql"
    url = request.getfixturevalue("postgresql") if is_server else f"sqlite:///{tmp_path / 'x.db'}"
    with closing(open_store(url, real_time=Elapsed(hand, "this boot"))) as store:
        yield lambda pace=Pace(): SharedPacer(store.paces, "T1", pace)  # noqa: B008 -- as above


def test_a_channel_takes_a_short_burst_and_then_a_message_a_second(make: Callable[..., Pacing], hand: Hand) -> None:
    pacer = make(Pace(posts_per_second=1.0, burst=3))
    assert [pacer.take("C1", POST) for _ in range(5)] == [0.0, 0.0, 0.0, 1.0, 2.0]
    hand.at += 1.0
    assert pacer.take("C1", POST) == 0.0
    assert pacer.take("C1", POST) == 2.0  # the next second was promised
    hand.at += 60.0
    assert [pacer.take("C1", POST) for _ in range(4)] == [0.0, 0.0, 0.0, 1.0]


def test_a_refused_call_uses_nothing_up(make: Callable[..., Pacing], hand: Hand) -> None:
    pacer = make(Pace(burst=1))
    assert [pacer.take("C1", POST) for _ in range(4)] == [0.0, 1.0, 2.0, 3.0]
    hand.at += 1.0
    assert pacer.take("C1", POST) == 0.0


def test_one_busy_channel_does_not_slow_another(make: Callable[..., Pacing]) -> None:
    pacer = make(Pace(burst=1))
    assert pacer.take("C1", POST) == 0.0
    assert pacer.take("C2", POST) == 0.0


def test_who_asks_again_for_the_same_message_keeps_its_moment(make: Callable[..., Pacing], hand: Hand) -> None:
    pacer = make(Pace(burst=1))
    assert pacer.take("C1", POST) == 0.0
    assert [pacer.take("C1", POST, each) for each in ("a", "b", "a", "b")] == [1.0, 2.0, 1.0, 2.0]
    hand.at += 1.0
    assert pacer.take("C1", POST, "b") == 0.0  # news make it come back early
    assert pacer.take("C1", POST, "a") >= 1.0


def test_a_call_that_is_given_back_can_be_made_again(make: Callable[..., Pacing]) -> None:
    pacer = make(Pace(burst=1))
    for _ in range(3):
        assert pacer.take("C1", POST) == 0.0
        pacer.give_back("C1", POST)
    assert pacer.take("C1", POST) == 0.0
    assert pacer.take("C1", POST) == 1.0


def test_what_slack_closed_stays_closed_as_long_as_it_said(make: Callable[..., Pacing], hand: Hand) -> None:
    pacer = make()
    pacer.close("C1", POST, 30.0)
    pacer.close("C1", POST, 5.0)
    assert pacer.take("C1", POST) == 30.0
    assert pacer.take("C2", POST) == 0.0
    pacer.close("C1", "chat.update", 7.0)
    assert pacer.take("C2", "chat.update") == 7.0
    hand.at += 30.0
    assert pacer.take("C1", POST) == 0.0


@pytest.mark.parametrize("method", [POST, "chat.update", "conversations.open", "usergroups.list"])
def test_no_minute_gets_more_calls_than_slack_takes_and_nobody_waits_without_need(
    make: Callable[..., Pacing], hand: Hand, method: str
) -> None:
    pacer, chance, granted = make(), random.Random(7), list[float]()
    most = POSTS_PER_MINUTE if method == POST else TIERS[METHOD_TIERS[method]]
    for _ in range(30 if method == POST else 80):
        for place in range(most // 10):
            if pacer.take(f"C{place}", method) == 0.0:
                granted.append(hand.at)
        hand.at += chance.choice([0.5, 1.0, 3.0])
    for place, at in enumerate(granted):
        assert sum(1 for each in granted[place:] if each < at + 60) <= most
    assert len(granted) > 0.7 * most * (granted[-1] - granted[0]) / 60


def test_those_who_wait_for_a_spent_method_are_sent_to_moments_of_their_own(
    make: Callable[..., Pacing], hand: Hand
) -> None:
    pacer = make()
    while pacer.take("C1", "chat.update") == 0.0:
        hand.at += 0.001
    moments = [hand.at + pacer.take("C1", "chat.update", f"m{place}") for place in range(200)]
    assert len(set(moments)) == 200
    back = sorted(moments)
    refused = 0
    for moment in back:
        hand.at = moment + 0.001
        refused += pacer.take("C1", "chat.update") > 0
    assert refused <= 1


def test_many_threads_together_take_no_more_than_there_is(make: Callable[..., Pacing]) -> None:
    pacer = make(Pace(burst=10))
    taken: list[float] = []
    start = threading.Barrier(8)

    def take() -> None:
        start.wait()
        taken.extend(pacer.take("C1", POST) for _ in range(10))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count(0.0) == 10
    assert sorted(taken)[10:] == [float(place) for place in range(1, 71)]


# --- what one process keeps for itself


def test_a_workspace_has_a_budget_over_all_channels(hand: Hand) -> None:
    pacer = Pacer(hand)
    assert all(pacer.take(f"C{number}", POST) == 0.0 for number in range(POSTS_PER_MINUTE))
    assert pacer.take("C9999", POST) == 60.0


def test_a_method_has_the_budget_of_its_tier(hand: Hand) -> None:
    pacer = Pacer(hand)
    assert all(pacer.take("C1", "chat.update") == 0.0 for _ in range(50))
    hand.at += 20.0
    assert pacer.take("C2", "chat.update") == 40.0
    assert pacer.take("C1", "users.info") == 0.0
    hand.at += 40.0
    assert pacer.take("C2", "chat.update") == 0.0


def test_those_who_wait_for_a_spent_budget_do_not_all_come_back_at_once(hand: Hand) -> None:
    pacer = Pacer(hand)
    for _ in range(50):
        assert pacer.take("C1", "chat.update") == 0.0
        hand.at += 0.5
    assert [pacer.take("C1", "chat.update") for _ in range(3)] == [35.0, 35.5, 36.0]
    assert [pacer.take("C1", "chat.update", "17.1") for _ in range(3)] == [36.5] * 3
    assert [pacer.take("C1", "chat.update") for _ in range(47)][-1] == 95.0
    hand.at += 35.0
    assert [pacer.take("C1", "chat.update") for _ in range(2)] == [0.0, 60.5]


# --- what several share


def test_what_another_boot_or_clock_spent_closed_and_promised_counts_no_more(hand: Hand, tmp_path: Path) -> None:
    # the last of them is a server with a clock behind the one before
    for boot, ahead in (("one", 0.0), ("two", -500.0), ("three", 900.0), ("three", -1_000.0)):
        hand.at += ahead
        with closing(open_store(f"sqlite:///{tmp_path / 'x.db'}", real_time=Elapsed(hand, boot))) as store:
            pacer = SharedPacer(store.paces, "T1", Pace(burst=1))
            assert [pacer.take("C1", POST) for _ in range(3)] == [0.0, 1.0, 2.0]
            pacer.close("C1", POST, 900.0)
            assert SharedPacer(store.paces, "T2").take("C1", POST) == 0.0  # another workspace
            store.forget_unused_budgets()
            assert pacer.take("C1", POST) >= 900.0


def test_a_call_that_read_the_clock_before_it_waited_for_its_turn_takes_nothing_twice(
    hand: Hand, tmp_path: Path
) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'x.db'}", real_time=Elapsed(hand, "b"))) as store:
        pacer = SharedPacer(store.paces, "T1", Pace(burst=1))
        for late in (0.1, 1.0, 9.0):
            hand.at += 20.0
            assert pacer.take("C1", POST) == 0.0
            hand.at -= late
            assert pacer.take("C1", POST) > 0.0


def test_a_channel_that_waits_uses_up_nothing_of_its_workspace(hand: Hand, tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'x.db'}", real_time=Elapsed(hand, "b"))) as store:
        pacer = SharedPacer(store.paces, "T1", Pace(burst=1))
        assert pacer.take("C1", POST) == 0.0
        assert all(pacer.take("C1", POST) > 0.0 for _ in range(500))
        at_once = sum(pacer.take(f"D{each}", POST) == 0.0 for each in range(500))
        assert at_once == POSTS_PER_MINUTE // 4 - 1
        assert pacer.take("D499", POST) > 0.0
        hand.at += 300.0
        assert pacer.take("D499", POST) == 0.0  # its channel was not charged for what its workspace refused
        store.forget_unused_budgets()
        assert len(peek(store._database).all("SELECT budget FROM pace")) <= 3


def ask_until_enough(url: str, start: Barrier, told: "Queue[tuple[float, float]]", enough: Event) -> None:
    """Ask again and again, as one of several processes; tell between which moments each call was granted."""
    with closing(open_store(url)) as store:
        pacer = SharedPacer(store.paces, "T1", Pace(posts_per_second=10.0, burst=1))
        start.wait()
        while not enough.is_set():
            before = time.monotonic()
            if pacer.take("C1", POST) == 0.0:
                told.put((before, time.monotonic()))


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=more)])
def test_four_processes_take_no_more_than_one_may(tmp_path: Path, request: pytest.FixtureRequest, kind: str) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}" if kind == "sqlite" else request.getfixturevalue("postgresql")
    open_store(url).close()
    forks = multiprocessing.get_context("fork")
    start, told, enough = forks.Barrier(4), forks.Queue(), forks.Event()
    processes = [forks.Process(target=ask_until_enough, args=(url, start, told, enough)) for _ in range(4)]
    for process in processes:
        process.start()
    granted = [told.get(timeout=60) for _ in range(12)]
    enough.set()
    while any(process.is_alive() for process in processes) or not told.empty():
        with suppress(Empty):
            granted.append(told.get(timeout=0.02))
    assert [process.exitcode for process in processes] == [0] * 4
    # whoever was held up between asking and telling may tell late: so it is counted what was surely granted in a time
    for begins, ends in product((before for before, _ in granted), (after for _, after in granted)):
        within = sum(begins <= before and after <= ends for before, after in granted)
        assert within <= max(10 * (ends - begins + 0.002), 0) + 1  # budgets are kept to the millisecond
