"""The plan that is built without a model: what the next steps of each top gap say, by phase, and a review."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.drafts.brief import OF_THE_FRAMEWORK, Brief, Fact, FactKind, shortened
from bot.core.drafts.phrases import phrase
from bot.core.drafts.quoting import LIVE, quote, sentences_of
from bot.core.languages import DEFAULT, language_of
from bot.core.plan.plan import PHASES, Action, Plan
from bot.core.text import keywords

LONGEST_ROLE = 60  # characters
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


@dataclass(frozen=True, slots=True)
class Owner:
    """A role as it stands alone ("Quality lead"), and inside a sentence ("the quality lead")."""

    role: str
    inside: str
    is_named: bool


def owner_of(gap_name: str, line: str, language: str) -> Owner:
    """Take the role from a next-step line in English; else it is the owner of the dimension of that name."""
    found = _HAVE.match(line) or _ASK.match(line)
    inside = found["who"].strip() if found else ""
    first = inside.partition(" ")[0].lower()
    if not inside or len(inside) > LONGEST_ROLE or first in _POINTING:
        role, inside = (phrase(language, key, name=gap_name) for key in ("owner", "the_owner"))
        return Owner(role, inside, is_named=False)
    bare = _ARTICLE.sub("", inside, count=1) if _ARTICLE.match(inside) else inside
    # A text in another language takes the role without the English article.
    return Owner(f"{bare[0].upper()}{bare[1:]}", inside if language == DEFAULT else bare, is_named=True)


# A part of the line itself is in front of what these words stand for, so only the line's first clause is looked at.
_CLAUSE = re.compile(r"[,;:.]|\s(?:and|und|et|y)\s")
_POINTS = re.compile(
    r"(?:^(?:have|let|ask|make|get|give)\s+)?\b(?P<words>(?:this|these|those|such(?!\s+(?:an?|as)\b))\s+[a-z-]+"
    r"|(?<=\w\s)that\s+(?!it\b|the\b|an?\b|they\b|we\b|no\b)[a-z-]*[^s\W](?=\s+(?:into|to|in|on|for|with|by)\b)"
    r"|dies(?:e[rsmn]?)?\s+[\w-]+|jene[rsmn]?\s+[\w-]+|(?:cet|cette|ces)\s+[\w-]+"
    r"|(?:est[aeo]s?|es[ao]s?|aquell?[ao]?s?)\s+[\w-]+)"
    r"|^(?:have|let|ask|make|get|give)\s+(?P<who>(?:that|its|their|his|her)\s+[a-z-]+)"
    r"|^(?P<what>[a-z]+\s+(?:it|them))\b",
    re.IGNORECASE,
)
_UNITS = {
    "days?|tage?n?|jours?|d[ií]as?": 1,
    "weeks?|wochen?|semaines?|semanas?": 7,
    "months?|monate?n?|mois|mes(?:es)?": 30,
    "quarters?|quartale?n?|trimestres?": 91,
    "years?|jahre?n?|ans?|ann[ée]es?|años?": 365,
}
_SMALL = (
    "a|an|one|eine[mnrs]?|une?|uno",
    "two|zwei|deux|dos",
    "three|drei|trois|tres",
    "four|vier|quatre|cuatro",
    "five|fünf|cinq|cinco",
    "six|sechs|seis",
)
_SPAN = re.compile(
    rf"(?P<lasts>\b(?:after|for|over|nach|über|seit|après|pendant|durante|después de|tras)\s+)?"
    rf"\b(?:(?P<digits>\d{{1,3}})|(?P<word>{'|'.join(_SMALL)}))[\s-](?P<unit>{'|'.join(_UNITS)})\b"
    r"(?P<long>\s+(?:of|lang|de)\b)?",
    re.IGNORECASE,
)


def points_elsewhere(line: str) -> str:
    """Return the words of a line that stand for something which it does not name: "these personas", "this month".

    A plan shows each line by itself. Empty for a line that can stand alone.
    """
    found = _POINTS.search(_CLAUSE.split(line, maxsplit=1)[0])
    return (found["words"] or found["who"] or found["what"]) if found else ""


_ENDS_POINTING = re.compile(r"\b(?:it|them|one|those|these)$", re.IGNORECASE)


_JOINED = re.compile(r"^(?:and|or|und|oder|et|ou|y|o)\s+", re.IGNORECASE)
_TELLS_OF = re.compile(
    r"(?:e\.\s?g\.|i\.\s?e\.|z\.\s?B\.|d\.\s?h\.|p\.\s?e[xj]\.|c\.-à-d\.|(?:for example|such as|including|which|whose?"
    r"|that|where|when|zum beispiel|etwa|wie|welche[mnrs]?|deren|dessen|wenn|weil|dass|ob|wo|par exemple|comme|qui|que"
    r"|dont|où|por ejemplo|como|es decir|quien(?:es)?|cuy[oa]s?|donde)\b)",
    re.IGNORECASE,
)
# In German a clause has its verb at the end, where something that can be looked for has a noun, which is large.
_RELATIVE = re.compile(r"(?:\w+ )?(?:der|die|das|den|dem|denen)\s.*\b[a-zäöüß]+$")


def items_of(look_for: str) -> tuple[str, ...]:
    """Return what to look for, taken apart at commas and semicolons, each once.

    An example or a clause that tells of the part before it stays with that part, for each is shown by itself.
    """
    parts: list[str] = []
    for part in re.split(r"\s*[,;]\s+", look_for.strip()):
        if parts and (_TELLS_OF.match(part) or _RELATIVE.match(part)):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(_JOINED.sub("", part))
    return tuple(dict.fromkeys(part.strip(" .") for part in parts if part.strip(" .")))


def hangs_on(item: str) -> str:
    """Return the word at the end of a thing to look for that stands for another one ("a decision that rests on it")."""
    found = _ENDS_POINTING.search(item)
    return found[0] if found else ""


def days_taken(line: str) -> int:
    """Return how many days a line says that something takes ("check again after 60 days"); 0 where it does not say.

    What is done again and again takes no time of its own: "every two weeks".
    """
    return max(map(_days, _SPAN.finditer(line)), default=0)


def _days(found: re.Match[str]) -> int:
    if not (found["digits"] or found["lasts"] or found["long"]):
        return 0
    word, unit = found["word"] or "", found["unit"]
    number = next((n for n, each in enumerate(_SMALL, start=1) if re.fullmatch(each, word, re.IGNORECASE)), 0)
    size = next(days for each, days in _UNITS.items() if re.fullmatch(each, unit, re.IGNORECASE))
    return (int(found["digits"]) if found["digits"] else number) * size


LONGEST_FIELD, QUOTED_ROOM = 300, 110  # characters
MOST_GAPS = 3
STEPS_OF_GAPS = {1: (3,), 2: (2, 2), 3: (2, 2, 1)}
"""Steps of each gap, the largest first, by the number of gaps: with the review a plan has three to six actions."""
MOST_ITEMS = 6
FEWEST_WORDS = 3  # of what was said: a bare "no" is nothing to take to anybody
APART = 4  # days between what is due for one gap and for the next, so that not everything falls on one day
FIRST, MIDDLE, LAST = PHASES
BEFORE_REVIEW = LAST - 2 * APART
# What the bot itself brings about, and what every line speaks of, makes no deliverable fit an action.
_GENERAL = keywords(
    "scorecard plan gap level evidence owner date measure figure customer dimension move role list page short first"
)
_ENOUGH = 5  # one word in so many


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
        """Return the things to look for that can be named by themselves."""
        parts = (part for each in self.facts(FactKind.LOOK_FOR) for part in items_of(each.text))
        return tuple(part for part in parts if not hangs_on(part))[:MOST_ITEMS]


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing to do: its words, the facts that it follows from, the level it leads to, what shows it afterwards.

    ``fits`` says that the two have words in common; ``measure`` is empty where it follows from them; it
    ``takes`` at least so many days.
    """

    what: str
    facts: tuple[str, ...]
    reached: int
    owner: Owner
    item: str = ""
    fits: bool = False
    measure: str = ""
    takes: int = 0


