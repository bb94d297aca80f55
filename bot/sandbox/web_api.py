"""The Web API under /api/<method>: who calls, may he, are the arguments right; then the method itself."""

import base64
import binascii
import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import (
    methods_canvases,
    methods_chat,
    methods_conversations,
    methods_files,
    methods_people,
    methods_views,
)
from bot.sandbox.call import Call, Method
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults, Order
from bot.sandbox.model import Json, Refusal, Workspace
from bot.sandbox.oauth import OAuth
from bot.sandbox.payload_rules import checked_files
from bot.sandbox.rates import Rates, limited
from bot.sandbox.resets import ConnectionReset
from bot.sandbox.sockets import Sockets
from bot.sandbox.switches import refuse_blocks, refuse_call
from bot.sandbox.traffic import Traffic
from bot.sandbox.world import World

METHODS: Final[Mapping[str, Method]] = {
    **methods_canvases.METHODS,
    **methods_chat.METHODS,
    **methods_conversations.METHODS,
    **methods_files.METHODS,
    **methods_people.METHODS,
    **methods_views.METHODS,
}
_FOR_ALL: Final = ("team_id",)  # Bolt adds it to every call, and Slack takes it everywhere
_OPEN_SOCKET: Final = "apps.connections.open"
_OAUTH: Final = "oauth.v2.access"
_OAUTH_ARGS: Final = ("client_id", "client_secret", "code", "redirect_uri", "grant_type", "refresh_token")


@dataclass(frozen=True, slots=True)
class WebApiParts:
    """What the Web API works with."""

    world: World
    events: Events
    rates: Rates
    faults: Faults
    traffic: Traffic
    oauth: OAuth
    sockets: Sockets
    app_token: str | None


class WebApi:
    """Answers the app's calls as Slack would."""

    def __init__(self, parts: WebApiParts) -> None:
        self._parts = parts
        self._under_way: set[threading.Timer] = set()
        self.acted_late: dict[str, float] = {}
        """The ts of every message posted late, with the seconds by which."""

    def close(self) -> None:
        """Do nothing late any more."""
        for each in tuple(self._under_way):
            each.cancel()
        self._under_way.clear()

    def settle(self) -> None:
        """Wait until all that is done late is done."""
        while under_way := tuple(self._under_way):
            for each in under_way:
                each.join()
                self._under_way.discard(each)

    async def endpoint(self, request: Request) -> Response:
        """Serve one call, suffering whatever fault was ordered for it."""
        method = request.path_params["method"]
        started = time.monotonic()
        with self._parts.world.lock:
            fault = self._parts.faults.take(method)
        if fault and fault.fault == "slow":
            await run_in_threadpool(time.sleep, fault.seconds)
        if fault and fault.fault == "reset_before":
            return self._log(method, {}, ConnectionReset(), started)
        try:
            token, args = await _read(request)
        except Refusal as refusal:
            return self._log(method, {}, _refused(refusal), started)
        late = self._seconds_of("late", "act_late", fault, method)
        if late:
            self._act_later(late, method, token, args, started)
            return self._log(method, args, ConnectionReset(), started)
        response = await run_in_threadpool(self._respond, method, token, args, fault)
        if fault and fault.fault == "reset_after":
            response = ConnectionReset()
        return self._log(method, args, response, started)

    def _seconds_of(self, fault: str, switch: str, order: Order | None, method: str) -> float:
        """Return the seconds that a fault or a switch gives for this call; 0 for a call that neither concerns."""
        if order is not None and order.fault == fault:
            return order.seconds
        with self._parts.world.lock:
            for one in self._parts.world.switched_on(switch):
                if one.given.get("method", method) == method:
                    self._parts.world.use_up(one)
                    return float(one.given["seconds"])
        return 0.0

    def _act_later(self, seconds: float, method: str, token: str, args: Json, started: float) -> None:
        """Do in so many seconds what was asked; who asked has no answer and hears of nothing."""

        def act() -> None:
            response = self._respond(method, token, args, None)
            told = json.loads(bytes(response.body) or b"{}")
            if told.get("ok") and method == "chat.postMessage":
                self.acted_late[str(told["ts"])] = seconds
            self._log(method, args, response, started)
            self._under_way.discard(timer)

        timer = threading.Timer(seconds, act)
        timer.daemon = True
        self._under_way.add(timer)
        timer.start()

    def _respond(self, method: str, token: str, args: Json, fault: Order | None) -> Response:
        if (fault and fault.fault == "500") or self._parts.world.switched_on("answer_500"):
            return Response("upstream failure", 500)
        try:
            if fault and fault.fault == "ratelimited":
                raise limited(fault.seconds)
            lag = self._seconds_of("lag", "lag_reads", fault, method)
            with self._parts.world.lock:
                body = self._run(method, token, args, lag)
        except Refusal as refusal:
            return _refused(refusal)
        with self._parts.world.lock:
            space = self._parts.world.workspace_of(token) if token else None
        return JSONResponse({"ok": True, **body}, headers={"x-oauth-scopes": ",".join(space.scopes)} if space else None)

    def _run(self, name: str, token: str, args: Json, lag: float) -> Json:
        if name == _OAUTH:
            refuse_call(self._parts.world, name, "")
            _check_arguments(args, ("client_id", "client_secret"), _OAUTH_ARGS)
            return self._parts.oauth.access(args)
        if name == _OPEN_SOCKET:
            return self._open_socket(token, args)
        method = METHODS.get(name)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        workspace = self._authenticate(method, token, args)
        refuse_call(self._parts.world, name, str(args.get("channel")))
        call = Call(self._parts.world, self._parts.events, workspace, args, lag)
        if method.scopes:
            call.need_scope(*method.scopes)
        if method.caller != "none":
            _check_arguments(args, method.required, (*method.required, *method.optional))
        channel = call.text("channel")
        self._parts.rates.spend(workspace.id, name, method.tier, channel, self._parts.world.now())
        shown = readable_arguments(args)
        refuse_blocks(self._parts.world, shown.get("blocks"))
        checked_files(self._parts.world, workspace, shown.get("blocks"))
        refuse_blocks(self._parts.world, shown.get("view"), "/view")
        return method.run(call)

    def _authenticate(self, method: Method, token: str, args: Json) -> Workspace:
        if method.caller == "none":
            return next(iter(self._parts.world.workspaces.values()))
        if not token:
            raise Refusal("not_authed")
        if self._parts.app_token and secrets.compare_digest(token.encode(), self._parts.app_token.encode()):
            raise Refusal("not_allowed_token_type")
        workspace = self._parts.world.workspace_of(token)
        if workspace is None:
            raise Refusal("invalid_auth")
        return self._parts.world.meant(workspace, args) if self._parts.world.organisation else workspace

    def _open_socket(self, token: str, args: Json) -> Json:
        if not token:
            raise Refusal("not_authed")
        if self._parts.world.workspace_of(token):
            raise Refusal("not_allowed_token_type")
        if not self._parts.app_token or not secrets.compare_digest(token.encode(), self._parts.app_token.encode()):
            raise Refusal("invalid_auth")
        _check_arguments(args, (), ())
        return {"url": self._parts.sockets.new_url(self._parts.world.base_url)}

    def _log(self, method: str, args: Json, response: Response, started: float) -> Response:
        body = bytes(response.body)
        told = json.loads(body) if body.startswith(b"{") else {"text": body.decode()}
        ms = round((time.monotonic() - started) * 1000)
        with self._parts.world.lock:
            now = self._parts.world.now()
            more: dict[str, Any] = {"request": readable_arguments(args), "response": told}
            self._parts.traffic.add("from_app", "web_api", method, at=now, status=response.status_code, ms=ms, **more)
        self._parts.world.changed()
        return response


