"""The numbers of a text, however they are written: digits of any script, words, shares, ranks and multiples."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from bot.core.drafts.checks.parts import Word, words_of

How = Literal["count", "rank", "part", "times", "code", "one"]

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
HUNDRED = 100
SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9}
PLURALS = {"dozens": 12, "hundreds": HUNDRED, "thousands": 1000, "millions": 10**6, "billions": 10**9}
RANKS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split(), 1
    )
} | {"twentieth": 20, "thirtieth": 30, "hundredth": HUNDRED}
PARTS = {"half": 2, "halves": 2} | {
    name: value
    for value, one in enumerate("third quarter fifth sixth seventh eighth ninth tenth".split(), 3)
    for name in (one, f"{one}s")
}
TIMES = {"twice": 2, "thrice": 3, "double": 2, "doubled": 2, "doubles": 2, "triple": 3, "tripled": 3, "triples": 3}
TIMES |= {"trebled": 3, "quadrupled": 4, "quadruple": 4, "halved": 2, "tenfold": 10, "twofold": 2, "threefold": 3}
TIMES |= {"fivefold": 5, "fourfold": 4, "hundredfold": HUNDRED}
SUFFIXES = {"k": 1000, "m": 10**6, "mio": 10**6, "mn": 10**6, "bn": 10**9, "x": 1}
CURRENCIES = {"\u20ac": "eur", "$": "usd", "\u00a3": "gbp", "\u00a5": "jpy"} | {
    name: code
    for code, names in {
        "eur": "eur euro euros",
        "usd": "usd dollar dollars",
        "gbp": "gbp pound pounds",
        "chf": "chf franc francs",
        "jpy": "jpy yen",
    }.items()
    for name in names.split()
}
NUMBER = re.compile(
    r"(?P<sign>(?<![\w.,)%])[-\u2212](?=\d))?(?P<digits>\d{1,3}(?:[ \u00a0\u202f'\u2019]\d{3}(?!\d))+(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)*)(?P<suffix>[^\W\d_]+(?:\d\w*)?)?"
)
CODE = re.compile(r"[^\W\d_]+\d\w*")
WHEN = re.compile(r"(?<![\w.])(?:\d{1,4}([-/.])\d{1,2}\1\d{1,4}|\d{1,2}:\d{2}(?::\d{2})?|\d+(?:\.\d+){2,})(?![\w])")
PERCENT = re.compile(r"[\s-]{0,2}(?:%|\uff05|\u066a|per ?cent(?:age)?\b|pct\b)", re.IGNORECASE)
BEFORE = re.compile(r"(?:([\u20ac$\u00a3\u00a5])|\b([a-z]{3}))\s?$", re.IGNORECASE)
AFTER = re.compile(r"\s?([\u20ac$\u00a3\u00a5]|[a-z]{3,7}\b)", re.IGNORECASE)
JOINER = re.compile(r"[\s-]{1,2}(?:and\s)?")
GROUPED = re.compile(r"\d{1,3}(?:[., \u00a0\u202f'\u2019]\d{3})+")
OF_PART = re.compile(r"\s+(?:of\b|(?:an?|the|its|their|our)\b)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text. ``values`` are what it may mean (1.200 has two), ``shown`` is as written.

    A ``code`` is letters and digits together, a date or a time: it means no quantity and is compared as written.
    ``one`` is the word, which often is no number at all. ``currency`` is its ISO code in lower case.
    """

    values: frozenset[Fraction]
    shown: str
    start: int
    end: int
    how: How = "count"
    percent: bool = False
    currency: str = ""

    @property
    def value(self) -> Fraction | None:
        """Give the value where there is exactly one."""
        return next(iter(self.values)) if len(self.values) == 1 else None


