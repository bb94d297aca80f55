"""Edited and deleted messages: the answer is read anew, and nothing else moves."""

import pytest

from bot.core.assessment import NotApplicable, NotRated, Status, Verdict
from bot.core.conversation.talk import Hint
from bot.use_cases.conversation import Ignored, Taken, hear_edit
from bot.use_cases.heard import TypedMessage
from tests.known import sure
from tests.use_cases.talking import CHANNEL, OLGA, TEAM, Talking

# --- nothing happens


def test_an_edit_by_somebody_else_is_no_answer(talking: Talking) -> None:
    assert isinstance(talking.edit(talking.say("2", by=OLGA), "3"), Ignored)
    assert talking.verdicts()[0] is None


def test_the_same_edit_twice_is_taken_once(talking: Talking) -> None:
    message = talking.say("2")
    at = talking.slack.next_ts()
    edited = TypedMessage(
        TEAM, CHANNEL, message.thread, message.ts, message.person, "3", message.said_at, at, talking.clock.now()
    )
    assert isinstance(hear_edit(talking.kept, talking.clock, edited), Taken)
    assert isinstance(hear_edit(talking.kept, talking.clock, edited), Ignored)
    assert [each.verdict for each in talking.assessment.history(talking.key(1))] == [2, 3]


def test_edits_that_arrive_in_the_wrong_order_leave_the_newest(talking: Talking) -> None:
    message = talking.say("2")
    edits = []
    for text in ("3", "1"):
        at = talking.slack.next_ts()
        edits.append(
            TypedMessage(
                TEAM,
                CHANNEL,
                message.thread,
                message.ts,
                message.person,
                text,
                message.said_at,
                at,
                talking.clock.now(),
            )
        )
    for edit in reversed(edits):
        hear_edit(talking.kept, talking.clock, edit)
    assert talking.verdicts()[0] == 1


def test_an_edit_that_says_the_same_records_nothing(talking: Talking) -> None:
    message = talking.say("2, some maps")
    calls = len(talking.slack.calls)
    talking.edit(message, "2: some maps")
    assert len(talking.assessment.ratings) == 1
    assert talking.slack.calls[calls:] == []


def test_an_edit_while_paused_corrects_and_does_not_resume(talking: Talking) -> None:
    message = talking.say("2")
    talking.say("pause")
    talking.edit(message, "3")
    assert (talking.verdicts()[0], talking.status) == (3, Status.PAUSED)


# --- the answer is corrected


EDITS: list[tuple[str, str, Verdict, list[str], tuple[int, str, str]]] = [
    ("2", "3", 3, [], (2, "level", "next")),
    ("2, some maps", "3, all maps", 3, ["all maps"], (2, "level", "next")),
    ("4, a map", "4", 4, [], (1, "evidence", "evidence")),
    ("2", "4", 4, [], (1, "evidence", "evidence")),
    ("2", "don't know", NotRated(), [], (2, "level", "next")),
    ("2", "n/a, no stores", NotApplicable("no stores"), [], (2, "level", "next")),
    ("2", "n/a", 2, [], (1, "reason", "reason")),
    ("2", "3 or 4", 2, [], (1, "level", "edited")),
    ("2", "hm", 2, [], (1, "level", "edited")),
    ("4", "3", 3, [], (2, "level", "next")),
    ("4", "4, a map", 4, ["a map"], (2, "level", "next")),
    ("3 or 4", "3", 3, [], (2, "level", "next")),
    ("skip", "3", 3, [], (2, "level", "changed")),
    ("change 1 to 2", "change 1 to 3", 3, [], (2, "level", "next")),
    ("#3!?", "3", 3, [], (2, "level", "next")),
]


@pytest.mark.parametrize(
    ("typed", "edited", "verdict", "evidence", "asked"), EDITS, ids=[f"{e[0]} - {e[1]}" for e in EDITS]
)
def test_an_edit_corrects_the_answer_of_its_message(
    talking: Talking, typed: str, edited: str, verdict: Verdict, evidence: list[str], asked: tuple[int, str, str]
) -> None:
    message = talking.say(typed)
    talking.edit(message, edited)
    assert (talking.verdicts()[0], talking.evidence(1), talking.asked()) == (verdict, evidence, asked)
    assert talking.slack.own() == [(f"{talking.id}:{each.key}", each.shows) for each in talking.wanted]


def test_an_edit_leaves_the_open_question_where_it_is_and_costs_one_call(talking: Talking) -> None:
    message = talking.say("2")
    calls = len(talking.slack.calls)
    talking.edit(message, "3")
    assert talking.slack.calls[calls:] == ["update"]


def test_an_edit_is_said_when_it_was_made(talking: Talking) -> None:
    message = talking.say("2")
    talking.say("3")
    talking.edit(message, "1")
    assert sure(talking.rating(1)).said_at > message.said_at


def test_a_change_edited_to_name_another_dimension_takes_that_and_asks_the_first_anew(talking: Talking) -> None:
    talking.say("2", "2")
    message = talking.say("change 1 to 3")
    talking.edit(message, "change 2 to 3")
    assert talking.verdicts()[:2] == [3, 3]
    assert talking.asked() == (1, "level", "edited")


def test_an_edit_that_comes_before_its_message_is_heard_and_the_message_is_not(talking: Talking) -> None:
    message = talking.message("2")
    talking.edit(message, "3")
    assert isinstance(talking.hear(message), Ignored)
    assert talking.verdicts()[:2] == [3, None]


def test_talk_edited_into_an_answer_after_the_question_went_on_is_late(talking: Talking) -> None:
    message = talking.say("what do you think?")
    talking.say("2")
    talking.edit(message, "3")
    assert (talking.verdicts()[:2], talking.asked()) == ([2, None], (2, "level", "late"))


# --- deletion


def test_a_deleted_message_that_was_no_answer_says_nothing(talking: Talking) -> None:
    assert isinstance(talking.delete(talking.say("what do you think?")), Ignored)


def test_a_deleted_answer_stays_and_its_author_is_told_once(talking: Talking) -> None:
    messages = [talking.say("2"), talking.say("3")]
    for message in messages:
        talking.delete(message)
        talking.delete(message)
    assert talking.hints() == [Hint.DELETED]
    assert talking.verdicts()[:2] == [2, 3]


def test_a_message_deleted_before_it_arrived_is_not_heard(talking: Talking) -> None:
    message = talking.message("2")
    talking.delete(message)
    assert isinstance(talking.hear(message), Ignored)
    assert talking.verdicts()[0] is None
