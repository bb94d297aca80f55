"""Language and script: no sentence is in another language than the brief, no letter in another script."""

import re
import unicodedata
from collections.abc import Iterator

from bot.core.drafts.checks.foreign_words import ANY, ENGLISH, LONE, SHARED, SURE, script_of
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.parts import WORD, Word
from bot.core.drafts.checks.passages import Passage, Statement
from bot.core.drafts.draft import Finding

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


SCRIPT_CHECK = "script"


def check_script(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each sentence with letters or digits of a foreign script, or of several in one word."""
    for statement in passage.statements:
        message = _letters_fault(ground, statement) or _digits_fault(ground, statement)
        if message:
            yield passage.finding(SCRIPT_CHECK, message, statement.text)


def _letters_fault(ground: Ground, statement: Statement) -> str:
    for found in WORD.finditer(statement.own):
        own = {script_of(char) for char in found.group() if char.isalpha()}
        if own <= ground.scripts and len(own) == 1:
            continue
        if found.group() in ground.written:
            continue
        if len(own) > 1:
            return f"The word \u201c{found.group()}\u201d mixes letters of several scripts that look alike."
        return f"The word \u201c{found.group()}\u201d is written in a script that the facts are not written in."
    return ""


def _digits_fault(ground: Ground, statement: Statement) -> str:
    if statement.own.isascii():
        return ""
    for char in statement.own:
        is_foreign = not char.isascii() and unicodedata.category(char) in ("Nd", "Nl", "No")
        if is_foreign and not any(char in each.text for each in ground.plain):
            return f"The digit \u201c{char}\u201d is written in another way than the numbers of the facts."
    return ""
