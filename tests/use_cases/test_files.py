"""A file is sent once, whatever happens to the calls and to the process."""

from collections import deque

import pytest

from bot.core.errors import BotError, SlackRefusedError
from bot.core.scoring.trend import trend
from bot.store.store import SqlStore
from bot.use_cases.files import TREND_PICTURE, _Frame, ask_for_trend, send_file
from bot.use_cases.notified import Picture, Upload
from bot.use_cases.ports import Deed, Later
from tests.core.examples import example_framework
from tests.core.rated import assessment_of
from tests.effort import thirds
from tests.store.made import keep, made
from tests.use_cases.fakes import SKETCHES, CrashError, CrashingStore, FakeSlack, Fault, HandClock, let_pass
from tests.use_cases.talking import TEAM

REPORT = Upload("report.html", "Report", b"<html>", "The report that you asked for.")
STEPS = 2  # the file is given to Slack, then shared


def send(store: CrashingStore, slack: FakeSlack) -> None:
    about = made("a1", workspace=TEAM)
    send_file(store, slack, about, "report:a1", REPORT, direct="DU1")


@pytest.mark.parametrize("fault", [*Fault])
@pytest.mark.parametrize("step", thirds(range(STEPS)))
@pytest.mark.parametrize("crash", [None, ("before", 1), ("after", 1), ("before", 2), ("after", 2)])
def test_a_file_is_there_once(store: SqlStore, fault: Fault, step: int, crash: tuple[str, int] | None) -> None:
    slack, crashing = FakeSlack(HandClock()), CrashingStore(store)
    slack.faults = deque([Fault.NONE] * step + [fault])
    if crash is not None:
        getattr(crashing, crash[0]).add(crash[1])
    for _ in range(6):
        try:
            send(crashing, slack)
        except Later as later:
            let_pass(store, later.seconds)
            slack.let_pass(later.seconds)
        except (BotError, CrashError):
            continue
    send(crashing, slack)
    assert [each.shows for each in slack.messages] == [REPORT]


def test_a_file_that_slack_refuses_was_never_sent(store: SqlStore) -> None:
    slack = FakeSlack(HandClock(), refusals={"post DU1": "is_archived"})
    with pytest.raises(SlackRefusedError):
        send(CrashingStore(store), slack)
    slack.refusals.clear()
    send(CrashingStore(store), slack)
    assert len(slack.messages) == 1


def test_two_who_ask_for_a_picture_at_once_are_never_shown_a_deleted_one(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack, assessment = FakeSlack(HandClock()), made("a1", channel="C1")
    keep(store, assessment)
    frame, new = _Frame(store, slack, assessment, "trend_picture:a1"), Picture("<svg>new", "new")
    frame.hang(SKETCHES, Picture("<svg>old", "old"), "t.png")
    others, gone = [frame], []

    def drop_file(file: str) -> None:
        gone.append(file)

    def keep_slowly(*_call: object) -> None:
        if others:
            others.pop().hang(SKETCHES, new, "t.png")

    monkeypatch.setattr(slack, "drop_file", drop_file)
    monkeypatch.setattr(slack, "keep", keep_slowly)
    with pytest.raises(Later):
        frame.hang(SKETCHES, new, "t.png")
    assert frame.hang(SKETCHES, new, "t.png") not in gone


def test_a_picture_of_a_line_that_slack_asks_for_twice_is_made_once(store: SqlStore) -> None:
    clock, line = HandClock(), [assessment_of(example_framework(), [2] * 6, days=days) for days in (0, 90)]
    first, again = Deed(TEAM, "C1", "U1", "press"), Deed(TEAM, "C1", "U1", "another press")
    made_of = []
    for deed in (first, first, again):
        assert ask_for_trend(store, clock, deed, trend(line))
        while (job := store.jobs.claim(clock.now())) is not None:
            made_of.append(job.kind)
            store.jobs.finish(job)
    assert made_of == [TREND_PICTURE, TREND_PICTURE]
