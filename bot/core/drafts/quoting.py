"""Where words of a fact may be cut: at sentences and clauses, never inside a number or behind a "not"."""

import re
import unicodedata
from collections.abc import Iterable

from bot.core.drafts.brief import ELLIPSIS, shortened
from bot.core.languages import LANGUAGES
from bot.core.text import has_substance

# What Slack or a reader of Markdown could take for an address, a mention, a channel, an emoji, an entity or a tag.
LIVE = re.compile(r"://|www\.|(?<!\w)@\w|&#?\w+;|#[^\W\d_]|:[\w+-]*[^\W\d]:|\w\.[^\W\d_]{2,}|<\S", re.IGNORECASE)
BORDER = ',;:.!?)…–—"”»“'
OPENING = "(„«“"
MOST = 3
"""How many times longer than asked for a single clause may be before it is cut at a blank."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A stop behind a short word may belong to an abbreviation, and so may one before a digit or a small letter.
_SENTENCE = re.compile(r"(?:(?<=[^\W\d_]{3}[.…])|(?<=[!?]))\s+(?!\d|[a-zà-öø-ÿ])")
# Longer abbreviations that a large letter follows: "inkl. Rollenspiel", "Prof. Lee", "Sept. 2025".
_ABBREVIATED = re.compile(
    r"\b(?:[ei][nx][ck]l|approx|aprox|prof|mrs|messrs|jan|feb|sept?|okt|oct|nov|de[zc]|zzgl|abzgl|evtl|bzw|resp|vgl|env"
    r"|std|min|max|art|abs|str|tel|dra|sra|mme|mlle)\.$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:(?<=[^\d][,;:])\s+|\s+(?=[–—-]\s))(?!\d)")
_NOTS = frozenset(("non",)).union(*(each.nots for each in LANGUAGES.values()))
# Words that a part may not leave out either: without them few become many, and nearly becomes whole.
FEW = frozenset(
    "few fewer little less only merely almost nearly too nur lediglich wenig wenige weniger fast beinahe nahezu peu "
    "moins presque quasi trop seulement uniquement poco pocos pocas menos solo sólo solamente casi demasiado".split()
)
# "ne ... que" is no denial, and without its "que" it is one.
_BUT_HALF, _ITS_OTHER = re.compile(r"\b(?:ne\s|n['’])", re.IGNORECASE), re.compile(r"\s+qu(?:e\b|['’])")
_UNLESS = frozenset("unless except außer ausgenommen sauf hors hormis salvo excepto".split())
# What is so "in theory" is so in name only: such words beside a part belong to it.
_IN_NAME = (
    r"(?:[oi]n (?:paper|theory|principle)|(?:auf dem papier|in der theorie)|(?:en|sur le) (?:papier|théorie|principe)|"
    r"(?:en|sobre el) (?:papel|teoría|principio))"
)
_IN_NAME_BEFORE = re.compile(rf"\b({_IN_NAME})\b,?[^,;:.!?…]*\Z", re.IGNORECASE)
_IN_NAME_BEHIND = re.compile(rf"[^,;:.!?…]*,?\s*\b({_IN_NAME})\b", re.IGNORECASE)
_AND = "(?:and|or|und|oder|et|ou|y|e|o)"
_BARE_NOTS = frozenset("not nicht pas non".split())
MOST_BARE, REACH = 5, 3
"""Words of a sentence that is hardly more than a "not"; words beside a part among which one may count less."""
_LACKS = re.compile(r"fehl(?:t|en|te|ten)|lack(?:s|ing)?|missing|manqu(?:e|ent|ait|aient)|falta(?:n|ba|ban)?")
_CONTRARY = frozenset(
    "but not except unless though although however aber nicht sondern außer obwohl allerdings mais sauf sinon pero "
    "salvo excepto aunque sino".split()
)


def is_joining(word: str) -> bool:
    """Whether a word joins two clauses: what stands beside it belongs to another one."""
    return bool(re.fullmatch(_AND, word.lower())) or word.lower() in _CONTRARY


def is_border(char: str) -> bool:
    """Whether a clause may begin behind a character."""
    return char in BORDER or char in OPENING


def turned_by(text: str, begin: int, end: int) -> str:
    """Return the word left out of a clause that takes back the part of it from ``begin`` to ``end``; empty for none.

    A word that denies counts before the part wherever it stands in the clause, and behind it as far as the next "and".
    """
    before = _words(re.split(r"[,;:.!?…–—]\s", text[:begin])[-1])
    behind = _words(re.split(rf"[,;:.!?…–—](?:\s|$)|\s{_AND}\s", text[end:])[0])
    turning = [word for word in (*before, *behind) if _denies(word) or _LACKS.fullmatch(word)]
    turning += [word for word in _words(text[end:])[:1] + before[-1:] if word in _UNLESS]
    turning += [word for word in behind[:REACH] + before[-REACH:] if word in FEW]
    is_half = _BUT_HALF.search(text[begin:end]) and _ITS_OTHER.match(text[end:])
    turning += ["que"] if is_half or before == ["que"] else []
    named = (_IN_NAME_BEFORE.search(text[:begin]), _IN_NAME_BEHIND.match(text[end:]))
    turning += [found[1] for found in named if found]
    return turning[0] if turning else ""


def limited_by(behind: str, shown: Iterable[str]) -> str:
    """Return the word by which what stands behind a part of an answer limits it; empty for none.

    The clause behind it denies, excepts or contrasts, and none of the parts ``shown`` in the same text has it. Behind
    the sentence only a clause counts that is hardly more than a "not": "we call back; at weekends, no".
    """
    sentence, *others = re.split(r"[.!?…;](?:\s|$)", behind)
    clauses = re.split(r"[,:–—](?:\s|$)", sentence)
    words = _words(clauses[1] if len(clauses) > 1 else "".join(others[:1]))
    clause, parts = f" {' '.join(words)} ", (f" {' '.join(_words(part))} " for part in shown)
    if not words or any(part in clause or clause in part for part in parts):
        return ""
    if len(clauses) == 1:
        bare = [word for word in words[:1] if word in _BARE_NOTS] + [
            word for word in words[-1:] if word in _BARE_NOTS or word == "no"
        ]
        return bare[0] if bare and len(words) <= MOST_BARE else ""
    limits = (
        word
        for at, word in enumerate(words)
        if _denies(word) or word in _UNLESS or (word in FEW and at < REACH) or (word in _CONTRARY and not at)
    )
    return "" if re.fullmatch(_AND, words[0]) else next(limits, "")


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def _denies(word: str) -> bool:
    return word in _NOTS or word.startswith("n'")


def sentences_of(text: str) -> list[str]:
    """Cut a text into its sentences, never inside brackets or behind an abbreviation."""
    found: list[str] = []
    for part in _SENTENCE.split(text):
        if found and (found[-1].count("(") > found[-1].count(")") or _ABBREVIATED.search(found[-1])):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def quote(text: str, room: int) -> tuple[str, bool]:
    """Return what may be quoted of words that were said, and whether that is only a part; empty where it is nothing.

    All of them where they fit into about ``room`` characters; else whole sentences from the first on; else clauses,
    with an ellipsis. A sentence with an address, a mention or a tag is left out, and so is a clause that is taken back
    behind the cut.
    """
    bare = re.sub(rf"^{_AND}\s+", "", text.strip(" ,;"), flags=re.IGNORECASE)  # an address stood before it
    if len(bare) <= room and not LIVE.search(bare):
        return bare.removesuffix("."), False
    sentences = [each for each in sentences_of(bare) if not LIVE.search(each)]
    kept: list[str] = []
    for each in sentences:
        if len(" ".join([*kept, each])) > room:
            break
        kept.append(each)
    if kept:
        return " ".join(kept).rstrip(" ."), True
    clauses = _clauses(sentences[0] if sentences else bare, room)
    if not has_substance(clauses):
        return "", True
    return (clauses, False) if clauses == bare.removesuffix(".") else (f"{clauses} {ELLIPSIS}", True)


def _clauses(sentence: str, room: int) -> str:
    """Return as many clauses of a sentence as fit, or the fewest that stand on their own even where they do not fit."""
    ends = [found.start() for found in _CLAUSE.finditer(sentence)]
    whole = [sentence[:end] for end in ends if not _is_contrary(sentence[end:])]
    whole = [kept for kept in whole if not LIVE.search(kept) and kept.count("(") == kept.count(")")]
    fitting = [kept for kept in whole if len(kept) <= room]
    chosen = fitting[-1] if fitting else whole[0] if whole else "" if LIVE.search(sentence) else sentence
    return shortened(chosen, MOST * room).rstrip(f" .,;:-–—{ELLIPSIS}")


def _is_contrary(clause: str) -> bool:
    """Whether a clause takes back the one before it."""
    words = _words(clause)[:4]
    return bool(words) and (words[0] in _CONTRARY or bool(set(words) & _NOTS))


def is_decimal(token: str) -> bool:
    """Whether a token holds a digit, or another sign that counts."""
    return any(unicodedata.category(char)[0] == "N" for char in token)
