"""Answers typed under a headline that stands in Slack already, while the store does not know yet where."""

from collections.abc import Callable

import pytest

from bot.core.errors import TooEarlyError
from bot.core.thread import HEADLINE_KEY
from bot.store.sqlite import SqliteStore
from bot.use_cases import conversation as answer
from bot.use_cases.conversation import NOT_OURS, Ignored, Taken, TypedMessage
from bot.use_cases.ports import Clock, Post, Store
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking

HEADLINE_TS = "1700000100.000100"
ELSEWHERE = "C2"
Hears = Callable[[Store, Clock, TypedMessage], Taken | Ignored]


@pytest.fixture
def starting(store: SqliteStore) -> Talking:
    talking = Talking(store)
    talking.start()
    return talking


def put_headline(talking: Talking, ts: str | None) -> None:
    with talking.kept.writing() as tx:
        tx.put_post(TEAM, talking.id, Post(HEADLINE_KEY, CHANNEL, ts, "", sent=bool(ts)))


def typed(talking: Talking, thread: str, *, channel: str = CHANNEL) -> TypedMessage:
    ts = talking.slack.next_ts()
    return TypedMessage(TEAM, channel, thread, ts, DANA, "3, we have a map", talking.clock.moment_of(ts))


@pytest.mark.parametrize("known", [None, HEADLINE_TS])
@pytest.mark.parametrize("hear", [answer.hear_message, answer.hear_edit, answer.hear_deletion])
def test_it_is_refused_so_that_slack_repeats_it(starting: Talking, known: str | None, hear: Hears) -> None:
    put_headline(starting, known)
    message = typed(starting, HEADLINE_TS)
    with pytest.raises(TooEarlyError):
        hear(starting.kept, starting.clock, message)
    with starting.kept.writing() as tx:
        tx.set_thread(TEAM, starting.id, HEADLINE_TS)
    assert isinstance(answer.hear_message(starting.kept, starting.clock, message), Taken)
    assert starting.verdicts()[0] == 3


def test_other_threads_are_none_of_ours_meanwhile(starting: Talking) -> None:
    assert starting.hear(typed(starting, HEADLINE_TS)) == NOT_OURS
    put_headline(starting, HEADLINE_TS)
    assert starting.hear(typed(starting, "1700000050.000100")) == NOT_OURS
    assert starting.hear(typed(starting, HEADLINE_TS, channel=ELSEWHERE)) == NOT_OURS
