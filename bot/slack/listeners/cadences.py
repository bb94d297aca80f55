"""`/cx-remind`, and the buttons in the list of reminders that it shows."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.cadence.reading import read_cadence
from bot.core.cadence.rule import Cadence, SetCadence, Unclear
from bot.core.privacy import Right, visible
from bot.slack import ids
from bot.slack.blocks import Message, Mistakes, View, paragraph
from bot.slack.payloads import BlockAction, Command, OpenModal, Sender, Submission
from bot.slack.routes import (
    OLD_FORM,
    ActionRoute,
    CommandRoute,
    FormRoute,
    Parts,
    Reply,
    Route,
    presence_of,
    redraw,
    replace_list,
    why_not_opened,
)
from bot.slack.values import OfCadence, OfForm
from bot.slack.views import cadence_form as forms
from bot.slack.views import cadences as words
from bot.slack.views.private import NOT_HERE
from bot.use_cases import cadences as use
from bot.use_cases.ports import AssessmentLine, NotHere, Presence
from bot.use_cases.scorecards import HelpWanted, NoMatch, NoneYet

NOT_IN_CHANNEL = "You are not in that channel any more, so its reminders are not yours to set. Close the form."
ABSENT: Mapping[Presence, str] = {
    Presence.OUT: NOT_IN_CHANNEL,
    Presence.UNSEEN: "I cannot see that channel any more. Type /invite @cxbot there, then press the button again.",
    Presence.UNKNOWN: "Slack did not say whether you are in that channel. Nothing is lost: press the button again.",
}
NO_LINE = "Choose what is due again."


def open_new(parts: Parts, pressed: BlockAction) -> View | str:
    """Open the form for the assessment whose button was pressed; without one, for any line of the channel."""
    of = OfForm(pressed.sender.channel, assessment=pressed.value)
    return _opened(parts, pressed, of, NOT_HERE if pressed.value else words.NOTHING_ASSESSED)


def open_change(parts: Parts, pressed: BlockAction) -> View | str:
    """Open the form that changes a reminder."""
    return _opened(parts, pressed, OfForm(pressed.sender.channel, pressed.of(OfCadence).cadence), words.GONE)


def _opened(parts: Parts, pressed: BlockAction, of: OfForm, otherwise: str) -> View | str:
    listed_at = pressed.respond_at if pressed.whispered else ""  # a list that all see is not drawn anew
    form = form_of(parts, pressed.sender, of._replace(respond_at=listed_at))
    return forms.cadence_form(form) if form is not None else otherwise


def form_of(parts: Parts, sender: Sender, of: OfForm) -> forms.Form | None:
    """Prepare the form about a reminder, a line or any line of a channel; None where there is no such thing in it.

    Where a line has a reminder already, the form changes that.
    """
    lines: tuple[AssessmentLine | None, ...] = ()
    if of.assessment:
        lines = (use.line_of(parts.store, sender.workspace, of.channel, of.assessment),)
    elif not of.cadence:
        lines = use.overview(parts.store, sender.workspace, of.channel).lines
    known = tuple(each for each in lines if each is not None)
    with parts.store.reading() as view:
        stands = visible(Right.REMIND, view.cadence(sender.workspace, of.cadence), of.channel) if of.cadence else None
        if of.assessment and known:
            stands = view.cadence_of(sender.workspace, of.channel, known[0].framework, known[0].subject)
    if stands is not None:
        return forms.Form(of._replace(cadence=stands.id, assessment=""), changed=stands)
    return forms.Form(of, known, zone=zone_of(parts, sender)) if known else None


def zone_of(parts: Parts, sender: Sender) -> str:
    """Return the time zone of a person, empty when Slack does not say."""
    gateway = parts.gateway_of(sender.workspace)
    return parts.zones.of(gateway, sender.workspace, sender.person, parts.clock.now())


def pick_often(parts: Parts, picked: BlockAction) -> View | None:
    """Show or hide the field for one's own words; what was filled in stays."""
    of = _of(parts, picked.sender, picked.view) if picked.view is not None else None
    form = form_of(parts, picked.sender, of) if of is not None else None
    if picked.view is None or of is None or form is None:
        return None
    return forms.cadence_form(replace(form, of=of, often=picked.value, entries=picked.view.state or None))


