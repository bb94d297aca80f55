"""A slow and plain reckoning of when a cadence is due, written apart from the code, and cadences of every kind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.core.cadence.rule import MOST_MONTHS, MOST_WEEKS, Cadence, Unit
from bot.core.cadence.times import (
    HolidayCalendar,
    next_due,
    no_holidays,
    zone_names,
)
from tests.known import sure

BEGIN, END = date(2026, 1, 1), date(2056, 1, 1)
ZONES = sorted(zone_names())
DAY = timedelta(days=1)

zones = st.sampled_from(ZONES)
days = st.dates(BEGIN, END)
# Changes of the clock come at night: half of all times are then.
times = st.one_of(
    st.times(),
    st.sampled_from(
        [time(0), time(0, 15), time(0, 30), time(1, 30), time(2), time(2, 15), time(2, 30), time(3), time(23, 45)]
    ),
).map(lambda at: at.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2056, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- Hypothesis wants naive edges


@lru_cache
def golden_weeks(country: str, year: int) -> frozenset[date]:
    """Give two calendars: breaks of more than a week, one of them over the end of the year; and almost a month."""
    short = {date(year, 10, 1): 9, date(year, 5, 1): 1, date(year, 1, 1): 2, date(year, 12, 28): 4}
    breaks = {"CN": short, "XL": {date(year, 2, 3): 29, date(year, 7, 20): 29}}.get(country, {})
    return frozenset(start + DAY * number for start, length in breaks.items() for number in range(length))


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    unit = draw(st.sampled_from(Unit))
    return Cadence(
        every=draw(st.integers(1, 8) | st.integers(1, MOST_WEEKS if unit is Unit.WEEK else MOST_MONTHS)),
        unit=unit,
        first=draw(days),
        at=draw(times),
        zone=draw(zones),
        weekday=draw(st.none() | st.integers(0, 6)),
        workdays=draw(st.booleans()),
        country=draw(st.sampled_from(("", "CN", "XL"))),
        back=unit is Unit.MONTH and draw(st.booleans()),
    )


def chain(cadence: Cadence, after: datetime, count: int, holidays: HolidayCalendar = no_holidays) -> list[datetime]:
    """Give the next due moments, each in local time."""
    found = [after]
    for _ in range(count):
        found.append(next_due(cadence, found[-1], holidays))
    assert all(one < other for one, other in pairwise(found))
    return [each.astimezone(ZoneInfo(cadence.zone)) for each in found[1:]]


def walked(cadence: Cadence, until: date, holidays: HolidayCalendar) -> list[datetime]:
    """Walk day by day from the first, and give every moment at which it is due."""
    found = set()
    for counted in counted_days(cadence, until):
        day, step = counted, -DAY if cadence.back else DAY
        while cadence.weekday is not None and day.weekday() != cadence.weekday:
            day += step
        while (cadence.workdays and day.weekday() >= 5) or day in holidays(cadence.country, day.year):
            day += step
        found.add(utc_of(day, cadence.at, cadence.zone))
    return sorted(found)


def counted_days(cadence: Cadence, until: date) -> Iterator[date]:
    day, first = cadence.first, cadence.first
    while day <= until:
        if cadence.unit is Unit.WEEK:
            counts = (day - first).days % (7 * cadence.every) == 0
        else:
            months = 12 * (day.year - first.year) + day.month - first.month
            last = (day + DAY).month != day.month
            wanted = last if cadence.back else day.day == first.day or (last and day.day < first.day)
            counts = months % cadence.every == 0 and wanted
        if counts:
            yield day
        day += DAY


def utc_of(day: date, at: time, zone: str) -> datetime:
    """Find the first moment at which the clocks of a zone show a day and time; in a gap by the clock before it."""
    wall = datetime.combine(day, at, UTC)
    offsets = [offset_of(zone, wall + timedelta(hours=hours)) for hours in (-30, 30)]
    shown = [wall - each for each in offsets if (wall - each) + offset_of(zone, wall - each) == wall]
    return min(shown, default=wall - offsets[0])


def offset_of(zone: str, moment: datetime) -> timedelta:
    return sure(moment.astimezone(ZoneInfo(zone)).utcoffset())


def is_skipped(day: date, at: time, zone: str) -> bool:
    """Tell whether the clocks of a zone never show a time of that day, or of the day before where it came late."""
    return any(
        utc_of(each, at, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != datetime.combine(each, at)
        for each in (day - DAY, day)
    )
