"""What people typed while nothing was delivered: read in the threads afterwards, each message once and in its order."""

from collections import deque
from dataclasses import replace
from datetime import timedelta
from typing import Never

import pytest

from bot.core.conversation.talk import Hint
from bot.core.conversation.turns import Button
from bot.core.errors import SlackUnavailableError, StoreError
from bot.core.thread import Confirmation
from bot.store.store import SqlStore
from bot.use_cases import conversation as answer
from bot.use_cases.catch_up import AT_ONCE, QUIET, Listening, catch_up, note_absence, note_gap
from bot.use_cases.conversation import MOST_HELD_BACK, TAKEN_BEFORE, Kept, Taken
from bot.use_cases.housekeeping import DELIVERIES_KEPT, keep_tidy
from bot.use_cases.ports import Later
from bot.use_cases.store_ports import ReadPage, TypedMessage
from tests.known import peek, sure, write
from tests.use_cases.fakes import Fault
from tests.use_cases.talking import CHANNEL, OLGA, TEAM, Talking, shows_the_layout


def typed(talking: Talking, *texts: str, by: str = "U1") -> list[TypedMessage]:
    """Type messages that are not delivered."""
    found = [talking.message(text, by=by) for text in texts]
    talking.slack.typed += found
    return found


def resume(talking: Talking) -> None:
    note_gap(talking.kept)
    talking.settle()


def reads(talking: Talking) -> int:
    return talking.slack.calls.count("read_thread")


# --- what must not happen


def test_what_was_delivered_is_not_taken_again(talking: Talking) -> None:
    talking.slack.typed += [talking.say("2"), talking.say("help"), talking.say("3, a map")]
    words = talking.hints()
    resume(talking)
    assert (talking.verdicts()[:3], talking.hints()) == ([2, 3, None], words)
    assert not any(each.late for _, each in talking.slack.own() if isinstance(each, Confirmation))


def test_what_was_delivered_long_ago_is_not_taken_again_after_a_long_rest(talking: Talking) -> None:
    talking.slack.typed += [talking.say("2"), talking.say("help")]
    talking.clock.moment += 3 * DELIVERIES_KEPT
    keep_tidy(talking.kept, talking.clock)
    resume(talking)
    assert (talking.verdicts()[:2], talking.hints()) == ([2, None], [Hint.HELP])


def test_what_an_older_version_took_and_forgot_is_not_taken_again(talking: Talking) -> None:
    talking.slack.typed += [talking.say("2"), talking.say("7")]
    write(talking.kept._database, "").all("DELETE FROM deliveries")
    typed(talking, "3")
    resume(talking)
    assert talking.verdicts()[:3] == [2, 3, None]
    assert talking.asked() == (3, "level", "next")


def test_a_message_that_is_read_and_delivered_counts_once(talking: Talking) -> None:
    (message,) = typed(talking, "2")
    resume(talking)
    assert talking.hear(message) == TAKEN_BEFORE
    assert talking.verdicts()[:2] == [2, None]


def test_an_answer_to_an_earlier_question_is_none_to_the_one_that_is_open(talking: Talking) -> None:
    typed(talking, "3, meant for the first")
    talking.press(Button.LEVEL, 2)
    resume(talking)
    assert talking.verdicts()[:2] == [2, None]
    assert talking.asked() == (2, "level", "late")


@pytest.mark.parametrize("how", ["stopped", "restored"])
def test_threads_of_closed_assessments_and_of_those_from_a_backup_are_not_read(talking: Talking, how: str) -> None:
    if how == "stopped":
        talking.say("stop", "yes")
    else:
        write(talking.kept._database, "").add("restored", {"workspace": TEAM, "assessment": talking.id, "since": ""})
    typed(talking, "2")
    resume(talking)
    assert (reads(talking), talking.verdicts()[0]) == (0, None)


# --- what is read


CASES: list[tuple[list[str], list[int | None], tuple[int, str, str]]] = [
    (["2"], [2, None], (2, "level", "next")),
    (["2, a map"], [2, None], (2, "level", "next")),
    (["2", "3"], [2, None], (2, "level", "early")),
    (["7", "3"], [3, None], (2, "level", "next")),
    (["4"], [4, None], (1, "evidence", "evidence")),
    (["ok", "2"], [2, None], (2, "level", "next")),
    (["what?"], [None, None], (1, "level", "start")),
    (["pause"], [None, None], (1, "level", "start")),
]


@pytest.mark.parametrize(("texts", "verdicts", "asked"), CASES, ids=[" / ".join(each[0]) for each in CASES])
@pytest.mark.parametrize("page_size", [1, 200])
def test_what_was_typed_while_nothing_was_delivered_is_taken_in_its_order(
    talking: Talking, texts: list[str], verdicts: list[int | None], asked: tuple[int, str, str], page_size: int
) -> None:
    talking.slack.page_size = page_size
    typed(talking, *texts)
    typed(talking, "I would say 5", by=OLGA)
    resume(talking)
    assert talking.verdicts()[:2] == verdicts
    assert talking.asked() == asked
    assert shows_the_layout(talking)


