"""What went between Slack and the bot while a story was told, as text that is the same each time it is told.

Ids and times that chance or the clock made are put in words: a message is called by its key, a row of the database by
its table and place. What follows one deed is ordered by its assessment, and of a message that was changed several times
the last state counts. That one which went away was changed before, or one changed and changed back, is not told: how
many workers did it, and how fast, leaves no trace.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tests.dialogs.stage import Json
from tests.golden.shown import short
from tests.golden.stage import Told

_TS = re.compile(r"(?<!\d)(\d{10}\.\d{6})(?!\d)")
_LINKED_TS = re.compile(r"(?<=/p)(\d{10})(\d{6})(?!\d)")
_CHANCE = (
    (re.compile(r"http://127\.0\.0\.1:\d+/_hooks/[0-9a-f]+"), "{response url}"),
    (re.compile(r"\bEv[A-Z0-9]{10}\b"), "{event}"),
    (re.compile(r"\bV[A-Z0-9]{10}\b"), "{view}"),
    (re.compile(r"\bF[A-Z0-9]{10}\b"), "{file}"),
    (re.compile(r"\b\d{13}\.[0-9a-f]{16}\b"), "{trigger}"),
    (re.compile(r"\b\d{10}\.[0-9a-f]{8}\b"), "{hash}"),
    (re.compile(r"(?<=\btold:elsewhere:)\d+"), "{job}"),
)
_EPOCH = re.compile(r"(?<=!date\^)(\d{10})(?=\^)")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d):(\d\d):(\d\d)(?:\.\d+)?(\+00:00|Z)")
_READING = ("auth.test", "users.info", "conversations.members", "conversations.info", "conversations.open")
"""Calls that only ask; how often depends on what is remembered, and for how long."""
_ELSEWHERE = ("share", "headline")
"""Messages of an assessment that stand in the channel: another worker than that of the thread may see to them."""
_SHOWN = ("text", "blocks")
_LEFT_OUT = ("ts", "view_id", "hash", "trigger_id", "token", "length")


@dataclass
class Names:
    """What the ids that chance made are called."""

    messages: dict[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    threads: frozenset[str] = frozenset()
    shows: dict[str, Json] = field(default_factory=dict)

    def see(self, ts: str, message: Json) -> None:
        """Remember the key of a message, and what it shows."""
        self.shows[ts] = {each: message.get(each) for each in _SHOWN}
        blocks = message.get("blocks") or [{}]
        key = str(blocks[0].get("block_id", ""))
        self.messages.setdefault(ts, key if ":" in key else "")

    def put(self, text: str) -> str:
        """Return a text with words in place of what chance made."""
        for pattern, name in _CHANCE:
            text = pattern.sub(name, text)
        text = _LINKED_TS.sub(r"\1.\2", text)
        text = _TS.sub(lambda found: f"{{{self.messages.get(found[1]) or 'message'}}}", text)
        for new, name in self.rows.items():
            text = text.replace(new, name)
        text = _EPOCH.sub(lambda found: f"{datetime.fromtimestamp(int(found[1]), UTC):%Y-%m-%dT%H}", text)
        return _MOMENT.sub(_hour, text)


def _hour(moment: re.Match[str]) -> str:
    """Keep a moment that somebody set; of one that the clock gave only the hour."""
    return moment[0] if "." not in moment[0] and moment[3] == "00" else f"{moment[1]}h"


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of the bot's, or its answer to a delivery: what it is about, and its last state."""

    group: str
    label: str
    payload: Json
    ts: str = ""
    shows: Json = field(default_factory=dict)
    again: bool = False


def retold(story: Sequence[Told], names: Names) -> str:
    """Return a story and what came of each of its steps."""
    for told in story:
        _see_messages(told, names)
    return "\n".join(line for told in story for line in _step(told, names)) + "\n"


def _see_messages(told: Told, names: Names) -> None:
    for entry in told.traffic:
        if entry["direction"] == "from_app" and entry["name"] == "chat.postMessage" and "ts" in entry["response"]:
            names.see(entry["response"]["ts"], entry["request"])


def _step(told: Told, names: Names) -> Iterator[str]:
    yield f"### {told.who} | {told.does}"
    for block, complaint in told.errors.items():
        yield f"error at {block}: {complaint}"
    groups: dict[str, dict[str, _Call]] = {}
    for entry in told.traffic:
        if found := _call(entry, names):
            groups.setdefault(found.group, {})
            first = groups[found.group].get(found.label, found)
            groups[found.group][found.label] = replace(
                found, group=first.group, label=first.label, again=first is not found
            )
    gone = {each.ts for calls in groups.values() for each in calls.values() if each.label.startswith("chat.delete ")}
    for group in sorted(groups):
        for each in groups[group].values():
            if each.label.startswith("chat.update "):
                before, names.shows[each.ts] = names.shows.get(each.ts), each.shows
                if each.ts in gone or (each.again and before == each.shows):
                    continue
            yield each.label
            yield from (f"  {line}" for line in _lines(each.payload))


def _call(entry: Json, names: Names) -> _Call | None:
    """Read one exchange; None for what leaves no trace in Slack."""
    name, request, response = entry["name"], entry["request"], entry["response"]
    if entry["direction"] == "to_app":
        if response.get("failure") == "connection_failed":
            return None  # the bot was starting, and Slack tries again
        quiet = entry["status"] == 200 and not response
        label = f"answer to {entry['kind']} {name}, {entry['status']}"
        return None if quiet else _Call(label, label, _put(response, names))
    if name in _READING:
        return None
    refused = "" if response.get("ok", True) else f", refused: {response.get('error')}"
    about = request.get("ts") or (response.get("ts") if name == "chat.postMessage" else "") or ""
    key = names.messages.get(about) or ""
    words = [name, request.get("channel") or request.get("user_id") or "", f"{{{key or about}}}" if about else ""]
    label = names.put(" ".join(each for each in (*words, request.get("user", "")) if each) + refused)
    assessment, _, kind = key.partition(":")
    in_thread = assessment in names.threads and not kind.startswith(_ELSEWHERE)
    group = names.put(assessment) if in_thread else label  # one worker at a time sees to a thread
    payload = _put({each: value for each, value in request.items() if each not in _LEFT_OUT}, names)
    if name.startswith("files.") or (name == "chat.postMessage" and not key):
        group = label = f"{label}: {_text(payload)}"
    return _Call(group, label, payload, about, {each: request.get(each) for each in _SHOWN})


def _put(payload: Json, names: Names) -> Json:
    found: Json = json.loads(names.put(json.dumps(payload, ensure_ascii=False)))
    return found


def _lines(payload: Json) -> Iterator[str]:
    shown = payload.get("view", payload)
    for key in sorted(shown):
        if key != "blocks":
            yield f"{key}: {_text(short(shown[key]))}"
    yield from (_text(short(block, longest=3_000, most=40)) for block in shown.get("blocks") or [])


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
