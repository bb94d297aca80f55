"""Plans: an action for each top gap, due days within 90 and within their own words, a role, and something to see."""

import re
from collections.abc import Iterator

from bot.core.drafts.brief import FactKind
from bot.core.drafts.checks.english import GIVEN, HEAD_STEMS, ORDINARY_STEMS, PRODUCTS, ROLE_STEMS
from bot.core.drafts.checks.figures import figures_in
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.parts import Word, words_of
from bot.core.drafts.checks.shape import faults_of
from bot.core.drafts.draft import Finding
from bot.core.plan.plan import MOST_ACTIONS, PHASES, Action, Plan

UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
SPAN = re.compile(
    r"[\s-]+(?:business |working |calendar |full |more )?(day|week|month|quarter|year)s?\b", re.IGNORECASE
)
DAY = re.compile(r"\bdays?\s+$", re.IGNORECASE)
AFTER = re.compile(r"\b(?:after|from|past|beyond) (?:the )?days?\s+$", re.IGNORECASE)
LIMIT = re.compile(
    r"\b(?:by|within|before|until|till|in|no later than|over|during|inside)\s+(?:the\s+)?(?:end of\s+)?(?:the\s+)?"
    r"(?:next\s+|first\s+|coming\s+|course of\s+|following\s+)*$",
    re.IGNORECASE,
)
_UNTIL = (
    r"\b(?:by|in|within|before|until|during|at|over|from)\s+(?:the\s+)?"
    r"(?:(?:end|start|beginning|middle|course)\s+of\s+)?"
)
MONTH = re.compile(rf"{_UNTIL}(?:the\s+)?(first|second|third|fourth|fifth|sixth)\s+(?:month|phase)\b", re.IGNORECASE)
NTH = ("first", "second", "third", "fourth", "fifth", "sixth")
LATER = re.compile(
    rf"{_UNTIL}(?:the\s+)?(?:next|following|coming)\s+(?:year|half[\s-]year|fiscal year)\b"
    r"|\b(?:long[\s-]term|in the long run|some ?day|eventually)\b",
    re.IGNORECASE,
)


def time_faults(ground: Ground, text: str, due_day: int) -> Iterator[str]:
    """Yield where the words name another day or phase than the due day, or one beyond the plan."""
    last = PHASES[-1]
    for figure in figures_in(text):
        left, right = text[: figure.start], SPAN.match(text, figure.end)
        value, limit = figure.value, LIMIT.search(left)
        if value is None:
            continue
        if DAY.search(left):
            before_it = AFTER.search(left) is not None and due_day <= value
            if before_it or not 1 <= value <= last or _phase(int(value)) != _phase(due_day):
                yield f"Its words say day {figure.shown}, and it is due on day {due_day}."
        elif right is not None and limit is not None and not _is_given(ground, text[limit.start() : right.end()]):
            days = value * UNIT_DAYS[right[1].lower()]
            if days > last or due_day > days:
                yield f"Its words say \u201c{figure.shown} {right[1]}s\u201d, and it is due on day {due_day}."
    for found in MONTH.finditer(text):
        nth = NTH.index(found[1].lower())
        if nth >= len(PHASES) or PHASES[nth] != _phase(due_day):
            yield f"Its words say \u201c{found.group()}\u201d, and it is due on day {due_day}."
    if (after := LATER.search(text)) is not None:
        yield f"Its words say \u201c{after.group()}\u201d; a plan ends on day {last}."


def _phase(day: int) -> int:
    return next((each for each in PHASES if day <= each), PHASES[-1] + 1)


def _is_given(ground: Ground, words: str) -> bool:
    """Tell whether a fact has a time in the same words: "within five days"."""
    wanted = " ".join(words.lower().split())
    return any(wanted in " ".join(each.text.lower().split()) for each in ground.plain)


