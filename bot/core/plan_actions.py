"""The wording of one action of a built plan: what, who, what shows it, and what can be done this week."""

from dataclasses import dataclass

from bot.core.brief_reading import Ground, listed
from bot.core.brief_texts import shortened
from bot.core.draft_words import is_scrap, quotation, sentence
from bot.core.plan import PHASES, Action
from bot.core.plan_owner import Owner

LONGEST_FIELD = 300
QUOTED = 110  # characters
MOST_COLLECTED = 3
FIRST, MIDDLE, LAST = PHASES


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; ``reached`` is the level that it leads to.

    ``item`` is what to look for afterwards, or empty; ``fits`` says that the two have words in common.
    """

    what: str
    reached: int
    owner: Owner
    item: str = ""
    fits: bool = False


def stepping(found: Ground, step: Step, phase: int) -> Action:
    """Word a step that is due in a phase."""
    return _action(found, step.owner, step.what, _measure(found, step, phase), _first_step(found, step, phase))


def collecting(found: Ground, step: Step) -> Action:
    """Word how to find out where a dimension stands, before its only step."""
    items = listed(found.items[:MOST_COLLECTED])
    what = (
        f"Collect what there is today in {found.name}: {items}" if items else f"Write down how {found.name} works now"
    )
    measure = f"What was found, and what is missing, is written down for {found.name}"
    return _action(found, step.owner, what, measure, _beginning(found, step.owner))


def rating_again(found: Ground, steps: list[Step]) -> Action:
    """Word how to find out whether the steps have led anywhere; who did the last of them asks for it."""
    left = [each for each in found.items if each not in {step.item for step in steps}]
    shown = left[0] if left else "examples of what has changed"
    return _action(
        found,
        steps[-1].owner,
        f"Rate {found.name} again, and have this ready: {shown}",
        f"The new rating of {found.name} is higher than today's, with evidence beside it",
        f"This week, put a date for rating {found.name} again in the calendar",
    )


def field(text: str) -> str:
    """End a text as a sentence of at most ``LONGEST_FIELD`` characters."""
    return sentence(shortened(text, LONGEST_FIELD - 1))


def _action(found: Ground, owner: Owner, what: str, measure: str, first_step: str) -> Action:
    """Put an action together; its day is set when the phases are dealt out."""
    return Action(
        dimension=found.standing.dimension,
        what=field(what),
        owner_role=owner.role,
        due_day=0,
        measure=field(measure),
        first_step=field(first_step),
    )


def _measure(found: Ground, step: Step, phase: int) -> str:
    """Say what shows it: a fitting thing to look for, what the target describes, or whatever else there is."""
    described = next((each.text for each in found.ahead if each.level == step.reached), "")
    # What a level in between describes is often half a failure: "a system exists, half kept up".
    if described and not step.fits and (step.reached == found.standing.target or not step.item):
        return f"This holds: {described}"
    if step.item:
        return f"Can be shown: {step.item}"
    return {
        FIRST: f"In {found.name}, this is done, and another team has seen the result",
        MIDDLE: f"In {found.name}, this is done without being asked for",
    }.get(phase, f"In {found.name}, people can say what has changed")


def _first_step(found: Ground, step: Step, phase: int) -> str:
    owner = step.owner
    where = f" in {found.name}" if owner.named else ""
    if phase == FIRST:
        return _beginning(found, owner)
    if phase == MIDDLE:
        if step.item and _measure(found, step, phase).endswith(step.item):
            return f"This week, ask {owner.inside} how much of this exists already: {step.item}"
        return f"This week, tell {owner.inside} what comes next{where}, and ask what it needs"
    return f"This week, agree with {owner.inside} who will have time for this{where} later on"


def _beginning(found: Ground, owner: Owner) -> str:
    """Say how to begin: with the words that were given, where there are any, and with a name where there is none."""
    quoted = _quoted(found)
    if owner.named and quoted:
        return f"This week, take {quoted} to {owner.inside} and agree on a day to begin"
    if owner.named:
        return f"This week, agree with {owner.inside} on a day to begin and on who takes part"
    if quoted:
        return f"This week, name {owner.inside}, and pass on what was said: {quoted}"
    return f"This week, name {owner.inside} and agree on a day to begin"


def _quoted(found: Ground) -> str:
    """Quote the first evidence that says enough to begin with."""
    quoted = (quotation(each, QUOTED) for each in found.evidence)
    return next((each.shown for each in quoted if each is not None and not is_scrap(each.text)), "")
