"""A second assessment of the subject: what is still open is shown first, and finished actions explain a change."""

from dataclasses import replace

import pytest

from bot.core.assessment import Subject
from bot.core.plan.standing import Progress
from bot.core.scoring.trend import Comparison, Trend
from bot.core.thread import OPEN_ACTIONS_KEY, OpenActions, Prompt, Result
from bot.use_cases.scorecards import find_answer, scorecard_now, scorecard_of
from tests.known import as_a, sure, write
from tests.use_cases.drafting import plan
from tests.use_cases.talking import CHANNEL, TEAM
from tests.use_cases.tracking import Plans

DONE, STUCK = Progress.DONE, Progress.STUCK


def again(plans: Plans, *answers: str, day: int = 90) -> str:
    """Assess the subject anew on a day of the plan; give the first assessment, to which presses go back."""
    first = plans.id
    plans.at(day)
    plans.start(event=f"again{day}")
    plans.settle()
    if answers:
        plans.say(*answers)
    return first


def report(plans: Plans, first: str, place: int, progress: Progress, note: str = "") -> None:
    """Say how an action of the first assessment stands while the second one is conducted."""
    now, plans.id = plans.id, first
    plans.tell(place, progress, note)
    plans.id = now
    plans.settle()


def unexplained(plans: Plans) -> list[str]:
    with plans.kept.reading() as view:
        card = scorecard_now(view, plans.assessment)
    return [each.key for each in card.rows if each.change is not None and each.change.unexplained]


def dimension_of(plans: Plans, place: int) -> str:
    return str(plans.actions[place - 1].action.dimension)


# --- open actions come first


def test_a_reassessment_starts_with_what_is_still_open(plans: Plans) -> None:
    plans.tell(1, DONE)
    plans.tell(2, STUCK, "no budget")
    left = plans.standing[1:]
    again(plans)
    keys = [each.key for each in plans.wanted]
    assert keys[:2] == ["headline", OPEN_ACTIONS_KEY]
    shown = as_a(OpenActions, plans.wanted[1].shows)
    assert (shown.actions, shown.last.subject.name) == (left, "Acme Retail")
    assert isinstance(plans.wanted[-1].shows, Prompt)
    assert [each.key for each in plans.slack.messages if each.thread == plans.assessment.thread] == [
        f"{plans.id}:{each}" for each in keys[1:]
    ]


def test_a_reassessment_without_anything_open_shows_none(plans: Plans) -> None:
    for place in range(1, len(plans.actions) + 1):
        plans.tell(place, DONE)
    again(plans)
    assert [each.key for each in plans.wanted] == ["headline", "q1"]


def test_the_first_assessment_of_a_subject_shows_none(plans: Plans) -> None:
    assert OPEN_ACTIONS_KEY not in [each.key for each in plans.wanted]


def test_what_is_said_meanwhile_is_shown_and_nothing_leaves_the_list(plans: Plans) -> None:
    first = again(plans)
    report(plans, first, 1, DONE)
    assert as_a(OpenActions, plans.wanted[1].shows).actions[0].progress is DONE
    plans.say(*["3"] * 6)
    assert OPEN_ACTIONS_KEY in [each.key for each in plans.wanted], "it stands above the scorecard"
    stands = [each for each in plans.slack.messages if each.key == f"{plans.id}:{OPEN_ACTIONS_KEY}"]
    assert [each.shows for each in stands] == [plans.wanted[1].shows]


def test_it_is_not_sent_below_a_scorecard_that_stands_already(plans: Plans) -> None:
    again(plans, *["3"] * 6)
    (stands,) = [each for each in plans.slack.messages if each.key == f"{plans.id}:{OPEN_ACTIONS_KEY}"]
    plans.slack.messages.remove(stands)
    write(plans.kept).drop_post(TEAM, plans.id, OPEN_ACTIONS_KEY)
    assert OPEN_ACTIONS_KEY not in [each.key for each in plans.wanted]


