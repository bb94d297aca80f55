"""Every view over the hostile cast, as it goes out to Slack.

A record has one line for each block. Of a long text it holds the beginning, the end and a digest of the
whole; of a list of more than a few options the first ones and a digest of all.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from random import Random
from typing import Any

from bot.core.scoring.scorecard import scorecard
from bot.slack.blocks import Message
from bot.slack.gate import Gate
from bot.slack.views.scorecard import in_thread
from tests.drafts.corpus import assessments
from tests.hostile.made import Cast, Maker, Shown, cast
from tests.hostile.showings import SHOWINGS

CASTS = ((89, 5), (88, 200))
"""The number of each cast, and how long its words get, in pieces. Both are complete and rated throughout."""
EVERY = {"frameworks": 4, "teams": 7, "workshops": 5}
"""Of views that are shown under all terms, which differ in a line, one in so many is recorded."""
LONG, KEPT, MANY, FIRST = 240, 40, 8, 3
_GATE = Gate(strict=True)
_PLAIN = {"type": "plain_text", "emoji": False}
_MRKDWN = {"type": "mrkdwn", "verbatim": True}


def record(name: str) -> str:
    """Return the record of the views of one name."""
    some = [each for number in range(len(CASTS)) for each in showings(name, number)][:: EVERY.get(name, 1)]
    return "\n".join(line for place, each in some for line in (f"== {place}", *_lines(sent(each)))) + "\n"


@lru_cache
def showings(name: str, number: int) -> tuple[tuple[str, Shown], ...]:
    """Return what a cast is shown of one name, and its place; its chance hangs on no other one's draws."""
    given = _casts()[number]
    shown = SHOWINGS[name](replace(given, maker=_maker(name, number)))
    return tuple((f"cast {number}, {place}", each) for place, each in enumerate(shown))


def _maker(name: str, number: int) -> Maker:
    return Maker(Random(f"golden {name} {number}"), loud=CASTS[number][1])


@lru_cache
def _casts() -> tuple[Cast, ...]:
    return tuple(cast(Maker(Random(f"golden cast {number}"), loud=loud)) for number, loud in CASTS)


def scorecards() -> str:
    """Return the record of the scorecards of the fixed assessments: those that people would really see."""
    lines: list[str] = []
    for name, assessment in assessments().items():
        lines += [f"== {name}", *_lines(sent(in_thread(scorecard(assessment))))]
    return "\n".join(lines) + "\n"


def sent(shown: Shown) -> dict[str, Any]:
    """Return a message or view as it is sent."""
    return _GATE.message(shown, "abcdefghij:key") if isinstance(shown, Message) else _GATE.view(shown)


def _lines(payload: dict[str, Any]) -> Iterator[str]:
    for key in sorted(payload):
        if key != "blocks":
            yield f"{key}: {_text(short(payload[key]))}"
    yield from (_text(short(block)) for block in payload["blocks"])


def short(value: Any, longest: int = LONG, most: int = MANY) -> Any:
    """Return a value with its long texts and lists cut, and a digest of what was there.

    A text as we always send it is written as ``{"plain": ...}`` or ``{"mrkdwn": ...}``; any other stands as it is.
    """
    if isinstance(value, dict) and set(value) == _PLAIN.keys() | {"text"} and _PLAIN.items() <= value.items():
        return {"plain": short(value["text"], longest, most)}
    if isinstance(value, dict) and set(value) == _MRKDWN.keys() | {"text"} and _MRKDWN.items() <= value.items():
        return {"mrkdwn": short(value["text"], longest, most)}
    if isinstance(value, dict):
        return {key: short(inner, longest, most) for key, inner in value.items()}
    if isinstance(value, list):
        kept = [short(inner, longest, most) for inner in (value[:FIRST] if len(value) > most else value)]
        return [*kept, f"... {len(value)} in all, {_digest(_text(value))}"] if len(value) > most else kept
    if isinstance(value, str) and len(value) > longest:
        return f"{value[:KEPT]}... {len(value)} characters, {_digest(value)} ...{value[-KEPT:]}"
    return value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
