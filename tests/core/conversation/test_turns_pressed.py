"""What a press does: once, under the question that it stands at, and never by surprise when its message is old."""

from dataclasses import replace

import pytest

from bot.core.assessment import NotApplicable, NotRated, Status, Verdict
from bot.core.conversation.moves import correct_in_form
from bot.core.conversation.talk import NO_DETAIL, Ask, Because, Detail, Ended, Hint, Question, Said, Step, Talk, Wants
from bot.core.conversation.turns import Button, Press, press
from bot.core.team import Evidence
from tests.core.rated import Given
from tests.core.talks import KEYS, asked, talk_of

STALE = Step(hint=Hint.STALE)


def pressed(button: Button, number: int, place: int = 1, level: int | None = None) -> Press:
    return Press(button, number, KEYS[place - 1], level)


def asking(place: int, because: Because, wants: Wants = Wants.LEVEL, detail: Detail = NO_DETAIL) -> Ask:
    return Ask(KEYS[place - 1], wants, because, detail)


# --- a level


def test_a_level_answers_the_open_question() -> None:
    step = press(talk_of(asked(1, 1)), pressed(Button.LEVEL, 1, level=3))
    assert step == Step((Said(KEYS[0], 3),), Ended.ANSWERED, asking(2, Because.NEXT))


def test_a_high_level_is_asked_what_shows_it_once() -> None:
    step = press(talk_of(asked(1, 1)), pressed(Button.LEVEL, 1, level=4))
    evidence = asking(1, Because.EVIDENCE, Wants.EVIDENCE, Detail(level=4))
    assert step == Step((Said(KEYS[0], 4),), Ended.ANSWERED, evidence)
    left_so = asked(1, 1, Ended.ANSWERED, wants=Wants.EVIDENCE)
    step = press(talk_of(left_so, asked(2, 1)), pressed(Button.LEVEL, 2, level=4))
    assert step.asks == asking(2, Because.NEXT)


def test_the_level_that_is_asked_about_pressed_again_is_not_asked_about_again_and_another_one_is() -> None:
    question = asked(1, 1, wants=Wants.EVIDENCE, detail=Detail(level=4))
    talk = talk_of(question, given={KEYS[0]: 4})
    assert press(talk, pressed(Button.LEVEL, 1, level=4)).asks == asking(2, Because.NEXT)
    assert press(talk, pressed(Button.LEVEL, 1, level=5)).asks == asking(
        1, Because.EVIDENCE, Wants.EVIDENCE, Detail(level=5)
    )


UNDER_WAY = (asked(1, 1, Ended.ANSWERED), asked(2, 2))


def test_another_level_at_an_answered_question_corrects_it_and_leaves_the_open_one() -> None:
    step = press(talk_of(*UNDER_WAY, given={KEYS[0]: 2}), pressed(Button.LEVEL, 1, level=3))
    assert step == Step((Said(KEYS[0], 3),))


def test_the_same_level_at_an_answered_question_is_pressed_twice() -> None:
    assert press(talk_of(*UNDER_WAY, given={KEYS[0]: 2}), pressed(Button.LEVEL, 1, level=2)) == Step()


def test_a_level_for_a_dimension_that_has_no_line_yet_puts_the_open_question_again_below_it() -> None:
    talk = talk_of(asked(1, 1, Ended.SKIPPED), asked(2, 2))
    step = press(talk, pressed(Button.LEVEL, 1, level=3))
    assert step == Step((Said(KEYS[0], 3),), Ended.LEFT, asking(2, Because.CHANGED, detail=Detail(changed=KEYS[0])))


def test_a_line_about_evidence_alone_is_no_line_of_its_dimension() -> None:
    talk = talk_of(asked(1, 1, Ended.LEFT), asked(2, 1, Ended.ANSWERED, wants=Wants.EVIDENCE), asked(3, 2))
    step = press(talk, pressed(Button.LEVEL, 1, level=3))
    assert (step.ends, step.asks) == (Ended.LEFT, asking(2, Because.CHANGED, detail=Detail(changed=KEYS[0])))


def test_a_correction_after_completion_is_told_in_private() -> None:
    talk = talk_of(asked(1, 1, Ended.ANSWERED), given=dict.fromkeys(KEYS, 2), status=Status.COMPLETE)
    step = press(talk, pressed(Button.LEVEL, 1, level=3))
    assert step == Step((Said(KEYS[0], 3),), hint=Hint.CHANGED, hint_detail={"dimension": KEYS[0]})


