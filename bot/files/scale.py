"""The scale of a document, and whether its dimensions make a rubric on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.framework import Scale
from bot.files.head import Head, key_of
from bot.files.levels import HIGHEST, LOWEST, NO_WORDS, FoundLevel, lacking
from bot.files.rubric import FoundDimension
from bot.files.sections import Section
from bot.files.source import Remarks
from bot.files.variables import FoundPrompt

TO = r"\s*(?:-|--|[\u2010-\u2015\u2212]|to|through|bis|\u00e0|a|\.\.|[~\u2026\u2192])\s*"
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
MAX_ADVICE = 8  # lines below the heading that may say how to rate


@dataclass(frozen=True, slots=True)
class Stated:
    """A scale that some line states."""

    line: int
    where: str
    low: int
    high: int


def read_scale(
    head: Head, section: Section, prompt: FoundPrompt, dimensions: Sequence[FoundDimension], remarks: Remarks
) -> Scale | None:
    """Find the scale; two that differ are a problem, and none at all is taken from the levels, with a note."""
    before = len(remarks.problems)
    if stated := stated_scales(head, section, prompt, remarks):
        return _agreed(stated, remarks)
    levels = [level.level for each in dimensions for level in each.levels]
    if not levels or len(remarks.problems) > before:
        return None
    if min(levels) == max(levels):
        told = (
            f"no scale is stated and all levels are numbered {min(levels)}. Write it into the heading, as in `(1-5)`,"
        )
        remarks.problem(section.line, f"{told} and describe the lowest and the highest level.")
        return None
    if max(levels) > HIGHEST:
        _refuse_questions(dimensions, remarks)
        return None
    told = f"no scale is stated; it is read from the levels: {min(levels)} to {max(levels)}."
    remarks.note(section.line, told)
    return _agreed([Stated(section.line, "the levels", min(levels), max(levels))], remarks)


def stated_scales(head: Head, section: Section, prompt: FoundPrompt, remarks: Remarks) -> list[Stated]:
    """Return the scales that the head, the scorecard's heading or first lines, and the prompt state."""
    stated = _in_head(head, remarks) + _in_scorecard(section)
    stated += [Stated(prompt.line, "the prompt", *span) for span in spans_of(prompt.text)]
    return [each for each in stated if each.high - each.low > 1]


def _refuse_questions(dimensions: Sequence[FoundDimension], remarks: Remarks) -> None:
    """Refuse a list whose numbers run too high for levels, once and not for each of its lines."""
    level = max((level for each in dimensions for level in each.levels), key=lambda level: level.level)
    told = f"lines numbered up to {level.level} are questions or an ordinary list, not levels."
    advice = "Give each question a heading `### 1) Name` and below it its levels, `- 1 - Initial: what it looks like`."
    remarks.problem(level.line, f"{told} {advice}")


def spans_of(text: str) -> list[tuple[int, int]]:
    """Return the scales that a short text states, such as ``Scores (1-5)``."""
    return [_numbers(found) for found in IN_PROMPT.finditer(text)]


def _in_head(head: Head, remarks: Remarks) -> list[Stated]:
    entry = head.entries.get("scale")
    if entry is None:
        return []
    found = HEAD_SPAN.match(entry.text)
    if found and int(found.group(1)) < int(found.group(2)):
        return [Stated(entry.line, "the front matter", *_numbers(found))]
    remarks.problem(entry.line, "the front matter's scale is no range of levels. Write `scale: 1-5`.")
    return []


def _in_scorecard(section: Section) -> list[Stated]:
    heading = SPAN.search(section.text)
    if heading:
        return [Stated(section.line, "the scorecard's heading", int(heading.group(1)), int(heading.group(2)))]
    first = next((at for at, line in enumerate(section.lines) if line.kind == "heading"), MAX_ADVICE)
    for line in section.lines[: min(first, MAX_ADVICE)]:
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
            told = f"{said}, but {first.where} (line {first.line}) says {first.low} to {first.high}. Make them agree."
            remarks.problem(other.line, told)
    if first.low < LOWEST or first.high > HIGHEST:
        told = f"the scale runs from {first.low} to {first.high}; the bot reads scales within {LOWEST} to {HIGHEST}."
        remarks.problem(first.line, told)
        return None
    return Scale(first.low, first.high)


MAX_NAME = 150  # characters of a Slack header
MAX_TEXT = 1_500  # characters of a description; a message has room for all levels of a dimension
MAX_DIMENSIONS = 30


