"""The words that only an order has: a text that uses them has obeyed it."""

from collections.abc import Iterable, Iterator

from bot.core.draft_checks.english import CONNECTING_STEMS, ORDINARY_STEMS, SMALL_STEMS
from bot.core.draft_checks.parts import Word, words_of

RUN = 4  # words in a row that a text has from an order


class OrderWords:
    """The words of the orders among the evidence, as far as no fact and no ordinary text has them."""

    def __init__(self, orders: Iterable[str], plain: Iterable[str]) -> None:
        lines, facts = [words_of(each) for each in orders], [words_of(each) for each in plain]
        known = {run for each in facts for run in _runs(each)} if lines else set()
        self._runs = {run for line in lines for run in _runs(line) if _says_something(run)} - known
        ordinary = ORDINARY_STEMS | {word.stem for each in facts for word in each}
        self._stems = {word.stem for line in lines for word in line} - ordinary

    def repeated(self, words: tuple[Word, ...]) -> str:
        """Say what a sentence has from an order; an empty text where it has nothing."""
        for run in _runs(words):
            if run in self._runs:
                return f"It repeats what an answer commands: \u201c{' '.join(run)}\u201d."
        for word in words:
            if word.stem in self._stems:
                return f"The word \u201c{word.text}\u201d stands only in an answer that commands what to write."
        return ""


def _runs(words: tuple[Word, ...]) -> Iterator[tuple[str, ...]]:
    plain = [each.plain for each in words]
    for at in range(len(plain) - RUN + 1):
        yield tuple(plain[at : at + RUN])


def _says_something(run: tuple[str, ...]) -> bool:
    stems = {each.stem for each in words_of(" ".join(run))}
    return bool(stems - SMALL_STEMS - CONNECTING_STEMS)
