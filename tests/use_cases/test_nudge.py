"""Nudges: who gets none, when they come in the person's own day, and that two are the most whatever happens."""

from collections import deque
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.assessment import Rating, Role
from bot.core.conversation.turns import Button
from bot.core.errors import SlackUnavailableError
from bot.core.thread import Departed
from bot.store.store import SqlStore
from bot.use_cases.conversation import press_button
from bot.use_cases.notified import Nudge
from bot.use_cases.nudges import not_now
from bot.use_cases.ports import Deed, Done, Later, NotHere
from tests.effort import more
from tests.known import peek, sure
from tests.store.made import counts
from tests.use_cases.fakes import START, Fault
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking

SUNDAY = START
"""Half past ten in Berlin, when the assessment starts: the first working day after it is a Monday."""
FIRST = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
"""Wednesday, the third working day, at the time of day at which the person was heard of last."""
SECOND = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
END = SUNDAY + timedelta(days=32)
WRITES = 3


class Nudged(Talking):
    """Dana starts on a Sunday and is not heard of again; Olga is only in the channel."""

    def wait_until(self, moment: datetime) -> None:
        """Let the clock go on from one half past to the next, as the machine is awake all the time."""
        while self.clock.moment < moment:
            half_past = self.clock.moment.replace(minute=30, second=0, microsecond=0)
            following = half_past if half_past > self.clock.moment else half_past + timedelta(hours=1)
            self.clock.moment = min(following, moment)
            self.settle()

    def sleep_until(self, moment: datetime) -> None:
        """Let the clock jump, as the machine sleeps."""
        self.clock.moment = moment
        self.settle()

    def nudges(self, person: str = DANA) -> list[Nudge]:
        shown = [each.shows for each in self.slack.messages if each.channel == f"D{person}"]
        return [each for each in shown if isinstance(each, Nudge)]

    def moments(self, person: str = DANA) -> list[datetime]:
        """Give when each nudge was taken in hand."""
        return list(peek(self.kept).dues_taken(TEAM, f"nudge:{self.id}:{person}"))

    def not_now(self, number: int = 1, *, event: str = "n1", by: str = DANA) -> Done | NotHere:
        outcome = not_now(self.kept, self.clock, Deed(TEAM, "", by, event), self.id, number)
        self.settle()
        return outcome


@pytest.fixture
def scene(store: SqlStore) -> Nudged:
    scene = Nudged(store)
    scene.start()
    scene.settle()
    return scene


def hourly(moments: list[datetime]) -> list[datetime]:
    """Give moments to the hour, as the machine looked at the clock."""
    return [each.replace(minute=0, second=0, microsecond=0) for each in moments]


def begin(scene: Nudged, workers: int = 1) -> None:
    """Have the first nudge taken in hand, and not sent yet."""
    scene.clock.moment = FIRST
    job = sure(scene.kept.jobs.claim(FIRST))
    for _ in range(workers):
        with pytest.raises(Later):
            scene.run(job)
    scene.kept.jobs.finish(job)


# --- who gets none


@pytest.mark.parametrize(("said", "count"), [(["2"] * 6, 0), (["pause"], 2)])
def test_a_complete_assessment_nudges_nobody_and_one_that_the_person_paused_does(
    scene: Nudged, said: list[str], count: int
) -> None:
    scene.say(*said)
    scene.wait_until(END)
    assert len(scene.nudges()) == count


def test_a_stopped_assessment_nudges_nobody_until_it_is_reopened(scene: Nudged) -> None:
    scene.say("stop", "yes")
    scene.wait_until(SUNDAY + timedelta(days=9))
    assert scene.nudges() == []
    scene.press(Button.RESUME)
    reopened = scene.clock.now()
    scene.wait_until(reopened + timedelta(days=20))
    assert len(scene.nudges()) == 2
    assert all(each > reopened for each in scene.moments())


def test_an_assessment_whose_thread_was_never_posted_nudges_nobody(store: SqlStore) -> None:
    scene = Nudged(store)
    scene.slack.refusals = {"post C1": "not_in_channel", "join": "channel_not_found"}
    scene.start()
    scene.wait_until(SUNDAY + timedelta(days=12))
    assert scene.nudges() == []


def test_an_assessment_that_is_not_there_nudges_nobody(scene: Nudged) -> None:
    assert scene.not_now() == NotHere()
    scene.sleep_until(FIRST)
    assert scene.not_now(by=OLGA) == NotHere()
    assert scene.not_now(2) == NotHere()
    assert scene.not_now(0) == NotHere()


