"""The largest framework that is let in still fits into Slack's messages and forms, with all of its buttons."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.assessment import Assessment
from bot.core.conversation.page import PageEntry
from bot.core.conversation.talk import NO_DETAIL, Because, Detail, Ended, Hint, Question, Wants
from bot.core.drafts.briefs import pieces_of
from bot.core.drafts.standing import Accepted, AcceptedText
from bot.core.plan.plan import MOST_ACTIONS, standing_of
from bot.core.scoring.scorecard import scorecard
from bot.core.scoring.trend import compare
from bot.core.scoring.trend import trend as trend_of
from bot.core.thread import Confirmation, Prompt, layout
from bot.slack.messenger import worded
from bot.slack.views.conversation import change_form, confirmation, has_part, page_form, prompt
from bot.slack.views.home import home
from bot.slack.views.private import private_word
from bot.slack.views.scorecard import for_asker, in_thread, shared
from bot.slack.views.start import EACH_TARGET, OWN_TARGET, StartForm, start_form
from bot.slack.views.trend import comparison, trend
from bot.use_cases.home import Home
from bot.use_cases.page import AllOnOnePage
from bot.use_cases.ports import PrivateWord
from bot.use_cases.scorecards import MOST_POINTS
from tests.effort import more
from tests.known import sure
from tests.slack.drafts import accepted_actions, action, plan
from tests.slack.shown import AT, DANA, check_message, check_view, largest

ASSESSMENTS = {"five levels": largest(5), "ten levels": largest(10), "plain letters": largest(10, "x")}


@pytest.fixture(params=[name if name == "ten levels" else pytest.param(name, marks=more) for name in ASSESSMENTS])
def assessment(request: pytest.FixtureRequest) -> Assessment:
    return ASSESSMENTS[request.param]


def buttons(payload: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in payload["blocks"] if block["type"] == "actions"]
    return [each["text"]["text"] for row in rows for each in row if "text" in each]


def test_its_page_of_all_dimensions_fits(assessment: Assessment) -> None:
    dimensions = assessment.framework.dimensions
    full = PageEntry("1", "&" * 3_000, "https://a.example/" + "x" * 2_900)
    page = AllOnOnePage(assessment, 999_999, {each.key: full for each in dimensions})
    parts = [part for part in range(10) if has_part(assessment.framework, part)]
    fields = [block for part in parts for block in check_view(page_form(page, part))["blocks"] if "element" in block]
    assert len(fields) == 3 * len(dimensions)


@pytest.mark.parametrize("wants", list(Wants))
def test_its_questions_fit(assessment: Assessment, wants: Wants) -> None:
    framework, dimension = assessment.framework, assessment.framework.dimensions[3]
    words = "&" * 4_000
    detail = Detail(words=words, more=words, level=4)
    standing = assessment.last_rating(dimension.key, DANA)
    for because in Because:
        question = Question(999_999, DANA, dimension.key, wants, because, detail)
        shows = Prompt(assessment.id, framework, dimension, 4, 30, question, standing, (dimension.name, 3))
        shown = buttons(check_message(prompt(shows)))
        if wants is Wants.LEVEL:
            levels = [str(level) for level in framework.scale.levels()]
            assert shown[: len(levels)] == levels, because


def test_its_confirmations_fit(assessment: Assessment) -> None:
    for rating in assessment.ratings[:3] + assessment.ratings[30:33]:
        dimension = assessment.framework.dimension(rating.dimension)
        payload = check_message(
            confirmation(Confirmation(assessment.id, assessment.framework, dimension, rating, rating))
        )
        assert payload["blocks"][0]["accessory"]["text"]["text"] == "Change"


def test_its_scorecard_fits_with_its_buttons(assessment: Assessment) -> None:
    card = scorecard(assessment)
    assert {"Share in channel", "Draft notes and plan", "Remind us"} <= set(buttons(check_message(in_thread(card))))
    assert buttons(check_message(for_asker(card))) == ["Share in channel", "Draft notes and plan", "Remind us"]
    assert buttons(check_message(shared(card, DANA))) == ["Remove"]


def test_its_scorecard_fits_with_everything_that_was_accepted_about_it(assessment: Assessment) -> None:
    card = scorecard(assessment)
    accepted = Accepted(
        tuple(
            AcceptedText(each, "&" * 150, "&" * 3_000, DANA, AT, editor=DANA, stale=True) for each in pieces_of(card)
        ),
        standing_of(accepted_actions(plan(*(action(30, "&" * 300) for _ in range(MOST_ACTIONS)))), ()),
    )
    for message in (for_asker(card, accepted), shared(card, DANA, accepted)):
        payload = check_message(message)
        assert payload["blocks"][-1]["type"] == "actions"
        assert "*Plan* 0 of 9 done" in str(payload["blocks"])


def test_its_line_fits_and_two_of_it_side_by_side(assessment: Assessment) -> None:
    line = [
        replace(assessment, id=f"a{place}", completed_at=AT + timedelta(days=place)) for place in range(MOST_POINTS)
    ]
    payload = check_message(trend(trend_of(line)), None)
    assert "more dimensions" not in str(payload["blocks"])
    check_message(comparison(sure(compare(line[-1], line[0]))), None)


def test_its_whole_thread_fits(assessment: Assessment) -> None:
    questions = tuple(
        Question(place, DANA, each.key, Wants.LEVEL, Because.NEXT, NO_DETAIL, "", AT, Ended.ANSWERED)
        for place, each in enumerate(assessment.framework.dimensions, start=1)
    )
    placed = layout(assessment, questions, assessment)
    assert len(placed) == len(questions) + 2
    for each in placed:
        check_message(worded(each.shows), f"{assessment.id}:{each.key}")


def test_its_private_words_fit(assessment: Assessment) -> None:
    detail = {"dimension": assessment.framework.dimensions[0].key, "said": "&" * 4_000}
    for hint in Hint:
        check_message(private_word(PrivateWord(hint, DANA, detail, assessment)), None)


@pytest.mark.parametrize("target", [OWN_TARGET, EACH_TARGET])
def test_its_start_form_fits(assessment: Assessment, target: str) -> None:
    framework = assessment.framework
    check_view(start_form(StartForm((framework,) * 100, framework, "C0CXTEAM01", assessment.subject, target)))


def test_its_change_form_fits(assessment: Assessment) -> None:
    for each in assessment.framework.dimensions[:2]:
        check_view(change_form(assessment, DANA, each.key))


def test_home_fits_a_hundred_of_it(assessment: Assessment) -> None:
    check_view(home(Home(AT.date()), (assessment.framework,) * 100))
