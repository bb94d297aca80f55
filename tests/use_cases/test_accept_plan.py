"""An accepted plan: its actions become part of the record, with a day and a person each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.core.drafts.brief import Kind
from bot.core.plan.plan import Plan
from bot.use_cases.drafts import Assigned, TooLate, set_owners
from bot.use_cases.scorecards import scorecard_of
from tests.use_cases.drafting import Drafts, actions_of, plan
from tests.use_cases.talking import CHANNEL, OLGA, TEAM, shows_the_layout


def test_an_accepted_plan_makes_its_actions_part_of_the_record_due_from_that_day_in_utc(drafted: Drafts) -> None:
    drafted.clock.moment = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    drafted.accept(plan(drafted))
    start = date(2026, 11, 30)
    steps = [replace(step, facts=()) for step in actions_of(plan(drafted))]  # they stay with the plan
    expected = [(step, start + timedelta(days=step.due_day)) for step in steps]
    assert [(each.action, each.due) for each in drafted.actions] == expected
    shown = next(each for each in drafted.shown() if each.draft.piece.kind is Kind.PLAN)
    assert [each.accepted for each in shown.actions] == [*drafted.actions]
    card = scorecard_of(drafted.kept, TEAM, CHANNEL, drafted.id)
    assert card is not None
    assert card.accepted.actions == drafted.actions


def test_a_plan_accepted_twice_adds_its_actions_once(drafted: Drafts) -> None:
    drafted.accept(plan(drafted), event="p1")
    drafted.accept(plan(drafted), event="p2")
    assert len(drafted.actions) == len(actions_of(plan(drafted)))


def test_a_reopened_plan_takes_its_actions_off_the_record(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    drafted.reopen(plan(drafted))
    assert [*drafted.actions] == []
    drafted.accept(plan(drafted))
    assert len(drafted.actions) == len(actions_of(plan(drafted)))


def test_actions_are_given_to_people(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    first, *rest = drafted.actions
    press = drafted.press_of(plan(drafted), event="p9")
    assert set_owners(drafted.kept, drafted.clock, press, {first.id: OLGA}) == Assigned(1)
    assert set_owners(drafted.kept, drafted.clock, press, {first.id: "U8"}) == Assigned(0), "delivered again"
    again = drafted.press_of(plan(drafted))
    assert set_owners(drafted.kept, drafted.clock, again, {first.id: OLGA}) == Assigned(0), "it is hers already"
    drafted.settle()
    assert [each.owner for each in drafted.actions] == [OLGA, *[None] * len(rest)]
    assert shows_the_layout(drafted)


def test_actions_that_are_not_on_the_record_are_given_to_nobody(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    gone = drafted.actions[0].id
    drafted.reopen(plan(drafted))
    press = drafted.press_of(plan(drafted))
    assert set_owners(drafted.kept, drafted.clock, press, {gone: OLGA}) == TooLate(plan(drafted))


def test_a_plan_that_was_reopened_by_mistake_keeps_its_owners_and_counts_from_its_new_acceptance(
    drafted: Drafts,
) -> None:
    drafted.accept(plan(drafted))
    first = drafted.actions[0]
    set_owners(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), {first.id: OLGA})
    drafted.reopen(plan(drafted))
    assert [*drafted.actions] == []
    drafted.clock.moment += timedelta(days=3)
    drafted.accept(plan(drafted))
    assert [each.owner for each in drafted.actions][:2] == [OLGA, None]
    assert drafted.actions[0].due == first.due + timedelta(days=3)


def test_rewording_an_accepted_plan_keeps_owners_and_the_day_from_which_it_counts(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    set_owners(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), {drafted.actions[0].id: OLGA})
    began: date = drafted.actions[0].due - timedelta(days=drafted.actions[0].action.due_day)
    drafted.clock.moment += timedelta(days=10)
    first, *rest = actions_of(plan(drafted))
    drafted.edit(plan(drafted), Plan((replace(first, what="Say it differently"), *rest)))
    assert (drafted.actions[0].owner, drafted.actions[0].action.what) == (OLGA, "Say it differently")
    assert drafted.actions[0].due == began + timedelta(days=first.due_day)
    drafted.edit(plan(drafted), Plan(tuple(reversed(actions_of(plan(drafted))))))
    assert [each.action.what for each in drafted.actions if each.owner == OLGA] == ["Say it differently"]
