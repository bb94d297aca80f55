"""The thread in Slack: refusals and crashes first, then what it costs, then any conversation with any faults."""

import tempfile
from collections import Counter, deque
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import Status
from bot.core.conversation.talk import Said
from bot.core.conversation.turns import Button
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.thread import Confirmation, Prompt, Result
from bot.store.store import SqlStore, open_store
from bot.use_cases import conversation
from bot.use_cases import conversation as answer
from bot.use_cases.housekeeping import enter_channel
from bot.use_cases.ports import Presence, PrivateWord
from bot.use_cases.thread import show_thread
from tests.effort import effort
from tests.known import as_a, sure
from tests.use_cases.fakes import SKETCHES, Fault
from tests.use_cases.talking import CHANNEL, DANA, TEAM, Talking, shows_the_layout


@pytest.fixture
def new(store: SqlStore) -> Talking:
    """An assessment whose headline is not posted yet."""
    talking = Talking(store)
    talking.start()
    return talking


# --- what Slack refuses


def test_an_assessment_that_is_not_there_shows_nothing(talking: Talking) -> None:
    calls = len(talking.slack.calls)
    show_thread(talking.store, talking.clock, talking.slack, SKETCHES, TEAM, "nobody")
    show_thread(talking.store, talking.clock, talking.slack, SKETCHES, "T9", talking.id)
    assert talking.slack.calls[calls:] == []


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found"])
def test_a_private_channel_is_told_to_the_facilitator_once_and_posted_when_the_bot_comes_in(
    new: Talking, code: str
) -> None:
    new.slack.refusals = {"post": code, "join": "method_not_supported_for_channel_type"}
    new.slack.unsure[CHANNEL] = Presence.UNSEEN
    new.settle()
    for _ in range(3):
        enter_channel(new.kept, TEAM, CHANNEL)
        new.settle()
    assert [(each.hint, each.person, each.detail["channel"]) for each in new.slack.directs] == [
        ("invite_me", DANA, CHANNEL)
    ]
    new.slack.refusals.clear()
    new.slack.unsure.clear()
    new.slack.members.add((CHANNEL, DANA))
    assert enter_channel(new.kept, TEAM, CHANNEL) == 1
    new.settle()
    assert shows_the_layout(new)


@pytest.mark.parametrize("refused_before", [True, False])
def test_what_somebody_started_in_a_channel_of_others_is_not_posted_when_the_bot_comes_in(
    store: SqlStore,
    refused_before: bool,  # noqa: FBT001  # a row of a table
) -> None:
    new = Talking(store)
    new.start(is_checked=False)
    if refused_before:
        new.slack.unsure[CHANNEL] = Presence.UNSEEN
        new.settle()
        assert [each.hint for each in new.slack.directs] == ["invite_me"]
        new.slack.unsure.clear()
    for _ in range(2):
        enter_channel(new.kept, TEAM, CHANNEL)
        new.settle()
    assert new.slack.own() == []
    assert [each.hint for each in new.slack.directs][-1] == "not_a_member"
    new.slack.members.add((CHANNEL, DANA))
    enter_channel(new.kept, TEAM, CHANNEL)
    new.settle()
    assert shows_the_layout(new)


def test_while_slack_does_not_say_who_is_in_the_channel_nothing_is_posted_there(store: SqlStore) -> None:
    new = Talking(store)
    new.start(is_checked=False)
    new.slack.unsure[CHANNEL] = Presence.UNKNOWN
    with pytest.raises(SlackRefusedError):
        show_thread(new.kept, new.clock, new.slack, SKETCHES, TEAM, new.id)
    assert new.slack.own() == []
    assert [each.detail["code"] for each in new.slack.directs] == ["membership_unknown"]


def test_a_public_channel_is_joined(new: Talking) -> None:
    new.slack.refusals = {"post": "not_in_channel"}
    new.settle()
    assert shows_the_layout(new)
    assert new.slack.directs == []


