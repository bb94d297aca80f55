"""What makes an answer doubtful: second thoughts behind a level, and levels in a text that says none clearly."""

from collections.abc import Iterable, Iterator, Sequence

from bot.core.conversation.levels import LEVEL_WORDS, Ladder, Token
from bot.core.framework import Scale

CLAUSE_ENDS = frozenset(",.;:()!?-\u2013\u2014\u2026/|=>\u2192") | {"\n"}
# Words that lead from one level to another one: "3, or maybe a 4".
LEADING_ON = LEVEL_WORDS | frozenset(
    "or and but change correction maybe perhaps possibly probably could can might may be been is was it it's "
    "its that's a an to at about almost nearly close closer even sometimes rather more like well no wait "
    "actually make that say i i'd i'm mean sorry hmm hm also then next later soon today now moving heading "
    "going towards toward up roughly around approx approximately however though although in on for we we're "
    "are will if likely just barely quite still already year quarter month some parts areas part days teams "
    "places cases others".split()
)
TURNING = frozenset(
    "or maybe perhaps possibly actually rather probably almost nearly mean wait sorry no correction".split()
)
HEDGES = frozenset(
    "maybe perhaps probably possibly roughly approximately approx ish guess i think or so more less kind of "
    "sort not sure somewhat half dont don't know idk hm hmm unsure give take thereabouts no nope nah really "
    "yet quite at best worst most least as a an minimum maximum case kidding joking just lol haha".split()
)
# Before a level in running text.
BEFORE = LEVEL_WORDS | frozenset(
    "a an either no now today currently but as about around approximately approx roughly circa almost nearly "
    "maybe perhaps possibly probably likely or between than at be is it's its that's are we're were was "
    "quite strong weak solid low high good bad decent clear from to towards toward say think give guess call "
    "actually mean still just only barely under over below above least most definitely if rate close closer "
    "somewhere like rather more yet reach reached hit become it past really minimum maximum max min".split()
)
# Behind a level in running text: anything else makes the number count something.
BEHIND = frozenset(
    "or and to for in at but because since as by next today now yet though maybe on with if when overall "
    "currently out this last right i we we're it is was not than rather probably perhaps soon again already "
    "either too please thanks ish at some depending until unless where while here there ago max min tops "
    "minimum maximum minus plus still later".split()
)
JOINING = frozenset({"or", "and", "to", "-", "\u2013", "\u2014", "/", ",", "\u2192", "through", "until"})
SPANNING = frozenset({"to", "-", "\u2013", "\u2014", "through", "until"})
AND_MORE = frozenset({"+", "plus", "\u00bd", "\u00bc", "\u00be"})
FALLING_SHORT = frozenset({"almost", "nearly", "quite", "under", "below", "yet", "towards", "toward", "fully", "<"})
GOING_BEYOND = frozenset({"over", "above", "past", "beyond", ">"})
DENYING = frozenset({"not", "isn't", "isnt", "never", "aren't", "arent"})
DENYING_NAMES = DENYING | {"no", "without", "un", "non"}
SMALL = frozenset(
    "a an the about level lvl stage is it it's its that's we we're are am i i'd i'm think say would give".split()
)
# Glued to a number, these leave it one: "3ish", "mostly 3s", "3\u00bd".
STILL_NUMBERS = frozenset({"ish", "s", "\u00bd", "\u00bc", "\u00be"})
UNITS = frozenset({"%", "\u20ac", "$", "\u00a3", "\u00b0", "percent", "people", "pm", "am", "x", "k", "m", "h"})


def second_thoughts(tokens: Sequence[Token], ladder: Ladder, level: int | None) -> set[int] | None:
    """Give the other levels that the words behind a level (or behind "n/a") raise; None when they raise no doubt.

    An empty set is a doubt without another level: "3, or so".
    """
    clauses = list(_clauses(tokens))
    if not clauses:
        return None
    first = clauses[0]
    words = [each.text for each in first if each.kind == "word"]
    found = _led_to(first, ladder)
    hedged = words and set(words) <= HEDGES and len(words) == len(first)
    if words[:1] == ["or"] or found or hedged or _is_another_scale(first, ladder.scale):
        return found
    later = {other for clause in clauses[1:] for other in _claimed(clause, ladder.scale)}
    later |= _turned_to(tokens, ladder.scale)
    later.discard(-1 if level is None else level)
    return later or None


