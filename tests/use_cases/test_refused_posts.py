"""What the next question may meet, row by row of the table: it waits or is told, and comes when the cause is gone."""

import pytest

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.slack.refusals import POST, UPDATE, documented, row_of
from bot.slack.views.private import private_word
from bot.use_cases.ports import PrivateWord
from bot.use_cases.thread import show_thread
from tests.effort import effort, more
from tests.use_cases.fakes import SKETCHES
from tests.use_cases.talking import CHANNEL, TEAM, Talking, shows_the_layout

UNKNOWN = ("a_rule_of_tomorrow", "upstream_timeout", "token_withdrawn_and_revoked")
HERE = [
    (method, code, row)
    for method, code, row in documented()  # a plainer form: tests/slack/test_plainer.py; a thread: test_lost_threads.py
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