def test_somebody_who_has_answered_everything_is_not_nudged_for_the_others(scene: Nudged) -> None:
    scene.add(OLGA, Role.RESPONDENT)
    with scene.kept.writing("T0ACME0001") as tx:
        for place in range(1, 7):
            tx.add_rating(TEAM, scene.id, Rating(f"r{place}", scene.key(place), OLGA, 3, (), scene.clock.now(), "m1"))
    scene.wait_until(END)
    assert (len(scene.nudges(DANA)), len(scene.nudges(OLGA))) == (2, 0)


# --- when


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


WAITS: dict[str, tuple[list[tuple[str, datetime]], list[datetime], list[int]]] = {
    "three working days, and three more": ([("wait", END)], [FIRST, SECOND], [0, 0]),
    "not before": ([("wait", FIRST - timedelta(minutes=1))], [], []),
    "put off by every answer": (
        [("wait", at(11, 25, 8, 30)), ("say", FIRST), ("wait", END)],
        [at(11, 30, 9), at(12, 3, 9)],
        [1, 1],
    ),
    "not before that": ([("wait", at(11, 25, 8, 30)), ("say", FIRST), ("wait", at(11, 25, 14, 30))], [], []),
    "by night not": ([("sleep", at(11, 27, 22))], [], []),
    "in the morning after": ([("sleep", at(11, 27, 22)), ("wait", at(11, 30, 12))], [at(11, 30, 8)], [0]),
    "after weeks one": ([("sleep", at(12, 16, 10))], [at(12, 16, 10)], [0]),
    "and the second after its days": (
        [("sleep", at(12, 16, 10)), ("wait", END)],
        [at(12, 16, 10), at(12, 21, 10)],
        [0, 0],
    ),
}
"""How the time passes; in which hours nudges come then, and how many answers each has counted."""


@pytest.mark.parametrize("how", WAITS)
def test_nudges_come_after_three_working_days_by_day_whether_or_not_the_machine_sleeps(scene: Nudged, how: str) -> None:
    steps, moments, answered = WAITS[how]
    for step, moment in steps:
        if step == "say":
            scene.say("2")
        else:
            (scene.wait_until if step == "wait" else scene.sleep_until)(moment)
    assert hourly(scene.moments()) == hourly(moments)
    shown = [(each.person, each.number, each.answered, each.total) for each in scene.nudges()]
    assert shown == [(DANA, number, count, 6) for number, count in enumerate(answered, 1)]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 25, 14, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 11, 25, 19, tzinfo=UTC)),
        ("Australia/Sydney", datetime(2026, 11, 25, 22, tzinfo=UTC)),
        ("", datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ("Nowhere/Land", datetime(2026, 11, 25, 9, tzinfo=UTC)),
    ],
)
def test_it_comes_between_nine_and_five_of_the_persons_own_working_day(
    store: SqlStore, zone: str, expected: datetime
) -> None:
    scene = Nudged(store)
    scene.slack.zones[DANA] = zone
    scene.start()
    scene.wait_until(END)
    assert hourly(scene.moments())[0] == expected


def test_held_up_by_slack_until_the_night_it_is_sent_in_the_morning(scene: Nudged) -> None:
    begin(scene)
    scene.sleep_until(FIRST + timedelta(hours=10))
    assert (len(scene.moments()), scene.nudges()) == (1, [])
    scene.wait_until(FIRST + timedelta(hours=23))
    assert len(scene.nudges()) == 1


def test_what_was_answered_before_it_could_be_sent_is_not_nudged(scene: Nudged) -> None:
    begin(scene)
    for _ in range(6):
        press_button(scene.kept, scene.clock, scene.pressed(Button.LEVEL, 2))
    scene.settle()
    assert scene.nudges() == []


# --- in doubt

SENT = (Fault.AFTER, Fault.LATE, Fault.LAG)


def begin_and_doubt(scene: Nudged, fault: Fault) -> None:
    """Have the first nudge begun; what Slack answered is lost."""
    begin(scene)
    scene.slack.faults = deque([Fault.NONE, fault])
    job = sure(scene.kept.jobs.claim(FIRST))
    with pytest.raises(SlackUnavailableError):
        scene.run(job)
    scene.kept.jobs.put_back(job)
    assert stands(scene) is False


def stands(scene: Nudged) -> bool | None:
    """Tell whether it is known where the first nudge stands; None where it counts as never sent."""
    notice = peek(scene.kept).notice(TEAM, f"nudge:{scene.id}:{DANA}:1")
    return notice.ts is not None if notice is not None else None


