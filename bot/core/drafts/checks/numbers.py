"""Numbers: each one stands in the brief, and beside the same words as there."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from fractions import Fraction

from bot.core.drafts.brief import FactKind
from bot.core.drafts.checks.company import ANYBODY, ROLES, Company, Held, companies_in, mates_in
from bot.core.drafts.checks.english import CONNECTING_STEMS, stem
from bot.core.drafts.checks.figures import Figure, figures_in
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.levels import level_spans
from bot.core.drafts.checks.passages import Passage, Statement
from bot.core.drafts.checks.plans import DAY, LIMIT
from bot.core.drafts.draft import Finding
from bot.core.plan.plan import PHASES

CHECK = "numbers"
MISSPELLED = 17 / 20  # people write in haste: "improvment" is the improvement
MOST_NAMED = 4
ANSWERS = frozenset(map(stem, ("answer", "view", "opinion", "statement", "respondent", "voice", "account")))
THESE = re.compile(r"\b(?:these|those)\s+$", re.IGNORECASE)
A = re.compile(r"\ban?\s+$", re.IGNORECASE)
ONE = re.compile(r"\b(?:one|a first|the first|another)\b", re.IGNORECASE)
ITEM = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
PLAN_DAYS = frozenset(map(Fraction, PHASES))
COUNTED_FROM = frozenset(map(stem, ("gap", "dimension", "row", "priority")))  # the brief has so many standings
SHEET = frozenset(map(stem, ("page", "day", "hour")))
GAPS = frozenset(map(stem, ("gap", "priority", "largest", "biggest", "widest")))
MEASURES = frozenset(map(stem, ("point", "star", "degree", "euro", "dollar", "pound", "percent", "person", "score")))
POINTS_OF = frozenset({"np", "csat", "ce", "scor", "point"})


def check_numbers(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each number that nobody gave, or that was given for something else."""
    for statement in passage.statements:
        spans = level_spans(ground, statement)
        companies = companies_in(statement.own)
        mates = mates_in(statement.own, tuple(each.figure for each in companies))
        for company, mate in zip(companies, mates, strict=True):
            figure = company.figure
            if any(start < figure.end and figure.start < end for start, end in spans):
                continue
            message = "" if _may_stand(ground, passage, statement, company) else _fault(ground, company, mate)
            if message:
                yield passage.finding(CHECK, message, statement.text)


def _may_stand(ground: Ground, passage: Passage, statement: Statement, company: Company) -> bool:
    """Tell whether a number needs no fact: it counts what stands in the brief, or says a day of the plan."""
    figure, value = company.figure, company.figure.value
    if figure.percent or figure.currency or value is None:
        return False
    after = statement.own[figure.end :][:12].lower()
    if figure.how == "one":
        of_many = after.strip().startswith("of ") or _is_one_in_many(ground, statement)
        return of_many or not _another_was_given(ground, company)
    if _counts_its_own(statement, figure, value):
        return True
    if figure.how == "rank":
        answers = _answers(ground)
        counting = statement.own[: figure.start].strip() == "" and after.startswith(",")
        return value <= max(1, answers) or counting or _is_place(company)
    if figure.how == "times" and not statement.own[: figure.start].strip() and after.startswith((" a ", " an ")):
        return not company.spans  # "Twice a sign of habit" counts what the text itself tells
    if value in PLAN_DAYS and after.startswith(("-day plan", " day plan", " days plan")):
        return True
    if passage.of_plan and value in (*PLAN_DAYS, passage.due_day) and _is_time_of_plan(statement, company):
        return True
    if passage.of_plan and figure.how == "part" and company.after[:1] and company.after[0] in SHEET:
        return True
    if value == _answers(ground) and frozenset(company.after[:1]) & ANSWERS:
        return True
    placed = sum(each.place > 0 for each in ground.brief.standings)
    counted = bool(company.after) and company.after[-1] in COUNTED_FROM
    return counted and value in (placed, len(ground.brief.standings))


def _is_time_of_plan(statement: Statement, company: Company) -> bool:
    """Tell whether a number says until when: "by day 30", "within 60 days", and not "the first 60 days are free"."""
    left = statement.own[: company.figure.start]
    return DAY.search(left) is not None or (company.after[:1] == ("day",) and LIMIT.search(left) is not None)


def _is_place(company: Company) -> bool:
    """Tell whether a rank is one among the gaps, which ``score_words`` checks."""
    return bool(GAPS & company.near)


def _answers(ground: Ground) -> int:
    return sum(each.fact.kind is FactKind.EVIDENCE for each in ground.plain)


