"""The forms of drafts: a person's own wording, a wish for another draft, owners for the actions of a plan."""

from collections.abc import Mapping, Sequence

from bot.core.drafts.draft import LONGEST_HINT, LONGEST_TEXT, Content, Draft, Prose, Sentence, Trouble
from bot.core.plan.plan import PHASES, AcceptedAction, Action, Plan
from bot.slack import blocks as kit
from bot.slack.blocks import Block, View
from bot.slack.text import is_person, plain, said
from bot.slack.values import EDIT_FORM, LANGUAGE_FORM, OWNERS_FORM, REDRAFT_FORM, draft_value
from bot.slack.views.drafts import names, title
from bot.slack.views.plans import LINE_LENGTH, ROLE_LENGTH, day_words, in_order
from bot.slack.views.start import LANGUAGE, language_select

TEXT, HINT, OWNER = "text", "hint", "owner."
WHAT, ROLE, DUE, MEASURE, FIRST_STEP = "what", "role", "due", "measure", "first_step"
LABEL_LENGTH = 150
LAST_DAY = PHASES[-1]
ASKED = "Who sees to it? Whoever is named stands in the plan, and is asked on day 30, 60 and 90 how it stands."
NO_TEXT = "Write a text, or close this form and press Discard."
NO_ACTION = "Keep at least one action, or close this form and press Discard."


