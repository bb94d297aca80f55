"""The way out to a webhook: signed as the page says, no redirect followed, no answer read."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot import webhook
from bot.core.errors import ReceiverRefusedError, ReceiverUnavailableError
from bot.webhook import SIGNATURE, TIMESTAMP, Webhook, signature

PAGE = (Path(__file__).parents[1] / "docs" / "webhook.md").read_text("utf-8")
SECRET = "5ecret"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass
class Place:
    """A receiver on this machine that answers with one status after the other, the last one from then on."""

    statuses: list[int]
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""

    def answer(self) -> int:
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@contextmanager
def receiving(*statuses: int) -> Iterator[Place]:
    place = Place(list(statuses))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            place.heard.append((dict(self.headers), body))
            self.send_response(place.answer())
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    place.address = f"http://127.0.0.1:{server.server_port}/hook?key=f00"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield place
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_what_is_taken_was_sent_once_and_can_be_verified_as_the_page_says(status: int) -> None:
    code = PAGE.split("```python\n")[1].split("```")[0]
    known: dict[str, Any] = {}
    exec(code, known)  # noqa: S102 -- the page's own example
    with receiving(status) as place:
        Webhook(place.address, SECRET).send('{"subject": "Größe"}', NOW)
    ((headers, body),) = place.heard
    stamp, proof = headers[TIMESTAMP], headers[SIGNATURE]
    assert (body.decode(), headers["Content-Type"]) == ('{"subject": "Größe"}', "application/json")
    assert stamp == str(int(NOW.timestamp()))
    now = NOW.timestamp()
    assert known["is_genuine"](SECRET, stamp, proof, body, now + 299)
    for wrong in (
        ("other", stamp, proof, body, now),
        (SECRET, stamp + "0", proof, body, now),
        (SECRET, "soon", proof, body, now),
        (SECRET, stamp, proof[:-1], body, now),
        (SECRET, stamp, proof.replace("v1=", "v0="), body, now),
        (SECRET, stamp, "é", body, now),
        (SECRET, stamp, proof, body + b" ", now),
        (SECRET, stamp, proof, body, now + 301),
    ):
        assert not known["is_genuine"](*wrong), wrong


@pytest.mark.parametrize("status", [300, 301, 307, 308, 400, 401, 403, 404, 410, 422])
def test_a_refusal_or_a_redirect_is_no_outage_and_leads_nowhere(status: int) -> None:
    with receiving(status) as place, pytest.raises(ReceiverRefusedError, match=f"HTTP {status}") as error:
        Webhook(place.address, SECRET).send("{}", NOW)
    assert len(place.heard) == 1
    assert "f00" not in str(error.value)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_an_outage_passes(status: int) -> None:
    with receiving(status) as place, pytest.raises(ReceiverUnavailableError, match=f"HTTP {status}"):
        Webhook(place.address, SECRET).send("{}", NOW)


def test_nobody_there_is_an_outage() -> None:
    with receiving(200) as place:
        pass
    with pytest.raises(ReceiverUnavailableError, match="ConnectError"):
        Webhook(place.address, SECRET).send("{}", NOW)


def test_whoever_answers_drop_by_drop_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes soon enough for a limit on single reads, and the answer in the end: the whole takes too long."""
    monkeypatch.setattr(webhook, "SECONDS", 0.2)
    given_up = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n":
                if given_up.wait(0.02):
                    return
                with suppress(OSError):
                    connection.sendall(bytes([byte]))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,))
        thread.start()
        try:
            with pytest.raises(ReceiverUnavailableError, match="TimeoutError"):
                Webhook(f"http://127.0.0.1:{listening.getsockname()[1]}/", SECRET).send("{}", NOW)
        finally:
            given_up.set()
            thread.join()


def test_a_webhook_shows_neither_its_address_nor_its_secret() -> None:
    assert repr(Webhook("https://hooks.example/k3y", SECRET)) == "Webhook()"


def test_slacks_own_example_gives_slacks_own_kind_of_signature() -> None:
    assert signature("k", "1", b"{}").startswith("v1=")
    assert len(signature("k", "1", b"{}")) == 3 + 64
