"""What Slack delivers, who takes it, and how its reply is delivered; the app and its manifest are made from the routes.

A listener returns its reply: words and messages are for the person alone, a view is a window that opens, or takes the
place of the one that is open. Its route delivers that in the way of its kind of delivery. Each module of ``listeners``
has its own part of the table, in ``ROUTES``. What a person of another organisation may do stands here too and nowhere
else: a route turns such a person away before its listener is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt import Ack

from bot.core.cadence.times import no_holidays
from bot.core.conversation.talk import Hint
from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.framework import Framework
from bot.core.own_frameworks import CheckedFile, on_offer
from bot.slack import ids
from bot.slack.blocks import Message, Mistakes, View, filled_in, notice
from bot.slack.gateway import GatewayOf, Zones
from bot.slack.payloads import (
    BlockAction,
    Command,
    MessageShortcut,
    OpenModal,
    Sender,
    Submission,
    action,
    command,
    message_shortcut,
    submission,
)
from bot.slack.plainer import OPTIONAL
from bot.slack.refusals import VIEW_OPEN, row_of
from bot.slack.text import is_channel
from bot.slack.values import with_known
from bot.use_cases.catch_up import Listening
from bot.use_cases.conversation import tell
from bot.use_cases.ports import Clock, HolidaysOf, Presence, Store
from bot.use_cases.stays import Stays

Reply = Message | View | str | None
"""What a listener returns to the person who acts; nothing and empty words are no reply."""
Report = Callable[[str, Exception], str]
"""Logs an error under an event name and returns the short reference for the person."""


def no_check(_content: bytes, _name: str) -> CheckedFile:
    """Take no file: whoever has no reader of frameworks is handed none."""
    return CheckedFile(None)


@dataclass(frozen=True, slots=True)
class Parts:
    """The store, the clock, the frameworks that are offered to all, and the ways to Slack."""

    store: Store
    clock: Clock
    read_frameworks: Callable[[], tuple[Framework, ...]]
    gateway_of: GatewayOf
    report: Report
    holidays: HolidaysOf = no_holidays
    zones: Zones = field(default_factory=Zones)
    listening: Listening | None = None
    known_stays: Stays | None = None
    check_file: Callable[[bytes, str], CheckedFile] = no_check

    @property
    def stays(self) -> Stays:
        """Return what tells where the bot was removed."""
        return self.known_stays or Stays(self.store, self.clock)

    def channel_now(self, workspace: str, channel: str) -> str:
        """Return the id of a channel, where what Slack sent or a form remembers names one that it had before.

        What is no id of a channel is an empty text.
        """
        if not is_channel(channel):
            return ""
        with self.store.reading() as view:
            return view.channel_now(workspace, channel)

    def placed(self, sender: Sender) -> Sender:
        """Return who acts, in the channel as it is called now."""
        return replace(sender, channel=self.channel_now(sender.workspace, sender.channel))

    def frameworks_of(self, workspace: str) -> tuple[Framework, ...]:
        """Return the frameworks on offer in a workspace: those that come with the bot, and its own."""
        with self.store.reading() as view:
            own = view.offered_frameworks(workspace)
        return on_offer(self.read_frameworks(), own)


OLD_FORM = "This form is of an earlier version. Close it and open it anew."
FROM_OUTSIDE = (
    "You are a guest from another organisation here, so cxbot takes nothing from you. Ask a member of the team."
)


def answer(parts: Parts, pressed: BlockAction, reply: Reply) -> None:
    """Answer a person where a button was pressed; the bot need not be in the channel for that.

    A view takes the place of the window in which it was pressed; elsewhere it opens. A Home tab has no place for a
    message, so a small window opens there.
    """
    sender, view = pressed.sender, pressed.view
    if isinstance(reply, dict):
        if view is not None and view.callback not in ("", ids.HOME):
            _put_in_place(parts, sender, view, reply)
            return
        reply = why_not_opened(parts, sender, pressed.trigger, reply, again="press the button again")
    if not reply:
        return
    message = Message(reply) if isinstance(reply, str) else reply
    gateway = parts.gateway_of(sender.workspace)
    if pressed.respond_at:
        gateway.respond(response_url=pressed.respond_at, message=message)
    elif view is not None and view.callback == ids.HOME:
        gateway.open_view(trigger=pressed.trigger, view=notice(message.text))


def _put_in_place(parts: Parts, sender: Sender, shown: OpenModal, form: View) -> None:
    """Put another content into the open form; one that was changed or closed in the meantime is left alone."""
    gateway = parts.gateway_of(sender.workspace)
    metadata = with_known(form.get("private_metadata", ""), filled_in(form))
    try:
        changed = {**form, **({"private_metadata": metadata} if metadata else {})}
        gateway.update_view(view_id=shown.id, hash=shown.hash or None, view=changed)
    except SlackRefusedError as refusal:
        if refusal.meaning is not Meaning.GONE:
            raise


DOUBTFUL = "Slack was slow to show the answer. If it does not stand here in a moment, type the command again."


def left_to_say(parts: Parts, asked: Command, reply: Message) -> Message | str:
    """Send what has charts or tables to where a command was typed, and return what is still to be answered to Slack.

    In the answer to Slack's request nobody would learn that Slack does not take them. What may stand there already is
    not said again: private words cannot be looked up.
    """
    if not asked.respond_at or all(each["type"] not in OPTIONAL for each in reply.blocks):
        return reply
    try:
        gateway = parts.gateway_of(asked.sender.workspace)
        gateway.respond(response_url=asked.respond_at, message=reply, hasty=True)
    except (SlackRefusedError, SlackUnavailableError) as error:
        parts.report("command_not_answered", error)
        return DOUBTFUL if isinstance(error, SlackUnavailableError) and error.maybe_done else reply
    return ""


def hint_at(parts: Parts, pressed: BlockAction, assessment: str, hint: Hint) -> None:
    """Have a hint of the conversation said to the person who pressed a button."""
    sender = pressed.sender
    tell(parts.store, sender.workspace, sender.channel, assessment, sender.person, hint, pressed.event)


def why_not_opened(parts: Parts, sender: Sender, trigger: str, form: View, *, again: str) -> str:
    """Open a form and return nothing, or why Slack did not open it; ``again`` says how to try it again."""
    try:
        parts.gateway_of(sender.workspace).open_view(trigger=trigger, view=form)
    except (SlackRefusedError, SlackUnavailableError) as error:
        reference = parts.report("form_not_opened", error)
        row = row_of(VIEW_OPEN, error.code)
        has_no_reason = isinstance(error, SlackUnavailableError) and row.meaning is not Meaning.WAIT
        if has_no_reason or row.meaning is Meaning.GONE:
            return f"Slack took too long to open the form. Nothing is lost: {again}."
        if row.meaning is Meaning.BUG:
            return f"Slack did not take the form, and that is a fault of cxbot. Tell whoever runs it: {reference}."
        what = f"{row.what_to_do}, then" if row.what_to_do else "In a moment"
        return f"The form did not open, since {row.why}. Nothing is lost. {what} {again}."
    return ""


def redraw(parts: Parts, pressed: BlockAction, message: Message) -> None:
    """Put a message in place of the private one whose button was pressed; elsewhere send it privately."""
    if pressed.respond_at:
        gateway = parts.gateway_of(pressed.sender.workspace)
        gateway.respond(response_url=pressed.respond_at, message=message, replaces=pressed.whispered)


def replace_list(parts: Parts, sender: Sender, respond_at: str, message: Message) -> None:
    """Put a private list in its own place as it is now; what a form has recorded is kept even where that fails."""
    try:
        parts.gateway_of(sender.workspace).respond(response_url=respond_at, message=message, replaces=True)
    except (SlackRefusedError, SlackUnavailableError) as error:
        parts.report("list_not_redrawn", error)


def presence_of(parts: Parts, sender: Sender, channel: str) -> Presence:
    """Return whether a person is in a channel now; unknown where Slack does not answer in time."""
    try:
        return parts.gateway_of(sender.workspace).presence(channel=channel, person=sender.person)
    except SlackUnavailableError:
        return Presence.UNKNOWN


def is_outsider(parts: Parts, sender: Sender) -> bool:
    """Whether a person is of another organisation. Slack is asked about whoever is of another workspace of ours."""
    return sender.outside and not parts.zones.is_colleague(
        parts.gateway_of(sender.workspace), sender.workspace, sender.person, parts.clock.now()
    )


class NotDone(Exception):
    """Ends what a listener does with the reply to the person: raised where it looks up what a press is about."""

    def __init__(self, reply: Message | str) -> None:
        super().__init__()
        self.reply = reply


@dataclass(frozen=True, slots=True)
class CommandRoute:
    """A slash command by its ``name``; ``description`` and ``hint`` are what people see of it in the composer.

    ``again`` says how to have a form open that did not, where that is not by typing its name again.
    Slack does not say of a command whether the person is of another organisation: such a person cannot type it.
    """

    name: str
    listener: Callable[[Parts, Command], Reply]
    description: str
    hint: str
    again: str = ""

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Answer the person alone, or open the form."""
        read = command(body)
        asked = replace(read, sender=parts.placed(read.sender))
        reply = self.listener(parts, asked)
        if isinstance(reply, dict):
            again = self.again or f"type `{self.name}` again"
            reply = why_not_opened(parts, asked.sender, asked.event, reply, again=again)
        if isinstance(reply, Message):
            reply = left_to_say(parts, asked, reply)
        if not reply:
            ack()
        elif isinstance(reply, str):
            ack(response_type="ephemeral", text=reply)
        else:
            sent = parts.gateway_of(asked.sender.workspace).plain(reply)
            ack(response_type="ephemeral", text=sent["text"], blocks=sent["blocks"])