def built_plan(brief: Brief) -> Plan:
    """Build the plan of a brief: the first steps of each gap in the order in which they are due, then a review.

    A gap with a single step and time for two begins with finding out where things stand. A step that takes longer
    than its phase is due when that time has passed.
    """
    gaps = [_Gap(brief, each.dimension) for each in brief.standings[:MOST_GAPS]]
    if not gaps:
        return Plan(())
    planned = []
    for number, (gap, most) in enumerate(zip(gaps, STEPS_OF_GAPS[len(gaps)], strict=True)):
        planned += _actions(gap, most, (len(gaps) - 1 - number) * APART)
    planned.sort(key=lambda each: each.due_day)
    names = {gap.dimension: gap.name for gap in gaps}
    steps = _all_different(brief.language, _with_deliverables(brief, planned), names)
    return Plan((*steps, _review(gaps)))


def _actions(gap: _Gap, most: int, earlier: int) -> list[Action]:
    """Return the actions of a gap, at most so many, each so many days ``earlier`` than its phase ends."""
    steps = _with_items(gap, _steps(gap)[:most])
    steps = [_collecting(gap, steps[0]), *steps] if len(steps) == 1 < most else steps
    actions, before = [], 0
    for step, last in zip(steps, (FIRST, MIDDLE, BEFORE_REVIEW), strict=False):
        day = min(max(last - earlier, step.takes, before), LAST)
        actions.append(_action(gap, step, day))
        before = day
    return actions