def test_an_archived_channel_is_told_once_and_what_was_said_is_shown_when_it_is_back(talking: Talking) -> None:
    talking.slack.refusals = dict.fromkeys(("post", "update", "delete"), "is_archived")
    talking.say("2", "3")
    assert [each.hint for each in talking.slack.directs] == ["cannot_post"]
    assert talking.verdicts()[:2] == [2, None]  # the second question was not to be seen
    talking.slack.refusals.clear()
    enter_channel(talking.kept, TEAM, CHANNEL)
    talking.settle()
    assert talking.asked() == (2, "level", "early")
    assert shows_the_layout(talking)


def test_a_form_submitted_in_an_archived_channel_is_told(new: Talking) -> None:
    new.slack.refusals = {"post": "is_archived"}
    new.settle()
    assert [each.hint for each in new.slack.directs] == ["cannot_post"]


def test_a_facilitator_who_cannot_be_reached_is_not_tried_again(new: Talking) -> None:
    new.slack.refusals = {"post": "is_archived", "direct_channel": "user_disabled"}
    new.settle()
    enter_channel(new.kept, TEAM, CHANNEL)
    new.settle()
    assert new.slack.calls.count("direct_channel") == 1


@pytest.mark.parametrize("fault", Fault)
def test_a_word_to_the_facilitator_whose_answer_was_lost_is_said_once(new: Talking, fault: Fault) -> None:
    new.slack.refusals = {"post": "is_archived"}
    new.slack.faults = deque([Fault.NONE, fault])
    new.settle()
    assert [each.hint for each in new.slack.directs] == ["cannot_post"]


def test_a_refusal_that_is_a_fault_of_ours_is_raised(new: Talking) -> None:
    new.slack.refusals = {"post": "invalid_blocks"}
    with pytest.raises(SlackRefusedError):
        show_thread(new.store, new.clock, new.slack, SKETCHES, TEAM, new.id)


@pytest.mark.parametrize("code", ["message_not_found", "edit_window_closed", "cant_update_message"])
def test_a_message_that_cannot_be_changed_any_more_does_not_stop_the_conversation(talking: Talking, code: str) -> None:
    talking.slack.refusals = {"update": code}
    talking.say("2")
    assert as_a(Prompt, talking.slack.messages[-1].shows).dimension.key == talking.key(2)


@pytest.mark.parametrize(
    ("method", "said", "code", "error"),
    [
        ("update", "2", "external_channel_migrating", SlackUnavailableError),
        ("update", "2", "restricted_action", SlackRefusedError),
        ("update", "2", "invalid_arguments", SlackRefusedError),
        ("delete", "7", "ekm_access_denied", SlackRefusedError),
        ("delete", "7", "fatal_error", SlackUnavailableError),
    ],
)
def test_what_cannot_be_changed_for_now_keeps_the_next_question_from_nobody(
    talking: Talking, method: str, said: str, code: str, error: type[Exception]
) -> None:
    talking.slack.refusals = {method: code}
    talking.hear(talking.message(said))
    with pytest.raises(error):
        show_thread(talking.store, talking.clock, talking.slack, SKETCHES, TEAM, talking.id)
    shown = as_a(Prompt, [each for each in talking.slack.messages if each.channel == CHANNEL][-1].shows)
    assert (shown.question.because, shown.dimension.key) in (("off_scale", talking.key(1)), ("next", talking.key(2)))
    talking.slack.refusals.clear()
    talking.settle()
    assert shows_the_layout(talking)


def test_the_facilitator_is_told_once_what_slack_does_not_take(talking: Talking) -> None:
    talking.slack.plain = {"data_visualization", "table"}
    talking.say("2", "3")
    words = [each.shows for each in talking.slack.messages if isinstance(each.shows, PrivateWord)]
    assert [(each.hint, each.detail["kind"]) for each in words] == [
        ("plainer", "data_visualization"),
        ("plainer", "table"),
    ]


def test_a_message_that_cannot_be_taken_away_does_not_stop_the_conversation(talking: Talking) -> None:
    talking.slack.refusals = {"delete": "cant_delete_message"}
    talking.say("7")
    assert as_a(Prompt, talking.slack.messages[-1].shows).question.because == "off_scale"


