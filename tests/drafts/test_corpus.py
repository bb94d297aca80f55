"""The checks catch every tampered draft and refuse no honest one; the corpus is what its generators give."""

import json
from collections import Counter

import pytest

from bot.core.drafts.briefs import pieces_of
from bot.core.drafts.checks import check
from bot.core.drafts.draft import Content, Prose
from bot.core.record.export import facts_to_dict
from bot.core.record.rescoring import score_file
from bot.core.scoring.scorecard import scorecard
from tests.drafts.corpus import HERE, TAMPERED, assessments, honest_drafts, line_of, tampered_drafts
from tests.drafts.make_assessments import library, made, told
from tests.drafts.report import Tally, report
from tests.drafts.tampering import corpus, tampers
from tests.effort import effort

HONEST = honest_drafts()
CASES = tampered_drafts()
CATEGORIES = sorted({each.category for each in CASES})


def test_no_honest_draft_is_refused() -> None:
    findings = [(name, each) for name, honest in HONEST.items() for each in check(honest.brief, honest.content)]
    assert [f"{name}: {each.check}: {each.message} In: {each.sentence}" for name, each in findings] == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_tampering_is_caught(category: str) -> None:
    cases = [each for each in CASES if each.category == category][:: effort(4, 1)]
    missed = [each for each in cases if not check(each.brief(HONEST), each.content)]
    assert [f"{each.id} ({each.category}: {each.reason}) {each.text}" for each in missed] == []


def test_there_are_enough_honest_drafts_of_every_kind() -> None:
    kinds = Counter(each.brief.piece.kind.value for each in HONEST.values())
    assert set(kinds) == {"note", "narrative", "plan"}
    assert sum(kinds.values()) >= 20
    assert kinds["note"] >= 10
    assert kinds["narrative"] >= 10
    assert kinds["plan"] >= 4


def test_there_are_enough_tampered_drafts_of_every_category() -> None:
    counts = Counter(each.category for each in CASES)
    assert sum(counts.values()) >= 300
    assert len(counts) >= 25
    assert set(counts) == set(tampers())
    assert [name for name, count in counts.items() if count < 5] == []


def test_every_category_is_tried_on_several_honest_drafts() -> None:
    drafts = {category: {each.honest for each in CASES if each.category == category} for category in CATEGORIES}
    assert [name for name, tried in drafts.items() if len(tried) < 5] == []


def test_a_tampered_draft_differs_from_its_honest_one() -> None:
    same = [each.id for each in CASES if each.content == HONEST[each.honest].content]
    assert same == []


def test_no_tampered_draft_stands_there_twice() -> None:
    texts = Counter((each.honest, each.heard, each.text) for each in CASES)
    assert [text for text, count in texts.items() if count > 1] == []


def test_the_committed_corpus_is_what_the_generator_gives() -> None:
    made_now = "".join(map(line_of, corpus()))
    assert made_now == TAMPERED.read_text("utf-8"), "python -m tests.drafts.tampering --write"


def test_the_committed_assessments_hold_what_was_told() -> None:
    frameworks = library()
    for table in told():
        committed = facts_to_dict(assessments()[table["file"]])
        anew = facts_to_dict(made(table, frameworks[table["framework"]]))
        # the wording of the day stays in the file, whatever becomes of the framework
        assert {**committed, "framework": 0} == {**anew, "framework": 0}, table["file"]
    assert len(assessments()) == len(told())


@pytest.mark.parametrize("name", sorted(assessments()))
def test_an_assessment_scores_to_the_figures_in_its_file(name: str) -> None:
    result = score_file((HERE / "assessments" / f"{name}.json").read_text("utf-8"))
    assert (result.problems, result.differences) == ((), ())


def test_every_framework_and_an_invented_one_are_assessed() -> None:
    assert len(assessments()) >= 12
    assert {each.framework.slug for each in assessments().values()} == set(library())


def test_every_honest_draft_is_of_a_piece_that_is_drafted() -> None:
    strays = [each.name for each in HONEST.values() if each.brief.piece not in pieces_of(scorecard(each.assessment))]
    assert strays == []


def test_a_line_of_the_corpus_reads_back_as_it_was() -> None:
    for line, case in zip(TAMPERED.read_text("utf-8").splitlines(keepends=True), CASES, strict=True):
        assert line_of(case) == line
        assert json.loads(line)["id"] == case.id


def test_the_report_has_both_rates() -> None:
    lines = report({"link": Tally(12, 11), "too_long": Tally(4, 4)}, {"note": Tally(3, 0)}).splitlines()
    assert lines[2:5] == [
        "| link | 12 | 11 | 91.7 % |",
        "| too long | 4 | 4 | 100 % |",
        "| **all** | 16 | 15 | 93.8 % |",
    ]
    assert lines[-1] == "| **all** | 3 | 0 | 0.0 % |"


def sentences(content: Content) -> list[str]:
    return [each.text for each in content.sentences] if isinstance(content, Prose) else []


def test_honest_drafts_do_not_all_begin_alike() -> None:
    openings = Counter(text.split()[0] for each in HONEST.values() for text in sentences(each.content))
    assert max(openings.values()) <= sum(openings.values()) // 8
