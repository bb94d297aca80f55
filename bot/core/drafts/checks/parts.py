"""A text taken apart: its words, its sentences, and what is in quotation marks."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.core.drafts.checks.english import stem
from bot.core.text import folded

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


CLOSING = {
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u201f": "\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u2039": "\u203a",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    '"': '"',
    "\uff02": "\uff02",
    "\u201d": "\u201d",
    "\u2018": "\u2019",
    "\u201a": "\u2018\u2019",
    "'": "'",
}
SINGLE = "\u2018\u201a'"
NESTING = "\u201c\u201e\u00ab\u300c\u300e\u2039"
LOOSE = " ,;:.!?\u2026"
ENDS = ".!?\u2026"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A run of text in quotation marks, marks included; ``closed`` is False when its closing mark is missing."""

    start: int
    end: int
    inner: str
    closed: bool = True


def quoted_in(text: str, whole: tuple[str, ...] = ()) -> tuple[Quoted, ...]:
    """Find the runs in quotation marks, outermost ones only.

    ``whole`` are texts that may stand in quotation marks from end to end: marks within them end nothing.
    """
    found: list[Quoted] = []
    at = 0
    known = tuple(sorted(whole, key=len, reverse=True))
    lost: set[str] = set()
    while at < len(text):
        one = _quoted_at(text, at, known, lost) if text[at] in CLOSING else None
        if one is not None:
            found.append(one)
        at = at + 1 if one is None else one.end
    return tuple(found)


def stands_in(inner: str, text: str) -> bool:
    """Tell whether words stand in a text letter by letter, from word to word; the first letter's case may differ."""
    wanted = spoken(inner).strip(" \u2026")
    wanted = wanted.removeprefix("...").removesuffix("...").strip()
    within = spoken(text)
    tries = {wanted, wanted.rstrip(LOOSE)}
    return any(_found(each[:1].swapcase() + each[1:], within) or _found(each, within) for each in tries if each)


def ends_sentence(quoted: Quoted) -> bool:
    """Tell whether the quoted words end a sentence before their closing mark."""
    return quoted.inner.rstrip().endswith(tuple(ENDS))


def _found(wanted: str, within: str) -> bool:
    at = within.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        cut_before = at > 0 and within[at - 1].isalnum() and wanted[0].isalnum()
        cut_after = end < len(within) and within[end].isalnum() and wanted[-1].isalnum()
        if not cut_before and not cut_after:
            return True
        at = within.find(wanted, at + 1)
    return False


def _quoted_at(text: str, at: int, known: tuple[str, ...], lost: set[str]) -> Quoted | None:
    mark = text[at]
    if mark in SINGLE and not _opens_single(text, at):
        return None
    for each in known:
        end = at + 1 + len(each)
        if each and text.startswith(each, at + 1) and text[end : end + 1] in tuple(CLOSING[mark]):
            return Quoted(at, end + 1, each)
    end = -1 if mark in lost else _closing(text, at)
    if end >= 0:
        return Quoted(at, end + 1, text[at + 1 : end])
    # What is not closed here is not closed from any later mark of its kind either.
    lost.add(mark)
    return None if mark in SINGLE else Quoted(at, at + 1, "", closed=False)


def _opens_single(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace()


def _closing(text: str, at: int) -> int:
    """Give where the run that begins at ``at`` is closed; -1 where it is not."""
    mark, depth = text[at], 0
    for place in range(at + 1, len(text)):
        char = text[place]
        if char in CLOSING[mark] and not (mark in SINGLE and text[place + 1 : place + 2].isalnum()):
            if depth == 0:
                return place
            depth -= 1
        elif char == mark and mark in NESTING:
            depth += 1
    return -1
