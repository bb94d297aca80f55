"""The contract on what belongs to a subject: saved messages, and the frameworks that a workspace has uploaded."""

from dataclasses import replace

import pytest

from bot.core.assessment import Status
from bot.core.conversation.talk import Detail
from bot.core.errors import StoreError
from bot.core.own_frameworks import FrameworkVersion, Offer
from bot.core.saved import EvidenceUse, Openness
from bot.core.team import Closed, Evidence
from bot.store.store import SqlStore
from bot.use_cases.forget import forget
from tests.core.examples import example_framework
from tests.core.test_saved import SAVED
from tests.databases import rows_of
from tests.known import peek, sure
from tests.store.made import START, asked, keep, made, on_day, rated
from tests.store.test_teams import open_team
from tests.use_cases.fakes import HandClock


def test_what_was_saved_is_found_by_subject_message_and_channel_in_its_workspace(store: SqlStore) -> None:
    keep(store, made("a1", channel="C1"), made("b1", channel="C2", subject="Globex"))
    other, third = replace(SAVED, id="s2", subject="Globex"), replace(SAVED, id="s3", ts="1.2", channel="C9")
    with store.writing("T0ACME0001") as tx:
        for each in (SAVED, other, third):
            tx.add_saved("T1", each)
    with store.reading() as view:
        assert view.saved("T1", "s1") == SAVED
        assert view.saved_about("T1", "acme RETAIL ") == (SAVED, third)
        assert view.saved_of("T1", "C7", SAVED.ts) == (SAVED, other)
        assert [view.saved_in("T1", each) for each in ("C7", "C1", "C2")] == [(SAVED, other), (SAVED, third), (other,)]
        assert view.saved("T2", "s1") is None
        assert (view.saved_about("T2", "Acme Retail"), view.saved_in("T2", "C7")) == ((), ())


def test_a_use_is_kept_once_and_says_whether_its_assessment_is_complete(store: SqlStore) -> None:
    keep(store, made("a1"))
    with store.writing("T0ACME0001") as tx:
        tx.add_saved("T1", SAVED)
        tx.add_evidence_use("T1", "s1", "a1", START)
        tx.add_evidence_use("T1", "s1", "a1", on_day(1))
    with store.writing("T0ACME0001") as tx:
        assert sure(tx.saved("T1", "s1")).uses == (EvidenceUse("a1", "C1", is_complete=False),)
        tx.set_status("T1", "a1", Status.COMPLETE, START)
    assert peek(store).saved_about("T1", "Acme Retail")[0].uses == (EvidenceUse("a1", "C1", is_complete=True),)


def test_taken_back_the_words_stand_nowhere_but_in_the_rating_that_they_back(store: SqlStore) -> None:
    keep(store, made("a1"), made("a2", channel="C2"))
    kept = f"before\n{SAVED.words}\nbehind"
    with store.writing("T0ACME0001") as tx:
        tx.add_saved("T1", SAVED)
        for name in ("a1", "a2"):
            tx.add_question("T1", name, replace(asked(1), detail=Detail(kept=kept, more="more")))
            tx.add_evidence_use("T1", "s1", name, START)
        evidence = (Evidence("words", SAVED.words), Evidence("message", SAVED.link))
        tx.add_rating("T1", "a2", replace(rated("r1"), evidence=evidence))
    with store.writing("T0ACME0001") as tx:
        tx.remove_words("T1", sure(tx.saved("T1", "s1")), "U7", on_day(1))
    with store.reading() as view:
        gone = sure(view.saved("T1", "s1"))
        assert (gone.quotation, gone.link, gone.taken_by) == ("", SAVED.link, "U7"), "an answer has it"
        assert [each.assessment for each in gone.uses] == ["a2"], "what was only kept was not used"
        assert (view.saved_about("T1", "Acme Retail"), view.saved_in("T1", "C7")) == ((), ())
        assert [each.detail for each in view.questions("T1", "a1")] == [Detail(kept="before\nbehind", more="more")]
    holding = [table for table, text in rows_of(store) if SAVED.quotation in text]
    assert holding == ["ratings"]


def test_a_channel_that_gets_another_id_keeps_its_words_to_itself_from_then_on(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_saved("T1", SAVED)
        tx.move_channel("T1", "C7", "C8")
    assert peek(store).saved("T1", "s1") == replace(SAVED, channel="C8", openness=Openness.PRIVATE)


def test_what_a_ballot_has_as_evidence_is_known_once_its_sitting_is_closed(store: SqlStore) -> None:
    open_team(store)
    with store.writing("T0ACME0001") as tx:
        tx.add_saved("T1", SAVED)
        tx.add_question("T1", "b1", replace(asked(1), detail=Detail(kept=SAVED.words)))
        tx.add_evidence_use("T1", "s1", "b1", START)
        assert tx.rated_now("T1", "acme retail") == (("t1", "C1"), ("b1", "C1"))
    with store.writing("T0ACME0001") as tx:
        before = tx.saved("T1", "s1")
        tx.close_sitting("T1", "t1", 1, Closed(on_day(3), "U1", "root", ()))
        found = tx.saved("T1", "s1")
        assert before is not None
        assert found is not None
        assert (before.uses, found.uses) == ((), (EvidenceUse("t1", "C1", is_complete=False),))
        tx.remove_words("T1", found, "U7", on_day(4))
        assert tx.questions("T1", "b1")[0].detail == Detail()


def test_words_that_an_answer_has_go_with_their_author_also_when_they_were_taken_back(store: SqlStore) -> None:
    keep(store, made("a1"))
    with store.writing("T0ACME0001") as tx:
        tx.add_saved("T1", SAVED)
        tx.add_evidence_use("T1", "s1", "a1", START)
        evidence = (Evidence("words", SAVED.words), Evidence("message", SAVED.link))
        tx.add_rating("T1", "a1", replace(rated("r1"), evidence=evidence))
        tx.remove_words("T1", SAVED, "U7", on_day(1))
    assert forget(store, HandClock(), "T1", "U7").exit_code == 0
    assert [table for table, text in rows_of(store) if SAVED.quotation in text or SAVED.link in text] == []


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