def test_a_confirmation_that_somebody_took_away_is_not_forced_back(talking: Talking) -> None:
    talking.say("2")
    del talking.slack.messages[1]
    talking.say("change 1 to 3")
    assert [key for key, _ in talking.slack.own()] == [f"{talking.id}:headline", f"{talking.id}:q3"]


def test_a_resting_message_comes_back_where_its_question_was_taken_away(talking: Talking) -> None:
    talking.slack.messages.pop()
    talking.say("pause")
    assert shows_the_layout(talking)


# --- what it costs, and where things stand


CALLS = [
    ([], "2", ["update", "post", "update"]),
    ([], "4", ["update", "post", "update"]),
    (["4"], "a map", ["update", "delete", "post"]),
    ([], "n/a", ["delete", "post"]),
    (["n/a"], "no stores", ["update", "post", "update"]),
    ([], "3 or 4", ["delete", "post"]),
    (["2"], "back", ["delete", "post"]),
    (["2"], "change 1 to 3", ["update", "delete", "post"]),
    ([], "skip", ["delete", "post"]),
    ([], "pause", ["update", "update"]),
    (["pause"], "2", ["update", "post", "update"]),
    ([], "stop", ["delete", "post"]),
    (["stop"], "yes", ["update", "update"]),
    (["2", "2", "2", "2", "2"], "2", ["update", "post", "update", "upload", "keep", "update"]),  # with its picture
]


@pytest.mark.parametrize(("before", "text", "calls"), CALLS, ids=[" / ".join([*each[0], each[1]]) for each in CALLS])
def test_an_answer_costs_at_most_three_calls(talking: Talking, before: list[str], text: str, calls: list[str]) -> None:
    if before:
        talking.say(*before)
    made = len(talking.slack.calls)
    talking.say(text)
    assert talking.slack.calls[made:] == calls
    assert shows_the_layout(talking)


def test_a_thread_that_is_right_costs_nothing(talking: Talking) -> None:
    talking.say("2")
    made = len(talking.slack.calls)
    enter_channel(talking.kept, TEAM, CHANNEL)
    talking.settle()
    assert talking.slack.calls[made:] == []


def test_the_headline_opens_the_thread_and_all_else_is_in_it(talking: Talking) -> None:
    talking.say("2", "2", "2", "2", "2", "2", "back")
    headline, *rest = talking.slack.messages
    assert headline.thread is None
    assert {each.thread for each in rest} == {headline.ts}
    assert isinstance(rest[-2].shows, Result)
    assert isinstance(rest[-1].shows, Prompt)


def test_a_headline_posted_just_before_a_crash_opens_no_second_thread(new: Talking) -> None:
    new.store = new.crashing
    new.crashing.before = {2, 3, 5}
    new.settle()
    assert shows_the_layout(new)


def test_a_question_whose_post_was_not_answered_is_found_and_brought_up_to_date(talking: Talking) -> None:
    talking.slack.faults = deque([Fault.NONE, Fault.AFTER])
    talking.hear(talking.message("2"))
    job = sure(talking.kept.jobs.claim(talking.clock.now()))
    with pytest.raises(SlackUnavailableError):
        talking.run(job)
    talking.kept.jobs.put_back(job)
    talking.say("3")
    assert shows_the_layout(talking)


def test_an_answer_given_anew_after_completion_changes_its_line_above_the_scorecard(talking: Talking) -> None:
    talking.say("2", "2", "2", "2", "2", "2", "back", "3")
    assert shows_the_layout(talking)
    assert isinstance(talking.slack.messages[-1].shows, Result)


def test_six_quick_answers_change_the_headline_once_and_slow_ones_at_most_every_ten_seconds(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        conversation, "HEADLINE_EVERY", timedelta(seconds=30)
    )  # an answer takes four of the fake's seconds
    before = len(talking.slack.calls)
    talking.say(*["2"] * 6)
    assert Counter(talking.slack.calls[before:]) == {"update": 8, "post": 6, "upload": 1, "keep": 1}
    assert shows_the_layout(talking)


