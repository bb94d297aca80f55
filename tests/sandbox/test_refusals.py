"""Each refusal of Slack that the sandbox knows, as a row: the call, and the error that Slack answers."""

import json
from typing import Any

import pytest

from tests.sandbox.broken_blocks import ACCEPTED_BLOCKS, REFUSED_BLOCKS, REFUSED_VIEWS, modal, section

CX, LEADS, GENERAL, DANA_DM = "C0CXTEAM01", "C0LEADS001", "C0GENERAL1", "D0DANA0001"

# Each row: the method, its arguments, the error.
REFUSED_CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("chat.postMassage", {"channel": CX, "text": "x"}, "unknown_method"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": CX, "text": "x", "colour": "red"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": LEADS, "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "#support-leads", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "U0ELLIS001", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": GENERAL, "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": CX}, "no_text"),
    ("chat.postMessage", {"channel": CX, "text": " "}, "no_text"),
    ("chat.postMessage", {"channel": CX, "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": CX, "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": CX, "text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": CX, "text": "x", "blocks": ["divider"]}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": CX, "text": "x", "blocks": [section("x" * 2900)] * 5}, "msg_blocks_too_long"),
    ("chat.postMessage", {"channel": CX, "text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
    ("chat.postMessage", {"channel": CX, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    (
        "chat.postMessage",
        {"channel": CX, "text": "x", "metadata": {"event_type": "a", "event_payload": {"b": "c" * 8_000}}},
        "metadata_too_large",
    ),
    ("chat.postMessage", {"channel": CX, "text": "x", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
    ("chat.update", {"channel": CX, "ts": "1700000000.000001", "text": "x"}, "message_not_found"),
    ("chat.update", {"channel": CX, "text": "x"}, "invalid_arguments"),
    ("chat.delete", {"channel": CX, "ts": "1700000000.000001"}, "message_not_found"),
    ("chat.postEphemeral", {"channel": CX, "user": "U0ELLIS001", "text": "x"}, "user_not_in_channel"),
    ("chat.postEphemeral", {"channel": GENERAL, "user": "U0DANA0001", "text": "x"}, "not_in_channel"),
    ("chat.postEphemeral", {"channel": CX, "user": "U0DANA0001"}, "no_text"),
    ("chat.getPermalink", {"channel": CX, "message_ts": "1700000000.000001"}, "message_not_found"),
    ("conversations.info", {"channel": LEADS}, "channel_not_found"),
    ("conversations.members", {"channel": CX, "cursor": "nonsense"}, "invalid_cursor"),
    ("conversations.members", {"channel": CX, "limit": "many"}, "invalid_limit"),
    ("conversations.members", {"channel": CX, "limit": 1000}, "invalid_limit"),
    ("conversations.replies", {"channel": CX, "ts": "1700000000.000001"}, "thread_not_found"),
    ("conversations.history", {"channel": GENERAL}, "not_in_channel"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0NOBODY01"}, "user_not_found"),
    ("conversations.join", {"channel": "C0PARTNER1"}, "method_not_supported_for_channel_type"),
    ("conversations.list", {"types": "everything"}, "invalid_types"),
    ("users.info", {"user": "U0NOBODY01"}, "user_not_found"),
    ("users.info", {}, "invalid_arguments"),
    ("bots.info", {"bot": "B0NOBODY01"}, "bot_not_found"),
    ("views.open", {"trigger_id": "1.2", "view": modal()}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.2", "view": "{"}, "invalid_arguments"),
    ("views.update", {"view_id": "V0NOTHING1", "view": modal()}, "not_found"),
    ("views.update", {"view": modal()}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0NOBODY01", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("views.publish", {"user_id": "U0DANA0001", "view": modal()}, "invalid_arguments"),
    ("reactions.add", {"channel": CX, "name": "eyes", "timestamp": "1700000000.000001"}, "message_not_found"),
    ("files.getUploadURLExternal", {"filename": "a.png", "length": 0}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F0NOTHING1"}]}, "file_not_found"),
    ("files.info", {"file": "F0NOTHING1"}, "file_not_found"),
    ("files.delete", {"file": "F0NOTHING1"}, "file_not_found"),
    (
        "chat.postMessage",
        {
            "channel": CX,
            "text": "a",
            "blocks": [{"type": "image", "alt_text": "a", "slack_file": {"id": "F0NOTHING1"}}],
        },
        "invalid_blocks",
    ),
    ("api.test", {"error": "my_error"}, "my_error"),
    ("oauth.v2.access", {"client_id": "other", "client_secret": "x", "code": "y"}, "invalid_client_id"),
    ("oauth.v2.access", {"client_id": "sandbox-client", "client_secret": "x", "code": "y"}, "bad_client_secret"),
    (
        "oauth.v2.access",
        {"client_id": "sandbox-client", "client_secret": "sandbox-client-secret", "code": "y"},
        "invalid_code",
    ),
]


def test_blocks_at_their_limits_are_accepted(slack: Any) -> None:
    refused = {}
    for block in ACCEPTED_BLOCKS:
        answer = slack.call("chat.postMessage", channel=CX, text="x", blocks=[block])
        if not answer["ok"]:
            refused[json.dumps(block)[:80]] = answer
    assert refused == {}


def test_broken_blocks_are_refused_with_the_place_of_the_fault(slack: Any) -> None:
    for blocks, pointer, words in REFUSED_BLOCKS:
        answer = slack.call("chat.postMessage", channel=CX, text="x", blocks=blocks)
        assert answer.get("error") == "invalid_blocks", (json.dumps(blocks)[:120], answer)
        found = [one for one in answer["errors"] if pointer in one and words in one]
        assert found, (json.dumps(blocks)[:120], pointer, words, answer["errors"])
        assert answer["response_metadata"]["messages"] == [f"[ERROR] {one}" for one in answer["errors"]]


def test_broken_views_are_refused_with_the_place_of_the_fault(slack: Any) -> None:
    for view, pointer, words in REFUSED_VIEWS:
        answer = slack.call("views.open", trigger_id="1.2", view=view)
        assert answer["error"] == "invalid_arguments", (json.dumps(view)[:120], answer)
        messages = answer["response_metadata"]["messages"]
        assert [one for one in messages if pointer in one and words in one], (json.dumps(view)[:120], messages)


def test_calls_are_refused_with_slacks_own_word(slack: Any) -> None:
    wrong = []
    for method, arguments, error in REFUSED_CALLS:
        answer = slack.call(method, **arguments)
        if answer.get("error") != error or answer["ok"]:
            wrong.append((method, str(arguments)[:80], error, answer))
    assert wrong == []


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("auth.test", "", "not_authed"),
        ("auth.test", "xoxb-of-somebody-else", "invalid_auth"),
        ("chat.postMessage", "", "not_authed"),
        ("chat.postMessage", "xapp-of-the-tests", "not_allowed_token_type"),
        ("apps.connections.open", "", "not_authed"),
        ("apps.connections.open", "xoxb-of-the-tests", "not_allowed_token_type"),
        ("apps.connections.open", "xapp-of-somebody-else", "invalid_auth"),
    ],
)
def test_a_wrong_token_is_refused(slack: Any, method: str, token: str, error: str) -> None:
    assert slack.call(method, token=token)["error"] == error


@pytest.mark.parametrize(
    ("method", "arguments", "needed"),
    [
        ("chat.postMessage", {"channel": CX, "text": "x"}, "chat:write"),
        ("users.info", {"user": "U0DANA0001"}, "users:read"),
        ("conversations.history", {"channel": CX}, "channels:history"),
        ("conversations.info", {"channel": DANA_DM}, "im:read"),
        ("conversations.list", {"types": "private_channel"}, "groups:read"),
        ("reactions.add", {"channel": CX, "name": "eyes", "timestamp": "1"}, "reactions:write"),
        ("files.info", {"file": "F1"}, "files:read"),
    ],
)
def test_a_missing_scope_is_named(slack: Any, method: str, arguments: dict[str, Any], needed: str) -> None:
    space = slack.sandbox._world.workspaces["T0ACME0001"]
    space.scopes = tuple(scope for scope in ("channels:read", "groups:history", "im:history") if scope != needed)
    answer = slack.call(method, **arguments)
    assert (answer["error"], needed in answer["needed"].split(",")) == ("missing_scope", True)
    assert answer["provided"] == ",".join(space.scopes)


def test_somebody_elses_message_is_not_the_bots_to_change(slack: Any) -> None:
    ts = slack.person("dana").say("mine")
    assert slack.call("chat.update", channel=CX, ts=ts, text="x")["error"] == "cant_update_message"
    assert slack.call("chat.delete", channel=CX, ts=ts)["error"] == "cant_delete_message"


def test_an_update_keeps_to_the_rules_of_a_post(slack: Any) -> None:
    ts = slack.call("chat.postMessage", channel=CX, text="x")["ts"]
    for arguments, error in (
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": "x", "blocks": [section("x" * 3001)]}, "invalid_blocks"),
    ):
        assert slack.call("chat.update", channel=CX, ts=ts, **arguments)["error"] == error


def test_an_ephemeral_message_cannot_be_changed_or_linked(slack: Any) -> None:
    ts = slack.call("chat.postEphemeral", channel=CX, user="U0DANA0001", text="psst")["message_ts"]
    assert slack.call("chat.update", channel=CX, ts=ts, text="x")["error"] == "message_not_found"
    assert slack.call("chat.getPermalink", channel=CX, message_ts=ts)["error"] == "message_not_found"


def test_direct_messages_need_the_messages_tab(slack: Any) -> None:
    slack.sandbox._world.manifest["features"]["app_home"]["messages_tab_enabled"] = False
    try:
        answer = slack.call("chat.postMessage", channel=DANA_DM, text="x")
    finally:
        slack.sandbox._world.manifest["features"]["app_home"]["messages_tab_enabled"] = True
    assert answer["error"] == "messages_tab_disabled"


def test_a_body_that_is_no_json_object_is_refused(slack: Any) -> None:
    headers = {"Authorization": "Bearer xoxb-of-the-tests", "Content-Type": "application/json"}
    for body, error in ((b"{", "invalid_json"), (b"[]", "json_not_object")):
        answer = slack.http.post("/api/auth.test", content=body, headers=headers).json()
        assert answer == {"ok": False, "error": error}


def test_forms_and_queries_are_read_as_well_as_json(slack: Any) -> None:
    form = {"token": "xoxb-of-the-tests", "channel": CX, "text": "from a form", "blocks": json.dumps([section()])}
    assert slack.http.post("/api/chat.postMessage", data=form).json()["ok"]
    query = {"token": "xoxb-of-the-tests", "channel": CX}
    assert slack.http.get("/api/conversations.info", params=query).json()["channel"]["name"] == "cx-team"
