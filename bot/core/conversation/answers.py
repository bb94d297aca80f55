"""How an answer is read: deterministic, and asked again rather than guessed.

The order of the questions put to a text: is it talk between people; one of the verbs; a change; "n/a" or "don't know";
a level said clearly (``statements``) without second thoughts (``doubts``); levels that may be meant; else words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.core.conversation.doubts import candidates, ends_in_levels, is_ordinal, says_more, second_thoughts
from bot.core.conversation.levels import NUMBER_WORDS, OF, Ladder, Statement, Token, ladder_of, stated, tokens_of
from bot.core.conversation.reading import (
    Ambiguous,
    Correction,
    Inapplicable,
    OffScale,
    Rated,
    Reading,
    Signal,
    Unknown,
    Words,
    inapplicable_at,
    unknown_at,
    verb_in,
)
from bot.core.evidence import evidence_in, shows_nothing
from bot.core.framework import Dimension, Framework
from bot.core.text import cleaned, folded, has_substance, one_line, unwrapped

COMMAND = re.compile(
    r"\A(?:(?:please|pls|bitte|actually|can (?:you|we|i)|could (?:you|we|i)|i want to|i'd like to|let's|lets) )*"
    r"(?P<verb>change|edit|correct|fix|revise|redo|make|andere|andern|korrigiere|korrigieren|changer|modifie|modifier|"
    r"corrige|corriger|cambia|cambiar|corregir|modificar)(?![\w'-])"
)
BEHIND_REASON = re.compile(
    r"(?P<reason>.+\S)\s*[,;:(\u2013\u2014-]\s*(?:so |also |donc |as\u00ed que )?(?P<verdict>\S[^,;:()]{1,40}?)[).!]*"
)
VERB_LAST = re.compile(r"(?P<rest>.+?)(?: bitte)? (?P<verb>[aä]ndern|korrigieren)\W*", re.IGNORECASE)
# What ends a reference. The new verdict stands behind it; a reference is short, so that no long text is searched.
TO = re.compile(r"\s+(?:to|into|as|back to|auf|zu|in|en|a|por)\s+|\s*(?:->|=>|\u2192|=|:)\s*")
FROM = re.compile(r"\s+from\s+\S{1,20}\Z")
LONGEST_REFERENCE = 120
NUMBERED = re.compile(
    r"(?:(?:number|no\.?|nr\.?|question|frage|pregunta|q|dimension|answer|item)\s*)?#?\s*(?P<number>\d{1,3}|[a-z]+)"
)
QUESTION = re.compile(r"(?:question|q|#) ?\d")
SEVERAL = re.compile(r"#?\d{1,3}(?:\s*(?:,|and|or|&|\s)\s*#?\d{1,3})+")
FILLERS = frozenset(
    "the my our your answer answers rating score level verdict question dimension for of on about in and a an".split()
)
CURRENT = frozenset(
    {"", "it", "this", "that", "this one", "that one", "my answer", "the answer", "answer", "level", "the level"}
)
MOST_READINGS = 4  # more than the "to"s in any dimension's name
RETHINKING = frozenset({"change", "edit", "revise", "redo"})  # people fix other things as well
FREE_WORDS = 2  # a reference that matches nothing is taken for one up to this many words; beyond, it is a sentence


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """A wish to change an answer: the dimensions it may mean, how it was said, and the text of the new verdict."""

    targets: tuple[str, ...]
    said: str
    verdict: str
    current: bool = False


def commands_in(text: str, framework: Framework, dimension: Dimension) -> Iterator[ChangeOrder]:
    """Give each way to read a cleaned text as a change, the likeliest first; nothing when it is not one.

    A reference is a dimension's number from 1, its name, its initials, or words of its name that no other has.
    "It" and no reference at all mean the dimension at hand (``current``).
    """
    if (last := VERB_LAST.fullmatch(text)) is not None:  # "Frage 2 bitte auf 3 ändern"
        text = f"{last['verb']} {last['rest']}"
    opening = COMMAND.match(folded(text))
    if opening is None or (opening["verb"].startswith("ander") and text[opening.start("verb")] in "aA"):
        return  # "andere" are others, "ändere" changes
    making = opening["verb"] == "make"
    for said, verdict in islice(_splits(text[opening.end() :]), MOST_READINGS):
        bare = _bare(said)
        if bare in CURRENT:
            if verdict or (not making and (not bare or opening["verb"] in RETHINKING)):
                yield ChangeOrder((dimension.key,) if verdict else (), one_line(said), verdict, current=True)
            continue
        if making and not QUESTION.match(bare):
            continue
        targets = referred_to(bare, framework)
        if targets or _may_be_a_reference(bare, opening["verb"], verdict):
            yield ChangeOrder(targets, one_line(said).strip(" .,!?"), verdict)
    if making and (made := re.match(r"\s+(?:it|this|that)\s+(?=\S)", folded(text[opening.end() :]))):
        yield ChangeOrder((dimension.key,), "", text[opening.end() + made.end() :], current=True)


def referred_to(said: str, framework: Framework) -> tuple[str, ...]:
    """Give the keys of the dimensions that a folded reference may mean."""
    if found := NUMBERED.fullmatch(said):
        number = int(found["number"]) if found["number"].isdigit() else NUMBER_WORDS.get(found["number"])
        if number is not None:
            return tuple(each.key for each in framework.dimensions[max(0, number - 1) : number])
    if SEVERAL.fullmatch(said):
        numbers = dict.fromkeys(int(each) for each in re.findall(r"\d+", said))
        return tuple(key for number in numbers for key in referred_to(str(number), framework))
    words = _words(said)
    exact = tuple(each.key for each in framework.dimensions if words and words == _words(folded(each.name)))
    if exact or not words:
        return exact
    return tuple(each.key for each in framework.dimensions if _is_called(each, words, said))


def _splits(tail: str) -> Iterator[tuple[str, str]]:
    """Give (reference, verdict) for each place where a "to" may divide them, then the whole as a reference."""
    head = tail[:LONGEST_REFERENCE]
    for match in TO.finditer(folded(f" {head.lstrip()}")):
        offset = len(head) - len(head.lstrip()) - 1
        yield tail[: max(0, match.start() + offset)], tail[max(0, match.end() + offset) :]
    line, _, more = tail.partition("\n")
    reference, comma, words = line.partition(",")
    if len(reference) <= LONGEST_REFERENCE and not more.strip() and not (comma and words.strip()):
        yield reference, ""


def _bare(said: str) -> str:
    plain = one_line(folded(said)).strip(" .,;!?*_`\"'()")
    return FROM.sub("", f" {plain}").strip()


def _may_be_a_reference(bare: str, verb: str, verdict: str) -> bool:
    if re.fullmatch(r"#\s*\d+|\d+", bare):
        return True
    short = len(bare.split()) <= FREE_WORDS
    return bool(verdict) or (short and verb in RETHINKING)


def _words(text: str) -> list[str]:
    return [each.text for each in tokens_of(text) if each.kind in ("word", "number") and each.text not in FILLERS]


def _is_called(dimension: Dimension, words: list[str], said: str) -> bool:
    """Tell whether every word of a reference is in the dimension's name or begins one of it, or is its initials."""
    name = _words(folded(dimension.name))
    initials = "".join(word[0] for word in name)
    full = "".join(each.text[0] for each in tokens_of(folded(dimension.name)) if each.kind == "word")
    if len(said) > 1 and said in (initials, full):
        return True
    return all(any(own == word or _begins(own, word) for own in name) for word in words)


