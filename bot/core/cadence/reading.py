"""A cadence in plain words: "every 3 months on Monday 9:30"; read by fixed rules, and asked when it is unclear.

Each part is taken out of the words by the rules of its module (days off, dates, times of day, the day of the period,
how often), in that order; what is left is a place, or was not understood. Nothing is guessed.
"""

import re
from datetime import date, time

from bot.core.cadence.dates import DAYS, NOW, TIMES
from bot.core.cadence.days_off import BOTH, HOLIDAYS, WEEKENDS
from bot.core.cadence.periods import (
    HOW_OFTEN,
    MONTH,
    MOST_BACK,
    PERIODS,
    PLACES,
    UNITS,
    WEEK,
    Period,
    Place,
    first_day,
)
from bot.core.cadence.places import unknown_zone, zone_called
from bot.core.cadence.rule import Cadence, Part, Unclear, Understood, Unit
from bot.core.cadence.times import SATURDAY, months_later
from bot.core.cadence.words import LONGEST, WEEKDAYS, RuleWords, pattern
from bot.core.text import one_line

DEFAULT_AT = time(9, 30)
EXAMPLE = "every 3 months on Monday at 9:30 in Berlin"

# Words that fill a sentence, and those that may stand before or after a place.
FILLING = re.compile(
    r"(?<!\S)(?:please|remind|reminders?|us|me|an?|the|at|on|of|and|then|it|this|again|for|to|starting|due|assess(?:ment)?"
    r"|local|time ?zone|zone|time)(?!\S)"
)
# "Every 15 January" is every year on that day.
EVERY_DATE = (
    r"(?:every|each)(?= (?:the )?(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?<name>"
    r"(?: (?:the )?\d{1,2}(?:st|nd|rd|th)?)?(?!\S))"
)
IN = re.compile(r"(?:in|at|on|for) (?:the )?")
AND = re.compile(r"(?:^| )(?:and|or) ")
BEHIND = re.compile(r" (?:local )?(?:time ?zone|zone|time)$")


def read_cadence(words: str, *, today: date, zone: str) -> Cadence | Unclear:
    """Read how often, on which day, when and where; what is unclear is asked, and never guessed.

    What was not said: 9:30 in ``zone``, weekends passed over (unless a Saturday or Sunday was named), no holidays.
    The first day, unless one was named:

    - a period from today, on its day of the month or the last; with a weekday, the first such day from then;
    - weekly, and monthly on a day of the month ("the 15th", "the first Monday"): the next such day after today;
    - longer with a day of the month: in the month that is a period from today, or the one before if that is too short;
    - a day of the quarter or year, and "every quarter" with a first day or weekday: the next by the calendar.

    The last day of the month is the 31st: it may be counted from an earlier day than today, whose month has one.
    """
    if len(words) > LONGEST:
        return Unclear(f"That is too long: it takes no more than {LONGEST} characters. {HOW_OFTEN}")
    spoken = RuleWords(words)
    spoken.rewrite(pattern(EVERY_DATE), "every year on")
    spoken.rewrite(BOTH, r"\g<skip> weekends \g<skip> ")
    free, country = WEEKENDS.take(spoken), HOLIDAYS.take(spoken) or ""
    spoken.rewrite(NOW, " ")
    start, at = DAYS.take(spoken, today), TIMES.take(spoken)  # a day without its year is the next one
    place, period = PLACES.take(spoken) or Place(), PERIODS.take(spoken)
    where = _where(spoken)
    period = _agreed(spoken, period, place)
    day_said = start.weekday if start is not None and period is not None and period.unit is Unit.WEEK else None
    workdays = place.working or _workdays(spoken, day_said if place.weekday is None else place.weekday, free=free)
    named = start.day if start is not None else None
    first = first_day(period or MONTH, place, named, today)
    if spoken.question or period is None:
        # of a day of the month the first step from today on that has it: the 31st may be counted from before
        steps = (months_later(first, (period or MONTH).every * step) for step in range(MOST_BACK + 1))
        later = next((day for day in steps if day >= today and day.day == first.day), None)
        counted = later if place.day is not None else named
        every, unit = (period.every, period.unit) if period is not None else (None, None)
        heard = Understood(every, unit, place.weekday, counted, at, where, workdays, country, place.back)
        return Unclear(spoken.question, heard.without(spoken.unclear | spoken.doubted()))
    return Cadence(
        period.every,
        period.unit,
        first,
        at or DEFAULT_AT,
        where or zone or "UTC",
        place.weekday,
        workdays,
        country,
        place.back,
    )


