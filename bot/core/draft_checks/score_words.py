"""Score words: praise, blame, rank and comparison stand only where a figure or a fact of the brief backs them."""

import re
from collections.abc import Iterator

from bot.core.brief import Standing
from bot.core.draft import Finding
from bot.core.draft_checks.english import SMALL_STEMS
from bot.core.draft_checks.ground import Ground
from bot.core.draft_checks.levels import standings_for
from bot.core.draft_checks.parts import words_of
from bot.core.draft_checks.passages import Passage, Statement
from bot.core.draft_checks.score_table import TABLE, Entry
from bot.core.draft_checks.stems import stem

CHECK = "score words"
DENIED = re.compile(
    r"\b(?:not|never|no|hardly|without|nothing|neither|nor|nobody|cannot|far from|rather than|instead of|less than"
    r"|short of|yet to|\w+n['\u2019]t)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
WISHED = re.compile(
    r"\b(?:would|could|should|to|until|before|if|once|when|will|can|might|may|must)\s+(?:\w+\s+){0,4}$", re.IGNORECASE
)
NOT = re.compile(r"\b(?:not|never|yet)\b|n['\u2019]t\b", re.IGNORECASE)
GOAL = re.compile(r"\bgoals?\b", re.IGNORECASE)  # "target" is the scorecard's word; people have goals of their own


def check_score_words(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each judgement that neither a figure nor a fact backs."""
    for statement in passage.statements:
        standings = standings_for(ground, passage, statement)
        for entry in TABLE:
            for found in entry.pattern.finditer(statement.own):
                if not _may_stand(ground, statement, standings, entry, found):
                    words = " ".join(found.group().split())
                    message = f"It says \u201c{words}\u201d, which nothing in the facts backs."
                    yield passage.finding(CHECK, message, statement.text)


def _may_stand(
    ground: Ground, statement: Statement, standings: tuple[Standing, ...], entry: Entry, found: re.Match[str]
) -> bool:
    if any(entry.backed(ground.brief, each, found) for each in standings):
        return True
    left = statement.own[: found.start()]
    if WISHED.search(left) or (not entry.own_no and (DENIED.search(left) or NOT.search(found.group()))):
        return True
    goal = GOAL.search(found.group())
    if goal is not None and _stands_in_fact(ground, statement, goal):
        return True
    return entry.by_fact and _stands_in_fact(ground, statement, found)


def _stands_in_fact(ground: Ground, statement: Statement, found: re.Match[str]) -> bool:
    """Tell whether a fact has the judging words too, beside another word of substance that the sentence has."""
    wanted = {word.stem for word in words_of(found.group())} - SMALL_STEMS
    own = {each.stem for each in statement.words} - SMALL_STEMS - wanted
    for fact in ground.plain:
        for sentence in fact.sentences:
            stems = {stem(word.text) for word in words_of(sentence)}
            if wanted and wanted <= stems and (own & stems or not own):
                return True
    return False
