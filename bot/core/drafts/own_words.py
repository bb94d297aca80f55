"""What a model's own words may not hold, outside slots: figures, quotations, names, markup, another language."""

import re
import unicodedata
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from bot.core.drafts.brief import SAID, Brief, Fact, FactKind
from bot.core.drafts.quoting import FEW, is_decimal
from bot.core.languages import DEFAULT, LANGUAGES, Language, language_of
from bot.core.text import folded

REPEATED = 4
"""So many words in a row are a quotation."""
HOLE = "\ufffc"
"""Stands for a slot in what is left of a sentence without its slots."""
PLAIN = frozenset(" .,;:!?'’()/&–—-…¿¡\u00a0\u202f" + HOLE)
MARKS = frozenset('"“”„‟«»‹›‘‚`´「」『』＂')
STARTS = ".!?:"
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’]s$")
ELIDED = re.compile(r"^[^\W\d_]{1,2}['’]")
LINKLIKE = re.compile(r"//|:\S*\w:|\w\.[^\W\d_]{2,}|&\S|\S&|www\.|\bwww\b|/\S+/")
OPENING_QUOTE = re.compile(r"(?<![^\W\d_])(?<!" + HOLE + r")['’]|['’](?=[(\[])|(?<!\S),(?=\w)")
BULLET = re.compile(r"\s*[-–—] ")
ROMAN = re.compile(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})")
# Short forms and words of the trade that say nothing about this company, and that dictionaries lack.
SHORT_FORMS = frozenset(
    "CX UX IT HR KPI KPIs FAQ FAQs PR CEO COO CFO CTO CMO CIO CCO PMO touchpoint touchpoints helpdesk hoc".split()
)
# A model, and what it was told, whatever the facts hold.
SPEAKING = re.compile(
    r"\b(?:language model|modèle de langage|modelo de lenguaje|sprachmodell|(?:the|this|system) prompt|"
    r"(?:input|facts|data) provided|(?:not[ae]|text|texto) (?:requested|demandé|solicitad)\w*|"
    r"(?:consigne|instruction)s? (?:reçue|glissée)s?|caso omiso)\b",
    re.IGNORECASE,
)
POINTING = frozenset(
    "this these here as dies diese diesem diesen dieser dieses hier als ce cet cette ces voici comme este esta aquí "
    "como".split()
)
"""Words before one of the task, by which a sentence speaks of the text that it stands in, or of its writer."""
POINTED = frozenset("note notes notiz nota model modell modèle modelo input".split())
"""Words that are of the task only behind these: a team notes things, too, and has a model of its work."""
COUNTED = re.compile(r"\bevery other\b|(?:\b(\w+) )?\b(medi[ao]) (\w+)")
BEFORE_A_MIDDLE = frozenset("el la un una a en de por".split())
"""Behind these Spanish "medio" is a middle, a means or an average, unless the half of these follows."""
HALVED = frozenset("hora docena día centenar".split())
INFINITIVE = re.compile("[aei]?re?")
"""What a verb's base form has behind its stem, in French and Spanish."""
UNITS = frozenset("%€$£")
# A name in an evidence, told by the title before it or, in German, by a digit behind it.
NAMED = re.compile(
    r"\b(?:Herrn?|Frau|Mrs?|Ms|Dr|Mme|Mlle|Monsieur|Madame|Sra?|[Ss]eñora?|[Dd]on|[Dd]oña)\.? ([^\W\d_a-z][^\W\d_]+)"
    r"|\b([^\W\d_]{3,})\d"
)
# What stands before a German noun, and hardly ever before a person's name.
ARTICLES = re.compile(
    r"(?:d(?:er|ie|as|en|em|es)|(?:k?ein|mein|dein|sein|ihr|unser|euer|jed|all|dies|viel|beid|manch|ander|einig|welch)\w{0,2}|"
    r"[ai]m|zu[mr]|beim|vom|ins|ans|durchs|fürs)"
)
# Months that are everyday English words count as months behind these.
MONTH_BEHIND = frozenset("in since from until by during last next this early late of".split())
MONTHS_AND_WORDS = frozenset("march may spring".split())
AMID = re.compile(r"[^\W\d_],? \Z")
"""What stands before a word that begins no sentence."""
SHORTEST_NAME, SHORTEST_ROOT, LONGEST_ENDING = 3, 5, 3
"""Letters of a name, of what the name of a level shares with words made of it, and of its own ending behind that."""
STEM = 5
"""So many first letters tell that two words are of one family."""
JOINED_LETTERS = "ßæœ"
LONG_ENOUGH = 8
"""Own words among which at least one is common in the language, whatever is written."""


