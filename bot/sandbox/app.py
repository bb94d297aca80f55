"""The sandbox as one object: builds its parts, joins them, and offers them as an ASGI application."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.acting import Acting
from bot.sandbox.clock import MovableClock
from bot.sandbox.commands import Commands
from bot.sandbox.delivery import Carrier, Delivery, HttpCarrier, Parcel
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.interacting import Interacting
from bot.sandbox.messages import mimetype
from bot.sandbox.model import Refusal
from bot.sandbox.oauth import OAuth
from bot.sandbox.page_api import PageApi
from bot.sandbox.payloads import VERIFICATION_TOKEN
from bot.sandbox.rates import Rates, Strictness
from bot.sandbox.resets import Cutting
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.sockets import Sockets
from bot.sandbox.switches import throw
from bot.sandbox.traffic import Traffic, readable
from bot.sandbox.web_api import WebApi, WebApiParts
from bot.sandbox.world import World

CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105  a play value for a server that listens on loopback only
_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
_LARGEST_FILE = 50_000_000


class Sandbox:
    """A small Slack on loopback. Serve `asgi`; `app_url` may be given later, when the app's address is known.

    `on_reset` is called when everything is put back to the beginning, so that the app can forget too. `offers` are what
    whoever runs the app lets the page do besides, by name; each returns what the page is told.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        app_url: str | None,
        signing_secret: str,
        bot_token: str,
        app_token: str | None = None,
        clock: MovableClock | None = None,
        limits: Strictness = "as_slack",
        *,
        second_workspace_token: str | None = None,
    ) -> None:
        self.clock = clock or MovableClock()
        self.app_url = app_url
        self.on_reset: Callable[[], None] = lambda: None
        self.offers: dict[str, Callable[[], Mapping[str, Any]]] = {}
        self._secret = signing_secret
        self._world = World(manifest, bot_token, second_workspace_token, self.clock)
        self._traffic = Traffic()
        self._faults = Faults()
        self._rates = Rates(limits)
        self._sockets = Sockets()
        self._delivery = Delivery(self._world, self._traffic)
        self._delivery.find_carrier = self._carrier
        self._events = Events(self._world, self._delivery)
        self._answers = ResponseUrls(self._world, self._events)
        self.asgi: ASGIApp = Cutting(_OnlyLoopback(self._starlette(app_token), self._world))

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until nothing is to be done late and no delivery is under way; TimeoutError after so many seconds."""
        self._web_api.settle()
        self._delivery.settle(seconds)

    @property
    def changes(self) -> int:
        """Return how often something changed in Slack."""
        return self._world.version

    def installs_at(self, address: str) -> None:
        """Let people install the app in another workspace, where it offers that at an address."""
        self._world.install_url = address

    def limit(self, *, rates: bool) -> None:
        """Have Slack limit the rate of calls, or let everything through."""
        self._rates.on = rates

    def verify_url(self) -> bool:
        """Send the challenge by which Slack tests an app's address; say whether it came back."""
        challenge = secrets.token_hex(16)
        body = {"type": "url_verification", "token": VERIFICATION_TOKEN, "challenge": challenge}
        ack = self._delivery.ask(Parcel("event", "url_verification", body))
        return ack.ok and challenge in ack.body.decode("utf-8", "replace")

    def reset(self) -> None:
        """Put Slack's side back to the beginning: people and channels as at first, no messages, the real time."""
        with self._world.lock:
            self._delivery.forget()
            self._web_api.close()
            self._world.seed()
            self._traffic.clear()
            self._faults.order([])
            self._rates.clear()
        self.clock.reset()
        self.on_reset()
        self._world.changed()

    def close(self) -> None:
        """Stop delivering, and do nothing late any more."""
        self._web_api.close()
        self._delivery.close()

    def _carrier(self) -> Carrier | None:
        if self._sockets.connected:
            return self._sockets
        return HttpCarrier(self.app_url, self._secret) if self.app_url else None

    def _starlette(self, app_token: str | None) -> Starlette:
        oauth = OAuth(self._world, CLIENT_ID, CLIENT_SECRET)
        parts = WebApiParts(
            self._world, self._events, self._rates, self._faults, self._traffic, oauth, self._sockets, app_token
        )
        self._web_api = WebApi(parts)
        commands = Commands(self._world, self._events, self._delivery, self._answers)
        acting = Acting(self._world, self._events, self._delivery, commands)
        page = PageApi(
            self._world,
            acting,
            Interacting(self._world, acting, self._delivery),
            self._faults,
            self._traffic,
            lambda given: throw(self._world, self._events, given),
            connected=lambda: self._carrier() is not None,
            reset=self.reset,
            offers=self.offers,
        )
        routes = [
            *page.routes(),
            Route("/api/{method}", self._web_api.endpoint, methods=["GET", "POST"]),
            Route("/_hooks/{url_id}", self._hook, methods=["POST"]),
            Route("/_upload/{file_id}", self._upload, methods=["POST", "PUT"]),
            Route("/files/{file_id}/{name}", self._download),
            Route("/oauth/v2/authorize", oauth.consent, methods=["GET"]),
            Route("/oauth/v2/authorize", oauth.decide, methods=["POST"]),
            WebSocketRoute("/_socket", self._sockets.endpoint),
        ]
        return Starlette(routes=routes)

    async def _hook(self, request: Request) -> Response:
        url_id, body = request.path_params["url_id"], await request.body()
        return await run_in_threadpool(self._take_answer, url_id, body)

    def _take_answer(self, url_id: str, body: bytes) -> Response:
        with self._world.lock:
            try:
                self._answers.answer(url_id, body)
                response: Response = PlainTextResponse("ok")
                told: dict[str, Any] = {"ok": True}
            except Refusal as refusal:
                told = {"ok": False, "error": refusal.error, **refusal.fields}
                response = JSONResponse(told, refusal.status)
            now = self._world.now()
            more = {"request": readable(body), "response": told}
            status = response.status_code
            self._traffic.add("from_app", "response_url", "response_url", at=now, status=status, ms=0, **more)
        self._world.changed()
        return response

    async def _upload(self, request: Request) -> Response:
        held = self._world.files.get(request.path_params["file_id"])
        if held is None or held.content is not None:
            return PlainTextResponse("unknown or used upload address", 404)
        content = await request.body()
        if len(content) != held.length or len(content) > _LARGEST_FILE:
            return PlainTextResponse("the length differs from what was announced", 400)
        held.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def _download(self, request: Request) -> Response:
        held = self._world.files.get(request.path_params["file_id"])
        if held is None or held.content is None or not held.completed:
            return PlainTextResponse("not found", 404)
        if held.user and not self._may_read(request.headers.get("authorization", ""), held.team_id):
            return RedirectResponse("/", 302)  # Slack shows a page to log in at, and says nothing of a missing scope
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
        return Response(held.content, media_type=mimetype(held.name), headers=headers)

    def _may_read(self, authorization: str, team: str) -> bool:
        space = self._world.workspace_of(authorization.removeprefix("Bearer "))
        return space is not None and space.id == team and "files:read" in space.scopes


class _OnlyLoopback:
    """ASGI wrapper that refuses other machines, and names other than loopback's (against DNS rebinding)."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from this machine under a loopback name."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        client = scope.get("client")
        if _hostname(host) not in _LOOPBACK or not client or client[0] not in _LOOPBACK:
            refusal = PlainTextResponse("The sandbox answers on 127.0.0.1 or localhost only.\n", 403)
            await refusal(scope, receive, send)
            return
        self._world.base_url = f"http://{host}"
        await self._app(scope, receive, send)


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
