"""A workshop in its thread: what is read before, the steps with their timer, and the notes once they are shown."""

from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta

from bot.core.scoring.scorecard import Scorecard
from bot.core.synopsis import QUESTIONS
from bot.core.text import counted
from bot.core.workshop import (
    FEWEST_VOTERS,
    FEWEST_WRITERS,
    OF_NOTES,
    STAGES,
    NoteBoard,
    PreRead,
    Stage,
    Theme,
    TurnKind,
    WorkshopSteps,
)
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, Style, View
from bot.slack.text import joined, link, said, someone, when
from bot.slack.values import OfRest, OfStep, OfTopic
from bot.slack.views.cadences import date_words
from bot.slack.views.levels import overall_words, value_words

STEPS = {
    Stage.READ: "Read what is known",
    Stage.RATE: "Score, each in private",
    Stage.DISCUSS: "Talk about where you differ",
    Stage.NOTES: "Note answers to four questions",
    Stage.GROUP: "Put notes that belong together into groups",
    Stage.VOTE: "Vote on what matters",
    Stage.DECIDE: "Agree on levels and next steps",
}
MOST_SAVED, MOST_METRICS, MOST_READERS = 6, 8, 60
_QUOTED, _NAME = 200, 80
_BOARD = 8_000
"""Characters of the notes of a question in its message; the others are behind a button."""
_SAME = "Everybody gets the same, so that nobody knows more than the others."


def pre_read(shows: PreRead) -> Message:
    """Show what everybody reads before, and who has."""
    parts = [kit.section(each) for each in (f"*Read this before*\n{_SAME}", *_pack(shows))]
    read = kit.button("I have read it", ids.MARK_READ, value=shows.assessment, style="primary")
    links = kit.button("Change the links", ids.OPEN_LINKS, value=shows.assessment)
    return kit.message(parts, kit.context(_readers(shows)), kit.actions(read, links))


def pack_form(shows: PreRead, person: str) -> View:
    """Show what everybody reads before in a window of its own: it can be said there that it was read."""
    blocks = [kit.context(_SAME), *(kit.section(each) for each in _pack(shows))]
    submit = None if person in shows.read_by else "I have read it"
    return kit.modal(
        "Read before",
        blocks,
        callback_id=ids.PACK_FORM,
        submit=submit,
        close="Close",
        about=shows.assessment,
    )


def _pack(shows: PreRead) -> Iterator[str]:
    """Yield what is known, a paragraph for each kind; where there is nothing of it, that is said, too."""
    yield _last_time(shows.last) if shows.last is not None else "It is assessed here for the first time."
    metrics = [
        joined(
            f"{said(each.last.name, _NAME)} *{said(each.last.value.text, _NAME)}* on {date_words(each.last.day)}",
            f"before {said(each.before.value.text, _NAME)}" if each.before is not None else "",
            f"goal {said(each.target.text, _NAME)}" if each.target is not None else "",
        )
        for each in shows.metrics
    ]
    if metrics:
        yield "*Metrics*\n" + _listed(metrics, MOST_METRICS)
    saved = [
        joined(f"{said(each.name, _NAME)}: “{said(each.quotation, _QUOTED)}”", link(each.link)) for each in shows.saved
    ]
    if saved:
        yield "*Saved as evidence*\n" + _listed(saved, MOST_SAVED)
    if shows.links:
        yield "*Links*\n" + _listed([link(each) for each in shows.links], len(shows.links))
    if not (metrics or saved or shows.links):
        yield "No metrics, saved messages or links yet. Whoever facilitates can add links below."


def _last_time(card: Scorecard) -> str:
    day = when(card.completed_at or card.started_at, UTC)
    figure = overall_words(card.overall, card) if card.overall is not None else "nothing rated"
    rows = (f"{said(row.name, _NAME)} {value_words(row.value)}" for row in card.rows)
    return f"*Last time*, {day}: *{figure}*\n{joined(*rows)}"


def _listed(lines: list[str], most: int) -> str:
    return "\n".join(f"• {each}" for each in (*lines[:most], kit.beyond(lines, most)) if each)


def _readers(shows: PreRead) -> str:
    read = f"Read by {len(shows.read_by)}" if shows.read_by else "Nobody has read it yet"
    count = f"{read}. {shows.people} people answer."
    names = " ".join(someone(each) for each in shows.read_by[:MOST_READERS])
    return f"{count} {names}".strip()


def steps(shows: WorkshopSteps) -> Message:
    """Show the steps, the one under way with its time, and what can be done now."""
    now = shows.timer
    total = sum(now.minutes.values())
    lines = [f"*Workshop* · {len(STAGES)} steps, {_minutes(total)}", *(_step(shows, each) for each in STAGES)]
    blocks: list[Block] = [kit.section("\n".join(lines))]
    if told := _told(shows):
        blocks.append(kit.section(told))
    if shows.canvas:
        blocks.append(kit.section("*The synopsis* stands in a canvas, in a tab at the top of this channel."))
    blocks.append(kit.context(" ".join(_counts(shows))))
    blocks += [*kit.row(_doing(shows)), kit.actions(*_conducting(shows))]
    return Message("\n".join([*lines, told]).strip(), tuple(blocks))


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))


def _step(shows: WorkshopSteps, stage: Stage) -> str:
    now, place = shows.timer, STAGES.index(stage)
    at = STAGES.index(now.stage) if now.stage is not None else -1
    words = f"{place + 1}. {STEPS[stage]} · {_minutes(now.minutes[stage])}"
    if place == at:
        return f"▸ *{words}*"
    was = "–" if stage in OF_NOTES and shows.waits_for else "✓"
    return f"{was} {words}" if place < at else f"    {words}"