class Lexicon(Hashable, Protocol):
    """What dictionaries tell of words; what is no word is a name."""

    def knows(self, word: str, language: str, /) -> bool:
        """Return whether the language of a code has a word, asked as it is written."""

    def is_noun(self, word: str, /) -> bool:
        """Return whether a German word, written large, is a noun and no name."""

    def is_name(self, word: str, language: str, /) -> bool:
        """Return whether a word of a language is a name above all, whatever it is written like."""

    def base(self, word: str, language: str, /) -> str:
        """Return the base form of a word, in small letters."""

    def parts(self, word: str, language: str, /) -> frozenset[str]:
        """Return a word and, of a German compound, its parts, in small letters."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a text may rest on.

    ``words`` are those that it may write large, ``small`` those that the facts write small. Of what was said,
    ``people`` are names that a title tells, in small letters, and ``called`` those that their large letter tells.
    ``names`` are those of levels and bands, ``heard`` is what may be told in other words only, ``scripts`` are those of
    the facts' letters. ``held`` are the words of the facts and their parts, in small letters, without the names that
    were said, and ``lexicon`` tells the words of the language. ``shown`` are the parts of facts, by their ids, that the
    text shows.
    """

    facts: Mapping[str, Fact]
    words: frozenset[str]
    small: frozenset[str]
    people: frozenset[str]
    called: frozenset[str]
    names: frozenset[str]
    heard: tuple[str, ...]
    scripts: frozenset[str]
    held: frozenset[str]
    lexicon: Lexicon
    language: Language
    shown: Mapping[str, tuple[str, ...]]


@lru_cache(64)
def ground_of(lexicon: Lexicon, brief: Brief) -> Ground:
    """Collect what a text may rest on.

    A name that stands in an evidence only is no word of the ground: it reaches a text through a slot.
    """
    own = [word for fact in brief.facts if fact.kind not in SAID for word in _words(fact.text)]
    told = [fact.text for fact in brief.facts if fact.kind in SAID]
    ground = Ground(
        facts={fact.id: fact for fact in brief.facts},
        words=frozenset(own) | SHORT_FORMS,
        small=frozenset(word for fact in brief.facts for word in _words(fact.text) if word.islower()),
        people=frozenset(word.casefold() for text in told for found in NAMED.findall(text) for word in found if word)
        - {word.casefold() for word in own},
        called=frozenset(),
        names=frozenset(" ".join(_bare(name)) for name in brief.names),
        heard=tuple(" ".join(_bare(fact.text)) for fact in brief.of_kind(FactKind.HEARD)),
        scripts=frozenset(_script(char) for fact in brief.facts for char in fact.text if char.isalpha()) | {"LATIN"},
        held=frozenset(),
        lexicon=lexicon,
        language=language_of(brief.language),
        shown={},
    )
    plain = {word.casefold() for word in own} | ground.small | ground.language.common | ground.language.calendar
    called = frozenset(low for text in told for low in _called(ground, text)) - plain
    large = {word for text in told for word in _words(text) if word[1:].islower()}
    known = {
        word.casefold()
        for word in large
        if ground.language.nouns_large or lexicon.knows(word.casefold(), ground.language.code)
    }
    bases = {_base(ground, word) for word in ground.small}
    held = {word.casefold() for word in own} | ground.small | bases | known - called
    return replace(ground, called=called, held=frozenset(held))


def _called(ground: Ground, text: str) -> Iterator[str]:
    """Find the names in what was said, in small letters: words that are large although no sentence begins there.

    German writes every noun large; there a name is one that stands bare or behind another noun ("der Auftrag
    Lindner"). What is in another language than the text is left out: large letters may mean something else in it.
    """
    if not ground.language.nouns_large and ground.language.is_left([low.casefold() for low in WORD.findall(text)]):
        return
    last = ""
    for found in WORD.finditer(text):
        for word in POSSESSIVE.sub("", found[0]).split("-"):
            large = len(word) >= SHORTEST_NAME and word[0].isupper() and word[1:].islower()
            names = not ground.language.nouns_large or _reads_as_name(ground, word, last)
            if large and names and AMID.search(text[: found.start()]):
                yield word.casefold()
        last = found[0] if text[found.end() : found.end() + 1] == " " else ""


