"""What Slack can be made to do: one row for each switch of the page's panel "What Slack does".

A row says what the switch takes. Most switches only stand: the part of the sandbox that they concern asks
``world.switched_on(name)`` at the right moment. A row with ``on`` does its deed at once, and ``off`` takes it back.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.sandbox.events import Events
from bot.sandbox.model import Json, Refusal, Thrown
from bot.sandbox.world import World

Given = Mapping[str, str]
Kind = Literal["text", "number", "channel", "person", "thread"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a switch takes. ``default`` None: it must be given; the page offers what is in view."""

    name: str
    words: str
    default: str | None = None
    kind: Kind = "text"


def _nothing(_world: World, _events: Events, _given: Given) -> None:
    """Do nothing at once: who is concerned looks whether the switch is on."""


def _archive(world: World, events: Events, given: Given) -> None:
    _put_away(world, events, given, archived=True)


def _unarchive(world: World, events: Events, given: Given) -> None:
    _put_away(world, events, given, archived=False)


def _put_away(world: World, events: Events, given: Given, *, archived: bool) -> None:
    channel = world.channels[given["channel"]]
    channel.archived = archived
    events.archived(channel, channel.members[0])


def _deactivate(world: World, events: Events, given: Given) -> None:
    _let_in(world, events, given, deleted=True)


def _activate(world: World, events: Events, given: Given) -> None:
    _let_in(world, events, given, deleted=False)


def _let_in(world: World, events: Events, given: Given, *, deleted: bool) -> None:
    person = world.people[given["person"]]
    person.deleted = deleted
    events.person_changed(person)


def _leave(world: World, events: Events, given: Given) -> None:
    channel, person = world.channels[given["channel"]], given["person"]
    if person in channel.members:
        channel.members.remove(person)
        events.left(channel, person)


def _come_back(world: World, events: Events, given: Given) -> None:
    channel, person = world.channels.get(given["channel"]), given["person"]
    if channel is not None and person not in channel.members:
        channel.members.append(person)
        events.joined(channel, person)


def _change_id(world: World, events: Events, given: Given) -> None:
    channel, old = world.channels[given["channel"]], given["channel"]
    channel.id = world.new_id("C")
    world.channels = {each.id: each for each in world.channels.values()}
    events.id_changed(channel, old)


def _organise(world: World, _events: Events, _given: Given) -> None:
    world.organise()


def _withhold(world: World, _events: Events, given: Given) -> None:
    for space in world.workspaces.values():
        space.scopes = tuple(each for each in space.scopes if each != given["scope"])


def _grant(world: World, _events: Events, given: Given) -> None:
    for space in world.workspaces.values():
        space.scopes = tuple(dict.fromkeys((*space.scopes, given["scope"])))


def _uninstall(world: World, events: Events, _given: Given) -> None:
    """Take the app out of all channels of the first workspace and tell it; it is in none when it comes back."""
    space = next(iter(world.workspaces.values()))
    for channel in world.channels.values():
        if space.bot_user in channel.members and channel.kind != "im":
            channel.members.remove(space.bot_user)
    events.removed(space)


@dataclass(frozen=True, slots=True)
class Switch:
    """One row. A field ``minutes`` ends it by the sandbox's clock, a field ``times`` after so many uses; 0: never."""

    name: str
    words: str
    takes: tuple[Field, ...] = ()
    on: Callable[[World, Events, Given], None] = _nothing
    off: Callable[[World, Events, Given], None] = _nothing


NEWEST: Final = "newest"


def _delete_thread(world: World, events: Events, given: Given) -> None:
    """Delete a message with its replies; Slack tells of the message alone."""
    channel = world.channels[given["channel"]]
    tops = [each for each in channel.messages if world.replies(channel, each.ts)]
    top = next((each for each in reversed(tops) if given["thread"] in (each.ts, NEWEST)), None)
    if top is None:
        raise _bad("there is no such thread in the channel")
    previous = events.snapshot(channel, top)
    channel.messages = [each for each in channel.messages if top.ts not in (each.ts, each.thread_ts)]
    events.deleted(channel, previous)