@pytest.mark.parametrize("fault", [Fault.LOST, *SENT])
def test_one_in_doubt_is_found_by_night_and_not_sent_before_the_morning(scene: Nudged, fault: Fault) -> None:
    begin_and_doubt(scene, fault)
    scene.sleep_until(FIRST + timedelta(hours=10))
    assert stands(scene) is (True if fault in SENT else None)
    assert len(scene.nudges()) == (fault in SENT)
    scene.wait_until(FIRST + timedelta(hours=23))
    assert len(scene.nudges()) == 1


@pytest.mark.parametrize("fault", [Fault.LOST, *SENT])
def test_one_in_doubt_that_is_not_wanted_any_more_is_found_and_kept_up_to_date(scene: Nudged, fault: Fault) -> None:
    begin_and_doubt(scene, fault)
    for _ in range(6):
        press_button(scene.kept, scene.clock, scene.pressed(Button.LEVEL, 2))
    scene.settle()
    assert [each.answered for each in scene.nudges()] == ([6] if fault in SENT else [])
    assert stands(scene) is (True if fault in SENT else None)
    scene.wait_until(END)
    assert len(scene.nudges()) == (fault in SENT)


# --- not now


def test_not_now_puts_the_second_one_off_by_a_week(scene: Nudged) -> None:
    scene.wait_until(FIRST + timedelta(hours=3))
    pressed = scene.clock.now()
    assert scene.not_now() == Done()
    assert [each.later for each in scene.nudges()] == [True]
    scene.wait_until(END)
    assert len(scene.moments()) == 2
    assert timedelta(days=7) <= scene.moments()[1] - pressed <= timedelta(days=7, hours=1)
    assert [each.later for each in scene.nudges()] == [True, False]


def test_pressed_again_it_changes_nothing(scene: Nudged) -> None:
    scene.wait_until(FIRST + timedelta(hours=1))
    scene.not_now()
    pressed = scene.clock.now()
    scene.wait_until(pressed + timedelta(days=2))
    assert scene.not_now() == scene.not_now(event="n2") == Done()
    scene.wait_until(END)
    assert scene.moments()[1] - pressed <= timedelta(days=7, hours=1)


# --- whatever happens


@pytest.mark.parametrize("at", range(1, 2 * WRITES + 2))
@pytest.mark.parametrize("when", [pytest.param("before", marks=more), "after"])
def test_a_crash_at_any_write_sends_each_once(scene: Nudged, at: int, when: str) -> None:
    scene.store = scene.crashing
    getattr(scene.crashing, when).add(at)
    scene.wait_until(END)
    assert [each.number for each in scene.nudges()] == [1, 2]
    assert at <= 2 * WRITES or scene.crashing.writes == 2 * WRITES, "there are no others"


@pytest.mark.parametrize("fault", [pytest.param(Fault.BEFORE, marks=more), Fault.LOST, Fault.AFTER])
@pytest.mark.parametrize("calls", range(3))
def test_a_call_without_an_answer_is_tried_again_and_sends_each_once(scene: Nudged, fault: Fault, calls: int) -> None:
    scene.slack.faults = deque([Fault.NONE] * calls + [fault])
    scene.wait_until(END)
    assert [each.number for each in scene.nudges()] == [1, 2]
    assert not scene.slack.faults


def test_two_workers_that_run_the_same_job_nudge_once(scene: Nudged) -> None:
    begin(scene, workers=3)
    scene.settle()
    assert len(scene.nudges()) == len(scene.moments()) == 1


@pytest.mark.parametrize("is_known_by", ["users.info", "a refusal"])
def test_of_a_respondent_who_is_gone_the_channel_is_told_once(scene: Nudged, is_known_by: str) -> None:
    scene.add(OLGA, Role.RESPONDENT)
    scene.slack.members = {(CHANNEL, DANA)}
    if is_known_by == "users.info":
        scene.slack.deactivated.add(OLGA)
    else:
        scene.slack.refusals = {f"post D{OLGA}": "user_disabled"}
    scene.wait_until(END)
    told = [each.shows.departure for each in scene.slack.messages if isinstance(each.shows, Departed)]
    assert [each.person for each in told] == [OLGA]
    assert len(scene.nudges(DANA)) == 2


def test_a_facilitator_who_is_gone_is_not_told_about_themselves(scene: Nudged) -> None:
    scene.slack.deactivated.add(DANA)
    scene.wait_until(END)
    assert [each.channel for each in scene.slack.messages if each.channel.startswith("D")] == []
    assert counts(scene.kept.jobs)["waiting"] == 0
