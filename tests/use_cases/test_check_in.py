"""Check-ins: who is asked, when, and exactly once whatever goes down meanwhile."""

import sqlite3
from collections import deque
from contextlib import closing, suppress
from datetime import date, datetime, time, timedelta

import pytest

from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.cadence.times import moment_of
from bot.core.plan.plan import Plan, Progress
from bot.use_cases.cadences import record_cadence
from bot.use_cases.durable_work import durable_work
from bot.use_cases.notices import RoundKey, read_key
from bot.use_cases.notified import Reminder
from bot.use_cases.plan_rounds import Round
from bot.use_cases.plans import CANNOT_DIGEST, OWNER_GONE, check_in
from bot.use_cases.ports import Job
from tests.databases import file_of
from tests.effort import more, thirds
from tests.known import sure
from tests.use_cases.drafting import Drafts, actions_of, plan
from tests.use_cases.fakes import SKETCHES, START, Fault
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM
from tests.use_cases.tracking import PRIYA, SAM, Plans

DONE, STUCK, ON_TRACK, DROPPED = Progress.DONE, Progress.STUCK, Progress.ON_TRACK, Progress.DROPPED
MORNING = 8.6
"""Hours after midnight in UTC: after 9:30 in Berlin in winter."""


def asked(plans: Plans, person: str, day: int = 30) -> list[int]:
    """Give which actions a person's check-in asks about, counted from 1."""
    (shown,) = [each for each in plans.check_ins() if (each.person, each.day) == (person, day)]
    ids = [each.id for each in plans.actions]
    return [ids.index(each.accepted.id) + 1 for each in shown.actions]


def all_owned(plans: Plans) -> None:
    plans.own(dict.fromkeys(range(1, len(plans.actions) + 1), PRIYA))


EACH, ONE, NOBODY = dict.fromkeys(range(1, 10), PRIYA), {1: PRIYA, 2: DANA}, dict[int, str]()
Row = tuple[dict[int, str], dict[str, str], list[tuple[int, float]], list[tuple[str, int]], list[int]]
ROUNDS: dict[str, Row] = {
    "nobody before the day": (EACH, {}, [(29, 23), (30, 8)], [], []),
    "the owner alone where all is given": (EACH, {}, [(30, 12)], [(PRIYA, 30)], [30]),
    "the channel where the facilitator is gone": (NOBODY, {DANA: "gone"}, [(30, 12)], [], [30]),
    "nobody on a weekend": (EACH, {}, [(60, 12), (90, 12), (91, 12)], [(PRIYA, 60)], [60]),
    "on the Monday after it": (EACH, {}, [(60, 12), (91, 12), (92, 12)], [(PRIYA, 60), (PRIYA, 90)], [60, 90]),
    "after a sleep the last one": (EACH, {}, [(75, 12)], [(PRIYA, 60)], [60]),
    "too late none": (NOBODY, {}, [(123, 12)], [], []),
    "no digest before all were asked": (ONE, {PRIYA: "America/New_York"}, [(30, MORNING)], [(DANA, 30)], []),
    "a digest after that": (ONE, {PRIYA: "America/New_York"}, [(30, 14.6)], [(DANA, 30), (PRIYA, 30)], [30]),
    "no digest by night": (EACH, {PRIYA: "Pacific/Pago_Pago"}, [(30, 23)], [(PRIYA, 30)], []),
    "a digest in the morning": (EACH, {PRIYA: "Pacific/Pago_Pago"}, [(30, 23), (31, MORNING)], [(PRIYA, 30)], [30]),
}
"""Who has which action, where people live, the days and hours that pass, who was asked then, and the digests."""


@pytest.mark.parametrize("row", ROUNDS.values(), ids=ROUNDS)
def test_who_is_asked_when_and_what_the_channel_is_told(plans: Plans, row: Row) -> None:
    owners, zones, moments, asked, digests = row
    plans.slack.zones = zones
    plans.slack.deactivated = {person for person, zone in zones.items() if zone == "gone"}
    plans.own({place: owner for place, owner in owners.items() if place <= len(plans.actions)})
    for moment in moments:
        plans.at(*moment)
    assert (sorted(plans.asked_people(), key=lambda each: each[::-1]), [each.day for each in plans.digests()]) == (
        asked,
        digests,
    )


