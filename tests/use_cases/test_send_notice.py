"""Messages outside of threads: sent once whatever happens to the calls, redrawn in place, and never forced back."""

from collections import deque
from collections.abc import Mapping
from contextlib import nullcontext

import pytest

from bot.core.errors import BotError, SlackRefusedError, SlackUnavailableError
from bot.store.store import SqlStore
from bot.use_cases.notices import show_notice, tell_once
from bot.use_cases.ports import Later, Post, PrivateWord, Showable, Worded
from tests.known import peek
from tests.use_cases.fakes import CrashError, CrashingStore, FakeSlack, Fault, HandClock, let_pass
from tests.use_cases.talking import CHANNEL, DANA, TEAM

KEY = "digest:a1:30"
FIRST, SECOND = PrivateWord("first", DANA), PrivateWord("second", DANA)
WRITES = 2
"""What sending takes: that it is sent, and where it stands."""


class Desk:
    """One message that is shown again and again."""

    def __init__(self, store: SqlStore) -> None:
        self.kept, self.slack = store, FakeSlack(HandClock())
        self.store = CrashingStore(store)

    def show(self, shows: PrivateWord = FIRST) -> str | None:
        return show_notice(self.store, self.slack, TEAM, CHANNEL, KEY, shows)

    def try_to_show(self, shows: PrivateWord = FIRST, times: int = 5) -> None:
        """Run it until it goes through."""
        for _ in range(times):
            try:
                self.show(shows)
            except Later as later:
                let_pass(self.kept, later.seconds)
                self.slack.let_pass(later.seconds)
            except (BotError, CrashError):
                continue
            else:
                return
        raise AssertionError("it does not go through")

    @property
    def notice(self) -> Post | None:
        return peek(self.kept).notice(TEAM, KEY)

    @property
    def shown(self) -> list[object]:
        return [each.shows for each in self.slack.messages]


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store)


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "invalid_blocks"])
def test_what_slack_refuses_is_told_to_the_caller_and_was_never_sent(desk: Desk, code: str) -> None:
    desk.slack.refusals = {"post": code}
    with pytest.raises(SlackRefusedError):
        desk.show()
    assert desk.notice is None


@pytest.mark.parametrize("code", ["edit_window_closed", "cant_update_message"])
def test_a_message_that_cannot_be_changed_stays_as_it_is_and_is_not_tried_again(desk: Desk, code: str) -> None:
    ts = desk.show()
    desk.slack.refusals = {"update": code}
    assert desk.show(SECOND) == desk.show(SECOND) == ts
    assert desk.shown == [FIRST]
    assert desk.slack.calls.count("update") == 1


def test_a_message_that_somebody_took_away_is_not_forced_back(desk: Desk) -> None:
    desk.show()
    desk.slack.messages.clear()
    assert desk.show(SECOND) is None
    assert desk.shown == []


def test_a_message_whose_channel_refuses_the_change_tells_the_caller(desk: Desk) -> None:
    desk.show()
    desk.slack.refusals = {"update": "is_archived"}
    with pytest.raises(SlackRefusedError):
        desk.show(SECOND)


def test_it_is_sent_with_one_call_and_redrawn_only_when_it_changes(desk: Desk) -> None:
    ts = desk.show()
    assert desk.show() == desk.show(SECOND) == ts
    assert desk.slack.calls == ["post", "update"]
    assert desk.shown == [SECOND]
    assert desk.notice == Post(KEY, CHANNEL, ts, desk.slack.worded(SECOND).digest, sent=True)


@pytest.mark.parametrize(
    ("faults", "calls"),
    [
        ([Fault.BEFORE], ["post", "post"]),
        ([Fault.LOST], ["post", "find", "find", "post"]),
        ([Fault.LATE], ["post", "find", "find"]),
        ([Fault.LATE, Fault.BEFORE], ["post", "find", "find", "find"]),
        ([Fault.BEFORE, Fault.LATE], ["post", "post", "find", "find"]),
        ([Fault.LAG], ["post", "find", "find"]),
        ([Fault.AFTER], ["post", "find"]),
        ([Fault.AFTER, Fault.BEFORE], ["post", "find", "find"]),
    ],
)
def test_a_call_without_an_answer_sends_it_once(desk: Desk, faults: list[Fault], calls: list[str]) -> None:
    desk.slack.faults = deque(faults)
    desk.try_to_show()
    assert desk.shown == [FIRST]
    assert desk.slack.calls == calls


@pytest.mark.parametrize("fault", [Fault.LATE, Fault.LOST, Fault.AFTER])
def test_a_change_that_comes_late_brings_no_older_text_back(desk: Desk, fault: Fault) -> None:
    desk.show()
    desk.slack.faults = deque([fault])
    with pytest.raises(SlackUnavailableError):
        desk.show(SECOND)
    desk.try_to_show(FIRST)
    desk.slack.let_pass(60)
    assert desk.shown == [FIRST]
    desk.slack.calls.clear()
    desk.show()
    assert desk.slack.calls == []


@pytest.mark.parametrize("at", range(1, WRITES + 2))
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_write_sends_it_once(desk: Desk, at: int, when: str) -> None:
    getattr(desk.store, when).add(at)
    with pytest.raises(CrashError) if at <= WRITES else nullcontext():
        desk.show()
    desk.try_to_show()
    assert desk.shown == [FIRST]


def test_a_message_found_after_a_crash_is_brought_up_to_date(desk: Desk) -> None:
    desk.store.before = {2}
    with pytest.raises(CrashError):
        desk.show()
    desk.try_to_show(SECOND)
    assert desk.shown == [SECOND]


# --- a word to one person


def told(desk: Desk, refusals: Mapping[str, str] | None = None) -> None:
    desk.slack.refusals = dict(refusals or {})
    tell_once(desk.kept, desk.slack, TEAM, "told:a1", FIRST)


def test_a_word_is_said_once_in_the_conversation_with_its_person(desk: Desk) -> None:
    told(desk)
    told(desk)
    assert [(each.channel, each.shows) for each in desk.slack.messages] == [(f"D{DANA}", FIRST)]


@pytest.mark.parametrize("refused", [{"direct_channel": "user_disabled"}, {f"post D{DANA}": "cannot_dm_bot"}])
def test_whoever_cannot_be_reached_is_not_told(desk: Desk, refused: dict[str, str]) -> None:
    told(desk, refused)
    assert desk.shown == []


def test_a_workspace_without_the_bot_is_no_answer(desk: Desk) -> None:
    with pytest.raises(SlackUnavailableError):
        told(desk, {"direct_channel": "token_revoked"})


def test_what_two_works_tell_at_the_same_moment_is_told_once(desk: Desk) -> None:
    worded, beside = desk.slack.worded, list[str | None]()

    def slowly(shows: Showable) -> Worded:
        desk.slack.worded = worded  # type: ignore[method-assign]  # only the first one is that slow
        beside.append(desk.show())  # neither had anything when they looked
        return worded(shows)

    desk.slack.worded = slowly  # type: ignore[method-assign]  # only for this test
    with pytest.raises(Later):
        desk.show()
    assert len(desk.slack.messages) == 1
    assert [desk.show()] == beside
