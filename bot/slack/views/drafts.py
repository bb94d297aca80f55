"""Drafts: as they stand in the thread and, once accepted, below a scorecard; and the forms that reword them."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import partial
from typing import Literal

from bot.core.assessment import Assessment
from bot.core.drafts.brief import ELLIPSIS, Brief, FactKind, Kind, Standing
from bot.core.drafts.draft import (
    LONGEST_HINT,
    LONGEST_TEXT,
    Content,
    Decision,
    Draft,
    Made,
    Prose,
    Sentence,
    Trouble,
    Verb,
)
from bot.core.drafts.labels import facts_behind, finding_words, is_own, label, sources, trouble_words
from bot.core.drafts.phrases import phrase
from bot.core.drafts.standing import Accepted, AcceptedText
from bot.core.framework import Framework
from bot.core.languages import DEFAULT, language_of
from bot.core.metric import read_aim
from bot.core.plan.plan import MOST_ACTIONS, PHASES, AcceptedAction, Action, ActionStanding, Plan, Progress
from bot.core.privacy import Right, entitled
from bot.core.text import capital, counted, said_day
from bot.core.thread import Drafting, DraftShown
from bot.core.variables import WhyNot
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message, View
from bot.slack.text import is_person, joined, plain, said, someone, when
from bot.slack.values import TOLD, OfDraft, number_in
from bot.slack.views.conversation import picked_dimension
from bot.slack.views.plans import LINE_LENGTH, ROLE_LENGTH, plan_blocks, what_words, who_words
from bot.slack.views.start import LANGUAGE, language_select
from bot.use_cases.drafts import MOST_DRAFTS

ASKED = "The texts are being drafted; they appear in the thread of the assessment."
ALREADY_THERE = (
    "Every text has its draft already: you find them in the thread. To get another one, press *Redraft* under it."
)
NOT_COMPLETE = "There is nothing to draft yet: the drafts follow from a complete scorecard with at least one level."
NOTHING_WAITS = (
    "There is nothing left to accept at once. Where answers have changed after a draft was written, look at it first:"
    " *Redraft* brings it up to date."
)
NOTHING_LEFT = "Nothing is left of this text. Write a few words."
CLOSE = "Close the form."


def not_yours(assessment: Assessment) -> Message:
    """Say whose word counts about the drafts of an assessment."""
    people = entitled(Right.DRAFT, assessment)
    verb = "decides" if len(people) == 1 else "decide"
    named = " and ".join(someone(each) for each in people)
    text = f"{named} {verb} about these drafts. Tell them in the thread what should be different."
    return kit.paragraph(text)


def too_late(stands: Draft, pressed: str) -> Message:
    """Say what has taken the place of what a person pressed."""
    text = too_late_words(stands, pressed, live=True)
    return kit.paragraph(text)


def too_late_words(stands: Draft, pressed: str, *, live: bool = False) -> str:
    """Say the same; ``live`` names people by mention, which a form does not show."""
    decision = stands.decision
    if stands.id != pressed:
        state = "is being written" if stands.made is None else "is in the thread"
        return f"A newer draft of this text {state}; it takes the place of this one."
    who = someone(decision.by) if decision is not None and live else "Somebody"
    if decision is None:
        return "This draft has changed since you opened it. Look at it in the thread, then try again."
    if decision.verb is Verb.ACCEPT:
        return f"{who} has accepted this text by now. It can be undone, or edited, in the thread."
    return f"{who} has discarded this draft by now. It can be undone in the thread."


TOO_MANY = f"This text was drafted {MOST_DRAFTS} times, which is as often as it goes. Close the form and press Edit."
PLAN_FULL = f"A plan holds {MOST_ACTIONS} actions, more is not done in 90 days. Take one out first."
EACH_ITS_OWN = "Each action has its own *Edit* now: look at the plan in the thread again, it is drawn anew."


NAME_LENGTH = 120
TEXT_LENGTH = 9_000
"""Characters of a text as Slack counts them: all that a form can hold, even where every third one is escaped."""
REASON_LENGTH = 300
MOST_MARKED, MOST_CHARACTERS = 6, 1_200
"""Sentences and characters of a text up to which each sentence says where it comes from."""
WISH_LENGTH = 200


def drafting(shows: Drafting) -> Message:
    """Show how many texts are ready, then what to do with them."""
    done = shows.ready >= shows.wanted
    text = _waiting_words(shows) if done else f"Drafting {counted(shows.wanted, 'text')}: {shows.ready} ready."
    source = _source_words(shows) if done else "Each appears below as soon as it is ready. You can go on meanwhile."
    buttons = [kit.button("Accept all", ids.ACCEPT_ALL, value=shows.assessment)] if done and shows.waiting > 1 else []
    if done and shows.stale:
        buttons.append(kit.button("Redraft what changed", ids.ASK_CHANGED, value=shows.assessment))
    return kit.message([kit.section(text), kit.context(source)], *kit.row(buttons))


def _waiting_words(shows: Drafting) -> str:
    if not shows.waiting:
        count = "The draft is" if shows.wanted == 1 else f"All {shows.wanted} drafts are"
        return f"{count} decided. *Show notes* under the scorecard has what was accepted."
    if shows.waiting < shows.wanted:
        verb = "waits" if shows.waiting == 1 else "wait"
        return f"{shows.waiting} of {shows.wanted} drafts {verb} below. Accept what is right."
    verb = "is" if shows.wanted == 1 else "are"
    return f"{counted(shows.wanted, 'draft')} {verb} below. Accept what is right; nothing counts before that."


def _source_words(shows: Drafting) -> str:
    if not shows.model:
        return "These texts are built from the framework and your words, without a language model."
    words = f"Drafted by {said(shows.model, NAME_LENGTH)} and checked against your answers"
    if not shows.built:
        return f"{words}."
    if shows.built >= shows.wanted:
        return f"{said(shows.model, NAME_LENGTH)} was asked, but every text was written without it; each says why."
    verb = "was" if shows.built == 1 else "were"
    return f"{words}; {counted(shows.built, 'text')} {verb} written without it, each says why."


def draft(shows: DraftShown) -> Message:
    """Show one draft: proposed, accepted or discarded."""
    given, decision = shows.draft, shows.draft.decision
    if given.made is None:
        text = f"*Draft · {title(given, shows.name)}*\nIt is being written."
        return kit.paragraph(text)
    if decision is None:
        return _proposed(shows, given.made)
    return _accepted(shows, decision) if given.accepted else _discarded(shows, decision)


def title(given: Draft, name: str) -> str:
    """Name a draft in the language of its text: its kind and, but for the plan, its dimension."""
    kind = label(_language(given), given.piece.kind.value)
    return kind if given.piece.kind is Kind.PLAN else f"{kind} · {said(name, NAME_LENGTH)}"


def _language(given: Draft) -> str:
    return given.made.brief.language if given.made is not None else DEFAULT


def _edit_button(shows: DraftShown, label: str, place: int) -> Element:
    value = OfDraft(shows.assessment, shows.draft.id, seen=len(shows.draft.decisions), place=place)
    return kit.button(label, ids.OPEN_ACTION, value=value)


def _edits(shows: DraftShown) -> Element:
    """Return the button that rewords a text, or adds an action to a plan."""
    if isinstance(shows.draft.content, Plan):
        return _edit_button(shows, "Add an action", 0)
    return kit.button("Edit", ids.OPEN_EDIT, value=OfDraft(shows.assessment, shows.draft.id))


def _lines(prose: Prose, made: Made | None) -> str:
    """Show a text sentence by sentence, behind each where it comes from; a person's own wording unchanged.

    Where that would crowd, only what is all in a model's words is marked; the rest stands behind *Sources*.
    """
    if made is None or not has_sources(prose):
        return said(prose.text, TEXT_LENGTH, newline="\n") or "This text is empty."
    room = TEXT_LENGTH // len(prose.sentences)
    crowded = len(prose.sentences) > MOST_MARKED or len(prose.text) > MOST_CHARACTERS
    own = label(made.brief.language, "own")
    marks = [(own if is_own(each, made) else "") if crowded else sources(each, made) for each in prose.sentences]
    lines = ((said(each.text, room), mark) for each, mark in zip(prose.sentences, marks, strict=True))
    return "\n".join(f"{text}  _({mark})_" if mark else text for text, mark in lines)


def has_sources(content: Content | None) -> bool:
    """Whether a text or plan names the facts that it rests on; a person's own wording of a text names none."""
    parts = content.actions if isinstance(content, Plan) else content.sentences if content is not None else ()
    return any(each.facts for each in parts)


