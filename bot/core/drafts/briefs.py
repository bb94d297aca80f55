"""Briefs made of a scorecard: which texts are drafted, and the facts that each of them may use."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bot.core.assessment import Assessment
from bot.core.drafts.brief import (
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TITLE,
    Brief,
    Fact,
    FactKind,
    Kind,
    Piece,
    Standing,
    evidence_texts,
    link_kinds,
    tidy,
    variable_texts,
)
from bot.core.drafts.phrases import phrase
from bot.core.drafts.quoting import LIVE
from bot.core.framework import Descriptor, Dimension, Framework
from bot.core.json_values import fenced_json
from bot.core.languages import language_of
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import Gap, format_figure, format_level
from bot.core.team import Evidence, Leave, Team
from bot.core.text import with_names

RETOLD = "tell it in your own words and list it in facts; never by its slot, never word for word"
"""Said to a model beside a fact that is to be told in other words only."""
UNNAMED = "-"
"""In place of a name of which nothing may be shown."""
TOP_GAPS = 3
NOTE_EVIDENCE = 1_600
"""Characters of evidence about one dimension in a note or narrative."""
PLAN_EVIDENCE = 600
"""Characters of evidence for each top gap in the brief of a plan."""
MOST_DELIVERABLES = 8
MOST_NAMES = 20
"""Names of levels and bands that a model is told."""


def pieces_of(card: Scorecard) -> tuple[Piece, ...]:
    """Return what is drafted: a note for each rated dimension, a narrative for each top gap, the plan for any gap."""
    notes = [Piece(Kind.NOTE, row.key) for row in card.rows if isinstance(row.value, Fraction)]
    narratives = [Piece(Kind.NARRATIVE, gap.dimension) for gap in card.gaps[:TOP_GAPS]]
    return (*notes, *narratives, *((Piece(Kind.PLAN),) if card.gaps else ()))


def drafted_in(assessment: Assessment) -> str:
    """Return the code of the language that an assessment's drafts are written in."""
    return language_of(assessment.language or assessment.framework.language).code


def brief_for(assessment: Assessment, card: Scorecard, piece: Piece, *others: Piece, language: str = "") -> Brief:
    """Collect the facts of one text or of several of one kind; the same scorecard gives the same brief.

    No person's name or id is among them. ``card`` is the assessment's own; ``language`` is the one chosen for the
    assessment where none is given, else the framework's. KeyError for a dimension that the framework lacks, ValueError
    for one without a level: ask ``pieces_of`` first, since an answer may have changed after the draft was asked for.
    """
    framework = assessment.framework
    code = language_of(language or drafted_in(assessment)).code
    keys = [each.dimension for each in (piece, *others)]
    if piece.kind is Kind.PLAN:
        keys = [gap.dimension for gap in card.gaps[:TOP_GAPS]]
    heard = {key: _heard(assessment.team, key) for key in keys if assessment.team is not None}
    facts = _Facts(framework, card, piece.kind, code, heard)
    facts.add(FactKind.SUBJECT, tidy(assessment.subject.name, LONGEST_TITLE))
    facts.add(FactKind.FRAMEWORK, tidy(framework.title, LONGEST_TITLE))
    for text in variable_texts(framework, assessment.subject):
        facts.add(FactKind.VARIABLE, text)
    if piece.kind is Kind.PLAN:
        facts.add(FactKind.OVERALL, facts.overall())
    for key in keys:
        _add_dimension(facts, key)
    if piece.kind is Kind.PLAN:
        for line in framework.deliverables[:MOST_DELIVERABLES]:
            facts.add(FactKind.DELIVERABLE, _line(line))
    return Brief(
        kind=piece.kind,
        facts=tuple(facts.found),
        standings=tuple(_standing(framework, card, key) for key in keys),
        scale=framework.scale,
        names=_names(framework, keys),
        language=code,
    )


def _heard(team: Team, key: str) -> tuple[Evidence, ...]:
    """Give what was said of a dimension that was revealed, by those who allow it to be told in other words only."""
    shown = (each.revealed for each in team.sittings)
    quotes = (quote for each in shown if each is not None and each.tally(key) for quote in each.quotes)
    return tuple(each.evidence for each in quotes if each.dimension == key and each.leave is Leave.RETELL)


def brief_lines(brief: Brief) -> str:
    """Return the facts as JSON objects, one a line: id, kind, level (where it has one), text.

    A dimension's facts follow its fact of the kind "dimension". The last line has no id: it holds the names of levels
    and bands that are one word each, which a model could write by chance. JSON is the fence around people's words:
    nothing inside a text can end its line or pass for anything but a text.
    """
    names = [name for name in brief.names if " " not in name and not LIVE.search(name)][:MOST_NAMES]
    named = [{"names_of_levels": ", ".join(names)}] if names else []
    return "\n".join(fenced_json(each) for each in (*map(fact_entry, brief.facts), *named))


