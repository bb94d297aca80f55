"""A message that may be under way since nobody knows when."""

import math
from dataclasses import replace

import pytest

from bot.core.errors import SlackUnavailableError
from bot.use_cases.ports import Later, Post, PrivateWord, Worded
from bot.use_cases.posting import READ_LAG_SECONDS, Poster
from tests.use_cases.fakes import FakeSlack, HandClock
from tests.use_cases.talking import CHANNEL, TEAM


def test_a_message_of_an_earlier_boot_is_waited_for_from_now_on() -> None:
    kept: list[Post] = []
    poster = Poster(FakeSlack(HandClock()), TEAM, "", kept.append, lambda _key: pytest.fail("dropped"))
    post = replace(Post("k", CHANNEL, None, "d", sent=False), settles_in=math.inf)
    with pytest.raises(Later):
        poster.find(post, None)
    assert kept == [post]


def test_what_slack_answered_with_a_fault_is_waited_for_only_while_reading_may_lag() -> None:
    kept: list[Post] = []

    class Faulty(FakeSlack):
        def post(self, *_: object) -> str:
            raise SlackUnavailableError("internal_error", maybe_done=True, code="internal_error")

    poster = Poster(Faulty(HandClock()), TEAM, "", kept.append, lambda _key: pytest.fail("dropped"))
    with pytest.raises(SlackUnavailableError):
        poster.send("k", CHANNEL, None, Worded("d", PrivateWord("help", "U1")))
    assert kept[-1].settles_in == READ_LAG_SECONDS