# --- nothing is sent that is not due


def test_nobody_is_asked_about_a_plan_that_was_undone(plans: Plans) -> None:
    all_owned(plans)
    plans.reopen(plan(plans))
    plans.at(30)
    plans.at(95)
    assert (plans.asked_people(), plans.digests()) == ([], [])


def test_nobody_is_asked_about_a_plan_that_another_one_took_the_place_of(plans: Plans) -> None:
    all_owned(plans)
    plans.at(10)
    plans.reopen(plan(plans))
    plans.redraft(plan(plans))
    plans.settle()
    plans.accept(plan(plans))
    plans.at(30)
    assert plans.asked_people() == []
    plans.at(40)
    assert plans.asked_people() == [(DANA, 30)], "it counts from its own day"


def test_a_plan_undone_and_accepted_anew_counts_from_its_new_day(plans: Plans) -> None:
    all_owned(plans)
    plans.at(5)
    plans.reopen(plan(plans))
    plans.accept(plan(plans))
    plans.at(30)
    assert plans.asked_people() == []
    plans.at(36)
    assert plans.asked_people() == [(PRIYA, 30)]


# --- who is asked, and when


def test_each_owner_is_asked_on_day_30_60_and_90_about_what_is_theirs(plans: Plans) -> None:
    plans.own({1: PRIYA, 2: PRIYA, 3: SAM})
    for day in (30, 60, 92):
        plans.at(day)
    expected = [(person, day) for day in (30, 60, 90) for person in (DANA, PRIYA, SAM)]
    assert sorted(plans.asked_people(), key=lambda each: (each[1], each[0])) == expected
    assert (asked(plans, PRIYA), asked(plans, SAM)) == ([1, 2], [3])
    channels = {each.channel for each in plans.slack.messages if each.shows in plans.check_ins()}
    assert channels == {f"D{DANA}", f"D{PRIYA}", f"D{SAM}"}
    plans.at(200)
    assert len(plans.check_ins()) == len(expected)


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/Berlin", "2026-12-22T08:30"),
        ("Asia/Kolkata", "2026-12-22T04:00"),
        ("Pacific/Kiritimati", "2026-12-21T19:30"),
        ("Pacific/Pago_Pago", "2026-12-22T20:30"),
        ("", "2026-12-22T09:30"),
        ("Mars/Olympus", "2026-12-22T09:30"),
    ],
)
def test_an_owner_is_asked_at_half_past_nine_of_their_own_day(plans: Plans, zone: str, moment: str) -> None:
    all_owned(plans)
    plans.slack.zones = {PRIYA: zone}
    due = datetime.fromisoformat(f"{moment}+00:00")
    plans.clock.moment = due - timedelta(seconds=90)
    plans.settle()
    assert plans.asked_people() == []
    plans.clock.moment = due
    plans.settle()
    assert plans.asked_people() == [(PRIYA, 30)]


def test_what_is_done_or_dropped_is_not_asked_about_and_an_owner_with_nothing_open_gets_nothing(plans: Plans) -> None:
    plans.own({1: PRIYA, 2: PRIYA, 3: SAM})
    plans.tell(1, DONE)
    plans.tell(3, DROPPED, "no budget")
    plans.at(30)
    assert asked(plans, PRIYA) == [2]
    assert SAM not in [person for person, _ in plans.asked_people()]


def test_actions_that_nobody_has_are_shown_to_the_facilitator_alone(plans: Plans) -> None:
    plans.own({1: PRIYA})
    plans.at(30)
    shown = {each.person: each for each in plans.check_ins()}
    assert shown.keys() == {PRIYA, DANA}
    assert [each.accepted.id for each in shown[DANA].unowned] == [each.id for each in plans.actions[1:]]
    assert (shown[DANA].actions, shown[PRIYA].unowned) == ((), ())


