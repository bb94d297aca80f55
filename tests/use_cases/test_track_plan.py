"""Actions of a plan: how one stands, who is given it and told of it, and the plan that a channel asks for."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.assessment import Role
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.plan.plan import ActionStanding, Plan, Progress
from bot.use_cases.cadences import record_cadence
from bot.use_cases.drafts import ActionEdit, edit_action, set_owners
from bot.use_cases.handed import soon_day
from bot.use_cases.notified import Handed, TakenAway
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
from tests.effort import more, thirds
from tests.known import as_a, peek, sure
from tests.use_cases.drafting import Drafts, actions_of, plan
from tests.use_cases.fakes import START, Fault
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


# --- who is told of an action: at once, before it is due, nothing twice, and nobody whom it is not for

DONE, ON_TRACK = Progress.DONE, Progress.ON_TRACK


def told(plans: Plans) -> list[Handed]:
    return [each.shows for each in plans.slack.messages if isinstance(each.shows, Handed)]


def given_to(plans: Plans) -> list[tuple[str, int]]:
    """Give who was told at once, and of how many actions."""
    return [(each.person, len(each.actions)) for each in told(plans) if each.due is None]


def soon(plans: Plans) -> list[tuple[str, date | None]]:
    return [(each.person, each.due) for each in told(plans) if each.due is not None]


def taken(plans: Plans) -> list[TakenAway]:
    return [each.shows for each in plans.slack.messages if isinstance(each.shows, TakenAway)]


# --- at once


def test_an_owner_is_told_at_once_of_all_that_was_given_in_one_deed(plans: Plans) -> None:
    plans.own({1: PRIYA, 2: PRIYA, 3: SAM})
    assert given_to(plans) == [(PRIYA, 2), (SAM, 1)]
    assert {each.by for each in told(plans)} == {DANA}
    assert {each.channel for each in plans.slack.messages if each.shows in told(plans)} == {f"D{PRIYA}", f"D{SAM}"}


def test_a_press_that_is_delivered_again_tells_nobody_twice(plans: Plans) -> None:
    for _ in range(2):
        plans.give(1, PRIYA, event="once")
    assert given_to(plans) == [(PRIYA, 1)]


Deeds = list[tuple[str, dict[int, str]]]
TOLD: dict[str, tuple[Deeds, list[tuple[str, int]], list[tuple[str, str, int]]]] = {
    "not what they chose": ([(DANA, {1: DANA}), (DANA, {2: PRIYA}), (PRIYA, {2: PRIYA})], [(PRIYA, 1)], []),
    "both owners": (
        [(DANA, {1: PRIYA, 2: PRIYA, 3: PRIYA}), (DANA, {1: SAM, 2: SAM})],
        [(PRIYA, 1), (SAM, 2)],  # the first message shows what is left
        [(PRIYA, SAM, 2)],
    ),
    "not what they gave away": ([(DANA, {1: PRIYA}), (PRIYA, {1: SAM})], [(PRIYA, 0), (SAM, 1)], []),
    "outside not who has it next": ([(DANA, {1: PRIYA}), (DANA, {1: SAM})], [(PRIYA, 0), (SAM, 1)], [(PRIYA, "", 1)]),
    "nothing of what is done": ([(DANA, {1: PRIYA})], [], []),
    "nobody who is gone": ([(DANA, {1: PRIYA})], [], []),
}
"""Who gives which actions to whom; who is told at once of how many; who reads who has how many of theirs."""


@pytest.mark.parametrize("what", TOLD)
def test_who_is_told_of_actions_that_are_given_and_of_those_that_somebody_else_has_now(plans: Plans, what: str) -> None:
    deeds, given, lines = TOLD[what]
    plans.slack.members -= {(CHANNEL, PRIYA)} if what.startswith("outside") else set()
    plans.slack.deactivated = {PRIYA} if what.endswith("gone") else set()
    if what.endswith("done"):
        plans.tell(1, DONE)
    for by, owners in deeds:
        if by == DANA:
            plans.own(owners)
            continue
        for place, owner in owners.items():
            plans.give(place, owner, by=by)
    assert given_to(plans) == given
    assert [(each.person, each.to, len(each.actions)) for each in taken(plans)] == lines


def test_rewording_a_plan_tells_nobody_anew_and_brings_what_was_told_up_to_date(plans: Plans) -> None:
    plans.own({1: PRIYA})
    first = actions_of(plan(plans))[0]
    press = plans.press_of(plan(plans))
    edit_action(
        plans.kept, plans.clock, press, ActionEdit(1, replace(first, what="Otherwise"), len(plan(plans).decisions))
    )
    plans.settle()
    assert given_to(plans) == [(PRIYA, 1)]
    assert told(plans)[0].actions[0].accepted.action.what == "Otherwise"


def test_what_is_said_of_an_action_stands_in_the_message_that_gave_it(plans: Plans) -> None:
    plans.own({1: PRIYA})
    plans.tell(1, DONE, by=PRIYA)
    assert [each.progress for each in told(plans)[0].actions] == [DONE]


@pytest.mark.parametrize("fault", [pytest.param(Fault.BEFORE, marks=more), Fault.LOST, Fault.AFTER])
@pytest.mark.parametrize("call", thirds(range(1, 7)))
def test_a_call_without_an_answer_tells_everybody_once(plans: Plans, call: int, fault: Fault) -> None:
    plans.slack.faults = deque([Fault.NONE] * (call - 1) + [fault])
    plans.own({1: PRIYA, 2: SAM})
    plans.give(1, SAM)
    plans.at(1)
    assert given_to(plans) == [(PRIYA, 0), (SAM, 1), (SAM, 1)]
    assert len(taken(plans)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("write", range(1, 9))
def test_a_crash_at_any_write_tells_everybody_once(plans: Plans, write: int, when: str) -> None:
    set_owners(plans.kept, plans.clock, plans.press_of(plan(plans)), {plans.actions[0].id: PRIYA})
    plans.store = plans.crashing
    (plans.crashing.before if when == "before" else plans.crashing.after).add(write)
    plans.settle()
    plans.at(23)
    assert given_to(plans) == [(PRIYA, 1)]
    assert len(soon(plans)) == 1


# --- a few days before it is due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_day_to_be_told_is_a_working_day_three_to_five_days_before(due: date) -> None:
    day = soon_day(due)
    assert day.weekday() < 5
    assert timedelta(days=3) <= due - day <= timedelta(days=5)


def test_an_owner_is_told_once_a_few_days_before_an_action_is_due(plans: Plans) -> None:
    plans.own({1: PRIYA, 2: DANA})
    due = [each.due for each in plans.actions]
    for each in sorted(due[:2]):
        plans.at((each - START.date()).days)
    expected = sorted([(PRIYA, due[0]), (DANA, due[1])], key=lambda each: each[1])
    assert soon(plans) == expected, "whoever chose an action is told of its day too"
    plans.at(90)
    assert soon(plans) == expected


def test_a_holiday_of_the_channels_country_gives_way_to_the_next_working_day(plans: Plans) -> None:
    plans.own({1: PRIYA})
    due, day = plans.actions[0].due, soon_day(plans.actions[0].due)
    plans.holidays = lambda country, _: frozenset({day} if country == "DE" else ())
    rule = Cadence(3, Unit.MONTH, due + timedelta(days=40), time(9, 30), "UTC", country="DE")
    with plans.kept.writing(TEAM) as tx:
        record_cadence(tx, SetCadence("c1", TEAM, CHANNEL, "cx", "Acme Retail", "CX", rule, DANA, START, None))
    plans.at((day - START.date()).days)
    assert soon(plans) == []
    plans.at((due - START.date()).days)
    assert soon(plans) == [(PRIYA, due)]


def test_what_is_done_is_not_called_due_soon(plans: Plans) -> None:
    plans.own({1: PRIYA})
    plans.tell(1, DONE)
    plans.at(29)
    assert soon(plans) == []


def test_an_action_given_shortly_before_its_day_is_told_once(plans: Plans) -> None:
    plans.clock.moment = START + timedelta(days=(soon_day(plans.actions[0].due) - START.date()).days)
    plans.clock.moment = plans.clock.moment.replace(hour=6)
    plans.give(1, PRIYA)
    plans.at(28)
    assert (given_to(plans), soon(plans)) == ([(PRIYA, 1)], [])


def test_where_a_check_in_asks_on_that_day_nothing_else_comes(plans: Plans) -> None:
    plans.own({1: PRIYA})
    new = START.date() + timedelta(days=33)
    plans.tell(1, ON_TRACK, due=new)
    assert soon_day(new) == START.date() + timedelta(days=30)
    plans.at(31)
    assert (PRIYA, 30) in plans.asked_people()
    assert soon(plans) == []


def test_an_action_that_was_put_off_is_called_due_before_its_new_day_alone(plans: Plans) -> None:
    plans.own({1: PRIYA})
    old, new = plans.actions[0].due, START.date() + timedelta(days=50)
    plans.tell(1, ON_TRACK, due=new)
    plans.at(29)
    assert soon(plans) == []
    plans.at(49)
    assert soon(plans) == [(PRIYA, new)]
    assert plans.standing[0].days == (old, new)
