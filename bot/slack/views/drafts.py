"""The accepted texts and the accepted plan, as they stand below a scorecard."""

from collections.abc import Callable, Sequence
from datetime import UTC

from bot.core.assessment import Assessment
from bot.core.drafts.brief import OF_THE_FRAMEWORK, Brief, FactKind, Kind
from bot.core.drafts.draft import Decision, Draft, Made, Prose, Sentence, Trouble, Verb
from bot.core.drafts.standing import Accepted, AcceptedText
from bot.core.languages import language_of
from bot.core.plan.plan import AcceptedAction, Plan
from bot.core.privacy import Right, entitled
from bot.core.thread import Drafting, DraftShown
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Element, Message
from bot.slack.text import joined, mention, said, when
from bot.slack.values import (
    ACCEPT,
    ACCEPT_ALL,
    ASK_DRAFTS,
    DISCARD,
    OPEN_ACTION,
    OPEN_EDIT,
    OPEN_OWNERS,
    OPEN_REDRAFT,
    UNDO,
    draft_value,
)
from bot.slack.views.plans import LINE_LENGTH, day_words, plan_blocks

SAID, SCORED, LINKED, FRAMEWORK, OWN = "said", "scorecard", "a link", "framework", "in the model's words"
_SOURCES = {
    FactKind.EVIDENCE: SAID,
    FactKind.VARIABLE: SAID,
    FactKind.LEVEL: SCORED,
    FactKind.EVIDENCED: SCORED,
    FactKind.TARGET: SCORED,
    FactKind.GAP: SCORED,
    FactKind.OVERALL: SCORED,
    FactKind.LINK: LINKED,
    **dict.fromkeys(OF_THE_FRAMEWORK, FRAMEWORK),
}
"""Where a sentence comes from, by the kind of a fact behind it; the name of a dimension or subject tells nothing."""


def sources(sentence: Sentence, made: Made) -> str:
    """Say where a sentence comes from: what was said, the framework, the scorecard, or a model's own words.

    Only what stands in quotation marks was said so by people; what a model wrote around it is marked.
    """
    facts = [made.brief.fact(each) for each in sentence.facts]
    named = dict.fromkeys(_SOURCES[each.kind] for each in facts if each is not None and each.kind in _SOURCES)
    opening, _ = language_of(made.brief.language).marks
    own = [OWN] if made.by_model and opening not in sentence.text else []
    return " · ".join([*named, *own])


def _of_plan(brief: Brief, plan: Plan) -> str:
    planned = {each.dimension for each in plan.actions}
    return "; ".join(
        f"{said(each.name, NAME_LENGTH)}, {said(each.value, NAME_LENGTH)} of {each.target}"
        for each in brief.standings
        if each.dimension in planned
    )


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
    named = " and ".join(mention(each) for each in people)
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
    who = mention(decision.by) if decision is not None and live else "Somebody"
    if decision is None:
        return "This draft has changed since you opened it. Look at it in the thread, then try again."
    if decision.verb is Verb.ACCEPT:
        return f"{who} has accepted this text by now. It can be undone, or edited, in the thread."
    return f"{who} has discarded this draft by now. It can be undone in the thread."


def too_many(most: int) -> str:
    """Say that enough drafts of a text were asked for."""
    return f"This text was drafted {most} times, which is as often as it goes. Close the form and press Edit."


EACH_ITS_OWN = "Each action has its own *Edit* now: look at the plan in the thread again, it is drawn anew."


def plan_full(most: int) -> str:
    """Say that nothing can be added to a plan."""
    return f"A plan holds {most} actions, more is not done in 90 days. Take one out first."


KIND_WORDS = {Kind.NOTE: "evidence note", Kind.NARRATIVE: "gap narrative", Kind.PLAN: "90-day plan"}
NAME_LENGTH = 120
TEXT_LENGTH = 9_000
"""Characters of a text as Slack counts them: all that a form can hold, even where every third one is escaped."""
REASON_LENGTH = 300
WISH_LENGTH = 200

