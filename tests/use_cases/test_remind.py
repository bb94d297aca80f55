"""Reminders: what they say, when none is sent, and that each due moment is seen to once whatever happens."""

import threading
from collections import deque
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.assessment import Status, Subject
from bot.core.cadence.rule import Cadence, SetCadence
from bot.core.cadence.times import no_holidays
from bot.core.plan.plan import ActionUpdate, Progress
from bot.slack.views import reminders as words
from bot.store.store import SqlStore, open_store
from bot.use_cases import cadences
from bot.use_cases.cadences import CadenceVerb, reminder_key
from bot.use_cases.notices import notice_job
from bot.use_cases.ports import Deed, Job, PrivateWord
from bot.use_cases.reminders import remind
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import example_framework
from tests.effort import thirds
from tests.known import write
from tests.use_cases.drafting import plan
from tests.use_cases.fakes import START, Fault
from tests.use_cases.reminders import MONDAY, QUARTERLY, WEEKLY, Reminders
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM

WEEK = timedelta(days=7)
SECOND = datetime(2027, 4, 5, 7, 30, tzinfo=UTC)
WRITES = 4
"""What a due moment takes: that it is taken, that the reminder is being sent, where it stands, and its owner's Home."""
REFUSED_WRITES = 6
"""That it is taken, being sent and was not; the word to the owner being sent and where it stands; that it is paused."""


def job_at(scene: Reminders, moment: datetime) -> Job:
    """Claim the work that is due at a moment."""
    scene.clock.moment = moment
    while (job := scene.kept.jobs.claim(moment)) is not None:
        if job.kind == "remind":
            return job
        scene.kept.jobs.finish(job)
    raise AssertionError("no reminder is due")


# --- when one is sent, and when none


HOUR, INSTANT = timedelta(hours=1), timedelta(seconds=1)
THIRD = datetime(2027, 7, 5, 7, 30, tzinfo=UTC)
FEBRUARY, MAY = datetime(2027, 2, 1, 8, 30, tzinfo=UTC), datetime(2027, 5, 3, 7, 30, tzinfo=UTC)
FROM_FEBRUARY = replace(QUARTERLY, first=FEBRUARY.date())
PAUSE, RESUME, SNOOZE, REMOVE = map(CadenceVerb, ("pause", "resume", "snooze", "remove"))
Step = tuple[CadenceVerb | Cadence | None, datetime, list[datetime]]
WEEKS = [MONDAY + number * WEEK for number in range(6)]
PLAYS: dict[str, tuple[Cadence, list[Step], datetime | None]] = {
    "removed": (QUARTERLY, [(REMOVE, SECOND, [])], None),
    "paused until it is resumed": (QUARTERLY, [(PAUSE, WEEKS[1], []), (RESUME, SECOND, [SECOND])], THIRD),
    "snoozed": (QUARTERLY, [(SNOOZE, MONDAY + HOUR, []), (None, WEEKS[1], [WEEKS[1]])], SECOND),
    "changed": (QUARTERLY, [(FROM_FEBRUARY, WEEKS[1], []), (None, FEBRUARY, [FEBRUARY])], MAY),
    "back and forth": (QUARTERLY, [(WEEKLY, START, []), (QUARTERLY, MONDAY, [MONDAY])], SECOND),
    "each week": (WEEKLY, [(None, due, WEEKS[: place + 1]) for place, due in enumerate(WEEKS[:4])], WEEKS[4]),
    "clocks that change": (
        QUARTERLY,
        [(None, MONDAY, [MONDAY]), (None, SECOND - INSTANT, [MONDAY]), (None, SECOND, [MONDAY, SECOND])],
        THIRD,
    ),
    "asleep over five": (WEEKLY, [(None, WEEKS[4] + 3 * HOUR, [WEEKS[4]])], WEEKS[5]),
    "late by less than a month": (QUARTERLY, [(None, MONDAY + 27 * 24 * HOUR, [MONDAY])], SECOND),
}
"""A rule; what is done with it, until when is waited and what was due then; and what comes next."""


