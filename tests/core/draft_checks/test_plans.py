"""Plans: an action for each top gap, days within their own words, a role in charge, and something to see."""

from dataclasses import replace

import pytest

from bot.core.drafts.checks import check
from bot.core.plan.plan import Plan
from tests.core.draft_checks.example_brief import ACTION, DATA, OTHER_ACTION, PLAN, PLAN_BRIEF, in_plan


def test_a_good_plan_is_fine() -> None:
    assert check(PLAN_BRIEF, PLAN) == ()


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(()), "The plan has no action."),
        (Plan((ACTION,)), "No action is about Data & tooling, one of the top gaps."),
        (Plan((ACTION, OTHER_ACTION, ACTION)), "Another action says the same."),
        (Plan((replace(ACTION, due_day=31), OTHER_ACTION)), "No action is due within the first 30 days."),
        (Plan((ACTION, OTHER_ACTION, replace(ACTION, dimension="pricing"))), "The brief has no dimension 'pricing'."),
        (Plan((ACTION, OTHER_ACTION) * 5), "The plan has 10 actions, more than 9."),
    ],
)
def test_a_plan_that_misses_or_repeats_something_is_found(plan: Plan, said: str) -> None:
    assert said in [each.message for each in check(PLAN_BRIEF, plan)]


@pytest.mark.parametrize("day", [0, -1, 91, 365])
def test_a_day_outside_the_plan_is_found(day: int) -> None:
    assert f"It is due on day {day}; a plan has the days 1 to 90." in [each.message for each in in_plan(due_day=day)]


@pytest.mark.parametrize(
    ("text", "due_day"),
    [
        ("Write down the causes by day 30", 45),
        ("Write down the causes by day 120", 90),
        ("Write down the causes on day 60", 20),
        ("Write down the causes within 60 days", 75),
        ("Write down the causes in the first 30 days", 31),
        ("Write down the causes in the first month", 40),
        ("Write down the causes in the third month", 40),
        ("Write down the causes within two weeks", 30),
        ("Write down the causes within six months", 90),
        ("Write down the causes by the end of next year", 90),
        ("Write down the causes after day 90", 80),
    ],
)
def test_words_that_name_another_time_than_the_due_day_are_found(text: str, due_day: int) -> None:
    assert "plan" in {each.check for each in in_plan(first_step=text, due_day=due_day)}


@pytest.mark.parametrize(
    ("text", "due_day"),
    [
        ("Write down the causes by day 30", 30),
        ("Write down the causes by day 30", 12),
        ("Write down the causes within 60 days", 55),
        ("Write down the causes in the first month", 28),
        ("Write down the causes this week", 80),
        ("Give each frequent defect a cause within a set time", 80),
    ],
)
def test_words_that_agree_with_the_due_day_are_fine(text: str, due_day: int) -> None:
    late = {"No action is due within the first 30 days."} if due_day > 30 else set()
    assert {each.message for each in in_plan(first_step=text, due_day=due_day)} == late


NOBODY = "TBD|n/a|none|everyone|Sarah|Sarah Miller|Mr. Pemberton|@maren|<@U012AB3CD>|Quality lead 2|Zendesk|Dana (lead)"
SOMEBODY = "Quality lead|Head of Operations|CX lead|COO|Owner of Root-cause analysis|IT|Finance and CX leads|Reception"


@pytest.mark.parametrize("role", ["", " ", "-", "the moon", *NOBODY.split("|")])
def test_whoever_is_no_role_cannot_be_in_charge(role: str) -> None:
    assert {"plan", "markup"} & {each.check for each in in_plan(owner_role=role)}


@pytest.mark.parametrize("role", ["Customer success manager", "Support team lead", *SOMEBODY.split("|")])
def test_a_role_can_be_in_charge(role: str) -> None:
    assert in_plan(owner_role=role) == ()


@pytest.mark.parametrize("field", ["what", "measure", "first_step"])
@pytest.mark.parametrize("text", ["", " ", "-", "?", "TBD", "n/a", "\u2026"])
def test_an_empty_field_is_found(field: str, text: str) -> None:
    assert in_plan(**{field: text}) != ()


@pytest.mark.parametrize("field", ["measure", "first_step"])
def test_a_field_that_repeats_what_is_to_be_done_is_found(field: str) -> None:
    said = [each.message for each in in_plan(**{field: f"{ACTION.what}."})]
    assert "It only repeats what is to be done." in said


@pytest.mark.parametrize(
    "line", ["A mobile app", "A list of causes", "A list of causes with their owners and a budget"]
)
def test_a_deliverable_is_the_frameworks_own_line(line: str) -> None:
    assert [each.message for each in in_plan(deliverable=line)] == [f"The framework has no deliverable {line!r}."]


@pytest.mark.parametrize(
    "text", ["Ask @sarah for the causes", "Ask Sarah for the causes", "Read the causes on evil.com", "Ask why and the"]
)
def test_the_texts_of_an_action_go_through_the_other_checks(text: str) -> None:
    assert in_plan(first_step=text) != ()
    assert all(each.sentence.startswith("Action 1, first step") for each in in_plan(first_step=text))


def test_a_long_field_is_found() -> None:
    assert "shape" in {each.check for each in in_plan(what=", and ".join([ACTION.what] * 6))}


def test_the_same_words_may_stand_in_actions_of_different_dimensions() -> None:
    plan = Plan((ACTION, OTHER_ACTION, replace(ACTION, dimension=DATA, what="Name an owner for each customer fact")))
    assert check(PLAN_BRIEF, plan) == ()
