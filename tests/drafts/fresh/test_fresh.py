"""The fresh corpus is well formed: its facts exist, its parts are found, and it is as large as it says."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from bot.core.assessment import Assessment
from bot.core.framework import Dimension
from bot.core.record.facts import facts_to_dict
from bot.core.record.rescoring import read_export, score_file
from tests.drafts.fresh.corpus import LANGUAGES, NoFactError, Written, holds, honest, parts, reply, tampered
from tests.drafts.fresh.make_assessments import HERE, frameworks, told
from tests.drafts.make_assessments import made

ID = re.compile(r"F\d+")
IMAGINED = frozenset(("F0", "F321", "F412", "F500", "F777", "F888", "F999"))
"""Ids that cases use because no brief holds them."""
FEWEST_HONEST, FEWEST_TAMPERED, FEWEST_KINDS = 20, 300, 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an assessment or its framework, as a brief could hold it."""

    id: str
    kind: str
    text: str
    dimension: str = ""


def _folder(name: str) -> Path:
    own = HERE / "assessments"
    return own if (own / f"{name}.json").exists() else HERE.parent / "assessments"


@lru_cache
def assessment(name: str) -> Assessment:
    """Return an assessment of this folder, or an English one of the folder above."""
    return read_export(json.loads((_folder(name) / f"{name}.json").read_text("utf-8"))).assessment


@lru_cache
def lines(name: str) -> tuple[Line, ...]:
    """Return everything that a brief of the assessment could draw on, whatever briefs choose and in which order."""
    found = enumerate(_lines(assessment(name)), start=1)
    return tuple(Line(f"F{number}", kind, text, key) for number, (kind, text, key) in found)


def _lines(held: Assessment) -> Iterator[tuple[str, str, str]]:
    yield "subject", held.subject.name, ""
    yield "framework", held.framework.title, ""
    for value in held.subject.variables.values():
        yield "variable", value, ""
    yield "overall", "", ""
    for dimension in held.framework.dimensions:
        yield from _lines_about(held, dimension)
    for text in held.framework.deliverables:
        yield "deliverable", text, ""


def _lines_about(held: Assessment, dimension: Dimension) -> Iterator[tuple[str, str, str]]:
    key = dimension.key
    yield "dimension", dimension.name, key
    yield "level", "", key
    yield "target", "", key
    yield "gap", "first among the gaps", key
    for each in dimension.descriptors:
        yield "descriptor", each.text, key
        yield "target_descriptor", each.text, key
    for text in dimension.next_steps.values():
        yield "next_step", text, key
    yield "look_for", dimension.look_for, key
    for rating in held.ratings:
        for given in rating.evidence if rating.dimension == key else ():
            yield ("evidence" if given.kind == "words" else "link"), given.text, key


def ids_in(written: Written) -> set[str]:
    """Return the ids of facts that the reply of a draft names."""
    return set(ID.findall(re.sub(r"\|[^{}]*\}", "}", reply(written, lines(written.assessment)))))


@pytest.mark.parametrize("written", honest().values(), ids=lambda each: each.id)
def test_an_honest_draft_names_facts_and_parts_that_exist(written: Written) -> None:
    known = {each.id for each in lines(written.assessment)}
    assert ids_in(written) <= known
    for name, part, dimension in parts(written):
        texts = [each.text for each in lines(written.assessment) if each.kind == name]
        own = [each.text for each in lines(written.assessment) if (each.kind, each.dimension) == (name, dimension)]
        assert any(holds(text, part) for text in own or texts), (name, part)


@pytest.mark.parametrize("kind", dict.fromkeys(each.kind for each in tampered()))
def test_a_tampered_draft_is_a_reply_that_differs_from_the_honest_one(kind: str) -> None:
    for case in tampered():
        if case.kind == kind:
            before, facts = honest()[case.honest], lines(case.written.assessment)
            assert reply(case.written, facts) != reply(before, facts), case.id
            assert ids_in(case.written) <= {each.id for each in facts} | IMAGINED, case.id
            assert case.written.language == before.language


def test_every_language_has_its_honest_drafts_of_every_kind() -> None:
    for language in LANGUAGES:
        own = [each for each in honest().values() if each.language == language]
        assert len(own) >= FEWEST_HONEST, language
        kinds = Counter(each.kind for each in own)
        assert min(kinds[kind] for kind in ("note", "narrative", "plan")) >= 3, kinds


def test_there_are_as_many_tampered_drafts_and_kinds_as_are_promised() -> None:
    kinds = Counter(each.kind for each in tampered())
    assert len(tampered()) >= FEWEST_TAMPERED
    assert len(kinds) >= FEWEST_KINDS
    assert min(kinds.values()) >= 4, kinds
    assert len({each.kind for each in tampered() if each.covered}) >= FEWEST_KINDS


def test_each_language_is_tampered_with() -> None:
    languages = Counter(each.written.language for each in tampered())
    assert min(languages[language] for language in LANGUAGES) >= 50, languages


def test_a_name_that_no_fact_has_is_an_error() -> None:
    with pytest.raises(NoFactError):
        reply(honest()["en-note-bank-roles"], ())


def test_the_committed_assessments_hold_what_was_told() -> None:
    for table in told():
        committed = facts_to_dict(assessment(table["file"]))
        anew = facts_to_dict(made(table, frameworks()[table["framework"]]))
        assert {**committed, "framework": 0} == {**anew, "framework": 0}, table["file"]
        text = (HERE / "assessments" / f"{table['file']}.json").read_text("utf-8")
        result = score_file(text)
        assert (result.problems, result.differences) == ((), ())
