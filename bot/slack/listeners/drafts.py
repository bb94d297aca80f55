"""What people do with drafts: ask for them, accept, discard and undo; open and submit the forms that reword them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import assert_never

from bot.core.drafts.briefs import drafted_in
from bot.core.drafts.draft import Content, Draft, Prose, Verb
from bot.core.drafts.standing import Desk, brief_today, contradicting, piece_name
from bot.core.plan.plan import Action, Plan
from bot.core.privacy import Right, may, visible
from bot.slack.blocks import Message, Mistakes, View
from bot.slack.listeners.plans import draw_anew, why_not_theirs
from bot.slack.payloads import BlockAction, Submission
from bot.slack.routes import ActionRoute, FormRoute, Parts, Route, answer, at_first_field, open_form
from bot.slack.values import (
    ACCEPT,
    ACCEPT_ALL,
    ACTION_FORM,
    ASK_CHANGED,
    ASK_DRAFTS,
    DISCARD,
    EDIT_FORM,
    IN_PLAN,
    LANGUAGE_FORM,
    OPEN_ACTION,
    OPEN_EDIT,
    OPEN_LANGUAGE,
    OPEN_OWNERS,
    OPEN_REDRAFT,
    OWNERS_FORM,
    REDRAFT_FORM,
    SHOW_SOURCES,
    TOLD,
    UNDO,
    OfAction,
    OfDraft,
    read_draft,
)
from bot.slack.views import drafts as words
from bot.slack.views.draft_forms import (
    HINT,
    NO_ACTION,
    WHAT,
    action_form,
    contradicted,
    edit_form,
    language_form,
    owner_block,
    owners_form,
    read_action_form,
    read_edit,
    read_hint,
    read_owners,
    redraft_form,
    sources_view,
)
from bot.slack.views.drafts import CLOSE, NOTHING_LEFT, too_late_words, too_many
from bot.slack.views.private import NOT_HERE
from bot.slack.views.start import LANGUAGE
from bot.use_cases.conversation import enqueue_thread
from bot.use_cases.drafts import (
    ActionEdit,
    AllAccepted,
    AlreadyThere,
    Assigned,
    Decided,
    DraftPress,
    DraftWish,
    NotComplete,
    NotForYou,
    NothingWritten,
    Outcome,
    PlanFull,
    Requested,
    TooLate,
    TooMany,
    UnknownHere,
    accept_all,
    accept_draft,
    discard_draft,
    draft_in,
    edit_action,
    edit_draft,
    redraft,
    reopen_draft,
    request_drafts,
    set_owners,
)
from bot.use_cases.ports import Clock, Store
from bot.use_cases.scorecards import scorecard_now

GONE = "This draft is not here for you any more."
NO_PERSON = "Choose a person."


def edited(parts: Parts, submitted: Submission) -> Mistakes | View | None:
    """Accept a draft in the wording that was submitted; a level that contradicts the scorecard is pointed out once."""
    of = read_draft(submitted.view.metadata)
    press = _press(parts, submitted, of)
    with parts.store.reading() as view:
        draft = view.draft(submitted.sender.workspace, of.assessment, of.draft) if press is not None else None
    if press is None or draft is None:
        return at_first_field(submitted, GONE)
    content = read_edit(submitted.view.state)
    if not isinstance(content, Prose):
        return Mistakes(content)
    if of.place != TOLD and (again := _pointed_out(parts, submitted, draft, content)) is not None:
        return again
    match edit_draft(parts.store, parts.clock, press, content, seen=of.seen):
        case Decided():
            return None
        case NothingWritten():
            return at_first_field(submitted, NOTHING_LEFT)
        case TooLate(stands=stands):
            return at_first_field(submitted, f"{too_late_words(stands, of.draft)} {CLOSE}")
        case NotForYou() | UnknownHere():
            return at_first_field(submitted, GONE)
        case never:
            assert_never(never)


def action_edited(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Reword an action of a plan, add one or take one out."""
    of = read_draft(submitted.view.metadata)
    press = _press(parts, submitted, of)
    with parts.store.reading() as view:
        assessment = view.assessment(submitted.sender.workspace, of.assessment)
        draft = view.draft(submitted.sender.workspace, of.assessment, of.draft)
    if press is None or assessment is None or draft is None:
        return at_first_field(submitted, GONE)
    before = draft.action_at(of.place, of.seen)
    action = read_action_form(assessment.framework, before, submitted.view.state)
    if action is not None and not isinstance(action, Action):
        return Mistakes(action)
    match edit_action(parts.store, parts.clock, press, ActionEdit(of.place, action, of.seen), parts.holidays):
        case Decided():
            draw_anew(parts, submitted.sender, OfAction(of.assessment, "", None, IN_PLAN, of.respond_at))
            return None
        case NothingWritten():
            return Mistakes({WHAT: NO_ACTION})
        case PlanFull(most=most):
            return Mistakes({WHAT: words.plan_full(most)})
        case TooLate(stands=stands):
            return Mistakes({WHAT: f"{too_late_words(stands, of.draft)} {CLOSE}"})
        case NotForYou() | UnknownHere():
            return Mistakes({WHAT: GONE})
        case never:
            assert_never(never)


