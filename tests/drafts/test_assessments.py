"""The fixed assessments hold what was told, and their figures can be computed again."""

import pytest

from bot.core.record.facts import facts_to_dict
from bot.core.record.rescoring import score_file
from tests.drafts.corpus import HERE, assessments
from tests.drafts.make_assessments import library, made, told


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
