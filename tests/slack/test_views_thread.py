"""Messages of the thread and the channel keep Slack's limits and hold nothing live but our own, whatever is said."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.assessment import Assessment, Departure, Fate, Status
from bot.core.conversation.talk import NO_DETAIL, Because, Detail, Ended, Question, Wants
from bot.core.scoring.scorecard import scorecard
from bot.core.thread import Confirmation, Departed, Headline, Prompt, Resting, layout
from bot.slack.messenger import worded
from bot.slack.views.conversation import confirmation, prompt, resting
from bot.slack.views.levels import bar
from bot.slack.views.scorecard import for_asker, headline, in_thread, shared
from tests.core.examples import example_framework
from tests.effort import effort
from tests.slack.shown import AT, DANA, SAM, assessments, check_message, hostile

WORST = settings(max_examples=effort(4, 100), suppress_health_check=list(HealthCheck))


@WORST
@given(st.data(), assessments(), st.sampled_from(Because), st.sampled_from(Wants))
def test_a_question_is_sendable(data: st.DataObject, assessment: Assessment, because: Because, wants: Wants) -> None:
    framework = assessment.framework
    dimension = data.draw(st.sampled_from(framework.dimensions))
    words = data.draw(hostile(4_000))
    detail = Detail(words=words, more=words, candidates=(1, 2), level=4, kept=words)
    rating = assessment.last_rating(dimension.key, DANA)
    shows = Prompt(
        assessment=assessment.id,
        framework=framework,
        dimension=dimension,
        place=1,
        total=len(framework.dimensions),
        question=Question(999_999, DANA, dimension.key, wants, because, detail),
        standing=data.draw(st.sampled_from([None, rating])),
        changed=(dimension.name, framework.scale.low) if data.draw(st.booleans()) else None,
        previous_level=4,
    )
    check_message(prompt(shows))


@WORST
@given(assessments())
def test_a_confirmation_is_sendable(assessment: Assessment) -> None:
    for rating in assessment.ratings[:5]:
        dimension = assessment.framework.dimension(rating.dimension)
        check_message(confirmation(Confirmation(assessment.id, assessment.framework, dimension, rating, rating)))


@WORST
@given(assessments(), hostile(8_000, empty=True))
def test_a_headline_is_sendable(assessment: Assessment, filled: str) -> None:
    card = scorecard(assessment)
    shows = Headline(
        assessment=assessment.id,
        title=assessment.framework.title,
        subject=assessment.subject.name,
        prompt=filled,
        facilitator=DANA,
        status=assessment.status,
        done=1,
        total=2,
        result=card if assessment.status is Status.COMPLETE else None,
        last=card,
    )
    check_message(headline(shows), "a1b2c3d4e5:headline")


@WORST
@given(assessments())
def test_a_scorecard_is_sendable_in_the_thread_to_the_asker_and_shared(assessment: Assessment) -> None:
    card = scorecard(assessment)
    for message in (in_thread(card), for_asker(card), shared(card, SAM)):
        payload = check_message(message)
        assert payload["blocks"][-1]["type"] == "actions", "the buttons must not be lost"


@WORST
@given(assessments())
def test_every_message_of_a_thread_is_sendable(assessment: Assessment) -> None:
    questions = tuple(
        Question(number, DANA, rating.dimension, Wants.LEVEL, Because.NEXT, NO_DETAIL, "", AT, Ended.ANSWERED)
        for number, rating in enumerate(assessment.ratings[:4], start=1)
    )
    for placed in layout(assessment, questions, None):
        check_message(worded(placed.shows), f"{assessment.id}:{placed.key}")


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
