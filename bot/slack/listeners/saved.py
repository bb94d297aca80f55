"""Save a message as evidence: the shortcut, its form, the button that uses one, and the way back."""

from dataclasses import replace

from bot.core.conversation.turns import Button, Press
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.saved import Openness, SavedMessage, SourceMessage, quotable
from bot.slack import ids
from bot.slack.blocks import Mistakes, View
from bot.slack.payloads import BlockAction, MessageShortcut, Sender, Submission
from bot.slack.routes import (
    ActionRoute,
    FormRoute,
    Parts,
    Reply,
    Route,
    ShortcutRoute,
    at_first_field,
    presence_of,
    redraw,
)
from bot.slack.text import is_plain_address
from bot.slack.values import OfSaved
from bot.slack.views import saved as words
from bot.slack.views.plans import message_address
from bot.slack.views.private import NOT_HERE
from bot.slack.views.saved import OfSaveForm
from bot.use_cases import saved as use
from bot.use_cases.conversation import UNKNOWN_HERE, Pressed
from bot.use_cases.ports import NotHere, Presence

MOST_CHANNELS = 12
"""Other channels about which Slack is asked while a person waits: those with the newest assessments."""


def shortcut(parts: Parts, used: MessageShortcut) -> Reply:
    """Open the form for a message; Slack is asked for nothing before, since a trigger lives three seconds."""
    sender = used.sender
    source = replace(used.source, channel=sender.channel)
    if not quotable(source.text):
        return words.NO_WORDS
    of = OfSaveForm(source)
    choices, others = _choices(parts, sender, of), _others(parts, sender, of)
    if not choices and not others:
        return words.cannot_save(source.openness)
    return words.save_form(of, choices, sender.person, more=bool(others))


def _others(parts: Parts, sender: Sender, of: OfSaveForm) -> tuple[str, ...]:
    """Return the other channels with assessments, as far as words of this message may be shown there at all."""
    if of.source.openness is not Openness.PUBLIC:
        return ()
    with parts.store.reading() as view:
        return tuple(each for each in view.channels(sender.workspace) if each != of.source.channel)


def _choices(parts: Parts, sender: Sender, of: OfSaveForm) -> tuple[use.SaveChoice, ...]:
    """Return what is assessed in the channel of the message, and ``further`` in those in which the person is now."""
    others = _others(parts, sender, of)[:MOST_CHANNELS] if of.further else ()
    seen = [each for each in others if presence_of(parts, sender, each) is Presence.IN]
    with parts.store.reading() as view:
        return use.choices_in(view, sender.workspace, (of.source.channel, *seen))


def pick(parts: Parts, picked: BlockAction) -> View | None:
    """Show the dimensions of what was picked."""
    of = words.read_form_about(picked.view.metadata) if picked.view is not None else None
    return _form(parts, picked.sender, of, picked.value) if of is not None else None


def look_further(parts: Parts, pressed: BlockAction) -> View | None:
    """Show what is assessed in other channels of the person too, if the message is of a public channel."""
    of = words.read_form_about(pressed.view.metadata) if pressed.view is not None else None
    if of is None or pressed.view is None:
        return None
    openness = _openness(parts, pressed.sender, of)
    further = OfSaveForm(replace(of.source, openness=openness), further=True)
    return _form(parts, pressed.sender, further, pressed.view.state.get(words.FOR, ""))


def _openness(parts: Parts, sender: Sender, of: OfSaveForm) -> Openness:
    """Return how open the channel of a message is, by Slack's word where only that can tell."""
    known = of.source.openness
    gateway = parts.gateway_of(sender.workspace)
    return gateway.openness(channel=of.source.channel) if known is Openness.PUBLIC else known


def _form(parts: Parts, sender: Sender, of: OfSaveForm, picked: str) -> View:
    more = not of.further and bool(_others(parts, sender, of))
    return words.save_form(of, _choices(parts, sender, of), sender.person, picked=picked, more=more)


