"""A day in plain words: "4 January 2027", "2027-01-04", "4.1.", "next Monday"; read, or asked when it is unclear."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.core.cadence.rule import Unclear
from bot.core.cadence.times import MONTHS_OF_YEAR, months_later, weekday_from
from bot.core.cadence.words import MONTH, MONTHS, WEEKDAY, WEEKDAYS, Words, month_of, weekday_of

MOST_YEARS = 10
CENTURY = 2000

_LEAD = r"\b(?:starting|beginning|start|begin|first|from|as of|on)(?: (?:on|from|with))?(?: the)? "
_START = rf"(?:{_LEAD})?"
_REAL_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_NO_HOUR = r"(?<!\bat )(?<!\bevery )(?<![\d.:@])"
_NO_TIME = r"(?![\d.:]| ?[ap]\.?m\b)"
_NO_YEAR = r"(?P<year>(?!))?"  # matches nothing: every pattern has the same groups
_DAY_NAME = rf"(?:\b(?P<weekday>{WEEKDAY}) (?:the )?)?"
_NTH = r"(?:st|nd|rd|th|\.)?"
ISO = re.compile(rf"{_START}{_DAY_NAME}(?<![\d-])(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?![\d-])")
NAMED = re.compile(
    rf"{_START}{_DAY_NAME}(?<![\d:.])\b(?P<day>\d{{1,2}}){_NTH} ?(?:of )?(?P<name>{MONTH})"
    r"(?: (?P<year>\d{4})(?![\d:]))?"
)
NAME_FIRST = re.compile(
    rf"{_START}{_DAY_NAME}\b(?P<name>{MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]|[.]\d| ?[ap]\.?m\b)"
    r"(?: (?P<year>\d{4})(?![\d:]))?"
)
DOTTED = re.compile(
    rf"{_START}{_DAY_NAME}(?<![\d.:])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}|\d{{2}})(?![\d.:])"
)
DOTS = re.compile(rf"{_START}{_DAY_NAME}{_NO_HOUR}(?P<day>\d{{1,2}})\.{_REAL_MONTH}\.(?![\d.:]){_NO_YEAR}")
# "on 4.1" and "31.1" are days, "9.30" is a time, and "10.11" may be both.
LED_DOT = re.compile(rf"{_LEAD}(?P<weekday>(?!))?(?P<day>\d{{1,2}})\.{_REAL_MONTH}{_NO_TIME}{_NO_YEAR}")
SURE_DOT = re.compile(
    rf"{_DAY_NAME}{_NO_HOUR}(?P<day>2[4-9]|3\d|\d{{1,2}}(?=\.\d(?!\d)))\.{_REAL_MONTH}{_NO_TIME}{_NO_YEAR}"
)
EITHER_DOT = re.compile(rf"{_NO_HOUR}\b(?P<day>\d{{1,2}})\.(?P<month>0[1-9]|1[0-2]){_NO_TIME}")
SLASHED = re.compile(
    rf"{_START}{_DAY_NAME}(?<![\d/])(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})(?:/(?P<year>\d{{4}}|\d{{2}}))?(?![\d/])"
)
SOON = re.compile(
    r"\b(?:starting|beginning|start|begin|from|as of)(?: (?:on|from))? "
    rf"(?P<when>today|tomorrow|(?:(?:the )?(?:next|coming) |this )?(?P<weekday>{WEEKDAY})"
    r"|next (?P<next>week|month))\b"
)
NOW = re.compile(r"\b(?:starting|from|as of) (?:right )?now(?: on)?\b")
PATTERNS = (ISO, DOTTED, NAMED, NAME_FIRST, DOTS, LED_DOT, SURE_DOT)
LONELY_MONTH = re.compile(rf"\b{MONTH}(?: \d{{4}})?")


def read_start(words: Words, today: date) -> date | Unclear | None:
    """Take the day that was named out of the words; None when there is none. A day without its year is the next one."""
    words.take(NOW)
    found = [_dated(each, today) for pattern in PATTERNS for each in words.take(pattern)]
    found += [_slashed(each, today) for each in words.take(SLASHED)]
    found += [_soon(each, today) for each in words.take(SOON)]
    found += [_either(each) for each in words.take(EITHER_DOT)]
    found += [_which_day(each[0].strip()) for each in words.take(LONELY_MONTH)]
    for each in found:
        if isinstance(each, Unclear):
            return each
    days = {each for each in found if isinstance(each, date)}
    if len(days) > 1:
        return Unclear("There are several days in that. Write the one it starts on, for example 'from 4 January 2027'.")
    return _in_reach(days.pop(), today) if days else None


def said_day(day: date) -> str:
    """Say a day in words: "4 January 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _dated(found: re.Match[str], today: date) -> date | Unclear:
    named = found.groupdict().get("name")
    return _day(found, int(found["day"]), month_of(named) if named else int(found["month"]), today)