def edit_form(assessment: str, draft: Draft, name: str) -> View:
    """Build the form that takes a person's own wording; what is submitted is accepted."""
    content = draft.content
    blocks = _plan_inputs(draft, content) if isinstance(content, Plan) else [_text_input(content)]
    explained = f"{_capital(title(draft, name))}. Your wording is accepted when you submit it."
    if draft.accepted:
        explained = f"{_capital(title(draft, name))}. Your wording takes the place of the accepted one."
    return kit.modal(
        "Edit the plan" if isinstance(content, Plan) else "Edit the text",
        [kit.context(explained), *blocks],
        callback_id=EDIT_FORM,
        submit="Save" if draft.accepted else "Accept",
        private_metadata=draft_value(assessment, draft.id, seen=len(draft.decisions)),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text_input(content: Prose | None) -> Block:
    initial = plain(content.text, LONGEST_TEXT, newline="\n") if content is not None else None
    return kit.input_block("Text", kit.text_input("value", initial=initial, lines="many"), block_id=TEXT)


def _plan_inputs(draft: Draft, plan: Plan) -> list[Block]:
    known = names(draft.made.brief if draft.made is not None else None)
    blocks: list[Block] = []
    for place, action in enumerate(in_order(plan), start=1):
        dimension = said(known.get(action.dimension, ""), LABEL_LENGTH)
        heading = " · ".join(part for part in (f"*Action {place}*", dimension) if part)
        blocks += [*([kit.divider()] if place > 1 else []), kit.section(heading), *_action_inputs(action, place)]
    return blocks


def _action_inputs(action: Action, place: int) -> list[Block]:
    due = kit.number_input("value", initial=str(action.due_day), between=(1, LAST_DAY))
    return [
        _line("What is done", action.what, LINE_LENGTH, _block(WHAT, place), clearing="Empty it to drop the action"),
        _line("Who, by role", action.owner_role, ROLE_LENGTH, _block(ROLE, place)),
        kit.input_block(f"Due on day (1 to {LAST_DAY})", due, block_id=_block(DUE, place)),
        _line("What shows that it is done", action.measure, LINE_LENGTH, _block(MEASURE, place)),
        _line("First step", action.first_step, LINE_LENGTH, _block(FIRST_STEP, place)),
    ]


def _line(label: str, words: str, most: int, block: str, *, clearing: str | None = None) -> Block:
    element = kit.text_input(
        "value", initial=plain(words, most), max_length=most, lines="many" if most > ROLE_LENGTH else "one"
    )
    return kit.input_block(label, element, block_id=block, hint=clearing, optional=clearing is not None)


def _block(field: str, place: int) -> str:
    """Name a field by the place at which its action is shown."""
    return f"{field}.{place}"


def read_edit(draft: Draft, state: Mapping[str, str]) -> Content | Mapping[str, str]:
    """Read a person's wording; mistakes come back by block id."""
    if isinstance(draft.content, Plan):
        return _read_plan(draft.content, state)
    text = state.get(TEXT, "").strip()
    return Prose((Sentence(text),)) if plain(text, LONGEST_TEXT) else {TEXT: NO_TEXT}


def _read_plan(plan: Plan, state: Mapping[str, str]) -> Plan | Mapping[str, str]:
    """Read the actions back; one without words is dropped, and the field of what is not as it should be is named."""
    errors: dict[str, str] = {}
    kept = []
    for place, action in enumerate(in_order(plan), start=1):
        typed = {
            each: " ".join(state.get(_block(each, place), "").split()) for each in (WHAT, ROLE, MEASURE, FIRST_STEP)
        }
        if not plain(typed[WHAT], LINE_LENGTH):
            continue
        day = _day(state.get(_block(DUE, place), ""))
        if day is None:
            errors[_block(DUE, place)] = f"Give a whole day from 1 to {LAST_DAY}."
        errors |= {_block(each, place): REQUIRED[each] for each in REQUIRED if not plain(typed[each], LINE_LENGTH)}
        words = (typed[WHAT], typed[ROLE], day or 0, typed[MEASURE], typed[FIRST_STEP])
        kept.append(Action(action.dimension, *words, action.deliverable))
    if not kept:
        return {_block(WHAT, 1): NO_ACTION}
    return errors or Plan(tuple(kept))


REQUIRED = {
    ROLE: "Name a role, such as CX lead.",
    MEASURE: "Say what will show that it is done.",
    FIRST_STEP: "Say how it begins.",
}


def _day(typed: str) -> int | None:
    digits = typed.strip()
    day = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 3 else 0  # noqa: PLR2004  # a day
    return day if 1 <= day <= LAST_DAY else None


def redraft_form(assessment: str, draft: Draft, name: str) -> View:
    """Build the form that asks for another draft of the same piece."""
    example = "For example: shorter, for the board"
    element = kit.text_input("value", placeholder=example, lines="many", max_length=LONGEST_HINT)
    blocks = [
        kit.context(f"{_capital(title(draft, name))}. The new draft takes the place of this one."),
        kit.input_block("Anything to mind?", element, block_id=HINT, optional=True),
    ]
    if draft.made is not None and draft.made.trouble is Trouble.NO_MODEL:
        words = "This text was built without a language model, so a wish cannot be followed. *Edit* changes its words."
        blocks.append(kit.context(words))
    metadata = draft_value(assessment, draft.id)
    return kit.modal("Redraft", blocks, callback_id=REDRAFT_FORM, submit="Redraft", private_metadata=metadata)


def language_form(assessment: str, language: str) -> View:
    """Build the form that asks for the language of an assessment's drafts."""
    told = "The notes, narratives and the plan are drafted in the language that you choose. What is accepted stays."
    blocks = [kit.context(told), kit.input_block("Language", language_select(language), block_id=LANGUAGE)]
    return kit.modal("Drafts", blocks, callback_id=LANGUAGE_FORM, submit="Draft", private_metadata=assessment)


def read_hint(state: Mapping[str, str]) -> str:
    """Read the wish, on one line; an empty text where there is none."""
    return plain(state.get(HINT, ""), LONGEST_HINT)


def owners_form(assessment: str, draft: Draft, actions: Sequence[AcceptedAction]) -> View:
    """Build the form that gives the actions of an accepted plan to people."""
    blocks: list[Block] = [kit.context(ASKED)]
    for place, each in enumerate(_in_order(actions), start=1):
        element = kit.users_select("value", initial=each.owner, placeholder="Choose a person")
        label = f"{place}. {plain(each.action.what, LABEL_LENGTH)}"
        hint = " · ".join(
            part for part in (plain(each.action.owner_role, ROLE_LENGTH), f"by {day_words(each.due)}") if part
        )
        blocks.append(kit.input_block(label, element, block_id=owner_block(each.id), hint=hint, optional=True))
    metadata = draft_value(assessment, draft.id)
    return kit.modal("Assign owners", blocks, callback_id=OWNERS_FORM, submit="Save", private_metadata=metadata)


def _in_order(actions: Sequence[AcceptedAction]) -> list[AcceptedAction]:
    return sorted(actions, key=lambda each: each.action.phase)


def owner_block(action: str) -> str:
    """Name the field in which the owner of an action is chosen."""
    return f"{OWNER}{action}"


def read_owners(state: Mapping[str, str]) -> dict[str, str] | None:
    """Read who was chosen, by the id of the action; None where something else than a person was sent."""
    chosen = {
        block.removeprefix(OWNER): person for block, person in state.items() if block.startswith(OWNER) and person
    }
    return chosen if all(is_person(each) for each in chosen.values()) else None