TROUBLE_WORDS = {
    Trouble.NO_MODEL: "none is set up",
    Trouble.CEILING: "this assessment has used what it may ask of the model",
    Trouble.UNREACHABLE: "its server could not be reached",
    Trouble.RATE_LIMITED: "its server was busy",
    Trouble.REFUSED: "its server refused the request",
    Trouble.TOO_SLOW: "it took too long",
    Trouble.MALFORMED: "its answer could not be read",
    Trouble.CUT_OFF: "its answer broke off",
}


def drafting(shows: Drafting) -> Message:
    """Show how many texts are ready, then what to do with them."""
    done = shows.ready >= shows.wanted
    text = _waiting_words(shows) if done else f"Drafting {_counted(shows.wanted, 'text')}: {shows.ready} ready."
    blocks: list[Block] = [kit.section(text)]
    source = _source_words(shows) if done else "Each appears below as soon as it is ready. You can go on meanwhile."
    blocks.append(kit.context(source))
    buttons = [kit.button("Accept all", ACCEPT_ALL, value=shows.assessment)] if done and shows.waiting > 1 else []
    if done and shows.stale:
        buttons.append(kit.button("Redraft what changed", ASK_DRAFTS, value=shows.assessment))
    if buttons:
        blocks.append(kit.actions(*buttons))
    return Message(f"{text}\n{source}", tuple(blocks))


def _waiting_words(shows: Drafting) -> str:
    if not shows.waiting:
        count = "The draft is" if shows.wanted == 1 else f"All {shows.wanted} drafts are"
        return f"{count} decided. `/cx-scorecard` shows what was accepted."
    if shows.waiting < shows.wanted:
        verb = "waits" if shows.waiting == 1 else "wait"
        return f"{shows.waiting} of {shows.wanted} drafts {verb} below. Accept what is right."
    verb = "is" if shows.wanted == 1 else "are"
    return f"{_counted(shows.wanted, 'draft')} {verb} below. Accept what is right; nothing counts before that."


def _source_words(shows: Drafting) -> str:
    if not shows.model:
        return "These texts are built from the framework and your words, without a language model."
    words = f"Drafted by {said(shows.model, NAME_LENGTH)} and checked against your answers"
    if not shows.built:
        return f"{words}."
    if shows.built >= shows.wanted:
        return f"{said(shows.model, NAME_LENGTH)} was asked, but every text was written without it; each says why."
    verb = "was" if shows.built == 1 else "were"
    return f"{words}; {_counted(shows.built, 'text')} {verb} written without it, each says why."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


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
    """Name a draft: its kind and, but for the plan, its dimension."""
    kind = KIND_WORDS[given.piece.kind]
    return kind if given.piece.kind is Kind.PLAN else f"{kind} · {said(name, NAME_LENGTH)}"


def _body(shows: DraftShown, heading: str) -> list[Block]:
    """Show a text below its heading; a plan has blocks of its own."""
    match shows.draft.content:
        case Plan() as plan:
            brief = shows.draft.made.brief if shows.draft.made is not None else None
            return [kit.section(heading), *plan_blocks(plan, names(brief), shows.actions, _edit_of(shows))]
        case Prose() as prose:
            figures = "" if shows.draft.made is None else _figures(shows.draft.made.brief)
            return [kit.section(f"{heading}{figures}\n{_lines(prose, shows.draft.made)}")]
        case None:
            return [kit.section(heading)]


def _edit_of(shows: DraftShown) -> Callable[[int], Element] | None:
    """Return what makes the button that rewords an action; nothing while a newer draft is being written."""
    return None if shows.replaced else lambda place: _edit_button(shows, "Edit", place)


def _edit_button(shows: DraftShown, label: str, place: int) -> Element:
    value = draft_value(shows.assessment, shows.draft.id, seen=len(shows.draft.decisions), place=place)
    return kit.button(label, OPEN_ACTION, value=value)


def _edits(shows: DraftShown) -> Element:
    """Return the button that rewords a text, or adds an action to a plan."""
    if isinstance(shows.draft.content, Plan):
        return _edit_button(shows, "Add an action", 0)
    return kit.button("Edit", OPEN_EDIT, value=draft_value(shows.assessment, shows.draft.id))


