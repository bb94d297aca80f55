"""Every message of every kind stands once, whatever becomes of the call; what is refused waits or is told, row by row.

Private words are said once, lost rather than doubled, and never in the way.
"""

import math
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.slack.refusals import POST, UPDATE, documented, row_of
from bot.slack.views.private import private_word
from bot.store.store import SqlStore
from bot.use_cases.notices import say_privately
from bot.use_cases.ports import Job, Later, NewJob, Post, PrivateWord, Worded
from bot.use_cases.posting import READ_LAG_SECONDS, Poster
from bot.use_cases.share import share_scorecard
from bot.use_cases.thread import show_thread
from tests.effort import effort, more, thirds
from tests.known import sure, write
from tests.use_cases.fakes import SKETCHES, FakeSlack, Fault, HandClock, let_pass
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking, shows_the_layout


def test_a_message_of_an_earlier_boot_is_waited_for_from_now_on() -> None:
    kept: list[Post] = []
    poster = Poster(FakeSlack(HandClock()), "", kept.append, lambda _key: pytest.fail("dropped"))
    post = replace(Post("k", CHANNEL, None, "d", sent=False), settles_in=math.inf)
    with pytest.raises(Later):
        poster.find(post, None)
    assert kept == [post]


def test_what_slack_answered_with_a_fault_is_waited_for_only_while_reading_may_lag() -> None:
    kept: list[Post] = []

    class Faulty(FakeSlack):
        def post(self, *_: object) -> str:
            raise SlackUnavailableError("internal_error", maybe_done=True, code="internal_error")

    poster = Poster(Faulty(HandClock()), "", kept.append, lambda _key: pytest.fail("dropped"))
    with pytest.raises(SlackUnavailableError):
        poster.send("k", CHANNEL, None, Worded("d", PrivateWord("help", "U1")))
    assert kept[-1].settles_in == READ_LAG_SECONDS


def strike(talking: Talking, fault: Fault, where: str) -> None:
    """Have the next post in a place suffer a fault."""
    post, left = talking.slack.post, [fault]

    def struck(channel: str, thread: str | None, key: str, message: Worded) -> str:
        if channel == where and left:
            talking.slack.faults = deque([left.pop()])
        return post(channel, thread, key, message)

    talking.slack.post = struck  # type: ignore[method-assign]  # only for this test


def open_assessment(talking: Talking) -> None:
    talking.start()
    talking.settle()


def share(talking: Talking) -> None:
    share_scorecard(talking.kept, talking.clock, *talking.share_of(by=OLGA))
    talking.settle()


def look_elsewhere(talking: Talking) -> None:
    write(talking.kept).enqueue(NewJob("elsewhere", f"elsewhere:{TEAM}:{DANA}", {"workspace": TEAM, "person": DANA}))
    talking.settle()


def answer(talking: Talking) -> None:
    talking.say("2")


KINDS: list[tuple[Callable[[Talking], None], str]] = [
    (open_assessment, CHANNEL),
    (answer, CHANNEL),
    (share, CHANNEL),
    (share, f"D{OLGA}"),  # who cannot be told in the channel, which takes no posts, is told in private
    (answer, f"D{DANA}"),
    (look_elsewhere, f"D{DANA}"),
]


@pytest.mark.parametrize("fault", thirds([Fault.LOST, *(each for each in Fault if each is not Fault.LOST)]))
@pytest.mark.parametrize(("deed", "where"), KINDS, ids=lambda each: getattr(each, "__name__", each))
def test_a_message_stands_once(store: SqlStore, deed: Callable[[Talking], None], where: str, fault: Fault) -> None:
    talking = Talking(store)
    if deed is not open_assessment:
        open_assessment(talking)
    if where != CHANNEL:
        talking.slack.refusals = {"post": "is_archived"}
    before = len(talking.slack.messages)
    strike(talking, fault, where)
    deed(talking)
    talking.slack.let_pass(60)
    found = Counter(each.key for each in talking.slack.messages if each.key)
    assert max(found.values()) == 1, found
    assert any(each.channel == where for each in talking.slack.messages[before:])


