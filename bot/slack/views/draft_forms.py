"""The forms of drafts: a person's own wording, a wish for another draft, owners for the actions of a plan."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Literal

from bot.core.assessment import Assessment
from bot.core.drafts.brief import ELLIPSIS, Fact, FactKind, Standing
from bot.core.drafts.draft import LONGEST_HINT, LONGEST_TEXT, Draft, Prose, Sentence, Trouble
from bot.core.drafts.labels import facts_behind, is_own, label
from bot.core.drafts.phrases import phrase
from bot.core.framework import Framework
from bot.core.languages import language_of
from bot.core.metric import read_aim
from bot.core.plan.plan import PHASES, AcceptedAction, Action, Plan
from bot.core.text import capital, said_day
from bot.core.variables import WhyNot
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, View
from bot.slack.text import is_person, joined, plain, said
from bot.slack.values import TOLD, OfDraft, number_in
from bot.slack.views.conversation import picked_dimension
from bot.slack.views.drafts import names, title
from bot.slack.views.plans import LINE_LENGTH, ROLE_LENGTH
from bot.slack.views.start import LANGUAGE, language_select

TEXT, HINT, OWNER = "text", "hint", "owner."
DIMENSION, WHAT, ROLE, DUE, MEASURE, FIRST_STEP = "dimension", "what", "role", "due", "measure", "first_step"
AIM, AIM_LENGTH = "aim", 100
LABEL_LENGTH = 150
LAST_DAY = PHASES[-1]
MOST_NAMED = 3
SOURCE_LENGTH, MOST_SOURCES, MOST_BLOCKS = 1_800, 12, 100
ASKED = "Who sees to it? Whoever is named stands in the plan, and is asked on day 30, 60 and 90 how it stands."
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
            text = _source(fact, marks)
            if text or fact.kind is FactKind.HEARD:  # of what may be told in other words, only that there is some
                rows.setdefault((word, key or fact.id), [key] if key else []).append(text)
        shown = [f"_{word}:_ {joined(*row)}" if any(row) else f"_{word}_" for (word, _), row in rows.items()]
        shown += [f"_{label(made.brief.language, 'own')}_"] if isinstance(content, Prose) and is_own(each, made) else []
        blocks += [kit.section(said(each.text, LONGEST_TEXT) or ELLIPSIS), *map(kit.context, shown[:MOST_SOURCES])]
    return kit.window("Sources", blocks[:MOST_BLOCKS])


def _source(fact: Fact, marks: tuple[str, str]) -> str:
    """Show a fact behind a text; nothing of one that is told in other words only."""
    text = said(fact.text, SOURCE_LENGTH)
    if fact.kind is FactKind.HEARD:
        return ""
    return f"{marks[0]}{text}{marks[1]}" if fact.kind is FactKind.EVIDENCE and text else text


def read_hint(state: Mapping[str, str]) -> str:
    """Read the wish, on one line; an empty text where there is none."""
    return plain(state.get(HINT, ""), LONGEST_HINT)


def owners_form(assessment: str, draft: Draft, actions: Sequence[AcceptedAction], facilitator: str = "") -> View:
    """Build the form that gives the actions of an accepted plan to people; the facilitator's own is chosen already."""
    own = phrase(draft.made.brief.language, "reviewer").casefold() if draft.made is not None else None
    blocks: list[Block] = [kit.context(ASKED)]
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
