"""A cadence in plain words: "every 3 months on Monday 9:30"; read by fixed rules, and asked when it is unclear."""

import re
from datetime import date, time

from bot.core.cadence.dates import read_start
from bot.core.cadence.days import SATURDAY, Place, read_place
from bot.core.cadence.first import first_day
from bot.core.cadence.hours import read_hours
from bot.core.cadence.periods import HOW_OFTEN, PERIODS, Period, read_period
from bot.core.cadence.places import unknown_zone, zone_called
from bot.core.cadence.rest import Rest, read_rest
from bot.core.cadence.rule import Cadence, Unclear, Unit
from bot.core.cadence.words import LONGEST, WEEKDAYS, Words
from bot.core.text import one_line

__all__ = ["DEFAULT_AT", "Unclear", "read_cadence"]

DEFAULT_AT = time(9, 30)
EXAMPLE = "every 3 months on Monday at 9:30 in Berlin"

# Words that fill a sentence, and those that may stand before or after a place.
FILLING = re.compile(
    r"(?<!\S)(?:please|remind|reminders?|us|me|an?|the|at|on|of|and|then|it|this|again|for|to|starting|due|assess(?:ment)?"
    r"|local|time ?zone|zone|time)(?!\S)"
)
IN = re.compile(r"(?:in|at|on|for) (?:the )?")
AND = re.compile(r"(?:^| )(?:and|or) ")
BEHIND = re.compile(r" (?:local )?(?:time ?zone|zone|time)$")


def read_cadence(words: str, *, today: date, zone: str) -> Cadence | Unclear:
    """Read how often, on which day, when and where; what is unclear is asked, and never guessed.

    What was not said: 9:30 in ``zone``, weekends passed over (unless a Saturday or Sunday was named), no holidays.
    The first day, unless one was named:

    - a period from today; with a weekday, the first such day from then on;
    - weekly, and monthly on a day of the month ("the 15th", "the first Monday"): the next such day after today;
    - longer with a day of the month: in the month that is a period from today, or the one before if that is too short;
    - a day of the quarter or year, and "every quarter" with a first day or weekday: the next by the calendar.

    The last day of the month is the 31st: it may be counted from an earlier day than today, whose month has one.
    """
    if len(words) > LONGEST:
        return Unclear(f"That is too long: it takes no more than {LONGEST} characters. {HOW_OFTEN}")
    spoken = Words(words)
    rest = read_rest(spoken)
    if isinstance(rest, Unclear):
        return rest
    start = read_start(spoken, today)
    if isinstance(start, Unclear):
        return start
    at = read_hours(spoken)
    if isinstance(at, Unclear):
        return at
    place = read_place(spoken)
    if isinstance(place, Unclear):
        return place
    period = read_period(spoken)
    if isinstance(period, Unclear):
        return period
    where = _where(spoken.pieces())
    if isinstance(where, Unclear):
        return where
    rule = _rule(period, place or Place(), rest)
    if isinstance(rule, Unclear):
        return rule
    period, place, workdays = rule
    return Cadence(
        period.every,
        period.unit,
        first_day(period, place, start, today),
        at or DEFAULT_AT,
        where or zone or "UTC",
        place.weekday,
        workdays=workdays,
        country=rest.country,
    )


def _rule(period: Period | None, place: Place, rest: Rest) -> tuple[Period, Place, bool] | Unclear:
    """Put together the period, the day within it, and whether weekends are passed over; they have to agree."""
    named = PERIODS[place.scope] if place.scope else place.implied
    period = period or named or (Period(1, Unit.WEEK) if place.plural else None)
    if period is None:
        return Unclear(f"How often is it due? {HOW_OFTEN}")
    if place.implied and (place.implied.every, place.implied.unit) != (period.every, period.unit):
        return Unclear(f"There are several periods in that. {HOW_OFTEN}")
    if place.day is not None and period.unit is Unit.WEEK:
        return Unclear(
            "A day of the month goes with months, not with weeks. Write for example 'every month on the 15th'."
        )
    if place.scope and period.every < PERIODS[place.scope].every:
        return Unclear(
            f"A day of the {place.scope} comes once a {place.scope}. Write for example 'every {place.scope}'."
        )
    weekend = place.weekday is not None and place.weekday >= SATURDAY
    if weekend and rest.workdays:
        return Unclear(
            f"Weekends are to be passed over, and {WEEKDAYS[place.weekday or 0]} is one. Write one or the other."
        )
    workdays = not weekend if rest.workdays is None else rest.workdays
    return period, place, workdays or place.working


def _where(pieces: list[str]) -> str | Unclear | None:
    """Read the zone in what is left; whatever else is left was not understood."""
    zones: set[str] = set()
    for piece in (each for joined in pieces for each in AND.split(joined)):
        found = _zone_in(piece)
        if isinstance(found, Unclear):
            return found
        if found:
            zones.add(found)
    if len(zones) > 1:
        return Unclear(f"There are several time zones in that: {' and '.join(sorted(zones))}. Write one.")
    return zones.pop() if zones else None


def _zone_in(piece: str) -> str | Unclear | None:
    """Read one piece: a zone, words that only fill a sentence (None), or what was not understood."""
    whole = BEHIND.sub("", piece)
    for name in (whole, IN.sub("", whole, count=1), _bare(piece)):
        if name and (zone := zone_called(name)) is not None:
            return zone
    bare = _bare(piece)
    if not bare:
        return None
    if "/" in bare or (bare.startswith("in ") and not any(char.isdigit() for char in bare)):
        return unknown_zone(bare.removeprefix("in ").strip())
    return Unclear(f"'{bare}' was not understood. {HOW_OFTEN} A day, a time and a zone may follow: '{EXAMPLE}'.")


def _bare(piece: str) -> str:
    return one_line(FILLING.sub(" ", piece))