@lru_cache(maxsize=2048)  # of a brief's facts, which every passage is held against
def figures_in(text: str) -> tuple[Figure, ...]:
    """Find every number of a text, in its order."""
    plain = "".join(map(_plain_digit, text))
    found = [*_codes(plain)]
    covered = _covering(found)
    found += [each for each in _digits(plain) if not covered(each)]
    covered = _covering(found)
    found += [each for each in (*_in_words(plain), *_signs(plain)) if not covered(each)]
    return tuple(_with_unit(plain, replace(each, shown=text[each.start : each.end])) for each in sorted(found, key=_at))


def _at(figure: Figure) -> int:
    return figure.start


def _covering(figures: list[Figure]) -> "_Covered":
    return _Covered(frozenset(place for each in figures for place in range(each.start, each.end)))


@dataclass(frozen=True, slots=True)
class _Covered:
    places: frozenset[int]

    def __call__(self, figure: Figure) -> bool:
        return figure.start in self.places


def _plain_digit(char: str) -> str:
    if char.isascii() or unicodedata.category(char) != "Nd":
        return char
    return str(unicodedata.decimal(char))


def _codes(text: str) -> Iterator[Figure]:
    for pattern in (WHEN, CODE):
        for found in pattern.finditer(text):
            yield Figure(frozenset(), found.group(), *found.span(), how="code")


def _digits(text: str) -> Iterator[Figure]:
    for found in NUMBER.finditer(text):
        digits, suffix = found["digits"], (found["suffix"] or "").lower()
        values = frozenset(_readings(digits))
        end = found.end()
        how: How = "count"
        if suffix in ("st", "nd", "rd", "th"):
            how = "rank"
        elif suffix in SUFFIXES:
            values = frozenset(each * SUFFIXES[suffix] for each in values)
            how = "times" if suffix == "x" else how
        elif suffix and any(char.isdigit() for char in suffix):
            how, values = "code", frozenset()
        else:
            end = found.end("digits")
            values, end = _with_scale(text, values, end)
        if found["sign"]:
            values = frozenset(-each for each in values)
        yield Figure(values, text[found.start() : end], found.start(), end, how)


def _readings(digits: str) -> Iterator[Fraction]:
    """Read a number with its marks: grouped in thousands, with a decimal mark, or both."""
    bare = re.sub(r"[ \u00a0\u202f'\u2019]", "", digits)
    if GROUPED.fullmatch(digits):
        yield Fraction(re.sub(r"\D", "", digits))
    marks = [char for char in bare if char in ".,"]
    if not marks:
        yield Fraction(bare)
    elif len(marks) == 1:
        yield Fraction(bare.replace(",", "."))
    elif len(set(marks[:-1])) == 1 and marks[-1] != marks[0]:
        yield Fraction(bare.replace(marks[0], "").replace(",", "."))


def _with_scale(text: str, values: frozenset[Fraction], end: int) -> tuple[frozenset[Fraction], int]:
    found = re.compile(r"[\s-](hundred|thousand|million|billion)\b", re.IGNORECASE).match(text, end)
    if found is None:
        return values, end
    times = {"hundred": HUNDRED, **SCALES}[found[1].lower()]
    return frozenset(each * times for each in values), found.end()


def _signs(text: str) -> Iterator[Figure]:
    """Read single signs that are numbers, such as the half and the Roman four."""
    for place, char in enumerate(text):
        if not char.isascii() and (value := unicodedata.numeric(char, None)) is not None:
            yield Figure(frozenset({Fraction(value).limit_denominator(1000)}), char, place, place + 1)


def _in_words(text: str) -> Iterator[Figure]:
    words = words_of(text)
    at = 0
    while at < len(words):
        figure, used = _word_figure(text, words, at)
        if figure is not None:
            yield figure
        at += used