def _begins(own: str, word: str) -> bool:
    """Tell whether two words are forms of one: one begins the other, with four letters or more in common."""
    shorter, longer = sorted((own, word), key=len)
    return len(shorter) >= 4 and longer.startswith(shorter) and shorter.isalpha()  # noqa: PLR2004  # a shorter part fits too much


# Levels are looked for this far into an answer, so that the longest message is read in a moment. Words are kept whole.
READ_AHEAD = 8000
MENTION = re.compile(r"<[@!#][^>]*>|@[^\W\d_]\w*")
OWN_NAME = re.compile(r"<?@cxbot\b>?", re.IGNORECASE)
"""How the bot's own mention is written when it comes here."""
BULLET = re.compile(r"\A[-*\u2022\u00b7\u2013\u2014\u25aa\u25e6\u2023]\s+")
EMOJI = re.compile(r":[a-z_+-][a-z0-9_+-]{0,60}:")
NUMBERED_LIST = re.compile(r"\A1[.)]\s.+\n\s*2[.)]\s")
NUMBER_OF_LINE = re.compile(r"^\s*\d{1,2}[.)]\s+", re.MULTILINE)
ADDRESS_FIRST = re.compile(r"\A(?P<address>https?://\S+?)[:,;]?\s+(?P<answer>\S{1,8}(?: \S{1,8})?)\Z")
"""An address with a few characters behind it, which may be the level."""
# What people say to each other, and nobody as an answer: greetings, thanks, when to go on, who is late.
TALK = re.compile(
    r"\b(?:let'?s|lets|let me|hold on|shall we|can we|could we|(?:can|could|would|will|do|did|have|are) you|i'?ll|"
    r"(?:be|right) back|back in|brb|afk|see you|me at|(?:joining|of us meet)|give me|gimme|(?:one|just a) (?:sec|"
    r"second|moment|minute)|on it|will do|i (?:have|need) to|(?:call|meeting) at|gotta|got to|lunch|coffee|tomorrow|"
    r"tonight|lol|haha|bye|lass(?:t|en)? (?:uns|mich)|bin (?:gleich|kurz|um|in \d+)|ich frage|je demande|le pregunto|"
    r"nos vemos|mittagspause|ich muss|bis (?:morgen|spater|gleich|dann)|wir machen (?:spater|morgen|um|nach)|"
    r"on (?:reprend|continue|se voit)|je dois|je reviens|je suis de retour|a (?:demain|plus tard|tout a l'heure)|"
    r"un instant|seguimos|tengo que|(?:vuelvo|regreso) (?:a las?|en)|(?:ahora|enseguida) vuelvo|hasta (?:luego|manana|"
    r"pronto)|un momento)\b|\A(?:good (?:morning|afternoon|evening|night|point|question|idea|call|job)|hello|hi|hey|"
    r"morning|thanks|thank you|thx|cheers|great|nice|cool|sorry|welcome|congrats|agreed|(?:the )?(?:meeting|"
    r"call(?! it)|standup|sync)|danke|hallo|guten (?:morgen|tag|abend)|moin|merci|bonjour|bonsoir|salut|gracias|hola|"
    r"buen[oa]s (?:dias|tardes|noches))\b|\b(?:thanks|thank you|thx|danke|merci|gracias)\W*\Z"
)
YOU = re.compile(r"\b(?:you|du|ihr|dich|dir|euch|tu|toi|te|vous|usted(?:es)?|vosotr[oa]s)\b")
"""Whom a question is put to that stands in a text: "kommst du dazu? wir sind bei Frage 3"."""
ASKS_WHY = re.compile(
    r"\W*(?:(?:so|and|but|und|aber|et|mais|c'est|y|pero) )?(?:(?:in|a|en|de|zu) )?(?:what|which|how|explain|describe|"
    r"was|welche[rs]?|wie|"
    r"wodurch|worin|quoi|quel(?:le)?s?|comment|qu'est-ce|que|cual(?:es)?|como)(?:'?s)?\b(?! about\b)"
)


