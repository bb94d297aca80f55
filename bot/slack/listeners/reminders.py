"""The buttons under a reminder in the channel and under a nudge in a direct message."""

from collections.abc import Mapping

from bot.core.assessment import Subject
from bot.core.cadence.rule import SetCadence
from bot.core.drafts.briefs import drafted_in
from bot.core.own_frameworks import newest_on_offer
from bot.core.privacy import Right, visible
from bot.slack import ids
from bot.slack.listeners.cadences import do
from bot.slack.payloads import BlockAction
from bot.slack.routes import ActionRoute, Parts, Reply, Route
from bot.slack.values import OfCadence, OfNumber
from bot.slack.views import cadences as words
from bot.slack.views.reminders import NOTHING_TO_PUT_OFF, not_offered
from bot.slack.views.start import StartForm, start_form
from bot.use_cases.cadences import CadencePress, CadenceVerb, due_key
from bot.use_cases.nudges import not_now
from bot.use_cases.ports import NotHere
from bot.use_cases.reminders import last_of_line

DEEDS: Mapping[str, CadenceVerb] = {ids.SNOOZE_DUE: CadenceVerb.SNOOZE, ids.SKIP_DUE: CadenceVerb.SKIP}


def start(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that starts the next assessment, filled in as the last one was."""
    found = _reminded(parts, pressed)
    if isinstance(found, str):
        return found
    frameworks = parts.frameworks_of(found.workspace)
    framework = newest_on_offer(frameworks, found.slug)
    if framework is None and pressed.action == ids.CHOOSE_DUE:
        framework = frameworks[0]
    if framework is None:
        return not_offered(found, pressed.of(OfCadence))
    with parts.store.reading() as view:
        last = last_of_line(view, found.workspace, found.channel, found.slug, found.subject)
    subject = last.subject if last is not None else Subject(found.subject)
    language = drafted_in(last) if last is not None else ""
    reminder = pressed.of(OfCadence)
    return start_form(StartForm(frameworks, framework, found.channel, subject, language=language, reminder=reminder))


def _reminded(parts: Parts, pressed: BlockAction) -> SetCadence | str:
    """Return the reminder whose button was pressed, or why it waits no more."""
    of, sender = pressed.of(OfCadence), pressed.sender
    with parts.store.reading() as view:
        cadence = visible(Right.REMIND, view.cadence(sender.workspace, of.cadence), sender.channel)
        settled = view.settled(sender.workspace, due_key(of.cadence), of.due) if of.due is not None else None
    if cadence is None or of.due is None:
        return words.GONE
    if settled is not None:
        return words.ANSWERED_BY_YOU if settled.by == sender.person else words.faster(settled, cadence)
    return cadence


def settle(parts: Parts, pressed: BlockAction) -> str:
    """Put a reminder off or skip it; the message itself says so then, so the person hears only what went wrong."""
    of = pressed.of(OfCadence)
    found = _reminded(parts, pressed)
    press = CadencePress(pressed.deed, of.cadence, of.due)
    told = found if isinstance(found, str) else do(parts, DEEDS[pressed.action], press)
    # Looked at last: of two presses side by side, either may be the one that the store takes.
    return "" if _has_answered(parts, pressed, of) else told


def _has_answered(parts: Parts, pressed: BlockAction, of: OfCadence) -> bool:
    """Whether it was this person who answered the reminder: the message says so, and a double press is no news."""
    if of.due is None:
        return False
    with parts.store.reading() as view:
        settled = view.settled(pressed.sender.workspace, due_key(of.cadence), of.due)
    return settled is not None and settled.by == pressed.sender.person


def later(parts: Parts, pressed: BlockAction) -> str:
    """Put the second nudge off; the message itself says so then."""
    found = not_now(parts.store, parts.clock, pressed.deed, *pressed.of(OfNumber))
    return NOTHING_TO_PUT_OFF if isinstance(found, NotHere) else ""


ROUTES: tuple[Route, ...] = (
    ActionRoute(ids.START_DUE, start),
    ActionRoute(ids.CHOOSE_DUE, start),
    ActionRoute(ids.SNOOZE_DUE, settle),
    ActionRoute(ids.SKIP_DUE, settle),
    # a nudge stands in the direct messages of the person whom it asks
    ActionRoute(ids.NOT_NOW, later, for_all=True),
)
