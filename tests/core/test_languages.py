"""The languages that texts are drafted in: their codes, and the words that say a number."""

import pytest

from bot.core.languages import LANGUAGES, code_of


@pytest.mark.parametrize("text", ["", "en", "English", "xx", "Klingon", "日本語"])
def test_what_is_not_offered_is_english(text: str) -> None:
    assert code_of(text) == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("français", "fr"),
        (" es ", "es"),
    ],
)
def test_a_language_is_known_by_its_code_and_its_names(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "two twenty-seven second thirds half twice dozens hundred tripled tenfold percent lakh"),
        ("de", "zwei siebenundzwanzig zweite drittel hälfte doppelt dutzend hundert verdoppelt dreifach halbe prozent"),
        ("fr", "deux vingt-sept deuxième tiers moitié double douzaine cent tripler quart demi"),
        ("es", "dos veintisiete segundo tercios mitad doble docena ciento triplicar tercera"),
    ],
)
def test_words_that_say_a_number_are_known(code: str, words: str) -> None:
    language = LANGUAGES[code]
    assert [word for word in words.split() if not language.is_amount(word)] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "one first once quarterly tenant often weight seize anyone"),
        ("de", "eine erste achtet vierteljährlich halbjährlich zweifel einmal"),
        ("fr", "un première souvent trimestriel personne"),
        ("es", "una primera según medio trimestral"),
    ],
)
def test_everyday_words_that_look_like_numbers_pass(code: str, words: str) -> None:
    language = LANGUAGES[code]
    assert [word for word in words.split() if language.is_amount(word)] == []


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_the_commonest_words_of_a_language_are_not_taken_for_another(code: str) -> None:
    language = LANGUAGES[code]
    assert not language.is_left(sorted(language.common))
    assert all(not other.is_left(sorted(other.common)) for other in LANGUAGES.values())