def smuggled(ground: Ground, bare: str, *, is_prose: bool) -> Iterator[tuple[str, str]]:
    """Find what comes only through a slot, and what does not come at all; each with the name of its check.

    ``bare`` is a sentence with ``HOLE`` in place of its slots; one that is no prose is a field of an action.
    """
    odd = {char for char in bare if char not in PLAIN and not char.isalpha() and unicodedata.category(char)[0] != "M"}
    if odd & {"{", "}"}:
        yield (
            "slots",
            "A brace is left over: a slot is {F7} or {F7|words of that fact}, and none stands inside another.",
        )
    numbers = "".join(char for char in bare if is_decimal(char))
    if numbers:
        yield "numbers", f"It writes “{numbers[:20]}” itself, a number. {_way(ground, numbers)}"
    quoted = [*sorted(odd & MARKS), *OPENING_QUOTE.findall(bare)]
    if quoted:
        yield (
            "quotations",
            f"It sets quotation marks itself: {quoted[0]} Leave them out; a slot of an evidence sets them.",
        )
    for repeated in filter(None, (_repeated(bare, each) for each in ground.heard)):
        yield "quotations", f"“{repeated}” repeats what is to be told in other words only. Use other words."
    yield from (("markup", told) for told in _marked_up(bare, odd))
    if spoken := SPEAKING.search(bare):
        yield "speaking", _spoken(spoken[0])
    elif told := next(_of_the_task(ground, bare, is_prose=is_prose), ""):
        yield "speaking", _spoken(told)
    if mixed := _mixed_scripts(ground, bare):
        yield "scripts", f"“{mixed:.40}” has letters that the facts do not use, or of two alphabets. Spell it anew."
    bare = _opened_small(ground, bare)
    yield from _named_levels(ground, bare)
    strays = is_other_language(ground, bare.replace(HOLE, " "))
    yield from (
        ("numbers", f"It writes “{counted}”, a number. {_way(ground, counted)}") for counted in _counted(ground, bare)
    )
    last = ""
    for found in WORD.finditer(bare):
        yield from tuple(_word(ground, found[0], last)) or (() if strays else _unknown(ground, found[0]))
        last = found[0] if bare[found.end() : found.end() + 1] == " " else ""


def _spoken(words: str) -> str:
    return f"“{words}” speaks of the writer, to a reader or of orders. Write of the dimension alone."


def _of_the_task(ground: Ground, bare: str, *, is_prose: bool) -> Iterator[str]:
    """Find words by which a model speaks of itself, of its text or of its orders, and which no fact holds.

    Where a fact is shown they may be about that fact, unless they point at the text: "this note", "as an assistant". A
    sentence that shares no word with a fact is about something else: about its orders if it has two words of telling.
    """
    language, last, before = ground.language, "", ""
    words = re.findall(rf"(?<![-\w])[^\W\d_]+|{HOLE}", bare.casefold())
    told = list(dict.fromkeys(each for each in (_base(ground, word) for word in words) if each in language.telling))
    for word in words:
        points = not POINTING.isdisjoint((last, before))
        is_task = (word in POINTED and last in POINTING) or (word in language.task and (points or HOLE not in bare))
        if word in language.speaker or (is_prose and is_task and not _is_held(ground, word)):
            yield word
        before, last = last, word
    if is_prose and len(told) > 1 and not any(word == HOLE or _is_of_facts(ground, word) for word in words):
        yield " … ".join(told[:2])
    if is_prose:
        yield from _in_person(ground, bare)


def _in_person(ground: Ground, bare: str) -> Iterator[str]:
    """Find words that speak to a reader, and verbs whose subject is who speaks or is spoken to; not those of facts."""
    for found in WORD.findall(_opened_small(ground, bare)):
        word = ELIDED.sub("", found if _knows(ground, found) else found.split("-")[0])
        form = ground.language.personal.fullmatch(word)
        if form is None or word in ground.words:
            continue
        if not form.lastindex or INFINITIVE.fullmatch(_base(ground, word).removeprefix(form[1])):
            yield found


def _base(ground: Ground, word: str) -> str:
    return ground.lexicon.base(word, ground.language.code)


def _is_of_facts(ground: Ground, low: str) -> bool:
    """Whether a word that tells something stands in a fact, in any of its forms."""
    if len(low) <= SHORTEST_NAME or ground.language.is_common(low) or _base(ground, low) in ground.language.telling:
        return False
    return _is_held(ground, low) or _is_held(ground, _base(ground, low))