def test_an_action_given_from_a_check_in_leaves_it_and_its_new_owner_is_told_instead_of_asked(plans: Plans) -> None:
    plans.at(30)
    plans.give(1, PRIYA)
    plans.give(2, PRIYA)
    assert plans.asked_people() == [(DANA, 30)]
    (facilitator,) = [each for each in plans.check_ins() if each.person == DANA]
    assert [each.accepted.id for each in facilitator.unowned] == [each.id for each in plans.actions[2:]]


def test_an_action_given_long_after_a_check_in_waits_for_the_next_one(plans: Plans) -> None:
    plans.at(30)
    plans.at(45)
    plans.give(1, PRIYA)
    assert plans.asked_people() == [(DANA, 30)]
    plans.at(60)
    assert (PRIYA, 60) in plans.asked_people()


# --- somebody who is gone


def test_the_facilitator_is_told_once_of_an_owner_who_is_gone_and_shown_the_actions(plans: Plans) -> None:
    plans.own({1: PRIYA, 2: SAM, **dict.fromkeys(range(3, len(plans.actions) + 1), SAM)})
    plans.slack.deactivated = {PRIYA}
    for day in (30, 60):
        plans.at(day)
    assert plans.told_privately() == [(OWNER_GONE, DANA)]
    shown = {(each.person, each.day): each for each in plans.check_ins()}
    assert shown.keys() == {(DANA, 30), (SAM, 30), (DANA, 60), (SAM, 60)}
    assert [each.accepted.id for each in shown[DANA, 30].unowned] == [plans.actions[0].id]


def test_an_owner_who_goes_between_two_moments_leaves_the_actions_to_the_facilitator(plans: Plans) -> None:
    plans.slack.zones = {PRIYA: "America/New_York"}
    all_owned(plans)
    plans.at(30, MORNING)
    plans.slack.deactivated = {PRIYA}
    plans.at(30, 15)
    assert plans.asked_people() == [(DANA, 30)]
    assert plans.told_privately() == [(OWNER_GONE, DANA)]


# --- the digest waits, and is one message with a reminder


def test_the_digest_waits_for_nobody_beyond_its_bound(plans: Plans) -> None:
    plans.own({1: PRIYA, 2: DANA})
    plans.at(30, 5)
    with (
        closing(sqlite3.connect(file_of(plans.kept))) as lost,
        lost,
    ):  # one job is lost, so that somebody is never asked
        assert lost.execute("DELETE FROM jobs WHERE key LIKE ?", (f"%:{PRIYA}",)).rowcount
    plans.at(30, MORNING)
    assert (plans.asked_people(), plans.digests()) == ([(DANA, 30)], [])
    plans.at(30, MORNING + 2)
    assert [each.day for each in plans.digests()] == [30]


@pytest.mark.parametrize("same_day", [True, False])
def test_a_reminder_of_that_morning_takes_the_place_of_the_digest_and_follows_the_facts(
    plans: Plans, *, same_day: bool
) -> None:
    all_owned(plans)
    day = START.date() + timedelta(days=30 if same_day else 31)
    due = moment_of(day, time(9, 30), "Europe/Berlin")
    with plans.kept.writing("T0ACME0001") as tx:
        found = sure(tx.assessment(TEAM, plans.id))
        rule = Cadence(3, Unit.MONTH, day, time(9, 30), "Europe/Berlin")
        slug, subject = found.framework.slug, found.subject.name
        record_cadence(tx, SetCadence("c1", TEAM, CHANNEL, slug, "F", subject, rule, DANA, START, due))
    plans.at(30)
    plans.at(31)
    reminders = [each.shows for each in plans.slack.messages if isinstance(each.shows, Reminder)]
    assert len(reminders) == 1
    assert [each.day for each in plans.digests()] == ([] if same_day else [30])
    plans.tell(1, STUCK, "no budget")
    shown = next(each.shows for each in plans.slack.messages if isinstance(each.shows, Reminder))
    assert (shown.actions[0].progress is STUCK) is same_day


# --- the message follows the facts


