"""How alike two lines are: the words that they share, small words and plural endings aside."""

import re

from bot.core.plain_text import folded

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
SHORTEST = 3
SMALL = frozenset(
    "the and for with that this from into each every all one two three has have had its their our your who whom which "
    "what when where how are was were been being not but than then them they out off over per has able more most some "
    "any own such can may must should will would let ask make name week month quarter year day days time today".split()
)


def keywords(text: str) -> frozenset[str]:
    """Give the words of a text that say what it is about, in lower case and without the ending of a plural."""
    words = (match.group() for match in WORD.finditer(folded(text)))
    return frozenset(_singular(each) for each in words if len(each) >= SHORTEST and each not in SMALL)


def _singular(word: str) -> str:
    word = word.removesuffix("'s")
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > SHORTEST else word
