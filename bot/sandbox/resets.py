"""Cutting a connection without an answer, for tests of what an app does then."""

from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_CUT = "sandbox.cut"


class ConnectionReset(Response):
    """An answer that is none: the connection is cut instead."""

    def __init__(self) -> None:
        super().__init__(b"", 599)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  ASGI's signature
        """Cut the connection; where the server gives no way to (an in-process test client), fail loudly."""
        cut = scope.get(_CUT)
        if cut is None:
            raise RuntimeError("this server's connections cannot be cut: serve the sandbox with serve_in_thread")
        cut()


class Cutting:
    """ASGI wrapper that keeps the way to uvicorn's transport, which Starlette hides behind its own `send`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, with the means to cut its connection."""
        cycle: Any = getattr(send, "__self__", None)
        transport = getattr(cycle, "transport", None)
        if transport is not None:

            def cut() -> None:
                cycle.disconnected = True  # keeps uvicorn from answering 500 on the dead connection
                transport.abort()

            scope[_CUT] = cut
        await self._app(scope, receive, send)
