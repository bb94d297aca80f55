"""Whom somebody mentioned is shown by name where one is known, and by Slack's id nowhere that leaves the bot."""

import json
import re
from dataclasses import replace

import pytest

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.briefs import brief_for, brief_lines
from bot.core.record.export import export_assessment
from bot.core.record.intake import fact_differences
from bot.core.record.reading import read_export
from bot.core.record.rescoring import score_file
from bot.core.record.roles import Masking
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Evidence
from bot.core.text import mentioned_in, pseudonym, with_names
from bot.reports.html import html_of
from bot.reports.report import report_of
from tests.core.exported import OPTIMIZATION
from tests.core.rated import assessment_of
from tests.reports.told import told

DANA, LEE = "U024BE7LH", "W012A3CDE"
WORDS = f"@{DANA} and @{LEE} keep the list, mail a@U024BE7LH.example"


def mentioning(facts: Assessment) -> Assessment:
    """Give an assessment in which each rating mentions two people."""
    ratings = tuple(replace(each, evidence=(Evidence("words", WORDS),)) for each in facts.ratings)
    return replace(facts, ratings=ratings)


FACTS = mentioning(assessment_of(OPTIMIZATION, [3, 2, 2, 2, 2, 2]))


def test_an_export_names_nobody_by_id_and_is_the_same_assessment() -> None:
    file = export_assessment(FACTS)
    text = json.dumps(file)
    assert f"@{DANA}" not in text.replace("a@U", "")
    assert f"@{pseudonym(DANA)} and @{pseudonym(LEE)} keep" in text
    assert score_file(text).exit_code == 0
    taken = read_export(json.loads(text)).assessment
    assert (taken, fact_differences(taken, FACTS)) != (FACTS, ())
    assert fact_differences(taken, FACTS) == ()
    assert export_assessment(taken) == file


def test_a_report_names_those_whose_name_is_known() -> None:
    facts = told(FACTS)
    page = html_of(report_of(replace(facts, people={DANA: "Dana <Reyes>"})))
    assert "@Dana &lt;Reyes&gt; and @somebody keep the list" in page
    assert "Scored by</dt><dd>the facilitator</dd>" in html_of(report_of(replace(facts, people={}))).replace("\n", "")
    assert set(mentioned_in(facts.card.rows)) == {DANA, LEE}


def test_a_model_reads_no_id() -> None:
    key = OPTIMIZATION.dimensions[0].key
    lines = brief_lines(brief_for(FACTS, scorecard(FACTS), Piece(Kind.NOTE, key)))
    assert "@somebody and @somebody keep the list" in lines


def test_what_is_no_mention_stays() -> None:
    for text in ("U024BE7LH", "mail@U024BE7LH", "@Uwe", "@U12", "<@U024BE7LH>"):
        assert with_names((text, {"a": [text]}, b"@U024BE7LH"), pseudonym) == (text, {"a": [text]}, b"@U024BE7LH")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("_thanks @U024BE7LH_", "_thanks @Dana_"),
        ("@W012A3CDE@U024BE7LH", "@Dana@Dana"),
        ("请@U024BE7LH看", "请@Dana看"),
        ("@U024BE7LHs Idee", "@Danas Idee"),
        ("bob@WORKSHOP.example", "bob@WORKSHOP.example"),
        ("<@U024BE7LH>", "<@U024BE7LH>"),
    ],
)
def test_a_mention_is_found_whatever_touches_it(text: str, named: str) -> None:
    assert with_names(text, lambda _: "Dana") == named
    masked = Masking({DANA: "respondent 1"}).words(text)
    assert not {DANA, LEE} & set(re.split("[^A-Z0-9]+", masked)), masked
