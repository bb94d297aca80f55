"""The Home tab in words: its parts in their order, each only where it has anything, and never more than Slack takes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.assessment import Assessment
from bot.core.conversation.talk import Because, Question, Wants
from bot.core.plan.standing import Progress
from bot.core.scoring.scorecard import scorecard
from bot.slack.views.home import FROM_OUTSIDE, home
from bot.use_cases.home import Begun, Home, HomePart, OwnAction, Recent
from tests.core.examples import example_framework
from tests.core.rated import assessment_of
from tests.slack.homes import SITE, full_home, reminder
from tests.slack.shown import AT, DANA, check_view, largest
from tests.slack.tracked import said_about, standing

PARTS = ["Waits for you", "Your open assessments", "Your actions", "Recent scorecards", "Next reminders"]
TODAY = AT.date()
NOBODYS = Home(TODAY)


def words(view: dict[str, Any]) -> str:
    """Give what is to be read, block after block."""
    found = []
    for block in view["blocks"]:
        texts = block.get("elements", []) if block["type"] == "context" else [block.get("text", {})]
        found += [each["text"] for each in texts if "text" in each]
    return "\n".join(found)


def buttons(view: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [each for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]
    beside = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    return [(each["text"]["text"], each["action_id"]) for each in (*rows, *beside)]


def acme() -> Assessment:
    return replace(assessment_of(example_framework(), [2] * 6), channel="C0CXTEAM01", thread="1792390200.000100")


def test_a_newcomer_reads_how_to_begin_and_what_there_is() -> None:
    shown = check_view(home(NOBODYS, (example_framework(),), SITE))
    assert buttons(shown) == [("Start an assessment", "home.start"), ("Delete my words", "home.forget")]
    text = words(shown)
    assert "/cx-assess" in text
    assert f"*{example_framework().title}*" in text
    assert not any(part in text for part in PARTS)


def test_somebody_from_outside_gets_no_button_and_no_word_of_anything() -> None:
    shown = check_view(home(replace(full_home(acme()), outside=True), (example_framework(),), SITE))
    assert buttons(shown) == []
    assert words(shown).endswith(FROM_OUTSIDE)
    assert "Acme" not in words(shown)


def test_all_parts_stand_in_their_order_below_the_button() -> None:
    shown = check_view(home(full_home(acme()), (example_framework(),), SITE))
    places = [words(shown).index(f"*{part}*") for part in PARTS]
    assert places == sorted(places)
    assert shown["blocks"][1]["elements"][0]["text"]["text"] == "Start an assessment"
    assert words(shown).count("and 7 more") == len(PARTS)


@pytest.mark.parametrize("part", ["waits", "begun", "actions", "cards", "cadences"])
def test_a_part_without_anything_is_left_out(part: str) -> None:
    full = full_home(acme())
    only = replace(NOBODYS, **{part: replace(getattr(full, part), more=0)})
    text = words(check_view(home(only, (example_framework(),), SITE)))
    shown = [each for each in PARTS if f"*{each}*" in text]
    assert len(shown) == 1
    assert "more" not in text.splitlines()[-2]


def test_a_question_is_shown_with_its_place_and_leads_to_its_thread() -> None:
    assessment = acme()
    asked = Question(2, DANA, assessment.framework.dimensions[1].key, Wants.LEVEL, Because.NEXT)
    text = words(home(replace(NOBODYS, waits=HomePart((Begun(assessment, asked),))), (), SITE))
    dimension = assessment.framework.dimensions[1]
    assert f"2 of 6 · {dimension.name}" in text
    link = "archives/C0CXTEAM01/p1792390200000100?thread_ts=1792390200.000100&amp;cid=C0CXTEAM01"
    assert f"<#C0CXTEAM01> · <https://acme.slack.com/{link}|Answer in the thread>" in text


def test_drafts_reminders_and_actions_wait_below_the_questions_and_lead_to_their_place() -> None:
    full = full_home(acme())
    text = words(check_view(home(replace(full, waits=HomePart(), actions=HomePart()), (), SITE)))
    begin, *_ = text.partition("Your open assessments")
    assert "7 drafts wait to be accepted, edited or discarded" in begin
    assert "Due again since" in begin
    assert "<https://acme.slack.com/archives/C0CXTEAM01/p1792390300000100|Answer the reminder>" in begin
    assert "Your actions: 2 overdue, 1 due within a week" in begin


def test_a_scorecard_has_a_small_bar_with_what_moved_and_how_the_plan_stands() -> None:
    before = replace(acme(), id="before", started_at=AT - timedelta(days=90), completed_at=AT - timedelta(days=89))
    now = assessment_of(example_framework(), [3, 3, 3, 3, 2, 2])
    for card, line in (
        (Recent(acme(), scorecard(acme()), reminds=True), "`▰▰▱▱▱`"),
        (
            Recent(now, scorecard(now, before), reminds=True, open=3, overdue=1),
            "`▰▰▰▱▱` · up 0.7 · 3 actions open, 1 overdue",
        ),
    ):
        shown = words(check_view(home(replace(NOBODYS, cards=HomePart((card,))), (), SITE)))
        assert line in shown.splitlines()


@pytest.mark.parametrize(("thread", "site"), [(None, SITE), ("1.1", "")])
def test_without_a_thread_or_an_address_of_the_workspace_only_the_channel_is_named(
    thread: str | None, site: str
) -> None:
    begun = HomePart((Begun(replace(acme(), thread=thread), None),))
    text = words(check_view(home(replace(NOBODYS, begun=begun), (), site)))
    assert "6 of 6 answered · <#C0CXTEAM01>" in text
    assert "|" not in text


@pytest.mark.parametrize(("late", "words_of_it"), [(0, "by 6 December 2026"), (1, "overdue since 6 December 2026")])
def test_an_action_says_when_it_is_due_and_how_it_stands(late: int, words_of_it: str) -> None:
    each = standing(said_about(Progress.STUCK, note="no time"), due_day=14)
    today = each.accepted.due + timedelta(days=late)
    shown = home(replace(NOBODYS, today=today, actions=HomePart((OwnAction(acme(), each),))), (), SITE)
    assert f"Acme Retail · {words_of_it} · ▲ stuck: “no time” · <#C0CXTEAM01>" in words(shown)
    assert ("Update", "plan.update") in buttons(shown)


def test_a_scorecard_shows_overall_and_band_and_can_be_reminded_of_once() -> None:
    card = scorecard(acme())
    for reminds in (True, False):
        shown = home(replace(NOBODYS, cards=HomePart((Recent(acme(), card, reminds),))), (), SITE)
        assert "*2.0 of 5 · Developing*" in words(shown)
        assert (("Remind us", "home.remind") in buttons(shown)) is not reminds


def test_a_reminder_says_its_next_moment_and_its_rule_and_a_paused_one_that_it_rests() -> None:
    shown = home(replace(NOBODYS, cadences=HomePart((reminder(acme()), reminder(acme(), paused=True)))), (), SITE)
    text = words(shown)
    assert "*Monday 4 January 2027, 09:30 Europe/Berlin* · every 3 months on a Monday" in text
    assert "paused · every 3 months on a Monday" in text
    assert buttons(shown)[1:] == [("Delete my words", "home.forget"), *[("Change", "home.change")] * 2]


@pytest.mark.parametrize("sign", ["&", "x", "<"])
@pytest.mark.parametrize("levels", [5, 10])
def test_the_largest_fits(levels: int, sign: str) -> None:
    view = check_view(home(full_home(largest(levels, sign), sign * 4_000), (), SITE))
    assert len(view["blocks"]) <= 100
    assert "Next reminders" in words(view)
