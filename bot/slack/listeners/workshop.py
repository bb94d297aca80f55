"""The buttons and forms of a workshop: reading before, steps, notes, groups and votes."""

from typing import assert_never

from bot.core.assessment import Assessment
from bot.core.privacy import Right, may, visible
from bot.core.workshop import PreRead, Stage, Workshop, themes
from bot.slack.blocks import Message, Mistakes, notice
from bot.slack.payloads import BlockAction, Submission
from bot.slack.routes import (
    ActionRoute,
    FormRoute,
    Parts,
    Route,
    answer,
    at_first_field,
    open_form,
    presence_of,
)
from bot.slack.values import (
    ALL_NOTES,
    ASK_SYNOPSIS,
    GROUP_FORM,
    LINKS_FORM,
    MARK_READ,
    MINUTES_FORM,
    NOTES_FORM,
    OPEN_GROUP,
    OPEN_LINKS,
    OPEN_MINUTES,
    OPEN_NOTES,
    OPEN_PACK,
    OPEN_VOTE,
    PACK_FORM,
    PAUSE_STEP,
    STEP_BACK,
    STEP_ON,
    VOTE_FORM,
    read_rest,
    read_step,
    read_topic,
)
from bot.slack.views.workshop import STEPS, pack_form
from bot.slack.views.workshop_forms import (
    LINKS,
    all_notes,
    group_form,
    links_form,
    minutes_form,
    notes_form,
    read_group,
    read_minutes,
    read_notes,
    read_votes,
    vote_form,
)
from bot.use_cases.ports import Presence
from bot.use_cases.synopsis import NotRevealed, SynopsisAsked, ask_synopsis
from bot.use_cases.workshop import (
    NotInWorkshop,
    NotNowInWorkshop,
    WorkshopDone,
    WorkshopOutcome,
    add_links,
    group_notes,
    links_typed,
    mark_read,
    move_on,
    notes_wrong,
    rest,
    set_minutes,
    vote,
    workshop_in_thread,
    workshop_of,
    write_notes,
)

NOT_YOURS = {
    Right.CONDUCT: "Whoever facilitates this workshop does that; nothing was changed.",
    Right.NOTE: "The people who take part in this workshop do that. Ask whoever facilitates it to add you.",
    Right.VOTE: "Those who answer in this workshop vote; you do not answer in it.",
}
NOTHING_TO_VOTE = "Nothing was noted, so there is nothing to vote on."
SYNOPSIS_COMES = "The synopsis is being written. It comes as a canvas of this channel, or as files into this thread."
SYNOPSIS_LATER = "The synopsis comes once the scores are revealed: until then there is nothing to write about."
NO_NOTES = "There are no notes to group yet."


def _why_not(found: WorkshopOutcome, right: Right) -> str:
    """Return why something was not done; nothing where it was."""
    match found:
        case WorkshopDone(waits_for=0):
            return ""
        case WorkshopDone(waits_for=count):
            people = "one more person has" if count == 1 else f"{count} more people have"
            return (
                f"The workshop went on, but the notes are not shown before {people} written some: of fewer than three"
                " everybody could tell whose they are. Press *Back* to let people write."
            )
        case NotInWorkshop():
            return NOT_YOURS[right]
        case NotNowInWorkshop(stage=stage):
            now = f"The workshop is at “{STEPS[stage]}” now" if stage is not None else "The workshop has not begun"
            return f"{now}, so that was not taken."
        case never:
            assert_never(never)


def _told(parts: Parts, pressed: BlockAction, found: WorkshopOutcome, right: Right) -> None:
    if why := _why_not(found, right):
        answer(parts, pressed, Message(why))


def _workshop(parts: Parts, pressed: BlockAction, assessment: str, right: Right) -> tuple[Assessment, Workshop] | None:
    """Return the workshop whose form a person may open; whoever may not is told why."""
    with parts.store.reading() as view:
        found = workshop_of(view, pressed.sender.workspace, assessment)
    if found is None or not may(right, found[0], pressed.sender.person):
        answer(parts, pressed, Message(NOT_YOURS[right]))
        return None
    return found


NOT_THERE = (
    "What is read before is from the channel of this workshop, and Slack does not say that you are in it. Ask whoever"
    " started it to invite you there, then open it again."
)


