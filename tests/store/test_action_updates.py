"""The contract on what people say about actions, and on what waits for one person."""

import re
from dataclasses import replace

import pytest

from bot.core.assessment import Member, Role, Status
from bot.core.drafts.draft import Verb
from bot.core.errors import StoreError
from bot.core.plan.plan import AcceptedAction, ActionUpdate, Plan, Progress
from bot.store.store import SqlStore
from tests.core.drafted import ACTION, ACTIONS, LATER, PLAN, decided, finished, wanted
from tests.known import peek, write
from tests.store.made import START, complete, keep, keep_draft, keep_plan, made, on_day, told


def say(store: SqlStore, update: ActionUpdate, *, workspace: str = "T1", assessment: str = "a1") -> None:
    write(store).add_action_update(workspace, assessment, update)


def said(store: SqlStore, assessment: str = "a1", *, workspace: str = "T1") -> tuple[ActionUpdate, ...]:
    return peek(store).action_updates(workspace, assessment)


def owned(store: SqlStore, person: str = "U2", *, workspace: str = "T1") -> list[tuple[str, AcceptedAction]]:
    return list(peek(store).owned_actions(workspace, person))


def give(store: SqlStore, action: AcceptedAction, owner: str, *, assessment: str = "a1") -> None:
    write(store).set_owner("T1", assessment, action.id, owner=owner, by="U1", at=START)


def decide(store: SqlStore, draft: str, verb: Verb) -> None:
    write(store).add_decision("T1", "a1", draft, decided(verb))


# --- what was said


def test_what_is_said_about_an_unknown_action_is_refused(store: SqlStore) -> None:
    (first, _) = keep_plan(store)
    keep(store, made("a2"))
    unknown = replace(told(first), action="unknown")
    for update, workspace, assessment in ((unknown, "T1", "a1"), (told(first), "T1", "a2"), (told(first), "T2", "a1")):
        with pytest.raises(StoreError, match=re.escape(f"There is no action {update.action!r} in this assessment")):
            say(store, update, workspace=workspace, assessment=assessment)
    assert (said(store), said(store, "a2"), said(store, workspace="T2")) == ((), (), ())


def test_what_is_said_stands_in_the_order_in_which_it_was_said(store: SqlStore) -> None:
    first, second = keep_plan(store)
    stuck = told(first, Progress.STUCK, note="Nobody has time for it", value="31 of 45", day=31)
    updates = (stuck, told(second, day=40), replace(told(first, Progress.DONE, day=30), by="U9"))
    for each in updates:
        say(store, each)
    assert said(store) == updates


def test_what_is_said_in_one_assessment_is_not_heard_in_another(store: SqlStore) -> None:
    (first, _), (other, _) = keep_plan(store), keep_plan(store, "a2")
    say(store, told(first))
    say(store, told(other, Progress.STUCK), assessment="a2")
    assert (said(store), said(store, "a2")) == ((told(first),), (told(other, Progress.STUCK),))


def test_the_assessments_before_it_of_whose_plans_something_was_said_are_told_the_newest_first(
    store: SqlStore,
) -> None:
    now = made("now", day=9)
    for day, name in enumerate(("a1", "silent", "a3", "a4"), start=1):
        (first, _) = keep_plan(store, name)
        write(store).set_status("T1", name, Status.COMPLETE, on_day(day))
        if name != "silent":
            say(store, told(first), assessment=name)
    (elsewhere, _) = keep_plan(store, "under-way")
    say(store, told(elsewhere), assessment="under-way")
    keep_plan(store, "a1", workspace="T2")
    with store.reading() as view:
        assert view.reported(now, limit=9) == ("a4", "a3", "a1")
        assert view.reported(now, limit=2) == ("a4", "a3")
        assert view.reported(replace(now, started_at=on_day(4)), limit=9) == ("a3", "a1")
        assert view.reported(replace(now, workspace="T2"), limit=9) == ()
        assert view.reported(replace(now, channel="C2"), limit=9) == ()


# --- the actions of a person


def test_who_was_given_nothing_owns_nothing(store: SqlStore) -> None:
    keep_plan(store)
    assert owned(store, "U9") == []


