"""What moves a reminder or a nudge: a snooze, working days, office hours; and how late it may come."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence.rule import Cadence, Unit
from bot.core.cadence.times import (
    in_office_hours,
    moment_of,
    next_due,
    snoozed,
    window,
    working_days_later,
)
from tests.core.cadence.reference import BEGIN, DAY, cadences, golden_weeks, moments, zones

WEEKLY = Cadence(1, Unit.WEEK, date(2027, 1, 4), time(9, 30), "Europe/Berlin")


@pytest.mark.parametrize(
    ("every", "unit", "days"),
    [(1, Unit.WEEK, 7), (4, Unit.WEEK, 28), (5, Unit.WEEK, 31), (1, Unit.MONTH, 28), (3, Unit.MONTH, 31)],
)
def test_a_reminder_may_be_late_by_a_period_but_a_month_at_most(every: int, unit: Unit, days: int) -> None:
    assert window(Cadence(every, unit, BEGIN, time(9), "UTC")) == timedelta(days=days)


def test_a_snoozed_reminder_comes_at_its_local_time_over_a_change_of_the_clock() -> None:
    due = datetime(2027, 3, 22, 8, 30, tzinfo=UTC)
    assert snoozed(WEEKLY, due) == datetime(2027, 3, 29, 7, 30, tzinfo=UTC)


def test_a_snoozed_reminder_passes_over_days_of_rest() -> None:
    cadence = Cadence(1, Unit.MONTH, date(2027, 9, 30), time(9), "UTC", country="CN")
    assert snoozed(cadence, datetime(2027, 9, 30, 9, tzinfo=UTC), 3, golden_weeks).date() == date(2027, 10, 11)
    assert snoozed(WEEKLY, datetime(2027, 1, 4, 8, 30, tzinfo=UTC), 5).date() == date(2027, 1, 11)


def test_a_long_break_is_passed_over_with_the_weekends_at_both_of_its_ends() -> None:
    break_of_a_month = frozenset(date(2042, 2, 3) + DAY * number for number in range(26))  # Monday to Friday
    cadence = Cadence(1, Unit.WEEK, date(2042, 2, 1), time(9), "UTC", country="XL")
    first = next_due(cadence, datetime(2042, 1, 31, tzinfo=UTC), lambda _country, _year: break_of_a_month)
    assert first.date() == date(2042, 3, 3)
    break_of_a_month |= {date(2042, 3, 3)}
    assert next_due(cadence, datetime(2042, 1, 31, tzinfo=UTC), lambda _country, _year: break_of_a_month).day == 4


@given(cadences(), moments, st.integers(1, 40))
def test_a_snoozed_reminder_is_later(cadence: Cadence, after: datetime, count: int) -> None:
    due = next_due(cadence, after, golden_weeks)
    assert snoozed(cadence, due, count, golden_weeks) > due


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        (datetime(2027, 1, 8, 14, tzinfo=UTC), 3, datetime(2027, 1, 13, 14, tzinfo=UTC)),
        (datetime(2027, 1, 9, 14, tzinfo=UTC), 1, datetime(2027, 1, 11, 14, tzinfo=UTC)),
        (datetime(2027, 1, 9, 14, tzinfo=UTC), 0, datetime(2027, 1, 9, 14, tzinfo=UTC)),
        (datetime(2027, 3, 25, 14, tzinfo=UTC), 3, datetime(2027, 3, 30, 13, tzinfo=UTC)),
        # Late on Friday in New York it is Saturday in UTC: people's own days count.
        (datetime(2027, 1, 9, 4, tzinfo=UTC), 1, datetime(2027, 1, 9, 4, tzinfo=UTC) + 3 * DAY),
    ],
)
def test_working_days_are_those_of_the_person(moment: datetime, days: int, expected: datetime) -> None:
    zone = "America/New_York" if moment.hour == 4 else "Europe/Berlin"
    assert working_days_later(moment, zone, days) == expected


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2027-01-04 08:59", "2027-01-04 09:00"),
        ("2027-01-04 09:00", "2027-01-04 09:00"),
        ("2027-01-04 16:59", "2027-01-04 16:59"),
        ("2027-01-04 17:00", "2027-01-05 09:00"),
        ("2027-01-08 17:00", "2027-01-11 09:00"),
        ("2027-01-09 12:00", "2027-01-11 09:00"),
        ("2027-01-10 23:59", "2027-01-11 09:00"),
    ],
)
def test_office_hours_are_nine_to_five_on_weekdays(local: str, expected: str) -> None:
    zone = ZoneInfo("Asia/Kolkata")
    found = in_office_hours(datetime.fromisoformat(local).replace(tzinfo=zone), "Asia/Kolkata")
    assert found == datetime.fromisoformat(expected).replace(tzinfo=zone)
    assert found.tzinfo is UTC


def test_nobody_is_written_to_on_a_day_they_never_had() -> None:
    evening = moment_of(date(2011, 12, 29), time(20), "Pacific/Apia")
    assert in_office_hours(evening, "Pacific/Apia") == moment_of(date(2012, 1, 2), time(9), "Pacific/Apia")


@given(moments, zones)
def test_office_hours_are_reached_and_kept(moment: datetime, zone: str) -> None:
    found = in_office_hours(moment, zone)
    local = found.astimezone(ZoneInfo(zone))
    assert moment <= found <= moment + 4 * DAY
    assert local.weekday() < 5
    assert time(9) <= local.time() < time(17)
    assert in_office_hours(found, zone) == found


@given(moments, zones, st.integers(1, 10))
def test_working_days_are_weekdays(moment: datetime, zone: str, count: int) -> None:
    begin, end = (each.astimezone(ZoneInfo(zone)).date() for each in (moment, working_days_later(moment, zone, count)))
    assert end.weekday() < 5
    assert sum((begin + DAY * number).weekday() < 5 for number in range(1, (end - begin).days + 1)) == count