def test_a_high_correction_after_completion_is_asked_what_shows_it() -> None:
    talk = talk_of(asked(1, 1, Ended.ANSWERED), given=dict.fromkeys(KEYS, 2), status=Status.COMPLETE)
    evidence = asking(1, Because.EVIDENCE, Wants.EVIDENCE, Detail(level=5))
    assert press(talk, pressed(Button.LEVEL, 1, level=5)) == Step((Said(KEYS[0], 5),), None, evidence)


@pytest.mark.parametrize(
    "stale",
    [
        pressed(Button.LEVEL, 1, level=None),
        pressed(Button.LEVEL, 1, level=0),
        pressed(Button.LEVEL, 1, level=6),
        pressed(Button.LEVEL, 2, level=3),
        pressed(Button.LEVEL, 1, place=2, level=3),
        Press(Button.LEVEL, 1, "made-up", 3),
    ],
)
def test_a_level_that_was_never_offered_so_is_refused(stale: Press) -> None:
    assert press(talk_of(asked(1, 1)), stale) == STALE


# --- the other buttons of the open question

OPEN: list[tuple[Button, Question, Step]] = [
    (Button.NOT_APPLICABLE, asked(1, 1), Step((), Ended.LEFT, asking(1, Because.REASON, Wants.REASON))),
    (Button.DONT_KNOW, asked(1, 1), Step((Said(KEYS[0], NotRated()),), Ended.ANSWERED, asking(2, Because.NEXT))),
    (Button.SKIP, asked(1, 1), Step((), Ended.SKIPPED, asking(2, Because.SKIPPED))),
    (Button.BACK, asked(1, 1), Step(hint=Hint.FIRST)),
    (Button.BACK, asked(1, 1, wants=Wants.REASON), Step((), Ended.LEFT, asking(1, Because.BACK))),
    (Button.KEEP, asked(1, 1), Step((), Ended.LEFT, asking(1, Because.NEXT))),
    (Button.AS_CLAIMED, asked(1, 1), STALE),
    (Button.STOP, asked(1, 1), STALE),
    (Button.STOP, asked(1, 1, wants=Wants.STOP), Step((), Ended.LEFT, status=Status.STOPPED)),
    (Button.GO_ON, asked(1, 1, wants=Wants.STOP), Step((), Ended.LEFT, asking(1, Because.GOES_ON))),
    (Button.KEEP_WORDS, asked(1, 1), STALE),
    (
        Button.KEEP_WORDS,
        asked(1, 1, detail=Detail("some", "some")),
        Step((), Ended.LEFT, asking(1, Because.KEPT_WORDS, detail=Detail(kept="some"))),
    ),
    (
        Button.ALL_LEVELS,
        asked(1, 1, detail=Detail("3 or 4 maps", "maps", (3, 4))),
        Step((), Ended.LEFT, asking(1, Because.GOES_ON, detail=Detail("3 or 4 maps", "maps"))),
    ),
]


@pytest.mark.parametrize(
    ("button", "question", "step"), OPEN, ids=[f"{each[0]} at {each[1].wants.value}" for each in OPEN]
)
def test_a_button_of_the_open_question_does_what_it_says(button: Button, question: Question, step: Step) -> None:
    assert press(talk_of(question), pressed(button, 1)) == step


def test_a_level_left_as_claimed_is_asked_about_no_more() -> None:
    talk = talk_of(asked(1, 1, wants=Wants.EVIDENCE, detail=Detail(level=4)), given={KEYS[0]: 4})
    assert press(talk, pressed(Button.AS_CLAIMED, 1)) == Step((), Ended.ANSWERED, asking(2, Because.NEXT))


def test_what_is_put_off_a_second_time_is_not_rated() -> None:
    talk = talk_of(asked(1, 1, Ended.SKIPPED), asked(2, 1), given=dict.fromkeys(KEYS[1:], 2))
    step = press(talk, pressed(Button.SKIP, 2))
    assert step == Step((Said(KEYS[0], NotRated()),), Ended.ANSWERED, status=Status.COMPLETE)


def test_a_rated_dimension_that_is_put_off_keeps_its_rating() -> None:
    talk = talk_of(asked(1, 1, because=Because.BACK), given={KEYS[0]: 2})
    assert press(talk, pressed(Button.SKIP, 1)) == Step((), Ended.LEFT, asking(2, Because.NEXT))


def test_the_words_kept_before_are_kept_with_the_new_ones() -> None:
    talk = talk_of(asked(1, 1, Ended.LEFT, detail=Detail(kept="a map")), asked(2, 1, detail=Detail(more="a plan")))
    step = press(talk, pressed(Button.KEEP_WORDS, 2))
    assert step.asks == asking(1, Because.KEPT_WORDS, detail=Detail(kept="a map\na plan"))


