"""The contract on drafts: what was asked, answered, made and decided comes back in its order, and none of it twice."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.draft import Prose, Sentence, Trouble, Verb
from bot.core.errors import StoreError
from bot.core.plan.plan import Plan
from bot.store.store import SqlStore
from bot.use_cases.ports import Transaction
from tests.core.drafted import (
    ACTION,
    ACTIONS,
    LIE,
    PLAN,
    accepted_plan,
    answered,
    decided,
    drafts,
    finished,
    minute,
    wanted,
)
from tests.databases import statements
from tests.effort import effort
from tests.known import peek, write
from tests.store.conftest import Backend
from tests.store.made import drafted, keep, keep_draft, made
from tests.store.test_transactions import in_threads

Change = Callable[[Transaction], object]


@pytest.fixture(autouse=True)
def _assessment(store: SqlStore) -> None:
    keep(store, made())


@pytest.mark.parametrize(
    "change",
    [
        lambda tx: tx.add_draft("T1", "unknown", wanted()),
        lambda tx: tx.add_reply("T1", "a1", "unknown", answered()),
        lambda tx: tx.add_made("T1", "a1", "unknown", finished()),
        lambda tx: tx.add_decision("T1", "a1", "unknown", decided(Verb.ACCEPT)),
        lambda tx: tx.add_actions("T1", "a1", "unknown", ACTIONS, minute(0).date()),
        lambda tx: tx.set_owner("T1", "a1", "unknown", owner="U1", by="U1", at=minute(0)),
    ],
)
def test_a_fact_about_an_unknown_draft_is_refused(store: SqlStore, change: Change) -> None:
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        change(tx)


def test_an_unknown_draft_is_none_and_an_assessment_without_drafts_has_none(store: SqlStore) -> None:
    with store.reading() as view:
        assert view.draft("T1", "a1", "d1") is None
        assert view.drafts("T1", "a1") == ()
        assert view.drafts("T1", "unknown") == ()


def test_the_same_draft_twice_is_refused_and_the_first_stays(store: SqlStore) -> None:
    keep_draft(store, wanted())
    with pytest.raises(StoreError, match="contradicts what is recorded"), store.writing("T0ACME0001") as tx:
        tx.add_draft("T1", "a1", wanted(piece=PLAN))
    assert drafted(store) == (wanted(),)


def test_a_new_draft_that_has_a_history_is_refused(store: SqlStore) -> None:
    for later in (
        replace(wanted(), replies=(answered(),)),
        replace(wanted(), made=finished()),
        replace(wanted(), decisions=(decided(Verb.DISCARD),)),
    ):
        with pytest.raises(StoreError, match="add its parts one by one"), store.writing("T0ACME0001") as tx:
            tx.add_draft("T1", "a1", later)
    assert drafted(store) == ()


def test_a_second_finished_text_is_not_recorded(store: SqlStore) -> None:
    keep_draft(store, wanted())
    other = finished(Prose((Sentence("Another text."),)), by_model=False, trouble=Trouble.NO_MODEL)
    with store.writing("T0ACME0001") as tx:
        assert tx.add_made("T1", "a1", "d1", finished())
        assert not tx.add_made("T1", "a1", "d1", other)
    assert not write(store).add_made("T1", "a1", "d1", finished())
    assert drafted(store) == (replace(wanted(), made=finished()),)


@pytest.mark.parametrize("stores", [1, 2], ids=["in one process", "as in two processes"])
def test_of_two_who_finish_a_text_at_once_one_wins(backend: Backend, stores: int) -> None:
    opened = [backend.open() for _ in range(stores)]
    names = [f"d{number}" for number in range(20)]
    for name in names:
        keep_draft(opened[0], wanted(name))
    won: dict[str, list[str]] = {"one": [], "other": []}

    def finish(store: SqlStore, who: str) -> None:
        for name in names:
            with store.writing("T0ACME0001") as tx:
                if tx.add_made("T1", "a1", name, finished(Prose((Sentence(who),)))):
                    won[who].append(name)

    with in_threads(lambda: finish(opened[0], "one"), lambda: finish(opened[-1], "other")):
        pass
    assert sorted(won["one"] + won["other"]) == sorted(names)
    kept = {each.id: each.content for each in drafted(opened[0])}
    assert kept == {name: Prose((Sentence(who),)) for who, theirs in won.items() for name in theirs}


@pytest.mark.parametrize(
    "content",
    [
        Prose((Sentence("x" * 100_001),)),
        Plan((replace(ACTION, due_day=10**9),)),
    ],
    ids=["too long", "too far"],
)
def test_what_could_not_be_read_again_is_not_written(store: SqlStore, content: Prose | Plan) -> None:
    keep_draft(store, wanted())
    changes: tuple[Change, ...] = (
        lambda tx: tx.add_reply("T1", "a1", "d1", answered(content=content)),
        lambda tx: tx.add_made("T1", "a1", "d1", finished(content)),
        lambda tx: tx.add_decision("T1", "a1", "d1", decided(Verb.ACCEPT, edited=content)),
    )
    for change in changes:
        with pytest.raises(StoreError, match="A draft cannot be stored"), store.writing("T0ACME0001") as tx:
            change(tx)
    assert drafted(store) == (wanted(),)


@settings(max_examples=effort(15, 400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_the_core_allows_comes_back_as_it_was(store: SqlStore, data: st.DataObject) -> None:
    with store.writing("T0ACME0001") as tx:
        before = tx.drafts("T1", "a1")
        draft = replace(data.draw(drafts), id=tx.new_id())
    keep_draft(store, draft)
    assert drafted(store) == (*before, draft)


def test_replies_and_decisions_belong_to_their_draft_and_keep_their_order(store: SqlStore) -> None:
    first, second = wanted("d1"), wanted("d2", PLAN)
    for each in (first, second):
        keep_draft(store, each)
    retold = answered(1, ACTIONS, findings=(LIE, LIE))
    twice = (answered(2, None, trouble=Trouble.CUT_OFF), retold, answered(2))
    verbs = (Verb.ACCEPT, Verb.REOPEN, Verb.DISCARD)
    with store.writing("T0ACME0001") as tx:
        for reply, verb in zip(twice, verbs, strict=True):
            tx.add_reply("T1", "a1", "d2", reply)
            tx.add_decision("T1", "a1", "d2", decided(verb))
            tx.add_reply("T1", "a1", "d1", answered(7))
            tx.add_decision("T1", "a1", "d1", decided(Verb.REOPEN))
    kept = {each.id: each for each in drafted(store)}
    assert kept["d2"].replies == twice
    assert tuple(each.verb for each in kept["d2"].decisions) == verbs
    assert kept["d1"].replies == (answered(7),) * 3
    assert [peek(store).draft("T1", "a1", name) for name in ("d1", "d2")] == [kept["d1"], kept["d2"]]


def test_drafts_of_another_assessment_are_not_among_them(store: SqlStore) -> None:
    keep(store, made("a2"))
    keep_draft(store, accepted_plan())
    keep_draft(store, wanted("d1", Piece(Kind.NOTE, "second")), assessment="a2")
    assert drafted(store, "a2") == (wanted("d1", Piece(Kind.NOTE, "second")),)
    assert drafted(store) == (accepted_plan(),)


def test_reading_many_drafts_takes_as_few_statements_as_reading_one(store: SqlStore) -> None:
    def asked_of() -> int:
        with statements() as ran, store.reading() as view:
            view.drafts("T1", "a1")
        return len(ran)

    keep_draft(store, accepted_plan("d0"))
    of_one = asked_of()
    for number in range(1, 12):
        keep_draft(store, accepted_plan(f"d{number}"))
    assert asked_of() == of_one <= 4
