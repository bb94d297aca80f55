"""Team assessments: what a close and a reveal leave after any crash, who is waited for, and what nobody is told."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.assessment import GONE, Assessment, Departure, Fate, Status, Subject
from bot.core.sealing import digest, receipt, root
from bot.core.team import Closing, Leave, Mode, Participant, PictureKind, Sitting
from bot.core.thread_of_team import BallotHeadline, JoinedLater, MovedReveal, Seal, Sealed, said_of_sittings
from bot.store.store import SqlStore
from bot.use_cases.ballots import give_leave
from bot.use_cases.conversation import hear_message
from bot.use_cases.drafts import DRAFT, request_drafts
from bot.use_cases.handover import reopen, settle_departure
from bot.use_cases.home import Viewer, find_home
from bot.use_cases.notices import look_after
from bot.use_cases.notified import Nudge
from bot.use_cases.ports import Done, Job, PrivateWord
from bot.use_cases.sittings import (
    InSeal,
    IsOver,
    NotConducted,
    NotInSeal,
    TooFew,
    TooManyPeople,
    add_people,
    change_contract,
    check_seal,
    close_by_hand,
    end_without_reveal,
)
from bot.use_cases.start import Several, Start, start_assessment
from bot.use_cases.store_ports import TypedMessage
from bot.use_cases.write_draft import write_draft
from tests.core.examples import example_framework
from tests.effort import more, thirds
from tests.known import peek, sure
from tests.use_cases.fakes import CrashingStore, Fault, HandClock
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking, played

ANN, BEN, CAT, DAN = "UA", "UB", "UC", "UD"
SECRET = "the queue nobody empties"


class Sitters(Talking):
    """Dana conducts; Ann, Ben and Cat answer, and whoever else a test asks."""

    def ask(
        self, *more: str, days: int | None = None, mode: Mode = Mode.TEAM, subject: str = "Acme", **terms: Any
    ) -> None:
        people = dict.fromkeys((ANN, BEN, CAT, *more), "")
        self.slack.members |= {(CHANNEL, each) for each in (DANA, *people)}
        terms["deadline"] = self.clock.now() + timedelta(days=days) if days is not None else None
        several = Several(mode, people=people, **{"named": False, **terms})
        start = Start(self.deed(), example_framework(), Subject(subject), {}, several=several)
        self.id = sure(start_assessment(self.kept, self.clock, start))
        self.settle()

    def ballot(self, person: str, number: int = 1) -> Assessment:
        with self.kept.reading() as view:
            found = view.assessment_or_ballot(TEAM, view.ballot_of(TEAM, self.id, number, person) or "")
        assert found is not None
        return found

    def tell(self, person: str, *texts: str, settles: bool = True) -> None:
        """Type answers in one's ballot."""
        for text in texts:
            ballot, ts = self.ballot(person), self.slack.next_ts()
            message = TypedMessage(TEAM, ballot.channel, ballot.thread or "", ts, person, text, self.clock.now())
            hear_message(self.kept, self.clock, message)
            if settles:
                self.settle()

    def fill(self, *people: str, level: int = 2, settles: bool = True) -> None:
        for person in people:
            count = len(self.assessment.framework.dimensions)
            self.tell(person, *[f"{level}, {SECRET} {place} of {person}" for place in range(count)], settles=settles)

    def run(self, job: Job) -> None:
        if job.kind == DRAFT:
            write_draft(self.store, self.clock, None, job.payload, calls=0, tokens=0)
        else:
            super().run(job)

    def sitting(self) -> Sitting:
        assert self.assessment.team is not None
        return self.assessment.team.sittings[0]

    def thread_keys(self) -> list[str]:
        return [key.removeprefix(f"{self.id}:") for key, _ in self.slack.own()]

    def told(self, hint: str) -> list[PrivateWord]:
        return [each for each in self.slack.directs if each.hint == hint]


@pytest.fixture
def sitters(store: SqlStore) -> Sitters:
    return Sitters(store)


@pytest.fixture
def ready(sitters: Sitters) -> Sitters:
    """All but Cat have handed in, and Cat has one answer to give."""

    def play() -> None:
        sitters.ask()
        sitters.fill(ANN, BEN)
        sitters.tell(CAT, *["2, so it is"] * (len(sitters.assessment.framework.dimensions) - 1))

    played(sitters, "ready", play)
    return sitters


