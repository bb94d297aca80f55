"""What the sandbox sends to the app: events, commands and interactions in Slack's shapes."""

from bot.sandbox import seed
from bot.sandbox.messages import channel_type, message_json
from bot.sandbox.model import Channel, Json, PostedMessage, ShownView, User, Workspace
from bot.sandbox.world import World, view_json

VERIFICATION_TOKEN = "sandbox-verification"  # noqa: S105  deprecated by Slack in favour of signatures, kept in payloads
_PLAIN_FIELDS = "type text blocks attachments user ts thread_ts channel event_ts channel_type".split()
_FIELDS_OF_SUBTYPES = {
    "file_share": frozenset((*_PLAIN_FIELDS, "files", "parent_user_id")),
    "thread_broadcast": frozenset((*_PLAIN_FIELDS, "client_msg_id")),
}
_VIEW_FIELDS_OF_EVENTS = (
    "id team_id type title submit close private_metadata callback_id external_id state hash clear_on_close "
    "notify_on_close submit_disabled root_view_id previous_view_id app_id app_installed_team_id bot_id"
).split()


def envelope(world: World, workspace: Workspace, event: Json, *, shared: bool) -> Json:
    """Wrap an event as the Events API does, with a fresh event_id."""
    organisation = {"enterprise_id": world.organisation} if world.organisation else {}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.id,
        **organisation,
        "api_app_id": seed.APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(world.now()),
        "authorizations": [
            {
                **organisation,
                "team_id": workspace.id,
                "user_id": workspace.bot_user,
                "is_bot": True,
                "is_enterprise_install": bool(world.organisation),
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{world.new_id('EC')}",
    }


def message_event(world: World, channel: Channel, message: PostedMessage) -> Json:
    """Return the event of a new message."""
    event = message_json(world, channel, message)
    for name in ("reply_count", "reply_users_count", "latest_reply"):
        event.pop(name, None)
    event |= {"channel": channel.id, "event_ts": message.ts, "channel_type": channel_type(channel)}
    subtype = "file_share" if message.files else "thread_broadcast" if message.broadcast else None
    if subtype is None:
        return event
    kept = {name: value for name, value in event.items() if name in _FIELDS_OF_SUBTYPES[subtype]}
    return kept | {"subtype": subtype}


def mention_event(world: World, channel: Channel, message: PostedMessage) -> Json:
    """Return the event of a message that names the app."""
    event = message_event(world, channel, message)
    for name in ("channel_type", "parent_user_id", "subtype", "files"):
        event.pop(name, None)
    return event | {"type": "app_mention"}


def changed_event(world: World, channel: Channel, message: PostedMessage, previous: Json) -> Json:
    """Return the event of an edited message; `previous` is the message before the edit."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": channel.id,
        "message": message_json(world, channel, message),
        "previous_message": previous,
        "event_ts": world.event_ts(),
        "ts": world.event_ts(),
        "channel_type": channel_type(channel),
    }


def deleted_event(world: World, channel: Channel, previous: Json) -> Json:
    """Return the event of a deleted message."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel.id,
        "deleted_ts": previous["ts"],
        "previous_message": previous,
        "event_ts": world.event_ts(),
        "ts": world.event_ts(),
        "channel_type": channel_type(channel),
    }


