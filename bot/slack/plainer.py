"""Plainer forms of a message, for a Slack that does not take every type of block.

Native charts and tables are not everywhere: plans, staged roll-outs and older clients lack them. What a workspace
refused is remembered for a week, so that the next message is right at the first try.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from bot.core.errors import Meaning, SlackRefusedError
from bot.slack.limits import SECTION_TEXT
from bot.use_cases.ports import Clock, Store

Payload = dict[str, Any]
CHART, TABLE, SECTION = "data_visualization", "table", "section"
OPTIONAL: Final = (CHART, TABLE)
"""Types of block that not every Slack takes, in the order in which a message does without them."""
EVERY: Final = "*"
"""Stands for every type: the message in plain text."""
KEPT: Final = timedelta(days=7)
_TOO_LONG: Final = "msg_blocks_too_long"
_BLOCK: Final = re.compile(r"/blocks/\d+")
_WHOLE_BLOCK: Final = re.compile(r"/blocks/\d+(/type)?")


def plainer(payload: Payload, refused: frozenset[str]) -> Payload:
    """Return a message without blocks of these types: a table becomes lines of text, a chart is left out.

    The first block keeps its id, by which the message is found again. Without sections there is nothing but the text.
    """
    blocks = payload["blocks"]
    if SECTION in refused:
        return payload | {"blocks": []}
    if EVERY in refused:
        kept = list(_lines(payload["text"], "mrkdwn"))
    elif refused.isdisjoint(each["type"] for each in blocks):
        return payload
    else:
        kept = [piece for each in blocks for piece in (_instead(each) if each["type"] in refused else (each,))]
    if kept and "block_id" in blocks[0]:
        kept[0] = kept[0] | {"block_id": blocks[0]["block_id"]}
    return payload | {"blocks": kept}


def _instead(block: Mapping[str, Any]) -> Iterator[Payload]:
    """Yield sections with the words of a block; of a chart none, for it stands beside text that has its figures."""
    if block["type"] == TABLE:
        rows = [" · ".join(str(cell.get("text", "")) for cell in row) for row in block["rows"]]
        yield from _lines("\n".join(rows), "plain_text")
    elif block["type"] != CHART:
        for text in _texts([block.get("text"), block.get("fields"), block.get("elements")]):
            yield from _lines(text["text"], text["type"])


def _texts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the text objects of a block; those in buttons and menus say nothing without them."""
    if isinstance(value, Mapping) and value.get("type") in ("mrkdwn", "plain_text"):
        yield value
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))


def _lines(text: str, kind: str) -> Iterator[Payload]:
    """Yield sections of text, each as many lines as fit."""
    piece = ""
    for line in text.split("\n"):
        if piece and len(piece) + 1 + len(line) > SECTION_TEXT:
            yield _section(piece, kind)
            piece = ""
        piece = f"{piece}\n{line}" if piece else line[:SECTION_TEXT]
    if piece.strip():
        yield _section(piece, kind)


def _section(text: str, kind: str) -> Payload:
    more = {"emoji": False} if kind == "plain_text" else {"verbatim": True}
    return {"type": SECTION, "text": {"type": kind, "text": text, **more}}


def blamed(payload: Payload, refusal: SlackRefusedError) -> frozenset[str]:
    """Return the types of block to do without: those that a refusal points at, else the next that may be meant."""
    types = [each["type"] for each in payload["blocks"]]
    parts = [place.split("/") for place in refusal.places if place.startswith("/blocks/")]
    pointed = {types[int(each[2])] for each in parts if each[2].isdecimal() and int(each[2]) < len(types)}
    following = [{each} for each in OPTIONAL if each in types]
    return frozenset(pointed or (following[0] if following else {EVERY}))


def is_of_blocks(refusal: SlackRefusedError) -> bool:
    """Whether Slack refused a message for its blocks, so that a plainer form may be taken."""
    return refusal.meaning is Meaning.FALL_BACK or any(_BLOCK.match(each) for each in refusal.places)


class RefusedBlocks:
    """Remembers, by workspace, which types of block Slack refused within the last week. Safe for many threads."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, dict[str, datetime]] = {}

    def of(self, workspace: str) -> frozenset[str]:
        """Return the types that the workspace does not take now."""
        with self._lock:
            if workspace not in self._known:
                with self._store.reading() as view:
                    self._known[workspace] = dict(view.refused_blocks(workspace))
            until, now = self._known[workspace], self._clock.now()
            return frozenset(each for each in until if now < until[each])

    def add(self, workspace: str, kinds: frozenset[str]) -> None:
        """Remember types that were refused just now."""
        until = self._clock.now() + KEPT
        with self._store.writing(workspace) as tx:
            for kind in sorted(kinds):
                tx.put_refused_block(workspace, kind, until)
        with self._lock:
            self._known.setdefault(workspace, {}).update(dict.fromkeys(kinds, until))


def sent_plainer(
    payload: Payload, known: frozenset[str], send: Callable[[Payload], Mapping[str, Any]]
) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Send a message in the richest form that Slack takes; return its answer and the types that were found refused.

    ``known`` are the types that the workspace is known not to take. SlackRefusedError when it takes no form at all.
    """
    left_out, pointed, guessed = known, frozenset[str](), frozenset[str]()
    while True:
        form = plainer(payload, left_out)
        try:
            return send(form), pointed | guessed
        except SlackRefusedError as refusal:
            steps = (blamed(form, refusal), frozenset({EVERY}), frozenset({SECTION}))
            more = next((each for each in steps if not each <= left_out), None)
            if more is None or not is_of_blocks(refusal):
                raise
            left_out |= more
            if refusal.places:
                pointed |= _as_such(more, refusal)
            else:
                guessed = _as_such(more, refusal)  # what was left out before was not what is refused


def _as_such(kinds: frozenset[str], refusal: SlackRefusedError) -> frozenset[str]:
    """Return the types that are refused as such: those that are not everywhere, and what is pointed at as a whole.

    What points into a block may be a fault of that one block only.
    """
    if refusal.code == _TOO_LONG:
        return frozenset()
    is_whole = any(_WHOLE_BLOCK.fullmatch(place) for place in refusal.places)
    return frozenset(each for each in kinds if each in OPTIONAL or (is_whole and each != EVERY))
