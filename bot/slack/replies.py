"""How a press is answered: privately where it was pressed, by a hint in the thread, or with a form."""

from typing import Literal

from bot.core.conversation.talk import Hint
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.blocks import Message, View
from bot.slack.parts import Parts
from bot.slack.payloads import Action
from bot.slack.values import HOME
from bot.slack.views.home import notice
from bot.slack.views.private import NOT_OPENED
from bot.use_cases.conversation import tell

CHANGED_MEANWHILE = ("hash_conflict", "not_found", "view_not_found")


def answer(parts: Parts, pressed: Action, message: Message) -> None:
    """Tell whoever pressed something, where it was pressed; the bot need not be in the channel for it.

    A Home tab has no place for a word: there it is told in a small window.
    """
    gateway = parts.gateway_of(pressed.sender.workspace)
    if pressed.respond_at:
        gateway.respond(response_url=pressed.respond_at, message=message)
    elif pressed.view is not None and pressed.view.callback == HOME:
        gateway.open_view(trigger=pressed.trigger, view=notice(message.text))


def hint_at(parts: Parts, pressed: Action, assessment: str, hint: Hint) -> None:
    """Tell whoever pressed something a hint of the conversation."""
    sender = pressed.sender
    tell(parts.store, sender.workspace, sender.channel, assessment, sender.person, hint, pressed.event)


def open_form(parts: Parts, pressed: Action, form: View) -> None:
    """Open a form; whoever pressed is told where Slack does not."""
    try:
        parts.gateway_of(pressed.sender.workspace).open_view(trigger=pressed.trigger, view=form)
    except (SlackRefusedError, SlackUnavailableError) as error:
        parts.report("form_not_opened", error)
        answer(parts, pressed, Message(NOT_OPENED))


def update_form(parts: Parts, picked: Action, form: View) -> None:
    """Put another content into the open form; one that was changed or closed in the meantime is left alone."""
    if picked.view is None:
        return
    gateway = parts.gateway_of(picked.sender.workspace)
    try:
        gateway.update_view(view_id=picked.view.id, hash=picked.view.hash or None, view=form)
    except SlackRefusedError as refusal:
        if refusal.code not in CHANGED_MEANWHILE:
            raise


def redraw(parts: Parts, pressed: Action, message: Message) -> None:
    """Put a message in place of the private one under which somebody pressed; elsewhere tell it privately."""
    if pressed.respond_at:
        how: Literal["replace", "whisper"] = "replace" if pressed.whispered else "whisper"
        parts.gateway_of(pressed.sender.workspace).respond(response_url=pressed.respond_at, message=message, how=how)
