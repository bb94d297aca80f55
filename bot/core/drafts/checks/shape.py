"""Shape: plain words on one line, neither empty nor endless, every sentence finished and said once."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from bot.core.drafts.brief import FactKind
from bot.core.drafts.checks.english import ORDINARY_STEMS, SMALL
from bot.core.drafts.checks.ground import Ground, names_of
from bot.core.drafts.checks.parts import ENDS, words_of
from bot.core.drafts.checks.passages import Passage, Statement
from bot.core.drafts.draft import Finding

MARKUP_CHECK = "markup"
_ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|io|ai|app|dev|co|xyz|online|site|shop|store|cloud|tech|tools?|page|link|click|top|club"
    "|example|test|invalid|local|localhost|internal|eu|uk|us|de|fr|nl|ch|es|pt|pl|se|fi|dk|cz|ro|hu|ie|ca|au|nz|jp|cn|ru|br"
    "|tv|cc|ly|gg|gl|me|fm|ws|news|blog|live|world|today|zone|agency|email|support|systems|solutions|digital|media|group"
)
ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://|\bwww\d?\.|\b(?:mailto|tel|sms|javascript|data|file|skype|slack):\S"
    rf"|(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]{{0,60}}[a-z0-9])?\.){{1,5}}(?:{_ENDINGS})\b(?!['\u2019]\w)"
    r"|\b[a-z0-9-]{1,60}\.[a-z]{2,10}/\S|\b\d{1,3}(?:\.\d{1,3}){3}\b|\[\.\]|\(dot\)|\s(?:dot|\[dot\])\s(?:com|org|net|io)\b|hxxps?",
    re.IGNORECASE,
)
MENTION = re.compile(
    r"<[@!#]|<https?|(?<!\w)[@\uff20\ufe6b]\s?\w|\w@\w|\bat-(?:here|channel|everyone)\b|(?<![\w&])[#\uff03][a-z]",
    re.IGNORECASE,
)
TAG = re.compile(r"</?[a-z!][^>]{0,200}>|<!--|&(?:[a-z]{2,10}|#x?[0-9a-f]{2,6});", re.IGNORECASE)
EMOJI_CODE = re.compile(r":(?=[a-z0-9_+-]*[a-z])[a-z0-9_+-]{2,60}:", re.IGNORECASE)
LINE_START = re.compile(
    r"\s*(?:[-*+\u2022\u25cf\u25aa\u2023\u2043\u00b7>|]\s|#{1,6}(?:\s|$)|\d{1,2}[.)]\s|[a-z]\)\s|\([a-z0-9]\)\s|[-=_*]{3,}|[\u2013\u2014]\s)",
    re.IGNORECASE,
)
FORMATTED = re.compile(r"(?<!\w)([*_~])(?=\S).{0,300}?(?<=\S)\1(?!\w)|`|\*\*|__|~~|\]\(|<|>")
SIGNS = frozenset("*_~`<>|{}[]\\^=#@$")
LINE_ENDS = "\n\r\t\x0b\x0c\x85\u2028\u2029"
PLAIN_SPACES = " \u00a0\u202f\u2009"
JOINERS = "\u200d\ufe0f\ufe0e"
MOST_MARKS = 2
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"
DOLLAR = re.compile(r"\$(?=\s?\d)")


def check_markup(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each kind of thing in a passage that is not plain text."""
    for message in dict.fromkeys(faults_of(ground, passage.text, passage.own)):
        yield passage.finding(MARKUP_CHECK, message)


def faults_of(ground: Ground, text: str, own: str) -> Iterator[str]:
    """Yield what is wrong with a text; ``own`` is the same with true quotations hidden, in which marks may stand."""
    yield from _characters(text)
    plain = unicodedata.normalize("NFKC", _without_names(ground, text))
    if MENTION.search(plain):
        yield "It holds a mention of a person or a channel."
    if ADDRESS.search(plain):
        yield "It holds an address or a link."
    if TAG.search(plain):
        yield "It holds a tag or a sign of a web page."
    if EMOJI_CODE.search(plain):
        yield "It holds the code of an emoji."
    if LINE_START.match(text):
        yield "It begins like a list, a heading or a quotation."
    signs = SIGNS & set(DOLLAR.sub("", _without_names(ground, own)))
    if FORMATTED.search(plain):
        yield "It holds marks that format a text."
    elif signs:
        yield f"It holds the sign {' '.join(sorted(signs))}, which belongs into no plain text."
    yield from _pictures(ground, own)