@pytest.mark.parametrize("play", PLAYS.values(), ids=PLAYS)
def test_each_due_moment_of_the_rule_that_stands_sends_one_reminder(
    scene: Reminders, play: tuple[Cadence, list[Step], datetime | None]
) -> None:
    rule, steps, following = play
    cadence = scene.remind_us(rule)
    for deed, until, dues in steps:
        press = scene.cadence_press(cadence)
        if isinstance(deed, CadenceVerb):
            cadences.act(scene.kept, scene.clock, deed, press, no_holidays)
        elif deed is not None:
            cadences.change(scene.kept, scene.clock, press, deed, no_holidays)
        scene.wait_until(max(until, scene.clock.moment))
        assert scene.dues() == dues
    stands = scene.standing(cadence)
    assert (stands.next_due if stands is not None else None) == following


@pytest.mark.usefixtures("cadence")
def test_too_late_by_more_than_a_month_none_is_sent_and_the_next_regular_one_is(scene: Reminders) -> None:
    scene.wait_until(MONDAY + timedelta(days=31, seconds=1))
    assert scene.reminders() == []
    assert [(each.hint, each.detail["due"], each.detail["next"]) for each in scene.slack.directs] == [
        ("too_late", MONDAY.isoformat(), SECOND.isoformat())
    ]
    scene.wait_until(SECOND)
    assert scene.dues() == [SECOND]


def test_a_reminder_that_slack_held_up_for_too_long_is_not_sent_any_more(scene: Reminders, cadence: SetCadence) -> None:
    job = job_at(scene, MONDAY)
    scene.run(job)
    scene.kept.jobs.finish(job)
    scene.wait_until(MONDAY + timedelta(days=40))
    assert scene.reminders() == []
    assert scene.taken(cadence) == (MONDAY,)
    assert [each.hint for each in scene.slack.directs] == ["too_late"]


def test_whoever_could_not_be_told_of_a_reminder_that_is_passed_over_is_told_later(
    scene: Reminders, cadence: SetCadence
) -> None:
    scene.slack.refusals = {"direct": "fatal_error", "direct_channel": "fatal_error"}
    with suppress(AssertionError):
        scene.wait_until(MONDAY + timedelta(days=40), tries=20)
    assert (scene.taken(cadence), scene.slack.directs) == ((MONDAY,), [])
    scene.slack.refusals.clear()
    for hours in range(1, 4):
        scene.wait_until(MONDAY + timedelta(days=40, hours=hours))
    assert (scene.reminders(), [each.hint for each in scene.slack.directs]) == ([], ["too_late"])


@pytest.mark.parametrize("code", thirds(["token_revoked", "fatal_error"]))
@pytest.mark.parametrize(("days", "sent", "words"), [(5, 1, 0), (40, 0, 1)])
def test_after_an_outage_it_is_sent_once_or_passed_over_with_a_word(
    scene: Reminders, cadence: SetCadence, code: str, days: int, sent: int, words: int
) -> None:
    scene.slack.refusals = dict.fromkeys(("post", "direct_channel"), code)
    for hours in range(3):
        with suppress(AssertionError):
            scene.wait_until(MONDAY + timedelta(hours=hours), tries=20)
    scene.slack.refusals.clear()
    for later in range(2):
        scene.wait_until(MONDAY + timedelta(days=days, hours=later))
    assert (len(scene.reminders()), [each.hint for each in scene.slack.directs]) == (sent, ["too_late"] * words)
    assert scene.next_of(cadence) == SECOND


# --- each due moment once


def test_the_same_job_run_again_does_nothing(scene: Reminders, cadence: SetCadence) -> None:
    job = job_at(scene, MONDAY)
    for _ in range(3):
        remind(scene.kept, scene.clock, job.payload, no_holidays)
    scene.kept.jobs.finish(job)
    scene.settle()
    assert scene.dues() == [MONDAY]
    assert scene.taken(cadence) == (MONDAY,)