def test_an_answer_is_shown_in_the_check_in_and_in_the_digest(plans: Plans) -> None:
    plans.own({1: PRIYA, 2: PRIYA})
    plans.at(30)
    plans.tell(1, DONE, by=PRIYA)
    plans.tell(2, STUCK, "no budget", by=PRIYA)
    assert asked(plans, PRIYA) == [1, 2]
    (shown,) = [each for each in plans.check_ins() if each.person == PRIYA]
    assert [each.progress for each in shown.actions] == [DONE, STUCK]
    (digest,) = plans.digests()
    assert [each.progress for each in digest.actions[:2]] == [DONE, STUCK]
    assert len(plans.check_ins()) == 2, "nothing is sent anew"


def test_the_newest_digest_alone_follows(plans: Plans) -> None:
    plans.at(30)
    plans.at(60)
    plans.tell(1, DONE)
    assert [each.actions[0].progress for each in plans.digests()] == [None, DONE]


def test_rewording_the_plan_brings_the_check_in_up_to_date_and_asks_nobody_again(plans: Plans) -> None:
    all_owned(plans)
    plans.at(30)
    before = [each.accepted.id for each in plans.check_ins()[0].actions]
    plans.edit(plan(plans), Plan(actions_of(plan(plans))))
    (shown,) = plans.check_ins()
    assert [each.accepted.id for each in shown.actions] == [each.id for each in plans.actions] != before
    assert len(plans.digests()) == 1


# --- the digest


def test_the_channel_gets_one_digest_a_day_of_the_plan_outside_the_thread(plans: Plans) -> None:
    for day in (30, 60, 92):
        plans.at(day)
    assert [each.day for each in plans.digests()] == [30, 60, 90]
    places = {(each.channel, each.thread) for each in plans.slack.messages if each.shows in plans.digests()}
    assert places == {(CHANNEL, None)}


@pytest.mark.parametrize("before", [[], [30]])
def test_a_plan_that_is_all_done_is_said_once_more_and_then_no_more(plans: Plans, before: list[int]) -> None:
    for day in before:
        plans.at(day)
    for place in range(1, len(plans.actions) + 1):
        plans.tell(place, DONE)
    for day in (60, 90) if before else (30, 60, 90):
        plans.at(day)
    assert plans.asked_people() == [(DANA, day) for day in before]
    assert [each.day for each in plans.digests()] == [*before, 60 if before else 30]


def test_the_facilitator_is_told_once_where_the_channel_cannot_be(plans: Plans) -> None:
    all_owned(plans)
    plans.slack.refusals = {f"post {CHANNEL}": "is_archived"}
    for day in (30, 60):
        plans.at(day)
    assert plans.digests() == []
    assert plans.told_privately() == [(CANNOT_DIGEST, DANA)]
    assert plans.asked_people() == [(PRIYA, 30), (PRIYA, 60)]


def test_a_public_channel_is_joined_for_the_digest(plans: Plans) -> None:
    plans.slack.refusals = {"post": "not_in_channel"}
    plans.slack.deactivated = {DANA}
    plans.at(30)
    assert len(plans.digests()) == 1


def test_nobody_is_asked_on_a_holiday_of_the_channels_country(plans: Plans) -> None:
    all_owned(plans)
    day = START.date() + timedelta(days=30)
    rule = Cadence(3, Unit.MONTH, day + timedelta(days=40), time(9, 30), "UTC", country="DE")
    with plans.kept.writing("T0ACME0001") as tx:
        record_cadence(tx, SetCadence("c1", TEAM, CHANNEL, "cx", "Acme Retail", "CX", rule, DANA, START, None))
    plans.holidays = lambda country, _year: frozenset({day, day + timedelta(days=1)} if country == "DE" else ())
    plans.at(30, 23)
    assert (plans.asked_people(), plans.digests()) == ([], [])
    plans.at(32, MORNING)
    assert plans.asked_people() == [(PRIYA, 30)]
    plans.at(32)
    assert [each.day for each in plans.digests()] == [30]


