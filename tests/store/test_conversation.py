"""The contract on questions, messages that stand in Slack, private hints, and deliveries that Slack repeats."""

from dataclasses import replace

import pytest

from bot.core.conversation.talk import NO_DETAIL, Ended, Wants
from bot.core.errors import StoreError
from bot.store.store import SqlStore
from tests.known import write
from tests.store.made import START, asked, keep, made, on_day, posted, rated


@pytest.fixture(autouse=True)
def _kept(store: SqlStore) -> None:
    keep(store, made())


def test_a_question_number_that_exists_is_refused(store: SqlStore) -> None:
    write(store).add_question("T1", "a1", asked(1))
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        tx.add_question("T1", "a1", asked(1))


def test_a_question_that_is_not_open_cannot_end(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_question("T1", "a1", asked(1))
        tx.end_question("T1", "a1", 1, Ended.ANSWERED)
    for number in (1, 2):
        with pytest.raises(StoreError, match="no open question"), store.writing("T0ACME0001") as tx:
            tx.end_question("T1", "a1", number, Ended.LEFT)


def test_questions_come_back_by_number_as_they_were_put(store: SqlStore) -> None:
    second = replace(
        asked(2, respondent="U2"), wants=Wants.EVIDENCE, said_at=None, ended=Ended.SKIPPED, detail=NO_DETAIL
    )
    with store.writing("T0ACME0001") as tx:
        tx.add_question("T1", "a1", second)
        tx.add_question("T1", "a1", asked(1))
        tx.end_question("T1", "a1", 1, Ended.LEFT)
        assert tx.questions("T1", "a1") == (replace(asked(1), ended=Ended.LEFT), second)


def test_posts_come_back_in_the_order_in_which_they_were_sent(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.put_post("T1", "a1", posted("headline", None))
        tx.put_post("T1", "a1", posted("prompt", None))
        tx.put_post("T1", "a1", posted("headline", "173.1"))
        tx.put_post("T1", "a1", posted("headline", "173.1", digest="d2"))
        assert tx.posts("T1", "a1") == (posted("headline", "173.1", digest="d2"), posted("prompt", None))


def test_a_post_that_is_sent_anew_goes_to_the_end(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.put_post("T1", "a1", posted("prompt", "173.2"))
        tx.put_post("T1", "a1", posted("result", "173.3"))
        tx.put_post("T1", "a1", posted("prompt", None))
        tx.put_post("T1", "a1", posted("prompt", "173.4"))
        assert tx.posts("T1", "a1") == (posted("result", "173.3"), posted("prompt", "173.4"))


def test_a_dropped_post_is_gone_and_may_be_dropped_twice(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.put_post("T1", "a1", posted("prompt", "173.2"))
        tx.drop_post("T1", "a1", "prompt")
        tx.drop_post("T1", "a1", "prompt")
        assert tx.posts("T1", "a1") == ()


def test_a_hint_is_remembered_for_its_person_and_assessment_only(store: SqlStore) -> None:
    keep(store, made("a2"))
    with store.writing("T0ACME0001") as tx:
        tx.add_hint("T1", "a1", "U1", "chat")
        tx.add_hint("T1", "a1", "U1", "chat")
        tx.add_hint("T1", "a1", "U1", "deleted")
        assert tx.hints("T1", "a1", "U1") == {"chat", "deleted"}
        assert tx.hints("T1", "a1", "U2") == tx.hints("T1", "a2", "U1") == frozenset()


def test_the_same_event_twice_is_new_only_once(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        assert tx.is_new("T1", "message:C1:173.1", START)
        assert not tx.is_new("T1", "message:C1:173.1", on_day(1))
    with store.writing("T0ACME0001") as tx:
        assert not tx.is_new("T1", "message:C1:173.1", START)
        assert tx.is_new("T1", "message:C1:173.2", START)


def test_an_event_whose_work_failed_is_new_again(store: SqlStore) -> None:
    with pytest.raises(StoreError):
        take_and_fail(store)
    assert write(store).is_new("T1", "e1", START)


def take_and_fail(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        assert tx.is_new("T1", "e1", START)
        tx.add_rating("T1", "unknown", rated("r1"))


def test_only_deliveries_taken_before_the_moment_are_forgotten(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.is_new("T1", "old", on_day(0))
        tx.is_new("T2", "old", on_day(0))
        tx.is_new("T1", "young", on_day(7))
    assert store.forget_deliveries(on_day(7)) == 2
    with store.writing("T0ACME0001") as tx:
        assert tx.is_new("T1", "old", on_day(8))
        assert not tx.is_new("T1", "young", on_day(8))


def test_a_thread_is_unread_from_the_last_delivery_or_from_its_own_start(store: SqlStore) -> None:
    for name, thread in (("early", "1700000000.000001"), ("late", "1999999999.000001")):
        keep(store, made(name, thread=thread))
    with store.writing("T1") as tx:
        assert tx.is_new("T1", "message:C1:1790000000.1", START)
        assert tx.mark_unread() == ("T1",)
        before, late = tx.gaps("T1", "early").unread, tx.gaps("T1", "late").unread
    assert before is not None
    assert "1700000000.000001" < before < "1999999999.000001" == late


def test_a_channel_is_unread_from_the_last_message_of_the_bot(store: SqlStore) -> None:
    keep(store, made("here", thread="1700000000.000001"))
    keep(store, made("elsewhere", channel="C2", thread="1700000000.000002"))
    with store.writing("T1") as tx:
        tx.put_post("T1", "here", posted("headline", "1700000005.000001"))
        tx.mark_channel_unread("T1", "C1")
        assert tx.gaps("T1", "here").unread == "1700000005.000001"
        assert tx.gaps("T1", "elsewhere").unread is None
