"""What the page about drafts says is held against the code: prompts, checks with their examples, troubles, figures."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from bot.core.drafts import checks as draft_checks
from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.briefs import brief_for
from bot.core.drafts.built_texts import built
from bot.core.drafts.checks import check
from bot.core.drafts.draft import Prose, Sentence, Trouble
from bot.core.plan.plan import Action, Plan
from bot.core.scoring.scorecard import scorecard
from bot.files.places import prompts_folder
from bot.files.prompts import load_prompts
from tests.drafts.corpus import assessments, honest_drafts, tampered_drafts
from tests.programs.eval.page import BEGIN, END

PAGE = (Path(__file__).parents[2] / "docs" / "drafts.md").read_text("utf-8")
DIMENSION = "journey-visibility-feedback"


def rows(heading: str) -> list[list[str]]:
    """Give the cells of the table that begins with ``heading``."""
    lines = PAGE[PAGE.index(heading) :].splitlines()[2:]
    table = lines[: next(number for number, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


CHECKS = rows("| check | a text may not |")


def clinic(piece: Piece) -> Brief:
    assessment = assessments()["clinic"]
    return brief_for(assessment, scorecard(assessment), piece)


def test_the_prompts_are_told_with_their_versions_and_hashes() -> None:
    stamps = [each.stamp for each in load_prompts(prompts_folder()).values()]
    told = sorted(rows("| prompt | version |"))
    assert told == sorted([each.name, each.version, f"`{each.digest[:12]}`"] for each in stamps)


def test_every_check_is_told_and_no_other() -> None:
    modules = pkgutil.iter_modules(draft_checks.__path__, f"{draft_checks.__name__}.")
    loaded = [vars(importlib.import_module(each.name)) for each in modules]
    names = {value for values in loaded for name, value in values.items() if re.fullmatch(r"([A-Z]+_)?CHECK", name)}
    assert {row[0] for row in CHECKS} == names


@pytest.mark.parametrize("row", [row for row in CHECKS if row[0] != "plan"], ids=lambda row: row[0])
def test_an_example_is_refused_for_the_reason_that_is_told(row: list[str]) -> None:
    name, _, example, reason = row
    brief = clinic(Piece(Kind.NOTE, DIMENSION))
    found = check(brief, Prose((Sentence(example, tuple(each.id for each in brief.facts)),)))
    assert (name, reason) in [(each.check, each.message) for each in found]


def test_the_example_of_a_plan_is_refused_for_the_reason_that_is_told() -> None:
    (row,) = [row for row in CHECKS if row[0] == "plan"]
    late = Action(DIMENSION, "Draw the visit.", "support lead", 120, "The visit is drawn.", "Ask the front desk.")
    found = check(clinic(Piece(Kind.PLAN)), Plan((late,)))
    assert ("plan", row[3]) in [(each.check, each.message) for each in found]


def test_the_facts_that_are_shown_are_those_of_the_example() -> None:
    text = "\n".join(re.findall(r'^    (\{"id".*)$', PAGE, re.MULTILINE))
    brief = clinic(Piece(Kind.NOTE, DIMENSION))
    for fact_id, words in re.findall(r'"id": "(F\d+)".*"text": "(.*?)(?: \.\.\.)?"', text):
        fact = brief.fact(fact_id)
        assert fact is not None
        assert fact.text.startswith(words)
    assert check(brief, built(brief)) == ()


def test_every_trouble_is_told_and_no_other() -> None:
    told = {name for row in rows("| what happens | what follows |") for name in re.findall(r"`([a-z_]+)`", row[0])}
    assert told == {str(each) for each in Trouble}


def test_the_page_has_its_place_for_the_figures() -> None:
    assert PAGE.count(BEGIN) == PAGE.count(END) == 1
    assert PAGE.index(BEGIN) < PAGE.index(END)


def test_the_page_tells_how_large_the_corpus_is() -> None:
    tampered = tampered_drafts()
    kinds = len({each.category for each in tampered})
    told = f"all {len(tampered)} tampered drafts of {kinds} kinds are caught, none of the {len(honest_drafts())} honest"
    assert told in " ".join(PAGE.split())
