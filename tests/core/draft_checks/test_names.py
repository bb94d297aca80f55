"""No person, company, product, place or day stands in a text unless the brief names it."""

from dataclasses import replace

import pytest

from bot.core.drafts.brief import Fact, FactKind
from tests.core.draft_checks.example_brief import BRIEF, families, in_plan, with_evidence


@pytest.mark.parametrize(
    "text",
    [
        "Sarah owns the causes.",
        "The causes are owned by Sarah.",
        "The causes are owned by sarah.",
        "Dr. Olufsen has looked at the causes.",
        "Anna-Lena and Piotrek ask why after a bad week.",
        "Globex has fewer outages.",
        "The outages of Globex Corporation are known.",
        "The defect list is kept in WidgetPro.",
        "The defect list is kept in Zendesk.",
        "SAP holds the defect list.",
        "The defect list is kept in hubspot.",
        "The teams in Rotterdam ask why.",
        "Lisbon has fewer outages.",
        "The outages came in April.",
        "The outages came on a Monday.",
        "Every Tuesday the teams ask why.",
        "The outages came last week.",
        "Three weeks ago the teams asked why.",
        "The NASA method is in use for causes.",
        "It says PINEAPPLE about the causes.",
    ],
)
def test_a_name_or_day_that_nobody_named_is_found(text: str) -> None:
    assert {"names", "numbers"} & families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Acme Retail had outages in March 2026.",
        "Teams at Acme Retail ask why after a bad week.",
        "Acme's teams ask why after a bad week.",
        "Ownership of causes is unclear.",
        "Accountability for each cause is missing.",
        "Next step: Name an owner for each cause.",
        "Handling causes takes an owner.",
        "The Quality Lead can name an owner for each defect.",
        "Root-Cause Analysis needs owners.",
        "CX and NPS depend on causes.",
        "The teams may ask why, and march on.",
        "\u201cNothing is written down\u201d, says one answer.",
        "Sketch the causes of each defect.",
        "Customers hear little about causes.",
    ],
)
def test_names_of_the_brief_and_ordinary_words_are_fine(text: str) -> None:
    assert "names" not in families(text)


def test_people_whom_the_evidence_names_may_be_named() -> None:
    brief = with_evidence("Sarah asks why every Monday and writes it into Jira.")
    assert families("Sarah asks why every Monday and writes it into Jira.", brief=brief) == set()
    assert "names" in families("Petra asks why every Monday.", brief=brief)


def test_a_name_is_not_a_word_that_happens_to_be_one() -> None:
    brief = with_evidence("We mark each cause on the bill.")
    assert families("Teams mark each cause on the bill.", brief=brief) == set()


def test_a_day_of_the_week_may_be_misspelled_and_proposed() -> None:
    assert "names" not in families(
        "The causes are known since February.", brief=with_evidence("causes known since febuary")
    )
    assert "names" not in {each.check for each in in_plan(first_step="Write down the causes on one Saturday")}
    assert "names" in {each.check for each in in_plan(first_step="Write down the causes by Saturday")}


def test_a_german_brief_may_have_its_capitals() -> None:
    facts = (
        Fact("F1", FactKind.SUBJECT, "Bahnhof Nord"),
        Fact(
            "F2", FactKind.DESCRIPTOR, "Die Ursachen sind bekannt, aber niemand ist f\u00fcr die Fehler verantwortlich."
        ),
        Fact("F3", FactKind.EVIDENCE, "Wir haben eine Liste der Fehler, die nicht gepflegt wird und keiner kennt."),
    )
    brief = replace(BRIEF, facts=facts)
    text = "Die Fehler sind bekannt, aber niemand pflegt die Liste der Ursachen."
    assert families(text, brief=brief) == set()
    assert "language" in families(text)