@pytest.mark.parametrize("code", thirds(["token_revoked", "fatal_error"]))
def test_one_that_slack_held_up_until_the_next_is_not_sent_any_more(plans: Plans, code: str) -> None:
    plans.own({1: PRIYA})
    plans.slack.refusals = dict.fromkeys(("post", f"post D{DANA}", f"post D{PRIYA}"), code)
    with suppress(AssertionError):  # the work does not come to an end
        plans.at(30)
    plans.slack.refusals.clear()
    plans.at(61)
    assert sorted(plans.asked_people()) == [(DANA, 60), (PRIYA, 60)]
    assert [each.day for each in plans.digests()] == [60]


@pytest.mark.parametrize("fault", [pytest.param(Fault.BEFORE, marks=more), Fault.LOST, Fault.AFTER])
@pytest.mark.parametrize("call", thirds(range(1, 9)))
def test_a_call_without_an_answer_asks_everybody_once(plans: Plans, call: int, fault: Fault) -> None:
    plans.own({1: PRIYA})
    plans.slack.faults = deque([Fault.NONE] * (call - 1) + [fault])
    plans.at(30)
    assert sorted(plans.asked_people()) == [(DANA, 30), (PRIYA, 30)]
    assert len(plans.digests()) == 1
    assert [*plans.slack.faults] == []


@pytest.mark.parametrize("when", [pytest.param("before", marks=more), "after"])
@pytest.mark.parametrize("write", range(1, 11))
def test_a_crash_at_any_write_asks_everybody_once(plans: Plans, write: int, when: str) -> None:
    plans.own({1: PRIYA})
    plans.store = plans.crashing
    (plans.crashing.before if when == "before" else plans.crashing.after).add(write)
    plans.at(30)
    assert sorted(plans.asked_people()) == [(DANA, 30), (PRIYA, 30)]
    assert len(plans.digests()) == 1
    assert plans.crashing.writes >= write, "it went down"


def test_two_processes_that_run_the_same_jobs_ask_everybody_once(plans: Plans) -> None:
    plans.own({1: PRIYA})
    plans.clock.moment += timedelta(days=30, hours=2)
    work = durable_work(plans.store, plans.clock, plans.slack, lambda _country, _year: frozenset(), SKETCHES)
    ran = 0
    while (job := plans.kept.jobs.claim(plans.clock.now())) is not None:
        work[job.kind](job)
        work[job.kind](job)
        plans.kept.jobs.finish(job)
        ran += 1
    assert ran > 6
    assert sorted(plans.asked_people()) == [(DANA, 30), (PRIYA, 30)]
    assert len(plans.digests()) == 1


def test_an_older_job_of_a_plan_that_is_gone_does_nothing(drafts: Drafts) -> None:
    job = Job(1, "checkin", "k", {"workspace": TEAM, "assessment": drafts.id, "day": "30", "start": "2026-11-22"}, 1)
    calls = len(drafts.slack.calls)
    check_in(drafts.kept, drafts.clock, drafts.slack, job.payload)
    check_in(drafts.kept, drafts.clock, drafts.slack, {**job.payload, "person": OLGA})
    assert len(drafts.slack.calls) == calls


KEYS = ["remind:c1:1795340481000", "nudge:a1:U5:2", "digest:abc:60.20261122", "checkin:abc:60.20261122:U5"]


@pytest.mark.parametrize("text", KEYS)
def test_a_key_is_read_as_it_was_written_and_names_its_round_and_person(text: str) -> None:
    key, day = read_key(text), date(2026, 11, 22)
    assert str(key) == text
    if isinstance(key, RoundKey):
        assert key == RoundKey("abc", 60, day, "U5" if "U5" in text else "")
        assert Round(TEAM, "abc", 60, day).key(key.person) == text


@pytest.mark.parametrize(
    ("start", "asked"),
    [(22, date(2026, 12, 22)), (26, date(2026, 12, 28)), (27, date(2026, 12, 28)), (28, date(2026, 12, 28))],
)
def test_a_round_that_falls_on_a_weekend_asks_on_its_monday(start: int, asked: date) -> None:
    assert Round(TEAM, "abc", 30, date(2026, 11, start)).date == asked


@pytest.mark.parametrize(
    "text", ["", "remind:c1", "nudge:a1:U5:two", "digest:abc:60.20261122:U5", "checkin:abc:60.20261122", "told:a1"]
)
def test_a_key_of_another_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_key(text)
