"""Starting: once for each submission, with first question and headline; answers typed while they are on their way."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.assessment import Role, Status, Subject
from bot.core.thread import HEADLINE_KEY
from bot.store.store import SqlStore
from bot.use_cases import conversation as answer
from bot.use_cases.conversation import NOT_OURS, TAKEN_BEFORE, Kept, Outcome
from bot.use_cases.ports import Clock, Deed, Post, Store
from bot.use_cases.start import Start, start_assessment
from bot.use_cases.store_ports import TypedMessage
from tests.core.examples import example_framework, matrix_framework
from tests.known import peek, write
from tests.use_cases.fakes import Kept as InSlack
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking


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


HEADLINE_TS = "1700000100.000100"
ELSEWHERE = "C2"
Hears = Callable[[Store, Clock, TypedMessage], Outcome]


@pytest.fixture
def starting(store: SqlStore) -> Talking:
    talking = Talking(store)
    talking.start()
    return talking


def put_headline(talking: Talking, ts: str | None) -> None:
    write(talking.kept).put_post(TEAM, talking.id, Post(HEADLINE_KEY, CHANNEL, ts, "", sent=bool(ts)))


def put_first_question(talking: Talking) -> None:
    """Have the first question stand above what was typed."""
    write(talking.kept).put_post(TEAM, talking.id, Post("q1", CHANNEL, "1700000100.000200", "", sent=True))
    talking.slack.messages.append(InSlack("1700000100.000200", HEADLINE_TS, f"{talking.id}:q1", channel=CHANNEL))


def typed(talking: Talking, thread: str, *, channel: str = CHANNEL) -> TypedMessage:
    ts = talking.slack.next_ts()
    return TypedMessage(TEAM, channel, thread, ts, DANA, "3, we have a map", talking.clock.moment_of(ts))


@pytest.mark.parametrize("known", [None, HEADLINE_TS])
@pytest.mark.parametrize("hear", [answer.hear_message, answer.hear_edit])
def test_its_words_are_kept_and_taken_once_the_headline_is_found(
    starting: Talking, known: str | None, hear: Hears
) -> None:
    put_headline(starting, known)
    message = typed(starting, HEADLINE_TS)
    assert hear(starting.kept, starting.clock, message) == Kept()
    put_first_question(starting)
    assert starting.verdicts()[0] is None
    starting.slack.messages.append(InSlack(HEADLINE_TS, None, f"{starting.id}:headline", channel=CHANNEL))
    starting.settle()
    assert starting.verdicts()[0] == 3


def test_one_that_was_deleted_meanwhile_is_not_taken(starting: Talking) -> None:
    put_headline(starting, None)
    message = typed(starting, HEADLINE_TS)
    answer.hear_deletion(starting.kept, starting.clock, message)
    assert starting.hear(message) == TAKEN_BEFORE


@pytest.mark.parametrize("number", [1, 3])
def test_threads_that_are_none_of_ours_are_let_go_of_once_the_headline_is_known(starting: Talking, number: int) -> None:
    put_headline(starting, None)
    for _ in range(number):
        assert starting.hear(typed(starting, "1700000050.000100")) == Kept()
        assert starting.hear(replace(typed(starting, "1700000050.000100"), person=OLGA)) == NOT_OURS
    starting.settle()
    assert peek(starting.kept).kept_threads(TEAM, CHANNEL) == ()
    assert starting.verdicts()[0] is None


def test_other_threads_are_none_of_ours_meanwhile(starting: Talking) -> None:
    assert starting.hear(typed(starting, HEADLINE_TS)) == NOT_OURS
    put_headline(starting, HEADLINE_TS)
    assert starting.hear(typed(starting, "1700000050.000100")) == NOT_OURS
    assert starting.hear(typed(starting, HEADLINE_TS, channel=ELSEWHERE)) == NOT_OURS
