"""The contract on messages that stand in no thread, and on whose Home tab is kept up to date."""

from dataclasses import replace

import pytest

from bot.core.errors import StoreError
from bot.store.store import SqlStore
from bot.use_cases.ports import Post
from tests.known import peek
from tests.store.made import made

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
    with store.writing("T0ACME0001") as tx:
        tx.add_assessment(made())
        assert not tx.was_restored("T1")
