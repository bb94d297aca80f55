"""The server around it: who may call, the clock, faults, rate limits, files, two workspaces."""

import json
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.app import Sandbox
from bot.sandbox.clock import MovableClock
from bot.sandbox.limits import LIMITS, most
from bot.sandbox.person import Person
from bot.sandbox.serving import serve_in_thread

CX, TOKEN, SECRET = "C0CXTEAM01", "xoxb-of-the-tests", "signing-secret-of-the-tests"


@pytest.fixture
def strict(app_server: Any, slack: Any) -> Iterator[Any]:
    """A second sandbox, with Slack's rate limits and two workspaces."""
    manifest = slack.sandbox._world.manifest
    sandbox = Sandbox(
        manifest, app_server[0], SECRET, TOKEN, limits="as_slack", second_workspace_token="xoxb-of-globex"
    )
    running = serve_in_thread(sandbox.asgi)
    yield sandbox, running.url
    sandbox.close()
    running.close()


@pytest.mark.parametrize("host", ["sandbox.example", "127.0.0.1.example:80", "192.168.1.4", ""])
@pytest.mark.parametrize("path", ["/", "/_page/state?as=U0DANA0001", "/api/api.test"])
def test_another_host_name_is_refused(slack: Any, host: str, path: str) -> None:
    assert slack.http.get(path, headers={"Host": host}).status_code in (400, 403)


def test_a_post_of_a_foreign_page_is_refused(slack: Any) -> None:
    body = {"as": "U0DANA0001", "channel": CX, "text": "forged"}
    assert slack.http.post("/_page/say", json=body).status_code == 403
    assert slack.person("dana").sees() == []


