"""Socket Mode: Slack's deliveries over a websocket that the bot opens, for machines without a public address."""

import threading
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackClientError

from bot.slack.wire import web_client

CONCURRENCY = 16
LONGEST_REST = 60.0
log = structlog.get_logger()


class SocketMode:
    """Keeps one socket open: the first connection is tried until it stands, later ones slack_sdk's client renews."""

    def __init__(self, app: App, app_token: str, base_url: str) -> None:
        self._handler = SocketModeHandler(
            app, app_token, web_client=web_client(base_url=base_url), concurrency=CONCURRENCY
        )
        self._greeted = threading.Event()
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

    def is_connected(self) -> bool:
        """Whether Slack has greeted the socket and it is open."""
        return self._greeted.is_set() and bool(self._handler.client.is_connected())

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
            self._greeted.set()
