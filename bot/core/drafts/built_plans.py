"""The plan that is built without a model: for each top gap its next steps, phase by phase."""

import re
from dataclasses import dataclass, replace

from bot.core.drafts.brief import Brief, FactKind, shortened
from bot.core.drafts.ground import Ground, Line, ground, harmless, is_scrap, listed, mid_sentence, quotation, sentence
from bot.core.plan.plan import PHASES, Action, Plan
from bot.core.text import keywords

LONGEST = 60
_HEADS = (
    r"(?:leads?|leaders?|managers?|directors?|owners?|sponsors?|chairs?|teams?|officers?|executives?|leadership|board"
    r"|analysts?|coordinators?|head of [\w-]+)"
)
# "Have the quality lead name ...", "Let team leads open ...": the role ends with the last word that names one.
_HAVE = re.compile(
    rf"(?:Have|Let|Make)\s+(?P<who>(?:[\w'\u2019&-]+,?\s+){{0,6}}?{_HEADS})\s+(?!{_HEADS}\b|of\b|and\b)[a-z]",
    re.IGNORECASE,
)
_ASK = re.compile(rf"(?:Ask|Get)\s+(?P<who>[\w'\u2019&, -]*?\b{_HEADS}\b[\w'\u2019&, -]*?)\s+to\s", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
# Words that point to somebody who was named elsewhere, or to several at once: nobody would know whom to ask.
_POINTING = frozenset("that this these those each every all its their his her any both such".split())


@dataclass(frozen=True, slots=True)
class Owner:
    """A role: as it stands alone ("Quality lead"), and inside a sentence ("the quality lead")."""

    role: str
    inside: str
    named: bool


def owner_of(line: str, name: str) -> Owner:
    """Take the role from a next-step line; where it names none, it is whoever owns the dimension of that name."""
    found = _HAVE.match(line) or _ASK.match(line)
    inside = found["who"].strip() if found else ""
    first = inside.partition(" ")[0].lower()
    if not inside or len(inside) > LONGEST or first in _POINTING:
        return Owner(f"Owner of {name}", f"the owner of {name}", named=False)
    bare = _ARTICLE.sub("", inside, count=1) if _ARTICLE.match(inside) else inside
    return Owner(f"{bare[0].upper()}{bare[1:]}", inside, named=True)


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
