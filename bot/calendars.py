"""Public holidays, from the library of the extra ``cxbot[holidays]``; without it no country's are known."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType, ModuleType

from bot.core.cadence.countries import COUNTRIES

NONE: Mapping[str, str] = MappingProxyType({})


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Give the days on which the whole country rests, with the days taken in lieu; empty where that is not known.

    ``country`` is a code of ISO 3166, "DE". Holidays of a part of a country are not counted.
    """
    library = _library()
    if library is None or country not in countries():
        return frozenset()
    return frozenset(day for day in library.country_holidays(country, years=year) if day.year == year)


@lru_cache(maxsize=1)
def countries() -> Mapping[str, str]:
    """Give the countries whose holidays are known, by code, with their English names; empty without the library."""
    library = _library()
    if library is None:
        return NONE
    known = library.list_supported_countries(include_aliases=False)
    return MappingProxyType({code: name for code, name in COUNTRIES.items() if code in known})


def _library() -> ModuleType | None:
    try:
        import holidays  # noqa: PLC0415  # an extra of 15 MB: loaded when a cadence first asks for a country
    except ImportError:
        return None
    return holidays  # type: ignore[no-any-return]  # not looked into, so that it need not be there
