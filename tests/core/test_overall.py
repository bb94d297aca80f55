"""The scoring rules of the whole as tables: overall, band, coverage, floor, what is held back, gaps."""

from dataclasses import replace
from fractions import Fraction as F  # noqa: N817 -- the tables are made of them
from itertools import product

import pytest
from hypothesis import given, settings

from bot.core.assessment import Assessment, Verdict
from bot.core.framework import Band, Descriptor, Dimension, Framework
from bot.core.scoring.scoring import (
    Coverage,
    Value,
    band_of,
    coverage,
    dimension_value,
    evidenced_value,
    held_back,
    lowest,
    overall,
    ranked_gaps,
)
from tests.core.examples import CAUSES, MATRIX, OPTIMIZATION, VISIBILITY
from tests.core.rated import NO_STORES, UNKNOWN, values_of, weighted
from tests.core.strategies import SMALL, assessments
from tests.known import sure


@pytest.mark.parametrize(
    ("verdicts", "exact", "text", "band"),
    [
        ([3, 2, 2, 2, 2, 2], F(13, 6), "2.2", "Developing"),
        ([2, 2, 2, 2, 3, 2], F(13, 6), "2.2", "Developing"),
        ([1, 1, 1, 1, 1, 1], F(1), "1.0", "Initial"),
        ([5, 5, 5, 5, 5, 5], F(5), "5.0", "Optimized"),
        ([3, 3, 3, 3, 3, NO_STORES], F(3), "3.0", "Defined"),
        ([2, 3, 2, 2, NO_STORES, NO_STORES], F(9, 4), "2.3", "Developing"),
        ([3, 3, 3, 3, 3, UNKNOWN], F(3), "3.0", None),
    ],
)
def test_the_overall_mean_and_its_band(verdicts: list[Verdict], exact: F, text: str, band: str | None) -> None:
    figure = sure(overall(OPTIMIZATION, values_of(OPTIMIZATION, verdicts)))
    assert (figure.exact, figure.text, figure.projected) == (exact, text, False)
    assert (figure.band.name if figure.band else None) == band


def test_the_band_is_that_of_the_rounded_figure() -> None:
    twenty = replace(OPTIMIZATION, dimensions=tuple(Dimension(f"d{number}", f"D{number}", ()) for number in range(20)))
    figure = sure(overall(twenty, values_of(twenty, [3] * 19 + [2])))
    assert figure.exact == F(295, 100)
    assert (figure.rounded, figure.text, figure.band and figure.band.name) == (F(3), "3.0", "Defined")


def test_a_weight_pulls_the_mean() -> None:
    heavy = weighted(OPTIMIZATION, F(3), F(1), F(1), F(1), F(1), F(1, 2))
    assert sure(overall(heavy, values_of(heavy, [5, 1, 1, 1, 1, 1]))).exact == F(39, 15)


@pytest.mark.parametrize(
    ("verdicts", "exact", "text", "projected", "band"),
    [
        ([1, 1, 1, 1, 1], F(5), "5", False, "Ad-hoc"),
        ([2, 2, 3, 2, 2], F(11), "11", False, "Defined"),
        ([4, 4, 4, 4, 4], F(20), "20", False, "Market leader"),
        ([2, 2, 2, 2, NO_STORES], F(10), "10", True, "Defined"),
        ([2, 2, 2, 3, NO_STORES], F(45, 4), "11", True, "Defined"),
        ([3, 4, NO_STORES, NO_STORES, NO_STORES], F(35, 2), "18", True, "Market leader"),
        ([2, 2, 2, 2, UNKNOWN], F(8), "8", False, None),
    ],
)
def test_the_overall_sum_is_projected_over_what_does_not_apply(
    verdicts: list[Verdict],
    exact: F,
    text: str,
    projected: bool,  # noqa: FBT001 -- a column of the table
    band: str | None,
) -> None:
    figure = sure(overall(MATRIX, values_of(MATRIX, verdicts)))
    assert (figure.exact, figure.text, figure.projected) == (exact, text, projected)
    assert (figure.band.name if figure.band else None) == band


