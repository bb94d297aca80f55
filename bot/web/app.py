"""The HTTP front: Slack's one endpoint, and health for whoever runs the bot."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MOST_BYTES = 1_000_000
"""Slack's payloads are a few thousand bytes; the largest views stay far below this."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What Slack is answered: HTTP status, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: str


Dispatch = Callable[[str, Mapping[str, str]], Reply]
"""Takes the raw body and the headers (lower case) of a request from Slack."""

Checks = Callable[[], Mapping[str, str]]
"""Gives for each part that must work ``ok`` or what is wrong with it."""


def web_app(dispatch: Dispatch | None, ready: Checks, *, threads: int = 32) -> Starlette:
    """Build the application. Slack's requests are handled by ``threads`` worker threads, never on the event loop.

    Without ``dispatch`` there is no endpoint for Slack: in Socket Mode nobody could tell its requests from a stranger's.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="slack")

    async def events(request: Request, dispatch: Dispatch) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("The request is larger than anything that Slack sends.", status_code=413)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("The request is not UTF-8.", status_code=400)
        headers = {name.lower(): value for name, value in request.headers.items()}
        reply = await asyncio.get_running_loop().run_in_executor(pool, dispatch, text, headers)
        return Response(reply.body, reply.status, dict(reply.headers))

    async def readyz(_request: Request) -> Response:
        checks = await asyncio.get_running_loop().run_in_executor(pool, ready)
        good = all(word == "ok" for word in checks.values())
        return JSONResponse({"ready": good, "checks": dict(checks)}, 200 if good else 503)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> "AsyncIterator[None]":
        yield
        pool.shutdown(wait=True)

    routes = [Route("/healthz", _healthz), Route("/readyz", readyz)]
    if dispatch is not None:
        routes.append(Route("/slack/events", partial(events, dispatch=dispatch), methods=["POST"]))
    return Starlette(routes=routes, lifespan=lifespan)


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"alive": True})


async def _body(request: Request) -> bytes | None:
    """Read the body up to the bound; None when it is larger."""
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > MOST_BYTES:
                return None
            parts.append(part)
    except ClientDisconnect:
        return b""
    return b"".join(parts)