MEANS = re.compile(r"\b(?:means?|hei(?:ss|\u00df)t|bedeutet|veut dire|signifie|significa|quiere decir)\b")


def read(text: str, framework: Framework, dimension: Dimension) -> Reading:
    """Read what a person typed at the question about ``dimension``; never raises, whatever the text.

    ``text`` is plain: Slack's encoding undone, addresses bare, the bot's own mention taken off.
    """
    shown = unwrapped(cleaned(text))
    plain = _bare_answer(shown)
    if not plain:
        return Signal.HELP if shown else Signal.EMPTY
    if MENTION.match(plain):
        return Signal.CHAT
    ladder = ladder_of(framework, dimension)
    tokens = _tokens(plain)
    return _backed(
        _plain_verb(plain, tokens, ladder)
        or _change(plain, framework, dimension)
        or _verdict(plain, tokens, ladder)
        or _unclear(plain, tokens, ladder),
        framework,
    )


def _backed(reading: Reading, framework: Framework) -> Reading:
    """Take words off a level that wants evidence where they deny it: it stays as claimed."""
    if isinstance(reading, Correction) and isinstance(reading.reading, Rated):
        return replace(reading, reading=_as_claimed(reading.reading, framework))
    return _as_claimed(reading, framework) if isinstance(reading, Rated) else reading


