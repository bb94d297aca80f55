"""Nothing is sent faster than Slack takes it, and nothing waits longer than it must."""

import threading

import pytest

from bot.slack.gateway import POST, POSTS_PER_MINUTE, Pace, Pacer


class Hand:
    """A clock that is moved by hand; seconds."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_a_channel_takes_a_short_burst_and_then_a_message_a_second(hand: Hand) -> None:
    pacer = Pacer(hand, Pace(posts_per_second=1.0, burst=3))
    assert [pacer.take("C1", POST) for _ in range(5)] == [0.0, 0.0, 0.0, 1.0, 1.0]
    hand.at += 1.0
    assert [pacer.take("C1", POST) for _ in range(2)] == [0.0, 1.0]
    hand.at += 60.0
    assert [pacer.take("C1", POST) for _ in range(4)] == [0.0, 0.0, 0.0, 1.0]


def test_a_refused_call_uses_nothing_up(hand: Hand) -> None:
    pacer = Pacer(hand, Pace(burst=1))
    assert [pacer.take("C1", POST) for _ in range(4)] == [0.0, 1.0, 1.0, 1.0]
    hand.at += 1.0
    assert pacer.take("C1", POST) == 0.0


def test_one_busy_channel_does_not_slow_another(hand: Hand) -> None:
    pacer = Pacer(hand, Pace(burst=1))
    assert pacer.take("C1", POST) == 0.0
    assert pacer.take("C2", POST) == 0.0


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


def test_what_slack_closed_stays_closed_as_long_as_it_said(hand: Hand) -> None:
    pacer = Pacer(hand)
    pacer.close("C1", POST, 30.0)
    pacer.close("C1", POST, 5.0)
    assert pacer.take("C1", POST) == 30.0
    assert pacer.take("C2", POST) == 0.0
    pacer.close("C1", "chat.update", 7.0)
    assert pacer.take("C2", "chat.update") == 7.0
    hand.at += 30.0
    assert pacer.take("C1", POST) == 0.0


def test_many_threads_together_take_no_more_than_there_is(hand: Hand) -> None:
    pacer = Pacer(hand, Pace(burst=10))
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