def tells_of(ground: Ground, told: str, bare: str) -> bool:
    """Whether a sentence without a slot tells of facts: a word of it begins as one of theirs, which are ``told``.

    One that denies may say what no fact does, that nothing was said. Words of another language are not compared.
    """
    words = re.findall(r"[^\W\d_]+", bare.casefold())
    if not (ground.language.nots | FEW).isdisjoint(words) or is_other_language(ground, told):
        return True
    return not _beginnings(ground, told).isdisjoint(_beginnings(ground, bare))


def _beginnings(ground: Ground, text: str) -> set[str]:
    """Return the first letters of the words of a text, of their base forms and parts, without those of every text."""
    words = [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if not ground.language.is_common(word)]
    forms = (
        (word, base, *_parts(ground, word))
        for word in words
        if (base := _base(ground, word)) not in ground.language.telling
    )
    return {folded(form)[:STEM] for each in forms for form in each if len(form) > SHORTEST_NAME}


def _is_held(ground: Ground, low: str) -> bool:
    """Whether a fact holds a word, in the singular or the plural."""
    return not ground.held.isdisjoint(_numbers_of(low))


def _numbers_of(low: str) -> tuple[str, str, str]:
    return low, f"{low}s", low.removesuffix("s")


def _marked_up(bare: str, odd: set[str]) -> Iterator[str]:
    """Find markup: characters that are ``odd``, an address, the sign of a list."""
    rest = sorted(char for char in odd - {"{", "}"} - MARKS if not is_decimal(char))
    if rest:
        named = ", ".join(unicodedata.name(char, f"U+{ord(char):04X}").lower() for char in rest[:5])
        yield f"It holds {named}. Leave that out: write letters and plain punctuation."
    if BULLET.match(bare):
        yield "It begins as a line of a list. Write a sentence."
    if live := [each for each in bare.replace(HOLE, " ").split() if LINKLIKE.search(each)]:
        yield f"“{live[0]:.40}” looks like an address or a sign of markup. Leave it out."


def _way(ground: Ground, words: str) -> str:
    """Say what to do about words that come only through a slot: which facts hold them."""
    low = words.casefold()
    holding = [f"{{{each.id}|…}}" for each in ground.facts.values() if low in map(str.casefold, _words(each.text))]
    if not holding and is_decimal(words):
        holding = [f"{{{each.id}|…}}" for each in ground.facts.values() if words in re.split(r"\D+", each.text)]
    slot = f" take it with the words beside it in a slot, {' or '.join(holding[:2])}, or" if holding else ""
    return f"It comes only through a slot:{slot} leave it out." if slot else "No fact holds it: leave it out."


