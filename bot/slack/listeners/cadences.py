"""`/cx-remind`, and the buttons in the list of reminders that it shows."""

from collections.abc import Mapping
from typing import Any, assert_never

from slack_bolt import Ack

from bot.core.cadence.reading import read_cadence
from bot.core.cadence.rule import Unclear
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.blocks import Message
from bot.slack.cadence_values import read_cadence_value
from bot.slack.interactions import action
from bot.slack.listeners.cadence_forms import change_form, zone_of
from bot.slack.listeners.replies import answer, redraw
from bot.slack.parts import Parts
from bot.slack.payloads import Command, command
from bot.slack.values import PAUSE_CADENCE, REMOVE_CADENCE, RESUME_CADENCE, SKIP_CADENCE, SNOOZE_CADENCE
from bot.slack.views import cadence_list as words
from bot.slack.views.cadence import local_day, moment_words
from bot.slack.views.cadence_form import cadence_form
from bot.slack.views.private import NOT_OPENED
from bot.use_cases import set_cadence as cadences
from bot.use_cases.ask_reminders import (
    Deed,
    NoneSet,
    NothingAssessed,
    Overview,
    Rule,
    Wanted,
    WhichOne,
    Wish,
    overview,
    read_wish,
)
from bot.use_cases.set_cadence import CadencePress, CadenceWish, Changed, Faster, Gone, NothingDue, Past, Removed, Set
from bot.use_cases.show_scorecard import HelpWanted, NoMatch

UNKNOWN_ZONE = "UTC"
DEEDS: Mapping[str, Deed] = {
    PAUSE_CADENCE: Deed.PAUSE,
    RESUME_CADENCE: Deed.RESUME,
    SNOOZE_CADENCE: Deed.SNOOZE,
    SKIP_CADENCE: Deed.SKIP,
    REMOVE_CADENCE: Deed.REMOVE,
}


def remind(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Answer with the channel's reminders, or do what was typed and say what happens next."""
    asked = command(body)
    if asked.direct:
        ack(response_type="ephemeral", text=words.IN_A_CHANNEL)
        return
    wish = read_wish(parts.store, asked.sender.workspace, asked.sender.channel, asked.words)
    message = _answer(parts, asked, wish)
    if message is None:
        ack()
        return
    sent = parts.gateway_of(asked.sender.workspace).gate.message(message)
    ack(response_type="ephemeral", text=sent["text"], blocks=sent["blocks"])


def _answer(parts: Parts, asked: Command, wish: Wish) -> Message | None:
    match wish:
        case Overview():
            return words.listed(wish, parts.countries())
        case Rule():
            return _set(parts, asked, wish)
        case Wanted(deed=Deed.CHANGE):
            return _open_change(parts, asked, wish)
        case Wanted(deed=deed, cadence=cadence):
            sender = asked.sender
            press = CadencePress(sender.workspace, sender.channel, cadence.id, sender.person, asked.trigger)
            return words.words_alone(do(parts, deed, press))
        case WhichOne():
            return words.which_one(wish)
        case NoneSet():
            return words.none_set(wish)
        case NoMatch():
            return words.no_match(wish)
        case NothingAssessed():
            return words.words_alone(words.NOTHING_ASSESSED)
        case HelpWanted():
            return words.words_alone(words.HELP)
        case never:
            assert_never(never)


def _set(parts: Parts, asked: Command, wish: Rule) -> Message:
    """Set the rule that was typed, in the zone of whoever typed it."""
    sender, line = asked.sender, wish.line
    known = zone_of(parts, sender)
    zone = known or UNKNOWN_ZONE
    today = local_day(parts.clock.now(), zone)
    rule = read_cadence(wish.words, today=today, zone=zone, countries=parts.countries())
    if isinstance(rule, Unclear):
        return words.unclear(rule.question)
    outcome = cadences.set_cadence(
        parts.store,
        parts.clock,
        CadenceWish(
            sender.workspace,
            sender.channel,
            sender.person,
            line.framework,
            line.title,
            line.subject,
            rule,
            asked.trigger,
            typed=True,
        ),
        parts.holidays,
    )
    match outcome:
        case Set(cadence=cadence, replaced=replaced):
            note = "" if known or rule.zone != UNKNOWN_ZONE else words.UTC_ASSUMED
            news = words.SET_ANEW if replaced else words.SET
            return words.was_set(cadence, parts.countries(), news=news, note=note)
        case Past(first=first, following=following):
            return words.past(moment_words(first, rule.zone), moment_words(following, rule.zone))
        case never:
            assert_never(never)


def _open_change(parts: Parts, asked: Command, wish: Wanted) -> Message | None:
    """Open the form; whoever asked is told where Slack does not."""
    sender = asked.sender
    form = change_form(parts, sender.workspace, sender.channel, wish.cadence.id)
    if form is None:
        return words.words_alone(words.GONE)
    try:
        parts.gateway_of(sender.workspace).open_view(trigger=asked.trigger, view=cadence_form(form))
    except (SlackRefusedError, SlackUnavailableError) as error:
        parts.report("form_not_opened", error)
        return words.words_alone(NOT_OPENED)
    return None


def press(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Do what a button of the list says, and show the list as it is now."""
    pressed = action(body)
    sender, of = pressed.sender, read_cadence_value(pressed.value)
    if sender.outside:
        answer(parts, pressed, Message(words.FROM_OUTSIDE))
    elif pressed.action in DEEDS:
        wish = CadencePress(sender.workspace, sender.channel, of.cadence, sender.person, pressed.event)
        news = do(parts, DEEDS[pressed.action], wish)
        seen = overview(parts.store, sender.workspace, sender.channel)
        redraw(parts, pressed, words.listed(seen, parts.countries(), news=news))
    ack()


def do(parts: Parts, deed: Deed, press: CadencePress) -> str:
    """Do something with a reminder and say what became of it."""
    match _done(parts, deed, press):
        case Changed(cadence=cadence) | Removed(cadence=cadence):
            return words.news_words(deed, cadence)
        case NothingDue(cadence=cadence):
            return words.nothing_due(cadence)
        case Faster(cadence=cadence, settled=settled):
            return words.faster(settled, cadence)
        case Gone():
            return words.GONE
        case never:
            assert_never(never)


def _done(parts: Parts, deed: Deed, press: CadencePress) -> Changed | Removed | NothingDue | Faster | Gone:
    store, clock = parts.store, parts.clock
    match deed:
        case Deed.PAUSE:
            return cadences.pause(store, clock, press)
        case Deed.RESUME:
            return cadences.resume(store, clock, press, parts.holidays)
        case Deed.SNOOZE:
            return cadences.snooze(store, clock, press, parts.holidays)
        case Deed.SKIP:
            return cadences.skip_once(store, clock, press, parts.holidays)
        case Deed.REMOVE:
            return cadences.remove(store, clock, press)
        case Deed.CHANGE:
            raise ValueError("A change wants a form: nothing is done with it here.")
        case never:
            assert_never(never)
