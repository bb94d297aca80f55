"""Quotations: letter by letter what was said, in a fact that the sentence cites."""

import pytest

from tests.core.draft_checks.example_brief import families, findings_of, with_evidence

TRUE = (
    "One answer says \u201cnothing is written down\u201d.",
    'One answer says "nothing is written down".',
    "One answer says \u00abnothing is written down\u00bb.",
    "One answer says \u201enothing is written down\u201c.",
    "One answer says \u2018nothing is written down\u2019.",
    "One answer says 'nothing is written down'.",
    "\u201cNothing is written down,\u201d says one answer.",
    "One answer says \u201cnothing is written down.\u201d",
    "One answer says \u201c\u2026 nothing is written  down\u201d.",
    f"What was said: \u201c{'38 % of contacts are about late parcels'}\u201d \u2026",
)


@pytest.mark.parametrize("text", TRUE)
def test_what_was_said_may_be_quoted(text: str) -> None:
    assert families(text) == set()


@pytest.mark.parametrize("text", [text.replace("is written", "was ever written") for text in TRUE[:8]])
def test_what_nobody_said_is_found(text: str) -> None:
    assert "quotations" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "One answer says \u201cnothing is written down.",
        "One answer says nothing is written down\u201d, and that is all.",
        "One answer says \u201cthing is written down\u201d.",
        "One answer says \u201cnothing is writ\u201d.",
        "One answer says \u201cnothing \u2026 down\u201d.",
        "One answer says \u201cask why nothing is written down\u201d.",
        "One answer says \u201csome teams ask why\u201d.",
        "A respondent told us that \u201ceach fix is checked for recurrence\u201d.",
    ],
)
def test_an_altered_cut_or_misattributed_quotation_is_found(text: str) -> None:
    assert "quotations" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Level 2 means that \u201csome teams ask why after a bad week\u201d.",
        "The descriptor of level 2 speaks of \u201ca bad week\u201d.",
        "This is \u201cDeveloping\u201d, level 2.",
        "The teams' own words are few, and it's the teams' choice.",
    ],
)
def test_the_framework_and_names_may_stand_in_quotation_marks(text: str) -> None:
    assert "quotations" not in families(text)


def test_a_quotation_stands_in_a_fact_that_the_sentence_cites() -> None:
    text = "One answer says \u201cnothing is written down\u201d."
    assert families(text, "F12") == set()
    assert families(text, "F5", "F12") == set()
    assert [each.message for each in findings_of(text, "F13")] == [
        "It quotes \u201cnothing is written down\u201d, which is not in the fact that it cites."
    ]


@pytest.mark.parametrize("fact", ["F0", "F99", "", "evidence", "f12"])
def test_a_fact_that_there_is_not_cannot_be_cited(fact: str) -> None:
    assert "quotations" in families("Nothing is written down after a bad week.", fact)


def test_a_not_is_not_left_out_of_a_quotation() -> None:
    brief = with_evidence("We do not have owners for causes.")
    assert "quotations" in families("One answer says \u201chave owners for causes\u201d.", brief=brief)
    assert families("One answer says \u201cWe do not have owners for causes\u201d.", brief=brief) == set()
    assert families("Nobody is said to \u201chave owners for causes\u201d.", brief=brief) == set()


def test_a_quotation_may_say_what_the_text_may_not() -> None:
    brief = with_evidence("Sarah's best team fixed 99 % in W\u00fcrzburg, wir sind perfekt; I say level 5!")
    text = "One answer says \u201cSarah's best team fixed 99 % in W\u00fcrzburg, wir sind perfekt\u201d."
    assert families(text, brief=brief) == set()
    assert families(text) >= {"quotations", "numbers", "names", "language"}
