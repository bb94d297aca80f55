"""The moments of a cadence, in UTC: local time in any zone, over daylight saving, weekends and public holidays.

A moment is always worked out from the local day and time, never by adding hours to another moment: 9:30 stays 9:30
when clocks change. A time that a change skips comes the same distance after the gap (02:30 becomes 03:30); one that
happens twice is its first. A day that a zone skips altogether, at the date line, is passed over.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.core.cadence.rule import Cadence, Unit

HolidayCalendar = Callable[[str, int], frozenset[date]]
"""Gives the public holidays of a country in a year; ``HolidaysOf`` of the use cases."""

DAYS_OF_WEEK = 7
SATURDAY = 5
MONTHS_OF_YEAR = 12
SHORTEST_MONTH = 28
LONGEST_WINDOW = 31
# No country rests longer: a calendar that says so is not believed, and its holidays are not passed over.
LONGEST_BREAK = 31
# A break with the weekend before it and the one behind it.
LONGEST_REST = LONGEST_BREAK + 4
# How far after its counted day a step may come at most: a weekday, a rest, the date line, a day to spare.
FURTHEST = DAYS_OF_WEEK + LONGEST_REST + 2
NOON = time(12)
OPENS = time(9)
CLOSES = time(17)
# Names that differ from machine to machine, or that stand for no place.
NO_PLACES = frozenset({"localtime", "Factory"})


def no_holidays(country: str, year: int) -> frozenset[date]:  # noqa: ARG001 - the shape of every holiday calendar
    """Know no public holidays."""
    return frozenset()


def next_due(cadence: Cadence, after: datetime, holidays: HolidayCalendar = no_holidays) -> datetime:
    """Return the first moment strictly after ``after``, in UTC, at which it is due.

    The cost does not depend on how far ``after`` is from the first day. Steps that holidays push onto the same day
    are one moment.
    """
    step = _step_before(cadence, _local(after, cadence.zone).date())
    while (moment := _moment_of_step(cadence, step, holidays)) <= after:
        step += 1
    return moment


def first_due(cadence: Cadence, now: datetime, holidays: HolidayCalendar = no_holidays) -> datetime:
    """Return the first moment of a rule that is set now: one whose steps are counted from before comes after today."""
    today = _local(now, cadence.zone).date()
    tomorrow = moment_of(today + timedelta(days=1), time.min, cadence.zone) - timedelta(seconds=1)
    return next_due(cadence, max(now, tomorrow) if cadence.first < today else now, holidays)


def counted_day(cadence: Cadence, step: int) -> date:
    """Return the day of a step as counted from the first, before a weekday, weekends and holidays move it.

    Months are counted from ``first`` each time: 31 January, 28 February, 31 March.
    """
    if cadence.unit is Unit.WEEK:
        return cadence.first + timedelta(weeks=step * cadence.every)
    day = months_later(cadence.first, step * cadence.every)
    return day.replace(day=monthrange(day.year, day.month)[1]) if cadence.back else day


def months_later(day: date, months: int) -> date:
    """Return the same day of another month (an earlier one with a negative count), or that month's last day."""
    year, index = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 + months, MONTHS_OF_YEAR)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def weekday_from(day: date, weekday: int, *, back: bool = False) -> date:
    """Return the first such weekday (Monday is 0) on or after a day; with ``back`` the last one on or before it."""
    on = (weekday - day.weekday()) % DAYS_OF_WEEK
    return day + timedelta(days=on - DAYS_OF_WEEK if back and on else on)


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Return the moment of a local day and time in UTC; an empty zone, of somebody whose is unknown, is UTC."""
    return datetime.combine(day, at, tzinfo=_zone(zone)).astimezone(UTC)


def is_zone(name: str) -> bool:
    """Whether the IANA database has a place or rule of that exact name."""
    return name in zone_names()


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return every name of the IANA database that can be chosen."""
    return frozenset(available_timezones()) - NO_PLACES


def window(cadence: Cadence) -> timedelta:
    """Return how late a reminder may still be sent: its shortest period, but no longer than a month."""
    days = cadence.every * (DAYS_OF_WEEK if cadence.unit is Unit.WEEK else SHORTEST_MONTH)
    return timedelta(days=min(days, LONGEST_WINDOW))


def snoozed(
    cadence: Cadence, due: datetime, days: int = DAYS_OF_WEEK, holidays: HolidayCalendar = no_holidays
) -> datetime:
    """Return the moment so many days after ``due``, at the cadence's local time, past what the cadence passes over."""
    day = _local(due, cadence.zone).date() + timedelta(days=days)
    return moment_of(_past_rest(replace(cadence, back=False), day, holidays), cadence.at, cadence.zone)


def working_days_later(moment: datetime, zone: str, days: int) -> datetime:
    """Return the same local time so many days from Monday to Friday later; weekends do not count."""
    local = _local(moment, zone)
    day = local.date()
    for _ in range(days):
        day += timedelta(days=1)
        while not _is_working_day(day, zone):
            day += timedelta(days=1)
    return moment_of(day, local.timetz().replace(tzinfo=None), zone) if days else moment.astimezone(UTC)


def in_office_hours(moment: datetime, zone: str) -> datetime:
    """Return the moment itself if it is between 9:00 and 17:00 on a weekday in the zone, else the next such 9:00."""
    local = _local(moment, zone)
    day = local.date()
    if _is_working_day(day, zone) and OPENS <= local.time() < CLOSES:
        return moment.astimezone(UTC)
    if local.time() >= OPENS:
        day += timedelta(days=1)
    while not _is_working_day(day, zone):
        day += timedelta(days=1)
    return moment_of(day, OPENS, zone)


def _step_before(cadence: Cadence, day: date) -> int:
    """Return a step whose moment is surely not after the day's, and few steps before the one that is looked for."""
    first = cadence.first
    behind = day.toordinal() - FURTHEST - first.toordinal()
    if behind <= 0:
        return 0
    if cadence.unit is Unit.WEEK:
        return behind // (DAYS_OF_WEEK * cadence.every)
    past = day - timedelta(days=FURTHEST)
    months = (past.year - first.year) * MONTHS_OF_YEAR + past.month - first.month
    return max(0, months // cadence.every - 1)


def _moment_of_step(cadence: Cadence, step: int, holidays: HolidayCalendar) -> datetime:
    day = counted_day(cadence, step)
    if cadence.weekday is not None:
        day = weekday_from(day, cadence.weekday, back=cadence.back)
    return moment_of(_past_rest(cadence, day, holidays), cadence.at, cadence.zone)


def _past_rest(cadence: Cadence, day: date, holidays: HolidayCalendar) -> date:
    """Return the first day from ``day`` on, or back, that the cadence does not pass over."""
    step = timedelta(days=-1 if cadence.back else 1)
    for steps in range(LONGEST_REST + 1):
        candidate = day + steps * step
        is_holiday = cadence.country and candidate in holidays(cadence.country, candidate.year)
        if _counts(cadence, candidate) and not is_holiday:
            return candidate
    while not _counts(cadence, day):
        day += step
    return day


def _counts(cadence: Cadence, day: date) -> bool:
    return _happens(day, cadence.zone) and not (cadence.workdays and day.weekday() >= SATURDAY)


def _is_working_day(day: date, zone: str) -> bool:
    return day.weekday() < SATURDAY and _happens(day, zone)


def _happens(day: date, zone: str) -> bool:
    """Whether a zone has the day at all: west of the date line went east, its noon lies in the next day."""
    return _local(moment_of(day, NOON, zone), zone).date() == day


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(_zone(zone))


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name or "UTC")
