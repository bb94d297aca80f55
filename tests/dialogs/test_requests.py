"""Requests that are not what they seem, and faults behind the scene: who is refused, and who is told what."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from bot.core.errors import StoreError
from bot.slack.app import NOT_INSTALLED
from tests.dialogs.deeds import do
from tests.dialogs.stage import SECRET, Stage
from tests.known import peek

ACME, GLOBEX = "T0ACME0001", "T0GLOBEX01"
DANA = "U0DANA0001"
CHANNEL = "C0CXTEAM01"
MESSAGE = {"type": "message", "user": DANA, "text": "3", "channel": CHANNEL, "ts": "1792390200.000100", "team": ACME}
LONG_AGO = 60 * 6


def event(inner: dict[str, Any], team: str = ACME) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": team, "event_id": "Ev0001", "event": inner}


def press(action_id: str, team: str = ACME, **more: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": team},
        "user": {"id": DANA, "team_id": team},
        "channel": {"id": CHANNEL},
        "container": {"type": "message", "message_ts": "1792390200.000100", "channel_id": CHANNEL},
        "trigger_id": "1.1",
        "actions": [{"action_id": action_id, "value": "x", "action_ts": "1792390200.000200", "type": "button"}],
        **more,
    }


def form(callback_id: str, state: dict[str, Any]) -> dict[str, Any]:
    view = {"id": "V1", "hash": "h", "type": "modal", "callback_id": callback_id, "state": {"values": state}}
    return {"type": "view_submission", "team": {"id": ACME}, "user": {"id": DANA, "team_id": ACME}, "view": view}


def sent(
    stage: Stage, body: str, *, kind: str = "application/json", secret: str = SECRET, age: int = 0, signed: bool = True
) -> httpx.Response:
    """Send a request to the bot as anybody on the internet could."""
    assert stage.sandbox.app_url
    stamp = str(int(time.time()) - age)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"Content-Type": kind}
    if signed:
        headers |= {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
    url = f"{stage.sandbox.app_url}/slack/events"
    return httpx.post(url, content=body.encode(), headers=headers, trust_env=False, timeout=60)


def sent_form(stage: Stage, fields: dict[str, Any]) -> httpx.Response:
    return sent(stage, urlencode(fields), kind="application/x-www-form-urlencoded")


def interaction(stage: Stage, payload: dict[str, Any]) -> httpx.Response:
    return sent_form(stage, {"payload": json.dumps(payload)})


def command(stage: Stage, name: str, **more: Any) -> httpx.Response:
    fields = {"command": name, "team_id": ACME, "user_id": DANA, "channel_id": CHANNEL, "trigger_id": "1.1", "text": ""}
    return sent_form(stage, fields | more)


@contextmanager
def broken_store(stage: Stage) -> Iterator[None]:
    """Have every transaction fail, as on a full disk."""
    store = stage.service.store

    def fail() -> Any:
        raise StoreError("The database cannot be used: the disk is full.")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "reading", fail)
        patched.setattr(store, "writing", fail)
        yield


@pytest.mark.parametrize("body", [event(MESSAGE), press("press.level.3"), {}], ids=["event", "press", "nothing"])
def test_an_unsigned_request_is_refused(stage: Stage, body: dict[str, Any]) -> None:
    assert sent(stage, json.dumps(body), signed=False).status_code == 401


def test_a_wrongly_signed_request_is_refused(stage: Stage) -> None:
    assert sent(stage, json.dumps(event(MESSAGE)), secret="another-secret").status_code == 401


def test_a_stale_request_is_refused_although_its_signature_holds(stage: Stage) -> None:
    assert sent(stage, json.dumps(event(MESSAGE)), age=LONG_AGO).status_code == 401


def test_a_request_from_the_future_is_refused(stage: Stage) -> None:
    assert sent(stage, json.dumps(event(MESSAGE)), age=-LONG_AGO).status_code == 401


def test_slack_proving_the_address_gets_its_challenge_back(stage: Stage) -> None:
    response = sent(stage, json.dumps({"type": "url_verification", "challenge": "abc"}))
    assert response.status_code == 200
    assert "abc" in response.text


@pytest.mark.parametrize(
    "inner",
    [
        MESSAGE,
        MESSAGE | {"subtype": "channel_topic"},
        MESSAGE | {"subtype": "message_replied", "message": MESSAGE},
        {"type": "app_home_opened", "user": DANA, "channel": "D1", "tab": "home"},
        {"type": "member_joined_channel", "user": DANA, "channel": CHANNEL},
        {"type": "an_event_of_the_future", "user": DANA},
        {"type": "message"},
    ],
    ids=lambda inner: f"{inner['type']} {inner.get('subtype', '')} {len(inner)}",
)
def test_every_event_is_acknowledged(stage: Stage, inner: dict[str, Any]) -> None:
    assert sent(stage, json.dumps(event(inner))).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        event({"type": "message", "ts": 7, "channel": ["C1"], "user": None}),
        event(MESSAGE | {"ts": "1e5"}),
        event([]),  # type: ignore[arg-type]  # what is wrong with it
        {"type": "event_callback"},
        {"type": 7},
        [],
    ],
    ids=str,
)
def test_a_signed_payload_that_slack_would_never_send_is_no_error_of_ours(stage: Stage, body: Any) -> None:
    assert sent(stage, json.dumps(body)).status_code < 500


def test_buttons_and_forms_that_nobody_here_made_are_acknowledged_quietly(stage: Stage) -> None:
    for payload in (
        press("an_action_of_the_future"),
        press("press.level.3"),
        press("press.nonsense"),
        press("open_change"),
        press("share"),
        {
            "type": "view_closed",
            "team": {"id": ACME},
            "user": {"id": DANA},
            "view": {"id": "V1", "type": "modal", "callback_id": "x"},
        },
        {"type": "shortcut", "callback_id": "x", "team": {"id": ACME}, "user": {"id": DANA}, "trigger_id": "1.1"},
        form("a_form_of_the_future", {}),
    ):
        response = interaction(stage, payload)
        assert (response.status_code, response.text) == (200, ""), payload


def test_an_unknown_form_says_at_its_first_field_that_it_is_out_of_date(stage: Stage) -> None:
    state = {"field": {"value": {"type": "plain_text_input", "value": "long words"}}}
    answer = interaction(stage, form("a_form_of_the_future", state)).json()
    assert answer["response_action"] == "errors"
    assert "Close it and open it anew" in answer["errors"]["field"]


def test_a_workspace_that_the_bot_is_not_installed_in_gets_nothing_but_the_reason(stage: Stage) -> None:
    before = len(stage.traffic())
    for response, status, text in (
        (sent(stage, json.dumps(event(MESSAGE, GLOBEX))), 200, ""),
        (interaction(stage, press("open_change", GLOBEX)), 400, ""),
        (command(stage, "/cx-assess", team_id=GLOBEX), 200, NOT_INSTALLED),
        (command(stage, "/cx-scorecard", team_id=GLOBEX, text="help"), 200, NOT_INSTALLED),
    ):
        said = response.json()["text"] if response.text else ""
        assert (response.status_code, said) == (status, text)
    calls = [each["name"] for each in stage.traffic()[before:] if each["direction"] == "from_app"]
    assert set(calls) <= {"auth.test"}


def test_an_event_that_could_not_be_saved_is_refused_so_that_slack_sends_it_again(stage: Stage) -> None:
    do(stage, "dana", "starts optimization for acme")
    stage.settle()
    thread = stage.thread_ts("dana")
    said = MESSAGE | {"thread_ts": thread, "ts": "9792390200.000100"}
    with broken_store(stage):
        assert sent(stage, json.dumps(event(said))).status_code == 500
    assert sent(stage, json.dumps(event(said))).status_code == 200
    stage.settle()
    assert "1 of 6 answered" in stage.words(stage.headlines("dana")[-1])


def test_an_answer_is_taken_while_slack_cannot_say_who_the_bot_is(stage: Stage) -> None:
    do(stage, "dana", "starts optimization for acme")
    stage.settle()
    thread = stage.thread_ts("dana")
    stage.stop_bot()
    stage.fail("auth.test", "500", times=999)
    stage.start_bot()
    said = MESSAGE | {"thread_ts": thread, "ts": "9792390200.000100"}
    assert sent(stage, json.dumps(event(said))).status_code == 200
    stage.settle()
    found = peek(stage.service.store).assessment(ACME, peek(stage.service.store).lines(ACME, CHANNEL)[0].id)
    assert found is not None
    assert [each.verdict for each in found.ratings] == [3]


def test_replies_in_other_threads_are_acknowledged_while_a_headline_is_in_doubt(stage: Stage) -> None:
    stage.fail("chat.postMessage", "reset_after")
    stage.fail("conversations.history", "500", times=999)
    do(stage, "dana", "starts optimization for acme")
    stage.sandbox.settle()
    for number, who in enumerate((DANA, "U0SAM00001") * 10):
        ts = f"1792390{number:03}.000100"
        said = MESSAGE | {"user": who, "thread_ts": ts, "ts": f"1792391{number:03}.000100", "text": f"{number}"}
        assert sent(stage, json.dumps(event(said))).status_code == 200
    stage.page("faults", [])
    stage.settle()


def test_an_event_that_trips_over_a_fault_of_ours_is_not_refused_again_and_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("bot.slack.listeners.messages.message", broken)
    assert sent(stage, json.dumps(event(MESSAGE))).status_code == 200
    assert [each["event"] for each in stage.logs if each["log_level"] in ("warning", "error")] == ["request_failed"]


def test_whoever_commands_is_told_that_it_was_not_saved_with_a_reference(stage: Stage) -> None:
    with broken_store(stage):
        answer = command(stage, "/cx-scorecard").json()
    assert answer["response_type"] == "ephemeral"
    reference = next(each["reference"] for each in stage.logs if each["event"] == "request_failed")
    assert f"not saved, reference {reference}" in answer["text"]
    assert "disk" not in answer["text"]


def test_a_form_that_was_not_saved_stays_open_with_the_word_at_its_first_field(stage: Stage) -> None:
    dana = stage.person("dana")
    dana.command("/cx-assess acme optimization")
    stage.settle()
    with broken_store(stage):
        errors = dana.fill_and_submit({"NPS today": "31"})
    assert "not saved, reference" in errors["framework"]
    assert dana.fill_and_submit({"NPS today": "31"}) == {}


def test_whoever_presses_is_told_privately_that_it_was_not_saved(stage: Stage) -> None:
    do(stage, "dana", "starts optimization for acme")
    stage.settle()
    with broken_store(stage):
        do(stage, "dana", "presses 3")
        stage.sandbox.settle()
    private = [stage.words(each) for each in stage.thread("dana") if each["ephemeral"]]
    assert any("not saved, reference" in each for each in private), private
    assert "0 of 6 answered" in stage.words(stage.headlines("dana")[-1])


def test_while_slack_cannot_say_who_the_bot_is_events_come_again_and_people_get_a_word(stage: Stage) -> None:
    stage.stop_bot()
    stage.fail("auth.test", "500", times=99)
    stage.start_bot()  # which asks who it is at once
    assert sent(stage, json.dumps(event(MESSAGE))).status_code == 500
    assert "reference" in command(stage, "/cx-assess").json()["text"]
    # a press without an address to answer at: only Slack itself can tell the person that it failed
    assert interaction(stage, press("press.level.3")).status_code == 500


def test_the_form_opens_while_another_thread_writes_to_the_store(stage: Stage) -> None:
    dana = stage.person("dana")
    with stage.service.store.writing("T0ACME0001"):
        dana.command("/cx-assess acme optimization")
        stage.sandbox.settle()
        view = dana.modal()
    assert view is not None
    assert not dana.notices()


def test_an_expired_trigger_is_answered_with_a_word_on_what_to_do(stage: Stage) -> None:
    answer = command(stage, "/cx-assess").json()  # the trigger is none of Slack's
    assert "type `/cx-assess` again" in answer["text"]


def test_presses_of_many_at_once_are_all_taken(stage: Stage) -> None:
    do(stage, "dana", "starts optimization for acme")
    stage.settle()
    threads = [threading.Thread(target=stage.person("dana").say, args=("2", stage.thread_ts("dana"))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    stage.settle()
    questions = [each for each in stage.thread("dana") if each["bot"]]
    assert len({each["ts"] for each in questions}) == len(questions)
