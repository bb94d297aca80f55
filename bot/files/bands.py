"""The maturity scale: bands of the overall figure as people write them."""

import re
from collections.abc import Sequence
from fractions import Fraction

from bot.files.found import FoundBand
from bot.files.plain import plain, unbulleted, unquoted
from bot.files.remarks import Remarks
from bot.files.sections import RULE
from bot.files.source import Line
from bot.files.tables import DIVIDER, is_row

N = r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)"
UNIT = r"(?:\s*(?:points?|pts?\.?|total))?"
TO = r"\s*(?:--|[-\u2010-\u2015\u2212]|to|through|up to|\u2192)\s*"
RANGE = re.compile(rf"^{N}{UNIT}{TO}{N}{UNIT}(?![0-9])", re.IGNORECASE)
LEVEL = re.compile(
    rf"^(?:maturity\s+)?(?:levels?|stages?|l)\s*([0-9]{{1,2}})(?:{TO}([0-9]{{1,2}})(?=\s*[:(|]|\s+[-\u2010-\u2015]))?(?![0-9.,]*[0-9])",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:(?:overall|average|mean|total)\s+)?(?:scores?|average|mean|total|points)\s*(?:of|from|:)?\s+(?=[0-9<>\u2264\u2265])",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"^[(\[]([^()\[\]]{1,30})[)\]]")
FROM = re.compile(
    rf"^(?:(>=|\u2265|at least|from|>|above|over|more than)\s*{N}"
    rf"|{N}\s*(?:\+|(?:and|or) (?:above|more|over|higher|up)))",
    re.IGNORECASE,
)
BELOW = re.compile(
    rf"^(?:(<=|\u2264|up to|at most|<|below|under|less than)\s*{N}|{N}\s*(?:and|or) (?:below|less|under|lower))",
    re.IGNORECASE,
)
SINGLE = re.compile(rf"^{N}{UNIT}(?![0-9%])", re.IGNORECASE)
PERCENT = re.compile(r"^[0-9]{1,3}(?:\s*%)?\s*(?:-|[\u2010-\u2015]|to)\s*[0-9]{1,3}\s*%", re.IGNORECASE)
NAMED_FIRST = re.compile(
    rf"^([^\W\d_][^:()|]{{0,50}}?)\s*(?:[(:\[]|\s(?:--|[-\u2010-\u2015])\s)\s*({N}{UNIT}(?:{TO}{N}|\s*\+)?{UNIT})\s*[)\]]?(?![0-9%])",
    re.IGNORECASE,
)
MARKS = re.compile(r"^(?:\s*(?:->|=>|\u2192|--|[-\u2010-\u2015\u2212:=|.)\]])){1,3}\s*|^\s+")
NAME = re.compile(r"^([^(]{0,120}?)\s*(?:\(([^()]{0,400})\)|\s(?:--|[-\u2010-\u2015])\s|:\s|:$|\.\s|;\s|,\s)\s*(.*)$")
FOCUS = re.compile(r"^focus\s*(?::|--|[\u2010-\u2015])\s*(.*)$", re.IGNORECASE)
MAX_NAME = 80


def read_bands(lines: Sequence[Line], remarks: Remarks) -> list[FoundBand]:
    """Read the bands of a section; an item that opens with a number and is no band is a problem."""
    bands: list[FoundBand] = []
    after_blank = True
    for line in lines:
        item, bulleted = unbulleted(unquoted(line.text))
        body = _row(line) if is_row(line) else plain(item)
        if line.code or not body or RULE.match(line.text):
            after_blank = not line.body
            continue
        focus = FOCUS.match(body)
        band = None if focus else read_band(line.number, body)
        if band:
            bands.append(band)
        elif focus and bands:
            bands[-1].focus = f"{bands[-1].focus} {focus.group(1)}".strip()
        elif PERCENT.match(body):
            remarks.problem(
                line.number, "bands in percent are not read. Write them as figures of the scale: `1.0-1.9: Name`."
            )
        elif (bulleted or is_row(line)) and re.match(r"^[-+]?[0-9]", body):
            remarks.problem(line.number, f"{body[:60]!r} is no band. Write `1.0-1.9: Name (what it means)`.")
        elif bands and not bulleted and not is_row(line):
            _goes_on(bands[-1], body, after_blank=after_blank)
        after_blank = False
    return bands