@dataclass(frozen=True, slots=True)
class EventRoute:
    """An event by its type; ``subscriptions`` gives the scope that each of its names in the manifest needs, or None."""

    name: str
    listener: Callable[[Parts, Mapping[str, Any]], None]
    subscriptions: Mapping[str, str | None]

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Have it taken, then acknowledge it."""
        self.listener(parts, body)
        ack()


@dataclass(frozen=True, slots=True)
class ActionRoute:
    """A button or menu; ``name`` is its action id, of a ``family`` only how the action ids of many buttons begin.

    A person of another organisation is told so where the button was pressed, unless it is ``for_all``.
    """

    name: str
    listener: Callable[[Parts, BlockAction], Reply]
    family: bool = False
    for_all: bool = False

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Have it taken, then acknowledge it."""
        read = action(body)
        pressed = replace(read, sender=parts.placed(read.sender))
        is_taken = self.for_all or not is_outsider(parts, pressed.sender)
        try:
            reply = self.listener(parts, pressed) if is_taken else FROM_OUTSIDE
        except NotDone as refused:
            reply = refused.reply
        answer(parts, pressed, reply)
        ack()


@dataclass(frozen=True, slots=True)
class FormRoute:
    """A modal that is submitted; ``name`` is its callback id.

    Words stand at the first field of ``at`` that the form shows; with none named, at its first field. So do those of
    ``outsider``, for a person of another organisation.
    """

    name: str
    listener: Callable[[Parts, Submission], Mistakes | View | str | None]
    outsider: str = FROM_OUTSIDE
    at: tuple[str, ...] = ()

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Have it taken; mistakes come back at their fields, no reply closes the form, a view takes its place."""
        submitted = submission(body)
        try:
            reply = self.outsider if is_outsider(parts, submitted.sender) else self.listener(parts, submitted)
        except NotDone as refused:
            reply = refused.reply.text if isinstance(refused.reply, Message) else refused.reply
        if isinstance(reply, str) and reply:
            reply = self._at_its_field(submitted, reply)
        if isinstance(reply, Mistakes):
            errors = dict(reply.errors)
            ack(response_action="errors", errors=errors) if errors else ack()
        elif isinstance(reply, dict):
            ack(response_action="update", view=parts.gateway_of(submitted.sender.workspace).gate.view(reply))
        else:
            ack()

    def _at_its_field(self, submitted: Submission, words: str) -> Mistakes:
        shown = [each for each in self.at if each in submitted.view.state] or list(self.at[-1:])
        return Mistakes({shown[0]: words}) if shown else at_first_field(submitted, words)


@dataclass(frozen=True, slots=True)
class ShortcutRoute:
    """A shortcut on any message; ``name`` is its callback id, ``label`` and ``description`` are what people see.

    Words and messages are said to the person alone, where the message stands.
    """

    name: str
    listener: Callable[[Parts, MessageShortcut], Reply]
    label: str
    description: str

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Have it taken, then acknowledge it."""
        read = message_shortcut(body)
        used = replace(read, sender=parts.placed(read.sender))
        reply = FROM_OUTSIDE if is_outsider(parts, used.sender) else self.listener(parts, used)
        if isinstance(reply, dict):
            reply = why_not_opened(parts, used.sender, used.trigger, reply, again="use the shortcut again")
        if reply and used.respond_at:
            message = Message(reply) if isinstance(reply, str) else reply
            parts.gateway_of(used.sender.workspace).respond(response_url=used.respond_at, message=message)
        ack()


Route = CommandRoute | EventRoute | ActionRoute | FormRoute | ShortcutRoute


def at_first_field(submitted: Submission, text: str) -> Mistakes:
    """Say something at the first field of a form, so that what was typed stays to be copied."""
    first = next(iter(submitted.view.state), None)
    return Mistakes({first: text} if first is not None else {})