def names(brief: Brief | None) -> dict[str, str]:
    """Return the names of the dimensions that a brief knows, by key."""
    return {each.dimension: each.name for each in brief.standings} if brief is not None else {}


def _proposed(shows: DraftShown, made: Made) -> Message:
    value, language = OfDraft(shows.assessment, shows.draft.id), made.brief.language
    buttons = [
        kit.button("Accept", ids.ACCEPT, value=value),
        _edits(shows),
        kit.button("Redraft", ids.OPEN_REDRAFT, value=value),
        kit.button("Discard", ids.DISCARD, value=value),
    ]
    state = label(language, "stale") if shows.stale else ""
    if shows.replaced:
        buttons, state = [], label(language, "replaced")
    notes = [_ground_line(shows), _ties(shows), _reason(made), _wish(shows.draft, made), state]
    heading = f"*{label(language, 'draft')} · {title(shows.draft, shows.name)}*"
    return _shown(shows, heading, notes, buttons)


def _ground_line(shows: DraftShown) -> str:
    given, language = shows.draft, _language(shows.draft)
    if given.editor:
        how = "edited_by" if isinstance(given.content, Plan) else "in_words"
        return label(language, how, who=someone(given.editor))
    if given.made is None or not isinstance(given.made.content, Plan):
        return ""
    planned = {each.dimension for each in given.made.content.actions}
    # a mark says in any language from which level to which
    found = "; ".join(
        f"{said(each.name, NAME_LENGTH)} ({said(each.value, NAME_LENGTH)} → {each.target})"
        for each in given.made.brief.standings
        if each.dimension in planned
    )
    return label(language, "rests_on", names=found) if found else ""