def _figures(brief: Brief) -> str:
    """Return, for behind a heading, the level of the dimension, its target and its gap."""
    kinds = (FactKind.LEVEL, FactKind.TARGET, FactKind.GAP)
    facts = [said(each.text, NAME_LENGTH) for each in brief.of_kind(*kinds)]
    return f"\n_{' · '.join(facts)}_" if facts else ""


def _lines(prose: Prose, made: Made | None) -> str:
    """Show a text sentence by sentence, behind each where it comes from; a person's own wording unchanged."""
    if made is None or not any(each.facts for each in prose.sentences):
        return said(prose.text, TEXT_LENGTH, newline="\n") or "This text is empty."
    room = TEXT_LENGTH // len(prose.sentences)
    lines = ((said(each.text, room), sources(each, made)) for each in prose.sentences)
    return "\n".join(f"{text}  _({source})_" if source else text for text, source in lines)


def names(brief: Brief | None) -> dict[str, str]:
    """Return the names of the dimensions that a brief knows, by key."""
    return {each.dimension: each.name for each in brief.standings} if brief is not None else {}


def _proposed(shows: DraftShown, made: Made) -> Message:
    value = draft_value(shows.assessment, shows.draft.id)
    buttons = [
        kit.button("Accept", ACCEPT, value=value),
        _edits(shows),
        kit.button("Redraft", OPEN_REDRAFT, value=value),
        kit.button("Discard", DISCARD, value=value),
    ]
    state = "Answers changed after this was written. *Redraft* brings it up to date." if shows.stale else ""
    if shows.replaced:
        buttons, state = [], "A new draft is being written; it takes the place of this one."
    notes = [_ground_line(shows), _ties(shows), _reason(made), _wish(shows.draft, made), state]
    return _shown(_body(shows, f"*Draft · {title(shows.draft, shows.name)}*"), notes, buttons)


def _ground_line(shows: DraftShown) -> str:
    editor, made = shows.draft.editor, shows.draft.made
    if editor and isinstance(shows.draft.content, Plan):
        return f"Edited by {mention(editor)}"
    if editor:
        return f"In the words of {mention(editor)}"
    if made is None or not isinstance(made.content, Plan):
        return ""
    found = _of_plan(made.brief, made.content)
    return f"Rests on: {found}" if found else ""


def _ties(shows: DraftShown) -> str:
    """Say which dimensions a plan leaves out only because others stand before them in the framework."""
    if not shows.tied:
        return ""
    names = ", ".join(said(each, NAME_LENGTH) for each in shows.tied)
    have = "has as large a gap" if len(shows.tied) == 1 else "have as large a gap"
    return f"{names} {have} as the last of these; the plan takes the first in the framework's order."


def _reason(made: Made) -> str:
    """Say why the model's text was not used; where there is no model, the status message says so once for all."""
    if made.by_model or made.trouble is Trouble.NO_MODEL:
        return ""
    if made.trouble is not None:
        return f"Written without the model: {TROUBLE_WORDS[made.trouble]}."
    if not made.findings:
        return "Written without the model."
    reason, more = said(made.findings[0].message, REASON_LENGTH), len(made.findings) - 1
    return f"Written without the model: its text did not pass. {reason}{f' And {more} more.' if more else ''}"


def _wish(given: Draft, made: Made) -> str:
    if not given.hint:
        return ""
    wish = f"“{said(given.hint, WISH_LENGTH)}”"
    if made.by_model:
        return f"{mention(given.asked_by)} wished: {wish}"
    return f"{mention(given.asked_by)} wished: {wish}. Without the model it could not be followed."


def _accepted(shows: DraftShown, decision: Decision) -> Message:
    value = draft_value(shows.assessment, shows.draft.id)
    buttons = [_edits(shows), kit.button("Undo", UNDO, value=value)]
    if shows.actions:
        buttons.insert(0, kit.button("Assign owners", OPEN_OWNERS, value=value))
    stale = "Answers changed after this was accepted. *Edit* it, or *Undo* and *Redraft* it." if shows.stale else ""
    notes = [accepted_by(shows.draft, decision), _ties(shows), stale]
    return _shown(_body(shows, f"*{_capital(title(shows.draft, shows.name))}*"), notes, buttons)


