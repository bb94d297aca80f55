"""Presses, choices and submitted forms: Slack's interactive JSON becomes small values, or BadPayloadError."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bot.core.errors import BotError
from bot.core.saved import Openness, SourceMessage
from bot.slack import ids
from bot.slack.text import asks_for_help, bare_words, heard, with_own_name
from bot.slack.values import Of, OfTwo, read, read_known
from bot.use_cases.ports import Deed
from bot.use_cases.store_ports import ReadPage, TypedMessage

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
    """Return the moment that a Slack ts names; exact to the microsecond."""
    seconds, _, fraction = ts.partition(".")
    try:
        at = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadPayloadError(f"{ts!r} is no Slack time stamp") from error
    return at.replace(microsecond=int(fraction[:6].ljust(6, "0")))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who acts and where.

    ``outside`` is true for a person who is not known to be of the workspace: one of another organisation (Slack
    Connect), unless Slack says that it is a colleague in another workspace of the same one. ``channel_name`` is empty
    where Slack does not say what a channel is called, as of private ones.
    """

    workspace: str
    person: str
    channel: str
    outside: bool
    channel_name: str = ""

    def deed(self, event: str, *, channel: str = "") -> Deed:
        """Return what the person does there, or in another channel, under the name of its event."""
        return Deed(self.workspace, channel or self.channel, self.person, event)


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does in Slack; ``event`` is unique to it."""

    sender: Sender
    event: str

    @property
    def deed(self) -> Deed:
        """Return what the person does there."""
        return self.sender.deed(self.event)


class _Command(Payload):
    team_id: Id | None = None
    enterprise_id: Id | None = None
    user_id: Id
    channel_id: Id
    channel_name: Text = ""
    text: Text = ""
    trigger_id: Text
    response_url: Text = ""


@dataclass(frozen=True, slots=True)
class Command(Act):
    """A slash command; its ``event`` is the trigger that opens a form.

    ``words`` is what was typed after it, decoded, without quotation marks; "help" in any language.
    ``direct`` is true in a message to the bot or among people, where no assessment can be.
    """

    words: str
    direct: bool
    respond_at: str = ""


def command(body: Mapping[str, Any]) -> Command:
    """Read a slash command."""
    raw = read_payload(_Command, body)
    workspace, name = workspace_of(raw.team_id, raw.enterprise_id), _open_name(raw.channel_name)
    sender = Sender(workspace, raw.user_id, raw.channel_id, outside=False, channel_name=name)
    direct = raw.channel_id.startswith("D") or raw.channel_name.startswith(_AMONG_PEOPLE)
    words = bare_words(heard(raw.text))
    return Command(sender, raw.trigger_id, "help" if asks_for_help(words) else words, direct, raw.response_url)


def _open_name(name: str) -> str:
    """Return the name of a channel, where it is one: of private ones Slack says only what they are."""
    return "" if name in ("privategroup", "directmessage") or name.startswith(_AMONG_PEOPLE) else name


_AMONG_PEOPLE = "mpdm-"
"""How Slack names a message among several people, into which no app can be invited."""


class _File(Payload):
    permalink: Text = ""
    title: Text = ""
    name: Text = ""


class _Posted(Payload):
    team: Id | None = None


class _Message(_Posted):
    type: Text
    subtype: Text | None = None
    user: Id | None = None
    user_team: Id | None = None
    bot_id: Text | None = None
    text: Text | None = None
    ts: Ts
    thread_ts: Ts | None = None
    channel: Id | None = None
    edited: Mapping[str, Any] | None = None
    files: tuple[_File, ...] | None = None


class _MessageEvent(_Message):
    message: _Message | None = None
    previous_message: _Message | None = None


class _Authorization(Payload):
    team_id: Id | None = None
    user_id: Id | None = None
    is_enterprise_install: bool | None = None


class Envelope(Payload):
    """What Slack says of every event beside the event itself."""

    team_id: Id | None = None
    enterprise_id: Id | None = None
    authorizations: tuple[_Authorization, ...] | None = None
    is_ext_shared_channel: bool | None = None
    event_time: int | None = None
    event: Mapping[str, Any]

    @property
    def team(self) -> str | None:
        """Name the workspace whose bot hears it: in a channel shared by two, ``team_id`` may be the other's."""
        own = self.authorizations[0].team_id if self.authorizations else None
        return own or self.team_id

    @property
    def workspace(self) -> str:
        """Name the workspace in which it happened."""
        return workspace_of(self.team, self.enterprise_id)

    @property
    def me(self) -> str:
        """Name the bot user to whom Slack delivers it; empty where Slack does not say."""
        return (self.authorizations[0].user_id or "") if self.authorizations else ""


