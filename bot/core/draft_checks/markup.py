"""Markup: no mention, link, formatting, hidden character or scrap of code; a text is plain words on one line."""

import re
import unicodedata
from collections.abc import Iterator

from bot.core.brief import FactKind
from bot.core.draft import Finding
from bot.core.draft_checks.ground import Ground
from bot.core.draft_checks.passages import Passage

CHECK = "markup"
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
        yield passage.finding(CHECK, message)


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
