"""How a level is said: by number on the scale, by the name it has in one dimension, in a short clear frame."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.core.framework import Dimension, Framework, Scale
from bot.core.text import QUOTATION_MARKS, cleaned, folded, has_substance

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}
ABROAD = (
    "null|eins|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn",
    "zero||deux|trois|quatre|cinq|six|sept|huit|neuf|dix",
    "cero||dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez",
)
SPOKEN = {word: value for words in ABROAD for value, word in enumerate(words.split("|")) if word} | NUMBER_WORDS
"""The number words of German, French and Spanish, too; none that is an article or a common word of another language."""
KEYCAP_TEN = "\U0001f51f"
# Marks that change nothing: quotation marks, square brackets and Markdown. "~" is not one of them: "~3" is about 3.
SILENT = frozenset("*_[]\ufe0f" + QUOTATION_MARKS) - set("<>")
TOKEN = re.compile(
    r"(?P<url>https?://\S+)"
    rf"|(?P<keycap>\d\ufe0f?\u20e3|{KEYCAP_TEN})"
    r"|(?P<emoji>:(?=[a-z_+-])[a-z0-9_+-]{1,60}:)"
    r"|(?P<number>\A-\d+(?!\w)|\d+(?:[.,:/\-\u2013\u2014]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<line>\s*\n\s*)"
    r"|(?P<space>\s+)"
    r"|(?P<mark>.)"
)
WHOLE = re.compile(r"(?P<whole>-?\d{1,3})(?:[.]0+)?")
RATIO = re.compile(r"(?P<part>\d{1,3})(?:[.]0+)?/(?P<of>\d{1,3})")
DECIMAL = re.compile(r"(?P<low>\d{1,3})(?P<mark>[.,])(?P<rest>\d{1,2})(?:/\d{1,3})?")
RANGE = re.compile(r"(?P<low>\d{1,3})[-\u2013\u2014](?P<high>\d{1,3})(?:/\d{1,3})?")


class Numeral(NamedTuple):
    """A number as typed. ``value`` is set when it is one whole number; ``spans`` are the whole numbers it may mean."""

    value: int | None = None
    spans: tuple[tuple[int, int], ...] = ()
    of: int | None = None

    def levels(self, scale: Scale) -> set[int]:
        """Give the levels of the scale it may mean."""
        spans = self.spans[:1] if self.of == scale.high else self.spans
        return {level for level in scale.levels() for low, high in spans if low <= level <= high}


class Token(NamedTuple):
    """One part of a text, from ``start`` to ``end``; ``glued`` when nothing stands between it and the part before."""

    kind: Literal["number", "word", "mark", "emoji", "url", "line"]
    text: str
    start: int
    end: int
    glued: bool
    numeral: Numeral | None = None
    large: bool = False
    """Whether a word is written with a large letter first."""


def tokens_of(text: str) -> list[Token]:
    """Split a cleaned text into its parts; space and silent marks are left out. Offsets are those of the text."""
    tokens: list[Token] = []
    end_before = -1
    for match in TOKEN.finditer(folded(text)):
        kind, said = match.lastgroup or "mark", match.group()
        if kind == "space" or said in SILENT:
            continue
        start, end = match.span()
        glued, large = start == end_before, text[start].isupper()
        if kind == "word":  # what most of a text is
            tokens.append(Token("word", said, start, end, glued, _numeral_of_word(said), large))
        else:
            tokens.append(_token(kind, match, glued=glued, large=large))
        end_before = end
    return tokens


def exactly(value: int, of: int | None = None) -> Numeral:
    """Build the numeral of one whole number, with its denominator if it has one."""
    spans = ((value, value),) if of is None else ((value, value), (of, of))
    return Numeral(value, spans, of)


def _token(kind: str, match: re.Match[str], *, glued: bool, large: bool) -> Token:
    text, (start, end) = match.group(), match.span()
    if kind == "keycap":
        return Token("number", text, start, end, glued, exactly(10 if text == KEYCAP_TEN else int(text[0])), large)
    if kind == "emoji":
        value = NUMBER_WORDS.get(text.strip(":").removeprefix("keycap_"))
        return Token("emoji", text, start, end, glued, None if value is None else exactly(value), large)
    if kind == "number":
        return Token("number", text, start, end, glued, _numeral(text), large)
    if kind == "line":
        return Token("line", "\n", start, end, glued, None, large)
    return Token("url" if kind == "url" else "mark", text, start, end, glued, None, large)


def _numeral(text: str) -> Numeral:
    """Read digits and what joins them; a date, a time, a version or a year is a number that means no level."""
    if found := WHOLE.fullmatch(text):
        value = int(found["whole"])
        plain = len(text) == 1 or not text.startswith("0")
        return exactly(value) if plain else Numeral(spans=((value, value),))
    if found := RATIO.fullmatch(text):
        return exactly(int(found["part"]), int(found["of"]))
    if found := RANGE.fullmatch(text):
        low, high = sorted((int(found["low"]), int(found["high"])))
        return Numeral(spans=((low, high),))
    if found := DECIMAL.fullmatch(text):
        low, rest = int(found["low"]), int(found["rest"])
        between = (low, low + 1 if rest else low)
        return Numeral(spans=(between,) if found["mark"] == "." else (between, (rest, rest)))
    return Numeral()


def _numeral_of_word(text: str) -> Numeral | None:
    """Read a number word; a single sign that stands for a number (as the Roman three) may mean it."""
    if text in SPOKEN:
        return exactly(SPOKEN[text])
    if len(text) > 1:
        whole = SPOKEN.get(text.removesuffix("einhalb")) if text.endswith("einhalb") else None
        return None if whole is None else Numeral(spans=((whole, whole + 1),))
    sign = unicodedata.numeric(text, None) if text else None
    if sign is None or not (sign == 0 or 1 <= sign <= 99):  # noqa: PLR2004 - a part of one, or beyond any scale
        return None
    return Numeral(spans=((int(sign), int(sign) + (sign % 1 > 0)),))


INSIDE_NAMES = "-\u2013&/.,'"
SPELLED_IZE = re.compile(r"iz(?=(?:e[ds]?|ing|ation)$)")


@dataclass(frozen=True, slots=True)
class Named:
    """A level name found in a text: the levels that bear it, and the token after it."""

    levels: frozenset[int]
    after: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """A scale with the names of its levels; each name as its words, longest first under its first word."""

    scale: Scale
    names: dict[str, list[tuple[tuple[str, ...], frozenset[int]]]]

    def named_at(self, tokens: Sequence[Token], index: int) -> Named | None:
        """Give the longest level name that begins at a token."""
        if index >= len(tokens):
            return None
        for words, levels in self.names.get(tokens[index].text, ()):
            after = _after(tokens, index, words)
            if after is not None:
                return Named(levels, after)
        return None


def ladder_of(framework: Framework, dimension: Dimension) -> Ladder:
    """Collect the names of the scale and those of the dimension's own descriptors.

    A name with a digit in it names nothing: it could be taken for the number of another level.
    """
    own = ((each.level, each.name) for each in dimension.descriptors)
    return _ladder(framework.scale, (*framework.level_names.items(), *own))


@lru_cache(maxsize=512)  # every answer in a dimension asks for the same names
def _ladder(scale: Scale, named: tuple[tuple[int, str], ...]) -> Ladder:
    levels: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for level, name in named:
        tokens = tokens_of(cleaned(name))
        if level in scale and all(each.kind != "number" for each in tokens):
            words = tuple(each.text for each in tokens if each.kind == "word")
            for spelled in {words, tuple(SPELLED_IZE.sub("is", each) for each in words)}:
                levels[spelled].add(level)
    names: dict[str, list[tuple[tuple[str, ...], frozenset[int]]]] = defaultdict(list)
    for words in sorted(levels, key=len, reverse=True):
        if words:
            names[words[0]].append((words, frozenset(levels[words])))
    return Ladder(scale, dict(names))


def _after(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> int | None:
    """Give the index after the words of a name, or None where the tokens say something else."""
    for count, word in enumerate(words):
        while count and index < len(tokens) and tokens[index].kind == "mark" and tokens[index].text in INSIDE_NAMES:
            index += 1
        if index >= len(tokens) or tokens[index].text != word:
            return None
        index += 1
    return index


LEVEL_WORDS = frozenset("level lvl lv l stage score rating option number stufe niveau nivel".split())
BECAUSE = frozenset(
    "because since as bc cos cuz cause due weil da denn parce car puisque porque ya see siehe voir ver".split()
)
"""What a reason begins with, or a hint to what shows the level: "3 see the list"."""
OF = frozenset("of / von sur sobre de".split())
"""What stands between a level and the top of its scale."""
SEPARATORS = frozenset(
    {",", ".", ";", ":", "-", "\u2013", "\u2014", "(", ")", "!", "|", "=", "\u2026", "\u3002", "\u3001"}
)
ARROWS = frozenset({"\u2192", "\u21d2", "\u27a1"})
IN_FRAMES = frozenset({",", ":", "=", "#", "("})
DOUBTFUL_EMOJI = frozenset({":shrug:", ":thinking_face:", ":thinking:", "\U0001f937", "\U0001f914"})
LONGEST_FRAME = 12
LONGEST_SUFFIX = 4
OPENERS = (
    "ok|okay|so|well|yes|yeah|yep|right|hm+|then|alright|fine|hey|hi|hello|sorry|oops|honestly|overall|currently|today|"
    "now|right now|still|only|just|definitely|clearly|certainly|at the moment|here|for us|for me|for now|in our case|"
    "in my view|in my opinion|imo|also|dann|gut|ja|entschuldigung|alors|bon|donc|oui|pardon|bueno|entonces|vale|perdon"
)
SAYINGS = (
    "say|think|believe|go with|go for|pick|choose|vote|vote for|give it|give us|give this|give that|give ourselves|"
    "rate it|rate us|rate this|rate ourselves|put it at|put us at|put this at|call it|call this|call that|score it|"
    "score us|take|mean|meant|agreed on|agree on|settled on|settle on|settle for|decided on|stick with|stay at"
)
CLOSING = (
    "go with|going with|go for|machen wir|put us down for|put me down for|final answer|my final answer is|lock in|"
    "nehmen wir|wir nehmen|ich nehme|sagen wir|ich sage|ich wurde sagen|wir sagen|ich meinte|wir sind bei|wir sind auf|"
    "disons|on dit|on prend|on est a|nous sommes a|je dirais|je dis|va pour|digamos|vamos con|yo diria|diria|"
    "estamos en|ponemos|nos quedamos con|quise decir"
)
BEING = (
    "we are|we're|i am|i'?m|it is|it'?s|its|this is|that is|that'?s|thats|this one is|let'?s say|we sit at|we stand at"
)
NOUNS = "level|lvl|lv|l|stage|score|rating|answer|vote|maturity|maturity level|option|number|stufe|niveau|nivel"
ARTICLE = "a|an|at|the|die|eine|un|une|le"
FRAME = re.compile(
    rf"(?:(?:{OPENERS}) )*"
    rf"(?:(?:i|we|i'?d|we'?d|i'?ll|we'?ll|let'?s|let us)(?: would| will| all| have)? (?:{SAYINGS}) |(?:{CLOSING}) )?"
    rf"(?:(?:{BEING}) )?(?:(?:now|currently|today|still|clearly|definitely) )?"
    rf"(?:(?:at|a|an|the|our|my) )*(?:(?:{NOUNS}) (?:(?:is|of) )?)?(?:(?:{ARTICLE}) )*(?:(?:level|lvl|lv|l|stage) )?"
)
SAID = re.compile(rf"\b(?:{SAYINGS}|{CLOSING}) ")
SUFFIXES = frozenset(
    "i think|i believe|i'd say|id say|i would say|we think|we'd say|for us|for me|for now|now|today|"
    "currently|here|overall|at the moment|right now|imo|in my view|in my opinion|in our case|please|pls|"
    "thanks|thank you|still|for this|for this one|on this|on this one|i'd think|for sure|definitely|then|it is|"
    "it is then|final|final answer|bitte|danke|merci|gracias|por favor|entonces|alors".split("|")
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A level said in the clear form. ``value`` may be off the scale; None when its name is borne by several levels.

    ``rest`` is the offset at which the words after it begin; ``sure`` is False for a name borne by several levels,
    a wrong denominator or a shrug.
    """

    value: int | None
    levels: frozenset[int]
    said: str
    rest: int
    sure: bool


