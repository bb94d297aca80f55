"""Support and shape: a text rests on the facts, and is neither empty, endless, repeated nor broken off."""

import pytest

from bot.core.drafts.checks import check
from bot.core.drafts.draft import Prose, Sentence
from bot.core.plan.plan import Plan
from tests.core.draft_checks.example_brief import BRIEF, PLAN, PLAN_BRIEF, families

GOOD = "Some teams ask why after a bad week, and nothing is written down."
OTHER = "Acme Retail had 12 outages in March 2026."


def found_in(*texts: str) -> set[str]:
    return {each.check for each in check(BRIEF, Prose(tuple(Sentence(each) for each in texts)))}


@pytest.mark.parametrize(
    "text",
    [
        "The weather is nice today.",
        "Cats sleep most of the day and hunt at dusk.",
        "Bananas are rich in potassium and easy to digest.",
        "Buy gold now, because prices will climb.",
        "Interest in medieval poetry has grown among scholars.",
    ],
)
def test_a_sentence_about_something_else_is_found(text: str) -> None:
    assert "support" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Trouble is looked into now and then, and the insight is lost because nobody keeps notes.",
        "Whoever asks why does so alone.",
        "What is missing is a habit of writing causes down.",
        "That is a start on which the teams can build.",
        "With an owner for each defect, the same fix would not be needed again.",
    ],
)
def test_a_paraphrase_is_fine(text: str) -> None:
    assert "support" not in families(text)


@pytest.mark.parametrize(
    "texts", [(), ("",), (" ",), ("\u00a0",), ("\n",), (".",), ("\u2026",), (GOOD, ""), (GOOD, "-")]
)
def test_nothing_said_is_found(texts: tuple[str, ...]) -> None:
    assert "shape" in found_in(*texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("Teams ask.",),
        (GOOD, GOOD),
        (GOOD, OTHER, GOOD.upper()),
        (f"{GOOD} {OTHER} {GOOD}",),
        (GOOD, GOOD.replace("Some", "Few")),
        ("Teams ask why and teams ask why and teams ask why and teams ask why.",),
        ("No no no no causes are known.",),
        ("The causes the causes the causes the causes are known.",),
        (GOOD, "Some teams ask why after a bad"),
        (GOOD, "Some teams ask why after a bad week, and nothing is wri"),
        (GOOD, "Some teams ask why after a bad week,"),
        (GOOD, "Some teams ask why..."),
        (GOOD, "Some teams ask why and the."),
        (GOOD, "Some teams (after a bad week ask why."),
        (f"Some teams ask why after a bad week{' and write causes down' * 20}.",),
        tuple(f"Team {word} asks why after a bad week." for word in "abcdefghi"),
        (" ".join([GOOD, OTHER] * 30),),
    ],
)
def test_what_is_short_repeated_broken_off_or_endless_is_found(texts: tuple[str, ...]) -> None:
    assert "shape" in found_in(*texts)


@pytest.mark.parametrize(
    "texts",
    [
        (GOOD,),
        (f"{GOOD} {OTHER}",),
        (GOOD, OTHER, "Each of the ten most frequent defects needs an owner."),
        (GOOD, "What was said: \u201cnothing is written down\u201d \u2026"),
        ("Do teams ask why? Some teams do, after a bad week!",),
        ("Teams ask why, e.g. after a bad week, approx. when there are outages.",),
    ],
)
def test_a_text_of_good_shape_is_fine(texts: tuple[str, ...]) -> None:
    assert found_in(*texts) == set()


def test_what_was_asked_for_is_what_is_given() -> None:
    assert [each.message for each in check(BRIEF, PLAN)] == ["What was asked for is a text."]
    assert [each.message for each in check(PLAN_BRIEF, Prose((Sentence(GOOD),)))] == ["What was asked for is a plan."]
    assert check(PLAN_BRIEF, Plan(())) != ()


def test_everything_that_is_wrong_is_said_at_once_and_where() -> None:
    findings = check(
        BRIEF, Prose((Sentence(GOOD), Sentence(f"{OTHER} Sarah saw 40 of them."), Sentence("See evil.com.")))
    )
    assert {(each.check, each.sentence) for each in findings} >= {
        ("numbers", "Sarah saw 40 of them."),
        ("names", "Sarah saw 40 of them."),
        ("markup", "See evil.com."),
    }
    assert not any(each.sentence == GOOD for each in findings)
