"""The sections of a document: its headings in the forms that people give them, and what stands under each.

Inside a scorecard, the lines that open a dimension: headings, bold lines, numbered lines or bare names.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.files.blocks import Line
from bot.files.levels import FoundLevel, is_level_line, read_level

NUMBER = re.compile(r"^\(?([0-9]{1,2}|[A-Za-z])[.):]\)?\s+|^([0-9]{1,2})\s*(?:[-\u2013\u2014]|\s)\s+")
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
SPAN_BEHIND = re.compile(r"[\s:]*[0-9]+\s*(?:[-\u2013\u2014]|to)\s*[0-9]+$")
SPAN_STATED = re.compile(r"[(\[]\s*[0-9]{1,2}\s*(?:[-\u2013\u2014]|to|bis|\u00e0|a)\s*[0-9]{1,2}\b")
SCORECARD, PROMPT, SCALE, VARIABLES, EXAMPLE = "scorecard", "prompt", "scale", "variables", "example"
PURPOSE, DELIVERABLES, DIMENSIONS, TITLE, OTHER = "purpose", "deliverables", "dimensions", "title", "other"
SPARE = "spare"  # a second section that calls itself a scorecard
# Tried in this order: "Prompt Variables" are variables, an "Example Scorecard" is an example.
KINDS = (
    (VARIABLES, re.compile(r"\bvariables?\b|\bplaceholders?\b|^inputs?$|^parameters?$|\bvariablen\b")),
    (
        EXAMPLE,
        re.compile(
            r"^(?:worked |filled |condensed |usage )?examples?\b|\bsample\b|^beispiele?\b|^exemples?\b|^ejemplos?\b"
        ),
    ),
    (PROMPT, re.compile(r"\bprompt\b")),
    (
        SCORECARD,
        re.compile(
            r"\bscore ?cards?\b|\brubric\b|\br\u00fabrica\b|\bbewertungs(?:raster|bogen|matrix)\b|\breifegradmatrix\b"
            r"|\bgrille d.(?:\u00e9valuation|maturit\u00e9)\b|\bmatriz de (?:madurez|evaluaci\u00f3n)\b"
        ),
    ),
    (
        SCALE,
        re.compile(
            r"\b(?:maturity|readiness) (?:scale|levels?|bands?|stages?|ranges?|tiers?)\b|\bbands?\b|\binterpret"
            r"|\bscoring (?:scale|guide|key|bands?)\b|\brating scale\b"
            r"|\bscore (?:ranges?|bands?|levels?)\b|\boverall (?:maturity|score|readiness)\b"
            r"|^(?:scale|levels|scoring|skala|reifegrade|\u00e9chelle|escala)$|\breifegradskala\b|\breifegradstufen\b"
            r"|\b(?:\u00e9chelle|niveaux) de maturit\u00e9\b|\b(?:escala|niveles) de madurez\b"
        ),
    ),
    (DELIVERABLES, re.compile(r"\bdeliverables?\b|^(?:expected )?outputs?$|^ergebnisse$|^livrables$|^entregables$")),
    (
        PURPOSE,
        re.compile(
            r"^purpose\b|^overview$|^objectives?$|^about\b|^zweck\b|^ziele?$|^objectifs?$|^but$|^prop\u00f3sito\b|^objetivos?$"
        ),
    ),
    (
        DIMENSIONS,
        re.compile(  # not "Dimension: Listening", which is one of them
            r"^(?!(?:dimension|capability): ?\S).*"
            r"(?:\bdimensions?\b(?! ?#?[0-9])|\bcapabilit|\bcriteria\b|\bassessment areas?\b|\bmatrix\b)"
        ),
    ),
)
# Names that make a bold or a bare line a heading where the document has no real heading for that section.
EXACT = {
    PURPOSE: "purpose",
    PROMPT: "quick prompt|quick assessment prompt|assessment prompt|prompt",
    SCORECARD: "readiness scorecard|maturity scorecard|scorecard",
    DELIVERABLES: "deliverables",
    SCALE: "maturity scale|maturity levels|maturity bands|bands|score interpretation|interpretation",
    VARIABLES: "variables",
    EXAMPLE: "example|examples",
}
PSEUDO = 7  # the depth of a heading that is only a bold or a bare line
MAX_PSEUDO = 80  # characters; a longer line is prose
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
class Heading:
    """One heading: where it stands among the lines, how deep, its words, and the kind of section it would open."""

    at: int
    depth: int
    text: str
    kind: str
    exact: bool
    numbered: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its kind, its heading's text and line, and the lines below, deeper headings among them."""

    kind: str
    text: str
    line: int
    lines: tuple[Line, ...]


def sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """Cut a document's body into its sections; what stands before the first heading is left out."""
    headings = _headings(lines)
    chosen = _scorecard(headings, lines)
    cuts = _cuts(headings, chosen, lines)
    found: list[Section] = []
    for position, cut in enumerate(cuts):
        end = cuts[position + 1].at if position + 1 < len(cuts) else len(lines)
        kind = cut.kind if cut.kind != SCORECARD or cut is chosen or chosen is None else SPARE
        found.append(Section(kind, cut.text, lines[cut.at].number, tuple(lines[cut.at + 1 : end])))
    return tuple(found)


def names_scorecard(title: str) -> bool:
    """Whether a heading calls what stands below it a scorecard or a rubric."""
    return any(kind == SCORECARD and pattern.search(_words(title)) for kind, pattern in KINDS)


def title_of(lines: Sequence[Line]) -> tuple[str, int]:
    """Return the document's first heading of the first depth and its line; an empty text when there is none."""
    found = next((line for line in lines if line.kind == "heading" and line.depth == 1), None)
    return (found.text, found.number) if found else ("", 1)


def _headings(lines: Sequence[Line]) -> tuple[Heading, ...]:
    """Find real headings, and bold or bare lines that name a section which no real heading opens."""
    real = [_heading(at, line, line.depth) for at, line in enumerate(lines) if line.kind == "heading" and line.text]
    ruled = (_heading(at, line, 2) for at, line in enumerate(lines) if line.underlined and not is_level_line(line))
    real += [heading for heading in ruled if heading.kind != OTHER]
    depth = _usual_depth(real)  # a dimension below it may have the name of a section
    taken = {heading.kind for heading in real if heading.depth <= depth}
    pseudo = [
        _heading(at, line, PSEUDO)
        for at, line in enumerate(lines)
        if line.kind == "text" and len(line.raw) <= MAX_PSEUDO and (is_bold(line) or _is_bare(lines, at))
    ]
    named = [heading for heading in pseudo if heading.exact and heading.kind not in taken]
    return tuple(sorted([*real, *named], key=lambda heading: heading.at))


