"""The server that runs the HTTP front until the process is asked to stop."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.use_cases.install import Installs
from bot.web.connections import BoundedHttp, batch_for, lengthen_queue, limits_for, raise_descriptors
from bot.web.install import Scopes, install_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MOST_BYTES = 1_000_000
"""Slack's payloads are a few thousand bytes; the largest views stay far below this."""

PAGES_AT_ONCE = 4
BODY_SECONDS = 10.0
"""Slack sends a body at once, and waits three seconds for the answer to it."""


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What Slack is answered: HTTP status, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: str


Dispatch = Callable[[str, Mapping[str, str]], HttpReply]
"""Takes the raw body and the headers (lower case) of a request from Slack."""

Checks = Callable[[], Mapping[str, str]]
"""Gives for each part that must work ``ok`` or a word for what is wrong with it."""


class UnreadableError(Exception):
    """A body that is not read: ``status`` and ``reason`` are the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def web_app(
    dispatch: Dispatch | None,
    ready: Checks,
    measure: Callable[[], str] = str,
    *,
    installs: tuple[Installs, Scopes] | None = None,
    threads: int = 32,
    body_seconds: float = BODY_SECONDS,
) -> Starlette:
    """Build the application. Slack's requests are handled by ``threads`` worker threads, never on the event loop.

    A body that takes longer than ``body_seconds`` is not waited for. Without ``dispatch`` there is no endpoint for
    Slack: in Socket Mode nobody could tell its requests from a stranger's. ``measure`` gives the text of /metrics;
    without ``installs`` there are no pages for installing.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="slack")
    pages = ThreadPoolExecutor(PAGES_AT_ONCE, thread_name_prefix="install")  # of its own: strangers open them
    looking = ThreadPoolExecutor(1, thread_name_prefix="ready")  # of its own: it must answer while all others wait

    async def readyz(_request: Request) -> Response:
        checks = await asyncio.get_running_loop().run_in_executor(looking, ready)
        good = all(word == "ok" for word in checks.values())
        return JSONResponse({"ready": good, "checks": dict(checks)}, 200 if good else 503)

    async def measured(_request: Request) -> Response:
        text = await asyncio.get_running_loop().run_in_executor(looking, measure)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> "AsyncIterator[None]":
        yield
        looking.shutdown(wait=True)
        pages.shutdown(wait=True)
        pool.shutdown(wait=True)

    routes = [Route("/healthz", _healthz), Route("/readyz", readyz), Route("/metrics", measured)]
    if dispatch is not None:
        events = partial(_events, dispatch=dispatch, pool=pool, seconds=body_seconds)
        routes.append(Route("/slack/events", events, methods=["POST"]))
    if installs is not None:
        routes += install_routes(*installs, pages)
    return Starlette(routes=routes, lifespan=lifespan)


async def _events(request: Request, dispatch: Dispatch, pool: ThreadPoolExecutor, seconds: float) -> Response:
    try:
        text = await _text(request, seconds)
    except UnreadableError as error:
        return PlainTextResponse(error.reason, error.status, {"connection": "close"})
    headers = {name.lower(): value for name, value in request.headers.items()}
    reply = await asyncio.get_running_loop().run_in_executor(pool, dispatch, text, headers)
    return Response(reply.body, reply.status, dict(reply.headers))


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"alive": True})


async def _text(request: Request, seconds: float) -> str:
    """Read the body as text; UnreadableError for one that is too large, too slow, broken off or no text."""
    try:
        async with asyncio.timeout(seconds):
            return (await _body(request)).decode()
    except TimeoutError:
        raise UnreadableError(408, "The request did not arrive in time.") from None
    except ClientDisconnect:
        raise UnreadableError(400, "The request broke off.") from None
    except UnicodeDecodeError:
        raise UnreadableError(400, "The request is not UTF-8.") from None


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise UnreadableError(413, "The request is larger than anything that Slack sends.")
        parts.append(part)
    return b"".join(parts)


log = structlog.get_logger()
FINISH_SECONDS = 10


def run_server(app: Any, host: str, port: int, *, listening: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished first. Port 0 takes a free one.

    ``listening`` is called once the port is open.
    """
    descriptors = raise_descriptors()
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=BoundedHttp.within(limits_for(descriptors)),
        ws="none",
        backlog=batch_for(descriptors),
        log_config=None,  # what it says goes where the log of the bot goes
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )
    _Server(config, listening).run()


class _Server(uvicorn.Server):
    """Says where it listens once it does: with port 0 nobody could know before."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

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
                lengthen_queue(listener.fileno())
                log.info("serving", address=listener.getsockname()[0], port=listener.getsockname()[1])
        self._listening()
