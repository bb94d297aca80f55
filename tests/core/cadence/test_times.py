"""When a cadence is due: months of every length, days of rest, changes of the clock and the date line."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence.rule import Cadence, Unit
from bot.core.cadence.times import (
    is_zone,
    moment_of,
    months_later,
    next_due,
)
from tests.core.cadence.reference import DAY, chain, days, golden_weeks

MONTHLY = Cadence(1, Unit.MONTH, date(2027, 1, 31), time(9, 30), "Europe/Berlin", workdays=False)
WEEKLY = Cadence(1, Unit.WEEK, date(2027, 1, 4), time(9, 30), "Europe/Berlin")


def test_a_day_that_the_month_lacks_becomes_its_last_and_comes_back() -> None:
    due = chain(MONTHLY, datetime(2027, 1, 1, tzinfo=UTC), 5)
    assert [each.date() for each in due] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
    ]


def test_the_29th_of_february_comes_back_in_a_leap_year() -> None:
    yearly = Cadence(12, Unit.MONTH, date(2028, 2, 29), time(9), "UTC", workdays=False)
    due = chain(yearly, datetime(2028, 1, 1, tzinfo=UTC), 5)
    assert [(each.year, each.day) for each in due] == [(2028, 29), (2029, 28), (2030, 28), (2031, 28), (2032, 29)]


def test_the_moment_itself_is_not_after_itself() -> None:
    due = moment_of(WEEKLY.first, WEEKLY.at, WEEKLY.zone)
    assert next_due(WEEKLY, due - timedelta(seconds=1)) == due
    assert next_due(WEEKLY, due) == due + timedelta(days=7)


def test_nothing_is_due_before_the_first_day() -> None:
    assert next_due(WEEKLY, datetime(2001, 1, 1, tzinfo=UTC)) == moment_of(WEEKLY.first, WEEKLY.at, WEEKLY.zone)


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        (Cadence(3, Unit.MONTH, date(2027, 1, 1), time(9), "UTC", weekday=0), [date(2027, 1, 4), date(2027, 4, 5)]),
        (Cadence(1, Unit.MONTH, date(2027, 5, 1), time(9), "UTC"), [date(2027, 5, 3), date(2027, 6, 1)]),
        (
            Cadence(1, Unit.MONTH, date(2027, 5, 1), time(9), "UTC", workdays=False),
            [date(2027, 5, 1), date(2027, 6, 1)],
        ),
        # Friday 1 October to Saturday 9 October rest, then comes a Sunday.
        (
            Cadence(1, Unit.WEEK, date(2027, 9, 27), time(9), "UTC", country="CN"),
            [date(2027, 9, 27), date(2027, 10, 11)],
        ),
        (
            Cadence(1, Unit.MONTH, date(2027, 12, 29), time(9), "UTC", country="CN"),
            [date(2028, 1, 3), date(2028, 1, 31)],
        ),
        # A holiday on a day that is looked for moves it on, off its weekday.
        (
            Cadence(2, Unit.MONTH, date(2028, 5, 1), time(9), "UTC", weekday=0, country="CN"),
            [date(2028, 5, 2), date(2028, 7, 3)],
        ),
    ],
)
def test_days_of_rest_are_passed_over(cadence: Cadence, expected: list[date]) -> None:
    after = datetime.combine(cadence.first - DAY, time(), UTC)
    assert [each.date() for each in chain(cadence, after, len(expected), golden_weeks)] == expected


def test_a_calendar_in_which_every_day_is_a_holiday_is_not_believed() -> None:
    def always(country: str, year: int) -> frozenset[date]:  # noqa: ARG001 - the shape of a calendar
        return frozenset(date(year, 1, 1) + DAY * number for number in range(365))

    cadence = Cadence(1, Unit.WEEK, date(2027, 1, 2), time(9), "UTC", country="XX")
    assert next_due(cadence, datetime(2027, 1, 1, tzinfo=UTC), always) == datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        ("Asia/Kolkata", date(2027, 1, 4), time(9, 30), datetime(2027, 1, 4, 4, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2027, 1, 4), time(9, 30), datetime(2027, 1, 4, 3, 45, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2027, 1, 4), time(9, 30), datetime(2027, 1, 3, 19, 30, tzinfo=UTC)),
        ("", date(2027, 1, 4), time(9, 30), datetime(2027, 1, 4, 9, 30, tzinfo=UTC)),
        # 02:30 is skipped and comes as 03:30; in autumn it happens twice and the first counts.
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Europe/Berlin", date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("America/New_York", date(2027, 3, 14), time(2, 30), datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        # Here the clock moves by half an hour: 02:15 comes as 02:45; 01:45 happens twice.
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15), datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), datetime(2027, 4, 3, 14, 45, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_found_in_utc(zone: str, day: date, at: time, moment: datetime) -> None:
    assert moment_of(day, at, zone) == moment


def test_a_skipped_time_is_back_in_its_place_a_day_later() -> None:
    daylight = Cadence(1, Unit.WEEK, date(2027, 3, 21), time(2, 30), "Europe/Berlin", workdays=False)
    due = chain(daylight, datetime(2027, 3, 20, tzinfo=UTC), 3)
    assert [each.time() for each in due] == [time(2, 30), time(3, 30), time(2, 30)]


@pytest.mark.parametrize(
    ("zone", "skipped"),
    [
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Kwajalein", date(1993, 8, 21)),
        ("Pacific/Kiritimati", date(1994, 12, 31)),
    ],
)
def test_a_day_that_a_zone_never_had_is_passed_over_once(zone: str, skipped: date) -> None:
    weekly = Cadence(1, Unit.WEEK, skipped - 7 * DAY, time(9, 30), zone, workdays=False)
    due = chain(weekly, datetime.combine(skipped - 9 * DAY, time(), UTC), 3)
    assert [each.date() for each in due] == [skipped - 7 * DAY, skipped + DAY, skipped + 7 * DAY]


def test_after_the_skipped_friday_of_samoa_a_workday_is_monday() -> None:
    weekly = Cadence(1, Unit.WEEK, date(2011, 12, 23), time(9, 30), "Pacific/Apia")
    due = chain(weekly, datetime(2011, 12, 22, tzinfo=UTC), 3)
    assert [each.date() for each in due] == [date(2011, 12, 23), date(2012, 1, 2), date(2012, 1, 6)]


@given(days, st.integers(-600, 600))
def test_months_later_keeps_the_day_where_it_can(day: date, months: int) -> None:
    found = months_later(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@pytest.mark.parametrize("name", ["Europe/Berlin", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "UTC"])
def test_a_zone_is_known_by_its_name(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "europe/berlin", "Europe", "Europe/", "../UTC", "localtime", "Factory", "Mars/Olympus"]
)
def test_what_names_no_place_is_no_zone(name: str) -> None:
    assert not is_zone(name)