def test_a_headline_that_waits_says_in_the_end_where_the_answers_stand(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "HEADLINE_EVERY", timedelta(seconds=30))
    talking.say("2", "2")
    assert not shows_the_layout(talking)
    talking.slack.faults.append(Fault.LOST)
    talking.clock.moment += timedelta(seconds=30)
    talking.settle()
    assert shows_the_layout(talking)


# --- any conversation with any faults

TEXTS = st.sampled_from(
    "1|2|3|4|5|7|3 or 4|not 3|we map some|4, a map|n/a|n/a - no stores|don't know|skip|back|keep it|leave it|no|yes"
    "|change 1|change 2 to 4|change 5 to 3|change 3 to n/a|pause|resume|stop|why|what do you think?|".split("|")
)
BUTTONS = st.tuples(st.sampled_from(Button), st.integers(0, 6), st.integers(0, 3))
FORMS = st.tuples(st.integers(1, 6), st.integers(1, 5))
STEPS = st.lists(st.one_of(TEXTS, TEXTS, BUTTONS, FORMS), min_size=1, max_size=14)
FAULTS = st.lists(st.sampled_from([Fault.NONE, Fault.NONE, Fault.NONE, *Fault]), max_size=30)
CRASHES = st.sets(st.integers(1, 60), max_size=8)


OPENINGS = st.sampled_from([[], ["2"] * 5, ["2", "don't know", "2", "2", "2", "2"]])


@settings(max_examples=effort(12, 400))
@given(
    opening=OPENINGS,
    steps=STEPS,
    seen=st.lists(st.booleans(), min_size=14, max_size=14),
    faults=FAULTS,
    before=CRASHES,
    after=CRASHES,
)
def test_whatever_is_said_and_whatever_fails_the_thread_ends_as_the_facts_say(
    opening: list[str],
    steps: list[str | tuple[Button, int, int] | tuple[int, int]],
    seen: list[bool],
    faults: list[Fault],
    before: set[int],
    after: set[int],
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(f"sqlite:///{Path(folder) / 'cxbot.db'}")) as store,
    ):
        talking = Talking(store)
        talking.start()
        talking.settle()
        for text in opening:
            talking.say(text)
        talking.store, talking.slack.faults = talking.crashing, deque(faults)
        talking.crashing.before, talking.crashing.after = before, after
        for step, settles in zip(steps, seen, strict=False):
            take(talking, step)
            if settles:
                talking.settle()
        talking.settle()
        assert shows_the_layout(talking)
        assert_questions_hold(talking)


def take(talking: Talking, step: str | tuple[Button, int, int] | tuple[int, int]) -> None:
    match step:
        case str(text):
            talking.hear(talking.message(text))
        case (Button() as button, level, back):
            asked = talking.questions[max(0, len(talking.questions) - 1 - back)]
            press_unsettled(talking, button, level, asked.number, asked.dimension)
        case (dimension, level):
            form_unsettled(talking, dimension, level)


def press_unsettled(talking: Talking, button: Button, level: int, number: int, dimension: str) -> None:
    pressed = talking.pressed(button, level if button is Button.LEVEL else None, question=number, dimension=dimension)
    answer.press_button(talking.kept, talking.clock, pressed)


def form_unsettled(talking: Talking, dimension: int, level: int) -> None:
    said = Said(talking.key(dimension), level)
    answer.correct_rating(talking.kept, talking.clock, talking.pressed(Button.KEEP), said)


def assert_questions_hold(talking: Talking) -> None:
    """At most the last question is open; one under way waits for something, a complete one is all rated."""
    *earlier, last = talking.questions
    assert all(each.ended is not None for each in earlier)
    match talking.status:
        case Status.COMPLETE:
            assert None not in talking.verdicts()
        case Status.STOPPED:
            assert last.ended is not None
        case _:
            assert last.ended is None
    placed = [each for each in talking.wanted if isinstance(each.shows, Confirmation)]
    assert len(placed) == sum(each is not None for each in talking.verdicts())