def _ties(shows: DraftShown) -> str:
    """Say which dimensions a plan leaves out only because others stand before them in the framework."""
    if not shows.tied:
        return ""
    names = ", ".join(said(each, NAME_LENGTH) for each in shows.tied)
    return label(_language(shows.draft), "tied", names=names)


def _reason(made: Made) -> str:
    """Say why the model's text was not used; where there is no model, the status message says so once for all."""
    language = made.brief.language
    if made.by_model or made.trouble is Trouble.NO_MODEL:
        return ""
    unused = label(language, "unused")
    if made.trouble is not None:
        return f"{unused}: {trouble_words(language, made.trouble)}."
    if not made.findings:
        return f"{unused}."
    reason, count = said(finding_words(language, made.findings[0]), REASON_LENGTH), len(made.findings) - 1
    more = f" {label(language, 'more', count=count)}" if count else ""
    return f"{unused}: {label(language, 'failed', reason=reason).strip()}{more}"


def _wish(given: Draft, made: Made) -> str:
    if not given.hint:
        return ""
    language = made.brief.language
    opening, closing = language_of(language).marks
    wish = f"{opening}{said(given.hint, WISH_LENGTH)}{closing}"
    words = label(language, "wished", who=someone(given.asked_by), wish=wish)
    return words if made.by_model else f"{words}. {label(language, 'unfollowed')}"


def _accepted(shows: DraftShown, decision: Decision) -> Message:
    value = OfDraft(shows.assessment, shows.draft.id)
    buttons = [_edits(shows), kit.button("Undo", ids.UNDO, value=value)]
    if shows.actions:
        buttons.insert(0, kit.button("Assign owners", ids.OPEN_OWNERS, value=value))
    is_plan, is_worded = shows.draft.piece.kind is Kind.PLAN, bool(shows.draft.editor)
    kept = "stale_plan" if is_plan else "stale_kept" if is_worded else "stale_accepted"
    stale = label(_language(shows.draft), kept) if shows.stale else ""
    notes = [accepted_by(shows.draft, decision), _ties(shows), stale]
    return _shown(shows, f"*{capital(title(shows.draft, shows.name))}*", notes, buttons)


