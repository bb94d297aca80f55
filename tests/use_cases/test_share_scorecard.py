"""Sharing: who may, what happens once, and what happens where the bot may not post."""

from collections import deque

import pytest

from bot.core.drafts.brief import Kind
from bot.core.plan.plan import Progress
from bot.core.scoring.scorecard import Scorecard
from bot.core.thread import Result
from bot.core.thread_of_team import ShownPicture
from bot.slack.views.private import private_word
from bot.use_cases.lost_threads import go_on_anew, hear_thread_deleted
from bot.use_cases.notified import Shared
from bot.use_cases.plans import ActionPress, say_progress
from bot.use_cases.ports import Deed
from bot.use_cases.share import share_scorecard, unshare_scorecard
from tests.known import peek
from tests.use_cases.drafting import Drafts, plan
from tests.use_cases.fakes import Fault, let_pass
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking


def shared(talking: Talking) -> list[str]:
    """Give the ts of each shared scorecard."""
    return [each.ts for each in talking.slack.messages if isinstance(each.shows, Shared)]


def share(talking: Talking, *, by: str = DANA, event: str = "s1", channel: str = "C1") -> bool:
    talking.slack.next_ts()
    taken = share_scorecard(talking.kept, talking.clock, *talking.share_of(by=by, event=event, channel=channel))
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
    assert unshare_scorecard(talking.kept, *talking.share_of(by=by, event="u1"), ts) is goes
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
        assert unshare_scorecard(talking.kept, *talking.share_of(by=DANA, event=event), ts)
        talking.settle()
    ((hint, person, text),) = [(each.hint, each.person, private_word(each).text) for each in talking.slack.directs]
    assert (hint, person) == ("cannot_remove", DANA)
    assert words in text
    assert shared(talking) == [ts]


def test_only_what_was_shared_is_taken_away(talking: Talking) -> None:
    share(talking)
    (ts,) = shared(talking)
    headline = talking.assessment.thread or ""
    assert not unshare_scorecard(talking.kept, *talking.share_of(), headline)
    assert not unshare_scorecard(talking.kept, *talking.share_of(channel="C9"), ts)


def cards(talking: Talking) -> list[Scorecard]:
    """Give what each shared message shows."""
    return [each.shows.card for each in talking.slack.messages if isinstance(each.shows, Shared)]


def levels(talking: Talking) -> list[int]:
    """Give how many dimensions are rated on each shared card."""
    return [each.coverage.rated for each in cards(talking)]


def test_a_shared_scorecard_stays_true_where_it_stands(talking: Talking) -> None:
    share(talking)
    share(talking, by=OLGA, event="s2")
    before = shared(talking)
    assert levels(talking) == [0, 0]
    talking.say("2", "3")
    assert (shared(talking), levels(talking)) == (before, [2, 2])
    talking.say("change 1 to 5")
    assert [each.rows[0].value for each in cards(talking)] == [5, 5]


def test_what_changes_while_a_card_is_being_shared_stands_on_it_in_the_end(talking: Talking) -> None:
    talking.slack.faults = deque([Fault.LOST])
    talking.slack.next_ts()
    share_scorecard(talking.kept, talking.clock, *talking.share_of())
    talking.say("2")
    talking.settle()
    assert levels(talking) == [1]


def test_a_shared_card_that_somebody_deleted_is_forgotten_and_nothing_else_waits_for_it(talking: Talking) -> None:
    share(talking)
    share(talking, by=OLGA, event="s2")
    gone = shared(talking)[0]
    talking.slack.messages = [each for each in talking.slack.messages if each.ts != gone]
    talking.say("2", "3")
    assert levels(talking) == [2]
    assert [each.ts for each in peek(talking.kept).posts(TEAM, talking.id) if each.key.startswith("share:")] == shared(
        talking
    )


def test_where_slack_does_not_take_the_change_it_is_made_once_slack_does(talking: Talking) -> None:
    share(talking)
    talking.slack.refusals = {"update": "is_archived"}
    talking.say("2")
    assert levels(talking) == [0]
    talking.slack.refusals = {}
    let_pass(talking.kept, 3_600)
    talking.settle()
    assert levels(talking) == [1]


def test_it_stays_true_and_can_be_taken_away_after_its_thread_was_deleted(talking: Talking) -> None:
    share(talking)
    (ts,) = shared(talking)
    thread = talking.assessment.thread or ""
    talking.slack.delete_thread(thread)
    hear_thread_deleted(talking.kept, TEAM, CHANNEL, thread)
    talking.settle()
    assert shared(talking) == [ts]
    go_on_anew(talking.kept, talking.clock, Deed(TEAM, CHANNEL, DANA, "n1"), talking.id)
    talking.settle()
    talking.say("2")
    assert levels(talking) == [1]
    assert unshare_scorecard(talking.kept, *talking.share_of(event="u1"), ts)


def test_it_follows_its_plan(drafted: Drafts) -> None:
    share(drafted)
    drafted.accept(plan(drafted))
    press = ActionPress(Deed(TEAM, CHANNEL, DANA, "p1"), drafted.id, drafted.actions[0].id)
    say_progress(drafted.kept, drafted.clock, press, Progress.DONE)
    drafted.settle()
    (message,) = [each.shows for each in drafted.slack.messages if isinstance(each.shows, Shared)]
    assert [each.progress for each in message.accepted.actions][:2] == [Progress.DONE, None]


def test_what_was_accepted_is_shared_with_it_and_a_mere_draft_is_not(drafted: Drafts) -> None:
    drafted.accept(drafted.draft(Kind.NOTE))
    share(drafted)
    (message,) = [each.shows for each in drafted.slack.messages if isinstance(each.shows, Shared)]
    assert [each.piece.kind for each in message.accepted.texts] == [Kind.NOTE]
    assert message.accepted.actions == ()


def test_a_complete_card_is_shared_with_its_picture_and_with_the_new_one_once_it_has_changed(talking: Talking) -> None:
    talking.say("3", "2", "2", "2", "2", "2")
    share(talking)

    def pictures() -> list[ShownPicture | None]:
        shows = [each.shows for each in talking.slack.messages]
        return [each.picture for each in shows if isinstance(each, Shared | Result)]

    first, second = pictures()
    assert first == second is not None
    talking.form(1, 1)
    talking.settle()
    changed, too = pictures()
    assert changed == too != first
