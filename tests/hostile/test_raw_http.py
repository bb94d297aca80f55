"""Bytes that no well-meaning client sends, over a real socket: refused in words, and the bot serves on."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from random import Random
from urllib.parse import urlsplit

import httpx
import pytest

from bot.sandbox.serving import Running, serve_in_thread
from bot.web.app import HttpReply, web_app
from tests.hostile.house import DANA, FORGERIES, JSON, TEAM, House, forged, genuine, signature

EVENT = (
    f'{{"type": "event_callback", "team_id": "{TEAM}", "event_id": "Ev1", "event": {{"type": "x", "user": "{DANA}"}}}}'
)
MOST = 1_000_000


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    found = House(tmp_path_factory.mktemp("raw"))
    found.open()
    yield found
    found.close()


@pytest.fixture(scope="module")
def impatient() -> Iterator[Running]:
    """Serve an application that waits for a body a quarter of a second only."""
    running = serve_in_thread(web_app(lambda _body, _headers: HttpReply(200, {}, "taken"), dict, body_seconds=0.25))
    yield running
    running.close()


def talk(url: str, *pieces: bytes, ends: bool = False) -> bytes:
    """Send bytes over a socket of one's own and give what comes back until the other side falls silent or hangs up."""
    place = urlsplit(url)
    with closing(socket.create_connection((place.hostname or "", place.port or 0), timeout=30)) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
            if ends:
                line.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up before it had heard everything: that is an answer, too
        return _heard(line)


def _heard(line: socket.socket) -> bytes:
    heard = b""
    try:
        while part := line.recv(65_536):
            heard += part
            if b"\r\n\r\n" in heard and _whole(heard):
                break
    except ConnectionResetError:
        pass
    return heard


def _whole(heard: bytes) -> bool:
    head, _, body = heard.partition(b"\r\n\r\n")
    lengths = [int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(lengths) and len(body) >= lengths[0]


def status(answer: bytes) -> int:
    """Give the status of an answer; 0 where the other side hung up without a word."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def head(*lines: str, path: str = "/slack/events", method: str = "POST") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "host: bot.example", *lines, "", ""]).encode("latin-1")


def signed_head(body: bytes, *lines: str) -> bytes:
    stamp = str(int(time.time()))
    signs = (f"x-slack-request-timestamp: {stamp}", f"x-slack-signature: {signature(body, stamp)}")
    return head(*signs, "content-type: application/json", *lines)


BODY = EVENT.encode()
LENGTH = f"content-length: {len(BODY)}"
NASTY: dict[str, tuple[tuple[bytes, ...], set[int]]] = {
    "garbage": ((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 200 + b"\r\n\r\n",), {400, 0}),
    "no headers": ((b"POST /slack/events HTTP/1.1\r\n\r\n",), {400, 401, 0}),
    "no body, no length": ((head(),), {401}),
    "a length that is no number": ((head("content-length: many") + BODY,), {400, 0}),
    "a negative length": ((head("content-length: -5") + BODY,), {400, 0}),
    "two lengths that differ": ((head("content-length: 3", "content-length: 9") + BODY,), {400, 0}),
    "a length and chunks": ((head(LENGTH, "transfer-encoding: chunked") + b"0\r\n\r\n",), {400, 401, 0}),
    "chunks that are none": ((head("transfer-encoding: chunked") + b"zz\r\nabc\r\n0\r\n\r\n",), {400, 0}),
    "an unknown transfer coding": ((head("transfer-encoding: smoke") + BODY,), {400, 401, 501, 0}),
    "a body that breaks off": ((signed_head(BODY, "content-length: 5000") + BODY,), {400, 0}),
    "a header that never ends": ((head("x-long: " + "a" * 200_000),), {400, 401, 431, 0}),
    "a thousand headers": ((head(*(f"x-{number}: 1" for number in range(1_000))),), {400, 401, 431, 0}),
    "a body beyond the bound": ((signed_head(b"", f"content-length: {MOST * 3}"), b"x" * MOST * 3), {413, 0}),
    "chunks beyond the bound": (
        (head("transfer-encoding: chunked"), *(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in range(20))),
        {413, 0},
    ),
    "bytes that are no UTF-8": ((head("content-length: 4") + b"\xff\xfe\xfa\xfb",), {400}),
    "a header in another alphabet": ((head("content-length: 2", "x-slack-signature: v0=\u00e9") + b"{}",), {400, 401}),
    "another method": ((head(method="PUT"),), {405}),
    "a method nobody knows": ((head(method="BREW"),), {405, 400}),
    "another path": ((head(path="/slack/../../etc/passwd"),), {404, 400}),
    "a path of odd bytes": ((head(path="/%00%ff%2e%2e/slack/events"),), {404, 400}),
    "a long path": ((head(path="/" + "a" * 100_000),), {404, 400, 414, 0}),
    "no version": ((b"POST /slack/events\r\n\r\n",), {400, 0}),
}


@pytest.mark.parametrize("name", NASTY)
def test_nasty_bytes_are_refused(house: House, name: str) -> None:
    pieces, wanted = NASTY[name]
    assert house.bot is not None
    answer = talk(house.bot.url, *pieces, ends=name == "a body that breaks off")
    assert status(answer) in wanted, answer[:300]
    assert b"Traceback" not in answer
    assert httpx.get(f"{house.bot.url}/healthz", trust_env=False, timeout=60).json() == {"alive": True}


def test_a_body_in_chunks_is_taken_like_any_other(house: House) -> None:
    assert house.bot is not None
    chunked = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (BODY[:9], BODY[9:])) + b"0\r\n\r\n"
    assert status(talk(house.bot.url, signed_head(BODY, "transfer-encoding: chunked") + chunked)) == 200


def test_a_body_that_dribbles_in_is_not_waited_for(impatient: Running) -> None:
    answer = talk(impatient.url, head("content-length: 50") + b"{")
    assert status(answer) == 408
    assert b"in time" in answer


def test_slow_strangers_do_not_keep_others_waiting(house: House) -> None:
    assert house.bot is not None
    place = urlsplit(house.bot.url)
    lines = [socket.create_connection((place.hostname or "", place.port or 0), timeout=30) for _ in range(60)]
    try:
        for line in lines:
            line.sendall(head("content-length: 1000") + b"{")
        request = genuine(BODY, JSON)
        answer = httpx.post(
            f"{house.bot.url}/slack/events", content=request.body, headers=request.headers, trust_env=False, timeout=60
        )
        assert answer.status_code == 200
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize("number", range(len(FORGERIES)))
def test_every_forged_signature_is_refused_over_http(house: House, number: int) -> None:
    assert house.bot is not None

    class Chosen(Random):
        def choice(self, seq):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # as Random declares it
            return seq[number]

    sent = forged(BODY, JSON, Chosen())
    headers = [(name.encode(), value.encode("latin-1")) for name, value in sent.headers.items()]
    url = f"{house.bot.url}/slack/events"
    answer = httpx.post(url, content=sent.body, headers=headers, trust_env=False, timeout=60)
    assert answer.status_code == 401, answer.text
    assert "signed" in answer.text
