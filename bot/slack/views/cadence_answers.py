"""What was filled in in the form of a reminder, read back: a rule, or what is wrong at each field."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from bot.core.cadence.periods import Period, Place, first_day
from bot.core.cadence.places import unknown_zone, zone_called
from bot.core.cadence.reading import read_often
from bot.core.cadence.rule import Cadence, Unclear
from bot.core.cadence.times import is_zone
from bot.slack.blocks import Mistakes
from bot.slack.text import plain
from bot.slack.views.cadence import DAYS, date_words, local_day
from bot.slack.views.cadence_form import (
    AS_FIRST,
    FIRST,
    FREE,
    HOLIDAYS,
    NO_REST,
    OFTEN,
    OFTENS,
    ONLY_HOLIDAYS,
    OWN,
    OWN_WORDS,
    TIME,
    WEEKDAY,
    WEEKENDS,
    ZONE,
    ZONE_LENGTH,
    day_entry,
    time_entry,
)

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
FURTHEST_YEARS = 5
SATURDAY = 5
ERROR_LENGTH = 400
NO_SUCH_DAY = "There is no such day. Choose one from the calendar."
NO_TIME = "Give the time in hours and minutes, such as 09:30."
NOT_OFFERED = "Choose one from the list."
OWN_EXAMPLE = "Say how often, such as: every 5 weeks."
NO_ZONE = "Name a time zone such as Europe/Berlin."


def read_form(state: Mapping[str, str], now: datetime, before: Cadence | None) -> Cadence | Mistakes:
    """Read the form; every mistake is named at its field. ``before`` is the rule that is changed.

    ``now`` is the moment from which a day counts as past; the first day that ``before`` has may stay in the past.
    """
    errors: dict[str, str] = {}
    zone = _zone(state.get(ZONE, ""), errors)
    at = _time(state.get(TIME, ""), errors)
    today = local_day(now, zone or "UTC")
    often = _often(state, errors)
    weekday = _weekday(state.get(WEEKDAY, ""), errors)
    workdays, country = _free(state.get(FREE, ""), errors)
    first = _first(state.get(FIRST, "").strip(), today, before, errors)
    if weekday is not None and weekday >= SATURDAY and workdays and FREE not in errors:
        errors[WEEKDAY] = f"{DAYS[weekday]} is passed over as a weekend. Choose another day, or pass over none."
    if zone is None or at is None or often is None or errors:
        return Mistakes(errors)
    period, own_weekday = often
    if first is None:
        first = first_day(period, Place(), None, today)
    weekday = own_weekday if weekday is None else weekday
    return Cadence(period.every, period.unit, first, at, zone, weekday, workdays, country)


def _often(state: Mapping[str, str], errors: dict[str, str]) -> tuple[Period, int | None] | None:
    """Read how often, with the weekday that the person's own words name."""
    picked = state.get(OFTEN, "")
    if picked in OFTENS:
        return Period(*OFTENS[picked]), None
    typed = " ".join(state.get(OWN, "").split())
    if picked != OWN_WORDS or (OWN in state and not typed):
        errors[OWN if OWN in state else OFTEN] = OWN_EXAMPLE if picked == OWN_WORDS else NOT_OFFERED
        return None
    if OWN not in state:  # submitted before the field for the words came
        errors[OFTEN] = "The form was not ready yet. Press the button again."
        return None
    read = read_often(typed)
    if isinstance(read, Unclear):
        errors[OWN] = plain(read.question, ERROR_LENGTH)
        return None
    return read


def _weekday(picked: str, errors: dict[str, str]) -> int | None:
    if picked in ("0", "1", "2", "3", "4", "5", "6"):
        return int(picked)
    if picked != AS_FIRST:
        errors[WEEKDAY] = NOT_OFFERED
    return None


def _first(typed: str, today: date, before: Cadence | None, errors: dict[str, str]) -> date | None:
    """Read the first day; None where it was left empty. A day that has passed counts only if it stood there before."""
    if not typed:
        return None
    day = day_entry(typed)
    if day is None:
        errors[FIRST] = NO_SUCH_DAY
        return None
    if day < today and (before is None or day != before.first):
        errors[FIRST] = f"{date_words(day)} has passed. Choose today or a later day, or leave it empty."
    elif day.year > today.year + FURTHEST_YEARS:
        errors[FIRST] = f"{date_words(day)} is more than {FURTHEST_YEARS} years ahead. Choose an earlier day."
    return day


def _time(typed: str, errors: dict[str, str]) -> time | None:
    found = time_entry(typed.strip())
    if found is None:
        errors[TIME] = NO_TIME
    return found


def _free(picked: str, errors: dict[str, str]) -> tuple[bool, str]:
    """Read which days are passed over: weekends, and a country's public holidays."""
    for start, workdays in ((HOLIDAYS, True), (ONLY_HOLIDAYS, False)):
        code = picked.removeprefix(start)
        if picked.startswith(start) and _COUNTRY.fullmatch(code):
            return workdays, code
    if picked not in (WEEKENDS, NO_REST):
        errors[FREE] = NOT_OFFERED
    return picked != NO_REST, ""


def _zone(typed: str, errors: dict[str, str]) -> str | None:
    """Read a zone by its name or its city; the nearest names are offered for any other."""
    name = plain(typed, ZONE_LENGTH)
    if is_zone(name):
        return name
    found = zone_called(name.casefold()) if name else Unclear(NO_ZONE)
    if isinstance(found, str):
        return found
    errors[ZONE] = plain((found or unknown_zone(name)).question, ERROR_LENGTH)
    return None
