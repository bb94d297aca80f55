"""What an edited message does: its words take the place of the old ones, and nothing else that was said is touched."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.assessment import NotApplicable, NotRated, Rating, Status, Verdict
from bot.core.conversation.talk import NO_DETAIL, Ask, Because, Detail, Ended, Hint, Question, Said, Step, Talk, Wants
from bot.core.conversation.turns import edit
from bot.core.team import Evidence
from tests.core.examples import example_framework
from tests.core.rated import START, assessment_of
from tests.known import sure

FRAMEWORK = example_framework()
KEYS = [each.key for each in FRAMEWORK.dimensions]


def rated(said_in: str, place: int, verdict: Verdict, *shown: str, by: str = "dana") -> Rating:
    """A rating of the dimension at ``place``, counted from 1, that a message gave."""
    evidence = tuple(Evidence("words", each) for each in shown)
    return Rating("", KEYS[place - 1], by, verdict, evidence, START, said_in)


def asked(
    number: int, place: int, ended: Ended | None = None, *, led_by: str = "", because: Because = Because.NEXT
) -> Question:
    said_at = START + timedelta(minutes=number)
    return Question(number, "dana", KEYS[place - 1], Wants.LEVEL, because, NO_DETAIL, led_by, said_at, ended)


def talk_of(*ratings: Rating, questions: tuple[Question, ...] = (), status: Status = Status.OPEN) -> Talk:
    facts = tuple(replace(each, id=f"r{number}") for number, each in enumerate(ratings, start=1))
    assessment = assessment_of(FRAMEWORK, {}, respondents=("dana", "eli"))
    return Talk(replace(assessment, status=status, completed_at=None, ratings=facts), "dana", questions)


UNDER_WAY = (asked(1, 1, Ended.ANSWERED), asked(2, 2))


def said(place: int, verdict: Verdict, *shown: str) -> Said:
    return Said(KEYS[place - 1], verdict, tuple(Evidence("words", each) for each in shown))


def evidence_asked(place: int, level: int) -> Ask:
    return Ask(KEYS[place - 1], Wants.EVIDENCE, Because.EVIDENCE, Detail(level=level))


# --- messages that do nothing


def test_the_edit_of_a_message_that_did_nothing_does_nothing() -> None:
    assert edit(talk_of(rated("m1", 1, 2), questions=UNDER_WAY), "m2", "3") is None


def test_after_a_stop_an_edit_changes_nothing_and_says_so() -> None:
    talk = talk_of(rated("m1", 1, 2), questions=UNDER_WAY, status=Status.STOPPED)
    assert edit(talk, "m1", "3") == Step(hint=Hint.STOPPED)


def test_the_same_verdict_in_other_words_is_no_change() -> None:
    assert edit(talk_of(rated("m1", 1, 2), questions=UNDER_WAY), "m1", "two") == Step()


# --- the level and what shows it


def test_an_edited_level_is_corrected_and_the_open_question_stays() -> None:
    talk = talk_of(rated("m1", 1, 2), questions=UNDER_WAY)
    assert edit(talk, "m1", "3, a map") == Step((said(1, 3, "a map"),))


def test_an_edit_to_a_high_level_with_nothing_beside_it_asks_what_shows_it() -> None:
    talk = talk_of(rated("m1", 1, 2), questions=UNDER_WAY)
    assert edit(talk, "m1", "4") == Step((said(1, 4),), Ended.LEFT, evidence_asked(1, 4))


def test_an_edit_of_the_level_keeps_what_was_added_later() -> None:
    talk = talk_of(rated("m1", 1, 4, "a plan"), rated("m2", 1, 4, "a plan", "a map"), questions=UNDER_WAY)
    assert edit(talk, "m1", "5, a wall") == Step((said(1, 5, "a wall", "a map"),))


def test_an_edit_of_what_was_added_keeps_the_level_and_what_stood_before_and_behind_it() -> None:
    talk = talk_of(
        rated("m1", 1, 4, "a plan"),
        rated("m2", 1, 4, "a plan", "a map"),
        rated("m3", 1, 4, "a plan", "a map", "a wall"),
        questions=UNDER_WAY,
    )
    assert edit(talk, "m2", "charts and such") == Step((said(1, 4, "a plan", "charts and such", "a wall"),))


def test_added_words_that_are_edited_to_a_level_give_that_level() -> None:
    talk = talk_of(rated("m1", 1, 4, "a plan"), rated("m2", 1, 4, "a plan", "a map"), questions=UNDER_WAY)
    assert edit(talk, "m2", "3") == Step((said(1, 3, "a plan"),))


def test_the_words_of_the_first_message_are_no_evidence_when_they_lose_their_level() -> None:
    step = sure(edit(talk_of(rated("m1", 1, 3), questions=UNDER_WAY), "m1", "a map on the wall"))
    assert step.says == ()
    assert step.asks is not None
    assert (step.asks.dimension, step.asks.because) == (KEYS[0], Because.EDITED)
    assert step.asks.detail == Detail("a map on the wall")


@pytest.mark.parametrize(
    ("text", "verdict"), [("n/a, no stores", NotApplicable("no stores")), ("don't know", NotRated())]
)
def test_an_edit_to_no_level_drops_what_showed_the_level(text: str, verdict: Verdict) -> None:
    talk = talk_of(rated("m1", 1, 4, "a plan"), rated("m2", 1, 4, "a plan", "a map"), questions=UNDER_WAY)
    assert edit(talk, "m1", text) == Step((said(1, verdict),))


def test_an_edit_to_not_applicable_without_a_reason_asks_for_it() -> None:
    step = sure(edit(talk_of(rated("m1", 1, 2), questions=UNDER_WAY), "m1", "n/a"))
    assert step.says == ()
    assert step.asks is not None
    assert (step.asks.dimension, step.asks.wants) == (KEYS[0], Wants.REASON)


# --- which message a level grew from


def test_a_message_edited_twice_counts_as_it_was_last() -> None:
    talk = talk_of(rated("m1", 1, 4, "a plan"), rated("m1", 1, 4, "a map"), questions=UNDER_WAY)
    assert edit(talk, "m1", "5") == Step((said(1, 5),), Ended.LEFT, evidence_asked(1, 5))
    assert edit(talk, "m1", "4, a map") == Step()


def test_a_message_that_a_later_level_replaced_stays_as_it_is() -> None:
    talk = talk_of(rated("m1", 1, 2), rated("m2", 1, 3), questions=UNDER_WAY)
    assert edit(talk, "m1", "5") == Step(hint=Hint.OLD_EDIT, hint_detail={"dimension": KEYS[0]})


def test_another_persons_rating_is_no_part_of_ones_own() -> None:
    talk = talk_of(
        rated("m1", 1, 4, "a plan"),
        rated("m9", 1, 2, by="eli"),
        rated("m2", 1, 4, "a plan", "a map"),
        questions=UNDER_WAY,
    )
    assert edit(talk, "m1", "5, a wall") == Step((said(1, 5, "a wall", "a map"),))


def test_of_a_message_that_rated_twice_the_last_rating_is_edited() -> None:
    talk = talk_of(rated("m1", 1, 2), rated("m1", 2, 3), questions=(asked(1, 2, Ended.ANSWERED), asked(2, 3)))
    assert edit(talk, "m1", "1") == Step((said(2, 1),))


def test_a_change_keeps_its_dimension_when_its_new_verdict_is_edited() -> None:
    talk = talk_of(rated("m1", 1, 2), questions=UNDER_WAY)
    assert edit(talk, "m1", "change 1 to 3") == Step((said(1, 3),))


# --- messages that gave no level


def test_the_edit_of_an_unclear_answer_answers_the_question_that_it_led_to() -> None:
    talk = talk_of(questions=(asked(1, 1, Ended.LEFT), asked(2, 1, led_by="m1", because=Because.AMBIGUOUS)))
    step = sure(edit(talk, "m1", "3"))
    assert (step.says, step.ends) == ((said(1, 3),), Ended.ANSWERED)


LEFT_BEHIND = (asked(1, 1, Ended.LEFT), asked(2, 1, Ended.SKIPPED, led_by="m1"), asked(3, 2, led_by="m2"))


def test_the_edit_of_an_unclear_answer_that_was_left_behind_rates_the_dimension_asked_then() -> None:
    assert sure(edit(talk_of(questions=LEFT_BEHIND), "m1", "3")).says == (said(1, 3),)


def test_the_edit_of_an_unclear_answer_never_overwrites_a_later_clear_one() -> None:
    talk = talk_of(rated("m3", 1, 2), questions=LEFT_BEHIND)
    assert edit(talk, "m1", "3") == Step(hint=Hint.OLD_EDIT, hint_detail={"dimension": KEYS[0]})


def test_an_unclear_answer_that_is_edited_to_another_unclear_one_does_nothing_when_it_was_left_behind() -> None:
    assert edit(talk_of(questions=LEFT_BEHIND), "m1", "3 or 4") == Step()
