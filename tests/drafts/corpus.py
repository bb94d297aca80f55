"""Reads the corpus of drafts: fixed assessments, honest drafts about them, and tampered ones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece
from bot.core.drafts.briefs import brief_for
from bot.core.drafts.draft import Content, Prose, Sentence
from bot.core.drafts.draft_json import content_from_dict, content_to_dict
from bot.core.plan.plan import Action, Plan
from bot.core.record.reading import read_export
from bot.core.scoring.scorecard import scorecard

HERE = Path(__file__).parent
TAMPERED = HERE / "tampered.jsonl"


@dataclass(frozen=True, slots=True)
class Honest:
    """A draft that a careful reader would accept. ``name`` is its file's."""

    name: str
    assessment: Assessment
    brief: Brief
    content: Content


@dataclass(frozen=True, slots=True)
class Tampered:
    """An honest draft made false or forbidden; ``reason`` is why a careful reader would refuse it.

    ``heard`` is evidence that stands in the brief besides, last of all: what a respondent wrote to command the writer.
    """

    id: str
    honest: str
    category: str
    reason: str
    content: Content
    heard: str = ""

    def brief(self, honest: Mapping[str, Honest]) -> Brief:
        """Give the facts against which it is checked."""
        brief = honest[self.honest].brief
        return brief_with(brief, self.heard) if self.heard else brief

    @property
    def text(self) -> str:
        """Give the draft as one line, for a message."""
        return json.dumps(content_to_dict(self.content), ensure_ascii=False)


def brief_with(brief: Brief, heard: str) -> Brief:
    """Give the brief with one more piece of evidence, about the draft's dimension or the first one of the plan."""
    fact = Fact(f"F{len(brief.facts) + 1}", FactKind.EVIDENCE, heard, brief.standings[0].dimension)
    return replace(brief, facts=(*brief.facts, fact))


@lru_cache
def assessments() -> Mapping[str, Assessment]:
    """Give the fixed assessments by the names of their files."""
    files = sorted((HERE / "assessments").glob("*.json"))
    return {each.stem: read_export(json.loads(each.read_text("utf-8"))).assessment for each in files}


@lru_cache
def honest_drafts() -> Mapping[str, Honest]:
    """Give the honest drafts by the names of their files."""
    return {each.stem: _honest(each) for each in sorted((HERE / "honest").glob("*.json"))}


@lru_cache
def tampered_drafts() -> tuple[Tampered, ...]:
    """Give the tampered drafts as they are committed."""
    return tuple(_tampered(json.loads(line)) for line in TAMPERED.read_text("utf-8").splitlines())


def line_of(case: Tampered) -> str:
    """Write a tampered draft as its line in the file."""
    values = {"id": case.id, "honest": case.honest, "category": case.category, "reason": case.reason}
    if case.heard:
        values["heard"] = case.heard
    return json.dumps({**values, "content": content_to_dict(case.content)}, ensure_ascii=True) + "\n"


def cited(brief: Brief, words: str) -> str:
    """Give the id of a fact that a file names by its kind, and by its number where there are several: "evidence 2"."""
    kind, _, number = words.partition(" ")
    facts = brief.of_kind(FactKind(kind))
    place = int(number or "1")
    assert len(facts) >= place, f"the brief {brief.piece.key} has no {words!r}"
    return facts[place - 1].id


def _honest(file: Path) -> Honest:
    values = json.loads(file.read_text("utf-8"))
    assessment = assessments()[values["assessment"]]
    piece = Piece(Kind(values["piece"]["kind"]), values["piece"].get("dimension", ""))
    brief = brief_for(assessment, scorecard(assessment), piece)
    return Honest(file.stem, assessment, brief, _content(values, brief))


def _content(values: dict[str, Any], brief: Brief) -> Content:
    if "actions" in values:
        return Plan(tuple(Action(**each) for each in values["actions"]))
    return Prose(
        tuple(
            Sentence(each["text"], tuple(cited(brief, words) for words in each["facts"]))
            for each in values["sentences"]
        )
    )


def _tampered(values: dict[str, Any]) -> Tampered:
    content = content_from_dict(values["content"])
    words = {name: values[name] for name in ("id", "honest", "category", "reason")}
    return Tampered(**words, content=content, heard=values.get("heard", ""))