def test_a_person_owns_what_was_given_to_them_by_due_day(store: SqlStore) -> None:
    first, second = keep_plan(store)
    keep(store, made("a2"))
    keep_draft(store, replace(wanted("d1", PLAN), made=finished(ACTIONS)), assessment="a2")
    with store.writing("T0ACME0001") as tx:
        tx.add_decision("T1", "a2", "d1", decided(Verb.ACCEPT))
        tx.add_actions("T1", "a2", "d1", Plan((LATER, ACTION)), on_day(-10).date())
        for each in tx.actions("T1", "a2"):
            tx.set_owner("T1", "a2", each.id, owner="U2", by="U1", at=START)
        late, soon = tx.actions("T1", "a2")
    assert owned(store) == [("a2", soon), ("a1", first), ("a2", late), ("a1", second)]
    assert {each.owner for _, each in owned(store)} == {"U2"}


def test_an_action_belongs_to_whom_it_was_given_last(store: SqlStore) -> None:
    first, second = keep_plan(store)
    give(store, first, "U3")
    assert owned(store) == [("a1", second)]
    assert owned(store, "U3") == [("a1", replace(first, owner="U3"))]
    give(store, first, "U2")
    assert owned(store) == [("a1", first), ("a1", second)]
    assert owned(store, "U3") == []


@pytest.mark.parametrize("closed", [Progress.DONE, Progress.DROPPED])
def test_what_is_done_or_dropped_waits_for_nobody_unless_it_is_taken_up_again(
    store: SqlStore, closed: Progress
) -> None:
    first, second = keep_plan(store)
    say(store, told(second, Progress.STUCK))
    say(store, told(first, closed, day=60))
    assert owned(store) == [("a1", second)]
    say(store, told(first, Progress.ON_TRACK, day=31))
    assert owned(store) == [("a1", first), ("a1", second)]


def test_actions_of_a_plan_that_does_not_count_wait_for_nobody(store: SqlStore) -> None:
    first, second = keep_plan(store)
    decide(store, "d1", Verb.REOPEN)
    assert owned(store) == []
    decide(store, "d1", Verb.ACCEPT)
    assert owned(store) == [("a1", first), ("a1", second)]
    keep_draft(store, replace(wanted("d2", PLAN), made=finished(ACTIONS)))
    assert len(owned(store)) == 2
    with store.writing("T0ACME0001") as tx:
        tx.add_decision("T1", "a1", "d2", decided(Verb.ACCEPT))
        tx.add_actions("T1", "a1", "d2", ACTIONS, START.date())
    assert owned(store) == []
    decide(store, "d2", Verb.DISCARD)
    assert owned(store) == [("a1", first), ("a1", second)]


def test_of_a_plan_that_was_accepted_again_the_actions_of_the_last_time_are_owned(store: SqlStore) -> None:
    keep_plan(store)
    with store.writing("T0ACME0001") as tx:
        tx.add_decision("T1", "a1", "d1", decided(Verb.REOPEN))
        tx.add_decision("T1", "a1", "d1", decided(Verb.ACCEPT))
        tx.add_actions("T1", "a1", "d1", Plan((LATER,)), START.date())
        (only,) = tx.actions("T1", "a1")
    assert owned(store) == []
    give(store, only, "U2")
    assert owned(store) == [("a1", replace(only, owner="U2"))]


# --- the assessments in which a person answers


def open_for(store: SqlStore, person: str = "U2", *, workspace: str = "T1") -> tuple[str, ...]:
    return peek(store).open_for(workspace, person)


def test_only_who_answers_is_waited_for(store: SqlStore) -> None:
    facilitated = replace(made("a1"), members=(Member("U2", Role.FACILITATOR), Member("U1", Role.RESPONDENT)))
    watched = replace(made("a2"), members=(Member("U1", Role.FACILITATOR), Member("U2", Role.OBSERVER)))
    keep(store, facilitated, watched)
    assert (open_for(store), open_for(store, "U1")) == ((), ("a1",))


def test_open_and_paused_assessments_wait_the_newest_first(store: SqlStore) -> None:
    keep(store, made("a1", day=3), made("a2", day=9), made("a3", day=1), made("a4", day=3), made("a5", day=5))
    complete(store, made("done", day=4), day=5)
    with store.writing("T0ACME0001") as tx:
        tx.set_status("T1", "a2", Status.PAUSED, on_day(10))
        tx.set_status("T1", "a5", Status.STOPPED, on_day(10))
    assert open_for(store) == ("a2", "a4", "a1", "a3")


def test_who_joins_later_is_waited_for_in_that_workspace(store: SqlStore) -> None:
    keep(store, made(), made(workspace="T2"))
    write(store).add_member("T1", "a1", Member("U7", Role.RESPONDENT))
    assert (open_for(store, "U7"), open_for(store, "U7", workspace="T2")) == (("a1",), ())
