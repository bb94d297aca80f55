"""The text that is built without a model: nothing that was not given, nothing live, and worth reading on its own."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from bot.core.assessment import Assessment, Evidence
from bot.core.drafts.brief import Brief, FactKind, Kind, Piece
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_plans import LONGEST_FIELD
from bot.core.drafts.built_texts import LONGEST_PROSE, built
from bot.core.drafts.draft import Content, Prose
from bot.core.framework import Band, Dimension, Framework
from bot.core.plan.plan import MOST_ACTIONS, PHASES, Plan
from bot.core.scoring.scorecard import scorecard
from tests.core.examples import example_framework, framework_on, matrix_framework
from tests.core.hostile import hostile_assessments
from tests.core.rated import NO_STORES, assessment_of, said
from tests.core.strategies import SMALL, assessments

OPTIMIZATION, MATRIX = example_framework(), matrix_framework()
CAUSES = "root-cause-analysis"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LIVE = re.compile(r"://|www\.|[@<>`*~_|\\{}\[\]]|&\w+;|#\w|:\w+:")
QUOTED = re.compile("\u201c([^\u201d]*)\u201d")


def _brief(assessment: Assessment, kind: Kind, dimension: str = "") -> Brief:
    return brief_for(assessment, scorecard(assessment), Piece(kind, dimension))


def _text(assessment: Assessment, kind: Kind, dimension: str = CAUSES) -> str:
    content = built(_brief(assessment, kind, dimension))
    assert isinstance(content, Prose)
    return content.text


def _texts(content: Content) -> list[str]:
    match content:
        case Prose():
            return [each.text for each in content.sentences]
        case Plan():
            return [text for each in content.actions for text in (each.what, each.measure, each.first_step)]


def _rated_two(words: str = "", level: int = 2, **more: object) -> Assessment:
    framework = OPTIMIZATION
    if more:
        changed = tuple(replace(each, **more) if each.key == CAUSES else each for each in framework.dimensions)  # type: ignore[arg-type]  # the fields of a dimension, each test its own
        framework = replace(framework, dimensions=changed)
    return assessment_of(framework, {CAUSES: said(level, words=words)})


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            "see <https://x.example/a|the list> since we fix tickets only",
            "What was said, in part: \u201csince we fix tickets only\u201d.",
        ),
        ("@here we fix tickets but not causes", "What was said, in part: \u201cwe fix tickets but not causes\u201d."),
        ("we fix *every* ticket that comes in", "What was said, in part: \u201cticket that comes in\u201d."),
        (
            'they say "later" and nobody writes it down',
            "What was said, in part: \u201cand nobody writes it down\u201d.",
        ),
        ("-5 points since March", "What was said: \u201c-5 points since March\u201d."),
        ("`rm` @all", "What was said cannot be quoted here, it stands with the answer."),
        ("https://x.example/only", "What was said cannot be quoted here"),
    ],
)
def test_words_that_could_act_are_not_quoted_and_what_is_quoted_is_not_mended(words: str, shown: str) -> None:
    text = _text(_rated_two(words), Kind.NOTE)
    assert shown in text
    assert not LIVE.search(text)


def test_a_long_answer_is_cut_between_words_and_said_to_be() -> None:
    words = "nobody owns a cause for longer than a week and " * 20
    text = _text(_rated_two(words), Kind.NOTE)
    (quoted,) = QUOTED.findall(text)
    assert words.startswith(f"{quoted} ")
    assert f"What was said, in part: \u201c{quoted}\u201d." in text
    assert len(text) < 800


def test_a_number_written_with_a_blank_is_not_cut_in_two() -> None:
    words = ("1 200 " * 200).strip()
    (quoted,) = QUOTED.findall(_text(_rated_two(f"we have {words} cases"), Kind.NOTE)) or [""]
    assert quoted in ("", "we have")


def test_nothing_given_is_said_plainly() -> None:
    text = _text(_rated_two(), Kind.NOTE)
    assert "Nothing was given to show it, neither words nor a link." in text
    assert "\u201c" not in text


def test_a_link_is_mentioned_and_never_shown() -> None:
    assessment = _rated_two("we fix tickets")
    rating = assessment.ratings[0]
    linked = replace(rating, evidence=(*rating.evidence, Evidence("link", "https://x.example/secret")))
    text = _text(replace(assessment, ratings=(linked,)), Kind.NOTE)
    assert "What was said: \u201cwe fix tickets\u201d; a link was given as well." in text
    assert "secret" not in text


def test_a_note_says_what_the_level_means_what_was_said_and_what_is_missing() -> None:
    assert _text(_rated_two("we fix tickets but not causes", level=3), Kind.NOTE) == (
        "Root-cause analysis is at level 3 of 5 (Defined). Level 3 means: Causes have owners. "
        "What was said: \u201cwe fix tickets but not causes\u201d. "
        "A higher level would show in a document, an owner and a recent result."
    )


def test_a_level_without_a_descriptor_is_shown_between_its_neighbours() -> None:
    text = _text(_rated_two(), Kind.NOTE)
    assert text.startswith(
        "Root-cause analysis is at level 2 of 5, which the framework leaves undescribed. Level 1 means: "
    )
    assert "Level 3 means: Causes have owners." in text


def test_a_mean_of_several_ratings_is_shown_as_one() -> None:
    key = MATRIX.dimensions[0].key
    ratings = {key: [said(2), said(3, by="kim")]}
    text = _text(assessment_of(MATRIX, ratings, respondents=("dana", "kim")), Kind.NOTE, key)
    assert text.startswith(
        "Strategy & Leadership is at 2.5 of 4 on average, between level 2 and level 3. Level 2 means: "
    )


def test_a_high_level_without_evidence_says_what_counts_as_evidenced() -> None:
    text = _text(_rated_two(level=5), Kind.NOTE)
    assert "Its evidenced level is therefore 3." in text
    assert "What would show it: a document, an owner and a recent result." in text


def test_what_the_words_name_already_is_not_asked_for_again() -> None:
    text = _text(_rated_two("the owner wrote it down", level=4), Kind.NOTE)
    assert "Worth adding: a document and a recent result." in text


def test_a_narrative_leads_from_today_to_the_target_and_the_next_step() -> None:
    assert _text(_rated_two("we fix tickets but not causes", level=1), Kind.NARRATIVE) == (
        "Root-cause analysis comes first among the gaps: level 1 of 5 (Initial) today, level 4 wanted. "
        "Today: Root-cause analysis is left to chance. Level 3 means: Causes have owners. "
        "Level 5 means: Root-cause analysis improves by itself. "
        "What was said: \u201cwe fix tickets but not causes\u201d. "
        "The next step: Name an owner for root-cause analysis. "
        "Progress would show in a document, an owner and a recent result."
    )


def test_a_framework_of_descriptors_alone_is_enough_for_a_narrative() -> None:
    text = _text(_rated_two(look_for="", next_steps={}), Kind.NARRATIVE)
    assert text.endswith("The next step is to bring about what level 3 describes.")


def test_a_framework_without_any_words_is_enough_for_a_narrative() -> None:
    text = _text(_rated_two(look_for="", next_steps={}, descriptors=()), Kind.NARRATIVE)
    assert text.endswith("The next step is to agree what level 4 looks like here, and to write it down.")


def test_a_dimension_on_target_has_no_next_step() -> None:
    text = _text(_rated_two(level=4, next_steps={}), Kind.NARRATIVE)
    assert "has reached its target" in text
    assert "next step" not in text


FRAMEWORKS = (
    OPTIMIZATION,
    MATRIX,
    framework_on(0, 10),
    framework_on(1, 2),
    framework_on(3, 3),
    replace(framework_on(1, 5), dimensions=(Dimension("only", "The only dimension", ()),)),
    replace(OPTIMIZATION, bands=(Band("All", Fraction(0), Fraction(9)),), level_names={}, deliverables=()),
)


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda each: each.slug)
def test_every_shape_of_framework_and_every_level_gets_its_texts(framework: Framework) -> None:
    first, *others = framework.dimensions
    for level in framework.scale.levels():
        ratings = {first.key: level} | {each.key: NO_STORES for each in others}
        _check_all(assessment_of(framework, ratings, subject="Acme 9"))


@given(assessments())
@settings(SMALL)
def test_any_assessment_gets_texts_within_bounds(assessment: Assessment) -> None:
    _check_all(assessment)


@given(hostile_assessments())
@settings(SMALL)
def test_hostile_words_change_nothing_but_the_words(assessment: Assessment) -> None:
    _check_all(assessment)


def _check_all(assessment: Assessment) -> None:
    card = scorecard(assessment)
    for piece in pieces_of(card):
        brief = brief_for(assessment, card, piece)
        content = built(brief)
        assert content == built(brief)
        assert isinstance(content, Plan) == (piece.kind is Kind.PLAN)
        _check_words(brief, content)
        if isinstance(content, Prose):
            _check_prose(brief, content)
        else:
            _check_plan(brief, content)


def _check_words(brief: Brief, content: Content) -> None:
    texts = _texts(content)
    assert len(set(texts)) == len(texts)
    allowed = [*(each.text for each in brief.facts), *(each.name for each in brief.standings), str(brief.scale.high)]
    given_numbers = set(NUMBER.findall(" ".join(allowed)))
    evidence = [each.text for each in brief.of_kind(FactKind.EVIDENCE)]
    for text in texts:
        assert text.strip()
        assert text == " ".join(text.split())
        assert not LIVE.search(text), text
        assert set(NUMBER.findall(text)) <= given_numbers, text
        for quoted in QUOTED.findall(text):
            assert any(quoted in each for each in evidence), text
        assert not set('"\u201e\u00ab\u00bb') & set(text), text


def _check_prose(brief: Brief, content: Prose) -> None:
    assert len(content.text) <= LONGEST_PROSE
    assert content.sentences
    known = {each.id for each in brief.facts}
    for each in content.sentences:
        assert each.facts
        assert set(each.facts) <= known


def _check_plan(brief: Brief, content: Plan) -> None:
    assert len(content.actions) <= MOST_ACTIONS
    deliverables = {each.text for each in brief.of_kind(FactKind.DELIVERABLE)} | {""}
    days = [each.due_day for each in content.actions]
    assert days == sorted(days)
    for each in content.actions:
        assert max(map(len, (each.what, each.owner_role, each.measure, each.first_step))) <= LONGEST_FIELD
        assert each.owner_role
        assert not LIVE.search(each.owner_role)
        assert each.deliverable in deliverables
    for standing in brief.standings:
        own = [each for each in content.actions if each.dimension == standing.dimension]
        assert tuple(each.phase for each in own) == PHASES
