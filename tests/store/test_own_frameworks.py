"""The contract on the frameworks of a workspace: every version is kept, one of each is on offer, and only there."""

from dataclasses import replace

import pytest

from bot.core.errors import StoreError
from bot.core.own_frameworks import FrameworkVersion, Offer
from bot.store.store import SqlStore
from tests.core.examples import example_framework
from tests.known import peek
from tests.store.made import START, keep, made, on_day

FRAMEWORK = example_framework()
SECOND = replace(FRAMEWORK, version="2.0", digest="d2")


def upload(store: SqlStore, number: int = 1, workspace: str = "T1", *, offers: bool = False) -> FrameworkVersion:
    own = FrameworkVersion(SECOND if number > 1 else FRAMEWORK, number, "U0DANA0001", on_day(number))
    with store.writing(workspace) as tx:
        tx.add_own_framework(workspace, own, f"# Upload {number}\n")
        if offers:
            tx.add_offer(workspace, Offer(0, FRAMEWORK.slug, number, "U0DANA0001", on_day(number)))
    return own


def wordings(store: SqlStore) -> int:
    with store.reading() as view:
        return len(view._session.all("SELECT id FROM frameworks"))


def test_versions_and_decisions_come_back_in_their_order_and_in_no_other_workspace(store: SqlStore) -> None:
    first, second = upload(store, offers=True), upload(store, 2)
    upload(store, workspace="T2")
    with store.reading() as view:
        (own,) = view.own_frameworks("T1")
        assert own.versions == (first, second)
        assert (own.newest, own.offered, own.slug) == (second, first, FRAMEWORK.slug)
        assert view.offered_frameworks("T1") == (FRAMEWORK,)
        assert view.own_markdown("T1", own.slug, 2) == "# Upload 2\n"
        assert [len(each.versions) for each in view.own_frameworks("T2")] == [1]
        assert (view.offered_frameworks("T2"), view.own_frameworks("T3")) == ((), ())
        assert view.own_markdown("T2", own.slug, 2) is None


def test_the_last_decision_counts(store: SqlStore) -> None:
    upload(store, offers=True)
    upload(store, 2, offers=True)
    other = replace(FRAMEWORK, slug="another")
    with store.writing("T1") as tx:
        tx.add_own_framework("T1", FrameworkVersion(other, 1, "U1", START), "x")
        tx.add_offer("T1", Offer(0, "another", 1, "U1", START))
        assert tx.offered_frameworks("T1") == (other, SECOND)
        tx.add_offer("T1", Offer(0, FRAMEWORK.slug, None, "U1", START))
        assert tx.offered_frameworks("T1") == (other,)
        (_, own) = tx.own_frameworks("T1")
        assert [(each.number, each.version) for each in own.offers] == [(1, 1), (2, 2), (4, None)]
        assert own.before(own.offers[-1]) == 2
        assert own.was_offered(1)


def test_a_number_stands_once(store: SqlStore) -> None:
    upload(store)
    with pytest.raises(StoreError):
        upload(store)


def test_a_deleted_version_leaves_no_text_but_the_wording_that_an_assessment_has(store: SqlStore) -> None:
    upload(store, 2)
    assert wordings(store) == 1
    with store.writing("T1") as tx:
        tx.drop_own_framework("T2", SECOND.slug, 2)
        assert tx.own_frameworks("T1")
        tx.drop_own_framework("T1", SECOND.slug, 2)
        assert tx.own_frameworks("T1") == ()
    assert wordings(store) == 0
    keep(store, made("a1"))
    used = made("a1").framework
    with store.writing("T1") as tx:
        tx.add_own_framework("T1", FrameworkVersion(used, 1, "U1", START), "x")
        tx.drop_own_framework("T1", used.slug, 1)
    assert wordings(store) == 1


def test_an_import_knows_the_wording_of_an_uploaded_file_by_its_digest(store: SqlStore) -> None:
    upload(store)
    assert peek(store).frameworks_of("T1", FRAMEWORK.digest) == (FRAMEWORK,)
    assert peek(store).frameworks_of("T2", FRAMEWORK.digest) == ()
