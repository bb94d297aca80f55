"""Socket Mode: Slack's deliveries over a websocket that the bot opens, for machines without a public address."""

import threading
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.slack.wire import web_client

CONCURRENCY = 16
HELLO_SECONDS = 10
"""How long Slack may take to greet a new socket; it delivers nothing before that."""

log = structlog.get_logger()


class SocketMode:
    """Keeps one socket open; slack_sdk's client reconnects by itself."""

    def __init__(self, app: App, app_token: str, base_url: str) -> None:
        self._handler = SocketModeHandler(
            app, app_token, web_client=web_client(base_url=base_url), concurrency=CONCURRENCY
        )
        self._greeted = threading.Event()
        self._handler.client.message_listeners.append(self._listen)

    def start(self) -> None:
        """Connect; returns when Slack has greeted the socket, from when on it delivers."""
        self._handler.client.connect()
        if not self._greeted.wait(HELLO_SECONDS):
            log.warning("socket_not_greeted", seconds=HELLO_SECONDS)

    def stop(self) -> None:
        """Disconnect."""
        self._handler.client.close()

    def is_connected(self) -> bool:
        """Tell whether the socket is open and was heard of lately."""
        return bool(self._handler.client.is_connected())

    def _listen(self, _client: object, message: Mapping[str, Any], _raw: str | None = None) -> None:
        if message.get("type") == "hello":
            self._greeted.set()
