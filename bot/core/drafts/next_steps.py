"""What a next-step line of a framework says beside its words: who does it, how long it takes, what it points to."""

import re
from dataclasses import dataclass

from bot.core.drafts.phrases import phrase
from bot.core.languages import DEFAULT

LONGEST_ROLE = 60  # characters
_HEADS = (
    r"(?:leads?|leaders?|managers?|directors?|owners?|sponsors?|chairs?|teams?|officers?|executives?|leadership|board"
    r"|analysts?|coordinators?|head of [\w-]+)"
)
# "Have the quality lead name ...", "Let team leads open ...": the role ends with the last word that names one.
_HAVE = re.compile(
    rf"(?:Have|Let|Make)\s+(?P<who>(?:[\w'\u2019&-]+,?\s+){{0,6}}?{_HEADS})\s+(?!{_HEADS}\b|of\b|and\b)[a-z]",
    re.IGNORECASE,
)
_ASK = re.compile(rf"(?:Ask|Get)\s+(?P<who>[\w'\u2019&, -]*?\b{_HEADS}\b[\w'\u2019&, -]*?)\s+to\s", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
# Words that point to somebody who was named elsewhere, or to several at once.
_POINTING = frozenset("that this these those each every all its their his her any both such".split())


@dataclass(frozen=True, slots=True)
class Owner:
    """A role as it stands alone ("Quality lead"), and inside a sentence ("the quality lead")."""

    role: str
    inside: str
    is_named: bool


def owner_of(gap_name: str, line: str, language: str) -> Owner:
    """Take the role from a next-step line in English; else it is the owner of the dimension of that name."""
    found = _HAVE.match(line) or _ASK.match(line)
    inside = found["who"].strip() if found else ""
    first = inside.partition(" ")[0].lower()
    if not inside or len(inside) > LONGEST_ROLE or first in _POINTING:
        role, inside = (phrase(language, key, name=gap_name) for key in ("owner", "the_owner"))
        return Owner(role, inside, is_named=False)
    bare = _ARTICLE.sub("", inside, count=1) if _ARTICLE.match(inside) else inside
    # A text in another language takes the role without the English article.
    return Owner(f"{bare[0].upper()}{bare[1:]}", inside if language == DEFAULT else bare, is_named=True)


# A part of the line itself is in front of what these words stand for, so only the line's first clause is looked at.
_CLAUSE = re.compile(r"[,;:.]|\s(?:and|und|et|y)\s")
_POINTS = re.compile(
    r"(?:^(?:have|let|ask|make|get|give)\s+)?\b(?P<words>(?:this|these|those|such(?!\s+(?:an?|as)\b))\s+[a-z-]+"
    r"|(?<=\w\s)that\s+(?!it\b|the\b|an?\b|they\b|we\b|no\b)[a-z-]*[^s\W](?=\s+(?:into|to|in|on|for|with|by)\b)"
    r"|dies(?:e[rsmn]?)?\s+[\w-]+|jene[rsmn]?\s+[\w-]+|(?:cet|cette|ces)\s+[\w-]+"
    r"|(?:est[aeo]s?|es[ao]s?|aquell?[ao]?s?)\s+[\w-]+)"
    r"|^(?:have|let|ask|make|get|give)\s+(?P<who>(?:that|its|their|his|her)\s+[a-z-]+)"
    r"|^(?P<what>[a-z]+\s+(?:it|them))\b",
    re.IGNORECASE,
)
_UNITS = {
    "days?|tage?n?|jours?|d[ií]as?": 1,
    "weeks?|wochen?|semaines?|semanas?": 7,
    "months?|monate?n?|mois|mes(?:es)?": 30,
    "quarters?|quartale?n?|trimestres?": 91,
    "years?|jahre?n?|ans?|ann[ée]es?|años?": 365,
}
_SMALL = (
    "a|an|one|eine[mnrs]?|une?|uno",
    "two|zwei|deux|dos",
    "three|drei|trois|tres",
    "four|vier|quatre|cuatro",
    "five|fünf|cinq|cinco",
    "six|sechs|seis",
)
_SPAN = re.compile(
    rf"(?P<lasts>\b(?:after|for|over|nach|über|seit|après|pendant|durante|después de|tras)\s+)?"
    rf"\b(?:(?P<digits>\d{{1,3}})|(?P<word>{'|'.join(_SMALL)}))[\s-](?P<unit>{'|'.join(_UNITS)})\b"
    r"(?P<long>\s+(?:of|lang|de)\b)?",
    re.IGNORECASE,
)


def points_elsewhere(line: str) -> str:
    """Return the words of a line that stand for something which it does not name: "these personas", "this month".

    A plan shows each line by itself. Empty for a line that can stand alone.
    """
    found = _POINTS.search(_CLAUSE.split(line, maxsplit=1)[0])
    return (found["words"] or found["who"] or found["what"]) if found else ""


_ENDS_POINTING = re.compile(r"\b(?:it|them|one|those|these)$", re.IGNORECASE)


_JOINED = re.compile(r"^(?:and|or|und|oder|et|ou|y|o)\s+", re.IGNORECASE)
_TELLS_OF = re.compile(
    r"(?:e\.\s?g\.|i\.\s?e\.|z\.\s?B\.|d\.\s?h\.|p\.\s?e[xj]\.|c\.-à-d\.|(?:for example|such as|including|which|whose?"
    r"|that|where|when|zum beispiel|etwa|wie|welche[mnrs]?|deren|dessen|wenn|weil|dass|ob|wo|par exemple|comme|qui|que"
    r"|dont|où|por ejemplo|como|es decir|quien(?:es)?|cuy[oa]s?|donde)\b)",
    re.IGNORECASE,
)
# In German a clause has its verb at the end, where something that can be looked for has a noun, which is large.
_RELATIVE = re.compile(r"(?:\w+ )?(?:der|die|das|den|dem|denen)\s.*\b[a-zäöüß]+$")


def items_of(look_for: str) -> tuple[str, ...]:
    """Return what to look for, taken apart at commas and semicolons, each once.

    An example or a clause that tells of the part before it stays with that part, for each is shown by itself.
    """
    parts: list[str] = []
    for part in re.split(r"\s*[,;]\s+", look_for.strip()):
        if parts and (_TELLS_OF.match(part) or _RELATIVE.match(part)):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(_JOINED.sub("", part))
    return tuple(dict.fromkeys(part.strip(" .") for part in parts if part.strip(" .")))


def hangs_on(item: str) -> str:
    """Return the word at the end of a thing to look for that stands for another one ("a decision that rests on it")."""
    found = _ENDS_POINTING.search(item)
    return found[0] if found else ""


def days_taken(line: str) -> int:
    """Return how many days a line says that something takes ("check again after 60 days"); 0 where it does not say.

    What is done again and again takes no time of its own: "every two weeks".
    """
    return max(map(_days, _SPAN.finditer(line)), default=0)


def _days(found: re.Match[str]) -> int:
    if not (found["digits"] or found["lasts"] or found["long"]):
        return 0
    word, unit = found["word"] or "", found["unit"]
    number = next((n for n, each in enumerate(_SMALL, start=1) if re.fullmatch(each, word, re.IGNORECASE)), 0)
    size = next(days for each, days in _UNITS.items() if re.fullmatch(each, unit, re.IGNORECASE))
    return (int(found["digits"]) if found["digits"] else number) * size
