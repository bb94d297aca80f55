"""A text taken apart: its words, and its sentences."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.core.draft_checks.stems import stem
from bot.core.plain_text import folded

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
HIDDEN = "\ue000"
"""Stands for each character that is not to be read; no draft may hold it (see ``markup``)."""
SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f]+[\"'\u201d\u2019\u00bb)\]]*(?=\s|$)|[\n\r\u2028\u2029]+")
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|approx|vs|cf|incl|no|mr|mrs|ms|dr|prof|st|fig|[a-z])\.$", re.IGNORECASE
)
LOOK_BACK = 8
OPENERS = '\u201c\u201e\u00ab"\u2018;,'
SAME = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\uff02", '"') | dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, in lower case without accents, and its stem."""

    text: str
    plain: str
    stem: str
    start: int
    end: int


def phrases(lines: str) -> str:
    """Write a pattern of alternatives, one on each line."""
    return f"(?:{'|'.join(line.strip() for line in lines.strip().splitlines())})"


@lru_cache(maxsize=2048)  # every check asks for the words of the same few texts
def words_of(text: str) -> tuple[Word, ...]:
    """Give the words of a text; what holds a digit is none."""
    return tuple(
        Word(found.group(), folded(found.group()).removesuffix("'s"), stem(found.group()), *found.span())
        for found in WORD.finditer(text)
        if found.group()[0].isalpha()  # a sign such as the Roman four is none
    )


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Give where each sentence of a text begins and ends; what is ``HIDDEN`` ends none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in SENTENCE_END.finditer(text):
        if not _ends(text, found):
            continue
        _add(spans, text, start, found.end())
        start = found.end()
    _add(spans, text, start, len(text))
    return spans


def spoken(text: str) -> str:
    """Give a text for comparison word by word: one kind of space, of quotation mark and of apostrophe."""
    return " ".join(text.translate(SAME).split())


def _ends(text: str, found: re.Match[str]) -> bool:
    if found.group()[0] in "\n\r\u2028\u2029":
        return True
    after = text[found.end() :][:2].strip()[:1]
    if found.group().startswith(("...", "\u2026")):
        # An ellipsis beside a quotation belongs to it.
        return not (after.islower() or after in OPENERS or text[: found.start()].rstrip()[-1:] in (":", "\u2014"))
    return not (found.group() == "." and ABBREVIATION.search(text[max(0, found.end() - LOOK_BACK) : found.end()]))


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