def save(parts: Parts, filled: Submission) -> Mistakes | View:
    """Save what was filled in; mistakes come back at their fields."""
    of, state, sender = words.read_form_about(filled.view.metadata), filled.view.state, filled.sender
    if of is None or words.FOR not in state:
        return at_first_field(filled, words.OLD_FORM)
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, state[words.FOR])
    presence = Presence.OUT if assessment is None else presence_of(parts, sender, assessment.channel)
    site = _site(parts, sender)
    if presence is Presence.UNKNOWN or not site:
        return Mistakes({words.FOR: words.ASK_AGAIN})
    if assessment is None or presence is not Presence.IN:
        return Mistakes({words.FOR: words.NOT_IN_CHANNEL})
    source = replace(of.source, channel=parts.channel_now(sender.workspace, of.source.channel))
    source = replace(source, openness=_openness(parts, sender, OfSaveForm(source)))
    field = words.dimension_field(assessment.id)
    keys = {str(place): each.key for place, each in enumerate(assessment.framework.dimensions, start=1)}
    wish = use.SaveWish(
        deed=sender.deed(filled.event, channel=assessment.channel),
        assessment=assessment.id,
        dimension=keys.get(state.get(field, ""), ""),
        source=source,
        quotation=state.get(words.WORDS, "") or source.text,
        link=_address(site, source),
    )
    return _answered(use.save_message(parts.store, parts.clock, wish), field)


def _answered(found: use.SaveOutcome, field: str) -> Mistakes | View:
    match found:
        case SavedMessage():
            return words.message_saved(found)
        case use.SavedBefore():
            return Mistakes({field: words.saved_before(found.saved)})
        case NotHere():
            return Mistakes({field: words.NO_DIMENSION})
        case use.NotSaved.OTHER_WORDS:
            return Mistakes({words.WORDS: words.NOT_ITS_WORDS})
        case use.NotSaved.FOR_ITS_CHANNEL:
            return Mistakes({words.FOR: words.FOR_ITS_CHANNEL})
        case use.NotSaved.DECLINED:
            return Mistakes({words.WORDS: words.DECLINED})


def _address(site: str, source: SourceMessage) -> str:
    """Return the address of a message, or that of the file that is saved in its place, if Slack keeps it here."""
    if is_plain_address(source.link) and source.link.startswith(f"{site.rstrip('/')}/"):
        return source.link
    address = message_address(site, source.channel, source.ts)
    return f"{address}?thread_ts={source.thread}&cid={source.channel}" if source.thread else address


def _site(parts: Parts, sender: Sender) -> str:
    try:
        return parts.gateway_of(sender.workspace).auth_test().url
    except (SlackRefusedError, SlackUnavailableError):
        return ""


def use_message(parts: Parts, pressed: BlockAction) -> str:
    """Take a saved message as evidence for the question under which it is offered."""
    saved, assessment, question = pressed.of(OfSaved)
    sender = pressed.sender
    whole = use.whole_channel(parts.store, sender.workspace, assessment)
    channel = whole if whole and presence_of(parts, sender, whole) is Presence.IN else ""
    press = Pressed(pressed.deed, assessment, Press(Button.KEEP_WORDS, question, ""), pressed.at)
    found = use.use_saved(parts.store, parts.clock, press, saved, channel)
    if isinstance(found, NotHere):
        return words.NOT_OFFERED
    return NOT_HERE if found == UNKNOWN_HERE else ""


def take_back(parts: Parts, pressed: BlockAction) -> str:
    """Take a saved message back, where it is listed or where its author was told."""
    saved, shown_in, _ = pressed.of(OfSaved)
    sender = pressed.sender
    found = use.take_saved_back(parts.store, parts.clock, pressed.deed, saved)
    if not isinstance(found, SavedMessage):
        return words.NOT_YOURS
    if shown_in != words.LISTED:
        return ""
    left = words.saved_list(use.saved_here(parts.store, sender.workspace, sender.channel, sender.person), sender.person)
    redraw(parts, pressed, left)
    return words.taken_back(found)


ROUTES: tuple[Route, ...] = (
    ShortcutRoute(
        ids.SAVE_MESSAGE,
        shortcut,
        "Save as CX evidence",
        "Keep this message for a dimension that is assessed",
    ),
    ActionRoute(ids.PICK_SAVED_FOR, pick),
    ActionRoute(ids.LOOK_FURTHER, look_further),
    ActionRoute(ids.USE_SAVED, use_message),
    # also for an author of another organisation: the words are theirs
    ActionRoute(ids.TAKE_SAVED, take_back, for_all=True),
    FormRoute(ids.SAVE_FORM, save, at=(words.WORDS,)),
)
