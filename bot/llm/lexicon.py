"""Whether a word is one of a language: what no dictionary knows and no fact holds is a name that nobody said.

The dictionaries are simplemma's, read on first use (31 MB for the four languages). They write names large, so that a
name written small stands in none. A brand that is a word as well ("notion") is a word.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.core.languages import DEFAULT

# Before a word that the dictionary has, in any of the languages: what is made so stands in no dictionary in full.
PREFIX = re.compile(r"(?:un|re|pre|pré|non|mis|multi|omni|post?|co|dés?)(?=\w{4})")
# How the ends of a word may be exchanged for those of one that the dictionary has.
ENDINGS = {
    "de": ((r"e[nmrs]?", ("",)),),
    "fr": (
        (r"es?|s", ("",)),
        (r"e?ment", ("", "e", "é")),
        (r"(?:em|am)ment", ("ent", "ant")),
        (r"ations?|ages?|eurs?|euses?", ("er",)),
        (r"is(?:er|ée?s?)", ("ité",)),
        (r"fes?", ("",)),
    ),
    "es": ((r"(?:me|te|se|nos|os)?(?:l[aeo]s?|[mts]e|n?os)", ("", "r")), (r"mente", ("", "o"))),
}
ACCENTS = str.maketrans("áéíóú", "aeiou")
"""What Spanish writes when a pronoun follows its verb ("decírselo"), and not without it."""
PLAIN_VOWELS = str.maketrans("äöü", "aou")
UMLAUTS = str.maketrans("aou", "äöü")
LINKS = ("", "s", "es", "n", "en", "er", "e")
"""What stands between the parts of a German compound."""
NOUNS_SMALL = ("en", "sv", "da", "cs")
"""Languages that write nouns small, and whose dictionaries have many of the names that the German one has."""
MORE = 3
NOUN_ENDS = ("", "e", "en", "er", "es", "se", "sen", "nen")
AGENTS = ("er", "el")
"""Nouns of these endings have the plural of names ("Müllern"); one that is made of a verb is no name ("Besucher")."""
ABSTRACT = ("heit", "keit", "ung", "schaft", "tion", "tät")
"""Endings that make a German noun, and no name of five letters or more, out of another word."""
LONG = 11
"""Letters of a compound that is no name: "Hornbach" and "Karstadt" are made of words."""
SHORTEST_HEAD, SHORTEST_SMALL_HEAD, SHORTEST_PART, LONGEST = 4, 5, 3, 60
"""Letters of a compound's last part, of that in a word written small ("schichtweise"), of others; of a word."""
# simplemma's French dictionary leaves out words of one form only: the commonest of them, and what is newer than it.
FRENCH = frozenset(
    "non oui déjà beaucoup tant vite plutôt combien loin tard souvent tôt voire partout pourtant davantage trop quasi "
    "auquel auxquels auxquelles duquel desquels desquelles aussitôt peu auparavant longtemps assez très guère comment "
    "où pourquoi jamais toujours parfois mieux près ailleurs autrefois volontiers hui foi néanmoins certes travers "
    "dessus dehors quant plupart plusieurs temps corps cas pays propos bras voix tas choix avis repas accès poids "
    "succès taux processus progrès précis flux colis relais refus abus excès surplus rabais prospectus campus bonus "
    "préavis tracas palmarès devis consensus cursus stress virus web internet intranet courriel tableur vœu".split()
)
BRANDS = re.compile(r"salesforces?|googles?")  # in the dictionaries as words, which nobody means by them


@lru_cache(8192)
def knows(word: str, language: str) -> bool:
    """Return whether a language, by its code, or English, which the trade is full of, has a word or its parts.

    A word is asked for as it is written, large or small: "Somebody" is no word, and neither is "birgit".
    """
    if len(word) > LONGEST or BRANDS.fullmatch(word.lower()):
        return False
    if any(_has(word, code) for code in (language, DEFAULT)) or (language == "de" and _is_compound(word)):
        return True
    if not word.islower():
        return False
    begins = PREFIX.match(word)
    return (
        (language == "fr" and not FRENCH.isdisjoint((word, word.removesuffix("s"))))
        or _is_derived(word, language)
        or (begins is not None and knows(word[begins.end() :], language))
    )


