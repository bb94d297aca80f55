"""The contract on actions: those of the plan that counts, in its order, each with its day and its last owner."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.drafts.draft import Verb
from bot.core.errors import StoreError
from bot.core.plan.plan import AcceptedAction, Action, Aim, Plan
from bot.store.store import SqlStore
from tests.core.drafted import ACTION, ACTIONS, LATER, NOTE, PLAN, decided, finished, minute, wanted
from tests.known import peek, write
from tests.store.made import keep, keep_draft, made

DAY = date(2026, 11, 22)
OTHER = Plan((replace(ACTION, what="Start over", due_day=7),))


@pytest.fixture(autouse=True)
def _plan(store: SqlStore) -> None:
    """Have one plan drafted, and then drafted anew."""
    keep(store, made())
    keep_draft(store, replace(wanted("d1", PLAN), made=finished(ACTIONS)))
    keep_draft(store, replace(wanted("d2", PLAN), made=finished(OTHER)))


def accept(store: SqlStore, draft: str, plan: Plan, start: date = DAY) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_decision("T1", "a1", draft, decided(Verb.ACCEPT))
        tx.add_actions("T1", "a1", draft, plan, start)


def decide(store: SqlStore, draft: str, verb: Verb) -> None:
    write(store).add_decision("T1", "a1", draft, decided(verb))


def actions(store: SqlStore) -> tuple[AcceptedAction, ...]:
    return peek(store).actions("T1", "a1")


def steps(store: SqlStore) -> list[Action]:
    return [each.action for each in actions(store)]


# --- what gives no actions


def test_a_plan_that_nobody_accepted_has_no_actions(store: SqlStore) -> None:
    assert actions(store) == ()
    decide(store, "d1", Verb.DISCARD)
    assert actions(store) == ()


def test_a_plan_without_actions_is_refused(store: SqlStore) -> None:
    with pytest.raises(StoreError, match="there is nothing to accept"):
        accept(store, "d1", Plan(()))
    assert not any(each.decisions for each in peek(store).drafts("T1", "a1"))


def test_the_metric_that_an_action_should_move_comes_back_in_the_draft_and_in_the_record(store: SqlStore) -> None:
    aimed = Plan(tuple(replace(each, aim=Aim("NPS", "31", "45")) for each in ACTIONS.actions))
    with store.writing("T0ACME0001") as tx:
        tx.add_decision("T1", "a1", "d1", replace(decided(Verb.ACCEPT), edited=aimed))
        tx.add_actions("T1", "a1", "d1", aimed, DAY)
        draft = tx.draft("T1", "a1", "d1")
    assert draft is not None
    assert draft.content == aimed
    assert [each.aim for each in steps(store)] == [Aim("NPS", "31", "45")] * len(aimed.actions)


def test_actions_count_only_while_the_decision_to_accept_stands(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_actions("T1", "a1", "d1", ACTIONS, DAY)
        assert tx.actions("T1", "a1") == ()
        tx.add_decision("T1", "a1", "d1", decided(Verb.ACCEPT))
        assert len(tx.actions("T1", "a1")) == 2


@pytest.mark.parametrize("undone", [Verb.REOPEN, Verb.DISCARD])
def test_the_actions_of_a_plan_that_was_reopened_or_discarded_count_no_more(store: SqlStore, undone: Verb) -> None:
    accept(store, "d1", ACTIONS)
    decide(store, "d1", undone)
    assert actions(store) == ()
    assert [each.action for each in peek(store).actions_of_plan("T1", "a1", "d1")] == [ACTION, LATER]
    assert peek(store).actions_of_plan("T1", "a1", "never-accepted") == ()


def test_an_accepted_note_changes_nothing_about_the_actions(store: SqlStore) -> None:
    accept(store, "d1", ACTIONS)
    keep_draft(store, replace(wanted("n1", NOTE), decisions=(decided(Verb.ACCEPT),)))
    assert steps(store) == [ACTION, LATER]
    decide(store, "d1", Verb.REOPEN)
    assert actions(store) == ()


def test_an_owner_of_an_unknown_action_is_refused(store: SqlStore) -> None:
    accept(store, "d1", ACTIONS)
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        tx.set_owner("T1", "a1", "unknown", owner="U2", by="U1", at=minute(0))
    assert [each.owner for each in actions(store)] == [None, None]


# --- which plan counts


def test_the_actions_of_an_accepted_plan_come_in_its_order_with_their_days(store: SqlStore) -> None:
    accept(store, "d1", Plan((LATER, ACTION)), date(2026, 12, 10))
    assert steps(store) == [LATER, ACTION]
    assert [each.due for each in actions(store)] == [date(2027, 3, 10), date(2027, 1, 9)]
    assert {(each.draft, each.owner) for each in actions(store)} == {("d1", None)}
    assert len({each.id for each in actions(store)}) == 2


def test_a_plan_drafted_anew_takes_no_action_away_before_it_is_accepted(store: SqlStore) -> None:
    accept(store, "d1", ACTIONS)
    keep_draft(store, wanted("d3", PLAN))
    decide(store, "d3", Verb.DISCARD)
    assert steps(store) == [ACTION, LATER]
    accept(store, "d3", OTHER)
    assert steps(store) == list(OTHER.actions)


def test_of_two_accepted_plans_the_one_accepted_last_counts(store: SqlStore) -> None:
    accept(store, "d2", OTHER)
    accept(store, "d1", ACTIONS)
    assert steps(store) == [ACTION, LATER]


def test_when_an_acceptance_is_undone_the_plan_accepted_before_counts_again(store: SqlStore) -> None:
    accept(store, "d1", ACTIONS)
    accept(store, "d2", OTHER)
    assert steps(store) == list(OTHER.actions)
    decide(store, "d2", Verb.REOPEN)
    assert steps(store) == [ACTION, LATER]
    decide(store, "d1", Verb.REOPEN)
    assert actions(store) == ()


def test_a_plan_that_is_accepted_again_has_the_actions_and_days_of_the_last_time(store: SqlStore) -> None:
    accept(store, "d1", ACTIONS)
    decide(store, "d1", Verb.REOPEN)
    accept(store, "d1", Plan((ACTION,)), date(2026, 12, 1))
    assert [(each.action, each.due) for each in actions(store)] == [(ACTION, date(2026, 12, 31))]


# --- who does them


def test_the_last_owner_of_an_action_counts(store: SqlStore) -> None:
    accept(store, "d1", ACTIONS)
    first, second = (each.id for each in actions(store))
    with store.writing("T0ACME0001") as tx:
        tx.set_owner("T1", "a1", first, owner="U9", by="U1", at=minute(3))
        tx.set_owner("T1", "a1", second, owner="U2", by="U1", at=minute(2))
        tx.set_owner("T1", "a1", first, owner="U3", by="U2", at=minute(1))
    assert [(each.id, each.owner) for each in actions(store)] == [(first, "U3"), (second, "U2")]


def test_an_owner_stays_with_the_action_when_another_plan_is_accepted(store: SqlStore) -> None:
    accept(store, "d1", ACTIONS)
    with store.writing("T0ACME0001") as tx:
        for each in tx.actions("T1", "a1"):
            tx.set_owner("T1", "a1", each.id, owner="U2", by="U1", at=minute(0))
    accept(store, "d2", OTHER)
    assert [each.owner for each in actions(store)] == [None]
    decide(store, "d2", Verb.DISCARD)
    assert [each.owner for each in actions(store)] == ["U2", "U2"]


def test_actions_of_another_assessment_are_not_among_them(store: SqlStore) -> None:
    keep(store, made("a2"))
    keep_draft(store, wanted("d1", PLAN), assessment="a2")
    accept(store, "d1", ACTIONS)
    with store.writing("T0ACME0001") as tx:
        tx.add_decision("T1", "a2", "d1", decided(Verb.ACCEPT))
        tx.add_actions("T1", "a2", "d1", OTHER, DAY)
        assert [each.action for each in tx.actions("T1", "a2")] == list(OTHER.actions)
    assert steps(store) == [ACTION, LATER]
