"""Requests as Slack signs them, and as strangers would."""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tests.hostile.house import SECRET

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its bytes, its headers, and whether its signature is one that only Slack can make, and fresh."""

    body: bytes
    headers: Mapping[str, str]
    genuine: bool


def signature(body: bytes, stamp: str, secret: str = SECRET) -> str:
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return f"v0={digest}"


def genuine(body: bytes, content_type: str) -> Request:
    stamp = str(int(time.time()))
    return Request(body, _headers(content_type, stamp, signature(body, stamp)), genuine=True)


def forged(body: bytes, content_type: str, rng: Random) -> Request:
    """Sign wrongly in one of the ways that a stranger has."""
    now = int(time.time())
    way = rng.choice(FORGERIES)
    stamp, sign = way(body, now)
    headers = _headers(content_type, stamp, sign)
    return Request(body, headers, genuine=False)


def _headers(content_type: str, stamp: str | None, sign: str | None) -> dict[str, str]:
    headers = {"content-type": content_type, "x-slack-request-timestamp": stamp, "x-slack-signature": sign}
    return {name: value for name, value in headers.items() if value is not None}


Forgery = Callable[[bytes, int], tuple[str | None, str | None]]
FORGERIES: tuple[Forgery, ...] = (
    lambda _body, _now: (None, None),
    lambda body, now: (None, signature(body, str(now))),
    lambda _body, now: (str(now), None),
    lambda body, now: (str(now), signature(body, str(now), "another secret")),
    lambda body, now: (str(now), signature(body + b" ", str(now))),
    lambda body, now: (str(now), signature(body, str(now)).upper()),
    lambda body, now: (str(now), signature(body, str(now)).replace("v0", "v1")),
    lambda body, now: (str(now), signature(body, str(now))[:-1]),
    lambda _body, now: (str(now), "v0="),
    lambda _body, now: (str(now), "v0=\u00e9\u00e8"),
    lambda body, now: (str(now - 301), signature(body, str(now - 301))),
    lambda body, now: (str(now + 330), signature(body, str(now + 330))),
    lambda body, now: (str(now), signature(body, str(now - 60))),
    lambda body, _now: ("soon", signature(body, "soon")),
    lambda body, _now: ("", signature(body, "")),
    lambda body, now: (f"{now}.5", signature(body, f"{now}.5")),
    lambda body, _now: ("-1", signature(body, "-1")),
    lambda body, _now: ("9" * 400, signature(body, "9" * 400)),
    lambda body, _now: ("9" * 5000, signature(body, "9" * 5000)),
    lambda body, _now: ("\u00b2\u00b2", signature(body, "\u00b2\u00b2")),
    lambda body, _now: ("1_700_000_000", signature(body, "1_700_000_000")),
)