def hidden_bands(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give the lines of a section nobody named that hold bands all the same: two or more that open with a range."""
    found = [at for at, line in enumerate(lines) if not line.code and _is_ranged(line)]
    return tuple(lines[found[0] : found[-1] + 2]) if len(found) > 1 else ()


def _is_ranged(line: Line) -> bool:
    body = plain(unbulleted(line.text)[0])
    return bool(RANGE.match(body)) and read_band(0, body) is not None


def read_band(line: int, body: str) -> FoundBand | None:
    """Read one line as a band; None when it is none."""
    body = BRACKETS.sub(r"\1", LEAD.sub("", _unnumbered(body)))
    for pattern, build in (
        (LEVEL, _of_level),
        (RANGE, _of_range),
        (FROM, _of_from),
        (BELOW, _of_below),
        (SINGLE, _of_single),
    ):
        found = pattern.match(body)
        if found:
            band = build(line, found)
            rest = body[found.end() :]
            inner = re.match(rf"^\s*\(({N}(?:{TO}{N})?){UNIT}\)", rest, re.IGNORECASE)
            if inner and band.whole and (exact := _figures(line, inner.group(1))):
                band, rest = exact, rest[inner.end() :]
            return _worded(band, rest)
    return _named_first(line, body)


def _unnumbered(body: str) -> str:
    """Take the number of a numbered list off an item that has figures of its own: ``2. 2.0-2.9: Developing``."""
    rest = re.sub(r"^[0-9]{1,2}[.)]\s+", "", body)
    own = any(pattern.match(rest) for pattern in (LEVEL, RANGE, FROM, BELOW, SINGLE, NAMED_FIRST))
    return rest if own else body


def _named_first(line: int, body: str) -> FoundBand | None:
    """Read ``Initial (1.0-1.9): text``."""
    found = NAMED_FIRST.match(body)
    band = _figures(line, found.group(2)) if found else None
    if not found or band is None:
        return None
    band.name = found.group(1).strip(" -\u2013\u2014")
    band.text = re.sub(r"^\(([^()]*)\)$", r"\1", MARKS.sub("", body[found.end() :]).strip())
    return band


def _figures(line: int, text: str) -> FoundBand | None:
    for pattern, build in ((RANGE, _of_range), (FROM, _of_from), (SINGLE, _of_single)):
        found = pattern.match(text)
        if found:
            return build(line, found)
    return None


def _of_level(line: int, found: re.Match[str]) -> FoundBand:
    low, high = Fraction(int(found.group(1))), Fraction(int(found.group(2) or found.group(1)))
    return FoundBand(line, "", low, high, whole=True)


def _of_range(line: int, found: re.Match[str]) -> FoundBand:
    return FoundBand(line, "", number(found.group(1)), number(found.group(2)))


def _of_from(line: int, found: re.Match[str]) -> FoundBand:
    above = (found.group(1) or "").lower() in {">", "above", "over", "more than"}
    return FoundBand(line, "", number(found.group(2) or found.group(3)), None, above=above)


def _of_below(line: int, found: re.Match[str]) -> FoundBand:
    below = (found.group(1) or "").lower() in {"<", "below", "under", "less than"}
    return FoundBand(line, "", None, number(found.group(2) or found.group(3)), below=below)


def _of_single(line: int, found: re.Match[str]) -> FoundBand:
    figure = number(found.group(1))
    return FoundBand(line, "", figure, figure, whole="." not in found.group(1) and "," not in found.group(1))


def number(text: str) -> Fraction:
    """Read a figure with a point or a comma, exactly."""
    return Fraction(text.replace(",", "."))


def _worded(band: FoundBand, rest: str) -> FoundBand | None:
    """Cut what stands behind a band's figures into its name and its text; None where the marks are missing."""
    marks = MARKS.match(rest)
    if rest.strip() and (marks is None or rest[:1] == "%"):
        return None
    words = rest[marks.end() :].strip() if marks else ""
    bracketed = re.match(r"^\(([^()]+)\)\s*(?:[:.]|--|[-\u2010-\u2015])?\s*(.*)$", words)
    if bracketed:
        band.name, band.text = bracketed.group(1).strip(), bracketed.group(2).strip()
        return band
    found = NAME.match(words)
    if found:
        inner, behind = (found.group(2) or "").strip(), MARKS.sub("", found.group(3)).strip()
        band.text = f"{inner}: {behind}" if inner and behind else inner or behind
        band.name = found.group(1).strip(" .:")
    else:
        name, _, text = words.partition("(")
        band.name, band.text = name.strip(" .:"), text.strip().removesuffix(")")
    return band


def _goes_on(band: FoundBand, words: str, *, after_blank: bool) -> None:
    if band.focus and not after_blank:
        band.focus = f"{band.focus} {words}"
    elif not after_blank:
        band.text = f"{band.text} {words}".strip()


def _row(line: Line) -> str:
    cells = [plain(cell) for cell in line.body.strip("|").split("|")]
    if all(DIVIDER.match(cell) for cell in cells if cell):
        return ""
    name = f"{cells[1]}" if len(cells) > 1 else ""
    rest = f" ({'; '.join(cells[2:])})" if any(cells[2:]) else ""
    if cells and re.match(r"^[0-9<>\u2264\u2265lsbu]", cells[0], re.IGNORECASE) and re.search("[0-9]", cells[0]):
        return f"{cells[0]}: {name}{rest}"
    return f"{name}: {cells[0]}{rest}" if re.match(r"^[0-9]", name) else ""
