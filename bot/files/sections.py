"""The sections of a document: its headings in all the forms people give them, and what stands under each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.files.levels import is_level_line
from bot.files.plain import plain
from bot.files.source import Line

ATX = re.compile(r"^ {0,3}(#{1,6})(?!#)\s*(.*?)\s*#*$")
NUMBER = re.compile(r"^\(?([0-9]{1,2}|[A-Za-z])[.):]\)?\s+|^([0-9]{1,2})\s*(?:[-\u2013\u2014]|\s)\s+")
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
RULE = re.compile(r"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")

SCORECARD, PROMPT, SCALE, VARIABLES, EXAMPLE = "scorecard", "prompt", "scale", "variables", "example"
PURPOSE, DELIVERABLES, DIMENSIONS, TITLE, OTHER = "purpose", "deliverables", "dimensions", "title", "other"
SPARE = "spare"  # a second section that calls itself a scorecard

# Tried in this order: "Prompt Variables" are variables, an "Example Scorecard" is an example.
KINDS = (
    (VARIABLES, re.compile(r"\bvariables?\b|\bplaceholders?\b")),
    (EXAMPLE, re.compile(r"^(?:worked |filled |condensed |usage )?examples?\b|\bsample\b")),
    (PROMPT, re.compile(r"\bprompt\b")),
    (SCORECARD, re.compile(r"\bscore ?cards?\b|\brubric\b")),
    (
        SCALE,
        re.compile(
            r"\bmaturity (?:scale|levels?|bands?|stages?)\b|\bbands?\b|\binterpret"
            r"|\bscoring (?:scale|guide|key|bands?)\b|\brating scale\b"
            r"|\bscore (?:ranges?|bands?|levels?)\b|\boverall (?:maturity|score|readiness)\b"
            r"|^(?:scale|levels|scoring)$"
        ),
    ),
    (DELIVERABLES, re.compile(r"\bdeliverables?\b|^(?:expected )?outputs?$")),
    (PURPOSE, re.compile(r"^purpose\b|^overview$|^objectives?$|^about\b")),
    (DIMENSIONS, re.compile(r"\bdimensions?\b|\bcapabilit|\bcriteria\b|\bassessment areas?\b|\bmatrix\b")),
)
# Names that make a bold or a bare line a heading where the document has no real heading for that section.
EXACT = {
    "purpose": PURPOSE,
    "quick prompt": PROMPT,
    "quick assessment prompt": PROMPT,
    "assessment prompt": PROMPT,
    "prompt": PROMPT,
    "readiness scorecard": SCORECARD,
    "maturity scorecard": SCORECARD,
    "scorecard": SCORECARD,
    "deliverables": DELIVERABLES,
    "maturity scale": SCALE,
    "maturity levels": SCALE,
    "maturity bands": SCALE,
    "bands": SCALE,
    "score interpretation": SCALE,
    "interpretation": SCALE,
    "variables": VARIABLES,
    "example": EXAMPLE,
    "examples": EXAMPLE,
}
PSEUDO = 7  # the level of a heading that is only a bold or a bare line


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: where it stands among the lines, how deep, its text, and the kind of section it would open."""

    index: int
    depth: int
    text: str
    kind: str
    exact: bool
    numbered: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its kind, its heading's text and line, and the lines below, with the headings deeper than it."""

    kind: str
    text: str
    line: int
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...] = ()


def sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """Cut a document's body into its sections; what stands before the first heading is left out."""
    headings = find_headings(lines)
    chosen = _scorecard_heading(headings, lines)
    cuts = _cuts(headings, chosen, lines)
    found: list[Section] = []
    for position, cut in enumerate(cuts):
        end = cuts[position + 1].index if position + 1 < len(cuts) else len(lines)
        inner = tuple(
            Heading(each.index - cut.index - 1, each.depth, each.text, each.kind, each.exact, each.numbered)
            for each in headings
            if cut.index < each.index < end and each.depth < PSEUDO
        )
        kind = cut.kind if cut.kind != SCORECARD or cut is chosen or chosen is None else SPARE
        found.append(Section(kind, cut.text, lines[cut.index].number, tuple(lines[cut.index + 1 : end]), inner))
    return tuple(found)


def find_headings(lines: Sequence[Line]) -> tuple[Heading, ...]:
    """Find real headings (``## x`` or underlined), and bold or bare lines that name a section nobody else opens."""
    real: list[Heading] = []
    for index, line in enumerate(lines):
        if not line.code and (heading := _real(lines, index)):
            real.append(heading)
    taken = {each.kind for each in real if each.kind != TITLE}
    at = {each.index for each in real}
    pseudo = [each for each in _pseudo(lines, at) if each.kind not in taken]
    return tuple(sorted([*real, *pseudo], key=lambda each: each.index))


def _real(lines: Sequence[Line], index: int) -> Heading | None:
    text = lines[index].text
    found = ATX.match(text)
    if found:
        depth, title = len(found.group(1)), plain(found.group(2))
        spaced = text.lstrip()[depth : depth + 1] == " "
        if not title or not (spaced or depth > 1):
            return None
        return _heading(index, depth, title)
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    if not text.strip() or not re.match(r"^ {0,3}(?:=+|-{3,})$", below) or text.lstrip()[0] in "-*+>|#":
        return None
    title = plain(text)
    return _heading(index, 1 if "=" in below else 2, title) if "=" in below or _exact_kind(title) else None


