"""The buttons of the conversation in a thread, the form for a change, and all dimensions on one page."""

from bot.core.conversation.talk import Hint, Said
from bot.core.conversation.turns import Button, Press
from bot.core.framework import Framework
from bot.core.privacy import Right, may, visible
from bot.slack import ids
from bot.slack.blocks import Mistakes, View
from bot.slack.listeners.channels import of_a_member
from bot.slack.payloads import BlockAction, Submission
from bot.slack.routes import ActionRoute, FormRoute, Parts, Route, hint_at, replace_list
from bot.slack.values import OfPart, OfTwo, read_press
from bot.slack.views.conversation import (
    DIMENSION,
    change_form,
    has_part,
    mistakes,
    page_form,
    picked_dimension,
    read_page,
)
from bot.slack.views.conversation import read_change as read_change_form
from bot.slack.views.private import FORM_GONE, NOT_HERE, goes_on
from bot.use_cases.conversation import UNKNOWN_HERE, Pressed, correct_rating, press_button
from bot.use_cases.handover import is_anybodys, reopen
from bot.use_cases.lost_threads import go_on_anew
from bot.use_cases.page import keep_typed, open_page, submit_page
from bot.use_cases.ports import NotHere

STANDS = (
    "Levels that a team has revealed cannot be changed: what everybody saw rests on them. *Rate again* in the thread"
    " has a dimension rated a second time, and *Agree on a level* records what the group settles on."
)


def press(parts: Parts, pressed: BlockAction) -> str:
    """Take a button of the thread; it is recorded before Slack is acknowledged."""
    read = read_press(pressed.action, pressed.value)
    if read is None:
        return ""
    deed, (assessment, button) = pressed.deed, read

    def take() -> str:
        found = press_button(parts.store, parts.clock, Pressed(deed, assessment, button, pressed.at))
        return NOT_HERE if found == UNKNOWN_HERE else ""

    def reopened() -> str:  # where somebody was faster since it was looked at, it is a press like any other
        return take() if isinstance(reopen(parts.store, parts.clock, deed, assessment), NotHere) else ""

    is_theirs = button.button is Button.RESUME and is_anybodys(parts.store, deed, assessment)
    return of_a_member(parts, pressed, reopened) if is_theirs else take()


def open_change(parts: Parts, pressed: BlockAction) -> View | str | None:
    """Open the form that changes an answer; only a respondent has answers to change."""
    assessment_id, key = pressed.of(OfTwo)
    sender = pressed.sender
    with parts.store.reading() as view:
        assessment = visible(Right.ANSWER, view.assessment_or_ballot(sender.workspace, assessment_id), sender.channel)
    if assessment is not None and assessment.team is not None:
        return STANDS
    if assessment is not None and may(Right.ANSWER, assessment, sender.person):
        return change_form(assessment, sender.person, key)
    if assessment is not None:
        hint_at(parts, pressed, assessment_id, Hint.NOT_FOR_YOU)
    return None


def pick_dimension(parts: Parts, picked: BlockAction) -> View | None:
    """Show another dimension in the form that changes an answer."""
    if picked.view is None:
        return None
    assessment_id, _ = picked.view.of(OfTwo)
    with parts.store.reading() as view:
        assessment = view.assessment_or_ballot(picked.sender.workspace, assessment_id)
    if assessment is None or not may(Right.CORRECT, assessment, picked.sender.person):
        return None
    key = picked_dimension(assessment.framework, picked.view.state.get(DIMENSION, "") or picked.value)
    return change_form(assessment, picked.sender.person, key)


def change(parts: Parts, submitted: Submission) -> Mistakes | str:
    """Record the answer that was changed."""
    assessment_id, key = submitted.of(OfTwo)
    with parts.store.reading() as view:
        assessment = view.assessment_or_ballot(submitted.sender.workspace, assessment_id)
    if assessment is None or not may(Right.CORRECT, assessment, submitted.sender.person):
        return FORM_GONE
    said = read_change_form(assessment, key, submitted.view.state)
    if not isinstance(said, Said):
        return Mistakes(said)
    pressed = Pressed(
        submitted.sender.deed(submitted.event, channel=assessment.channel),
        assessment=assessment_id,
        press=Press(Button.KEEP, 0, said.dimension),
        said_at=parts.clock.now(),
    )
    correct_rating(parts.store, parts.clock, pressed, said)
    return ""


def go_on(parts: Parts, pressed: BlockAction) -> str:
    """Have an assessment whose thread is gone go on in a new one; the word that offered it says so from then on."""
    channel = go_on_anew(parts.store, parts.clock, pressed.deed, pressed.value)
    if isinstance(channel, NotHere):
        return NOT_HERE
    replace_list(parts, pressed.sender, pressed.respond_at, goes_on(channel))
    return ""


def open_all(parts: Parts, pressed: BlockAction) -> View | str | None:
    """Open the page, with what was said and typed before."""
    assessment, _ = pressed.of(OfTwo)
    with parts.store.reading() as view:
        page = open_page(view, pressed.sender.workspace, assessment, pressed.sender.person)
    if isinstance(page, Hint):
        hint_at(parts, pressed, assessment, page)
        return None
    return NOT_HERE if isinstance(page, NotHere) else page_form(page)


def typed(parts: Parts, changed: BlockAction) -> None:
    """Keep what is typed while it is typed: whoever closes the page finds it there again."""
    if changed.view is not None:
        assessment, part, seen = changed.view.of(OfPart)
        framework = _framework(parts, changed.sender.workspace, assessment)
        if framework is not None:
            page = read_page(framework, part, seen, changed.view.state)
            keep_typed(parts.store, changed.deed, assessment, page, changed.at)


def _framework(parts: Parts, workspace: str, assessment_id: str) -> Framework | None:
    with parts.store.reading() as view:
        assessment = view.assessment_or_ballot(workspace, assessment_id)
    return assessment.framework if assessment is not None else None


def submitted(parts: Parts, filled: Submission) -> Mistakes | View | str | None:
    """Record what was filled in, and show the next part of a long page."""
    assessment, part, seen = filled.of(OfPart)
    framework = _framework(parts, filled.sender.workspace, assessment)
    if framework is None:
        return FORM_GONE
    page = read_page(framework, part, seen, filled.view.state)
    found = submit_page(parts.store, parts.clock, filled.deed, assessment, page)
    if isinstance(found, tuple):
        return mistakes(framework, found)
    if found == UNKNOWN_HERE:
        return FORM_GONE
    if not has_part(framework, part + 1):
        return None
    with parts.store.reading() as view:
        following = open_page(view, filled.sender.workspace, assessment, filled.sender.person)
    return page_form(following, part + 1) if not isinstance(following, Hint | NotHere) else None


ROUTES: tuple[Route, ...] = (
    ActionRoute(ids.PRESS, press, family=True),
    ActionRoute(ids.OPEN_CHANGE, open_change),
    ActionRoute(ids.PICK_DIMENSION, pick_dimension),
    ActionRoute(ids.GO_ON_ANEW, go_on),
    FormRoute(ids.CHANGE_FORM, change, outsider=FORM_GONE, at=(DIMENSION,)),
    ActionRoute(ids.OPEN_ALL, open_all),
    ActionRoute(ids.ALL_TYPED, typed, family=True),
    FormRoute(ids.ALL_FORM, submitted, outsider=FORM_GONE),
)
