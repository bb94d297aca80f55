"""The text that is built without a model: nothing that was not given, nothing live; the languages of texts."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_plans import LONGEST_FIELD
from bot.core.drafts.built_texts import LONGEST_PROSE, built
from bot.core.drafts.draft import Prose
from bot.core.drafts.phrases import PHRASES
from bot.core.drafts.quoting import LIVE
from bot.core.languages import LANGUAGES, code_of
from bot.core.plan.plan import MOST_ACTIONS, PHASES, Plan
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Evidence
from tests.core.examples import example_framework, matrix_framework
from tests.core.hostile import hostile_assessments
from tests.core.rated import assessment_of, said
from tests.core.strategies import SMALL, assessments
from tests.known import as_a

OPTIMIZATION, MATRIX = example_framework(), matrix_framework()
CAUSES = "root-cause-analysis"


def text_of(assessment: Assessment, kind: Kind, dimension: str = CAUSES, language: str = "en") -> str:
    brief = brief_for(assessment, scorecard(assessment), Piece(kind, dimension), language=language)
    return as_a(Prose, built(brief)).text


def rated(words: str = "", level: int = 2, *evidence: Evidence) -> Assessment:
    assessment = assessment_of(OPTIMIZATION, {CAUSES: said(level, words=words)})
    rating = assessment.ratings[0]
    return replace(assessment, ratings=(replace(rating, evidence=(*rating.evidence, *evidence)),))


@pytest.mark.parametrize("words", ["`rm` @all", "https://x.example/only", "<!channel>"])
def test_words_that_could_act_are_not_quoted(words: str) -> None:
    text = text_of(rated(words), Kind.NOTE)
    assert "What was said cannot be quoted here; it stands with the answer." in text
    assert not LIVE.search(text)


def test_a_note_says_what_the_level_means_what_was_said_and_what_is_missing() -> None:
    assert text_of(rated("we fix tickets but not causes", 3), Kind.NOTE) == (
        "Root-cause analysis is at level 3 of 5 (Defined). In the framework, level 3 means: Causes have owners. "
        "What was said: “we fix tickets but not causes”. "
        "A higher level would show in: A document, an owner, a recent result."
    )


def test_a_narrative_leads_to_the_target_and_leaves_what_the_heading_and_the_note_say_to_them() -> None:
    assert text_of(rated("we fix tickets but not causes", 1), Kind.NARRATIVE) == (
        "Level 3 would mean: Causes have owners. "
        "Level 5 would mean: Root-cause analysis improves by itself. "
        "The next step: Name an owner for root-cause analysis."
    )


def test_a_german_text_has_nothing_english_of_its_own() -> None:
    assert text_of(rated("wir lösen Tickets, keine Ursachen", 3), Kind.NOTE, language="de") == (
        "Root-cause analysis: Stufe 3 von 5 (Defined). Im Rahmenwerk heißt Stufe 3: Causes have owners. "
        "Gesagt wurde: „wir lösen Tickets, keine Ursachen“. "
        "Eine höhere Stufe würde sich daran zeigen: A document, an owner, a recent result."
    )


def test_nothing_given_is_said_plainly() -> None:
    assert "Nothing was given to show it, neither words nor a link." in text_of(rated(), Kind.NOTE)


def test_links_are_mentioned_and_never_shown() -> None:
    link = Evidence("link", "https://x.example/secret")
    message = Evidence("message", "https://x.slack.com/archives/C1/p1")
    assert "To show it, a link was given." in text_of(rated("we fix tickets", 2, link), Kind.NOTE)
    text = text_of(rated("", 2, link, message), Kind.NOTE)
    assert "To show it, a link and a saved message were given." in text
    assert "secret" not in text


def test_a_high_level_without_evidence_says_what_counts_as_evidenced() -> None:
    text = text_of(rated(level=5), Kind.NOTE)
    assert "Without evidence it counts as level 3 of 5 (as evidenced)." in text
    assert "This would show it: A document, an owner, a recent result." in text


def test_a_mean_of_several_ratings_is_shown_as_one() -> None:
    key = MATRIX.dimensions[0].key
    ratings = {key: [said(2), said(3, by="kim")]}
    text = text_of(assessment_of(MATRIX, ratings, respondents=("dana", "kim")), Kind.NOTE, key)
    assert text.startswith("Strategy & Leadership is at level 2.5 of 4 (between 2 ")


def test_every_language_says_the_same_things_with_the_same_places_to_fill() -> None:
    places = {
        code: {key: sorted(part.split("}")[0] for part in text.split("{")[1:]) for key, text in phrases.items()}
        for code, phrases in PHRASES.items()
    }
    for code in LANGUAGES:
        assert places[code].keys() == places["en"].keys(), code
        differing = {
            key for key in places["en"] if set(places[code][key]) - {"owner"} != set(places["en"][key]) - {"owner"}
        }
        # Who is named is the dimension's owner in English, and whoever is found for it elsewhere.
        assert differing <= {"begin_named", "ask_time"}, code


@given(assessments())
@settings(SMALL)
def test_any_assessment_gets_texts_within_bounds(assessment: Assessment) -> None:
    check_all(assessment)


@given(hostile_assessments())
@settings(SMALL)
def test_hostile_words_change_nothing_but_the_words(assessment: Assessment) -> None:
    check_all(assessment)


def check_all(assessment: Assessment) -> None:
    card = scorecard(assessment)
    for piece in pieces_of(card):
        brief = brief_for(assessment, card, piece)
        content = built(brief)
        assert content == built(brief)
        if isinstance(content, Prose):
            assert content.sentences
            assert len(content.text) <= LONGEST_PROSE
            assert all(each.facts for each in content.sentences)
        else:
            check_plan(content, [each.dimension for each in brief.standings])


def check_plan(content: Plan, dimensions: list[str]) -> None:
    assert len(content.actions) <= MOST_ACTIONS
    days = [each.due_day for each in content.actions]
    assert days == sorted(days)
    for each in content.actions:
        assert max(map(len, (each.what, each.owner_role, each.measure, each.first_step))) <= LONGEST_FIELD
        assert each.owner_role
    assert {each.dimension for each in content.actions} == set(dimensions)
    assert days[-1] == PHASES[-1]
    assert 2 < len(days) <= 6  # what people do in 90 days


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