CHECK = "plan"
LONGEST_ROLE = 80
WORDLESS = frozenset(
    "tbd tba tbc n/a na none nobody someone somebody anybody anyone everyone everybody unknown nil null all me "
    "us you they them we i he she it team".split()
)
BLANK = re.compile(
    r"[\W_]*|(?:tbd|tba|tbc|n\s*/?\s*a|none|nil|null|unknown|todo|nothing|see above|ditto|same)[.\s]*", re.IGNORECASE
)


def check_plan(ground: Ground, plan: Plan) -> Iterator[Finding]:
    """Yield a finding for all that is wrong with a plan besides its texts."""
    actions = plan.actions
    if not actions:
        yield Finding(CHECK, "", "The plan has no action.")
        return
    if len(actions) > MOST_ACTIONS:
        yield Finding(CHECK, "", f"The plan has {len(actions)} actions, more than {MOST_ACTIONS}.")
    covered = {each.dimension for each in actions}
    for standing in ground.brief.standings:
        if standing.place and standing.dimension not in covered:
            yield Finding(CHECK, standing.name, f"No action is about {standing.name}, one of the top gaps.")
    if not any(1 <= each.due_day <= PHASES[0] for each in actions):
        yield Finding(CHECK, "", f"No action is due within the first {PHASES[0]} days.")
    for number, action in enumerate(actions, start=1):
        for field, message in _action_faults(ground, action):
            yield Finding(CHECK, f"Action {number}, {field}", message)
        for message in faults_of(ground, action.owner_role, action.owner_role) if action.owner_role.strip() else ():
            yield Finding("markup", f"Action {number}, owner role: {action.owner_role}", message)
    yield from _twice(actions)


def _action_faults(ground: Ground, action: Action) -> Iterator[tuple[str, str]]:
    if ground.brief.standing(action.dimension) is None:
        yield "dimension", f"The brief has no dimension {action.dimension!r}."
    last = PHASES[-1]
    if isinstance(action.due_day, bool) or not 1 <= action.due_day <= last:
        yield "due day", f"It is due on day {action.due_day}; a plan has the days 1 to {last}."
    if message := _role_fault(ground, action.owner_role):
        yield "owner role", message
    texts = {"what": action.what, "measure": action.measure, "first step": action.first_step}
    for name, text in texts.items():
        if BLANK.fullmatch(text):
            yield name, "It is empty."
        elif name != "what" and _bare(text) == _bare(action.what):
            yield name, "It only repeats what is to be done."
        else:
            yield from ((name, message) for message in time_faults(ground, text, action.due_day))
    if action.deliverable and not _is_deliverable(ground, action.deliverable):
        yield "deliverable", f"The framework has no deliverable {action.deliverable!r}."


def _twice(actions: tuple[Action, ...]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, action in enumerate(actions, start=1):
        text = _bare(action.what)
        if text and text in seen:
            yield Finding(CHECK, f"Action {number}, what: {action.what}", "Another action says the same.")
        seen.add(text)


def _bare(text: str) -> str:
    return " ".join(each.plain for each in words_of(text))


def _is_deliverable(ground: Ground, text: str) -> bool:
    lines = {" ".join(each.text.split()) for each in ground.brief.of_kind(FactKind.DELIVERABLE)}
    return " ".join(text.split()) in lines


def _role_fault(ground: Ground, role: str) -> str:
    words = words_of(role)
    if not words or BLANK.fullmatch(role) or (role.strip().lower() in WORDLESS and role.strip() != "IT"):
        return "Nobody is in charge; a role is missing."
    if len(role) > LONGEST_ROLE or any(char.isdigit() for char in role):
        return f"{role!r} is no role."
    named = [each for each in words if _may_be_name(ground, each)]
    if named:
        return f"It puts {named[0].text} in charge; a role belongs here, and no name."
    if not any(each.stem in HEAD_STEMS or each.stem in ground.stems for each in words):
        return f"{role!r} is no role."
    return ""


def _may_be_name(ground: Ground, word: Word) -> bool:
    if word.plain in GIVEN or word.plain in PRODUCTS:
        return True
    return not (word.stem in ROLE_STEMS or word.stem in ORDINARY_STEMS or word.stem in ground.stems)
