"""Public holidays of every country, from the library."""

from datetime import date

import pytest

from bot.calendars import public_holidays
from bot.core.cadence.days_off import COUNTRIES


@pytest.mark.parametrize("country", ["", "XX", "de", "GER", "Germany", "XK", "DE-BY"])
def test_a_country_that_is_not_known_has_none(country: str) -> None:
    assert public_holidays(country, 2027) == frozenset()


@pytest.mark.parametrize("year", [1, 9999])
def test_a_year_that_is_not_known_raises_nothing(year: int) -> None:
    assert all(day.year == year for country in COUNTRIES for day in public_holidays(country, year))


def test_the_library_knows_every_country_that_is_offered() -> None:
    for country in COUNTRIES:
        assert all(day.year == 2027 for day in public_holidays(country, 2027)), country


def test_the_holidays_of_germany_are_those_of_the_whole_country() -> None:
    whole = {(1, 1), (3, 26), (3, 29), (5, 1), (5, 6), (5, 17), (10, 3), (12, 25), (12, 26)}
    assert public_holidays("DE", 2027) == {date(2027, month, day) for month, day in whole}


def test_a_day_in_lieu_is_in_its_own_year() -> None:
    assert date(2027, 12, 31) in public_holidays("US", 2027), "1 January 2028 is a Saturday"
    assert date(2027, 12, 31) not in public_holidays("US", 2028)