def _counts_its_own(statement: Statement, figure: Figure, value: Fraction) -> bool:
    """Tell whether a number counts what the text itself names: "these two", "one ..., a second", "three: a, b, c"."""
    left, right = statement.own[: figure.start], statement.own[figure.end :]
    if figure.how == "rank":
        return value <= MOST_NAMED and A.search(left) is not None and ONE.search(left) is not None
    if THESE.search(left):
        return value <= MOST_NAMED
    listed = right.partition(":")[2]
    return bool(listed) and not any(char.isdigit() for char in listed) and len(ITEM.split(listed)) == value


def _is_one_in_many(ground: Ground, statement: Statement) -> bool:
    """Tell whether a sentence has both numbers of a "1 in 8" that a fact gives."""
    values = {value for each in figures_in(statement.own) for value in each.values}
    return any(
        1 in each.company.figure.values and values & each.mate.values for each in ground.held if each.mate is not None
    )


def _another_was_given(ground: Ground, company: Company) -> bool:
    """Tell whether "one" stands right before a word of which another number was given, and never one or none."""
    unit = company.after[:1]
    numbers = [each for held in ground.held if held.company.after[:1] == unit for each in held.company.figure.values]
    return bool(unit and numbers) and min(numbers) > 1


def _fault(ground: Ground, company: Company, mate: Figure | None) -> str:
    """Say what is wrong with a number that needs a fact; an empty text where nothing is."""
    figure = company.figure
    shown = " ".join(figure.shown.split())
    if figure.how == "code":
        return "" if figure.shown.lower() in ground.tokens else f"It names {shown}, which stands nowhere in the facts."
    same = [each for each in ground.held if figure.values & each.company.figure.values]
    if not same:
        return f"It names {shown}, a figure that nobody gave."
    same = [each for each in same if _same_kind(figure, each)]
    if not same:
        return f"It names {shown}; the facts have this number, but not as that."
    if mate is not None and _turned(ground, figure, mate):
        return f"It turns {shown} and {mate.shown} round."
    if not _keeps(company, same):
        return f"It puts {shown} beside words that it does not stand beside in the facts."
    if (other := _rightful(ground, company, same)) is not None:
        return f"It puts {shown} where the facts have {' '.join(other.shown.split())}."
    if not any(company.spans <= each.company.spans for each in same):
        return f"It gives {shown} for another length of time than the facts do."
    return ""


def _same_kind(figure: Figure, held: Held) -> bool:
    """Tell whether both numbers are shares or neither is, in the same currency; a rate may go without its sign."""
    other = held.company.figure
    rate = bool({"rat", "retention", "churn", "shar", "nrr"} & held.company.near)
    return (figure.percent == other.percent or rate) and figure.currency == other.currency


def _keeps(company: Company, same: list[Held]) -> bool:
    unit = company.after[0] if company.after else ""
    if unit in MEASURES and not any(
        {unit, *(POINTS_OF if unit == "point" else ())} & each.company.wide for each in same
    ):
        return False
    beside = company.near | frozenset(company.shared)
    if not frozenset(company.after) - ANYBODY and not beside - ROLES - CONNECTING_STEMS - ANYBODY:
        beside |= company.wide  # nothing tells what it counts: then the sentence has to
    if not beside or any(beside & (each.company.wide or beside) for each in same):
        return True
    written = {word for each in same for word in each.company.wide}
    return any(get_close_matches(each, written, n=1, cutoff=MISSPELLED) for each in beside)


def _rightful(ground: Ground, company: Company, same: list[Held]) -> Figure | None:
    """Give the number that the facts have beside these words, where it is another one."""
    own = company.own
    mine = frozenset(word for each in same for word in each.company.near)
    for each in ground.held:
        if each in same or not _same_kind(company.figure, each):
            continue
        theirs = each.company.own
        counted = company.after[:1]
        elsewhere = bool(counted) and counted == each.company.after[:1] and counted[0] not in mine
        if elsewhere and not mine & frozenset(company.shared):
            return each.company.figure
        beside = own & (theirs - mine)
        # That another number is the goal or today's tells only where this one is the goal or today's itself.
        if beside and (beside - ROLES or mine & ROLES) and not (own | frozenset(company.shared)) & (mine - theirs):
            return each.company.figure
    return None


def _turned(ground: Ground, figure: Figure, mate: Figure) -> bool:
    pairs = [(each.company.figure.values, each.mate.values) for each in ground.held if each.mate is not None]
    right = any(figure.values & one and mate.values & other for one, other in pairs)
    return not right and any(figure.values & other and mate.values & one for one, other in pairs)