def _is_bare(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is no item and begins a paragraph, or stands at the margin right below a list."""
    line = lines[at]
    return not line.item and (line.starts or (line.depth == 0 < lines[at - 1].depth))


def is_bold(line: Line) -> bool:
    """Whether a line is bold as a whole, but for a number before it and a colon behind."""
    body = re.sub(r"^\(?[0-9]{1,2}[.)]\s*", "", line.raw).rstrip(": ")
    return bool(re.match(r"^(?:\*\*|__)(?!\s)[^*]{1,200}(?:\*\*|__)$", body))


def _heading(at: int, line: Line, depth: int) -> Heading:
    words = _words(line.text)
    name = SPAN_BEHIND.sub("", words)
    exact = next((kind for kind, names in EXACT.items() if name in names.split("|")), "")
    kind = exact or next((kind for kind, pattern in KINDS if pattern.search(words)), OTHER)
    return Heading(at, depth, line.text, kind, bool(exact), bool(NUMBER.match(line.text)))


def _words(title: str) -> str:
    words = EDGES.sub("", ASIDE.sub(" ", title).lower())
    return " ".join(EDGES.sub("", NUMBER.sub("", words)).split())


def _scorecard(headings: Sequence[Heading], lines: Sequence[Line]) -> Heading | None:
    """Choose the heading under which most levels stand, before the title above it."""
    usual, weights = _usual_depth(headings), {}
    headings = [replace(each, depth=usual) if each.depth == PSEUDO else each for each in headings]
    for position, heading in enumerate(headings):
        deeper = any(other.kind == SCORECARD and other.depth > 1 for other in headings[position + 1 :])
        if heading.kind in {SCORECARD, DIMENSIONS} and not (heading.depth == 1 and deeper):
            inside = lines[heading.at + 1 : _region_end(headings, position, len(lines))]
            listed = heading.kind == SCORECARD and SPAN_STATED.search(heading.text)  # plain lists are levels there
            levels = sum(
                line.kind == "row" or (isinstance(read_level(line), FoundLevel) if listed else is_level_line(line))
                for line in inside
            )
            weights[position] = 2 * levels + (heading.kind == SCORECARD and heading.depth > 1)
    best = max(weights, key=lambda position: (weights[position], headings[position].depth), default=None)
    if best is None or not weights[best]:
        return None
    return replace(headings[best], kind=SCORECARD)


def _region_end(headings: Sequence[Heading], position: int, length: int) -> int:
    start = headings[position]
    for heading in headings[position + 1 :]:
        beside = heading.depth == start.depth
        other = heading.exact or heading.kind in {SCORECARD, EXAMPLE, VARIABLES, PROMPT}
        if heading.depth < start.depth or (beside and other):
            return heading.at
    return length


def _cuts(headings: Sequence[Heading], chosen: Heading | None, lines: Sequence[Line]) -> list[Heading]:
    """Choose the headings that open sections; the others belong to what stands above them."""
    depth = chosen.depth if chosen else _usual_depth(headings)
    opened = {heading.kind for heading in headings if heading.depth <= depth or heading.depth == PSEUDO}
    cuts: list[Heading] = []
    beside = titled = False
    for position, each in enumerate(headings):
        heading = chosen if chosen and each.at == chosen.at else each
        if heading is not chosen and cuts and cuts[-1].kind == EXAMPLE and cuts[-1].depth < heading.depth < PSEUDO:
            continue  # a part of the example, whatever it is called
        end = headings[position + 1].at if position + 1 < len(headings) else len(lines)
        levels = any(is_level_line(line) for line in lines[heading.at + 1 : end])
        inside = chosen is not None and bool(cuts) and cuts[-1] is chosen
        if inside and chosen and _is_dimension(heading, chosen, beside=beside, levels=levels):
            beside = beside or heading.depth == chosen.depth
        # a deeper heading opens a section by its name: in the scorecard, or where no other heading opens it
        elif (
            heading.depth <= depth
            or heading.depth == PSEUDO
            or (heading.exact and not heading.numbered and (inside or heading.kind not in opened))
        ):
            title = heading.depth == 1 and heading is not chosen and not titled
            titled = titled or title
            cuts.append(replace(heading, kind=TITLE) if title else heading)
    return cuts


def _is_dimension(heading: Heading, chosen: Heading, *, beside: bool, levels: bool) -> bool:
    """Whether a heading inside the scorecard names a dimension rather than the next section."""
    if heading.kind == SCALE and heading.exact and not heading.numbered:
        return False
    numbered = heading.numbered and not chosen.numbered
    if chosen.depth < heading.depth < PSEUDO:
        return levels or numbered or not heading.exact
    if heading.depth != chosen.depth:
        return False
    if levels:
        return heading.kind in {OTHER, DIMENSIONS} or numbered
    return beside and numbered and heading.kind == OTHER


def _usual_depth(headings: Sequence[Heading]) -> int:
    depths = [heading.depth for heading in headings if heading.kind != OTHER and 1 < heading.depth < PSEUDO]
    return max(set(depths), key=depths.count) if depths else 2


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
        found = _without_headings(lines, headings[0] if headings else len(lines))
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


def _role(lines: Sequence[Line], at: int, end: int) -> str:
    """Return what a heading is by what stands below it, or nothing where others beside it have to say."""
    if _opens_levels(lines, at, end, loose=True):
        first = next((inner for inner in range(at + 1, end) if is_level_line(lines[inner])), end)
        named = any(inner < first for inner in _named(lines, at + 1, end))  # the heading is that of a group
        return "aside" if named or is_label(lines[at].text) else "dimension"
    nested = any(line.kind == "heading" and line.depth < lines[at].depth for line in lines[:at])
    return "level" if nested and isinstance(read_level(lines[at]), FoundLevel) else ""


def _named(lines: Sequence[Line], start: int, end: int) -> dict[int, str]:
    """Return the bold or numbered lines that have a level right below them."""
    found: dict[int, str] = {}
    for at in range(start, end - 1):
        text = _bold(lines, at) or _numbered(lines, at)
        if text and not is_label(text) and is_level_line(lines[at + 1]):
            found[at] = text
    return found


def _without_headings(lines: Sequence[Line], end: int) -> dict[int, Opening]:
    """Find dimensions among lines without headings: all bold, else all numbered, else all bare names."""
    for reader in (_bold, _numbered, _bare):
        named = _alike(reader, lines, end)
        if any(_opens_levels(lines, first, last, loose=reader is _bold) for first, last in pairwise([*named, end])):
            return {at: Opening("dimension", text) for at, text in named.items()}
    return {}


def _alike(reader: Callable[[Sequence[Line], int], str], lines: Sequence[Line], end: int) -> dict[int, str]:
    """Return the lines that a reader takes and that stand like the first of them: deeper ones are levels or lists."""
    named = {at: text for at in range(end) if (text := reader(lines, at)) and not is_label(text)}
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
        or ((loose or line.depth > lines[at].depth) and isinstance(read_level(line), FoundLevel))
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
