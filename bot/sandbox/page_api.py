"""The page's own interface under /_page, the page itself, and its files."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.acting import Acting
from bot.sandbox.faults import Faults
from bot.sandbox.interacting import Interacting
from bot.sandbox.model import Channel, Json, Refusal
from bot.sandbox.page_state import person, state
from bot.sandbox.switches import panel
from bot.sandbox.traffic import Traffic
from bot.sandbox.world import World

_PAGE: Final = Path(__file__).parent / "page"
_TYPES: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY: Final = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
_CLOCK_BODY: Final = "{'advance_seconds': number} or {'to': moment with its time zone}"
_HEARTBEAT: Final = 15.0
_LARGEST: Final = 1_000_000


class PageApi:
    """Routes for the page. `switches` throws one, `connected`: can the app be reached, `reset` starts all anew.

    `offers` are deeds that whoever runs the app adds.
    """

    def __init__(  # noqa: PLR0913 -- what the routes lead to, each by its name
        self,
        world: World,
        acting: Acting,
        interacting: Interacting,
        faults: Faults,
        traffic: Traffic,
        switches: Callable[[Mapping[str, Any]], Json],
        *,
        connected: Callable[[], bool],
        reset: Callable[[], None],
        offers: Mapping[str, Callable[[], Mapping[str, Any]]],
    ) -> None:
        self._world = world
        self._acting = acting
        self._interacting = interacting
        self._faults = faults
        self._traffic = traffic
        self._switches = switches
        self._connected = connected
        self._reset = reset
        self._offers = offers
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        world.watch(self._wake)

    def routes(self) -> list[Route]:
        """Return the routes of the page and its interface."""
        deeds: dict[str, Callable[[Any], Json]] = {
            "say": self._acting.say,
            "edit": self._acting.edit,
            "delete": self._acting.delete,
            "act": self._interacting.act,
            "submit": self._interacting.submit,
            "close": self._interacting.close,
            "shortcut": self._acting.shortcut,
            "home": self._acting.home,
            "clock": self._clock,
            "faults": self._order_fault,
            "switches": self._throw,
            "reset": self._start_anew,
            "offer": self._take_offer,
        }
        posts = [Route(f"/_page/{name}", self._post(deed), methods=["POST"]) for name, deed in deeds.items()]
        return [
            Route("/", self._index),
            Route("/static/{name}", self._static),
            Route("/_page/state", self._state),
            Route("/_page/events", self._events),
            Route("/_page/traffic", self._list_traffic),
            Route("/_page/people", self._list_people),
            Route("/_page/switches", self._list_switches, methods=["GET"]),
            Route("/_page/upload", self._upload, methods=["POST"]),
            *posts,
        ]

    def _post(self, deed: Callable[[Any], Json]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            if request.headers.get("x-sandbox") != "1":
                return _refused(403, "missing_header", "send the header X-Sandbox: 1, which a foreign page cannot")
            try:
                given = await _object(request)
            except ValueError as problem:
                return _refused(400, "invalid_json", str(problem))
            return await run_in_threadpool(_answer, deed, given)

        return endpoint

    async def _upload(self, request: Request) -> Response:
        """Take the bytes of a file for a form: ``?as=`` who puts it there, ``&name=`` what it is called."""
        if request.headers.get("x-sandbox") != "1":
            return _refused(403, "missing_header", "send the header X-Sandbox: 1, which a foreign page cannot")
        query, content = request.query_params, await request.body()

        def take(_given: object) -> Json:
            with self._world.lock:
                person = self._acting.person(query)
            return self._interacting.upload(person, query.get("name", ""), content)

        return await run_in_threadpool(_answer, take, {})

    async def _state(self, request: Request) -> Response:
        query = request.query_params

        def read(_given: Mapping[str, Any]) -> Json:
            with self._world.lock:
                me = self._acting.person(query if query.get("as") else {"as": next(iter(self._world.people))})
                rooms = {channel.id: channel for channel in self._world.visible_to(me.id)}
                channel = rooms.get(query["channel"]) if "channel" in query else self._first_room(rooms)
                thread = query.get("thread") or None
                offers = sorted(self._offers)
                return state(self._world, me, channel, thread, connected=self._connected()) | {"offers": offers}

        return await run_in_threadpool(_answer, read, {})

    def _first_room(self, rooms: Mapping[str, Channel]) -> Channel | None:
        """Return where a newcomer begins: the first channel with the app in it."""
        return next((room for room in rooms.values() if any(map(self._world.is_bot, room.members))), None)

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(self._versions(request), media_type="text/event-stream", headers=_NO_STORE)

    async def _versions(self, request: Request) -> AsyncIterator[str]:
        mark = (asyncio.get_running_loop(), asyncio.Event())
        self._listeners.add(mark)
        try:
            while not await request.is_disconnected():
                yield f"data: {json.dumps({'version': self._world.version})}\n\n"
                try:
                    await asyncio.wait_for(mark[1].wait(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                mark[1].clear()
        finally:
            self._listeners.discard(mark)

    def _wake(self) -> None:
        for loop, event in tuple(self._listeners):
            with suppress(RuntimeError):  # the server was stopped while somebody still listened
                loop.call_soon_threadsafe(event.set)

    async def _list_traffic(self, request: Request) -> Response:
        after = request.query_params.get("after", "0")
        if not after.isdigit():
            return _refused(400, "invalid_arguments", "'after' must be the number of an entry, 0 for all")
        with self._world.lock:
            return JSONResponse(self._traffic.after(int(after)), headers=_NO_STORE)

    async def _list_people(self, _request: Request) -> Response:
        with self._world.lock:
            everybody = [person(one) for one in self._world.people.values()]
        return JSONResponse({"ok": True, "people": everybody}, headers=_NO_STORE)

    async def _list_switches(self, _request: Request) -> Response:
        with self._world.lock:
            return JSONResponse({"ok": True, **panel(self._world)}, headers=_NO_STORE)

    async def _index(self, _request: Request) -> Response:
        return _file("index.html")

    async def _static(self, request: Request) -> Response:
        return _file(request.path_params["name"])

    def _clock(self, given: Mapping[str, Any]) -> Json:
        seconds, moment = given.get("advance_seconds"), given.get("to")
        try:
            if isinstance(seconds, int | float) and not isinstance(seconds, bool):
                self._world.clock.advance(seconds)
            else:
                self._world.clock.move_to(datetime.fromisoformat(str(moment)))
        except (ValueError, OverflowError) as problem:
            message = f"{problem}; send {_CLOCK_BODY}"
            raise Refusal("invalid_time", status=400, message=message) from None
        self._world.changed()
        return {"now": self._world.now()}

    def _order_fault(self, given: Any) -> Json:
        try:
            with self._world.lock:
                self._faults.order(given)
        except ValueError as problem:
            raise Refusal("invalid_arguments", status=400, message=str(problem)) from None
        return {}

    def _throw(self, given: Any) -> Json:
        with self._world.lock:
            return self._switches(given)

    def _start_anew(self, _given: Mapping[str, Any]) -> Json:
        self._reset()
        return {}

    def _take_offer(self, given: Mapping[str, Any]) -> Json:
        offered = self._offers.get(str(given.get("name")))
        if offered is None:
            raise Refusal("invalid_arguments", status=400, message=f"there are {sorted(self._offers)}")
        return dict(offered())


_WORDS: Final[Mapping[str, str]] = {
    "no_text": "There is nothing to send: type something first.",
    "is_archived": "This channel is archived: nobody can write here any more.",
    "channel_not_found": "This person has no such channel.",
    "message_not_found": "This message is gone.",
    "thread_not_found": "The message that this thread hung on is gone.",
    "cant_update_message": "Only its author can change a message.",
    "not_in_channel": "Only members can write here.",
    "file_too_large": "Slack takes files of up to 10 MB into a form.",
    "shortcut_not_found": "The app has no such shortcut for this person.",
}
_NO_STORE: Final = {"Cache-Control": "no-store"}


def _answer(deed: Callable[[Any], Json], given: Any) -> Response:
    try:
        return JSONResponse({"ok": True, **deed(given)}, headers=_NO_STORE)
    except Refusal as refusal:
        status = max(refusal.status, 400)
        words = {"message": _WORDS.get(refusal.error, refusal.error)}
        return JSONResponse({"ok": False, "error": refusal.error, **words, **refusal.fields}, status)


async def _object(request: Request) -> Any:
    body = await request.body()
    if len(body) > _LARGEST:
        raise ValueError("the body is larger than a megabyte")
    given = json.loads(body or b"{}")
    if not isinstance(given, dict) and given != []:
        raise ValueError("the body must be a JSON object")
    return given


def _file(name: str) -> Response:
    path = _PAGE / name
    if path.parent != _PAGE or not path.is_file() or path.suffix not in _TYPES:
        return _refused(404, "not_found", "the page has no such file")
    headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", **_NO_STORE}
    return FileResponse(path, media_type=_TYPES[path.suffix], headers=headers)


def _refused(status: int, error: str, message: str) -> Response:
    return JSONResponse({"ok": False, "error": error, "message": message}, status)