def readable_arguments(args: Json) -> Json:
    """Return arguments with their JSON strings decoded, for the traffic log."""
    found = dict(args)
    for name in ("blocks", "view", "metadata", "attachments", "files"):
        value = found.get(name)
        if isinstance(value, str):
            try:
                found[name] = json.loads(value)
            except ValueError:
                continue
    return found


def _check_arguments(args: Json, required: tuple[str, ...], known: tuple[str, ...]) -> None:
    missing = [f"[ERROR] missing required field: {name}" for name in required if args.get(name) in (None, "")]
    unknown = [f"[ERROR] unsupported argument: {name}" for name in args if name not in (*known, *_FOR_ALL)]
    if missing or unknown:
        raise Refusal("invalid_arguments", response_metadata={"messages": missing + unknown})


async def _read(request: Request) -> tuple[str, Json]:
    """Return the token and the arguments of a form, a JSON body or a query."""
    args: Json = dict(request.query_params)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    bearer = request.headers.get("authorization", "")
    token = bearer[7:].strip() if bearer.lower().startswith("bearer ") else ""
    if content_type == "application/json":
        args |= _json_object(await request.body())
    elif content_type == "application/x-www-form-urlencoded":
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        token = token or form.pop("token", "")
        args |= form
    elif content_type == "multipart/form-data":
        raise Refusal("invalid_post_type")
    token = token or str(request.query_params.get("token", ""))
    args.pop("token", None)
    return token, {**_basic(bearer), **args}


def _json_object(body: bytes) -> Json:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(found, dict):
        raise Refusal("json_not_object")
    return found


def _basic(header: str) -> Json:
    """Return the client id and secret of HTTP Basic authentication, by which oauth.v2.access may be called."""
    if not header.lower().startswith("basic "):
        return {}
    try:
        client_id, _, secret = base64.b64decode(header[6:], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": client_id, "client_secret": secret}


def _refused(refusal: Refusal) -> Response:
    body = {"ok": False, "error": refusal.error, **refusal.fields}
    return JSONResponse(body, refusal.status, refusal.headers)
