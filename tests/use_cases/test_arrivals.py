"""Messages that arrive twice, before the next question stands, or late: taken once, told apart, never guessed."""

from collections import deque
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from bot.core.assessment import NotApplicable, Verdict
from bot.core.conversation.talk import Hint
from bot.core.conversation.turns import Button
from bot.core.errors import SlackUnavailableError
from bot.use_cases import conversation as answer
from bot.use_cases.conversation import TAKEN_BEFORE, Ignored, Kept, Taken, enqueue_thread
from tests.known import peek, sure
from tests.use_cases.fakes import Fault
from tests.use_cases.talking import TEAM, Talking, shows_the_layout

NA = NotApplicable("no stores")


def test_the_same_message_twice_is_taken_once(talking: Talking) -> None:
    message = talking.message("2")
    assert isinstance(talking.hear(message), Taken)
    assert isinstance(talking.hear(message), Ignored)
    assert talking.verdicts()[:2] == [2, None]


QUICK: list[tuple[list[str], list[Verdict | None], tuple[int, str, str], str]] = [
    (["2", "3"], [2], (2, "level", "early"), "3"),
    (["2", "3", "1"], [2], (2, "level", "early"), "3\n1"),
    (["4", "3"], [4], (1, "evidence", "early"), "3"),
    (["4", "we have a map"], [4], (1, "evidence", "early"), "we have a map"),
    (["n/a", "no stores"], [None], (1, "reason", "early"), "no stores"),
    (["2", "skip"], [2], (2, "level", "early"), "skip"),
    (["2", "ok"], [2], (2, "level", "next"), ""),
    (["2", "change 1 to 3"], [3], (2, "level", "changed"), ""),
    (["7", "3"], [3], (2, "level", "next"), ""),
    (["3 or 4", "3"], [3], (2, "level", "next"), ""),
    (["2", "change 1 to 3", "1"], [3], (2, "level", "early"), "1"),
]


@pytest.mark.parametrize(("typed", "verdicts", "asked", "words"), QUICK, ids=[" / ".join(each[0]) for each in QUICK])
def test_what_is_typed_before_the_next_question_stands_is_offered_and_never_its_answer(
    talking: Talking, typed: list[str], verdicts: list[Verdict | None], asked: tuple[int, str, str], words: str
) -> None:
    for text in typed:
        talking.hear(talking.message(text))
    talking.settle()
    assert talking.verdicts() == verdicts + [None] * (6 - len(verdicts))
    assert talking.asked() == asked
    assert sure(talking.open).detail.words == words
    assert shows_the_layout(talking)


def test_an_edit_that_waits_for_its_question_counts_when_it_is_taken(talking: Talking) -> None:
    talking.hear(talking.message("2"))
    talk = talking.message("status")
    assert isinstance(talking.hear(talk), Taken)
    edited = replace(talk, text="3", edited=talking.slack.next_ts(), edited_at=talking.clock.now())
    assert isinstance(answer.hear_edit(talking.kept, talking.clock, edited), Kept)
    assert not peek(talking.store).was_taken(TEAM, f"message:{talk.channel}:{talk.ts}")
    talking.settle()
    assert peek(talking.store).was_taken(TEAM, f"message:{talk.channel}:{talk.ts}")
    assert talking.open is not None
    assert "3" in talking.open.detail.words


# --- a question that never stood


@pytest.mark.parametrize("first", ["2", "4", "n/a"])
@pytest.mark.parametrize("fault", ["msg_too_long", "is_archived"])
def test_a_question_that_slack_refused_is_not_answered_by_what_comes_next(
    talking: Talking, first: str, fault: str
) -> None:
    talking.slack.refusals = {"post": fault}
    talking.hear(talking.message(first))
    with suppress(AssertionError):
        talking.settle(10)
    before = talking.verdicts()
    assert talking.hear(talking.message("3, on purpose")) == Kept()
    talking.slack.refusals.clear()
    with talking.kept.writing("T0ACME0001") as tx:
        enqueue_thread(tx, TEAM, talking.id)
    talking.settle()
    assert talking.verdicts() == before
    question = sure(talking.open)
    assert (question.because, question.detail.words) == ("early", "3, on purpose")
    assert shows_the_layout(talking)
    talking.press(Button.TAKE_WORDS)
    assert 3 in talking.verdicts()
    assert isinstance(talking.press(Button.TAKE_WORDS, question=question.number), Taken)