UNKNOWN = ("a_rule_of_tomorrow", "upstream_timeout", "token_withdrawn_and_revoked")
HERE = [  # a plainer form: tests/slack/test_plainer.py; a thread: test_lost_threads.py
    (method, code, row)
    for (method, code), row in documented().items()
    if method in (POST, UPDATE) and row.meaning is not Meaning.FALL_BACK and code != "thread_not_found"
]
ROWS = {(method, row.codes): (method, code) for method, code, row in HERE}
EACH = {(method, code) for method, code, _ in HERE}
CASES = sorted(effort(set(ROWS.values()), EACH) | {(POST, code) for code in UNKNOWN})
FIRST = {(method, row_of(method, code).meaning): code for method, code in reversed(CASES) if code not in UNKNOWN}
"""One of each meaning, which `make test` plays with the unknown ones; `make more` has all the others."""
MARKED = [
    pytest.param(
        method, code, marks=[] if code in (*UNKNOWN, FIRST.get((method, row_of(method, code).meaning))) else more
    )
    for method, code in CASES
]


def words(talking: Talking) -> list[str]:
    """Give the direct messages so far."""
    shown = [each.shows for each in talking.slack.messages if isinstance(each.shows, PrivateWord)]
    return [private_word(each).text for each in shown]


@pytest.mark.parametrize(("method", "code"), MARKED)
def test_a_refused_question_waits_or_is_told_and_comes_when_the_cause_is_gone(
    talking: Talking, method: str, code: str
) -> None:
    row, ours = row_of(method, code), "post" if method == POST else "update"
    talking.slack.refusals = {f"{ours} {CHANNEL}": code}
    talking.hear(talking.message("2"))
    for _ in range(2):  # told once, however often it is tried
        try:
            show_thread(talking.store, talking.clock, talking.slack, SKETCHES, TEAM, talking.id)
            met: Meaning | None = None
        except SlackUnavailableError:
            met = Meaning.WAIT
        except SlackRefusedError as refusal:
            met = refusal.meaning
        assert met is (None if row.meaning is Meaning.GONE else row.meaning)
    told = words(talking)
    if row.meaning in (Meaning.TELL, Meaning.INVITE):
        ((text,)) = told
        assert row.why in text
        assert row.what_to_do in text
        assert ("not a member" in text) == (row.meaning is Meaning.INVITE)
    else:
        assert told == []
    talking.slack.refusals.clear()
    talking.settle()
    if row.meaning is not Meaning.GONE:
        assert shows_the_layout(talking)
    assert words(talking) == told


@pytest.mark.parametrize("code", ["user_not_in_channel", "channel_not_found", "is_archived"])
def test_a_person_who_has_left_is_not_told(talking: Talking, code: str) -> None:
    talking.slack.refusals = {"whisper": code}
    talking.say("help")
    assert talking.hints() == []


def test_nothing_is_said_about_an_assessment_that_is_not_there(talking: Talking) -> None:
    for workspace, assessment in (("T9", talking.id), (TEAM, "nobody")):
        payload = {"workspace": workspace, "assessment": assessment, "person": "U1", "hint": "help"}
        say_privately(talking.kept, talking.slack, Job(1, "whisper", "whisper", payload, 1))
    assert talking.hints() == []


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER, Fault.LOST, Fault.LATE, Fault.LAG])
def test_a_word_is_never_said_twice(talking: Talking, fault: Fault) -> None:
    talking.slack.faults = deque([fault])
    talking.say("help")
    assert len(talking.hints()) == (0 if fault in (Fault.LOST, Fault.LATE) else 1)
    assert talking.slack.calls.count("whisper") == (2 if fault is Fault.BEFORE else 1)


def test_a_word_is_said_in_the_thread(talking: Talking) -> None:
    talking.say("help")
    assert talking.slack.whispers[0][0] == talking.assessment.thread


@pytest.mark.parametrize("said", [True, False])
def test_a_word_that_a_process_may_have_said_before_it_went_down_is_left_at_that(
    talking: Talking, *, said: bool
) -> None:
    talking.hear(talking.message("help"))
    job = whisper(talking)
    if said:
        talking.run(job)
    else:
        assert write(talking.kept).begin_once(job)
    let_pass(talking.kept, 21)
    talking.settle()
    assert len(talking.hints()) == said


def whisper(talking: Talking) -> Job:
    """Claim jobs until it is the private word."""
    while True:
        job = sure(talking.kept.jobs.claim(talking.clock.now()))
        if job.kind == "whisper":
            return job
        talking.run(job)
        talking.kept.jobs.finish(job)