def unwrapped(model: type[Model], body: Mapping[str, Any]) -> tuple[Envelope, Model]:
    """Read what Slack says of an event, and the event."""
    envelope = read_payload(Envelope, body)
    return envelope, read_payload(model, envelope.event)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message. ``kind`` is ``said``, ``edited`` or ``deleted``."""

    sender: Sender
    kind: str
    typed: TypedMessage


class Gone(NamedTuple):
    """A message in a channel itself, in no thread, that was deleted."""

    workspace: str
    channel: str
    ts: str


TOMBSTONE: Final = "tombstone"
"""What Slack shows in place of a deleted message that people have answered."""


def message(body: Mapping[str, Any]) -> Heard | Gone | None:
    """Read a message event; None for what is no word of a person (other subtypes, bots) and deletes none.

    ``thread`` of what is said in a channel itself, in no thread, is empty.
    """
    envelope, event = unwrapped(_MessageEvent, body)
    now, before = event.message, event.previous_message
    if event.subtype in _SAID:
        return _heard(envelope, event, event, "said", "")
    if event.subtype == "message_changed" and now is not None:
        if now.subtype == TOMBSTONE:
            return _gone(envelope, event, now)
        is_same = before is not None and before.text == now.text
        return None if is_same else _heard(envelope, event, now, "edited", _edit_of(now) or event.ts)
    if event.subtype == "message_deleted" and before is not None:
        return _heard(envelope, event, before, "deleted", "") or _gone(envelope, event, before)
    return None


_SAID: Final = (None, "file_share", "thread_broadcast")


def _gone(envelope: Envelope, event: _Message, said: _Message) -> Gone | None:
    is_own = said.thread_ts in (None, said.ts)
    return Gone(envelope.workspace, event.channel or "", said.ts) if is_own else None


def _edit_of(said: _Message) -> str:
    """Return Slack's name for the last edit of a message: the same when it is delivered and when it is read later."""
    found = (said.edited or {}).get("ts")
    return found if isinstance(found, str) else ""


def _heard(envelope: Envelope, event: _Message, said: _Message, kind: str, edited: str) -> Heard | None:
    # of a file that the bot sent Slack names the bot's own user, and may name no bot
    if said.user in (None, envelope.me or None) or said.bot_id is not None or event.channel is None:
        return None
    if said.subtype not in _SAID:
        return None
    home = said.user_team or said.team
    if envelope.is_ext_shared_channel:
        outside = home != envelope.team  # whose home is not named stays outside, too
    else:
        outside = envelope.enterprise_id is None and is_outside(home, envelope.team)
    sender = Sender(envelope.workspace, said.user, event.channel, outside)
    thread = said.thread_ts if said.thread_ts not in (None, said.ts) else ""
    place = (envelope.workspace, event.channel, thread or "")
    return Heard(sender, kind, _typed(said, said.user, place, envelope.me, edited))


def _typed(
    said: _Message, person: str, place: tuple[str, str, str], me: str, edited: str, *, late: bool = False
) -> TypedMessage:
    """Return what a person typed, with the bot's own mention by its name; addresses of files stand behind the words."""
    lines = (heard(said.text or ""), *(each.permalink for each in said.files or ()))
    words, edited_at = with_own_name("\n".join(filter(None, lines)), me), moment(edited) if edited else None
    return TypedMessage(*place, said.ts, person, words, moment(said.ts), edited, edited_at, late=late)


def read_page(found: Iterable[Mapping[str, Any]], place: tuple[str, str, str], *, more: bool, me: str = "") -> ReadPage:
    """Read messages as a method gives them: what people said, as events give it; what is none of that is left out.

    ``place`` are the workspace, the channel and the thread; ``me`` is the bot's own user, whose mention is written by
    its name.
    """
    workspace, _, thread = place
    messages, outside, until = [], set(), ""
    for each in found:
        try:
            said = read_payload(_Message, each)
        except BadPayloadError:
            continue
        until = max(until, said.ts if said.ts != thread else "")
        is_said = said.subtype in _SAID and said.bot_id is None
        if said.user is not None and said.user != me and is_said and said.ts != thread:
            outside |= {said.ts} if (said.user_team or said.team) not in (None, workspace) else set()
            messages.append(_typed(said, said.user, place, me, _edit_of(said), late=True))
    return ReadPage(tuple(messages), until, more, frozenset(outside))


class _Happened(Payload):
    user: Id | None = None
    channel: Id | None = None


