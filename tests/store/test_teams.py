"""Team assessments as every backend keeps them: a ballot is met by nobody who does not ask for ballots."""

from dataclasses import replace

import pytest

from bot.core.assessment import AgreedLevel, Member, Role, Status
from bot.core.errors import StoreError
from bot.core.team import (
    Ballot,
    Closed,
    Closing,
    Evidence,
    Leave,
    Mode,
    Participant,
    PictureKind,
    Quote,
    Sitting,
    Split,
    SplitGroup,
    Tally,
    Team,
    TeamPicture,
)
from bot.store.store import SqlStore
from tests.known import peek, sure, write
from tests.store.made import START, made, on_day, rated, whole

DANA = Participant("U1", "manager", "Care", START)
CONTRACT = Closing(5, on_day(3), "U1", START)
TEAM = Team(
    mode=Mode.WORKSHOP,
    named=True,
    participants=(DANA,),
    sittings=(Sitting(1, ("first", "second"), "U1", START, (CONTRACT,)),),
)
PICTURE = TeamPicture(
    PictureKind.REVEAL,
    on_day(3),
    4,
    (Tally("first", {2: 3, 5: 1}, {2: 4}, 1),),
    (Split("first", "role", (SplitGroup("manager", {2: 3}), SplitGroup("", {2: 1, 5: 2}))),),
    (Quote("first", Evidence("words", "a survey"), Leave.RETELL),),
    ("second",),
    (("first", "U1", 2),),
)


def open_team(store: SqlStore) -> None:
    with store.writing("T0ACME0001") as tx:
        tx.add_assessment(replace(made("t1"), team=TEAM))
        ballot = replace(made("b1", channel="D1"), ballot=Ballot("t1", 1, "5a" * 16))
        tx.add_assessment(replace(ballot, members=(Member("U1", Role.FACILITATOR), Member("U1", Role.RESPONDENT))))


def test_the_terms_come_back_as_they_were_said(store: SqlStore) -> None:
    open_team(store)
    later = replace(CONTRACT, quorum=None, at=on_day(1))
    second = Sitting(2, ("first",), "U1", on_day(4), (CONTRACT,))
    closed = Closed(on_day(3), "", "root", ("a", "b"))
    with store.writing("T0ACME0001") as tx:
        tx.add_participant("T1", "t1", replace(DANA, role="executive"))
        tx.add_closing("T1", "t1", 1, later)
        tx.close_sitting("T1", "t1", 1, closed)
        tx.add_picture("T1", "t1", 1, PICTURE, ["U1"])
        tx.add_picture("T1", "t1", 1, replace(PICTURE, kind=PictureKind.LATE, quotes=()), [])
        tx.add_sitting("T1", "t1", second)
    found = sure(peek(store).assessment("T1", "t1"))
    late = replace(PICTURE, kind=PictureKind.LATE, quotes=())
    first = replace(TEAM.sittings[0], closings=(CONTRACT, later), closed=closed, pictures=(PICTURE, late))
    assert found.team == replace(TEAM, participants=(DANA, replace(DANA, role="executive")), sittings=(first, second))
    assert found.team is not None
    assert [each.role for each in found.team.people()] == ["executive"]


def test_what_was_agreed_is_taken_back_and_the_last_minutes_count(store: SqlStore) -> None:
    open_team(store)
    agreed = AgreedLevel("first", 4, "U1", on_day(4), "the survey shows it", "one said 2")
    with store.writing("T0ACME0001") as tx:
        tx.add_agreed("T1", "t1", agreed)
        tx.add_agreed("T1", "t1", replace(agreed, at=on_day(5), withdrawn=True))
        tx.add_minutes("T1", "t1", 60, "U1", on_day(4))
        tx.add_minutes("T1", "t1", 30, "U1", on_day(5))
    found = whole(store, "t1")
    assert found.agreed == (agreed, replace(agreed, at=on_day(5), withdrawn=True))
    assert found.team == replace(TEAM, minutes=30)


def test_a_ballot_is_found_only_as_a_ballot(store: SqlStore) -> None:
    open_team(store)
    write(store).set_thread("T1", "b1", "7.7")
    with store.reading() as view:
        assert view.assessment("T1", "b1") is None
        assert view.assessments("T1", ["t1", "b1"]) == (view.assessment("T1", "t1"),)
        assert view.lines("T1", "D1") == ()
        assert view.channels("T1") == ("C1",)
        assert view.lines_in("T1", ["D1"]) == ()
        assert view.open_for("T1", "U1") == ("t1",)
        assert view.workspaces_of("b1") == ()
        ballot = sure(view.assessment_or_ballot("T1", "b1"))
        assert ballot.ballot == Ballot("t1", 1, "5a" * 16)
        assert view.assessment_in_thread("T1", "D1", "7.7") == ballot
        assert view.ballots("T1", "t1", 1) == (ballot,)
        assert view.ballot_of("T1", "t1", 1, "U1") == "b1"
        assert view.own_ballots("T1", "U1") == ("b1",)
        assert view.ballot_of("T1", "t1", 2, "U1") is None
        assert view.ballots("T2", "t1", 1) == ()
        assert view.unopened("T1", "D1") == ()
        assert view.unopened("T1", "C1") == ("t1",)


def test_handing_in_is_counted_and_the_end_freezes_what_counts(store: SqlStore) -> None:
    open_team(store)
    with store.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "b1", rated("r1", 2))
        tx.set_status("T1", "b1", Status.COMPLETE, on_day(1))
        tx.add_leave("T1", "b1", Leave.RETELL, on_day(1))
        tx.add_leave("T1", "b1", Leave.QUOTE, on_day(2))
        tx.close_sitting("T1", "t1", 1, Closed(on_day(3), "U1", "root", ("a",)))
        tx.add_rating("T1", "b1", rated("r2", 5))
    with store.reading() as view:
        team, ballot = view.assessment("T1", "t1"), view.assessment_or_ballot("T1", "b1")
        assert view.handed_in("T1", "t1", 1) == {"U1"}
    assert team is not None
    assert team.team is not None
    assert team.ratings == ()
    assert team.team.sittings[0].handed_in == 1
    assert ballot is not None
    assert len(ballot.ratings) == 2
    assert ballot.ballot == Ballot("t1", 1, "5a" * 16, Leave.QUOTE, counted=1)


def test_a_sitting_ends_once_and_a_person_has_one_ballot_in_it(store: SqlStore) -> None:
    open_team(store)
    write(store).close_sitting("T1", "t1", 1, Closed(on_day(3), "", "root", ()))
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        tx.close_sitting("T1", "t1", 1, Closed(on_day(3), "", "other", ()))
    again = replace(made("b2", channel="D1"), ballot=Ballot("t1", 1, "6b" * 16))
    with pytest.raises(StoreError), store.writing("T0ACME0001") as tx:
        tx.add_assessment(again)
