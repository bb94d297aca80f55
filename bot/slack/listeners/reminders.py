"""The buttons under a reminder in the channel and under a nudge in a direct message."""

from collections.abc import Mapping
from typing import assert_never

from bot.core.assessment import Subject
from bot.core.cadence.rule import SetCadence
from bot.core.drafts.briefs import drafted_in
from bot.core.framework import Framework
from bot.core.privacy import Right, visible
from bot.slack.blocks import Message
from bot.slack.listeners.cadences import do
from bot.slack.payloads import BlockAction
from bot.slack.routes import ActionRoute, Parts, Route, answer, open_form
from bot.slack.values import NOT_NOW, SKIP_DUE, SNOOZE_DUE, START_DUE, OfCadence, read_cadence_value, read_nudge
from bot.slack.views import cadences as words
from bot.slack.views.reminders import NOTHING_TO_PUT_OFF
from bot.slack.views.start import StartForm, start_form
from bot.use_cases.cadences import CadencePress, CadenceVerb, due_key
from bot.use_cases.nudges import NothingToPutOff, NotNow, PutOff, not_now
from bot.use_cases.reminders import last_of_line

DEEDS: Mapping[str, CadenceVerb] = {SNOOZE_DUE: CadenceVerb.SNOOZE, SKIP_DUE: CadenceVerb.SKIP}
NO_FRAMEWORK = "The framework of this reminder is not installed any more. Type `/cx-assess` to choose another one."


def start(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that starts the next assessment, filled in as the last one was."""
    found = _reminded(parts, pressed)
    if found is not None:
        framework = newest_on_offer(parts.frameworks, found.slug)
        if framework is None:
            answer(parts, pressed, Message(NO_FRAMEWORK))
        else:
            open_form(parts, pressed, start_form(_prefilled(parts, found, framework)))


def _prefilled(parts: Parts, cadence: SetCadence, framework: Framework) -> StartForm:
    with parts.store.reading() as view:
        last = last_of_line(view, cadence.workspace, cadence.channel, cadence.slug, cadence.subject)
    subject = last.subject if last is not None else Subject(cadence.subject)
    language = drafted_in(last) if last is not None else ""
    return StartForm(parts.frameworks, framework, cadence.channel, subject, language=language)


def newest_on_offer(frameworks: tuple[Framework, ...], slug: str) -> Framework | None:
    """Return the framework of that name, else the one that has taken its place."""
    own = next((each for each in frameworks if each.slug == slug), None)
    return own or next((each for each in frameworks if slug in each.supersedes), None)


def _reminded(parts: Parts, pressed: BlockAction) -> SetCadence | None:
    """Return the reminder whose button was pressed; tell the person and return None where it waits no more."""
    of, sender = read_cadence_value(pressed.value), pressed.sender
    with parts.store.reading() as view:
        cadence = visible(Right.REMIND, view.cadence(sender.workspace, of.cadence), sender.channel)
        settled = view.settled(sender.workspace, due_key(of.cadence), of.due) if of.due is not None else None
    if cadence is None or of.due is None:
        answer(parts, pressed, Message(words.GONE))
        return None
    if settled is not None:
        mine = settled.by == sender.person
        answer(parts, pressed, Message(words.ANSWERED_BY_YOU if mine else words.faster(settled, cadence)))
        return None
    return cadence


def settle(parts: Parts, pressed: BlockAction) -> None:
    """Put a reminder off or skip it; the message itself says so then, so the person hears only what went wrong."""
    of = read_cadence_value(pressed.value)
    if pressed.action in DEEDS and not _has_answered(parts, pressed, of) and _reminded(parts, pressed) is not None:
        told = do(parts, DEEDS[pressed.action], _press(pressed, of))
        if not _has_answered(parts, pressed, of):
            answer(parts, pressed, Message(told))


def _has_answered(parts: Parts, pressed: BlockAction, of: OfCadence) -> bool:
    """Whether it was this person who answered the reminder: the message says so, and a double press is no news."""
    if of.due is None:
        return False
    with parts.store.reading() as view:
        settled = view.settled(pressed.sender.workspace, due_key(of.cadence), of.due)
    return settled is not None and settled.by == pressed.sender.person


def _press(pressed: BlockAction, of: OfCadence) -> CadencePress:
    sender = pressed.sender
    return CadencePress(sender.deed(pressed.event), of.cadence, of.due)


def later(parts: Parts, pressed: BlockAction) -> None:
    """Put the second nudge off; the message itself says so then."""
    assessment, number = read_nudge(pressed.value)
    sender = pressed.sender
    match not_now(parts.store, parts.clock, NotNow(sender.deed(pressed.event), assessment, number)):
        case PutOff():
            pass
        case NothingToPutOff():
            answer(parts, pressed, Message(NOTHING_TO_PUT_OFF))
        case never:
            assert_never(never)


ROUTES: tuple[Route, ...] = (
    ActionRoute(START_DUE, start),
    ActionRoute(SNOOZE_DUE, settle),
    ActionRoute(SKIP_DUE, settle),
    # a nudge stands in the direct messages of the person whom it asks
    ActionRoute(NOT_NOW, later, for_all=True),
)
