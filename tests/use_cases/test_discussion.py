"""After a reveal: only who conducts it agrees on levels, takes that back, has it rated again and shares the minutes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.assessment import AgreedLevel, Assessment, Departure, Fate, Member, Role, Status
from bot.core.scoring.agenda import agenda
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Closed, Closing
from bot.store.store import SqlStore
from bot.use_cases.discussion import (
    Again,
    Discussed,
    Hindrance,
    Refused,
    agree,
    find_discussion,
    rate_again,
    set_minutes,
    take_back,
    take_lead,
)
from bot.use_cases.ports import Deed
from tests.core.revealed import FIRST, KEYS, SECOND, revealed, sitting, tally, team_of
from tests.known import sure
from tests.store.made import START, keep, on_day, whole
from tests.use_cases.fakes import HandClock

DANA, SAM = "U1", "U2"
TOLD = revealed(tally(FIRST, 1, 1, 5), tally(SECOND, 2, 3, 3))
CLOCK = HandClock()
AGAIN = Again((FIRST,), None, START + timedelta(days=9))


def deed(event: str = "e1", *, person: str = DANA, channel: str = "C1", workspace: str = "T1") -> Deed:
    return Deed(workspace, channel, person, event)


def level(chosen: int = 3, key: str = FIRST) -> AgreedLevel:
    return AgreedLevel(key, chosen, DANA, START, "the survey shows it")


def revealed_in(store: SqlStore, *, status: Status = Status.COMPLETE) -> Assessment:
    """Record a team assessment that was revealed."""
    people = (Member(DANA, Role.FACILITATOR), *(Member(f"U{each}", Role.RESPONDENT) for each in range(2, 8)))
    assessment = replace(team_of(sitting(1)), targets={}, members=people, thread="173.1")
    keep(store, assessment)
    with store.writing("T0ACME0001") as tx:
        tx.close_sitting("T1", "t1", 1, Closed(on_day(3), "", "root", ("a", "b", "c")))
        tx.add_picture("T1", "t1", 1, TOLD, [])
        tx.set_status("T1", "t1", status, on_day(3))
    return whole(store, "t1")


def jobs(store: SqlStore) -> list[str]:
    return [each.job.kind for each in store.jobs.queued(START)]


Deeds = Callable[[SqlStore, Deed], Discussed | Refused]
DEEDS: dict[str, Deeds] = {
    "agree": lambda store, by: agree(store, CLOCK, by, "t1", level()),
    "take back": lambda store, by: take_back(store, CLOCK, by, "t1", 0),
    "rate again": lambda store, by: rate_again(store, CLOCK, by, "t1", AGAIN),
    "minutes": lambda store, by: set_minutes(store, CLOCK, by, "t1", 60),
}


@pytest.mark.parametrize("what", DEEDS)
def test_nobody_may_but_who_conducts_it_from_its_own_channel_after_the_reveal(store: SqlStore, what: str) -> None:
    revealed_in(store)
    before = whole(store, "t1")
    cases = [
        (deed(person=SAM), Refused(Hindrance.NOT_YOURS, DANA)),
        (deed(person="U9"), Refused(Hindrance.NOT_YOURS, DANA)),
        (deed(channel="C2"), Refused(Hindrance.NOT_HERE)),
        (deed(workspace="T2"), Refused(Hindrance.NOT_HERE)),
    ]
    for by, refused in cases:
        assert DEEDS[what](store, by) == refused
    assert whole(store, "t1") == before
    assert jobs(store) == []


@pytest.mark.parametrize("what", DEEDS)
def test_nothing_is_settled_before_the_reveal(store: SqlStore, what: str) -> None:
    revealed_in(store, status=Status.OPEN)
    assert DEEDS[what](store, deed()) == Refused(Hindrance.NOT_HERE)


def test_who_took_over_conducts_it(store: SqlStore) -> None:
    revealed_in(store)
    with store.writing("T0ACME0001") as tx:
        tx.add_departure("T1", "t1", Departure(DANA, Fate.LEFT, "", on_day(4)))
        tx.add_departure("T1", "t1", Departure(DANA, Fate.FOLLOWED, SAM, on_day(4)))
    assert agree(store, CLOCK, deed(), "t1", level()) == Refused(Hindrance.NOT_YOURS, SAM)
    assert isinstance(agree(store, CLOCK, deed(person=SAM), "t1", level()), Discussed)


def test_a_member_takes_the_lead_of_somebody_who_is_gone_once(store: SqlStore) -> None:
    revealed_in(store)
    assert take_lead(store, CLOCK, deed(person=SAM, channel="C2"), "t1", DANA) == Refused(Hindrance.NOT_HERE)
    assert take_lead(store, CLOCK, deed(person=SAM), "t1", "U9") == Refused(Hindrance.NOT_YOURS, DANA)
    for person in (SAM, SAM):
        assert isinstance(take_lead(store, CLOCK, deed(person=person), "t1", DANA), Discussed)
    assert take_lead(store, CLOCK, deed(person="U3"), "t1", DANA) == Refused(Hindrance.NOT_YOURS, SAM)
    found = whole(store, "t1")
    assert (found.facilitator, len(found.departures), found.status) == (SAM, 2, Status.COMPLETE)


def test_an_agreed_level_counts_until_it_is_taken_back_and_a_press_counts_once(store: SqlStore) -> None:
    revealed_in(store)
    for _ in range(2):
        assert isinstance(agree(store, CLOCK, deed(), "t1", level(4)), Discussed)
    assert scorecard(whole(store, "t1")).row(FIRST).value == 4
    assert len(whole(store, "t1").agreed) == 1
    assert {"thread", "headline"} <= set(jobs(store))
    for event in ("e2", "e3"):
        assert isinstance(take_back(store, CLOCK, deed(event), "t1", 0), Discussed)
    assert [each.withdrawn for each in whole(store, "t1").agreed] == [False, True]
    assert scorecard(whole(store, "t1")).row(FIRST).value == scorecard(revealed_like()).row(FIRST).value
    agree(store, CLOCK, deed("e4"), "t1", level(2))
    assert take_back(store, CLOCK, deed("e5"), "t1", 0) == Refused(Hindrance.REPLACED)
    for number in (-1, 1, 7):
        assert take_back(store, CLOCK, deed(f"f{number}"), "t1", number) == Refused(Hindrance.NOT_HERE)


def revealed_like() -> Assessment:
    return replace(team_of(sitting(1, TOLD)), targets={})


@pytest.mark.parametrize("wrong", [level(0), level(6), level(3, "no such dimension")])
def test_what_the_framework_has_not_is_not_agreed_on(store: SqlStore, wrong: AgreedLevel) -> None:
    revealed_in(store)
    assert agree(store, CLOCK, deed(), "t1", wrong) == Refused(Hindrance.NOT_HERE)
    assert whole(store, "t1").agreed == ()


def test_a_dimension_is_rated_a_second_time_and_no_third(store: SqlStore) -> None:
    revealed_in(store)
    both = Again((SECOND, FIRST), 4, None)
    for _ in range(2):
        assert isinstance(rate_again(store, CLOCK, deed(), "t1", both), Discussed)
    team = sure(whole(store, "t1").team)
    assert [each.dimensions for each in team.sittings] == [KEYS, (FIRST, SECOND)]
    assert team.sittings[1].closing == Closing(4, None, DANA, START)
    assert whole(store, "t1").status is Status.COMPLETE
    assert jobs(store).count("ballot") == len(team.people())
    assert rate_again(store, CLOCK, deed("e0"), "t1", Again((KEYS[3],), None, None)) == Refused(Hindrance.UNDER_WAY)
    assert rate_again(store, CLOCK, deed("e2"), "t1", AGAIN) == Refused(Hindrance.UNDER_WAY)
    assert agree(store, CLOCK, deed("e3"), "t1", level()) == Refused(Hindrance.UNDER_WAY)
    with store.writing("T0ACME0001") as tx:
        tx.close_sitting("T1", "t1", 2, Closed(on_day(5), "", "root", ("a", "b", "c")))
        tx.add_picture("T1", "t1", 2, revealed(tally(FIRST, 2, 2, 2), day=5), [])
    assert rate_again(store, CLOCK, deed("e4"), "t1", AGAIN) == Refused(Hindrance.TWICE)
    assert isinstance(agree(store, CLOCK, deed("e5"), "t1", level()), Discussed)
    for unknown in (Again((), None, None), Again(("no such dimension",), None, None)):
        assert rate_again(store, CLOCK, deed(f"e{unknown}"), "t1", unknown) == Refused(Hindrance.NOT_HERE)


def test_the_minutes_are_shared_out_anew(store: SqlStore) -> None:
    revealed_in(store)
    set_minutes(store, CLOCK, deed(), "t1", 90)
    found = whole(store, "t1")
    assert sum(each.minutes for each in agenda(found, scorecard(found))) == 90


def test_anybody_of_the_channel_sees_the_discussion(store: SqlStore) -> None:
    revealed_in(store)
    with store.reading() as view:
        assert isinstance(find_discussion(view, deed(person="U9"), "t1"), Discussed)
        assert find_discussion(view, deed(channel="C2"), "t1") == Refused(Hindrance.NOT_HERE)
