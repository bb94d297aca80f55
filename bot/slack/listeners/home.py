"""The buttons of the Home tab: start an assessment in any channel, have one repeated, change when it is due again.

What a button names is looked up anew, and the person must be in its channel now: the tab may have stood for days.
"""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack

from bot.core.errors import SlackRefusedError
from bot.slack.blocks import Message
from bot.slack.listeners.cadences import change_form, line_form
from bot.slack.listeners.replies import answer
from bot.slack.parts import Parts
from bot.slack.payloads import Action, action
from bot.slack.values import read_cadence_value
from bot.slack.views.cadence_form import Form as CadenceForm
from bot.slack.views.cadence_form import cadence_form
from bot.slack.views.home import FROM_OUTSIDE, GONE
from bot.slack.views.start import Form, start_form


def start(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form that starts an assessment, with the channel still to be picked."""
    pressed = action(body)
    if pressed.sender.outside:
        answer(parts, pressed, Message(FROM_OUTSIDE))
    else:
        form = start_form(Form(parts.frameworks, parts.frameworks[0], channel=""))
        parts.gateway_of(pressed.sender.workspace).open_view(trigger=pressed.trigger, view=form)
    ack()


def remind(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form that sets a reminder for the line of an assessment."""
    pressed = action(body)
    with parts.store.reading() as view:
        found = view.assessment(pressed.sender.workspace, pressed.value)
    channel = found.channel if found is not None else ""
    _open(parts, pressed, channel, lambda: line_form(parts, pressed.sender, channel, pressed.value))
    ack()


def change(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form that changes a reminder."""
    pressed = action(body)
    workspace, key = pressed.sender.workspace, read_cadence_value(pressed.value).cadence
    with parts.store.reading() as view:
        found = view.cadence(workspace, key)
    channel = found.channel if found is not None else ""
    _open(parts, pressed, channel, lambda: change_form(parts, workspace, channel, key))
    ack()


def _open(parts: Parts, pressed: Action, channel: str, prepared: Callable[[], CadenceForm | None]) -> None:
    """Open a form about a channel for somebody who is in it; whoever is not hears no word of it."""
    if pressed.sender.outside:
        answer(parts, pressed, Message(FROM_OUTSIDE))
        return
    form = prepared() if channel and _is_in(parts, pressed, channel) else None
    if form is None:
        answer(parts, pressed, Message(GONE))
    else:
        parts.gateway_of(pressed.sender.workspace).open_view(trigger=pressed.trigger, view=cadence_form(form))


def _is_in(parts: Parts, pressed: Action, channel: str) -> bool:
    """Tell whether somebody is in a channel; of one that the bot cannot see nothing is shown."""
    try:
        return parts.gateway_of(pressed.sender.workspace).has_member(channel=channel, person=pressed.sender.person)
    except SlackRefusedError:
        return False
