"""What Slack delivers, who takes it, and how a press is answered; the app and its manifest are made from the routes.

Each module of ``listeners`` has its own part of the table, in ``ROUTES``. What a person of another organisation may do
stands here too and nowhere else: a route turns such a person away before its listener is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt import Ack

from bot.core.cadence.times import no_holidays
from bot.core.conversation.talk import Hint
from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.framework import Framework
from bot.slack.blocks import Message, Mistakes, View, filled_in, notice
from bot.slack.gateway import GatewayOf
from bot.slack.payloads import (
    BlockAction,
    Command,
    MessageShortcut,
    Sender,
    Submission,
    action,
    command,
    message_shortcut,
    submission,
)
from bot.slack.plainer import OPTIONAL
from bot.slack.refusals import VIEW_OPEN, row_of
from bot.slack.values import HOME, with_known
from bot.slack.zones import Zones
from bot.use_cases.catch_up import Listening
from bot.use_cases.conversation import tell
from bot.use_cases.ports import Clock, HolidaysOf, Presence, Store

Report = Callable[[str, Exception], str]
"""Logs an error under an event name and returns the short reference for the person."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The store, the clock, the frameworks on offer and the ways to Slack."""

    store: Store
    clock: Clock
    read_frameworks: Callable[[], tuple[Framework, ...]]
    gateway_of: GatewayOf
    report: Report
    holidays: HolidaysOf = no_holidays
    zones: Zones = field(default_factory=Zones)
    listening: Listening | None = None

    def channel_now(self, workspace: str, channel: str) -> str:
        """Return the id of a channel, where what Slack sent or a form remembers names one that it had before."""
        with self.store.reading() as view:
            return view.channel_now(workspace, channel)

    def placed(self, sender: Sender) -> Sender:
        """Return who acts, in the channel as it is called now."""
        return replace(sender, channel=self.channel_now(sender.workspace, sender.channel))

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """Return the frameworks on offer; waits until they are read."""
        return self.read_frameworks()


FROM_OUTSIDE = (
    "You are a guest from another organisation here, so cxbot takes nothing from you. Ask a member of the team."
)


def answer(parts: Parts, pressed: BlockAction, message: Message) -> None:
    """Answer a person where a button was pressed; the bot need not be in the channel for that.

    A Home tab has no place for an answer, so a small window opens there.
    """
    gateway = parts.gateway_of(pressed.sender.workspace)
    if pressed.respond_at:
        gateway.respond(response_url=pressed.respond_at, message=message)
    elif pressed.view is not None and pressed.view.callback == HOME:
        gateway.open_view(trigger=pressed.trigger, view=notice(message.text))


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


def open_form(parts: Parts, pressed: BlockAction, form: View) -> None:
    """Open a form, or tell the person who pressed why Slack did not open it."""
    refusal = why_not_opened(parts, pressed.sender, pressed.trigger, form, again="press the button again")
    if refusal:
        answer(parts, pressed, Message(refusal))


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


def update_form(parts: Parts, picked: BlockAction, form: View) -> None:
    """Put another content into the open form; one that was changed or closed in the meantime is left alone."""
    if picked.view is None:
        return
    gateway = parts.gateway_of(picked.sender.workspace)
    metadata = with_known(form.get("private_metadata", ""), filled_in(form))
    try:
        changed = {**form, "private_metadata": metadata}
        gateway.update_view(view_id=picked.view.id, hash=picked.view.hash or None, view=changed)
    except SlackRefusedError as refusal:
        if refusal.meaning is not Meaning.GONE:
            raise


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


@dataclass(frozen=True, slots=True)
class CommandRoute:
    """A slash command; ``description`` and ``hint`` are what people see of it in the composer.

    Slack does not say of a command whether the person is of another organisation: such a person cannot type it.
    """

    name: str
    listener: Callable[[Parts, Command], Message | str | None]
    description: str
    hint: str

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Answer the person alone; None is no answer, for a form has opened."""
        read = command(body)
        asked = replace(read, sender=parts.placed(read.sender))
        reply = self.listener(parts, asked)
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
    """An event. ``subscriptions`` gives, by its names in the manifest, the scope that each needs (None: no scope)."""

    type: str
    listener: Callable[[Parts, Mapping[str, Any]], None]
    subscriptions: Mapping[str, str | None]

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Have it taken, then acknowledge it."""
        self.listener(parts, body)
        ack()


@dataclass(frozen=True, slots=True)
class ActionRoute:
    """A button or menu by its action id; of a ``family`` the id is only how the ids of many buttons begin.

    A person of another organisation is told so where the button was pressed, unless it is ``for_all``.
    """

    action_id: str
    listener: Callable[[Parts, BlockAction], None]
    family: bool = False
    for_all: bool = False

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Have it taken, then acknowledge it."""
        read = action(body)
        pressed = replace(read, sender=parts.placed(read.sender))
        if self.for_all or not is_outsider(parts, pressed.sender):
            self.listener(parts, pressed)
        else:
            answer(parts, pressed, Message(FROM_OUTSIDE))
        ack()


@dataclass(frozen=True, slots=True)
class FormRoute:
    """A modal that is submitted, by its callback id.

    A person of another organisation reads ``outsider`` at the first field of ``at`` that the form shows; with none
    named, at its first field.
    """

    callback_id: str
    listener: Callable[[Parts, Submission], Mistakes | View | None]
    outsider: str = FROM_OUTSIDE
    at: tuple[str, ...] = ()

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Have it taken; mistakes come back at their fields, None closes the form, a view takes its place."""
        submitted = submission(body)
        is_refused = is_outsider(parts, submitted.sender)
        reply = self._refusal(submitted) if is_refused else self.listener(parts, submitted)
        if isinstance(reply, Mistakes):
            errors = dict(reply.errors)
            ack(response_action="errors", errors=errors) if errors else ack()
        elif reply is not None:
            ack(response_action="update", view=parts.gateway_of(submitted.sender.workspace).gate.view(reply))
        else:
            ack()

    def _refusal(self, submitted: Submission) -> Mistakes:
        shown = [each for each in self.at if each in submitted.view.state] or list(self.at[-1:])
        return Mistakes({shown[0]: self.outsider}) if shown else at_first_field(submitted, self.outsider)


@dataclass(frozen=True, slots=True)
class ShortcutRoute:
    """A shortcut on any message, by its callback id; ``name`` and ``description`` are what people see of it in Slack.

    What the listener returns is said to the person alone, where the message stands; None is no answer.
    """

    callback_id: str
    listener: Callable[[Parts, MessageShortcut], Message | None]
    name: str
    description: str

    def take(self, parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
        """Have it taken, then acknowledge it."""
        read = message_shortcut(body)
        used = replace(read, sender=parts.placed(read.sender))
        reply = Message(FROM_OUTSIDE) if is_outsider(parts, used.sender) else self.listener(parts, used)
        if reply is not None and used.respond_at:
            parts.gateway_of(used.sender.workspace).respond(response_url=used.respond_at, message=reply)
        ack()


Route = CommandRoute | EventRoute | ActionRoute | FormRoute | ShortcutRoute


def at_first_field(submitted: Submission, text: str) -> Mistakes:
    """Say something at the first field of a form, so that what was typed stays to be copied."""
    first = next(iter(submitted.view.state), None)
    return Mistakes({first: text} if first is not None else {})