def read_event(body: Mapping[str, Any]) -> Sender:
    """Return where something happened, and by whom, where Slack says so."""
    envelope, event = unwrapped(_Happened, body)
    return Sender(envelope.workspace, event.user or "", event.channel or "", outside=False)


def newcomer(body: Mapping[str, Any]) -> Sender:
    """Return who opened the Home tab, or came into or left which channel."""
    who = read_event(body)
    if not who.person:
        raise BadPayloadError("an event of nobody")
    return who


class _Moved(Payload):
    old_channel_id: Id
    new_channel_id: Id
    event_ts: Text = ""


def moved_channel(body: Mapping[str, Any]) -> tuple[Deed, str]:
    """Return Slack's own deed at the old id of a channel, and the new one."""
    envelope, event = unwrapped(_Moved, body)
    name = f"{event.old_channel_id}:{event.new_channel_id}:{event.event_ts}"
    return Deed(envelope.workspace, event.old_channel_id, "", name), event.new_channel_id


class _User(Payload):
    id: Id
    team_id: Id | None = None
    deleted: bool | None = None


class _Changed(Payload):
    user: _User


def changed_person(body: Mapping[str, Any]) -> tuple[Sender, bool]:
    """Return whose account changed, and whether it can still be used."""
    envelope, event = unwrapped(_Changed, body)
    return Sender(envelope.workspace, event.user.id, "", outside=False), not event.user.deleted


def is_outside(home: str | None, team: str | None) -> bool:
    """Whether a person is of another team."""
    return home is not None and team is not None and home != team


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


MOST_TYPED = 3_000
"""Characters that a field of a form can hold; Slack takes no more."""
LONGEST_ADDRESS = 1_000
"""Slack's have some hundred characters; a form that opens remembers where it was asked for."""
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class _Team(Payload):
    id: Id


class _Channel(Payload):
    id: Id
    name: Text = ""


class _Option(Payload):
    value: Text


class _Action(Payload):
    action_id: Text
    value: Text | None = None
    action_ts: Ts
    selected_option: _Option | None = None


class _Container(Payload):
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


class _Pressed(Payload):
    actions: tuple[_Action, ...] = ()


class _Interaction(_Pressed):
    team: _Team | None = None
    enterprise: _Team | None = None
    user: _User
    channel: _Channel | None = None
    container: _Container | None = None
    trigger_id: Text | None = None
    response_url: Text | None = None
    message: _Posted | None = None
    view: _View | None = None


@dataclass(frozen=True, slots=True)
class OpenModal:
    """A modal as Slack sends it back: ``state`` gives each block's value, selected values as text."""

    id: str
    hash: str
    callback: str
    metadata: str
    state: Mapping[str, str]

    def of(self, kind: type[Of]) -> Of:
        """Return what it is about."""
        return read(kind, self.metadata)


@dataclass(frozen=True, slots=True)
class BlockAction(Act):
    """A press of a button or a choice in a select; ``at`` is when.

    ``respond_at`` is the address at which the press is answered privately, empty in a view; ``whispered`` says that it
    was pressed under a message that only this person sees.
    """

    action: str
    value: str
    trigger: str
    at: datetime
    message: str
    respond_at: str
    view: OpenModal | None
    whispered: bool = False

    def of(self, kind: type[Of]) -> Of:
        """Return what the button is about."""
        return read(kind, self.value)