def test_two_processes_that_run_the_same_job_send_one_reminder(
    scene: Reminders, cadence: SetCadence, tmp_path: Path
) -> None:
    job = job_at(scene, MONDAY)
    stores = [open_store(f"sqlite:///{tmp_path / 'cxbot.db'}") for _ in range(4)]
    ready = threading.Barrier(len(stores))

    def run(store: SqlStore) -> None:
        ready.wait(60)
        remind(store, scene.clock, job.payload, no_holidays)

    threads = [threading.Thread(target=run, args=(each,)) for each in stores]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    for store in stores:
        store.close()
    scene.kept.jobs.finish(job)
    scene.settle()
    assert scene.dues() == [MONDAY]
    assert scene.taken(cadence) == (MONDAY,)
    assert scene.next_of(cadence) == SECOND


@pytest.mark.parametrize("at", range(1, WRITES + 2))
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_write_sends_one_reminder(scene: Reminders, cadence: SetCadence, at: int, when: str) -> None:
    scene.store = scene.crashing
    getattr(scene.crashing, when).add(at)
    scene.wait_until(MONDAY)
    assert at <= WRITES or scene.crashing.writes == WRITES, "there are no others"
    assert scene.dues() == [MONDAY]
    assert scene.next_of(cadence) == SECOND


def test_crashes_at_every_write_one_after_the_other_send_one_reminder(scene: Reminders) -> None:
    cadence = scene.remind_us()
    scene.store = scene.crashing
    scene.crashing.before, scene.crashing.after = {1, 3, 5, 7}, {2, 4, 6}
    scene.wait_until(MONDAY)
    assert scene.dues() == [MONDAY]
    assert scene.taken(cadence) == (MONDAY,)


@pytest.mark.parametrize("faults", [[Fault.BEFORE], [Fault.LOST], [Fault.AFTER], [Fault.AFTER, Fault.LOST]])
def test_a_call_without_an_answer_is_tried_again_and_sends_one_reminder(
    scene: Reminders, cadence: SetCadence, faults: list[Fault]
) -> None:
    scene.slack.faults = deque(faults)
    scene.wait_until(MONDAY)
    assert scene.dues() == [MONDAY]
    assert scene.next_of(cadence) == SECOND


# --- a channel that takes no posts


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "channel_not_found", "restricted_action"])
def test_where_nothing_can_be_posted_the_owner_is_told_once_and_it_is_paused(
    scene: Reminders, cadence: SetCadence, code: str
) -> None:
    scene.slack.refusals = {f"post {CHANNEL}": code}
    scene.wait_until(MONDAY)
    scene.wait_until(SECOND)
    words = [(each.channel, each.shows) for each in scene.slack.messages if isinstance(each.shows, PrivateWord)]
    detail = {"channel": CHANNEL, "subject": cadence.subject, "title": cadence.title}
    detail |= {"method": "chat.postMessage", "code": code}
    assert words == [(f"D{DANA}", PrivateWord("cannot_remind", DANA, detail))]
    assert scene.next_of(cadence) is None
    assert "join" not in scene.slack.calls, "whoever took the bot out did not want it back"


@pytest.mark.parametrize("at", range(1, REFUSED_WRITES + 2))
@pytest.mark.parametrize("when", ["before", "after"])
def test_after_a_crash_at_any_write_the_owner_is_told_once(
    scene: Reminders, cadence: SetCadence, at: int, when: str
) -> None:
    scene.slack.refusals = {f"post {CHANNEL}": "is_archived"}
    scene.store = scene.crashing
    getattr(scene.crashing, when).add(at)
    scene.wait_until(MONDAY)
    assert at <= REFUSED_WRITES or scene.crashing.writes == REFUSED_WRITES, "there are no others"
    assert [each.hint for each in scene.slack.directs] == ["cannot_remind"]
    assert scene.next_of(cadence) is None


