"""Who carries an action: the role that a next-step line names itself, else the owner of the dimension."""

import re
from dataclasses import dataclass

LONGEST = 60
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
# Words that point to somebody who was named elsewhere, or to several at once: nobody would know whom to ask.
_POINTING = frozenset("that this these those each every all its their his her any both such".split())


@dataclass(frozen=True, slots=True)
class Owner:
    """A role: as it stands alone ("Quality lead"), and inside a sentence ("the quality lead")."""

    role: str
    inside: str
    named: bool


def owner_of(line: str, name: str) -> Owner:
    """Take the role from a next-step line; where it names none, it is whoever owns the dimension of that name."""
    found = _HAVE.match(line) or _ASK.match(line)
    inside = found["who"].strip() if found else ""
    first = inside.partition(" ")[0].lower()
    if not inside or len(inside) > LONGEST or first in _POINTING:
        return Owner(f"Owner of {name}", f"the owner of {name}", named=False)
    bare = _ARTICLE.sub("", inside, count=1) if _ARTICLE.match(inside) else inside
    return Owner(f"{bare[0].upper()}{bare[1:]}", inside, named=True)
