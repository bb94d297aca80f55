"""What reminders and nudges say, and messages of the thread: what a level means, what becomes of what was left."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from bot.core.assessment import Assessment, Departure, Fate, Member, Role, Status
from bot.core.conversation.talk import Because, Question, Wants
from bot.core.plan.plan import AcceptedAction, Action, ActionStanding, ActionUpdate, Progress
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.core.thread import Departed, Prompt, Resting
from bot.slack.blocks import Message
from bot.slack.messenger import worded
from bot.slack.values import OfCadence, read
from bot.slack.views.conversation import prompt, resting
from bot.slack.views.levels import bar
from bot.slack.views.reminders import nudge, reminder
from bot.use_cases.notified import Nudge, Reminder
from tests.core.examples import example_framework
from tests.core.rated import START, assessment_of
from tests.slack.shown import AT, DANA, SAM, check_message
from tests.slack.test_views_cadence import DUE, buttons, set_cadence

AGO = timedelta(days=92)
LATER = DUE + timedelta(days=91)
"""When the next one comes, once one has reminded."""


def card() -> Scorecard:
    return scorecard(assessment_of(example_framework(), (2, 2, 3, 2, 2, 2)))


def shows(**other: object) -> Reminder:
    """Give a reminder three months after the assessment, with the next one set."""
    found = Reminder(set_cadence(due=LATER), START + AGO, card())
    return replace(found, **other)  # type: ignore[arg-type]  # fields of many kinds


def standing(*progress: Progress | None) -> tuple[ActionStanding, ...]:
    """Give actions of which each stands as said last."""
    action = AcceptedAction("a", "d", Action("root", "Name owners", "Lead", 30, "", ""), date(2026, 12, 22))
    return tuple(
        ActionStanding(action, (ActionUpdate("a", each, "", "", DANA, START),) if each is not None else ())
        for each in progress
    )


def first_line(message: Message) -> str:
    return str(message.blocks[0]["text"]["text"])


def test_each_button_names_the_reminder_and_its_moment() -> None:
    message = reminder(shows())
    values = {read(OfCadence, each["value"]) for each in message.blocks[1]["elements"]}
    assert [(each.cadence, each.due) for each in values] == [("acme", START + AGO)]


def test_it_counts_the_plan_as_the_plan_itself_does_and_says_what_is_stuck() -> None:
    message = reminder(shows(actions=standing(Progress.DONE, None, Progress.STUCK, Progress.DROPPED)))
    assert "Its plan: 1 of 4 done, 1 stuck, 1 overdue, 1 dropped." in first_line(message)
    assert "stuck: *Name owners*" in str(message.blocks[1])
    assert "plan" not in first_line(reminder(shows()))


def test_evidence_that_is_older_than_the_last_assessment_is_named_with_its_age() -> None:
    old, new = START - timedelta(days=92), START + timedelta(minutes=3)
    oldest = (("Measurement", old), ("Culture", old + timedelta(hours=2)), ("Leadership", new))
    said = first_line(reminder(shows(oldest=oldest, actions=standing(Progress.DONE, None))))
    assert said.endswith("Its plan: 1 of 2 done, 1 overdue; evidence for Measurement and Culture is six months old.")


def test_where_all_evidence_was_given_last_time_it_says_so() -> None:
    oldest = (("Measurement", START + timedelta(minutes=3)),)
    assert first_line(reminder(shows(oldest=oldest))).endswith("All evidence is from then.")


def test_before_the_first_complete_assessment_it_says_what_is_due() -> None:
    said = first_line(reminder(shows(last=None)))
    assert said == "CX maturity matrix is due for *Acme Retail*. It has no complete assessment in this channel yet."


def test_an_answered_reminder_that_is_paused_by_now_says_so() -> None:
    message = reminder(shows(settled="skipped", by=SAM, cadence=set_cadence(due=None)))
    assert message.text.endswith("Reminders for it are paused.")


# --- nudges


def waiting() -> Assessment:
    members = (Member(DANA, Role.FACILITATOR), Member(DANA, Role.RESPONDENT))
    return replace(assessment_of(example_framework(), (2, 2, 3, 2, 2, 2)), status=Status.OPEN, members=members)


def nudged(number: int = 1, *, person: str = DANA, later: bool = False) -> Message:
    own = replace(waiting(), channel="C0CXTEAM01")
    return nudge(Nudge(own, person, number, 5, 6, later=later))


def test_a_nudge_that_was_put_off_says_when_it_comes_again() -> None:
    message = nudged(later=True)
    assert "I ask once more in a week" in message.text
    assert buttons(message) == []


def test_the_second_nudge_is_the_last_and_says_so() -> None:
    message = nudged(2)
    assert "I do not ask again." in message.text
    assert buttons(message) == []


def test_somebody_else_is_told_who_started_it() -> None:
    assert "Started by" not in nudged().text
    assert f"Started by <@{DANA}>." in nudged(person=SAM).text


def test_a_moment_in_a_button_is_exact_to_the_millisecond() -> None:
    moment = datetime.fromisoformat("2027-01-04T08:30:00.001+00:00")
    message = reminder(shows(due=moment))
    assert read(OfCadence, message.blocks[1]["elements"][0]["value"]).due == moment


@pytest.mark.parametrize("status", [Status.PAUSED, Status.STOPPED])
def test_a_resting_assessment_offers_the_way_on(status: Status) -> None:
    payload = check_message(resting(Resting("a1b2c3d4e5", status, DANA, 1, 6)))
    assert payload["blocks"][0]["accessory"]["action_id"] == "press.resume"


def test_a_level_that_is_left_undescribed_lies_between_its_neighbours() -> None:
    framework = example_framework()
    question = Question(3, DANA, framework.dimensions[1].key, Wants.LEVEL, Because.NEXT)
    shows = Prompt("a1b2c3d4e5", framework, framework.dimensions[1], 2, 6, question, None, None)
    assert "*2*  between 1 and 3" in prompt(shows).text


def test_a_bar_has_a_box_for_each_level() -> None:
    assert bar(Fraction(7, 2), 5) == "▰▰▰▰▱"
    assert bar(Fraction(0), 4) == "▱▱▱▱"


def test_a_first_question_offers_no_way_back_and_a_put_off_one_no_second_skip() -> None:
    framework = example_framework()
    question = Question(1, DANA, framework.dimensions[0].key, Wants.LEVEL, Because.START)
    shows = Prompt("a1b2c3d4e5", framework, framework.dimensions[0], 1, 6, question, None, None)
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
