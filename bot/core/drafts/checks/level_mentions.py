"""Where a text names a level by its number, and what it says of it: that it stands there, aims there, and so on."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from bot.core.drafts.brief import Brief, FactKind
from bot.core.drafts.checks.company import Company, companies_in
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.parts import HIDDEN
from bot.core.text import folded


class Role(Enum):
    """What is said of a level; ``OPEN`` when nothing tells, ``LONE`` when it is not even called a level."""

    NOW = auto()
    TARGET = auto()
    EVIDENCED = auto()
    CLAIMED = auto()
    NEXT = auto()
    AHEAD = auto()
    NOT_REACHED = auto()
    PASSED = auto()
    BETWEEN = auto()
    OPEN = auto()
    LONE = auto()
    DISTANCE = auto()
    SCALE = auto()
    OVERALL = auto()
    BAND = auto()
    PAIRED = auto()


_WORDS = (
    r"(?:(?:levels?|stages?|an?|the|its|full|at|on|about|exactly|only|solid|still|even|band|number)\s+)*[\"'(\u201c]?$"
)
LEFT_END = re.compile(
    r"[;:()\u2013\u2014]|,\s|\b(?:but|while|whereas|so|where|although|though|because|against|versus)\b"
)
RIGHT_END = re.compile(
    r"[;:.\u2013\u2014]|\b(?:but|while|whereas|so|and|against|with|below|above|under|short|from|towards?|although|though"
    r"|because|versus|misses|meets|trails|before|until)\b"
)
TARGET = re.compile(r"\b(?:targets?|goals?|aims?|aimed|aiming|wants?|wanted|ambition|objective|desired|sought)\b")
_APPOSED = r"(?:[\s,(\u2013\u2014\"'\u201c]+[a-z][\w-]*(?:\s[\w-]+)?[,)\u2013\u2014\"'\u201d]+)?"
_BEING = "here|which|that|is|as|was|being|would be|will be|remains|also|still|therefore|the|its|an?|our|agreed|set|what"
RIGHT_TARGET = re.compile(
    rf"{_APPOSED}\W*(?:(?:{_BEING})\W+)*"
    r"(?:targets?|goal|aim|aimed|wanted|desired|sought|ambition)\b(?!\W*(?:is|of|was|at|being|stands|remains|lies|\d)\b)"
    r"|\W*is what\b.{0,60}\b(?:is after|wants?|seeks?|aims? (?:for|at)|hopes? for|strives? for)\b"
)
_COUNTING = "is|was|are|as|only|therefore|also|fully|well|not|no|yet|has|been|being|which|that|counts?|by|partly"
RIGHT_EVIDENCED = re.compile(
    rf"{_APPOSED}\W*(?:(?:{_COUNTING})\W+)*"
    r"(?:evidenced|backed|supported|proven|substantiated)\b"
)
MEASURED = re.compile(r"\b(?:comes?|came|amounts?|adds? up) to\s+(?:\w+ly\s+)?$|\barrive[sd]? at\s+(?:\w+ly\s+)?$")
EVIDENCED = re.compile(r"\b(?:evidenced|backs|backed|backing|supports?|supported|proven|proves?|substantiat\w+)\b")
DENIED = re.compile(r"\b(?:not|no|without|never|nothing|neither|nobody|cannot|hardly|yet to|lacks?|n't)\b|n't\b")
NEXT = re.compile(r"\bnext\s+(?:(?:level|stage|one|is|of|up|would|be|comes|step|,)\s*)*$")
MOVING = re.compile(
    r"\b(?:reach|reaching|get|gets|getting|mov\w+|rais\w+|lift\w*|bring\w*|climb\w*|ris\w+|grow\w*|advanc\w+|progress\w*|path"
    r"|way|road|clos\w+|gap|go|goes|going|step\w*|push\w*|attain\w*|achieve|become|from|lead\w*|work\w*)\b"
)
TOWARDS = re.compile(rf"\b(?:to|towards?|into|reach|reaching|attain|achieve|become|until|up to)\s+{_WORDS}")
MODAL = re.compile(r"\b(?:would|will|should|could|can|must|might|may|shall)\b")
NOW = re.compile(
    r"\b(?:stands?|stood|sits?|rated|rates|rating|ratings|scored|scores?|currently|today|now|remains?|reached|achieved"
    r"|attained|holds?|earned|results?|comes? to|came to|arrives? at|arrived at|amounts? to|adds? up to|claimed|claims"
    r"|puts?|placed|from|at present|this time|gave|gets|got)\b"
)
IS_BEFORE = re.compile(
    r"\b(?:is|are|was|were)\s+(?:(?:\w+ly|now|still|at|rated|only|an?|on|therefore|just|levels?|stages?|in|here|the|not)\s+)*"
    r"[\"'(\u201c]?$"
)
RIGHT_NOW = re.compile(
    r"[\s,\"'\u201d)]*(?:(?:is|was)\s+where\b|(?:(?:is|of|was|it|here)\s+)*(?:today|now|currently|at present|the result"
    r"|what (?:the )?(?:respondents?|answers?|ratings?)|has been reached|was reached)\b)"
)
CONFIRMING = re.compile(
    rf"\b(?:to|would|could|can|will|help)\s+(?:confirm|back|support|prove|substantiate|justify)\s+{_WORDS}"
)
PASSED = re.compile(rf"\b(?:above|beyond|past|more than|over|higher than|exceeds?|exceeded)\s+{_WORDS}")
NOT_REACHED = re.compile(
    rf"\b(?:below|under|short of|less than|lower than|beneath|not yet|not|lacks?|misses|missing)\s+{_WORDS}"
)
BETWEEN = re.compile(rf"\bbetween\s+{_WORDS}")
_ORDER = (
    (BETWEEN, Role.BETWEEN),
    (CONFIRMING, Role.CLAIMED),
    (TARGET, Role.TARGET),
    (PASSED, Role.PASSED),
    (NOT_REACHED, Role.NOT_REACHED),
    (NEXT, Role.NEXT),
)


def role_of(text: str, start: int, end: int, after: int) -> Role:
    """Tell what a folded sentence says of the level from ``start`` to ``end``.

    ``after`` is where the level named before it ended.
    """
    left, right = _left(text, start, after), _right(text, end)
    found = next((role for pattern, role in _ORDER if pattern.search(left)), None)
    if found is not None:
        return found
    if EVIDENCED.search(left):
        return Role.NOT_REACHED if DENIED.search(left) else Role.EVIDENCED
    if RIGHT_TARGET.match(right):
        return Role.TARGET
    if MEASURED.search(left):
        return Role.NOW
    if TOWARDS.search(left) and (MOVING.search(left) or MOVING.search(text[:start])):
        return Role.AHEAD
    if MODAL.search(left) and (NOW.search(left) or IS_BEFORE.search(left) or re.search(r"\bbe\b", left)):
        return Role.AHEAD
    if NOW.search(left) or IS_BEFORE.search(left):
        return Role.NOT_REACHED if re.search(r"\bnot\b|n't", left) else Role.NOW
    if RIGHT_EVIDENCED.match(right):
        return Role.NOT_REACHED if DENIED.search(right) else Role.EVIDENCED
    return Role.NOW if RIGHT_NOW.match(right) else Role.OPEN


def _left(text: str, start: int, after: int) -> str:
    begin = after
    for found in LEFT_END.finditer(text, after, start):
        begin = found.end()
    # A bracket right before the level belongs to what stands before it.
    return text[begin:start]


def _right(text: str, end: int) -> str:
    found = RIGHT_END.search(text, end)
    return text[end : found.start() if found else len(text)]


_FILLING = (
    r"(?:(?:is|was|at|of|as|only|just|now|currently|still|to|from|and|or|between|stands|remains|an?|the|both|number"
    r"|reaches|reached|\d+(?:\.\d+)?|one|two|three|four|five|six)[\s,]+)*"
)
LEVEL_WORD = re.compile(rf"\b(?:levels?|stages?|lvl)[\s:=#(\-\u2013]*{_FILLING}$")
DISTANCE_WORD = re.compile(
    r"[\s-]+(?:(?:full |whole |further |more |clear )?(levels?|stages?|steps?|points?|notch(?:es)?)\b"
    r"|(?:(?:short of|below|above|under|away from|from|to|before|off) (?:its|the|their) target|to go|short|missing)\b)"
)
APART = re.compile(
    r"\b(?:targets?|gaps?|below|above|short|wanted|away|goals?|apart|behind|missing|left to go|stages?)\b"
)
ALTERNATIVE = re.compile(r"\bor\s*$")  # "a point or two"
PLACED = re.compile(r"\b(?:from|at|to|of|than|(?:levels?|stages?)\s+(?:\w+\s+)?)\s*$")
GAP_OF = re.compile(
    r"\b(?:gap|distance)\b[^.;:,\d]{0,60}?\b(?:of|is|was|comes to|stands at|amounts to|equals)\s*"
    r"(?:only |just |now |about |exactly |a |still )*$"
)
OF_TOP = re.compile(r"\s*(?:of|out of|/|from)\s*(?:a possible |the |a maximum of )?$")
SCALE_LEFT = re.compile(
    r"\bscale\s+(?:(?:that |which )?(?:runs?|goes|ends|is)\s+)?(?:of|to|from|up to|at)?\s*"
    r"(?:\w+\s*(?:to|-|\u2013)\s*)?$"
)
SCALE_RIGHT = re.compile(r"[\s-]*(?:point|level|stage)s?[\s-]scale\b")
TO = re.compile(r"\s*(?:to|-|\u2013|\u2014|through)\s*")
OVERALL = re.compile(r"\b(?:overall|scorecard|as a whole|in total|total (?:score|figure))\b")
OF_DIMENSION = re.compile(r"\b(?:levels?|stages?|targets?|rows?|dimensions?|rated|rating)\b")
A_LEVEL, IS = re.compile(r"\b(?:an?|the)\s*$"), re.compile(r"\s*(?:is|was)\b")  # "a 3 is what it comes to"
RATED = re.compile(r"\b(?:rated|scored?s?|rating (?:of|is)|(?:target|goal)s? (?:of|is))\s*$")
BARE_LEFT = re.compile(
    r"(?:\b(?:at|an?|the|to|from|is|of|reach|reaches|reached|reaching|rated|scored|scores|score|rates|rating|below|above|under"
    r"|than|accordingly|only|still|now|currently|just|between|and|targets?|goal|as|with|for|gets?|got|gave|given|holds|earns"
    r"|put|aims?|therefore|full|solid|straight|was|be|are|wants?|exactly|about)|[:=(\u2013\u2014])\s*$"
)
SCORE = re.compile(
    r"\b(?:targets?|goals?|aim\w*|wants?|wanted|rat(?:ed|ing|ings|es)|scor\w+|levels?|stages?|reach\w*|stands?|sits|rows?"
    r"|comes? to|arrives? at|adds? up|gaps?|maturity|dimensions?|result|evidenced|backed|backs)\b"
)
NO_NOUN = re.compile(
    r"\s*(?:$|[.,;:!?()\"'\u201d\u2019\u2013\u2014/]"
    r"|(?:on|in|for|is|was|are|today|now|at|and|or|as|while|with|but|where|which|that|so|to|of|out|here|there|against|because|since|after|before|by|then|still|yet|again|overall|wanted|aimed|between|from"
    r"|below|above|short|under|currently|means|describes|asks|requires|needs|calls|looks|rather|instead|than|would|will|should"
    r"|has|have|does|may|can|this|it|they|we|not|only|too|also|if|when|until|without|within|per|counts?|fits|matches|stands"
    r"|rests|remains|seems|appears|comes|goes|leaves|makes|follows|shows|says|marks|reflects)\b)"
)
GENERIC = frozenset(
    {"level", "rat", "scor", "(goal)", "(now)", "point", "stag", "row", "gap", "dimension", "name", "reach"}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A level, a distance between levels or an overall figure in a text: by number (``value``) or by ``name``."""

    start: int
    end: int
    shown: str
    value: Fraction | None
    name: str
    role: Role


