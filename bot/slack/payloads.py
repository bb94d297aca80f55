"""Slack's JSON becomes small values, or BadPayloadError when it is not what Slack sends: events and commands.

Presses and forms stand in ``interactions``; nobody else indexes into Slack's JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bot.core.errors import BotError
from bot.slack.text import heard

Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z][A-Z0-9]{0,63}$")]
Ts = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{1,12}\.[0-9]{1,9}$")]
Text = Annotated[str, StringConstraints(strict=True, max_length=100_000)]


Model = TypeVar("Model", bound=BaseModel)


class BadPayloadError(BotError):
    """A payload has not the form that Slack gives it; nothing was done."""


class Payload(BaseModel):
    """A part of a payload: what is not read of it may be anything."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def moment(ts: str) -> datetime:
    """Give the moment that a Slack ts names; exact to the microsecond."""
    seconds, _, fraction = ts.partition(".")
    try:
        at = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadPayloadError(f"{ts!r} is no Slack time stamp") from error
    return at.replace(microsecond=int(fraction[:6].ljust(6, "0")))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who acts and where. ``outside`` is true for a person of another organisation (Slack Connect)."""

    workspace: str
    person: str
    channel: str
    outside: bool


class _Command(Payload):
    team_id: Id | None = None
    enterprise_id: Id | None = None
    user_id: Id
    channel_id: Id
    channel_name: Text = ""
    text: Text = ""
    trigger_id: Text
    command: Text


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; ``words`` is what was typed after it, decoded."""

    sender: Sender
    words: str
    trigger: str
    direct: bool


def command(body: Mapping[str, Any]) -> Command:
    """Read a slash command."""
    raw = read_payload(_Command, body)
    sender = Sender(workspace_of(raw.team_id, raw.enterprise_id), raw.user_id, raw.channel_id, outside=False)
    return Command(sender, heard(raw.text).strip(), raw.trigger_id, raw.channel_id.startswith("D"))


class _Message(Payload):
    type: Text
    subtype: Text | None = None
    user: Id | None = None
    user_team: Id | None = None
    team: Id | None = None
    bot_id: Text | None = None
    text: Text | None = None
    ts: Ts
    thread_ts: Ts | None = None
    channel: Id | None = None
    edited: Mapping[str, Any] | None = None


class _MessageEvent(_Message):
    message: _Message | None = None
    previous_message: _Message | None = None


class _Authorization(Payload):
    team_id: Id | None = None


class _Envelope(Payload):
    team_id: Id | None = None
    enterprise_id: Id | None = None
    authorizations: tuple[_Authorization, ...] | None = None
    is_ext_shared_channel: bool | None = None
    event: Mapping[str, Any]

    @property
    def team(self) -> str | None:
        """Name the workspace whose bot hears it: in a channel shared by two, ``team_id`` may be the other's."""
        own = self.authorizations[0].team_id if self.authorizations else None
        return own or self.team_id


@dataclass(frozen=True, slots=True)
class Heard:
    """A message in a thread. ``kind`` is ``said``, ``edited`` or ``deleted``; ``edited`` names the edit."""

    sender: Sender
    kind: str
    thread: str
    ts: str
    text: str
    said_at: datetime
    edited: str = ""


def message(body: Mapping[str, Any]) -> Heard | None:
    """Read a message event; None for what is not a person's word in a thread (other subtypes, bots, the channel)."""
    envelope = read_payload(_Envelope, body)
    event = read_payload(_MessageEvent, envelope.event)
    if event.subtype in (None, "file_share", "thread_broadcast"):
        return _heard(envelope, event, event, "said", "")
    if event.subtype == "message_changed" and event.message is not None:
        if event.previous_message is not None and event.previous_message.text == event.message.text:
            return None
        return _heard(envelope, event, event.message, "edited", event.ts)
    if event.subtype == "message_deleted" and event.previous_message is not None:
        return _heard(envelope, event, event.previous_message, "deleted", "")
    return None


def _heard(envelope: _Envelope, event: _Message, said: _Message, kind: str, edited: str) -> Heard | None:
    if said.user is None or said.bot_id is not None or said.thread_ts in (None, said.ts) or event.channel is None:
        return None
    if said.subtype not in (None, "file_share", "thread_broadcast"):
        return None
    workspace = workspace_of(envelope.team, envelope.enterprise_id)
    home = said.user_team or said.team
    if envelope.is_ext_shared_channel:
        outside = home != envelope.team  # whose home is not named stays outside, too
    else:
        outside = is_outside(home, envelope.team, envelope.enterprise_id)
    sender = Sender(workspace, said.user, event.channel, outside)
    return Heard(sender, kind, said.thread_ts or "", said.ts, heard(said.text or ""), moment(said.ts), edited)


class _Opened(Payload):
    user: Id
    channel: Id | None = None


def home(body: Mapping[str, Any]) -> Sender:
    """Read who opened the Home tab."""
    return _who(body)


def arrival(body: Mapping[str, Any]) -> Sender:
    """Read who came into which channel."""
    return _who(body)


def _who(body: Mapping[str, Any]) -> Sender:
    envelope = read_payload(_Envelope, body)
    event = read_payload(_Opened, envelope.event)
    workspace = workspace_of(envelope.team, envelope.enterprise_id)
    return Sender(workspace, event.user, event.channel or "", outside=False)


def is_outside(home: str | None, team: str | None, enterprise: str | None) -> bool:
    """Tell whether a person is of another team; within one Enterprise Grid organisation teams may differ."""
    return home is not None and team is not None and home != team and enterprise is None


def workspace_of(team: str | None, enterprise: str | None) -> str:
    """Name the workspace: its team, or the organisation where Slack leaves the team out (an org-wide install)."""
    name = team or enterprise
    if name is None:
        raise BadPayloadError("a payload that names neither team nor organisation")
    return name


def read_payload(model: type[Model], body: Mapping[str, Any]) -> Model:
    """Read what a model describes; BadPayloadError names the fields that are not as Slack sends them."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, each["loc"])) for each in error.errors()[:5])
        raise BadPayloadError(f"a payload whose fields are not as Slack sends them: {places}") from None