def _of(parts: Parts, sender: Sender, view: OpenModal) -> OfForm | None:
    """Return what a form is about, in the channel as it is called now."""
    of = view.of(OfForm)
    channel = parts.channel_now(sender.workspace, of.channel)
    return of._replace(channel=channel) if channel else None


def submitted(parts: Parts, filled: Submission) -> Mistakes | View:
    """Set or change the reminder that was filled in, and say in the form's place what happens next."""
    outcome = _take(parts, filled, _of(parts, filled.sender, filled.view))
    if isinstance(outcome, Mistakes):
        known = {block: text for block, text in outcome.errors.items() if block in filled.view.state}
        return Mistakes(known or {next(iter(filled.view.state), forms.OFTEN): OLD_FORM})
    return forms.is_set_view(outcome)


def _take(parts: Parts, filled: Submission, of: OfForm | None) -> SetCadence | Mistakes:
    """Record what was filled in; what is wrong is named at the field where it can be seen."""
    if of is None:
        return Mistakes({forms.OFTEN: OLD_FORM})
    if refusal := ABSENT.get(presence_of(parts, filled.sender, of.channel)):
        return Mistakes({forms.OFTEN: refusal})
    with parts.store.reading() as view:
        stands = view.cadence(filled.sender.workspace, of.cadence) if of.cadence else None
    rule = forms.read_form(filled.view.state, parts.clock.now(), stands.cadence if stands is not None else None)
    if isinstance(rule, Mistakes):
        return rule
    outcome = _change(parts, filled, of, rule) if of.cadence else _set(parts, filled, of, rule)
    match outcome:
        case use.Set(cadence=cadence) | (SetCadence() as cadence):
            _redraw_list(parts, filled.sender, of, cadence)
            return cadence
        case use.Past(first=first):
            when = words.moment_words(first, rule.zone)
            return Mistakes({forms.FIRST: f"{when} has passed. Choose a later day or time."})
        case NotHere():
            return Mistakes({forms.OFTEN: f"{words.GONE.replace('`', '')} Close the form."})
        case Mistakes():
            return outcome


def _change(parts: Parts, filled: Submission, of: OfForm, rule: Cadence) -> SetCadence | use.Past | NotHere:
    sender = filled.sender
    press = use.CadencePress(sender.deed(filled.event, channel=of.channel), of.cadence)
    return use.change(parts.store, parts.clock, press, rule, parts.holidays)


def _set(parts: Parts, filled: Submission, of: OfForm, rule: Cadence) -> use.Set | use.Past | Mistakes:
    sender, picked = filled.sender, of.assessment or filled.view.state.get(forms.LINE, "")
    if not picked:  # the channel had but one line when the form was opened
        seen = use.overview(parts.store, sender.workspace, of.channel)
        picked = seen.lines[0].id if seen.lines else ""
    line = use.line_of(parts.store, sender.workspace, of.channel, picked)
    if line is None:
        return Mistakes({forms.LINE if forms.LINE in filled.view.state else forms.OFTEN: NO_LINE})
    deed = sender.deed(filled.event, channel=of.channel)
    wish = use.CadenceWish(deed, line.framework, line.title, line.subject, rule)
    return use.set_cadence(parts.store, parts.clock, wish, parts.holidays)


def _redraw_list(parts: Parts, sender: Sender, of: OfForm, cadence: SetCadence) -> None:
    """Bring the list from which the form was opened up to date; what was set stays set, even where that fails."""
    if not of.respond_at:
        return
    seen = use.overview(parts.store, sender.workspace, of.channel)
    message = words.listed(seen, news=words.news_words(use.CadenceVerb.CHANGE, cadence) if of.cadence else "")
    replace_list(parts, sender, of.respond_at, message)


UNKNOWN_ZONE = "UTC"
DEEDS: Mapping[str, use.CadenceVerb] = {
    ids.PAUSE_CADENCE: use.CadenceVerb.PAUSE,
    ids.RESUME_CADENCE: use.CadenceVerb.RESUME,
    ids.SNOOZE_CADENCE: use.CadenceVerb.SNOOZE,
    ids.SKIP_CADENCE: use.CadenceVerb.SKIP,
    ids.REMOVE_CADENCE: use.CadenceVerb.REMOVE,
}


def remind(parts: Parts, asked: Command) -> Reply:
    """Answer with the channel's reminders, or do what was typed and say what happens next."""
    if asked.direct:
        return words.IN_A_CHANNEL
    return _answer(parts, asked, use.read_wish(parts.store, asked.sender.workspace, asked.sender.channel, asked.words))


