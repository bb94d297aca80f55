"""Lists, forms that are read back, and names in which nothing hides."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.assessment import NotRated, Status, Subject
from bot.core.conversation.talk import Said
from bot.core.scoring.scorecard import scorecard
from bot.slack.blocks import Mistakes
from bot.slack.views import scorecard as lists
from bot.slack.views import start, team
from bot.slack.views.conversation import change_form, read_change
from bot.slack.views.start import (
    EACH_TARGET,
    Filled,
    read_form,
    typed_subject,
)
from bot.use_cases.notified import ListedCard, Page
from bot.use_cases.scorecards import Listed
from tests.core.examples import example_framework, matrix_framework
from tests.effort import effort
from tests.hostile.made import Maker, cast
from tests.known import as_a
from tests.slack.drafts import assessed
from tests.slack.shown import AT, DANA

BOTH = (example_framework(), matrix_framework())


def test_a_list_says_how_each_came_out_when_and_how_far_it_moved_and_leads_to_its_other_pages() -> None:
    before = replace(assessed(), id="before", completed_at=AT - timedelta(days=90))
    rated = tuple(replace(each, verdict=3) for each in assessed().ratings)
    missing = tuple(replace(each, verdict=NotRated()) for each in rated[:2])
    now = scorecard(replace(assessed(), ratings=rated), before)
    partial = scorecard(replace(assessed(), ratings=(*missing, *rated[2:])), before)
    cards = tuple(
        ListedCard("C0CXTEAM01", status, replace(card, completed_at=AT))
        for status, card in ((Status.COMPLETE, now), (Status.COMPLETE, partial), (Status.PAUSED, partial))
    )
    shown = {number: lists.listed(Listed(Page(cards, number, 23), "acme")) for number in range(3)}
    lines = shown[1].text.splitlines()
    day = "<!date^1795339800^{date_short}|22 November 2026>"
    assert [each for each in lines if day in each] == [
        f"*3.0 of 5 · Defined* · up 0.2 · {day}",
        f"*3.0 of 5*, provisional · {day}",
        f"paused · 4 of 6 rated · started {day}",
    ]
    rows = {number: message.blocks[-1]["elements"] for number, message in shown.items()}
    turns = {number: {each["text"]["text"]: each["value"] for each in row} for number, row in rows.items()}
    assert turns == {0: {"Older": "1|acme"}, 1: {"Newer": "0|acme", "Older": "2|acme"}, 2: {"Newer": "1|acme"}}
    assert lines[-1] == "11 to 13 of 23"
    assert "Older" not in str(lists.listed(Listed(Page(cards, 0, 3))).blocks)


@given(
    st.dictionaries(st.sampled_from(["framework", "subject", "target.cx-matrix", "var.number.NPS_BASELINE"]), st.text())
)
def test_anything_in_the_start_form_is_read_or_its_mistakes_are_named(state: dict[str, str]) -> None:
    found = read_form(BOTH, state)
    assert isinstance(found, Filled | Mistakes)
    if isinstance(found, Mistakes):
        assert found.errors
        assert all(found.errors.values())


def test_a_target_that_the_form_does_not_show_is_the_framework_s_own() -> None:
    state = {"framework": "cx-matrix", "subject": "acme", "target.cx-matrix": EACH_TARGET}
    assert as_a(Filled, read_form(BOTH, state)).targets == {}


def test_a_target_off_the_scale_is_named_at_its_field() -> None:
    found = read_form(BOTH, {"framework": "cx-matrix", "subject": "acme", "target.cx-matrix": "9"})
    assert found == Mistakes({"target.cx-matrix": "Choose a level from 1 to 4."})


def test_what_was_typed_for_another_framework_is_kept() -> None:
    last = Subject("acme", {"NPS_BASELINE": "12", "NPS_TARGET": "45"})
    found = typed_subject(BOTH, {"subject": "globex", "var.number.NPS_BASELINE": "31"}, last)
    assert found == Subject("globex", {"NPS_BASELINE": "31", "NPS_TARGET": "45"})


@pytest.mark.parametrize("number", range(effort(4, 100)))
def test_a_change_is_read_back_as_it_was_chosen_and_no_field_of_another_dimension(number: int) -> None:
    assessment = cast(Maker(Random(f"change {number}"), loud=5)).assessment
    keys = [each.key for each in assessment.framework.dimensions]
    for key in keys[:5]:
        first, levels, words = (
            each for each in change_form(assessment, DANA, key)["blocks"] if each["type"] == "input"
        )
        level = levels["element"]["options"][0]["value"]
        state = {
            first["block_id"]: first["element"]["initial_option"]["value"],
            levels["block_id"]: level,
            words["block_id"]: "",
        }
        assert read_change(assessment, key, state) == Said(key, int(level), ())
    for place in range(2, len(keys) + 1):
        assert list(as_a(dict, read_change(assessment, keys[0], {"dimension": str(place)}))) == ["dimension"]


def test_nothing_hides_in_a_name_that_would_part_those_who_typed_the_same() -> None:
    typed = "Front\u200b\u202e  line\u200d\x00"
    assert team.read_part({team.ROLE: typed, team.DEPARTMENT: typed}) == ("front line", "Front line")
    assert start.typed_name({start.SUBJECT: typed}) == "Front line"
