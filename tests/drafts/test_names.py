"""Names that nobody said are found by the dictionaries, and plain words of the trade pass: sentences written before."""

import tomllib
from pathlib import Path

import pytest

from bot.core.drafts.own_words import ground_of, smuggled
from bot.llm import lexicon
from tests.drafts.report import brief_of

SENTENCES = tomllib.loads((Path(__file__).parent / "names" / "sentences.toml").read_text("utf-8"))
WORDS_AS_WELL = {"Krüger", "Jürgen", "seat"}
"""Names that are words too, or look like one's plural: for the reader."""
LACKING = {"verbatims", "traçabilité", "papelitos", "Bauchgefühl", "NPS", "CRM", "geregelt"}
"""Words of honest sentences that are taken for a name or a level: a retry mends them."""


def found_in(language: str, sentence: str) -> list[str]:
    """Return what is found wrong with a sentence."""
    brief = brief_of(SENTENCES[language]["assessment"], "note", language)
    return [message for _, message in smuggled(ground_of(lexicon, brief), sentence)]


@pytest.mark.parametrize("language", SENTENCES)
def test_a_name_that_nobody_said_is_found_and_plain_words_pass(language: str) -> None:
    table = SENTENCES[language]
    cases = list(zip(table["names"].split(), table["tampered"], strict=True))
    assert {name for name, sentence in cases if not found_in(language, sentence)} <= WORDS_AS_WELL
    refused = [sentence for sentence in table["honest"] if found_in(language, sentence)]
    assert [each for each in refused if not any(word in each for word in LACKING)] == []
    assert min(len(cases), len(table["honest"])) == 40


@pytest.mark.parametrize("language", SENTENCES)
def test_any_letters_get_an_answer(language: str) -> None:
    for word in ("re" * 1000, "tages" * 12, "Tages" * 1000, "İß\u0301", "ǅ", ""):
        assert lexicon.knows(word, language) in (True, False)
