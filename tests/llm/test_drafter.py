"""The drafter against a model server that misbehaves over real HTTP: every fault becomes a value, in bounded time."""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog

from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Proposals, Texts, Trouble
from tests.llm.server import (
    Handler,
    Reply,
    completion,
    fails,
    floods,
    model_server,
    resets,
    says,
    sends,
    trickles,
    waits,
)
from tests.llm.stage import GOOD, NOTE_REPLY, PLAN_REPLY, WORDS, Time, brief, drafter, reply_for, write

NO_CHOICES = json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": []}).encode()
QUOTA = json.dumps({"error": {"message": "no credit", "code": "insufficient_quota"}}).encode()


@pytest.mark.parametrize(
    ("reply", "trouble", "calls"),
    [
        pytest.param(fails(500), Trouble.UNREACHABLE, 3, id="500 for ever"),
        pytest.param(fails(503), Trouble.UNREACHABLE, 3, id="503 for ever"),
        pytest.param(fails(429), Trouble.RATE_LIMITED, 3, id="429 for ever"),
        pytest.param(sends(QUOTA, status=429), Trouble.RATE_LIMITED, 1, id="no credit left"),
        pytest.param(fails(400), Trouble.REFUSED, 1, id="a bad request"),
        pytest.param(fails(401), Trouble.REFUSED, 1, id="a wrong key"),
        pytest.param(fails(403), Trouble.REFUSED, 1, id="not allowed"),
        pytest.param(fails(404), Trouble.REFUSED, 1, id="no such model"),
        pytest.param(
            sends(b"", status=302, headers={"Location": "http://127.0.0.1:9/"}), Trouble.REFUSED, 1, id="a redirect"
        ),
        pytest.param(resets, Trouble.UNREACHABLE, 3, id="a connection broken off"),
        pytest.param(
            sends(completion("{}")[:60], length=400), Trouble.UNREACHABLE, 3, id="half a body, then broken off"
        ),
        pytest.param(sends(completion("{}")[:60]), Trouble.MALFORMED, 1, id="half a body that ends properly"),
        pytest.param(sends(b"{"), Trouble.MALFORMED, 1, id="broken json"),
        pytest.param(sends(b"[]"), Trouble.MALFORMED, 1, id="json of another kind"),
        pytest.param(sends(b"null"), Trouble.MALFORMED, 1, id="null"),
        pytest.param(sends(b""), Trouble.MALFORMED, 1, id="an empty body"),
        pytest.param(sends(b"<html>", {"Content-Type": "text/html"}), Trouble.MALFORMED, 1, id="a page of html"),
        pytest.param(
            sends(completion("\xff").replace(b"\\u00ff", b"\xff")), Trouble.MALFORMED, 1, id="bytes that are no text"
        ),
        pytest.param(sends(NO_CHOICES), Trouble.MALFORMED, 1, id="no choices"),
        pytest.param(sends(NO_CHOICES.replace(b"[]", b"null")), Trouble.MALFORMED, 1, id="null for the choices"),
        pytest.param(sends(b'{"error": {"message": "Acme"}}'), Trouble.MALFORMED, 1, id="an error with status 200"),
        pytest.param(
            sends(completion(json.dumps(NOTE_REPLY)), {"Content-Encoding": "gzip"}),
            Trouble.MALFORMED,
            1,
            id="compressed",
        ),
        pytest.param(floods, Trouble.MALFORMED, 1, id="a body without end"),
        pytest.param(says(None), Trouble.MALFORMED, 1, id="no content"),
        pytest.param(says(""), Trouble.MALFORMED, 1, id="empty content"),
        pytest.param(says("Sure! Here is the note."), Trouble.MALFORMED, 1, id="prose"),
        pytest.param(
            says('{"texts": [{"about": "F2", "sentences": [{"text": "Compl'),
            Trouble.MALFORMED,
            1,
            id="content cut in the middle",
        ),
        pytest.param(says(json.dumps(PLAN_REPLY)), Trouble.MALFORMED, 1, id="a plan for a note"),
        pytest.param(says('{"texts": []}'), Trouble.MALFORMED, 1, id="no texts"),
        pytest.param(says(json.dumps(NOTE_REPLY), finish="length"), Trouble.CUT_OFF, 1, id="cut off"),
        pytest.param(says(None, finish="content_filter"), Trouble.REFUSED, 1, id="filtered"),
        pytest.param(says(None, refusal="I can not help Acme."), Trouble.REFUSED, 1, id="a refusal"),
    ],
)
def test_each_fault_is_told_for_what_it_is(reply: Reply, trouble: Trouble, calls: int) -> None:
    written, server, time = write(reply)
    assert (written.answer, written.trouble) == (None, trouble)
    assert len(server.asked) == calls
    assert len(time.slept) == calls - 1


