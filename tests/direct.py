"""HTTP within this process: requests to an address go straight to the application that answers there, without a socket.

Clients and applications are the real ones, from a client's request line to the bytes of the answer. What is left out is
the way between them: a connection, a server's loop and its threads for each request, most of what a request takes.
"""

import asyncio
import io
import itertools
from asyncio import events
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from typing import Any, Self
from unittest.mock import patch
from urllib.parse import urlsplit

import httpx
from starlette.concurrency import run_in_threadpool

from bot.sandbox import app, page_api, web_api

_APPS: dict[tuple[str, int], Any] = {}
_PORTS = itertools.cycle(range(2, 1_000))
"""Ports of those who have no server: none that a system gives away."""
_STREAMS = "/_page/events"
"""Answers that do not end: they need a connection."""


class _Loop(asyncio.SelectorEventLoop):
    """A loop for one request after the other, in the thread that asks; what blocks is waited for there."""

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]  # simpler
        del executor  # nobody's threads are needed
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 -- whoever waits for it gets it
            done.set_exception(error)
        return done


_free: list[_Loop] = []


@contextmanager
def _loop() -> Iterator[_Loop]:
    loop, outer = _free.pop() if _free else _Loop(), events._get_running_loop()
    events._set_running_loop(None)  # what answers a request may ask for something itself
    try:
        yield loop
    finally:
        events._set_running_loop(outer)
        _free.append(loop)


async def _in_place(func: Callable[..., Any], *args: Any) -> Any:
    if isinstance(asyncio.get_running_loop(), _Loop):
        return func(*args)
    return await run_in_threadpool(func, *args)


@dataclass
class _Exchange:
    """One request and its answer, with the means by which the sandbox cuts a connection."""

    body: bytes
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    answer: bytes = b""
    is_cut: bool = False

    @property
    def transport(self) -> Self:
        return self

    def abort(self) -> None:
        self.is_cut = True

    async def receive(self) -> Mapping[str, Any]:
        body, self.body = self.body, b""
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        else:
            self.answer += message.get("body", b"")


def _exchanged(place: tuple[str, int], method: str, target: str, body: bytes, headers: Mapping[str, str]) -> _Exchange:
    path, _, query = target.partition("?")
    named = {"host": f"{place[0]}:{place[1]}", "content-length": str(len(body))}
    named |= {name.lower(): str(value) for name, value in headers.items()}
    exchange = _Exchange(body)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()],
        "client": ("127.0.0.1", 1),
        "server": place,
    }
    with _loop() as loop, suppress(Exception):  # as a server: 500 where the application failed
        loop.run_until_complete(_APPS[place](scope, exchange.receive, exchange.send))
    if exchange.is_cut:
        raise RemoteDisconnected("Remote end closed connection without response")
    return exchange


class _Answered:
    """What a response reads from instead of a socket."""

    def __init__(self, exchange: _Exchange) -> None:
        lines = [f"HTTP/1.1 {exchange.status} ".encode(), *(name + b": " + value for name, value in exchange.headers)]
        self._bytes = b"\r\n".join([*lines, b"", exchange.answer])

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._bytes)


_request, _getresponse = HTTPConnection.request, HTTPConnection.getresponse


def _ask(
    self: HTTPConnection, method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None, **more: Any
) -> None:
    place = (self.host, self.port)
    if place not in _APPS:
        _request(self, method, url, body, dict(headers or {}), **more)
        return
    given: bytes | Iterable[bytes] = body or b""
    whole = given if isinstance(given, bytes) else b"".join(given)  # what watches over a body is asked meanwhile
    vars(self)["asked"] = (place, method, url, whole, headers or {})


def _hear(self: HTTPConnection) -> HTTPResponse:
    asked = vars(self).pop("asked", None)
    if asked is None:
        return _getresponse(self)
    response = HTTPResponse(_Answered(_exchanged(*asked)), method=asked[1])  # type: ignore[arg-type]  # it only reads
    response.begin()
    return response


_handle = httpx.HTTPTransport.handle_request


def _carry(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
    place = (request.url.host, request.url.port or 80)
    if place not in _APPS or request.url.path == _STREAMS:
        return _handle(self, request)
    try:
        found = _exchanged(place, request.method, request.url.raw_path.decode(), request.read(), request.headers)
    except RemoteDisconnected as error:
        raise httpx.RemoteProtocolError(str(error)) from None
    return httpx.Response(found.status, headers=found.headers, content=found.answer)


@contextmanager
def answering(url: str, application: Any) -> Iterator[None]:
    """Have requests to an address answered by an application, also where a server stands."""
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or 80)
    _APPS[place] = application
    inside: list[Any] = [patch.object(each, "run_in_threadpool", _in_place) for each in (app, page_api, web_api)]
    inside += [patch.object(HTTPConnection, "request", _ask), patch.object(HTTPConnection, "getresponse", _hear)]
    inside += [patch.object(httpx.HTTPTransport, "handle_request", _carry)]
    for each in inside:
        each.start()
    try:
        yield
    finally:
        for each in reversed(inside):
            each.stop()
        del _APPS[place]
        while not _APPS and _free:
            _free.pop().close()


class Direct:
    """Stands where a server would: an application at an address of its own, until it is closed."""

    def __init__(self, application: Any) -> None:
        self.url = f"http://127.0.0.1:{next(_PORTS)}"
        self._life: AbstractAsyncContextManager[Any] = application.router.lifespan_context(application)
        self._answering = answering(self.url, application)
        self._answering.__enter__()
        self._run(self._life.__aenter__())

    def close(self) -> None:
        """End it as a server does: what is under way is done first."""
        self._run(self._life.__aexit__(None, None, None))
        self._answering.__exit__(None, None, None)

    @staticmethod
    def _run(step: Any) -> None:
        with _loop() as loop:
            loop.run_until_complete(step)