def _word_figure(text: str, words: tuple[Word, ...], at: int) -> tuple[Figure | None, int]:
    """Read what begins with a word: a number of several words, a rank, a part or a multiple."""
    total, used = _cardinal(text, words, at)
    if used:
        end = at + used
        part = words[end] if end < len(words) and _touching(text, words[end - 1], words[end]) else None
        if part is not None and part.plain in PARTS and (part.plain != "half" or total == 1):
            value = Fraction(total, PARTS[part.plain])
            # Four quarters are a year, three quarters of something are a share.
            if OF_PART.match(text, part.end) or (total > 1 and not part.plain.startswith("quarter")):
                return _figure(text, words[at], part, value, "part"), used + 1
        if part is not None and part.plain in RANKS and words[end - 1].plain in TENS:
            return _figure(text, words[at], part, Fraction(total + RANKS[part.plain]), "rank"), used + 1
        how: How = "one" if used == 1 and words[at].plain == "one" else "count"
        return _figure(text, words[at], words[end - 1], Fraction(total), how), used
    return _single(text, words, at), 1


def _single(text: str, words: tuple[Word, ...], at: int) -> Figure | None:
    word = words[at]
    before = words[at - 1].plain if at else ""
    if word.plain in PARTS and (word.plain in ("half", "halves") or (before in ("a", "one") and _is_part(text, word))):
        return _figure(text, word, word, Fraction(1, PARTS[word.plain]), "part")
    for table, how in ((RANKS, "rank"), (TIMES, "times"), (PLURALS, "count")):
        if word.plain in table:
            return _figure(text, word, word, Fraction(table[word.plain]), "rank" if how == "rank" else "times")
    if word.plain == "dozen":
        return _figure(text, word, word, Fraction(12), "count")
    if word.plain in SCALES or word.plain == "hundred":
        return _figure(text, word, word, Fraction({"hundred": HUNDRED, **SCALES}[word.plain]), "count")
    if word.plain == "couple" and before == "a":
        return _figure(text, word, word, Fraction(2), "count")
    return None


def _is_part(text: str, word: Word) -> bool:
    return OF_PART.match(text, word.end) is not None


def _cardinal(text: str, words: tuple[Word, ...], at: int) -> tuple[int, int]:
    """Read a whole number of one or several words; how many words it has, 0 for none."""
    total, last, used = 0, 0, 0
    while at + used < len(words):
        word = words[at + used]
        if used and not _touching(text, words[at + used - 1], word):
            break
        if word.plain in UNITS and (not used or (last == 0 and total) or (last in TENS.values() and UNITS[word.plain])):
            last = last + UNITS[word.plain] if used else UNITS[word.plain]
            last = last or -1 if word.plain == "zero" else last
        elif word.plain in TENS and (not used or (last == 0 and total)):
            last = TENS[word.plain]
        elif word.plain == "hundred" and used and 0 < last < HUNDRED:
            total, last = total + last * HUNDRED, 0
        elif word.plain in SCALES and used and (last > 0 or total):
            total, last = (total + last) * SCALES[word.plain], 0
        elif word.plain == "dozen" and used and 0 < last < HUNDRED and not total:
            return last * 12, used + 1
        elif word.plain == "and" and used and last == 0 and total and _goes_on(words, at + used + 1):
            pass
        else:
            break
        used += 1
    return total + max(last, 0), used


def _goes_on(words: tuple[Word, ...], at: int) -> bool:
    return at < len(words) and (words[at].plain in UNITS or words[at].plain in TENS)


def _touching(text: str, one: Word, other: Word) -> bool:
    return JOINER.fullmatch(text[one.end : other.start]) is not None


def _figure(text: str, first: Word, last: Word, value: Fraction, how: How) -> Figure:
    return Figure(frozenset({value}), text[first.start : last.end], first.start, last.end, how)


def _with_unit(text: str, figure: Figure) -> Figure:
    """Add the sign of a percentage or of a currency that stands beside a number."""
    if figure.how == "code":
        return figure
    percent = PERCENT.match(text, figure.end)
    before, after = BEFORE.search(text[max(0, figure.start - 5) : figure.start]), AFTER.match(text, figure.end)
    names = [each for found in (before, after) if found is not None for each in found.groups() if each]
    currency = next((CURRENCIES[each.lower()] for each in names if each.lower() in CURRENCIES), "")
    if percent is None:
        return replace(figure, currency=currency)
    shown = figure.shown + percent.group()
    return replace(figure, percent=True, shown=shown, end=percent.end(), currency=currency)