def _characters(text: str) -> Iterator[str]:
    if any(char in LINE_ENDS for char in text):
        yield "It holds a line break or a tab."
    if any(_is_hidden(text, place) for place in range(len(text)) if not text[place].isascii() or text[place] < " "):
        yield "It holds a character that does not show."
    marks = 0
    for char in text:
        marks = marks + 1 if not char.isascii() and unicodedata.combining(char) else 0
        if marks > MOST_MARKS:
            yield "It holds letters with stacked marks."
            return


def _is_hidden(text: str, place: int) -> bool:
    char = text[place]
    if char in LINE_ENDS:
        return False
    if char in JOINERS:
        return not (place and unicodedata.category(text[place - 1]) in ("So", "Sk", "Mn", "Cf"))
    category = unicodedata.category(char)
    if category == "Zs":
        return char not in PLAIN_SPACES
    selector = "\ufe00" <= char <= "\ufe0d" or "\U000e0100" <= char <= "\U000e01ef"
    return category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or char in BLANKS or selector


def _pictures(ground: Ground, own: str) -> Iterator[str]:
    names = "".join(each.text for each in ground.brief.of_kind(FactKind.SUBJECT, FactKind.FRAMEWORK, FactKind.VARIABLE))
    if any(unicodedata.category(char) in ("So", "Sk") and not char.isascii() and char not in names for char in own):
        yield "It holds a picture or an emoji."


def _without_names(ground: Ground, text: str) -> str:
    """Take out the names of dimensions and of the subject, which may hold such signs."""
    names = [each.name for each in ground.brief.standings]
    names += [each.text for each in ground.said(FactKind.SUBJECT)]
    for name in names:
        if name and not MENTION.search(name) and "://" not in name:
            text = text.replace(name, " ")
    return text


CHECK = "shape"
LONGEST_PROSE = 1_200
LONGEST_SENTENCE = 350
LONGEST_FIELD = 300
MOST_SENTENCES = 8
FEWEST_WORDS = 2
FEWEST_WORDS_IN_ALL = 4
UNREADABLE = 20_000
"""A draft of so many characters is not read at all, and none of its sentences or fields of ``UNREAD`` or more."""
UNREAD = 1_500
LOOP = 3
LOOP_WORDS = 4
ALIKE = Fraction(17, 20)
ENOUGH = 5  # words of two sentences before they are compared
CLOSERS = "\"'\u201d\u2019\u00bb)]"
DANGLING = frozenset(
    """
    a about against an and are as at be because between but by can could during each every for from had has
    have her his if in into is its may more most must no nor not of on onto or our per should so than that the
    their to very was were when which while who whose will with within without would
    """.split()
)
BREAKS_OFF = (",", ";", ":", "-", "\u2013", "\u2014", "(", "\u2026", "...", "/", "&", "+", "=")
# An ellipsis outside a quotation says that more was said.
ELIDED = re.compile(r"[\"'\u201d\u2019\u00bb]\s*(?:\u2026|\.\.\.)$")
DANGLING_FIELD = frozenset("a an the and or but nor its their our his her than very every".split())
REPEATABLE = frozenset({"that", "had", "very"})


