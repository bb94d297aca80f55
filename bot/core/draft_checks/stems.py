"""The stem of a word, so that "measured", "measures" and "measuring" count as the same word."""

from functools import lru_cache

from bot.core.plain_text import folded

VOWELS = frozenset("aeiouy")
SHORTEST = 3
ROOT = 5
IRREGULAR = {
    "daily": "day",
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "began": "begin",
    "begun": "begin",
    "bought": "buy",
    "brought": "bring",
    "built": "build",
    "came": "come",
    "chosen": "choose",
    "chose": "choose",
    "drawn": "draw",
    "drew": "draw",
    "fell": "fall",
    "fallen": "fall",
    "found": "find",
    "gave": "give",
    "gone": "go",
    "went": "go",
    "got": "get",
    "held": "hold",
    "kept": "keep",
    "knew": "know",
    "known": "know",
    "led": "lead",
    "left": "leave",
    "lost": "lose",
    "made": "make",
    "meant": "mean",
    "met": "meet",
    "paid": "pay",
    "ran": "run",
    "said": "say",
    "saw": "see",
    "seen": "see",
    "sent": "send",
    "shown": "show",
    "sold": "sell",
    "spent": "spend",
    "spoken": "speak",
    "spoke": "speak",
    "stood": "stand",
    "taken": "take",
    "took": "take",
    "taught": "teach",
    "told": "tell",
    "tried": "try",
    "tries": "try",
    "written": "write",
    "wrote": "write",
    "understood": "understand",
    "used": "use",
    "using": "use",
    "worse": "bad",
    "analyses": "analysis",
}


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Give the stem of one word: lower case, without accents, possessive, plural and the endings of verbs."""
    plain = folded(word).strip("'")
    plain = plain.removesuffix("'s")
    if plain in IRREGULAR:
        plain = IRREGULAR[plain]
    bare = _singular(plain)
    for ending in ("ing", "edly", "ed", "ly"):
        left = bare.removesuffix(ending)
        if left != bare and len(left) >= SHORTEST and VOWELS & set(left):
            bare = left
            break
    return _single(bare).removesuffix("e") if len(bare) > SHORTEST else bare


def root(word: str) -> str:
    """Give what words of one family share: the first letters of the stem."""
    return stem(word)[:ROOT]


def _singular(word: str) -> str:
    if len(word) <= SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _single(word: str) -> str:
    """Write a double letter at the end once, so that "planned" meets "plan" and "called" meets "call"."""
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in VOWELS:
        return word[:-1]
    return word