def mentions_in(ground: Ground, text: str) -> tuple[Mention, ...]:
    """Find every number in a sentence that is a level, the distance between two, or the overall figure."""
    plain = folded(without_names(ground.brief, text))
    companies = companies_in(plain)
    found: list[Mention] = []
    for number, company in enumerate(companies):
        before = found[-1] if found else None
        following = companies[number + 1] if number + 1 < len(companies) else None
        role = _role(ground, plain, company, before, following)
        if role is None:
            continue
        figure = company.figure
        if role is Role.SCALE and before is not None and OF_TOP.fullmatch(plain, before.end, figure.start):
            # "2 of 5" is one mention.
            found[-1] = Mention(before.start, figure.end, before.shown, before.value, "", before.role)
            continue
        value = figure.value
        if figure.how == "rank" and value is not None:
            value += ground.brief.scale.low - 1
        found.append(Mention(figure.start, figure.end, text[figure.start : figure.end], value, "", role))
    return tuple(found)


def without_names(brief: Brief, text: str) -> str:
    """Hide the names of dimensions and of the subject, which may hold anything."""
    names = [each.name for each in brief.standings] + [each.text for each in brief.of_kind(FactKind.SUBJECT)]
    for name in filter(None, names):
        text = re.sub(
            rf"(?<!\w){re.escape(name)}(?!\w)", lambda found: HIDDEN * len(found[0]), text, flags=re.IGNORECASE
        )
    return text


