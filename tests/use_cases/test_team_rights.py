"""What belongs to one respondent is theirs alone; seals that differ, second rounds, and people who are removed."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.assessment import Status
from bot.core.conversation.page import PageDraft
from bot.core.sealing import digest, receipt
from bot.core.team import Leave, PictureKind, Sitting
from bot.core.thread import Prompt
from bot.core.thread_of_team import seal_key
from bot.slack.views.conversation import page_form, prompt
from bot.store.store import SqlStore
from bot.use_cases.ballots import RECEIPT, ask_receipt, describe, give_leave
from bot.use_cases.conversation import Taken, hear_message
from bot.use_cases.discussion import Again, Discussed, rate_again
from bot.use_cases.forget import FORGET, forget
from bot.use_cases.page import AllOnOnePage, open_page, submit_page
from bot.use_cases.ports import Deed, Done, Job, Later, NotHere
from bot.use_cases.sittings import (
    InSeal,
    NotConducted,
    NotInSeal,
    add_people,
    check_seal,
    close_by_hand,
    end_without_reveal,
    reveal,
)
from bot.use_cases.store_ports import TypedMessage
from tests.core.examples import example_framework
from tests.databases import file_of
from tests.known import as_a, peek, sure
from tests.use_cases.fakes import Kept
from tests.use_cases.talking import DANA, OLGA, TEAM
from tests.use_cases.test_team import ANN, BEN, CAT, DAN, Sitters

KEYS = tuple(each.key for each in example_framework().dimensions)
SEVEN = (ANN, BEN, CAT, DAN, "UE", "UF", "UG")


class Removed(Sitters):
    """Sitters whose work after a removal in Slack is left out."""

    def run(self, job: Job) -> None:
        if job.kind != FORGET:
            super().run(job)


@pytest.fixture
def sitters(store: SqlStore) -> Sitters:
    return Removed(store)


OwnDeed = Callable[[Sitters, Deed, str], object]
OWN: dict[str, OwnDeed] = {
    "leave": lambda play, deed, ballot: give_leave(play.kept, play.clock, deed, ballot, Leave.QUOTE),
    "describe": lambda play, deed, ballot: describe(play.kept, play.clock, deed, ballot, "manager", "Support"),
    "receipt": lambda play, deed, ballot: ask_receipt(play.kept, play.clock, deed, ballot),
}


@pytest.mark.parametrize("what", OWN)
def test_what_is_said_of_a_ballot_only_its_owner_says(sitters: Sitters, what: str) -> None:
    sitters.ask()
    sitters.tell(ANN, "2, so it is")
    ballot, team = sitters.ballot(ANN), sitters.assessment
    others = [sitters.deed(each) for each in (BEN, DANA, OLGA)] + [replace(sitters.deed(ANN), workspace="T2")]
    for deed in others:
        assert OWN[what](sitters, deed, ballot.id) == NotHere()
    assert OWN[what](sitters, sitters.deed(ANN), team.id) == NotHere(), "that is no ballot"
    assert OWN[what](sitters, sitters.deed(ANN), "nothing") == NotHere()
    assert (sitters.ballot(ANN), sitters.assessment) == (ballot, team)
    assert not [each for each in sitters.kept.jobs.queued(sitters.clock.now()) if each.job.kind == RECEIPT]
    assert OWN[what](sitters, sitters.deed(ANN), ballot.id) == Done()


def test_each_ballot_has_a_salt_of_its_own_from_chance(sitters: Sitters) -> None:
    sitters.ask()
    salts = [part.salt for each in (ANN, BEN, CAT) if (part := sitters.ballot(each).ballot) is not None]
    with sitters.kept.writing("T0ACME0001") as tx:
        salts += [tx.new_salt() for _ in range(50)]
    assert len(set(salts)) == 53
    assert {(len(each), set(each) <= set("0123456789abcdef")) for each in salts} == {(32, True)}
    assert len({salt[place] for place in range(32) for salt in salts}) == 16, "no digit is missing by design"


def closed_by_three(play: Sitters, *levels: int) -> Sitting:
    """Have Ann, Ben and Cat answer the first question of a round that is closed by hand."""
    play.ask(quorum=0)
    answer(play, 1, dict(zip((ANN, BEN, CAT), levels or (2, 2, 2), strict=True)))
    close(play)
    return play.sitting()


def close(play: Sitters) -> None:
    assert close_by_hand(play.kept, play.clock, play.deed(), play.id) == Done()
    play.settle()


def test_a_seal_says_whether_what_is_stored_was_sealed_and_to_whose_it_is_in_its_channel(sitters: Sitters) -> None:
    closed_by_three(sitters)
    own = digest(receipt(sitters.ballot(ANN)))
    assert check_seal(sitters.kept, sitters.deed(ANN), sitters.id, 1) == InSeal(own)
    assert check_seal(sitters.kept, sitters.deed(ANN, channel="C9"), sitters.id, 1) == NotConducted()
    for number in (0, 2, -1):
        assert check_seal(sitters.kept, sitters.deed(ANN), sitters.id, number) == NotConducted()
    ballot = sitters.ballot(ANN).id
    with closing(sqlite3.connect(file_of(sitters.kept))) as connection, connection:
        connection.execute("DROP TRIGGER ratings_no_update")  # somebody who has the file, and no scruples
        connection.execute("UPDATE ratings SET level = 5 WHERE assessment = ?", (ballot,))
    assert check_seal(sitters.kept, sitters.deed(ANN), sitters.id, 1) == NotInSeal(differs=True)
    assert check_seal(sitters.kept, sitters.deed(BEN), sitters.id, 1) == InSeal(digest(receipt(sitters.ballot(BEN))))


@pytest.mark.parametrize("how", ["never sent", "without an answer", "of another round"])
def test_a_seal_that_does_not_stand_is_not_enough_for_a_reveal(sitters: Sitters, how: str) -> None:
    sitters.ask(quorum=0)
    for person in (ANN, BEN, CAT):
        sitters.tell(person, "2, so it is")
    close_by_hand(sitters.kept, sitters.clock, sitters.deed(), sitters.id)
    with sitters.kept.writing("T0ACME0001") as tx:
        post = next(each for each in tx.posts(TEAM, sitters.id) if each.key == "headline")
        key = seal_key(2 if how == "of another round" else 1)
        ts = None if how == "without an answer" else "190.1"
        tx.put_post(TEAM, sitters.id, replace(post, key=key, ts=ts, sent=how != "never sent"))
    payload = {"workspace": TEAM, "assessment": sitters.id, "sitting": "1"}
    with pytest.raises(Later):
        reveal(sitters.kept, sitters.clock, payload)
    assert (sitters.sitting().revealed, sitters.assessment.status) == (None, Status.OPEN)


def again(play: Sitters, *, days: int | None = None) -> None:
    deadline = play.clock.now() + timedelta(days=days) if days is not None else None
    wish = Again(KEYS[:1], 0 if days is None else None, deadline)
    assert isinstance(rate_again(play.kept, play.clock, play.deed(), play.id, wish), Discussed)
    play.settle()


def second(play: Sitters) -> Sitting:
    assert play.assessment.team is not None
    return play.assessment.team.sittings[1]


def answer(play: Sitters, number: int, levels: dict[str, int]) -> None:
    """Have people answer the first question of their ballots of a sitting."""
    for person, level in levels.items():
        say(play, number, person, f"{level}, as {person} sees it")


def say(play: Sitters, number: int, person: str, text: str) -> None:
    """Have a person type in their ballot of a sitting."""
    ballot = play.ballot(person, number)
    where = (TEAM, ballot.channel, ballot.thread or "", play.slack.next_ts(), person, text)
    hear_message(play.kept, play.clock, TypedMessage(*where, play.clock.now()))
    play.settle()


def test_a_second_round_closes_at_its_deadline_and_is_split_as_the_first_one_was(sitters: Sitters) -> None:
    """Two cuts through the same people single some out, whoever says by then that somebody is something else."""
    sitters.ask(*SEVEN[3:], quorum=0)
    described = {each: ("front line", "Y") if each in SEVEN[:3] else ("manager", "X") for each in SEVEN}
    described |= {CAT: ("front line", "X"), DAN: ("manager", "Y")}
    add_people(sitters.kept, sitters.clock, sitters.deed(), sitters.id, described)
    answer(sitters, 1, dict(zip(SEVEN, (1, 2, 2, 4, 4, 5, 5), strict=True)))
    close(sitters)
    assert [each.by for each in sure(sitters.sitting().revealed).splits] == ["role"]
    again(sitters, days=1)
    own = sitters.ballot(CAT, 2).id
    assert describe(sitters.kept, sitters.clock, sitters.deed(CAT), own, "manager", None) == NotHere()
    moved = {CAT: ("manager", ""), "UD": ("front line", ""), "UZ": ("front line", "")}
    add_people(sitters.kept, sitters.clock, sitters.deed(), sitters.id, moved)
    answer(sitters, 2, dict(zip(SEVEN[:6], (1, 2, 2, 4, 4, 5), strict=True)))
    sitters.clock.moment += timedelta(days=1)
    sitters.settle()
    shown = sure(second(sitters).revealed)
    assert shown.kind is PictureKind.REVEAL
    groups = {each.name: dict(each.levels) for each in shown.splits[0].groups}
    assert groups == {"front line": {1: 1, 2: 2}, "manager": {4: 2, 5: 1}}


def test_a_second_round_that_nobody_answers_is_told_to_who_conducts_it_at_its_deadline(sitters: Sitters) -> None:
    closed_by_three(sitters)
    again(sitters, days=1)
    assert sitters.told("too_few") == []
    sitters.clock.moment += timedelta(days=1)
    sitters.settle()
    assert [each.person for each in sitters.told("too_few")] == [DANA]


def test_in_a_second_round_each_person_reads_what_they_said_themself_in_the_first(sitters: Sitters) -> None:
    closed_by_three(sitters, 1, 2, 3)
    again(sitters)
    for person, level in {ANN: 1, BEN: 2, CAT: 3}.items():
        own = sitters.ballot(person, 2)
        asked = as_a(Prompt, [each.shows for each in sitters.slack.messages if each.channel == own.channel][-1])
        assert asked.first == sitters.ballot(person).ratings[0]
        page = as_a(AllOnOnePage, open_page(peek(sitters.kept), TEAM, own.id, person))
        assert (page.first, page.entries[KEYS[0]].level) == ({KEYS[0]: asked.first}, "")
        for shown in (str(prompt(asked).blocks), str(page_form(page))):
            assert f"In the round before you said *{level}*" in shown
            assert f"as {person} sees it" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4", ["as UA sees it"]),
        ("5", ["as UA sees it"]),
        ("5, the charter", ["the charter"]),
        ("4, a dashboard", ["as UA sees it", "a dashboard"]),
    ],
)
def test_what_was_shown_in_the_first_round_counts_again_in_the_second(
    sitters: Sitters, text: str, shown: list[str]
) -> None:
    """Nobody is asked for it anew, in the conversation or on the page."""
    closed_by_three(sitters, 4, 4, 4)
    again(sitters)
    say(sitters, 2, ANN, text)
    assert [each.text for each in sitters.ballot(ANN, 2).ratings[0].evidence] == shown
    own = sitters.ballot(BEN, 2)
    page = as_a(AllOnOnePage, open_page(peek(sitters.kept), TEAM, own.id, BEN))
    filled = PageDraft(page.seen, {KEYS[0]: replace(page.entries[KEYS[0]], level="4")})
    assert isinstance(submit_page(sitters.kept, sitters.clock, sitters.deed(BEN), own.id, filled), Taken)
    assert sitters.ballot(BEN, 2).ratings[0].evidence == sitters.ballot(BEN).ratings[0].evidence


def test_a_second_round_that_is_ended_shows_nothing_and_leaves_what_was_revealed(sitters: Sitters) -> None:
    first = closed_by_three(sitters)
    again(sitters)
    answer(sitters, 2, {ANN: 5, BEN: 5, CAT: 5})
    assert end_without_reveal(sitters.kept, sitters.clock, sitters.deed(), sitters.id) == Done()
    sitters.settle()
    shown = sure(second(sitters).revealed)
    assert (shown.handed_in, shown.tallies, shown.quotes, shown.named) == (0, (), (), ())
    assert (sitters.assessment.status, sitters.sitting()) == (Status.COMPLETE, first)


def test_names_stand_beside_levels_in_what_was_opened_so_and_nowhere_else(sitters: Sitters) -> None:
    for named in (False, True):
        sitters.ask(quorum=0, named=named, subject=f"Acme {named}")
        answer(sitters, 1, {ANN: 1, BEN: 2, CAT: 2})
        close(sitters)
        shown = sure(sitters.sitting().revealed)
        assert shown.named == (((KEYS[0], ANN, 1), (KEYS[0], BEN, 2), (KEYS[0], CAT, 2)) if named else ())


def test_ballots_name_who_conducts_it_no_more_once_that_person_is_removed(sitters: Sitters) -> None:
    sitters.ask()
    ballots = [sitters.ballot(each).id for each in (ANN, BEN, CAT)]
    forget(sitters.kept, sitters.clock, TEAM, DANA)
    queued = {each.job.key for each in sitters.kept.jobs.queued(sitters.clock.now())}
    assert {f"thread:{TEAM}:{each}" for each in ballots} <= queued
    sitters.settle()
    assert not [each for each in sitters.slack.messages if each.channel.startswith("DU") and DANA in _people(each)]


def _people(message: Kept) -> set[str]:
    """Give the ids that stand in what a message shows."""
    return set(re.findall(r"\bU\w+", repr(message.shows)))


def test_whoever_is_removed_is_not_waited_for_and_what_others_gave_is_revealed(sitters: Sitters) -> None:
    sitters.ask(DAN)
    sitters.fill(ANN, BEN, CAT)
    assert sitters.sitting().closed is None
    forget(sitters.kept, sitters.clock, TEAM, DAN)
    sitters.settle()
    shown = sure(sitters.sitting().revealed)
    assert (shown.handed_in, sum(shown.tallies[0].levels.values())) == (3, 3)
