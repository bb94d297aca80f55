"""Which dimension "change root cause to 4" speaks of, and where its new verdict begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.core.framework import Dimension, Framework
from bot.core.numerals import NUMBER_WORDS, tokens_of
from bot.core.plain_text import folded, one_line

COMMAND = re.compile(
    r"\A(?:(?:please|pls|can (?:you|we|i)|could (?:you|we|i)|i want to|i'd like to|let's|lets) )*"
    r"(?P<verb>change|edit|correct|fix|revise|redo|make)(?![\w'-])"
)
# What ends a reference. The new verdict stands behind it; a reference is short, so that no long text is searched.
TO = re.compile(r"\s+(?:to|into|as|back to)\s+|\s*(?:->|=>|\u2192|=|:)\s*")
FROM = re.compile(r"\s+from\s+\S{1,20}\Z")
LONGEST_REFERENCE = 120
NUMBERED = re.compile(r"(?:(?:number|no\.?|nr\.?|question|q|dimension|answer|item)\s*)?#?\s*(?P<number>\d{1,3}|[a-z]+)")
SEVERAL = re.compile(r"#?\d{1,3}(?:\s*(?:,|and|or|&|\s)\s*#?\d{1,3})+")
FILLERS = frozenset(
    "the my our your answer answers rating score level verdict question dimension for of on about in and a an".split()
)
CURRENT = frozenset(
    {"", "it", "this", "that", "this one", "that one", "my answer", "the answer", "answer", "level", "the level"}
)
MOST_READINGS = 4  # more than the "to"s in any dimension's name
RETHINKING = frozenset({"change", "edit", "revise", "redo"})  # people fix other things as well
FREE_WORDS = 2  # a reference that matches nothing is taken for one up to this many words; beyond, it is a sentence


@dataclass(frozen=True, slots=True)
class Command:
    """A wish to change an answer: the dimensions it may mean, how it was said, and the text of the new verdict."""

    targets: tuple[str, ...]
    said: str
    verdict: str
    current: bool = False


def commands_in(text: str, framework: Framework, dimension: Dimension) -> Iterator[Command]:
    """Give each way to read a cleaned text as a change, the likeliest first; nothing when it is not one.

    A reference is a dimension's number from 1, its name, its initials, or words of its name that no other has.
    "It" and no reference at all mean the dimension at hand (``current``).
    """
    opening = COMMAND.match(folded(text))
    if opening is None:
        return
    making = opening["verb"] == "make"
    for said, verdict in islice(_splits(text[opening.end() :]), MOST_READINGS):
        bare = _bare(said)
        if bare in CURRENT:
            if verdict or (not making and (not bare or opening["verb"] in RETHINKING)):
                yield Command((dimension.key,) if verdict else (), one_line(said), verdict, current=True)
            continue
        if making:
            continue
        targets = referred_to(bare, framework)
        if targets or _may_be_a_reference(bare, opening["verb"], verdict):
            yield Command(targets, one_line(said).strip(" .,!?"), verdict)
    if making and (made := re.match(r"\s+(?:it|this|that)\s+(?=\S)", folded(text[opening.end() :]))):
        yield Command((dimension.key,), "", text[opening.end() + made.end() :], current=True)


def referred_to(said: str, framework: Framework) -> tuple[str, ...]:
    """Give the keys of the dimensions that a folded reference may mean."""
    if found := NUMBERED.fullmatch(said):
        number = int(found["number"]) if found["number"].isdigit() else NUMBER_WORDS.get(found["number"])
        if number is not None:
            return tuple(each.key for each in framework.dimensions[max(0, number - 1) : number])
    if SEVERAL.fullmatch(said):
        numbers = dict.fromkeys(int(each) for each in re.findall(r"\d+", said))
        return tuple(key for number in numbers for key in referred_to(str(number), framework))
    words = _words(said)
    exact = tuple(each.key for each in framework.dimensions if words and words == _words(folded(each.name)))
    if exact or not words:
        return exact
    return tuple(each.key for each in framework.dimensions if _is_called(each, words, said))


def _splits(tail: str) -> Iterator[tuple[str, str]]:
    """Give (reference, verdict) for each place where a "to" may divide them, then the whole as a reference."""
    head = tail[:LONGEST_REFERENCE]
    for match in TO.finditer(folded(f" {head.lstrip()}")):
        offset = len(head) - len(head.lstrip()) - 1
        yield tail[: max(0, match.start() + offset)], tail[max(0, match.end() + offset) :]
    line, _, more = tail.partition("\n")
    reference, comma, words = line.partition(",")
    if len(reference) <= LONGEST_REFERENCE and not more.strip() and not (comma and words.strip()):
        yield reference, ""


def _bare(said: str) -> str:
    plain = one_line(folded(said)).strip(" .,;!?*_`\"'()")
    return FROM.sub("", f" {plain}").strip()


def _may_be_a_reference(bare: str, verb: str, verdict: str) -> bool:
    if re.fullmatch(r"#\s*\d+|\d+", bare):
        return True
    short = len(bare.split()) <= FREE_WORDS
    return bool(verdict) or (short and verb in RETHINKING)


def _words(text: str) -> list[str]:
    return [each.text for each in tokens_of(text) if each.kind in ("word", "number") and each.text not in FILLERS]


def _is_called(dimension: Dimension, words: list[str], said: str) -> bool:
    """Tell whether every word of a reference is in the dimension's name or begins one of it, or is its initials."""
    name = _words(folded(dimension.name))
    initials = "".join(word[0] for word in name)
    full = "".join(each.text[0] for each in tokens_of(folded(dimension.name)) if each.kind == "word")
    if len(said) > 1 and said in (initials, full):
        return True
    return all(any(own == word or _begins(own, word) for own in name) for word in words)


def _begins(own: str, word: str) -> bool:
    """Tell whether two words are forms of one: one begins the other, with four letters or more in common."""
    shorter, longer = sorted((own, word), key=len)
    return len(shorter) >= 4 and longer.startswith(shorter) and shorter.isalpha()  # noqa: PLR2004  # a shorter part fits too much
