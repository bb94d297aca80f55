"""The conversation in the thread: questions, answers, what rests; the form of one answer, and the page of all."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from bot.core.assessment import Assessment, NotApplicable, NotRated, Rating, Status
from bot.core.conversation.page import NOT_APPLICABLE, NOT_RATED, PageDraft, PageEntry, Slip, Wrong
from bot.core.conversation.talk import Because, Said, Wants
from bot.core.conversation.turns import Button
from bot.core.evidence import evidence_in
from bot.core.framework import Dimension, Framework
from bot.core.saved import MOST_OFFERED
from bot.core.text import capital
from bot.core.thread import Confirmation, Prompt, Resting
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, Mistakes, View
from bot.slack.limits import BLOCKS, SECTION_TEXT
from bot.slack.text import joined, said, someone, when
from bot.slack.values import OfPart, OfTwo, number_in, press_id, press_value
from bot.slack.views.levels import (
    LABEL_LENGTH,
    evidence_words,
    first_words,
    level_label,
    level_line,
    level_lines,
    level_select,
    open_all,
    scale_words,
    verdict_words,
)
from bot.slack.views.plans import MOST_FINISHED, finished_words
from bot.slack.views.saved import offer_lines, offers
from bot.slack.views.team import privacy_line
from bot.use_cases.page import AllOnOnePage

QUOTE_LENGTH = 200
ASK_LENGTH = 1_000
_TOLD_ABOVE = (Because.LATE, Because.EARLY, Because.CHANGED)


def prompt(shows: Prompt) -> Message:
    """Show a question below what has just happened; in a ballot with who will see the answer, and when."""
    asks = _question(shows)
    if shows.terms is None:
        return asks
    private = privacy_line(shows.terms)
    return Message(f"{asks.text}\n{private}", (*asks.blocks, kit.context(private)))


def _question(shows: Prompt) -> Message:
    match shows.question.wants:
        case Wants.LEVEL:
            return _level_prompt(shows)
        case Wants.EVIDENCE:
            return _evidence_prompt(shows)
        case Wants.REASON:
            why = "Why does it not apply? A few words will do: type them here."
            text = f"{_news(shows)}*{said(shows.dimension.name)}*\n{why}"
            return kit.paragraph(text, *_take_it(shows), _button(shows, "Back", Button.BACK))
        case Wants.STOP:
            what = "this assessment? Everything said so far is kept"
            if shows.terms is not None:
                what = "answering? The others go on. What you said so far is kept"
            text = f"{_news(shows)}Stop {what}, and you can reopen it."
            buttons = (_button(shows, "Stop", Button.STOP), _button(shows, "Go on", Button.GO_ON))
            return kit.paragraph(text, *_take_it(shows), *buttons)


def _level_prompt(shows: Prompt) -> Message:
    title = f"*{shows.place} of {shows.total} · {said(shows.dimension.name)}*"
    note = _note(shows)
    asks = said(shows.dimension.ask, ASK_LENGTH) if shows.dimension.ask else "Which level describes it best?"
    levels = _offered(shows)
    lines = level_lines(shows.framework, shows.dimension, levels)
    blocks: list[Block] = [kit.section(note)] if note else []
    blocks += [kit.section(f"{title}\n{asks}"), kit.section(lines)]
    blocks += _what_may_show_it(shows)
    offered = {each.words for each in shows.saved[:MOST_OFFERED]}
    kept = "\n".join(each for each in shows.question.detail.kept.split("\n") if each not in offered)
    if kept:
        blocks.append(kit.context(f"Kept as evidence: “{said(kept, QUOTE_LENGTH)}”"))
    blocks.append(kit.actions(*(_button(shows, str(level), Button.LEVEL, level) for level in levels)))
    blocks.append(kit.actions(*_other_buttons(shows, narrowed=len(levels) < len(shows.framework.scale.levels()))))
    example = f"{shows.framework.scale.low + 1}, because …"
    blocks.append(kit.context(f"Press a level, or type it here: “{example}”. `help` shows what else you can say."))
    finished = (finished_words(each) for each in shows.finished[:MOST_FINISHED])
    saved = offer_lines(shows.assessment, shows.saved, _held(shows))
    text = "\n".join(part for part in (note, title, asks, lines, first_words(shows.first), *finished, *saved) if part)
    return Message(text, tuple(blocks))


def _offered(shows: Prompt) -> list[int]:
    """Return the levels to choose from: after an ambiguous answer those it may have meant, else all."""
    every = list(shows.framework.scale.levels())
    if shows.question.because is not Because.AMBIGUOUS:
        return every
    return [level for level in every if level in shows.question.detail.candidates] or every


def _button(shows: Prompt, label: str, button: Button, level: int | None = None) -> Element:
    value = press_value(shows.assessment, shows.question.number, shows.dimension.key)
    return kit.button(label, press_id(button, level), value=value)


def _other_buttons(shows: Prompt, *, narrowed: bool) -> list[Element]:
    buttons = _take_it(shows)
    if narrowed:
        buttons.append(_button(shows, "Show all levels", Button.ALL_LEVELS))
    if shows.standing is not None:
        buttons.append(_button(shows, f"Keep {verdict_words(shows.standing.verdict)}", Button.KEEP))
    if shows.question.detail.more:
        buttons.append(_button(shows, "Keep my words as evidence", Button.KEEP_WORDS))
    buttons.append(_button(shows, "Not applicable", Button.NOT_APPLICABLE))
    buttons.append(_button(shows, "Don't know", Button.DONT_KNOW))
    if shows.skips:
        buttons.append(_button(shows, "Skip for now", Button.SKIP))
    if shows.goes_back:
        buttons.append(_button(shows, "Back", Button.BACK))
    if shows.total > 1 and (shows.question.because is Because.START or shows.terms is not None):
        buttons.append(open_all(shows.assessment))
    return buttons


def _note(shows: Prompt) -> str:
    """Say what led here; nothing when the question simply comes next."""
    detail, because = shows.question.detail, shows.question.because
    words = f"“{said(detail.words, QUOTE_LENGTH)}”"
    keys = [each.key for each in shows.framework.dimensions]
    meant = keys.index(detail.meant) + 1 if detail.meant in keys else 1  # which was asked when late words were said
    if because is Because.CHANGED and shows.changed is not None:
        name, verdict = shows.changed
        return f"Changed: {said(name)} is now *{verdict_words(verdict)}*."
    notes = {
        Because.AMBIGUOUS: f"You wrote {words}. Which level do you mean?",
        Because.OFF_SCALE: scale_words(shows.framework, shows.dimension),
        Because.NO_LEVEL: f"I found no level in {words}.",
        Because.KEPT_WORDS: "Your words are kept as evidence. Which level do they show?"
        if detail.kept
        else "The message that was kept as evidence was taken back. Which level is it?",
        Because.SKIPPED: "Put off to the end.",
        Because.SKIPPED_BEFORE: "This one was put off. If nobody can tell, say “don't know”: it counts as not rated.",
        Because.LATE: f"{words} arrived late and was not counted: it was said before this question was put."
        f" To use it, type for example `change {meant} to {shows.framework.scale.high}`.",
        Because.EARLY: _early(detail.words),
        Because.MISSING: "This one is not rated yet. Say it now, or keep it as it is.",
        Because.EDITED: f"Your edited answer {words} names no clear level.",
    }
    note = notes.get(because, "")
    if shows.standing is not None and not note and shows.standing.respondent != shows.question.respondent:
        stood = f"{capital(someone(shows.standing.respondent))} said *{verdict_words(shows.standing.verdict)}* before."
        return f"{stood} Say it anew, or keep it."
    if shows.standing is not None and not note:
        return f"You said *{verdict_words(shows.standing.verdict)}* before. Say it anew, or keep it."
    return note


def _early(words: str) -> str:
    """Say that an answer was typed too early to be one; several stand one a line."""
    several = " · ".join(f"“{said(each, QUOTE_LENGTH)}”" for each in words.splitlines())
    which = "answer with the first" if "\n" in words else "answer with that"
    return f"You wrote {several} before this question stood here, so it is not counted. Press *Take it* to {which}."


def _news(shows: Prompt) -> str:
    """Say what happened meanwhile, above a question that is not about a level."""
    return f"{_note(shows)}\n" if shows.question.because in _TOLD_ABOVE else ""


def _take_it(shows: Prompt) -> list[Element]:
    early = shows.question.because is Because.EARLY
    return [_button(shows, "Take it", Button.TAKE_WORDS)] if early else []


def _evidence_prompt(shows: Prompt) -> Message:
    level = "" if shows.question.detail.level is None else shows.question.detail.level
    name = said(shows.dimension.name)
    text = (
        f"{_news(shows)}*{name}*\nA {level} wants something that shows it. A link or a sentence will do: type it here."
    )
    leave = _button(shows, "Leave it as claimed", Button.AS_CLAIMED)
    row = kit.actions(*_take_it(shows), leave, _button(shows, "Back", Button.BACK))
    return Message(text, (kit.section(text), *_what_may_show_it(shows), row))


def _what_may_show_it(shows: Prompt) -> list[Block]:
    """Say what was said before and what to look for, and offer as evidence what is known; it never gives a level."""
    look_for = said(shows.dimension.look_for, ASK_LENGTH)
    blocks = kit.small(first_words(shows.first), f"_Look for:_ {look_for}" if shows.dimension.look_for else "")
    for each in shows.finished[:MOST_FINISHED]:
        words, kept = each.evidence, shows.question.detail.kept.split("\n")
        value = press_value(shows.assessment, shows.question.number, shows.dimension.key, words)
        may_use = bool(value) and words not in kept
        use = kit.button("Use as evidence", press_id(Button.KEEP_WORDS), value=value) if may_use else None
        blocks.append(kit.section(finished_words(each), accessory=use))
    saved = offers(shows.assessment, shows.question.number, shows.saved, _held(shows))
    return [*blocks, *kit.small(kit.beyond(shows.finished, MOST_FINISHED)), *saved]


def _held(shows: Prompt) -> set[str]:
    """Return the words that are kept for the level to come, or stand beside the one given before."""
    given = shows.standing.evidence if shows.standing is not None else ()
    return {*shows.question.detail.kept.split("\n"), *(each.text for each in given)}


def confirmation(shows: Confirmation) -> Message:
    """Show an answered question in one line with a way to change it."""
    name = said(shows.dimension.name)
    match shows.rating.verdict:
        case NotApplicable(reason):
            line = f"✓ {name}: *not applicable*" + (f" · “{said(reason, QUOTE_LENGTH)}”" if reason else "")
        case NotRated():
            line = f"○ {name}: *not rated*, you do not know yet"
        case level:
            label = said(level_label(shows.framework, shows.dimension, level))
            claimed = " · as claimed" if level >= shows.framework.evidence_from else ""
            given = shows.rating.evidence
            line = f"✓ {name}: *{label}*" + (f" · {evidence_words(given)}" if given else claimed)
    if shows.before is not None:
        line += f" · before: {verdict_words(shows.before.verdict)}"
    if shows.late:
        line += f" · _heard late, said {when(shows.rating.said_at, 'moment')}_"
    change = kit.button("Change", ids.OPEN_CHANGE, value=OfTwo(shows.assessment, shows.dimension.key))
    return kit.message([kit.section(line, accessory=change)])


def resting(shows: Resting) -> Message:
    """Show that an assessment rests, and the way on."""
    count = f"{shows.done} of {shows.total} answered."
    if shows.status is Status.PAUSED:
        text, label = f"*Paused.* {count} It goes on with your next answer.", "Go on"
    else:
        text, label = f"*Stopped.* {count} Everything said is kept.", "Reopen"
    resume = kit.button(label, press_id(Button.RESUME), value=press_value(shows.assessment, 0, ""))
    return kit.message([kit.section(text, accessory=resume)])


DIMENSION, LEVEL, WORDS = "dimension", "level", "words"
HISTORY = 8


def change_form(assessment: Assessment, person: str, key: str) -> View:
    """Build the form for one dimension; another can be picked in it."""
    dimension = _with_key(assessment, key)
    framework = assessment.framework
    # by their place, since a key may be longer than Slack's values and block ids
    options = [kit.option(each.name, str(place)) for place, each in enumerate(framework.dimensions, start=1)]
    initial = str(framework.dimensions.index(dimension) + 1)
    menu = kit.select(ids.PICK_DIMENSION, options, initial=initial)
    last = assessment.last_rating(dimension.key, person)
    words = kit.text_input("value", lines="many", placeholder="A sentence, a link, or why it does not apply")
    hint = f"Look for: {dimension.look_for}" if dimension.look_for else None
    level_block, words_block = _block(assessment, LEVEL, dimension), _block(assessment, WORDS, dimension)
    blocks: list[Block] = [
        kit.input_block("Dimension", menu, block_id=DIMENSION, acts=True),
        kit.section(level_lines(framework, dimension, framework.scale.levels())),
        kit.input_block("Level", _level_menu("value", framework, dimension, _entry_of(last)), block_id=level_block),
        kit.input_block("What shows it", words, block_id=words_block, hint=hint, optional=True),
        *_history(assessment, person, dimension),
    ]
    metadata = OfTwo(assessment.id, dimension.key)
    return kit.modal("Change an answer", blocks, callback_id=ids.CHANGE_FORM, submit="Save", about=metadata)


def picked_dimension(framework: Framework, place: str) -> str:
    """Return the key of the dimension that is picked in the form; an empty text for anything that it does not offer."""
    return next((each.key for number, each in enumerate(framework.dimensions, start=1) if str(number) == place), "")


def _with_key(assessment: Assessment, key: str) -> Dimension:
    dimensions = assessment.framework.dimensions
    return next((each for each in dimensions if each.key == key), dimensions[0])


def _block(assessment: Assessment, field: str, dimension: Dimension) -> str:
    """Name a field after its dimension, so that picking another one does not keep this one's level."""
    return f"{field}.{assessment.framework.dimensions.index(dimension) + 1}"