def test_where_the_owner_is_gone_too_it_is_just_paused(scene: Reminders, cadence: SetCadence) -> None:
    scene.slack.refusals = {f"post {CHANNEL}": "is_archived"}
    scene.slack.deactivated.add(DANA)
    scene.wait_until(MONDAY)
    assert scene.next_of(cadence) is None
    assert scene.slack.directs == []


def test_back_in_the_channel_it_goes_on_with_the_next_one_and_makes_up_for_none(
    scene: Reminders, cadence: SetCadence
) -> None:
    scene.slack.refusals = {f"post {CHANNEL}": "not_in_channel"}
    scene.wait_until(MONDAY)
    scene.slack.refusals.clear()
    cadences.act(scene.kept, scene.clock, CadenceVerb.RESUME, scene.cadence_press(cadence), no_holidays)
    scene.start_another()
    assert scene.reminders() == [], "an assessment that starts now is no answer to what nobody saw"
    scene.wait_until(SECOND)
    assert scene.dues() == [SECOND]


def test_a_line_without_a_complete_assessment_is_reminded_too(store: SqlStore) -> None:
    scene = Reminders(store)
    scene.remind_us()
    scene.wait_until(MONDAY)
    (shown,) = scene.reminders()
    assert (shown.last, shown.actions, shown.oldest) == (None, (), ())


def test_it_shows_the_last_scorecard_of_its_line_and_how_the_plan_stands(scene: Reminders) -> None:
    cadence = scene.remind_us(by=OLGA)
    scene.draft_all()
    scene.accept(plan(scene))
    first = scene.actions[0]
    with scene.kept.writing("T0ACME0001") as tx:
        done = ActionUpdate(first.id, Progress.DONE, "", "", DANA, scene.clock.now())
        tx.add_action_update(TEAM, scene.id, done)
    scene.wait_until(MONDAY)
    (shown,) = scene.reminders()
    assert shown.last is not None
    assert (shown.last.assessment, shown.cadence, shown.settled) == (scene.id, scene.standing(cadence), "")
    assert [each.accepted for each in shown.actions] == list(scene.actions)
    assert [each.is_open for each in shown.actions] == [False] + [True] * (len(scene.actions) - 1)


def test_of_another_subject_or_channel_it_shows_nothing(scene: Reminders) -> None:
    scene.remind_us(subject="Globex")
    scene.remind_us(channel="C2")
    scene.wait_until(MONDAY)
    assert [each.last for each in scene.reminders()] == [None, None]


def test_it_names_the_dimensions_whose_evidence_is_oldest_even_where_it_was_repeated(store: SqlStore) -> None:
    scene = Reminders(store)
    first, again = "2, {} were counted", "3, {} were counted"
    scene.complete(*(first.format(each) for each in ("tills", "queues", "calls", "visits", "orders", "stores")))
    scene.remind_us()
    old = {scene.key(place): scene.assessment.history(scene.key(place))[0].said_at for place in range(1, 7)}
    scene.clock.moment += timedelta(days=30)
    scene.start_another()
    scene.say("2, a new map", again.format("queues"), "2, new calls", again.format("visits"), "2", "n/a, no stores")
    assert scene.status is Status.COMPLETE
    scene.wait_until(MONDAY)
    (shown,) = scene.reminders()
    names = {each.key: each.name for each in scene.assessment.framework.dimensions}
    assert list(shown.oldest) == [(names[scene.key(place)], old[scene.key(place)]) for place in (2, 4, 5)]


