"""Buttons, response URLs, shortcuts and the Home tab: what the app is told and what the person sees then."""

from typing import Any

import pytest

from bot.sandbox.person import text_of
from tests.sandbox.forms import BUTTONS

CX = "C0CXTEAM01"


def test_a_click_carries_message_thread_and_value(slack: Any) -> None:
    dana = slack.person("dana")
    parent = dana.say("top")
    slack.call("chat.postMessage", channel=CX, thread_ts=parent, text="which?", blocks=[BUTTONS])
    dana.click("2", thread=parent)
    slack.settle()
    [payload] = slack.app.payloads("block_actions")
    assert (payload["container"]["thread_ts"], payload["message"]["thread_ts"]) == (parent, parent)
    action = payload["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("level_2", "levels", "2")


def test_a_click_on_what_is_gone_or_not_offered_is_refused(slack: Any) -> None:
    dana = slack.person("dana")
    ts = slack.call("chat.postMessage", channel=CX, text="which?", blocks=[BUTTONS])["ts"]
    for given in (
        {"where": {"channel": CX, "ts": ts}, "block_id": "levels", "action_id": "level_9"},
        {"where": {"channel": CX, "ts": "1.000000"}, "block_id": "levels", "action_id": "level_1"},
        {"where": {"channel": "C0LEADS001", "ts": ts}, "block_id": "levels", "action_id": "level_1"},
        {"where": {"view_id": "V1"}, "block_id": "levels", "action_id": "level_1"},
    ):
        with pytest.raises(AssertionError, match="not_found"):
            dana.do("act", **given)
    slack.settle()
    assert slack.app.payloads("block_actions") == []


def test_a_click_on_a_message_that_is_drawn_anew_meanwhile_is_delivered(slack: Any) -> None:
    dana = slack.person("dana")
    ts = slack.call("chat.postMessage", channel=CX, text="which?", blocks=[BUTTONS])["ts"]
    slack.call("chat.update", channel=CX, ts=ts, text="which?", blocks=[BUTTONS | {"block_id": "anew"}])
    dana.do("act", where={"channel": CX, "ts": ts}, block_id="levels", action_id="level_1")
    slack.settle()
    assert [each["actions"][0]["value"] for each in slack.app.payloads("block_actions")] == ["1"]


def test_a_click_that_the_app_does_not_take_is_complained_of(slack: Any) -> None:
    dana = slack.person("dana")
    slack.call("chat.postMessage", channel=CX, text="which?", blocks=[BUTTONS])
    slack.app.answer = lambda _delivery: (500, "")
    dana.click("1")
    assert "HTTP status 500" in dana.wait_for(lambda person: person.notices())[0]


def test_an_ephemeral_message_can_be_clicked_replaced_and_deleted(slack: Any) -> None:
    dana, sam = slack.person("dana"), slack.person("sam")
    slack.call("chat.postEphemeral", channel=CX, user=dana.id, text="psst", blocks=[BUTTONS])
    dana.click("1")
    slack.settle()
    [payload] = slack.app.payloads("block_actions")
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    url = payload["response_url"]
    slack.http.post(url, json={"replace_original": True, "text": "done"})
    assert ([text_of(message) for message in dana.sees()], sam.sees()) == (["done"], [])
    slack.http.post(url, json={"delete_original": True})
    assert dana.sees() == []


def test_a_response_url_works_five_times(slack: Any) -> None:
    dana = slack.person("dana")
    dana.command("/cx-assess")
    slack.settle()
    url = slack.app.payloads("/cx-assess")[0]["response_url"]
    answers = [slack.http.post(url, json={"text": str(n), "response_type": "in_channel"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[-1].json()["error"] == "used_url"


def test_a_response_url_works_for_half_an_hour(slack: Any) -> None:
    slack.person("dana").command("/cx-assess")
    slack.settle()
    url = slack.app.payloads("/cx-assess")[0]["response_url"]
    assert slack.http.post(url, json={"text": "x", "blocks": [{"type": "nothing"}]}).json()["error"] == "invalid_blocks"
    assert slack.http.post(url, content=b"{").status_code == 400
    slack.sandbox.clock.advance(1801)
    assert slack.http.post(url, json={"text": "late"}).json()["error"] == "expired_url"


def test_shortcuts_reach_the_app(slack: Any) -> None:
    dana = slack.person("dana")
    ts = dana.say("we map journeys")
    dana.shortcut("start")
    dana.shortcut("use_as_evidence", ts)
    slack.settle()
    assert slack.app.payloads("shortcut")[0]["callback_id"] == "start"
    assert slack.app.payloads("message_action")[0]["message"]["text"] == "we map journeys"
    with pytest.raises(AssertionError, match="shortcut_not_found"):
        dana.shortcut("unheard_of")


def test_the_home_tab_shows_what_was_published(slack: Any) -> None:
    dana, sam = slack.person("dana"), slack.person("sam")
    dana.open_home()
    slack.settle()
    assert slack.app.events("app_home_opened")[0]["tab"] == "home"
    view = {"type": "home", "blocks": [BUTTONS]}
    first = slack.call("views.publish", user_id=dana.id, view=view)["view"]
    assert (dana.home()["id"], sam.home()) == (first["id"], None)
    dana.click("1")
    slack.settle()
    assert slack.app.payloads("block_actions")[0]["view"]["type"] == "home"
    slack.call("views.publish", user_id=dana.id, view=view)
    answer = slack.call("views.publish", user_id=dana.id, view=view, hash=first["hash"])
    assert answer["error"] == "hash_conflict"


def test_an_external_person_has_no_home_with_the_app(slack: Any) -> None:
    with pytest.raises(AssertionError, match="app_not_installed"):
        slack.person("ellis", "C0PARTNER1").open_home()