def check_length(passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Yield a finding for a prose text that says nothing, or more than anybody reads."""
    length = sum(len(each.text) for each in passages) + max(0, len(passages) - 1)
    whole = passages[0] if passages else None
    if whole is None or not any(char.isalnum() for each in passages for char in each.text):
        yield Finding(CHECK, "", "It is empty.")
        return
    if sum(len(each.text.split()) for each in passages) < FEWEST_WORDS_IN_ALL:
        yield whole.finding(CHECK, "It is too short to say anything.")
    if length > LONGEST_PROSE:
        yield Finding(CHECK, _opening(whole.text), f"It has {length:,} characters, more than {LONGEST_PROSE:,}.")
    count = sum(len(each.statements) for each in passages)
    if count > MOST_SENTENCES:
        yield Finding(CHECK, _opening(whole.text), f"It has {count} sentences, more than {MOST_SENTENCES}.")


def check_repetition(ground: Ground, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Yield a finding for each sentence that is said again, and for a text that goes round in circles."""
    names = "\n".join(names_of(ground.brief)).lower()
    seen: list[frozenset[str]] = []
    texts: set[str] = set()
    runs: Counter[tuple[str, ...]] = Counter()
    for passage in passages:
        for statement in passage.statements:
            words = [each.plain for each in words_of(statement.text)]
            runs.update(pair for pair in _runs(words) if " ".join(pair[:3]) not in names)
            text = statement.text.lower()
            if text in texts or any(_is_same(frozenset(words), each) for each in seen):
                yield passage.finding(CHECK, "It says again what another sentence has said.", statement.text)
            seen.append(frozenset(words))
            texts.add(text)
    facts = "\n".join(" ".join(word.plain for word in words_of(each.text)) for each in ground.plain)
    # What the framework says in several places may come several times.
    runs.subtract(run for run in runs if " ".join(run) in facts)
    run, times = max(runs.items(), key=lambda pair: pair[1], default=((), 0))
    if times >= LOOP and set(run) - SMALL:
        yield Finding(CHECK, _opening(passages[0].text), f"It repeats \u201c{' '.join(run)}\u201d {times} times.")


def check_passage(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each sentence that is empty, too long, unfinished or stuck."""
    if not any(char.isalnum() for char in passage.text):
        yield passage.finding(CHECK, "It says nothing.")
        return
    longest = LONGEST_FIELD if passage.of_plan else LONGEST_SENTENCE
    if passage.of_plan and len(passage.text) > longest:
        yield passage.finding(
            CHECK, f"It has {len(passage.text)} characters, more than {longest}.", _opening(passage.text)
        )
    for statement in passage.statements:
        if len(statement.text) > LONGEST_SENTENCE:
            yield passage.finding(
                CHECK,
                f"The sentence has {len(statement.text)} characters, more than {longest}.",
                _opening(statement.text),
            )
        for message in (_stuck(statement), _unfinished(ground, passage, statement)):
            if message:
                yield passage.finding(CHECK, message, statement.text)


def _opening(text: str) -> str:
    return text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]} \u2026"


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for at in range(len(words) - LOOP_WORDS + 1):
        yield tuple(words[at : at + LOOP_WORDS])


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < ENOUGH:
        return one == other and len(one) > 1
    return len(one & other) >= ALIKE * len(one | other)


def _stuck(statement: Statement) -> str:
    words = [each.plain for each in words_of(statement.text)]
    doubled = next((one for one, other in pairwise(words) if one == other and one not in REPEATABLE), "")
    if doubled and re.search(rf"\b{re.escape(doubled)}\s+{re.escape(doubled)}\b", statement.text, re.IGNORECASE):
        return f"It says \u201c{doubled} {doubled}\u201d."
    pairs = Counter(_runs(words))
    run, times = max(pairs.items(), key=lambda pair: pair[1], default=((), 0))
    return f"It goes round in circles: \u201c{' '.join(run)}\u201d." if times >= LOOP else ""


def _unfinished(ground: Ground, passage: Passage, statement: Statement) -> str:
    """Say so where a sentence is broken off; the fields of an action need no full stop."""
    text = statement.text.rstrip()
    if text.count("(") != text.count(")"):
        return "A bracket in it is not closed, or was not opened."
    bare = text.rstrip(CLOSERS).rstrip()
    if bare.endswith(BREAKS_OFF) and not ELIDED.search(bare):
        return "It breaks off."
    words = words_of(statement.own)
    last = words[-1] if words else None
    ends = bare.endswith(tuple(ENDS)) or text.endswith("\u3002")
    if not ends and not passage.of_plan:
        return "It does not end; a full stop is missing."
    if last is not None and not bare.rstrip(ENDS).endswith(last.text):
        return ""
    if last is not None and last.text.lower() in (DANGLING if not ends and not passage.of_plan else DANGLING_FIELD):
        return f"It breaks off at \u201c{last.text}\u201d."
    if last is not None and not ends and _is_cut(ground, last.plain, last.stem):
        return f"It breaks off within a word, at \u201c{last.text}\u201d."
    if len(words_of(statement.text)) < FEWEST_WORDS and not any(char.isdigit() for char in text):
        return "One word is no sentence."
    return ""


def _is_cut(ground: Ground, word: str, stem: str) -> bool:
    """Tell whether a word is no word, but the beginning of one of the brief's."""
    if word in ground.spelled or stem in ORDINARY_STEMS or stem in ground.stems:
        return False
    return any(each.startswith(word) for each in ground.spelled)
