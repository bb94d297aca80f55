"""The scoring rules of one dimension as tables: rounding, whose rating counts, what evidence backs, spread."""

from dataclasses import replace
from fractions import Fraction as F  # noqa: N817 -- the tables are made of them
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import Assessment, NotApplicable, NotRated, Rating
from bot.core.scoring.scoring import (
    Value,
    counting_ratings,
    dimension_value,
    evidenced_level,
    evidenced_value,
    format_figure,
    format_level,
    is_split,
    round_half_up,
    spread,
)
from tests.core.examples import CAUSES, OPTIMIZATION, VISIBILITY, framework_on
from tests.core.rated import NO_STORES, UNKNOWN, assessment_of, said
from tests.core.strategies import SMALL, assessments


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        (F(13, 6), 1, F(22, 10)),
        (F(225, 100), 1, F(23, 10)),
        (F(295, 100), 1, F(3)),
        (F(2249, 1000), 1, F(22, 10)),
        (F(205, 100), 1, F(21, 10)),
        (F(5), 1, F(5)),
        (F(5, 2), 0, F(3)),
        (F(7, 2), 0, F(4)),
        (F(249, 100), 0, F(2)),
    ],
)
def test_a_half_is_rounded_up(number: F, places: int, rounded: F) -> None:
    assert round_half_up(number, places) == rounded


@pytest.mark.parametrize(
    ("figure", "text"), [(F(13, 6), "2.2"), (F(3), "3.0"), (F(295, 100), "3.0"), (F(0), "0.0"), (F(10), "10.0")]
)
def test_a_mean_is_written_with_one_decimal(figure: F, text: str) -> None:
    assert format_figure(figure) == text


@pytest.mark.parametrize(("figure", "text"), [(F(11), "11"), (F(25, 2), "13"), (F(0), "0")])
def test_a_sum_is_written_whole(figure: F, text: str) -> None:
    assert format_figure(figure, "sum") == text


@pytest.mark.parametrize(("figure", "text"), [(F(-1, 2), "-0.5"), (F(-4, 100), "0.0"), (F(-1), "-1.0")])
def test_a_fall_is_written_with_its_sign(figure: F, text: str) -> None:
    assert format_figure(figure) == text


@pytest.mark.parametrize(("value", "text"), [(F(2), "2"), (F(5, 2), "2.5"), (F(7, 3), "2.3")])
def test_a_whole_level_is_written_without_a_decimal(value: F, text: str) -> None:
    assert format_level(value) == text


@pytest.mark.parametrize(
    ("ratings", "value"),
    [
        ([], NotRated()),
        ([said(UNKNOWN)], NotRated()),
        ([said(NO_STORES)], NO_STORES),
        ([said(3)], F(3)),
        ([said(3), said(2)], F(2)),
        ([said(3), said(UNKNOWN)], NotRated()),
        ([said(2), said(3, by="eli")], F(5, 2)),
        ([said(2), said(3, by="eli"), said(4, in_round=2)], F(7, 2)),
        ([said(4, in_round=2), said(1)], F(4)),
        ([said(4, in_round=2), said(1, in_round=2)], F(1)),
        ([said(2), said(2, by="eli"), said(3, by="fay")], F(7, 3)),
        ([said(2), said(NO_STORES, by="eli")], F(2)),
        ([said(2), said(UNKNOWN, by="eli")], F(2)),
        ([said(UNKNOWN), said(NO_STORES, by="eli")], NotRated()),
        (
            [said(NO_STORES), said(NotApplicable("online only"), by="eli"), said(NO_STORES, by="fay")],
            NotApplicable("no stores; online only"),
        ),
        ([said(5, by="olga")], NotRated()),
        ([said(2), said(5, by="olga"), said(5, by="a passer-by")], F(2)),
    ],
)
def test_the_value_is_the_mean_of_the_last_ratings_of_respondents(ratings: list[Rating], value: Value) -> None:
    assessment = assessment_of(OPTIMIZATION, {CAUSES: ratings}, respondents=("dana", "eli", "fay"))
    assert dimension_value(assessment, CAUSES) == value
    assert dimension_value(assessment, VISIBILITY) == NotRated()


@pytest.mark.parametrize("ratings", [[], [said(2), said(5, by="eli")], [said(NO_STORES)], [said(UNKNOWN)]])
def test_an_agreed_level_stands_whatever_was_rated(ratings: list[Rating]) -> None:
    assessment = assessment_of(OPTIMIZATION, {CAUSES: ratings}, respondents=("dana", "eli"), agreed={CAUSES: 4})
    assert dimension_value(assessment, CAUSES) == F(4)


