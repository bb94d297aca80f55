"""The buttons and forms of a workshop: reading before, steps, notes, groups and votes."""

from collections.abc import Callable

from bot.core.privacy import Right, may, visible
from bot.core.workshop import PreRead, Stage, Workshop, themes
from bot.slack import ids
from bot.slack.blocks import Mistakes, View, notice
from bot.slack.payloads import BlockAction, Submission
from bot.slack.routes import ActionRoute, FormRoute, NotDone, Parts, Reply, Route, presence_of
from bot.slack.text import someone
from bot.slack.values import OfRest, OfStep, OfTopic
from bot.slack.views import workshop as forms
from bot.slack.views.workshop import STEPS, pack_form
from bot.use_cases import workshop as use
from bot.use_cases.ports import Done, NotHere, Presence
from bot.use_cases.workshop import NotRevealed, ask_synopsis

_NOT_YOURS = {
    Right.CONDUCT: "This is for {who}. Nothing was changed.",
    Right.NOTE: "The people who take part in this workshop do that. To be added, ask {who}.",
    Right.VOTE: "Those who answer in this workshop vote; you do not answer in it.",
}
"""Why something is not done. A message shows its buttons to everybody, so whoever presses one is told in private."""
_FACILITATES = "whoever facilitates this workshop"
NOTHING_TO_VOTE = "Nothing was noted, so there is nothing to vote on."
SYNOPSIS_COMES = "The synopsis is being written. It comes as a canvas of this channel, or as files into this thread."
SYNOPSIS_LATER = "The synopsis comes once the scores are revealed: until then there is nothing to write about."
NO_NOTES = "There are no notes to group yet."


def _why_not(found: use.WorkshopOutcome, right: Right) -> str:
    """Return why something was not done; nothing where it was."""
    match found:
        case use.WorkshopDone(waits_for=0):
            return ""
        case use.WorkshopDone(waits_for=count):
            people = "one more person has" if count == 1 else f"{count} more people have"
            return (
                f"The workshop went on, but the notes are not shown before {people} written some: of fewer than three"
                " everybody could tell whose they are. Press *Back* to let people write."
            )
        case NotHere():
            return _NOT_YOURS[right].format(who=_FACILITATES)
        case use.NotNowInWorkshop(stage=stage):
            now = f"The workshop is at “{STEPS[stage]}” now" if stage is not None else "The workshop has not begun"
            return f"{now}, so that was not taken."


def _told(parts: Parts, pressed: BlockAction, assessment: str, found: use.WorkshopOutcome, right: Right) -> str:
    """Return why a press did nothing; to somebody whose it is not, whose it is."""
    if isinstance(found, NotHere):
        return _whose(parts, pressed, assessment, right)
    return _why_not(found, right)


def _whose(parts: Parts, pressed: BlockAction, assessment: str, right: Right) -> str:
    """Tell somebody that it is not theirs to do, and in its channel whose it is."""
    with parts.store.reading() as view:
        found = use.workshop_of(view, pressed.sender.workspace, assessment)
    seen = visible(Right.SEE, found[0] if found is not None else None, pressed.sender.channel)
    who = f"{someone(found[0].facilitator)}, who facilitates this workshop" if found and seen else _FACILITATES
    return _NOT_YOURS[right].format(who=who)


def _workshop(parts: Parts, pressed: BlockAction, assessment: str, right: Right) -> Workshop:
    """Return the workshop whose form a person may open; NotDone says why the person may not."""
    with parts.store.reading() as view:
        found = use.workshop_of(view, pressed.sender.workspace, assessment)
    if found is None or not may(right, found[0], pressed.sender.person):
        raise NotDone(_whose(parts, pressed, assessment, right))
    return found[1]


def _opens(right: Right, form: Callable[[str, Workshop, str], View]) -> Callable[[Parts, BlockAction], View]:
    """Return what opens a form about an assessment and its workshop for a person who has the right."""
    return lambda parts, pressed: form(
        pressed.value, _workshop(parts, pressed, pressed.value, right), pressed.sender.person
    )


NOT_THERE = (
    "What is read before is from the channel of this workshop, and Slack does not say that you are in it. Ask whoever"
    " started it to invite you there, then open it again."
)


def read(parts: Parts, pressed: BlockAction) -> str:
    """Record that somebody has read what is read before."""
    found = use.mark_read(parts.store, parts.clock, pressed.deed, pressed.value)
    return _told(parts, pressed, pressed.value, found, Right.NOTE)


def open_pack(parts: Parts, pressed: BlockAction) -> Reply:
    """Show somebody who takes part what everybody reads before; it is for people of the channel."""
    with parts.store.reading() as view:
        found = use.workshop_of(view, pressed.sender.workspace, pressed.value)
        is_member = found is not None and any(each.person == pressed.sender.person for each in found[0].members)
        shown = use.workshop_in_thread(view, found[0]) if found is not None and is_member else []
    pack = next((each for _, each in shown if isinstance(each, PreRead)), None)
    if found is None or pack is None:
        return _whose(parts, pressed, pressed.value, Right.NOTE)
    is_there = presence_of(parts, pressed.sender, found[0].channel) is Presence.IN
    return pack_form(pack, pressed.sender.person) if is_there else NOT_THERE


def pack_read(parts: Parts, filled: Submission) -> None:
    """Record that somebody has read it in that window."""
    use.mark_read(parts.store, parts.clock, filled.deed, filled.view.metadata)


