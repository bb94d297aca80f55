"""Which lines of a scorecard open a dimension: headings, bold lines, numbered lines or bare names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.files.blocks import Line
from bot.files.levels import LevelLine, is_level_line, read_level
from bot.files.sections import is_bold

WORD = (
    r"(?:dimension|area|capability|pillar|category|domain|criterion|competency|practice"
    r"|dimensi\u00f3n|bereich|kriterium|domaine|axe|crit\u00e8re|\u00e1rea)"
)
NUMBERED = re.compile(
    rf"^(?:{WORD}\s*#?([0-9]{{1,2}}|[A-Z])\s*(?:[:.)]|--|[-\u2010-\u2015])\s*"
    r"|(?:[0-9]{1,2}|[A-Z])\.([0-9]{1,2})[.)]?\s+"
    r"|\(?([0-9]{1,2}|[IVX]{1,4}|[A-Z])[.)]\s*)(?=\S)",
    re.IGNORECASE,
)
CALLED = re.compile(rf"^{WORD}\s*:\s+(?=\S)", re.IGNORECASE)
# Short lines inside a scorecard that head a list and name no dimension.
LABEL = re.compile(
    r"^(?:the )?(?:rating |scoring |maturity |score |level )?(?:scale|levels?|legend|key|ratings?|scoring|scores?"
    r"|descriptors?|rubric|indicators?|evidence|notes?|instructions?|guidance|total(?: score)?"
    r"|how to (?:score|use|rate)(?: it| this)?|summary)(?: guide| key)?$",
    re.IGNORECASE,
)
MAX_BARE = 80  # characters of a line that may be a dimension's bare name


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that opens something: a ``dimension``, one ``level`` (a heading of its own) or an ``aside``."""

    kind: str
    text: str


def openings(lines: Sequence[Line]) -> dict[int, Opening]:
    """Return, for each line of a scorecard that opens something, what it opens."""
    headings = [at for at, line in enumerate(lines) if line.kind == "heading"]
    spans = list(pairwise([*headings, len(lines)]))
    roles = [_role(lines, at, end) for at, end in spans]
    found: dict[int, Opening] = {}
    if not {"dimension", "level"} & {*roles}:
        found = _without_headings(lines, 0, headings[0] if headings else len(lines))
    depths = [lines[at].depth for at, role in zip(headings, roles, strict=True) if role == "dimension"]
    usual = max(set(depths), key=depths.count) if depths else min((lines[at].depth for at in headings), default=0)
    alone = bool(found)  # dimensions that stand before the headings
    for (at, end), role in zip(spans, roles, strict=True):
        beside = lines[at].depth == usual and not is_label(lines[at].text) and not alone
        found[at] = Opening(role or ("dimension" if beside else "aside"), lines[at].text)
        found |= {place: Opening("dimension", text) for place, text in _named(lines, at + 1, end).items()}
    return found


def is_label(text: str) -> bool:
    """Whether a line only heads a list, such as ``Levels:``."""
    return bool(LABEL.match(text.strip(" :")))


def _states_levels(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether levels stand between two places, also those of a plain numbered list."""
    inside = (line for line in lines[start:end] if line.kind != "code")
    return any(line.kind == "row" or isinstance(read_level(line), LevelLine) for line in inside)


def _role(lines: Sequence[Line], at: int, end: int) -> str:
    """Return what a heading is by what stands below it, or nothing where others beside it have to say."""
    if _states_levels(lines, at + 1, end):
        first = next((inner for inner in range(at + 1, end) if is_level_line(lines[inner])), end)
        named = any(inner < first for inner in _named(lines, at + 1, end))  # the heading is that of a group
        return "aside" if named or is_label(lines[at].text) else "dimension"
    nested = any(line.kind == "heading" and line.depth < lines[at].depth for line in lines[:at])
    return "level" if nested and isinstance(read_level(lines[at]), LevelLine) else ""


def _named(lines: Sequence[Line], start: int, end: int) -> dict[int, str]:
    """Return the bold or numbered lines that have a level right below them."""
    found: dict[int, str] = {}
    for at in range(start, end - 1):
        text = _bold(lines, at) or _numbered(lines, at)
        if text and not is_label(text) and is_level_line(lines[at + 1]):
            found[at] = text
    return found


def _without_headings(lines: Sequence[Line], start: int, end: int) -> dict[int, Opening]:
    """Find dimensions among lines without headings: all bold, else all numbered, else all bare names."""
    for reader in (_bold, _numbered, _bare):
        named = _alike(reader, lines, start, end)
        if any(_opens_levels(lines, first, last, loose=reader is _bold) for first, last in pairwise([*named, end])):
            return {at: Opening("dimension", text) for at, text in named.items()}
    return {}


def _alike(reader: Callable[[Sequence[Line], int], str], lines: Sequence[Line], start: int, end: int) -> dict[int, str]:
    """Return the lines that a reader takes and that stand like the first of them: deeper ones are levels or lists."""
    named = {at: text for at in range(start, end) if (text := reader(lines, at)) and not is_label(text)}
    if reader is not _bare:
        depth = min((lines[at].depth for at in named), default=0)
        return {at: text for at, text in named.items() if lines[at].depth <= depth}
    leads = [at for at in named if at + 1 < end and is_level_line(lines[at + 1])]
    shapes = {(lines[at].bullet, lines[at].depth) for at in leads}
    alone = [
        at
        for at, text in named.items()
        if (lines[at].bullet, lines[at].depth) in shapes and lines[at].starts and at > min(leads)
        if not text.endswith((".", ";", ",", "?", "!")) and ":" not in text.rstrip(":")
    ]
    return {at: named[at].rstrip(":") for at in sorted({*leads, *alone})}


def _opens_levels(lines: Sequence[Line], at: int, end: int, *, loose: bool) -> bool:
    """Whether levels stand below a line; those of a plain numbered list count where they stand deeper than it."""
    return any(
        line.kind == "row"
        or is_level_line(line)
        or ((loose or line.depth > lines[at].depth) and isinstance(read_level(line), LevelLine))
        for line in lines[at + 1 : end]
        if line.kind != "code"
    )


def _bold(lines: Sequence[Line], at: int) -> str:
    """Return the words of a line that is bold as a whole, with its number; else nothing."""
    line = lines[at]
    bold = line.kind == "text" and is_bold(line) and not is_level_line(replace(line, bullet=False))
    return line.text.rstrip(": ") if bold else ""


def _numbered(lines: Sequence[Line], at: int) -> str:
    line = lines[at]
    if line.kind != "text" or not NUMBERED.match(line.text) or len(line.text) > 2 * MAX_BARE:
        return ""
    return line.text if not line.bullet or _leads_deeper(lines, at) else ""


def _bare(lines: Sequence[Line], at: int) -> str:
    line = lines[at]
    if line.kind != "text" or len(line.text) > MAX_BARE:
        return ""
    return line.text if read_level(line) is None or _leads_deeper(lines, at) else ""


def _leads_deeper(lines: Sequence[Line], at: int) -> bool:
    """Whether the next line is a level in a list inside this line's item."""
    return at + 1 < len(lines) and lines[at + 1].depth > lines[at].depth and is_level_line(lines[at + 1])
