"""The texts of a draft as the checks read them: each sentence by itself, true quotations hidden."""

import re
from dataclasses import dataclass
from typing import Literal, assert_never

from bot.core.drafts.brief import FactKind
from bot.core.drafts.checks.ground import Ground, PlainFact, names_of
from bot.core.drafts.checks.parts import (
    ENDS,
    HIDDEN,
    Quoted,
    Word,
    quoted_in,
    sentences_of,
    spoken,
    stands_in,
    words_of,
)
from bot.core.drafts.draft import Content, Finding, Prose
from bot.core.plan.plan import Plan

Field = Literal["sentence", "what", "measure", "first step"]
RUBRIC = re.compile(
    r"\b(?:levels?|stages?|descriptors?|rubric|frameworks?|describe[sd]?|descriptions?|targets?|scale|deliverables?"
    r"|next steps?|look for|called|named|means?|dimensions?)\b",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"\b(?:said|told|wrote|reported|answered|answers?|respondents?|colleagues?|in (?:their|his|her|our) (?:own )?words"
    r"|in the words|according to|customers? sa(?:y|id)|team (?:says?|writes?)|they (?:say|write|call)|quoted"
    r"|evidence)\b",
    re.IGNORECASE,
)
QUOTABLE = (FactKind.EVIDENCE, FactKind.VARIABLE, FactKind.SUBJECT)
RUBRICS = (
    FactKind.DESCRIPTOR,
    FactKind.TARGET_DESCRIPTOR,
    FactKind.LOOK_FOR,
    FactKind.NEXT_STEP,
    FactKind.DELIVERABLE,
    FactKind.FRAMEWORK,
)
Source = Literal["said", "rubric", "name", "elsewhere", "misattributed", "nobody", "open"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a passage and where it comes from; only ``said`` and ``rubric`` are true ones."""

    quoted: Quoted
    source: Source

    @property
    def true(self) -> bool:
        """Say whether it is somebody's words, letter by letter, and rightly attributed."""
        return self.source in ("said", "rubric")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence. ``own`` is the same with true quotations hidden, as long as before; ``words`` are its own."""

    text: str
    own: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a prose text as the model gave it, or one field of a plan's action.

    ``label`` is what a finding calls it where it is no sentence; ``due_day`` is the action's.
    """

    text: str
    own: str
    facts: tuple[str, ...]
    field: Field
    label: str
    dimension: str
    quotations: tuple[Quotation, ...]
    statements: tuple[Statement, ...]
    due_day: int = 0

    @property
    def of_plan(self) -> bool:
        """Say whether it belongs to a plan."""
        return self.field != "sentence"

    def finding(self, check: str, message: str, at: str | None = None) -> Finding:
        """Find fault with one sentence of the passage, or with all of it."""
        text = self.text if at is None else at
        return Finding(check, f"{self.label}: {text}" if self.label else text, message)


def passages_of(ground: Ground, content: Content) -> tuple[Passage, ...]:
    """Take a draft apart, in its order; of a plan what is to be done, its measure and its first step."""
    match content:
        case Prose(sentences):
            key = ground.brief.piece.dimension
            return tuple(_passage(ground, each.text, "sentence", key, facts=each.facts) for each in sentences)
        case Plan(actions):
            return tuple(
                _passage(ground, text, name, each.dimension, label=f"Action {number}, {name}", due_day=each.due_day)
                for number, each in enumerate(actions, start=1)
                for name, text in _fields(each.what, each.measure, each.first_step)
            )
        case _:
            assert_never(content)


def _fields(what: str, measure: str, first_step: str) -> tuple[tuple[Field, str], ...]:
    return (("what", what), ("measure", measure), ("first step", first_step))


def _passage(
    ground: Ground,
    text: str,
    field: Field,
    dimension: str,
    *,
    facts: tuple[str, ...] = (),
    label: str = "",
    due_day: int = 0,
) -> Passage:
    whole = tuple(each.fact.text for each in ground.said(FactKind.EVIDENCE, FactKind.VARIABLE))
    runs = quoted_in(text, whole)
    unread = _hidden(text, runs)
    spans = sentences_of(unread)
    quotations = tuple(Quotation(each, _source(ground, each, facts, _around(text, spans, each))) for each in runs)
    own = _hidden(text, tuple(each.quoted for each in quotations if each.true))
    statements = tuple(Statement(text[a:b], own[a:b], words_of(own[a:b])) for a, b in spans)
    return Passage(text, own, facts, field, label, dimension, quotations, statements, due_day)


def _hidden(text: str, runs: tuple[Quoted, ...]) -> str:
    """Hide quoted words, but not the mark that ends a sentence within them."""
    parts: list[str] = []
    at = 0
    for each in runs:
        if not each.closed:
            continue
        keep = 1 if text[each.end - 2] in ENDS and each.inner else 0
        inner_end = each.end - 1 - keep
        parts.extend((text[at : each.start + 1], HIDDEN * (inner_end - each.start - 1)))
        at = inner_end
    return "".join((*parts, text[at:]))


def _around(text: str, spans: list[tuple[int, int]], quoted: Quoted) -> str:
    """Give the sentence around a quotation without its words."""
    for start, end in spans:
        if start <= quoted.start < end:
            return f"{text[start : quoted.start]} {text[quoted.end : end]}"
    return text


def _source(ground: Ground, quoted: Quoted, facts: tuple[str, ...], around: str) -> Source:
    if not quoted.closed:
        return "open"
    if not any(char.isalnum() for char in quoted.inner):
        return "nobody"
    cited = frozenset(facts)
    said = [each for each in ground.said(*QUOTABLE) if stands_in(quoted.inner, each.text)]
    if said:
        return "said" if not cited or any(each.fact.id in cited for each in said) else "elsewhere"
    rubric = [each for each in ground.said(*RUBRICS) if stands_in(quoted.inner, each.text)]
    if spoken(quoted.inner).lower() in {each.lower() for each in names_of(ground.brief)}:
        return "name"
    if not rubric:
        return "nobody"
    return "rubric" if _may_quote_rubric(rubric, cited, around) else "misattributed"


def _may_quote_rubric(facts: list[PlainFact], cited: frozenset[str], around: str) -> bool:
    if PEOPLE.search(around):
        return False
    return RUBRIC.search(around) is not None or any(each.fact.id in cited for each in facts)
