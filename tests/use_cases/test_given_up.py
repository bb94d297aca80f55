"""Work that is given up: somebody is told once, what, what to do and the reference; if that fails, without a loop."""

from dataclasses import replace

import pytest

from bot.background import handlers
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.settings import ModelSettings
from bot.slack.messenger import worded
from bot.slack.routes import Parts
from bot.slack.views.jobs import _WORK, in_plain_words
from bot.store.store import SqlStore
from bot.use_cases.jobs import JobSubject, listed, subject_of, tell_given_up, telling
from bot.use_cases.notices import notice_job
from bot.use_cases.ports import Job, Later, NewJob, PrivateWord
from tests.core.drafted import PLAN, wanted
from tests.store.made import claimed, due_again, enqueue, keep, keep_draft, made, on_day, put_cadences
from tests.use_cases.fakes import FakeSlack, Fault, HandClock, let_pass

IN_A1 = {"workspace": "T1", "assessment": "a1"}
LINE = "*Acme Retail* (CX optimization readiness) in <#C1>"
OF_CADENCE = "*Acme Retail* (CX optimization) in <#C1>"
WORK = (
    (NewJob("thread", "t", IN_A1), "U1", f"the thread of {LINE}"),
    (
        NewJob("whisper", "w", {**IN_A1, "person": "U2", "hint": "status"}),
        "U2",
        f"a private word to <@U2> in the thread of {LINE}",
    ),
    (NewJob("share", "s", {**IN_A1, "person": "U2", "key": "share:e1:U2"}), "U2", f"<@U2> shared of {LINE}"),
    (NewJob("unshare", "u", {**IN_A1, "key": "share:e1:U2", "ts": "1.0"}), "U2", f"<@U2> shared of {LINE}"),
    (NewJob("elsewhere", "e", {"workspace": "T1", "person": "U2"}), "U2", "scorecards that <@U2> asked for"),
    (NewJob("remind", "r", {"workspace": "T1", "cadence": "c1", "due": "x"}), "U1", f"next reminder of {OF_CADENCE}"),
    (notice_job("T1", "remind:c1:1800000000000"), "U1", f"the reminder of {OF_CADENCE}"),
    (NewJob("whereabouts", "w2", {**IN_A1, "person": "U9"}), "U1", f"still there to go on with {LINE}"),
    (NewJob("nudge", "n", IN_A1), "U1", f"not answered in {LINE}"),
    (notice_job("T1", "nudge:a1:U2:1"), "U1", f"not answered in {LINE}"),
    (NewJob("checkin", "c", {**IN_A1, "day": "30", "start": "2026-11-22", "person": "U2"}), "U1", f"plan of {LINE}"),
    (notice_job("T1", "checkin:a1:30.20261122:U2"), "U1", f"the check-in on the plan of {LINE}"),
    (notice_job("T1", "digest:a1:30.20261122"), "U1", f"how the plan of {LINE} stands"),
    (NewJob("home", "h", {"workspace": "T1", "person": "U2"}), "U2", "the Home tab of <@U2>"),
    (NewJob("draft", "d", {**IN_A1, "draft": "d1"}), "U2", f"the drafts of {LINE}"),
    (NewJob("from the future", "f", IN_A1), "U1", f"work of the kind from the future for {LINE}"),
    (notice_job("T1", "a key of tomorrow"), None, ""),
    (NewJob("tidy", "tidy"), None, ""),
    (NewJob("thread", "gone", {"workspace": "T1", "assessment": "gone"}), None, ""),
)


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack(HandClock())


def bury(store: SqlStore, new: NewJob) -> Job:
    """Bury a job, and give the work that tells somebody."""
    enqueue(store, new)
    job = claimed(store)
    then = telling(job, on_day(0))
    store.jobs.bury(job, reason="SlackRefusedError invalid_blocks, reference 7f3a", at=on_day(0), then=then)
    return claimed(store)


def tell(store: SqlStore, slack: FakeSlack, job: Job) -> None:
    tell_given_up(store, store.jobs, slack, {**job.payload, "reference": "7f3a"}, on_day(0))


def told(slack: FakeSlack) -> list[tuple[str, str]]:
    """Give who was told and in which words."""
    words = [(each.channel, each.shows) for each in slack.messages]
    return [(channel, worded(shows).text) for channel, shows in words if isinstance(shows, PrivateWord)]


