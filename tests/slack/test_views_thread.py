"""Messages of the thread: the buttons of a question, what a level means, and what becomes of what somebody left."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.core.assessment import Departure, Fate, Status
from bot.core.conversation.talk import Because, Question, Wants
from bot.core.thread import Departed, Prompt, Resting
from bot.slack.messenger import worded
from bot.slack.views.conversation import prompt, resting
from bot.slack.views.levels import bar
from tests.core.examples import example_framework
from tests.slack.shown import AT, DANA, check_message


@pytest.mark.parametrize("status", [Status.PAUSED, Status.STOPPED])
def test_a_resting_assessment_offers_the_way_on(status: Status) -> None:
    payload = check_message(resting(Resting("a1b2c3d4e5", status, DANA, 1, 6)))
    assert payload["blocks"][0]["accessory"]["action_id"] == "press.resume"


def test_buttons_of_a_question_have_ids_of_their_own() -> None:
    framework = example_framework()
    question = Question(3, DANA, framework.dimensions[1].key, Wants.LEVEL, Because.NEXT)
    shows = Prompt("a1b2c3d4e5", framework, framework.dimensions[1], 2, 6, question, None, None, None)
    payload = check_message(prompt(shows))
    ids = [each["action_id"] for block in payload["blocks"] if block["type"] == "actions" for each in block["elements"]]
    assert len(ids) == len(set(ids))
    assert "press.level.5" in ids


def test_a_level_that_is_left_undescribed_lies_between_its_neighbours() -> None:
    framework = example_framework()
    question = Question(3, DANA, framework.dimensions[1].key, Wants.LEVEL, Because.NEXT)
    shows = Prompt("a1b2c3d4e5", framework, framework.dimensions[1], 2, 6, question, None, None, None)
    assert "*2*  between 1 and 3" in prompt(shows).text


def test_a_bar_has_a_box_for_each_level() -> None:
    assert bar(Fraction(7, 2), 5) == "▰▰▰▰▱"
    assert bar(Fraction(0), 4) == "▱▱▱▱"


def test_a_first_question_offers_no_way_back_and_a_put_off_one_no_second_skip() -> None:
    framework = example_framework()
    question = Question(1, DANA, framework.dimensions[0].key, Wants.LEVEL, Because.START)
    shows = Prompt("a1b2c3d4e5", framework, framework.dimensions[0], 1, 6, question, None, None, None)
    assert "Back" not in _labels(replace(shows, goes_back=False))
    assert "Skip for now" not in _labels(replace(shows, skips=False))
    assert {"Back", "Skip for now"} <= _labels(shows)


def _labels(shows: Prompt) -> set[str]:
    blocks = prompt(shows).blocks
    return {each["text"]["text"] for block in blocks if block["type"] == "actions" for each in block["elements"]}


@pytest.mark.parametrize(("of_team", "told"), [(False, "shows it as provisional"), (True, "ends without a reveal")])
def test_stopping_what_somebody_left_says_what_becomes_of_the_answers(*, of_team: bool, told: str) -> None:
    gone = Departure(DANA, Fate.LEFT, "", AT)
    assert told in str(check_message(worded(Departed("a1b2c3d4e5", 1, gone, conducts=of_team)))["blocks"])