def _answer(parts: Parts, asked: Command, wish: use.Wish) -> Reply:
    match wish:
        case use.Overview():
            return words.listed(wish)
        case use.Rule():
            return _set_of_cadences(parts, asked, wish)
        case use.Wanted(deed=use.CadenceVerb.CHANGE):
            form = form_of(parts, asked.sender, OfForm(asked.sender.channel, wish.cadence.id))
            return forms.cadence_form(form) if form is not None else paragraph(words.GONE)
        case use.Wanted(deed=deed, cadence=cadence):
            return paragraph(do(parts, deed, use.CadencePress(asked.deed, cadence.id)))
        case use.WhichOne():
            return words.which_one(wish)
        case use.NoneSet():
            return words.none_set(wish)
        case NoMatch():
            return words.no_match(wish)
        case NoneYet():
            return paragraph(words.NOTHING_ASSESSED)
        case HelpWanted():
            return paragraph(words.HELP)


def _set_of_cadences(parts: Parts, asked: Command, wish: use.Rule) -> Message | None:
    """Set the rule that was typed, in the zone of the person who typed it."""
    sender, line = asked.sender, wish.line
    known = zone_of(parts, sender)
    zone = known or UNKNOWN_ZONE
    today = words.local_day(parts.clock.now(), zone)
    rule = read_cadence(wish.words, today=today, zone=zone)
    if isinstance(rule, Unclear):
        return _open_unclear(parts, asked, wish, rule, known)
    outcome = use.set_cadence(
        parts.store,
        parts.clock,
        use.CadenceWish(asked.deed, line.framework, line.title, line.subject, rule),
        parts.holidays,
    )
    match outcome:
        case use.Set(cadence=cadence, replaced=replaced):
            note = "" if known or rule.zone != UNKNOWN_ZONE else words.UTC_ASSUMED
            news = words.SET_ANEW if replaced else words.SET
            return words.was_set(cadence, news=news, note=note)
        case use.Past(first=first, following=following):
            return words.past(words.moment_words(first, rule.zone), words.moment_words(following, rule.zone))


def _open_unclear(parts: Parts, asked: Command, wish: use.Rule, unclear: Unclear, zone: str) -> Message | None:
    """Open the form with what was understood; the question comes in words where Slack does not open it."""
    form = form_of(parts, asked.sender, OfForm(asked.sender.channel, assessment=wish.line.id))
    if form is not None:
        form = replace(form, question=unclear.question, entries=forms.understood_entries(unclear.understood, zone))
        if not why_not_opened(parts, asked.sender, asked.event, forms.cadence_form(form), again=""):
            return None
    return words.unclear(unclear.question)


def press(parts: Parts, pressed: BlockAction) -> None:
    """Do what a button of the list says, and show the list as it is now."""
    sender, of = pressed.sender, pressed.of(OfCadence)
    wish = use.CadencePress(pressed.deed, of.cadence, of.due)
    news = do(parts, DEEDS[pressed.action], wish)
    seen = use.overview(parts.store, sender.workspace, sender.channel)
    redraw(parts, pressed, words.listed(seen, news=news))


def do(parts: Parts, deed: use.CadenceVerb, press: use.CadencePress) -> str:
    """Do something with a reminder and say what became of it."""
    match use.act(parts.store, parts.clock, deed, press, parts.holidays):
        case SetCadence() as cadence:
            return words.news_words(deed, cadence)
        case use.NothingDue(cadence=cadence):
            return words.nothing_due(cadence)
        case use.Faster(cadence=cadence, settled=settled):
            return words.faster(settled, cadence)
        case NotHere():
            return words.GONE


ROUTES: tuple[Route, ...] = (
    CommandRoute(
        "/cx-remind",
        remind,
        "Set when it is due again here, and see what is set",
        "every 3 months on Monday 9:30 | list | help",
    ),
    ActionRoute(ids.OPEN_CADENCE, open_new),
    ActionRoute(ids.CHANGE_CADENCE, open_change),
    ActionRoute(ids.CHANGE_DUE, open_change),
    ActionRoute(ids.PICK_OFTEN, pick_often),
    *(ActionRoute(each, press) for each in DEEDS),
    FormRoute(ids.CADENCE_FORM, submitted, at=(forms.OFTEN,)),
)
