"""The forms of a workshop: notes, groups, votes, minutes and links, and how each is read back."""

from collections.abc import Mapping, Sequence

from bot.core.synopsis import QUESTIONS
from bot.core.text import counted
from bot.core.workshop import (
    DOTS,
    LABEL_LENGTH,
    MOST_MINUTES,
    MOST_NOTES,
    STAGES,
    Stage,
    Theme,
    Timer,
    Topic,
    Workshop,
    themes,
)
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, View
from bot.slack.limits import SELECT_OPTIONS
from bot.slack.values import OfTopic, number_in
from bot.slack.views.team_form import ids_in
from bot.slack.views.workshop import STEPS, theme_lines

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
    blocks: list[Block] = [kit.section(f"*{QUESTIONS[topic]}*")]
    part: list[str] = []
    for line in (line for each in found for line in theme_lines(each)):
        if part and sum(map(len, part)) + len(part) + len(line) > _ALL_LENGTH:
            blocks.append(kit.section("\n".join(part)))
            part = []
        part.append(line)
    blocks += [kit.section("\n".join(part))] if part else []
    return kit.window("All notes", blocks[:100])