def is_revealed_once(play: Sitters) -> bool:
    """Tell whether one seal stands before one picture that rests on just what it seals."""
    closed = sure(play.sitting().closed)
    assert closed.root == root(play.id, 1, closed.receipts)
    assert set(closed.receipts) == {digest(receipt(play.ballot(each))) for each in (ANN, BEN, CAT)}
    assert [each.kind for each in play.sitting().pictures] == [PictureKind.REVEAL]
    assert play.sitting().pictures[0].handed_in == 3
    keys = play.thread_keys()
    assert keys.count("seal:1") == keys.count("scorecard") == 1
    return keys.index("seal:1") < keys.index("scorecard") and play.assessment.status is Status.COMPLETE


def test_all_in_is_sealed_and_then_revealed(ready: Sitters) -> None:
    assert ready.sitting().closed is None
    ready.tell(CAT, "2, that is all")
    assert is_revealed_once(ready)
    assert check_seal(ready.kept, ready.deed(CAT), ready.id, 1) == InSeal(digest(receipt(ready.ballot(CAT))))
    assert check_seal(ready.kept, ready.deed(DANA), ready.id, 1) == NotInSeal()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", thirds(range(1, 13)))
def test_a_crash_at_any_write_of_close_and_reveal_changes_nothing(ready: Sitters, number: int, after: bool) -> None:  # noqa: FBT001 -- a row
    ready.tell(CAT, "2, that is all", settles=False)
    crashing = CrashingStore(ready.kept)
    (crashing.after if after else crashing.before).add(number)
    ready.store = crashing
    ready.settle()
    assert crashing.writes > number
    assert is_revealed_once(ready)


@pytest.mark.parametrize("fault", [pytest.param(Fault.BEFORE, marks=more), Fault.LOST])
@pytest.mark.parametrize("place", thirds(range(6)))
def test_a_fault_of_slack_at_any_call_changes_nothing(ready: Sitters, fault: Fault, place: int) -> None:
    ready.tell(CAT, "2, that is all", settles=False)
    ready.slack.faults.extend([Fault.NONE] * place + [fault])
    ready.settle()
    assert is_revealed_once(ready)


def test_nothing_is_revealed_before_its_seal_stands(ready: Sitters) -> None:
    ready.slack.refusals["post"] = "is_archived"
    ready.tell(CAT, "2, that is all", settles=False)
    with pytest.raises(AssertionError, match="does not come to an end"):
        ready.settle()
    assert ready.sitting().closed is not None
    assert ready.sitting().revealed is None
    assert ready.assessment.status is Status.OPEN


def test_a_quorum_closes_and_what_was_begun_counts(sitters: Sitters) -> None:
    sitters.ask(DAN, quorum=3)
    sitters.tell(DAN, "4, with a charter")
    sitters.fill(ANN, BEN)
    assert sitters.sitting().closed is None
    sitters.fill(CAT)
    picture = sure(sitters.sitting().revealed)
    assert picture.handed_in == 4
    assert sum(picture.tallies[0].levels.values()) == 4


def test_by_hand_only_waits_for_the_facilitator(sitters: Sitters) -> None:
    sitters.ask(quorum=0)
    sitters.fill(ANN, BEN, CAT)
    assert sitters.sitting().closed is None
    other = close_by_hand(sitters.kept, sitters.clock, sitters.deed(ANN), sitters.id)
    assert other == NotConducted(DANA)
    deed = sitters.deed()
    assert close_by_hand(sitters.kept, sitters.clock, deed, sitters.id) == Done()
    assert close_by_hand(sitters.kept, sitters.clock, sitters.deed(), sitters.id) == IsOver()
    sitters.settle()
    assert (closed := sitters.sitting().closed) is not None
    assert closed.by == DANA
    assert sitters.sitting().revealed is not None


