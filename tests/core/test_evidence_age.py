"""How old evidence is: what is left out, what counts as new, and which dimensions are named."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.scoring.comparison import oldest_evidence
from tests.core.examples import example_framework
from tests.core.rated import NO_STORES, START, UNKNOWN, assessment_of, said

FRAMEWORK = example_framework()
KEYS = [each.key for each in FRAMEWORK.dimensions]
NAMES = [each.name for each in FRAMEWORK.dimensions]


def minute(number: int, *, days: int = 0) -> datetime:
    return START + timedelta(days=days, minutes=number)


def test_without_an_assessment_there_is_none() -> None:
    assert oldest_evidence(()) == ()


def test_a_dimension_without_evidence_is_left_out() -> None:
    only = assessment_of(FRAMEWORK, {KEYS[0]: said(2), KEYS[1]: said(2, words="a map")})
    assert oldest_evidence((only,)) == ((NAMES[1], minute(2)),)


def test_a_dimension_that_has_no_level_any_more_is_left_out() -> None:
    before = assessment_of(FRAMEWORK, {key: said(2, words="a map") for key in KEYS[:3]})
    now = assessment_of(FRAMEWORK, {KEYS[0]: UNKNOWN, KEYS[1]: NO_STORES, KEYS[2]: 3}, days=90)
    assert oldest_evidence((before, now)) == ((NAMES[2], minute(3)),)


def test_words_that_are_repeated_are_as_old_as_when_they_were_first_said() -> None:
    before = assessment_of(FRAMEWORK, {KEYS[0]: said(2, words="a map"), KEYS[1]: said(2, words="a list")})
    now = assessment_of(FRAMEWORK, {KEYS[0]: said(3, words="a new map"), KEYS[1]: said(3, words="a list")}, days=90)
    assert oldest_evidence((before, now)) == ((NAMES[1], minute(2)), (NAMES[0], minute(1, days=90)))


def test_the_newest_evidence_of_a_dimension_counts_whoever_gave_it() -> None:
    given = {KEYS[0]: (said(2, words="a map"), said(3, by="sam", words="a list"))}
    both = assessment_of(FRAMEWORK, given, respondents=("dana", "sam"))
    assert oldest_evidence((both,)) == ((NAMES[0], minute(2)),)


def test_an_answer_that_was_given_anew_counts_no_more() -> None:
    first = assessment_of(FRAMEWORK, {KEYS[0]: (said(2, words="a map"), said(3))})
    assert oldest_evidence((first,)) == ()


def test_three_are_named_and_the_oldest_first() -> None:
    turned = replace(FRAMEWORK, dimensions=tuple(reversed(FRAMEWORK.dimensions)))
    ratings = {key: said(2, words=f"about {key}") for key in KEYS}
    assert [name for name, _ in oldest_evidence((assessment_of(turned, ratings),))] == NAMES[:3]
