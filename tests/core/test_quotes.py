"""What somebody said, and whom they mentioned: found in texts made of it, and shown by no id that leaves the bot."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.briefs import brief_for, brief_lines
from bot.core.quotes import CUT, OwnWords
from bot.core.record.export import export_assessment
from bot.core.record.intake import fact_differences
from bot.core.record.nameless import Masking
from bot.core.record.rescoring import read_export, score_file
from bot.core.scoring.scorecard import scorecard
from bot.core.team import Evidence
from bot.core.text import mentioned_in, pseudonym, with_names
from bot.reports.html import html_of
from bot.reports.report import report_of
from tests.core.examples import OPTIMIZATION
from tests.core.rated import assessment_of
from tests.reports.told import told

SAID = ("Parcels from the north depot arrive wet", "no idea", "https://wiki.example/a?b=1", "wet", "see order4711")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("They say: “parcels from the north depot arrive wet”.", "They say: “…”."),
        ("NORTH  depot,\narrive at once", "… at once"),
        ("the north depot is small", "… is small"),
        ("No idea", "…"),
        ("an idea of wet paint", "an idea of wet paint"),
        ("read https://wiki.example/a?b=1 first", "read … first"),
        ("as ORDER4711 shows", "as … shows"),
        ("", ""),
    ],
)
def test_three_words_in_a_row_are_a_quotation(text: str, left: str) -> None:
    own = OwnWords(SAID)
    assert own.without(text) == left
    assert own.within(text) is (left != text)


def test_words_that_others_said_or_a_framework_has_are_not_theirs() -> None:
    own = OwnWords(("the main journeys are drawn", "wolves"), known=("Here the main journeys are drawn by hand",))
    assert own.without("the main journeys are drawn; wolves") == "the main journeys are drawn; …"
    assert not OwnWords(()).within("anything at all")


@given(st.text(), st.text(), st.text())
def test_a_text_of_some_length_is_never_left_whole(before: str, said: str, after: str) -> None:
    words = f"alpha bravo {said} charlie delta"
    left = OwnWords((words,)).without(f"{before} {words} {after}")
    assert words not in left
    assert CUT in left


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
