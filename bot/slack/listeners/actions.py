"""Pressed buttons and changed selects."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.core.assessment import Assessment
from bot.core.conversation.talk import Hint
from bot.slack.blocks import Message
from bot.slack.listeners.replies import answer, hint_at, open_form, update_form
from bot.slack.parts import Parts
from bot.slack.payloads import Action, action
from bot.slack.values import read_change, read_press
from bot.slack.views.private import NOT_HERE, REMOVE_REFUSED
from bot.slack.views.prompt import DIMENSION, change_form, picked_dimension
from bot.slack.views.scorecard import for_asker
from bot.slack.views.start import Form, channel_of, chosen, start_form, target_choice, typed_subject
from bot.use_cases.conversation import UNKNOWN_HERE, Pressed, press_button
from bot.use_cases.scorecards import scorecard_of
from bot.use_cases.share import Share, share_scorecard, unshare_scorecard


def press(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Take a button of the thread; it is recorded before Slack is told."""
    pressed = action(body)
    read = read_press(pressed.action, pressed.value)
    if read is not None and not pressed.sender.outside:
        sender = pressed.sender
        taken = press_button(
            parts.store,
            parts.clock,
            Pressed(
                sender.workspace, sender.channel, read.assessment, sender.person, read.press, pressed.event, pressed.at
            ),
        )
        if taken == UNKNOWN_HERE:
            answer(parts, pressed, Message(NOT_HERE))
    elif read is not None:
        hint_at(parts, pressed, read.assessment, Hint.EXTERNAL)
    ack()


def open_change(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form that changes an answer; only a respondent has answers to change."""
    pressed = action(body)
    assessment_id, key = read_change(pressed.value)
    sender = pressed.sender
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, assessment_id)
    if assessment is not None and assessment.channel == sender.channel:
        if sender.outside:
            hint_at(parts, pressed, assessment_id, Hint.EXTERNAL)
        elif sender.person in assessment.respondents():
            open_form(parts, pressed, change_form(assessment, sender.person, key))
        else:
            hint_at(parts, pressed, assessment_id, Hint.NOT_FOR_YOU)
    ack()


def pick_dimension(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Show another dimension in the form that changes an answer."""
    picked = action(body)
    if picked.view is not None:
        assessment_id, _ = read_change(picked.view.metadata)
        with parts.store.reading() as view:
            assessment = view.assessment(picked.sender.workspace, assessment_id)
        if assessment is not None and _answers(picked, assessment):
            key = picked_dimension(assessment, picked.view.state.get(DIMENSION, "") or picked.value)
            update_form(parts, picked, change_form(assessment, picked.sender.person, key))
    ack()


def _answers(picked: Action, assessment: Assessment) -> bool:
    return not picked.sender.outside and picked.sender.person in assessment.respondents()


def pick_framework(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Show the fields of the chosen framework or target; Slack keeps what was typed in fields that stay."""
    picked = action(body)
    if picked.view is not None and not picked.sender.outside:
        framework = chosen(parts.frameworks, picked.view.state)
        channel = channel_of(picked.view.metadata)
        with parts.store.reading() as view:
            last = view.last_subject(picked.sender.workspace, channel)
        subject = typed_subject(parts.frameworks, picked.view.state, last)
        target = target_choice(framework, picked.view.state)
        update_form(parts, picked, start_form(Form(parts.frameworks, framework, channel, subject, target)))
    ack()


def share(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Share a scorecard in the channel that the assessment belongs to."""
    pressed = action(body)
    if pressed.sender.outside:
        hint_at(parts, pressed, pressed.value, Hint.EXTERNAL)
    else:
        share_scorecard(parts.store, parts.clock, _share(pressed))
    ack()


def unshare(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Take a shared scorecard away again."""
    pressed = action(body)
    if pressed.sender.outside:
        hint_at(parts, pressed, pressed.value, Hint.EXTERNAL)
    elif not unshare_scorecard(parts.store, _share(pressed), pressed.message):
        answer(parts, pressed, Message(REMOVE_REFUSED))
    ack()


def _share(pressed: Action) -> Share:
    sender = pressed.sender
    return Share(sender.workspace, sender.channel, pressed.value, sender.person, pressed.event)


def show_card(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Show the scorecard picked from the list, to whoever picked it."""
    picked = action(body)
    found = scorecard_of(parts.store, picked.sender.workspace, picked.sender.channel, picked.value)
    if found is not None and not picked.sender.outside:
        answer(parts, picked, for_asker(found.card, found.accepted))
    ack()


def nothing(_parts: Parts, ack: Ack, _body: Mapping[str, Any]) -> None:
    """Take what needs no answer: a choice that is read when its form is submitted, or a button of another version."""
    ack()
