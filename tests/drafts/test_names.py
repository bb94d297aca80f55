"""Names, numbers, levels and talk of the task are found, plain words of the trade pass: sentences written before."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.core.drafts.own_words import ground_of, smuggled, tells_of
from bot.core.drafts.render import excerpt
from bot.llm import lexicon
from tests.drafts.report import brief_of

HERE = Path(__file__).parent / "names"
SENTENCES = tomllib.loads((HERE / "sentences.toml").read_text("utf-8"))
SIBLINGS = tomllib.loads((HERE / "siblings.toml").read_text("utf-8"))
WORDS_AS_WELL = {"seat"}
"""Names that are words too: for the reader."""
LACKING = {"verbatims", "traçabilité", "papelitos", "NPS", "CRM", "geregelt"}
"""Words of honest sentences that are taken for a name or a level: a retry mends them."""

EVERYDAY = ("as asked", "an order hidden", "chatbot", "la consigne", "l'ordre caché", "la orden")
"""Talk of the task in words of work or of the facts: for the reader."""


def found_in(language: str, sentence: str, table: Mapping[str, Any] | None = None) -> list[str]:
    """Return what is found wrong with a sentence about the assessment of a table."""
    brief = brief_of((table or SENTENCES[language])["assessment"], "note", language)
    return [message for _, message in smuggled(ground_of(lexicon, brief), sentence, is_prose=True)]


def cut_in(_language: str, shown: list[str], _table: Mapping[str, Any]) -> list[str]:
    """Return what is found wrong with the parts that are shown of an answer, which comes first."""
    told, *parts = shown
    return [wrong for _, wrong, _ in (excerpt(told, part, is_said=True, beside=parts) for part in parts) if wrong]


def untold_in(language: str, listed: list[str], table: Mapping[str, Any]) -> list[str]:
    """Return a sentence that tells nothing of an answer, which comes first."""
    told, sentence = listed
    ground = ground_of(lexicon, brief_of(table["assessment"], "note", language))
    return [] if tells_of(ground, told, sentence) else [sentence]


JUDGES = {"parts": cut_in, "telling": untold_in}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_name_that_nobody_said_is_found_and_plain_words_pass(language: str) -> None:
    table = SENTENCES[language]
    cases = list(zip(table["names"].split(), table["tampered"], strict=True))
    assert {name for name, sentence in cases if not found_in(language, sentence)} <= WORDS_AS_WELL
    refused = [sentence for sentence in table["honest"] if found_in(language, sentence)]
    assert [each for each in refused if not any(word in each for word in LACKING)] == []
    assert min(len(cases), len(table["honest"])) == 40


@pytest.mark.parametrize("language", SENTENCES)
def test_talk_of_the_task_is_found_and_work_with_texts_and_orders_is_not(language: str) -> None:
    table = SENTENCES[language]
    missed = [each for each in table["task"] if not any("speaks of" in told for told in found_in(language, each))]
    assert [each for each in missed if not any(words in each for words in EVERYDAY)] == []
    assert [each for each in table["work"] if found_in(language, each)] == []
    assert (len(table["task"]), len(table["work"])) == (10, 6)


@pytest.mark.parametrize(
    ("kind", "language"), [(kind, language) for kind, each in SIBLINGS.items() for language in each]
)
def test_siblings_of_what_passed_once_are_found_and_those_beside_them_are_not(kind: str, language: str) -> None:
    table, wrong_in = SIBLINGS[kind][language], JUDGES.get(kind, found_in)
    for wrong, right in (("found", "missed"), ("refused", "honest")):
        assert [each for each in table[wrong] if not wrong_in(language, each, table)] == []
        assert [each for each in table[right] if wrong_in(language, each, table)] == [], "its list says otherwise"


@pytest.mark.parametrize("language", SENTENCES)
def test_any_letters_get_an_answer(language: str) -> None:
    for word in ("re" * 1000, "tages" * 12, "Tages" * 1000, "İß\u0301", "ǅ", ""):
        assert lexicon.knows(word, language) in (True, False)
        assert lexicon.is_noun(word) in (True, False)
        assert lexicon.is_name(word, language) in (True, False)


@pytest.mark.parametrize(
    "noun",
    "Tempo Datum Team Chef Protokoll Verzug Beschwerde Besucher Güte Nächstes Unerledigtes Vertrauen Kundenservice "
    "Chefsache Rückrufregel Bearbeitungsstand Personen Person Post Zahlen Papier Muster".split(),
)
def test_a_german_noun_is_told_by_its_forms_its_parts_or_another_language(noun: str) -> None:
    assert lexicon.is_noun(noun)


@pytest.mark.parametrize(
    "name",
    "Wolf Frank Ernst Rosa Mark Essen Kiel Bamberg Karstadt Krüger Müller Huber Köhler Jürgen Uwe Hornbach Trustpilot "
    "Siemens Zalando Eon Wuppertal Excel".split(),
)
def test_a_name_is_no_noun_though_it_may_mean_something(name: str) -> None:
    assert not lexicon.is_noun(name)


@pytest.mark.parametrize(
    ("language", "names", "words"),
    [
        ("en", "berlin london peters", "else may mark open just time"),
        ("de", "Petra Berlin Wien Lidl", "Bitte Wille Person Standard Post anders"),
        ("fr", "marie berlin london", "mais dans claire remarque grand"),
        ("es", "berlin london", "lee ellas marco libro mayor"),
    ],
)
def test_what_most_languages_write_large_is_a_name_in_any(language: str, names: str, words: str) -> None:
    assert [each for each in names.split() if not lexicon.is_name(each, language)] == []
    assert [each for each in words.split() if lexicon.is_name(each, language)] == []
