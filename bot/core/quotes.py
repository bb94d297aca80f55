"""Finds what somebody said in texts that others made of it, and takes it out."""

import re
from collections.abc import Iterable

from bot.core.text import cleaned

CUT = "…"
"""What stands in place of words that were taken out: nothing that counts as words."""
RUN = 3
"""So many words of somebody in a row, or all that they said where that is less, are a quotation."""
_SHORTEST = 6  # letters of a single word, or of two, that is looked for: shorter ones are everybody's
_WORD = re.compile(r"\w+")
_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d]).{5,}")  # "order4711": nobody else would have written that


class OwnWords:
    """What one person said; ``known`` are words that are not theirs alone, such as a framework's.

    Of ``whole`` texts all their words in a row are looked for, which nobody else says by chance.
    """

    def __init__(self, said: Iterable[str], known: Iterable[str] = (), *, whole: bool = False) -> None:
        # as it was typed, and as it is shown: without hidden characters that part words
        own = [_words(form) for each in said for form in dict.fromkeys((each, cleaned(each)))]
        codes = {(word,) for words in own for word in words if _CODE.fullmatch(word)}
        runs = {run for words in own for run in _runs(words)} | codes
        if whole:
            runs = {words for words in own if len(words) >= RUN}
        others = [_words(each) for each in known]
        taken = {run for words in others for size in {len(each) for each in runs} for run in _in_a_row(words, size)}
        self._runs = runs - taken
        self._sizes = sorted({len(run) for run in self._runs}, reverse=True)

    def within(self, text: str) -> bool:
        """Whether a text repeats anything of it."""
        return bool(self._spans(text))

    def without(self, text: str) -> str:
        """Return a text without what it repeats."""
        left, at = "", 0
        for start, end in self._spans(text):
            left, at = f"{left}{text[at:start]}{CUT}", end
        return left + text[at:]

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Give where the quotations stand, those that touch as one."""
        if not self._runs:
            return []
        found = [(match[0].casefold(), *match.span()) for match in _WORD.finditer(text)]
        marked = [False] * len(found)
        for size in self._sizes:
            for place in range(len(found) - size + 1):
                if tuple(word for word, _, _ in found[place : place + size]) in self._runs:
                    marked[place : place + size] = [True] * size
        spans: list[tuple[int, int]] = []
        for place, (_, start, end) in enumerate(found):
            if marked[place] and place and marked[place - 1]:
                spans[-1] = (spans[-1][0], end)
            elif marked[place]:
                spans.append((start, end))
        return spans


def _words(text: str) -> tuple[str, ...]:
    return tuple(match[0].casefold() for match in _WORD.finditer(text))


def _runs(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Give what is looked for of a text."""
    if len(words) >= RUN:
        return set(_in_a_row(words, RUN))
    return {words} if sum(map(len, words)) >= _SHORTEST else set()


def _in_a_row(words: tuple[str, ...], size: int) -> Iterable[tuple[str, ...]]:
    return (words[place : place + size] for place in range(len(words) - size + 1))
