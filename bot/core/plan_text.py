"""The plan that is built without a model: for each top gap its next steps, phase by phase."""

import re
from dataclasses import replace

from bot.core.brief import Brief, FactKind
from bot.core.brief_reading import Ground, Line, ground
from bot.core.draft_words import harmless, mid_sentence
from bot.core.likeness import keywords
from bot.core.plan import PHASES, Action, Plan
from bot.core.plan_actions import Step, collecting, field, rating_again, stepping
from bot.core.plan_owner import owner_of

MOST_GAPS = 3  # with an action of each in every phase, a plan has ``plan.MOST_ACTIONS``
APART = 4  # days between what is due for one gap and for the next, so that not everything falls on one day
ORDINALS = ("first", "second", "third")
# What the bot itself brings about, and what every line speaks of, makes no deliverable fit an action.
GENERAL = keywords(
    "scorecard plan gap level evidence owner date measure figure customer dimension move role list page short first"
)
ENOUGH = 5  # one word in so many
STATEMENT_END = re.compile(r";\s+|(?<=[^\W\d_]{3}[.!?])\s+(?=[A-Z])")


def built_plan(brief: Brief) -> Plan:
    """Build the plan of a brief: an action for each gap in each phase, in the order in which they are due.

    A gap with three next steps or more gets the first of them. With fewer it ends in being rated again, and a single
    step is preceded by finding out where things stand.
    """
    grounds = [ground(brief, each) for each in brief.standings[:MOST_GAPS]]
    planned = [
        (replace(action, due_day=phase - (len(grounds) - 1 - number) * APART), about)
        for number, found in enumerate(grounds)
        for phase, (action, about) in zip(PHASES, _gap_actions(found), strict=True)
    ]
    planned.sort(key=lambda pair: pair[0].due_day)
    names = {found.standing.dimension: (found.name, place) for found, place in zip(grounds, ORDINALS, strict=False)}
    return Plan(_all_different(_with_deliverables(brief, planned), names))


def _gap_actions(found: Ground) -> list[tuple[Action, str]]:
    """Give an action for each phase, and what it is about: empty where it brings nothing about."""
    steps = _with_items(found, _steps(found))
    again = (rating_again(found, steps), "")
    if len(steps) == 1:
        collected = f"{found.name} {' '.join(found.items)}"
        return [(collecting(found, steps[0]), collected), (stepping(found, steps[0], PHASES[1]), steps[0].what), again]
    actions = [
        (stepping(found, step, phase), f"{found.name} {step.what} {step.item}")
        for step, phase in zip(steps, PHASES, strict=False)
    ]
    return actions if len(actions) == len(PHASES) else [*actions, again]


def _steps(found: Ground) -> list[Step]:
    """Take the next steps, or what the levels ahead describe, or the way to such a description; at most three."""
    steps = [Step(each.text, each.level + 1, owner_of(each.text, found.name)) for each in found.steps]
    if not steps:
        owner, target = owner_of("", found.name), found.standing.target
        agree = Step(f"Agree what level {target} looks like in {found.name}, and write it down", target, owner)
        within = tuple(each for each in found.ahead if each.level <= target) or found.ahead[:1]
        described = [(line.level, clause) for line in within for clause in _clauses(line)]
        steps = [
            Step(f"Reach what level {level} describes: {clause}", level, owner, clause) for level, clause in described
        ] or [agree]
    once = {each.what: each for each in reversed(steps)}
    return [each for each in steps if once[each.what] is each][: len(PHASES)]


def _clauses(line: Line) -> list[str]:
    """Take a descriptor apart where a statement ends: each one can be reached on its own."""
    parts = (mid_sentence(each) for each in STATEMENT_END.split(line.text))
    return [each for each in parts if each]


def _with_items(found: Ground, steps: list[Step]) -> list[Step]:
    """Give each step the thing to look for that shares most words with it, then what it says itself or what is left."""
    left = list(found.items)
    fitting: list[Step] = []
    for step in steps:
        likeness = [len((keywords(item) & keywords(step.what)) - GENERAL) for item in left]
        best = max(likeness, default=0)
        item = left.pop(likeness.index(best)) if best else step.item
        fitting.append(replace(step, item=item, fits=bool(item)))
    return [each if each.fits or not left else replace(each, item=left.pop(0)) for each in fitting]


def _all_different(actions: list[Action], names: dict[str, tuple[str, str]]) -> tuple[Action, ...]:
    """Name the dimension, or else the gap, where two actions would say the same in the same words."""
    used: set[str] = set()

    def different(text: str, action: Action) -> str:
        name, place = names[action.dimension]
        bare = text.rstrip(".")
        choices = (text, field(f"{bare}, for {name}"), field(f"{bare}, for the {place} gap"))
        chosen = next((each for each in choices if each not in used), text)
        used.add(chosen)
        return chosen

    return tuple(
        replace(
            each,
            what=different(each.what, each),
            measure=different(each.measure, each),
            first_step=different(each.first_step, each),
        )
        for each in actions
    )


def _with_deliverables(brief: Brief, planned: list[tuple[Action, str]]) -> list[Action]:
    """Give each of the framework's deliverables to the action that shares most words with it, if any shares enough."""
    actions = [action for action, _ in planned]
    for fact in brief.of_kind(FactKind.DELIVERABLE):
        wanted = keywords(fact.text) - GENERAL
        shared = [
            0 if given.deliverable else len(wanted & keywords(about))
            for given, (_, about) in zip(actions, planned, strict=True)
        ]
        best = max(shared, default=0)
        if best and best * ENOUGH >= len(wanted) and harmless(fact.text, len(fact.text)) == fact.text:
            place = shared.index(best)
            actions[place] = replace(actions[place], deliverable=fact.text)
    return actions
