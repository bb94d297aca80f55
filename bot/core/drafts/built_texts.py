"""The text that is built without a model: the framework's lines and people's own words, in the brief's language."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.core.drafts.brief import OF_THE_FRAMEWORK, SAID, Brief, Fact, FactKind, Kind
from bot.core.drafts.built_plans import built_plan
from bot.core.drafts.draft import Content, Prose, Sentence
from bot.core.drafts.phrases import phrase
from bot.core.drafts.quoting import LIVE, quote
from bot.core.languages import language_of

LONGEST_PROSE = 1_300
MOST_QUOTATIONS = 3
QUOTED_ROOM = 400
"""Characters of all quotations of a text together, about."""


def built(brief: Brief) -> Content:
    """Build the text of a brief about one dimension, or the plan.

    The same brief gives the same text, and nothing makes it raise. Every figure and every word of substance is from the
    facts that a sentence names, and quotations are letter by letter.
    """
    if brief.kind is Kind.PLAN:
        return built_plan(brief)
    write = _note if brief.kind is Kind.NOTE else _narrative
    sentences = [each for standing in brief.standings for each in write(_Ground(brief, standing.dimension))]
    return Prose(_fitting(sentences))


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a brief says about one dimension, to be worded."""

    brief: Brief
    dimension: str

    def facts(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """Return the facts of some kinds that can be shown: without an address, a mention or a tag."""
        found = (each for each in self.brief.facts if each.dimension == self.dimension and each.kind in kinds)
        return tuple(each for each in found if each.kind not in OF_THE_FRAMEWORK or not LIVE.search(each.text))

    def say(self, key: str, facts: Iterable[Fact], **values: object) -> Sentence:
        text = phrase(self.brief.language, key, name=self.name, **values)
        return Sentence(text[:1].upper() + text[1:], tuple(dict.fromkeys(fact.id for fact in facts)))

    @property
    def name(self) -> str:
        return next((each.text for each in self.facts(FactKind.DIMENSION)), self.dimension)

    @property
    def value(self) -> Fraction:
        standing = self.brief.standing(self.dimension)
        return Fraction(standing.value) if standing else Fraction(0)

    @property
    def is_below_target(self) -> bool:
        standing = self.brief.standing(self.dimension)
        return standing is not None and (standing.place > 0 or Fraction(standing.value) < standing.target)


def _note(ground: _Ground) -> Iterable[Sentence]:
    """Say where it stands and what that means in the framework, what was said, and what would show more."""
    level = ground.facts(FactKind.LEVEL)
    yield from (ground.say("is_at", (*ground.facts(FactKind.DIMENSION), each), level=each.text) for each in level)
    for each in ground.facts(FactKind.DESCRIPTOR):
        yield ground.say("means", (each,), level=each.level, text=each.text)
    yield from _said(ground, ground.facts(FactKind.EVIDENCE)[:MOST_QUOTATIONS])
    given = "is_evidenced" if ground.facts(*SAID, FactKind.LINK) else "counts_as"
    yield from (ground.say(given, (each,), level=each.text) for each in ground.facts(FactKind.EVIDENCED))
    look_for = ground.facts(FactKind.LOOK_FOR)
    # Below its target a dimension may rightly have none of it: it shows where the dimension could stand.
    key = "higher" if ground.is_below_target else "would_show"
    yield from (ground.say(key, (each,), text=each.text) for each in look_for)
    if not look_for:
        yield ground.say("example", level)


def _narrative(ground: _Ground) -> Iterable[Sentence]:
    """Say what the target looks like and the next step; the heading says how far it is, and the note the rest.

    The first sentence rests on the facts of the heading, so that the text is stale when one of them changes.
    """
    heading = ground.facts(FactKind.LEVEL, FactKind.TARGET, FactKind.GAP)
    first, *others = list(_ahead(ground)) or [ground.say("example", ())]
    yield replace(first, facts=tuple(dict.fromkeys((*first.facts, *(fact.id for fact in heading)))))
    yield from others


def _ahead(ground: _Ground) -> Iterable[Sentence]:
    target = ground.facts(FactKind.TARGET)
    yield from _said(ground, ground.facts(FactKind.EVIDENCE)[MOST_QUOTATIONS:], key="also_said")
    for each in ground.facts(FactKind.TARGET_DESCRIPTOR):
        is_aim = bool(target) and each.level == target[0].level
        yield ground.say("at_target" if is_aim else "level_ahead", (each,), level=each.level, text=each.text)
    steps = ground.facts(FactKind.NEXT_STEP)
    yield from (ground.say("next_step", (each,), text=each.text) for each in steps)
    described = ground.facts(FactKind.DESCRIPTOR, FactKind.TARGET_DESCRIPTOR)
    ahead = [each for each in described if (each.level or 0) > ground.value]
    if not steps and ahead:
        nearest = min(ahead, key=lambda each: each.level or 0)
        yield ground.say("next_ahead", (nearest,), level=nearest.level)
    elif not steps:
        yield from (ground.say("next_agree", (each,), target=each.text) for each in target)


def _said(ground: _Ground, evidence: tuple[Fact, ...], key: str = "") -> Iterable[Sentence]:
    """Quote what was said and name the links, or say plainly that nothing was given.

    ``key`` is the phrase for what is said beside another text, which names links and what is missing.
    """
    opening, closing = language_of(ground.brief.language).marks
    room = QUOTED_ROOM // max(1, len(evidence))
    quoted = [(fact, *quote(fact.text, room)) for fact in evidence]
    told = [(fact, text, in_part) for fact, text, in_part in quoted if text]
    if told:
        joint = phrase(ground.brief.language, "joint")
        words = joint.join(f"{opening}{text}{closing}" for _, text, _ in told)
        said = "said_in_part" if any(in_part for *_, in_part in told) or len(told) < len(quoted) else "said"
        yield ground.say(key or said, (fact for fact, *_ in told), quoted=words)
    if key:
        return
    links, heard = ground.facts(FactKind.LINK), ground.facts(FactKind.HEARD)
    if heard:  # telling it in other words takes a model, or a person
        yield ground.say("heard", heard)
    if evidence and not told:
        yield ground.say("unquotable", evidence)
    match links:
        case (one, other, *_):
            yield ground.say("given_both", links, link=one.text, message=other.text)
        case (one,):
            yield ground.say("given", links, link=one.text)
        case _ if not evidence and not heard:
            yield ground.say("nothing", ground.facts(FactKind.LEVEL))
        case _:
            return


def _fitting(sentences: list[Sentence]) -> tuple[Sentence, ...]:
    """Leave out whole sentences until the text is short enough: the middle ones, of which the longest goes first."""
    kept = list(dict.fromkeys(sentences))
    while len(Prose(tuple(kept)).text) > LONGEST_PROSE and len(kept) > 2:  # noqa: PLR2004  # the first and the last stay
        kept.remove(max(kept[1:-1], key=lambda each: len(each.text)))
    return tuple(kept)
