"""Briefs made of a scorecard: which texts are drafted, and the facts that each of them may use."""

import math
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
    link_texts,
    tidy,
    variable_texts,
)
from bot.core.framework import Descriptor, Dimension, Framework
from bot.core.json_values import fenced_json
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import Gap, format_figure, format_level

TOP_GAPS = 3
NOTE_EVIDENCE = 1_600
"""Characters of evidence in the brief of a note or narrative. With the bounds of ``brief_texts`` on everything else, a
note's facts stay below 4,000 characters, and the lines that a model reads (``brief_lines``) at about 6,000."""
PLAN_EVIDENCE = 600
"""Characters of evidence for each top gap in the brief of a plan."""
MOST_DELIVERABLES = 8
PLACES = ("first", "second", "third")


def pieces_of(card: Scorecard) -> tuple[Piece, ...]:
    """Say what is drafted: a note per rated dimension, a narrative per top gap, and the plan if there is any gap."""
    notes = [Piece(Kind.NOTE, row.key) for row in card.rows if isinstance(row.value, Fraction)]
    narratives = [Piece(Kind.NARRATIVE, gap.dimension) for gap in card.gaps[:TOP_GAPS]]
    return (*notes, *narratives, *((Piece(Kind.PLAN),) if card.gaps else ()))


def brief_for(assessment: Assessment, card: Scorecard, piece: Piece) -> Brief:
    """Collect the facts of one text. No person's name or id is among them; the same scorecard gives the same brief.

    ``card`` is the assessment's own. KeyError for a dimension that the framework lacks, ValueError for one without a
    level: ask ``pieces_of`` first, since an answer may have changed after the draft was asked for.
    """
    facts = _Facts()
    _add_frame(facts, assessment)
    if piece.kind is Kind.PLAN:
        keys = [gap.dimension for gap in card.gaps[:TOP_GAPS]]
        _add_plan(facts, assessment, card, keys)
    else:
        keys = [piece.dimension]
        _add_prose(facts, assessment, card, piece)
    framework = assessment.framework
    band = card.overall.band if card.overall is not None and not card.provisional else None
    return Brief(
        piece=piece,
        facts=tuple(facts.found),
        standings=tuple(_standing(framework, card, key) for key in keys),
        scale=framework.scale,
        overall=card.overall.text if card.overall is not None else "",
        band=tidy(band.name, LONGEST_NAME) if band is not None else "",
        bands=tuple(dict.fromkeys(tidy(each.name, LONGEST_NAME) for each in framework.bands)),
        level_names=_level_names(framework, keys),
    )


def brief_lines(brief: Brief) -> str:
    """Give the facts as JSON objects, one a line: id, kind, dimension (its name, if it belongs to one), text.

    JSON is the fence around people's words: nothing inside a text can end its line or pass for anything but a text.
    """
    lines = []
    for fact in brief.facts:
        standing = brief.standing(fact.dimension)
        entry = {"id": fact.id, "kind": str(fact.kind)}
        if standing is not None:
            entry["dimension"] = standing.name
        lines.append(fenced_json({**entry, "text": fact.text}))
    return "\n".join(lines)


@dataclass(slots=True)
class _Facts:
    """The facts found so far, numbered in the order in which they come."""

    found: list[Fact] = field(default_factory=list)

    def add(self, kind: FactKind, text: str, dimension: str = "") -> None:
        if text:
            self.found.append(Fact(f"F{len(self.found) + 1}", kind, text, dimension))


def _add_frame(facts: _Facts, assessment: Assessment) -> None:
    facts.add(FactKind.SUBJECT, tidy(assessment.subject.name, LONGEST_TITLE))
    facts.add(FactKind.FRAMEWORK, tidy(assessment.framework.title, LONGEST_TITLE))
    for text in variable_texts(assessment.framework, assessment.subject):
        facts.add(FactKind.VARIABLE, text)


def _add_prose(facts: _Facts, assessment: Assessment, card: Scorecard, piece: Piece) -> None:
    framework, row = assessment.framework, card.row(piece.dimension)
    dimension = framework.dimension(row.key)
    _add_standing(facts, framework, card, row)
    described = _around(dimension, _value(row))
    _add_descriptors(facts, FactKind.DESCRIPTOR, dimension, described)
    if piece.kind is Kind.NARRATIVE:
        aimed = [each for each in _around(dimension, Fraction(row.target)) if each not in described]
        _add_descriptors(facts, FactKind.TARGET_DESCRIPTOR, dimension, aimed)
        _add_step(facts, dimension, math.floor(_value(row)))
    facts.add(FactKind.LOOK_FOR, tidy(dimension.look_for, LONGEST_LINE), row.key)
    _add_evidence(facts, row, NOTE_EVIDENCE)


