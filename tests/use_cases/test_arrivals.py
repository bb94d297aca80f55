"""Messages that arrive twice, before the next question stands, or late: taken once, told apart, never guessed."""

import pytest

from bot.core.assessment import NotApplicable, Verdict
from bot.core.conversation.talk import Hint
from bot.use_cases.conversation import Ignored, Taken
from tests.use_cases.talking import Talking

NA = NotApplicable("no stores")


def test_the_same_message_twice_is_taken_once(talking: Talking) -> None:
    message = talking.message("2")
    assert isinstance(talking.hear(message), Taken)
    assert isinstance(talking.hear(message), Ignored)
    assert talking.verdicts()[:2] == [2, None]


QUICK: list[tuple[list[str], list[Verdict | None], tuple[int, str, str]]] = [
    (["2", "3"], [2, 3], (3, "level", "next")),
    (["2", "3", "1"], [2, 3, 1], (4, "level", "next")),
    (["4", "3"], [4, 3], (1, "evidence", "evidence")),
    (["4", "5", "2"], [4, 5, 2], (1, "evidence", "evidence")),
    (["4", "n/a - no stores"], [4, NA], (1, "evidence", "evidence")),
    (["4", "skip"], [4, None], (1, "evidence", "evidence")),
    (["4", "we have a map"], [4], (2, "level", "next")),
    (["n/a", "3"], [None, 3], (1, "reason", "reason")),
    (["n/a", "no stores"], [NA], (2, "level", "next")),
]


@pytest.mark.parametrize(("typed", "verdicts", "asked"), QUICK, ids=[" / ".join(each[0]) for each in QUICK])
def test_answers_typed_before_the_next_question_stands_go_to_successive_dimensions(
    talking: Talking, typed: list[str], verdicts: list[Verdict | None], asked: tuple[int, str, str]
) -> None:
    for text in typed:
        talking.hear(talking.message(text))
    assert talking.verdicts() == verdicts + [None] * (6 - len(verdicts))
    assert talking.asked() == asked
    talking.settle()
    assert talking.slack.own() == [(f"{talking.id}:{each.key}", each.shows) for each in talking.wanted]


def test_a_message_that_arrives_late_is_shown_and_not_guessed(talking: Talking) -> None:
    first, second = talking.message("3, a map"), talking.message("2")
    talking.hear(second)
    talking.hear(first)
    assert talking.verdicts()[:2] == [2, None]
    question = talking.open
    assert question is not None
    assert (talking.asked(), question.detail.words) == ((2, "level", "late"), "3, a map")
    assert question.detail.meant == talking.key(1)


def test_several_late_messages_are_all_shown(talking: Talking) -> None:
    late = [talking.message("3"), talking.message("4")]
    talking.say("2")
    for message in reversed(late):
        talking.hear(message)
    question = talking.open
    assert question is not None
    assert question.detail.words == "4 · 3"
    assert talking.verdicts()[:2] == [2, None]


def test_a_late_message_is_shown_above_a_question_for_evidence_too(talking: Talking) -> None:
    late = talking.message("3")
    talking.say("4")
    talking.hear(late)
    assert talking.asked() == (1, "evidence", "late")
    assert talking.verdicts()[0] == 4


@pytest.mark.parametrize("text", ["ok", "really?", "no"])
def test_late_talk_is_left_alone(talking: Talking, text: str) -> None:
    late = talking.message(text)
    talking.say("2")
    talking.hear(late)
    assert talking.asked() == (2, "level", "next")


def test_late_help_is_given_all_the_same(talking: Talking) -> None:
    late = talking.message("help")
    talking.say("2")
    talking.hear(late)
    talking.settle()
    assert talking.hints() == [Hint.HELP]
