"""On which day of its period, in plain words: "on Monday", "on the 15th", "the first Monday of the month"."""

import re
from dataclasses import dataclass

from bot.core.cadence.periods import PERIODS, Period
from bot.core.cadence.rule import Unclear, Unit
from bot.core.cadence.words import WEEKDAY, WEEKDAYS, Words, weekday_of

LAST_DAY = 31
DAYS_OF_WEEK = 7
LAST_ORDINAL = 4
SATURDAY = 5

_WHOLE = r"(?: (?:of|in|each|every) (?:the |an? |each |every |any )?(?P<scope>month|quarter|year)\b)?"
_EACH = r"(?P<each>\b(?:every|each) )?(?:\b(?:on )?the )?"
_FIRST = r"(?P<ordinal>first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)"
NTH_WEEKDAY = re.compile(rf"{_EACH}\b{_FIRST} (?P<weekday>{WEEKDAY})s?\b{_WHOLE}")
OTHER_WEEKDAY = re.compile(rf"\b(?:every|each) other (?P<weekday>{WEEKDAY})\b")
EDGE = re.compile(
    r"(?:\b(?:on|at) )?(?:\bthe )?\b(?:(?P<edge>first|1st|last) (?P<work>(?:work(?:ing)?|business|week) ?)?day"
    rf"|(?P<end>end|beginning|start)(?= of ))\b{_WHOLE}"
)
NTH_DAY = re.compile(
    r"(?P<each>\b(?:every|each) )?(?:\bon )?(?:\bthe )?\b(?:day )?(?P<day>\d+)(?:st|nd|rd|th)\b"
    rf"(?! (?:week|month|quarter|year))(?: day\b)?{_WHOLE}"
    r"|\b(?:on )?(?:the )?day (?P<plain>\d+)\b" + _WHOLE.replace("scope", "plain_scope")
)
FIRST_OF = re.compile(r"(?:\bon )?\bthe first\b" + _WHOLE)
A_WEEKDAY = re.compile(rf"(?P<each>\b(?:every|each) )?(?:\bon )?\b(?P<weekday>{WEEKDAY})(?P<plural>s)?\b")

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(frozen=True, slots=True)
class Place:
    """A day within a period: a day of the month from which a weekday may be looked for, or a weekday alone.

    ``scope`` is the period that the words themselves name ("of the month"), ``implied`` one that they only suggest
    ("every Monday"), and ``plural`` is said of days that come again ("on Mondays"). ``edge`` is set for a first or last
    day, ``last`` for a last one; ``working`` asks for a day that is no weekend.
    """

    day: int | None = None
    weekday: int | None = None
    scope: str | None = None
    implied: Period | None = None
    plural: bool = False
    edge: bool = False
    last: bool = False
    working: bool = False


def read_place(words: Words) -> Place | Unclear | None:
    """Take the day within the period out of the words; None when there is none."""
    found = [_edge(each) for each in words.take(EDGE)]
    found += [
        Place(weekday=weekday_of(each["weekday"]), implied=Period(2, Unit.WEEK)) for each in words.take(OTHER_WEEKDAY)
    ]
    found += [_nth_weekday(each) for each in words.take(NTH_WEEKDAY)]
    found += [_nth_day(each) for each in words.take(NTH_DAY)]
    found += [Place(day=1, scope=each["scope"]) for each in words.take(FIRST_OF)]
    found += [_weekday(each) for each in words.take(A_WEEKDAY)]
    for each in found:
        if isinstance(each, Unclear):
            return each
    places = {each for each in found if isinstance(each, Place)}
    return _one_of(places) if places else None


def _one_of(places: set[Place]) -> Place | Unclear:
    if len(places) == 1:
        return places.pop()
    if len({each.day for each in places}) == 1 and len({each.weekday for each in places}) == 1:
        return max(places, key=lambda each: each.implied is not None)
    return Unclear(
        "A reminder comes on one day. Write one, for example 'on Monday', 'on the 15th' or 'on the first Monday'."
    )


def _edge(found: re.Match[str]) -> Place | Unclear:
    last = found["edge"] == "last" or found["end"] == "end"
    if found["work"] and last:
        return Unclear(
            "The last working day cannot be counted: a day that falls on a weekend moves on, never back. "
            "Write for example 'last day of the month' or 'on the 28th'."
        )
    scope = found["scope"]
    if last:
        return Place(day=LAST_DAY, scope=scope, edge=True, last=True)
    return Place(day=1, scope=scope, edge=True, working=bool(found["work"]))


def _nth_weekday(found: re.Match[str]) -> Place | Unclear:
    said, weekday = found["ordinal"], weekday_of(found["weekday"])
    name = WEEKDAYS[weekday]
    number = ORDINALS.get(said) or (int(said[0]) if said[0].isdigit() else LAST_ORDINAL + 1)
    if number > LAST_ORDINAL:
        return Unclear(
            f"The {said} {name} of a month cannot be counted. Write the first, second, third or fourth, or 'last "
            "day of the month'."
        )
    scope = found["scope"]
    if found["each"] and not scope and number > 1:
        return Unclear(
            f"'every {said} {name}' may be every {number} weeks or once a month. "
            f"Write 'every {number} weeks on {name}' or 'the {said} {name} of every month'."
        )
    implied = PERIODS["month"] if found["each"] and not scope else None
    return Place(day=1 + DAYS_OF_WEEK * (number - 1), weekday=weekday, scope=scope, implied=implied)


def _nth_day(found: re.Match[str]) -> Place | Unclear:
    day = int(found["day"] or found["plain"])
    if not 1 <= day <= LAST_DAY:
        return Unclear(f"No month has a day {day}. Write a day from 1 to 31, for example 'on the 15th'.")
    implied = PERIODS["month"] if found["each"] else None
    return Place(day=day, scope=found["scope"] or found["plain_scope"], implied=implied)


def _weekday(found: re.Match[str]) -> Place:
    weekly = Period(1, Unit.WEEK) if found["each"] else None
    return Place(weekday=weekday_of(found["weekday"]), implied=weekly, plural=bool(found["plural"]))
