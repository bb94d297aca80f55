"""How an app comes to a workspace: the consent page, the exchange of its code, and Socket Mode."""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.sandbox.app import CLIENT_ID, CLIENT_SECRET

TOKEN = "xoxb-of-the-tests"
REDIRECT = "https://bot.example/slack/oauth_redirect"


def authorize(slack: Any, **more: str) -> httpx.Response:
    query = {"client_id": CLIENT_ID, "scope": "chat:write,commands", "redirect_uri": REDIRECT, "state": "s1", **more}
    answer: httpx.Response = slack.http.get("/oauth/v2/authorize", params=query)
    return answer


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"client_id": "other"}, "invalid_client_id"),
        ({"redirect_uri": "https://evil.example/"}, "bad_redirect_uri"),
        ({"redirect_uri": f"{REDIRECT}.evil.example/"}, "bad_redirect_uri"),
        ({"scope": "admin"}, "invalid_scope"),
    ],
)
def test_a_wrong_install_link_is_refused(slack: Any, wrong: dict[str, str], word: str) -> None:
    answer = authorize(slack, **wrong)
    assert (answer.status_code, word in answer.text) == (400, True)


def consent(slack: Any, decision: str) -> dict[str, str]:
    page = authorize(slack).text
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    form = {"nonce": nonce, "redirect_uri": REDIRECT, "state": "s1", "team": "T0ACME0001", "decision": decision}
    location = slack.http.post("/oauth/v2/authorize", data=form).headers["Location"]
    return dict(parse_qsl(urlsplit(location).query))


def test_declining_gives_no_code(slack: Any) -> None:
    assert consent(slack, "cancel") == {"error": "access_denied", "state": "s1"}


def test_a_code_is_exchanged_once_for_the_token(slack: Any) -> None:
    answer = consent(slack, "allow")
    assert answer["state"] == "s1"
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code": answer["code"], "redirect_uri": REDIRECT}
    granted = slack.http.post("/api/oauth.v2.access", data=given).json()
    assert (granted["access_token"], granted["team"]["id"], granted["token_type"]) == (TOKEN, "T0ACME0001", "bot")
    assert slack.http.post("/api/oauth.v2.access", data=given).json()["error"] == "invalid_code"


def test_an_unused_nonce_is_needed_to_consent(slack: Any) -> None:
    form = {"nonce": "guessed", "redirect_uri": REDIRECT, "team": "T0ACME0001", "decision": "allow"}
    assert slack.http.post("/oauth/v2/authorize", data=form).status_code == 400


@pytest.fixture
def socket(slack: Any) -> Iterator[tuple[SocketModeClient, list[SocketModeRequest]]]:
    client = SocketModeClient("xapp-of-the-tests", web_client=WebClient(base_url=f"{slack.url}/api/"))
    taken: list[SocketModeRequest] = []
    greeted = threading.Event()

    def listen(connection: Any, request: SocketModeRequest) -> None:
        taken.append(request)
        payload = {"text": "by socket"} if request.type == "slash_commands" else None
        connection.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    client.socket_mode_request_listeners.append(listen)
    client.on_message_listeners.append(lambda message: greeted.set() if "hello" in message else None)
    client.connect()
    assert greeted.wait(60)
    yield client, taken
    client.close()


def test_a_connected_socket_carries_everything(slack: Any, socket: Any) -> None:
    dana = slack.person("dana")
    dana.command("/cx-assess acme")
    dana.wait_for(lambda person: [text for text in person.sees() if text["text"] == "by socket"])
    dana.say("hello")
    slack.settle()
    assert [request.type for request in socket[1]] == ["slash_commands", "events_api"]
    assert socket[1][0].payload["text"] == "acme"
    assert slack.app.deliveries == []


def test_a_socket_needs_a_fresh_ticket(slack: Any, socket: Any) -> None:
    used = socket[0].wss_uri
    assert slack.call("apps.connections.open", token="xapp-of-the-tests")["url"] != used
