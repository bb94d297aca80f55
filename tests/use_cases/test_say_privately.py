"""Private words: said once, lost rather than doubled, and never in the way."""

from collections import deque

import pytest

from bot.use_cases.notices import say_privately
from bot.use_cases.ports import Job
from tests.known import sure, write
from tests.use_cases.fakes import Fault, let_pass
from tests.use_cases.talking import TEAM, Talking


@pytest.mark.parametrize("code", ["user_not_in_channel", "channel_not_found", "is_archived"])
def test_a_person_who_has_left_is_not_told(talking: Talking, code: str) -> None:
    talking.slack.refusals = {"whisper": code}
    talking.say("help")
    assert talking.hints() == []


def test_nothing_is_said_about_an_assessment_that_is_not_there(talking: Talking) -> None:
    for workspace, assessment in (("T9", talking.id), (TEAM, "nobody")):
        payload = {"workspace": workspace, "assessment": assessment, "person": "U1", "hint": "help"}
        say_privately(talking.kept, talking.slack, Job(1, "whisper", "whisper", payload, 1))
    assert talking.hints() == []


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER, Fault.LOST, Fault.LATE, Fault.LAG])
def test_a_word_is_never_said_twice(talking: Talking, fault: Fault) -> None:
    talking.slack.faults = deque([fault])
    talking.say("help")
    assert len(talking.hints()) == (0 if fault in (Fault.LOST, Fault.LATE) else 1)
    assert talking.slack.calls.count("whisper") == (2 if fault is Fault.BEFORE else 1)


def test_a_word_is_said_in_the_thread(talking: Talking) -> None:
    talking.say("help")
    assert talking.slack.whispers[0][0] == talking.assessment.thread


@pytest.mark.parametrize("said", [True, False])
def test_a_word_that_a_process_may_have_said_before_it_went_down_is_left_at_that(
    talking: Talking, *, said: bool
) -> None:
    talking.hear(talking.message("help"))
    job = whisper(talking)
    if said:
        talking.run(job)
    else:
        assert write(talking.kept).begin_once(job)
    let_pass(talking.kept, 21)
    talking.settle()
    assert len(talking.hints()) == said


def whisper(talking: Talking) -> Job:
    """Claim jobs until it is the private word."""
    while True:
        job = sure(talking.kept.jobs.claim(talking.clock.now()))
        if job.kind == "whisper":
            return job
        talking.run(job)
        talking.kept.jobs.finish(job)
