"""A channel gets another id, or can be posted in again: everything goes on there, whatever comes in which order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.assessment import Status
from bot.core.cadence.times import no_holidays
from bot.core.thread import Result
from bot.use_cases.cadences import CadenceVerb, act
from bot.use_cases.conversation import TAKEN_BEFORE, Kept, Taken, hear_message
from bot.use_cases.housekeeping import close_channel, follow_channel
from bot.use_cases.ports import Deed, Post, PrivateWord
from bot.use_cases.reminders import CANNOT_REMIND, wake_cadences
from bot.use_cases.scorecards import Card, NoneYet, find_answer
from tests.known import peek, sure, write
from tests.use_cases.reminders import MONDAY, QUARTERLY, WEEKLY, Reminders
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking, shows_the_layout

NEW, NEWER = "C9", "C10"


def typed_in(talking: Talking, channel: str, text: str, ts: str = "") -> object:
    heard = hear_message(talking.kept, talking.clock, replace(talking.message(text, ts=ts), channel=channel))
    talking.settle()
    return heard


def moves(talking: Talking, old: str = CHANNEL, new: str = NEW, event: str = "") -> int:
    talking.presses += 1
    deed = Deed(TEAM, old, "", event or str(talking.presses))
    found = follow_channel(talking.kept, talking.clock, deed, new)
    talking.settle()
    return found


def test_the_thread_goes_on_under_the_new_id_and_its_scorecard_is_found_there(talking: Talking) -> None:
    talking.say("2")
    assert moves(talking) == 1
    calls = len(talking.slack.places)
    talking.slack.places.clear()
    for _ in range(5):
        assert isinstance(typed_in(talking, NEW, "3"), Taken)
    assert talking.verdicts() == [2, 3, 3, 3, 3, 3]
    assert calls
    assert talking.slack.places == {NEW}
    assert any(isinstance(shows, Result) for _, shows in talking.slack.own())
    assert shows_the_layout(talking)
    assert isinstance(find_answer(talking.kept, TEAM, NEW, ""), Card)
    assert isinstance(find_answer(talking.kept, TEAM, CHANNEL, ""), NoneYet)


def channels(talking: Talking) -> list[str]:
    """Give as what each id is known now, and where the assessment is."""
    with talking.kept.reading() as view:
        return [*(view.channel_now(TEAM, each) for each in (CHANNEL, NEW, NEWER)), talking.assessment.channel]


def test_the_same_word_of_slack_twice_changes_nothing_more(talking: Talking) -> None:
    found = [moves(talking, event=each) for each in ("1", "1", "2")]
    assert (found, moves(talking, NEW, NEW)) == ([1, 0, 1], 0)
    assert channels(talking) == [NEW, NEW, NEWER, NEW]


@pytest.mark.parametrize("order", [[0, 1], [1, 0], [0, 1, 0], [1, 0, 1]], ids=str)
def test_two_moves_lead_to_the_last_id_in_whichever_order_they_come(talking: Talking, order: list[int]) -> None:
    places = [(CHANNEL, NEW), (NEW, NEWER)]
    for number in order:
        moves(talking, *places[number], event=str(number))
    assert channels(talking) == [NEWER] * 4


def test_a_channel_that_gets_its_old_id_back_is_known_by_it(talking: Talking) -> None:
    moves(talking, event="there")
    moves(talking, NEW, CHANNEL)
    moves(talking, event="there")
    assert channels(talking) == [CHANNEL, CHANNEL, NEWER, CHANNEL]
    talking.say("2")
    assert talking.verdicts()[0] == 2


def test_where_slack_never_says_so_the_headline_that_stands_there_does(talking: Talking) -> None:
    """The fake finds a thread by its ts alone, as if the channel had the new id."""
    assert typed_in(talking, NEW, "2") == Kept()
    assert (talking.assessment.channel, talking.verdicts()[0]) == (NEW, 2)


def test_words_in_a_thread_of_the_same_moment_elsewhere_are_forgotten(talking: Talking) -> None:
    talking.slack.refusals = {"standing C9": "not_in_channel"}
    assert typed_in(talking, NEW, "2") == Kept()
    assert peek(talking.kept).kept_threads(TEAM, NEW) == ()
    assert (talking.assessment.channel, talking.verdicts()[0]) == (CHANNEL, None)


def test_an_answer_under_the_new_id_that_comes_first_is_kept_and_then_taken_once(talking: Talking) -> None:
    ts = talking.slack.next_ts()
    said = replace(talking.message("2", ts=ts), channel=NEW)
    assert [hear_message(talking.kept, talking.clock, said) for _ in range(2)] == [Kept(), Kept()]
    assert talking.verdicts()[0] is None
    moves(talking)
    assert talking.verdicts()[:2] == [2, None]
    assert typed_in(talking, NEW, "2", ts) == TAKEN_BEFORE


def test_an_answer_that_slack_repeats_under_the_new_id_counts_once(talking: Talking) -> None:
    said = talking.say("2")
    moves(talking)
    assert typed_in(talking, NEW, "2", said.ts) == TAKEN_BEFORE
    assert len(talking.assessment.ratings) == 1


def test_words_in_a_thread_of_another_channel_are_none_of_ours(talking: Talking) -> None:
    message = replace(talking.message("2"), channel=NEW, thread="1700000000.000100")
    assert not isinstance(hear_message(talking.kept, talking.clock, message), Taken | Kept)


def test_another_workspace_keeps_its_channel(talking: Talking) -> None:
    assert follow_channel(talking.kept, talking.clock, Deed("T2", CHANNEL, "", "1"), NEW) == 0
    assert talking.assessment.channel == CHANNEL
    assert peek(talking.kept).channel_now(TEAM, CHANNEL) == CHANNEL


def test_reminders_and_notices_move_too_and_the_one_set_last_stands(scene: Reminders) -> None:
    old = scene.remind_us()
    write(scene.kept).put_notice(TEAM, Post("remind:x:1", CHANNEL, "1.0", "d", sent=True))
    new = scene.remind_us(WEEKLY, channel=NEW)
    other = scene.remind_us(QUARTERLY, subject="Globex")
    moves(scene)
    with scene.kept.reading() as view:
        assert {each.id for each in view.cadences(TEAM, NEW)} == {new.id, other.id}
        assert view.cadence(TEAM, old.id) is None
        notice = view.notice(TEAM, "remind:x:1")
    assert sure(notice).channel == NEW
    scene.wait_until(MONDAY + timedelta(minutes=1))
    assert len(scene.reminders()) == 2


# --- a channel that can be posted in again


def wakes(scene: Reminders) -> int:
    found = wake_cadences(scene.kept, scene.clock, TEAM, CHANNEL, no_holidays)
    scene.settle()
    return found


SECOND = datetime(2027, 4, 5, 7, 30, tzinfo=UTC)
MORNING = MONDAY + timedelta(hours=23, minutes=30)
BACK: list[tuple[bool, timedelta, bool, int, int, datetime | None]] = [
    (True, timedelta(days=2), False, 1, 1, SECOND),  # it comes, and then as the rule says
    (True, timedelta(hours=14), False, 1, 0, MORNING),  # by night it waits
    (True, timedelta(days=60), False, 1, 0, SECOND),  # one that is too late is left out
    (False, timedelta(days=2), True, 0, 1, None),  # what people paused stays paused
    (True, timedelta(days=60), True, 0, 0, None),
]
"""Was it missed, when is the channel back, was it paused since; how many wake and stand there, and what comes next."""


@pytest.mark.parametrize(("is_missed", "later", "is_paused", "woken", "stand", "following"), BACK)
def test_a_reminder_that_was_missed_comes_when_the_channel_is_back(
    scene: Reminders,
    later: timedelta,
    woken: int,
    stand: int,
    following: datetime | None,
    *,
    is_missed: bool,
    is_paused: bool,
) -> None:
    cadence = scene.remind_us()
    scene.slack.refusals = {"post C1": "is_archived"} if is_missed else {}
    scene.wait_until(MONDAY + timedelta(minutes=1))
    assert (len(scene.reminders()), scene.next_of(cadence) is None) == (not is_missed, is_missed)
    scene.slack.refusals = {}
    scene.wait_until(MONDAY + later)
    if is_paused:
        assert wakes(scene) == is_missed
        act(scene.kept, scene.clock, CadenceVerb.PAUSE, scene.cadence_press(cadence))
    assert (wakes(scene), wakes(scene)) == (woken, 0)
    assert (len(scene.reminders()), scene.next_of(cadence)) == (stand, following)


def test_a_reminder_that_stands_and_cannot_be_changed_pauses_nothing(scene: Reminders) -> None:
    cadence = scene.remind_us()
    scene.wait_until(MONDAY + timedelta(minutes=1))
    following = scene.next_of(cadence)
    scene.slack.refusals = {f"update {CHANNEL}": "channel_not_found", f"post {CHANNEL}": "channel_not_found"}
    scene.start_another()
    assert scene.next_of(cadence) == following is not None
    words = [each.shows.hint for each in scene.slack.messages if isinstance(each.shows, PrivateWord)]
    assert CANNOT_REMIND not in words


# --- a channel that is gone


def test_what_goes_on_in_a_deleted_channel_is_stopped_and_its_people_are_told_once(scene: Reminders) -> None:
    cadence = scene.remind_us()
    scene.start_another()
    for _ in range(2):
        close_channel(scene.kept, scene.clock, TEAM, CHANNEL)
        scene.settle()
    assert (scene.status, scene.next_of(cadence)) == (Status.STOPPED, None)
    told = [each.shows for each in scene.slack.messages if isinstance(each.shows, PrivateWord)]
    assert [(each.hint, each.person, each.detail["subject"]) for each in told] == [
        ("channel_deleted", DANA, "Acme Retail")
    ]
    assert isinstance(find_answer(scene.kept, TEAM, CHANNEL, ""), Card), "what is complete stays complete"
    scene.wait_until(MONDAY + timedelta(days=100))
    assert scene.reminders() == []


def test_another_channel_goes_on(scene: Reminders) -> None:
    scene.start_another()
    assert close_channel(scene.kept, scene.clock, TEAM, NEW) == 0
    assert scene.status is Status.OPEN


def test_what_is_typed_at_the_moment_in_which_its_channel_moves_is_taken(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = replace(talking.message("2"), channel=NEW)
    writing = talking.kept.writing

    def moved_before(workspace: str) -> object:
        monkeypatch.setattr(talking.kept, "writing", writing)
        moves(talking)
        return writing(workspace)

    monkeypatch.setattr(talking.kept, "writing", moved_before)
    assert isinstance(hear_message(talking.kept, talking.clock, message), Taken)
    talking.settle()
    assert talking.verdicts()[0] == 2
