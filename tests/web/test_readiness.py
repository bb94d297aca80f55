"""`GET /readyz` and `GET /metrics`: the truth of the moment in single words, at once, with nothing for a stranger."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from slack_bolt import App
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from bot.core.errors import SlackUnavailableError
from bot.main import SLACK_KEPT_SECONDS, Service, _naming, build
from bot.settings import Settings
from bot.slack.arrivals import digest_of, look_at_own
from bot.slack.gateway import Gateway
from bot.slack.socket_mode import SILENT_SECONDS, SocketMode
from bot.slack.wire import TIMEOUT
from bot.use_cases.jobs import WorkStanding
from bot.use_cases.ports import NewJob
from bot.use_cases.stays import Stays
from bot.web import readiness
from bot.web.app import web_app
from bot.web.readiness import NotReadyError, WatchedPart, metrics, words_of
from tests.slack.conftest import gateway, slack
from tests.slack.stand_in import StandIn
from tests.store.made import enqueue
from tests.use_cases.fakes import HandClock

__all__ = ["gateway", "slack"]  # fixtures
ME = {"ok": True, "user_id": "U0BOT", "team_id": "T1", "url": "https://acme.slack.com/"}


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def service_of(slack: StandIn, clock: HandClock, folder: Path, token: str) -> Service:
    settings = {"slack_signing_secret": "x", "slack_bot_token": token, "slack_api_url": slack.url}
    return build(Settings.model_validate(settings | {"database_url": f"sqlite:///{folder}/cx.db"}), clock)


@pytest.fixture
def service(slack: StandIn, clock: HandClock, tmp_path: Path) -> Iterator[Service]:
    service = service_of(slack, clock, tmp_path, "xoxb-ready")
    yield service
    service.stop()


def checks(service: Service) -> dict[str, str]:
    answer = TestClient(service.web).get("/readyz")
    found: dict[str, str] = answer.json()["checks"]
    assert answer.status_code == (200 if all(word == "ok" for word in found.values()) else 503)
    assert all(re.fullmatch(r"[a-z]+", word) for word in found.values())
    return found


def test_it_is_not_ready_before_the_workers_run_nor_after(slack: StandIn, service: Service) -> None:
    slack.will("auth.test", ME)
    assert checks(service) == {"database": "ok", "slack": "ok", "work": "starting"}
    service.start()
    assert checks(service)["work"] == "ok"
    assert service.workers.stop(5)
    assert checks(service)["work"] == "stopped"


def test_one_token_alone_is_not_asked_for_once_it_was_removed_and_a_new_one_is_at_once(
    slack: StandIn, clock: HandClock, tmp_path: Path
) -> None:
    slack.will("auth.test", ME)
    for token, steps in (
        ("xoxb-first", (("arrive", "ok", 1), ("leave", "refused", 0), ("start", "refused", 0))),
        ("xoxb-second", (("start", "ok", 1), ("arrive", "ok", 1))),
    ):
        for step, word, asked in steps:
            made = service_of(slack, clock, tmp_path, token)
            stays = Stays(made.store, clock)
            if step == "arrive":
                stays.arrive("T1", digest_of(token))
            elif step == "leave":
                stays.leave("T1", "app_uninstalled", clock.now())
            before = len(slack.calls("auth.test"))
            assert (step, checks(made)["slack"], len(slack.calls("auth.test")) - before) == (step, word, asked)
            made.store.close()


def test_what_one_workspace_of_an_organisation_removed_is_still_the_organisations(
    slack: StandIn, clock: HandClock, service: Service
) -> None:
    slack.will("auth.test", ME)
    stays = Stays(service.store, clock)
    for workspace in ("E1", "T1"):
        stays.arrive(workspace, digest_of("xoxb-ready"))
    stays.leave("T1", "app_uninstalled", clock.now())
    assert checks(service)["slack"] == "ok"


def test_a_token_that_was_removed_before_it_was_noted_is_not_asked_for(
    slack: StandIn, gateway: Gateway, clock: HandClock, service: Service
) -> None:
    slack.will("auth.test", ME)
    look = partial(look_at_own, service.store, gateway, digest_of("xoxb-ready"))
    look()
    Stays(service.store, clock).leave("T1", "app_uninstalled", clock.now())
    with pytest.raises(SlackUnavailableError, match="install the app again"):
        look()
    assert len(slack.heard) == 1


def test_work_that_nobody_takes_is_not_ready(service: Service, clock: HandClock) -> None:
    service.start()
    assert service.workers.idle()
    begun, over = threading.Semaphore(0), threading.Event()

    def hang(_: object) -> None:
        begun.release()
        over.wait(60)

    service.workers._handlers = {"k": hang}
    enqueue(service.store, *(NewJob("k", f"busy {number}") for number in range(16)))
    assert all(begun.acquire(timeout=60) for _ in range(16))
    tomorrow = NewJob("k", "tomorrow", run_at=clock.now() + timedelta(days=1))
    enqueue(service.store, NewJob("k", "waits", run_at=clock.now()), tomorrow)
    assert checks(service)["work"] == "ok"
    clock.moment += timedelta(minutes=6)
    with service.store._database.writing("") as session:
        session.all("UPDATE jobs SET since = since - 360000")  # real time, which a test cannot move
    assert checks(service)["work"] == "stuck"
    over.set()
    assert service.workers.idle()
    assert checks(service)["work"] == "ok"


@pytest.mark.parametrize("code", ["token_revoked", "invalid_auth", "account_inactive", "missing_scope"])
def test_slack_is_asked_again_within_a_minute(slack: StandIn, gateway: Gateway, code: str) -> None:
    now = [0.0]
    slack.will("auth.test", ME, {"ok": False, "error": code}, ME)
    look = _naming(lambda: gateway.auth_test(anew=True))
    part = WatchedPart("slack", look, kept=SLACK_KEPT_SECONDS, clock=lambda: now[0])
    for seconds, word in ((0, "ok"), (29, "ok"), (31, "refused"), (32, "refused"), (40, "ok")):
        now[0] = seconds
        assert words_of({"slack": part}) == {"slack": word}
    assert gateway.refusals == {("auth.test", code): 1}
    assert SLACK_KEPT_SECONDS + TIMEOUT < 60


def test_a_slack_that_hangs_makes_nobody_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "WAIT_SECONDS", 0.05)
    over = threading.Event()
    hangs = {"slack": WatchedPart("slack", over.wait, kept=30), "database": WatchedPart("database", dict, kept=30)}
    while words_of(hangs)["database"] != "ok":
        pass  # on a busy machine even that takes a moment
    assert [words_of(hangs) for _ in range(2)] == [{"slack": "slow", "database": "ok"}] * 2
    assert not over.is_set()
    over.set()
    for look in threading.enumerate():
        if look.name == "ready-slack":
            look.join()  # it logs at its end, which the next test would take down


def test_why_it_is_not_ready_is_logged_once_and_told_to_no_stranger(tmp_path: Path) -> None:
    trouble: list[Exception] = []

    def look() -> None:
        if trouble:
            raise trouble[0]

    part = WatchedPart("database", look)
    client = TestClient(web_app(None, lambda: words_of({"database": part})))
    with capture_logs() as logs:
        assert client.get("/readyz").status_code == 200
        for error in (NotReadyError("gone", f"{tmp_path} is gone"), NotReadyError("gone"), ValueError("xoxb-secret")):
            trouble[:] = [error]
            answer = client.get("/readyz")
            assert (answer.status_code, str(tmp_path) in answer.text, "secret" in answer.text) == (503, False, False)
        trouble.clear()
        assert client.get("/readyz").json() == {"ready": True, "checks": {"database": "ok"}}
    assert [(each["event"], each.get("word"), each.get("reason")) for each in logs] == [
        *(("ready", None, None), ("not_ready", "gone", f"{tmp_path} is gone"), ("not_ready", "broken", "ValueError")),
        ("ready", None, None),
    ]


class Socket:
    """What the client of slack_sdk has of its socket."""

    def __init__(self, *, session: str = "s1", active: bool = True, pong: float | None = None) -> None:
        self.session_id, self.last_ping_pong_time, self._active = session, pong, active

    def is_active(self) -> bool:
        return self._active


@pytest.mark.parametrize(
    ("socket", "trouble"),
    [
        (None, "closed"),
        (Socket(active=False), "closed"),
        (Socket(session="s2"), "closed"),  # a new one that Slack has not greeted yet
        (Socket(), ""),
        (Socket(pong=1_000.0), ""),
        (Socket(pong=1_000.0 - SILENT_SECONDS - 1), "silent"),
    ],
)
def test_a_socket_that_is_closed_or_silent_is_not_ready(
    monkeypatch: pytest.MonkeyPatch, socket: Socket | None, trouble: str
) -> None:
    mode = SocketMode(App(token="xoxb-x", token_verification_enabled=False), "xapp-x", "http://127.0.0.1:9/api/")
    monkeypatch.setattr("bot.slack.socket_mode.time.time", lambda: 1_000.0)
    mode._greeted_session, mode._greeted_at = "s1", 1_000.0 if trouble != "silent" else 0.0
    monkeypatch.setattr(mode._handler.client, "current_session", socket)
    assert mode.trouble() == trouble
    monkeypatch.undo()
    mode._handler.client.close()


def test_the_figures_name_nobody_and_cannot_be_broken_by_what_they_count() -> None:
    work = WorkStanding({("thread", "buried"): 2, ('odd"kind\\\n', "waiting"): 1}, 12.5, {"T1": 4, "T2": 9})
    text = metrics(work, {200: 3}, {("chat.postMessage", "is_archived"): 1})
    assert [each for each in text.splitlines() if not each.startswith("#")] == [
        'cxbot_jobs{kind="thread",state="buried"} 2',
        'cxbot_jobs{kind="odd\\"kind\\\\\\n",state="waiting"} 1',
        "cxbot_jobs_oldest_due_seconds 12.5",
        "cxbot_workspaces_due 2",
        "cxbot_workspace_most_due 9",
        'cxbot_deliveries_total{status="200"} 3',
        'cxbot_slack_refusals_total{method="chat.postMessage",error="is_archived"} 1',
    ]