def _repeated(bare: str, heard: str) -> str:
    """Return the words in a row, or all of a short text, that own words quote from it; empty for none."""
    own, words = f" {' '.join(_bare(bare))} ", heard.split()
    size = min(len(words), REPEATED)
    runs = (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
    return next((each for each in runs if size > 1 and f" {each} " in own), "")


def is_number(token: str) -> bool:
    """Whether a token counts, in digits or in words of any language, or is a sign that belongs to a number."""
    if is_decimal(token) or token in UNITS:
        return True
    words = [
        word for word in WORD.findall(token.casefold()) if not any(word in each.common for each in LANGUAGES.values())
    ]
    return any(each.numbers.fullmatch(word) and word not in each.ones for word in words for each in LANGUAGES.values())


def is_other_language(ground: Ground, own: str) -> bool:
    """Whether own words are in another language than the one asked for."""
    words = re.findall(r"[^\W\d_]+", own.casefold())
    has_none = len(words) >= LONG_ENOUGH and not any(word in ground.language.common for word in words)
    return has_none or ground.language.is_left(words)


def _counted(ground: Ground, bare: str) -> Iterator[str]:
    """Find words that count together: "every other"; Spanish "medio" before its noun, behind a verb or a small word."""
    for found in COUNTED.finditer(bare.casefold()):
        before, half, noun = found.groups()
        is_before_noun = ground.language.code == "es" and not ground.language.is_common(noun or "")
        is_behind = not before or ground.language.is_common(before) or _base(ground, before).endswith("r")
        if not half or noun in HALVED or (is_before_noun and is_behind and before not in BEFORE_A_MIDDLE):
            yield found[0]


def _word(ground: Ground, word: str, last: str) -> Iterator[tuple[str, str]]:
    """Find what is wrong with one word; ``last`` is the one right before it, or empty."""
    word = POSSESSIVE.sub("", word)
    low = word.casefold()
    if any(map(ground.language.is_amount, _parts(ground, word))) or (low == word and ROMAN.fullmatch(low)):
        yield "numbers", f"It writes “{word}” itself, a number. {_way(ground, word)}"
    elif word not in ground.words and _is_dated(ground, low, last.casefold()):
        yield "names", f"It names “{word}”, a day or a month. {_way(ground, word)}"
    elif told := _written(ground, word, last):
        yield "names", f"“{word}” {told}"


def _written(ground: Ground, word: str, last: str) -> str:
    """Say how a word is told to be a name: an evidence calls somebody so, or it is written as names are; or empty.

    German writes each noun large; there a name is a word with a large letter inside it, or one that stands bare.
    """
    nouns_large, names = ground.language.nouns_large, word.casefold().split("-")
    is_called = not (ground.called.isdisjoint(names) or ARTICLES.fullmatch(last.casefold()))
    if is_called or not ground.people.isdisjoint(names):
        return f"is a name that only an evidence holds. {_way(ground, word)}"
    parts = [] if word in ground.words else [part for part in re.split(r"[-'’]", word) if part not in ground.words]
    if not all((part[1:] if nouns_large else part).islower() or not part[nouns_large:] for part in parts):
        small = " If it is no name, write it small." if word[1:].islower() else ""
        return f"is written large as a name is. {_way(ground, word)}{small}"
    if nouns_large and _reads_as_name(ground, word, last):
        return "stands bare, as a name that no fact holds. Put an article before a noun; leave a name out."
    return ""


def _opened_small(ground: Ground, bare: str) -> str:
    """Write the words small that are large only since a sentence begins with them.

    They are written small elsewhere: the facts have them so, or the language, which has no name like them.
    """

    def small(found: re.Match[str]) -> str:
        word, low = found[0], POSSESSIVE.sub("", found[0].lower())
        start = bare[: found.start()].rstrip(" (–—-¿¡")
        if (start and start[-1] not in STARTS) or word in ground.words or word[1:] != word[1:].lower():
            return word
        is_elided = len(re.split(r"[-'’]", low)[0]) < min(SHORTEST_NAME, len(low))
        is_word = _knows(ground, low) and not ground.lexicon.knows(low.capitalize(), ground.language.code)
        is_small = is_elided or is_word or low in ground.small or ground.language.is_common(low)
        return word.lower() if is_small else word

    return WORD.sub(small, bare)


def _knows(ground: Ground, word: str) -> bool:
    """Whether the language has a word, written large or small."""
    return any(ground.lexicon.knows(each, ground.language.code) for each in (word, word.lower()))


def _unknown(ground: Ground, word: str) -> Iterator[tuple[str, str]]:
    """Find the parts of a word that neither a fact holds, in the singular or the plural, nor the language knows.

    What the language knows is found where it is a name above all, or made of one ("Kölner"), or where a German word
    that a hyphen joins with the next is no noun and no small word ("Hubspot-Liste").
    """
    word, language, lexicon = POSSESSIVE.sub("", word), ground.language, ground.lexicon
    is_known = _knows(ground, word) or _knows(ground, ELIDED.sub("", word))
    for part in re.split(r"[-'’]", word):
        low = part.casefold()
        is_joined = part.istitle() and not word.endswith(part) and part not in ground.words
        held = ground.small if language.nouns_large and part.islower() else ground.held
        is_held = part in SHORT_FORMS or not held.isdisjoint(_numbers_of(low))
        if len(part) < SHORTEST_NAME or language.is_common(part) or (is_held and not is_joined):
            continue
        forms = {part, part.removesuffix("er")} if language.nouns_large else {part}
        is_first = is_joined and language.nouns_large and not (lexicon.is_noun(part) or _knows(ground, part.lower()))
        if not (is_known or _knows(ground, part)):
            told = f"“{part:.40}” is in no fact and no {language.name} dictionary. Write common words in its place."
            yield "names", told
        elif is_first or any(lexicon.is_name(each, language.code) for each in forms):
            yield "names", f"“{part:.40}” is a name that no fact holds. Leave it out."


def _is_dated(ground: Ground, low: str, last: str) -> bool:
    """Whether a word is a day or a month, one of several, or joined with another ("mi-avril", "Aprilwert")."""
    seasons = ground.language.seasons - ground.small
    parts = {part for part in _parts(ground, low) if not ground.language.is_common(part)}
    parts |= {part.removesuffix("s") for part in parts}
    is_month = low.removesuffix("time") in MONTHS_AND_WORDS and (last in MONTH_BEHIND or low not in MONTHS_AND_WORDS)
    return (
        not parts.isdisjoint(ground.language.calendar | seasons)
        or low.startswith(tuple(season.rstrip("aeo") for season in seasons))
        or low.endswith(tuple(seasons))
        or (is_month and ground.language.code == DEFAULT)
    )


def _parts(ground: Ground, word: str) -> set[str]:
    """Return the words of which a word is made: what one of them tells, the whole tells."""
    joined = filter(None, re.split(r"[-'’]", word))
    return {part for each in joined for part in ground.lexicon.parts(each, ground.language.code)}


def _reads_as_name(ground: Ground, word: str, last: str) -> bool:
    """Whether a German large word that no fact holds reads as a name: it is no noun and has no article."""
    if word in ground.words or not word[:1].isupper():
        return False
    head = word.rsplit("-", 1)[-1]
    is_plain = not head[:1].isupper() or head in ground.words or ground.lexicon.is_noun(head)
    return not (is_plain or ARTICLES.fullmatch(last.casefold()))


def _named_levels(ground: Ground, bare: str) -> Iterator[tuple[str, str]]:
    """Find names of levels and bands, inflected or joined by a hyphen, too.

    A name of one word passes as the small word that the facts hold, in the form in which they hold it.
    """
    words = [POSSESSIVE.sub("", word) for word in WORD.findall(bare)]
    low = f" {' '.join(folded(word).replace('-', ' ') for word in words)} "
    for name in sorted(filter(None, ground.names)):
        alone = [word for word in words if _agrees(ground, word, name)]
        if f" {name} " in low if " " in name else any(not _is_plain_word(ground, word) for word in alone):
            told = (f"{{{each.id}}}" for each in ground.facts.values() if f"({name}" in folded(each.text))
            way = next((f"Use the slot {each}, or another word" for each in told), "Use another word")
            yield "levels", f"It writes “{alone[0] if alone else name}”, the name of a level or band, itself. {way}."


def _agrees(ground: Ground, word: str, name: str) -> bool:
    """Whether a word is the name of a level, joined or not, as an adjective or adverb, and spelled either way.

    As an adjective it shares its beginning with the name, which has a short ending of its own: "pilotage", "piloté".
    """
    name = name.replace("iz", "is")
    stem = re.escape(name[:-1] if name.endswith(("a", "o", "y")) else name) + ("[yi]" if name.endswith("y") else "")
    form = re.compile(rf"{stem}(?:{ground.language.agreeing})?|{re.escape(name[:-1])}isim[ao]s?")
    parts = {folded(part).replace("iz", "is") for part in _parts(ground, word)} | {folded(word.replace("-", ""))}
    low, least = word.casefold(), max(SHORTEST_ROOT, len(name) - LONGEST_ENDING)
    roots = (at for at in range(least, len(low)) if folded(low[:at]) == name[:at])
    derived = any(re.fullmatch(ground.language.deriving, low[at:]) for at in roots)
    return derived or any(part == name or form.fullmatch(part) for part in parts)


def _is_plain_word(ground: Ground, word: str) -> bool:
    low = folded(word)
    return word.islower() and (low in {folded(each) for each in ground.small} or low in ground.language.common)


def _bare(text: str) -> list[str]:
    return [folded(POSSESSIVE.sub("", word)) for word in WORD.findall(text)]


def _mixed_scripts(ground: Ground, bare: str) -> str:
    """Return the first word with letters of a script that the facts do not use, of two scripts, or with loose marks."""
    for word in bare.split():
        letters = {_script(char) for char in word if char.isalpha()}
        has_marks = any(unicodedata.category(char)[0] == "M" for char in word)
        is_odd = any(_is_odd(char) and not any(char in each.text for each in ground.facts.values()) for char in word)
        if is_odd or not letters <= ground.scripts or len(letters) > 1 or (has_marks and "LATIN" in letters):
            return word
    return ""


def _is_odd(char: str) -> bool:
    """Whether a Latin letter is none of the alphabet, with or without an accent, and may look like one that is."""
    is_letter = char.isalpha() and _script(char) == "LATIN"
    return is_letter and not unicodedata.normalize("NFKD", char)[0].isascii() and char.lower() not in JOINED_LETTERS


@lru_cache(maxsize=1024)
def _script(char: str) -> str:
    return unicodedata.name(char, "?").split()[0].split("-")[0]


def _words(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        yield word
        yield POSSESSIVE.sub("", word)
        yield from re.split(r"[-'’]", word)
