"""Numbers, words and sentences are found however they are written."""

from fractions import Fraction

import pytest

from bot.core.drafts.checks.english import stem
from bot.core.drafts.checks.figures import figures_in
from bot.core.drafts.checks.parts import sentences_of


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12 and -3, 1,200 and 2.5", [12, -3, None, Fraction(5, 2)]),
        ("twenty-five, two hundred and ten, one thousand two hundred", [25, 210, 1200]),
        ("half, two thirds, a quarter of it, \u00bd", [Fraction(1, 2), Fraction(2, 3), Fraction(1, 4), Fraction(1, 2)]),
        ("12k, $1.2m and 3 million", [12_000, 1_200_000, 3_000_000]),
        ("twice, tripled, dozens, a dozen, two dozen", [2, 3, 12, 12, 24]),
        ("the third, the 9th and the twenty-first", [3, 9, 21]),
        ("\u0664, \uff11\uff12 and \u2463", [4, 12, 4]),
        ("1 200 parcels, 1 000 000 jobs", [1200, 1_000_000]),
    ],
)
def test_a_number_is_read_in_any_form(text: str, values: list[Fraction | int | None]) -> None:
    assert [each.value for each in figures_in(text)] == values


@pytest.mark.parametrize(
    "text", ["each quarter, a third party, one day", "someone, tension, often, weight", "a part-time job", "quarterly"]
)
def test_a_word_that_only_looks_like_a_number_is_none(text: str) -> None:
    assert [each for each in figures_in(text) if each.how not in ("one", "rank")] == []


def test_shares_money_and_codes_are_told_apart() -> None:
    share, money, code, date = figures_in("38 per cent, EUR 12, Q3 and 03/09/2026")
    assert (share.percent, money.currency, code.how, date.how) == (True, "eur", "code", "code")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Teams ask why. Nobody writes it down! Does it help?", 3),
        ("Teams ask why, e.g. after a bad week, approx. monthly. It helps.", 2),
        ("Dr. Olufsen came in at 2.5 of 5. J. Smith left.", 2),
        ("It goes on ... and on. What was said: \u2026 \u201cyes\u201d \u2026", 2),
        ("One line\nanother line", 2),
        ("", 0),
    ],
)
def test_a_text_is_taken_apart_into_sentences(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


@pytest.mark.parametrize(
    "words",
    [
        "measure measures measured measuring",
        "week weekly weeks",
        "plan plans planned planning",
        "call calls called",
        "company companies",
        "write writes written wrote writing",
        "kept keep keeps keeping",
    ],
)
def test_words_of_one_family_have_one_stem(words: str) -> None:
    assert len({stem(each) for each in words.split()}) == 1


def test_different_words_keep_different_stems() -> None:
    assert len({stem(each) for each in "team test owner own defect defend status state bus business".split()}) == 10