def _role(
    ground: Ground, text: str, company: Company, before: Mention | None, following: Company | None
) -> Role | None:
    figure = company.figure
    if figure.percent or figure.currency or figure.value is None or figure.how in ("part", "times"):
        return None
    left, right = text[: figure.start], text[figure.end :]
    if _is_top(ground, text, figure.start, figure.value, before) or _is_scale(
        ground, left, right, text, company, following
    ):
        return Role.SCALE
    if figure.how == "rank":
        is_level = figure.value > 1 and re.match(r"\s+(?:level|stage)\b", right)
        return role_of(text, figure.start, figure.end, _ends(before)) if is_level else None
    if GAP_OF.search(left) or _is_distance(left, right):
        return _distance(ground, text, company)
    if _was_counted(ground, company) and not (A_LEVEL.search(left) and IS.match(right)):
        return None
    if OVERALL.search(text) and not LEVEL_WORD.search(left) and _may_be_overall(text, company):
        return Role.OVERALL
    if not _is_level(ground, text, company, following):
        return None
    if (
        before is not None
        and before.role is Role.BETWEEN
        and text[before.end : figure.start].strip() in ("and", "and level")
    ):
        return Role.BETWEEN
    role = role_of(text, figure.start, figure.end, _ends(before))
    return Role.LONE if role is Role.OPEN and LEVEL_WORD.search(left) is None else role


