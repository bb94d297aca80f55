"""How a press is answered: privately where it was pressed, by a hint in the thread, or with a form."""

from bot.core.conversation import Hint
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.blocks import Message, View
from bot.slack.interactions import Action
from bot.slack.parts import Parts
from bot.slack.views.private import NOT_OPENED
from bot.use_cases.answer import tell


def answer(parts: Parts, pressed: Action, message: Message) -> None:
    """Tell whoever pressed something, where it was pressed; the bot need not be in the channel for it."""
    if pressed.respond_at:
        parts.gateway_of(pressed.sender.workspace).respond(response_url=pressed.respond_at, message=message)


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