def _entry_of(rating: Rating | None) -> str:
    match rating.verdict if rating is not None else "":
        case NotApplicable():
            return NOT_APPLICABLE
        case NotRated():
            return NOT_RATED
        case level:
            return str(level)


def _level_menu(action_id: str, framework: Framework, dimension: Dimension, initial: str) -> Element:
    without = kit.option("Not applicable", NOT_APPLICABLE), kit.option("Don't know", NOT_RATED)
    return level_select(action_id, framework, dimension, initial, *without)


def _history(assessment: Assessment, person: str, dimension: Dimension) -> list[Block]:
    ratings = [each for each in assessment.history(dimension.key) if each.respondent == person]
    if not ratings:
        return []
    lines = []
    for each in reversed(ratings[-HISTORY:]):
        words = evidence_words(each.evidence)
        if isinstance(each.verdict, NotApplicable) and each.verdict.reason:
            words = f"“{said(each.verdict.reason, 200)}”"
        lines.append(joined(f"*{verdict_words(each.verdict)}*", when(each.said_at, "moment"), words))
    return [kit.divider(), kit.context("What you said so far, the newest first"), kit.section("\n".join(lines))]


def read_change(assessment: Assessment, key: str, state: Mapping[str, str]) -> Said | Mapping[str, str]:
    """Read the filled-in form; mistakes come back by block id."""
    dimension = _with_key(assessment, key)
    if DIMENSION in state and picked_dimension(assessment.framework, state[DIMENSION]) != dimension.key:
        return {DIMENSION: f"The fields below are still those of {dimension.name}. Choose the dimension again."[:150]}
    level_block, words_block = _block(assessment, LEVEL, dimension), _block(assessment, WORDS, dimension)
    value, words = state.get(level_block, ""), state.get(words_block, "").strip()
    if value == NOT_APPLICABLE:
        if not words:
            return {words_block: "Say in a few words why it does not apply."}
        return Said(dimension.key, NotApplicable(words))
    if value == NOT_RATED:
        return Said(dimension.key, NotRated())
    level = number_in(value)
    if level is None or level not in assessment.framework.scale:
        return {level_block: "Choose a level."}
    return Said(dimension.key, level, evidence_in(words) if words else ())


