"""Whether the dimensions found make a rubric: each once, each with levels that lie on the scale and leave no hole."""

import re
import unicodedata
from collections.abc import Sequence

from bot.core.framework import Scale
from bot.files.found import FoundDimension, FoundLevel
from bot.files.remarks import Remarks

MAX_NAME = 150  # characters of a Slack header
MAX_TEXT = 1_500  # characters of a description; a message has room for all levels of a dimension
MAX_DIMENSIONS = 30
NO_WORDS = re.compile(r"^(?:tbd|tba|todo|to do|to be defined|n/?a|\W*)$", re.IGNORECASE)


def key_of(name: str) -> str:
    """Give the key of a dimension: its name in small letters with hyphens, accents off."""
    folded = unicodedata.normalize("NFKD", name.lower())
    return re.sub(r"[\W_]+", "-", "".join(each for each in folded if not unicodedata.combining(each))).strip("-")


def check_dimensions(dimensions: Sequence[FoundDimension], scale: Scale | None, line: int, remarks: Remarks) -> None:
    """Say everything that keeps the dimensions from being a rubric. ``line`` is that of the scorecard's heading."""
    if not dimensions:
        remarks.problem(
            line, "the scorecard has no dimensions. Write `### 1) Name` with lines such as `- 1 - Initial: text`."
        )
    if len(dimensions) > MAX_DIMENSIONS:
        remarks.problem(
            dimensions[MAX_DIMENSIONS].line, f"more than {MAX_DIMENSIONS} dimensions. Nobody rates so many; cut."
        )
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
            remarks.problem(
                each.line, f"the dimension {each.name!r} stands twice, first in line {first[key].line}. Keep one."
            )
        else:
            first[key] = each
        if len(each.name) > MAX_NAME:
            remarks.problem(each.line, f"the name of this dimension is longer than {MAX_NAME} characters. Shorten it.")
        if each.number is not None and each.number != position:
            remarks.note(each.line, f"{each.name!r} is numbered {each.number} but stands in place {position}.")


def _check_levels(dimension: FoundDimension, scale: Scale | None, remarks: Remarks) -> None:
    name = dimension.name
    if not dimension.levels:
        remarks.problem(
            dimension.line, f"the dimension {name!r} has no level descriptions. Add `- 1 - Name: text` lines."
        )
        return
    first: dict[int, FoundLevel] = {}
    for each in dimension.levels:
        if each.level in first:
            told = f"level {each.level} of {name!r} stands twice, first in line {first[each.level].line}."
            remarks.problem(each.line, f"{told} Keep one.")
        first.setdefault(each.level, each)
        if scale is not None and each.level not in scale:
            told = f"level {each.level} of {name!r} is off the scale, which runs from {scale.low} to {scale.high}."
            remarks.problem(each.line, f"{told} Correct the number.")
        if NO_WORDS.match(each.text):
            remarks.problem(
                each.line, f"level {each.level} of {name!r} has an empty description. Say what it looks like."
            )
        elif len(each.text) > MAX_TEXT:
            remarks.problem(
                each.line, f"level {each.level} of {name!r} is longer than {MAX_TEXT} characters. Shorten it."
            )
    if scale is not None:
        _check_holes(dimension, scale, set(first), remarks)


def _check_holes(dimension: FoundDimension, scale: Scale, described: set[int], remarks: Remarks) -> None:
    """Refuse missing levels: one may be left out between two described ones, never the lowest or the highest."""
    missing = [level for level in scale.levels() if level not in described and not {level - 1, level + 1} <= described]
    if missing:
        levels = ", ".join(str(each) for each in missing)
        told = f"{dimension.name!r} does not describe level{'s' if len(missing) > 1 else ''} {levels}."
        remarks.problem(dimension.line, f"{told} Only a level between two described ones may be left out.")


def _check_steps(dimension: FoundDimension, scale: Scale, remarks: Remarks) -> None:
    for level, (line, words) in dimension.steps.items():
        if level is not None and level not in scale:
            told = f"the next step for level {level} of {dimension.name!r} is off the scale"
            remarks.problem(line, f"{told}, which runs from {scale.low} to {scale.high}. Correct the number.")
        elif level == scale.high:
            remarks.note(line, f"{dimension.name!r} has a next step for the highest level; it is never shown.")
        if not words.strip():
            remarks.problem(
                line, f"this next step of {dimension.name!r} is empty. Say what to do, or take the line out."
            )


def steps_by_level(dimension: FoundDimension, scale: Scale) -> dict[int, str]:
    """Give the next step of each level below the highest, the step for every level where it has none of its own."""
    steps = {level: words for level, (_, words) in dimension.steps.items() if level is not None}
    everywhere = dimension.steps.get(None)
    return {
        level: steps.get(level, everywhere[1] if everywhere else "")
        for level in range(scale.low, scale.high)
        if level in steps or everywhere
    }