@pytest.mark.parametrize(("new", "person", "what"), WORK, ids=[f"{new.kind} {new.key}" for new, *_ in WORK])
def test_somebody_is_told_of_each_kind_of_work(
    store: SqlStore, slack: FakeSlack, new: NewJob, person: str | None, what: str
) -> None:
    keep(store, made(thread="1.0"))
    keep_draft(store, replace(wanted("d1", PLAN), asked_by="U2"))
    put_cadences(store, due_again())
    job = bury(store, new)
    tell(store, slack, job)
    tell(store, slack, job)
    assert [channel for channel, _ in told(slack)] == ([f"D{person}"] if person is not None else [])
    for _, text in told(slack):
        assert what in text
        assert "Nothing that was said is lost." in text
        assert f"`7f3a`: `cxbot jobs retry {job.payload['job']}`" in text
    (row,) = listed(store, store.jobs, on_day(0), int(job.payload["job"]))
    assert in_plain_words(row.about)


def test_of_what_nobody_heard_the_facilitator_of_each_thread_is_told(store: SqlStore, slack: FakeSlack) -> None:
    keep(store, made(thread="1.0"), made("a2", thread="2.0", channel="C2"), made("a3", thread="3.0", channel="C3"))
    with store.writing("T0ACME0001") as tx:
        tx.mark_unread()
        tx.set_unread("T1", "a3", None)  # that one was read
    tell(store, slack, bury(store, NewJob("catch_up", "catch_up:T1", {"workspace": "T1"})))
    assert [channel in text for (_, text), channel in zip(told(slack), ("<#C1>", "<#C2>"), strict=True)] == [True, True]


def test_every_kind_of_work_has_its_words(store: SqlStore) -> None:
    parts = Parts(store, HandClock(), tuple, lambda _: pytest.fail("not called"), lambda *_: "")
    assert handlers(parts, store, ModelSettings()).keys() - {"notice"} <= _WORK.keys()


def test_telling_that_fails_is_told_to_nobody(store: SqlStore, slack: FakeSlack) -> None:
    keep(store, made(thread="1.0"))
    job = bury(store, NewJob("thread", "t", IN_A1))
    slack.deactivated = {"U1", "U2"}
    with pytest.raises(SlackRefusedError):
        tell(store, slack, job)
    assert telling(job, on_day(0)) is None
    assert in_plain_words(_about(store, job)) == "telling somebody that a job was given up"


def _about(store: SqlStore, job: Job) -> JobSubject:
    with store.reading() as view:
        return subject_of(view, job)


def test_where_the_facilitator_is_gone_a_respondent_is_told(store: SqlStore, slack: FakeSlack) -> None:
    keep(store, made(thread="1.0"))
    slack.deactivated = {"U1"}
    tell(store, slack, bury(store, NewJob("thread", "t", IN_A1)))
    assert [channel for channel, _ in told(slack)] == ["DU2"]


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.LOST, Fault.AFTER])
def test_telling_is_not_repeated_after_a_doubt(store: SqlStore, slack: FakeSlack, fault: Fault) -> None:
    keep(store, made(thread="1.0"))
    job = bury(store, NewJob("thread", "t", IN_A1))
    slack.faults.extend([Fault.NONE, fault])
    with pytest.raises(SlackUnavailableError):
        tell(store, slack, job)
    if fault is Fault.LOST:
        with pytest.raises(Later):
            tell(store, slack, job)
        let_pass(store, 20)
    tell(store, slack, job)
    assert len(told(slack)) == 1


def test_the_same_work_that_is_buried_again_on_one_day_is_told_once(store: SqlStore, slack: FakeSlack) -> None:
    keep(store, made(thread="1.0"))
    jobs = [bury(store, NewJob("thread", "t", IN_A1)) for _ in range(3)]
    for each in jobs:
        tell(store, slack, each)
    ((_, text),) = told(slack)
    assert f"retry {jobs[-1].payload['job']}`" in text


@pytest.mark.parametrize("settled", ["retry", "drop"])
def test_nobody_is_told_of_what_was_settled_before(store: SqlStore, slack: FakeSlack, settled: str) -> None:
    keep(store, made(thread="1.0"))
    job = bury(store, NewJob("thread", "t", IN_A1))
    number = int(job.payload["job"])
    store.jobs.drop(number) if settled == "drop" else store.jobs.retry(number, on_day(0))
    tell(store, slack, job)
    assert told(slack) == []