# --- a button whose question is no longer open


HAD_ITS_EFFECT: list[tuple[Button, Talk]] = [
    (Button.SKIP, talk_of(asked(1, 1, Ended.SKIPPED), asked(2, 2))),
    (Button.AS_CLAIMED, talk_of(asked(1, 1, Ended.ANSWERED, wants=Wants.EVIDENCE), asked(2, 2))),
    (Button.DONT_KNOW, talk_of(asked(1, 1, Ended.ANSWERED), asked(2, 2), given={KEYS[0]: NotRated()})),
    (Button.NOT_APPLICABLE, talk_of(asked(1, 1, Ended.LEFT), asked(2, 1, wants=Wants.REASON))),
    (Button.KEEP, talk_of(asked(1, 1, Ended.LEFT), asked(2, 2))),
    (Button.KEEP, talk_of(asked(1, 1, Ended.LEFT))),
    (Button.BACK, talk_of(asked(1, 2, Ended.LEFT), asked(2, 1, because=Because.BACK))),
    (Button.KEEP_WORDS, talk_of(asked(1, 1, Ended.LEFT), asked(2, 1, because=Because.KEPT_WORDS))),
    (Button.GO_ON, talk_of(asked(1, 1, Ended.LEFT, wants=Wants.STOP), asked(2, 1, because=Because.GOES_ON))),
    (Button.ALL_LEVELS, talk_of(asked(1, 1, Ended.LEFT), asked(2, 1, because=Because.GOES_ON))),
]


@pytest.mark.parametrize(("button", "talk"), HAD_ITS_EFFECT, ids=[each[0].value for each in HAD_ITS_EFFECT])
def test_a_second_press_of_what_had_its_effect_does_nothing(button: Button, talk: Talk) -> None:
    assert press(talk, pressed(button, 1)) == Step()


HAD_NONE: list[tuple[Button, Talk]] = [
    (Button.SKIP, talk_of(asked(1, 1, Ended.ANSWERED), asked(2, 2))),
    (Button.AS_CLAIMED, talk_of(asked(1, 1, Ended.LEFT, wants=Wants.EVIDENCE), asked(2, 2))),
    (Button.AS_CLAIMED, talk_of(asked(1, 1, Ended.ANSWERED), asked(2, 2))),
    (Button.DONT_KNOW, talk_of(asked(1, 1, Ended.ANSWERED), asked(2, 2), given={KEYS[0]: 2})),
    (Button.DONT_KNOW, talk_of(asked(1, 1, Ended.LEFT), asked(2, 2), given={KEYS[0]: NotRated()})),
    (Button.NOT_APPLICABLE, talk_of(asked(1, 1, Ended.LEFT), asked(2, 1))),
    (Button.NOT_APPLICABLE, talk_of(asked(1, 1, Ended.LEFT), asked(2, 2, wants=Wants.REASON))),
    (Button.KEEP, talk_of(asked(1, 1, Ended.LEFT), asked(2, 1))),
    (Button.KEEP, talk_of(asked(1, 1, Ended.ANSWERED), asked(2, 2))),
    (Button.BACK, talk_of(asked(1, 2, Ended.LEFT), asked(2, 1))),
    (Button.KEEP_WORDS, talk_of(asked(1, 1, Ended.LEFT))),
    (Button.STOP, talk_of(asked(1, 1, Ended.LEFT, wants=Wants.STOP), asked(2, 1))),
    (Button.SKIP, talk_of(asked(2, 1, Ended.SKIPPED), asked(3, 2))),
]


@pytest.mark.parametrize(("button", "talk"), HAD_NONE, ids=[each[0].value for each in HAD_NONE])
def test_a_press_under_an_old_question_is_refused(button: Button, talk: Talk) -> None:
    assert press(talk, pressed(button, 1)) == STALE


# --- going on, stopping, rating what is missing


def test_a_stopped_assessment_takes_no_press_but_the_one_that_takes_it_up() -> None:
    talk = talk_of(asked(1, 1, Ended.LEFT), status=Status.STOPPED)
    assert press(talk, pressed(Button.STOP, 1)) == Step()
    assert press(talk, pressed(Button.SKIP, 1)) == Step(hint=Hint.STOPPED)
    assert press(talk, pressed(Button.LEVEL, 1, level=3)) == Step(hint=Hint.STOPPED)
    assert press(talk, pressed(Button.RESUME, 1)) == Step(asks=asking(1, Because.GOES_ON), status=Status.OPEN)


