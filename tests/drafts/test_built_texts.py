"""The texts that are built without a model, over every fixed assessment and in every language."""

import re
from functools import cache

import pytest

from bot.core.drafts import built_texts
from bot.core.drafts.brief import ELLIPSIS, Brief, FactKind, Kind
from bot.core.drafts.built_texts import LONGEST_PROSE
from bot.core.drafts.draft import Prose
from bot.core.languages import LANGUAGES
from bot.core.plan.plan import Plan
from tests.drafts.corpus import briefs

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
UNFINISHED = re.compile(r"[(,;:–-]$|\(\d*$|\b(?:is|of|a|the|and)$", re.IGNORECASE)
built = cache(built_texts.built)
in_every_language = pytest.mark.parametrize("language", sorted(LANGUAGES))


def texts_of(brief: Brief) -> list[str]:
    content = built(brief)
    if isinstance(content, Prose):
        return [each.text for each in content.sentences]
    return [text for each in content.actions for text in (each.what, each.measure, each.first_step)]


def quotations(brief: Brief) -> list[str]:
    opening, closing = LANGUAGES[brief.language].marks
    return re.findall(f"{opening}(.*?){closing}", " ".join(texts_of(brief)))


@in_every_language
def test_every_figure_and_every_quotation_is_from_the_facts(language: str) -> None:
    for name, brief in briefs(language):
        given = " ".join(f"{fact.text} {fact.level}" for fact in brief.facts)
        said = [fact.text for fact in brief.of_kind(FactKind.EVIDENCE)]
        for text in texts_of(brief):
            assert set(NUMBER.findall(text)) <= set(NUMBER.findall(given)), (name, text)
        for quoted in quotations(brief):
            assert any(quoted.removesuffix(f" {ELLIPSIS}") in each for each in said), (name, quoted)


@in_every_language
def test_no_quotation_ends_inside_a_phrase(language: str) -> None:
    for name, brief in briefs(language):
        for quoted in quotations(brief):
            bare = quoted.removesuffix(f" {ELLIPSIS}")
            assert not UNFINISHED.search(bare), (name, quoted)
            assert bare.count("(") == bare.count(")"), (name, quoted)


@in_every_language
def test_a_text_is_short_and_each_sentence_names_its_facts(language: str) -> None:
    for name, brief in briefs(language):
        content = built(brief)
        if isinstance(content, Prose):
            assert len(content.text) <= LONGEST_PROSE, name
            assert len(content.sentences) >= 2, name
            assert all(each.facts and all(map(brief.fact, each.facts)) for each in content.sentences), name


@in_every_language
def test_a_narrative_repeats_no_sentence_of_its_note_and_keeps_the_next_step(language: str) -> None:
    notes: dict[str, set[str]] = {}
    for name, brief in briefs(language):
        content = built(brief)
        if brief.kind is Kind.NOTE:
            notes[name] = set(texts_of(brief))
        elif isinstance(content, Prose):
            assert not notes[name.replace("narrative:", "note:")] & set(texts_of(brief)), name
            assert all(step.text in content.text for step in brief.of_kind(FactKind.NEXT_STEP)), name


@in_every_language
def test_the_words_of_a_plan_differ_from_action_to_action(language: str) -> None:
    for name, brief in briefs(language):
        content = built(brief)
        if isinstance(content, Plan):
            for words in zip(*((each.what, each.measure, each.first_step) for each in content.actions), strict=True):
                assert len(set(words)) == len(words), name
