"""What a brief says about one dimension, in words that may be used in a text of ours."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from bot.core.drafts.brief import Brief, Fact, FactKind, Standing, shortened
from bot.core.drafts.checks.orders import without_orders
from bot.core.drafts.checks.parts import HIDDEN
from bot.core.text import has_substance, keywords

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


LINE = 240
NAME = 60
AT_LEVEL = re.compile(r"(?:Level|From level) (\d+): (.*)", re.DOTALL)
TARGET_NAME = re.compile(r"Target: level \d+ of \d+ \((.*)\)")
MOST_ITEMS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the framework about a level, as plain words, and the fact it was taken from."""

    level: int
    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a brief says about one dimension. ``name`` is plain words; ``level`` and ``target`` are facts' ids.

    ``descriptors`` and ``steps`` stand lowest level first; ``items`` are the things to look for, each on its own.
    """

    standing: Standing
    name: str
    level: tuple[str, ...]
    target: tuple[str, ...]
    target_name: str
    descriptors: tuple[Line, ...]
    aims: tuple[Line, ...]
    steps: tuple[Line, ...]
    items: tuple[str, ...]
    look_for: tuple[str, ...]
    evidence: tuple[Fact, ...]
    links: tuple[Fact, ...]

    @property
    def ahead(self) -> tuple[Line, ...]:
        """Give the descriptors of the levels that are not reached yet, the next one first."""
        value = Fraction(self.standing.value)
        lines = sorted((*self.descriptors, *self.aims), key=lambda each: each.level)
        # A mean that was rounded up to a whole level ("3.0") has not reached it.
        return tuple(each for each in lines if each.level > value or str(each.level) + ".0" == self.standing.value)

    @property
    def is_below_target(self) -> bool:
        """Say whether there is a gap."""
        return Fraction(self.standing.value) < self.standing.target or self.standing.place > 0

    def unnamed_items(self) -> tuple[str, ...]:
        """Give the things to look for that no words of evidence name."""
        said = [keywords(each.text) for each in self.evidence]
        wanted = ((each, keywords(each)) for each in self.items)
        return tuple(each for each, words in wanted if not words or not any(words <= heard for heard in said))


def ground(brief: Brief, standing: Standing) -> Ground:
    """Collect what a brief says about the dimension of one of its standings."""
    facts = tuple(each for each in brief.facts if each.dimension == standing.dimension)
    look_for = tuple(each for each in facts if each.kind is FactKind.LOOK_FOR)
    return Ground(
        standing=standing,
        # A colon of ours may follow it, and two of them make an emoji.
        name=harmless(standing.name.replace(":", " "), NAME) or "this dimension",
        level=_ids(facts, FactKind.LEVEL),
        target=_ids(facts, FactKind.TARGET),
        target_name=next((found[1] for each in facts if (found := TARGET_NAME.fullmatch(each.text))), ""),
        descriptors=_lines(facts, FactKind.DESCRIPTOR),
        aims=_lines(facts, FactKind.TARGET_DESCRIPTOR),
        steps=_lines(facts, FactKind.NEXT_STEP),
        items=tuple(item for each in look_for for item in _items(each.text)),
        look_for=_ids(facts, FactKind.LOOK_FOR),
        evidence=tuple(each for each in facts if each.kind is FactKind.EVIDENCE),
        links=tuple(each for each in facts if each.kind is FactKind.LINK),
    )


def listed(items: tuple[str, ...]) -> str:
    """Join things with commas and an "and" before the last, with a comma before it where one of them has its own."""
    before = ", and " if any(" and " in each for each in items) else " and "
    return before.join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _ids(facts: tuple[Fact, ...], kind: FactKind) -> tuple[str, ...]:
    return tuple(each.id for each in facts if each.kind is kind)


def _lines(facts: tuple[Fact, ...], kind: FactKind) -> tuple[Line, ...]:
    lines = []
    for fact in facts:
        found = AT_LEVEL.fullmatch(fact.text) if fact.kind is kind else None
        text = harmless(found[2], LINE) if found else ""
        if found and text:
            lines.append(Line(int(found[1]), text, fact.id))
    return tuple(lines)


def _items(text: str) -> tuple[str, ...]:
    """Take a look-for line apart at its commas and semicolons."""
    parts = (mid_sentence(part.removeprefix("and ").strip()) for part in re.split(r"[,;]\s+", harmless(text, LINE)))
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_ITEMS]
