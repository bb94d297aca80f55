"""Which script a letter is of, and which scripts a text is written in."""

import unicodedata
from collections import Counter
from functools import lru_cache

EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"})
ENOUGH = 5  # one letter of the brief in so many makes its script one of the brief's
LAST_LATIN = 0x24F
LATIN_ADDITIONAL = range(0x1E00, 0x1F00)  # the letters of Vietnamese, among others


def scripts_of(text: str) -> frozenset[str]:
    """Give the scripts that a fair share of a text's letters belong to; Latin for a text without letters."""
    counted = Counter(script_of(char) for char in text if char.isalpha())
    usual = frozenset(script for script, count in counted.items() if count * ENOUGH >= counted.total())
    return usual or frozenset({"LATIN"})


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Name the script of a letter; one that only looks like a Latin letter is of a script of its own."""
    name = unicodedata.name(char, "UNKNOWN").split(" ")[0]
    if name in EAST_ASIAN:
        return "EAST ASIAN"
    usual = ord(char) <= LAST_LATIN or ord(char) in LATIN_ADDITIONAL
    return "ODD LATIN" if name == "LATIN" and not usual else name
