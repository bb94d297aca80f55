"""Plans that are being carried out: `/cx-plan`, and the buttons beside an action, some of which open a form."""

from collections.abc import Mapping
from typing import Any, assert_never

from slack_bolt import Ack

from bot.core.plan_standing import Progress
from bot.slack.blocks import Message
from bot.slack.interactions import Action, action
from bot.slack.listeners.plan_lists import own_list, plan_list
from bot.slack.listeners.replies import answer, open_form
from bot.slack.parts import Parts
from bot.slack.payloads import command
from bot.slack.tracking_values import OfAction, read_action, said_by
from bot.slack.views import tracking_answers as words
from bot.slack.views.tracking_forms import give_form, update_form
from bot.use_cases.draft_texts import NotForYou, UnknownHere
from bot.use_cases.track_plan import ActionPress, NoReason, Said, Unchanged, find_action, say_progress

ASKS_MORE = (Progress.DONE, Progress.STUCK)
"""What is said in a form, since there is more to say: what was done, or why it is stuck."""


def plan(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Answer with the plan asked for, or with the asker's own actions: always those in a direct message."""
    asked = command(body)
    own = asked.words.casefold() in ("mine", "me") or (asked.direct and not asked.words)
    found = own_list(parts, asked.sender) if own else plan_list(parts, asked)
    message = parts.gateway_of(asked.sender.workspace).gate.message(found)
    ack(response_type="ephemeral", text=message["text"], blocks=message["blocks"])


def say(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Take how an action stands from its button; a form asks for the rest where there is more to say."""
    pressed = action(body)
    of, progress = read_action(pressed.value), said_by(pressed.action)
    if progress in ASKS_MORE:
        _open_update(parts, pressed, OfAction(of.assessment, of.action, progress))
    elif progress is not None and not _is_outside(parts, pressed):
        match say_progress(parts.store, parts.clock, _press(pressed, of), progress):
            case Said() | Unchanged() | NoReason():
                pass  # the messages that show the action are drawn anew
            case NotForYou() | UnknownHere() as refused:
                _refuse(parts, pressed, of, refused)
            case never:
                assert_never(never)
    ack()


def open_update(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form in which a person says how an action stands."""
    pressed = action(body)
    of = read_action(pressed.value)
    _open_update(parts, pressed, _listed(pressed, of))
    ack()


def _listed(pressed: Action, of: OfAction) -> OfAction:
    """Keep where the list stands in which it was pressed, so that it can be drawn anew."""
    return OfAction(of.assessment, of.action, None, of.shown_in, pressed.respond_at if of.shown_in else "")


def _open_update(parts: Parts, pressed: Action, of: OfAction) -> None:
    if _is_outside(parts, pressed):
        return
    found = find_action(parts.store, _press(pressed, of))
    if isinstance(found, NotForYou | UnknownHere):
        _refuse(parts, pressed, of, found)
    else:
        open_form(parts, pressed, update_form(of, found))


def open_give(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form that gives an action to somebody."""
    pressed = action(body)
    of = read_action(pressed.value)
    if not _is_outside(parts, pressed):
        found = find_action(parts.store, _press(pressed, of))
        if isinstance(found, NotForYou | UnknownHere):
            _refuse(parts, pressed, of, found)
        else:
            open_form(parts, pressed, give_form(_listed(pressed, of), found.accepted))
    ack()


def _press(pressed: Action, of: OfAction) -> ActionPress:
    sender = pressed.sender
    return ActionPress(sender.workspace, sender.channel, of.assessment, of.action, sender.person, pressed.event)


def _is_outside(parts: Parts, pressed: Action) -> bool:
    """Tell a guest of another organisation that the plan is not for him."""
    if pressed.sender.outside:
        answer(parts, pressed, Message(words.FROM_OUTSIDE))
    return pressed.sender.outside


def _refuse(parts: Parts, pressed: Action, of: OfAction, refused: NotForYou | UnknownHere) -> None:
    """Say whose word counts, where the action is of the channel in which it was pressed."""
    if isinstance(refused, UnknownHere):
        answer(parts, pressed, Message(words.GONE))
        return
    sender = pressed.sender
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, of.assessment)
        actions = view.actions(sender.workspace, of.assessment)
    accepted = next((each for each in actions if each.id == of.action), None)
    if assessment is None or accepted is None or assessment.channel != sender.channel:
        answer(parts, pressed, Message(words.NOT_YOURS))
    else:
        answer(parts, pressed, words.not_yours(assessment, accepted))
