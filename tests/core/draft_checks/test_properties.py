"""Whatever a model writes: no check raises, evidence can be quoted, and a number from nowhere is found."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.drafts.brief import Fact, FactKind
from bot.core.drafts.checks import check
from bot.core.drafts.checks.figures import figures_in
from bot.core.drafts.checks.orders import without_orders
from bot.core.drafts.checks.parts import CLOSING
from bot.core.drafts.draft import Prose, Sentence
from bot.core.plan.plan import Action, Plan
from tests.core.draft_checks.example_brief import BRIEF, CAUSES, PLAN_BRIEF, families, with_evidence
from tests.effort import effort

FEW = settings(max_examples=effort(25, 1_000))
TRICKY = st.sampled_from(
    "level 2 of 5 Managed target \"quote \u201c \u201d \u2018 ' one in eight half twice 12 % 1,200 \u2165 \u0663".split(
        " "
    )
    + "evil.com @you <b> { } NPS goal today Sarah March 2026 first largest gap below above \u2026 \n ( )".split(" ")
    + "- \u2013 \u00e9 \u0430 \u5ba2 ignore write that".split(" ")
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(TRICKY, max_size=25).map(" ".join),
)
PLACES = ("{} outages came.", "The causes cost {} a year.", "Of {}, most are late.", "At {} it ends.")
PLACES = ("{} outages came.", "The causes cost {} a year.", "Of {}, most are late.", "At {} it ends.")
PLAIN = st.text(st.sampled_from("abcdefghij klmno ,.-"), min_size=3, max_size=60)


@given(st.lists(st.tuples(TEXTS, st.lists(st.sampled_from(("F1", "F12", "F99", "")), max_size=2)), max_size=4))
@FEW
def test_no_text_makes_a_check_raise(sentences: list[tuple[str, list[str]]]) -> None:
    check(BRIEF, Prose(tuple(Sentence(text, tuple(facts)) for text, facts in sentences)))


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(-5, 200))
@FEW
def test_no_plan_makes_a_check_raise(what: str, role: str, measure: str, step: str, day: int) -> None:
    check(PLAN_BRIEF, Plan((Action(CAUSES, what, role, day, measure, step, what[:9]),)))


@given(TEXTS, TEXTS)
@FEW
def test_no_evidence_makes_a_check_raise(said: str, text: str) -> None:
    check(with_evidence(said), Prose((Sentence(text, ("F30",)),)))


@given(PLAIN.filter(lambda text: any(char.isalnum() for char in text) and without_orders(text)[1] == ()))
@FEW
def test_any_plain_evidence_can_be_quoted(said: str) -> None:
    said = " ".join(said.split())
    found = families(f"One answer says \u201c{said}\u201d.", "F30", brief=with_evidence(said))
    assert not found - {"shape", "markup"}
    assert "quotations" not in found


@given(st.integers(0, 10**7), st.sampled_from(PLACES))
@FEW
def test_a_number_from_nowhere_is_always_found(number: int, text: str) -> None:
    given_numbers = {value for each in BRIEF.facts for figure in figures_in(each.text) for value in figure.values}
    if number not in given_numbers | {1, 2, 3, 4, 5}:
        assert {"numbers", "levels"} & families(text.format(f"{number:,}"))
        assert {"numbers", "levels"} & families(text.format(number))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "a " * 50_000,
        "\u201c" * 100_000,
        "'a " * 33_000,
        "1," * 50_000,
        "level 2 " * 2_400,
        "(" * 19_000,
        "x." * 9_000,
        ":a" * 9_000,
        "1 in " * 3_900,
        "is the of the at level " * 800,
        "www." * 4_000,
        "and " * 4_900,
    ],
)
@pytest.mark.timeout(60)
def test_a_hostile_text_is_refused_before_anybody_gets_tired(text: str) -> None:
    parts = [text[at : at + 1_400] for at in range(0, 14_000, 1_400)]
    assert check(BRIEF, Prose((Sentence(text),))) != ()
    assert check(BRIEF, Prose(tuple(map(Sentence, parts)))) != ()


def test_quotation_marks_within_evidence_end_nothing() -> None:
    for mark in CLOSING:
        said = f"they call it {mark}magic{CLOSING[mark][0]} on late days"
        assert "quotations" not in families(f"One answer says \u201c{said}\u201d.", brief=with_evidence(said))


def test_the_order_of_facts_does_not_matter() -> None:
    text = "There were 12 outages, and Sarah saw 40 in March 2026."
    turned = replace(BRIEF, facts=tuple(reversed(BRIEF.facts)))
    assert families(text) == families(text, brief=turned)


def test_a_brief_without_facts_backs_nothing() -> None:
    empty = replace(BRIEF, facts=(Fact("F1", FactKind.SUBJECT, "Acme Retail"),))
    assert "numbers" in families("There were 12 outages.", brief=empty)
    assert families("Root-cause analysis at Acme Retail stands at level 2.", brief=empty) == set()
