"""`cxbot serve` as whoever runs it meets it: start, refusal to start, health, and a stop that loses nothing."""

import hashlib
import hmac
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from bot.sandbox.app import Sandbox
from bot.sandbox.serving import serve_in_thread
from bot.slack.manifest import manifest
from tests.effort import more
from tests.faults.place import BotProcess, Forks

SECRET = "serve-test-secret"
TOKEN = "xoxb-serve-test"
PATIENCE = 60
Starts = Callable[..., BotProcess]


@pytest.fixture
def slack() -> Iterator[str]:
    """Serve a small Slack and give the address of its Web API."""
    sandbox = Sandbox(manifest(base_url="https://cx.example", socket_mode=False), None, SECRET, TOKEN, limits="off")
    running = serve_in_thread(sandbox.asgi)
    yield f"{running.url}/api/"
    sandbox.close()
    running.close()


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `cxbot serve` on a free port as whoever runs it does; give the process and its address."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "CXBOT_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        env=clean | {"PORT": "0", "HOST": "127.0.0.1", "PYTHONPATH": str(Path(__file__).parents[2])} | environment,
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, address(process)
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def address(process: subprocess.Popen[str]) -> str:
    """Read the log until it says where the bot listens; an empty text when it ends before."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("{") and (event := json.loads(line))["event"] == "serving":
            return f"http://127.0.0.1:{event['port']}"
    return ""


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks.close()


@pytest.fixture
def start(forks: Forks, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starts]:
    """Give what starts the command in a quick way: a fork of a process that has imported the bot."""
    with ExitStack() as ends:

        def start(*words: str, **environment: str) -> BotProcess:
            given = {"PORT": "0", "HOST": "127.0.0.1", "PWD": str(tmp_path)} | environment
            bot = BotProcess(forks, tmp_path_factory.mktemp("log") / "it", given, *words)
            ends.callback(bot.kill)
            return bot

        yield start


def test_without_settings_it_does_not_start_and_names_them_all(tmp_path: Path, start: Starts) -> None:
    bot = start()
    assert bot.end() == 2
    assert "SLACK_SIGNING_SECRET" in bot.text()
    assert "SLACK_BOT_TOKEN" in bot.text()
    assert "Traceback" not in bot.text()
    assert list(tmp_path.iterdir()) == []


def test_it_serves_health_and_slack_and_stops_on_sigterm(tmp_path: Path, slack: str) -> None:
    settings = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack}
    with serving(tmp_path, **settings) as (process, url):
        assert httpx.get(f"{url}/healthz", timeout=60).status_code == 200
        parts = {"database": "ok", "slack": "ok", "work": "ok"}
        assert readiness(url, until="ok") == {"ready": True, "checks": parts}
        assert 'cxbot_jobs{kind="tidy",state="' in httpx.get(f"{url}/metrics", timeout=60).text
        assert (tmp_path / "data" / "cxbot.db").exists()
        assert post(url, {"type": "url_verification", "challenge": "c4"}, SECRET).json() == {"challenge": "c4"}
        assert post(url, {"type": "url_verification", "challenge": "c4"}, "a stranger's").status_code == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_it_starts_while_slack_is_down_and_says_that_it_is_not_ready(start: Starts) -> None:
    settings = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    url = start(**settings).url
    parts = {"database": "ok", "slack": "unreachable", "work": "ok"}
    assert readiness(url, until="ok") == {"ready": False, "checks": parts}
    assert httpx.get(f"{url}/readyz", timeout=60).status_code == 503
    assert httpx.get(f"{url}/healthz", timeout=60).status_code == 200


def test_in_socket_mode_without_a_secret_there_is_no_endpoint_for_slack(slack: str, start: Starts) -> None:
    url = start(SLACK_APP_TOKEN="xapp-serve-test", SLACK_BOT_TOKEN=TOKEN, SLACK_API_URL=slack).url
    assert post(url, {"type": "url_verification", "challenge": "c4"}, "").status_code == 404
    assert httpx.get(f"{url}/healthz", timeout=60).status_code == 200


def test_one_takes_deliveries_and_another_works_on_the_same_file(slack: str, start: Starts) -> None:
    settings = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack}
    well = {"ready": True, "checks": {"database": "ok", "slack": "ok", "work": "ok"}}
    front = start("serve", "--no-workers", **settings)
    url = front.url
    assert readiness(url, until="ok") == well
    assert post(url, {"type": "url_verification", "challenge": "c4"}, SECRET).json() == {"challenge": "c4"}
    until(lambda: oldest(url) > 0)
    worker = start("work", SLACK_BOT_TOKEN=TOKEN, SLACK_API_URL=slack)
    beside = worker.url
    assert readiness(beside, until="ok") == well
    assert post(beside, {"type": "url_verification", "challenge": "c4"}, SECRET).status_code == 404
    until(lambda: oldest(url) == 0)
    worker.stop()
    front.stop()


def oldest(url: str) -> float:
    """Return for how many seconds the oldest due job waits."""
    (line,) = re.findall(
        r"^cxbot_jobs_oldest_due_seconds (.+)$", httpx.get(f"{url}/metrics", timeout=60).text, re.MULTILINE
    )
    return float(line)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end


def readiness(url: str, *, until: str) -> object:
    """Give what `GET /readyz` says once it says that of the work: what an acknowledgement needs not is loaded later."""
    end = time.monotonic() + PATIENCE
    while (said := httpx.get(f"{url}/readyz", timeout=60).json())["checks"]["work"] != until:
        assert time.monotonic() < end, said
    return said


def post(url: str, payload: dict[str, str], secret: str) -> httpx.Response:
    """Send a signed delivery as Slack does."""
    body, now = json.dumps(payload), str(int(time.time()))
    signature = hmac.new(secret.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": now,
        "x-slack-signature": f"v0={signature}",
    }
    return httpx.post(f"{url}/slack/events", content=body, headers=headers, timeout=60)


@more
def test_a_broken_framework_ends_it_with_what_is_wrong_in_the_file(tmp_path: Path, slack: str, start: Starts) -> None:
    folder = tmp_path / "frameworks"
    folder.mkdir()
    (folder / "broken.md").write_text("# Broken\n\n## Readiness Scorecard (1-5)\n\nNothing yet.\n")
    settings = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack}
    bot = start(CXBOT_FRAMEWORKS=str(folder), **settings)
    assert bot.end() == 2
    assert "broken.md" in bot.text()
    assert "Traceback" not in bot.text()
