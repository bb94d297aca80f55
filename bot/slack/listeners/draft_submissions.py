"""Submitted forms of drafts: a person's wording is accepted, another draft asked for, owners are set."""

from collections.abc import Mapping
from typing import Any, assert_never

from slack_bolt import Ack

from bot.core.draft import Prose
from bot.core.plan import Plan
from bot.slack.interactions import Submission, submission
from bot.slack.listeners.owners import why_not_theirs
from bot.slack.parts import Parts
from bot.slack.values import OfDraft, read_draft
from bot.slack.views.draft_answers import CLOSE, NOTHING_LEFT, too_late_words, too_many
from bot.slack.views.draft_forms import HINT, owner_block, read_edit, read_hint, read_owners
from bot.use_cases.decide_draft import (
    Assigned,
    Decided,
    DraftPress,
    NothingWritten,
    TooLate,
    TooMany,
    edit_draft,
    redraft,
    set_owners,
)
from bot.use_cases.draft_texts import NotForYou, UnknownHere

GONE = "This draft is not here for you any more."
NO_PERSON = "Choose a person."


def edited(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Accept a draft in the wording that was submitted."""
    submitted = submission(body)
    of = read_draft(submitted.view.metadata)
    press = _press(parts, submitted, of)
    with parts.store.reading() as view:
        draft = view.draft(submitted.sender.workspace, of.assessment, of.draft) if press is not None else None
    if press is None or draft is None:
        _refuse(ack, submitted, GONE)
        return
    content = read_edit(draft, submitted.view.state)
    if not isinstance(content, Prose | Plan):
        ack(response_action="errors", errors=dict(content))
        return
    match edit_draft(parts.store, parts.clock, press, content, seen=of.seen):
        case Decided():
            ack()
        case NothingWritten():
            _refuse(ack, submitted, NOTHING_LEFT)
        case TooLate(stands=stands):
            _refuse(ack, submitted, f"{too_late_words(stands, of.draft)} {CLOSE}")
        case NotForYou() | UnknownHere():
            _refuse(ack, submitted, GONE)
        case never:
            assert_never(never)


def redrafted(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Have another draft written, with what the person asks of it."""
    submitted = submission(body)
    of = read_draft(submitted.view.metadata)
    press = _press(parts, submitted, of)
    if press is None:
        ack(response_action="errors", errors={HINT: GONE})
        return
    match redraft(parts.store, parts.clock, press, read_hint(submitted.view.state)):
        case Decided():
            ack()
        case TooMany(most=most):
            ack(response_action="errors", errors={HINT: too_many(most)})
        case TooLate(stands=stands):
            ack(response_action="errors", errors={HINT: f"{too_late_words(stands, of.draft)} {CLOSE}"})
        case NotForYou() | UnknownHere():
            ack(response_action="errors", errors={HINT: GONE})
        case never:
            assert_never(never)


def assigned(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Give the actions of a plan to the people who were chosen."""
    submitted = submission(body)
    of = read_draft(submitted.view.metadata)
    press = _press(parts, submitted, of)
    owners = read_owners(submitted.view.state)
    if press is None or owners is None:
        _refuse(ack, submitted, GONE if press is None else NO_PERSON)
        return
    refusals = {each: why_not_theirs(parts, press.workspace, each) for each in dict.fromkeys(owners.values())}
    if any(refusals.values()):
        errors = {owner_block(key): refusals[owner] for key, owner in owners.items() if refusals[owner]}
        ack(response_action="errors", errors=errors)
        return
    match set_owners(parts.store, parts.clock, press, owners):
        case Assigned():
            ack()
        case TooLate(stands=stands):
            _refuse(ack, submitted, f"{too_late_words(stands, of.draft)} {CLOSE}")
        case NotForYou() | UnknownHere():
            _refuse(ack, submitted, GONE)
        case never:
            assert_never(never)


def _press(parts: Parts, submitted: Submission, of: OfDraft) -> DraftPress | None:
    """Say who submitted what; a form names no channel, so it counts where its assessment is."""
    sender = submitted.sender
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, of.assessment)
    if assessment is None or sender.outside:
        return None
    return DraftPress(sender.workspace, assessment.channel, of.assessment, of.draft, sender.person, submitted.event)


def _refuse(ack: Ack, submitted: Submission, text: str) -> None:
    """Say it at the form's first field, so that what was typed stays to be copied."""
    first = next(iter(submitted.view.state), None)
    if first is None:
        ack()
    else:
        ack(response_action="errors", errors={first: text})
