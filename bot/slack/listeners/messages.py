"""What people type, edit and delete in a thread; loaded at the start, for most of what comes is an answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.conversation.talk import Hint
from bot.slack.payloads import Gone, message
from bot.slack.routes import EventRoute, Parts, is_outsider
from bot.slack.text import OWN_NAME
from bot.use_cases.conversation import NOT_OURS, hear_deletion, hear_edit, hear_message, tell_in_thread
from bot.use_cases.greeting import greet
from bot.use_cases.lost_threads import hear_thread_deleted
from bot.use_cases.saved import drop_deleted
from bot.use_cases.store_ports import TypedMessage


def heard(parts: Parts, body: Mapping[str, Any]) -> None:
    """Take what a person typed, edited or deleted in a thread; greet who speaks to the bot anywhere else."""
    said = message(body)
    if said is None:
        return
    if isinstance(said, Gone):
        channel = parts.channel_now(said.workspace, said.channel)
        hear_thread_deleted(parts.store, said.workspace, channel, said.ts)
        drop_deleted(parts.store, parts.clock, said.workspace, channel, said.ts)
        return
    typed = said.typed
    is_greeted = typed.channel.startswith("D") or OWN_NAME in typed.text
    if said.kind == "deleted":
        drop_deleted(parts.store, parts.clock, typed.workspace, _placed(parts, typed).channel, typed.ts)
    if not (typed.thread or is_greeted):
        return  # most of what is said in a channel is none of ours
    is_outside = is_outsider(parts, said.sender)
    if is_outside and typed.thread:
        tell_in_thread(parts.store, _placed(parts, typed), Hint.EXTERNAL)
    if is_outside:
        return
    if said.kind != "said" and typed.thread:
        _TAKES[said.kind](parts.store, parts.clock, _placed(parts, typed))
    elif said.kind == "said":
        taken = hear_message(parts.store, parts.clock, typed) if typed.thread else NOT_OURS
        if taken == NOT_OURS and is_greeted:
            greet(parts.store, parts.clock, _placed(parts, typed))


def _placed(parts: Parts, typed: TypedMessage) -> TypedMessage:
    return replace(typed, channel=parts.channel_now(typed.workspace, typed.channel))


_TAKES = {"edited": hear_edit, "deleted": hear_deletion}


ROUTES = (
    EventRoute(
        "message",
        heard,
        {"message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history"},
    ),
)
