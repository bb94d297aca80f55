"""What a sentence says of a level that it names: read from the words before it and, failing those, after it."""

import re
from enum import Enum, auto


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
TO = re.compile(rf"\b(?:to|towards?|into|reach|reaching|attain|achieve|become|until|up to)\s+{_WORDS}")
MODAL = re.compile(r"\b(?:would|will|should|could|can|must|might|may|shall)\b")
NOW = re.compile(
    r"\b(?:stands?|stood|sits?|rated|rates|rating|ratings|scored|scores?|currently|today|now|remains?|reached|achieved"
    r"|attained|holds?|earned|results?|comes? to|came to|arrives? at|arrived at|amounts? to|adds? up to|claimed|claims"
    r"|puts?|placed|from|at present|this time|gave|gets|got)\b"
)
IS = re.compile(
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
    if TO.search(left) and (MOVING.search(left) or MOVING.search(text[:start])):
        return Role.AHEAD
    if MODAL.search(left) and (NOW.search(left) or IS.search(left) or re.search(r"\bbe\b", left)):
        return Role.AHEAD
    if NOW.search(left) or IS.search(left):
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
