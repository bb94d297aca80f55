"""Half-open connections: closed after some seconds, the oldest first where there are too many; others are answered."""

import json
import logging
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from structlog.testing import capture_logs

from bot.log import LibraryLog
from bot.sandbox.serving import Running, serve_in_thread
from bot.web.app import HttpReply, web_app
from bot.web.connections import BoundedHttp, Limits
from tests.effort import effort

DESCRIPTORS = 256
STRANGERS = effort(320, 1_100)
PROGRAM = """
import resource
hard = {descriptors}
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
from bot.log import configure_log
from bot.web.app import run_server, web_app
configure_log("info")
run_server(web_app(None, dict), "127.0.0.1", 0, listening=lambda: None)
"""
HALVES = (b"", b"GET /healthz HT", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST /slack/events HTTP/1.1\r\nContent")


@contextmanager
def strangers(url: str, number: int) -> Iterator[list[socket.socket]]:
    """Open connections that never become a request."""
    place = urlsplit(url)
    with ExitStack() as stack:
        lines = []
        for turn in range(number):
            line = stack.enter_context(socket.create_connection((place.hostname or "", place.port or 0), timeout=30))
            line.sendall(HALVES[turn % len(HALVES)])
            lines.append(line)
        yield lines


@pytest.fixture
def served() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve in a process of its own that may have few files open."""
    program = PROGRAM.format(descriptors=effort(DESCRIPTORS, 1_024))
    process = subprocess.Popen(
        [sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert process.stderr is not None
    with process, process.stderr:
        yield f"http://127.0.0.1:{json.loads(process.stderr.readline())['port']}", process
        process.kill()


def test_a_request_is_answered_while_more_strangers_hang_on_than_there_are_descriptors(
    served: tuple[str, subprocess.Popen[str]],
) -> None:
    url, process = served
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < STRANGERS + 100:
        pytest.skip("this machine lets a test have too few connections")
    with strangers(url, STRANGERS):
        for _ in range(5):
            assert httpx.get(f"{url}/healthz", timeout=30, trust_env=False).status_code == 200
    process.terminate()
    assert process.stderr is not None
    lines = process.stderr.read().splitlines()
    said = [json.loads(line)["said"] for line in lines if json.loads(line)["event"] == "library"]
    assert len(said) == len(set(said)) <= 2
    assert len(lines) <= 3


def test_the_limit_on_open_files_is_raised_as_far_as_it_goes() -> None:
    program = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (128, 512))\n"
        "from bot.web.connections import raise_descriptors\n"
        "print(raise_descriptors(), *resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["512", "512", "512"]


def bounded(limits: Limits) -> Running:
    """Serve an application under some limits."""
    app = web_app(lambda _body, _headers: HttpReply(200, {}, "taken"), dict, body_seconds=0.1)
    return serve_in_thread(app, http=BoundedHttp.within(limits))


@pytest.mark.parametrize("half", [*HALVES, b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"])
def test_a_connection_without_a_whole_request_is_closed_after_a_while(half: bytes) -> None:
    with closing(bounded(Limits(head_seconds=0.2, body_seconds=0.3))) as running, strangers(running.url, 1) as (line,):
        for byte in half:  # drop by drop does not prolong it
            line.sendall(bytes([byte]))
        heard = b"x"
        while heard:
            heard = line.recv(65_536)


def test_a_kept_connection_that_asks_again_and_again_is_not_closed() -> None:
    with (
        closing(bounded(Limits(most=2, head_seconds=1.5, body_seconds=1.5))) as running,
        httpx.Client(trust_env=False, timeout=60) as client,
        strangers(running.url, 6),
    ):
        for _ in range(12):
            assert client.get(f"{running.url}/healthz").status_code == 200
            time.sleep(0.15)


def test_what_a_library_says_again_and_again_is_one_line_a_minute_for_each_kind() -> None:
    seconds = [0.0]
    noisy = logging.getLogger("tests.noisy")
    noisy.addHandler(LibraryLog(lambda: seconds[0]))
    noisy.propagate = False  # a program that another test ran as a whole may have left one of its own at the root
    with capture_logs() as logs:
        for turn in range(300):
            noisy.error(f"socket.accept() out of system resource\nsocket: fd={turn}", exc_info=OSError(24, "secret"))
            noisy.warning("Invalid HTTP request received.")
            seconds[0] += 0.5
    assert [(each["said"], each["left_out"]) for each in logs] == [
        *[("socket.accept() out of system resource", 0), ("Invalid HTTP request received.", 0)],
        *[("socket.accept() out of system resource", 119), ("Invalid HTTP request received.", 119)] * 2,
    ]
    assert "secret" not in str(logs)
