"""Starting: once for each submission, with the first question and the headline on their way."""

from bot.core.assessment import Role, Status, Subject
from bot.use_cases.ports import Deed
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import example_framework, matrix_framework
from tests.known import peek
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking


def test_the_same_submission_starts_one_assessment(talking: Talking) -> None:
    start = Start(Deed(TEAM, CHANNEL, DANA, "start"), example_framework(), Subject("Acme Retail"), {})
    assert start_assessment(talking.kept, talking.clock, start) is None
    assert len(peek(talking.kept).lines(TEAM, CHANNEL)) == 1


def test_whoever_starts_conducts_and_answers(talking: Talking) -> None:
    assert {(each.person, each.role) for each in talking.assessment.members} == {
        (DANA, Role.FACILITATOR),
        (DANA, Role.RESPONDENT),
    }
    assert (talking.status, talking.asked()) == (Status.OPEN, (1, "level", "start"))


def test_two_assessments_in_a_channel_have_a_thread_each(talking: Talking) -> None:
    first = talking.assessment.thread
    talking.start(matrix_framework(), event="second")
    talking.settle()
    assert talking.assessment.thread not in (None, first)
    talking.say("2")
    assert talking.verdicts() == [2, None, None, None, None]
