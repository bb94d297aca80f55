"""What people do with drafts: ask for them, accept, discard and undo; open and submit the forms that reword them."""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

from slack_bolt import Ack

from bot.core.conversation import Hint
from bot.core.deciding import Desk
from bot.core.draft import Verb
from bot.core.draft_standing import may_draft, piece_name
from bot.slack.blocks import Message
from bot.slack.interactions import Action, action
from bot.slack.listeners.replies import answer, hint_at, open_form
from bot.slack.parts import Parts
from bot.slack.values import read_draft
from bot.slack.views import draft_answers as words
from bot.slack.views.draft_forms import edit_form, owners_form, redraft_form
from bot.slack.views.private import NOT_HERE
from bot.use_cases.decide_draft import (
    AllAccepted,
    Decided,
    DraftPress,
    Outcome,
    TooLate,
    accept_all,
    accept_draft,
    discard_draft,
    reopen_draft,
)
from bot.use_cases.draft_texts import (
    AlreadyThere,
    DraftWish,
    NotComplete,
    NotForYou,
    Requested,
    UnknownHere,
    request_drafts,
)
from bot.use_cases.ports import Clock, Store

Decide = Callable[[Store, Clock, DraftPress], Outcome]


def ask(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Have the texts of a complete assessment drafted; how far they are shows in the thread."""
    pressed = action(body)
    if not _is_outside(parts, pressed, pressed.value):
        match request_drafts(parts.store, parts.clock, _wish(pressed)):
            case Requested():
                _tell(parts, pressed, words.ASKED if pressed.whispered else "")
            case AlreadyThere():
                _tell(parts, pressed, words.ALREADY_THERE)
            case NotComplete():
                _tell(parts, pressed, words.NOT_COMPLETE)
            case NotForYou() | UnknownHere() as refused:
                _refuse(parts, pressed, refused, pressed.value)
            case never:
                assert_never(never)
    ack()


def take_all(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Accept every draft that waits."""
    pressed = action(body)
    if not _is_outside(parts, pressed, pressed.value):
        match accept_all(parts.store, parts.clock, _wish(pressed)):
            case AllAccepted(number=number):
                _tell(parts, pressed, "" if number else words.NOTHING_WAITS)
            case NotForYou() | UnknownHere() as refused:
                _refuse(parts, pressed, refused, pressed.value)
            case never:
                assert_never(never)
    ack()


def accept(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Make a draft part of the record."""
    _decide(parts, action(body), accept_draft)
    ack()


def discard(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Set a draft aside."""
    _decide(parts, action(body), discard_draft)
    ack()


def undo(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Take the decision about a draft back."""
    _decide(parts, action(body), reopen_draft)
    ack()


def _decide(parts: Parts, pressed: Action, decide: Decide) -> None:
    of, sender = read_draft(pressed.value), pressed.sender
    if _is_outside(parts, pressed, of.assessment):
        return
    press = DraftPress(sender.workspace, sender.channel, of.assessment, of.draft, sender.person, pressed.event)
    match decide(parts.store, parts.clock, press):
        case Decided():
            return
        case TooLate(stands=stands):
            answer(parts, pressed, words.too_late(stands, of.draft))
        case NotForYou() | UnknownHere() as refused:
            _refuse(parts, pressed, refused, of.assessment)
        case never:
            assert_never(never)


def open_edit(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form that takes a person's own wording."""
    pressed = action(body)
    desk = _desk(parts, pressed)
    if desk is not None and desk.takes(Verb.ACCEPT):
        open_form(parts, pressed, edit_form(desk.assessment.id, desk.draft, _name(desk)))
    elif desk is not None:
        answer(parts, pressed, words.too_late(desk.counting, desk.draft.id))
    ack()


def open_redraft(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form that asks for another draft."""
    pressed = action(body)
    desk = _desk(parts, pressed)
    if desk is not None and desk.takes_redraft:
        open_form(parts, pressed, redraft_form(desk.assessment.id, desk.draft, _name(desk)))
    elif desk is not None:
        answer(parts, pressed, words.too_late(desk.counting, desk.draft.id))
    ack()


def open_owners(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form that gives the actions of an accepted plan to people."""
    pressed = action(body)
    desk = _desk(parts, pressed)
    if desk is not None:
        with parts.store.reading() as view:
            actions = view.actions(desk.assessment.workspace, desk.assessment.id)
        own = tuple(each for each in actions if each.draft == desk.draft.id)
        if own:
            open_form(parts, pressed, owners_form(desk.assessment.id, desk.draft, own))
        else:
            answer(parts, pressed, words.too_late(desk.counting, desk.draft.id))
    ack()


def _desk(parts: Parts, pressed: Action) -> Desk | None:
    """Find the draft under which a person pressed; None, and the person is told, where that is not for them."""
    of, sender = read_draft(pressed.value), pressed.sender
    if _is_outside(parts, pressed, of.assessment):
        return None
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, of.assessment)
        drafts = view.drafts(sender.workspace, of.assessment)
    draft = next((each for each in drafts if each.id == of.draft), None)
    if assessment is None or assessment.channel != sender.channel or draft is None:
        _refuse(parts, pressed, UnknownHere(), of.assessment)
        return None
    if not may_draft(assessment, sender.person):
        _refuse(parts, pressed, NotForYou(), of.assessment)
        return None
    return Desk(assessment, drafts, draft)


def _name(desk: Desk) -> str:
    return piece_name(desk.assessment, desk.draft.piece)


def _wish(pressed: Action) -> DraftWish:
    sender = pressed.sender
    return DraftWish(sender.workspace, sender.channel, pressed.value, sender.person, pressed.event)


def _is_outside(parts: Parts, pressed: Action, assessment: str) -> bool:
    """Tell a guest of another organisation that drafts are not for him."""
    if pressed.sender.outside:
        hint_at(parts, pressed, assessment, Hint.EXTERNAL)
    return pressed.sender.outside


def _tell(parts: Parts, pressed: Action, text: str) -> None:
    if text:
        answer(parts, pressed, Message(text))


def _refuse(parts: Parts, pressed: Action, refused: NotForYou | UnknownHere, assessment_id: str) -> None:
    found = None
    if isinstance(refused, NotForYou):
        with parts.store.reading() as view:
            found = view.assessment(pressed.sender.workspace, assessment_id)
    answer(parts, pressed, words.not_yours(found) if found is not None else Message(NOT_HERE))
