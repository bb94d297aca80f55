"""A day and a time of day in words: "4 January 2027", "2027-01-04", "4.1.", "next Monday"; "9:30", "12 noon"."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from bot.core.cadence.rule import Part, Unclear
from bot.core.cadence.times import MONTHS_OF_YEAR, months_later, weekday_from
from bot.core.cadence.words import (
    NUMBER_NAMES,
    WEEKDAYS,
    Grammar,
    RuleWords,
    month_of,
    number_of,
    pattern,
    weekday_of,
)
from bot.core.text import MONTHS, said_day

MOST_YEARS = 10
CENTURY = 2000
SURE_DAY = 24  # "23.11" may be a time, "24.11" is a day
HOURS, HALF, MINUTES = 24, 12, 60
EARLIEST_SURE = 7  # "at 6" may be the evening; from 7 on people mean the morning
SEVERAL_DAYS = "There are several days in that. Write the one it starts on, for example 'from 4 January 2027'."
HOW = "Write the time as for example 9:30 or 16:00."
SEVERAL_TIMES = f"There are several times in that, and a reminder comes at one. {HOW}"

_FROM = r"(?:starting|beginning|start|begin|from|as of)"
_DAY_NAME = r"(?:<weekday> (?:the )?)?"
NOW = pattern(rf"{_FROM} (?:right )?now(?: on)?")
_LEAD = rf"(?P<lead>(?:{_FROM}|first|on)(?: (?:on|from|with))?(?: the)? )?{_DAY_NAME}"


MIDDLES = ("noon", "midday", "mid-day", "midnight")
_HALF = rf"(?P<half>a\.?m\.?|p\.?m\.?|in the (?:morning|afternoon|evening)|at night|{'|'.join(MIDDLES)})"
DAY_BEFORE = re.compile(r"(?<!\S)(?:on|the) \Z")


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The day from which a rule counts; ``weekday`` where that was said as well: "Sunday 6 December"."""

    day: date
    weekday: int | None = field(default=None, compare=False)


DAYS: Grammar[FirstDay] = Grammar(Part.FIRST, SEVERAL_DAYS)
TIMES: Grammar[time] = Grammar(Part.TIME, SEVERAL_TIMES)


YESTERDAY = {"today": 0, "yesterday": 1}


def read_past_day(typed: str, today: date) -> date | str | None:
    """Return the day that was named, today or before; a question where that is unclear, None where it is no day.

    A day without its year is the last one that there was. A rule's days lie ahead, so a day is read as if it were typed
    a year ago, and one with a year that is further back as if typed ten years ago.
    """
    if typed.strip().casefold() in YESTERDAY:
        return today - timedelta(days=YESTERDAY[typed.strip().casefold()])
    question = ""
    for years in (1, MOST_YEARS):
        words = RuleWords(f"on {typed}")
        found = DAYS.take(words, months_later(today, -MONTHS_OF_YEAR * years))
        if found is not None and not words.pieces():
            day = found.day
            return (
                day if day <= today else f"{said_day(day)} is still to come. Write today, {said_day(today)}, or before."
            )
        question = question if question and "is past" not in question else words.question
    if "is past" in question:
        return f"That is more than {MOST_YEARS} years ago. Write a later day."
    return question or None


@DAYS.rule(_LEAD + r"<name> (?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?! [ap]\.?m\b)(?: (?P<year>\d{4}))?")
@DAYS.rule(_LEAD + r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? ?(?:of )?<name>\.?(?: (?P<year>\d{4}))?")
def _named(found: re.Match[str], today: date) -> FirstDay | Unclear:
    return _day(found, today, int(found["day"]), month_of(found["name"]))


@DAYS.rule(_LEAD + r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})\.?")
def _ordered(found: re.Match[str], today: date) -> FirstDay | Unclear:
    return _day(found, today, int(found["day"]), int(found["month"]))


def _day(found: re.Match[str], today: date, number: int, month: int) -> FirstDay | Unclear:
    """Build the day; one that its month does not have, that is past, or whose weekday was said wrong, is asked."""
    how = f"Write a day as for example 4 January {today.year + 1}."
    if not 1 <= month <= MONTHS_OF_YEAR:
        return Unclear(f"There is no month {month}. {how}")
    name, year = MONTHS[month - 1], _year(today, found["year"], number, month)
    if year > today.year + MOST_YEARS:
        return Unclear(f"{number} {name} {year} is more than {MOST_YEARS} years away. {how}")
    most = monthrange(year, month)[1]
    if year >= today.year and not 1 <= number <= most:
        last = f"{most}st" if most % 10 == 1 else f"{most}th"
        return Unclear(f"There is no {number} {name} in {year}: {name} ends on the {last}. {how}")
    if (year, month, number) < (today.year, today.month, today.day):
        return Unclear(f"{number} {name} {year} is past. Write today, {said_day(today)}, or a later day.")
    day, said = date(year, month, number), found["weekday"]
    if said is not None and weekday_of(said) != day.weekday():
        meant = WEEKDAYS[weekday_of(said)]
        return Unclear(f"{said_day(day)} is a {WEEKDAYS[day.weekday()]}, no {meant}. Write the day that is meant.")
    return FirstDay(day, day.weekday() if said else None)


def _year(today: date, said: str | None, number: int, month: int) -> int:
    if said is None:
        return today.year if (month, number) > (today.month, today.day) else today.year + 1
    return int(said) if len(said) == len("2027") else CENTURY + int(said)


