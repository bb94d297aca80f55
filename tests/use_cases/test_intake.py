"""An imported assessment goes on where it was left, and so does what was put back from a backup."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.core.assessment import Assessment
from bot.core.cadence.rule import Cadence, Unit
from bot.core.cadence.times import no_holidays
from bot.core.record.intake import read_intake
from bot.core.thread import Headline, Prompt
from bot.store.store import SqlStore, open_store
from bot.use_cases.cadences import CadencePress, CadenceVerb, CadenceWish, Set, act, set_cadence
from bot.use_cases.durable_work import durable_work
from bot.use_cases.housekeeping import resume_restored
from bot.use_cases.intake import IntakeVerdict, export_of, take_export
from bot.use_cases.notified import Reminder
from bot.use_cases.ports import Deed
from tests.databases import ON_POSTGRESQL
from tests.known import as_a, peek, sure
from tests.store.made import keep, made, measured
from tests.use_cases.fakes import SKETCHES, FakeSlack, HandClock
from tests.use_cases.talking import TEAM, Talking


def moved(talking: Talking, to: SqlStore) -> Talking:
    """Have the assessment go on in another database, with the same Slack."""
    with talking.kept.reading() as view:
        file, differences = read_intake(json.dumps(export_of(view, talking.assessment)))
    assert (differences, take_export(to, file, ()).verdict) == ((), IntakeVerdict.IMPORTED)
    there = Talking(to, talking.clock, talking.id)
    there.slack = talking.slack
    return there


def answered(talking: Talking) -> Assessment:
    return sure(peek(talking.kept).assessment(TEAM, talking.id))


def test_one_under_way_goes_on_in_its_thread_with_nothing_said_twice(talking: Talking, tmp_path: Path) -> None:
    talking.say("3, because we map journeys", "2")
    there = moved(talking, open_store(f"sqlite:///{tmp_path}/there.db"))
    assert resume_restored(there.kept) == 1
    there.settle()
    assert next(type(shows) for _, shows in there.slack.own()) is Headline
    assert [type(shows) for _, shows in there.slack.own()].count(Prompt) == 1
    there.say("4, we try things every week")
    assert [each.verdict for each in answered(there).ratings] == [3, 2, 4]
    there.kept.close()


def test_one_that_is_complete_says_and_asks_nothing(drafts: Talking, tmp_path: Path) -> None:
    before = list(drafts.slack.own())
    there = moved(drafts, open_store(f"sqlite:///{tmp_path}/there.db"))
    assert resume_restored(there.kept) == 0
    there.settle()
    assert there.slack.own() == before
    assert answered(there) == answered(drafts)
    there.kept.close()


def test_the_metrics_of_its_subject_come_along_once(drafts: Talking, tmp_path: Path) -> None:
    own = answered(drafts)
    read = replace(measured(), channel=own.channel, subject=own.subject.name)
    with drafts.kept.writing("T0ACME0001") as tx:
        tx.add_reading(TEAM, read)
        tx.add_reading(TEAM, replace(read, id="m2"))
        tx.take_back(TEAM, "m2", "U2", read.at)
    there = open_store(f"sqlite:///{tmp_path}/there.db")
    with there.writing("T0ACME0001") as tx:
        tx.add_reading(TEAM, read)  # came with another assessment of the subject
    moved(drafts, there)
    assert peek(there).metrics(TEAM, own.channel) == (read, replace(read, id="m2", taken_back=True))
    there.close()


WEEKLY = Cadence(1, Unit.WEEK, date(2026, 11, 30), time(9, 30), "Europe/Berlin")
FIRST = datetime.fromisoformat("2026-11-30T08:30:00+00:00")
SECOND, THIRD = FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=2)


class Channel:
    """A channel with one weekly cadence, and the databases that serve it one after the other."""

    def __init__(self, store: SqlStore) -> None:
        self.clock = HandClock()
        self.slack = FakeSlack(self.clock)
        keep(store, made(thread="173.1"))
        wish = CadenceWish(Deed("T1", "C1", "U1", "set"), "cx-optimization", "CX optimization", "Acme Retail", WEEKLY)
        self.cadence = as_a(Set, set_cadence(store, self.clock, wish, no_holidays)).cadence.id

    def serve(self, store: SqlStore, until: datetime) -> None:
        """Let a database serve until a moment: each job runs when it is due."""
        work = durable_work(store, self.clock, self.slack, no_holidays, SKETCHES)
        self.clock.moment = until
        while (job := store.jobs.claim(self.clock.now())) is not None:
            work[job.kind](job)
            store.jobs.finish(job)

    def reminders(self) -> list[Reminder]:
        return [each.shows for each in self.slack.messages if isinstance(each.shows, Reminder)]


@pytest.fixture
def channel(store: SqlStore) -> Channel:
    return Channel(store)


@pytest.fixture
def copy(store: SqlStore, channel: Channel, tmp_path: Path) -> Iterator[SqlStore]:
    """Give a copy made before anything was due."""
    assert channel.reminders() == []
    if ON_POSTGRESQL:  # whose own tools copy it; `cxbot restored` follows
        restored = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
        store.move_to(restored, lambda *_: ())
        restored.mark_restored()
    else:
        store.backup(tmp_path / "copy.db")
        restored = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    yield restored
    restored.close()


def test_a_reminder_that_the_lost_database_sent_is_not_sent_again(
    store: SqlStore, copy: SqlStore, channel: Channel
) -> None:
    channel.serve(store, FIRST)
    channel.serve(store, SECOND)
    assert [each.due for each in channel.reminders()] == [FIRST, SECOND]
    channel.serve(copy, SECOND + timedelta(hours=5))
    assert [each.due for each in channel.reminders()] == [FIRST, SECOND]
    channel.serve(copy, THIRD)
    assert [each.due for each in channel.reminders()] == [FIRST, SECOND, THIRD]


def test_what_was_due_while_no_database_served_is_made_up_for_once(
    store: SqlStore, copy: SqlStore, channel: Channel
) -> None:
    channel.serve(store, FIRST)
    channel.serve(copy, THIRD + timedelta(days=1))
    assert [each.due for each in channel.reminders()] == [FIRST, THIRD]


def test_a_reminder_whose_answer_was_lost_waits_for_one_again(
    store: SqlStore, copy: SqlStore, channel: Channel
) -> None:
    channel.serve(store, FIRST)
    press = CadencePress(Deed("T1", "C1", "U1", "skip"), channel.cadence, FIRST)
    act(store, channel.clock, CadenceVerb.SKIP, press)
    channel.serve(store, FIRST + timedelta(hours=1))
    assert [each.settled for each in channel.reminders()] == ["skipped"]
    channel.serve(copy, FIRST + timedelta(hours=2))
    assert [each.settled for each in channel.reminders()] == [""]
