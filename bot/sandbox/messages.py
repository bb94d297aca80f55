"""Messages, channels and people in the words of Slack's Web API and events."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox import seed
from bot.sandbox.model import Channel, HeldFile, Json, PostedMessage, User
from bot.sandbox.world import World

_KIND_OF_EVENT = {"public": "channel", "shared": "channel", "private": "group", "im": "im"}
_CREATED = 1_700_000_000


def channel_type(channel: Channel) -> str:
    """Return the word that message events have for a kind of channel."""
    return _KIND_OF_EVENT[channel.kind]


def bot_profile(world: World, bot_user: str) -> Json:
    """Return the profile that stands beside a bot's messages."""
    space = next(space for space in world.workspaces.values() if space.bot_user == bot_user)
    return {
        "id": space.bot_id,
        "deleted": False,
        "name": world.app_name,
        "updated": _CREATED,
        "app_id": seed.APP_ID,
        "team_id": space.id,
    }


def message_json(world: World, channel: Channel, message: PostedMessage) -> Json:
    """Return a message as a method or event gives it; fields that do not apply are absent."""
    found: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    author = world.people.get(message.user)
    if author:
        # the one bot user of an organisation is at home in no workspace of it: its messages are of where they stand
        is_wide = bool(world.organisation) and world.is_bot(message.user)
        found["team"] = channel.team_id if is_wide else author.team_id
    if message.client_msg_id:
        found["client_msg_id"] = message.client_msg_id
    if world.is_bot(message.user):
        found["bot_profile"] = bot_profile(world, message.user)
        found["bot_id"] = found["bot_profile"]["id"]
    if message.blocks:
        found["blocks"] = message.blocks
    if message.attachments:
        found["attachments"] = message.attachments
    if message.edited_ts:
        found["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.files:
        found["files"] = [_attached(world, world.files[file_id]) for file_id in message.files]
    return found | _thread_fields(world, channel, message)


def with_app_fields(found: Json, message: PostedMessage) -> Json:
    """Add what only methods give: app id, metadata, reactions."""
    if "bot_id" in found:
        found["app_id"] = seed.APP_ID
    if message.metadata:
        found["metadata"] = message.metadata
    if message.reactions:
        found["reactions"] = [{"name": n, "users": u, "count": len(u)} for n, u in message.reactions.items()]
    return found


def _thread_fields(world: World, channel: Channel, message: PostedMessage) -> Json:
    if message.thread_ts and message.thread_ts != message.ts:
        parent = world.find_message(channel, message.thread_ts)
        found: Json = {"thread_ts": message.thread_ts}
        return found | ({"parent_user_id": parent.user} if parent else {})
    replies = world.replies(channel, message.ts)
    if not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len({reply.user for reply in replies}),
        "latest_reply": replies[-1].ts,
    }


def channel_json(world: World, channel: Channel, bot_user: str) -> Json:
    """Return a conversation object as seen by the app."""
    if channel.kind == "im":
        return {
            "id": channel.id,
            "created": _CREATED,
            "is_archived": channel.archived,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": channel.team_id,
        }
    shared = channel.kind == "shared"
    teams = sorted({world.people[user].team_id for user in channel.members} | {channel.team_id})
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind != "private",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "created": _CREATED,
        "creator": channel.members[0] if channel.members else "",
        "is_archived": channel.archived,
        "is_general": channel.general,
        "is_member": bot_user in channel.members,
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "shared_team_ids": teams if shared else [channel.team_id],
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
        "context_team_id": channel.team_id,
    }


def person_json(person: User, moment: datetime) -> Json:
    """Return a user object; `moment` decides the offset of the person's time zone."""
    offset = datetime.fromtimestamp(moment.timestamp(), ZoneInfo(person.tz)).utcoffset()
    guest = person.kind == "guest"
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.admin,
        "is_owner": person.admin,
        "is_primary_owner": False,
        "is_restricted": guest,
        "is_ultra_restricted": guest,
        "is_bot": person.kind == "bot",
        "is_app_user": False,
        "is_stranger": person.kind == "external",
        "updated": _CREATED,
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "team": person.team_id,
        },
    }


def file_json(world: World, held: HeldFile) -> Json:
    """Return a file object with its address on the sandbox."""
    space = world.workspaces[held.team_id]
    address = f"{world.base_url}/files/{held.id}/{held.name}"
    suffix = held.name.rpartition(".")[2].lower() if "." in held.name else "text"
    found: Json = {
        "id": held.id,
        "name": held.name,
        "title": held.title or held.name,
        "created": held.created,
        "timestamp": held.created,
        "mimetype": mimetype(held.name),
        "filetype": suffix,
        "pretty_type": suffix.upper(),
        "user": held.user or space.bot_user,
        "size": len(held.content or b""),
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(held.shares),
        "url_private": address,
        "url_private_download": address,
        "channels": [cid for cid in held.shares if world.channels[cid].kind in ("public", "shared")],
        "groups": [cid for cid in held.shares if world.channels[cid].kind == "private"],
        "ims": [cid for cid in held.shares if world.channels[cid].kind == "im"],
    }
    return found | ({"alt_txt": held.alt_txt} if held.alt_txt else {})


def _attached(world: World, held: HeldFile) -> Json:
    """Return a file as messages carry it: without the places where it is shared."""
    return {key: value for key, value in file_json(world, held).items() if key not in ("channels", "groups", "ims")}


_MIME = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "html": "text/html",
}


def mimetype(name: str) -> str:
    """Return the media type of a file by its name."""
    return _MIME.get(name.rpartition(".")[2].lower(), "text/plain")