def accepted_by(given: Draft, decision: Decision) -> str:
    """Say who accepted a text, when, and whether a person changed its wording."""
    line, editor = f"Accepted by {someone(decision.by)}, {when(decision.at)}", given.editor
    if not editor:
        return line
    if not isinstance(given.content, Plan):
        return f"In the words of {someone(editor)} · {line}"
    return f"{line} · edited" if editor == decision.by else f"{line} · edited by {someone(editor)}"


def _discarded(shows: DraftShown, decision: Decision) -> Message:
    line = f"Discarded by {someone(decision.by)}: {title(shows.draft, shows.name)}"
    if shows.replaced:
        return Message(line, (kit.section(line), kit.context("A new draft is being written.")))
    undo = kit.button("Undo", ids.UNDO, value=OfDraft(shows.assessment, shows.draft.id))
    return Message(line, (kit.section(line, accessory=undo),))


def _shown(shows: DraftShown, heading: str, notes: list[str], buttons: list[Element]) -> Message:
    """Put a message together: heading and text, in small print where it comes from, and what can be done with it.

    Behind the heading of a text stand level, target and gap, unless it says all of them; a plan has blocks of its own.
    """
    given, made, body = shows.draft, shows.draft.made, [kit.section(heading)]
    match given.content:
        case Plan() as plan:
            edit = None if shows.replaced else partial(_edit_button, shows, "Edit")
            named = names(made.brief if made is not None else None)
            body += plan_blocks(plan, named, shows.actions, edit, _language(given))
        case Prose() as prose:
            brief = None if made is None else shows.today or made.brief
            facts = brief.of_kind(FactKind.LEVEL, FactKind.TARGET, FactKind.GAP) if brief is not None else ()
            is_said = all(each.text in prose.text for each in facts)
            figures = "" if is_said else f"\n_{' · '.join(said(each.text, NAME_LENGTH) for each in facts)}_"
            body = [kit.section(f"{heading}{figures}\n{_lines(prose, made)}")]
        case None:
            pass
    if buttons and has_sources(given.content):
        buttons = [*buttons, kit.button("Sources", ids.SHOW_SOURCES, value=OfDraft(shows.assessment, given.id))]
    return kit.message([*body, *kit.small(*notes)], *kit.row(buttons))


SHOWN_LENGTH = 2_500
MOST_SHOWN = 80
"""Texts in a window: it takes 100 blocks, and a long text wants two."""


def accepted_texts(accepted: Accepted) -> list[Block]:
    """Return each accepted text in full, with who accepted it."""
    texts = [kit.section(_in_full(each)) for each in accepted.texts[:MOST_SHOWN]]
    return [*texts, *kit.small(kit.beyond(accepted.texts, MOST_SHOWN, "{} more in the thread"))]


def _in_full(each: AcceptedText) -> str:
    about = label(DEFAULT, each.piece.kind.value)
    marks = [f"In the words of {someone(each.editor)}"] if each.editor else []
    marks += [f"Accepted by {someone(each.by)}, {when(each.at)}"]
    marks.append("answers changed since" if each.stale else "")
    text = said(each.text, SHOWN_LENGTH, newline="\n")
    return f"*{said(each.name, NAME_LENGTH)}* · {about}\n{text}\n_{joined(*marks)}_"


def plan_line(actions: Sequence[ActionStanding], longest: int) -> list[str]:
    """Say in a line how far the plan is and which open action is due first; no line without a plan."""
    if not actions:
        return []
    dropped = sum(each.progress is Progress.DROPPED for each in actions)
    line = f"*Plan* {sum(each.progress is Progress.DONE for each in actions)} of {len(actions)} done"
    line += f", {dropped} dropped" if dropped else ""
    first = min((each for each in actions if each.is_open), key=lambda each: each.accepted.due, default=None)
    if first is None:
        return [line]
    due = f"next by {said_day(first.accepted.due)}: {what_words(first, longest)}"
    return [joined(line, due, who_words(first.accepted))]


