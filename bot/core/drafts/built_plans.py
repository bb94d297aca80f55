"""The plan that is built without a model: for each top gap its next steps, phase by phase."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.drafts.brief import OF_THE_FRAMEWORK, Brief, Fact, FactKind, shortened
from bot.core.drafts.phrases import phrase
from bot.core.drafts.quoting import LIVE, quote
from bot.core.languages import language_of
from bot.core.plan.plan import PHASES, Action, Plan
from bot.core.text import keywords

LONGEST_ROLE, LONGEST_FIELD, QUOTED_ROOM = 60, 300, 110  # characters
MOST_GAPS = 3  # with an action of each in every phase, a plan has ``plan.MOST_ACTIONS``
MOST_ITEMS = 6
APART = 4  # days between what is due for one gap and for the next, so that not everything falls on one day
FIRST, MIDDLE, LAST = PHASES
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
# Words that point to somebody who was named elsewhere, or to several at once.
_POINTING = frozenset("that this these those each every all its their his her any both such".split())
_STATEMENT_END = re.compile(r";\s+|(?<=[^\W\d_]{3}[.!?])\s+(?=[A-Z])")
# What the bot itself brings about, and what every line speaks of, makes no deliverable fit an action.
_GENERAL = keywords(
    "scorecard plan gap level evidence owner date measure figure customer dimension move role list page short first"
)
_ENOUGH = 5  # one word in so many


@dataclass(frozen=True, slots=True)
class Owner:
    """A role as it stands alone ("Quality lead"), and inside a sentence ("the quality lead")."""

    role: str
    inside: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class _Gap:
    """What a brief says about the dimension of a gap."""

    brief: Brief
    dimension: str

    def facts(self, kind: FactKind) -> tuple[Fact, ...]:
        facts = (each for each in self.brief.facts if each.dimension == self.dimension and each.kind is kind)
        return tuple(each for each in facts if kind not in OF_THE_FRAMEWORK or not LIVE.search(each.text))

    def say(self, key: str, **values: object) -> str:
        return phrase(self.brief.language, key, **{"name": self.name, **values})

    @property
    def name(self) -> str:
        return next((each.text for each in self.facts(FactKind.DIMENSION)), self.dimension)

    @property
    def ahead(self) -> tuple[Fact, ...]:
        """Return what the levels ahead look like, the next one first."""
        facts = (*self.facts(FactKind.DESCRIPTOR), *self.facts(FactKind.TARGET_DESCRIPTOR))
        return tuple(sorted(facts, key=lambda each: each.level or 0))

    @property
    def items(self) -> tuple[str, ...]:
        """Return what to look for, taken apart at commas and semicolons."""
        parts = (part.strip() for each in self.facts(FactKind.LOOK_FOR) for part in re.split(r"[,;]\s+", each.text))
        return tuple(dict.fromkeys(part for part in parts if part))[:MOST_ITEMS]


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing to do: its words, the facts that it follows from, the level it leads to, what shows it afterwards.

    ``fits`` says that the two have words in common.
    """

    what: str
    facts: tuple[str, ...]
    reached: int
    owner: Owner
    item: str = ""
    fits: bool = False


def built_plan(brief: Brief) -> Plan:
    """Build the plan of a brief: an action for each gap in each phase, in the order in which they are due.

    A gap with three next steps or more gets the first of them. With fewer it ends in being rated again, and a single
    step is preceded by finding out where things stand.
    """
    gaps = [_Gap(brief, each.dimension) for each in brief.standings[:MOST_GAPS]]
    planned = [
        replace(action, due_day=phase - (len(gaps) - 1 - number) * APART)
        for number, gap in enumerate(gaps)
        for phase, action in zip(PHASES, _actions(gap), strict=True)
    ]
    planned.sort(key=lambda each: each.due_day)
    names = {gap.dimension: gap.name for gap in gaps}
    return Plan(_all_different(brief.language, _with_deliverables(brief, planned), names))


def owner_of(gap_name: str, line: str, language: str) -> Owner:
    """Take the role from a next-step line in English; else it is the owner of the dimension of that name."""
    found = _HAVE.match(line) or _ASK.match(line)
    inside = found["who"].strip() if found else ""
    first = inside.partition(" ")[0].lower()
    if not inside or len(inside) > LONGEST_ROLE or first in _POINTING:
        role, inside = (phrase(language, key, name=gap_name) for key in ("owner", "the_owner"))
        return Owner(role, inside, is_named=False)
    bare = _ARTICLE.sub("", inside, count=1) if _ARTICLE.match(inside) else inside
    return Owner(f"{bare[0].upper()}{bare[1:]}", inside, is_named=True)


def _actions(gap: _Gap) -> list[Action]:
    """Return an action for each phase."""
    steps = _with_items(gap, _steps(gap))
    if len(steps) == 1:
        return [_collecting(gap, steps[0]), _stepping(gap, steps[0], MIDDLE), _rating_again(gap, steps)]
    actions = [_stepping(gap, step, phase) for step, phase in zip(steps, PHASES, strict=False)]
    return actions if len(actions) == len(PHASES) else [*actions, _rating_again(gap, steps)]