def test_at_the_deadline_fewer_than_three_reveal_nothing_and_the_facilitator_may_give_time(sitters: Sitters) -> None:
    sitters.ask(days=2)
    sitters.fill(ANN, BEN)
    sitters.clock.moment += timedelta(days=2)
    sitters.settle()
    assert sitters.sitting().closed is None
    assert [each.person for each in sitters.told("too_few")] == [DANA]
    assert close_by_hand(sitters.kept, sitters.clock, sitters.deed(), sitters.id) == TooFew(2)
    later = sitters.clock.now() + timedelta(days=1)
    assert change_contract(sitters.kept, sitters.clock, sitters.deed(), sitters.id, None, later) == Done()
    sitters.settle()
    moved = next(shows for _, shows in sitters.slack.own() if isinstance(shows, MovedReveal))
    assert (moved.now.deadline, moved.now.by) == (later, DANA)
    sitters.tell(CAT, "2, so it is")
    sitters.clock.moment += timedelta(days=1)
    sitters.settle()
    assert (closed := sitters.sitting().closed) is not None
    assert len(closed.receipts) == 3


def test_a_contract_that_moves_later_is_kept_to(sitters: Sitters) -> None:
    sitters.ask(days=1)
    sitters.fill(ANN, BEN)
    sitters.tell(CAT, "2, so it is")
    later = sitters.clock.now() + timedelta(days=3)
    change_contract(sitters.kept, sitters.clock, sitters.deed(), sitters.id, None, later)
    sitters.clock.moment += timedelta(days=2)
    sitters.settle()
    assert sitters.sitting().closed is None
    sitters.clock.moment += timedelta(days=2)
    sitters.settle()
    assert sitters.sitting().closed is not None


@pytest.mark.parametrize("deactivated", [False, True])
def test_whoever_left_is_not_waited_for_and_what_they_handed_in_counts(sitters: Sitters, deactivated: bool) -> None:  # noqa: FBT001 -- a row
    sitters.ask(DAN)
    sitters.fill(ANN, BEN, CAT)
    for person in (CAT, DAN):
        sitters.slack.members.discard((CHANNEL, person))
        sitters.slack.deactivated |= {person} if deactivated else set()
        look_after(sitters.kept, TEAM, person, "" if deactivated else CHANNEL)
    sitters.settle()
    assert (closed := sitters.sitting().closed) is not None
    assert len(closed.receipts) == 3
    assert not any(key.startswith("gone") for key in sitters.thread_keys())


def test_the_seal_goes_on_to_say_of_how_many_whoever_leaves_later(sitters: Sitters) -> None:
    sitters.ask(DAN, quorum=3)
    sitters.fill(ANN, BEN, CAT)
    assert sitters.sitting().closed is not None
    found, later = sitters.assessment, sitters.clock.now() + timedelta(days=1)
    assert found.team is not None
    removed = tuple(replace(each, person=GONE) if each.person == DAN else each for each in found.team.participants)
    for since in (
        found,
        replace(found, departures=(Departure(DAN, Fate.LEFT, "", later),)),
        replace(found, team=replace(found.team, participants=removed)),
        replace(found, team=replace(found.team, participants=(*removed, Participant("UE", "", "", later)))),
    ):
        (said,) = (shows for _, shows in said_of_sittings(since) if isinstance(shows, Seal))
        assert (len(said.closed.receipts), said.people) == (3, 4)
    assert len(replace(found, departures=(Departure(DAN, Fate.LEFT, "", later),)).waited_for()) == 3


def test_whoever_cannot_be_asked_is_told_to_the_facilitator_and_not_waited_for(sitters: Sitters) -> None:
    sitters.slack.deactivated.add(DAN)
    sitters.ask(DAN)
    (word,) = sitters.told("unreachable")
    assert (word.person, word.detail["person"]) == (DANA, DAN)
    sitters.fill(ANN, BEN, CAT)
    assert sitters.sitting().closed is not None


def test_an_answer_during_the_reveal_is_late_and_three_late_ones_are_shown_apart(sitters: Sitters) -> None:
    sitters.ask(DAN, "UE", "UF", quorum=3)
    sitters.fill(ANN, BEN)
    count = len(sitters.assessment.framework.dimensions)
    sitters.tell(CAT, *["2, so it is"] * (count - 1))
    sitters.tell(CAT, "2, that is all", settles=False)
    assert len(peek(sitters.kept).handed_in(TEAM, sitters.id, 1)) == 3
    close_by_hand(sitters.kept, sitters.clock, sitters.deed(), sitters.id)
    sitters.tell(DAN, "4, we have a charter", settles=False)  # sealed, and not revealed yet
    sitters.settle()
    shown = sure(sitters.sitting().revealed)
    assert dict(shown.tallies[0].levels) == {2: 3}
    sitters.tell("UE", "3, they meet")
    assert sitters.sitting().pictures == (shown,)
    sitters.tell("UF", "1, nobody does")
    assert [each.kind for each in sitters.sitting().pictures] == [PictureKind.REVEAL, PictureKind.LATE]
    assert dict(sitters.sitting().pictures[1].tallies[0].levels) == {1: 1, 3: 1, 4: 1}