TEXT, HINT, OWNER = "text", "hint", "owner."
DIMENSION, WHAT, ROLE, DUE, MEASURE, FIRST_STEP = "dimension", "what", "role", "due", "measure", "first_step"
AIM, AIM_LENGTH = "aim", 100
LABEL_LENGTH = 150
LAST_DAY = PHASES[-1]
MOST_NAMED = 3
SOURCE_LENGTH, MOST_SOURCES, MOST_BLOCKS = 1_800, 12, 100
NO_TEXT = "Write a text, or close this form and press Discard."
NO_ACTION = "A plan has at least one action. Close this form and press Discard to have none."
REMOVED = "Empty it to take the action out of the plan."
ACCEPTED_DAYS = (
    "Days count from {start}, when the plan was accepted. Update in /cx-plan takes a date, and keeps the day"
    " that it was due."
)
WORKING_DAYS = (
    "Days count from the day on which the plan is accepted. A weekend gives way to a working day, and so does a holiday"
    " of the country that a reminder of this channel names."
)


def edit_form(assessment: str, draft: Draft, name: str, *, typed: Prose | None = None, note: str = "") -> View:
    """Build the form that takes a person's own wording of a text; what is submitted is accepted.

    ``note`` points something out about what was ``typed``; submitted once more, that stands.
    """
    content = typed or draft.content
    initial = plain(content.text, LONGEST_TEXT, newline="\n") if isinstance(content, Prose) else None
    text = kit.input_block("Text", kit.text_input("value", initial=initial, lines="many"), block_id=TEXT)
    explained = f"{capital(title(draft, name))}. Your wording is accepted when you submit it."
    if draft.accepted:
        explained = f"{capital(title(draft, name))}. Your wording takes the place of the accepted one."
    return kit.modal(
        "Edit the text",
        [kit.context(explained), *([kit.section(note)] if note else []), text],
        callback_id=ids.EDIT_FORM,
        submit="Save" if draft.accepted else "Accept",
        about=OfDraft(assessment, draft.id, seen=len(draft.decisions), place=TOLD if note else None),
    )


def contradicted(wrong: Sequence[str], standing: Standing) -> str:
    """Say which levels in a person's wording the scorecard does not have."""
    named = ", ".join(f"“{said(each, LABEL_LENGTH)}”" for each in wrong[:MOST_NAMED])
    aim = f", and its target is {standing.target}" if standing.place else ""
    return (
        f"*Please check:* you wrote {named}, but in the scorecard {said(standing.name, LABEL_LENGTH)} is at"
        f" {said(standing.value, LABEL_LENGTH)}{aim}. Change the text, or submit it again to keep it."
    )


def read_edit(state: Mapping[str, str]) -> Prose | Mapping[str, str]:
    """Read a person's wording of a text; mistakes come back by block id."""
    text = state.get(TEXT, "").strip()
    return Prose((Sentence(text),)) if plain(text, LONGEST_TEXT) else {TEXT: NO_TEXT}