def check_dimensions(dimensions: Sequence[FoundDimension], scale: Scale | None, line: int, remarks: Remarks) -> None:
    """Say everything that keeps the dimensions from being a rubric. ``line`` is that of the scorecard's heading."""
    if not dimensions:
        told = "the scorecard has no dimensions. Write `### 1) Name` with lines such as `- 1 - Initial: text`."
        remarks.problem(line, told)
    if len(dimensions) > MAX_DIMENSIONS:
        told = f"more than {MAX_DIMENSIONS} dimensions ({len(dimensions)}) are too many to rate. Group and cut them."
        remarks.problem(dimensions[MAX_DIMENSIONS].line, told)
        return
    if any(level.level > HIGHEST for each in dimensions for level in each.levels):
        _refuse_questions(dimensions, remarks)
        return
    _check_names(dimensions, remarks)
    for each in dimensions:
        _check_levels(each, scale, remarks)
        if scale is not None:
            _check_steps(each, scale, remarks)


def _check_names(dimensions: Sequence[FoundDimension], remarks: Remarks) -> None:
    first: dict[str, FoundDimension] = {}
    for position, each in enumerate(dimensions, 1):
        key = key_of(each.name)
        if not key:
            remarks.problem(each.line, "this dimension has no name. Write `### 1) Name`.")
        elif key in first:
            told = f"the dimension {each.name!r} stands twice, first in line {first[key].line}. Keep one."
            remarks.problem(each.line, told)
        else:
            first[key] = each
        if len(each.name) > MAX_NAME:
            remarks.problem(each.line, f"the name of this dimension is longer than {MAX_NAME} characters. Shorten it.")
        if each.number is not None and each.number != position:
            remarks.note(each.line, f"{each.name!r} is numbered {each.number} but stands in place {position}.")


def _check_levels(dimension: FoundDimension, scale: Scale | None, remarks: Remarks) -> None:
    name = dimension.name
    if not dimension.levels:
        told = f"the dimension {name!r} has no level descriptions. Add `- 1 - Name: text` lines."
        if len(dimension.unread) > 1:
            told = f"the lines below {name!r} have no numbers, so they are no levels. Number them, 1 for the lowest:"
            told += f" `- 1 - {dimension.unread[0][:40]}`."
        remarks.problem(dimension.line, told)
        return
    first: dict[int, FoundLevel] = {}
    bearers: dict[str, int] = {}  # the level that has a name: typed, one that two of them bear says neither
    for each in dimension.levels:
        if each.level in first:
            told = f"level {each.level} of {name!r} stands twice, first in line {first[each.level].line}."
            remarks.problem(each.line, f"{told} Keep one.")
        first.setdefault(each.level, each)
        if scale is not None and each.level not in scale:
            told = f"level {each.level} of {name!r} is off the scale, which runs from {scale.low} to {scale.high}."
            remarks.problem(each.line, f"{told} Correct the number.")
        if NO_WORDS.match(each.text):
            told = f"level {each.level} of {name!r} has an empty description. Say what it looks like."
            remarks.problem(each.line, told)
        elif len(each.text) > MAX_TEXT:
            told = f"level {each.level} of {name!r} is longer than {MAX_TEXT} characters. Shorten it."
            remarks.problem(each.line, told)
        other = bearers.setdefault(key_of(each.name), each.level)
        if each.name and other != each.level:
            told = f"levels {other} and {each.level} of {name!r} are both named {each.name!r}."
            remarks.note(each.line, f"{told} Whoever types the name is asked which.")
    if scale is not None and (missing := lacking(scale.levels(), first)):
        levels = ", ".join(str(each) for each in missing)
        told = f"{name!r} does not describe level{'s' if len(missing) > 1 else ''} {levels}."
        remarks.problem(dimension.line, f"{told} Only a level between two described ones may be left out.")


def _check_steps(dimension: FoundDimension, scale: Scale, remarks: Remarks) -> None:
    for level, (line, words) in dimension.steps.items():
        if level is not None and level not in scale:
            told = f"the next step for level {level} of {dimension.name!r} is off the scale"
            remarks.problem(line, f"{told}, which runs from {scale.low} to {scale.high}. Correct the number.")
        elif level == scale.high:
            remarks.note(line, f"{dimension.name!r} has a next step for the highest level; it is never shown.")
        if not words.strip():
            told = f"this next step of {dimension.name!r} is empty. Say what to do, or take the line out."
            remarks.problem(line, told)


def steps_by_level(dimension: FoundDimension, scale: Scale) -> dict[int, str]:
    """Return the next step of each level below the highest, the step for every level where it has none of its own."""
    steps = {level: words for level, (_, words) in dimension.steps.items() if level is not None}
    everywhere = dimension.steps.get(None)
    return {
        level: steps.get(level, everywhere[1] if everywhere else "")
        for level in range(scale.low, scale.high)
        if level in steps or everywhere
    }
