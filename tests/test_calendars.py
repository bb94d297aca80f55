"""Public holidays: from a small stand-in for the library, without it, and from the library itself where it is there."""

import sys
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest

from bot.calendars import countries, public_holidays
from bot.core.cadence.reading import Unclear, read_cadence


class SmallLibrary(ModuleType):
    """Stands in for ``holidays``: two countries, and a day in lieu that spills into the year before."""

    def list_supported_countries(self, *, include_aliases: bool) -> dict[str, list[str]]:
        return {"DE": ["BY"], "US": [], "XK": []} | ({"GER": []} if include_aliases else {})

    def country_holidays(self, country: str, *, years: int) -> dict[date, str]:
        assert country in ("DE", "US")
        return {date(years, 1, 1): "New Year's Day", date(years - 1, 12, 31): "in lieu", date(years, 10, 3): "Unity"}


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    """Nothing is remembered of one library when the next stands in."""
    countries.cache_clear()
    public_holidays.cache_clear()
    yield
    countries.cache_clear()
    public_holidays.cache_clear()


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", SmallLibrary("holidays"))


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)


@pytest.mark.usefixtures("absent")
def test_without_the_library_no_holidays_are_known() -> None:
    assert countries() == {}
    assert public_holidays("DE", 2027) == frozenset()


@pytest.mark.usefixtures("absent")
def test_without_the_library_nobody_is_promised_holidays() -> None:
    found = read_cadence("monthly without holidays DE", today=date(2027, 1, 4), zone="UTC", countries=countries())
    assert isinstance(found, Unclear)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("country", ["", "FR", "XX", "de", "GER", "XK"])
def test_a_country_that_is_not_known_has_none(country: str) -> None:
    assert public_holidays(country, 2027) == frozenset()


@pytest.mark.usefixtures("library")
def test_the_holidays_of_a_year_lie_in_that_year() -> None:
    assert public_holidays("DE", 2027) == {date(2027, 1, 1), date(2027, 10, 3)}


@pytest.mark.usefixtures("library")
def test_countries_are_named_in_plain_english() -> None:
    assert countries() == {"DE": "Germany", "US": "United States"}


def test_the_library_itself_knows_the_holidays_of_germany() -> None:
    pytest.importorskip("holidays", reason="the extra cxbot[holidays] is not installed")
    assert {date(2027, 1, 1), date(2027, 3, 29), date(2027, 10, 3)} <= public_holidays("DE", 2027)
    assert public_holidays("DE", 1) == frozenset()
    assert len(countries()) > 100
