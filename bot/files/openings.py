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
    if not headings:
        return _without_headings(lines, 0, len(lines))
    if not any(_states_levels(lines, at + 1, end) for at, end in spans):
        inner = _without_headings(lines, 0, headings[0])
        if inner:
            return inner | {at: Opening("aside", lines[at].text) for at in headings}
    found: dict[int, Opening] = {}
    for (at, end), role in zip(spans, _roles(lines, spans), strict=True):
        found[at] = Opening("aside" if role == "group" else role, lines[at].text)
        if role == "group":
            found |= _without_headings(lines, at + 1, end)
        if role == "dimension":  # a further one below it, written as a bold or a numbered line
            first = next((place for place in range(at + 1, end) if is_level_line(lines[place])), end)
            named = _named(lines, at + 1, end)
            found |= {place: Opening("dimension", text) for place, text in named.items() if place > first}
    return found


def is_label(text: str) -> bool:
    """Whether a line only heads a list, such as ``Levels:``."""
    return bool(LABEL.match(text.strip(" :")))


def _states_levels(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether levels stand between two places, also those of a plain numbered list."""
    inside = (line for line in lines[start:end] if line.kind != "code")
    return any(line.kind == "row" or isinstance(read_level(line), LevelLine) for line in inside)


def _roles(lines: Sequence[Line], spans: Sequence[tuple[int, int]]) -> list[str]:
    """Return what each heading is; one without levels of its own is judged by those below it and beside it."""
    headings = [lines[at] for at, _ in spans]
    roles = [_role_alone(lines, spans, place) for place in range(len(spans))]
    for place in range(len(spans) - 1, -1, -1):
        if not roles[place]:
            roles[place] = _role_by_children(headings, roles, place)
    depths = [heading.depth for heading, role in zip(headings, roles, strict=True) if role == "dimension"]
    usual = max(set(depths), key=depths.count) if depths else min(heading.depth for heading in headings)
    left = ("dimension" if each.depth == usual and not is_label(each.text) else "aside" for each in headings)
    return [role or other for role, other in zip(roles, left, strict=True)]


def _role_alone(lines: Sequence[Line], spans: Sequence[tuple[int, int]], place: int) -> str:
    at, end = spans[place]
    if _states_levels(lines, at + 1, end):
        if is_label(lines[at].text):
            return "aside"
        first = next((inner for inner in range(at + 1, end) if is_level_line(lines[inner])), end)
        return "group" if any(inner < first for inner in _named(lines, at + 1, end)) else "dimension"
    nested = any(lines[other].depth < lines[at].depth for other, _ in spans[:place])
    return "level" if nested and isinstance(read_level(lines[at]), LevelLine) else ""


def _role_by_children(headings: Sequence[Line], roles: Sequence[str], place: int) -> str:
    for child in range(place + 1, len(headings)):
        if headings[child].depth <= headings[place].depth:
            break
        if roles[child] in {"level", "dimension"}:
            return "dimension" if roles[child] == "level" else "aside"
    return ""


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
