"""Names: no person, company, product, place or day stands in a text unless the brief names it."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from bot.core.drafts.checks.english import (
    ACRONYMS,
    AMBIGUOUS_MONTHS,
    DAYS,
    GIVEN,
    MONTHS,
    ORDINARY_STEMS,
    PRODUCTS,
    ROLE_STEMS,
    SMALL,
)
from bot.core.drafts.checks.figures import CURRENCIES, UNITS
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.parts import HIDDEN, Word
from bot.core.drafts.checks.passages import Passage, Statement
from bot.core.drafts.draft import Finding

CHECK = "names"
# Endings of words that are no names: abstract nouns, adverbs, adjectives, forms of verbs.
ORDINARY_END = re.compile(
    r"(?:ing|ings|ly|tion|tions|sion|sions|ment|ments|ness|ity|ities|ance|ence|ances|ences|ship|ships|able|ible|ful|less"
    r"|ive|ous|ized|ised|ated|ied|ists?|ages?|ures?|wards?|backs?|outs?|offs?|ups)$"
)
DETERMINERS = frozenset(
    """
    a all an and any as at both by down each every five for four from her his how in into it its more most my
    no of on one or our out six some that the their them these this those three to two up what whether which
    who with your
    """.split()
)
NAMING_VERBS = frozenset(
    """
    agreed agrees and asked can confirmed confirms could did does gave gives had has holds is keeps knows
    leads made makes manages may must needs owns recommends reports runs said says sends should showed shows
    takes thinks told took wants was will would wrote
    """.split()
)
PLURAL = re.compile(r"[^s]s$")
BEFORE_START = re.compile(r"(?:^|[.!?:\u2026]\s+)[\s\"'\u201c\u2018\u201e\u00ab(\[*#>\u2022-]*$")
TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Herr|Frau|Sister|Sir|Madam|Monsieur|Madame|Se\u00f1ora?)\b\.?\s+([^\W\d_]+)"
)
WHEN = re.compile(
    r"\b(?:yesterday|tomorrow|last (?:week|month|quarter|year|spring|summer|autumn|fall|winter|night)|next year"
    r"|(?:an?|one|some|several|many|few|\w+) (?:days?|weeks?|months?|years?|quarters?) ago)\b",
    re.IGNORECASE,
)
MISSPELLED = 17 / 20  # "febuary" is February, and no two days or months are that much alike
AGAIN = re.compile(r"\b(?:one|a|any)\s+$", re.IGNORECASE)


def check_names(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each name and each day or time that nobody named."""
    english = not ground.languages
    for statement in passage.statements:
        for message in _faults(ground, passage, statement, english=english):
            yield passage.finding(CHECK, message, statement.text)


def unknown_name(ground: Ground, word: Word) -> bool:
    """Tell whether a word is a given name or a product, and nothing that the brief names."""
    plain = word.plain
    if plain not in GIVEN and plain not in PRODUCTS:
        return False
    named = any(each.plain == plain and each.text[:1].isupper() for each in ground.words)
    return not named and (word.text[:1].isupper() or plain not in ground.spelled)


def _faults(ground: Ground, passage: Passage, statement: Statement, *, english: bool) -> Iterator[str]:
    for number, word in enumerate(statement.words):
        following = statement.words[number + 1] if number + 1 < len(statement.words) else None
        if _is_day(word, statement):
            if _may_be_day(ground, passage, statement, word):
                continue
            yield f"It names {word.text}, a day or month that nobody named."
        elif unknown_name(ground, word) or _is_name(ground, statement, word, following, english=english):
            yield f"It names {word.text}, which stands nowhere in the facts."
    for found in TITLE.finditer(statement.own):
        if found[1].lower() not in ground.spelled:
            yield f"It names {found.group()}, whom nobody named."
    for found in WHEN.finditer(statement.own):
        said = " ".join(found.group().lower().split())
        if not _was_named(ground, said):
            yield f"It speaks of {said}; nobody named that time."


def _was_named(ground: Ground, said: str) -> bool:
    """Tell whether a fact has these words, perhaps misspelled."""
    length = len(said.split())
    for each in ground.plain:
        words = each.text.lower().split()
        runs = [" ".join(words[at : at + length]).rstrip(".,;:!?)") for at in range(len(words) - length + 1)]
        if get_close_matches(said, runs, n=1, cutoff=MISSPELLED):
            return True
    return False


def _is_day(word: Word, statement: Statement) -> bool:
    plain = word.plain.removesuffix("s") if word.plain.removesuffix("s") in DAYS else word.plain
    if plain in DAYS or plain in MONTHS:
        return True
    return plain in AMBIGUOUS_MONTHS and word.text[:1].isupper() and not _starts(statement, word)


def _may_be_day(ground: Ground, passage: Passage, statement: Statement, word: Word) -> bool:
    if word.stem in ground.stems or get_close_matches(word.plain, ground.spelled, n=1, cutoff=MISSPELLED):
        return True
    # "On one Saturday" is a plan's proposal, "by Friday" and "every Monday" are dates that somebody must have named.
    return (
        passage.of_plan
        and word.plain.removesuffix("s") in DAYS
        and AGAIN.search(statement.own[: word.start]) is not None
    )


def _starts(statement: Statement, word: Word) -> bool:
    return BEFORE_START.search(statement.own[: word.start]) is not None


def _is_name(ground: Ground, statement: Statement, word: Word, following: Word | None, *, english: bool) -> bool:
    """Tell whether a word is written like a name and nobody named it."""
    text = re.sub(r"['\u2019]s$", "", word.text)
    if not text[:1].isupper() or text in ("I", "A") or _is_known(ground, word):
        return False
    if statement.own[word.end : word.end + 1].isdigit() or statement.own[word.start - 1 : word.start].isdigit():
        return False  # a part of a code, which ``numbers`` reads
    rest = text[1:]
    if any(char.isupper() for char in rest):
        return _is_capitals(text, word) if text.isupper() else True
    if not english:
        return False
    if len(text) == 1:
        return statement.own[word.end : word.end + 1] == "."
    if _starts(statement, word):
        return _starts_like_name(ground, word, following)
    return word.stem not in ORDINARY_STEMS and word.stem not in ROLE_STEMS


def _is_known(ground: Ground, word: Word) -> bool:
    return word.plain in ground.spelled or word.stem in ground.stems or word.plain in CURRENCIES or word.plain in UNITS


def _is_capitals(text: str, word: Word) -> bool:
    return text not in ACRONYMS and word.stem not in ORDINARY_STEMS


def _starts_like_name(ground: Ground, word: Word, following: Word | None) -> bool:
    """Tell a name at the beginning of a sentence from a word that merely begins it."""
    if word.stem in ORDINARY_STEMS or word.stem in ROLE_STEMS or word.plain in SMALL:
        return False
    if following is not None and following.plain in DETERMINERS - {"and"}:
        return False
    if following is not None and following.text[:1].isupper() and not _is_known(ground, following):
        return True
    named = following is None or following.plain in NAMING_VERBS
    if following is not None and PLURAL.search(word.plain) and not (named or following.plain.endswith("s")):
        return False
    return named or not ORDINARY_END.search(word.plain)


def speaks_of_nobody(text: str) -> bool:
    """Tell whether a text has no word at all."""
    return not any(char.isalpha() and char != HIDDEN for char in text)
