"""What people type, edit and delete in a thread; loaded at the start, for most of what comes is an answer."""

from collections.abc import Mapping
from typing import Any

from bot.core.conversation.talk import Hint
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.payloads import Heard, message, moment
from bot.slack.routes import EventRoute, Parts, is_outsider
from bot.slack.text import with_own_name
from bot.use_cases.conversation import hear_deletion, hear_edit, hear_message, tell_in_thread
from bot.use_cases.heard import TypedMessage


def heard(parts: Parts, body: Mapping[str, Any]) -> None:
    """Take what a person typed, edited or deleted in a thread."""
    said = message(body)
    if said is not None and is_outsider(parts, said.sender):
        tell_in_thread(parts.store, _message(parts, said), Hint.EXTERNAL)
    elif said is not None:
        _TAKES[said.kind](parts.store, parts.clock, _message(parts, said))


_TAKES = {"said": hear_message, "edited": hear_edit, "deleted": hear_deletion}


def _message(parts: Parts, said: Heard) -> TypedMessage:
    try:
        me = parts.gateway_of(said.sender.workspace).auth_test().user_id
    except (SlackRefusedError, SlackUnavailableError):
        me = ""  # what was said is taken all the same
    return TypedMessage(
        workspace=said.sender.workspace,
        channel=parts.channel_now(said.sender.workspace, said.sender.channel),
        thread=said.thread,
        ts=said.ts,
        person=said.sender.person,
        text=with_own_name(said.text, me),
        said_at=said.said_at,
        edited=said.edited,
        edited_at=moment(said.edited) if said.edited else None,
    )


ROUTES = (EventRoute("message", heard, {"message.channels": "channels:history", "message.groups": "groups:history"}),)
