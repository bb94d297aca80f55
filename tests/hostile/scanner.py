"""Looks for what is live in a payload for Slack; written from Slack's documentation, not from the bot's own code."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

JOINER = "\u2060"
TOKEN = re.compile(r"<([^<>]*)>")
DATE = re.compile(r"!date\^\d{1,11}\^[^|<>^]*\|[^<>|]+")
ADDRESS = re.compile(r"https?://[^\s|<>]+", re.IGNORECASE)
BARE_BROADCAST = re.compile(r"(?<!\w)@(?:channel|here|everyone|group)\b", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HIDDEN = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0")
JOINS_EMOJI = frozenset("\u200c\u200d")
LIVE_ELEMENTS = frozenset(("broadcast", "usergroup", "user", "channel", "link"))
OPAQUE = frozenset(("action_id", "block_id", "callback_id", "value", "private_metadata", "initial_value", "type"))
WEB_KEYS = frozenset(("url", "image_url", "thumb_url", "title_url", "video_url"))


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whom and what a message may make live: the ids that the bot itself names, and addresses given as evidence.

    ``site`` is the workspace's own address: a link to a message there may have a label.
    """

    people: frozenset[str]
    channels: frozenset[str]
    addresses: frozenset[str]
    site: str = ""


def live(payload: Any, allowed: Allowed) -> list[str]:
    """Name everything live or invisible, each with its place."""
    return list(_walk(payload, "", "mrkdwn", allowed))


def _walk(value: Any, place: str, kind: str, allowed: Allowed) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _object(value, place, allowed)
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _walk(each, f"{place}/{index}", kind, allowed)
    elif isinstance(value, str):
        yield from (f"{place}: {flaw}" for flaw in _flaws(value, kind, allowed))


def _object(value: dict[str, Any], place: str, allowed: Allowed) -> Iterator[str]:
    kind = value.get("type")
    if kind in LIVE_ELEMENTS:
        yield f"{place}: a live element {kind}"
    if kind == "mrkdwn" and value.get("verbatim") is not True:
        yield f"{place}: mrkdwn in which Slack looks for names and addresses"
    for name, child in value.items():
        if name in WEB_KEYS:
            yield f"{place}/{name}: an address behind something else"
        inner = "opaque" if name in OPAQUE else "plain" if kind in ("plain_text", "raw_text") else "mrkdwn"
        yield from _walk(child, f"{place}/{name}", inner, allowed)


@lru_cache(maxsize=10_000)
def _flaws(text: str, kind: str, allowed: Allowed) -> tuple[str, ...]:
    return tuple(_found(text, kind, allowed))  # most texts go out as they were built


def _found(text: str, kind: str, allowed: Allowed) -> Iterator[str]:
    if any("\ud800" <= char <= "\udfff" or char == "\x00" for char in text):
        yield f"cannot be sent at all: {text[:60]!r}"
    if kind == "opaque":
        return
    yield from _invisible(text)
    if kind == "mrkdwn":
        yield from _tokens(text, allowed)


def _invisible(text: str) -> Iterator[str]:
    if text.replace("\n", "").replace(JOINER, "").isprintable() and HIDDEN.isdisjoint(text):
        return
    for place, char in enumerate(text):
        if char in BIDI or char in HIDDEN or (unicodedata.category(char) in ("Cc", "Co", "Cs") and char != "\n"):
            yield f"the invisible U+{ord(char):04X} in {text[max(0, place - 20) : place + 20]!r}"
        around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        if char in JOINS_EMOJI and around.isascii():
            yield f"a hidden joiner in {text[max(0, place - 20) : place + 20]!r}"


def _tokens(text: str, allowed: Allowed) -> Iterator[str]:
    for token in TOKEN.finditer(text):
        if not _may_stand(token[1], allowed):
            yield f"live: {token[0][:80]!r}"
    rest = TOKEN.sub(" ", text)
    if "<" in rest or ">" in rest:
        yield f"an open angle: {rest[:80]!r}"
    if BARE_BROADCAST.search(rest):
        yield f"a broadcast: {rest[:80]!r}"
    if BARE_ADDRESS.search(rest):
        yield f"an address that Slack makes live: {rest[:80]!r}"


def _may_stand(inside: str, allowed: Allowed) -> bool:
    if inside.startswith("@"):
        return inside[1:] in allowed.people
    if inside.startswith("#"):
        return inside[1:] in allowed.channels
    target, bar, label = inside.partition("|")
    if allowed.site and bar and label and ADDRESS.fullmatch(target):
        return target.startswith(f"{allowed.site}archives/C")
    if ADDRESS.fullmatch(inside):
        return inside.replace("&amp;", "&") in allowed.addresses
    return DATE.fullmatch(inside) is not None