def _day(found: re.Match[str], number: int, month: int, today: date) -> date | Unclear:
    """Build the day; one that its month does not have, or whose weekday was said wrong, is asked."""
    if not 1 <= month <= MONTHS_OF_YEAR:
        return Unclear(f"There is no month {month}. {_how(today)}")
    said_year = found["year"]
    year = _next_year_of(number, month, today) if said_year is None else _year(said_year)
    if not today.year <= year <= today.year + MOST_YEARS:
        return _out_of_reach(f"{number} {MONTHS[month - 1]} {year}", today, past=year < today.year)
    most = monthrange(year, month)[1]
    if not 1 <= number <= most:
        name = MONTHS[month - 1]
        return Unclear(f"There is no {number} {name} in {year}: {name} ends on the {most}th. {_how(today)}")
    day = date(year, month, number)
    said = found["weekday"]
    if said is not None and weekday_of(said) != day.weekday():
        meant = WEEKDAYS[weekday_of(said)]
        return Unclear(f"{said_day(day)} is a {WEEKDAYS[day.weekday()]}, no {meant}. Write the day that is meant.")
    return day


def _next_year_of(number: int, month: int, today: date) -> int:
    return today.year if (month, number) > (today.month, today.day) else today.year + 1


def _year(said: str) -> int:
    return int(said) if len(said) == len("2027") else CENTURY + int(said)


def _slashed(found: re.Match[str], today: date) -> date | Unclear:
    """Read 15/04/2027, which has one reading; 03/04/2027 has two."""
    one, two = int(found["one"]), int(found["two"])
    if one != two and 1 <= one <= MONTHS_OF_YEAR and 1 <= two <= MONTHS_OF_YEAR:
        year = f" {_year(found['year'])}" if found["year"] else ""
        return Unclear(
            f"'{one:02}/{two:02}' may be {one} {MONTHS[two - 1]} or {two} {MONTHS[one - 1]}. "
            f"Write the month as a word, for example '{one} {MONTHS[two - 1]}{year}'."
        )
    number, month = (one, two) if two <= MONTHS_OF_YEAR else (two, one)
    return _day(found, number, month, today)


def _soon(found: re.Match[str], today: date) -> date:
    """Read a day that is named from today: a weekday is the next one, a week its Monday, a month its first day."""
    if found["weekday"]:
        return weekday_from(today + timedelta(days=1), weekday_of(found["weekday"]))
    if found["next"] == "month":
        return months_later(today.replace(day=1), 1)
    if found["next"] == "week":
        return weekday_from(today + timedelta(days=1), 0)
    return today if found["when"] == "today" else today + timedelta(days=1)


def _either(found: re.Match[str]) -> Unclear:
    day, month = found["day"], found["month"]
    return Unclear(
        f"'{day}.{month}' may be a time or a day. Write '{day}:{month}' or '{int(day)} {MONTHS[int(month) - 1]}'."
    )


def _which_day(said: str) -> Unclear:
    return Unclear(
        f"On which day of {said.capitalize()} does it start? Write for example 'from 4 {said.capitalize()}'."
    )


def _in_reach(day: date, today: date) -> date | Unclear:
    return day if day >= today else _out_of_reach(said_day(day), today, past=True)


def _out_of_reach(day: str, today: date, *, past: bool) -> Unclear:
    if past:
        return Unclear(f"{day} is past. Write today, {said_day(today)}, or a later day.")
    return Unclear(f"{day} is more than {MOST_YEARS} years away. {_how(today)}")


def _how(today: date) -> str:
    return f"Write a day as for example 4 January {today.year + 1}."
