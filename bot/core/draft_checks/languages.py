"""Language: no sentence or clause is in another language than the brief."""

import re
from collections.abc import Iterator

from bot.core.draft import Finding
from bot.core.draft_checks.foreign_words import ANY, ENGLISH, LONE, SHARED, SURE
from bot.core.draft_checks.ground import Ground
from bot.core.draft_checks.parts import Word
from bot.core.draft_checks.passages import Passage, Statement

CHECK = "language"
CLAUSE = re.compile(r"[.,;:()\u2013\u2014?!]|\b(?:and|but|which|that|while)\b", re.IGNORECASE)
FEWEST = 3
LOANS = frozenset("café cafés naïve résumé résumés façade cliché clichés fiancé über déjà vis-à-vis coöperate".split())


def check_language(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each sentence that is, in whole or in part, in a language other than the brief's."""
    own = ground.languages
    for statement in passage.statements:
        message = _fault(ground, statement, own)
        if message:
            yield passage.finding(CHECK, message, statement.text)


def _fault(ground: Ground, statement: Statement, own: frozenset[str]) -> str:
    foreign = [each for each in statement.words if each.plain not in ground.spelled and each.text not in ground.written]
    for name, small in SURE.items():
        if name in own:
            continue
        sure = [each for each in foreign if each.text.lower() in small and each.text.lower() not in SHARED]
        if any(len(each.text) >= LONE and each.text.islower() for each in sure):
            return f"It goes over into {name}: \u201c{sure[0].text}\u201d."
        if len(sure) >= FEWEST - 1 and _clause_of(statement, sure, name):
            return f"It goes over into {name}: \u201c{sure[0].text} \u2026 {sure[1].text}\u201d."
    if own:
        return ""
    accented = [each for each in foreign if _accented(each) and each.text.lower() not in LOANS]
    return f"The word \u201c{accented[0].text}\u201d is of another language than the facts." if accented else ""


def _clause_of(statement: Statement, sure: list[Word], name: str) -> bool:
    """Tell whether one clause has more small words of a language than of English."""
    at = 0
    ends = [found.start() for found in CLAUSE.finditer(statement.own)]
    for end in (*ends, len(statement.own)):
        within = [each.text.lower() for each in statement.words if at <= each.start < end]
        theirs = sum(each in ANY[name] for each in within)
        known = sum(at <= each.start < end for each in sure)
        if known and theirs >= FEWEST - 1 and theirs > sum(each in ENGLISH for each in within):
            return True
        at = end
    return False


def _accented(word: Word) -> bool:
    return not word.text.isascii() and any(not char.isascii() and char not in "\u2019\u02bc" for char in word.text)