def test_an_assessment_that_starts_answers_the_reminder_however_it_was_started(
    scene: Reminders, cadence: SetCadence
) -> None:
    scene.wait_until(MONDAY)
    scene.start_another()
    (shown,) = scene.reminders()
    assert (shown.settled, shown.by) == ("started", DANA)
    late = cadences.act(
        scene.kept, scene.clock, CadenceVerb.SKIP, scene.cadence_press(cadence, MONDAY, by=OLGA), no_holidays
    )
    assert isinstance(late, cadences.Faster)


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        ({}, "started_other"),
        ({"subject": " acme RETAIL "}, "started_other"),
        ({"framework": example_framework()}, "started"),
        ({"subject": "Globex"}, ""),  # what is due is still due
        ({"channel": "C0ELSEWHERE"}, ""),
        ({"workspace": "T0OTHER"}, ""),
        ({"cadence": "unknown"}, ""),
        ({"due": MONDAY + timedelta(days=7)}, ""),
    ],
    ids=str,
)
def test_what_is_started_from_a_reminder_answers_it_though_with_another_framework(
    scene: Reminders, cadence: SetCadence, given: dict[str, Any], settled: str
) -> None:
    scene.wait_until(MONDAY)
    other = replace(example_framework(), slug="loyalty", title="Loyalty")
    start = Start(
        Deed(given.get("workspace", TEAM), given.get("channel", CHANNEL), OLGA, "from the reminder"),
        given.get("framework", other),
        Subject(given.get("subject", "Acme Retail")),
        {},
        answers=(given.get("cadence", cadence.id), given.get("due", MONDAY)),
    )
    start_assessment(scene.kept, scene.clock, start)
    scene.settle()
    (shown,) = scene.reminders()
    assert (shown.settled, shown.by) == (settled, OLGA if settled else "")
    skipped = cadences.act(scene.kept, scene.clock, CadenceVerb.SKIP, scene.cadence_press(cadence, MONDAY))
    assert isinstance(skipped, cadences.Faster) is bool(settled)
    if settled:
        text = words.reminder(shown).text
        assert f"<@{OLGA}> started" in text
        assert ("with another framework. Next reminder" in text) is (settled == "started_other")


def test_a_reminder_that_somebody_skipped_meanwhile_stays_skipped(scene: Reminders, cadence: SetCadence) -> None:
    scene.wait_until(MONDAY)
    cadences.act(scene.kept, scene.clock, CadenceVerb.SKIP, scene.cadence_press(cadence, MONDAY, by=OLGA))
    other = replace(example_framework(), slug="loyalty", title="Loyalty")
    deed = Deed(TEAM, CHANNEL, DANA, "from the reminder")
    start_assessment(
        scene.kept, scene.clock, Start(deed, other, Subject("Acme Retail"), {}, answers=(cadence.id, MONDAY))
    )
    scene.settle()
    assert [(each.settled, each.by) for each in scene.reminders()] == [("skipped", OLGA)]


def test_a_framework_in_the_place_of_the_one_reminded_of_goes_on_with_its_line(
    scene: Reminders, cadence: SetCadence
) -> None:
    successor = replace(example_framework(), slug="cx-optimization-2", supersedes=("cx-optimization",))
    scene.start_another(successor)
    scene.say(*["3"] * 6)
    scene.wait_until(MONDAY)
    (shown,) = scene.reminders()
    assert shown.last is not None
    assert (shown.last.assessment, shown.last.framework.slug) == (scene.id, successor.slug)
    scene.start_another(successor)
    assert [each.settled for each in scene.reminders()] == ["started"]
    assert scene.next_of(cadence) is not None


def test_what_was_found_after_a_reminder_does_not_change_what_it_says(scene: Reminders, cadence: SetCadence) -> None:
    last = scene.id
    scene.wait_until(MONDAY)
    scene.start_another()
    scene.say(*["3"] * 6)
    write(scene.kept).enqueue(notice_job(TEAM, reminder_key(cadence.id, MONDAY)))
    scene.settle()
    (shown,) = scene.reminders()
    assert shown.last is not None
    assert (scene.status, shown.last.assessment) == (Status.COMPLETE, last)
