"""One line of a scorecard as a level: its number, its name if it has one, and what it looks like."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.files.blocks import Line, plain

NOUN = r"(?:maturity\s+)?(?:level|stage|score|rating|stufe|reifegrad|niveau|nivel)"  # in the languages of the drafts
WORD = rf"(?:{NOUN}\s*|l)"
START = re.compile(
    rf"^({WORD})?(?:\[([0-9]{{1,3}})\]|\(([0-9]{{1,3}})\)|([0-9]{{1,3}}))(?:\s*/\s*([0-9]{{1,3}})(?![0-9]))?",
    re.IGNORECASE,
)
NAME_FIRST = re.compile(
    rf"^([^\W\d_][\w &/'-]{{0,39}}?)\s*[(\[](?:{WORD})?([0-9]{{1,2}})[)\]]\s*(?:[:=]|--|[-\u2013\u2014])+\s*(.*)$",
    re.IGNORECASE,
)
MARK = r"(?:->|=>|\u2192|--|[-\u2010-\u2015\u2212:=|.)/\u00b7\u2022>])"
SEPARATOR = re.compile(rf"^\s*({MARK})(?:\s*{MARK}){{0,2}}\s*")
LIST_NUMBER = re.compile(r"^[0-9]{1,2}[.)]\s+(?=(?:level|stage|stufe|niveau|nivel)\s*[0-9])", re.IGNORECASE)
BRACKETED = re.compile(r"^\s*\(([^()0-9]{1,60})\)\s*")
RANGE = re.compile(
    r"^\s*(?:-|\u2013|\u2014|to|or)\s*[0-9]{1,3}(?:\s*[:)\]]|\s+[-\u2013\u2014=]|\s*points?\b|\s*$)", re.IGNORECASE
)
DECIMAL = re.compile(r"^[.,][0-9]")
DASHED = re.compile(r"--|[-\u2010-\u2015]")
NAME_AND_TEXT = re.compile(r"^([^.;,?!:|]{1,40}?)\s*(:|\.\s|\s(?:--|[-\u2010-\u2015])\s|\.?$)\s*(.*)$")
# A bold name with no mark behind it: "**1 - Initial** text", "1 - **Initial** text".
BOLD_HEAD = re.compile(rf"^\*\*({WORD}?[0-9]{{1,2}}(?:[^*]{{0,60}}[\w)])?)\*\*\s+(?=[\w\"'\u201c])", re.IGNORECASE)
BOLD_NAME = re.compile(
    rf"^({WORD}?[0-9]{{1,2}}\s*[^\w\s*]{{1,3}}\s*)\*\*([^*:]{{1,40}}\w)\*\*\s+(?=[\w\"'\u201c])", re.IGNORECASE
)
HEAD = re.compile(r"^[^.;,?!:|]{1,40}$")
# What a column is besides a level, by the words that open its head; English, German, French and Spanish.
ROLES = {
    "step": r"next steps?\b|n\u00e4chste|prochaine|pr\u00f3xim|siguiente",
    "weight": r"weight|importan|gewicht|poids|pond|peso\b",
    "target": r"target|goal\b|ziel|soll\b|cible|objecti[fv]|objetivo|meta\b",
    "ask": r"ask\b|(?:key |guiding |assessment )?questions?\b|(?:leit)?frage|pregunta",
    "look": r"(?:what to )?look for|(?:\u00e0 |qu\u00e9 )?observ|evidence|indicators?\b|nachweis|beleg|indikator|preuve"
    r"|evidencia|indicador",
    "number": r"(?:#|nr\.?|no\.?|id|ref\.?|n\u00b0)$",
    "name": r"(?:dimension|area|capabilit|criteri|critere|crit\u00e8re|categor|domain|pillar|practice|competenc|topic"
    r"|theme|aspect|bereich|kriteri|thema|dimensi\u00f3n|\u00e1rea)",
}
NAME_COLUMN = re.compile(r"^(?:name|title|label|stage|level name)$", re.IGNORECASE)
"""The head of the column or row that holds the names of the levels."""
MAX_WORDS = 5
LOWEST, HIGHEST = 0, 10  # a level is a button; more of them fit no row
SHARE = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,15})?)\s*(%?)")  # a weight
NO_WORDS = re.compile(r"^(?:tbd|tba|todo|to do|to be defined|n/?a|\W*)$", re.IGNORECASE)
USUAL_NAMES = frozenset(
    (
        "absent|ad hoc|ad-hoc|adhoc|advanced|basic|beginner|best in class|best-in-class|chaotic|defined|"
        "developing|documented|embedded|emerging|established|excellent|expert|exploring|fair|foundational|"
        "good|high|improving|initial|initiating|innovating|integrated|intermediate|leading|low|managed|"
        "mature|measured|medium|nascent|none|optimised|optimising|optimized|optimizing|poor|practicing|"
        "predictive|proactive|progressing|quantitatively managed|reactive|repeatable|scaled|scaling|"
        "standardised|standardized|starting|strategic|strong|transformational|weak|world class"
    ).split("|")
)


@dataclass(slots=True)
class FoundLevel:
    """A level as a line states it.

    ``name`` and ``text`` are the split that the marks suggest; it is ``sure``, or holds only where other dimensions
    have the same name, which is settled once all of them are read. ``rest`` is the whole wording. ``strict``: the marks
    leave no other reading than a level.
    """

    level: int
    name: str
    text: str
    rest: str
    sure: bool = True
    strict: bool = True
    line: int = 0
    depth: int = 0

    def goes_on(self, words: str, *, joint: str = " ") -> None:
        """Add the words of a further line."""
        self.text = f"{self.text}{joint}{words}" if self.text else words
        self.rest = f"{self.rest}{joint}{words}" if self.rest else words


@dataclass(frozen=True, slots=True)
class OddNumber:
    """A list item that opens with a number and yet states no single whole level; ``why`` is the complaint."""

    why: str


def is_level_line(line: Line) -> bool:
    """Whether a line states a level beyond doubt, such as ``- 3 - Defined: text`` or ``Level 3: text``."""
    found = read_level(line)
    return isinstance(found, FoundLevel) and found.strict


def read_level(line: Line) -> FoundLevel | OddNumber | None:
    """Read one line as a level; None when it is something else."""
    if line.kind == "row":
        return None
    body = LIST_NUMBER.sub("", line.text)
    if "**" in line.raw:
        body = plain(BOLD_NAME.sub(r"\1\2: ", BOLD_HEAD.sub(r"\1: ", LIST_NUMBER.sub("", line.raw))))
    found = START.match(body)
    if not found:
        negative = re.match(r"^-[0-9]", body)
        return _odd(line.bullet, "is negative") if negative else _named_first(body, bulleted=line.bullet)
    word, rest = found.group(1), body[found.end() :]
    number = int(found.group(2) or found.group(3) or found.group(4))
    if found.group(5) and int(found.group(5)) < number:  # "24/7"
        return None
    if DECIMAL.match(rest):
        return _odd(line.bullet, "is no whole level")
    if RANGE.match(rest):
        return _odd(line.bullet, "names a range of levels; give each level a line of its own")
    return _after_number(number, rest, word=bool(word), bulleted=line.bullet)


def _after_number(number: int, rest: str, *, word: bool, bulleted: bool) -> FoundLevel | OddNumber | None:
    bracketed = BRACKETED.match(rest)
    name = bracketed.group(1).strip() if bracketed else ""
    rest = rest[bracketed.end() :] if bracketed else rest
    separator = SEPARATOR.match(rest)
    if separator is None:
        return _unseparated(number, rest, name=name, word=word, bulleted=bulleted)
    mark, text = separator.group(1), rest[separator.end() :].strip()
    if separator.group() == "-" and text[:1].islower():  # "3-step process"
        return None
    strict = word or bulleted or mark not in {".", ")"}
    if name:
        return FoundLevel(number, name, text, text, strict=strict)
    return _split(number, text, dash_first=":" not in separator.group(), strict=strict)


def _unseparated(number: int, rest: str, *, name: str, word: bool, bulleted: bool) -> FoundLevel | OddNumber | None:
    """Read ``3 Defined: text``, which only a usual level name or the word Level makes a level."""
    text = rest.strip()
    if word and (name or not text):
        return FoundLevel(number, name, text, text)
    if name or not text:
        told = "is a number with nothing behind it; say what the level looks like"
        return FoundLevel(number, name, text, text) if name and bulleted else _odd(bulleted, told)
    head, colon, tail = text.partition(":")
    if rest[0] == " " and colon and (head.strip().lower() in USUAL_NAMES or (word and HEAD.match(head))):
        return FoundLevel(number, head.strip(), tail.strip(), text, sure=True, strict=word or bulleted)
    told = "opens with a number but has no dash or colon behind it; write it as `- 3 - Name: text`"
    return _odd(bulleted and rest[0] == " " and text[:1].isupper(), told)


def _odd(shown: bool, why: str) -> OddNumber | None:  # noqa: FBT001 (one word at five places)
    return OddNumber(why) if shown else None


def _split(number: int, text: str, *, dash_first: bool, strict: bool) -> FoundLevel:
    """Cut a level's wording into its name and its text."""
    found = NAME_AND_TEXT.match(text)
    name, mark, tail = (found.group(1).strip(), found.group(2), found.group(3)) if found else ("", "", "")
    usual = name.lower() in USUAL_NAMES
    if len(name.split()) > MAX_WORDS or not (usual or ":" in mark or DASHED.search(mark)):
        return FoundLevel(number, "", text, text, strict=strict)
    sure = (usual and bool(tail or ":" in mark)) or (":" in mark and dash_first and not tail)
    return FoundLevel(number, name, tail, text, sure=sure, strict=strict)


def _named_first(body: str, *, bulleted: bool) -> FoundLevel | None:
    """Read ``Initial (1): text``."""
    found = NAME_FIRST.match(body)
    if not found or not bulleted or len(found.group(1).split()) > 3:  # noqa: PLR2004 (a name, not a sentence)
        return None
    name, text = found.group(1).strip(), found.group(3).strip()
    return FoundLevel(int(found.group(2)), name, text, text)


def lacking(levels: Iterable[int], described: Collection[int]) -> list[int]:
    """Return the levels that want words: one may be left out between two described ones, never an end."""
    return [
        level for level in levels if level not in described and not (level - 1 in described and level + 1 in described)
    ]


def role_of(text: str) -> str:
    """Return what a table's head says of its column or row besides a level; nothing where it says none of these."""
    words = text.strip().casefold()
    return next((role for role, pattern in ROLES.items() if re.match(pattern, words)), "")
