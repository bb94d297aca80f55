"""The whole scorecard of an assessment, and what may be compared with an earlier one."""

from dataclasses import replace
from fractions import Fraction as F  # noqa: N817 -- the tables are made of them

import pytest
from hypothesis import given, settings

from bot.core.assessment import Assessment, NotRated, Verdict
from bot.core.framework import Descriptor, Framework, Scale
from bot.core.scoring.comparison import Change, comparable, comparable_overall
from bot.core.scoring.scorecard import scorecard
from tests.core.examples import CAUSES, KEYS, MATRIX, OPTIMIZATION, VISIBILITY
from tests.core.rated import NO_STORES, UNKNOWN, assessment_of, said
from tests.core.strategies import SMALL, assessments
from tests.known import sure

SEED: list[Verdict] = [3, 2, 2, 2, 2, 2]


def _with_cause_wording(framework: Framework, text: str) -> Framework:
    rewritten = replace(framework.dimensions[1], descriptors=(Descriptor(1, "Initial", text),))
    return replace(framework, dimensions=(framework.dimensions[0], rewritten, *framework.dimensions[2:]))


def test_the_seeds_example_gives_its_scorecard() -> None:
    card = scorecard(assessment_of(OPTIMIZATION, SEED))
    assert card.overall is not None
    assert (card.overall.text, card.overall.band and card.overall.band.name) == ("2.2", "Developing")
    assert not card.provisional
    assert card.missing == ()
    assert card.floor is not None
    assert (card.floor.value, card.floor.dimensions) == (F(2), tuple(KEYS[1:]))
    assert card.held_back is not None
    assert (card.held_back.level, card.held_back.dimensions) == (3, tuple(KEYS[1:]))
    assert [each.dimension for each in card.gaps] == [*KEYS[1:], VISIBILITY]
    assert (card.answered, card.before, card.change) == (("dana",), None, None)
    assert (card.framework.slug, card.framework.version, card.framework.digest) == (
        "cx-optimization",
        "1.0",
        OPTIMIZATION.digest,
    )


def test_the_matrix_gives_its_total_and_focus() -> None:
    card = scorecard(assessment_of(MATRIX, [2, 2, 3, 2, 2]))
    assert card.overall is not None
    assert card.overall.text == "11"
    assert card.overall.band is not None
    assert (card.overall.band.name, card.overall.band.focus) == ("Defined", "Break down silos, close the loop.")


def test_rows_stand_in_the_frameworks_order_whatever_order_people_answered_in() -> None:
    card = scorecard(assessment_of(OPTIMIZATION, {CAUSES: 2, VISIBILITY: 3}))
    assert [each.key for each in card.rows] == KEYS
    assert [each.value for each in card.rows[:3]] == [F(3), F(2), NotRated()]


def test_an_incomplete_scorecard_is_provisional_without_a_band_and_says_what_is_missing() -> None:
    card = scorecard(assessment_of(OPTIMIZATION, [3, 2, UNKNOWN, 2, NO_STORES, 2]))
    assert (card.provisional, card.missing) == (True, ("experimentation-iteration",))
    assert (card.coverage.rated, card.coverage.applicable) == (4, 5)
    assert card.overall is not None
    assert (card.overall.text, card.overall.band) == ("2.3", None)
    assert card.evidenced is not None
    assert card.evidenced.band is None


@pytest.mark.parametrize("level", [2, 5])
def test_what_denies_evidence_or_vouches_for_the_level_stands_there_and_is_not_counted(level: int) -> None:
    words = ("we keep a log", "cross my heart", "kein Beleg", "juste une impression", "nothing yet", "te lo juro")
    rated = {key: said(level, words=each) for key, each in zip(KEYS, words, strict=True)}
    card = scorecard(assessment_of(OPTIMIZATION, rated))
    assert (card.with_evidence, [row.showing for row in card.rows]) == (1, [1, 0, 0, 0, 0, 0])
    assert [row.evidence[0].text for row in card.rows] == list(words)


def test_nothing_rated_is_a_scorecard_too() -> None:
    card = scorecard(assessment_of(OPTIMIZATION, {}))
    assert (card.overall, card.evidenced, card.floor, card.held_back, card.gaps) == (None, None, None, None, ())
    assert (card.provisional, card.missing, card.answered) == (True, tuple(KEYS), ())
    assert {(each.gap, each.spread) for each in card.rows} == {(None, None)}


def test_nothing_applicable_is_complete_and_has_no_figure() -> None:
    card = scorecard(assessment_of(OPTIMIZATION, [NO_STORES] * 6))
    assert (card.provisional, card.missing, card.overall) == (False, (), None)
    assert card.answered == ("dana",)


