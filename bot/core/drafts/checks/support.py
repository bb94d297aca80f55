"""Support: a sentence speaks of what the brief speaks of, whatever words it chooses."""

from collections.abc import Iterator

from bot.core.drafts.checks.english import CONNECTING_STEMS, ORDINARY_STEMS, ROLE_STEMS, SMALL_STEMS
from bot.core.drafts.checks.figures import figures_in
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.parts import HIDDEN, Word
from bot.core.drafts.checks.passages import Passage
from bot.core.drafts.draft import Finding

CHECK = "support"
ROOT = 5
FEW = 2
SHOWN = 4
STRANGE, ORDINARY = 2, 1
"""How strange a word is that is not the brief's; one of everyday business half as much as one of another world."""


def check_support(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each sentence whose words are not the brief's, nor those of any assessment."""
    for statement in passage.statements:
        words = {
            each.stem: each for each in statement.words if each.stem not in SMALL_STEMS and HIDDEN not in each.text
        }
        strange = [each for each in words.values() if not _is_known(ground, each, of_plan=passage.of_plan)]
        usual = sum(each.stem in CONNECTING_STEMS for each in words.values()) + len(figures_in(statement.own))
        backed = max((_shared(each, words) for each in ground.families), default=0)
        weight = sum(ORDINARY if each.stem in ORDINARY_STEMS else STRANGE for each in strange)
        if _is_off(weight, backed, usual, quotes=HIDDEN in statement.own):
            named = ", ".join(f"\u201c{each.text}\u201d" for each in strange[:SHOWN])
            yield passage.finding(
                CHECK, f"It does not rest on the facts; nothing there speaks of {named}.", statement.text
            )


def _is_off(strange: int, backed: int, usual: int, *, quotes: bool) -> bool:
    """Tell whether too little of a sentence is the brief's; ``strange`` is the weight of the words that are not."""
    if quotes or strange < FEW * STRANGE:
        return strange >= STRANGE and not backed and not usual and not quotes
    return 2 * backed + usual < strange


def _shared(families: frozenset[str], words: dict[str, Word]) -> int:
    """Count the words of substance that a sentence shares with one fact."""
    return sum(each in families or each[:ROOT] in families for each in words if each not in CONNECTING_STEMS)


def _is_known(ground: Ground, word: Word, *, of_plan: bool) -> bool:
    return _is_of_brief(ground, word) or word.stem in CONNECTING_STEMS or (of_plan and word.stem in ROLE_STEMS)


def _is_of_brief(ground: Ground, word: Word) -> bool:
    return word.stem in ground.stems or (len(word.stem) >= ROOT and word.stem[:ROOT] in ground.roots)