SWITCHES: Final = (
    Switch(
        "refuse_block",
        "Refuse a type of block or element",
        (
            Field("type", "Type, such as table or data_visualization", "table"),
            Field("pointer", "Name the block (yes or no)", "yes"),
        ),
    ),
    Switch(
        "revoke_token",
        "Refuse the bot's token",
        (Field("minutes", "Minutes", "10", "number"), Field("error", "With this error", "token_revoked")),
    ),
    Switch(
        "withhold_scope",
        "Withhold a permission from the app (start it again: it looks then)",
        (Field("scope", "Permission", "usergroups:read"),),
        _withhold,
        _grant,
    ),
    Switch("uninstall", "Remove the app from the workspace (switch off: it is installed again)", (), _uninstall),
    Switch(
        "refuse_method",
        "Refuse a method",
        (
            Field("method", "Method (* for all)", "chat.postMessage"),
            Field("error", "With this error", "restricted_action"),
            Field("times", "Times (0: without end)", "0", "number"),
            Field("channel", "In this channel (* for all)", "*"),
        ),
    ),
    Switch(
        "archive_channel", "Archive a channel", (Field("channel", "Channel", kind="channel"),), _archive, _unarchive
    ),
    Switch("answer_500", "Fail every call with HTTP 500"),
    Switch(
        "delete_thread",
        "Delete a thread with all that stands in it",
        (
            Field("channel", "Channel", kind="channel"),
            Field("thread", "Timestamp (ts) of its first message", NEWEST, kind="thread"),
        ),
        _delete_thread,
    ),
    Switch(
        "stop_delivering",
        "Lose events, not buttons or commands (move the clock on, switch off: what was lost is read)",
    ),
    Switch(
        "act_late",
        "Carry out a method late, and give no answer",
        (
            Field("method", "Method", "chat.postMessage"),
            Field("seconds", "Seconds", "13", "number"),
            Field("times", "Times (0: without end)", "1", "number"),
        ),
    ),
    Switch("lag_reads", "Hide new messages from whoever reads a thread", (Field("seconds", "Seconds", "3", "number"),)),
    Switch(
        "lag_files",
        "Look at a new file late: it cannot be shown at once",
        (Field("seconds", "Seconds", "3", "number"),),
    ),
    Switch(
        "deactivate_person", "Deactivate a person", (Field("person", "Person", kind="person"),), _deactivate, _activate
    ),
    Switch(
        "leave_channel",
        "Have a person leave a channel",
        (Field("person", "Person", kind="person"), Field("channel", "Channel", kind="channel")),
        _leave,
        _come_back,
    ),
    Switch("change_channel_id", "Give a channel a new id", (Field("channel", "Channel", kind="channel"),), _change_id),
    Switch("organisation", "Install the app for the whole organisation", (), _organise),
)
_BY_NAME: Final[Mapping[str, Switch]] = {each.name: each for each in SWITCHES}


def panel(world: World) -> Json:
    """Return the panel: every switch with what it takes, and what is on now."""
    rows = [
        {
            "name": each.name,
            "words": each.words,
            "takes": [{"name": f.name, "words": f.words, "default": f.default, "kind": f.kind} for f in each.takes],
        }
        for each in SWITCHES
    ]
    return {"switches": rows, "on": [{"id": one.id, "name": one.name, "given": one.given} for one in world.all_on()]}


def throw(world: World, events: Events, given: Mapping[str, Any]) -> Json:
    """Switch on ``{"name": ..., its fields}`` or off ``{"off": id or name or "all"}``; return the panel."""
    if "off" in given:
        _switch_off(world, events, str(given["off"]))
    else:
        switch = _BY_NAME.get(str(given.get("name")))
        if switch is None:
            raise _bad(f"'name' must be one of {', '.join(_BY_NAME)}; or send 'off' with an id, a name or all")
        wanted = {field.name: _checked(world, field, given.get(field.name, field.default)) for field in switch.takes}
        minutes, times = int(wanted.get("minutes", 0)), int(wanted.get("times", 0))
        switch.on(world, events, wanted)
        until = world.now() + 60 * minutes if minutes else None
        world.thrown.append(Thrown(world.new_id("S"), switch.name, wanted, until, times or None))
    world.changed()
    return panel(world)


def _switch_off(world: World, events: Events, which: str) -> None:
    found = [one for one in world.all_on() if which in (one.id, one.name, "all")]
    if not found and which != "all":
        raise _bad(f"nothing called {which!r} is on")
    for one in found:
        _BY_NAME[one.name].off(world, events, one.given)
        world.thrown.remove(one)


def _checked(world: World, field: Field, value: Any) -> str:
    text = "" if value is None else str(value).strip()
    if not text:
        raise _bad(f"'{field.name}' is missing: {field.words}")
    if field.kind == "number" and not (text.isascii() and text.isdigit() and len(text) < 6):  # noqa: PLR2004  # digits
        raise _bad(f"'{field.name}' must be a whole number")
    if field.kind in ("channel", "person"):
        listed = world.channels if field.kind == "channel" else world.people
        found = next((key for key, each in listed.items() if text in (key, each.name)), None)
        if found is None:
            raise _bad(f"'{field.name}' must be the id or name of a {field.kind}")
        return found
    return text


def _bad(message: str) -> Refusal:
    return Refusal("invalid_arguments", status=400, message=message)


def refuse_call(world: World, method: str, channel: str) -> None:
    """Refuse a call of the Web API where a switch says so; the world's lock is held."""
    for one in world.switched_on("revoke_token") if method != "oauth.v2.access" else ():
        raise Refusal(one.given["error"])
    if world.switched_on("uninstall"):
        raise Refusal("account_inactive")
    for one in world.switched_on("refuse_method"):
        if one.given["method"] in (method, "*") and one.given["channel"] in (channel, "*"):
            world.use_up(one)
            raise Refusal(one.given["error"])


def refuse_blocks(world: World, blocks: Any, pointer: str = "/blocks") -> None:
    """Refuse blocks of a message or view that hold a refused type, with its place as Slack words it."""
    refused = {one.given["type"]: one.given["pointer"] != "no" for one in world.switched_on("refuse_block")}
    for place, kind in _typed(blocks, pointer) if refused else ():
        if kind in refused:
            error = "invalid_blocks" if pointer == "/blocks" else "invalid_arguments"
            said = [f"unsupported type: {kind} [json-pointer:{place}/type]"] if refused[kind] else []
            more: Json = {"errors": said, "response_metadata": {"messages": [f"[ERROR] {each}" for each in said]}}
            raise Refusal(error, **(more if said else {}))


def _typed(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield the place and type of everything in JSON that has a type."""
    if isinstance(value, dict):
        if isinstance(value.get("type"), str):
            yield pointer, value["type"]
        for name, each in value.items():
            yield from _typed(each, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _typed(each, f"{pointer}/{place}")