@lru_cache(8192)
def is_noun(word: str) -> bool:
    """Return whether a German word, as it is written large, is a noun and no name.

    What a language that writes nouns small has with a large letter is a name, whatever it means ("Wolf", "Rosa"),
    unless most of them have it small as well ("Person"). A noun is a form of another word ("Zahlen", "Nächstes"), has
    forms that names have not ("Protokolle", "Gebräuche"; an "s" tells nothing), is made of a verb or adjective
    ("Besucher", "Güte") or of nouns, or an English word.
    """
    if len(word) > LONGEST:
        return False
    german, low = _dictionary("de"), word.lower()
    lemma = german.get(word, "")
    if lemma[:1].isupper() and word not in (lemma, f"{lemma}s"):
        return True
    vowel = max(word.rfind(each) for each in "aou")
    changed = (word, word[:vowel] + word[vowel:].translate(UMLAUTS)) if vowel > 0 else (word,)
    has_forms = any(
        german.get(f"{each}{end}") == word for each in changed for end in NOUN_ENDS if f"{each}{end}" != word
    )
    large, small = (sum(_has(each, code) for code in NOUNS_SMALL) for each in (word, low))
    if large and not (large == 1 and small >= len(NOUNS_SMALL) - 1):
        return False
    return (
        has_forms
        or (bool(lemma) and len(low) > SHORTEST_SMALL_HEAD and low.endswith(ABSTRACT))
        or (german.get(low, low) != low and _has(low, "de"))
        or (low.endswith("n") and german.get(low) == low)
        or (low.endswith("e") and _has(low[:-1].translate(PLAIN_VOWELS), "de") and not low.isascii())
        or (not low.endswith(AGENTS) and german.get(f"{word}n") == word)
        or (low.endswith("er") and german.get(f"{low[:-1]}n") == f"{low[:-1]}n")
        or (bool(lemma) and _has(low, DEFAULT))
        or (len(low) >= LONG and any(map(is_noun, _heads(word))))
    )


@lru_cache(8192)
def is_name(word: str, language: str) -> bool:
    """Return whether a word is a name that a language has as a word, too: "berlin", a carriage.

    Three more languages than have it small write it large; one that is not among those counts twice. What German has
    small is a word there, if it is written so ("ernst").
    """
    if language == "de" and word.islower() and _has(word, language):
        return False
    large, small = word.capitalize(), word.lower()
    more = sum(_has(large, code) - _has(small, code) for code in ("de", *NOUNS_SMALL))
    return more - (2 if language not in ("de", *NOUNS_SMALL) and _has(small, language) else 0) >= MORE


def base(word: str, language: str) -> str:
    """Return the base form of a word in small letters, the word itself where the dictionary has none."""
    low = word.lower()[:LONGEST]
    known = _dictionary(language)
    return (known.get(low) or known.get(low.capitalize()) or low).lower()


@lru_cache(8192)
def parts(word: str, language: str) -> frozenset[str]:
    """Return a word and, of a German compound, its parts, in small letters: "Zweierteam" has "zweier" and "team"."""
    low = word.lower()[:LONGEST]
    heads = {head.lower() for each in (low, low.capitalize()) for head in _heads(each)} if language == "de" else set()
    firsts = {low.removesuffix(head) for head in heads}
    return frozenset({low} | heads | firsts | {each.removesuffix("s") for each in firsts})


def _has(word: str, language: str) -> bool:
    """Whether a dictionary has a word, and writes it large or small as it is written here."""
    lemma = _dictionary(language).get(word)
    return lemma is not None and lemma[:1].isupper() == word[:1].isupper()


@lru_cache
def _dictionary(language: str) -> Mapping[str, str]:
    from simplemma.strategies import dictionaries  # noqa: PLC0415  # half a second, and only with the first draft

    return dictionaries.LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language)


def _is_derived(low: str, language: str) -> bool:
    """Whether a word is one that the dictionary has with another ending."""
    for ending, instead in ENDINGS.get(language, ()):
        found = re.fullmatch(rf"(.{{4,}}?|.[aei]r)(?:{ending})", low)
        stems = (found[1], found[1].translate(ACCENTS)) if found else ()
        if any(_has(f"{stem}{end}", language) for stem in stems for end in instead):
            return True
    return False


@lru_cache(8192)
def _is_compound(word: str) -> bool:
    """Whether a German word is made of words: the last a noun, or written small as the whole is."""
    return any(True for _ in _heads(word))


def _heads(word: str) -> Iterator[str]:
    """Yield what may be the last part of a German compound, large or small as the whole is, behind a word."""
    low, large = word.lower(), word[:1].isupper()
    least = SHORTEST_HEAD if large else SHORTEST_SMALL_HEAD
    for at in range(SHORTEST_PART, len(low) - least + 1):
        head = low[at:].capitalize() if large else low[at:]
        if _has(head, "de") and _is_first_part(low[:at]):
            yield head


def _is_first_part(low: str) -> bool:
    """Whether what stands before the last part of a compound is a word, a verb's stem, or a compound itself.

    No form of a verb but its stem opens a compound: "fiel" does not make "Fielmann" a word.
    """
    bare = [part for link in LINKS if low.endswith(link) and len(part := low.removesuffix(link)) >= SHORTEST_PART]
    base = (_dictionary("de").get(each) == each for each in (*bare, f"{low}en"))
    return any(base) or any(_has(each.capitalize(), "de") or _is_compound(each.capitalize()) for each in bare)