def test_people_are_added_until_the_close_and_only_by_who_conducts(sitters: Sitters) -> None:
    sitters.ask()
    people = {DAN: ("manager", "Support"), ANN: ("front line", "")}
    refused = add_people(sitters.kept, sitters.clock, sitters.deed(ANN), sitters.id, people)
    assert refused == NotConducted(DANA)
    assert add_people(sitters.kept, sitters.clock, sitters.deed(), sitters.id, people) == Done()
    sitters.settle()
    team = sure(sitters.assessment.team)
    assert {each.person: each.role for each in team.people()} == {ANN: "front line", BEN: "", CAT: "", DAN: "manager"}
    assert [shows for _, shows in sitters.slack.own() if isinstance(shows, JoinedLater)] == [JoinedLater(1, 4)]
    many = {f"UX{each}": ("", "") for each in range(47)}
    too_many = add_people(sitters.kept, sitters.clock, sitters.deed(), sitters.id, many)
    assert too_many == TooManyPeople(51)
    sitters.fill(ANN, BEN, CAT)
    assert sitters.sitting().closed is None
    sitters.fill(DAN)
    assert sitters.sitting().closed is not None
    assert add_people(sitters.kept, sitters.clock, sitters.deed(), sitters.id, {"UZ": ("", "")}) == IsOver()


def test_somebody_takes_over_from_a_facilitator_who_is_gone(sitters: Sitters) -> None:
    sitters.ask(quorum=0)
    sitters.fill(ANN, BEN, CAT)
    sitters.slack.members.discard((CHANNEL, DANA))
    look_after(sitters.kept, TEAM, DANA, CHANNEL)
    sitters.settle()
    assert "gone0" in sitters.thread_keys()
    settle_departure(sitters.kept, sitters.clock, sitters.deed(ANN), sitters.id, 0, Fate.FOLLOWED)
    sitters.settle()
    assert sitters.assessment.facilitator == ANN
    assert close_by_hand(sitters.kept, sitters.clock, sitters.deed(ANN), sitters.id) == Done()
    sitters.settle()
    assert sitters.sitting().revealed is not None


def test_one_that_is_reopened_says_so_to_everybody_and_keeps_its_contract(sitters: Sitters) -> None:
    """A ballot that went on saying that nothing will be shown would be revealed against its word."""
    sitters.ask(days=3)
    sitters.fill(ANN, BEN)
    sitters.slack.members.discard((CHANNEL, DANA))
    look_after(sitters.kept, TEAM, DANA, CHANNEL)
    sitters.settle()
    settle_departure(sitters.kept, sitters.clock, sitters.deed(ANN), sitters.id, 0, Fate.STOPPED)
    sitters.settle()
    assert reopen(sitters.kept, sitters.clock, sitters.deed(BEN), sitters.id) == Done()
    sitters.settle()
    sitters.tell(CAT, "2, so it is")
    heads = [each.shows for each in sitters.slack.messages if isinstance(each.shows, BallotHeadline)]
    assert [(each.terms.facilitator, each.terms.is_stopped) for each in heads] == [(BEN, False)] * 3
    assert "q1" not in sitters.thread_keys(), "nobody is asked in the channel"
    sitters.clock.moment += timedelta(days=3)
    sitters.settle()
    assert sitters.sitting().revealed is not None


def test_one_that_is_ended_reveals_nothing_and_asks_nobody_any_more(ready: Sitters) -> None:
    assert end_without_reveal(ready.kept, ready.clock, ready.deed(), ready.id) == Done()
    ready.settle()
    ready.tell(CAT, "2, that is all")
    assert ready.assessment.status is Status.STOPPED
    assert ready.sitting().closed is None
    assert not [each for each in ready.slack.messages if isinstance(each.shows, Sealed | Seal)]