def test_a_stopped_assessment_with_nothing_left_to_ask_is_complete_when_it_goes_on() -> None:
    talk = talk_of(asked(1, 1, Ended.LEFT), given=dict.fromkeys(KEYS, 2), status=Status.STOPPED)
    assert press(talk, pressed(Button.RESUME, 1)) == Step(status=Status.COMPLETE)


def test_a_paused_assessment_goes_on_once() -> None:
    resumed = Step((), Ended.LEFT, asking(1, Because.GOES_ON), Status.OPEN)
    assert press(talk_of(asked(1, 1), status=Status.PAUSED), pressed(Button.RESUME, 1)) == resumed
    assert press(talk_of(asked(1, 1)), pressed(Button.RESUME, 1)) == Step()


def test_a_pause_at_the_question_whether_to_stop_goes_on_with_the_level() -> None:
    talk = talk_of(asked(1, 1, wants=Wants.STOP), status=Status.PAUSED)
    assert press(talk, pressed(Button.RESUME, 1)).asks == asking(1, Because.GOES_ON)


MISSING: Given = {**dict.fromkeys(KEYS, 2), KEYS[2]: NotRated(), KEYS[4]: NotRated()}


def test_what_is_missing_is_asked_from_the_first_on_and_never_round_again() -> None:
    begun = press(talk_of(given=MISSING, status=Status.COMPLETE), pressed(Button.RATE_MISSING, 0))
    assert begun == Step(asks=asking(3, Because.MISSING))
    first = talk_of(asked(1, 3, because=Because.MISSING), given=MISSING, status=Status.COMPLETE)
    assert press(first, pressed(Button.RATE_MISSING, 0)) == Step()
    assert press(first, pressed(Button.DONT_KNOW, 1, place=3)).asks == asking(5, Because.MISSING)
    last = talk_of(asked(1, 5, because=Because.MISSING), given=MISSING, status=Status.COMPLETE)
    assert press(last, pressed(Button.DONT_KNOW, 1, place=5)).asks is None


def test_where_nothing_is_missing_nothing_is_asked() -> None:
    talk = talk_of(given=dict.fromkeys(KEYS, 2), status=Status.COMPLETE)
    assert press(talk, pressed(Button.RATE_MISSING, 0)) == STALE


# --- a correction made in a form


def shown(words: str) -> tuple[Evidence, ...]:
    return (Evidence("words", words),)


@pytest.mark.parametrize("verdict", [4, NotApplicable("no stores")])
def test_a_form_for_the_dimension_that_is_asked_answers_it_and_asks_for_no_evidence(verdict: Verdict) -> None:
    step = correct_in_form(talk_of(asked(1, 1)), Said(KEYS[0], verdict))
    assert step == Step((Said(KEYS[0], verdict),), Ended.ANSWERED, asking(2, Because.NEXT))


def test_a_form_for_another_dimension_leaves_the_open_question() -> None:
    talk = talk_of(*UNDER_WAY, given={KEYS[0]: 2})
    assert correct_in_form(talk, Said(KEYS[0], 4, shown("a map"))) == Step((Said(KEYS[0], 4, shown("a map")),))


def test_a_form_ends_a_pause_only_when_it_answers_what_is_asked() -> None:
    talk = talk_of(*UNDER_WAY, given={KEYS[0]: 2}, status=Status.PAUSED)
    assert correct_in_form(talk, Said(KEYS[1], 3)).status is Status.OPEN
    assert correct_in_form(talk, Said(KEYS[0], 3)).status is None


def test_a_form_after_completion_is_told_in_private() -> None:
    talk = talk_of(asked(1, 1, Ended.ANSWERED), given=dict.fromkeys(KEYS, 2), status=Status.COMPLETE)
    step = correct_in_form(talk, Said(KEYS[0], 3))
    assert (step.hint, step.hint_detail) == (Hint.CHANGED, {"dimension": KEYS[0]})


def test_the_same_level_in_a_form_keeps_what_showed_it_before() -> None:
    talk = talk_of(asked(1, 1), given={KEYS[0]: 3})
    rated = replace(talk.assessment.ratings[0], evidence=shown("a plan"))
    before = replace(talk, assessment=replace(talk.assessment, ratings=(rated,)))
    step = correct_in_form(before, Said(KEYS[0], 3, shown("a map")))
    assert step.says == (Said(KEYS[0], 3, (*shown("a plan"), *shown("a map"))),)
    assert correct_in_form(before, Said(KEYS[0], 2, shown("a map"))).says == (Said(KEYS[0], 2, shown("a map")),)