def _heading(index: int, depth: int, title: str) -> Heading:
    kind = kind_of(title)
    return Heading(index, depth, title, kind, bool(_exact_kind(title)), bool(NUMBER.match(title)))


def _pseudo(lines: Sequence[Line], taken: set[int]) -> list[Heading]:
    found: list[Heading] = []
    for index, line in enumerate(lines):
        body = line.body
        if index in taken or line.code or not body or len(body) > 80:  # noqa: PLR2004 (longer lines are prose)
            continue
        bold = body.startswith(("**", "__")) and body.rstrip(":").endswith(("**", "__"))
        alone = line.indent == 0 and (index == 0 or not lines[index - 1].body)
        kind = _exact_kind(plain(body)) if bold or alone else ""
        if kind:
            found.append(Heading(index, PSEUDO, plain(body).rstrip(":"), kind, exact=True, numbered=False))
    return found


def kind_of(title: str) -> str:
    """Tell which section a heading opens, by its words."""
    words = _words(title)
    return next((kind for kind, pattern in KINDS if pattern.search(words)), OTHER)


def _words(title: str) -> str:
    words = EDGES.sub("", ASIDE.sub(" ", title).lower())
    return " ".join(EDGES.sub("", NUMBER.sub("", words)).split())


def _exact_kind(title: str) -> str:
    return EXACT.get(re.sub(r"\s*[0-9]+\s*(?:[-\u2013\u2014]|to)\s*[0-9]+$", "", _words(title)), "")


def _scorecard_heading(headings: tuple[Heading, ...], lines: Sequence[Line]) -> Heading | None:
    """Choose the heading under which the levels stand; the first of the best when several could."""
    best: tuple[int, Heading] | None = None
    for position, heading in enumerate(headings):
        if heading.kind not in {SCORECARD, DIMENSIONS} or (heading.depth == 1 and _has_deeper(headings, position)):
            continue
        end = _region_end(headings, position, lines)
        levels = sum(is_level_line(line) or line.body.count("|") > 1 for line in lines[heading.index + 1 : end])
        weight = 2 * levels + (heading.kind == SCORECARD)
        if weight and (best is None or weight > best[0]):
            best = (weight, heading)
    if best is None:
        return None
    heading = best[1]
    depth = _usual_depth(headings) if heading.depth == PSEUDO else heading.depth
    return Heading(heading.index, depth, heading.text, SCORECARD, heading.exact, heading.numbered)


def _has_deeper(headings: tuple[Heading, ...], position: int) -> bool:
    return any(each.kind == SCORECARD and each.depth > 1 for each in headings[position + 1 :])


def _region_end(headings: tuple[Heading, ...], position: int, lines: Sequence[Line]) -> int:
    start = headings[position]
    for place in range(position + 1, len(headings)):
        heading = headings[place]
        if heading.depth < start.depth or (heading.depth == start.depth and heading.exact):
            return heading.index
        if heading.depth == start.depth and heading.kind in {SCORECARD, EXAMPLE, VARIABLES, PROMPT}:
            return heading.index
    return len(lines)


def _cuts(headings: tuple[Heading, ...], chosen: Heading | None, lines: Sequence[Line]) -> list[Heading]:
    """Choose the headings that open sections; the others belong to what stands above them."""
    depth = chosen.depth if chosen else _usual_depth(headings)
    cuts: list[Heading] = []
    dimensions_beside = False
    for position, each in enumerate(headings):
        end = headings[position + 1].index if position + 1 < len(headings) else len(lines)
        heading = chosen if chosen and each.index == chosen.index else each
        inside = bool(cuts) and cuts[-1] is chosen
        levels = any(is_level_line(line) for line in lines[each.index + 1 : end])
        if inside and chosen and _is_dimension(heading, chosen, beside=dimensions_beside, levels=levels):
            dimensions_beside = dimensions_beside or heading.depth == chosen.depth
        elif heading.depth <= depth or heading.depth == PSEUDO or (inside and heading.exact and not heading.numbered):
            first = heading.depth == 1 and heading is not chosen and not any(cut.kind == TITLE for cut in cuts)
            cuts.append(_titled(heading) if first else heading)
    return cuts


def _is_dimension(heading: Heading, chosen: Heading, *, beside: bool, levels: bool) -> bool:
    """Tell whether a heading inside the scorecard names a dimension rather than the next section."""
    if heading.kind == SCALE and heading.exact and not heading.numbered:
        return False
    numbered = heading.numbered and not chosen.numbered
    if heading.depth > chosen.depth and heading.depth < PSEUDO:
        return levels or numbered or not heading.exact
    if heading.depth != chosen.depth or chosen.depth == PSEUDO:
        return False
    return (levels and (heading.kind in {OTHER, DIMENSIONS} or numbered)) or (
        beside and numbered and heading.kind == OTHER
    )


def _titled(heading: Heading) -> Heading:
    return Heading(heading.index, heading.depth, heading.text, TITLE, exact=False, numbered=heading.numbered)


def _usual_depth(headings: tuple[Heading, ...]) -> int:
    depths = [each.depth for each in headings if each.kind not in {OTHER, TITLE} and 1 < each.depth < PSEUDO]
    return max(set(depths), key=depths.count) if depths else 2
