"""Deliveries to the app: signed, at most three seconds, events sent again three times, the rest never."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol
from urllib.parse import urlencode, urlsplit

from bot.sandbox.limits import EVENT_RETRIES, most
from bot.sandbox.model import Json
from bot.sandbox.traffic import Traffic, readable
from bot.sandbox.world import World

Kind = Literal["event", "command", "action", "view"]
_GOOD: Final = 2  # the hundreds of the HTTP status of an acknowledgement


@dataclass(frozen=True, slots=True)
class Ack:
    """What the app answered: HTTP status (0 for none), body, milliseconds, and Slack's word for a failure."""

    status: int
    body: bytes = b""
    ms: int = 0
    failure: str | None = None

    @property
    def ok(self) -> bool:
        """Say whether the app acknowledged in time."""
        return self.failure is None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to deliver: its kind, a name for the log, the payload, and which retry of an event this is."""

    kind: Kind
    name: str
    payload: Json
    retry: int = 0
    reason: str = ""


class Carrier(Protocol):
    """A way to the app: signed HTTP or a socket."""

    def carry(self, parcel: Parcel, seconds: float) -> Ack:
        """Deliver and wait for the acknowledgement."""


class HttpCarrier:
    """Signed POSTs to the app's one address."""

    def __init__(self, app_url: str, signing_secret: str) -> None:
        self._address = urlsplit(app_url)
        self._secret = signing_secret.encode()

    def carry(self, parcel: Parcel, seconds: float) -> Ack:
        """Deliver over HTTP; a slow, failing or absent app gives an Ack with the reason that Slack would send."""
        body, content_type = encode_body(parcel)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (sandbox)", **self._signature(body)}
        if parcel.retry:
            headers |= {"x-slack-retry-num": str(parcel.retry), "x-slack-retry-reason": parcel.reason}
        started = time.monotonic()
        try:
            status, answer = self._post(body, headers, seconds)
        except TimeoutError:
            return Ack(0, ms=_ms(started), failure="http_timeout")
        except (OSError, http.client.HTTPException):
            return Ack(0, ms=_ms(started), failure="connection_failed")
        if time.monotonic() - started > seconds:
            return Ack(status, answer, _ms(started), "http_timeout")
        return Ack(status, answer, _ms(started), None if status // 100 == _GOOD else "http_error")

    def _post(self, body: bytes, headers: dict[str, str], seconds: float) -> tuple[int, bytes]:
        host, port = self._address.hostname or "127.0.0.1", self._address.port or 80
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
        try:
            connection.request("POST", f"{self._address.path.rstrip('/')}/slack/events", body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def _signature(self, body: bytes) -> dict[str, str]:
        # Real time, not the sandbox's: Bolt holds it against the machine's clock and refuses more than five minutes.
        stamp = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def encode_body(parcel: Parcel) -> tuple[bytes, str]:
    """Return the body and content type of a parcel as Slack sends its kind over HTTP."""
    if parcel.kind == "event":
        return json.dumps(parcel.payload).encode(), "application/json"
    form = parcel.payload if parcel.kind == "command" else {"payload": json.dumps(parcel.payload)}
    fields = {key: str(value).lower() if isinstance(value, bool) else value for key, value in form.items()}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


class Delivery:
    """Sends parcels side by side and keeps those that wait for their next try."""

    def __init__(self, world: World, traffic: Traffic) -> None:
        self._world = world
        self._traffic = traffic
        self._pool = ThreadPoolExecutor(max_workers=32, thread_name_prefix="sandbox-delivery")
        self._state = threading.Condition()
        self._under_way = 0
        self._closed = False
        self._waiting: list[tuple[float, Parcel]] = []
        self._waker: threading.Timer | None = None
        self.seconds = float(most("acknowledgement.seconds"))
        self.find_carrier: Callable[[], Carrier | None] = lambda: None
        world.clock.watch(self._send_due)

    def post(self, parcel: Parcel, done: Callable[[Ack], None] | None = None) -> None:
        """Deliver in the background; an event that fails is tried again, anything else is told to `done`."""
        with self._state:
            if self._closed:
                return
            self._under_way += 1
            self._pool.submit(self._work, parcel, done)

    def ask(self, parcel: Parcel) -> Ack:
        """Deliver now and return the acknowledgement."""
        with self._state:
            self._under_way += 1
        try:
            return self._carry(parcel)
        finally:
            self._finish()

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until nothing is being delivered; retries that are due later do not count. Raise TimeoutError."""
        with self._state:
            if not self._state.wait_for(lambda: self._under_way == 0, timeout=seconds):
                raise TimeoutError(f"{self._under_way} deliveries were still under way after {seconds} s")

    def forget(self) -> None:
        """Drop the retries that wait."""
        with self._state:
            self._waiting.clear()
            if self._waker:
                self._waker.cancel()

    def close(self) -> None:
        """Stop; what waits is dropped."""
        with self._state:
            self._closed = True
        self.forget()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _work(self, parcel: Parcel, done: Callable[[Ack], None] | None) -> None:
        try:
            ack = self._carry(parcel)
            if not ack.ok and parcel.kind == "event":
                self._plan_retry(parcel, ack.failure or "unknown_error")
            if done:
                done(ack)
        finally:
            self._finish()

    def _carry(self, parcel: Parcel) -> Ack:
        carrier = self.find_carrier()
        ack = carrier.carry(parcel, self.seconds) if carrier else Ack(0, failure="connection_failed")
        more: dict[str, Any] = {"request": parcel.payload, "response": readable(ack.body)}
        if ack.failure:
            more["response"] = {"failure": ack.failure, "body": more["response"]}
        if parcel.retry:
            more["retry"] = parcel.retry
        with self._world.lock:
            now = self._world.now()
            self._traffic.add("to_app", parcel.kind, parcel.name, at=now, status=ack.status, ms=ack.ms, **more)
        self._world.changed()
        return ack

    def _plan_retry(self, parcel: Parcel, reason: str) -> None:
        if parcel.retry >= len(EVENT_RETRIES):
            return
        again = Parcel(parcel.kind, parcel.name, parcel.payload, parcel.retry + 1, reason)
        with self._state:
            self._waiting.append((self._world.now() + EVENT_RETRIES[parcel.retry], again))
        self._send_due()

    def _send_due(self) -> None:
        now = self._world.now()
        with self._state:
            due = [parcel for at, parcel in self._waiting if at <= now]
            self._waiting = [(at, parcel) for at, parcel in self._waiting if at > now]
            self._wake_later(now)
        for parcel in due:
            self.post(parcel)

    def _wake_later(self, now: float) -> None:
        if self._waker:
            self._waker.cancel()
        if self._waiting:
            self._waker = threading.Timer(min(at for at, _ in self._waiting) - now, self._send_due)
            self._waker.daemon = True
            self._waker.start()

    def _finish(self) -> None:
        with self._state:
            self._under_way -= 1
            self._state.notify_all()


def _ms(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
