"""The day from which a cadence is counted, when people said how often and perhaps on which day."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from bot.core.cadence.days import Place
from bot.core.cadence.periods import PERIODS, Period
from bot.core.cadence.rule import Unit
from bot.core.cadence.times import months_later, weekday_from

# In no more steps than these a chain of months has met every length that its months have, a leap February too.
MOST_BACK = 12


def first_day(period: Period, place: Place, start: date | None, today: date) -> date:
    """Give the first day; ``start`` is the day that was named, if any. The rules stand at ``read_cadence``."""
    if place.day is not None:
        return _on_day(period, place, place.day, start, today)
    if period.unit is Unit.MONTH:
        return start or months_later(today, period.every)
    if place.weekday is None:
        return start or today + timedelta(weeks=period.every)
    soonest = today + (timedelta(days=1) if period.every == 1 else timedelta(weeks=period.every))
    return weekday_from(start or soonest, place.weekday)


def _on_day(period: Period, place: Place, day: int, start: date | None, today: date) -> date:
    """Look for the first month whose day is not too early, and which can be counted from."""
    earliest = start or today + timedelta(days=1)
    counted = (
        _counted_from(month, day, period.every, today)
        for month in _months(period, place, start, today)
        if _in_month(month, day, place.weekday) >= earliest
    )
    return next(each for each in counted if each is not None)


def _months(period: Period, place: Place, start: date | None, today: date) -> Iterator[date]:
    """Give the months to look at, each as its 1st."""
    month = (start or today + timedelta(days=1)).replace(day=1)
    scope = place.scope or ("quarter" if period.quarter and (place.edge or place.weekday is not None) else "month")
    length = PERIODS[scope].every
    if length > 1:
        month = months_later(month, (length - 1 if place.last else 0) - (month.month - 1) % length)
    elif start is None and period.every > 1:
        wanted = months_later(today.replace(day=1), period.every)
        yield from (wanted, months_later(wanted, -1))  # a month too short for a day follows on one that has it
        return
    while True:
        yield month
        month = months_later(month, length)


def _in_month(month: date, day: int, weekday: int | None) -> date:
    last = monthrange(month.year, month.month)[1]
    found = month.replace(day=min(day, last))
    return found if weekday is None else weekday_from(found, weekday)


def _counted_from(month: date, day: int, every: int, today: date) -> date | None:
    """Give the day to count from: in the month itself, or where that is too short for the day, in one before it.

    None where counting from before would make it due too early, or no month before has the day.
    """
    if _has(month, day):
        return month.replace(day=day)
    if _in_month(months_later(month, -every), day, None) > today:
        return None
    earlier = (months_later(month, -every * steps) for steps in range(1, MOST_BACK + 1))
    return next((each.replace(day=day) for each in earlier if _has(each, day)), None)


def _has(month: date, day: int) -> bool:
    return day <= monthrange(month.year, month.month)[1]
