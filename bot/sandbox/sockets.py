"""Socket Mode: tickets for web sockets, envelopes with acknowledgements, and the socket as a way to the app."""

import asyncio
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox import seed
from bot.sandbox.delivery import Ack, Parcel
from bot.sandbox.model import Json

_TYPES: Final = {"event": "events_api", "command": "slash_commands", "action": "interactive", "view": "interactive"}


@dataclass(slots=True)
class _Waiting:
    """An envelope that waits for its acknowledgement."""

    done: threading.Event = field(default_factory=threading.Event)
    payload: Any = None


@dataclass(frozen=True, slots=True)
class _Line:
    socket: WebSocket
    loop: asyncio.AbstractEventLoop


class Sockets:
    """The open web sockets of the app, newest last; one of them carries each envelope."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._lines: list[_Line] = []
        self._waiting: dict[str, _Waiting] = {}

    @property
    def connected(self) -> bool:
        """Say whether the app has a socket open."""
        return bool(self._lines)

    def new_url(self, base_url: str) -> str:
        """Return an address that opens one socket."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"ws://{urlsplit(base_url).netloc}/_socket?ticket={ticket}"

    async def endpoint(self, socket: WebSocket) -> None:
        """Serve one socket until it closes."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=4001, reason="the ticket is unknown or used: call apps.connections.open")
            return
        self._tickets.discard(ticket)
        await socket.accept()
        line = _Line(socket, asyncio.get_running_loop())
        await socket.send_text(json.dumps(_hello(len(self._lines) + 1)))
        self._lines.append(line)
        try:
            while True:
                self._receive(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._lines.remove(line)

    def carry(self, parcel: Parcel, seconds: float) -> Ack:
        """Send an envelope and wait for its acknowledgement."""
        started = time.monotonic()
        envelope_id = secrets.token_hex(16)
        waiting = self._waiting[envelope_id] = _Waiting()
        try:
            line = self._lines[-1]
            text = json.dumps(_envelope(parcel, envelope_id))
            asyncio.run_coroutine_threadsafe(line.socket.send_text(text), line.loop).result(seconds)
            acknowledged = waiting.done.wait(seconds)
        except (IndexError, OSError, RuntimeError, TimeoutError, WebSocketDisconnect):
            return Ack(0, ms=_ms(started), failure="connection_failed")
        finally:
            del self._waiting[envelope_id]
        if not acknowledged:
            return Ack(0, ms=_ms(started), failure="http_timeout")
        body = b"" if waiting.payload is None else json.dumps(waiting.payload).encode()
        return Ack(200, body, _ms(started))

    def _receive(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if waiting:
            waiting.payload = message.get("payload")
            waiting.done.set()


def _hello(number: int) -> Json:
    return {
        "type": "hello",
        "num_connections": number,
        "connection_info": {"app_id": seed.APP_ID},
        "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
    }


def _envelope(parcel: Parcel, envelope_id: str) -> Json:
    found: Json = {
        "envelope_id": envelope_id,
        "type": _TYPES[parcel.kind],
        "payload": parcel.payload,
        "accepts_response_payload": parcel.kind in ("command", "view"),
    }
    if parcel.kind == "event":
        found |= {"retry_attempt": parcel.retry, "retry_reason": parcel.reason}
    return found


def _ms(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