@pytest.mark.parametrize("fault", [Fault.AFTER, Fault.LOST])
def test_of_a_question_in_doubt_slack_says_whether_it_was_to_be_seen(talking: Talking, fault: Fault) -> None:
    talking.slack.faults = deque([Fault.NONE, fault])
    talking.hear(talking.message("2"))
    job = sure(talking.kept.jobs.claim(talking.clock.now()))
    with pytest.raises(SlackUnavailableError):
        talking.run(job)
    assert talking.hear(talking.message("3")) == Kept()
    talking.kept.jobs.put_back(job)
    talking.settle()
    assert talking.verdicts()[:2] == ([2, 3] if fault is Fault.AFTER else [2, None])
    assert shows_the_layout(talking)


def test_a_quick_answer_to_a_question_that_stands_counts_though_its_row_does_not_say_so_yet(talking: Talking) -> None:
    talking.hear(talking.message("2"))
    job = sure(talking.kept.jobs.claim(talking.clock.now()))
    post, answers = talking.slack.post, deque(["3"])

    def quickly(*call: Any) -> str:
        ts = post(*call)
        if answers:
            assert talking.hear(talking.message(answers.popleft())) == Kept()
        return ts

    talking.slack.post = quickly  # type: ignore[assignment,method-assign]  # somebody answers before the call returns
    talking.run(job)
    talking.kept.jobs.finish(job)
    assert talking.verdicts()[:2] == [2, 3]


def test_kept_words_are_edited_and_taken_back_like_others(talking: Talking) -> None:
    talking.hear(talking.message("2"))
    first, second = talking.message("3"), talking.message("1")
    assert talking.hear(first) == talking.hear(second) == Kept()
    assert talking.hear(first) == TAKEN_BEFORE
    answer.hear_deletion(talking.kept, talking.clock, second)
    talking.edit(first, "2, after all")
    assert sure(talking.open).detail.words == "2, after all"
    assert talking.verdicts()[:2] == [2, None]


def test_a_message_that_arrives_late_is_shown_and_not_guessed(talking: Talking) -> None:
    first, second = talking.message("3, a map"), talking.message("2")
    talking.hear(second)
    talking.hear(first)
    assert talking.verdicts()[:2] == [2, None]
    question = sure(talking.open)
    assert (talking.asked(), question.detail.words) == ((2, "level", "late"), "3, a map")
    assert question.detail.meant == talking.key(1)


LATE: list[tuple[list[str], str, tuple[int, str, str], str]] = [
    (["3", "4"], "2", (2, "level", "late"), "4 · 3"),
    (["3"], "4", (1, "evidence", "late"), "3"),
    (["ok"], "2", (2, "level", "next"), ""),
    (["really?"], "2", (2, "level", "next"), ""),
    (["no"], "2", (2, "level", "next"), ""),
]


@pytest.mark.parametrize(("late", "said", "asked", "words"), LATE, ids=[" / ".join(each[0]) for each in LATE])
def test_late_messages_are_all_shown_above_any_question_and_late_talk_is_left_alone(
    talking: Talking, late: list[str], said: str, asked: tuple[int, str, str], words: str
) -> None:
    messages = [talking.message(each) for each in late]
    talking.say(said)
    for message in reversed(messages):
        talking.hear(message)
    assert (talking.asked(), sure(talking.open).detail.words) == (asked, words)
    assert talking.verdicts()[:2] == [int(said), None]


def test_late_help_is_given_all_the_same(talking: Talking) -> None:
    late = talking.message("help")
    talking.say("2")
    talking.hear(late)
    talking.settle()
    assert talking.hints() == [Hint.HELP]