@DAYS.rule(
    rf"(?<!at )(?<!every ){_LEAD}(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})"
    r"(?P<dot>\.(?:(?P<year>\d{4}|\d{2})\.?)?)?(?! [ap]\.?m\b)"
)
def _dotted(found: re.Match[str], today: date) -> FirstDay | Unclear | None:
    """Read 4.1.2027, 4.1. and 31.1: "on 4.1" is a day, "9.30" no day but a time, and "10.11" may be both."""
    day, month = found["day"], found["month"]
    if found["year"]:
        return _ordered(found, today)
    if not 1 <= int(month) <= MONTHS_OF_YEAR:
        return None
    led = found["lead"] and not found["weekday"]
    if led or found["dot"] or int(day) >= SURE_DAY or len(month) == 1:
        return _ordered(found, today)
    return Unclear(
        f"'{day}.{month}' may be a time or a day. Write '{day}:{month}' or '{int(day)} {MONTHS[int(month) - 1]}'."
    )


@DAYS.rule(_LEAD + r"(?P<one>\d{1,2})(?P<mark>[/-])(?P<two>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d{2}))?")
def _slashed(found: re.Match[str], today: date) -> FirstDay | Unclear | None:
    """Read 15/04/2027, which has one reading; 03/04/2027 has two."""
    one, two = int(found["one"]), int(found["two"])
    if found["mark"] == "-" and len(found["year"] or "") != len("2027"):
        return None
    if one != two and 1 <= one <= MONTHS_OF_YEAR and 1 <= two <= MONTHS_OF_YEAR:
        year = f" {_year(today, found['year'], one, two)}" if found["year"] else ""
        return Unclear(
            f"'{one:02}/{two:02}' may be {one} {MONTHS[two - 1]} or {two} {MONTHS[one - 1]}. "
            f"Write the month as a word, for example '{one} {MONTHS[two - 1]}{year}'."
        )
    number, month = (one, two) if two <= MONTHS_OF_YEAR else (two, one)
    return _day(found, today, number, month)


@DAYS.rule(
    rf"{_FROM}(?: (?:on|from))? (?P<when>today|tomorrow|(?:(?:the )?(?:next|coming) |this )?<weekday>"
    r"|next (?P<next>week|month))"
)
def _soon(found: re.Match[str], today: date) -> FirstDay:
    """Read a day that is named from today: a weekday is the next one, a week its Monday, a month its first day."""
    if found["weekday"]:
        weekday = weekday_of(found["weekday"])
        return FirstDay(weekday_from(today + timedelta(days=1), weekday), weekday)
    if found["next"] == "month":
        return FirstDay(months_later(today.replace(day=1), 1))
    if found["next"] == "week":
        return FirstDay(weekday_from(today + timedelta(days=1), 0))
    return FirstDay(today if found["when"] == "today" else today + timedelta(days=1))


@DAYS.rule(r"<name>(?: \d{4})?")
def _month_alone(found: re.Match[str], _today: date) -> Unclear:
    said = found[0].capitalize()
    return Unclear(f"On which day of {said} does it start? Write for example 'from 4 {said}'.")


@TIMES.rule(
    rf"(?<!every )(?P<at>at )?(?P<hour>\d{{1,4}}|{NUMBER_NAMES})(?:[:.h](?P<minute>\d{{1,3}})(?: hours)?)?\.?"
    rf"(?: ?(?P<clock>h|o'?clock))?(?: ?{_HALF})?"
)
def _time(found: re.Match[str]) -> time | Unclear | None:
    """Read hours and minutes, of the twelve-hour clock where its half is said; a bare number is no time."""
    said, minute, half = found["hour"], found["minute"], found["half"] or ""
    if not (minute or half or found["clock"] or found["at"]):
        return None
    if half in MIDDLES and (said not in ("12", "twelve") or DAY_BEFORE.search(found.string, 0, found.start())):
        return None  # "on 15 noon", "on the 12 noon": a day, and noon of its own
    if len(said) == len("1630") and said.isdigit() and not minute:
        said, minute = said[:2], said[2:]
    hour, minutes = int(number_of(said) or 0), int(minute or 0)
    is_twelve_hours = half.rstrip(".").endswith("m")
    wrong_half = is_twelve_hours and not 1 <= hour <= HALF
    if wrong_half or hour >= HOURS or minutes >= MINUTES or (minute and len(minute) != len("00")):
        return Unclear(f"'{found[0].removeprefix('at ')}' is no time of day. {HOW}")
    if not (half or minute or found["clock"] == "h") and 1 <= hour < EARLIEST_SURE:
        night, evening = f"{hour}:00", f"{hour + HALF}:00"
        return Unclear(f"'at {hour}' may be {night} in the night or {evening}. Write {night} or {evening}.")
    return time(_of_half(hour, half), minutes)


def _of_half(hour: int, half: str) -> int:
    """Return the hour of the day; 12 am and 12 at night are midnight, 12 pm is noon."""
    if not half or hour > HALF:
        return hour
    if half == "at night":
        return hour % HALF if hour < EARLIEST_SURE or hour == HALF else hour + HALF
    is_first = half.startswith("a") or half in ("midnight", "in the morning")
    return hour % HALF + (0 if is_first else HALF)


@TIMES.rule(rf"(?:at )?(?P<middle>{'|'.join(MIDDLES)})")
def _middle(found: re.Match[str]) -> time:
    return time(0 if found["middle"] == "midnight" else HALF)


@TIMES.rule(r"(?:in the |at )?(?P<part>mornings?|afternoons?|evenings?|night)")
def _vague(found: re.Match[str]) -> Unclear:
    return Unclear(f"At what time in the {found['part'].rstrip('s')}? {HOW}")
