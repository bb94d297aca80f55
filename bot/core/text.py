"""What people typed, made safe to read and to show: no hidden characters, one kind of space, one kind of digit."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

ZERO_WIDTH_JOINER = "\u200d"
KEYCAP = "\u20e3"
SELECTORS = "\ufe0e\ufe0f"
SKIN_TONES = range(0x1F3FB, 0x1F400)
# Letters and symbols that show as nothing at all.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"
LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
REPLACEMENT = "\ufffd"
DASHES = dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-")
QUOTES = dict.fromkeys("\u2018\u2019\u02bc\u00b4", "'")
MARKDOWN = "*_`"
QUOTATION_MARKS = (
    "\"'`<>\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a"
    "\u300c\u300d\u300e\u300f\u301d\u301e\u301f\uff02\uff07"
)
"""Quotation marks of every language, and the angle brackets that people use as such."""
LAST_OF_PLANE = 0xFFFE  # the last two code points of each plane are no characters
# A quotation's bracket is followed by a space: ">3" may mean "more than 3".
WRAPPING = re.compile(r"(?:[*_`\s]|>{1,3}(?=\s))+")
# Letters, digits and marks of the Latin alphabets, none of which hides, joins or combines: most texts are all of these.
PLAIN = re.compile(r"[\n\x20-\x7e\xa1-\xac\xae-\u024f]*")
# Not strftime: it would follow the server's locale.
GAP = "\0"
"""What stands in place of a part while the words around it are mended: no cleaned text holds it."""
_BETWEEN = rf"[^\w{GAP}]"
_GAPS = rf"{GAP}(?:{_BETWEEN}*(?:\w+{_BETWEEN}+)?{GAP})*"
MONTH_NAMES = (
    "January February March April May June July August September October November December",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
"""In English, German, French and Spanish."""
MONTHS = tuple(MONTH_NAMES[0].split())
# More marks than any language stacks on one letter; without a limit, putting them in order takes quadratic time.
MOST_MARKS = 8


def cleaned(text: str) -> str:
    """Take out control, zero-width and direction characters; line ends become line feeds, words stay as written (NFC).

    Joiners and variation selectors stay inside emoji, where they are part of the picture.
    """
    if PLAIN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", _with_few_marks(text))
    return "".join(
        _shown(char, composed[index - 1 : index], composed[index + 1 : index + 2])
        for index, char in enumerate(composed)
    )


def unwrapped(text: str) -> str:
    """Take the space, the Markdown marks and a quotation's bracket off the ends of a cleaned text."""
    opening = WRAPPING.match(text)
    bare = text[opening.end() if opening else 0 :].rstrip(" \n")
    inner = bare.rstrip(MARKDOWN + " \n")
    # A mark at the end that has its partner inside belongs to the words: "see `log.csv`".
    return bare if bare[len(inner) : len(inner) + 1] in set(inner) else inner


def one_line(text: str) -> str:
    """Write a cleaned text on one line, each run of space as a single blank."""
    return " ".join(text.split())


def folded(text: str) -> str:
    """Give the text in lower case, without accents, its digits and marks plain; every offset stays the same."""
    return text.lower() if text.isascii() else "".join(map(_folded_char, text))


def sentence(text: str) -> str:
    """Give words as a sentence: with a capital at its beginning and a mark at its end; empty where there are none."""
    line = text.strip()
    end = "" if not line or line[-1] in ".!?\u2026" else "."
    return f"{line[:1].upper()}{line[1:]}{end}"


def capital(text: str) -> str:
    """Give a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 draft", "2 drafts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def said_day(day: date) -> str:
    """Say a day in words, whatever the language of the machine: "4 January 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def without(text: str, parts: Iterable[str]) -> str:
    """Return words on one line without parts that stand beside them anyway, such as their links.

    An ellipsis says where a part stood that belongs to the words around it: "see … and ask Lea".
    """
    for each in sorted(filter(None, parts), key=len, reverse=True):
        text = text.replace(each, GAP)
    text = re.sub(rf"[(\[<]\s*{_GAPS}\s*[)\]>]", " ", text)
    # at either end and behind a mark no words go on without it
    text = re.sub(rf"(?:^|(?<=[:,;.!?\u2013\u2014-]))\s*{_GAPS}[.,;]?|\s*{_GAPS}[\s.]*$", " ", text)
    return one_line(re.sub(rf"\s*{_GAPS}\.?", " \u2026", text)).strip(" :,;-")


