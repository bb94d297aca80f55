"""What the page about drafts says is held against the code: prompts, checks with their examples, troubles, figures."""

import re
from pathlib import Path

import pytest

from bot.core.drafts import own_words, render
from bot.core.drafts.brief import Brief, FactKind, Kind, Piece
from bot.core.drafts.briefs import brief_for, brief_lines
from bot.core.drafts.draft import Proposal, Proposals, Prose, Sentence, Trouble
from bot.core.drafts.render import show_plan, show_text
from bot.core.languages import LANGUAGES
from bot.core.scoring.scorecard import scorecard
from bot.files.places import prompts_folder
from bot.files.prompts import load_prompts
from bot.llm import lexicon
from tests.drafts.corpus import assessments
from tests.programs.eval.page import BEGIN, END

PAGE = (Path(__file__).parents[2] / "docs" / "drafts.md").read_text("utf-8")
DIMENSION = "journey-visibility-feedback"
CELL = re.compile(r"(?<!\\)\|")


def rows(heading: str) -> list[list[str]]:
    """Give the cells of the table that begins with ``heading``; a bar inside a cell is escaped."""
    lines = PAGE[PAGE.index(heading) :].splitlines()[2:]
    table = lines[: next(number for number, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip().replace("\\|", "|") for cell in CELL.split(line.strip()[1:-1])] for line in table]


CHECKS = rows("| check | a text may not |")


def clinic(piece: Piece) -> Brief:
    assessment = assessments()["clinic"]
    return brief_for(assessment, scorecard(assessment), piece)


NOTE = clinic(Piece(Kind.NOTE, DIMENSION))


def test_the_prompts_are_told_with_their_versions_and_hashes() -> None:
    stamps = [each.stamp for each in load_prompts(prompts_folder()).values()]
    told = sorted(rows("| prompt | version |"))
    assert told == sorted([each.name, each.version, f"`{each.digest[:12]}`"] for each in stamps)


def test_every_check_is_told_and_no_other() -> None:
    sources = "".join(Path(str(module.__file__)).read_text("utf-8") for module in (own_words, render))
    used = set(re.findall(r'(?:yield|Finding\(|\()\s*\(?\s*"([a-z]{4,})",\s', sources))
    assert {row[0] for row in CHECKS} == used


@pytest.mark.parametrize("row", [row for row in CHECKS if row[0] != "plan"], ids=lambda row: row[0])
def test_an_example_is_refused_for_the_reason_that_is_told(row: list[str]) -> None:
    name, _, example, reason = row
    facts = () if name == "facts" else (NOTE.of_kind(FactKind.LEVEL)[0].id,)
    found = show_text(lexicon, NOTE, DIMENSION, Prose((Sentence(example, facts),))).findings
    assert (name, reason) in [(each.check, each.message) for each in found]


def test_the_example_of_a_plan_is_refused_for_the_reason_that_is_told() -> None:
    (row,) = [row for row in CHECKS if row[0] == "plan"]
    brief = clinic(Piece(Kind.PLAN))
    about = brief.of_kind(FactKind.DIMENSION)[0]
    late = Proposal(about.id, "draw the visit", "lead", "begin", 120, "it is drawn", None, "", "", (about.id,))
    found = show_plan(lexicon, brief, Proposals((late,))).actions[0].findings
    assert ("plan", row[3]) in [(each.check, each.message) for each in found]


def test_the_facts_that_are_shown_are_those_of_the_example() -> None:
    shown = re.findall(r'^    (\{"id".*)$', PAGE, re.MULTILINE)
    lines = brief_lines(NOTE).splitlines()
    assert shown
    for line in shown:
        assert any(each.startswith(line.removesuffix(' ..."}')) for each in lines), line


def test_the_slots_that_are_shown_are_of_the_example() -> None:
    slots = [row[0].strip("`") for row in rows("| written by the model | shown |")]
    level = NOTE.of_kind(FactKind.LEVEL)[0]
    assert slots[0] == f"{{{level.id}}}"
    prose = Prose((Sentence("it is {F8}."), Sentence(f"so it was said: {slots[1]}.")))
    assert show_text(lexicon, NOTE, DIMENSION, prose).findings == ()


def test_every_language_that_is_offered_is_told() -> None:
    part = PAGE[PAGE.index("## Languages") :]
    assert all(each.name in part for each in LANGUAGES.values())


def test_every_trouble_is_told_and_no_other() -> None:
    told = {name for row in rows("| what happens | what follows |") for name in re.findall(r"`([a-z_]+)`", row[0])}
    assert told == {str(each) for each in Trouble}


def test_the_page_has_its_place_for_the_figures() -> None:
    assert PAGE.count(BEGIN) == PAGE.count(END) == 1
    assert PAGE.index(BEGIN) < PAGE.index(END)