def _pointed_out(parts: Parts, submitted: Submission, draft: Draft, content: Content) -> View | None:
    """Return the form with what contradicts the scorecard of today; None where nothing does."""
    assessment_id, key = read_draft(submitted.view.metadata).assessment, draft.piece.dimension
    with parts.store.reading() as view:
        assessment = view.assessment(submitted.sender.workspace, assessment_id)
        today = brief_today(assessment, scorecard_now(view, assessment), draft) if assessment is not None else None
    standing = today.standing(key) if today is not None else None
    if assessment is None or today is None or standing is None or not isinstance(content, Prose):
        return None
    wrong = contradicting(content.text, today, key)
    name = piece_name(assessment, draft.piece)
    note = contradicted(wrong, standing)
    return edit_form(assessment_id, draft, name, typed=content, note=note) if wrong else None


def redrafted(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Have another draft written, with what the person asks of it."""
    of = read_draft(submitted.view.metadata)
    press = _press(parts, submitted, of)
    if press is None:
        return Mistakes({HINT: GONE})
    match redraft(parts.store, parts.clock, press, read_hint(submitted.view.state)):
        case Decided():
            return None
        case TooMany(most=most):
            return Mistakes({HINT: too_many(most)})
        case TooLate(stands=stands):
            return Mistakes({HINT: f"{too_late_words(stands, of.draft)} {CLOSE}"})
        case NotForYou() | UnknownHere():
            return Mistakes({HINT: GONE})
        case never:
            assert_never(never)


def assigned(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Return the actions of a plan to the people who were chosen."""
    of = read_draft(submitted.view.metadata)
    press = _press(parts, submitted, of)
    owners = read_owners(submitted.view.state)
    if press is None or owners is None:
        return at_first_field(submitted, GONE if press is None else NO_PERSON)
    refusals = {each: why_not_theirs(parts, press.deed.workspace, each) for each in dict.fromkeys(owners.values())}
    if any(refusals.values()):
        return Mistakes({owner_block(key): refusals[owner] for key, owner in owners.items() if refusals[owner]})
    match set_owners(parts.store, parts.clock, press, owners):
        case Assigned():
            return None
        case TooLate(stands=stands):
            return at_first_field(submitted, f"{too_late_words(stands, of.draft)} {CLOSE}")
        case NotForYou() | UnknownHere():
            return at_first_field(submitted, GONE)
        case never:
            assert_never(never)


def _press(parts: Parts, submitted: Submission, of: OfDraft) -> DraftPress | None:
    """Say who submitted what; a form names no channel, so it counts where its assessment is."""
    sender = submitted.sender
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, of.assessment)
    if assessment is None:
        return None
    return DraftPress(sender.deed(submitted.event, channel=assessment.channel), of.assessment, of.draft)


Decide = Callable[[Store, Clock, DraftPress], Outcome]


def ask(parts: Parts, pressed: BlockAction) -> None:
    """Have the texts of a complete assessment drafted; how far they are shows in the thread."""
    _asked(parts, pressed, only_changed=False)