@pytest.mark.parametrize("framework", [OPTIMIZATION, MATRIX])
@pytest.mark.parametrize("verdict", [UNKNOWN, NO_STORES])
def test_with_nothing_rated_there_is_no_figure(framework: Framework, verdict: Verdict) -> None:
    values = values_of(framework, [verdict] * len(framework.dimensions))
    assert overall(framework, values) is None
    assert lowest(values) is None
    assert held_back(framework, values) is None
    assert ranked_gaps(framework, values, dict.fromkeys(values, 3)) == ()


def test_dimensions_without_any_weight_make_no_mean() -> None:
    weightless = weighted(OPTIMIZATION, *[F(0)] * 6)
    assert overall(weightless, values_of(weightless, [3] * 6)) is None


@pytest.mark.parametrize(
    ("figure", "name"),
    [(F(19, 10), "Initial"), (F(2), "Developing"), (F(49, 10), "Managed"), (F(5), "Optimized"), (F(195, 100), None)],
)
def test_a_band_contains_both_its_edges(figure: F, name: str | None) -> None:
    band = band_of(OPTIMIZATION, figure)
    assert (band.name if band else None) == name


@pytest.mark.parametrize(
    ("verdicts", "counted", "complete"),
    [
        ([1, 2, 3, 4, 5, 1], Coverage(6, 6), True),
        ([1, 2, 3, 4, NO_STORES, UNKNOWN], Coverage(4, 5), False),
        ([NO_STORES] * 6, Coverage(0, 0), True),
        ([UNKNOWN] * 6, Coverage(0, 6), False),
    ],
)
def test_coverage_counts_what_applies(verdicts: list[Verdict], counted: Coverage, complete: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert coverage(values_of(OPTIMIZATION, verdicts)) == counted
    assert counted.complete is complete


def test_the_floor_names_every_dimension_that_has_it() -> None:
    floor = sure(lowest(values_of(OPTIMIZATION, [3, 2, 4, 2, NO_STORES, UNKNOWN])))
    assert (floor.value, floor.dimensions) == (F(2), (CAUSES, "operational-execution"))


@pytest.mark.parametrize(
    ("framework", "verdicts", "level", "places"),
    [
        (OPTIMIZATION, [3, 2, 2, 2, 2, 2], 3, (1, 2, 3, 4, 5)),
        (OPTIMIZATION, [3, 3, 3, 3, 3, 3], 4, (0, 1, 2, 3, 4, 5)),
        (OPTIMIZATION, [5, 5, 5, 5, 1, 3], 5, (4, 5)),
        (OPTIMIZATION, [1, 4, 4, 4, 4, UNKNOWN], 4, (0,)),
        (OPTIMIZATION, [5, 5, 5, 5, 5, 4], 5, (5,)),
        (MATRIX, [2, 2, 3, 2, 2], 3, (0, 1, 3, 4)),
        (MATRIX, [4, 4, 4, 4, 1], 4, (4,)),
    ],
)
def test_what_lies_below_the_next_whole_level_holds_it_back_lowest_first(
    framework: Framework, verdicts: list[Verdict], level: int, places: tuple[int, ...]
) -> None:
    held = sure(held_back(framework, values_of(framework, verdicts)))
    assert (held.level, held.dimensions) == (level, tuple(framework.dimensions[place].key for place in places))


@pytest.mark.parametrize(("framework", "top"), [(OPTIMIZATION, 5), (MATRIX, 4)])
def test_nothing_is_held_back_at_the_top(framework: Framework, top: int) -> None:
    assert held_back(framework, values_of(framework, [top] * len(framework.dimensions))) is None


def test_gaps_rank_by_weight_then_lower_value_then_the_frameworks_order() -> None:
    heavy = weighted(OPTIMIZATION, F(1), F(1), F(1), F(2), F(1), F(1))
    values = values_of(heavy, [3, 2, 2, 3, 4, UNKNOWN])
    targets = dict(zip(values, [5, 4, 4, 4, 4, 4], strict=True))
    gaps = ranked_gaps(heavy, values, targets)
    assert [(each.dimension, each.gap, each.weighted) for each in gaps] == [
        (CAUSES, F(2), F(2)),
        ("experimentation-iteration", F(2), F(2)),
        (VISIBILITY, F(2), F(2)),
        ("operational-execution", F(1), F(2)),
    ]


@pytest.mark.parametrize(("value", "step"), [(1, "Name an owner for"), (3, "Review"), (2, "")])
def test_a_gap_carries_the_next_step_written_for_its_level(value: int, step: str) -> None:
    (gap, *_) = ranked_gaps(
        OPTIMIZATION, {**values_of(OPTIMIZATION, [4] * 6), CAUSES: F(value)}, _targets(OPTIMIZATION)
    )
    assert gap.next_step.startswith(step)
    assert bool(gap.next_step) is bool(step)


def test_a_value_between_levels_takes_the_next_step_of_the_lower_one() -> None:
    (gap, *_) = ranked_gaps(OPTIMIZATION, {**values_of(OPTIMIZATION, [4] * 6), CAUSES: F(7, 2)}, _targets(OPTIMIZATION))
    assert gap.next_step.startswith("Review")


@pytest.mark.parametrize(
    ("described", "value", "target", "aim"),
    [
        ((1, 3, 5), 2, 4, 3),
        ((1, 3, 5), 3, 4, 5),
        ((1, 2, 3, 4), F(17, 10), 3, 3),
        ((1, 5), 1, 3, 5),
        ((1, 2), 2, 4, None),
    ],
)
def test_a_gap_says_which_described_level_to_work_towards(
    described: tuple[int, ...], value: F, target: int, aim: int | None
) -> None:
    levels = tuple(Descriptor(each, "", f"what {each} looks like") for each in described)
    one = replace(OPTIMIZATION, dimensions=(Dimension("d", "D", levels),))
    (gap,) = ranked_gaps(one, {"d": F(value)}, {"d": target})
    assert (gap.aim.level if gap.aim else None) == aim


def _targets(framework: Framework) -> dict[str, int]:
    return {each.key: framework.target(each.key) for each in framework.dimensions}


@pytest.mark.parametrize("framework", [OPTIMIZATION, MATRIX])
def test_every_reachable_figure_has_exactly_one_band(framework: Framework) -> None:
    for verdicts in product([*framework.scale.levels(), NO_STORES], repeat=4):
        rest: list[Verdict] = [2] * (len(framework.dimensions) - 4)
        values: dict[str, Value] = {
            each.key: F(verdict) if isinstance(verdict, int) else verdict
            for each, verdict in zip(framework.dimensions, [*verdicts, *rest], strict=True)
        }
        figure = sure(overall(framework, values))
        assert sum(each.low <= figure.rounded <= each.high for each in framework.bands) == 1


def test_a_figure_that_no_band_contains_has_none() -> None:
    gapped = replace(OPTIMIZATION, bands=(Band("Low", F(1), F(2)),))
    assert sure(overall(gapped, values_of(gapped, [3] * 6))).band is None


@given(assessments(OPTIMIZATION))
@settings(SMALL)
def test_the_mean_is_on_the_scale_has_one_band_and_is_not_below_what_is_evidenced(assessment: Assessment) -> None:
    values = {each.key: dimension_value(assessment, each.key) for each in OPTIMIZATION.dimensions}
    evidenced = {key: evidenced_value(assessment, key) for key in values}
    figure, backed = overall(OPTIMIZATION, values), overall(OPTIMIZATION, evidenced)
    if figure is not None and backed is not None:
        assert 1 <= backed.rounded <= figure.rounded <= 5
        assert band_of(OPTIMIZATION, figure.rounded) is not None
    assert (figure is None) == (backed is None) == (coverage(values).rated == 0)


@given(assessments(MATRIX))
@settings(SMALL)
def test_the_sum_of_a_complete_assessment_is_on_its_scale_and_has_a_band(assessment: Assessment) -> None:
    values = {each.key: dimension_value(assessment, each.key) for each in MATRIX.dimensions}
    figure = overall(MATRIX, values)
    if figure is not None and coverage(values).complete:
        assert 5 <= figure.rounded <= 20
        assert figure.band is not None