def action_form(assessment: Assessment, draft: Draft, of: OfDraft, action: Action | None) -> View:
    """Build the form of one action of a plan: in other words, or one more where ``action`` is None.

    A proposed one is taken out by emptying its words; an accepted one is dropped with *Update*, which asks why.
    """
    names = {each.key: each.name for each in assessment.framework.dimensions}
    if action is None:
        options = [kit.option(name, str(number)) for number, name in enumerate(names.values(), start=1)]
        chosen = kit.select("value", options, placeholder="Choose a dimension")
        heading = kit.input_block("Which dimension does it raise?", chosen, block_id=DIMENSION)
    else:
        heading = kit.context(joined(f"*Action {of.place}*", said(names.get(action.dimension, ""), LABEL_LENGTH)))
    aim = action.aim if action is not None else None
    is_removable = action is not None and not draft.accepted
    since = draft.accepted_from if action is not None else None
    counts = ACCEPTED_DAYS.format(start=said_day(since.astimezone(UTC).date())) if since is not None else WORKING_DAYS
    day = kit.number_input("value", initial=str(action.due_day) if action is not None else None, between=(1, LAST_DAY))
    return kit.modal(
        "Add an action" if action is None else "Edit the action",
        [
            heading,
            _line("What is done", WHAT, action.what if action else "", LINE_LENGTH, REMOVED if is_removable else None),
            _line("Who, by role", ROLE, action.owner_role if action else "", ROLE_LENGTH),
            kit.input_block(f"Due on day (1 to {LAST_DAY})", day, block_id=DUE, hint=counts),
            _line("What shows that it is done", MEASURE, action.measure if action else "", LINE_LENGTH),
            _line("First step", FIRST_STEP, action.first_step if action else "", LINE_LENGTH),
            _line("Metric it should move", AIM, aim.text if aim else "", AIM_LENGTH, "For example: NPS from 31 to 45"),
        ],
        callback_id=ids.ACTION_FORM,
        submit="Add" if action is None else "Save",
        about=OfDraft(assessment.id, draft.id, seen=of.seen, place=of.place, respond_at=of.respond_at),
    )


def _line(label: str, block: str, words: str, most: int, clearing: str | None = None) -> Block:
    lines: Literal["one", "many"] = "many" if most > ROLE_LENGTH else "one"
    element = kit.text_input("value", initial=plain(words, most), max_length=most, lines=lines)
    return kit.input_block(label, element, block_id=block, hint=clearing, optional=clearing is not None)


def read_action_form(
    framework: Framework, before: Action | None, state: Mapping[str, str]
) -> Action | Mapping[str, str] | None:
    """Read an action back; None for one that is taken out, mistakes by block id.

    ``before`` is the action that is edited, None for one that is added.
    """
    typed = {each: " ".join(state.get(each, "").split()) for each in (WHAT, ROLE, MEASURE, FIRST_STEP)}
    if before is not None and not plain(typed[WHAT], LINE_LENGTH):
        return None
    day = number_in(state.get(DUE, "")) or 0
    dimension = before.dimension if before is not None else picked_dimension(framework, state.get(DIMENSION, ""))
    errors = {} if 1 <= day <= LAST_DAY else {DUE: f"Give a whole day from 1 to {LAST_DAY}."}
    errors |= {} if dimension else {DIMENSION: "Choose a dimension."}
    errors |= {each: words for each, words in REQUIRED.items() if not plain(typed[each], LINE_LENGTH)}
    aim = read_aim(state[AIM]) if state.get(AIM, "").strip() else None
    if isinstance(aim, WhyNot):
        errors[AIM] = aim.message
    if errors or isinstance(aim, WhyNot):
        return errors
    words = (typed[WHAT], typed[ROLE], day, typed[MEASURE], typed[FIRST_STEP])
    return Action(dimension, *words, before.deliverable if before is not None else "", aim=aim)


REQUIRED = {
    WHAT: "Say what is to be done.",
    ROLE: "Name a role, such as CX lead.",
    MEASURE: "Say what will show that it is done.",
    FIRST_STEP: "Say how it begins.",
}


def redraft_form(assessment: str, draft: Draft, name: str) -> View:
    """Build the form that asks for another draft of the same piece."""
    example = "For example: shorter, for the board"
    element = kit.text_input("value", placeholder=example, lines="many", max_length=LONGEST_HINT)
    blocks = [
        kit.context(f"{capital(title(draft, name))}. The new draft takes the place of this one."),
        kit.input_block("Anything to mind?", element, block_id=HINT, optional=True),
    ]
    if draft.made is not None and draft.made.trouble is Trouble.NO_MODEL:
        words = "This text was built without a language model, so a wish cannot be followed. *Edit* changes its words."
        blocks.append(kit.context(words))
    metadata = OfDraft(assessment, draft.id)
    return kit.modal("Redraft", blocks, callback_id=ids.REDRAFT_FORM, submit="Redraft", about=metadata)


