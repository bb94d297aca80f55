"""The trend line: what is set beside what, where it breaks and why, and what stands beside the scores."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from bot.core.assessment import Assessment, Subject
from bot.core.framework import Band, Framework, Scale
from bot.core.scoring.comparison import comparable
from bot.core.scoring.scorecard import scorecard
from bot.core.scoring.trend import Break, Track, Trend, compare, dimension_break, trend
from bot.core.team import Evidence
from tests.core.examples import KEYS, OPTIMIZATION, framework_on, matrix_framework
from tests.core.rated import NO_STORES, UNKNOWN, assessment_of, said, weighted
from tests.known import sure

TWOS = [2, 2, 2, 2, 2, 2]


def reworded(framework: Framework, place: int = 0) -> Framework:
    """Give version 2.0, in which a descriptor of one dimension says something else."""
    dimension = framework.dimensions[place]
    first, *rest = dimension.descriptors
    words = (replace(first, text="Something else."), *rest)
    dimensions = list(framework.dimensions)
    dimensions[place] = replace(dimension, descriptors=words)
    return replace(framework, version="2.0", dimensions=tuple(dimensions))


def without(framework: Framework, place: int) -> Framework:
    dimensions = framework.dimensions[:place] + framework.dimensions[place + 1 :]
    return replace(framework, version="2.0", dimensions=dimensions)


def track(shown: Trend, key: str) -> Track:
    return next(each for each in shown.tracks if each.key == key)


def told(assessment: Assessment, variables: Mapping[str, str]) -> Assessment:
    return replace(assessment, subject=Subject(assessment.subject.name, variables))


def test_an_empty_line_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an assessment"):
        trend(())


def test_one_assessment_is_a_line_without_change() -> None:
    shown = trend([assessment_of(OPTIMIZATION, TWOS)])
    assert [(each.broken, each.card.change) for each in shown.points] == [(None, None)]
    assert all(each.levels[0].change is None and each.levels[0].broken is None for each in shown.tracks)


def test_each_assessment_is_compared_with_the_one_before_it_as_its_own_scorecard_does() -> None:
    line = [assessment_of(OPTIMIZATION, [level] * 6, days=90 * level) for level in (1, 2, 2)]
    shown = trend(line)
    assert [each.card for each in shown.points] == [
        scorecard(now, before) for now, before in zip(line, (None, *line), strict=False)
    ]
    assert [each.card.change and each.card.change.difference for each in shown.points] == [None, 1, 0]
    assert [each.value for each in track(shown, KEYS[0]).levels] == [1, 2, 2]


def test_a_whole_level_without_evidence_or_a_finished_action_is_unexplained() -> None:
    before = assessment_of(OPTIMIZATION, TWOS)
    bare = dict.fromkeys(KEYS, 3) | {KEYS[1]: said(3, words="an owner for each cause")}
    now = assessment_of(OPTIMIZATION, bare, days=90)
    marks = [each.levels[1].change.unexplained for each in trend([before, now]).tracks if each.levels[1].change]
    assert marks == [True, False, True, True, True, True]
    explained = trend([before, now], explained={now.id: frozenset(KEYS[2:])})
    marks = [each.levels[1].change.unexplained for each in explained.tracks if each.levels[1].change]
    assert marks == [True, False, False, False, False, False]


@pytest.mark.parametrize(
    ("newer", "broken"),
    [
        (reworded(OPTIMIZATION), Break.WORDING),
        (replace(OPTIMIZATION, scale=Scale(1, 6)), Break.SCALE),
        (replace(OPTIMIZATION, aggregate="sum", bands=(Band("All", Fraction(6), Fraction(30)),)), Break.AGGREGATE),
        (without(OPTIMIZATION, 5), Break.DIMENSIONS),
        (weighted(OPTIMIZATION, *[Fraction(place) for place in range(1, 7)]), Break.WEIGHTS),
        (replace(OPTIMIZATION, slug="another"), Break.FRAMEWORK),
    ],
)
def test_the_overall_line_breaks_where_the_framework_changed(newer: Framework, broken: Break) -> None:
    old, new = assessment_of(OPTIMIZATION, TWOS), assessment_of(newer, TWOS[: len(newer.dimensions)], days=90)
    shown = trend([old, new])
    assert (shown.points[1].broken, shown.points[1].card.change) == (broken, None)


@pytest.mark.parametrize(
    ("verdicts", "broken"),
    [([2, 2, 2, 2, 2, UNKNOWN], Break.PROVISIONAL), ([2, 2, 2, 2, 2, NO_STORES], Break.RATED)],
)
def test_the_overall_line_breaks_where_not_the_same_is_rated(verdicts: list[object], broken: Break) -> None:
    shown = trend([assessment_of(OPTIMIZATION, verdicts), assessment_of(OPTIMIZATION, TWOS, days=90)])  # type: ignore[arg-type]  # a row of a table
    assert shown.points[1].broken is broken
    assert [each.levels[1].broken for each in shown.tracks] == [None] * 6


def test_only_the_dimension_that_is_worded_anew_breaks() -> None:
    shown = trend([assessment_of(OPTIMIZATION, TWOS), assessment_of(reworded(OPTIMIZATION, 2), [3] * 6, days=90)])
    assert [each.levels[1].broken for each in shown.tracks] == [None, None, Break.WORDING, None, None, None]
    assert [each.levels[1].change is None for each in shown.tracks] == [False, False, True, False, False, False]


def test_a_dimension_that_comes_or_goes_has_no_level_elsewhere_and_stands_last_once_gone() -> None:
    shorter = without(OPTIMIZATION, 0)
    came = trend([assessment_of(shorter, TWOS[1:]), assessment_of(OPTIMIZATION, TWOS, days=90)])
    assert [(each.value, each.broken) for each in track(came, KEYS[0]).levels] == [(None, None), (2, Break.NEW)]
    went = trend([assessment_of(OPTIMIZATION, TWOS), assessment_of(shorter, TWOS[1:], days=90)])
    assert went.tracks[-1].key == KEYS[0]
    assert [(each.value, each.broken) for each in went.tracks[-1].levels] == [(2, None), (None, Break.GONE)]


def test_a_superseded_framework_is_on_the_line() -> None:
    newer = replace(OPTIMIZATION, slug="newer", supersedes=(OPTIMIZATION.slug,))
    shown = trend([assessment_of(OPTIMIZATION, TWOS), assessment_of(newer, [3] * 6, days=90)])
    assert shown.points[1].card.change is not None
    back = trend([assessment_of(newer, TWOS), assessment_of(OPTIMIZATION, TWOS, days=90)])
    assert [each.levels[1].broken for each in back.tracks] == [Break.FRAMEWORK] * 6


VERSIONS = (
    OPTIMIZATION,
    reworded(OPTIMIZATION),
    without(OPTIMIZATION, 3),
    replace(OPTIMIZATION, scale=Scale(1, 7)),
    matrix_framework(),
    framework_on(1, 3),
)


@pytest.mark.parametrize(("now", "before"), list(product(VERSIONS, repeat=2)))
def test_a_dimension_breaks_exactly_where_it_is_not_comparable(now: Framework, before: Framework) -> None:
    for each in (*now.dimensions, *before.dimensions):
        assert (dimension_break(now, before, each.key) is None) == comparable(now, before, each.key)
    assert dimension_break(now, before, "neither has it") is None


def test_the_figures_of_the_subject_are_kept_as_they_were_typed() -> None:
    line = [
        told(assessment_of(OPTIMIZATION, TWOS), {"NPS_BASELINE": "31", "CHURN_RATE": "18", "TOP_JOURNEYS": "3"}),
        told(assessment_of(OPTIMIZATION, TWOS, days=90), {"NPS_BASELINE": "unknown", "CHURN_RATE": "16.5%"}),
        told(assessment_of(OPTIMIZATION, TWOS, days=180), {"NPS_BASELINE": "1,200"}),
    ]
    assert [(each.name, each.values) for each in trend(line).measures] == [
        ("Current NPS", ("31", "", "1,200")),
        ("Churn rate", ("18%", "16.5%", "")),
    ]


def test_a_figure_with_a_long_description_goes_by_its_key() -> None:
    variables = tuple(replace(each, description="x" * 41) for each in OPTIMIZATION.variables)
    assessment = told(assessment_of(replace(OPTIMIZATION, variables=variables), TWOS), {"NPS_BASELINE": "31"})
    assert [each.name for each in trend([assessment]).measures] == ["NPS baseline"]


def test_two_assessments_of_different_lines_do_not_compare() -> None:
    now, before = assessment_of(OPTIMIZATION, TWOS, days=90), assessment_of(OPTIMIZATION, TWOS)
    assert compare(now, replace(before, subject=Subject("Globex"))) is None
    assert compare(now, replace(before, workspace="T2")) is None
    assert compare(now, assessment_of(matrix_framework(), [2] * 5)) is None


def test_a_comparison_has_the_evidence_that_is_new_once_and_in_order() -> None:
    before = assessment_of(OPTIMIZATION, dict.fromkeys(KEYS, 2) | {KEYS[0]: said(2, words="a map")})
    both = [
        said(3, by="dana", words="A  MAP"),
        said(3, by="priya", words="a survey"),
        said(3, by="sam", words="A survey"),
    ]
    now = assessment_of(
        OPTIMIZATION, dict.fromkeys(KEYS, 2) | {KEYS[0]: both}, respondents=("dana", "priya", "sam"), days=90
    )
    shown = sure(compare(now, before))
    assert shown.added[KEYS[0]] == (Evidence("words", "a survey"),)
    assert shown.added[KEYS[1]] == ()
    assert shown.trend == trend([before, now])


def test_a_finished_action_explains_in_a_comparison_too() -> None:
    now = assessment_of(OPTIMIZATION, [3] * 6, days=90)
    shown = sure(compare(now, assessment_of(OPTIMIZATION, TWOS), explained=frozenset(KEYS[:1])))
    marks = [each.levels[1].change.unexplained for each in shown.trend.tracks if each.levels[1].change]
    assert marks == [False, True, True, True, True, True]