def _steps(gap: _Gap) -> list[_Step]:
    """Take the next steps, or what the levels ahead describe, or the way to such a description; at most three."""
    language = gap.brief.language
    steps = [
        _Step(each.text, (each.id,), (each.level or 0) + 1, owner_of(gap.name, each.text, language))
        for each in gap.facts(FactKind.NEXT_STEP)
    ]
    if not steps:
        owner = owner_of(gap.name, "", language)
        clauses = [(each, clause) for each in gap.ahead for clause in _STATEMENT_END.split(each.text) if clause.strip()]
        steps = [
            _Step(gap.say("reach", level=each.level, text=clause), (each.id,), each.level or 0, owner)
            for each, clause in clauses
        ]
        steps = steps or [
            _Step(gap.say("agree", target=each.text), (each.id,), each.level or 0, owner)
            for each in gap.facts(FactKind.TARGET)
        ]
        steps = steps or [_Step(gap.say("write_down"), (), 0, owner)]
    once = {step.what: step for step in reversed(steps)}
    return [step for step in steps if once[step.what] is step][: len(PHASES)]


def _with_items(gap: _Gap, steps: list[_Step]) -> list[_Step]:
    """Give each step the thing to look for that shares most words with it, then what it says itself or what is left."""
    left = list(gap.items)
    fitting: list[_Step] = []
    for step in steps:
        likeness = [len((keywords(item) & keywords(step.what)) - _GENERAL) for item in left]
        best = max(likeness, default=0)
        item = left.pop(likeness.index(best)) if best else step.item
        fitting.append(replace(step, item=item, fits=bool(item)))
    return [step if step.fits or not left else replace(step, item=left.pop(0)) for step in fitting]


def _stepping(gap: _Gap, step: _Step, phase: int) -> Action:
    """Word a step that is due in a phase."""
    return _action(gap, step, step.what, _measure(gap, step, phase), _first_step(gap, step, phase))


def _collecting(gap: _Gap, step: _Step) -> Action:
    """Word how to find out where a dimension stands, before its only step."""
    items = ", ".join(gap.items[:MOST_GAPS])
    what = gap.say("collect", text=items) if items else gap.say("write_down")
    return _action(gap, step, what, gap.say("collected"), _beginning(gap, step))


def _rating_again(gap: _Gap, steps: list[_Step]) -> Action:
    """Word how to find out whether the steps have led anywhere; who did the last of them asks for it."""
    left = [item for item in gap.items if item not in {step.item for step in steps}]
    what = gap.say("rate_again", text=left[0]) if left else gap.say("rate_plain")
    return _action(gap, steps[-1], what, gap.say("rated"), gap.say("date_again"))


def _action(gap: _Gap, step: _Step, what: str, measure: str, first_step: str) -> Action:
    """Put an action together; its day is set when the phases are dealt out."""
    level = tuple(each.id for kind in (FactKind.LEVEL, FactKind.TARGET) for each in gap.facts(kind))
    return Action(
        dimension=gap.dimension,
        what=_field(what),
        owner_role=step.owner.role,
        due_day=0,
        measure=_field(measure),
        first_step=_field(first_step),
        facts=(*step.facts, *level),
    )


def _measure(gap: _Gap, step: _Step, phase: int) -> str:
    """Say what shows it: a fitting thing to look for, what the target describes, or whatever else there is."""
    described = next((each for each in gap.ahead if each.level == step.reached and each.id not in step.facts), None)
    target = next((each.level for each in gap.facts(FactKind.TARGET)), None)
    # What a level in between describes is often half a failure: "a system exists, half kept up".
    if described and not step.fits and (step.reached == target or not step.item):
        return gap.say("holds", text=described.text)
    return gap.say("shown", text=step.item) if step.item else gap.say(f"done_{phase}")


def _first_step(gap: _Gap, step: _Step, phase: int) -> str:
    """Say how to begin; each phase begins otherwise."""
    if phase == FIRST:
        return _beginning(gap, step)
    if phase == MIDDLE and step.item:
        return gap.say("ask_exists", owner=step.owner.inside, text=step.item)
    return gap.say("ask_needs" if phase == MIDDLE else "ask_time", owner=step.owner.inside)


def _beginning(gap: _Gap, step: _Step) -> str:
    """Say how to begin: with the words that were given, where there are any."""
    opening, closing = language_of(gap.brief.language).marks
    for fact in gap.facts(FactKind.EVIDENCE):
        text, _ = quote(fact.text, QUOTED_ROOM)
        if text and len(text) < LONGEST_FIELD // 2:
            return gap.say("begin_said", owner=step.owner.inside, quoted=f"{opening}{text}{closing}")
    return gap.say("begin" if step.owner.is_named else "begin_named", owner=step.owner.inside)


def _field(text: str) -> str:
    """End a text as a sentence of at most ``LONGEST_FIELD`` characters, its first letter large."""
    bare = shortened(f"{text[:1].upper()}{text[1:]}", LONGEST_FIELD - 1).rstrip(" ,;:")
    return bare if bare.endswith((".", "?", "!", "…")) else f"{bare}."


def _all_different(language: str, actions: list[Action], names: Mapping[str, str]) -> tuple[Action, ...]:
    """Name the dimension where two actions would say the same in the same words."""
    used: set[str] = set()

    def different(text: str, action: Action) -> str:
        longer = _field(phrase(language, "for_name", text=text.rstrip("."), name=names[action.dimension]))
        chosen = text if text not in used else longer
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


def _with_deliverables(brief: Brief, planned: list[Action]) -> list[Action]:
    """Give each of the framework's deliverables to the action that shares most words with it, if any shares enough."""
    actions = list(planned)
    for fact in brief.of_kind(FactKind.DELIVERABLE):
        wanted = keywords(fact.text) - _GENERAL
        shared = [0 if each.deliverable else len(wanted & keywords(f"{each.what} {each.measure}")) for each in actions]
        best = max(shared, default=0)
        if best and best * _ENOUGH >= len(wanted) and not LIVE.search(fact.text):
            place = shared.index(best)
            actions[place] = replace(actions[place], deliverable=fact.text)
    return actions
