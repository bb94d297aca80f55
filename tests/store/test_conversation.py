"""The contract on questions, messages that stand in Slack, private hints, and deliveries that Slack repeats."""

from dataclasses import replace

import pytest

from bot.core.conversation.talk import NO_DETAIL, Ended, Wants
from bot.core.errors import StoreError
from bot.store.store import SqlStore
from bot.use_cases.ports import Post
from tests.known import peek, write
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


KEY = "remind:c1:1798968600000"
SENDING = Post(KEY, "C1", None, "d1", sent=False)
SENT = replace(SENDING, ts="173.1", sent=True)


def put(store: SqlStore, *notices: Post, workspace: str = "T1") -> None:
    with store.writing("T0ACME0001") as tx:
        for each in notices:
            tx.put_notice(workspace, each)


def notice(store: SqlStore, key: str = KEY, *, workspace: str = "T1") -> Post | None:
    return peek(store).notice(workspace, key)


def test_a_message_that_was_never_sent_is_unknown(store: SqlStore) -> None:
    assert notice(store) is None


def test_a_message_is_recorded_before_it_is_sent_and_again_when_it_stands(store: SqlStore) -> None:
    put(store, SENDING)
    assert notice(store) == SENDING
    put(store, SENT)
    assert notice(store) == SENT


def test_a_message_takes_the_place_of_what_stood_under_its_key_alone(store: SqlStore) -> None:
    other = replace(SENT, key="digest:a1:30")
    put(store, SENT, other)
    changed = Post(KEY, "D9", "174.1", "d2", sent=True)
    put(store, changed)
    assert (notice(store), notice(store, other.key)) == (changed, other)


def test_a_message_that_is_forgotten_is_unknown_again(store: SqlStore) -> None:
    other = replace(SENDING, key="digest:a1:30")
    put(store, SENDING, other)
    with store.writing("T0ACME0001") as tx:
        tx.drop_notice("T1", KEY)
        tx.drop_notice("T1", "never")
    assert (notice(store), notice(store, other.key)) == (None, other)


def test_what_is_recorded_in_a_transaction_that_fails_was_never_recorded(store: SqlStore) -> None:
    def refused() -> None:
        with store.writing("T0ACME0001") as tx:
            tx.put_notice("T1", SENDING)
            tx.add_assessment(made())

    with pytest.raises(StoreError):
        refused()
    assert notice(store) is None


def test_a_home_tab_is_kept_from_its_first_opening_until_it_cannot_be_shown(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        assert not tx.has_home("T1", "U1")
        tx.add_home("T1", "U1")
        tx.add_home("T1", "U1")
        assert [tx.has_home(*who) for who in (("T1", "U1"), ("T1", "U2"), ("T2", "U1"))] == [True, False, False]
        tx.drop_home("T2", "U1")
        assert tx.has_home("T1", "U1")
        tx.drop_home("T1", "U1")
        assert not tx.has_home("T1", "U1")


def test_a_database_that_was_never_put_back_does_not_say_so(store: SqlStore) -> None:
    assert not peek(store).was_restored("T1")
