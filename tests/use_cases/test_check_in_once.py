"""Check-ins and processes that go down, calls without an answer, jobs that run twice: everybody is asked once."""

from collections import deque
from contextlib import suppress
from datetime import date, timedelta

import pytest

from bot.use_cases.durable_work import durable_work
from bot.use_cases.notices import RoundKey, read_key
from bot.use_cases.plan_rounds import Round
from bot.use_cases.plans import check_in
from bot.use_cases.ports import Job
from tests.effort import more, thirds
from tests.use_cases.drafting import Drafts
from tests.use_cases.fakes import SKETCHES, Fault
from tests.use_cases.talking import DANA, OLGA, TEAM
from tests.use_cases.tracking import PRIYA, Plans


def test_a_bot_that_slept_over_several_check_ins_makes_up_for_the_last_one(plans: Plans) -> None:
    plans.own(dict.fromkeys(range(1, len(plans.actions) + 1), PRIYA))
    plans.at(75)
    assert plans.asked_people() == [(PRIYA, 60)]
    assert [each.day for each in plans.digests()] == [60]


def test_a_check_in_that_is_too_late_is_left_out(plans: Plans) -> None:
    plans.at(123)
    assert (plans.asked_people(), plans.digests()) == ([], [])


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


def test_a_key_names_its_round_and_person() -> None:
    key = read_key("checkin:abc:60.20261122:U5")
    assert key == RoundKey("abc", 60, date(2026, 11, 22), "U5")
    now = Round(TEAM, "abc", 60, date(2026, 11, 22))
    assert now.key("U5") == str(key) == "checkin:abc:60.20261122:U5"
    assert read_key(now.key("")) == RoundKey("abc", 60, date(2026, 11, 22))


@pytest.mark.parametrize("text", ["remind:c1:1795340481000", "nudge:a1:U5:2", "digest:abc:60.20261122"])
def test_a_key_is_read_as_it_was_written(text: str) -> None:
    assert str(read_key(text)) == text


@pytest.mark.parametrize(
    "text", ["", "remind:c1", "nudge:a1:U5:two", "digest:abc:60.20261122:U5", "checkin:abc:60.20261122", "told:a1"]
)
def test_a_key_of_another_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_key(text)
