"""The scale of a document: stated by its head, its scorecard's heading or its prompt, which must agree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.framework import Scale
from bot.files.found import FoundDimension, FoundPrompt
from bot.files.front_matter import Head
from bot.files.remarks import Remarks
from bot.files.sections import Section

TO = r"\s*(?:-|--|[\u2010-\u2015\u2212]|to|through|\.\.)\s*"
SPAN = re.compile(rf"(?<![0-9.,])([0-9]{{1,2}}){TO}([0-9]{{1,2}})(?![0-9%]|[.,][0-9])", re.IGNORECASE)
HEAD_SPAN = re.compile(rf"^([0-9]{{1,3}}){TO}([0-9]{{1,3}})$", re.IGNORECASE)
# In running text only what is plainly a scale counts: "(1-5)", "Score 1-5", "on a scale of 1 to 5", "1-5 scale".
IN_PROMPT = re.compile(
    rf"\(\s*(?:scores?\s*)?([01]){TO}([0-9]{{1,2}})(?:\s*(?:each|scale|points?))?\s*\)"
    rf"|\b(?:scored?s?|scale)\s+(?:of\s+|from\s+|each\s+|on\s+)?([01]){TO}([0-9]{{1,2}})(?![0-9%])"
    rf"|(?<![0-9])([01]){TO}([0-9]{{1,2}})[\s-](?:point\s+)?scale\b",
    re.IGNORECASE,
)
RATE_FROM = re.compile(r"\b(?:from|scale of)\s+([01])\s*(?:\([^()]{0,60}\))?\s*to\s+([0-9]{1,2})\b", re.IGNORECASE)
LOWEST, HIGHEST = 0, 10  # a level is a button; more of them fit no row


@dataclass(frozen=True, slots=True)
class Stated:
    """A scale that some line states."""

    line: int
    where: str
    low: int
    high: int


def read_scale(
    head: Head, section: Section | None, prompt: FoundPrompt, dimensions: Sequence[FoundDimension], remarks: Remarks
) -> Scale | None:
    """Find the scale; two that differ are a problem, and none at all is taken from the levels, with a note."""
    before = len(remarks.problems)
    stated = _in_head(head, remarks)
    if section is not None:
        stated += _in_scorecard(section)
    stated += [Stated(prompt.line, "the prompt", *_numbers(found)) for found in IN_PROMPT.finditer(prompt.text)]
    stated = [each for each in stated if each.high - each.low > 1]
    if stated:
        return _agreed(stated, remarks)
    levels = [level.level for each in dimensions for level in each.levels]
    if not levels or min(levels) == max(levels) or len(remarks.problems) > before:
        return None
    line = section.line if section else 1
    remarks.note(line, f"no scale is stated; it is read from the levels: {min(levels)} to {max(levels)}.")
    return _agreed([Stated(line, "the levels", min(levels), max(levels))], remarks)


def spans_of(text: str) -> list[tuple[int, int]]:
    """Give the scales that a short text states, such as ``Scores (1-5)``."""
    return [_numbers(found) for found in IN_PROMPT.finditer(text)]


def _in_head(head: Head, remarks: Remarks) -> list[Stated]:
    entry = head.entries.get("scale")
    if entry is None:
        return []
    pairs = {key.lower(): value for key, value, _ in entry.pairs}
    low = pairs.get("min", pairs.get("low", pairs.get("from", "")))
    high = pairs.get("max", pairs.get("high", pairs.get("to", "")))
    numbers = (low, high) if entry.pairs else ((entry.items[0], entry.items[-1]) if entry.items else None)
    found = HEAD_SPAN.match(entry.text)
    if numbers is None and found:
        numbers = (found.group(1), found.group(2))
    if numbers and all(each.isascii() and each.isdigit() and len(each) < 4 for each in numbers):  # noqa: PLR2004  # 999 at the most
        span = (int(numbers[0]), int(numbers[1]))
        if span[0] < span[1]:
            return [Stated(entry.line, "the front matter", *span)]
    remarks.problem(entry.line, "the front matter's scale is no range of levels. Write `scale: 1-5`.")
    return []


def _in_scorecard(section: Section) -> list[Stated]:
    heading = SPAN.search(section.text)
    if heading:
        return [Stated(section.line, "the scorecard's heading", int(heading.group(1)), int(heading.group(2)))]
    first = section.headings[0].index if section.headings else len(section.lines)
    for line in section.lines[: min(first, 8)]:
        found = RATE_FROM.search(line.text) or IN_PROMPT.search(line.text)
        if found:
            return [Stated(line.number, "the scorecard", *_numbers(found))]
    return []


def _numbers(found: re.Match[str]) -> tuple[int, int]:
    numbers = [each for each in found.groups() if each is not None]
    return int(numbers[0]), int(numbers[1])


def _agreed(stated: list[Stated], remarks: Remarks) -> Scale | None:
    first = stated[0]
    for other in stated[1:]:
        if (other.low, other.high) != (first.low, first.high):
            said = f"{other.where} says {other.low} to {other.high}"
            remarks.problem(
                other.line,
                f"{said}, but {first.where} (line {first.line}) says {first.low} to {first.high}. Make them agree.",
            )
    if first.low < LOWEST or first.high > HIGHEST:
        remarks.problem(
            first.line,
            f"the scale runs from {first.low} to {first.high}; the bot reads scales within {LOWEST} to {HIGHEST}.",
        )
        return None
    return Scale(first.low, first.high)
