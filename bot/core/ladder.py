"""The levels a person can name in one dimension: by number on the scale, or by the name a level has there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.framework import Dimension, Framework, Scale
from bot.core.numerals import Token, tokens_of
from bot.core.plain_text import cleaned

INSIDE_NAMES = "-\u2013&/.,'"


@dataclass(frozen=True, slots=True)
class Named:
    """A level name found in a text: the levels that bear it, and the token after it."""

    levels: frozenset[int]
    after: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """A scale with the names of its levels; each name as its words, longest first under its first word."""

    scale: Scale
    names: dict[str, list[tuple[tuple[str, ...], frozenset[int]]]]

    def named_at(self, tokens: Sequence[Token], index: int) -> Named | None:
        """Give the longest level name that begins at a token."""
        if index >= len(tokens):
            return None
        for words, levels in self.names.get(tokens[index].text, ()):
            after = _after(tokens, index, words)
            if after is not None:
                return Named(levels, after)
        return None


def ladder_of(framework: Framework, dimension: Dimension) -> Ladder:
    """Collect the names of the scale and those of the dimension's own descriptors.

    A name with a digit in it names nothing: it could be taken for the number of another level.
    """
    own = ((each.level, each.name) for each in dimension.descriptors)
    return _ladder(framework.scale, (*framework.level_names.items(), *own))


@lru_cache(maxsize=512)  # every answer in a dimension asks for the same names
def _ladder(scale: Scale, named: tuple[tuple[int, str], ...]) -> Ladder:
    levels: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for level, name in named:
        tokens = tokens_of(cleaned(name))
        if level in scale and all(each.kind != "number" for each in tokens):
            levels[tuple(each.text for each in tokens if each.kind == "word")].add(level)
    names: dict[str, list[tuple[tuple[str, ...], frozenset[int]]]] = defaultdict(list)
    for words in sorted(levels, key=len, reverse=True):
        if words:
            names[words[0]].append((words, frozenset(levels[words])))
    return Ladder(scale, dict(names))


def _after(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> int | None:
    """Give the index after the words of a name, or None where the tokens say something else."""
    for count, word in enumerate(words):
        while count and index < len(tokens) and tokens[index].kind == "mark" and tokens[index].text in INSIDE_NAMES:
            index += 1
        if index >= len(tokens) or tokens[index].text != word:
            return None
        index += 1
    return index