def _as_claimed(rated: Rated, framework: Framework) -> Rated:
    wants_evidence = rated.level >= framework.evidence_from and rated.evidence
    denied = wants_evidence and all(shows_nothing(each.text) for each in rated.evidence)
    return Rated(rated.level, (), as_claimed=True) if denied else rated


def _bare_answer(text: str) -> str:
    """Take off what stands around an answer: the bot's own name, the marks of a list, an address before the level."""
    bare = OWN_NAME.sub(" ", text).strip(" ,:;\n") if OWN_NAME.search(text) else text
    bare = NUMBER_OF_LINE.sub("", bare) if NUMBERED_LIST.match(bare) else BULLET.sub("", bare)
    if (opening := ADDRESS_FIRST.match(bare)) is not None:
        bare = f"{opening['answer']}, {opening['address']}"
    return unwrapped(bare)


def _tokens(text: str) -> list[Token]:
    return tokens_of(text[:READ_AHEAD])


def _plain_verb(text: str, tokens: list[Token], ladder: Ladder) -> Reading | None:
    """Read a message that is a verb; where a level bears the same name, the person is asked which is meant."""
    verb = verb_in(text)
    named = ladder.named_at(tokens, 0)
    if verb is None or named is None or any(each.kind == "word" for each in tokens[named.after :]):
        return verb
    return Ambiguous(tuple(sorted(named.levels)))


def _change(text: str, framework: Framework, dimension: Dimension) -> Reading | None:
    """Read a change: a known dimension with a clear verdict first, then a known dimension, then whatever was said."""
    found: list[Reading] = []
    for command in commands_in(text, framework, dimension):
        reading = _new_verdict(command, framework, dimension)
        clear = reading if isinstance(reading, Rated | Inapplicable | Unknown) else None
        if clear is None and command.current and command.verdict:
            found += [] if reading is None else [reading]
            continue
        change = Correction(command.targets, command.said, clear)
        if command.targets and clear is not None:
            return change
        found.insert(0 if command.targets and not command.verdict else len(found), change)
    return found[0] if found else None


def _new_verdict(command: ChangeOrder, framework: Framework, dimension: Dimension) -> Reading | None:
    """Read the new verdict against the dimension it is meant for."""
    verdict = unwrapped(command.verdict)
    if not verdict:
        return None
    meant = framework.dimension(command.targets[0]) if len(command.targets) == 1 else dimension
    return _verdict(verdict, _tokens(verdict), ladder_of(framework, meant))


def _verdict(text: str, tokens: list[Token], ladder: Ladder) -> Reading | None:
    """Read a clear level, "n/a" or "don't know"; one of them with second thoughts is ambiguous."""
    statement = stated(text, tokens, ladder)
    if statement is not None:
        return _level(text, statement, ladder)
    named = ladder.named_at(tokens, 0)
    text = EMOJI.sub(" ", text)
    behind = BEHIND_REASON.fullmatch(text)
    if behind is not None and inapplicable_at(behind["verdict"]) == len(behind["verdict"]):  # "no stores, so n/a"
        text = f"{behind['verdict']}, {behind['reason']}"
    for words_at, kind in ((inapplicable_at(text), Inapplicable), (unknown_at(text), Unknown)):
        if words_at is None:
            continue
        doubts = second_thoughts(_tokens(text[words_at:]), ladder, None)
        if doubts:
            return Ambiguous(tuple(sorted(doubts)))
        if kind is Inapplicable and _asks(text):
            return Words(one_line(text))
        if named is None and doubts is None:
            return kind(_spoken(text[words_at:]))
    return None