def test_claimed_and_evidenced_stand_side_by_side() -> None:
    card = scorecard(assessment_of(OPTIMIZATION, {**dict.fromkeys(KEYS, 3), CAUSES: 5, VISIBILITY: said(4, words="a")}))
    assert card.overall is not None
    assert card.evidenced is not None
    assert (card.overall.text, card.evidenced.text) == ("3.5", "3.2")
    assert (card.row(CAUSES).value, card.row(CAUSES).evidenced) == (F(5), F(3))
    assert (card.row(VISIBILITY).value, card.row(VISIBILITY).evidenced) == (F(4), F(4))


def test_a_row_says_who_rated_it_and_what_shows_it() -> None:
    ratings = [said(2, words="old"), said(3, by="eli", words="we map"), said(4, words="a wiki"), said(5, by="olga")]
    assessment = assessment_of(OPTIMIZATION, {CAUSES: ratings}, respondents=("dana", "eli", "fay"))
    row = scorecard(assessment).row(CAUSES)
    assert row.raters == 2
    assert [each.text for each in row.evidence] == ["a wiki", "we map"]
    assert (row.spread, row.split, row.value) == (1, False, F(7, 2))
    assert scorecard(assessment).answered == ("dana", "eli")


def test_a_row_that_nobody_knows_has_no_rater() -> None:
    assert scorecard(assessment_of(OPTIMIZATION, {CAUSES: UNKNOWN})).row(CAUSES).raters == 0


def test_the_subjects_own_target_counts_before_the_frameworks() -> None:
    card = scorecard(assessment_of(OPTIMIZATION, SEED, targets={CAUSES: 2, VISIBILITY: 2}))
    assert (card.row(CAUSES).target, card.row(CAUSES).gap) == (2, F(0))
    assert card.row(VISIBILITY).gap == F(-1)
    assert [each.dimension for each in card.gaps] == KEYS[2:]


def test_asking_for_a_row_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-such"):
        scorecard(assessment_of(OPTIMIZATION, SEED)).row("no-such")


def test_change_since_last_time_is_that_of_the_figures_shown() -> None:
    before = assessment_of(OPTIMIZATION, [2, 2, 2, 1, 2, 2])
    card = scorecard(assessment_of(OPTIMIZATION, SEED, days=90), before)
    assert card.change == Change(F(18, 10), F(22, 10), F(4, 10), unexplained=False)
    assert card.row(VISIBILITY).change == Change(F(2), F(3), F(1), unexplained=True)
    assert card.row(CAUSES).change == Change(F(2), F(2), F(0), unexplained=False)
    assert card.before is not None
    assert (card.before.id, card.before.at) == ("a0", before.completed_at)
    assert card.before.overall is not None
    assert card.before.overall.text == "1.8"


@pytest.mark.parametrize(
    ("old", "new", "explained", "unexplained"),
    [
        (said(2), said(3), frozenset(), True),
        (said(3), said(2), frozenset(), True),
        (said(2), said(3, words="a defect list"), frozenset(), False),
        (said(2, words="a defect list"), said(3, words="A defect  list"), frozenset(), True),
        (said(2, words="a defect list"), said(3, words="a defect list with owners"), frozenset(), False),
        (said(2), said(3), frozenset({CAUSES}), False),
        (said(2), said(3), frozenset({VISIBILITY}), True),
        (said(2), said(2), frozenset(), False),
    ],
)
def test_a_whole_level_without_new_evidence_or_a_finished_action_is_unexplained(
    old: Verdict, new: Verdict, explained: frozenset[str], *, unexplained: bool
) -> None:
    before = assessment_of(OPTIMIZATION, {CAUSES: old})
    card = scorecard(assessment_of(OPTIMIZATION, {CAUSES: new}, days=90), before, explained=explained)
    assert sure(card.row(CAUSES).change).unexplained is unexplained


def test_less_than_a_whole_level_needs_no_explanation() -> None:
    people = ("dana", "eli")
    before = assessment_of(OPTIMIZATION, {CAUSES: [said(2), said(2, by="eli")]}, respondents=people)
    now = assessment_of(OPTIMIZATION, {CAUSES: [said(2), said(3, by="eli")]}, respondents=people, days=90)
    assert scorecard(now, before).row(CAUSES).change == Change(F(2), F(5, 2), F(1, 2), unexplained=False)


@pytest.mark.parametrize(("old", "new"), [(UNKNOWN, 3), (3, UNKNOWN), (NO_STORES, 3), (3, NO_STORES)])
def test_a_dimension_rated_only_once_has_no_change_and_breaks_the_overall_one(old: Verdict, new: Verdict) -> None:
    before = assessment_of(OPTIMIZATION, [old, *SEED[1:]])
    card = scorecard(assessment_of(OPTIMIZATION, [new, *SEED[1:]], days=90), before)
    assert (card.row(VISIBILITY).change, card.change) == (None, None)
    assert card.row(CAUSES).change is not None


