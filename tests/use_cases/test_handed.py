"""Whoever is given an action is told at once and before it is due; nothing twice, and nothing to whom it is not for."""

from collections import deque
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.plan.standing import Progress
from bot.use_cases.cadences import record_cadence
from bot.use_cases.drafts import ActionEdit, edit_action, set_owners
from bot.use_cases.handed import soon_day
from bot.use_cases.notified import Handed, TakenAway
from tests.effort import more, thirds
from tests.use_cases.drafting import actions_of, plan
from tests.use_cases.fakes import START, Fault
from tests.use_cases.talking import CHANNEL, DANA, TEAM
from tests.use_cases.tracking import PRIYA, SAM, Plans

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
