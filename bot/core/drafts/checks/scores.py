"""Score words: praise, blame, rank and comparison stand only where a figure or a fact of the brief backs them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from bot.core.drafts.brief import Brief, Standing
from bot.core.drafts.checks.english import SMALL_STEMS, stem
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.levels import standings_for
from bot.core.drafts.checks.parts import phrases, words_of
from bot.core.drafts.checks.passages import Passage, Statement
from bot.core.drafts.draft import Finding

Backed = Callable[[Brief, Standing, re.Match[str]], bool]
PLACES = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
OF_TARGET = r"(?:its|the|their|this|our|that)?\s*(?:\w+\s)?(?:target|goal)s?\b"


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that judge, and the figures that back them.

    ``by_fact``: a fact that has the same words backs them as well. ``own_no``: a "not" in them is their meaning.
    """

    pattern: re.Pattern[str]
    backed: Backed
    by_fact: bool
    own_no: bool


def _entry(lines: str, backed: Backed, *, by_fact: bool = False, own_no: bool = False) -> Entry:
    return Entry(re.compile(rf"(?<![\w-]){phrases(lines)}", re.IGNORECASE), backed, by_fact, own_no)


def _never(_brief: Brief, _standing: Standing, _found: re.Match[str]) -> bool:
    return False


def _at_top(brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    return Fraction(standing.value) == brief.scale.high


def _at_target(_brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    return Fraction(standing.value) >= standing.target


def _above_target(_brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    return Fraction(standing.value) > standing.target


def _below_target(_brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    return Fraction(standing.value) < standing.target


def _near_target(_brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    return 0 < standing.target - Fraction(standing.value) <= 1


def _far_from_target(_brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    return standing.target - Fraction(standing.value) > 1


def _highest(brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    values = [Fraction(each.value) for each in brief.standings]
    return len(values) > 1 and Fraction(standing.value) == max(values)


def _lowest(brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    values = [Fraction(each.value) for each in brief.standings]
    return Fraction(standing.value) == brief.scale.low or (len(values) > 1 and Fraction(standing.value) == min(values))


def _placed(_brief: Brief, standing: Standing, found: re.Match[str]) -> bool:
    """Tell whether the gap has the place it is given: "largest" is the first, "second largest" the second."""
    rank = found.groupdict().get("rank")
    return standing.place == (PLACES.get(rank.lower(), 0) if rank else 1)


def _among_top(_brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    return standing.place > 0


def _last_placed(brief: Brief, standing: Standing, _found: re.Match[str]) -> bool:
    places = [each.place for each in brief.standings if each.place]
    return len(places) > 1 and standing.place == max(places)


PRAISE = r"""
    world[\s-]class|best[\s-]in[\s-]class|first[\s-]class|top of the class|award[\s-]winning
    outstanding|exemplary|excellent(?:ly)?|excellence|flawless(?:ly)?|superb|stellar|brilliant(?:ly)?|magnificent
    impressive(?:ly)?|exceptional(?:ly)?|unmatched|unrivall?ed|unparalleled|second to none|unbeatable
    market leader|(?:industry|market|class)[\s-]leading|leading the (?:industry|market|field|way)
    state of the art|cutting[\s-]edge|top[\s-]notch|role model|gold standard|the envy of|a model for
    fantastic|amazing(?:ly)?|wonderful(?:ly)?|extraordinar(?:y|ily)|remarkabl[ey]|phenomenal|spectacular|terrific
    marvell?ous|sensational|in every respect|truly great|very good indeed|masterful|masterly
    """
BLAME = r"""
    fail(?:ed|s|ing) (?:completely|utterly|entirely|totally|miserably|at everything)|(?:is|are|was|be) failing
    disgrac\w+
    (?:complete|total|utter|abject) failure|worthless|terribl[ey]|awful(?:ly)?|horribl[ey]|disast(?:er|rous)\w*
    catastroph\w+|dismal(?:ly)?|appalling(?:ly)?|abysmal(?:ly)?|hopeless(?:ly)?|pathetic|shame(?:ful|less|fully)?
    embarrass\w+|scandal\w*|incompeten\w+|idiot\w*|stupid\w*|lazy|laziness|unacceptabl[ey]|miserabl[ey]|pitiful
    ridiculous|atrocious|inexcusable|negligen\w+|a joke|a mess|good for nothing|beyond repair|deplorable|dreadful|lousy
    a waste of (?:time|money)
    """
PERFECTION = r"""
    (?:fully|completely|perfectly|entirely|totally|highly|very) (?:mature|optimi[sz]ed|developed|established)
    perfect(?:ly)?|optimal(?:ly)?|full marks|top marks
    (?:top|maximum|highest possible|best possible) (?:score|rating|marks?)
    (?:is|are|at|has reached|reached|on) (?:\w+ )?the (?:top|highest|maximum|best) (?:level|stage)(?! but)
    all (?:is|goes|went) well
    everything (?:is|works|runs|about it is) (?:\w+ )?(?:well|fine|good|in place|in order|perfect|ok)
    nothing (?:is )?(?:missing|wrong|lacking|left to (?:do|improve)|to (?:improve|add|do))
    no (?:weakness(?:es)?|shortcomings?|problems?|issues?|flaws?|room for improvement|further (?:action|steps?|work))\b
    no need for (?:action|change|improvement)|(?:needs|requires) no (?:plan|action|improvement|change|work)
    """
TARGET_MET = rf"""
    (?:has|have|had|was|were|is|are|already|fully|it|which) (?:\w+ )?(?:reached|met|hit|achieved|attained) {OF_TARGET}
    (?:meets|reaches|hits|achieves|fulfils|fulfills|attains) {OF_TARGET}
    (?:target|goal) (?:is|was|has been|is being) (?:\w+ )?(?:met|reached|hit|achieved|attained|fulfilled)
    (?:is|are|stands?|sits?|be|already) (?:\w+ )?(?:on|at) {OF_TARGET}
    """
TARGET_PASSED = rf"""
    (?:above|beyond|over|higher than|better than|ahead of|outperforms?) {OF_TARGET}
    (?:exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?) {OF_TARGET}
    (?:target|goal)(?: of \w+)? (?:is|was|has been) (?:\w+ )?(?:exceeded|surpassed|beaten|outdone)
    over[\s-]?achiev\w+
    """
TARGET_MISSED = rf"""
    (?:below|under|short of|misses|behind|falls short of|lags behind|trails|less than|lower than) {OF_TARGET}
    not (?:yet )?(?:at|on|met|reached) {OF_TARGET}
    """
TARGET_NEAR = rf"""
    (?:close to|just (?:under|below|short of)|almost (?:at|on)|nearly (?:at|on)|near) {OF_TARGET}
    a step (?:from|short of) {OF_TARGET}
    nearly there|almost there
    """
NO_GAP = r"""
    no (?:\w+ )?gaps?\b
    without (?:any |a )?gaps?\b
    gaps? (?:is|are|has been|have been|was) (?:now |already |fully )?(?:closed|gone|filled)
    closed the gap
    """
RANKED = r"""
    (?:(?P<rank>second|third|fourth|[234](?:nd|rd|th))[\s-]+)?(?:largest|biggest|widest|greatest|main|most (?:important|urgent|serious)) (?:\w+ ){0,2}gap\b
    """  # noqa: E501  # an alternative stands on one line
PLACED = r"""
    (?P<rank>second|third|fourth|[234](?:nd|rd|th)) (?:gap\b|(?:among|of) the (?:\w+ )?gaps\b)
    """
FIRST = r"""
    first (?:among|of) the (?:\w+ )?gaps\b
    gap (?:is|comes) first\b
    """
HIGHEST = r"""
    (?:highest|strongest|best)[\s-](?:(?:rated|scoring|scored|of all|placed|level|dimension|rating|score|row|result)\b|in (?:its|the|this)\b)
    (?:is|are|remains|as) (?:by far |clearly |easily )?the (?:strongest|best|highest)\b(?! (?:way|proof|example|step|place|practice|fit|start))
    """  # noqa: E501  # as above
LOWEST = r"""
    (?:is|are|at|on) (?:\w+ )?the (?:lowest|bottom|worst) (?:level|stage)
    (?:lowest|weakest|worst)[\s-](?:(?:rated|scoring|scored|of all|placed|level|dimension|rating|score|row|result)\b|in (?:its|the|this)\b)
    (?:is|are|remains|as) (?:by far |clearly |easily )?the (?:weakest|worst|lowest)\b
    """  # noqa: E501  # as above
# Comparison with others, and with an earlier day: a brief knows neither.
_OTHERS = r"(?:average|industry|market|competit\w+|rivals?|peers?|benchmarks?|others|norm|sector|standard)"
_GREW = (
    r"(?:improved|declined|worsened|deteriorated|dropped|fell|rose|grew|increased|decreased|went (?:up|down)|climbed"
    r"|slipped)"
)
COMPARED = rf"""
    (?:above|below|ahead of|behind|beats?|outperforms?|unlike|than) (?:(?:the|most|all|any|its|our|every|many|other) ){{0,3}}(?:\w+ )?{_OTHERS}\b
    (?:nobody|anybody|anyone|no one|no-one|none|few)\b[^.]{{0,30}}\bbetter\b
    better than (?:ever|most|anyone|anybody|before|all|any)
    (?:best|worst|leader|number one|no\. 1) in (?:its|the|this|our|all) (?:\w+ )?(?:industry|market|country|world|class|field|sector|business|region)
    (?:has|have|had) (?:\w+ly |already |since |been )?(?:{_GREW}|improving|declining|fallen|risen|grown|gone (?:up|down)|got(?:ten)? (?:better|worse)|progressed|doubled)\b
    {_GREW} (?:since|from|by|to|compared|again|sharply|slightly|significantly|markedly|considerably|much|a lot|in (?:the )?(?:last|past))\b
    (?:better|worse|higher|lower|stronger|weaker) than (?:before|last|in the|previously|a year|the last|at the last)
    (?:since|compared (?:to|with)) (?:the )?last (?:time|assessment|year|quarter|month)
    (?:got|getting|become|becoming|became|turned) (?:much )?(?:better|worse)
    (?:progress|improvement|decline) since|(?:up|down) from \w+
    """  # noqa: E501  # as above
TABLE = (
    _entry(PRAISE, _never, by_fact=True),
    _entry(BLAME, _never, by_fact=True),
    _entry(PERFECTION, _at_top, by_fact=True),
    _entry(COMPARED, _never, by_fact=True, own_no=True),
    _entry(NO_GAP, _at_target, own_no=True),
    _entry(TARGET_MET, _at_target),
    _entry(TARGET_PASSED, _above_target),
    _entry(TARGET_MISSED, _below_target, own_no=True),
    _entry(TARGET_NEAR, _near_target),
    _entry(rf"(?:far|well|way|long way) (?:below|from|under|short of|off) {OF_TARGET}", _far_from_target),
    _entry(RANKED, _placed),
    _entry(PLACED, _placed),
    _entry(FIRST, _placed),
    _entry(r"(?:smallest|narrowest|least|lowest|last) (?:\w+ ){0,2}gap\b", _last_placed),
    _entry(r"top (?:\w+ )?(?:gap|priority)\b|highest priority", _among_top),
    _entry(HIGHEST, _highest),
    _entry(LOWEST, _lowest),
)


CHECK = "score words"
DENIED = re.compile(
    r"\b(?:not|never|no|hardly|without|nothing|neither|nor|nobody|cannot|far from|rather than|instead of|less than"
    r"|short of|yet to|\w+n['\u2019]t)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
WISHED = re.compile(
    r"\b(?:would|could|should|to|until|before|if|once|when|will|can|might|may|must)\s+(?:\w+\s+){0,4}$", re.IGNORECASE
)
NOT = re.compile(r"\b(?:not|never|yet)\b|n['\u2019]t\b", re.IGNORECASE)
GOAL = re.compile(r"\bgoals?\b", re.IGNORECASE)  # "target" is the scorecard's word; people have goals of their own


def check_score_words(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each judgement that neither a figure nor a fact backs."""
    for statement in passage.statements:
        standings = standings_for(ground, passage, statement)
        for entry in TABLE:
            for found in entry.pattern.finditer(statement.own):
                if not _may_stand(ground, statement, standings, entry, found):
                    words = " ".join(found.group().split())
                    message = f"It says \u201c{words}\u201d, which nothing in the facts backs."
                    yield passage.finding(CHECK, message, statement.text)


def _may_stand(
    ground: Ground, statement: Statement, standings: tuple[Standing, ...], entry: Entry, found: re.Match[str]
) -> bool:
    if any(entry.backed(ground.brief, each, found) for each in standings):
        return True
    left = statement.own[: found.start()]
    if WISHED.search(left) or (not entry.own_no and (DENIED.search(left) or NOT.search(found.group()))):
        return True
    goal = GOAL.search(found.group())
    if goal is not None and _stands_in_fact(ground, statement, goal):
        return True
    return entry.by_fact and _stands_in_fact(ground, statement, found)


def _stands_in_fact(ground: Ground, statement: Statement, found: re.Match[str]) -> bool:
    """Tell whether a fact has the judging words too, beside another word of substance that the sentence has."""
    wanted = {word.stem for word in words_of(found.group())} - SMALL_STEMS
    own = {each.stem for each in statement.words} - SMALL_STEMS - wanted
    for fact in ground.plain:
        for sentence in fact.sentences:
            stems = {stem(word.text) for word in words_of(sentence)}
            if wanted and wanted <= stems and (own & stems or not own):
                return True
    return False