def ends_in_levels(tokens: Sequence[Token], scale: Scale) -> set[int]:
    """Give the levels that clauses end in: in "1) journeys 3, 2) causes 4" the first number is no level."""
    last = [clause[-1].numeral for clause in _clauses(tokens)]
    return {level for numeral in last if numeral is not None for level in numeral.levels(scale)}


def candidates(tokens: Sequence[Token], ladder: Ladder) -> set[int]:
    """Give the levels that a text without a clear one may mean; numbers that count something are left out."""
    found: set[int] = set()
    denied: set[int] = set()
    reached = -1  # the last token that may mean a level
    span_from: int | None = None
    for index, token in enumerate(tokens):
        named = ladder.named_at(tokens, index)
        if named is not None and not _is_denied(tokens, index, by=DENYING_NAMES):
            found |= named.levels
        if token.numeral is None or not token.numeral.spans:
            continue
        levels = token.numeral.levels(ladder.scale)
        chained = reached >= 0 and _joined(tokens[reached + 1 : index])
        if not (chained or _may_mean_a_level(tokens, index)):
            continue
        if _is_denied(tokens, index, by=DENYING):
            denied |= levels
            continue
        found |= levels | _next_to(tokens, index, ladder.scale)
        if chained and span_from is not None and _spans(tokens, reached, index):
            found |= _between(ladder.scale, span_from, token.numeral.spans[0][0])
        reached, span_from = index, token.numeral.spans[0][0]
    return found - denied


def says_more(tokens: Sequence[Token], ladder: Ladder) -> bool:
    """Tell whether a text says anything besides levels, hedges and small words."""
    small = LEADING_ON | BEFORE | HEDGES | BEHIND | SMALL | DENYING
    index = 0
    while index < len(tokens):
        named = ladder.named_at(tokens, index)
        token = tokens[index]
        if token.kind == "url" or (
            token.kind == "word" and not named and not token.numeral and token.text not in small
        ):
            return True
        if token.numeral is not None and not token.numeral.spans:
            return True
        index = named.after if named else index + 1
    return False


