"""The two answers that give no level: it does not apply, and the person does not know."""

import re

from bot.core.plain_text import folded
from bot.core.statements import BECAUSE

OPENING = r"\A(?:(?:well|sorry|hm+|so|ok|okay|honestly|tbh|i|we|really|just|this|that|it|one|is|it'?s|that'?s)[,\s]+)*"
UNKNOWN = re.compile(
    OPENING
    + r"(?:(?:don'?t|do not) (?:really )?know|dunno|idk|(?:have |i've |got )?no (?:idea|clue)|not sure|unsure|unknown|"
    r"(?:can'?t|cannot|can not) (?:say|tell|judge))(?: (?:yet|really|at all|about (?:this|that|it)(?: one)?|tbh|sorry|"
    r"either|honestly|for sure|here|right now))*(?!\w)"
)
# The forms that mean nothing else: a reason may follow without a separator.
PLAIN = re.compile(
    OPENING + r"(?:n ?/ ?a|not applicable|does(?: not|n'?t) apply|inapplicable)"
    r"(?: (?:here|(?:to|for) (?:us|this business|our business)|in our case))?(?!\w)"
)
SHORT = re.compile(OPENING + r"(?:n\.a\.?|na|not relevant|irrelevant)(?: (?:here|(?:to|for) us|in our case))?(?!\w)")
LIMITING = frozenset("yet until before if unless only except or but and in at by with than".split())
SEPARATOR = re.compile(r"\s*(?:[,.;:!|=\u2013\u2014\u2026\u3002-]+|\n)\s*|\s*(?=\()|\s*\?*\Z")
NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")


def unknown_at(text: str) -> int | None:
    """Give the offset of the words behind "don't know"; None when the text does not say that."""
    found = UNKNOWN.match(folded(text))
    return None if found is None else _words_at(text, found.end())


def inapplicable_at(text: str) -> int | None:
    """Give the offset of the reason behind "n/a"; None when the text does not say that, or says it with a condition."""
    plain = folded(text)
    found = PLAIN.match(plain) or SHORT.match(plain)
    if found is None:
        return None
    separated = _words_at(text, found.end())
    following = NEXT_WORD.match(plain, found.end())
    if separated is not None or found.re is SHORT:
        return separated
    return following.start(1) if following and following[1] not in LIMITING else None


def _words_at(text: str, end: int) -> int | None:
    """Give where the words begin behind a separator or a "because"; None when the sentence runs on."""
    if separator := SEPARATOR.match(text, end):
        return separator.end()
    following = NEXT_WORD.match(text, end)
    return following.start(1) if following and following[1].lower() in BECAUSE else None