def test_its_confirmation_says_that_it_was_heard_late_and_its_rating_when_it_was_said(talking: Talking) -> None:
    (message,) = typed(talking, "2")
    talking.clock.moment += timedelta(hours=9)
    resume(talking)
    (confirmed,) = [each for _, each in talking.slack.own() if isinstance(each, Confirmation)]
    assert confirmed.late
    assert (confirmed.rating.said_at, confirmed.rating.said_in) == (message.said_at, message.ts)
    talking.say("2")
    assert [each.late for _, each in talking.slack.own() if isinstance(each, Confirmation)] == [True, False]


def test_what_is_delivered_before_its_thread_was_read_is_taken_behind_what_was_lost(talking: Talking) -> None:
    typed(talking, "2")
    note_gap(talking.kept)
    live = talking.message("3")
    assert talking.hear(live) == Kept()
    assert talking.verdicts()[0] is None
    talking.slack.typed.append(live)
    talking.settle()
    assert talking.verdicts()[:2] == [2, None]
    assert sure(talking.open).detail.words == "3"


def test_with_many_threads_to_read_nobody_is_kept_waiting(store: SqlStore) -> None:
    talking = Talking(store)
    for number in range(MOST_HELD_BACK + 1):
        talking.start(event=f"start {number}")
    talking.settle(1_000)
    note_gap(talking.kept)
    assert isinstance(talking.hear(talking.message("3")), Taken)


def test_many_threads_are_read_a_few_at_a_time_the_one_that_somebody_waits_for_first(store: SqlStore) -> None:
    talking = Talking(store)
    for number in range(AT_ONCE + 5):
        talking.start(event=f"start {number}")
    talking.settle(1_000)
    note_gap(talking.kept)
    talking.hear(talking.message("3"))
    assert peek(talking.kept).unread(TEAM, limit=1) == (talking.id,)
    with pytest.raises(Later):
        catch_up(talking.kept, talking.clock, talking.slack, {"workspace": TEAM})
    assert (reads(talking), talking.verdicts()[0]) == (AT_ONCE, 3)
    catch_up(talking.kept, talking.clock, talking.slack, {"workspace": TEAM})
    assert reads(talking) == AT_ONCE + 5


def test_where_slack_lets_one_thread_a_minute_be_read_whoever_waits_gets_a_word_once(talking: Talking) -> None:
    typed(talking, "2")
    note_gap(talking.kept)
    talking.hear(talking.message("3"))

    def limited(*_: str) -> None:
        raise SlackUnavailableError("one a minute", retry_after=60)

    read, talking.slack.read_thread = talking.slack.read_thread, limited  # type: ignore[assignment,method-assign]  # slow
    for _ in range(2):
        with pytest.raises(SlackUnavailableError):
            catch_up(talking.kept, talking.clock, talking.slack, {"workspace": TEAM})
    talking.slack.read_thread = read  # type: ignore[method-assign]  # fast again
    talking.settle()
    assert talking.hints() == [Hint.CATCHING_UP]
    assert talking.verdicts()[0] == 2


def test_a_slack_that_is_down_is_asked_again_and_one_that_refuses_is_let_go(talking: Talking) -> None:
    typed(talking, "2")
    talking.slack.faults = deque([Fault.BEFORE, Fault.AFTER])
    resume(talking)
    assert talking.verdicts()[0] == 2
    talking.slack.refusals = {"read_thread": "missing_scope"}
    note_gap(talking.kept)
    live = talking.message("3")
    talking.hear(live)
    talking.settle()
    assert talking.verdicts()[:2] == [2, 3]


# --- when there was a gap


def test_a_start_and_a_long_silence_and_a_delivery_that_failed_are_gaps(talking: Talking) -> None:
    listening = Listening(talking.kept, talking.clock)
    for silence, failed, is_gap in (
        (timedelta(0), False, True),
        (QUIET, False, False),
        (QUIET + timedelta(seconds=1), False, True),
        (timedelta(seconds=1), True, True),
    ):
        talking.clock.moment += silence
        if failed:
            listening.missed()
        before = reads(talking)
        listening.delivered()
        talking.settle()
        assert (reads(talking) > before) is is_gap, (silence, failed)


def test_what_was_said_while_the_bot_was_out_of_the_channel_is_read_when_it_is_back(talking: Talking) -> None:
    talking.slack.typed.append(talking.say("help"))
    typed(talking, "2")
    talking.clock.moment += timedelta(days=3)
    write(talking.kept).is_new(TEAM, "another channel's", talking.clock.now())
    note_absence(talking.kept, TEAM, "C9")
    talking.settle()
    assert (reads(talking), talking.verdicts()[0]) == (0, None)
    note_absence(talking.kept, TEAM, CHANNEL)
    talking.settle()
    assert (talking.verdicts()[:2], talking.hints()) == ([2, None], [Hint.HELP])


