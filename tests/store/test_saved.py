"""The contract on saved messages: kept as they are, found where they belong, and gone when they are taken back."""

from dataclasses import replace

from bot.core.assessment import Status
from bot.core.conversation.talk import Detail
from bot.core.saved import EvidenceUse, Openness
from bot.core.team import Closed, Evidence
from bot.store.store import SqlStore
from bot.use_cases.forget import forget
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
