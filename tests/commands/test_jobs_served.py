"""The whole way of a job that is given up: told in Slack, listed, counted, and done again by the bot that serves."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot.main import build
from bot.sandbox.serving import serve_in_thread
from bot.settings import Settings
from bot.use_cases.ports import NewJob
from tests.commands.running import cxbot
from tests.slack.conftest import slack
from tests.slack.stand_in import ME, POSTED, StandIn
from tests.store.made import enqueue, keep, made
from tests.use_cases.fakes import HandClock

__all__ = ["slack"]  # a fixture
SHARE = {"workspace": "T1", "assessment": "a1", "person": "U2", "key": "share:e1:U2", "at": "1795341600.000000"}


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def run(*arguments: str) -> list[dict[str, object]]:
    with capture_logs():  # the bot's log, which is written by other threads into what the command prints
        found: list[dict[str, object]] = json.loads(cxbot("jobs", *arguments, "--json").output)
    return found


def test_what_is_given_up_is_told_listed_counted_and_done_again_while_the_bot_serves(
    slack: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/cx.db"
    monkeypatch.setenv("DATABASE_URL", url)
    settings = {"slack_signing_secret": "x", "slack_bot_token": "xoxb-x", "slack_api_url": slack.url}
    service = build(Settings.model_validate(settings | {"database_url": url}), HandClock())
    service.workers._failures = 1
    slack.will("auth.test", ME)
    slack.will("chat.postMessage", {"ok": False, "error": "invalid_arguments"}, POSTED)
    slack.will("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    slack.will("conversations.history", {"ok": True, "messages": []})
    keep(service.store, made(thread="1.0"))
    enqueue(service.store, NewJob("share", "share:T1:a1:U2", SHARE))
    service.start()
    running = serve_in_thread(service.web)
    try:
        until(lambda: len(slack.calls("chat.postMessage")) == 2)
        told = slack.calls("chat.postMessage")[1]
        buried = run()[0]
        reference = str(buried["reason"]).rpartition(" ")[2]
        assert (told["channel"], buried["kind"], buried["state"]) == ("D1", "share", "buried")
        assert f"`{reference}`: `cxbot jobs retry {buried['id']}`" in told["text"]
        counted = httpx.get(f"{running.url}/metrics", trust_env=False, timeout=60).text
        assert 'cxbot_jobs{kind="share",state="buried"} 1' in counted
        assert 'cxbot_slack_refusals_total{method="chat.postMessage",error="invalid_arguments"} 1' in counted
        run("retry", str(buried["id"]))
        until(lambda: len(slack.calls("chat.postMessage")) == 3)
        assert slack.calls("chat.postMessage")[2]["channel"] == "C1"
        until(lambda: all(each["kind"] != "share" for each in run()))
    finally:
        running.close()
        service.stop()