@pytest.mark.parametrize("reply", [waits, trickles], ids=["silent", "trickling"])
def test_a_server_that_is_too_slow_is_given_up_and_not_asked_again(reply: Reply) -> None:
    written, server, time = write(reply, seconds_a_try=0.6)
    assert written.trouble is Trouble.TOO_SLOW
    assert len(server.asked) == 1
    assert time.slept == []


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with model_server(GOOD) as server:
        url = server.url
    time = Time()
    assert drafter(url, time).write(brief(), wish="", problems=()).trouble is Trouble.UNREACHABLE
    assert time.slept == [1, 2]


def test_a_rate_limit_is_waited_for_as_long_as_the_server_says() -> None:
    written, server, time = write(fails(429, {"Retry-After": "7"}), GOOD)
    assert written.trouble is None
    assert time.slept == [7]
    assert len(server.asked) == 2


def test_a_rate_limit_beyond_the_time_of_the_text_is_not_waited_for() -> None:
    written, server, time = write(fails(429, {"Retry-After": "31"}), GOOD)
    assert written.trouble is Trouble.RATE_LIMITED
    assert time.slept == []
    assert len(server.asked) == 1


@pytest.mark.parametrize("said", ["soon", "-5", "inf", "nan", "Sun, 22 Nov 2026 08:00:00 GMT"])
def test_a_wait_that_is_no_number_of_seconds_counts_as_not_said(said: str) -> None:
    written, _, time = write(fails(503, {"Retry-After": said}), GOOD)
    assert written.trouble is None
    assert time.slept == [1]


def test_all_tries_together_stay_within_the_time_of_the_text() -> None:
    written, server, time = write(fails(429, {"Retry-After": "14"}))
    assert written.trouble is Trouble.RATE_LIMITED
    assert time.slept == [14, 14]
    assert len(server.asked) == 3
    assert time.now() < 30


def test_a_server_that_recovers_is_asked_no_more_often_than_needed() -> None:
    written, server, time = write(fails(500), resets, GOOD)
    assert isinstance(written.answer, Texts)
    assert time.slept == [1, 2]
    assert len(server.asked) == 3


def test_what_was_cut_off_was_paid_for() -> None:
    written, _, _ = write(says("{", finish="length"))
    assert (written.tokens_in, written.tokens_out) == (120, 34)


def test_what_is_malformed_was_paid_for() -> None:
    written, _, _ = write(says("{"))
    assert (written.tokens_in, written.tokens_out) == (120, 34)


def test_a_good_reply_is_passed_on_with_what_it_cost() -> None:
    written, _, _ = write(GOOD)
    assert isinstance(written.answer, Texts)
    assert [(about, [each.text for each in prose.sentences]) for about, prose in written.answer.texts] == [
        ("F2", ["{F2} was rated {F3}.", "what was said: {F4|a red notebook}."])
    ]
    assert (written.trouble, written.tokens_in, written.tokens_out) == (None, 120, 34)


def test_a_lie_that_fits_the_schema_is_passed_on_for_the_checks() -> None:
    lie = {"texts": [{"about": "F9", "sentences": [{"text": "Bob says 99 %.", "facts": ["F77"]}]}]}
    written, _, _ = write(says(json.dumps(lie)))
    assert isinstance(written.answer, Texts)
    assert written.answer.texts[0][1].text == "Bob says 99 %."


def test_a_plan_is_passed_on_action_by_action() -> None:
    written, _, _ = write(says(reply_for(Kind.PLAN)), of=brief(Kind.PLAN))
    assert isinstance(written.answer, Proposals)
    assert [(each.dimension, each.due_day, each.deliverable) for each in written.answer.actions] == [
        ("F2", 30, "F5"),
        ("F2", 60, "F5"),
        ("F2", 85, "F5"),
    ]


@pytest.mark.parametrize(
    "reply", [GOOD, fails(400), says('{"the shop keeps a red notebook": 1}'), says("{"), sends(b"x")]
)
def test_one_line_is_logged_for_each_text_and_holds_nobodys_words(
    reply: Reply, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.WARNING)
    with structlog.testing.capture_logs() as lines:
        write(reply)
    assert [line["event"] for line in lines] == ["model_asked"]
    assert {"model", "kind", "tries", "trouble", "error", "tokens_in", "tokens_out", "milliseconds"} <= set(lines[0])
    said = f"{lines}{caplog.text}{capfd.readouterr()}"
    assert WORDS not in said
    assert "Acme" not in said


def test_texts_are_written_side_by_side() -> None:
    both_are_there = threading.Barrier(2, timeout=60)

    def meets(handler: Handler) -> None:
        both_are_there.wait()
        GOOD(handler)

    with model_server(meets) as server, ThreadPoolExecutor(2) as threads:
        maker = drafter(server.url, Time())
        texts = list(threads.map(lambda each: maker.write(each, wish="", problems=()), [brief(), brief()]))
    assert [each.trouble for each in texts] == [None, None]
