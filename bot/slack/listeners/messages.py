"""What people type, edit and delete in a thread; loaded at the start, for most of what comes is an answer."""

from collections.abc import Mapping
from typing import Any

from bot.core.conversation.talk import Hint
from bot.slack.payloads import Heard, deleted_message, message, moment
from bot.slack.routes import EventRoute, Parts, is_outsider
from bot.slack.text import OWN_NAME
from bot.use_cases.conversation import NOT_OURS, hear_deletion, hear_edit, hear_message, tell_in_thread
from bot.use_cases.greeting import greet
from bot.use_cases.heard import TypedMessage
from bot.use_cases.lost_threads import hear_thread_deleted
from bot.use_cases.saved import drop_deleted


def heard(parts: Parts, body: Mapping[str, Any]) -> None:
    """Take what a person typed, edited or deleted in a thread; greet who speaks to the bot anywhere else."""
    said = message(body)
    if said is None and (gone := deleted_message(body)) is not None:
        workspace, channel, ts = gone
        hear_thread_deleted(parts.store, workspace, parts.channel_now(workspace, channel), ts)
        drop_deleted(parts.store, parts.clock, workspace, parts.channel_now(workspace, channel), ts)
    if said is None:
        return
    typed = _message(parts, said)
    if said.kind == "deleted":
        drop_deleted(parts.store, parts.clock, typed.workspace, typed.channel, typed.ts)
    is_direct = typed.channel.startswith("D")
    if not (typed.thread or is_direct or OWN_NAME in typed.text):
        return  # most of what is said in a channel is none of ours
    if is_outsider(parts, said.sender):
        if typed.thread:
            tell_in_thread(parts.store, typed, Hint.EXTERNAL)
        return
    taken = _TAKES[said.kind](parts.store, parts.clock, typed) if typed.thread else NOT_OURS
    if taken == NOT_OURS and said.kind == "said" and (is_direct or OWN_NAME in typed.text):
        greet(parts.store, parts.clock, typed)


_TAKES = {"said": hear_message, "edited": hear_edit, "deleted": hear_deletion}


def _message(parts: Parts, said: Heard) -> TypedMessage:
    return TypedMessage(
        workspace=said.sender.workspace,
        channel=parts.channel_now(said.sender.workspace, said.sender.channel),
        thread=said.thread,
        ts=said.ts,
        person=said.sender.person,
        text=said.text,
        said_at=said.said_at,
        edited=said.edited,
        edited_at=moment(said.edited) if said.edited else None,
    )


ROUTES = (
    EventRoute(
        "message",
        heard,
        {"message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history"},
    ),
)
