"""Public holidays of every country of ISO 3166, from the library ``holidays``."""

from datetime import date
from functools import lru_cache

from bot.core.cadence.days_off import COUNTRIES


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the days on which the whole country rests, with the days taken in lieu; empty where that is not known.

    ``country`` is a code of ISO 3166, "DE". Holidays of a part of a country are not counted.
    """
    if country not in COUNTRIES:
        return frozenset()
    from holidays import country_holidays  # noqa: PLC0415  # most of a second: loaded when a rule names a country

    return frozenset(day for day in country_holidays(country, years=year) if day.year == year)