def fact_entry(fact: Fact) -> dict[str, str]:
    """Return a fact as a model reads it: whom somebody mentioned is somebody."""
    level = {"level": str(fact.level)} if fact.level is not None and fact.kind is not FactKind.TARGET else {}
    use = {"use": RETOLD} if fact.kind is FactKind.HEARD else {}
    return {"id": fact.id, "kind": str(fact.kind), **level, **use, "text": with_names(fact.text, lambda _: "somebody")}


@dataclass(slots=True)
class _Facts:
    """The facts found so far, numbered in the order in which they come, and what they are worded from."""

    framework: Framework
    card: Scorecard
    kind: Kind
    language: str
    heard: Mapping[str, tuple[Evidence, ...]]
    found: list[Fact] = field(default_factory=list)

    def add(self, kind: FactKind, text: str, dimension: str = "", level: int | None = None) -> None:
        if text:
            self.found.append(Fact(f"F{len(self.found) + 1}", kind, text, dimension, level))

    def say(self, key: str, **values: object) -> str:
        return phrase(self.language, key, **values)

    def figure(self, shown: str) -> str:
        return shown.replace(".", ",") if language_of(self.language).comma else shown

    def level(self, value: Fraction, *extra: str, named: str = "") -> str:
        """Word a level; what stands in brackets behind it is its name, or between which levels a mean lies."""
        shown = self.say("level", value=self.figure(format_level(value)), top=self.framework.scale.high)
        inside = ", ".join(part for part in (named, *extra) if part)
        return f"{shown}{self.say('named', name=inside)}" if inside else shown

    def overall(self) -> str:
        overall = self.card.overall
        if overall is None:
            return ""
        top = format_figure(self.card.framework.top, "sum")
        shown = self.say("overall", value=self.figure(overall.text), top=self.figure(top))
        band = overall.band.name if overall.band is not None and not self.card.provisional else ""
        inside = [
            self.say("provisional") if self.card.provisional else _inert(band),
            self.say("projected") if overall.projected else "",
        ]
        named = ", ".join(part for part in inside if part)
        return f"{shown}{self.say('named', name=named)}" if named else shown


def _add_dimension(facts: _Facts, key: str) -> None:
    framework, row = facts.framework, facts.card.row(key)
    dimension, value = framework.dimension(key), _value(row)
    facts.add(FactKind.DIMENSION, _inert(row.name) or _inert(key) or UNNAMED, key)
    _add_level(facts, dimension, row)
    described = _around(dimension, value)
    aimed = _around(dimension, Fraction(row.target))
    if facts.kind is not Kind.NOTE:  # a note says nothing of the target, so that it cannot take it for the level
        _add_target(facts, dimension, row)
    if facts.kind is Kind.PLAN:
        level = math.floor(value)
        between = [each for each in _described(dimension) if level < each.level < row.target and each not in aimed]
        _add_descriptors(facts, FactKind.DESCRIPTOR, dimension, between[:TOP_GAPS])
        _add_descriptors(facts, FactKind.TARGET_DESCRIPTOR, dimension, [each for each in aimed if each.level > level])
        # One step for each phase at most: a longer way than that is not gone in 90 days.
        steps = [each for each in range(level, row.target) if dimension.next_steps.get(each, "").strip()]
    else:
        _add_descriptors(facts, FactKind.DESCRIPTOR, dimension, described)
        steps = []
    if facts.kind is Kind.NARRATIVE:
        aimed = [each for each in aimed if each not in described]
        _add_descriptors(facts, FactKind.TARGET_DESCRIPTOR, dimension, aimed)
        steps = [math.floor(value)]
    for level in steps[:TOP_GAPS]:
        facts.add(FactKind.NEXT_STEP, _line(dimension.next_steps.get(level, "")), key, level)
    facts.add(FactKind.LOOK_FOR, _line(dimension.look_for), key)
    _add_evidence(facts, row)


def _add_evidence(facts: _Facts, row: Row) -> None:
    """Add what was given to show a level. Of a team it is what may be quoted, and apart what may be told at most."""
    room, heard = PLAN_EVIDENCE if facts.kind is Kind.PLAN else NOTE_EVIDENCE, facts.heard.get(row.key, ())
    texts = evidence_texts(row.evidence, room)
    for text in texts:
        facts.add(FactKind.EVIDENCE, text, row.key)
    for text in evidence_texts(heard, room - sum(map(len, texts))):
        if text not in texts:
            facts.add(FactKind.HEARD, text, row.key)
    links = link_kinds((*row.evidence, *heard))
    for kind in links or (("untold",) if row.proven and not row.evidence and not heard else ()):
        facts.add(FactKind.LINK, facts.say(kind), row.key)