def home_opened_event(world: World, person: User, channel: Channel) -> Json:
    """Return the event of a person opening the app's Home tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "tab": "home",
        "event_ts": world.event_ts(),
    }
    home = world.homes.get(person.id)
    return event | ({"view": sent_view(home)} if home else {})


def membership_event(world: World, kind: str, channel: Channel, user: str, inviter: str | None) -> Json:
    """Return member_joined_channel or member_left_channel."""
    event: Json = {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": world.people[user].team_id,
        "event_ts": world.event_ts(),
    }
    return event | ({"inviter": inviter} if inviter and kind == "member_joined_channel" else {})


def archive_event(world: World, channel: Channel, user: str) -> Json:
    """Return the event of a channel that was archived, or brought back."""
    place, deed = "group" if channel.kind == "private" else "channel", "archive" if channel.archived else "unarchive"
    return {"type": f"{place}_{deed}", "channel": channel.id, "user": user, "event_ts": world.event_ts()}


def command_form(world: World, workspace: Workspace, person: User, channel: Channel, line: tuple[str, str]) -> Json:
    """Return the form of a slash command; `line` is the command with its slash, and the rest."""
    names = {"im": "directmessage", "private": "privategroup"}
    return {
        "token": VERIFICATION_TOKEN,
        "api_app_id": seed.APP_ID,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": names.get(channel.kind, channel.name),
        "user_id": person.id,
        "user_name": person.name,
        "command": line[0],
        "text": line[1],
        "response_url": world.new_response_url(person.id, channel.id),
        "trigger_id": world.new_trigger(person.id, workspace.id),
        "is_enterprise_install": "true" if world.organisation else False,
        **({"enterprise_id": world.organisation} if world.organisation else {}),
    }


def interaction(world: World, workspace: Workspace, person: User, kind: str) -> Json:
    """Return the fields that every interaction has; of an install for an organisation it names no team."""
    found = _interaction(workspace, person, kind)
    return found | (_of_organisation(world) if world.organisation else {})


def _of_organisation(world: World) -> Json:
    return {"team": None, "is_enterprise_install": True, "enterprise": {"id": world.organisation, "name": "Acme"}}


def _interaction(workspace: Workspace, person: User, kind: str) -> Json:
    return {
        "type": kind,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id},
        "api_app_id": seed.APP_ID,
        "token": VERIFICATION_TOKEN,
        "is_enterprise_install": False,
    }


def message_action(
    world: World, workspace: Workspace, person: User, spot: tuple[Channel, PostedMessage], action: Json, state: Json
) -> Json:
    """Return block_actions for an element of a message; an ephemeral message is not repeated in it, as in Slack."""
    channel, message = spot
    ephemeral = message.ephemeral_for is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    found = interaction(world, workspace, person, "block_actions") | {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "trigger_id": world.new_trigger(person.id, workspace.id),
        "response_url": world.new_response_url(person.id, channel.id, message.ts, message.thread_ts),
        "actions": [action],
        "state": {"values": state},
    }
    return found if ephemeral else found | {"message": message_json(world, channel, message)}


def view_action(world: World, workspace: Workspace, person: User, view: ShownView, action: Json) -> Json:
    """Return block_actions for an element of a modal or of the Home tab."""
    return interaction(world, workspace, person, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.new_trigger(person.id, workspace.id, view.id),
        "view": sent_view(view),
        "actions": [action],
    }


def view_submission(world: World, workspace: Workspace, person: User, view: ShownView) -> Json:
    """Return view_submission."""
    return interaction(world, workspace, person, "view_submission") | {
        "trigger_id": world.new_trigger(person.id, workspace.id, view.id),
        "view": sent_view(view),
    }


def view_closed(world: World, workspace: Workspace, person: User, view: ShownView) -> Json:
    """Return view_closed."""
    return interaction(world, workspace, person, "view_closed") | {"view": sent_view(view), "is_cleared": False}


def global_shortcut(world: World, workspace: Workspace, person: User, callback_id: str) -> Json:
    """Return a global shortcut."""
    return {
        "type": "shortcut",
        "token": VERIFICATION_TOKEN,
        "action_ts": world.event_ts(),
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {"id": person.id, "username": person.name, "team_id": person.team_id},
        "is_enterprise_install": False,
        "callback_id": callback_id,
        "trigger_id": world.new_trigger(person.id, workspace.id),
    }


def message_shortcut(
    world: World, workspace: Workspace, person: User, spot: tuple[Channel, PostedMessage], callback_id: str
) -> Json:
    """Return a message shortcut, with the kind in place of the name of a channel that is not public, as in Slack."""
    channel, message = spot
    names = {"im": "directmessage", "private": "privategroup"}
    found: Json = {
        "type": "message_action",
        "token": VERIFICATION_TOKEN,
        "action_ts": world.event_ts(),
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {"id": person.id, "name": person.name, "team_id": person.team_id},
        "channel": {"id": channel.id, "name": names.get(channel.kind, channel.name)},
        "is_enterprise_install": False,
        "callback_id": callback_id,
        "trigger_id": world.new_trigger(person.id, workspace.id),
        "response_url": world.new_response_url(person.id, channel.id, message.ts, message.thread_ts),
        "message_ts": message.ts,
        "message": message_json(world, channel, message),
    }
    return found | (_of_organisation(world) if world.organisation else {})


def sent_view(view: ShownView) -> Json:
    """Return a view as interactions carry it.

    Slack's published shape has no `blocks` here; an app that keeps to it reads `state.values` only.
    """
    full = view_json(view)
    return {name: full[name] for name in _VIEW_FIELDS_OF_EVENTS if full.get(name) is not None}
