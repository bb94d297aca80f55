"""The forms of a plan's actions: how one stands, why it is stuck, what was done; and to whom one is given."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.plan.plan import AcceptedAction
from bot.core.plan.standing import LONGEST_NOTE, LONGEST_VALUE, ActionStanding, Progress, own_note, own_value
from bot.slack import blocks as kit
from bot.slack.blocks import Block, View
from bot.slack.text import is_person, plain, said
from bot.slack.values import GIVE_FORM, UPDATE_FORM, OfAction, action_value
from bot.slack.views.plans import LINE_LENGTH, VALUE_LENGTH, day_words, progress_words

HOW, NOTE, VALUE, OWNER = "how", "note", "value", "owner"
HINT_LENGTH = 150
WHY = "Say in a few words why it is stuck."
CHOOSE = "Choose how it stands."
NO_PERSON = "Choose a person."
CHOICES = (
    (Progress.DONE, "Done"),
    (Progress.ON_TRACK, "On track"),
    (Progress.STUCK, "Stuck: say below why"),
    (Progress.DROPPED, "Dropped: nobody is asked about it any more"),
)
TITLE, LABEL, HINT = "How does it stand?", "A few words about it", "Where it is stuck, say why."
TITLES: Mapping[Progress | None, str] = {Progress.STUCK: "Stuck", Progress.DONE: "Done"}
LABELS: Mapping[Progress | None, str] = {Progress.STUCK: "Why is it stuck?", Progress.DONE: "What was done?"}
SEEN = "Whoever sees the plan can read it."


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a person said in the form about an action, cleaned."""

    progress: Progress
    note: str
    value: str


def update_form(of: OfAction, standing: ActionStanding) -> View:
    """Build the form that takes how an action stands; where a button has said that already, it asks for the rest."""
    blocks: list[Block] = [kit.context(_about(standing))]
    blocks += [_choice(standing)] if of.progress is None else []
    blocks += [_note(of.progress), _value(standing)]
    title = TITLES.get(of.progress, TITLE)
    return kit.modal(title, blocks, callback_id=UPDATE_FORM, submit="Save", private_metadata=action_value(of))


def _about(each: ActionStanding) -> str:
    """Name the action, with what was said about it last."""
    what = f"*{said(each.accepted.action.what, LINE_LENGTH)}*\nby {day_words(each.accepted.due)}"
    return f"{what} · {progress_words(each, LINE_LENGTH)}" if each.last is not None else what


def _choice(standing: ActionStanding) -> Block:
    options = {progress: kit.option(label, str(progress)) for progress, label in CHOICES}
    initial = options[standing.progress] if standing.progress is not None else None
    chosen = kit.radio_buttons("value", list(options.values()), initial=initial)
    return kit.input_block(TITLE, chosen, block_id=HOW)


def _note(progress: Progress | None) -> Block:
    element = kit.text_input("value", lines="many", max_length=LONGEST_NOTE)
    hint = SEEN if progress is not None else f"{HINT} {SEEN}"
    label = LABELS.get(progress, LABEL)
    return kit.input_block(label, element, block_id=NOTE, hint=hint, optional=progress is not Progress.STUCK)


def _value(standing: ActionStanding) -> Block:
    values = [each.value for each in standing.updates if each.value.strip()]
    known = f"Last time: {plain(values[-1], VALUE_LENGTH)}" if values else ""
    measure = plain(standing.accepted.action.measure, HINT_LENGTH)
    hint = " · ".join(part for part in (measure, known) if part)
    element = kit.text_input("value", max_length=LONGEST_VALUE, placeholder="For example: 12 of 40")
    return kit.input_block("Its measure today", element, block_id=VALUE, hint=hint or None, optional=True)


def read_update(of: OfAction, state: Mapping[str, str]) -> Spoken | Mapping[str, str]:
    """Read what a person said; mistakes come back by block id."""
    progress = of.progress or next((each for each in Progress if each == state.get(HOW, "")), None)
    note = own_note(state.get(NOTE, ""))
    if progress is None:
        return {HOW: CHOOSE}
    if progress is Progress.STUCK and not note:
        return {NOTE: WHY}
    return Spoken(progress, note, own_value(state.get(VALUE, "")))


def give_form(of: OfAction, accepted: AcceptedAction) -> View:
    """Build the form that gives an action to a person."""
    details = " · ".join(
        part for part in (said(accepted.action.owner_role, HINT_LENGTH), f"by {day_words(accepted.due)}") if part
    )
    blocks = [
        kit.context(f"*{said(accepted.action.what, LINE_LENGTH)}*\n{details}"),
        kit.input_block(
            "Who sees to it?",
            kit.users_select("value", initial=accepted.owner, placeholder="Choose a person"),
            block_id=OWNER,
            hint="The person stands in the plan and is asked about the action at the next check-in.",
        ),
    ]
    return kit.modal(
        "Give to somebody", blocks, callback_id=GIVE_FORM, submit="Save", private_metadata=action_value(of)
    )


def read_owner(state: Mapping[str, str]) -> str:
    """Read who was chosen; an empty text where that is no person."""
    person = state.get(OWNER, "")
    return person if is_person(person) else ""
