"""The time of day in plain words: "9:30", "at 10", "9.30 am", "at noon"; read, or asked when it is unclear."""

import re
from datetime import time

from bot.core.cadence.rule import Unclear
from bot.core.cadence.words import Words

HOW = "Write the time as for example 9:30 or 16:00."
HOURS = 24
HALF = 12
MINUTES = 60
EARLIEST_SURE = 7  # "at 6" may be the evening; from 7 on people mean the morning

_PART = r"(?P<part>a\.?m\b\.?|p\.?m\b\.?|in the (?:morning|afternoon|evening)\b|at night\b)"
_LEAD = r"(?:\bat |@ ?)?"
HALVES = re.compile(rf"{_LEAD}(?<![\d:.])\b(?P<hour>\d{{1,3}})(?:[:.](?P<minute>\d{{1,3}}))?(?: o'?clock)? ?{_PART}")
CLOCK = re.compile(
    rf"{_LEAD}(?<![\d:.])\b(?P<hour>\d{{1,3}}):(?P<minute>\d{{1,3}})(?![\d:])(?: (?:hours|h|o'?clock)\b)?"
)
DOTTED = re.compile(r"(?:\bat |@ ?)(?P<hour>\d{1,3})[.h](?P<minute>\d{2})(?!\.?\d)(?: ?h\b)?")
BARE_DOTTED = re.compile(r"(?<!\bevery )(?<![\d:.])\b(?P<hour>\d{1,2})[.h](?P<minute>\d{2})(?!\.?\d)(?: ?h\b)?")
MILITARY = re.compile(r"\bat (?P<hour>\d{2})(?P<minute>\d{2})\b(?![-./])(?: ?h(?:ours)?\b)?")
HOUR = re.compile(
    r"(?:\bat |@ ?)(?P<hour>\d{1,3})\b(?![:./-]\d)(?: ?h\b| o'?clock\b)?|\b(?P<alone>\d{1,2})(?: o'?clock| ?h)\b"
)
VAGUE = re.compile(r"\b(?:in the |at )?(?P<part>mornings?|afternoons?|evenings?|night)\b")
NAMED = re.compile(r"(?:\bat )?\b(?P<name>noon|mid-?day|midnight)\b")


def read_hours(words: Words) -> time | Unclear | None:
    """Take the time of day out of the words; None when there is none."""
    found = [_halves(each) for each in words.take(HALVES)]
    for pattern in (CLOCK, DOTTED, MILITARY, BARE_DOTTED):
        found += [_clock(int(each["hour"]), each["minute"], each[0]) for each in words.take(pattern)]
    found += [_hour(each) for each in words.take(HOUR)]
    found += [time(0) if each["name"] == "midnight" else time(HALF) for each in words.take(NAMED)]
    found += [Unclear(f"At what time in the {each['part'].rstrip('s')}? {HOW}") for each in words.take(VAGUE)]
    for each in found:
        if isinstance(each, Unclear):
            return each
    times = {each for each in found if isinstance(each, time)}
    if len(times) > 1:
        return Unclear(f"There are several times in that, and a reminder comes at one. {HOW}")
    return times.pop() if times else None


def _clock(hour: int, minute: str, said: str) -> time | Unclear:
    if hour >= HOURS or len(minute) != len("00") or int(minute) >= MINUTES:
        return Unclear(f"'{said.strip().removeprefix('at ')}' is no time of day. {HOW}")
    return time(hour, int(minute))


def _halves(found: re.Match[str]) -> time | Unclear:
    """Read a time of the twelve-hour clock; 12 am is midnight, 12 pm noon."""
    hour, minute, part = int(found["hour"]), found["minute"] or "00", found["part"]
    if not 1 <= hour <= HALF:
        plain = _clock(hour, minute, found[0])
        return plain if part.startswith(("in", "at")) else Unclear(f"'{found[0].strip()}' is no time of day. {HOW}")
    if part == "at night" and hour < EARLIEST_SURE:
        return _clock(hour, minute, found[0])
    morning = part.startswith("a") and part != "at night"
    return _clock(hour % HALF + (0 if morning or "morning" in part else HALF), minute, found[0])


def _hour(found: re.Match[str]) -> time | Unclear:
    hour = int(found["hour"] or found["alone"])
    if not found["alone"] and 1 <= hour < EARLIEST_SURE:
        return Unclear(
            f"'at {hour}' may be {hour}:00 in the night or {hour + HALF}:00. Write {hour}:00 or {hour + HALF}:00."
        )
    return _clock(hour, "00", found[0])
