"""A Slack on loopback that answers as it is told: the other end of the gateway's tests."""

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from bot.slack import blocks as b
from bot.slack.gateway import Gateway
from bot.use_cases.ports import Worded

TOKEN = "a-token-of-the-test"
SECRET = "words that nobody may log"
MESSAGE = b.Message(SECRET, (b.section(SECRET),))
WORDED = Worded("d1", MESSAGE)
POSTED = {"ok": True, "channel": "C1", "ts": "1792390200.000100"}
ME = {"ok": True, "user_id": "UBOT", "bot_id": "BBOT", "team_id": "T1"}
VIEW = b.modal("Title", [b.section("words")], callback_id="c")


@dataclass
class Reply:
    """What the stand-in answers: JSON, or ``raw`` bytes, or nothing but a broken connection."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    deed: str = "answer"


@dataclass
class Heard:
    """One request as it came in."""

    method: str
    arguments: dict[str, Any]
    authorization: str


class StandIn(ThreadingHTTPServer):
    """A Slack on loopback that plays back replies per method; the last one is repeated."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, list[Reply]] = {}
        self.answers: dict[str, Callable[[dict[str, Any]], Reply]] = {}
        self.heard: list[Heard] = []
        self.released = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/api/"

    def will(self, method: str, *replies: Reply | dict[str, Any]) -> None:
        self.replies[method] = [reply if isinstance(reply, Reply) else Reply(reply) for reply in replies]

    def will_answer(self, method: str, answer: Callable[[dict[str, Any]], Reply]) -> None:
        """Have every call of a method answered by what it says."""
        self.answers[method] = answer

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [heard.arguments for heard in self.heard if heard.method == method]

    def handle_error(self, *_: Any) -> None:
        """Say nothing: broken connections are what the tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length).decode(errors="surrogateescape")
        if len(body.encode(errors="surrogateescape")) < length:
            return  # as any server does with a request that broke off
        is_json = bool(body) and "json" in self.headers.get("Content-Type", "")
        arguments = json.loads(body) if is_json else {name: value[0] for name, value in parse_qs(body).items()}
        method = self.path.rpartition("/")[2]
        self.server.heard.append(Heard(method, arguments, self.headers.get("Authorization", "")))
        if method in self.server.answers:
            self._play(self.server.answers[method](arguments))
            return
        replies = self.server.replies[method]
        self._play(replies.pop(0) if len(replies) > 1 else replies[0])

    do_GET = do_POST  # noqa: N815 -- the name is http.server's

    def _play(self, reply: Reply) -> None:
        if reply.deed == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            self.connection.close()
            return
        if reply.deed == "stall":
            self.server.released.wait(30)
            return
        raw = reply.raw if reply.raw is not None else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw) + (10 if reply.deed == "cut" else 0)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def post(gateway: Gateway) -> str:
    """Post the message of the tests."""
    return gateway.post("C1", "1.0", "q:7", WORDED)