def step(parts: Parts, pressed: BlockAction) -> str:
    """Begin, go to the next step, or back to the one before."""
    assessment, stage = pressed.of(OfStep)
    by = 1 if pressed.action == ids.STEP_ON else -1
    found = use.move_on(parts.store, parts.clock, pressed.deed, assessment, stage, by)
    return _told(parts, pressed, assessment, found, Right.CONDUCT)


def pause(parts: Parts, pressed: BlockAction) -> str:
    """Stop the timer, or let it go on."""
    assessment, kind = pressed.of(OfRest)
    found = use.rest(parts.store, parts.clock, pressed.deed, assessment, kind)
    return _told(parts, pressed, assessment, found, Right.CONDUCT)


def minutes(parts: Parts, filled: Submission) -> str:
    """Say how long steps take."""
    wanted = forms.read_minutes(filled.view.state)
    return _why_not(use.set_minutes(parts.store, parts.clock, filled.deed, filled.view.metadata, wanted), Right.CONDUCT)


def links(parts: Parts, filled: Submission) -> str:
    """Put other links into what is read before."""
    typed = use.links_typed(filled.view.state.get(forms.LINKS, ""))
    if isinstance(typed, str):
        return typed
    return _why_not(use.add_links(parts.store, filled.deed, filled.view.metadata, typed), Right.CONDUCT)


def notes(parts: Parts, filled: Submission) -> Mistakes | str:
    """Keep somebody's notes."""
    typed = forms.read_notes(filled.view.state)
    if wrong := use.notes_wrong(typed):
        return Mistakes({str(topic): text for topic, text in wrong.items()})
    return _why_not(use.write_notes(parts.store, filled.deed, filled.view.metadata, typed), Right.NOTE)


def open_group(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that puts notes together."""
    assessment, topic = pressed.of(OfTopic)
    found = _workshop(parts, pressed, assessment, Right.NOTE)
    if found.timer.stage is not Stage.GROUP:
        return _why_not(use.NotNowInWorkshop(found.timer.stage), Right.NOTE)
    shown = themes(found, topic)
    return forms.group_form(assessment, topic, shown) if shown else NO_NOTES


def group(parts: Parts, filled: Submission) -> str:
    """Put notes together, or apart."""
    assessment, topic = filled.of(OfTopic)
    with parts.store.reading() as view:
        found = use.workshop_of(view, filled.sender.workspace, assessment)
    chosen, label = forms.read_group(filled.view.state, themes(found[1], topic) if found is not None else ())
    return _why_not(use.group_notes(parts.store, filled.deed, assessment, chosen, label), Right.NOTE)


def open_vote(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form for one's votes."""
    found = _workshop(parts, pressed, pressed.value, Right.VOTE)
    if found.timer.stage is not Stage.VOTE:
        return _why_not(use.NotNowInWorkshop(found.timer.stage), Right.VOTE)
    return forms.vote_form(pressed.value, found, pressed.sender.person) or notice(NOTHING_TO_VOTE)


def votes(parts: Parts, filled: Submission) -> str:
    """Keep somebody's votes."""
    return _why_not(
        use.vote(parts.store, filled.deed, filled.view.metadata, forms.read_votes(filled.view.state)), Right.VOTE
    )


def ask_for_synopsis(parts: Parts, pressed: BlockAction) -> str:
    """Have the synopsis written."""
    match ask_synopsis(parts.store, parts.clock, pressed.deed, pressed.value, pressed.sender.channel_name):
        case Done():
            return SYNOPSIS_COMES
        case NotRevealed():
            return SYNOPSIS_LATER
        case NotHere():
            return _whose(parts, pressed, pressed.value, Right.CONDUCT)


def show_all(parts: Parts, pressed: BlockAction) -> View | None:
    """Show every note of a question to whoever asks; they are shown to everybody in the channel anyway."""
    assessment, topic = pressed.of(OfTopic)
    with parts.store.reading() as view:
        found = use.workshop_of(view, pressed.sender.workspace, assessment)
    is_seen = found is not None and visible(Right.SEE, found[0], pressed.sender.channel) is not None
    return forms.all_notes(topic, themes(found[1], topic)) if found is not None and is_seen else None


ROUTES: tuple[Route, ...] = (
    ActionRoute(ids.MARK_READ, read),
    ActionRoute(ids.OPEN_PACK, open_pack),
    FormRoute(ids.PACK_FORM, pack_read),
    ActionRoute(ids.STEP_ON, step),
    ActionRoute(ids.STEP_BACK, step),
    ActionRoute(ids.PAUSE_STEP, pause),
    ActionRoute(ids.OPEN_MINUTES, _opens(Right.CONDUCT, lambda of, found, _: forms.minutes_form(of, found.timer))),
    ActionRoute(ids.OPEN_LINKS, _opens(Right.CONDUCT, lambda of, found, _: forms.links_form(of, found.links))),
    ActionRoute(ids.OPEN_NOTES, _opens(Right.NOTE, forms.notes_form)),
    ActionRoute(ids.OPEN_GROUP, open_group),
    ActionRoute(ids.OPEN_VOTE, open_vote),
    ActionRoute(ids.ALL_NOTES, show_all),
    ActionRoute(ids.ASK_SYNOPSIS, ask_for_synopsis),
    FormRoute(ids.MINUTES_FORM, minutes),
    FormRoute(ids.LINKS_FORM, links, at=(forms.LINKS,)),
    FormRoute(ids.NOTES_FORM, notes),
    FormRoute(ids.GROUP_FORM, group),
    FormRoute(ids.VOTE_FORM, votes),
)