def test_a_plan_that_is_accepted_after_the_reassessment_began_is_not_among_what_was_left(plans: Plans) -> None:
    plans.reopen(plan(plans))
    first = again(plans)
    now, plans.id = plans.id, first
    plans.at(91)
    plans.accept(plan(plans))
    plans.id = now
    assert OPEN_ACTIONS_KEY not in [each.key for each in plans.wanted]


# --- a finished action proposes evidence, and explains


def test_the_question_of_a_dimension_shows_its_finished_actions_and_rates_nothing(plans: Plans) -> None:
    places = [place for place, each in enumerate(plans.actions, 1) if each.action.dimension == plans.key(1)]
    plans.tell(places[0], DONE, "the list has owners")
    again(plans)
    shown = as_a(Prompt, plans.wanted[-1].shows)
    assert [each.last.note for each in shown.finished if each.last is not None] == ["the list has owners"]
    assert plans.verdicts() == [None] * 6
    plans.say("2")
    assert as_a(Prompt, plans.wanted[-1].shows).finished == ()


def test_a_change_without_a_finished_action_is_unexplained(plans: Plans) -> None:
    plans.tell(1, STUCK, "no budget")
    again(plans, *["3"] * 6)
    assert len(unexplained(plans)) == 6


def test_a_finished_action_explains_the_change_of_its_dimension_everywhere(plans: Plans) -> None:
    plans.at(20)
    plans.tell(1, DONE)
    key = dimension_of(plans, 1)
    first = again(plans, *["3"] * 6)
    assert key not in unexplained(plans)
    assert len(unexplained(plans)) == 5
    card = scorecard_of(plans.kept, TEAM, CHANNEL, plans.id)
    result = next(each.shows for each in plans.wanted if isinstance(each.shows, Result))
    trend, comparison = (find_answer(plans.kept, TEAM, CHANNEL, words) for words in ("trend", f"compare {first}"))
    assert card is not None
    assert isinstance(trend, Trend)
    assert isinstance(comparison, Comparison)
    for each in (card.card, result.card, trend.newest, comparison.trend.newest):
        assert not sure(each.row(key).change).unexplained


@pytest.mark.parametrize("then", [DONE, STUCK])
def test_what_is_said_after_the_reassessment_changes_its_scorecard_no_more(plans: Plans, then: Progress) -> None:
    if then is STUCK:
        plans.at(20)
        plans.tell(1, DONE)
    first = again(plans, *["3"] * 6)
    before = unexplained(plans)
    plans.at(95)
    report(plans, first, 1, then, "it came back")
    assert unexplained(plans) == before


def test_an_action_finished_after_the_second_assessment_explains_the_third(plans: Plans) -> None:
    key = dimension_of(plans, 1)
    first = again(plans, *["3"] * 6, day=40)
    plans.at(60)
    report(plans, first, 1, DONE)
    again(plans, *["2"] * 6, day=90)
    line = as_a(Trend, find_answer(plans.kept, TEAM, CHANNEL, "trend"))
    second, third = (next(each for each in point.card.rows if each.key == key) for point in line.points[1:])
    assert second.change is not None
    assert second.change.unexplained
    assert third.change is not None
    assert not third.change.unexplained


@pytest.mark.parametrize(
    "place", [("T1", "C2", "Acme Retail"), ("T1", "C1", "Acme Wholesale"), ("T2", "C1", "Acme Retail")]
)
def test_the_plan_of_another_line_explains_nothing(plans: Plans, place: tuple[str, str, str]) -> None:
    plans.at(20)
    plans.tell(1, DONE)
    again(plans, *["3"] * 6)
    with plans.kept.reading() as view:
        now = plans.assessment
        assert len(view.reported(now, limit=9)) == 1
        workspace, channel, subject = place
        other = replace(now, workspace=workspace, channel=channel, subject=Subject(subject))
        assert view.reported(other, limit=9) == ()
        assert view.reported(now, limit=0) == ()
