"""The company that a number keeps: the words beside it, by which it can be told from the other numbers."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.core.drafts.checks.english import SMALL_STEMS, stem
from bot.core.drafts.checks.figures import TENS, UNITS, Figure, figures_in
from bot.core.drafts.checks.parts import Word, words_of

BESIDE = 3
REACH = 6
PER = frozenset("a an per each every one in within consecutive working business full more calendar".split())
# What parts one number's words from those of the next one.
STOP = re.compile(
    r"[.;,()!?\u2013\u2014]|\s-\s|\b(?:in|on|at|by|with|from|for|to|and|or|but|while|because|than|that|which|who|against|into"
    r"|before|after|within|since|during|over|under|about|through|where|when|if|as|so|versus|until)\b",
    re.IGNORECASE,
)
BREAK = re.compile(r"[.;,()!?\u2013\u2014]|\b(?:and|or|but|while|because|which|against|where|versus)\b", re.IGNORECASE)
MATE = re.compile(r"\s*(?:of|out of|in|from|per|to|[/\u2013-])\s*(?:the |all |every |our |its |their )?", re.IGNORECASE)
OF_ALL = re.compile(r"\b(?:of|among)\s+(?:the |all |our |its |their )*$", re.IGNORECASE)
TOLD_AS = {"churn": "lose leave go cancel", "retention": "keep stay retain remain renew"}
"""How the rates of variables are told without their names."""
FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
ALTERNATIVE = re.compile(r"\s*(?:or|to|and|-|\u2013)\s*", re.IGNORECASE)
NUMBER_STEMS = frozenset(map(stem, (*UNITS, *TENS)))
SAME_ROLE = {
    stem(word): role
    for role, words in {
        "(now)": "today now current currently baseline present presently",
        "(goal)": "goal target aim aimed objective",
        "(person)": "staff employee employees colleague colleagues people",
    }.items()
    for word in words.split()
}
ROLES = frozenset({"(now)", "(goal)"})
ANYBODY = frozenset({"(person)", *map(stem, ("work", "case", "item", "instance"))})
"""What is counted without saying what it is."""
SPANS = {
    stem(word): span
    for span, words in {
        "minute": "minute minutes",
        "second": "seconds",
        "hour": "hour hours hourly",
        "day": "day days daily",
        "week": "week weeks weekly",
        "month": "month months monthly",
        "quarter": "quarter quarters quarterly",
        "year": "year years yearly annual annually",
        "decade": "decade decades",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Company:
    """A number with its words, as stems: ``after`` and ``before`` it in the same breath, and ``wide`` in its sentence.

    Of two numbers that stand together, the first has the words between them; ``shared`` are those before a number
    whoever has them. ``spans`` are the units of time that follow it.
    """

    figure: Figure
    after: tuple[str, ...]
    before: tuple[str, ...]
    shared: tuple[str, ...]
    wide: frozenset[str]
    spans: frozenset[str]

    @property
    def near(self) -> frozenset[str]:
        """Give the words on both sides."""
        return frozenset((*self.after, *self.before))

    @property
    def own(self) -> frozenset[str]:
        """Give what it counts or, where nothing follows, what it is called."""
        return frozenset(self.after or self.before)


@dataclass(frozen=True, slots=True)
class Held:
    """A number that a fact gives, with its company; ``mate`` is the number that directly follows, as in "4 of 11"."""

    company: Company
    mate: Figure | None


def held_in(sentence: str, fact: str, *, yearly: bool = False) -> tuple[Held, ...]:
    """Give the numbers of a sentence of a fact, of whose other words it may speak too.

    ``yearly``: where it names no time, a year is meant, as with rates.
    """
    companies = companies_in(sentence)
    told = frozenset(stem(word) for rate, words in TOLD_AS.items() if rate in fact.lower() for word in words.split())
    beside = frozenset(map(_role, words_of(fact))) - SMALL_STEMS - NUMBER_STEMS
    mates = mates_in(sentence, tuple(each.figure for each in companies))
    found = []
    words = words_of(sentence)
    for number, (each, mate) in enumerate(zip(companies, mates, strict=True)):
        begin = companies[number - 1].figure.end if number else 0
        spans = each.spans | _spans(sentence, words, begin, each.figure.start) | ({"year"} if yearly else set())
        found.append(
            Held(replace(each, wide=each.wide | beside | (told if yearly else set()), spans=frozenset(spans)), mate)
        )
    return tuple(found)


@lru_cache(maxsize=2048)  # of a brief's facts, which every passage is held against
def companies_in(text: str) -> tuple[Company, ...]:
    """Give every number of a sentence with its words."""
    figures = figures_in(text)
    words = tuple(each for each in words_of(text) if not any(f.start <= each.start < f.end for f in figures))
    wide = frozenset(map(_role, words)) - SMALL_STEMS - NUMBER_STEMS
    found: list[Company] = []
    taken = 0
    for number, figure in enumerate(figures):
        following = figures[number + 1].start if number + 1 < len(figures) else len(text)
        after = _after(text, words, figure, following)
        earlier = figures[number - 1].end if number else 0
        before, shared = (_before(text, words, figure, begin) for begin in (max(taken, earlier), earlier))
        if after:
            taken = after[-1].end
        elif number + 1 < len(figures) and ALTERNATIVE.fullmatch(text, figure.end, following):
            # "Two or three goals": both count goals.
            beyond = figures[number + 2].start if number + 2 < len(figures) else len(text)
            after = _after(text, words, figures[number + 1], beyond)
        spans = _spans(text, words, figure.end, following)
        runs = _run_roles(text, figures, number)
        own, mine, any_ = (tuple(map(_role, each)) for each in (after, before, shared))
        if runs:  # "aims to get from 8 to 25": whatever else is said, 8 is today's and 25 the goal
            mine, any_ = ((*(each for each in words if each not in ROLES), *runs) for words in (mine, any_))
        found.append(Company(figure, own, mine, any_, wide | frozenset(runs), spans))
    return tuple(found)


def _run_roles(text: str, figures: tuple[Figure, ...], number: int) -> tuple[str, ...]:
    """Give what a number is in "from 31 to 45": the first is today's, the second the goal; else nothing."""
    first = number if FROM.search(text[: figures[number].start]) else number - 1
    if first < 0 or first + 1 >= len(figures) or not FROM.search(text[: figures[first].start]):
        return ()
    between = text[figures[first].end : figures[first + 1].start].strip()
    return (("(now)",) if first == number else ("(goal)",)) if between == "to" else ()


