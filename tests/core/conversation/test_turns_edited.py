"""What an edited message does: its words take the place of the old ones, and nothing else that was said is touched."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.assessment import NotApplicable, NotRated, Rating, Status, Verdict
from bot.core.conversation.talk import NO_DETAIL, Ask, Because, Detail, Ended, Hint, Question, Said, Step, Talk, Wants
from bot.core.conversation.turns import edit
from bot.core.team import Evidence
from tests.core.examples import KEYS, OPTIMIZATION
from tests.core.rated import START, assessment_of
from tests.known import sure


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
    assessment = assessment_of(OPTIMIZATION, {}, respondents=("dana", "eli"))
    return Talk(replace(assessment, status=status, completed_at=None, ratings=facts), "dana", questions)


UNDER_WAY = (asked(1, 1, Ended.ANSWERED), asked(2, 2))


def said(place: int, verdict: Verdict, *shown: str) -> Said:
    return Said(KEYS[place - 1], verdict, tuple(Evidence("words", each) for each in shown))


def evidence_asked(place: int, level: int) -> Ask:
    return Ask(KEYS[place - 1], Wants.EVIDENCE, Because.EVIDENCE, Detail(level=level))


ONE_ANSWER = (rated("m1", 1, 2),)
ADDED_TO = (rated("m1", 1, 4, "a plan"), rated("m2", 1, 4, "a plan", "a map"))
TWICE = (rated("m1", 1, 4, "a plan"), rated("m1", 1, 4, "a map"))
THIRD = rated("m3", 1, 4, "a plan", "a map", "a wall")
ELIS = (ADDED_TO[0], rated("m9", 1, 2, by="eli"), ADDED_TO[1])
REPLACED = Step(hint=Hint.OLD_EDIT, hint_detail={"dimension": KEYS[0]})
# what was rated, which message is edited to what, and what that does
EDITS: dict[str, tuple[tuple[Rating, ...], str, str, Step | None]] = {
    "one that did nothing does nothing": (ONE_ANSWER, "m2", "3", None),
    "the same verdict in other words is no change": (ONE_ANSWER, "m1", "two", Step()),
    "a level is corrected, and the open question stays": (ONE_ANSWER, "m1", "3, a map", Step((said(1, 3, "a map"),))),
    "a high level with nothing beside it is asked what shows it": (
        ONE_ANSWER,
        "m1",
        "4",
        Step((said(1, 4),), Ended.LEFT, evidence_asked(1, 4)),
    ),
    "what was added to a level later is kept": (ADDED_TO, "m1", "5, a wall", Step((said(1, 5, "a wall", "a map"),))),
    "what was added keeps the level, and what stood before and behind it": (
        (*ADDED_TO, THIRD),
        "m2",
        "charts and such",
        Step((said(1, 4, "a plan", "charts and such", "a wall"),)),
    ),
    "what was added gives a level, where it has one now": (ADDED_TO, "m2", "3", Step((said(1, 3, "a plan"),))),
    "what showed a level is dropped where it does not apply": (
        ADDED_TO,
        "m1",
        "n/a, no stores",
        Step((said(1, NotApplicable("no stores")),)),
    ),
    "what showed a level is dropped where nobody knows": (ADDED_TO, "m1", "don't know", Step((said(1, NotRated()),))),
    "words without a level, of the first message, are no evidence": (
        (rated("m1", 1, 3),),
        "m1",
        "a map on the wall",
        Step((), Ended.LEFT, Ask(KEYS[0], Wants.LEVEL, Because.EDITED, Detail("a map on the wall"))),
    ),
    "not applicable without a reason is asked for it": (
        ONE_ANSWER,
        "m1",
        "n/a",
        Step((), Ended.LEFT, Ask(KEYS[0], Wants.REASON, Because.REASON)),
    ),
    "edited twice, it counts as it was last": (TWICE, "m1", "4, a map", Step()),
    "edited twice, its first words are gone": (
        TWICE,
        "m1",
        "5",
        Step((said(1, 5),), Ended.LEFT, evidence_asked(1, 5)),
    ),
    "one that a later level replaced stays": ((rated("m1", 1, 2), rated("m2", 1, 3)), "m1", "5", REPLACED),
    "another person's rating is no part of one's own": (
        ELIS,
        "m1",
        "5, a wall",
        Step((said(1, 5, "a wall", "a map"),)),
    ),
    "a change keeps its dimension": (ONE_ANSWER, "m1", "change 1 to 3", Step((said(1, 3),))),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_puts_its_words_in_the_place_of_the_old_ones(name: str) -> None:
    ratings, message, words, step = EDITS[name]
    assert edit(talk_of(*ratings, questions=UNDER_WAY), message, words) == step


def test_after_a_stop_an_edit_changes_nothing_and_says_so() -> None:
    talk = talk_of(*ONE_ANSWER, questions=UNDER_WAY, status=Status.STOPPED)
    assert edit(talk, "m1", "3") == Step(hint=Hint.STOPPED)


def test_of_a_message_that_rated_twice_the_last_rating_is_edited() -> None:
    talk = talk_of(rated("m1", 1, 2), rated("m1", 2, 3), questions=(asked(1, 2, Ended.ANSWERED), asked(2, 3)))
    assert edit(talk, "m1", "1") == Step((said(2, 1),))


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
    assert edit(talk, "m1", "3") == REPLACED


def test_an_unclear_answer_that_is_edited_to_another_unclear_one_does_nothing_when_it_was_left_behind() -> None:
    assert edit(talk_of(questions=LEFT_BEHIND), "m1", "3 or 4") == Step()
