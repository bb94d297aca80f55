"""Serving an ASGI application on loopback in a thread of this process."""

import socket
import threading
from dataclasses import dataclass
from typing import Any

import uvicorn

_HOST = "127.0.0.1"
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers at `url` until it is closed."""

    url: str
    server: uvicorn.Server
    thread: threading.Thread

    def close(self) -> None:
        """Stop the server; open streams are cut after a moment."""
        self.server.should_exit = True
        self.thread.join(_PATIENCE)


class _ThreadServer(uvicorn.Server):
    """A server that says when it is ready, and leaves signals to the main thread."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready.set()


def serve_in_thread(asgi: Any, port: int = 0, *, http: Any = "auto") -> Running:
    """Serve on 127.0.0.1 and return when requests are answered. Port 0 takes a free one; OSError when one is taken.

    ``http`` is the protocol of each connection, as uvicorn takes it.
    """
    # The protocol is named because asyncio sets TCP_NODELAY only then; without it each answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
    except OSError:
        listener.close()
        raise
    config = uvicorn.Config(asgi, http=http, log_level="critical", access_log=False, timeout_graceful_shutdown=1)
    server = _ThreadServer(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True, name="sandbox-server")
    thread.start()
    if not server.ready.wait(_PATIENCE):
        server.should_exit = True
        raise RuntimeError(f"the server on port {port} did not start within {_PATIENCE:.0f} s: look at its log")
    return Running(f"http://{_HOST}:{listener.getsockname()[1]}", server, thread)
