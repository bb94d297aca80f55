"""The parts of an answer: its words, marks and numbers, and what whole numbers a number may mean."""

import re
import unicodedata
from typing import Literal, NamedTuple

from bot.core.framework import Scale
from bot.core.plain_text import folded

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}
KEYCAP_TEN = "\U0001f51f"
# Marks that change nothing: quotation marks, square brackets and Markdown. "~" is not one of them: "~3" is about 3.
SILENT = "*_`\"'\u201c\u201d\u00ab\u00bb\u201e[]\ufe0f"
TOKEN = re.compile(
    r"(?P<url>https?://\S+)"
    rf"|(?P<keycap>\d\ufe0f?\u20e3|{KEYCAP_TEN})"
    r"|(?P<emoji>:(?=[a-z_+-])[a-z0-9_+-]{1,60}:)"
    r"|(?P<number>\A-\d+(?!\w)|\d+(?:[.,:/\-\u2013\u2014]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<line>\s*\n\s*)"
    r"|(?P<space>\s+)"
    r"|(?P<mark>.)"
)
WHOLE = re.compile(r"(?P<whole>-?\d{1,3})(?:[.]0+)?")
RATIO = re.compile(r"(?P<part>\d{1,3})(?:[.]0+)?/(?P<of>\d{1,3})")
DECIMAL = re.compile(r"(?P<low>\d{1,3})(?P<mark>[.,])(?P<rest>\d{1,2})(?:/\d{1,3})?")
RANGE = re.compile(r"(?P<low>\d{1,3})[-\u2013\u2014](?P<high>\d{1,3})(?:/\d{1,3})?")


class Numeral(NamedTuple):
    """A number as typed. ``value`` is set when it is one whole number; ``spans`` are the whole numbers it may mean."""

    value: int | None = None
    spans: tuple[tuple[int, int], ...] = ()
    of: int | None = None

    def levels(self, scale: Scale) -> set[int]:
        """Give the levels of the scale it may mean."""
        spans = self.spans[:1] if self.of == scale.high else self.spans
        return {level for level in scale.levels() for low, high in spans if low <= level <= high}


class Token(NamedTuple):
    """One part of a text, from ``start`` to ``end``; ``glued`` when nothing stands between it and the part before."""

    kind: Literal["number", "word", "mark", "emoji", "url", "line"]
    text: str
    start: int
    end: int
    glued: bool
    numeral: Numeral | None = None


def tokens_of(text: str) -> list[Token]:
    """Split a cleaned text into its parts; space and silent marks are left out. Offsets are those of the text."""
    tokens: list[Token] = []
    end_before = -1
    for match in TOKEN.finditer(folded(text)):
        kind = match.lastgroup or "mark"
        if kind == "space" or match.group() in SILENT:
            continue
        tokens.append(_token(kind, match, glued=match.start() == end_before))
        end_before = match.end()
    return tokens


def exactly(value: int, of: int | None = None) -> Numeral:
    """Build the numeral of one whole number, with its denominator if it has one."""
    spans = ((value, value),) if of is None else ((value, value), (of, of))
    return Numeral(value, spans, of)


def _token(kind: str, match: re.Match[str], *, glued: bool) -> Token:
    text, start, end = match.group(), match.start(), match.end()
    if kind == "keycap":
        return Token("number", text, start, end, glued, exactly(10 if text == KEYCAP_TEN else int(text[0])))
    if kind == "emoji":
        value = NUMBER_WORDS.get(text.strip(":").removeprefix("keycap_"))
        return Token("emoji", text, start, end, glued, None if value is None else exactly(value))
    if kind == "number":
        return Token("number", text, start, end, glued, _numeral(text))
    if kind == "word":
        return Token("word", text, start, end, glued, _numeral_of_word(text))
    if kind == "line":
        return Token("line", "\n", start, end, glued)
    return Token("url" if kind == "url" else "mark", text, start, end, glued)


def _numeral(text: str) -> Numeral:
    """Read digits and what joins them; a date, a time, a version or a year is a number that means no level."""
    if found := WHOLE.fullmatch(text):
        value = int(found["whole"])
        plain = len(text) == 1 or not text.startswith("0")
        return exactly(value) if plain else Numeral(spans=((value, value),))
    if found := RATIO.fullmatch(text):
        return exactly(int(found["part"]), int(found["of"]))
    if found := RANGE.fullmatch(text):
        return Numeral(spans=(_ordered(int(found["low"]), int(found["high"])),))
    if found := DECIMAL.fullmatch(text):
        low, rest = int(found["low"]), int(found["rest"])
        between = (low, low + 1 if rest else low)
        return Numeral(spans=(between,) if found["mark"] == "." else (between, (rest, rest)))
    return Numeral()


def _numeral_of_word(text: str) -> Numeral | None:
    """Read a number word; a single sign that stands for a number (as the Roman three) may mean it."""
    if text in NUMBER_WORDS:
        return exactly(NUMBER_WORDS[text])
    sign = unicodedata.numeric(text, None) if len(text) == 1 else None
    if sign is None or not (sign == 0 or 1 <= sign <= 99):  # noqa: PLR2004 - a part of one, or beyond any scale
        return None
    return Numeral(spans=((int(sign), int(sign) + (sign % 1 > 0)),))


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one <= other else (other, one)