def _add_plan(facts: _Facts, assessment: Assessment, card: Scorecard, keys: list[str]) -> None:
    if card.overall is not None:
        facts.add(FactKind.OVERALL, _overall_text(card))
    for key in keys:
        row, dimension = card.row(key), assessment.framework.dimension(key)
        level = math.floor(_value(row))
        _add_standing(facts, assessment.framework, card, row)
        aimed = _around(dimension, Fraction(row.target))
        between = [each for each in _described(dimension) if level < each.level < row.target and each not in aimed]
        _add_descriptors(facts, FactKind.DESCRIPTOR, dimension, between[:TOP_GAPS])
        _add_descriptors(facts, FactKind.TARGET_DESCRIPTOR, dimension, [each for each in aimed if each.level > level])
        # One step for each phase at most: a longer way than that is not gone in 90 days.
        steps = [each for each in range(level, row.target) if dimension.next_steps.get(each, "").strip()]
        for each in steps[:TOP_GAPS]:
            _add_step(facts, dimension, each)
        facts.add(FactKind.LOOK_FOR, tidy(dimension.look_for, LONGEST_LINE), key)
        _add_evidence(facts, row, PLAN_EVIDENCE)
    for line in assessment.framework.deliverables[:MOST_DELIVERABLES]:
        facts.add(FactKind.DELIVERABLE, tidy(line, LONGEST_LINE))


def _add_standing(facts: _Facts, framework: Framework, card: Scorecard, row: Row) -> None:
    dimension, top = framework.dimension(row.key), framework.scale.high
    value = _value(row)
    facts.add(FactKind.LEVEL, _level_text(framework, dimension, value), row.key)
    if isinstance(row.evidenced, Fraction) and row.evidenced != value:
        facts.add(FactKind.LEVEL, f"Evidenced: level {format_level(row.evidenced)} of {top}", row.key)
    facts.add(
        FactKind.TARGET, f"Target: level {row.target} of {top}{_named(framework, dimension, row.target)}", row.key
    )
    place = _place(card, row.key)
    if place and row.gap is not None:
        # The rounded gap of two rounded figures could contradict them, so only a whole one is said.
        size = f"Gap to the target: {row.gap}" if row.gap.denominator == 1 else "Below the target"
        facts.add(FactKind.TARGET, f"{size}; {PLACES[place - 1]} among the gaps", row.key)


def _add_descriptors(facts: _Facts, kind: FactKind, dimension: Dimension, descriptors: list[Descriptor]) -> None:
    for each in descriptors:
        facts.add(kind, f"Level {each.level}: {tidy(each.text, LONGEST_LINE)}", dimension.key)


def _add_step(facts: _Facts, dimension: Dimension, level: int) -> None:
    step = tidy(dimension.next_steps.get(level, ""), LONGEST_LINE)
    if step:
        facts.add(FactKind.NEXT_STEP, f"From level {level}: {step}", dimension.key)


def _add_evidence(facts: _Facts, row: Row, room: int) -> None:
    for text in evidence_texts(row.evidence, room):
        facts.add(FactKind.EVIDENCE, text, row.key)
    for text in link_texts(row.evidence):
        facts.add(FactKind.LINK, text, row.key)


def _level_text(framework: Framework, dimension: Dimension, value: Fraction) -> str:
    shown = f"Level {format_level(value)} of {framework.scale.high}"
    low, high = math.floor(value), math.ceil(value)
    if low == high:
        return shown + _named(framework, dimension, low)
    low_name, high_name = (_named(framework, dimension, each) for each in (low, high))
    return f"{shown}, between {low}{low_name} and {high}{high_name}"


def _overall_text(card: Scorecard) -> str:
    if card.overall is None:
        return ""
    projected = " (projected)" if card.overall.projected else ""
    shown = f"Overall: {card.overall.text} of {format_figure(card.framework.top, 'sum')}{projected}"
    if card.provisional:
        return f"{shown}, provisional: not every dimension is rated"
    return f"{shown}, {tidy(card.overall.band.name, LONGEST_NAME)}" if card.overall.band is not None else shown


def _standing(framework: Framework, card: Scorecard, key: str) -> Standing:
    row, dimension = card.row(key), framework.dimension(key)
    value = _value(row)
    evidenced = row.evidenced if isinstance(row.evidenced, Fraction) else value
    return Standing(
        dimension=key,
        name=tidy(row.name, LONGEST_NAME) or key,
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
    """Give what says most about a value: its level's descriptor, else those of the nearest levels on both sides."""
    below = [each for each in _described(dimension) if each.level <= value][-1:]
    if below and below[0].level == value:
        return below
    return below + [each for each in _described(dimension) if each.level > value][:1]


def _name(framework: Framework, dimension: Dimension, level: int) -> str:
    """Name a level as the thread does: the descriptor's own name, else the scale's where there is a descriptor."""
    descriptor = dimension.descriptor(level)
    return "" if descriptor is None else tidy(descriptor.name or framework.level_name(level), LONGEST_NAME)


def _named(framework: Framework, dimension: Dimension, level: int) -> str:
    name = _name(framework, dimension, level)
    return f" ({name})" if name else ""


def _level_names(framework: Framework, keys: list[str]) -> tuple[tuple[int, str], ...]:
    """Give every name of every level, in the dimensions before in the scale, lowest level first."""
    own = [(each.level, each.name) for key in keys for each in framework.dimension(key).descriptors]
    named = ((level, tidy(name, LONGEST_NAME)) for level, name in (*own, *framework.level_names.items()))
    return tuple(sorted(dict.fromkeys(pair for pair in named if pair[1]), key=lambda pair: pair[0]))