def _clauses(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Split at the marks and line ends between clauses."""
    clause: list[Token] = []
    for token in tokens:
        if token.kind in ("mark", "line") and token.text in CLAUSE_ENDS:
            if clause:
                yield clause
            clause = []
        else:
            clause.append(token)
    if clause:
        yield clause


def _is_another_scale(clause: Sequence[Token], scale: Scale) -> bool:
    """Tell whether a clause names a scale that ends elsewhere: "on a scale of 1 to 10"."""
    spans = [each.numeral.spans for each in clause if each.numeral is not None and each.numeral.spans]
    return bool(spans) and any(each.text == "scale" for each in clause) and spans[-1][-1][1] != scale.high


def _led_to(clause: Sequence[Token], ladder: Ladder) -> set[int]:
    """Give the levels that open a clause, behind nothing but words that lead on to them."""
    for index, token in enumerate(clause):
        named = ladder.named_at(clause, index)
        if named is not None and named.after == len(clause):
            return set(named.levels)
        if token.numeral is not None:
            levels = token.numeral.levels(ladder.scale)
            return set() if _counts(clause, index) and index and clause[index - 1].text not in TURNING else levels
        if token.kind != "word" or token.text not in LEADING_ON:
            return set()
    return set()


def _claimed(clause: Sequence[Token], scale: Scale) -> set[int]:
    """Give the level that a later clause opens with, unless the number counts something."""
    for index, token in enumerate(clause):
        if token.numeral is not None:
            return set() if _counts(clause, index) else token.numeral.levels(scale)
        if token.kind != "word" or token.text not in LEADING_ON:
            return set()
    return set()


def _turned_to(tokens: Sequence[Token], scale: Scale) -> set[int]:
    """Give the levels right behind a word that takes back or adds: "we think, or a 4"."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        before = index - 1
        while before > index - 3 and before >= 0 and tokens[before].text in LEVEL_WORDS | {"a", "an", ","}:
            before -= 1
        turned = before >= 0 and tokens[before].text in TURNING
        if turned and token.numeral is not None and not _counts(tokens, index):
            found |= token.numeral.levels(scale)
    return found


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number counts what stands behind it: "4 weeks", "1 owner", "4 %"."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or tokens[index].numeral is None:
        return False
    if following.text in UNITS | {"of"} or (following.glued and following.kind == "word"):
        return True
    if following.kind != "word" or following.text in BEHIND:
        return False
    return following.text.endswith("s") or tokens[index].text in ("1", "one")


def _may_mean_a_level(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number that is not clearly a level could still be meant as one."""
    before = tokens[index - 1] if index else None
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    glued_word = following is not None and following.glued and following.kind == "word" and not following.numeral
    if following is not None and (following.text in UNITS or (glued_word and following.text not in STILL_NUMBERS)):
        return False
    if before is None or (all(each.kind != "word" for each in tokens[max(0, index - 2) : index]) and index <= 2):  # noqa: PLR2004  # a frame has two words at most
        return before is None or before.text not in UNITS
    if before.glued is False and before.text in LEVEL_WORDS:
        return True
    if before.kind in ("mark", "line"):
        return before.text in CLAUSE_ENDS | set("~<+#\u2248\u2265\u2264") and not _counts(tokens, index)
    closed = following is None or following.kind != "word" or following.text in BEHIND or glued_word
    return closed and (before.text in BEFORE or before.text in DENYING or before.numeral is not None)


def _is_denied(tokens: Sequence[Token], index: int, *, by: frozenset[str]) -> bool:
    """Tell whether "not" stands before a level, with nothing but an article or "level" between."""
    before = index - 1
    while before >= max(0, index - 2) and tokens[before].text in LEVEL_WORDS | {"a", "an", "at"}:
        before -= 1
    return before >= 0 and tokens[before].text in by


def _joined(between: Sequence[Token]) -> bool:
    """Tell whether what stands between two numbers makes them alternatives or the ends of a range."""
    small = LEVEL_WORDS | {"a", "an", "maybe", "perhaps", ">", "possibly", "even"}
    return len(between) <= 4 and all(each.text in JOINING | small for each in between)  # noqa: PLR2004  # a frame has two words at most


def _spans(tokens: Sequence[Token], one: int, other: int) -> bool:
    texts = {each.text for each in tokens[one + 1 : other]}
    return bool(texts & SPANNING) or ("and" in texts and one > 0 and tokens[one - 1].text == "between")


def _between(scale: Scale, one: int, other: int) -> set[int]:
    low, high = min(one, other), max(one, other)
    return {level for level in scale.levels() if low <= level <= high}


def _next_to(tokens: Sequence[Token], index: int, scale: Scale) -> set[int]:
    """Give the neighbour that "almost 4", "3+" or "3 and a half" may mean as well."""
    numeral = tokens[index].numeral
    value = numeral.value if numeral else None
    if value is None:
        return set()
    before = [
        each.text for each in tokens[max(0, index - 3) : index] if each.text not in ("a", "an", "at", *LEVEL_WORDS)
    ]
    behind = [each.text for each in tokens[index + 1 : index + 4]]
    found = set()
    if (before[-1:] and before[-1] in FALLING_SHORT) or behind == ["-"] or behind[:1] == ["minus"]:
        found.add(value - 1)
    over = before[-1:] and before[-1] in GOING_BEYOND and before[-2:-1] != ["-"]
    beyond = over or (behind and behind[0] in AND_MORE)
    if beyond or behind == ["and", "a", "half"] or before[-2:] == ["more", "than"]:
        found.add(value + 1)
    return {level for level in found if level in scale}
