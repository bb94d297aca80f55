"""Forms, lists, private words and the Home tab keep Slack's limits and hold nothing live but our own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.assessment import Assessment, NotRated, Status, Subject
from bot.core.conversation.talk import Hint, Said
from bot.core.framework import Framework
from bot.core.scoring.scorecard import scorecard
from bot.slack.blocks import Mistakes
from bot.slack.values import OfStart, read
from bot.slack.views import scorecard_lists as lists
from bot.slack.views import start, team_form
from bot.slack.views.conversation import change_form, picked_dimension, read_change
from bot.slack.views.home import home
from bot.slack.views.private import private_word
from bot.slack.views.start import (
    EACH_TARGET,
    OWN_TARGET,
    Filled,
    StartForm,
    read_form,
    start_form,
    typed_subject,
)
from bot.use_cases.home import Home
from bot.use_cases.jobs import GIVEN_UP
from bot.use_cases.notified import PAGE_SIZE, ListedCard, Page
from bot.use_cases.plans import CANNOT_DIGEST, OWNER_GONE
from bot.use_cases.ports import PrivateWord
from bot.use_cases.reminders import CANNOT_REMIND
from bot.use_cases.scorecards import ELSEWHERE, HelpWanted, Listed, NoMatch, NoneYet
from tests.core.examples import example_framework, matrix_framework
from tests.effort import effort
from tests.known import as_a
from tests.slack.drafts import assessed
from tests.slack.shown import AT, DANA, SAM, assessments, check_message, check_view, frameworks, hostile

WORST = settings(max_examples=effort(4, 100), suppress_health_check=list(HealthCheck))
TARGETS = st.sampled_from((EACH_TARGET, OWN_TARGET))
BOTH = (example_framework(), matrix_framework())


@WORST
@given(st.lists(frameworks(), min_size=1, max_size=2, unique_by=lambda each: each.slug), hostile(4_000), TARGETS)
def test_the_start_form_can_be_opened(given_frameworks: list[Framework], name: str, target: str) -> None:
    subject = Subject(name, {variable.key: name for variable in given_frameworks[0].variables})
    form = StartForm(tuple(given_frameworks), given_frameworks[0], "C0CXTEAM01", subject, target)
    view = check_view(start_form(form))
    assert read(OfStart, view["private_metadata"]).channel == "C0CXTEAM01"


@WORST
@given(assessments(), st.data())
def test_the_form_that_changes_an_answer_can_be_opened(assessment: Assessment, data: st.DataObject) -> None:
    dimension = data.draw(st.sampled_from(assessment.framework.dimensions))
    view = check_view(change_form(assessment, DANA, dimension.key))
    block = next(each for each in view["blocks"] if each.get("block_id") == "dimension")
    chosen = block["element"]["initial_option"]["value"]
    assert picked_dimension(assessment.framework, chosen) == dimension.key


@WORST
@given(st.lists(frameworks(), max_size=30))
def test_home_can_be_shown(given_frameworks: list[Framework]) -> None:
    check_view(home(Home(AT.date()), tuple(given_frameworks)))


@WORST
@given(assessments(), st.sampled_from(Hint), hostile(4_000))
def test_every_private_word_can_be_said(assessment: Assessment, hint: Hint, words: str) -> None:
    key = assessment.framework.dimensions[-1].key
    detail = {"said": words, "words": words, "dimension": key, "found": key, "level": "3", "channel": "C0CXTEAM01"}
    check_message(private_word(PrivateWord(hint, DANA, detail, assessment)), None)
    check_message(private_word(PrivateWord(hint, SAM, {}, assessment)), None)
    check_message(private_word(PrivateWord(hint, SAM, detail)), None)


@pytest.mark.parametrize("hint", [ELSEWHERE, "invite_me", "cannot_post", "share_failed", "a hint of the future"])
def test_words_outside_a_thread_can_be_said(hint: str) -> None:
    check_message(private_word(PrivateWord(hint, DANA, {"channel": "C0CXTEAM01"})), None)


TOLD = ("not_a_member", "channel_deleted", CANNOT_REMIND, CANNOT_DIGEST, OWNER_GONE, GIVEN_UP)


@WORST
@given(st.sampled_from(TOLD), hostile(300))
def test_words_about_what_cannot_go_on_can_be_said(hint: str, words: str) -> None:
    detail = {"channel": "C0CXTEAM01", "subject": words, "title": words, "respondent": SAM, "person": SAM}
    check_message(private_word(PrivateWord(hint, DANA, detail | {"work": "thread"})), None)


@WORST
@given(hostile(100), hostile(300), st.integers(1, PAGE_SIZE), hostile(300))
def test_lists_can_be_shown(subject: str, title: str, count: int, words: str) -> None:
    card = scorecard(assessed())
    card = replace(card, subject=subject, framework=replace(card.framework, title=title))
    states = tuple(Status)
    page = Page(tuple(ListedCard("C0CXTEAM01", states[each % 4], card) for each in range(count)), 2, 99)
    check_message(lists.listed(Listed(page, words)), None)
    check_message(lists.elsewhere(page, "7"), None)
    check_message(lists.no_match(NoMatch(subject * 50, subject, (subject, title) * count)), None)


def test_plain_answers_can_be_shown() -> None:
    check_message(lists.none_yet(NoneYet()), None)
    check_message(lists.help_message(HelpWanted()), None)
    check_message(lists.elsewhere(None, ""), None)


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


@WORST
@given(assessments(), st.data())
def test_a_change_is_read_back_as_it_was_chosen(assessment: Assessment, data: st.DataObject) -> None:
    dimension = data.draw(st.sampled_from(assessment.framework.dimensions))
    view = change_form(assessment, DANA, dimension.key)
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    level = inputs[1]["element"]["options"][0]["value"]
    state = {
        inputs[0]["block_id"]: inputs[0]["element"]["initial_option"]["value"],
        inputs[1]["block_id"]: level,
        inputs[2]["block_id"]: "",
    }
    said = read_change(assessment, dimension.key, state)
    assert said == Said(dimension.key, int(level), ())


@WORST
@given(assessments(), st.data())
def test_fields_of_another_dimension_are_never_read_for_the_one_picked(
    assessment: Assessment, data: st.DataObject
) -> None:
    keys = [each.key for each in assessment.framework.dimensions]
    if len(keys) < 2:
        return
    place = data.draw(st.integers(1, len(keys) - 1))
    assert list(as_a(dict, read_change(assessment, keys[0], {"dimension": str(place + 1)}))) == ["dimension"]


def test_nothing_hides_in_a_name_that_would_part_those_who_typed_the_same() -> None:
    typed = "Front\u200b\u202e  line\u200d\x00"
    assert team_form.read_part({team_form.ROLE: typed, team_form.DEPARTMENT: typed}) == ("front line", "Front line")
    assert start.typed_name({start.SUBJECT: typed}) == "Front line"
