"""Saying how an action stands, giving it to somebody, and finding the plan that a channel asks for."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.assessment import Role
from bot.core.plan.plan import Plan
from bot.core.plan.standing import ActionStanding, Progress
from bot.use_cases.plans import (
    NoPlanYet,
    PlanShown,
    Unsaid,
    find_action,
    find_plan,
    plan_of,
    say_progress,
)
from bot.use_cases.ports import NotForYou, NotHere
from bot.use_cases.scorecards import HelpWanted, NoMatch
from tests.known import as_a, peek, sure
from tests.use_cases.drafting import Drafts, actions_of, plan
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM
from tests.use_cases.tracking import PRIYA, SAM, Plans

DONE, STUCK, ON_TRACK, DROPPED = Progress.DONE, Progress.STUCK, Progress.ON_TRACK, Progress.DROPPED


# --- who may, and what is refused


def test_nobody_but_the_owner_and_who_conducts_or_answers_may_speak_about_an_action(plans: Plans) -> None:
    plans.own({1: PRIYA})
    plans.add("U7", Role.RESPONDENT)
    plans.add("U8", Role.OBSERVER)
    assert isinstance(plans.tell(1, DONE, by=OLGA), NotForYou)
    assert isinstance(plans.tell(1, DONE, by="U8"), NotForYou)
    assert isinstance(plans.tell(2, DONE, by=PRIYA), NotForYou), "that one is nobody's"
    assert plans.standing[0].updates == ()
    for person in (PRIYA, DANA, "U7"):
        plans.clock.moment = plans.clock.moment.replace(day=plans.clock.moment.day + 1)
        assert as_a(ActionStanding, plans.tell(1, ON_TRACK, by=person)).updates[-1].by == person


def test_an_owner_answers_from_a_direct_message(plans: Plans) -> None:
    plans.own({1: PRIYA})
    press = plans.press_on(1, by=PRIYA, channel=f"D{PRIYA}")
    assert as_a(ActionStanding, say_progress(plans.kept, plans.clock, press, DONE)).updates[-1].by == PRIYA


@pytest.mark.parametrize("other", [{"workspace": "T9"}, {"assessment": "nothing123"}, {"action": "nothing123"}])
def test_what_is_not_of_this_workspace_or_plan_is_unknown(plans: Plans, other: dict[str, str]) -> None:
    press = plans.press_on(1, **other)
    assert isinstance(say_progress(plans.kept, plans.clock, press, DONE), NotHere)
    assert isinstance(find_action(plans.kept, press), NotHere)


def test_an_action_of_a_plan_that_was_reopened_is_unknown(plans: Plans) -> None:
    press = plans.press_on(1)
    plans.reopen(plan(plans))
    assert isinstance(say_progress(plans.kept, plans.clock, press, DONE), NotHere)


@pytest.mark.parametrize("note", ["", "   ", "\u200b", "…"])
def test_stuck_without_a_reason_asks_why(plans: Plans, note: str) -> None:
    assert plans.tell(1, STUCK, note) is Unsaid.REASON
    assert plans.standing[0].updates == ()


# --- what is said


def test_what_is_said_stands_on_record_with_its_note_and_value(plans: Plans) -> None:
    assert plans.tell(1, STUCK, "legal has\nnot answered", " 3 of 12 ") == plans.standing[0]
    (update,) = plans.standing[0].updates
    assert (update.progress, update.note, update.value, update.by) == (STUCK, "legal has not answered", "3 of 12", DANA)


def test_a_press_that_slack_delivers_twice_says_it_once(plans: Plans) -> None:
    plans.tell(1, STUCK, "no budget", event="e1")
    assert isinstance(plans.tell(1, STUCK, "no budget at all", event="e1"), ActionStanding)
    assert [each.note for each in plans.standing[0].updates] == ["no budget"]


def test_the_same_word_twice_on_one_day_changes_nothing_and_on_another_day_it_is_news(plans: Plans) -> None:
    plans.at(29)
    plans.tell(1, ON_TRACK)
    assert len(as_a(ActionStanding, plans.tell(1, ON_TRACK)).updates) == 1
    assert len(as_a(ActionStanding, plans.tell(1, ON_TRACK, value="12")).updates) == 2, "the value is new"
    plans.at(60)
    assert len(as_a(ActionStanding, plans.tell(1, ON_TRACK)).updates) == 3
    assert plans.standing[0].was_heard_since(60)


def test_a_finished_action_is_taken_up_again(plans: Plans) -> None:
    plans.tell(1, DONE)
    plans.tell(1, STUCK, "it came back")
    assert plans.standing[0].is_open
    assert [each.progress for each in plans.standing[0].updates] == [DONE, STUCK]


def test_rewording_a_plan_keeps_what_was_said_by_the_same_rule_as_owners(plans: Plans) -> None:
    plans.own({1: PRIYA})
    plans.tell(1, STUCK, "no budget", by=PRIYA)
    plans.tell(2, DONE)
    first, *rest = actions_of(plan(plans))
    plans.edit(plan(plans), Plan((replace(first, what="Say it differently"), *rest)))
    assert [each.progress for each in plans.standing[:3]] == [STUCK, DONE, None]
    plans.edit(plan(plans), Plan(tuple(reversed(actions_of(plan(plans))))))
    told = {each.accepted.action.what: (each.progress, each.accepted.owner) for each in plans.standing}
    assert told["Say it differently"] == (STUCK, PRIYA)
    assert [each[0] for each in told.values()].count(DONE) == 1


def test_a_plan_that_was_undone_by_mistake_keeps_what_was_said(plans: Plans) -> None:
    plans.tell(1, DONE)
    plans.reopen(plan(plans))
    assert [*plans.standing] == []
    plans.accept(plan(plans))
    assert plans.standing[0].progress is DONE


# --- giving it to somebody


def test_an_action_is_given_to_a_person_once(plans: Plans) -> None:
    assert plans.give(1, "") == Unsaid.OWNER
    assert as_a(ActionStanding, plans.give(1, PRIYA, event="g1")).accepted.owner == PRIYA
    assert as_a(ActionStanding, plans.give(1, SAM, event="g1")).accepted.owner == PRIYA, "delivered again"
    plans.give(1, PRIYA)
    assert [each.owner for each in peek(plans.kept).handovers(TEAM, plans.id)] == [PRIYA]
    assert isinstance(plans.give(1, OLGA, by=OLGA), NotForYou)
    assert isinstance(plans.give(1, SAM, by=PRIYA), ActionStanding), "whoever has it may hand it on"
    assert [each.owner for each in plans.actions][:2] == [SAM, None]


def test_whoever_may_speak_about_an_action_is_shown_it_in_a_form(plans: Plans) -> None:
    assert find_action(plans.kept, plans.press_on(1)) == plans.standing[0]
    assert isinstance(find_action(plans.kept, plans.press_on(1, by=OLGA)), NotForYou)


# --- the plan that is asked for


def test_a_channel_without_an_accepted_plan_is_told_which_assessment_could_have_one(drafts: Drafts) -> None:
    answer = as_a(NoPlanYet, find_plan(drafts.kept, TEAM, CHANNEL, ""))
    assert sure(answer.newest).id == drafts.id
    assert find_plan(drafts.kept, TEAM, "C9", "") == NoPlanYet(None)


@pytest.mark.parametrize("words", [lambda _: "", lambda _: "acme", lambda _: "previous", lambda plans: plans.id])
def test_a_plan_is_chosen_as_a_scorecard_is_among_the_accepted_ones(
    plans: Plans, words: Callable[[Plans], str]
) -> None:
    wanted = words(plans)
    first = plans.id
    plans.start(event="e2")
    plans.settle()
    plans.say(*["3"] * 6)
    if wanted == "previous":
        plans.plan()
    answer = as_a(PlanShown, find_plan(plans.kept, TEAM, CHANNEL, wanted))
    assert answer.assessment.id == first, "the newer assessment has no plan, or a newer one"
    assert answer.standing != ()


def test_a_plan_that_is_not_there_is_not_guessed(plans: Plans) -> None:
    assert isinstance(find_plan(plans.kept, TEAM, CHANNEL, "acne"), NoMatch)
    assert isinstance(find_plan(plans.kept, TEAM, CHANNEL, "help"), HelpWanted)
    assert isinstance(find_plan(plans.kept, TEAM, "C9", plans.id), NoPlanYet)


def test_the_plan_of_another_channel_is_not_given(plans: Plans) -> None:
    assert sure(plan_of(plans.kept, TEAM, CHANNEL, plans.id)).standing == plans.standing
    assert plan_of(plans.kept, TEAM, "C9", plans.id) is None
    assert plan_of(plans.kept, "T9", CHANNEL, plans.id) is None
