"""What a reminder passes over, in plain words: "skip weekends", "without holidays DE"; read, or asked."""

import re
from dataclasses import dataclass

from bot.core.cadence.countries import COUNTRY_PATTERN, country_code
from bot.core.cadence.rule import Unclear
from bot.core.cadence.words import Words

HOW = "Write a country by its code or name, for example 'without holidays DE' or 'not on public holidays in Germany'."

_SKIP = r"\b(?:(?:but )?(?:not|never)(?: on| at)?|without|skip(?:ping)?|no|excluding|except(?: for| on)?|avoid(?:ing)?)"
_HOLIDAYS = r"(?:the )?(?:(?:public|bank|national) )*holidays?\b"
# "not on weekends or public holidays" says "not" once for both.
BOTH = re.compile(rf"(?P<skip>{_SKIP}) (?:the )?weekends? (?:and|or|nor) (?:on )?(?={_HOLIDAYS})")
NO_WEEKENDS = re.compile(
    rf"{_SKIP} (?:the )?(?:weekends?|saturdays? (?:and|or|nor) sundays?)\b"
    r"|\b(?:only )?(?:on )?(?:weekdays|work(?:ing)? ?days|business days)(?: only)?\b"
)
WEEKENDS = re.compile(
    r"\b(?:also (?:on |at |during )?|including |even (?:on |at )|with )(?:the )?weekends?\b(?: too)?"
    r"|\b(?:on |at )?weekends? (?:too|included|as well)\b"
)
HOLIDAYS = re.compile(rf"{_SKIP} {_HOLIDAYS}(?: (?:in|of|for)(?= \S))?(?: {COUNTRY_PATTERN})?")
COUNTRY_FIRST = re.compile(rf"{_SKIP} {COUNTRY_PATTERN} (?:public |bank |national )*holidays?\b")


@dataclass(frozen=True, slots=True)
class Rest:
    """What is passed over; ``workdays`` None where nothing was said of weekends."""

    workdays: bool | None
    country: str


def read_rest(words: Words) -> Rest | Unclear:
    """Take what is passed over out of the words."""
    words.take(BOTH, r"\g<skip> weekends \g<skip> ")
    skipped, worked = words.take(NO_WEEKENDS), words.take(WEEKENDS)
    if skipped and worked:
        return Unclear("Are weekends passed over or not? Write 'skip weekends' or 'also on weekends'.")
    country = _country(words)
    if isinstance(country, Unclear):
        return country
    return Rest((not worked) if skipped or worked else None, country)


def _country(words: Words) -> str | Unclear:
    found = words.take(COUNTRY_FIRST) + words.take(HOLIDAYS)
    if not found:
        return ""
    codes = {country_code(each["country"]) for each in found if each["country"]}
    if len(codes) != 1:
        return Unclear(f"Which country's public holidays? {HOW}")
    return codes.pop()
