"""What of other people's words may stand in a text of ours: harmless lines, and quotations that change nothing."""

import re
import unicodedata
from dataclasses import dataclass

from bot.core.brief import Fact
from bot.core.brief_texts import shortened
from bot.core.draft_checks.orders import without_orders
from bot.core.draft_checks.parts import HIDDEN
from bot.core.plain_text import has_substance

QUOTE_MARKS = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f'
# What Slack or a reader of Markdown could take for a link, a mention, a channel, an emoji, an entity or a mark.
_LIVE = r"://|www\.|@|&#?\w+;|#\w|:[\w+-]+:|\w\.[^\W\d_]{2,}|[<>]"
_MARKS = r"[*_~`|\\{}\[\]]"
LIVE = re.compile(_LIVE, re.IGNORECASE)
UNSAFE = re.compile(f"{_LIVE}|{_MARKS}|\u2026|{HIDDEN}", re.IGNORECASE)
MARKS = re.compile(_MARKS)
TOKEN = re.compile(f"[^\\s{QUOTE_MARKS}]+")
# Between two letters or digits a quotation mark keeps them apart: 5"6 is not 56.
QUOTES = re.compile(f"[{QUOTE_MARKS}]")
INNER_QUOTES = re.compile(f"(?<=\\w)[{QUOTE_MARKS}]+(?=\\w)")
COMPARED = (re.compile(r"(?<!\S)<\s*(?=\d)"), "under "), (re.compile(r"(?<!\S)>\s*(?=\d)"), "over ")
# What takes back the words that follow it closely; a part that begins behind it would say the opposite.
_NO = r"\b(?:no|not|never|nobody|none|hardly|without|neither|nor|cannot|\w+n['\u2019]t)\b"
DENIED = re.compile(rf"{_NO}(?:\W+\w+){{0,4}}\W*\Z", re.IGNORECASE)
ENDS_IN_NO = re.compile(rf"{_NO}\W*\Z", re.IGNORECASE)
LOOSE_ENDS = " ,;:.-\u2013\u2014"
# Of a part of an answer, in words or (where they are not written apart) letters; a short answer is quoted whole.
FEWEST_WORDS, FEWEST_LETTERS = 3, 12
OPENING = frozenset(
    "a an the some there each every no nobody no-one most many few one our its their when what how".split()
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words exactly as they were given; ``in_part`` when they are not all that was."""

    text: str
    fact: str
    in_part: bool

    @property
    def shown(self) -> str:
        """Give the words in quotation marks."""
        return f"\u201c{self.text}\u201d"


def quotation(fact: Fact, limit: int) -> Quotation | None:
    """Quote what was said: all of it, or its longest harmless part, cut at a blank; None where nothing is left.

    An address, a mention, a mark of markup, a quotation mark or an order to the writer is never quoted, and never cut
    out of the middle either: only the words on one side of it are taken. Words that a "not" before them takes back are
    not quoted without it.
    """
    parts = (_trimmed(fact.text, *span) for span in _safe_spans(without_orders(fact.text)[0]))
    said = (each for each in parts if not DENIED.search(fact.text[: each[0]]))
    begin, text = max(said, key=_length, default=(0, ""))
    if len(text) > limit:
        text = _cut(text, limit)
    before, after = (each.strip(LOOSE_ENDS) for each in (fact.text[:begin], fact.text[begin + len(text) :]))
    if not has_substance(text) or ((before or after) and is_scrap(text)) or (after and ENDS_IN_NO.search(text)):
        return None
    return Quotation(text, fact.id, in_part=bool(before or after))


def quotations(facts: tuple[Fact, ...], *, most: int, room: int) -> tuple[Quotation, ...]:
    """Quote at most so many facts within about so many characters together, each text once, in their order."""
    limit = room // max(1, min(most, len(facts)))
    found: dict[str, Quotation] = {}
    for fact in facts:
        one = quotation(fact, limit)
        if one is not None:
            found.setdefault(one.text, one)
    return tuple(found.values())[:most]


def harmless(text: str, limit: int) -> str:
    """Give a line of the framework as plain words without quotation marks, at most ``limit`` characters; may be empty.

    Words that hold an address, a mention or a tag are left out whole.
    """
    for pattern, word in COMPARED:
        text = pattern.sub(word, text)
    words = [each for each in text.split() if not LIVE.search(each)]
    plain = QUOTES.sub("", INNER_QUOTES.sub(" ", MARKS.sub(" ", " ".join(words))))
    # Without its marks a word may have become what was to be left out.
    line = " ".join(each for each in plain.split() if not LIVE.search(each))
    return shortened(line, limit) if has_substance(line) else ""


def is_scrap(text: str) -> bool:
    """Tell whether a text is too short to say anything on its own."""
    return len(text.split()) < FEWEST_WORDS and len(text) < FEWEST_LETTERS


def sentence(text: str) -> str:
    """End a text as a sentence: with a full stop, unless it ends in a mark that ends one."""
    bare = text.rstrip(" ,;:")
    return bare if bare.endswith((".", "?", "!", "\u2026")) else f"{bare}."


def mid_sentence(text: str) -> str:
    """Write a text so that it can stand inside a sentence: no full stop, and no capital where that is surely safe."""
    bare = text.rstrip(LOOSE_ENDS)
    first, blank, rest = bare.partition(" ")
    return f"{first.lower()}{blank}{rest}" if first.lower() in OPENING else bare


def _trimmed(text: str, begin: int, end: int) -> tuple[int, str]:
    """Take the marks off that joined a part to others, a minus or a point before a number excepted; give its place."""
    part = text[begin:end].rstrip(LOOSE_ENDS)
    bare = part.lstrip(" ,;:")
    return begin + len(part) - len(bare), bare


def _length(part: tuple[int, str]) -> int:
    return len(part[1])


def _safe_spans(text: str) -> list[tuple[int, int]]:
    """Find the longest runs of words between which nothing but blanks stands, and none of which is unsafe."""
    spans: list[tuple[int, int]] = []
    open_span = False
    for token in TOKEN.finditer(text):
        if UNSAFE.search(token.group()):
            open_span = False
        elif open_span and not text[spans[-1][1] : token.start()].strip():
            spans[-1] = (spans[-1][0], token.end())
        else:
            spans.append(token.span())
            open_span = True
    return spans


def _cut(text: str, limit: int) -> str:
    """Cut at the last blank that does not stand inside a number such as "1 200", or where a script has no blanks."""
    place = text.rfind(" ", 1, limit + 1)
    while place > 0 and text[place - 1].isdigit() and text[place + 1 : place + 2].isdigit():
        place = text.rfind(" ", 1, place)
    if place > 0:
        return text[:place].rstrip(LOOSE_ENDS)
    place = limit
    while place and not (_is_letter_of_its_own(text[place - 1]) and _is_letter_of_its_own(text[place])):
        place -= 1
    return text[:place]


def _is_letter_of_its_own(char: str) -> bool:
    """Tell whether a text may be cut beside a character: a letter of a script that writes no blanks."""
    return unicodedata.category(char) == "Lo"