def stated(text: str, tokens: Sequence[Token], ladder: Ladder) -> Statement | None:
    """Give the level that a text opens with, if it is said in the clear form; else None."""
    begin = _after_frame(tokens, ladder)
    if begin is None:
        return None
    named = ladder.named_at(tokens, begin)
    if named is None:
        return _by_number(text, tokens, ladder, begin=begin)
    value = next(iter(named.levels)) if len(named.levels) == 1 else None
    rest = _rest(text, tokens, _after_own_number(tokens, named.after, value))
    said = text[tokens[begin].start : tokens[named.after - 1].end]
    return None if rest is None else Statement(value, named.levels, said, rest, sure=value is not None)


def said_at(tokens: Sequence[Token], ladder: Ladder) -> int | None:
    """Give where somebody says which level it is, whatever stands behind: "I'd say three we keep a log"."""
    begin = _after_frame(tokens, ladder)
    return begin if begin and SAID.search("".join(f"{each.text} " for each in tokens[:begin])) else None


def separated_at(text: str, tokens: Sequence[Token], index: int) -> int | None:
    """Give the offset where the words after a separator at this token begin; None when there is no separator."""
    if index >= len(tokens):
        return len(text)
    token = tokens[index]
    if (
        token.kind in ("line", "url")
        or (token.kind == "word" and token.text in BECAUSE and not token.glued)
        or token.text == "("
    ):
        return token.start
    if token.text in ARROWS:
        return token.end
    if token.text not in SEPARATORS or _joins(text, tokens, index):
        return None
    while index + 1 < len(tokens) and tokens[index + 1].text in (SEPARATORS - {"("}) | {">"}:
        index += 1
    return tokens[index].end


