"""Script: every letter and digit is of a script that the brief is written in; no letter only looks like one."""

import unicodedata
from collections.abc import Iterator

from bot.core.draft import Finding
from bot.core.draft_checks.alphabets import script_of
from bot.core.draft_checks.ground import Ground
from bot.core.draft_checks.parts import WORD
from bot.core.draft_checks.passages import Passage, Statement

CHECK = "script"


def check_script(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each sentence with letters or digits of a foreign script, or of several in one word."""
    for statement in passage.statements:
        message = _letters_fault(ground, statement) or _digits_fault(ground, statement)
        if message:
            yield passage.finding(CHECK, message, statement.text)


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