def test_a_slack_that_has_fallen_silent_is_noticed_more_and_more_seldom(talking: Talking) -> None:
    listening = Listening(talking.kept, talking.clock)
    listening.look()
    listening.delivered()
    talking.settle()
    looks = []
    for minutes in range(60 * 8):
        before = reads(talking)
        listening.look()
        talking.settle()
        looks += [minutes] if reads(talking) > before else []
        talking.clock.moment += timedelta(minutes=1)
    assert looks == [15, 30, 60, 120, 240]


def test_what_another_process_takes_is_no_gap_and_one_that_takes_nothing_notices_the_silence(talking: Talking) -> None:
    works, takes = (Listening(talking.kept, talking.clock) for _ in range(2))
    takes.delivered()
    talking.settle()
    before, noticed = reads(talking), []
    for minutes in range(60):
        if minutes < 30:  # a third process takes this
            write(talking.kept, TEAM).is_new(TEAM, f"event {minutes}", talking.clock.now())
        if minutes == 29:
            takes.delivered()
        works.look()
        talking.settle()
        noticed += [minutes] if reads(talking) > before else []
        before = reads(talking)
        talking.clock.moment += timedelta(minutes=1)
    assert noticed == [29 + 15, 29 + 30]


def test_a_message_of_another_workspace_is_none_of_ours(talking: Talking) -> None:
    (message,) = typed(talking, "2")
    assert talking.hear(replace(message, workspace="T9")) == answer.NOT_OURS


def test_of_outsiders_those_who_answer_are_read_and_nobody_else(talking: Talking) -> None:
    talking.slack.outsiders = {"U1", "U9"}
    typed(talking, "help", by="U9")
    typed(talking, "2")
    resume(talking)
    assert (talking.verdicts()[0], talking.hints("U9")) == (2, [])


def test_a_page_that_leads_nowhere_is_the_last_one(talking: Talking) -> None:
    asked: list[str] = []

    def nowhere(*call: str) -> ReadPage:
        asked.append(call[-1])
        assert len(asked) < 3
        return ReadPage((), call[-1], more=True)

    talking.slack.read_thread = nowhere  # type: ignore[method-assign, assignment]  # a Slack that pages without end
    note_gap(talking.kept)
    catch_up(talking.kept, talking.clock, talking.slack, {"workspace": TEAM})
    assert len(asked) == 1


def test_when_a_connection_is_back_threads_are_read_at_once_if_they_can_be(talking: Talking) -> None:
    listening = Listening(talking.kept, talking.clock)
    listening.delivered()
    talking.settle()
    before = reads(talking)
    listening.resumed()
    talking.settle()
    assert reads(talking) == before + 1

    class Failing:
        def writing(self, workspace: str) -> Never:  # noqa: ARG002 -- the port names it
            raise StoreError("locked")

    Listening(Failing(), talking.clock).resumed()  # type: ignore[arg-type]  # whoever calls is Slack's SDK


# --- what was edited meanwhile


def edited(talking: Talking, message: TypedMessage, text: str, *, before: timedelta = timedelta()) -> TypedMessage:
    """Edit a message without that being delivered."""
    at = talking.clock.now() - before
    new = replace(message, text=text, edited=f"{at.timestamp():.6f}", edited_at=at)
    talking.slack.typed = [each for each in talking.slack.typed if each.ts != message.ts] + [new]
    return new


@pytest.mark.parametrize("page_size", [1, 200])
def test_an_answer_that_was_edited_while_nothing_was_delivered_counts_as_edited_once(
    talking: Talking, page_size: int
) -> None:
    talking.slack.page_size = page_size
    first, second = talking.say("2, a map"), talking.say("7")
    talking.slack.typed += [first, second]
    talking.clock.moment += timedelta(hours=2)
    new = edited(talking, first, "3, a map"), edited(talking, second, "2")
    (typed_meanwhile,) = typed(talking, "what?")
    talking.clock.moment += timedelta(hours=2)
    resume(talking)
    assert talking.verdicts()[:3] == [3, 2, None]
    told, asked = talking.hints(), talking.questions
    assert [answer.hear_edit(talking.kept, talking.clock, each) for each in new] == [TAKEN_BEFORE] * 2
    resume(talking)
    assert (talking.verdicts()[:3], talking.hints(), talking.questions) == ([3, 2, None], told, asked)
    assert talking.hear(typed_meanwhile) == TAKEN_BEFORE
    assert [each.late for _, each in talking.slack.own() if isinstance(each, Confirmation)] == [True, True]


def test_an_edit_from_before_the_gap_was_delivered_and_is_not_heard_again(talking: Talking) -> None:
    first = talking.say("2, a map")
    talking.clock.moment += timedelta(hours=3)
    talking.press(Button.LEVEL, 3)
    talking.slack.typed.append(first)
    edited(talking, first, "5", before=timedelta(hours=2))
    resume(talking)
    assert talking.verdicts()[:2] == [2, 3]


def test_an_answer_of_a_closed_assessment_is_left_as_it_is(talking: Talking) -> None:
    first = talking.say("2")
    talking.slack.typed.append(first)
    talking.say("stop", "yes")
    edited(talking, first, "3")
    resume(talking)
    assert (talking.verdicts()[0], reads(talking)) == (2, 0)
