"""A sandbox served on loopback, and an app of our own that records what Slack would send it."""

import json
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.app import Sandbox
from bot.sandbox.person import Person
from bot.sandbox.serving import serve_in_thread

SECRET = "signing-secret-of-the-tests"
TOKEN = "xoxb-of-the-tests"
APP_TOKEN = "xapp-of-the-tests"
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "cxbot"},
    "features": {
        "bot_user": {"display_name": "cxbot", "always_online": True},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/cx-assess", "description": "Start", "usage_hint": "[subject]", "should_escape": True},
            {"command": "/cx-raw", "description": "Unescaped", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "Use as evidence", "type": "message", "callback_id": "use_as_evidence", "description": "x"},
            {"name": "Start", "type": "global", "callback_id": "start", "description": "x"},
        ],
    },
    "oauth_config": {
        "redirect_urls": ["https://bot.example/slack/oauth_redirect"],
        "scopes": {
            "bot": (
                "app_mentions:read channels:history channels:join channels:read chat:write commands "
                "files:read files:write "
                "groups:history groups:read im:history im:read im:write reactions:write team:read users:read"
            ).split()
        },
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": (
                "app_home_opened app_mention channel_archive group_archive member_joined_channel member_left_channel "
                "message.channels message.groups message.im channel_left"
            ).split()
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": False,
    },
}


class App:
    """Records deliveries; answers with what `answer` returns: (status, body) or (status, body, seconds to wait)."""

    def __init__(self) -> None:
        self.deliveries: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], tuple[int, str]] = lambda _delivery: (200, "")
        self._verifier = SignatureVerifier(SECRET)

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        assert self._verifier.is_valid_request(body, headers), "the signature does not hold"
        if headers["content-type"] == "application/json":
            payload = json.loads(body)
        else:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
            payload = json.loads(form["payload"]) if "payload" in form else form
        delivery = {"path": path, "headers": headers, "payload": payload}
        self.deliveries.append(delivery)
        return self.answer(delivery)

    def events(self, kind: str) -> list[dict[str, Any]]:
        found = [d["payload"]["event"] for d in self.deliveries if "event" in d["payload"]]
        return [event for event in found if kind in (event["type"], event.get("subtype"))]

    def payloads(self, kind: str) -> list[dict[str, Any]]:
        return [
            d["payload"] for d in self.deliveries if kind in (d["payload"].get("type"), d["payload"].get("command"))
        ]


class Slack:
    """The served sandbox with its parts at hand."""

    def __init__(self, sandbox: Sandbox, url: str, app: App) -> None:
        self.sandbox = sandbox
        self.url = url
        self.app = app
        self.http = httpx.Client(base_url=url, trust_env=False, timeout=60, verify=False)  # noqa: S501  # plain HTTP, and quick
        self.people: list[Person] = []

    def person(self, who: str, channel: str = "C0CXTEAM01") -> Person:
        self.people.append(Person(self.url, who, channel))
        return self.people[-1]

    def call(self, method: str, token: str = TOKEN, **arguments: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = self.http.post(f"/api/{method}", json=arguments, headers=headers)
        found: dict[str, Any] = response.json()
        return found

    def settle(self) -> None:
        self.sandbox.settle()

    def traffic(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get("/_page/traffic").json()
        return found

    def close(self) -> None:
        for person in self.people:
            person.close()
        self.http.close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a sandbox that waited long enough hangs up, which is what some tests are about."""


@pytest.fixture(scope="session")
def app_server() -> Iterator[tuple[str, list[App]]]:
    """Serve the newest App of a list, so that each test has its own."""
    apps: list[App] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = apps[-1].take(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer.encode())))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing: the log of deliveries is in App."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", apps
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Sandbox, str]]:
    """Serve one sandbox for all tests: it starts anew for each."""
    sandbox = Sandbox({}, None, SECRET, TOKEN, APP_TOKEN, limits="off")
    running = serve_in_thread(sandbox.asgi)
    yield sandbox, running.url
    sandbox.close()
    running.close()


@pytest.fixture
def slack(served: tuple[Sandbox, str], app_server: tuple[str, list[App]]) -> Iterator[Slack]:
    sandbox, url = served
    app_url, apps = app_server
    apps.append(App())
    sandbox.app_url = app_url
    sandbox._world.manifest = deepcopy(MANIFEST)
    sandbox._delivery.seconds = 20.0  # a busy machine is not a slow app
    sandbox.reset()
    found = Slack(sandbox, url, apps[-1])
    yield found
    sandbox.app_url = None
    found.close()
    sandbox.settle()
    sandbox.reset()
