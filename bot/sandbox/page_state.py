"""What the page shows to one person: the state of page-api, computed from the world."""

from zoneinfo import ZoneInfo

from bot.sandbox.messages import file_json
from bot.sandbox.model import Channel, Json, PostedMessage, User
from bot.sandbox.world import World, view_json

_ORDER = {"member": 0, "guest": 1, "external": 2, "bot": 3}


def state(world: World, me: User, channel: Channel | None, thread_ts: str | None, *, connected: bool) -> Json:
    """Return everything the page needs to draw itself for a person; looking at a channel marks it as read."""
    if channel and channel.messages:
        world.reads[(me.id, channel.id)] = channel.messages[-1].ts
    workspace = world.home_workspace(me.id) or next(iter(world.workspaces.values()))
    home = world.homes.get(me.id)
    return {
        "version": world.version,
        "fresh": not any(one.messages for one in world.channels.values()),
        "clock": _clock(world, me),
        "app": _app(world, workspace.bot_user, connected=connected),
        "workspace": {"id": workspace.id, "name": workspace.name},
        "me": person(me),
        "elsewhere": [_stranger(world, one) for one in _in_other_workspaces(world, me)],
        "people": [person(one) for one in sorted(_acquainted(world, me), key=lambda one: _ORDER[one.kind])],
        "channels": [_channel(world, one, me) for one in world.visible_to(me.id)],
        "channel": _open(world, channel, me) if channel else None,
        "thread": _thread(world, channel, thread_ts, me) if channel and thread_ts else None,
        "views": [view_json(view) for view in world.open_views(me.id)],
        "home": view_json(home) if home else None,
        "notices": [{"id": notice.id, "text": notice.text} for notice in world.notices.get(me.id, [])],
    }


def person(one: User) -> Json:
    """Return a person as the page knows him."""
    return {
        "id": one.id,
        "name": one.name,
        "real_name": one.real_name,
        "title": one.title,
        "kind": one.kind,
        "tz": one.tz,
        "color": one.color,
    }


def _acquainted(world: World, me: User) -> list[User]:
    met = {user for channel in world.visible_to(me.id) for user in channel.members}
    return [one for one in world.people.values() if one.team_id == me.team_id or one.id in met]


def _in_other_workspaces(world: World, me: User) -> list[User]:
    """Return whoever can be played in the other workspaces of this Slack."""
    met = {one.id for one in _acquainted(world, me)}
    return [one for one in world.people.values() if one.kind != "bot" and one.id not in met]


def _stranger(world: World, one: User) -> Json:
    space = world.home_workspace(one.id)
    return person(one) | {"workspace": space.name if space else ""}


def _clock(world: World, me: User) -> Json:
    now = world.clock.now()
    local = now.astimezone(ZoneInfo(me.tz)).replace(microsecond=0)
    return {"now": now.timestamp(), "iso": local.isoformat(), "moved": world.clock.moved}


def _app(world: World, bot_user: str, *, connected: bool) -> Json:
    commands = [
        {"command": c["command"], "description": c.get("description", ""), "usage_hint": c.get("usage_hint", "")}
        for c in world.features.get("slash_commands", ())
    ]
    shortcuts = [
        {"name": s["name"], "type": s["type"], "callback_id": s["callback_id"]}
        for s in world.features.get("shortcuts", ())
    ]
    return {
        "name": world.app_name,
        "install": world.install_url,
        "user_id": bot_user,
        "connected": connected,
        "commands": commands,
        "shortcuts": shortcuts,
    }


def _channel(world: World, channel: Channel, me: User) -> Json:
    read = world.reads.get((me.id, channel.id), "")
    unread = sum(1 for m in channel.messages if m.ts > read and m.user != me.id and _seen_by(m, me) and _is_top(m))
    found: Json = {
        "id": channel.id,
        "name": channel.name or world.app_name,
        "kind": channel.kind,
        "member": me.id in channel.members,
        "archived": channel.archived,
        "topic": channel.topic,
        "unread": unread,
    }
    if channel.kind == "im":
        found["with"] = next((user for user in channel.members if user != me.id), me.id)
    return found


def _open(world: World, channel: Channel, me: User) -> Json:
    """Return the channel that a person looks at: its messages, and the canvases in its tabs."""
    found = (one for one in world.canvases.values() if one.channel == channel.id)
    canvases = [{"id": one.id, "title": one.title, "markdown": one.markdown} for one in found]
    return {"id": channel.id, "messages": _top(world, channel, me), "typing": None, "canvases": canvases}


def _top(world: World, channel: Channel, me: User) -> list[Json]:
    return [_message(world, channel, m) for m in channel.messages if _seen_by(m, me) and (_is_top(m) or m.broadcast)]


def _thread(world: World, channel: Channel, thread_ts: str, me: User) -> Json | None:
    found = [m for m in channel.messages if _seen_by(m, me) and thread_ts in (m.ts, m.thread_ts)]
    if not found:
        return None
    return {"ts": thread_ts, "messages": [_message(world, channel, message) for message in found]}


def _is_top(message: PostedMessage) -> bool:
    return message.thread_ts in (None, message.ts)


def _seen_by(message: PostedMessage, me: User) -> bool:
    return message.ephemeral_for in (None, me.id)


def _message(world: World, channel: Channel, message: PostedMessage) -> Json:
    replies = world.replies(channel, message.ts) if _is_top(message) else []
    found: Json = {
        "ts": message.ts,
        "user": message.user,
        "bot": world.is_bot(message.user),
        "text": message.text,
        "blocks": [_with_picture(world, block) for block in message.blocks],
        "edited": message.edited_ts is not None,
        "ephemeral": message.ephemeral_for is not None,
        "reply_count": len(replies),
        "last_reply": replies[-1].ts if replies else None,
        "at": message.at.replace(microsecond=0).isoformat(),
    }
    if message.thread_ts:
        found["thread_ts"] = message.thread_ts
    if message.metadata:
        found["metadata"] = message.metadata
    if message.reactions:
        found["reactions"] = [{"name": name, "count": len(users)} for name, users in message.reactions.items()]
    if message.files:
        shown = [file_json(world, world.files[file_id]) for file_id in message.files]
        found["files"] = [_file(one) for one in shown]
    return found


def _file(one: Json) -> Json:
    named = {key: one[key] for key in ("id", "name", "title", "mimetype")}
    return named | {"alt_txt": one.get("alt_txt", ""), "url": _own_address(one)}


def _with_picture(world: World, block: Json) -> Json:
    """Return a block that the page can show: a file of the bot has its address."""
    named = block.get("slack_file")
    held = world.files.get(str(named.get("id"))) if isinstance(named, dict) else None
    return block if held is None else block | {"slack_file": {"url": _own_address(file_json(world, held))}}


def _own_address(file: Json) -> str:
    return "/" + str(file["url_private"]).split("/", 3)[3]