def _add_level(facts: _Facts, dimension: Dimension, row: Row) -> None:
    value = _value(row)
    low, high = math.floor(value), math.ceil(value)
    if low == high:
        text = facts.level(value, named=_name(facts.framework, dimension, low))
    else:
        ends = (
            " ".join(part for part in (str(at), _name(facts.framework, dimension, at)) if part) for at in (low, high)
        )
        text = facts.level(value) + facts.say("between", low=next(ends), high=next(ends))
    facts.add(FactKind.LEVEL, text, row.key)
    if isinstance(row.evidenced, Fraction) and row.evidenced != value:
        facts.add(FactKind.EVIDENCED, facts.level(row.evidenced, facts.say("evidenced")), row.key)


def _add_target(facts: _Facts, dimension: Dimension, row: Row) -> None:
    """Add what is aimed for, in words that say so: it cannot pass for where the dimension stands."""
    name = _name(facts.framework, dimension, row.target)
    text = facts.level(Fraction(row.target), facts.say("target"), named=name)
    facts.add(FactKind.TARGET, text, row.key, row.target)
    place = _place(facts.card, row.key)
    if place and row.gap is not None:
        # The rounded gap of two rounded figures could contradict them, so only a whole one is said.
        key = "gap" if row.gap.denominator == 1 else "below"
        facts.add(FactKind.GAP, facts.say(key, size=row.gap, place=facts.say(f"place_{place}")), row.key)


def _add_descriptors(facts: _Facts, kind: FactKind, dimension: Dimension, descriptors: list[Descriptor]) -> None:
    for each in descriptors:
        facts.add(kind, _line(each.text), dimension.key, each.level)


def _line(text: str) -> str:
    """Return a line of the framework as it can stand inside a sentence: on one line, without its full stop."""
    return tidy(text, LONGEST_LINE).rstrip(" .;,")


def _standing(framework: Framework, card: Scorecard, key: str) -> Standing:
    row, dimension = card.row(key), framework.dimension(key)
    value = _value(row)
    evidenced = row.evidenced if isinstance(row.evidenced, Fraction) else value
    return Standing(
        dimension=key,
        name=tidy(row.name, LONGEST_NAME) or tidy(key, LONGEST_NAME) or UNNAMED,
        value=format_level(value),
        evidenced=format_level(evidenced),
        target=row.target,
        level_name=_name(framework, dimension, value.numerator) if value.denominator == 1 else "",
        place=_place(card, key),
    )


def _place(card: Scorecard, key: str) -> int:
    top: tuple[Gap, ...] = card.gaps[:TOP_GAPS]
    return next((place for place, gap in enumerate(top, start=1) if gap.dimension == key), 0)


def _value(row: Row) -> Fraction:
    if isinstance(row.value, Fraction):
        return row.value
    raise ValueError(f"{row.key!r} has no level, so there is nothing to write about; pieces_of says what there is.")


def _described(dimension: Dimension) -> list[Descriptor]:
    return sorted(dimension.descriptors, key=lambda each: each.level)


def _around(dimension: Dimension, value: Fraction) -> list[Descriptor]:
    """Return what says most about a value: its level's descriptor, else those of the nearest levels on both sides."""
    below = [each for each in _described(dimension) if each.level <= value][-1:]
    if below and below[0].level == value:
        return below
    return below + [each for each in _described(dimension) if each.level > value][:1]


def _name(framework: Framework, dimension: Dimension, level: int) -> str:
    """Name a level as the thread does: the descriptor's own name, else the scale's where there is a descriptor."""
    descriptor = dimension.descriptor(level)
    return "" if descriptor is None else _inert(descriptor.name or framework.level_name(level))


def _inert(name: str) -> str:
    """Return a name on one line; empty for one with an address, a mention or a tag, which no text may show."""
    line = tidy(name, LONGEST_NAME)
    return "" if LIVE.search(line) else line


def _names(framework: Framework, keys: list[str]) -> tuple[str, ...]:
    """Return every name of a level or a band, each once."""
    own = [each.name for key in keys for each in framework.dimension(key).descriptors]
    named = (*own, *framework.level_names.values(), *(each.name for each in framework.bands))
    return tuple(dict.fromkeys(name for name in (tidy(each, LONGEST_NAME) for each in named) if name))
