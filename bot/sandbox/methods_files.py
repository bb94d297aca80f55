"""The files.* methods: an upload in three steps, as Slack has had it since 2024."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.call import Call, Method
from bot.sandbox.limits import most
from bot.sandbox.messages import file_json
from bot.sandbox.model import Channel, HeldFile, Json, PostedMessage, Refusal


def get_upload_url(call: Call) -> Json:
    """Return an id and the address to which the file's bytes are sent."""
    length = call.whole("length", 0)
    if length <= 0:
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] length must be more than 0"]})
    if len(call.text("alt_txt")) > most("file.alt_txt"):
        raise Refusal("alt_txt_too_large")
    name = call.text("filename").replace("/", "_")
    held = HeldFile(
        call.world.new_id("F"), name, call.workspace.id, length, int(call.world.now()), call.text("alt_txt")
    )
    call.world.files[held.id] = held
    return {"upload_url": f"{call.world.base_url}/_upload/{held.id}", "file_id": held.id}


def complete_upload(call: Call) -> Json:
    """Finish uploads and, with a channel, share them there in one message."""
    listed = call.json("files", "invalid_arguments")
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] files must be a list of objects"]})
    channel_name = call.text("channel_id") or call.text("channels").partition(",")[0]
    channel = _share_target(call, channel_name) if channel_name else None
    held = [_uploaded(call, str(one.get("id", ""))) for one in listed]
    for file, one in zip(held, listed, strict=True):
        file.completed, file.title, file.completed_at = True, str(one.get("title") or file.name), call.world.now()
    if channel:
        _share(call, channel, held)
    call.world.changed()
    return {"files": [file_json(call.world, file) for file in held]}


def info(call: Call) -> Json:
    """Return one file and where it is shared."""
    held = call.world.files.get(call.text("file"))
    if held is None or not held.completed or held.team_id != call.workspace.id:
        raise Refusal("file_not_found")
    shown = file_json(call.world, held)
    shares: dict[str, Json] = {}
    for channel_id, ts in held.shares.items():
        kind = "public" if call.world.channels[channel_id].kind in ("public", "shared") else "private"
        shares.setdefault(kind, {})[channel_id] = [{"ts": ts}]
    return {"file": shown | {"shares": shares}}


def delete(call: Call) -> Json:
    """Delete one of the bot's files; the messages that show it stay, without it."""
    held = call.world.files.get(call.text("file"))
    if held is None or not held.completed or held.team_id != call.workspace.id:
        raise Refusal("file_not_found")
    del call.world.files[held.id]
    for channel_id in held.shares:
        for message in call.world.channels[channel_id].messages:
            message.files = [each for each in message.files if each != held.id]
    call.world.changed()
    return {}


def _share_target(call: Call, name: str) -> Channel:
    channel = call.world.channels.get(name)
    if channel is None or channel.team_id != call.workspace.id or call.workspace.bot_user not in channel.members:
        raise Refusal("channel_not_found")  # Slack says the same of a channel that the bot is not in
    if channel.archived:
        raise Refusal("is_archived")
    return channel


def _uploaded(call: Call, file_id: str) -> HeldFile:
    held = call.world.files.get(file_id)
    if held is None or held.team_id != call.workspace.id or held.content is None or held.completed:
        raise Refusal("file_not_found")
    return held


def _share(call: Call, channel: Channel, held: list[HeldFile]) -> None:
    thread_ts = call.text("thread_ts") or None
    if thread_ts:
        parent = call.message(channel, thread_ts, "thread_not_found")
        thread_ts = parent.thread_ts or parent.ts
    message = PostedMessage(
        ts=call.world.next_ts(channel),
        user=call.workspace.bot_user,
        text=call.text("initial_comment"),
        at=call.world.clock.now(),
        thread_ts=thread_ts,
        files=[file.id for file in held],
    )
    for file in held:
        file.shares[channel.id] = message.ts
    call.world.add_message(channel, message)
    call.events.posted(channel, message)


METHODS: Final[Mapping[str, Method]] = {
    "files.getUploadURLExternal": Method(
        get_upload_url, ("filename", "length"), ("alt_txt", "snippet_type"), ("files:write",), "tier4"
    ),
    "files.completeUploadExternal": Method(
        complete_upload,
        ("files",),
        ("channel_id", "channels", "initial_comment", "thread_ts", "blocks"),
        ("files:write",),
        "tier4",
    ),
    "files.delete": Method(delete, ("file",), (), ("files:write",)),
    "files.info": Method(info, ("file",), ("count", "page", "limit", "cursor"), ("files:read",), "tier4"),
}
