"""A person at the sandbox's page, driven by code: for end-to-end tests and for pictures of real threads."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

import httpx

from bot.sandbox.block_rules import interactive_elements
from bot.sandbox.element_rules import offered_options
from bot.sandbox.model import Json
from bot.sandbox.view_state import value_field

CX_TEAM: Final = "C0CXTEAM01"
_SEVERAL: Final = ("multi_users_select", "multi_static_select", "checkboxes")
T = TypeVar("T")


class Person:
    """Somebody of the seed world by his name ("dana") or id, looking at one channel. Every call is a real request."""

    def __init__(self, url: str, who: str, channel: str = CX_TEAM, patience: float = 60.0) -> None:
        # plain HTTP on loopback: reading the machine's certificates takes longer than most of what follows
        self._http = httpx.Client(
            base_url=url,
            headers={"X-Sandbox": "1"},
            timeout=patience,
            trust_env=False,
            verify=False,  # noqa: S501 -- there is nothing to verify
        )
        self.patience = patience
        self.channel = channel
        self.id = who if who.isupper() else self._id_of(who)

    def close(self) -> None:
        """Go away."""
        self._http.close()

    def say(self, text: str, thread: str | None = None) -> str:
        """Post in the channel, or in a thread by its ts; return the ts of the message."""
        place = {"thread_ts": thread} if thread else {}
        return str(self.do("say", channel=self.channel, text=text, **place).get("ts", ""))

    def command(self, line: str) -> None:
        """Type a slash command."""
        self.do("say", channel=self.channel, text=line)

    def edit(self, ts: str, text: str) -> None:
        """Change one's own message."""
        self.do("edit", channel=self.channel, ts=ts, text=text)

    def delete(self, ts: str) -> None:
        """Delete one's own message."""
        self.do("delete", channel=self.channel, ts=ts)

    def click(self, name: str, thread: str | None = None) -> None:
        """Click the newest button with that label or action_id: in the open modal, else in the thread, else outside."""
        where, block, element = self._find(name, thread)
        self.do("act", where=where, block_id=block["block_id"], action_id=element["action_id"])

    def choose(self, name: str, choice: Any, thread: str | None = None) -> None:
        """Choose in a select, radio group or checkboxes by label or action_id; options go by their text or value."""
        where, block, element = self._find(name, thread)
        given = self._filled(element, choice)
        self.do("act", where=where, block_id=block["block_id"], action_id=element["action_id"], **given)

    def fill_and_submit(self, fields: Mapping[str, Any]) -> dict[str, str]:
        """Fill the open modal by label, action_id or block_id and submit it; return the complaints, by block_id."""
        view = self.modal()
        if view is None:
            raise AssertionError("no modal is open: wait for one first")
        state: dict[str, Json] = {}
        for name, value in fields.items():
            block, element = _named(view["blocks"], name)
            state.setdefault(block["block_id"], {})[element["action_id"]] = self._filled(element, value)
        answer = self.do("submit", view_id=view["id"], state=state)
        errors: dict[str, str] = answer.get("errors", {})
        return errors if answer["ok"] or errors else {"": "the app failed: see notices()"}

    def upload(self, name: str, content: bytes) -> str:
        """Put a file into a form and return its id."""
        place = {"as": self.id, "name": name}
        return str(self._read(self._http.post("/_page/upload", params=place, content=content))["id"])

    def dismiss(self) -> None:
        """Close the open modal without submitting."""
        view = self.modal()
        if view:
            self.do("close", view_id=view["id"])

    def shortcut(self, callback_id: str, ts: str | None = None) -> None:
        """Use a shortcut, on a message by its ts."""
        place = {"channel": self.channel, "ts": ts} if ts else {}
        self.do("shortcut", callback_id=callback_id, **place)

    def open_home(self) -> None:
        """Open the app's Home tab."""
        self.do("home")

    def sees(self) -> list[Json]:
        """Return the messages of the channel, oldest first, without replies; none of a channel that is not his."""
        found: list[Json] = (self.state()["channel"] or {"messages": []})["messages"]
        return found

    def thread(self, ts: str) -> list[Json]:
        """Return the messages of a thread, its parent first; empty when there is none."""
        found: list[Json] = (self.state(thread=ts)["thread"] or {"messages": []})["messages"]
        return found

    def modal(self) -> Json | None:
        """Return the modal on top, if one is open."""
        views = self.state()["views"]
        return views[-1] if views else None

    def home(self) -> Json | None:
        """Return the Home tab as the app set it."""
        found: Json | None = self.state()["home"]
        return found

    def notices(self) -> list[str]:
        """Return the private words of Slack itself, oldest first."""
        return [notice["text"] for notice in self.state()["notices"]]

    def state(self, thread: str | None = None) -> Json:
        """Return all that the page would show."""
        query = {"as": self.id, "channel": self.channel, **({"thread": thread} if thread else {})}
        return self._read(self._http.get("/_page/state", params=query))

    def wait_for(self, find: Callable[["Person"], T | None]) -> T:
        """Return the first truthy answer of `find`, asked after every change; AssertionError when patience ends."""
        deadline = time.monotonic() + self.patience
        with self._http.stream("GET", "/_page/events") as stream:
            for _ in _changes(stream, deadline):
                found = find(self)
                if found:
                    return found
        raise AssertionError(f"waited {self.patience} s in vain; the channel shows {[text_of(m) for m in self.sees()]}")

    def do(self, deed: str, **given: Any) -> Json:
        """Post one deed to the page's interface; AssertionError with the reason when it is refused."""
        return self._read(self._http.post(f"/_page/{deed}", json={"as": self.id, **given}))

    def _read(self, response: httpx.Response) -> Json:
        found: Json = response.json()
        if response.status_code != httpx.codes.OK:
            raise AssertionError(f"the sandbox refused: {found}")
        return found

    def _id_of(self, name: str) -> str:
        known = self._http.get("/_page/people").json()["people"]
        found = next((one["id"] for one in known if one["name"] == name), None)
        if found is None:
            raise AssertionError(f"there is no {name!r} in the sandbox: there are {[one['name'] for one in known]}")
        return str(found)

    def _filled(self, element: Json, value: Any) -> Json:
        """Give a value as a client sends it; people go by their names or ids, channels by ``#name`` or id.

        Several stand with commas between, a moment as ``2026-11-27 16:00`` in UTC; files are names with their bytes.
        """
        if element["type"] in _SEVERAL and isinstance(value, str):
            several = [each.strip() for each in value.split(",") if each.strip()]
            is_people = element["type"] == "multi_users_select"
            value = [self._id_of(each) if is_people and not each.isupper() else each for each in several]
        if element["type"] == "file_input":
            value = [self.upload(*each) for each in value]
        if element["type"] == "datetimepicker" and isinstance(value, str):
            value = int(datetime.fromisoformat(f"{value}+00:00").timestamp()) if value else None
        if element["type"] == "users_select" and value and not value.isupper():
            value = self._id_of(value)
        if element["type"] == "conversations_select" and value and value.startswith("#"):
            value = next(each["id"] for each in self.state()["channels"] if f"#{each['name']}" == value)
        return _filled(element, value)

    def _find(self, name: str, thread: str | None) -> tuple[Json, Json, Json]:
        view = self.modal()
        if view:
            return {"view_id": view["id"]}, *_named(view["blocks"], name)
        messages = self.thread(thread) if thread else self.sees()
        for message in reversed(messages):
            if _offers(message["blocks"], name):
                return {"channel": self.channel, "ts": message["ts"]}, *_named(message["blocks"], name)
        home = self.home()
        if home and not thread and _offers(home["blocks"], name):
            return {"view_id": home["id"]}, *_named(home["blocks"], name)
        raise AssertionError(f"nothing is called {name!r} in {[text_of(message) for message in messages]}")