def read_often(words: str) -> tuple[Period, int | None] | Unclear:
    """Read how often, with its weekday if there is one, where nothing else may be said: in a field of the form."""
    spoken = RuleWords(words[:LONGEST])
    place, period = PLACES.take(spoken) or Place(), PERIODS.take(spoken)
    left = [bare for piece in spoken.pieces() if (bare := _bare(piece))]
    if left or place.day is not None:
        what = f"'{left[0]}' was not understood" if left else "A day of the month was not understood"
        spoken.ask(f"{what} here. {HOW_OFTEN} A weekday may stand in it; the rest has fields of its own.")
    period = _agreed(spoken, period, place)
    return Unclear(spoken.question) if spoken.question or period is None else (period, place.weekday)


def _agreed(spoken: RuleWords, period: Period | None, place: Place) -> Period | None:
    """Return how often, as it was said or as its day says it: "the 15th of every month"; they have to agree."""
    period = period or (UNITS[place.scope] if place.scope else place.implied) or (WEEK if place.plural else None)
    if period is None:
        spoken.ask(f"How often is it due? {HOW_OFTEN}", Part.OFTEN)
    elif place.implied not in (None, period):
        spoken.ask(f"There are several periods in that. {HOW_OFTEN}", Part.OFTEN)
    elif place.day is not None and period.unit is Unit.WEEK:
        example = "Write for example 'every month on the 15th'."
        spoken.ask(f"A day of the month goes with months, not with weeks. {example}", Part.OFTEN, Part.DAY)
    elif place.scope and period.every < UNITS[place.scope].every:
        every = f"A day of the {place.scope} comes once a {place.scope}. Write for example 'every {place.scope}'."
        spoken.ask(every, Part.OFTEN, Part.DAY)
    return period


def _workdays(spoken: RuleWords, weekday: int | None, *, free: bool | None) -> bool:
    """Whether weekends are passed over: as it was said, else unless one of their days was named."""
    if weekday is None or weekday < SATURDAY:
        return free is not False
    if free:
        passed = f"Weekends are to be passed over, and {WEEKDAYS[weekday]} is one. Write one or the other."
        spoken.ask(passed, Part.FREE, Part.DAY)
    return bool(free)


def _where(spoken: RuleWords) -> str | None:
    """Read the zone in what is left; whatever else is left was not understood."""
    pieces = [each for joined in spoken.pieces() for each in AND.split(joined)]
    found = {zone for each in pieces if (zone := _zone_in(spoken, each)) is not None}
    if len(found) > 1:
        names = " and ".join(sorted(found))
        spoken.ask(f"There are several time zones in that: {names}. Write one.", Part.ZONE)
    return found.pop() if found and Part.ZONE not in spoken.unclear else None


def _zone_in(spoken: RuleWords, piece: str) -> str | None:
    """Read one piece: a zone, words that only fill a sentence (None), or what was not understood."""
    bare = _bare(piece)
    whole = BEHIND.sub("", piece)
    for name in (whole, IN.sub("", whole, count=1), bare):
        zone = zone_called(name) if name else None
        if isinstance(zone, Unclear):
            spoken.ask(zone.question, Part.ZONE)
        if zone is not None:
            return zone if isinstance(zone, str) else None
    if "/" in bare or (bare.startswith("in ") and not any(char.isdigit() for char in bare)):
        spoken.ask(unknown_zone(bare.removeprefix("in ").strip()).question, Part.ZONE)
    elif bare:
        spoken.ask(f"'{bare}' was not understood. {HOW_OFTEN} A day, a time and a zone may follow: '{EXAMPLE}'.")
    return None


def _bare(piece: str) -> str:
    return one_line(FILLING.sub(" ", piece))