def test_only_those_are_reminded_who_have_not_handed_in_twice_at_most(sitters: Sitters) -> None:
    sitters.slack.zones = {BEN: "Asia/Tokyo"}
    sitters.ask()
    sitters.fill(ANN)
    sitters.tell(CAT, "2, so it is")
    for _ in range(30):
        sitters.clock.moment += timedelta(hours=14)
        sitters.settle()
    nudged = [each.shows.person for each in sitters.slack.messages if isinstance(each.shows, Nudge)]
    assert sorted(nudged) == [BEN, BEN, CAT, CAT]


def _texts(play: Sitters) -> Iterable[str]:
    """Give what stands in the database outside the tables of answers, and in Slack outside of each one's own."""
    with play.kept._database.reading() as session:
        yield json.dumps([[str(value) for value in dict(row).values()] for row in session.all("SELECT * FROM jobs")])
        yield json.dumps([[str(value) for value in dict(row).values()] for row in session.all("SELECT * FROM posts")])
        yield json.dumps([[str(value) for value in dict(row).values()] for row in session.all("SELECT * FROM notices")])
    yield repr([each.shows for each in play.slack.messages if not each.channel.startswith("DU")])


def test_no_job_and_no_message_elsewhere_holds_what_a_ballot_says(ready: Sitters) -> None:
    ready.tell(CAT, f"2, {SECRET}", settles=False)
    give_leave(ready.kept, ready.clock, ready.deed(ANN), ready.ballot(ANN).id, Leave.NOTHING)
    assert not [text for text in _texts(ready) if SECRET in text]
    ready.settle()
    assert ready.sitting().revealed is not None
    assert not [text for text in _texts(ready) if SECRET in text]


def test_words_that_were_revealed_go_when_their_author_allows_less(ready: Sitters) -> None:
    def say(leave: Leave) -> list[Leave]:
        event = f"{leave.value} {ready.clock.now()}"
        give_leave(ready.kept, ready.clock, replace(ready.deed(CAT), event=event), ready.ballot(CAT).id, leave)
        ready.settle()
        shown = ready.sitting().revealed
        return [each.leave for each in shown.quotes if SECRET in each.evidence.text] if shown is not None else []

    assert say(Leave.QUOTE) == []
    ready.tell(CAT, f"2, {SECRET}")
    assert say(Leave.QUOTE) == [Leave.QUOTE]
    assert any(SECRET in repr(each.shows) for each in ready.slack.messages if not each.channel.startswith("DU"))
    request_drafts(ready.kept, ready.clock, ready.deed(), ready.id)
    ready.settle()
    assert SECRET in repr(peek(ready.kept).drafts(TEAM, ready.id))
    assert say(Leave.NOTHING) == [Leave.NOTHING]
    assert SECRET not in repr(peek(ready.kept).drafts(TEAM, ready.id))
    assert not any(SECRET in repr(each.shows) for each in ready.slack.messages if not each.channel.startswith("DU"))


def test_a_contract_is_met_by_all_who_are_waited_for_by_a_number_or_by_the_hour() -> None:
    now = HandClock().now()
    rows = [
        (None, None, ("A", "B"), {"A"}, False),
        (None, None, ("A", "B"), {"A", "B"}, True),
        (None, None, ("A",), {"A", "C"}, True),
        (None, None, (), set(), False),
        (2, None, ("A", "B", "C"), {"A", "B"}, True),
        (2, None, ("A", "B", "C"), {"A"}, False),
        (0, None, ("A",), {"A"}, False),
        (0, now, ("A",), set(), True),
        (None, now + timedelta(seconds=1), ("A",), set(), False),
    ]
    for quorum, deadline, waited_for, handed_in, met in rows:
        assert Closing(quorum, deadline, DANA, now).is_met(waited_for, handed_in, now) is met, (quorum, deadline)


def test_an_own_ballot_waits_in_home_until_it_is_handed_in_and_nobody_elses_does(sitters: Sitters) -> None:
    sitters.ask()
    sitters.fill(ANN)

    def waiting(person: str) -> list[str]:
        home = find_home(sitters.kept, sitters.slack, sitters.clock, Viewer(TEAM, person), {})
        assert all(each.assessment.ballot is not None for each in home.begun.items)
        return [each.assessment.id for each in home.waits.items]

    assert [waiting(each) for each in (DANA, ANN, BEN)] == [[], [], [sitters.ballot(BEN).id]]
    end_without_reveal(sitters.kept, sitters.clock, sitters.deed(), sitters.id)
    assert waiting(BEN) == []