def _is_distance(left: str, right: str) -> bool:
    unit = DISTANCE_WORD.match(right)
    return unit is not None and (unit[1] is not None or PLACED.search(left) is None)


def _ends(before: Mention | None) -> int:
    return before.end if before is not None else 0


def _is_top(ground: Ground, text: str, start: int, value: Fraction, before: Mention | None) -> bool:
    """Tell whether a number is the "of 5" behind a level, or the "of 20" behind an overall figure."""
    if before is None or before.value is None or not OF_TOP.fullmatch(text, before.end, start):
        return False
    return value == ground.brief.scale.high or before.role is Role.OVERALL


def _is_scale(ground: Ground, left: str, right: str, text: str, company: Company, following: Company | None) -> bool:
    if SCALE_RIGHT.match(right) or (SCALE_LEFT.search(left) and not _was_counted(ground, company)):
        return True
    scale = ground.brief.scale
    ends = (Fraction(scale.low), Fraction(scale.high))
    if following is None or (company.figure.value, following.figure.value) != ends:
        return False
    return (
        TO.fullmatch(text, company.figure.end, following.figure.start) is not None
        and SCALE_LEFT.search(left) is not None
    )


def _distance(ground: Ground, text: str, company: Company) -> Role | None:
    unit = DISTANCE_WORD.match(text[company.figure.end :])
    if unit is not None and unit[1] and unit[1].startswith(("step", "point", "notch")) and not APART.search(text):
        return None
    return None if _was_counted(ground, company) else Role.DISTANCE


def _was_counted(ground: Ground, company: Company) -> bool:
    """Tell whether the facts have this number beside the same words, so that it is no level."""
    near = company.near - GENERIC
    same = [each for each in ground.held if company.figure.values & each.company.figure.values]
    return any(near & (each.company.near - GENERIC) for each in same)


def _may_be_overall(text: str, company: Company) -> bool:
    """Tell whether a number is the overall figure: one is spoken of, and no dimension or target beside it."""
    opening = text.lstrip().startswith("overall,")
    if opening and (HIDDEN in text or OF_DIMENSION.search(text)):
        return False
    return NO_NOUN.match(text[company.figure.end :]) is not None


def _is_pair_of_facts(ground: Ground, company: Company, following: Company, between: str) -> bool:
    """Tell whether two numbers belong together as they do in a fact: "1 in 8"."""
    return any(
        company.figure.values & each.company.figure.values and following.figure.values & each.mate.values
        for each in ground.held
        if each.mate is not None and between.strip() in ("in", "of", "out of", "from", "/")
    )


def _is_level(ground: Ground, text: str, company: Company, following: Company | None) -> bool:
    figure, scale = company.figure, ground.brief.scale
    left, right = text[: figure.start], text[figure.end :]
    if LEVEL_WORD.search(left):
        return True
    if figure.how == "one":
        return RATED.search(left) is not None
    between = text[figure.end : following.figure.start] if following is not None else ""
    if following is not None and _is_pair_of_facts(ground, company, following, between):
        return False
    if following is not None and following.figure.value == scale.high and OF_TOP.fullmatch(between) and between.strip():
        return NO_NOUN.match(text[following.figure.end :]) is not None
    in_reach = figure.value is not None and 0 <= figure.value <= scale.high
    if not in_reach or (company.after and NO_NOUN.match(right) is None):
        return False
    if ALTERNATIVE.search(left):
        return False
    if not company.near or (figure.value is not None and figure.value.denominator != 1):
        return True
    return BARE_LEFT.search(left) is not None or SCORE.search(text) is not None


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
        role = _role_of_level_names(ground, shown, plain, hit, before)
        if role is not None:
            found.append(Mention(hit.start(), hit.end(), hit[0], None, hit[0], role))
    return found


def _role_of_level_names(
    ground: Ground, text: str, plain: str, hit: re.Match[str], before: Mention | None
) -> Role | None:
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
