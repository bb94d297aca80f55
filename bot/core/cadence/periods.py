"""How often, in plain words: "every 3 months", "quarterly", "twice a year"; read, or asked when it is unclear."""

import re
from dataclasses import dataclass

from bot.core.cadence.rule import MOST_MONTHS, MOST_WEEKS, Unclear, Unit
from bot.core.cadence.words import NUMBER, Words, whole_number

HOW_OFTEN = "Write for example 'every 3 months', 'every 2 weeks', 'quarterly' or 'yearly'."
TOO_OFTEN = "That is too often for an assessment: the least is once a week. Write for example 'weekly' or 'monthly'."
WEEK_DAYS = 7

_SEVERAL = rf"(?P<count>{NUMBER}|\d+(?:st|nd|rd|th)|other|second|third|fourth|half(?: an?)?|few|several|couple(?: of)?)"
_UNIT = r"(?P<unit>hour|day|week|month|quarter|year|weekday|work(?:ing)? ?day|business day)s?"
EVERY = re.compile(rf"\b(?:once )?(?:every|each|all)(?: {_SEVERAL})?[ -]?{_UNIT}\b")
TIMES = re.compile(
    rf"\b(?P<times>once|twice|thrice|(?P<number>{NUMBER}) (?:times|x)|\d+x) (?:an?|per|each|every|in an?|the) {_UNIT}\b"
)
ADVERB = re.compile(
    r"\b(?:(?P<every>\d+|two|three|four|six|nine)[ -])?"
    r"(?P<adverb>hourly|daily|weekly|fortnightly|monthly|quarterly|half[ -]?yearly|semi[ -]?annual(?:ly)?"
    r"|yearly|annual(?:ly)?|bi[ -]?weekly|bi[ -]?monthly|bi[ -]?annual(?:ly)?|bi[ -]?yearly|biennial(?:ly)?)\b"
)
FORTNIGHT = re.compile(r"\b(?:every|each|once a|a) fortnight\b")
ADVERBS = {"weekly": (1, Unit.WEEK), "fortnightly": (2, Unit.WEEK), "monthly": (1, Unit.MONTH)}
BY_LETTER = {"h": 6, "s": 6, "q": 3, "y": 12, "a": 12}
ORDINALS = {"other": 2, "second": 2, "third": 3, "fourth": 4}
TWO_READINGS = {
    "week": "'every 2 weeks'; twice a week would be too often",
    "month": "'every 2 months' or 'every 2 weeks'",
    "": "'every 6 months' or 'every 2 years'",
}
COUNTS = {"once": 1, "twice": 2, "thrice": 3}


@dataclass(frozen=True, slots=True)
class Period:
    """Steps of a cadence; ``quarter`` when it was said in quarters, which begin in January."""

    every: int
    unit: Unit
    quarter: bool = False


PERIODS = {
    "month": Period(1, Unit.MONTH),
    "quarter": Period(3, Unit.MONTH, quarter=True),
    "year": Period(12, Unit.MONTH),
}


def read_period(words: Words) -> Period | Unclear | None:
    """Take the period out of the words; None when there is none."""
    found = [_adverb(each) for each in words.take(ADVERB)]
    found += [_times(each) for each in words.take(TIMES)]
    found += [Period(2, Unit.WEEK) for _ in words.take(FORTNIGHT)]
    found += [_every(each) for each in words.take(EVERY)]
    for each in found:
        if isinstance(each, Unclear):
            return each
    periods = {each for each in found if isinstance(each, Period)}
    if len({(each.every, each.unit) for each in periods}) > 1:
        return Unclear("There are several periods in that. Write one, for example 'every 3 months'.")
    return max(periods, key=lambda each: each.quarter, default=None)


def _adverb(found: re.Match[str]) -> Period | Unclear:
    adverb = found["adverb"]
    if adverb in ("hourly", "daily"):
        return Unclear(TOO_OFTEN)
    if adverb.startswith("bi"):
        either = next(reading for unit, reading in TWO_READINGS.items() if unit in adverb)
        return Unclear(f"'{adverb}' is understood in two ways. Write {either}.")
    times = whole_number(found["every"]) if found["every"] else 1
    if adverb in ADVERBS:
        every, unit = ADVERBS[adverb]
        return _steps((times or 0) * every, unit)
    return _steps((times or 0) * BY_LETTER[adverb[0]], Unit.MONTH, quarter=adverb == "quarterly")


def _times(found: re.Match[str]) -> Period | Unclear:
    """Read "twice a year": as many equal parts of the year, the quarter or the month."""
    said = found["times"]
    times = COUNTS.get(said) or whole_number((found["number"] or said).removesuffix("x"))
    unit = found["unit"]
    if times == 1 and unit == "week":
        return Period(1, Unit.WEEK)
    if not times or times < 1:
        return Unclear(f"'{found[0].strip()}' is no period. {HOW_OFTEN}")
    if unit not in PERIODS:
        return Unclear(TOO_OFTEN)
    months, rest = divmod(PERIODS[unit].every, times)
    if rest or not months:
        return Unclear(f"'{found[0].strip()}' cannot be counted in whole months. {HOW_OFTEN}")
    return Period(months, Unit.MONTH, quarter=unit == "quarter" and times == 1)


def _every(found: re.Match[str]) -> Period | Unclear:
    said, unit = found["count"], found["unit"]
    if said is not None and said.startswith("half"):
        return Period(6, Unit.MONTH) if unit == "year" else Unclear(f"'{found[0]}' cannot be counted. {HOW_OFTEN}")
    count = _count(said)
    if count is None:
        return Unclear(f"How many is '{said}'? A period is a whole number of weeks or months. {HOW_OFTEN}")
    if count < 1:
        return Unclear(f"A period is at least one week, so '{found[0]}' cannot be. {HOW_OFTEN}")
    if unit in PERIODS:
        return _steps(count * PERIODS[unit].every, Unit.MONTH, quarter=unit == "quarter" and count == 1)
    if unit == "week":
        return _steps(count, Unit.WEEK)
    if unit == "day" and count >= WEEK_DAYS:
        weeks, rest = divmod(count, WEEK_DAYS)
        return Unclear(f"{count} days are no whole number of weeks. {HOW_OFTEN}") if rest else _steps(weeks, Unit.WEEK)
    return Unclear(TOO_OFTEN)


def _count(said: str | None) -> int | None:
    if said is None:
        return 1
    return ORDINALS.get(said) or whole_number(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", said))


def _steps(every: int, unit: Unit, *, quarter: bool = False) -> Period | Unclear:
    most = MOST_WEEKS if unit is Unit.WEEK else MOST_MONTHS
    if every > most:
        return Unclear(f"That is too far apart: a period is at most {most} {unit.value}s. {HOW_OFTEN}")
    return Period(every, unit, quarter) if every >= 1 else Unclear(f"A period is at least one week. {HOW_OFTEN}")