_BLOCKS_EACH = 5
MOST_ON_PAGE = (BLOCKS["modal"] - 1) // _BLOCKS_EACH
"""Dimensions that one form has room for; the others of a longer framework follow when it is submitted."""
_NAME_LENGTH, _ASK_LENGTH = 150, 600
_SLIPS: Mapping[Slip, str] = {
    Slip.NO_LEVEL: "Choose the level that your words show, or take them away.",
    Slip.NO_REASON: "Say in a few words why it does not apply.",
    Slip.NO_LINK: "That is no web address. It begins with https:// and names a site; two stand apart by a blank.",
}
_GUIDE = (
    "What you type is kept while you type it: close this, and open it again later. Leave out what you cannot say yet."
    " Only what you change is saved."
)


def page_form(page: AllOnOnePage, part: int = 0) -> View:
    """Build one part of the page, the first for a part that it does not have."""
    framework = page.assessment.framework
    parts = -(-len(framework.dimensions) // MOST_ON_PAGE)
    part = part if part < parts else 0
    where = f"*Part {part + 1} of {parts}.* " if parts > 1 else ""
    blocks: list[Block] = [kit.context(where + _GUIDE)]
    for place, dimension in _on(framework, part):
        blocks += _fields(page, place, dimension)
    submit = "Save" if part + 1 == parts else "Save and go on"
    metadata = OfPart(page.assessment.id, part, page.seen)
    return kit.modal("All on one page", blocks, callback_id=ids.ALL_FORM, submit=submit, close="Close", about=metadata)


def has_part(framework: Framework, part: int) -> bool:
    """Whether the page of a framework has such a part."""
    return part * MOST_ON_PAGE < len(framework.dimensions)


def _on(framework: Framework, part: int) -> list[tuple[int, Dimension]]:
    first = part * MOST_ON_PAGE
    return list(enumerate(framework.dimensions, start=1))[first : first + MOST_ON_PAGE]


def _fields(page: AllOnOnePage, place: int, dimension: Dimension) -> Iterable[Block]:
    framework, entry = page.assessment.framework, page.entries[dimension.key]
    title = f"*{place} of {len(framework.dimensions)} · {said(dimension.name, _NAME_LENGTH)}*"
    asks = "\n".join(filter(None, (said(dimension.ask, _ASK_LENGTH), first_words(page.first.get(dimension.key)))))
    levels = list(framework.scale.levels())
    room = (SECTION_TEXT - len(title) - len(asks) - 2) // len(levels) - LABEL_LENGTH - len("**  \n")
    lines = [level_line(framework, dimension, each, max(room, 1)) for each in levels]
    if place > 1:
        yield kit.divider()
    yield kit.section("\n".join(each for each in (title, asks, *lines) if each))
    yield _input("Level", _level_menu(f"{ids.ALL_TYPED}level", framework, dimension, entry.level), "level", place)
    words = kit.text_input(
        f"{ids.ALL_TYPED}words",
        initial=entry.words,
        placeholder="A sentence, or why it does not apply",
        lines="many",
        at_each_key=True,
    )
    yield _input("What shows it", words, "words", place, hint=dimension.look_for)
    link = kit.text_input(f"{ids.ALL_TYPED}link", initial=entry.link, placeholder="https://", at_each_key=True)
    yield _input("Link", link, "link", place)


def _input(label: str, element: Element, field: str, place: int, hint: str = "") -> Block:
    block = f"{field}.{place}"
    shown = f"Look for: {hint}" if hint else None
    return kit.input_block(label, element, block_id=block, hint=shown, optional=True, acts=True)


def read_page(framework: Framework, part: int, seen: int, state: Mapping[str, str]) -> PageDraft:
    """Read what stands in the fields of a part; a dimension without fields is left out."""
    names = [each.name for each in fields(PageEntry)]
    entries = {
        dimension.key: PageEntry(*(state.get(f"{name}.{place}", "") for name in names))
        for place, dimension in _on(framework, part)
        if any(f"{name}.{place}" in state for name in names)
    }
    return PageDraft(seen, entries)


def mistakes(framework: Framework, wrong: Iterable[Wrong]) -> Mistakes:
    """Say at each field what is wrong in it."""
    places = {each.key: place for place, each in enumerate(framework.dimensions, start=1)}
    return Mistakes({f"{each.field}.{places[each.dimension]}": _SLIPS[each.slip] for each in wrong})