def has_substance(text: str) -> bool:
    """Tell whether a text holds any letter or digit."""
    return any(char.isalnum() for char in text)


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _shown(char: str, before: str, after: str) -> str:
    """Give what is left of one character between its neighbours."""
    if char in LINE_ENDS:
        return "\n"
    if char.isspace() or char in BLANKS:
        return " "
    if char in SELECTORS:
        return char if after == KEYCAP or _is_picture(before) else ""
    if char == ZERO_WIDTH_JOINER:
        return char if _is_picture(before) and _is_picture(after) else ""
    category = unicodedata.category(char)
    if category == "Cs":
        return REPLACEMENT
    selects = category == "Mn" and ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef")
    no_character = ord(char) & LAST_OF_PLANE == LAST_OF_PLANE or "\ufdd0" <= char <= "\ufdef"
    return "" if category in ("Cc", "Cf") or selects or no_character else char


def _is_picture(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) == "So" or char in SELECTORS or ord(char) in SKIN_TONES)


@lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    if char < "\x80":
        return char.lower()
    if char in DASHES:
        return DASHES[char]
    if char in QUOTES:
        return QUOTES[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in ("No", "Nl"):
        return char
    plain = unicodedata.normalize("NFKD", char)
    bare = "".join(each for each in plain if not unicodedata.combining(each)).lower()
    return bare if len(bare) == 1 else char


MENTIONED = re.compile(r"(?:(?<![A-Za-z0-9<@])|(?<=[A-Z0-9]{8}))@([UW][A-Z0-9]{7,})")
"""How a person whom somebody mentioned stands in what was typed: by Slack's id.

It may touch an underscore of italics, the next mention, an ending, or a word of a language that parts none.
"""


def mentioned_in(value: object) -> Iterator[str]:
    """Give the ids of people mentioned in the texts of a value, as they come; the value may hold others, or be JSON."""
    if isinstance(value, str):
        yield from MENTIONED.findall(value)
    elif not isinstance(value, bytes):
        for part in _parts(value):
            yield from mentioned_in(part)


def with_names(value: Any, name_of: Callable[[str], str]) -> Any:
    """Return a value as it is, but that people mentioned in its texts stand by a name in place of Slack's id."""
    if isinstance(value, str):
        return MENTIONED.sub(lambda found: f"@{name_of(found[1])}", value)
    if not any(mentioned_in(value)):
        return value
    if isinstance(value, Mapping):
        return {name: with_names(part, name_of) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(with_names(part, name_of) for part in value)
    return replace(value, **{each.name: with_names(getattr(value, each.name), name_of) for each in fields(value)})


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list | tuple):
        yield from value
    elif is_dataclass(value):
        yield from (getattr(value, each.name) for each in fields(value))


def pseudonym(person: str) -> str:
    """Return what stands for a mentioned person where no name is known: the same everywhere, and no id of Slack."""
    return f"person {hashlib.sha256(person.encode()).hexdigest()[:4]}"


WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
SHORTEST = 3
SMALL = frozenset(
    "the and for with that this from into each every all one two three has have had its their our your who whom which "
    "what when where how are was were been being not but than then them they out off over per has able more most some "
    "any own such can may must should will would let ask make name week month quarter year day days time today".split()
)


def keywords(text: str) -> frozenset[str]:
    """Give the words of a text that say what it is about, in lower case and without the ending of a plural."""
    words = (match.group() for match in WORD.finditer(folded(text)))
    return frozenset(_singular(each) for each in words if len(each) >= SHORTEST and each not in SMALL)


def _singular(word: str) -> str:
    word = word.removesuffix("'s")
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > SHORTEST else word