@pytest.mark.parametrize(
    ("old", "new", "compared"),
    [(NO_STORES, NO_STORES, True), (NO_STORES, UNKNOWN, False), (UNKNOWN, NO_STORES, False), (UNKNOWN, UNKNOWN, False)],
)
def test_a_provisional_figure_is_compared_with_nothing(old: Verdict, new: Verdict, *, compared: bool) -> None:
    before = assessment_of(OPTIMIZATION, [old, *SEED[1:]])
    card = scorecard(assessment_of(OPTIMIZATION, [new, *SEED[1:]], days=90), before)
    assert (card.change is not None) is compared


def test_another_subject_another_framework_and_another_workspace_are_never_compared() -> None:
    now, before = assessment_of(OPTIMIZATION, SEED, days=90), assessment_of(OPTIMIZATION, SEED)
    others = [
        replace(before, workspace="T2"),
        assessment_of(OPTIMIZATION, SEED, subject="Beta"),
        assessment_of(replace(OPTIMIZATION, slug="engagement"), SEED),
    ]
    for other in others:
        card = scorecard(now, other)
        assert (card.before, card.change, card.row(CAUSES).change) == (None, None, None)


def test_a_subject_is_the_same_however_its_name_is_spaced_and_cased() -> None:
    before = assessment_of(OPTIMIZATION, SEED, subject=" acme  RETAIL ")
    assert scorecard(assessment_of(OPTIMIZATION, SEED, days=90), before).before is not None


def test_a_framework_is_the_same_under_a_slug_that_it_supersedes() -> None:
    newer = replace(OPTIMIZATION, slug="cx-readiness", supersedes=(OPTIMIZATION.slug,))
    now, before = assessment_of(newer, SEED, days=90), assessment_of(OPTIMIZATION, SEED)
    assert scorecard(now, before).change is not None
    assert scorecard(before, now).change is None


@pytest.mark.parametrize(("framework", "top"), [(OPTIMIZATION, F(5)), (MATRIX, F(20))])
def test_a_scorecard_knows_how_far_its_figure_reaches(framework: Framework, top: F) -> None:
    assert scorecard(assessment_of(framework, {})).framework.top == top


def test_a_dimension_is_comparable_while_its_levels_mean_the_same() -> None:
    newer = replace(OPTIMIZATION, version="1.1", digest="00" * 32)
    asked = replace(newer, dimensions=tuple(replace(each, ask="How?", name="New name") for each in newer.dimensions))
    rewritten = _with_cause_wording(newer, "Something else altogether.")
    assert comparable(asked, OPTIMIZATION, CAUSES)
    assert not comparable(rewritten, OPTIMIZATION, CAUSES)
    assert comparable(rewritten, OPTIMIZATION, VISIBILITY)
    assert not comparable(replace(newer, scale=Scale(1, 4)), OPTIMIZATION, CAUSES)
    assert not comparable(newer, replace(OPTIMIZATION, dimensions=OPTIMIZATION.dimensions[:1]), CAUSES)


def test_a_rewritten_dimension_breaks_its_own_line_and_the_overall_one() -> None:
    before = assessment_of(OPTIMIZATION, SEED)
    now = assessment_of(_with_cause_wording(OPTIMIZATION, "Something else altogether."), SEED, days=90)
    card = scorecard(now, before)
    assert (card.row(CAUSES).change, card.change) == (None, None)
    assert card.row(VISIBILITY).change is not None


def test_overall_figures_of_other_weights_dimensions_or_sums_are_not_compared() -> None:
    first, *rest = OPTIMIZATION.dimensions
    assert comparable_overall(replace(OPTIMIZATION, version="2"), OPTIMIZATION)
    assert not comparable_overall(replace(OPTIMIZATION, dimensions=(replace(first, weight=F(2)), *rest)), OPTIMIZATION)
    assert not comparable_overall(replace(OPTIMIZATION, dimensions=tuple(rest)), OPTIMIZATION)
    assert not comparable_overall(replace(OPTIMIZATION, aggregate="sum"), OPTIMIZATION)


@given(assessments())
@settings(SMALL)
def test_the_same_facts_give_the_same_scorecard_and_nothing_changes_against_itself(assessment: Assessment) -> None:
    card = scorecard(assessment, assessment)
    assert card == scorecard(assessment, assessment)
    changes = [each.change for each in card.rows if each.change is not None]
    assert all(each.difference == 0 and not each.unexplained for each in changes)
    assert len(changes) == card.coverage.rated


@given(assessments())
@settings(SMALL)
def test_an_observers_ratings_never_count(assessment: Assessment) -> None:
    without = replace(assessment, ratings=tuple(each for each in assessment.ratings if each.respondent != "U4"))
    assert scorecard(without) == scorecard(assessment)