def language_form(assessment: str, language: str) -> View:
    """Build the form that asks for the language of an assessment's drafts."""
    told = "The notes, narratives and the plan are drafted in the language that you choose. What is accepted stays."
    blocks = [kit.context(told), kit.input_block("Language", language_select(language), block_id=LANGUAGE)]
    return kit.modal("Language of the drafts", blocks, callback_id=ids.LANGUAGE_FORM, submit="Draft", about=assessment)


def sources_view(draft: Draft, name: str) -> View:
    """Show sentence by sentence, or action by action, the facts behind a text in full."""
    made, content = draft.made, draft.content
    blocks: list[Block] = [kit.section(f"*{capital(title(draft, name))}*")]
    if made is None or content is None:
        return kit.window("Sources", blocks)
    marks, named = language_of(made.brief.language).marks, names(made.brief)
    parts = [Sentence(each.what, each.facts) for each in content.actions] if isinstance(content, Plan) else []
    for each in parts or (content.sentences if isinstance(content, Prose) else ()):
        rows: dict[tuple[str, str], list[str]] = {}
        for word, fact in facts_behind(each.facts, made):
            figure = isinstance(content, Plan) and fact.kind in (FactKind.LEVEL, FactKind.TARGET, FactKind.GAP)
            key = said(named.get(fact.dimension, ""), LABEL_LENGTH) if figure else ""
            text = "" if fact.kind is FactKind.HEARD else said(fact.text, SOURCE_LENGTH)
            text = f"{marks[0]}{text}{marks[1]}" if fact.kind is FactKind.EVIDENCE and text else text
            if text or fact.kind is FactKind.HEARD:  # of what may be told in other words, only that there is some
                rows.setdefault((word, key or fact.id), [key] if key else []).append(text)
        shown = [f"_{word}:_ {joined(*row)}" if any(row) else f"_{word}_" for (word, _), row in rows.items()]
        shown += [f"_{label(made.brief.language, 'own')}_"] if isinstance(content, Prose) and is_own(each, made) else []
        blocks += [kit.section(said(each.text, LONGEST_TEXT) or ELLIPSIS), *map(kit.context, shown[:MOST_SOURCES])]
    return kit.window("Sources", blocks[:MOST_BLOCKS])


def read_hint(state: Mapping[str, str]) -> str:
    """Read the wish, on one line; an empty text where there is none."""
    return plain(state.get(HINT, ""), LONGEST_HINT)


def owners_form(assessment: str, draft: Draft, actions: Sequence[AcceptedAction], facilitator: str = "") -> View:
    """Build the form that gives the actions of an accepted plan to people; the facilitator's own is chosen already."""
    own = phrase(draft.made.brief.language, "reviewer").casefold() if draft.made is not None else None
    asked = "Who sees to it? Whoever is named stands in the plan, and is asked on day 30, 60 and 90 how it stands."
    blocks: list[Block] = [kit.context(asked)]
    for place, each in enumerate(sorted(actions, key=lambda each: each.action.phase), start=1):
        role = each.action.owner_role.strip().casefold()
        owner = each.owner or (facilitator if role == own and facilitator else None)
        element = kit.users_select("value", initial=owner, placeholder="Choose a person")
        label = f"{place}. {plain(each.action.what, LABEL_LENGTH)}"
        hint = joined(plain(each.action.owner_role, ROLE_LENGTH), f"by {said_day(each.due)}")
        blocks.append(kit.input_block(label, element, block_id=owner_block(each.id), hint=hint, optional=True))
    metadata = OfDraft(assessment, draft.id)
    return kit.modal("Assign owners", blocks, callback_id=ids.OWNERS_FORM, submit="Save", about=metadata)


def owner_block(action: str) -> str:
    """Name the field in which the owner of an action is chosen."""
    return f"{OWNER}{action}"


def read_owners(state: Mapping[str, str]) -> dict[str, str] | None:
    """Read who was chosen, by the id of the action; None where something else than a person was sent."""
    chosen = {
        block.removeprefix(OWNER): person for block, person in state.items() if block.startswith(OWNER) and person
    }
    return chosen if all(is_person(each) for each in chosen.values()) else None
