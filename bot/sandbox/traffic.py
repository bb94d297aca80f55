"""The log of everything that went between the sandbox and the app, with tokens and signatures blanked."""

import json
import re
from collections import deque
from collections.abc import Mapping
from itertools import count
from typing import Any, Literal

Direction = Literal["to_app", "from_app"]
_SECRET_KEYS = frozenset(
    "token access_token refresh_token client_secret authorization x-slack-signature bot_access_token code".split()
)
_TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+")
_KEPT = 500
_LONGEST = 20_000


class Traffic:
    """The last 500 exchanges, numbered from 1. Call it under the world's lock."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._entries: deque[dict[str, Any]] = deque(maxlen=_KEPT)

    def add(self, direction: Direction, kind: str, name: str, *, at: float, status: int, ms: int, **more: Any) -> None:
        """Record one exchange; `more` holds request and response, and the number of a retry."""
        entry = {"n": next(self._numbers), "at": at, "direction": direction, "kind": kind, "name": name}
        entry |= {"status": status, "ms": ms} | {key: blank(value) for key, value in more.items()}
        self._entries.append(entry)

    def after(self, number: int) -> list[dict[str, Any]]:
        """Return the entries with a higher number."""
        return [entry for entry in self._entries if entry["n"] > number]

    def clear(self) -> None:
        """Forget all entries; numbers go on, so that a page that polls misses nothing."""
        self._entries.clear()


def blank(value: Any) -> Any:
    """Return a copy without secrets: values of secret keys, and whatever looks like a token."""
    if isinstance(value, Mapping):
        return {key: "***" if str(key).lower() in _SECRET_KEYS else blank(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [blank(inner) for inner in value]
    if isinstance(value, str):
        return _TOKEN.sub("***", value)[:_LONGEST]
    return value


def readable(body: bytes) -> Any:
    """Return a body as JSON where it is JSON, else as text in an object."""
    if not body:
        return {}
    text = body.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text[:_LONGEST]}
