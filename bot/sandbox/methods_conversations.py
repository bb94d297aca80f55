"""The conversations.* methods."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.call import Call, Method, next_page
from bot.sandbox.messages import channel_json, message_json, with_app_fields
from bot.sandbox.model import Channel, Json, PostedMessage, Refusal

_PREFIX: Final = {"public": "channels", "shared": "channels", "private": "groups", "im": "im"}
_READ: Final = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY: Final = ("channels:history", "groups:history", "im:history", "mpim:history")
_MOST_MEMBERS: Final = 1_000  # "under 1000", says the page of the method
_TYPES: Final = {"public_channel": ("public", "shared"), "private_channel": ("private",), "im": ("im",), "mpim": ()}


def info(call: Call) -> Json:
    """Return one conversation."""
    channel = call.channel()
    _need(call, channel, "read")
    return {"channel": channel_json(call.world, channel, call.workspace.bot_user)}


def members(call: Call) -> Json:
    """Return the ids of the people in a conversation."""
    channel = call.channel()
    _need(call, channel, "read")
    if call.whole("limit", 100) >= _MOST_MEMBERS:
        raise Refusal("invalid_limit")
    found, cursor = call.page(channel.members)
    return {"members": found, **next_page(cursor)}


def replies(call: Call) -> Json:
    """Return a thread, its first message first."""
    channel = call.joined_channel()
    _need(call, channel, "history")
    parent = call.message(channel, call.text("ts"), "thread_not_found")
    top = call.message(channel, parent.thread_ts or parent.ts, "thread_not_found")
    found, cursor = call.page([top, *call.within(call.world.replies(channel, top.ts))])
    return {"messages": _shown(call, channel, found), "has_more": bool(cursor), **next_page(cursor)}


def history(call: Call) -> Json:
    """Return a conversation's messages outside threads, newest first."""
    channel = call.joined_channel()
    _need(call, channel, "history")
    top = [m for m in channel.messages if not m.ephemeral_for and (m.thread_ts in (None, m.ts) or m.broadcast)]
    found, cursor = call.page(call.within(top)[::-1])
    return {"messages": _shown(call, channel, found), "has_more": bool(cursor), **next_page(cursor)}


def open_direct(call: Call) -> Json:
    """Open the direct message with one person."""
    users = [user.strip() for user in call.text("users").split(",") if user.strip()]
    if call.text("channel"):
        channel = call.channel()
    elif len(users) != 1:
        raise Refusal("users_list_not_supplied" if not users else "too_many_users")
    else:
        found = call.world.direct_message(call.workspace, users[0])
        if found is None:
            raise Refusal("user_not_found")
        channel = found
    shown: Json = {"id": channel.id}
    if call.flag("return_im"):
        shown = channel_json(call.world, channel, call.workspace.bot_user)
        shown["user"] = channel.person
    return {"no_op": True, "already_open": True, "channel": shown}


def join(call: Call) -> Json:
    """Let the bot join a public channel."""
    channel = call.channel()
    if channel.archived:
        raise Refusal("is_archived")
    if channel.kind != "public":
        raise Refusal("method_not_supported_for_channel_type")
    bot = call.workspace.bot_user
    if bot not in channel.members:
        channel.members.append(bot)
        call.world.changed()
        call.events.joined(channel, bot)
    return {"channel": channel_json(call.world, channel, bot)}


def listing(call: Call) -> Json:
    """Return the conversations that the bot may know of."""
    types = [kind.strip() for kind in call.text("types", "public_channel").split(",")]
    if any(kind not in _TYPES for kind in types):
        raise Refusal("invalid_types")
    kinds = {kind for name in types for kind in _TYPES[name]}
    for kind in sorted(kinds):
        call.need_scope(f"{_PREFIX[kind]}:read")
    bot = call.workspace.bot_user
    known = [
        c
        for c in call.world.channels.values()
        if c.team_id == call.workspace.id
        and c.kind in kinds
        and (c.kind in ("public", "shared") or bot in c.members)
        and not (c.archived and call.flag("exclude_archived"))
    ]
    found, cursor = call.page(known)
    return {"channels": [channel_json(call.world, channel, bot) for channel in found], **next_page(cursor)}


def _need(call: Call, channel: Channel, deed: str) -> None:
    call.need_scope(f"{_PREFIX[channel.kind]}:{deed}")


def _shown(call: Call, channel: Channel, found: list[PostedMessage]) -> list[Json]:
    shown = []
    for message in found:
        full = with_app_fields(message_json(call.world, channel, message), message)
        if not call.flag("include_all_metadata"):
            full.pop("metadata", None)
        shown.append(full)
    return shown


_PAGES: Final = ("cursor", "limit")
_SPAN: Final = ("oldest", "latest", "inclusive", "include_all_metadata")
METHODS: Final[Mapping[str, Method]] = {
    "conversations.info": Method(info, ("channel",), ("include_locale", "include_num_members"), _READ),
    "conversations.members": Method(members, ("channel",), _PAGES, _READ, "tier4"),
    "conversations.replies": Method(replies, ("channel", "ts"), (*_PAGES, *_SPAN), _HISTORY),
    "conversations.history": Method(history, ("channel",), (*_PAGES, *_SPAN), _HISTORY),
    "conversations.open": Method(
        open_direct, (), ("channel", "users", "return_im", "prevent_creation"), ("im:write", "mpim:write")
    ),
    "conversations.join": Method(join, ("channel",), (), ("channels:join",)),
    "conversations.list": Method(listing, (), (*_PAGES, "exclude_archived", "types", "team_id"), _READ, "tier2"),
}
