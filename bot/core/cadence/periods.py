"""How often, and on which day of its period: "every 3 months", "quarterly", "on the 15th", "the first Monday"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from bot.core.cadence.rule import MOST_MONTHS, MOST_WEEKS, Part, Unclear, Unit
from bot.core.cadence.times import DAYS_OF_WEEK, months_later, weekday_from
from bot.core.cadence.words import NTH, NUMBER_NAMES, WEEKDAYS, Grammar, number_of, weekday_of

HOW_OFTEN = "Write for example 'every 3 months', 'every 2 weeks', 'quarterly' or 'yearly'."
TOO_OFTEN = "That is too often for an assessment: the least is once a week. Write for example 'weekly' or 'monthly'."
ONE_DAY = "A rule has one day. Write one, for example 'on Monday', 'on the 15th' or 'on the first Monday'."
LAST_DAY = 31
LAST_ORDINAL = 4
# In no more steps than these a chain of months has met every length that its months have, a leap February too.
MOST_BACK = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Steps of a cadence; ``quarter`` when it was said in quarters, which begin in January."""

    every: int
    unit: Unit
    quarter: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A day within a period: a day of the month from which a weekday may be looked for, or a weekday alone.

    ``scope`` is the period that the words themselves name ("of the month"), ``implied`` one that they only suggest
    ("every Monday"), and ``plural`` is said of days that come again ("on Mondays"). ``edge`` is set for a first or last
    day; ``working`` asks for a day that is no weekend; ``back`` looks for the weekday or working day from its day back.
    """

    day: int | None = None
    weekday: int | None = None
    working: bool = False
    back: bool = False
    scope: str | None = field(default=None, compare=False)
    implied: Period | None = field(default=None, compare=False)
    plural: bool = field(default=False, compare=False)
    edge: bool = field(default=False, compare=False)


UNITS = {
    "week": Period(1, Unit.WEEK),
    "fortnight": Period(2, Unit.WEEK),
    "month": Period(1, Unit.MONTH),
    "quarter": Period(3, Unit.MONTH, quarter=True),
    "half": Period(6, Unit.MONTH),
    "semi": Period(6, Unit.MONTH),
    "year": Period(12, Unit.MONTH),
    "annual": Period(12, Unit.MONTH),
}
WEEK, MONTH = UNITS["week"], UNITS["month"]
TWO_READINGS = {
    "week": "'every 2 weeks'; twice a week would be too often",
    "month": "'every 2 months' or 'every 2 weeks'",
    "": "'every 6 months' or 'every 2 years'",
}
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|quarter|year|weekday|work(?:ing)? ?day|business day)s?"
_EACH = r"(?P<each>(?:every|each) )?"
_ON = r"(?:at |by |(?P<on>on ))?(?:an? |(?P<the>the ))?"
_SCOPE = r"(?P<scope>month|quarter|year)"
_OF = rf"(?:[ -](?:of|in|each|every)(?:[ -](?:the|an?|each|every|any))?[ -]{_SCOPE})?"
_NO_UNIT = r"(?! (?:hours?|days|weeks?|months?|quarters?|years?)(?!\S))"
PERIODS: Grammar[Period] = Grammar(Part.OFTEN, f"There are several periods in that. {HOW_OFTEN}")
PLACES: Grammar[Place] = Grammar(Part.DAY, ONE_DAY)


@PERIODS.rule(
    rf"(?:(?P<count>\d+|{NUMBER_NAMES})[ -])?"
    r"(?P<adverb>hourly|daily|weekly|fortnightly|monthly|quarterly|half[ -]?yearly|semi[ -]?annual(?:ly)?|yearly"
    r"|annual(?:ly)?|bi[ -]?(?:weekly|monthly|annual(?:ly)?|yearly)|biennial(?:ly)?)"
)
def _adverb(found: re.Match[str]) -> Period | Unclear:
    adverb = found["adverb"]
    if adverb.startswith("bi"):
        either = next(reading for unit, reading in TWO_READINGS.items() if unit in adverb)
        return Unclear(f"'{adverb}' is understood in two ways. Write {either}.")
    unit = next((name for name in UNITS if adverb.startswith(name)), "day")
    return _steps(found, number_of(found["count"] or "one"), unit)


@PERIODS.rule(rf"(?:(?P<often>once|twice|thrice|\d+x)|<count> (?:times|x)) (?:an?|per|each|every|in an?|the) {_UNIT}")
def _times(found: re.Match[str]) -> Period | Unclear:
    """Read "twice a year": as many equal parts of it."""
    times = number_of(found["often"] or found["count"])
    return _steps(found, 1 / times if times else None, found["unit"])


@PERIODS.rule(rf"(?:once )?(?:every|each|all)(?: <count>(?: of| an?)?)?[ -]{_UNIT}")
def _every(found: re.Match[str]) -> Period | Unclear:
    return _steps(found, number_of(found["count"] or "one"), found["unit"])


def _steps(found: re.Match[str], count: Fraction | None, name: str) -> Period | Unclear:
    """Return so many units, where that is a whole number of weeks or months."""
    unit = UNITS.get(name, WEEK)
    every = count * unit.every if count is not None else Fraction(0)
    if name not in UNITS:
        every /= DAYS_OF_WEEK
    if 0 < every < 1 and unit is WEEK:
        return Unclear(TOO_OFTEN)
    if every.denominator > 1 or not 1 <= every <= (MOST_WEEKS if unit.unit is Unit.WEEK else MOST_MONTHS):
        return Unclear(
            f"'{found[0]}' is no period for a reminder. A period is a whole number of weeks or months, at least one "
            f"week, at most {MOST_WEEKS} weeks or {MOST_MONTHS} months. {HOW_OFTEN}"
        )
    return Period(int(every), unit.unit, quarter=unit.quarter and count == 1)


@PLACES.rule(rf"{_EACH}{_ON}(?P<also>(?:{NTH}) (?:and|or|&) (?:the )?)?<nth> <weekday>s?{_OF}")
def _nth_weekday(found: re.Match[str]) -> Place | Unclear:
    said, weekday = found["nth"], weekday_of(found["weekday"])
    name, scope, each = WEEKDAYS[weekday], found["scope"], found["each"]
    implied = MONTH if each else None
    number = int(number_of(said) or 0)
    if found["also"]:
        return Unclear(ONE_DAY)
    if said == "last":
        return Place(LAST_DAY, weekday, back=True, scope=scope, implied=implied, edge=True)
    if not 1 <= number <= LAST_ORDINAL:
        return Unclear(
            f"Not every month has a {said} {name}. Write the first, second, third, fourth or last {name} of the month."
        )
    if each and not scope and number > 1:
        return Unclear(
            f"'every {said} {name}' may be every {number} weeks or once a month. "
            f"Write 'every {number} weeks on {name}' or 'the {said} {name} of every month'."
        )
    day = 1 + DAYS_OF_WEEK * (number - 1)
    return Place(day, weekday, scope=scope, implied=implied)


@PLACES.rule(
    rf"{_EACH}{_ON}(?P<edge>first|1st|last|end|beginning|start){_NO_UNIT}"
    rf"(?P<day> (?:calendar )?(?P<work>(?:work(?:ing)?|business|week) ?)?day)?{_OF}"
)
@PLACES.rule(rf"{_EACH}{_ON}{_SCOPE}s?[ -](?P<edge>end|beginning|start)(?P<day>(?P<work>))")
def _edge(found: re.Match[str]) -> Place | Unclear | None:
    """Read a first or last day; "the first" may go without the day, and "end" not without its period."""
    edge, day, work, scope = found["edge"], found["day"], found["work"], found["scope"]
    if not scope and not day and not (edge == "first" and (found["on"] or found["the"])):
        return None
    last = edge in ("last", "end")
    return Place(LAST_DAY if last else 1, working=bool(work), back=last and bool(work), scope=scope, edge=True)


@PLACES.rule(
    rf"{_EACH}{_ON}(?P<word>day )?(?P<day>\d{{1,3}})(?P<th>st|nd|rd|th)?\.?{_NO_UNIT}(?: day)?"
    rf"(?P<also> (?:and|or|&) (?:the )?\d{{1,3}}(?:st|nd|rd|th)?)?{_OF}"
)
def _nth_day(found: re.Match[str]) -> Place | Unclear | None:
    """Read "the 15th", "on 15", "le 15", "day 15", "15 of every month"; a bare number is something else."""
    if not (found["on"] or found["the"] or found["word"] or found["th"] or found["scope"]):
        return None
    day = int(found["day"])
    if not 1 <= day <= LAST_DAY:
        return Unclear(f"No month has a day {day}. Write a day from 1 to 31, for example 'on the 15th'.")
    implied = MONTH if found["each"] else None
    return Unclear(ONE_DAY) if found["also"] else Place(day, scope=found["scope"], implied=implied)


@PLACES.rule(rf"(?P<each>(?:every|each) (?:<count> )?)?{_ON}<weekday>(?P<plural>s)?")
def _weekday(found: re.Match[str]) -> Place | Unclear:
    weekday, count = weekday_of(found["weekday"]), found["count"]
    if count not in (None, "other"):
        return Unclear(f"How often is '{found[0]}'? Write for example 'every {count} weeks on {WEEKDAYS[weekday]}'.")
    implied = Period(2 if count else 1, Unit.WEEK) if found["each"] else None
    return Place(weekday=weekday, implied=implied, plural=bool(found["plural"]))


def first_day(period: Period, place: Place, start: date | None, today: date) -> date:
    """Return the first day; ``start`` is the day that was named, if any. The rules stand at ``read_cadence``."""
    if place.day is not None:
        return _on_day(period, place, place.day, start, today)
    if period.unit is Unit.MONTH:
        later = months_later(today, period.every)
        return start or _counted_from(later.replace(day=1), today.day, period.every, today) or later
    if place.weekday is None:
        return start or today + timedelta(weeks=period.every)
    soonest = today + (timedelta(days=1) if period.every == 1 else timedelta(weeks=period.every))
    return weekday_from(start or soonest, place.weekday)


def _on_day(period: Period, place: Place, day: int, start: date | None, today: date) -> date:
    """Look for the first month whose day is not too early, and which can be counted from."""
    earliest = start or today + timedelta(days=1)
    counted = (
        _in_month(month, day) if place.back else _counted_from(month, day, period.every, today)
        for month in _months(period, place, start, today)
        if _in_month(month, day, place.weekday, back=place.back) >= earliest
    )
    return next(each for each in counted if each is not None)


def _months(period: Period, place: Place, start: date | None, today: date) -> Iterator[date]:
    """Return the months to look at, each as its 1st."""
    month = (start or today + timedelta(days=1)).replace(day=1)
    scope = place.scope or ("quarter" if period.quarter and (place.edge or place.weekday is not None) else "month")
    length = UNITS[scope].every
    if length > 1:
        last = place.edge and place.day == LAST_DAY
        month = months_later(month, (length - 1 if last else 0) - (month.month - 1) % length)
    elif start is None and period.every > 1:
        wanted = months_later(today.replace(day=1), period.every)
        yield from (wanted, months_later(wanted, -1))  # a month too short for a day follows on one that has it
        return
    while True:
        yield month
        month = months_later(month, length)


def _in_month(month: date, day: int, weekday: int | None = None, *, back: bool = False) -> date:
    found = month.replace(day=min(day, monthrange(month.year, month.month)[1]))
    return found if weekday is None else weekday_from(found, weekday, back=back)


def _counted_from(month: date, day: int, every: int, today: date) -> date | None:
    """Return the day to count from: in the month itself, or where that is too short for the day, in one before it.

    None where counting from before would make it due too early, or no month before has the day.
    """
    days = [_in_month(months_later(month, -every * steps), day) for steps in range(MOST_BACK + 1)]
    if days[0].day != day and days[1] > today:
        return None
    return next((each for each in days if each.day == day and each != today), None)