def read(parts: Parts, pressed: BlockAction) -> None:
    """Record that somebody has read what is read before."""
    found = mark_read(parts.store, parts.clock, pressed.sender.deed(pressed.event), pressed.value)
    _told(parts, pressed, found, Right.NOTE)


def open_pack(parts: Parts, pressed: BlockAction) -> None:
    """Show somebody who takes part what everybody reads before; it is for people of the channel."""
    with parts.store.reading() as view:
        found = workshop_of(view, pressed.sender.workspace, pressed.value)
        is_member = found is not None and any(each.person == pressed.sender.person for each in found[0].members)
        shown = workshop_in_thread(view, found[0]) if found is not None and is_member else []
    pack = next((each for _, each in shown if isinstance(each, PreRead)), None)
    if found is None or pack is None:
        answer(parts, pressed, Message(NOT_YOURS[Right.NOTE]))
        return
    if presence_of(parts, pressed.sender, found[0].channel) is Presence.IN:
        open_form(parts, pressed, pack_form(pack, pressed.sender.person))
    else:
        answer(parts, pressed, Message(NOT_THERE))


def pack_read(parts: Parts, filled: Submission) -> None:
    """Record that somebody has read it in that window."""
    mark_read(parts.store, parts.clock, filled.sender.deed(filled.event), filled.view.metadata)


def step_on(parts: Parts, pressed: BlockAction) -> None:
    """Begin, or go to the next step."""
    _step(parts, pressed, 1)


def step_back(parts: Parts, pressed: BlockAction) -> None:
    """Go back to the step before."""
    _step(parts, pressed, -1)


def _step(parts: Parts, pressed: BlockAction, by: int) -> None:
    assessment, stage = read_step(pressed.value)
    deed = pressed.sender.deed(pressed.event)
    _told(parts, pressed, move_on(parts.store, parts.clock, deed, assessment, stage, by), Right.CONDUCT)


def pause(parts: Parts, pressed: BlockAction) -> None:
    """Stop the timer, or let it go on."""
    assessment, kind = read_rest(pressed.value)
    deed = pressed.sender.deed(pressed.event)
    _told(parts, pressed, rest(parts.store, parts.clock, deed, assessment, kind), Right.CONDUCT)


