"""Sharing: who may, what happens once, and what happens where the bot may not post."""

from collections import deque

import pytest

from bot.core.drafts.brief import Kind
from bot.slack.views.private import private_word
from bot.use_cases.ports import Shared
from bot.use_cases.share import share_scorecard, unshare_scorecard
from tests.use_cases.drafting import Drafts
from tests.use_cases.fakes import Fault
from tests.use_cases.talking import DANA, OLGA, Talking


def shared(talking: Talking) -> list[str]:
    """Give the ts of each shared scorecard."""
    return [each.ts for each in talking.slack.messages if isinstance(each.shows, Shared)]


def share(talking: Talking, *, by: str = DANA, event: str = "s1", channel: str = "C1") -> bool:
    talking.slack.next_ts()
    taken = share_scorecard(talking.kept, talking.clock, talking.share_of(by=by, event=event, channel=channel))
    talking.settle()
    return taken


def test_a_scorecard_of_another_channel_is_not_shared(talking: Talking) -> None:
    assert not share(talking, channel="C9")
    assert shared(talking) == []


def test_one_press_shares_once_however_often_it_is_delivered(talking: Talking) -> None:
    assert share(talking)
    assert not share(talking)
    assert len(shared(talking)) == 1


def test_a_double_press_shares_once(talking: Talking) -> None:
    share(talking, event="s1")
    share(talking, event="s2")
    assert len(shared(talking)) == 1


def test_two_people_may_share_and_so_may_one_again_later(talking: Talking) -> None:
    share(talking, event="s1")
    share(talking, event="s2", by=OLGA)
    for _ in range(60):
        talking.slack.next_ts()
    share(talking, event="s3")
    assert len(shared(talking)) == 3


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER, Fault.LOST])
def test_a_call_without_an_answer_shares_once(talking: Talking, fault: Fault) -> None:
    talking.slack.faults = deque([fault])
    share(talking)
    assert len(shared(talking)) == 1


def test_a_crash_after_posting_shares_once(talking: Talking) -> None:
    talking.store = talking.crashing
    talking.crashing.before, talking.crashing.after = {2}, {1, 3}
    share(talking)
    assert len(shared(talking)) == 1


def test_the_bot_joins_a_public_channel_to_share(talking: Talking) -> None:
    talking.slack.refusals = {"post": "not_in_channel"}
    share(talking)
    assert len(shared(talking)) == 1


def test_whoever_shares_where_the_bot_may_not_post_is_told(talking: Talking) -> None:
    talking.slack.refusals = {"post": "is_archived"}
    share(talking, by=OLGA)
    assert [(each.hint, each.person) for each in talking.slack.directs] == [("share_failed", OLGA)]


@pytest.mark.parametrize(("by", "goes"), [("U9", False), (OLGA, True), (DANA, True)])
def test_only_the_sharer_and_the_facilitator_take_it_away(talking: Talking, by: str, *, goes: bool) -> None:
    share(talking, by=OLGA)
    (ts,) = shared(talking)
    assert unshare_scorecard(talking.kept, talking.share_of(by=by, event="u1"), ts) is goes
    talking.settle()
    assert shared(talking) == ([] if goes else [ts])


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("cant_delete_message", "for good"),
        ("compliance_exports_prevent_deletion", "for good"),
        ("is_archived", "it is archived"),
    ],
)
def test_whoever_presses_remove_is_told_once_that_slack_does_not_let_it_go(
    talking: Talking, code: str, words: str
) -> None:
    share(talking, by=OLGA)
    (ts,) = shared(talking)
    talking.slack.refusals = {"delete": code}
    for event in ("u1", "u2"):
        assert unshare_scorecard(talking.kept, talking.share_of(by=DANA, event=event), ts)
        talking.settle()
    ((hint, person, text),) = [(each.hint, each.person, private_word(each).text) for each in talking.slack.directs]
    assert (hint, person) == ("cannot_remove", DANA)
    assert words in text
    assert shared(talking) == [ts]


def test_only_what_was_shared_is_taken_away(talking: Talking) -> None:
    share(talking)
    (ts,) = shared(talking)
    headline = talking.assessment.thread or ""
    assert not unshare_scorecard(talking.kept, talking.share_of(), headline)
    assert not unshare_scorecard(talking.kept, talking.share_of(channel="C9"), ts)


def test_a_shared_scorecard_is_left_alone_when_the_thread_is_put_right(talking: Talking) -> None:
    share(talking)
    before = shared(talking)
    talking.say("2", "3")
    assert shared(talking) == before


def test_what_was_accepted_is_shared_with_it_and_a_mere_draft_is_not(drafted: Drafts) -> None:
    drafted.accept(drafted.draft(Kind.NOTE))
    share(drafted)
    (message,) = [each.shows for each in drafted.slack.messages if isinstance(each.shows, Shared)]
    assert [each.piece.kind for each in message.accepted.texts] == [Kind.NOTE]
    assert message.accepted.actions == ()
