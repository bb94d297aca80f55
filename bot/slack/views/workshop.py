"""A workshop: what stands in its thread, the forms for notes, groups, votes, minutes and links, and the synopsis.

A canvas makes mentions, links and pictures of Markdown, and finds addresses by itself. Words of people are made inert
as in messages, and each mark of Markdown in them is escaped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from bot.core.scoring.scorecard import Scorecard
from bot.core.synopsis import QUESTIONS, SynopsisPage, SynopsisPart
from bot.core.text import counted
from bot.core.workshop import (
    DOTS,
    FEWEST_VOTERS,
    FEWEST_WRITERS,
    LABEL_LENGTH,
    MOST_MINUTES,
    MOST_NOTES,
    OF_NOTES,
    STAGES,
    NoteBoard,
    PreRead,
    Stage,
    Theme,
    Timer,
    Topic,
    TurnKind,
    Workshop,
    WorkshopSteps,
    themes,
)
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, Style, View
from bot.slack.limits import SELECT_OPTIONS
from bot.slack.text import bare, joined, link, said, someone, when
from bot.slack.values import OfRest, OfStep, OfTopic, number_in
from bot.slack.views.cadences import date_words
from bot.slack.views.levels import overall_words, value_words
from bot.slack.views.team import ids_in

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
    count = f"Read by {len(shows.read_by)}" if shows.read_by else "Nobody has read it yet"
    names = " ".join(someone(each) for each in shows.read_by[:MOST_READERS])
    readers = kit.context(f"{count}. {shows.people} people answer. {names}".strip())
    return kit.message(parts, readers, kit.actions(read, links))


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
    yield _last_time(shows.last) if shows.last is not None else "This subject has no earlier scorecard here."
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
    day = when(card.completed_at or card.started_at)
    figure = overall_words(card.overall, card) if card.overall is not None else "nothing rated"
    rows = (f"{said(row.name, _NAME)} {value_words(row.value)}" for row in card.rows)
    return f"*Last time*, {day}: *{figure}*\n{joined(*rows)}"


def _listed(lines: list[str], most: int) -> str:
    return "\n".join(f"• {each}" for each in (*lines[:most], kit.beyond(lines, most)) if each)


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
    until = when(now.ends_at, "moment")
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
    lines = [line for each in shows.themes for line in theme_lines(each)] or ["What was noted here was removed."]
    kept = kit.within(lines, _BOARD)
    left = len(lines) - len(kept)
    title = f"*{QUESTIONS[shows.topic]}*"
    value = OfTopic(shows.assessment, shows.topic)
    several = sum(len(each.notes) for each in shows.themes) > 1 or any(each.label for each in shows.themes)
    group = kit.button("Group notes", ids.OPEN_GROUP, value=value) if shows.stage is Stage.GROUP and several else None
    blocks = [kit.section(title, accessory=group), kit.section("\n".join(kept))]
    every = kit.actions(kit.button("All notes", ids.ALL_NOTES, value=value))
    return kit.message(blocks, *([kit.context(f"and {left} more lines"), every] if left else []))


def theme_lines(theme: Theme) -> Iterator[str]:
    """Yield a group with its notes, or a single note, with the votes where they are shown."""
    votes = counted(theme.votes, "vote") if theme.votes else ""
    notes = theme.worded
    if theme.label:
        yield joined(f"*{said(theme.label)}*", votes)
        yield from (joined(f"• {said(each.text)}", someone(each.author) if each.author else "") for each in notes)
    elif notes:
        first, count = notes[0], len(notes)
        who = (someone(each.author) for each in notes if each.author)
        yield joined(f"• {said(first.text)}", *who, f"noted {count} times" if count > 1 else "", votes)


LABEL, KNOWN, NOTES, LINKS = "label", "known", "notes", "links"
NOTE_NAMES = "note_names"
_ALL_LENGTH = 2_900
_WITHOUT_NAMES = "without"


def links_input(links: Sequence[str] = ()) -> Block:
    """Ask for the links that everybody reads before."""
    field = kit.text_input("value", initial="\n".join(links), lines="many", placeholder="https://… one a line")
    hint = "Everybody gets them with the last scorecard, the metrics and the evidence saved so far."
    return kit.input_block("Links to read before", field, block_id=LINKS, hint=hint, optional=True)


def workshop_inputs() -> list[Block]:
    """Ask what only a workshop needs: what is read before, and whether notes have names."""
    options = [
        kit.option("Without names (recommended)", _WITHOUT_NAMES),
        kit.option("With the name of whoever wrote each", "with"),
    ]
    field = kit.select("value", options, initial=_WITHOUT_NAMES)
    return [links_input(), kit.input_block("How are notes shown?", field, block_id=NOTE_NAMES)]


def is_anonymous(state: Mapping[str, str]) -> bool:
    """Return whether notes are shown without names."""
    return state.get(NOTE_NAMES, _WITHOUT_NAMES) == _WITHOUT_NAMES


def links_form(assessment: str, links: Sequence[str]) -> View:
    """Build the form that changes these links."""
    blocks = [links_input(links)]
    return kit.modal("Read before", blocks, callback_id=ids.LINKS_FORM, submit="Save", about=assessment)


def notes_form(assessment: str, workshop: Workshop, person: str) -> View:
    """Build the form for a person's notes about all questions, one a line, with what they wrote before."""
    names = "without names, in an order that tells nothing" if workshop.anonymous else "with your name"
    blocks: list[Block] = [
        kit.context(
            f"One note a line, up to {MOST_NOTES} for a question. Only you see them until all are shown together,"
            f" {names}; until then you can change them here."
        )
    ]
    for topic, question in QUESTIONS.items():
        own = "\n".join(each.text for each in workshop.own(topic, person))
        field = kit.text_input("value", initial=own, lines="many", placeholder="One note a line")
        blocks.append(kit.input_block(question, field, block_id=topic, optional=True))
    return kit.modal("Notes", blocks, callback_id=ids.NOTES_FORM, submit="Save", about=assessment)