def suffix_after(tokens: Sequence[Token], index: int) -> int:
    """Give the index after a closing phrase such as "I think" or "for us", or the same index without one."""
    for length in range(LONGEST_SUFFIX, 0, -1):
        span = tokens[index : index + length]
        words = [each.text for each in span if each.kind == "word" and not each.glued]
        if len(words) == length and " ".join(words) in SUFFIXES:
            return index + length
    return index


def _after_frame(tokens: Sequence[Token], ladder: Ladder) -> int | None:
    """Give the index of the level behind an admissible frame."""
    words: list[str] = []
    for index, token in enumerate(tokens[:LONGEST_FRAME]):
        if token.numeral is not None:
            return index if FRAME.fullmatch("".join(f"{word} " for word in words)) else None
        if set(words) <= LEVEL_WORDS and ladder.named_at(tokens, index):
            return index
        if token.kind == "word":
            words.append(token.text)
        elif token.text not in IN_FRAMES or (token.text not in "#(" and not words):
            return None
    return None


def _by_number(text: str, tokens: Sequence[Token], ladder: Ladder, *, begin: int) -> Statement | None:
    numeral = tokens[begin].numeral
    if numeral is None or numeral.value is None or not _stands_alone(text, tokens, begin):
        return None
    after, of = _denominator(tokens, begin + 1, numeral)
    named = _own_name(text, tokens, ladder, index=after, value=numeral.value)
    after, doubted = _past_emoji(tokens, named)
    rest = _rest(text, tokens, after)
    if rest is None and after == begin + 1 and _is_set_apart(text, tokens[begin]):
        rest = tokens[begin].end
    if rest is None:
        return None
    levels = frozenset(numeral.levels(ladder.scale))
    said = text[tokens[begin].start : tokens[max(begin, after - 1)].end]
    sure = not doubted and of in (None, ladder.scale.high)
    if sure:
        levels &= {numeral.value}
    elif of is not None and of in ladder.scale and tokens[after - 2].text == "/":  # "3 / 4" may be "3 or 4"
        levels |= {of}
    return Statement(numeral.value, levels, said, rest, sure)