def mates_in(text: str, figures: tuple[Figure, ...]) -> list[Figure | None]:
    """Give for each number the one of which it is a part, or to which it runs: "4 of 11", "of 11, 4", "50 to 200"."""
    mates: list[Figure | None] = [None] * len(figures)
    for number, (figure, following) in enumerate(pairwise(figures)):
        if MATE.fullmatch(text, figure.end, following.start):
            mates[number] = following
        elif OF_ALL.search(text[: figure.start]) and not (number and mates[number - 1] is figure):
            mates[number + 1] = figure
    return mates


def _role(word: Word) -> str:
    return SAME_ROLE.get(word.stem, word.stem)


def _says_something(word: Word) -> bool:
    return word.stem not in SMALL_STEMS or word.stem in SAME_ROLE


def _after(text: str, words: tuple[Word, ...], figure: Figure, following: int) -> list[Word]:
    stop = STOP.search(text, figure.end, following)
    # A preposition right behind the number, as in "10 of" or "31 for", leads on to what it counts.
    end = stop.start() if stop else following
    found = [each for each in words if figure.end <= each.start and each.end <= end and _says_something(each)]
    return found[:BESIDE]


def _before(text: str, words: tuple[Word, ...], figure: Figure, begin: int) -> list[Word]:
    start = begin
    end = begin + len(text[begin : figure.start].rstrip(" ("))  # a bracket around the number parts nothing
    for stop in BREAK.finditer(text, begin, end):
        start = stop.end()
    found = [each for each in words if start <= each.start and each.end <= end and _says_something(each)]
    return found[-BESIDE:]


def _spans(text: str, words: tuple[Word, ...], begin: int, end: int) -> frozenset[str]:
    """Give the units of time between two places, as in "5 days" or "1,200 euros a year"."""
    stop = BREAK.search(text, begin, end)
    end = stop.start() if stop else end
    near = [each for each in words if begin <= each.start and each.end <= end][:REACH]
    before = ["", *(each.plain for each in near)]
    # "The minutes of the meeting" are no time.
    return frozenset(
        SPANS[each.stem]
        for number, each in enumerate(near)
        if each.stem in SPANS and (number == 0 or before[number] in PER or each.plain.endswith("ly"))
    )
