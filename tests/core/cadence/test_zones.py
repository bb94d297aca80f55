"""When a cadence is due in every zone and over thirty years, against a reference that walks day by day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence.rule import Cadence, Unit
from bot.core.cadence.times import next_due
from tests.core.cadence.reference import BEGIN, DAY, ZONES, cadences, chain, golden_weeks, is_skipped, moments, walked
from tests.effort import thirds


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
