"""Presses, choices and submitted forms: Slack's interactive JSON becomes small values, or BadPayloadError."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.slack.payloads import (
    BadPayloadError,
    Id,
    Payload,
    Sender,
    Text,
    Ts,
    is_outside,
    moment,
    read_payload,
    workspace_of,
)

MOST_TYPED = 3_000
"""Characters that a field of a form can hold; Slack takes no more."""
LONGEST_ADDRESS = 1_000
"""Slack's have some hundred characters; a form that opens remembers where it was asked for."""
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class _Team(Payload):
    id: Id


class _User(Payload):
    id: Id
    team_id: Id | None = None


class _Channel(Payload):
    id: Id


class _Option(Payload):
    value: Text


class _Action(Payload):
    action_id: Text
    value: Text | None = None
    action_ts: Ts
    selected_option: _Option | None = None


class _Container(Payload):
    type: Text | None = None
    message_ts: Ts | None = None
    channel_id: Id | None = None
    is_ephemeral: bool | None = None


class _View(Payload):
    id: Text
    hash: Text = ""
    callback_id: Text = ""
    private_metadata: Text = ""
    state: Mapping[str, Any] = {}
    app_installed_team_id: Id | None = None


class _Interaction(Payload):
    team: _Team | None = None
    enterprise: _Team | None = None
    user: _User
    channel: _Channel | None = None
    container: _Container | None = None
    trigger_id: Text | None = None
    response_url: Text | None = None
    actions: tuple[_Action, ...] = ()
    view: _View | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A modal as Slack sends it back: ``state`` gives each block's value, selected values as text."""

    id: str
    hash: str
    callback: str
    metadata: str
    state: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Action:
    """A press of a button or a choice in a select. ``event`` is unique to it; ``at`` is when.

    ``respond_at`` is the address at which the press is answered privately, empty in a view; ``whispered`` says that it
    was pressed under a message that only this person sees.
    """

    sender: Sender
    action: str
    value: str
    trigger: str
    event: str
    at: datetime
    message: str
    respond_at: str
    view: View | None
    whispered: bool = False


def action(body: Mapping[str, Any]) -> Action:
    """Read a press."""
    raw = read_payload(_Interaction, body)
    if not raw.actions:
        raise BadPayloadError("a press without an action")
    pressed = raw.actions[0]
    value = pressed.value or (pressed.selected_option.value if pressed.selected_option else "")
    return Action(
        sender=_sender(raw),
        action=pressed.action_id,
        value=value,
        trigger=raw.trigger_id or "",
        event=f"{pressed.action_ts}:{raw.user.id}",
        at=moment(pressed.action_ts),
        message=(raw.container.message_ts if raw.container else None) or "",
        respond_at=address if len(address := raw.response_url or "") <= LONGEST_ADDRESS else "",
        view=_view(raw.view) if raw.view else None,
        whispered=bool(raw.container and raw.container.is_ephemeral),
    )


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted modal. ``event`` is unique to it."""

    sender: Sender
    view: View
    event: str


def submission(body: Mapping[str, Any]) -> Submission:
    """Read a submitted modal."""
    raw = read_payload(_Interaction, body)
    if raw.view is None:
        raise BadPayloadError("a submission without a view")
    return Submission(_sender(raw), _view(raw.view), f"{raw.view.id}:{raw.view.hash}:{raw.user.id}")


def _sender(raw: _Interaction) -> Sender:
    acting = raw.team.id if raw.team else None
    team = _installed(raw.view) or acting
    enterprise = raw.enterprise.id if raw.enterprise else None
    channel = raw.channel.id if raw.channel else ((raw.container.channel_id if raw.container else None) or "")
    outside = is_outside(raw.user.team_id or acting, team, enterprise) or is_outside(acting, team, enterprise)
    return Sender(workspace_of(team, enterprise), raw.user.id, channel, outside)


def _installed(view: _View | None) -> str | None:
    """Name the workspace whose bot made a form: a guest from another organisation sends it with his own as the team."""
    team = view.app_installed_team_id if view is not None else None
    return team if team is not None and team.startswith("T") else None


def _view(raw: _View) -> View:
    values = raw.state.get("values", {})
    state = {block: _value(inputs) for block, inputs in values.items()} if isinstance(values, Mapping) else {}
    return View(raw.id, raw.hash, raw.callback_id, raw.private_metadata, state)


def _value(inputs: object) -> str:
    """Give the value of a block's one input as text; nothing chosen or typed is an empty text."""
    if not isinstance(inputs, Mapping) or not inputs:
        return ""
    first = next(iter(inputs.values()))
    if not isinstance(first, Mapping):
        return ""
    option = first.get("selected_option")
    chosen = option.get("value") if isinstance(option, Mapping) else None
    picked = (first.get(f"selected_{kind}") for kind in ("user", "date", "time", "conversation"))
    for value in (first.get("value"), chosen, *picked):
        if isinstance(value, str):
            return _UNSTORABLE.sub("", value)[:MOST_TYPED]
    return ""