def read_notes(state: Mapping[str, str]) -> Mapping[Topic, str]:
    """Read what was noted, by question."""
    return {topic: state[topic] for topic in Topic if topic in state}


def group_form(assessment: str, topic: Topic, found: Sequence[Theme]) -> View:
    """Build the form that puts notes of a question together."""
    notes = [each for theme in found for each in theme.notes]
    options = [
        kit.option(f"{each.label}: {each.text}" if each.label else each.text, each.id)
        for each in notes[:SELECT_OPTIONS]
    ]
    known = [kit.option(each.label, each.choice) for each in found if each.label][:SELECT_OPTIONS]
    label = kit.text_input("value", max_length=LABEL_LENGTH, placeholder="What they have in common")
    blocks: list[Block] = [
        kit.section(f"*{QUESTIONS[topic]}*"),
        kit.input_block("Notes that belong together", kit.many_select("value", options), block_id=NOTES),
        kit.input_block("New group", label, block_id=LABEL, optional=True),
    ]
    if known:
        choice = kit.select("value", known, placeholder="Choose a group")
        blocks.append(kit.input_block("Or a group there is", choice, block_id=KNOWN, optional=True))
    blocks.append(kit.context("Without a group the notes stand alone again."))
    metadata = OfTopic(assessment, topic)
    return kit.modal("Group notes", blocks, callback_id=ids.GROUP_FORM, submit="Save", about=metadata)


def read_group(state: Mapping[str, str], found: Sequence[Theme]) -> tuple[tuple[str, ...], str]:
    """Read which notes belong together, and the name of their group; an empty one takes them apart."""
    known = next((each.label for each in found if each.choice == state.get(KNOWN)), "")
    return ids_in(state.get(NOTES, "")), state.get(LABEL, "").strip() or known


