"""What a press does: once, under the question that it stands at, and never by surprise when its message is old."""

from dataclasses import replace

import pytest

from bot.core.assessment import NotApplicable, NotRated, Status, Verdict
from bot.core.conversation.moves import correct_in_form
from bot.core.conversation.talk import NO_DETAIL, Ask, Because, Detail, Ended, Hint, Said, Step, Talk, Wants
from bot.core.conversation.turns import Button, Press, press
from bot.core.team import Evidence
from tests.core.examples import KEYS
from tests.core.rated import Given
from tests.core.talks import asked, talk_of

STALE = Step(hint=Hint.STALE)


def pressed(button: Button, number: int, place: int = 1, level: int | None = None) -> Press:
    return Press(button, number, KEYS[place - 1], level)


def asking(place: int, because: Because, wants: Wants = Wants.LEVEL, detail: Detail = NO_DETAIL) -> Ask:
    return Ask(KEYS[place - 1], wants, because, detail)


UNDER_WAY = (asked(1, 1, Ended.ANSWERED), asked(2, 2))
ALL_RATED: Given = dict.fromkeys(KEYS, 2)
CHANGED = asking(2, Because.CHANGED, detail=Detail(changed=KEYS[0]))
ASKED, STOP_ASKED = talk_of(asked(1, 1)), talk_of(asked(1, 1, wants=Wants.STOP))
RATED = talk_of(*UNDER_WAY, given={KEYS[0]: 2})
COMPLETE = talk_of(asked(1, 1, Ended.ANSWERED), given=ALL_RATED, status=Status.COMPLETE)
STOPPED = talk_of(asked(1, 1, Ended.LEFT), status=Status.STOPPED)
PROVING = talk_of(asked(1, 1, wants=Wants.EVIDENCE, detail=Detail(level=4)), given={KEYS[0]: 4})


def proof(level: int) -> Ask:
    return asking(1, Because.EVIDENCE, Wants.EVIDENCE, Detail(level=level))


def said(verdict: Verdict, ends: Ended | None = Ended.ANSWERED, asks: Ask | None = None) -> Step:
    return Step((Said(KEYS[0], verdict),), ends, asks)


NEXT = asking(2, Because.NEXT)
# what a press does: of a level, of another button of the open question, of one to go on
PRESSES: dict[str, tuple[Talk, Press, Step]] = {
    "a level answers the open question": (ASKED, pressed(Button.LEVEL, 1, level=3), said(3, asks=NEXT)),
    "a high level is asked what shows it": (ASKED, pressed(Button.LEVEL, 1, level=4), said(4, asks=proof(4))),
    "once": (
        talk_of(asked(1, 1, Ended.ANSWERED, wants=Wants.EVIDENCE), asked(2, 1)),
        pressed(Button.LEVEL, 2, level=4),
        said(4, asks=NEXT),
    ),
    "the level asked about is not asked about again": (PROVING, pressed(Button.LEVEL, 1, level=4), said(4, asks=NEXT)),
    "and another one is": (PROVING, pressed(Button.LEVEL, 1, level=5), said(5, asks=proof(5))),
    "another level at an answered question corrects it": (RATED, pressed(Button.LEVEL, 1, level=3), said(3, None)),
    "the same level is pressed twice": (RATED, pressed(Button.LEVEL, 1, level=2), Step()),
    "for a dimension without a line the open question is put again below it": (
        talk_of(asked(1, 1, Ended.SKIPPED), asked(2, 2)),
        pressed(Button.LEVEL, 1, level=3),
        said(3, Ended.LEFT, CHANGED),
    ),
    "a line about evidence alone is no line of its dimension": (
        talk_of(asked(1, 1, Ended.LEFT), asked(2, 1, Ended.ANSWERED, wants=Wants.EVIDENCE), asked(3, 2)),
        pressed(Button.LEVEL, 1, level=3),
        said(3, Ended.LEFT, CHANGED),
    ),
    "a correction after completion is told in private": (
        COMPLETE,
        pressed(Button.LEVEL, 1, level=3),
        Step((Said(KEYS[0], 3),), hint=Hint.CHANGED, hint_detail={"dimension": KEYS[0]}),
    ),
    "a high one is asked what shows it": (COMPLETE, pressed(Button.LEVEL, 1, level=5), said(5, None, proof(5))),
    "it does not apply": (
        ASKED,
        pressed(Button.NOT_APPLICABLE, 1),
        Step((), Ended.LEFT, asking(1, Because.REASON, Wants.REASON)),
    ),
    "nobody knows": (ASKED, pressed(Button.DONT_KNOW, 1), said(NotRated(), asks=NEXT)),
    "put off": (ASKED, pressed(Button.SKIP, 1), Step((), Ended.SKIPPED, asking(2, Because.SKIPPED))),
    "what is put off a second time is not rated": (
        talk_of(asked(1, 1, Ended.SKIPPED), asked(2, 1), given=dict.fromkeys(KEYS[1:], 2)),
        pressed(Button.SKIP, 2),
        Step((Said(KEYS[0], NotRated()),), Ended.ANSWERED, status=Status.COMPLETE),
    ),
    "a rated one that is put off keeps its rating": (
        talk_of(asked(1, 1, because=Because.BACK), given={KEYS[0]: 2}),
        pressed(Button.SKIP, 1),
        Step((), Ended.LEFT, NEXT),
    ),
    "back from the first": (ASKED, pressed(Button.BACK, 1), Step(hint=Hint.FIRST)),
    "back from a reason": (
        talk_of(asked(1, 1, wants=Wants.REASON)),
        pressed(Button.BACK, 1),
        Step((), Ended.LEFT, asking(1, Because.BACK)),
    ),
    "keep": (ASKED, pressed(Button.KEEP, 1), Step((), Ended.LEFT, asking(1, Because.NEXT))),
    "as claimed without a level": (ASKED, pressed(Button.AS_CLAIMED, 1), STALE),
    "a level left as claimed": (PROVING, pressed(Button.AS_CLAIMED, 1), Step((), Ended.ANSWERED, NEXT)),
    "stop, unasked": (ASKED, pressed(Button.STOP, 1), STALE),
    "stop": (STOP_ASKED, pressed(Button.STOP, 1), Step((), Ended.LEFT, status=Status.STOPPED)),
    "not to stop": (STOP_ASKED, pressed(Button.GO_ON, 1), Step((), Ended.LEFT, asking(1, Because.GOES_ON))),
    "no words to keep": (ASKED, pressed(Button.KEEP_WORDS, 1), STALE),
    "words to keep": (
        talk_of(asked(1, 1, detail=Detail("some", "some"))),
        pressed(Button.KEEP_WORDS, 1),
        Step((), Ended.LEFT, asking(1, Because.KEPT_WORDS, detail=Detail(kept="some"))),
    ),
    "all levels": (
        talk_of(asked(1, 1, detail=Detail("3 or 4 maps", "maps", (3, 4)))),
        pressed(Button.ALL_LEVELS, 1),
        Step((), Ended.LEFT, asking(1, Because.GOES_ON, detail=Detail("3 or 4 maps", "maps"))),
    ),
    "stopped, it is stopped": (STOPPED, pressed(Button.STOP, 1), Step()),
    "stopped, nothing is put off": (STOPPED, pressed(Button.SKIP, 1), Step(hint=Hint.STOPPED)),
    "stopped, no level counts": (STOPPED, pressed(Button.LEVEL, 1, level=3), Step(hint=Hint.STOPPED)),
    "stopped, it is taken up": (
        STOPPED,
        pressed(Button.RESUME, 1),
        Step(asks=asking(1, Because.GOES_ON), status=Status.OPEN),
    ),
    "stopped with nothing left to ask": (
        talk_of(asked(1, 1, Ended.LEFT), given=ALL_RATED, status=Status.STOPPED),
        pressed(Button.RESUME, 1),
        Step(status=Status.COMPLETE),
    ),
    "paused, it goes on": (
        talk_of(asked(1, 1), status=Status.PAUSED),
        pressed(Button.RESUME, 1),
        Step((), Ended.LEFT, asking(1, Because.GOES_ON), Status.OPEN),
    ),
    "and once": (ASKED, pressed(Button.RESUME, 1), Step()),
    "nothing is missing": (COMPLETE, pressed(Button.RATE_MISSING, 0), STALE),
}