def text_of(message: Json) -> str:
    """Return everything readable of a message: its text and the texts in its blocks, one a line."""
    return "\n".join([message.get("text", ""), *_texts(message.get("blocks", []))]).strip()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("text", "title", "label") and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _offers(blocks: list[Json], name: str) -> bool:
    return any(name in _names(block, element) for block in blocks for element in interactive_elements(block))


def _named(blocks: list[Json], name: str) -> tuple[Json, Json]:
    for block in blocks:
        for element in interactive_elements(block):
            if name in _names(block, element):
                return block, element
    offered = [_names(block, element) for block in blocks for element in interactive_elements(block)]
    raise AssertionError(f"nothing is called {name!r}: there are {offered}")


def _names(block: Json, element: Json) -> tuple[str, ...]:
    label = (element.get("text") or block.get("label") or {}).get("text", "")
    own_block = (block["block_id"],) if block.get("type") == "input" else ()
    return (label, element["action_id"], *own_block)


def _filled(element: Json, value: Any) -> Json:
    field = value_field(element["type"])
    if field is None:
        raise AssertionError(f"a {element['type']} is clicked, not filled")
    if field == "selected_option":
        return {"type": element["type"], field: _option(element, value)}
    if field == "selected_options":
        return {"type": element["type"], field: [_option(element, one) for one in value]}
    return {"type": element["type"], field: value}


def _option(element: Json, wanted: str) -> Json:
    for option in offered_options(element):
        if wanted in (option["value"], option["text"]["text"]):
            found: Json = option
            return found
    raise AssertionError(
        f"{wanted!r} is not offered: {[option['text']['text'] for option in offered_options(element)]}"
    )


def _changes(stream: httpx.Response, deadline: float) -> Iterator[str]:
    """Yield once now and after every change, until the deadline."""
    try:
        for line in stream.iter_lines():
            if line.startswith("data:"):
                yield line
            if time.monotonic() > deadline:
                return
    except httpx.ReadTimeout:
        return