@pytest.mark.parametrize(
    ("deed", "given", "error"),
    [
        ("say", {"as": "U0NOBODY01", "channel": CX, "text": "x"}, "user_not_found"),
        ("say", {"as": "U0CXBOT001", "channel": CX, "text": "x"}, "user_not_found"),
        ("say", {"as": "U0DANA0001", "channel": "C0LEADS001", "text": "x"}, "channel_not_found"),
        ("say", {"as": "U0MO000001", "channel": "C0GENERAL1", "text": "x"}, "channel_not_found"),
        ("say", {"as": "U0DANA0001", "channel": CX, "text": " "}, "no_text"),
        ("say", {"as": "U0DANA0001", "channel": CX, "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ("edit", {"as": "U0DANA0001", "channel": CX, "ts": "1.000000", "text": "x"}, "message_not_found"),
        ("submit", {"as": "U0DANA0001", "view_id": "V1"}, "view_not_found"),
        ("clock", {"to": "tomorrow"}, "invalid_time"),
        ("clock", {"to": "2026-12-01T09:00:00"}, "invalid_time"),
        ("clock", {"advance_seconds": 1e12}, "invalid_time"),
        ("faults", {"method": "chat.update", "fault": "fire"}, "invalid_arguments"),
        ("faults", {"method": "chat.update", "fault": "500", "times": 0}, "invalid_arguments"),
    ],
)
def test_a_broken_deed_is_refused(slack: Any, deed: str, given: dict[str, Any], error: str) -> None:
    answer = slack.http.post(f"/_page/{deed}", json=given, headers={"X-Sandbox": "1"})
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_body_that_is_no_json_is_refused(slack: Any) -> None:
    for body in (b"{", b"3", b"\xff"):
        assert slack.http.post("/_page/say", content=body, headers={"X-Sandbox": "1"}).status_code == 400


def test_people_see_only_their_channels(slack: Any) -> None:
    def rooms(who: str) -> list[str]:
        channels = slack.person(who, "").state()["channels"]
        return [channel["name"] for channel in channels if channel["kind"] != "im"]

    assert rooms("dana") == ["general", "cx-team", "acme-partners"]
    assert rooms("riley") == ["general", "cx-team", "support-leads"]
    assert rooms("mo") == ["cx-team"]
    assert rooms("ellis") == ["acme-partners"]


def test_a_page_that_knows_nobody_yet_sees_the_first_person(slack: Any) -> None:
    state = slack.http.get("/_page/state").json()
    assert (state["me"]["name"], state["channel"]["id"]) == ("dana", CX)


def test_nobody_reads_a_channel_that_is_not_his(slack: Any) -> None:
    slack.person("riley", "C0LEADS001").say("only among leads")
    assert slack.person("dana", "C0LEADS001").sees() == []


def test_the_page_does_not_read_other_files(slack: Any) -> None:
    for path in ("/static/..%2fapp.py", "/static/app.py", "/static/nothing.js"):
        assert slack.http.get(path).status_code == 404


def test_the_clock_moves_and_ticks_on(slack: Any) -> None:
    dana = slack.person("dana")
    before = dana.state()["clock"]
    dana.do("clock", to="2027-02-22T09:30:00+01:00")
    after = dana.state()["clock"]
    assert (before["moved"], after["moved"], after["iso"][:16]) == (False, True, "2027-02-22T09:30")
    dana.do("clock", advance_seconds=86_400)
    assert dana.state()["clock"]["iso"][:10] == "2027-02-23"
    assert datetime.fromtimestamp(float(dana.say("later")), UTC).date().isoformat() == "2027-02-23"


def test_messages_keep_their_order_when_the_clock_goes_back(slack: Any) -> None:
    dana = slack.person("dana")
    dana.say("first")
    dana.do("clock", advance_seconds=-3600)
    dana.say("second")
    assert [message["text"] for message in dana.sees()] == ["first", "second"]
    assert dana.sees()[0]["ts"] < dana.sees()[1]["ts"]


def test_a_clock_watcher_hears_of_moves() -> None:
    clock, heard = MovableClock(), []
    clock.watch(lambda: heard.append(clock.now().year))
    clock.move_to(datetime(2031, 1, 2, tzinfo=UTC))
    assert heard == [2031]


def test_a_reset_begins_anew(slack: Any) -> None:
    dana = slack.person("dana")
    dana.say("hello")
    dana.command("/archive")
    slack.settle()
    dana.do("clock", advance_seconds=500)
    dana.do("reset")
    state = dana.state()
    assert (dana.sees(), state["clock"]["moved"]) == ([], False)
    assert [c["archived"] for c in state["channels"]] == [False] * len(state["channels"])


@pytest.mark.parametrize(("fault", "status"), [({"fault": "500"}, 500), ({"fault": "ratelimited", "seconds": 7}, 429)])
def test_an_ordered_fault_strikes_so_often(slack: Any, fault: dict[str, Any], status: int) -> None:
    slack.person("dana").do("faults", method="chat.postMessage", times=2, **fault)
    body, headers = {"channel": CX, "text": "x"}, {"Authorization": f"Bearer {TOKEN}"}
    answers = [slack.http.post("/api/chat.postMessage", json=body, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    if status == 429:
        assert answers[0].headers["Retry-After"] == "7"
        assert answers[0].json() == {"ok": False, "error": "ratelimited"}


@pytest.mark.parametrize(("fault", "posted"), [("reset_before", 0), ("reset_after", 1)])
def test_a_cut_connection_leaves_the_caller_in_doubt(slack: Any, fault: str, posted: int) -> None:
    dana = slack.person("dana")
    dana.do("faults", method="chat.postMessage", fault=fault)
    with pytest.raises(httpx.TransportError):
        slack.call("chat.postMessage", channel=CX, text="once")
    assert len(dana.sees()) == posted
    assert slack.call("chat.postMessage", channel=CX, text="again")["ok"]


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("faults", {"method": "chat.postMessage", "fault": "late", "seconds": 0.2}),
        ("switches", {"name": "act_late", "seconds": "1"}),
    ],
)
def test_what_is_done_late_is_done_although_nobody_was_answered(slack: Any, path: str, order: dict[str, Any]) -> None:
    dana = slack.person("dana")
    dana.do(path, **order)
    with pytest.raises(httpx.TransportError):
        slack.call("chat.postMessage", channel=CX, text="late")
    assert dana.sees() == []
    assert slack.call("chat.postMessage", channel=CX, text="at once")["ok"]
    slack.settle()
    assert [each["text"] for each in dana.sees()] == ["at once", "late"]


@pytest.mark.parametrize(
    ("path", "order"),
    [("faults", {"fault": "lag", "seconds": 3, "times": 2}), ("switches", {"name": "lag_reads", "seconds": "3"})],
)
def test_a_read_may_lag(slack: Any, path: str, order: dict[str, Any]) -> None:
    dana = slack.person("dana")
    ts = slack.call("chat.postMessage", channel=CX, text="top")["ts"]
    dana.do("clock", advance_seconds=10)
    slack.call("chat.postMessage", channel=CX, text="reply", thread_ts=ts)
    dana.do(path, method="conversations.replies", **order)
    found = [len(slack.call("conversations.replies", channel=CX, ts=ts)["messages"])]
    dana.do("clock", advance_seconds=4)
    found.append(len(slack.call("conversations.replies", channel=CX, ts=ts)["messages"]))
    assert found == [1, 2]


def test_too_many_posts_in_a_channel_are_held_back(strict: Any) -> None:
    sandbox, url = strict
    client = WebClient(TOKEN, base_url=f"{url}/api/")
    for number in range(most("rate.channel_burst")):
        client.chat_postMessage(channel=CX, text=str(number))
    with pytest.raises(SlackApiError) as refused:
        deque(client.chat_postMessage(channel=CX, text=str(number)) for number in range(5))
    assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
    wait = int(refused.value.response.headers["Retry-After"])
    assert client.chat_postMessage(channel="C0PARTNER1", text="another channel")["ok"]
    sandbox.clock.advance(wait)
    assert client.chat_postMessage(channel=CX, text="after the wait")["ok"]


def test_a_tier_is_counted_per_method(strict: Any) -> None:
    _, url = strict
    client = WebClient(TOKEN, base_url=f"{url}/api/")
    for _ in range(most("rate.tier2")):
        client.users_list()
    with pytest.raises(SlackApiError, match="ratelimited"):
        client.users_list()
    assert client.conversations_list()["ok"]


def test_two_workspaces_do_not_see_each_other(strict: Any) -> None:
    sandbox, url = strict
    acme, globex = (WebClient(token, base_url=f"{url}/api/") for token in (TOKEN, "xoxb-of-globex"))
    assert (acme.auth_test()["team_id"], globex.auth_test()["team_id"]) == ("T0ACME0001", "T0GLOBEX01")
    for client, channel, user in ((acme, "C0GLOBEX01", "U0GRETA001"), (globex, CX, "U0DANA0001")):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            client.chat_postMessage(channel=channel, text="x")
        with pytest.raises(SlackApiError, match="user_not_found"):
            client.users_info(user=user)
    greta = Person(url, "greta", "C0GLOBEX01")
    greta.say("hello")
    sandbox.settle()
    assert greta.state()["workspace"]["name"] == "Globex"
    assert {one["name"] for one in greta.state()["people"]} == {"greta", "cxbot"}
    greta.close()


def test_the_traffic_log_holds_no_secret(slack: Any) -> None:
    slack.call("chat.postMessage", channel=CX, text=f"{TOKEN} and xapp-of-the-tests", token=TOKEN)
    slack.person("dana").command("/cx-assess")
    slack.settle()
    log = json.dumps(slack.traffic())
    for secret in (TOKEN, "xapp-of-the-tests", SECRET, "v0="):
        assert secret not in log
    seen = {(entry["direction"], entry["kind"]) for entry in slack.traffic()}
    assert seen == {("from_app", "web_api"), ("to_app", "event"), ("to_app", "command")}


def test_the_sdk_uploads_a_file_that_people_can_open(slack: Any) -> None:
    client = WebClient(TOKEN, base_url=f"{slack.url}/api/")
    client.files_upload_v2(channel=CX, filename="a.svg", content="<svg/>", title="Chart", initial_comment="Look")
    [message] = slack.person("dana").sees()
    [file] = message["files"]
    assert (message["text"], file["title"], file["mimetype"]) == ("Look", "Chart", "image/svg+xml")
    assert slack.http.get(file["url"]).content == b"<svg/>"


def test_an_upload_of_another_length_is_refused(slack: Any) -> None:
    given = slack.call("files.getUploadURLExternal", filename="a.txt", length=3)
    assert slack.http.post(given["upload_url"], content=b"four").status_code == 400
    assert slack.call("files.completeUploadExternal", files=[{"id": given["file_id"]}])["error"] == "file_not_found"


def test_every_limit_has_its_source() -> None:
    assert [name for name, limit in LIMITS.items() if limit.most < 1 or len(limit.source) < 10] == []