def _is_set_apart(text: str, token: Token) -> bool:
    """Tell whether a number stands in marks of its own or on a key, so that it counts nothing behind it."""
    before, behind = text[max(0, token.start - 1) : token.start], text[token.end : token.end + 1]
    on_a_key = token.kind == "emoji" or "\u20e3" in token.text
    return on_a_key or behind == "`" or (before == behind and before in ("*", "_"))


def _rest(text: str, tokens: Sequence[Token], index: int) -> int | None:
    """Give where the words begin: after the separator and after closing phrases that say nothing more."""
    for _ in range(LONGEST_SUFFIX):
        after = suffix_after(tokens, index)
        beyond = separated_at(text, tokens, after)
        if beyond is None:
            return None
        following = next((at for at in range(after, len(tokens)) if tokens[at].start >= beyond), len(tokens))
        again = suffix_after(tokens, following)
        if again == following or separated_at(text, tokens, again) is None:
            return beyond
        index = following
    return None


def _stands_alone(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number touches nothing that would give it another meaning: a unit, a currency, a compound word."""
    token = tokens[index]
    before = tokens[index - 1] if index and token.glued else None
    if before is not None and before.text not in LEVEL_WORDS | IN_FRAMES:
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or not following.glued:
        return following is None or following.text != "%"
    return (following.text in SEPARATORS | {"/"} or following.kind in ("emoji", "line")) and not _joins(
        text, tokens, index + 1
    )


def _joins(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a mark joins what stands on its two sides ("3-tier", "3.md"), or hangs on a number ("3-")."""
    mark, following = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else None
    if mark.text == "-":
        return mark.glued and (following is None or following.glued)
    if mark.text == ".":
        return following is not None and following.glued and text[following.start].islower()
    return False


def _denominator(tokens: Sequence[Token], index: int, numeral: Numeral) -> tuple[int, int | None]:
    """Read "/5", "of 5" or "(out of 5)"; give the index after it and the denominator."""
    apart = index < len(tokens) and tokens[index].text in ("(", ",")
    begin = index + apart
    texts = [each.text for each in tokens[begin : begin + 2]]
    width = 2 if texts == ["out", "of"] else 1 if texts[:1] and texts[0] in OF else 0
    below = tokens[begin + width].numeral if width and begin + width < len(tokens) else None
    if numeral.of is not None or below is None or below.value is None or below.value < (numeral.value or 0):
        return index, numeral.of
    after = begin + width + 1
    return _closed(tokens, after) if apart else after, below.value


def _own_name(text: str, tokens: Sequence[Token], ladder: Ladder, *, index: int, value: int) -> int:
    """Pass over the level's own name where it stands right behind its number as a clause of its own."""
    named = ladder.named_at(tokens, _past_marks(tokens, index))
    if named is None or named.levels != {value}:
        return index
    after = _closed(tokens, named.after)
    return index if separated_at(text, tokens, after) is None else after


def _after_own_number(tokens: Sequence[Token], index: int, value: int | None) -> int:
    """Pass over the level's own number behind its name: "Defined (3)"."""
    begin = _past_marks(tokens, index)
    numeral = tokens[begin].numeral if begin < len(tokens) else None
    if value is None or numeral is None or numeral.value != value or numeral.of is not None:
        return index
    return _closed(tokens, begin + 1)


def _past_marks(tokens: Sequence[Token], index: int) -> int:
    marks = ("(", "-", "\u2013", "\u2014", ":", ",", "=")
    return next((at for at in range(index, len(tokens)) if tokens[at].text not in marks), max(index, len(tokens)))


def _closed(tokens: Sequence[Token], index: int) -> int:
    """Pass over a closing bracket."""
    return index + (index < len(tokens) and tokens[index].text == ")")


def _past_emoji(tokens: Sequence[Token], index: int) -> tuple[int, bool]:
    """Pass over pictures behind a level; give whether one of them shrugs."""
    doubted = False
    while index < len(tokens) and tokens[index].numeral is None and _is_picture(tokens[index]):
        doubted = doubted or tokens[index].text in DOUBTFUL_EMOJI
        index += 1
    return index, doubted


def _is_picture(token: Token) -> bool:
    known = token.text in SEPARATORS | ARROWS | {"/", "%", "+", "~", "?", "<", ">", "@", "#", "$", "&"}
    return token.kind == "emoji" or (
        token.kind == "mark" and not known and ord(token.text) > 0x2190 and not has_substance(token.text)  # noqa: PLR2004  # where symbols begin
    )
