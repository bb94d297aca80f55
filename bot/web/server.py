"""The server that runs the HTTP front until the process is asked to stop."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
import uvicorn

log = structlog.get_logger()
FINISH_SECONDS = 10


def run_server(app: Any, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished first. Port 0 takes a free one."""
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=FINISH_SECONDS
    )
    _Server(config).run()


class _Server(uvicorn.Server):
    """Says where it listens once it does: with port 0 nobody could know before."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop in good order; uvicorn's own handling raises the signal again, before the work is done."""
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        for server in self.servers:
            for listener in server.sockets:
                log.info("serving", address=listener.getsockname()[0], port=listener.getsockname()[1])
