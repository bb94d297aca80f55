"""Events: what people type, edit and delete in threads; the bot's own arrival in a channel; the Home tab."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.core.conversation.talk import Hint
from bot.slack.parts import Parts
from bot.slack.payloads import Heard, arrival, home, message, moment
from bot.use_cases.conversation import Message, hear_deletion, hear_edit, hear_message, home_job, tell_in_thread
from bot.use_cases.housekeeping import enter_channel


def heard(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Take what a person typed, edited or deleted in a thread."""
    said = message(body)
    if said is not None and said.sender.outside:
        tell_in_thread(parts.store, _message(said), Hint.EXTERNAL)
    elif said is not None:
        _TAKES[said.kind](parts.store, parts.clock, _message(said))
    ack()


_TAKES = {"said": hear_message, "edited": hear_edit, "deleted": hear_deletion}


def _message(said: Heard) -> Message:
    return Message(
        workspace=said.sender.workspace,
        channel=said.sender.channel,
        thread=said.thread,
        ts=said.ts,
        person=said.sender.person,
        text=said.text,
        said_at=said.said_at,
        edited=said.edited,
        edited_at=moment(said.edited) if said.edited else None,
    )


def joined(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Post what waited until the bot came into the channel."""
    who = arrival(body)
    if who.person == parts.gateway_of(who.workspace).auth_test().user_id:
        enter_channel(parts.store, who.workspace, who.channel)
    ack()


def opened_home(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Have the Home tab drawn for whoever opens it, and from now on when what it shows changes."""
    who = home(body)
    with parts.store.writing() as tx:
        tx.add_home(who.workspace, who.person)
        tx.enqueue(home_job(who.workspace, who.person))
    ack()