def pressed(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return the action id and the value of a press; an entry of *More* counts as the button that it stands for."""
    raw = read_payload(_Pressed, body)
    if not raw.actions:
        raise BadPayloadError("a press without an action")
    first = raw.actions[0]
    chosen = first.selected_option.value if first.selected_option else ""
    return read(OfTwo, chosen) if first.action_id == ids.MORE else (first.action_id, first.value or chosen)


def action(body: Mapping[str, Any]) -> BlockAction:
    """Read a press."""
    name, value = pressed(body)
    raw = read_payload(_Interaction, body)
    action_ts = raw.actions[0].action_ts
    return BlockAction(
        sender=_sender(raw),
        action=name,
        value=value,
        trigger=raw.trigger_id or "",
        event=f"{action_ts}:{raw.user.id}",
        at=moment(action_ts),
        message=(raw.container.message_ts if raw.container else None) or "",
        respond_at=address if len(address := raw.response_url or "") <= LONGEST_ADDRESS else "",
        view=_view(raw.view) if raw.view else None,
        whispered=bool(raw.container and raw.container.is_ephemeral),
    )


@dataclass(frozen=True, slots=True)
class Submission(Act):
    """A submitted modal."""

    view: OpenModal

    def of(self, kind: type[Of]) -> Of:
        """Return what the modal is about."""
        return self.view.of(kind)


def submission(body: Mapping[str, Any]) -> Submission:
    """Read a submitted modal."""
    raw = read_payload(_Interaction, body)
    if raw.view is None:
        raise BadPayloadError("a submission without a view")
    return Submission(_sender(raw), f"{raw.view.id}:{raw.view.hash}:{raw.user.id}", _view(raw.view))


def _sender(raw: _Interaction) -> Sender:
    """Read who acts. An organisation-wide install names no team: it is that of the message, else the person's own."""
    acting = raw.team.id if raw.team else None
    home = raw.user.team_id
    # a guest of another organisation sends the guest's own team; whose bot made the form, the form says
    made_for = raw.view.app_installed_team_id if raw.view else None
    installed = made_for if made_for is not None and made_for.startswith("T") else None
    team = installed or acting or (raw.message.team if raw.message else None)
    enterprise = raw.enterprise.id if raw.enterprise else None
    channel = raw.channel.id if raw.channel else ((raw.container.channel_id if raw.container else None) or "")
    outside = is_outside(home, team) or is_outside(acting, team) or (team is None and home is not None)
    name = _open_name(raw.channel.name) if raw.channel else ""
    return Sender(workspace_of(team or home, enterprise), raw.user.id, channel, outside, name)


def _view(raw: _View) -> OpenModal:
    values = raw.state.get("values", {})
    state = {block: _value(inputs) for block, inputs in values.items()} if isinstance(values, Mapping) else {}
    metadata, known = read_known(raw.private_metadata)
    state |= {block: value for block, value in known.items() if not state.get(block)}
    return OpenModal(raw.id, raw.hash, raw.callback_id, metadata, state)


def _value(inputs: object) -> str:
    """Return the value of a block's one input as text; nothing chosen or typed is an empty text."""
    if not isinstance(inputs, Mapping) or not inputs:
        return ""
    first = next(iter(inputs.values()))
    if not isinstance(first, Mapping):
        return ""
    option = first.get("selected_option")
    chosen = option.get("value") if isinstance(option, Mapping) else None
    picked = (first.get(f"selected_{kind}") for kind in ("user", "date", "time", "conversation"))
    several = (_several(first.get(name)) for name in ("selected_users", "selected_options", "files"))
    moment_at = first.get("selected_date_time")
    at = str(moment_at) if isinstance(moment_at, int) and not isinstance(moment_at, bool) else None
    for value in (first.get("value"), chosen, *picked, *several, at):
        if isinstance(value, str):
            return _UNSTORABLE.sub("", value)[:MOST_TYPED]
    return ""


class _Shortcut(_Interaction):
    trigger_id: Text
    message: _Message


@dataclass(frozen=True, slots=True)
class MessageShortcut:
    """A shortcut that a person used on a message, which may be in a channel that the bot is not in.

    ``source.openness`` is ``PUBLIC`` where only Slack can say whether it is.
    """

    sender: Sender
    trigger: str
    respond_at: str
    source: SourceMessage


def message_shortcut(body: Mapping[str, Any]) -> MessageShortcut:
    """Read a shortcut of a message: its words, or the title and address of its file where it has none."""
    raw = read_payload(_Shortcut, body)
    sender, said = _sender(raw), raw.message
    if not sender.channel:
        raise BadPayloadError("a message of no channel")
    words, file = heard(said.text or ""), next(iter(said.files or ()), None)
    is_file = not words.strip() and file is not None
    source = SourceMessage(
        channel=sender.channel,
        openness=_openness(sender.channel, raw.channel.name if raw.channel else ""),
        ts=said.ts,
        thread=said.thread_ts if said.thread_ts is not None and said.thread_ts != said.ts else "",
        author="" if said.bot_id is not None or said.user is None else said.user,
        text=(file.title or file.name) if is_file and file is not None else words,
        link=file.permalink if is_file and file is not None else "",
    )
    return MessageShortcut(sender, raw.trigger_id, (raw.response_url or "")[:LONGEST_ADDRESS], source)


def _openness(channel: str, name: str) -> Openness:
    """Return how open a conversation is by its id and name alone; one that may be public is called so."""
    if channel.startswith("D"):
        return Openness.DIRECT
    if name.startswith(_AMONG_PEOPLE):
        return Openness.GROUP
    return Openness.PUBLIC if channel.startswith("C") and _open_name(name) else Openness.PRIVATE


def _several(picked: object) -> str | None:
    """Return the people, options or files that are picked where several may be, with commas between."""
    if not isinstance(picked, list):
        return None
    found = [each.get("value", each.get("id")) if isinstance(each, Mapping) else each for each in picked]
    return ",".join(each for each in found if isinstance(each, str))
