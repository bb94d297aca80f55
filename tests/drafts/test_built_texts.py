"""The texts that are built without a model stand up to the checks, and the checks stand up to anything."""

from collections.abc import Iterator

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.drafts.brief import Brief, Kind
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.checks import check
from bot.core.drafts.draft import Prose, Sentence
from bot.core.scoring.scorecard import scorecard
from tests.drafts.corpus import assessments, honest_drafts
from tests.effort import effort


def _briefs() -> Iterator[tuple[str, Brief]]:
    for name, assessment in assessments().items():
        card = scorecard(assessment)
        for piece in pieces_of(card):
            yield f"{name}-{piece.key}", brief_for(assessment, card, piece)


BRIEFS = dict(_briefs())
NOTES = [each for each in BRIEFS.values() if each.piece.kind is Kind.NOTE]


def test_a_built_text_passes_every_check() -> None:
    findings = {name: check(brief, built(brief)) for name, brief in BRIEFS.items()}
    assert {name: found for name, found in findings.items() if found} == {}


@settings(max_examples=effort(40, 1_500))
@given(st.sampled_from(NOTES), st.lists(st.text(max_size=120), max_size=5))
def test_no_text_whatever_makes_the_checks_raise(brief: Brief, texts: list[str]) -> None:
    check(brief, Prose(tuple(Sentence(each, ("F1", "F99")) for each in texts)))


@settings(max_examples=effort(40, 1_500))
@given(st.sampled_from(sorted(honest_drafts())), st.integers(min_value=101, max_value=10**9))
def test_a_figure_that_nobody_gave_is_always_found(name: str, figure: int) -> None:
    honest = honest_drafts()[name]
    assume(isinstance(honest.content, Prose))
    assert isinstance(honest.content, Prose)
    assume(not any(str(figure) in each.text for each in honest.brief.facts))
    first, *rest = honest.content.sentences
    said = Sentence(f"{first.text.rstrip('.')} in {figure} cases.", first.facts)
    found = check(honest.brief, Prose((said, *rest)))
    assert any(each.check == "numbers" and str(figure)[:3] in each.message.replace(",", "") for each in found), found
