"""Whether the words before a colon or a dash are a level's name: settled over all dimensions together."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.files.found import FoundDimension, FoundLevel

CONSENSUS = 2  # dimensions that must share a name before a doubtful one counts


def settle_names(dimensions: Sequence[FoundDimension]) -> None:
    """Keep a doubtful name where dimensions share it, or where every level has one before a colon; else it is text."""
    levels = [level for dimension in dimensions for level in dimension.levels]
    shared = Counter((each.level, each.name.lower()) for each in levels if each.name and each.text)
    every = bool(levels) and all(each.name and each.text for each in levels)
    for level in levels:
        headed = every and re.match(rf"{re.escape(level.name)}\s*:", level.rest)
        if not level.sure and not headed and not _is_shared(level, shared):
            level.name, level.text = "", level.rest


def _is_shared(level: FoundLevel, shared: Mapping[tuple[int, str], int]) -> bool:
    others = shared.get((level.level, level.name.lower()), 0)
    return others >= (CONSENSUS if level.text else 1)


def names_of_scale(
    dimensions: Sequence[FoundDimension], legend: Mapping[int, str], bands: Mapping[int, str]
) -> dict[int, str]:
    """Give each level's name: what most dimensions call it, else the legend's word, else that of its band."""
    names: dict[int, str] = {}
    for level in sorted({each.level for dimension in dimensions for each in dimension.levels} | {*legend, *bands}):
        said = Counter(
            each.name for dimension in dimensions for each in dimension.levels if each.level == level and each.name
        )
        common, times = said.most_common(1)[0] if said else ("", 0)
        if times and times * 2 > len(dimensions):
            names[level] = common
        elif name := legend.get(level, "") or bands.get(level, ""):
            names[level] = name
    return names