def ask_changed(parts: Parts, pressed: BlockAction) -> None:
    """Have those drafted anew that rest on answers which have changed."""
    _asked(parts, pressed, only_changed=True)


def _asked(parts: Parts, pressed: BlockAction, *, only_changed: bool) -> None:
    match request_drafts(parts.store, parts.clock, _wish(pressed), only_changed=only_changed):
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


def open_language(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that asks for the language of the drafts."""
    with parts.store.reading() as view:
        found = view.assessment(pressed.sender.workspace, pressed.value)
    assessment = visible(Right.DRAFT, found, pressed.sender.channel)
    if assessment is None:
        _refuse(parts, pressed, UnknownHere(), pressed.value)
    elif not may(Right.DRAFT, assessment, pressed.sender.person):
        _refuse(parts, pressed, NotForYou(), pressed.value)
    else:
        open_form(parts, pressed, language_form(assessment.id, drafted_in(assessment)))


def language_chosen(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Have the drafts written in the language that was chosen."""
    press = _press(parts, submitted, OfDraft(submitted.view.metadata, "", 0))
    if press is None:
        return Mistakes({LANGUAGE: GONE})
    wish = DraftWish(press.deed, press.assessment)
    match draft_in(parts.store, parts.clock, wish, submitted.view.state.get(LANGUAGE, "")):
        case Requested() | AlreadyThere():
            return None
        case NotComplete():
            return Mistakes({LANGUAGE: f"{words.NOT_COMPLETE} {CLOSE}"})
        case NotForYou() | UnknownHere():
            return Mistakes({LANGUAGE: GONE})
        case never:
            assert_never(never)


def take_all(parts: Parts, pressed: BlockAction) -> None:
    """Accept every draft that waits."""
    match accept_all(parts.store, parts.clock, _wish(pressed), parts.holidays):
        case AllAccepted(number=number):
            _tell(parts, pressed, "" if number else words.NOTHING_WAITS)
        case NotForYou() | UnknownHere() as refused:
            _refuse(parts, pressed, refused, pressed.value)
        case never:
            assert_never(never)


def accept(parts: Parts, pressed: BlockAction) -> None:
    """Make a draft part of the record."""
    _decide(parts, pressed, partial(accept_draft, holidays=parts.holidays))


def discard(parts: Parts, pressed: BlockAction) -> None:
    """Set a draft aside."""
    _decide(parts, pressed, discard_draft)


def undo(parts: Parts, pressed: BlockAction) -> None:
    """Take the decision about a draft back."""
    _decide(parts, pressed, reopen_draft)


def _decide(parts: Parts, pressed: BlockAction, decide: Decide) -> None:
    of, sender = read_draft(pressed.value), pressed.sender
    press = DraftPress(sender.deed(pressed.event), of.assessment, of.draft)
    match decide(parts.store, parts.clock, press):
        case Decided():
            return
        case TooLate(stands=stands):
            answer(parts, pressed, words.too_late(stands, of.draft))
        case NotForYou() | UnknownHere() as refused:
            _refuse(parts, pressed, refused, of.assessment)
        case never:
            assert_never(never)


def open_edit(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that takes a person's own wording.

    A plan that was posted before each action had a form of its own is drawn anew, with one button for each.
    """
    desk = _desk(parts, pressed)
    if desk is not None and isinstance(desk.draft.content, Plan):
        with parts.store.writing() as tx:
            enqueue_thread(tx, desk.assessment.workspace, desk.assessment.id)
        answer(parts, pressed, Message(words.EACH_ITS_OWN))
    elif desk is not None and desk.takes(Verb.ACCEPT):
        open_form(parts, pressed, edit_form(desk.assessment.id, desk.draft, _name(desk)))
    elif desk is not None:
        answer(parts, pressed, words.too_late(desk.counting, desk.draft.id))


def open_action(parts: Parts, pressed: BlockAction) -> None:
    """Open the form of one action of a plan, or of one to be added to it."""
    of, desk = read_draft(pressed.value), _desk(parts, pressed)
    if desk is None:
        return
    action = desk.draft.action_at(of.place, of.seen)
    if not desk.takes(Verb.ACCEPT) or (of.place and action is None):
        answer(parts, pressed, words.too_late(desk.counting, desk.draft.id))
    else:
        of = replace(of, respond_at=pressed.respond_at if pressed.whispered else "")
        open_form(parts, pressed, action_form(desk.assessment, desk.draft, of, action))


def open_redraft(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that asks for another draft."""
    desk = _desk(parts, pressed)
    if desk is not None and desk.takes_redraft:
        open_form(parts, pressed, redraft_form(desk.assessment.id, desk.draft, _name(desk)))
    elif desk is not None:
        answer(parts, pressed, words.too_late(desk.counting, desk.draft.id))


def open_sources(parts: Parts, pressed: BlockAction) -> None:
    """Show the person the facts behind a text."""
    desk = _desk(parts, pressed)
    if desk is not None:
        open_form(parts, pressed, sources_view(desk.draft, _name(desk)))


def open_owners(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that gives the actions of an accepted plan to people."""
    desk = _desk(parts, pressed)
    if desk is not None:
        with parts.store.reading() as view:
            actions = view.actions(desk.assessment.workspace, desk.assessment.id)
        own = tuple(each for each in actions if each.draft == desk.draft.id)
        if own:
            open_form(parts, pressed, owners_form(desk.assessment.id, desk.draft, own))
        else:
            answer(parts, pressed, words.too_late(desk.counting, desk.draft.id))


def _desk(parts: Parts, pressed: BlockAction) -> Desk | None:
    """Return the draft whose button was pressed; tell the person and return None where it is not for them."""
    of, sender = read_draft(pressed.value), pressed.sender
    with parts.store.reading() as view:
        assessment = visible(Right.DRAFT, view.assessment(sender.workspace, of.assessment), sender.channel)
        drafts = view.drafts(sender.workspace, of.assessment)
    draft = next((each for each in drafts if each.id == of.draft), None)
    if assessment is None or draft is None:
        _refuse(parts, pressed, UnknownHere(), of.assessment)
        return None
    if not may(Right.DRAFT, assessment, sender.person):
        _refuse(parts, pressed, NotForYou(), of.assessment)
        return None
    return Desk(assessment, drafts, draft)


def _name(desk: Desk) -> str:
    return piece_name(desk.assessment, desk.draft.piece)


def _wish(pressed: BlockAction) -> DraftWish:
    sender = pressed.sender
    return DraftWish(sender.deed(pressed.event), pressed.value)


def _tell(parts: Parts, pressed: BlockAction, text: str) -> None:
    if text:
        answer(parts, pressed, Message(text))


def _refuse(parts: Parts, pressed: BlockAction, refused: NotForYou | UnknownHere, assessment_id: str) -> None:
    found = None
    if isinstance(refused, NotForYou):
        with parts.store.reading() as view:
            found = view.assessment(pressed.sender.workspace, assessment_id)
    answer(parts, pressed, words.not_yours(found) if found is not None else Message(NOT_HERE))


ROUTES: tuple[Route, ...] = (
    ActionRoute(ASK_DRAFTS, ask),
    ActionRoute(ASK_CHANGED, ask_changed),
    ActionRoute(ACCEPT, accept),
    ActionRoute(ACCEPT_ALL, take_all),
    ActionRoute(DISCARD, discard),
    ActionRoute(UNDO, undo),
    ActionRoute(OPEN_EDIT, open_edit),
    ActionRoute(OPEN_ACTION, open_action),
    ActionRoute(OPEN_REDRAFT, open_redraft),
    ActionRoute(OPEN_OWNERS, open_owners),
    ActionRoute(SHOW_SOURCES, open_sources),
    ActionRoute(OPEN_LANGUAGE, open_language),
    FormRoute(EDIT_FORM, edited, outsider=GONE),
    FormRoute(ACTION_FORM, action_edited, outsider=GONE, at=(WHAT,)),
    FormRoute(REDRAFT_FORM, redrafted, outsider=GONE, at=(HINT,)),
    FormRoute(OWNERS_FORM, assigned, outsider=GONE),
    FormRoute(LANGUAGE_FORM, language_chosen, outsider=GONE, at=(LANGUAGE,)),
)
