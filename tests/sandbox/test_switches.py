"""The panel "What Slack does": each switch does its deed, and goes back off."""

import json
from typing import Any

import pytest

from bot.sandbox.switches import SWITCHES
from tests.sandbox.broken_blocks import modal, section

CX = "C0CXTEAM01"
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}


def throw(slack: Any, **given: Any) -> dict[str, Any]:
    answer = slack.http.post("/_page/switches", json=given, headers={"X-Sandbox": "1"})
    found: dict[str, Any] = answer.json()
    return found


def post(slack: Any, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = slack.call("chat.postMessage", channel=CX, text="x", **more)
    return found


def test_a_refused_block_is_named_by_its_place(slack: Any) -> None:
    throw(slack, name="refuse_block", type="table")
    assert post(slack, blocks=[section()])["ok"]
    answer = post(slack, blocks=[section(), TABLE])
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == ["unsupported type: table [json-pointer:/blocks/1/type]"]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {answer['errors'][0]}"]
    form = json.dumps([section(), TABLE])
    assert post(slack, blocks=form)["error"] == "invalid_blocks"
    throw(slack, name="refuse_block", type="section", pointer="no")
    assert post(slack, blocks=[section()]) == {"ok": False, "error": "invalid_blocks"}
    view = {**modal(), "blocks": [section()]}
    assert slack.call("views.open", trigger_id="1.2", view=view)["error"] == "invalid_arguments"
    throw(slack, off="refuse_block")
    assert post(slack, blocks=[section(), TABLE])["ok"]


def test_the_token_is_refused_for_minutes_of_the_sandboxs_clock(slack: Any) -> None:
    throw(slack, name="revoke_token")
    assert slack.call("auth.test")["error"] == "token_revoked"
    slack.person("dana").do("clock", advance_seconds=601)
    assert slack.call("auth.test")["ok"]
    throw(slack, name="revoke_token", error="account_inactive")
    assert post(slack)["error"] == "account_inactive"
    throw(slack, off="all")
    assert post(slack)["ok"]


def test_a_method_is_refused_so_many_times_or_until_it_is_switched_off(slack: Any) -> None:
    throw(slack, name="refuse_method", method="chat.postMessage", error="ekm_access_denied", times=2)
    assert [post(slack).get("error") for _ in range(3)] == ["ekm_access_denied", "ekm_access_denied", None]
    on = throw(slack, name="refuse_method", method="*", error="no_permission")["on"]
    assert slack.call("users.info", user="U0DANA0001")["error"] == "no_permission"
    throw(slack, off=on[0]["id"])
    assert post(slack)["ok"]


def test_people_go_and_come_back(slack: Any) -> None:
    sam = slack.person("sam").id
    throw(slack, name="deactivate_person", person="sam")
    throw(slack, name="leave_channel", person="sam", channel="cx-team")
    assert slack.call("users.info", user=sam)["user"]["deleted"]
    assert sam not in slack.call("conversations.members", channel=CX)["members"]
    throw(slack, off="all")
    assert not slack.call("users.info", user=sam)["user"]["deleted"]
    assert sam in slack.call("conversations.members", channel=CX)["members"]


def test_a_channel_is_known_by_its_new_id_alone_and_keeps_its_messages(slack: Any) -> None:
    ts = post(slack)["ts"]
    throw(slack, name="change_channel_id", channel="cx-team")
    assert slack.call("conversations.info", channel=CX)["error"] == "channel_not_found"
    new = next(each["id"] for each in slack.call("conversations.list")["channels"] if each["name"] == "cx-team")
    assert [each["ts"] for each in slack.call("conversations.history", channel=new)["messages"]] == [ts]


def test_an_organisation_is_named_by_auth_test_and_beside_its_people(slack: Any) -> None:
    throw(slack, name="organisation")
    me = slack.call("auth.test")
    assert (me["team_id"], me["is_enterprise_install"]) == (me["enterprise_id"], True)
    user = slack.call("users.info", user=slack.person("sam").id)["user"]
    assert user["enterprise_user"]["enterprise_id"] == me["enterprise_id"]
    throw(slack, off="organisation")
    assert "enterprise_id" not in slack.call("auth.test")


def test_slack_answers_500_to_everything(slack: Any) -> None:
    throw(slack, name="answer_500")
    for method in ("auth.test", "chat.postMessage", "no.suchMethod"):
        assert slack.http.post(f"/api/{method}", json={}).status_code == 500
    throw(slack, off="answer_500")
    assert post(slack)["ok"]


def test_a_picture_is_shown_where_a_block_names_it_once_slack_has_looked_at_it(slack: Any) -> None:
    given = slack.call("files.getUploadURLExternal", filename="a.png", length=3)
    slack.http.post(given["upload_url"], content=b"png")
    slack.call("files.completeUploadExternal", files=[{"id": given["file_id"], "title": "Radar"}])
    block = {"type": "image", "alt_text": "A radar", "slack_file": {"id": given["file_id"]}}
    throw(slack, name="lag_files", seconds="5")
    refused = slack.call("chat.postMessage", channel=CX, text="a", blocks=[block])
    assert refused["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    slack.person("dana").do("clock", advance_seconds=6)
    assert slack.call("chat.postMessage", channel=CX, text="a", blocks=[block])["ok"]
    [message] = slack.person("dana").sees()
    assert slack.http.get(message["blocks"][0]["slack_file"]["url"]).content == b"png"
    assert slack.call("files.delete", file=given["file_id"])["ok"]
    assert slack.call("files.delete", file=given["file_id"])["error"] == "file_not_found"


@pytest.mark.parametrize(
    "given", [{}, {"name": "fire"}, {"off": "refuse_block"}, {"name": "revoke_token", "minutes": "ten"}]
)
def test_a_switch_that_cannot_be_thrown_is_refused(slack: Any, given: dict[str, str]) -> None:
    assert throw(slack, **given)["error"] == "invalid_arguments"


def test_the_panel_lists_every_switch_and_starting_over_switches_all_off(slack: Any) -> None:
    throw(slack, name="answer_500")
    panel = slack.http.get("/_page/switches").json()
    assert [each["name"] for each in panel["switches"]] == [each.name for each in SWITCHES]
    assert [each["name"] for each in panel["on"]] == ["answer_500"]
    slack.sandbox.reset()
    assert slack.http.get("/_page/switches").json()["on"] == []