def vote_form(assessment: str, workshop: Workshop, person: str) -> View | None:
    """Build the form for a person's votes; None where there is nothing to vote on."""
    had = workshop.votes.get(person, ())
    blocks: list[Block] = [
        kit.context(
            f"You have {DOTS} votes for each question. The counts are shown when the vote is over; until then you can"
            " change yours here. Nobody sees who voted for what."
        )
    ]
    for topic, question in QUESTIONS.items():
        found = themes(workshop, topic)
        options = [kit.option(_named(each), each.choice) for each in found][:SELECT_OPTIONS]
        if options:
            chosen = {
                each.choice for each in found if not {each.choice, *(one.id for one in each.notes)}.isdisjoint(had)
            }
            initial = [each for each in options if each["value"] in chosen][:DOTS]
            field = kit.many_select("value", options, initial=initial, most=DOTS, placeholder="Choose up to three")
            blocks.append(kit.input_block(question, field, block_id=topic, optional=True))
    if len(blocks) == 1:
        return None
    return kit.modal("Vote", blocks, callback_id=ids.VOTE_FORM, submit="Vote", about=assessment)


def _named(theme: Theme) -> str:
    count = len(theme.notes)
    if not theme.label:
        return theme.notes[0].text if count == 1 else f"{theme.notes[0].text} ({count} times)"
    return f"{theme.label} ({counted(count, 'note')})"


def read_votes(state: Mapping[str, str]) -> Mapping[Topic, tuple[str, ...]]:
    """Read the votes by question."""
    return {topic: ids_in(state[topic]) for topic in Topic if topic in state}


def minutes_form(assessment: str, now: Timer) -> View:
    """Build the form that says how long each step takes."""
    blocks = [
        kit.input_block(
            STEPS[stage],
            kit.number_input("value", initial=str(now.minutes[stage]), between=(1, MOST_MINUTES)),
            block_id=stage,
        )
        for stage in STAGES
    ]
    return kit.modal("Minutes", blocks, callback_id=ids.MINUTES_FORM, submit="Save", about=assessment)


def read_minutes(state: Mapping[str, str]) -> Mapping[Stage, int]:
    """Read how long steps take; what is no number is left as it was."""
    found = ((stage, number_in(state.get(stage, ""))) for stage in STAGES)
    return {stage: minutes for stage, minutes in found if minutes is not None}


def all_notes(topic: Topic, found: Sequence[Theme]) -> View:
    """Show every note of a question in a window of its own."""
    lines = [line for each in found for line in theme_lines(each)]
    blocks = [kit.section(f"*{QUESTIONS[topic]}*"), *kit.sections(lines, _ALL_LENGTH)]
    return kit.window("All notes", blocks[:100])


_LONGEST = 4_000
LONGEST_CANVAS = 900_000
"""Characters of a canvas: Slack takes 1,048,576 (docs.slack.dev/reference/methods/conversations.canvases.create)."""
_MARKS = re.compile(r"([\\`*_\[\]~])")
_OPENS = re.compile(r"^([-+#>=]|\d+(?=[.)](?:\s|$)))")
_BAR = "\u2223"
"""Stands for the bar that ends a cell of a table, and begins one."""


def canvas_markdown(page: SynopsisPage) -> str:
    """Return what stands below the title of the canvas: the figure with its band, then each part."""
    lines = [f"**{_inert(page.result)}**", ""]
    for part in page.parts:
        lines += _part(part, 2)
    lines += ["---", "", f"_{_inert(page.made)}_"]
    return "\n".join(lines)[:LONGEST_CANVAS]


def _inert(words: str) -> str:
    """Return words in which nothing is Markdown; their first sign makes no list or heading either."""
    marked = _MARKS.sub(r"\\\1", bare(words, _LONGEST)).replace("|", _BAR)
    return _OPENS.sub(lambda found: f"{found[0]}\u2060" if found[0].isdigit() else f"\\{found[0]}", marked)


def _part(part: SynopsisPart, level: int) -> Iterator[str]:
    yield f"{'#' * level} {_inert(part.title)}"
    yield ""
    for text in part.texts:
        yield _inert(text)
        yield ""
    if part.table is not None:
        yield _row(part.table.head)
        yield "|" + " --- |" * len(part.table.head)
        yield from (_row(row) for row in part.table.rows)
        yield ""
    for point in part.points:
        yield f"- {_inert(point)}"
    if part.points:
        yield ""
    for each in part.parts:
        yield from _part(each, level + 1)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_inert(each) or "–" for each in cells) + " |"
