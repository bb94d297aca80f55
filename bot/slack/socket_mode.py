"""Socket Mode: Slack's deliveries over a websocket that the bot opens, for machines without a public address."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackClientError

from bot.slack.wire import web_client

CONCURRENCY = 16
LONGEST_REST = 60.0
SILENT_SECONDS = 30.0
"""The client pings every five seconds, and gives a socket up after twenty without an answer."""
log = structlog.get_logger()


class SocketMode:
    """Keeps one socket open: the first connection is tried until it stands, later ones slack_sdk's client renews."""

    def __init__(self, app: App, app_token: str, base_url: str, reconnected: Callable[[], None] = lambda: None) -> None:
        self._handler = SocketModeHandler(
            app, app_token, web_client=web_client(base_url=base_url), concurrency=CONCURRENCY
        )
        self._reconnected = reconnected
        self._greeted = threading.Event()
        self._greeted_session, self._greeted_at = "", 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._connect, name="socket-mode", daemon=True)
        self._handler.client.message_listeners.append(self._listen)

    def start(self) -> None:
        """Begin to connect, and return at once: a Slack that is down must not keep the bot from starting."""
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until Slack has greeted the socket, from when on it delivers; False when it has not in time."""
        return self._greeted.wait(seconds)

    def stop(self) -> None:
        """Disconnect."""
        self._stopping.set()
        self._thread.join()
        self._handler.client.close()

    def trouble(self) -> str:
        """Return what keeps deliveries from coming: ``closed``, ``silent`` without an answer to pings, or nothing."""
        session = self._handler.client.current_session
        if session is None or not session.is_active() or session.session_id != self._greeted_session:
            return "closed"
        last = max(session.last_ping_pong_time or 0.0, self._greeted_at)
        return "silent" if time.time() - last > SILENT_SECONDS else ""

    def _connect(self) -> None:
        rest = 1.0
        while not self._stopping.is_set():
            try:
                self._handler.client.connect()
            except (SlackClientError, OSError, ValueError) as error:
                log.warning("socket_not_connected", error=type(error).__name__, rest=rest)
                self._stopping.wait(rest)
                rest = min(rest * 2, LONGEST_REST)
            else:
                return

    def _listen(self, _client: object, message: Mapping[str, Any], _raw: str | None = None) -> None:
        if message.get("type") == "hello":
            self._greeted_session, self._greeted_at = self._handler.client.session_id() or "", time.time()
            if self._greeted.is_set():  # nobody says what was sent while no socket was open: it is lost
                self._reconnected()
            self._greeted.set()