def _told(shows: WorkshopSteps) -> str:
    """Say how the time stands; a step that rests says what is left of it."""
    now = shows.timer
    if now.stage is None:
        return f"{someone(shows.facilitator)} begins it with *Begin*."
    if now.ends_at is None:
        left = max(now.left or timedelta(0), timedelta(0))
        return f"*Paused.* {_minutes(max(1, round(left / timedelta(minutes=1))))} are left of this step."
    until = when(now.ends_at, UTC, "moment")
    if now.told is TurnKind.OVER:
        return f"*Time is up* for this step, since {until}. Go on with *Next step*, or give it more minutes."
    return f"*Nearly over:* this step ends {until}." if now.told is TurnKind.NEARLY else f"This step ends {until}."


def _counts(shows: WorkshopSteps) -> Iterator[str]:
    names = "Notes are shown without names" if shows.anonymous else "Notes are shown with names"
    yield f"{names}; nobody sees them before they are shown together."
    if shows.writers:
        yield f"{shows.writers} {'person has' if shows.writers == 1 else 'people have'} written notes."
    if shows.waits_for and (shows.writers or shows.timer.stage is Stage.DECIDE):
        yield _unseen(shows)
    if shows.timer.stage is Stage.VOTE:
        yield f"{shows.voters} of {shows.people} {'has' if shows.voters == 1 else 'have'} voted."
    elif shows.timer.stage is Stage.DECIDE and 0 < shows.voters < FEWEST_VOTERS:
        yield f"Fewer than {FEWEST_VOTERS} people voted, so the votes are not shown. *Back* lets more of you vote."


def _unseen(shows: WorkshopSteps) -> str:
    """Say why there are no notes to show, and what changes that."""
    why = f"Without names they are shown once {FEWEST_WRITERS} people wrote" if shows.writers else "Nothing was noted"
    if shows.timer.stage is Stage.DECIDE:
        return f"{why}, so there was nothing to group or to vote on. *Back* lets people write."
    return f"{why}: {shows.waits_for} more {'is' if shows.waits_for == 1 else 'are'} needed."


def _doing(shows: WorkshopSteps) -> list[Element]:
    """Return what everybody who takes part can do."""
    stage, found = shows.timer.stage, []
    if stage is None or STAGES.index(stage) <= STAGES.index(Stage.NOTES):
        style: Style | None = "primary" if stage is Stage.NOTES else None
        found.append(kit.button("Write notes", ids.OPEN_NOTES, value=shows.assessment, style=style))
    if stage is Stage.VOTE:
        found.append(kit.button("Vote", ids.OPEN_VOTE, value=shows.assessment, style="primary"))
    return found


_SHOWN_AT_THE_END: Mapping[Stage | None, str] = {Stage.NOTES: "notes", Stage.VOTE: "votes"}


def _conducting(shows: WorkshopSteps) -> list[Element]:
    """Return what the facilitator can do; anybody else who presses it is told so."""
    now, value = shows.timer, OfStep(shows.assessment, shows.timer.stage)
    found = []
    if now.stage is not STAGES[-1]:
        label, sure = "Begin" if now.stage is None else "Next step", None
        if what := _SHOWN_AT_THE_END.get(now.stage):
            label = f"Show the {what}"
            told = f"All {what} are shown together in the thread. Nobody can change theirs after that."
            sure = kit.confirmation(f"{label}?", told, confirm="Show them")
        if now.stage is Stage.NOTES and shows.waits_for:
            label, sure = "Go on without notes", None
        found.append(kit.button(label, ids.STEP_ON, value=value, confirm=sure))
    if now.stage is not None:
        if now.stage is not STAGES[0] and not (now.stage is Stage.DECIDE and shows.voters >= FEWEST_VOTERS):
            found.append(kit.button("Back", ids.STEP_BACK, value=value))
        label, kind = ("Pause", TurnKind.PAUSE) if now.left is None else ("Go on", TurnKind.GO_ON)
        found.append(kit.button(label, ids.PAUSE_STEP, value=OfRest(shows.assessment, kind)))
    found.append(kit.button("Minutes", ids.OPEN_MINUTES, value=shows.assessment))
    found.append(kit.button("Synopsis", ids.ASK_SYNOPSIS, value=shows.assessment))
    return found


def note_board(shows: NoteBoard) -> Message:
    """Show the notes of a question with their groups, and with their votes once the vote is over."""
    lines = [line for each in shows.themes for line in theme_lines(each)]
    kept = kit.within(lines, _BOARD)
    left = len(lines) - len(kept)
    title = f"*{QUESTIONS[shows.topic]}*"
    value = OfTopic(shows.assessment, shows.topic)
    group = kit.button("Group notes", ids.OPEN_GROUP, value=value) if shows.stage is Stage.GROUP else None
    blocks = [kit.section(title, accessory=group), kit.section("\n".join(kept))]
    every = kit.actions(kit.button("All notes", ids.ALL_NOTES, value=value))
    return kit.message(blocks, *([kit.context(f"and {left} more lines"), every] if left else []))


def theme_lines(theme: Theme) -> Iterator[str]:
    """Yield a group with its notes, or a single note, with the votes where they are shown."""
    votes = counted(theme.votes, "vote") if theme.votes else ""
    if theme.label:
        yield joined(f"*{said(theme.label)}*", votes)
        yield from (joined(f"• {said(each.text)}", someone(each.author) if each.author else "") for each in theme.notes)
    else:
        first, count = theme.notes[0], len(theme.notes)
        who = (someone(each.author) for each in theme.notes if each.author)
        yield joined(f"• {said(first.text)}", *who, f"noted {count} times" if count > 1 else "", votes)
