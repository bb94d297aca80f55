"""When a cadence is due in every zone, against a slow reference; what moves a reminder, and how late it may come."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence.rule import Cadence, Unit
from bot.core.cadence.times import (
    in_office_hours,
    is_zone,
    moment_of,
    months_later,
    next_due,
    snoozed,
    window,
    working_days_later,
)
from tests.core.cadence.reference import (
    BEGIN,
    DAY,
    ZONES,
    cadences,
    chain,
    days,
    golden_weeks,
    is_skipped,
    moments,
    walked,
    zones,
)
from tests.effort import thirds

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


@pytest.mark.parametrize("part", thirds(range(4)))
def test_local_time_holds_in_every_zone_for_thirty_years(part: int) -> None:
    for number, zone in enumerate(ZONES[part::4]):
        at = (time(9, 30), time(0), time(2, 30), time(1, 45))[number % 4]
        cadence = Cadence(26, Unit.WEEK, BEGIN + DAY * (number % 182), at, zone, workdays=False)
        due = chain(cadence, datetime(2026, 1, 1, tzinfo=UTC) - DAY, 60)
        assert [each.date() for each in due] == [cadence.first + timedelta(weeks=26 * step) for step in range(60)], zone
        assert [each for each in due if each.time() != at and not is_skipped(each.date(), at, zone)] == [], zone


@given(cadences(), moments, moments)
def test_it_is_after_and_never_goes_backwards(cadence: Cadence, one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    first, second = next_due(cadence, early, golden_weeks), next_due(cadence, late, golden_weeks)
    assert early < first <= second > late
    assert first.tzinfo is UTC
    if late < first:
        assert second == first


@given(cadences(), moments)
def test_it_falls_on_the_day_and_time_that_were_set(cadence: Cadence, after: datetime) -> None:
    local = next_due(cadence, after, golden_weeks).astimezone(ZoneInfo(cadence.zone))
    assert local.date() >= cadence.first - timedelta(days=31 if cadence.back else 0)
    assert local.time() == cadence.at or is_skipped(local.date(), cadence.at, cadence.zone)
    assert local.date() not in golden_weeks(cadence.country, local.year)
    assert not cadence.workdays or local.weekday() < 5
    if cadence.weekday is not None and not cadence.workdays and not cadence.country:
        assert local.weekday() == cadence.weekday


@given(cadences(), st.integers(0, 25 * 365))
def test_no_step_is_missed_or_doubled(cadence: Cadence, later: int) -> None:
    begin = datetime.combine(cadence.first - DAY, time(), UTC) + DAY * later
    end = begin + timedelta(days=max(200, 3 * 31 * cadence.every if cadence.unit is Unit.MONTH else 21 * cadence.every))
    expected = [each for each in walked(cadence, end.date() + 60 * DAY, golden_weeks) if begin < each <= end]
    found: list[datetime] = []
    moment = begin
    while (moment := next_due(cadence, moment, golden_weeks)) <= end:
        found.append(moment)
    assert found == expected
    assert [next_due(cadence, each - timedelta(seconds=1), golden_weeks) for each in found] == expected


@given(cadences())
def test_looking_far_ahead_costs_no_more_than_looking_near(cadence: Cadence) -> None:
    asked = 0

    def counting(country: str, year: int) -> frozenset[date]:
        nonlocal asked
        asked += 1
        return golden_weeks(country, year)

    next_due(cadence, datetime(2990, 6, 1, tzinfo=UTC), counting)
    assert asked <= 100


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
