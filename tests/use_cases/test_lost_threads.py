"""A thread that somebody deleted: nothing stays in the channel, and with a press it goes on in a new one."""

from collections import deque
from typing import Any

import pytest

from bot.core.conversation.talk import Hint
from bot.core.conversation.turns import Button
from bot.core.thread import Confirmation, Headline, Prompt
from bot.use_cases.catch_up import note_gap
from bot.use_cases.conversation import Kept, enqueue_thread, press_button
from bot.use_cases.lost_threads import THREAD_GONE, go_on_anew, hear_thread_deleted
from bot.use_cases.ports import Deed, NotHere
from bot.use_cases.thread import show_headline
from tests.known import peek
from tests.use_cases.fakes import SKETCHES, Fault
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking, shows_the_layout


@pytest.fixture
def lost(talking: Talking) -> Talking:
    """Somebody deletes the thread behind the first answer; nothing tells of it."""
    talking.say("2, a map")
    talking.slack.delete_thread(talking.assessment.thread or "")
    return talking


def anew(talking: Talking, *, by: str = DANA, event: str = "a1") -> str | NotHere:
    found = go_on_anew(talking.kept, talking.clock, Deed(TEAM, f"D{by}", by, event), talking.id)
    talking.settle()
    return found


def told(talking: Talking) -> list[tuple[str, str]]:
    return [(each.hint, each.person) for each in talking.slack.directs]


def in_channel(talking: Talking) -> list[object]:
    return [each.shows for each in talking.slack.messages if each.channel == CHANNEL and each.thread is None]


def test_nothing_stays_in_the_channel_and_the_facilitator_is_told_once(lost: Talking) -> None:
    lost.press(Button.LEVEL, 3)
    lost.press(Button.LEVEL, 2)
    lost.say("3")
    assert in_channel(lost) == []
    assert told(lost) == [(THREAD_GONE, DANA)]
    assert lost.verdicts()[:3] == [2, 3, 2]


@pytest.mark.parametrize("faults", [[Fault.AFTER], [Fault.LOST], [Fault.BEFORE], [Fault.AFTER, Fault.AFTER]])
@pytest.mark.parametrize("calls", [0, 1, 2, 3])
def test_whatever_fails_meanwhile_nothing_stays_in_the_channel(lost: Talking, faults: list[Fault], calls: int) -> None:
    lost.slack.faults = deque([*[Fault.NONE] * calls, *faults])
    lost.press(Button.LEVEL, 3)
    assert in_channel(lost) == []
    assert told(lost) == [(THREAD_GONE, DANA)]


def test_slack_may_tell_of_it_before_anything_is_sent(lost: Talking) -> None:
    hear_thread_deleted(lost.kept, TEAM, CHANNEL, "1.000000")
    hear_thread_deleted(lost.kept, TEAM, CHANNEL, lost.assessment.thread or "")
    lost.settle()
    posts = lost.slack.calls.count("post")
    assert told(lost) == [(THREAD_GONE, DANA)]
    lost.press(Button.LEVEL, 3)
    assert (in_channel(lost), lost.slack.calls.count("post")) == ([], posts)


def test_it_goes_on_in_a_new_thread_with_everything_known(lost: Talking) -> None:
    lost.press(Button.LEVEL, 3)
    assert anew(lost) == CHANNEL
    assert shows_the_layout(lost)
    kinds = [type(shows) for _, shows in lost.slack.own() if isinstance(shows, Headline | Confirmation | Prompt)]
    assert kinds == [Headline, Confirmation, Confirmation, Prompt]
    lost.say("2")
    assert lost.verdicts()[:3] == [2, 3, 2]
    assert shows_the_layout(lost)


def test_pressed_again_or_where_the_thread_stands_it_changes_nothing(lost: Talking) -> None:
    lost.press(Button.LEVEL, 3)
    assert [anew(lost), anew(lost), anew(lost, event="a2")] == [CHANNEL] * 3
    assert len(in_channel(lost)) == 1
    assert anew(lost, by=OLGA, event="a3") == NotHere()


def test_a_second_thread_that_is_deleted_is_told_of_as_well(lost: Talking) -> None:
    lost.press(Button.LEVEL, 3)
    anew(lost)
    lost.slack.delete_thread(lost.assessment.thread or "")
    lost.press(Button.LEVEL, 2)
    assert told(lost) == [(THREAD_GONE, DANA)] * 2
    anew(lost, event="a2")
    assert shows_the_layout(lost)


def test_words_that_waited_for_their_question_are_offered_in_the_new_thread(talking: Talking) -> None:
    talking.slack.refusals = {"post": "is_archived"}
    talking.say("2")
    assert talking.hear(talking.message("3, on purpose")) == Kept()
    talking.slack.refusals.clear()
    talking.slack.delete_thread(talking.assessment.thread or "")
    with talking.kept.writing("T0ACME0001") as tx:
        enqueue_thread(tx, TEAM, talking.id)
    talking.settle()
    anew(talking)
    assert talking.asked() == (2, "level", "early")
    assert Hint.CHAT not in talking.hints()
    talking.press(Button.TAKE_WORDS)
    assert talking.verdicts()[:2] == [2, 3]


def test_a_thread_that_is_found_gone_when_it_is_read_is_told_of(lost: Talking) -> None:
    note_gap(lost.kept)
    lost.settle()
    assert told(lost) == [(THREAD_GONE, DANA)]


@pytest.mark.parametrize("begun", [False, True])
def test_a_headline_that_is_changed_while_its_thread_is_left_does_not_bring_it_back(
    talking: Talking, monkeypatch: pytest.MonkeyPatch, *, begun: bool
) -> None:
    talking.say("2, a map")
    old, plain = talking.assessment.thread, talking.slack.update
    assert old is not None
    talking.slack.delete_thread(old)
    press_button(talking.kept, talking.clock, talking.pressed(Button.LEVEL, 3))

    meanwhile = [old]

    def update(*call: Any) -> None:
        while meanwhile:
            hear_thread_deleted(talking.kept, TEAM, CHANNEL, meanwhile.pop())
            deed = Deed(TEAM, f"D{DANA}", DANA, "a1")
            assert go_on_anew(talking.kept, talking.clock, deed, talking.id) == CHANNEL
            if begun:
                talking.settle()
        plain(*call)

    monkeypatch.setattr(talking.slack, "update", update)
    show_headline(talking.kept, talking.slack, SKETCHES, {"workspace": TEAM, "assessment": talking.id})
    assert meanwhile == [], "the headline was behind"
    talking.settle()
    assert talking.assessment.thread not in (None, old)
    assert len(in_channel(talking)) == 1
    assert old not in [each.ts for each in peek(talking.kept).posts(TEAM, talking.id)]
