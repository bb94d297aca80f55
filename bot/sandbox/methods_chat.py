"""The chat.* and reactions.* methods."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.call import Call, Method
from bot.sandbox.messages import message_json, with_app_fields
from bot.sandbox.model import Channel, Json, PostedMessage, Refusal
from bot.sandbox.payload_rules import checked_message, with_ids
from bot.sandbox.world import micros_of


def post_message(call: Call) -> Json:
    """Post in a channel or thread. Without membership only a public channel will do, and only with a scope for it."""
    channel = _target(call)
    _may_write(call, channel)
    message = _new_message(call, channel)
    call.world.add_message(channel, message)
    call.events.posted(channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": _shown(call, channel, message)}


def update(call: Call) -> Json:
    """Replace the text or blocks of the bot's own message; what is not given stays as it was."""
    channel = call.channel()
    message = call.message(channel, call.text("ts"))
    if message.user != call.workspace.bot_user:
        raise Refusal("cant_update_message")
    if channel.archived:
        raise Refusal("is_inactive")
    previous = call.events.snapshot(channel, message)
    blocks, attachments = _list(call, "blocks"), _list(call, "attachments")
    metadata = call.json("metadata", "invalid_metadata_format")
    text = call.text("text") if "text" in call.args else message.text if blocks is None else ""
    kept = blocks if blocks is not None else message.blocks
    checked_message(text, blocks, attachments, metadata)
    if not text.strip() and not kept and not attachments:
        raise Refusal("no_text")
    message.text = text
    message.blocks = with_ids(call.world, kept)
    message.attachments = attachments if attachments is not None else message.attachments
    message.metadata = metadata or message.metadata
    message.edited_ts = call.world.event_ts()
    call.world.changed()
    call.events.edited(channel, message, previous)
    shown = message_json(call.world, channel, message)
    for name in _NOT_IN_UPDATE:
        shown.pop(name, None)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}


def delete(call: Call) -> Json:
    """Delete the bot's own message."""
    channel = call.channel()
    message = call.message(channel, call.text("ts"))
    if message.user != call.workspace.bot_user:
        raise Refusal("cant_delete_message")
    previous = call.events.snapshot(channel, message)
    channel.messages.remove(message)
    call.world.changed()
    call.events.deleted(channel, previous)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    """Post a message that one person of the channel sees."""
    channel = call.channel()
    _may_write(call, channel)
    if call.text("user") not in channel.members:
        raise Refusal("user_not_in_channel")
    message = _new_message(call, channel)
    message.ephemeral_for = call.text("user")
    call.world.add_message(channel, message)
    return {"message_ts": message.ts}


def permalink(call: Call) -> Json:
    """Return the address of a message; for a reply with its thread."""
    channel = call.channel()
    message = call.message(channel, call.text("message_ts"))
    address = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def add_reaction(call: Call) -> Json:
    """Add the bot's reaction to a message."""
    channel = call.joined_channel()
    message = call.message(channel, call.text("timestamp"))
    name = call.text("name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise Refusal("invalid_name")
    users = message.reactions.setdefault(name, [])
    if call.workspace.bot_user in users:
        raise Refusal("already_reacted")
    users.append(call.workspace.bot_user)
    call.world.changed()
    return {}


_NOT_IN_UPDATE: Final = ("reply_count reply_users_count latest_reply parent_user_id ts thread_ts client_msg_id").split()


def _shown(call: Call, channel: Channel, message: PostedMessage) -> Json:
    return with_app_fields(message_json(call.world, channel, message), message)


def _target(call: Call) -> Channel:
    name = call.text("channel")
    if name.startswith("U"):
        found = call.world.direct_message(call.workspace, name)
        if found is None:
            raise Refusal("channel_not_found")
        return found
    if name.startswith("#"):
        by_name = (c for c in call.world.channels.values() if c.name == name[1:] and c.team_id == call.workspace.id)
        match = next(by_name, None)
        if match is None or (match.kind == "private" and call.workspace.bot_user not in match.members):
            raise Refusal("channel_not_found")
        return match
    return call.channel()


def _may_write(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise Refusal("is_archived")
    home = call.world.features.get("app_home", {})
    if channel.kind == "im" and home.get("messages_tab_enabled") is False:
        raise Refusal("messages_tab_disabled")
    if call.workspace.bot_user in channel.members:
        return
    if channel.kind != "public" or "chat:write.public" not in call.workspace.scopes:
        raise Refusal("not_in_channel")


def _list(call: Call, name: str) -> list[Json] | None:
    error = "invalid_blocks_format" if name == "blocks" else "invalid_attachments"
    found = call.json(name, error)
    if found is not None and not isinstance(found, list):
        raise Refusal(error)
    return found


def _new_message(call: Call, channel: Channel) -> PostedMessage:
    blocks, attachments = _list(call, "blocks"), _list(call, "attachments")
    metadata = call.json("metadata", "invalid_metadata_format")
    checked_message(call.text("text"), blocks, attachments, metadata)
    return PostedMessage(
        ts=call.world.next_ts(channel),
        user=call.workspace.bot_user,
        text=call.text("text"),
        at=call.world.clock.now(),
        blocks=with_ids(call.world, blocks or []),
        attachments=attachments or [],
        thread_ts=_thread(call, channel),
        metadata=metadata,
        broadcast=call.flag("reply_broadcast"),
    )


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    if micros_of(thread_ts) is None:
        raise Refusal("invalid_thread_ts")
    parent = call.world.find_message(channel, thread_ts)
    if parent is None or parent.ephemeral_for:
        return None  # as Slack: a reply to what is deleted stands in the channel
    return parent.thread_ts or parent.ts


_TEXT: Final = ("text", "blocks", "attachments", "parse", "link_names", "as_user", "metadata")
_LOOKS: Final = ("username", "icon_emoji", "icon_url", "mrkdwn", "markdown_text")
METHODS: Final[Mapping[str, Method]] = {
    "chat.postMessage": Method(
        post_message,
        ("channel",),
        (
            *_TEXT,
            *_LOOKS,
            "thread_ts",
            "reply_broadcast",
            "unfurl_links",
            "unfurl_media",
            "container_id",
            "file_annotation",
        ),
        ("chat:write",),
        "posts",
    ),
    "chat.update": Method(
        update, ("channel", "ts"), (*_TEXT, "markdown_text", "reply_broadcast", "file_ids"), ("chat:write",)
    ),
    "chat.delete": Method(delete, ("channel", "ts"), ("as_user",), ("chat:write",)),
    "chat.postEphemeral": Method(
        post_ephemeral, ("channel", "user"), (*_TEXT, *_LOOKS, "thread_ts"), ("chat:write",), "tier4"
    ),
    "chat.getPermalink": Method(permalink, ("channel", "message_ts"), (), (), "tier4"),
    "reactions.add": Method(add_reaction, ("channel", "name", "timestamp"), (), ("reactions:write",)),
}
