"""Pressed buttons and the *Change* form: forged, doubled, old, and as they are meant."""

import pytest

from bot.core.assessment import Status
from bot.core.conversation.talk import Hint, Said
from bot.core.conversation.turns import Button
from bot.use_cases.conversation import Ignored, correct_rating
from tests.use_cases.talking import OLGA, Talking

FORGED = [
    {"assessment": "nobody"},
    {"channel": "C9"},
    {"workspace": "T9"},
]


@pytest.mark.parametrize("forged", FORGED, ids=str)
def test_a_press_that_names_what_is_not_here_is_ignored(talking: Talking, forged: dict[str, str]) -> None:
    assert isinstance(talking.press(Button.LEVEL, 3, **forged), Ignored)
    assert talking.verdicts() == [None] * 6


STALE: list[tuple[Button, int | None, dict[str, str | int]]] = [
    (Button.LEVEL, 6, {}),
    (Button.LEVEL, 0, {}),
    (Button.LEVEL, 999_999, {}),
    (Button.LEVEL, None, {}),
    (Button.LEVEL, 3, {"dimension": "made-up"}),
    (Button.LEVEL, 3, {"dimension": "root-cause-analysis"}),
    (Button.LEVEL, 3, {"question": 999_999}),
    (Button.SKIP, None, {"question": 0}),
    (Button.STOP, None, {}),
    (Button.AS_CLAIMED, None, {}),
    (Button.KEEP_WORDS, None, {}),
    (Button.RATE_MISSING, None, {}),
]


@pytest.mark.parametrize(("button", "level", "other"), STALE, ids=str)
def test_a_press_that_fits_no_question_changes_nothing_and_says_so(
    talking: Talking, button: Button, level: int | None, other: dict[str, str | int]
) -> None:
    talking.press(button, level, **other)
    assert talking.verdicts() == [None] * 6
    assert talking.asked() == (1, "level", "start")
    assert talking.hints() == [Hint.STALE]


def test_a_press_of_somebody_else_gets_a_word_every_time(talking: Talking) -> None:
    for _ in range(2):
        talking.press(Button.LEVEL, 3, by=OLGA)
    assert talking.hints(OLGA) == [Hint.NOT_FOR_YOU] * 2
    assert talking.verdicts() == [None] * 6


def test_the_same_press_twice_is_taken_once(talking: Talking) -> None:
    talking.press(Button.LEVEL, 3, event="same")
    assert isinstance(talking.press(Button.LEVEL, 2, event="same"), Ignored)
    assert talking.verdicts()[:2] == [3, None]


DOUBLED = [
    ([], Button.LEVEL, 3),
    ([], Button.SKIP, None),
    ([], Button.DONT_KNOW, None),
    ([], Button.NOT_APPLICABLE, None),
    (["2"], Button.BACK, None),
    (["2", "back"], Button.KEEP, None),
    (["4"], Button.AS_CLAIMED, None),
    (["we map some, 3 or 4"], Button.KEEP_WORDS, None),
    (["3 or 4"], Button.ALL_LEVELS, None),
    (["stop"], Button.GO_ON, None),
    (["stop"], Button.STOP, None),
    (["pause"], Button.RESUME, None),
]


@pytest.mark.parametrize(("typed", "button", "level"), DOUBLED, ids=str)
def test_a_button_pressed_twice_does_once_what_it_says(
    talking: Talking, typed: list[str], button: Button, level: int | None
) -> None:
    if typed:
        talking.say(*typed)
    question = talking.questions[-1]
    place: dict[str, str | int] = {"question": question.number, "dimension": question.dimension}
    talking.press(button, level, **place)
    after = (talking.questions, talking.verdicts(), talking.status)
    talking.press(button, level, **place)
    assert (talking.questions, talking.verdicts(), talking.status) == after
    assert talking.hints() == []


@pytest.mark.parametrize("button", [Button.LEVEL, Button.SKIP, Button.BACK, Button.RATE_MISSING])
def test_a_stopped_assessment_takes_no_press_but_reopen(talking: Talking, button: Button) -> None:
    talking.say("2", "stop", "yes")
    talking.press(button, 3)
    assert (talking.status, talking.hints()) == (Status.STOPPED, [Hint.STOPPED])
    talking.press(Button.RESUME)
    assert (talking.status, talking.asked()) == (Status.OPEN, (2, "level", "goes_on"))


def test_a_press_ends_a_pause(talking: Talking) -> None:
    talking.say("pause")
    talking.press(Button.LEVEL, 2)
    assert (talking.status, talking.asked()) == (Status.OPEN, (2, "level", "next"))


def test_kept_words_are_evidence_for_the_level_to_come_however_long_that_takes(talking: Talking) -> None:
    talking.say("we map 3 journeys")
    talking.press(Button.KEEP_WORDS, words="we map 3 journeys")
    talking.say("change 2 to 3", "change 3", "2", "4")
    assert (talking.verdicts()[0], talking.evidence(1)) == (4, ["we map 3 journeys"])
    assert talking.asked() == (4, "level", "next")


# --- the form


def test_the_form_is_for_respondents_of_this_workspace(talking: Talking) -> None:
    said = Said(talking.key(1), 3)
    for other in ({"by": OLGA}, {"workspace": "T9"}, {"assessment": "nobody"}):
        pressed = talking.pressed(Button.KEEP, None, **other)
        assert isinstance(correct_rating(talking.kept, talking.clock, pressed, said), Ignored)


def test_the_form_corrects_without_touching_the_open_question(talking: Talking) -> None:
    talking.say("2")
    calls = len(talking.slack.calls)
    talking.form(1, 3)
    assert (talking.verdicts()[0], talking.asked()) == (3, (2, "level", "next"))
    assert talking.slack.calls[calls:] == ["update"]


def test_the_form_gives_a_dimension_that_was_not_asked_yet_its_line(talking: Talking) -> None:
    talking.form(5, 3)
    assert talking.verdicts()[4] == 3
    assert [(key, shows) for key, shows in talking.slack.own()] == [
        (f"{talking.id}:{each.key}", each.shows) for each in talking.wanted
    ]
    assert len(talking.wanted) == 3


def test_the_form_waits_while_stopped(talking: Talking) -> None:
    talking.say("2", "stop", "yes")
    talking.form(1, 3)
    assert (talking.verdicts()[0], talking.hints()) == (2, [Hint.STOPPED])
