"""Submitted forms of actions: how one stands is recorded, or to whom one is given."""

from collections.abc import Mapping
from typing import Any, assert_never

from slack_bolt import Ack

from bot.slack.interactions import Submission, submission
from bot.slack.listeners.owners import why_not_theirs
from bot.slack.listeners.plan_lists import draw_anew
from bot.slack.parts import Parts
from bot.slack.tracking_values import OfAction, read_action
from bot.slack.views.tracking_answers import FROM_OUTSIDE, GONE, NOT_YOURS
from bot.slack.views.tracking_forms import NO_PERSON, NOTE, OWNER, WHY, Spoken, read_owner, read_update
from bot.use_cases.draft_texts import NotForYou, UnknownHere
from bot.use_cases.track_plan import (
    ActionPress,
    Given,
    NobodyNamed,
    NoReason,
    Said,
    Unchanged,
    give_action,
    say_progress,
)


def updated(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Record how an action stands."""
    submitted = submission(body)
    of = read_action(submitted.view.metadata)
    spoken = read_update(of, submitted.view.state)
    if submitted.sender.outside:
        _refuse(ack, NOTE, FROM_OUTSIDE)
        return
    if not isinstance(spoken, Spoken):
        ack(response_action="errors", errors=dict(spoken))
        return
    press = _press(submitted, of)
    match say_progress(parts.store, parts.clock, press, spoken.progress, note=spoken.note, value=spoken.value):
        case Said() | Unchanged():
            draw_anew(parts, submitted.sender, of)
            ack()
        case NoReason():
            _refuse(ack, NOTE, WHY)
        case NotForYou():
            _refuse(ack, NOTE, NOT_YOURS)
        case UnknownHere():
            _refuse(ack, NOTE, GONE)
        case never:
            assert_never(never)


def given(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Give an action to the person who was chosen."""
    submitted = submission(body)
    of, owner = read_action(submitted.view.metadata), read_owner(submitted.view.state)
    if submitted.sender.outside:
        _refuse(ack, OWNER, FROM_OUTSIDE)
        return
    refusal = why_not_theirs(parts, submitted.sender.workspace, owner) if owner else NO_PERSON
    if refusal:
        _refuse(ack, OWNER, refusal)
        return
    match give_action(parts.store, parts.clock, _press(submitted, of), owner):
        case Given() | Unchanged():
            draw_anew(parts, submitted.sender, of)
            ack()
        case NobodyNamed():
            _refuse(ack, OWNER, NO_PERSON)
        case NotForYou():
            _refuse(ack, OWNER, NOT_YOURS)
        case UnknownHere():
            _refuse(ack, OWNER, GONE)
        case never:
            assert_never(never)


def _press(submitted: Submission, of: OfAction) -> ActionPress:
    """Say who submitted what; a form stands in no channel."""
    sender = submitted.sender
    return ActionPress(sender.workspace, sender.channel, of.assessment, of.action, sender.person, submitted.event)


def _refuse(ack: Ack, block: str, text: str) -> None:
    ack(response_action="errors", errors={block: text})