def _level(text: str, statement: Statement, ladder: Ladder) -> Reading | None:
    """Turn a statement into a rating, unless what follows takes it back or asks."""
    rest = text[statement.rest :]
    if not statement.levels:
        return OffScale(one_line(statement.said), _spoken(rest))
    verb, spoken = verb_in(rest), _spoken(rest)
    agrees = verb in (Signal.YES, Signal.NO, Signal.RESUME)
    doubts = _doubts_about(statement, text, ladder, taken_back=verb is not None and not agrees)
    if statement.sure and doubts is None and statement.value is not None and not _asks(text):
        return Rated(statement.value, () if agrees else evidence_in(spoken), as_claimed=verb is Signal.NO)
    return Ambiguous(tuple(sorted(statement.levels | (doubts or set()))), _more(text, ladder))


def _doubts_about(statement: Statement, text: str, ladder: Ladder, *, taken_back: bool) -> set[int] | None:
    """Give the other levels that the words behind a level raise, an empty set for a doubt without one, else None."""
    rest = text[statement.rest :]
    tokens = _tokens(rest)
    doubts = second_thoughts(tokens, ladder, statement.value)
    listed = text[: statement.rest].rstrip().endswith((")", "."))
    others = ends_in_levels(tokens, ladder.scale) - statement.levels if listed else set()
    if doubts is not None or others:
        return (doubts or set()) | others
    spoken = _spoken(rest)
    refused = bool(spoken) and (inapplicable_at(spoken) is not None or unknown_at(spoken) is not None)
    return set() if taken_back or refused or is_ordinal(text[: statement.rest].strip(), tokens) else None


def _unclear(text: str, tokens: list[Token], ladder: Ladder) -> Reading:
    """Read a text that says nothing clearly: levels that may be meant, a question, or words."""
    plain = folded(text[:READ_AHEAD])
    asks, talk = _asks(text), TALK.search(plain) is not None or ("?" in plain and YOU.search(plain) is not None)
    meant = candidates(tokens, ladder, talk=talk)
    if meant and ASKS_WHY.match(plain) and (asks or MEANS.search(plain)):
        return Signal.WHY
    if meant:
        return Ambiguous(tuple(sorted(meant)), _more(text, ladder))
    if asks or talk:
        return Signal.CHAT
    if _is_numbers_only(tokens):
        return OffScale(one_line(text))
    if not has_substance(text):
        return Signal.EMPTY
    return Words(one_line(text), () if shows_nothing(text) else evidence_in(text))


def _asks(text: str) -> bool:
    """Tell whether a text ends in a question mark that is not the end of an address."""
    return text.endswith(("?", "\uff1f")) and "://" not in text[text.rfind(" ") + 1 :]


def _is_numbers_only(tokens: list[Token]) -> bool:
    """Tell whether a text is numbers that the scale does not have, as in "7 or 8" and "5.5"."""
    numbers = [each for each in tokens if each.numeral is not None]
    joining = {"or", "to", "-", "\u2013", "/", ",", "and", ".", *OF}
    return bool(numbers) and all(
        each.numeral.spans if each.numeral is not None else each.text in joining for each in tokens
    )


def _more(text: str, ladder: Ladder) -> str:
    """Give the text on one line if it says more than levels, else nothing."""
    return one_line(text) if says_more(_tokens(text), ladder) else ""


def _spoken(rest: str) -> str:
    """Give the words behind a level on one line, without the brackets around them; nothing if no word is left."""
    words = one_line(rest).strip(" *_`")
    if not has_substance(EMOJI.sub("", words)):
        return ""
    if words.startswith("(") and words.endswith(")") and words.count("(") == 1:
        words = words[1:-1].strip()
    if words.endswith('"') and words.count('"') == 1:
        words = words[:-1].strip()
    return words