def test_the_last_agreed_level_counts() -> None:
    first = assessment_of(OPTIMIZATION, {CAUSES: 2}, agreed={CAUSES: 4})
    second = replace(first, agreed=(*first.agreed, replace(first.agreed[0], level=3)))
    assert dimension_value(second, CAUSES) == F(3)


@pytest.mark.parametrize(
    ("level", "words", "evidenced"),
    [(1, "", 1), (3, "", 3), (4, "", 3), (5, "", 3), (4, "a map", 4), (5, "a map", 5), (5, "  ", 3)],
)
def test_a_high_level_without_evidence_falls_below_where_evidence_is_wanted(
    level: int, words: str, evidenced: int
) -> None:
    assert evidenced_level(OPTIMIZATION, level, said(level, words=words).evidence) == evidenced


def test_an_evidenced_level_stays_on_a_scale_that_wants_evidence_from_its_bottom() -> None:
    assert evidenced_level(replace(framework_on(1, 3), evidence_from=1), 3, ()) == 1


def test_nothing_falls_where_no_level_wants_evidence() -> None:
    assert evidenced_level(replace(OPTIMIZATION, evidence_from=6), 5, ()) == 5


@pytest.mark.parametrize(
    ("ratings", "agreed", "evidenced"),
    [
        ([said(5), said(4, by="eli", words="a map")], {}, F(7, 2)),
        ([said(UNKNOWN)], {}, NotRated()),
        ([said(NO_STORES)], {}, NO_STORES),
        ([said(2, words="we fix tickets")], {CAUSES: 5}, F(3)),
        ([said(5, words="recurrence fell")], {CAUSES: 4}, F(4)),
        ([], {CAUSES: 2}, F(2)),
    ],
)
def test_the_evidenced_value_lowers_each_level_to_what_is_shown(
    ratings: list[Rating], agreed: dict[str, int], evidenced: Value
) -> None:
    assessment = assessment_of(OPTIMIZATION, {CAUSES: ratings}, respondents=("dana", "eli"), agreed=agreed)
    assert evidenced_value(assessment, CAUSES) == evidenced


@pytest.mark.parametrize(
    ("ratings", "apart", "split"),
    [
        ([], None, False),
        ([said(UNKNOWN), said(NO_STORES, by="eli")], None, False),
        ([said(3)], 0, False),
        ([said(3), said(2, by="eli")], 1, False),
        ([said(4), said(2, by="eli"), said(3, by="fay")], 2, True),
        ([said(5), said(1, by="olga")], 0, False),
        ([said(1), said(3, by="eli"), said(3, in_round=2)], 0, False),
    ],
)
def test_ratings_two_levels_apart_are_split(ratings: list[Rating], apart: int | None, split: bool) -> None:  # noqa: FBT001 -- a column of the table
    assessment = assessment_of(OPTIMIZATION, {CAUSES: ratings}, respondents=("dana", "eli", "fay"))
    assert spread(assessment, CAUSES) == apart
    assert is_split(spread(assessment, CAUSES)) is split


@given(assessments())
@settings(SMALL)
def test_the_rating_that_counts_is_the_assessments_last_one(assessment: Assessment) -> None:
    for dimension in assessment.framework.dimensions:
        expected = [assessment.last_rating(dimension.key, person) for person in assessment.respondents()]
        assert list(counting_ratings(assessment, dimension.key)) == [each for each in expected if each]


@given(assessments(), st.randoms(use_true_random=False))
@settings(SMALL)
def test_the_order_of_other_peoples_ratings_does_not_matter(assessment: Assessment, random: Random) -> None:
    shuffled = _interleave(assessment.ratings, random)
    for dimension in assessment.framework.dimensions:
        for value in (dimension_value, evidenced_value, spread):
            assert value(replace(assessment, ratings=shuffled), dimension.key) == value(assessment, dimension.key)


def _interleave(ratings: tuple[Rating, ...], random: Random) -> tuple[Rating, ...]:
    """Mix people's ratings at random while each person's own stay in their order."""
    turns = [each.respondent for each in ratings]
    random.shuffle(turns)
    waiting = {person: iter([each for each in ratings if each.respondent == person]) for person in set(turns)}
    return tuple(next(waiting[person]) for person in turns)
