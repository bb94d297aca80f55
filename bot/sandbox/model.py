"""What the sandbox holds in memory: people, channels, messages, views and the short-lived keys of Slack."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
PersonKind = Literal["member", "guest", "external", "bot"]
ChannelKind = Literal["public", "private", "shared", "im"]


@dataclass(slots=True)
class Workspace:
    """A Slack workspace with the app installed: the token that speaks for it and what that token may do."""

    id: str
    name: str
    domain: str
    bot_user: str
    bot_id: str
    bot_token: str
    scopes: tuple[str, ...]
    site: str = ""
    """Where the workspace is read, where that is this page itself."""


@dataclass(slots=True)
class User:
    """A person (or the app's bot user) with the workspace he belongs to and an IANA time zone."""

    id: str
    team_id: str
    name: str
    real_name: str
    title: str
    kind: PersonKind
    tz: str
    color: str
    deleted: bool = False
    admin: bool = False


@dataclass(slots=True)
class PostedMessage:
    """A message as it stands in a channel; `ephemeral_for` names the only person who sees it."""

    ts: str
    user: str
    text: str
    at: datetime
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    edited_ts: str | None = None
    ephemeral_for: str | None = None
    metadata: Json | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    client_msg_id: str | None = None
    broadcast: bool = False


@dataclass(slots=True)
class Channel:
    """A conversation; `team_id` is the workspace that hosts it, `person` the human side of a direct message."""

    id: str
    name: str
    kind: ChannelKind
    team_id: str
    members: list[str]
    topic: str = ""
    archived: bool = False
    general: bool = False
    person: str | None = None
    messages: list[PostedMessage] = field(default_factory=list)


@dataclass(slots=True)
class PeopleGroup:
    """Some people of a workspace under one handle."""

    id: str
    team_id: str
    handle: str
    name: str
    members: list[str]


@dataclass(slots=True)
class ShownView:
    """A modal or home view: the body as the app gave it, and the values that stand in its inputs."""

    id: str
    user: str
    team_id: str
    body: Json
    hash: str
    values: Json = field(default_factory=dict)
    root_id: str = ""
    previous_id: str | None = None


@dataclass(slots=True)
class Trigger:
    """A trigger_id: it opens one view for one person within three seconds."""

    id: str
    user: str
    team_id: str
    expires: datetime
    used: bool = False
    view_id: str | None = None


@dataclass(slots=True)
class ResponseUrl:
    """The right to answer an interaction five times within half an hour, without a token."""

    id: str
    user: str
    channel: str
    expires: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass(slots=True)
class Canvas:
    """A document of the app's; `channel` is the one in whose tab it stands, empty for none."""

    id: str
    team_id: str
    channel: str
    title: str
    markdown: str


@dataclass(slots=True)
class HeldFile:
    """An uploaded file; it becomes visible when it is completed and shared in a channel.

    ``user`` is the person who put it into a form, whose file only the app may read then; empty for one of the app's.
    """

    id: str
    name: str
    team_id: str
    length: int
    created: int
    alt_txt: str = ""
    title: str = ""
    content: bytes | None = None
    completed: bool = False
    completed_at: float = 0.0
    shares: dict[str, str] = field(default_factory=dict)  # channel id -> ts
    user: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether an image block can show it."""
        return self.name.lower().endswith((".png", ".jpg", ".jpeg", ".gif"))


@dataclass(frozen=True, slots=True)
class Thrown:
    """A switch of `switches.py` that is on: until a moment in seconds, for so many uses more, or till it is put off."""

    id: str
    name: str
    given: dict[str, str]
    until: float | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A private word of Slack itself to one person."""

    id: str
    text: str


class Refusal(Exception):
    """A call that Slack would refuse: its error code, the further fields of the reply, the HTTP status."""

    def __init__(self, error: str, *, status: int = 200, headers: dict[str, str] | None = None, **fields: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.fields = fields
