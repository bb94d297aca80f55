"""Which lines of a scorecard open a dimension: headings, bold lines, numbered lines or bare names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.files.levels import LevelLine, is_level_line, read_level
from bot.files.plain import plain, unbulleted, unquoted
from bot.files.sections import RULE, Heading, Section
from bot.files.source import Line
from bot.files.tables import is_row

WORD = r"(?:dimension|area|capability|pillar|category|domain|criterion|competency|practice)"
NUMBERED = re.compile(
    rf"^(?:{WORD}\s*#?([0-9]{{1,2}}|[A-Z])\s*(?:[:.)]|--|[-\u2010-\u2015])\s*"
    r"|[0-9]{1,2}\.([0-9]{1,2})[.)]?\s+"
    r"|\(?([0-9]{1,2}|[IVX]{1,4}|[A-Z])[.)]\s*)(?=\S)",
    re.IGNORECASE,
)
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
    depth: int = 0


def openings(section: Section) -> dict[int, Opening]:
    """Tell, for each line of a scorecard that opens something, what it opens."""
    lines, headings = section.lines, section.headings
    if not headings:
        return _without_headings(lines, 0, len(lines))
    found: dict[int, Opening] = {}
    if not any(_own(lines, each, headings) for each in headings):
        inner = _without_headings(lines, 0, headings[0].index)
        if inner:
            return inner | {each.index: Opening("aside", each.text, each.depth) for each in headings}
    for heading, role in zip(headings, _roles(lines, headings), strict=True):
        found[heading.index] = Opening(role, heading.text, heading.depth)
        if role == "group":
            found[heading.index] = Opening("aside", heading.text, heading.depth)
            found |= _without_headings(lines, heading.index + 1, _end(heading, headings, len(lines)))
        if role == "dimension":
            found |= _strays(lines, heading.index + 1, _end(heading, headings, len(lines)))
    return found


def is_label(text: str) -> bool:
    """Tell whether a line only heads a list, such as ``Levels:``."""
    return bool(LABEL.match(text.strip(" :")))


def _end(heading: Heading, headings: Sequence[Heading], length: int) -> int:
    return next((each.index for each in headings if each.index > heading.index), length)


def _own(lines: Sequence[Line], heading: Heading, headings: Sequence[Heading]) -> bool:
    """Tell whether levels stand right under a heading, up to the next one."""
    below = lines[heading.index + 1 : _end(heading, headings, len(lines))]
    return any(isinstance(read_level(line.text), LevelLine) or is_row(line) for line in below if not line.code)


def _roles(lines: Sequence[Line], headings: Sequence[Heading]) -> list[str]:
    roles = [_first_role(lines, at, headings) for at in range(len(headings))]
    for at in range(len(headings) - 1, -1, -1):
        if not roles[at]:
            roles[at] = _by_children(at, headings, roles)
    depths = [each.depth for each, role in zip(headings, roles, strict=True) if role == "dimension"]
    usual = max(set(depths), key=depths.count) if depths else min(each.depth for each in headings)
    for at, heading in enumerate(headings):
        if not roles[at]:
            roles[at] = "dimension" if heading.depth == usual and not is_label(heading.text) else "aside"
    return roles


def _first_role(lines: Sequence[Line], at: int, headings: Sequence[Heading]) -> str:
    heading = headings[at]
    own = _own(lines, heading, headings)
    if own and is_label(heading.text):
        return "aside"
    if own:
        end = _end(heading, headings, len(lines))
        return "group" if _holds_dimensions(lines, heading.index + 1, end) else "dimension"
    nested = any(each.depth < heading.depth for each in headings[:at])
    return "level" if nested and isinstance(read_level(heading.text), LevelLine) else ""


def _by_children(at: int, headings: Sequence[Heading], roles: Sequence[str]) -> str:
    for child in range(at + 1, len(headings)):
        if headings[child].depth <= headings[at].depth:
            break
        if roles[child] == "level":
            return "dimension"
        if roles[child] == "dimension":
            return "aside"
    return ""


def _holds_dimensions(lines: Sequence[Line], start: int, end: int) -> bool:
    """Tell whether numbered or bold names, each with levels below, stand under a heading that is a mere group."""
    first = next((at for at in range(start, end) if lines[at].body and not RULE.match(lines[at].text)), end)
    leading = next((at for at in range(first, end) if is_level_line(lines[at])), end)
    found = [at for at in _named(lines, start, end) if at < leading]
    return bool(found)


def _strays(lines: Sequence[Line], start: int, end: int) -> dict[int, Opening]:
    """Find a further dimension under a heading, written as a bold or numbered line, behind the levels of the first."""
    leading = next((at for at in range(start, end) if is_level_line(lines[at])), end)
    return {at: Opening("dimension", text) for at, text in _named(lines, start, end).items() if at > leading}


def _named(lines: Sequence[Line], start: int, end: int) -> dict[int, str]:
    """Give the bold or numbered lines that have a level right below them."""
    named: dict[int, str] = {}
    for at in range(start, end):
        text = _bold(lines[at]) or _numbered(lines[at])
        below = _next_filled(lines, at + 1, end)
        if text and not is_label(text) and below is not None and is_level_line(lines[below]):
            named[at] = text
    return named


def _without_headings(lines: Sequence[Line], start: int, end: int) -> dict[int, Opening]:
    """Find dimensions among lines without headings: all bold, else all numbered, else all bare names."""
    for reader in (_bold, _numbered, _bare):
        named = {at: text for at in range(start, end) if (text := reader(lines[at])) and not is_label(text)}
        named = _alike(named, lines) if reader is not _bare else _bare_names(named, lines, end)
        marks = sorted([*named, end])
        spans = list(pairwise(marks))
        if any(_level_between(lines, first + 1, last, loose=reader is _bold) for first, last in spans):
            return {at: Opening("dimension", text) for at, text in named.items()}
    return {}


def _level_between(lines: Sequence[Line], start: int, end: int, *, loose: bool) -> bool:
    return any(
        is_level_line(line) or is_row(line) or (loose and isinstance(read_level(line.text), LevelLine))
        for line in lines[start:end]
    )


def _alike(named: dict[int, str], lines: Sequence[Line]) -> dict[int, str]:
    """Keep the lines that are indented like the first: deeper ones are levels or lists."""
    first = min(named, default=0)
    return {at: text for at, text in named.items() if lines[at].indent <= lines[first].indent}


def _bold(line: Line) -> str:
    """Give the words of a line that is bold as a whole, with its number; else nothing."""
    body = unbulleted(unquoted(line.text))[0].rstrip(":").strip()
    number = re.match(r"^\(?[0-9]{1,2}[.)]\s*", body)
    bold = body[number.end() :] if number else body
    if line.code or not re.match(r"^(?:\*\*|__)(?!\s)[^*]{1,200}(?:\*\*|__)$", bold) or _is_strict_level(plain(body)):
        return ""
    return plain(body)


def _is_strict_level(body: str) -> bool:
    found = read_level(body)
    return isinstance(found, LevelLine) and found.strict


def _numbered(line: Line) -> str:
    body = plain(unquoted(line.text))
    bulleted = unbulleted(unquoted(line.text))[1]
    return body if not line.code and not bulleted and NUMBERED.match(body) and len(body) <= 2 * MAX_BARE else ""


def _bare(line: Line) -> str:
    body = plain(unbulleted(unquoted(line.text))[0])
    return "" if line.code or not body or len(body) > MAX_BARE or read_level(line.text) or is_row(line) else body


def _bare_names(named: dict[int, str], lines: Sequence[Line], end: int) -> dict[int, str]:
    """Keep bare lines with a level right below, and those that stand alone just like them."""
    leads = {
        at for at in named if (below := _next_filled(lines, at + 1, end)) is not None and is_level_line(lines[below])
    }
    shape = {(unbulleted(lines[at].text)[1], lines[at].indent) for at in leads}
    alone = {
        at
        for at, text in named.items()
        if (unbulleted(lines[at].text)[1], lines[at].indent) in shape
        and not text.endswith((".", ";", ",", "?", "!"))
        and (at == 0 or not lines[at - 1].body)
        and at > min(leads, default=end)
        and ":" not in text.rstrip(":")
    }
    return {at: text.rstrip(":") for at, text in named.items() if at in leads | alone}


def _next_filled(lines: Sequence[Line], start: int, end: int) -> int | None:
    return next((at for at in range(start, end) if lines[at].body and not RULE.match(lines[at].text)), None)
