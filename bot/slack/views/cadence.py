"""Cadences, moments and spans of time in words: "every 3 months on a Monday", "Monday 4 January 2027, 09:30 …"."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.core.cadence.days_off import COUNTRIES
from bot.core.cadence.rule import Cadence, Unit
from bot.slack.text import day_in_words, said

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ZONE_LENGTH = 60
COUNTRY_LENGTH = 60
YEAR = 12
SATURDAY = 5
SURE_DAYS = 28
"""Every month has so many days."""
MONTH_DAYS = 30.4375
NEAR_DAYS = 3.5
"""How far from whole months a span may be and still be told in months: weekends and holidays move a reminder."""
MOST_WEEKS_TOLD = 70
TWO_WEEKS = 14


def cadence_words(cadence: Cadence) -> str:
    """Say a rule: ``every 3 months on a Monday, 09:30 Europe/Berlin, not on weekends``."""
    at = f"{cadence.at:%H:%M} {said(cadence.zone, ZONE_LENGTH)}"
    parts = [rule_words(cadence), at, _free_words(cadence)]
    return ", ".join(part for part in parts if part)


def rule_words(cadence: Cadence) -> str:
    """Say how far apart and on which day, where the next moment stands beside it: ``every 3 months on a Monday``."""
    return f"{often_words(cadence.every, cadence.unit)} {_day_words(cadence)}"


def often_words(every: int, unit: Unit) -> str:
    """Say how far apart: ``every 2 weeks``, ``every month``, ``every year``."""
    if unit is Unit.MONTH and every % YEAR == 0:
        return "every year" if every == YEAR else f"every {every // YEAR} years"
    return f"every {unit.value}" if every == 1 else f"every {every} {unit.value}s"


def _day_words(cadence: Cadence) -> str:
    if cadence.weekday is not None:
        return f"on a {DAYS[cadence.weekday]}"
    if cadence.unit is Unit.WEEK:
        return f"on a {DAYS[_counted_weekday(cadence)]}"
    day, short = cadence.first.day, ""
    if cadence.every % YEAR == 0:
        month = day_in_words(_noon(cadence.first), UTC).split()[1]
        leap = " or, in other years, the 28th" if (cadence.first.month, day) == (2, 29) else ""
        return f"on {day} {month}{leap}"
    if day > SURE_DAYS:
        short = " or the last day of a shorter month"
    return f"on the {ordinal(day)}{short}"


def _counted_weekday(cadence: Cadence) -> int:
    """Return the day of the week on which a step of weeks falls due: a weekend that is passed over leaves Monday."""
    weekday = cadence.first.weekday()
    return 0 if cadence.workdays and weekday >= SATURDAY else weekday


def _free_words(cadence: Cadence) -> str:
    name = said(COUNTRIES.get(cadence.country, cadence.country), COUNTRY_LENGTH)
    weekends = ["weekends"] if cadence.workdays and (name or not _is_on_a_workday(cadence)) else []
    over = [*weekends, *([f"public holidays in {name}"] if name else [])]
    return f"not on {' or '.join(over)}" if over else ""


def _is_on_a_workday(cadence: Cadence) -> bool:
    """Whether the rule's own weekday keeps it from weekends, which then go without saying."""
    own = _counted_weekday(cadence) if cadence.weekday is None and cadence.unit is Unit.WEEK else cadence.weekday
    return own is not None and own < SATURDAY


def ordinal(number: int) -> str:
    """Return a day of a month as it is said: ``1st``, ``22nd``, ``31st``."""
    teens = range(11, 14)
    ending = "th" if number % 100 in teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def moment_words(moment: datetime, zone: str) -> str:
    """Say a moment in a zone: ``Monday 4 January 2027, 09:30 Europe/Berlin``."""
    place, name = _zone(zone)
    local = moment.astimezone(place)
    return f"{DAYS[local.weekday()]} {day_in_words(moment, place)}, {local:%H:%M} {said(name, ZONE_LENGTH)}"


def date_words(day: date) -> str:
    """Say a day with its weekday: ``Monday 4 January 2027``."""
    return f"{DAYS[day.weekday()]} {day_in_words(_noon(day), UTC)}"


def local_day(moment: datetime, zone: str) -> date:
    """Return the day that a moment has in a zone."""
    return moment.astimezone(_zone(zone)[0]).date()


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _zone(name: str) -> tuple[tzinfo, str]:
    """Find a zone; one that this machine's database does not know (any more) is told in UTC, which all know."""
    try:
        return ZoneInfo(name), name
    except (KeyError, ValueError, OSError):
        return UTC, "UTC"


def number_words(number: int) -> str:
    """Return a count as it reads in a sentence: in letters up to twelve."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def span_words(since: datetime, until: datetime) -> str:
    """Say how long something took, in the unit that people would use: ``three months``, ``two weeks``, ``one day``."""
    days = round((until - since) / timedelta(days=1))
    if days < TWO_WEEKS:
        return _counted(days, "day") if days > 0 else "less than a day"
    months = round(days / MONTH_DAYS)
    is_whole = months > 0 and abs(days - months * MONTH_DAYS) <= NEAR_DAYS
    if days < MOST_WEEKS_TOLD and not is_whole:
        return _counted(round(days / 7), "week")
    return _counted(months, "month") if months % YEAR else _counted(months // YEAR, "year")


def _counted(number: int, unit: str) -> str:
    return f"{number_words(number)} {unit}{'' if number == 1 else 's'}"
