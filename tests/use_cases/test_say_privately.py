"""Private words: said once, lost rather than doubled, and never in the way."""

from collections import deque

import pytest

from bot.use_cases.notices import say_privately
from tests.use_cases.fakes import Fault
from tests.use_cases.talking import TEAM, Talking


@pytest.mark.parametrize("code", ["user_not_in_channel", "channel_not_found", "is_archived"])
def test_a_person_who_has_left_is_not_told(talking: Talking, code: str) -> None:
    talking.slack.refusals = {"whisper": code}
    talking.say("help")
    assert talking.hints() == []


def test_nothing_is_said_about_an_assessment_that_is_not_there(talking: Talking) -> None:
    say_privately(
        talking.kept, talking.slack, {"workspace": "T9", "assessment": talking.id, "person": "U1", "hint": "help"}
    )
    say_privately(
        talking.kept, talking.slack, {"workspace": TEAM, "assessment": "nobody", "person": "U1", "hint": "help"}
    )
    assert talking.hints() == []


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER, Fault.LOST])
def test_a_word_is_never_said_twice(talking: Talking, fault: Fault) -> None:
    talking.slack.faults = deque([fault])
    talking.say("help")
    assert len(talking.hints()) == (0 if fault is Fault.LOST else 1)
    assert talking.slack.calls.count("whisper") == (2 if fault is Fault.BEFORE else 1)


def test_a_word_is_said_in_the_thread(talking: Talking) -> None:
    talking.say("help")
    assert talking.slack.whispers[0][0] == talking.assessment.thread
