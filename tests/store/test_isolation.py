"""The contract on workspaces: the same ids in two of them never meet."""

from dataclasses import replace

import pytest

from bot.core.assessment import AgreedLevel, Status, Subject
from bot.core.conversation.talk import Ended
from bot.core.drafts.draft import Verb
from bot.core.errors import StoreError
from bot.core.plan.plan import Plan
from bot.store.store import SqlStore
from tests.core.drafted import ACTIONS, LATER, PLAN, accepted_plan, decided, finished, wanted
from tests.known import peek
from tests.store.made import (
    START,
    asked,
    complete,
    drafted,
    keep,
    keep_draft,
    made,
    on_day,
    posted,
    rated,
    whole,
)

OTHER = Plan((LATER,))
THEIRS = replace(made(workspace="T2", thread="173.1"), subject=Subject("Globex"))


@pytest.fixture(autouse=True)
def _both(store: SqlStore) -> None:
    keep(store, made(thread="173.1"), THEIRS)


def test_what_is_recorded_in_one_workspace_changes_nothing_in_another(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "a1", rated("r1"))
        tx.add_agreed("T1", "a1", AgreedLevel("first", 3, "U1", START))
        tx.add_question("T1", "a1", asked(1))
        tx.put_post("T1", "a1", posted("headline", "173.1"))
        tx.add_hint("T1", "a1", "U1", "help")
        tx.set_status("T1", "a1", Status.COMPLETE, on_day(1))
        tx.set_thread("T1", "a1", "173.9")
    assert whole(store, workspace="T2") == THEIRS
    with store.reading() as view:
        assert view.questions("T2", "a1") == ()
        assert view.posts("T2", "a1") == ()
        assert view.hints("T2", "a1", "U1") == frozenset()


def test_what_is_asked_in_one_workspace_never_answers_from_another(store: SqlStore) -> None:
    with store.reading() as view:
        assert [each.subject for each in view.lines("T2", "C1")] == ["Globex"]
        assert view.channels("T2") == ("C1",)
        assert view.last_subject("T2", "C1") == Subject("Globex")
        assert view.assessment_in_thread("T2", "C1", "173.1") == THEIRS
        assert (view.lines("T3", "C1"), view.channels("T3")) == ((), ())


def test_a_thread_is_one_of_its_own_workspace_and_channel_alone(store: SqlStore) -> None:
    keep(store, made("a3", workspace="T3", thread="173.3"))
    with store.reading() as view:
        assert view.is_thread("T1", "C1", "173.1")
        asked_elsewhere = (("T1", "C1", "173.3"), ("T1", "C2", "173.1"), ("T4", "C1", "173.1"))
        assert [view.is_thread(*each) for each in asked_elsewhere] == [False, False, False]


def test_the_workspaces_of_an_id_are_those_that_have_it(store: SqlStore) -> None:
    keep(store, made("a3", workspace="T3"))
    with store.reading() as view:
        assert sorted(view.workspaces_of("a1")) == ["T1", "T2"]
        assert view.workspaces_of("a3") == ("T3",)
        assert view.workspaces_of("a4") == ()


def test_before_stays_within_the_workspace(store: SqlStore) -> None:
    complete(store, made("a2", workspace="T2"), day=1)
    assert peek(store).before(made("now", day=5)) is None


def test_an_event_of_one_workspace_is_new_in_another(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        assert tx.is_new("T1", "e1", START)
        assert tx.is_new("T2", "e1", START)


def test_a_question_or_post_of_another_workspace_cannot_be_touched(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_question("T1", "a1", asked(1))
        tx.put_post("T1", "a1", posted("headline", "173.1"))
        tx.drop_post("T2", "a1", "headline")
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        tx.end_question("T2", "a1", 1, Ended.LEFT)
    assert peek(store).questions("T1", "a1") == (asked(1),)
    assert peek(store).posts("T1", "a1") == (posted("headline", "173.1"),)


def test_drafts_of_one_workspace_are_neither_seen_nor_touched_from_another(store: SqlStore) -> None:
    theirs = replace(wanted("d1", PLAN), made=finished(OTHER))
    keep_draft(store, accepted_plan())
    keep_draft(store, theirs, workspace="T2")
    with store.writing("T0ACME0001") as tx:
        tx.add_actions("T1", "a1", "d1", ACTIONS, START.date())
        (first, _) = tx.actions("T1", "a1")
        assert tx.actions("T2", "a1") == ()
    assert (drafted(store), drafted(store, workspace="T2")) == ((accepted_plan(),), (theirs,))
    assert drafted(store, workspace="T3") == ()
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        tx.set_owner("T2", "a1", first.id, owner="U9", by="U9", at=START)
    with store.writing("T0ACME0001") as tx:
        tx.add_decision("T2", "a1", "d1", decided(Verb.ACCEPT))
        tx.add_actions("T2", "a1", "d1", OTHER, START.date())
        assert [each.action for each in tx.actions("T2", "a1")] == list(OTHER.actions)
        assert [each.action for each in tx.actions("T1", "a1")] == list(ACTIONS.actions)
    assert drafted(store) == (accepted_plan(),)


def test_a_draft_that_another_workspace_alone_has_is_unknown_here(store: SqlStore) -> None:
    keep_draft(store, wanted(), workspace="T2")
    assert peek(store).draft("T1", "a1", "d1") is None
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        tx.add_made("T1", "a1", "d1", finished())
    assert drafted(store, workspace="T2") == (wanted(),)