def open_minutes(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that says how long steps take."""
    if (found := _workshop(parts, pressed, pressed.value, Right.CONDUCT)) is not None:
        open_form(parts, pressed, minutes_form(pressed.value, found[1].timer))


def minutes(parts: Parts, filled: Submission) -> Mistakes | None:
    """Say how long steps take."""
    deed, wanted = filled.sender.deed(filled.event), read_minutes(filled.view.state)
    return _mistakes(filled, set_minutes(parts.store, parts.clock, deed, filled.view.metadata, wanted), Right.CONDUCT)


def _mistakes(filled: Submission, found: WorkshopOutcome, right: Right) -> Mistakes | None:
    why = _why_not(found, right)
    return at_first_field(filled, why) if why else None


def open_links(parts: Parts, pressed: BlockAction) -> None:
    """Open the form for the links that everybody reads before."""
    if (found := _workshop(parts, pressed, pressed.value, Right.CONDUCT)) is not None:
        open_form(parts, pressed, links_form(pressed.value, found[1].links))


def links(parts: Parts, filled: Submission) -> Mistakes | None:
    """Put other links into what is read before."""
    typed = links_typed(filled.view.state.get(LINKS, ""))
    if isinstance(typed, str):
        return Mistakes({LINKS: typed})
    deed = filled.sender.deed(filled.event)
    return _mistakes(filled, add_links(parts.store, deed, filled.view.metadata, typed), Right.CONDUCT)


def open_notes(parts: Parts, pressed: BlockAction) -> None:
    """Open the form for one's own notes."""
    if (found := _workshop(parts, pressed, pressed.value, Right.NOTE)) is not None:
        open_form(parts, pressed, notes_form(pressed.value, found[1], pressed.sender.person))


def notes(parts: Parts, filled: Submission) -> Mistakes | None:
    """Keep somebody's notes."""
    typed = read_notes(filled.view.state)
    if wrong := notes_wrong(typed):
        return Mistakes({str(topic): text for topic, text in wrong.items()})
    deed = filled.sender.deed(filled.event)
    return _mistakes(filled, write_notes(parts.store, deed, filled.view.metadata, typed), Right.NOTE)


def open_group(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that puts notes together."""
    assessment, topic = read_topic(pressed.value)
    found = _workshop(parts, pressed, assessment, Right.NOTE)
    if found is None:
        return
    if found[1].timer.stage is not Stage.GROUP:
        answer(parts, pressed, Message(_why_not(NotNowInWorkshop(found[1].timer.stage), Right.NOTE)))
    elif shown := themes(found[1], topic):
        open_form(parts, pressed, group_form(assessment, topic, shown))
    else:
        answer(parts, pressed, Message(NO_NOTES))


def group(parts: Parts, filled: Submission) -> Mistakes | None:
    """Put notes together, or apart."""
    assessment, topic = read_topic(filled.view.metadata)
    with parts.store.reading() as view:
        found = workshop_of(view, filled.sender.workspace, assessment)
    chosen, label = read_group(filled.view.state, themes(found[1], topic) if found is not None else ())
    deed = filled.sender.deed(filled.event)
    return _mistakes(filled, group_notes(parts.store, deed, assessment, chosen, label), Right.NOTE)


def open_vote(parts: Parts, pressed: BlockAction) -> None:
    """Open the form for one's votes."""
    found = _workshop(parts, pressed, pressed.value, Right.VOTE)
    if found is None:
        return
    if found[1].timer.stage is not Stage.VOTE:
        answer(parts, pressed, Message(_why_not(NotNowInWorkshop(found[1].timer.stage), Right.VOTE)))
        return
    form = vote_form(pressed.value, found[1], pressed.sender.person)
    open_form(parts, pressed, form if form is not None else notice(NOTHING_TO_VOTE))


def votes(parts: Parts, filled: Submission) -> Mistakes | None:
    """Keep somebody's votes."""
    deed = filled.sender.deed(filled.event)
    found = vote(parts.store, deed, filled.view.metadata, read_votes(filled.view.state))
    return _mistakes(filled, found, Right.VOTE)


def ask_for_synopsis(parts: Parts, pressed: BlockAction) -> None:
    """Have the synopsis written."""
    deed = pressed.sender.deed(pressed.event)
    match ask_synopsis(parts.store, parts.clock, deed, pressed.value, pressed.sender.channel_name):
        case SynopsisAsked():
            answer(parts, pressed, Message(SYNOPSIS_COMES))
        case NotRevealed():
            answer(parts, pressed, Message(SYNOPSIS_LATER))
        case NotInWorkshop():
            answer(parts, pressed, Message(NOT_YOURS[Right.CONDUCT]))


def show_all(parts: Parts, pressed: BlockAction) -> None:
    """Show every note of a question to whoever asks; they are shown to everybody in the channel anyway."""
    assessment, topic = read_topic(pressed.value)
    with parts.store.reading() as view:
        found = workshop_of(view, pressed.sender.workspace, assessment)
    if found is not None and visible(Right.SEE, found[0], pressed.sender.channel) is not None:
        open_form(parts, pressed, all_notes(topic, themes(found[1], topic)))


ROUTES: tuple[Route, ...] = (
    ActionRoute(MARK_READ, read),
    ActionRoute(OPEN_PACK, open_pack),
    FormRoute(PACK_FORM, pack_read),
    ActionRoute(STEP_ON, step_on),
    ActionRoute(STEP_BACK, step_back),
    ActionRoute(PAUSE_STEP, pause),
    ActionRoute(OPEN_MINUTES, open_minutes),
    ActionRoute(OPEN_LINKS, open_links),
    ActionRoute(OPEN_NOTES, open_notes),
    ActionRoute(OPEN_GROUP, open_group),
    ActionRoute(OPEN_VOTE, open_vote),
    ActionRoute(ALL_NOTES, show_all),
    ActionRoute(ASK_SYNOPSIS, ask_for_synopsis),
    FormRoute(MINUTES_FORM, minutes),
    FormRoute(LINKS_FORM, links, at=(LINKS,)),
    FormRoute(NOTES_FORM, notes),
    FormRoute(GROUP_FORM, group),
    FormRoute(VOTE_FORM, votes),
)