@pytest.mark.parametrize("name", PRESSES)
def test_a_button_does_what_it_says(name: str) -> None:
    talk, one, step = PRESSES[name]
    assert press(talk, one) == step


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


# --- a correction made in a form


def shown(words: str) -> tuple[Evidence, ...]:
    return (Evidence("words", words),)


@pytest.mark.parametrize("verdict", [4, NotApplicable("no stores")])
def test_a_form_for_the_dimension_that_is_asked_answers_it_and_asks_for_no_evidence(verdict: Verdict) -> None:
    step = correct_in_form(talk_of(asked(1, 1)), Said(KEYS[0], verdict))
    assert step == Step((Said(KEYS[0], verdict),), Ended.ANSWERED, asking(2, Because.NEXT))


def test_a_form_for_another_dimension_leaves_the_open_question() -> None:
    assert correct_in_form(RATED, Said(KEYS[0], 4, shown("a map"))) == Step((Said(KEYS[0], 4, shown("a map")),))


def test_a_form_ends_a_pause_only_when_it_answers_what_is_asked() -> None:
    talk = talk_of(*UNDER_WAY, given={KEYS[0]: 2}, status=Status.PAUSED)
    assert correct_in_form(talk, Said(KEYS[1], 3)).status is Status.OPEN
    assert correct_in_form(talk, Said(KEYS[0], 3)).status is None


def test_a_form_after_completion_is_told_in_private() -> None:
    step = correct_in_form(COMPLETE, Said(KEYS[0], 3))
    assert (step.hint, step.hint_detail) == (Hint.CHANGED, {"dimension": KEYS[0]})


def test_the_same_level_in_a_form_keeps_what_showed_it_before() -> None:
    talk = talk_of(asked(1, 1), given={KEYS[0]: 3})
    rated = replace(talk.assessment.ratings[0], evidence=shown("a plan"))
    before = replace(talk, assessment=replace(talk.assessment, ratings=(rated,)))
    step = correct_in_form(before, Said(KEYS[0], 3, shown("a map")))
    assert step.says == (Said(KEYS[0], 3, (*shown("a plan"), *shown("a map"))),)
    assert correct_in_form(before, Said(KEYS[0], 2, shown("a map"))).says == (Said(KEYS[0], 2, shown("a map")),)