def accepted_by(given: Draft, decision: Decision) -> str:
    """Say who accepted a text, when, and whether a person changed its wording."""
    line = f"Accepted by {mention(decision.by)}, {when(decision.at, UTC)}"
    editor = given.editor
    if not editor:
        return line
    return f"{line} · edited" if editor == decision.by else f"{line} · edited by {mention(editor)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _discarded(shows: DraftShown, decision: Decision) -> Message:
    line = f"Discarded by {mention(decision.by)}: {title(shows.draft, shows.name)}"
    if shows.replaced:
        return Message(line, (kit.section(line), kit.context("A new draft is being written.")))
    undo = kit.button("Undo", UNDO, value=draft_value(shows.assessment, shows.draft.id))
    return Message(line, (kit.section(line, accessory=undo),))


def _shown(body: list[Block], notes: list[str], buttons: list[Element]) -> Message:
    """Put a message together: the text, in small print where it comes from, and what can be done with it."""
    blocks = [*body, *(kit.context(note) for note in notes if note)]
    text = "\n".join(kit.words_of(blocks))
    return Message(text, (*blocks, kit.actions(*buttons)) if buttons else tuple(blocks))


LEAST = 200
"""Characters below which a shortened text says nothing any more."""
MOST = 1_200
"""Characters of a text here; the thread has all of it."""


def accepted_blocks(accepted: Accepted, room: int) -> list[Block]:
    """Build the texts below a scorecard in at most ``room`` characters; what is left out is said to be."""
    plan = _plan_line(accepted.actions)
    heading, *texts = _texts(accepted.texts, room - len(plan)) or [""]
    blocks: list[Block] = [kit.section(heading)] if heading else []
    blocks += [kit.context(each) for each in texts]  # small print, so that the figures stay what is seen first
    return [*blocks, kit.section(plan)] if plan else blocks


def _texts(texts: Sequence[AcceptedText], room: int) -> list[str]:
    """Return each text an equal share of the room, so that none is split; of too many the first ones are shown."""
    if not texts:
        return []
    count = min(len(texts), max(room, 0) // (LEAST + NAME_LENGTH))
    share = min(room // count - NAME_LENGTH, MOST) if count else 0
    parts = ["*Accepted notes*", *(_text(each, share) for each in texts[:count])]
    return [*parts, f"_{len(texts) - count} more in the thread_"] if len(texts) > count else parts


def _text(each: AcceptedText, share: int) -> str:
    about = " · gap" if each.piece.kind is Kind.NARRATIVE else ""
    text = f"*{said(each.name, NAME_LENGTH // 2)}{about}*\n{said(each.text, share)}"
    return f"{text} _Answers changed since._" if each.stale else text


SHOWN_LENGTH = 2_500
MOST_SHOWN = 80
"""Texts in a window: it takes 100 blocks, and a long text wants two."""


def accepted_texts(accepted: Accepted) -> list[Block]:
    """Return each accepted text in full, with who accepted it."""
    texts = [kit.section(_in_full(each)) for each in accepted.texts[:MOST_SHOWN]]
    rest = len(accepted.texts) - MOST_SHOWN
    return [*texts, kit.context(f"{rest} more in the thread")] if rest > 0 else texts


def _in_full(each: AcceptedText) -> str:
    about = KIND_WORDS[each.piece.kind]
    marks = [f"Accepted by {mention(each.by)}, {when(each.at, UTC)}", "edited" if each.edited else ""]
    marks.append("answers changed since" if each.stale else "")
    text = said(each.text, SHOWN_LENGTH, newline="\n")
    return f"*{said(each.name, NAME_LENGTH)}* · {about}\n{text}\n_{joined(*marks)}_"


def _plan_line(actions: Sequence[AcceptedAction]) -> str:
    """Say in a line how many actions the plan has and which is due first."""
    if not actions:
        return ""
    first = min(actions, key=lambda each: each.due)
    who = mention(first.owner) if first.owner is not None else said(first.action.owner_role, NAME_LENGTH)
    count = "one action" if len(actions) == 1 else f"{len(actions)} actions"
    words = said(first.action.what, LINE_LENGTH)
    return f"*90-day plan*  {count}, the first due {day_words(first.due)}: {words}{f' · {who}' if who else ''}"
