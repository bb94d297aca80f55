"""The accepted texts and the accepted plan, as they stand below a scorecard."""

from collections.abc import Sequence

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief, FactKind, Kind
from bot.core.drafts.draft import Content, Decision, Draft, Made, Prose, Trouble, Verb
from bot.core.drafts.labels import finding_words, is_own, label, sources, trouble_words
from bot.core.drafts.standing import Accepted, AcceptedText
from bot.core.languages import DEFAULT, language_of
from bot.core.plan.plan import ActionStanding, Plan, Progress
from bot.core.privacy import Right, entitled
from bot.core.text import capital, counted, said_day
from bot.core.thread import Drafting, DraftShown
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message
from bot.slack.text import joined, said, someone, when
from bot.slack.values import OfDraft
from bot.slack.views.plans import plan_blocks, what_words, who_words


def _of_plan(brief: Brief, plan: Plan) -> str:
    """Name what a plan rests on, each with its level and target: a mark says in any language from where to where."""
    planned = {each.dimension for each in plan.actions}
    own = (each for each in brief.standings if each.dimension in planned)
    return "; ".join(
        f"{said(each.name, NAME_LENGTH)} ({said(each.value, NAME_LENGTH)} → {each.target})" for each in own
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


def too_many(most: int) -> str:
    """Say that enough drafts of a text were asked for."""
    return f"This text was drafted {most} times, which is as often as it goes. Close the form and press Edit."


EACH_ITS_OWN = "Each action has its own *Edit* now: look at the plan in the thread again, it is drawn anew."


def plan_full(most: int) -> str:
    """Say that nothing can be added to a plan."""
    return f"A plan holds {most} actions, more is not done in 90 days. Take one out first."


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


def _body(shows: DraftShown, heading: str) -> list[Block]:
    """Show a text below its heading; a plan has blocks of its own."""
    made = shows.draft.made
    match shows.draft.content:
        case Plan() as plan:
            brief, language = (made.brief if made is not None else None), _language(shows.draft)
            edit = None if shows.replaced else lambda place: _edit_button(shows, "Edit", place)
            return [kit.section(heading), *plan_blocks(plan, names(brief), shows.actions, edit, language)]
        case Prose() as prose:
            figures = "" if made is None else _figures(shows.today or made.brief, prose.text)
            return [kit.section(f"{heading}{figures}\n{_lines(prose, made)}")]
        case None:
            return [kit.section(heading)]


def _edit_button(shows: DraftShown, label: str, place: int) -> Element:
    value = OfDraft(shows.assessment, shows.draft.id, seen=len(shows.draft.decisions), place=place)
    return kit.button(label, ids.OPEN_ACTION, value=value)


def _edits(shows: DraftShown) -> Element:
    """Return the button that rewords a text, or adds an action to a plan."""
    if isinstance(shows.draft.content, Plan):
        return _edit_button(shows, "Add an action", 0)
    return kit.button("Edit", ids.OPEN_EDIT, value=OfDraft(shows.assessment, shows.draft.id))


def _figures(brief: Brief, text: str) -> str:
    """Return, for behind a heading, the level, its target and its gap; nothing where the text says all of them."""
    facts = [each.text for each in brief.of_kind(FactKind.LEVEL, FactKind.TARGET, FactKind.GAP)]
    is_said = all(each in text for each in facts)
    return f"\n_{' · '.join(said(each, NAME_LENGTH) for each in facts)}_" if not is_said else ""


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
        *_sources_button(shows),
    ]
    state = label(language, "stale") if shows.stale else ""
    if shows.replaced:
        buttons, state = [], label(language, "replaced")
    notes = [_ground_line(shows), _ties(shows), _reason(made), _wish(shows.draft, made), state]
    heading = f"*{label(language, 'draft')} · {title(shows.draft, shows.name)}*"
    return _shown(_body(shows, heading), notes, buttons)


def _sources_button(shows: DraftShown) -> list[Element]:
    if not has_sources(shows.draft.content):
        return []
    return [kit.button("Sources", ids.SHOW_SOURCES, value=OfDraft(shows.assessment, shows.draft.id))]


def _ground_line(shows: DraftShown) -> str:
    given, language = shows.draft, _language(shows.draft)
    if given.editor:
        how = "edited_by" if isinstance(given.content, Plan) else "in_words"
        return label(language, how, who=someone(given.editor))
    if given.made is None or not isinstance(given.made.content, Plan):
        return ""
    found = _of_plan(given.made.brief, given.made.content)
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
    buttons += _sources_button(shows)
    is_plan, is_worded = shows.draft.piece.kind is Kind.PLAN, bool(shows.draft.editor)
    kept = "stale_plan" if is_plan else "stale_kept" if is_worded else "stale_accepted"
    stale = label(_language(shows.draft), kept) if shows.stale else ""
    notes = [accepted_by(shows.draft, decision), _ties(shows), stale]
    return _shown(_body(shows, f"*{capital(title(shows.draft, shows.name))}*"), notes, buttons)


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


def _shown(body: list[Block], notes: list[str], buttons: list[Element]) -> Message:
    """Put a message together: the text, in small print where it comes from, and what can be done with it."""
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
