"""Where a text uses the name of a level or of a band as one: "is Managed", and not "the board is managed by"."""

import re

from bot.core.draft_checks.ground import Ground
from bot.core.draft_checks.level_mentions import OVERALL, Mention, without_names
from bot.core.draft_checks.level_roles import Role, role_of
from bot.core.plain_text import folded

BEHIND_NUMBER = re.compile(r"\s*(?:[,:(\u2013\u2014\u201c\"'-]\s*)*(?:called |named |or )?[\u201c\"'(]?")
BRACKET = re.compile(r"[(\u201c\"'\u2018]$")
LEVEL_LEFT = re.compile(
    r"\b(?:levels?|stages?|bands?)\s+(?:of\s+|is\s+|named\s+|called\s+)?[\u201c\"'\u2018(]?$", re.IGNORECASE
)
LEVEL_RIGHT = re.compile(r"[\u201d\"'\u2019)]?[\s-]+(?:levels?|stages?|bands?|maturity)\b", re.IGNORECASE)
ALONE = re.compile(
    r"\s*(?:$|[.,;:)!?\u201d\"]|is (?:the|where|what)\b|describes\b|means\b|today\b|now\b|at\b|in\b|here\b)",
    re.IGNORECASE,
)
STARTS = re.compile(r"(?:^|[.!?:\u2026]\s+|\u2013\s|\u2014\s)[\"'\u201c\u2018(\s]*$")
BAND = re.compile(r"\b(?:bands?)\b")


def names_in(ground: Ground, text: str, numbered: tuple[Mention, ...]) -> list[Mention]:
    """Find the names of levels and bands that are used as such in a sentence."""
    names = {name for _, name in ground.brief.level_names} | set(ground.brief.bands)
    if not any(names):
        return []
    shown = without_names(ground.brief, text)
    plain = folded(shown)
    found: list[Mention] = []
    pattern = "|".join(re.escape(each) for each in sorted(filter(None, names), key=len, reverse=True))
    for hit in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", shown, re.IGNORECASE):
        before = next((each for each in reversed(numbered) if each.end <= hit.start()), None)
        role = _role(ground, shown, plain, hit, before)
        if role is not None:
            found.append(Mention(hit.start(), hit.end(), hit[0], None, hit[0], role))
    return found


def _role(ground: Ground, text: str, plain: str, hit: re.Match[str], before: Mention | None) -> Role | None:
    name = hit[0].lower()
    is_level = any(each.lower() == name for _, each in ground.brief.level_names)
    is_band = any(each.lower() == name for each in ground.brief.bands)
    gap = text[before.end : hit.start()] if before is not None else ""
    if before is not None and gap and BEHIND_NUMBER.fullmatch(gap) and (hit[0][0].isupper() or BRACKET.search(gap)):
        if before.role is Role.OVERALL:
            return Role.BAND if is_band else Role.OPEN
        if before.role is not Role.DISTANCE:
            return Role.PAIRED if is_level else Role.BAND
    if not _is_used(text, hit):
        return None
    if is_band and (BAND.search(plain) or not is_level or _speaks_of_whole(ground, plain)):
        return Role.BAND
    return role_of(plain, hit.start(), hit.end(), before.end if before is not None else 0)


def _is_used(text: str, hit: re.Match[str]) -> bool:
    """Tell whether a name is used as one: by its capital within a sentence, its marks, or what is beside it."""
    left, right = text[: hit.start()], text[hit.end() :]
    if LEVEL_LEFT.search(left) or LEVEL_RIGHT.match(right):
        return True
    if BRACKET.search(left) and right[:1] in tuple(")\u201d\"'\u2019"):
        return True
    if not hit[0][0].isupper():
        return False
    return ALONE.match(right) is not None if STARTS.search(left) else True


def _speaks_of_whole(ground: Ground, plain: str) -> bool:
    return OVERALL.search(plain) is not None and not any(each.name.lower() in plain for each in ground.brief.standings)