def _steps(gap: _Gap) -> list[_Step]:
    """Take the next steps, or what the levels ahead describe, or the way to such a description; at most three."""
    language = gap.brief.language
    steps = [
        _Step(
            each.text,
            (each.id,),
            (each.level or 0) + 1,
            owner_of(gap.name, each.text, language),
            takes=days_taken(each.text),
        )
        for each in gap.facts(FactKind.NEXT_STEP)
        if not points_elsewhere(each.text) and days_taken(each.text) <= LAST
    ]
    if not steps:
        owner = owner_of(gap.name, "", language)
        parts = ((each, part) for each in gap.ahead for part in re.split(r";\s+", each.text))
        clauses = [(each, clause) for each, part in parts for clause in sentences_of(part) if clause.strip()]
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


def _collecting(gap: _Gap, step: _Step) -> _Step:
    """Word how to find out where a dimension stands, before its only step."""
    items = ", ".join(gap.items[:MOST_GAPS])
    what = gap.say("collect", text=items) if items else gap.say("write_down")
    return replace(step, what=what, item="", measure=gap.say("collected"), takes=0)


def _action(gap: _Gap, step: _Step, day: int) -> Action:
    """Word a step that is due on a day."""
    level = tuple(each.id for kind in (FactKind.LEVEL, FactKind.TARGET) for each in gap.facts(kind))
    phase = next(each for each in PHASES if day <= each)
    return Action(
        dimension=gap.dimension,
        what=_field(step.what),
        owner_role=step.owner.role,
        due_day=day,
        measure=_field(step.measure or _measure(gap, step, phase)),
        first_step=_field(_first_step(gap, step, phase)),
        facts=(*step.facts, *level),
    )


def _review(gaps: list[_Gap]) -> Action:
    """Word the end of the plan: everything is rated again, the goal is looked at, and the next plan is decided."""
    brief, first = gaps[0].brief, gaps[0]
    goals = _goals(brief)
    rated = [each.id for gap in gaps for kind in (FactKind.LEVEL, FactKind.TARGET) for each in gap.facts(kind)]
    names = ", ".join(gap.name for gap in gaps)
    told = ", ".join(each.text.rstrip(" .") for each in goals)
    return Action(
        dimension=first.dimension,
        what=_field(first.say("review", name=names)),
        owner_role=first.say("reviewer"),
        due_day=LAST,
        measure=_field(first.say("reviewed_goal", text=told) if told else first.say("reviewed")),
        first_step=_field(first.say("invite")),
        facts=tuple(dict.fromkeys((*rated, *(each.id for each in goals)))),
    )


_GOAL = re.compile(r"\b(?:target|goal|aim|ziel\w*|cible|objectif|objetivo|meta)\b|[-_]ziel\b", re.IGNORECASE)


def _goals(brief: Brief) -> list[Fact]:
    """Return the figures that the subject aims for, each behind what it is today where that is known."""
    given = [each for each in brief.of_kind(FactKind.VARIABLE) if not LIVE.search(each.text)]
    goals = [each for each in given if _GOAL.search(each.text.partition(":")[0])]
    measured = {each.text.split()[0].casefold() for each in goals}
    return [each for each in given if each in goals or each.text.split()[0].rstrip(":").casefold() in measured]


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
    """Say how to begin: with the words that were given, where there are any; for each gap otherwise."""
    opening, closing = language_of(gap.brief.language).marks
    for fact in gap.facts(FactKind.EVIDENCE):
        text, _ = quote(fact.text, QUOTED_ROOM)
        if len(text.split()) >= FEWEST_WORDS and len(text) < LONGEST_FIELD // 2:
            place = [each.dimension for each in gap.brief.standings].index(gap.dimension) % MOST_GAPS + 1
            return gap.say(f"begin_said_{place}", owner=step.owner.inside, quoted=f"{opening}{text}{closing}")
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
