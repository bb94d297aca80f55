"""The check-in asks about each action, then says what was said; the digest counts, and names what is stuck."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.plan.plan import MOST_ACTIONS
from bot.core.plan.standing import ActionStanding, Progress, counted
from bot.core.scoring.scorecard import scorecard
from bot.slack.blocks import words_of
from bot.slack.views.plans import plan_status
from bot.slack.views.reminders import check_in, digest, reminder
from bot.use_cases.notified import CheckIn, Digest, Reminder
from bot.use_cases.plans import PlanShown
from tests.slack.cadences import set_cadence
from tests.slack.drafts import assessed
from tests.slack.shown import DANA, SAM, check_message, largest
from tests.slack.tracked import said_about, several, standing

KEY = "checkin:a1b2c3d4e5:30:U0SAM00001"


def asked(*actions: ActionStanding, unowned: tuple[ActionStanding, ...] = (), day: int = 30) -> list[dict[str, Any]]:
    shows = CheckIn(replace(assessed(), channel="C0CXTEAM01"), SAM, day, actions, unowned)
    blocks: list[dict[str, Any]] = check_message(check_in(shows), KEY)["blocks"]
    return [each for each in blocks if "<#C0CXTEAM01>" not in str(each)]  # where the plan is


def told(*actions: ActionStanding, day: int = 30, today: date = date(2026, 12, 22)) -> list[str]:
    payload = check_message(digest(Digest(assessed(), day, actions, today)), "digest:a1b2c3d4e5:30")
    return words_of(payload["blocks"])


def words(blocks: list[dict[str, Any]]) -> list[str]:
    return words_of([each for each in blocks if each["type"] in ("section", "context")])


def labels(block: dict[str, Any]) -> list[str]:
    return [each["text"]["text"] for each in block.get("elements", [block.get("accessory")])]


def test_each_action_has_its_four_buttons_and_dropping_is_asked_about() -> None:
    title, action, buttons = asked(standing(due_day=45))
    assert title["text"]["text"] == (
        "*Plan check-in, day 30 · Acme Retail · CX optimization readiness*\nHow do your actions stand?"
    )
    assert action["text"]["text"] == "*Name an owner for each defect*\nRoot-cause analysis · by 6 January 2027"
    assert labels(buttons) == ["Done", "On track", "Stuck", "Drop"]


def test_a_check_in_leads_to_the_thread_of_its_plan() -> None:
    found = replace(assessed(), channel="C0CXTEAM01", thread="1.2")
    shows = CheckIn(found, SAM, 30, (standing(due_day=45),), site="https://acme.slack.com/")
    address = "https://acme.slack.com/archives/C0CXTEAM01/p12?thread_ts=1.2&amp;cid=C0CXTEAM01"
    assert f"<{address}|Open the plan>" in str(check_in(shows).blocks)


def test_an_action_after_its_day_says_so() -> None:
    late = asked(standing(due_day=14))
    assert "overdue since 6 December 2026" in words(late)[1]
    assert labels(late[2]) == ["Done", "New date", "Stuck", "Drop"]


def test_an_action_that_was_put_off_says_when_it_was_due_before() -> None:
    moved = replace(said_about(Progress.ON_TRACK, day=20), due=date(2027, 1, 20))
    assert "by 20 January 2027 (was 6 December 2026)" in words(asked(standing(moved, due_day=14)))[1]


def test_after_a_press_it_says_how_the_action_stands_with_change_in_place_of_the_buttons() -> None:
    _, action = asked(standing(said_about(Progress.STUCK, note="no time"), due_day=45))
    assert action["text"]["text"].endswith("\n▲ stuck: “no time”")
    assert labels(action) == ["Change"]


def test_once_all_is_said_the_question_is_gone_and_whoever_else_said_it_is_named() -> None:
    own, other = standing(said_about(Progress.ON_TRACK)), standing(said_about(Progress.DONE, by=DANA))
    title, _, _, buttons = asked(own, standing(due_day=45))
    assert "How do your actions stand?" in title["text"]["text"]
    assert labels(buttons)[0] == "Done"
    title, _, action = asked(own, other)
    assert title["text"]["text"].endswith("\nYou have answered. *Change* says it anew.")
    assert action["text"]["text"].endswith(f"✓ done, says <@{DANA}>")


def test_what_was_finished_before_is_not_asked_about_again() -> None:
    _, action = asked(standing(said_about(Progress.DONE, day=10)), day=60)
    assert labels(action) == ["Change"]


def test_what_was_said_before_the_day_is_shown_and_asked_about_again() -> None:
    _, action, buttons = asked(standing(said_about(Progress.ON_TRACK, day=30), due_day=90), day=60)
    assert action["text"]["text"].endswith("\n_Before:_ ◐ on track")
    assert labels(buttons)[0] == "Done"


def test_what_was_said_on_the_morning_of_the_day_counts_wherever_it_is_morning() -> None:
    early = replace(said_about(Progress.ON_TRACK), at=said_about(Progress.ON_TRACK, day=29).at.replace(hour=20))
    assert labels(asked(standing(early, due_day=90))[-1]) == ["Change"]
    assert labels(asked(standing(replace(early, at=early.at.replace(hour=9)), due_day=90))[-1])[0] == "Done"


def test_actions_of_nobody_can_be_given_and_are_not_asked_about() -> None:
    title, heading, action, gone = asked(unowned=(standing(owner=None), standing()))
    assert "How do your actions stand?" not in title["text"]["text"]
    assert heading["text"]["text"].startswith("*These actions have no owner yet.*")
    assert labels(action) == labels(gone) == ["Give to somebody"]
    assert " · CX lead · " in action["text"]["text"]
    assert f" · <@{SAM}> is gone · " in gone["text"]["text"]


def test_where_nothing_is_left_it_says_where_the_plan_is() -> None:
    assert "`/cx-plan`" in words(asked())[0]


def test_the_digest_counts_and_names_what_is_stuck() -> None:
    found = told(
        *several(
            standing(said_about(Progress.DONE)),
            standing(said_about(Progress.STUCK, note="no time"), what="Call customers", due_day=60),
            standing(what="Draw a map", due_day=14),
            standing(what="Publish it", due_day=60),
            standing(said_about(Progress.DROPPED), due_day=14),
        )
    )
    assert found == [
        "Day 30 of the plan for *Acme Retail*: 1 of 5 done, 1 stuck, 1 overdue, 1 without an update, 1 dropped.",
        f"▲ stuck: *Call customers*: “no time” · <@{SAM}>",
        "CX optimization readiness · `/cx-plan` shows every action",
    ]


def test_the_digest_leaves_out_what_there_is_none_of() -> None:
    assert told(standing(said_about(Progress.DONE)))[0] == "Day 30 of the plan for *Acme Retail*: 1 of 1 done."


@given(st.lists(st.tuples(st.sampled_from([None, *Progress]), st.integers(1, 90)), min_size=1, max_size=9))
def test_digest_reminder_and_plan_count_the_same_groups_that_sum_to_the_plan(
    given_actions: list[tuple[Progress | None, int]],
) -> None:
    each = (standing(*([said_about(said)] if said else []), due_day=day) for said, day in given_actions)
    actions, today = several(*each), date(2026, 12, 22)
    groups = counted(actions, today)
    assert sum(groups.values()) == len(actions)
    figures = told(*actions, today=today)[0].partition(": ")[2].rstrip(".")
    numbers = [int(part.split()[0]) for part in figures.split(", ")]
    assert sum(numbers) == len(actions), figures
    assert (
        f"\n{figures}" in words_of(check_message(plan_status(PlanShown(assessed(), actions), today, SAM))["blocks"])[0]
    )
    due = datetime.combine(today, time(9), UTC)
    shown = reminder(Reminder(set_cadence(due=due), due, scorecard(assessed()), actions))
    assert f"Its plan: {figures}." in shown.text


def test_a_full_stop_of_an_action_does_not_stand_within_a_line() -> None:
    action = standing(said_about(Progress.STUCK, note="no time"), what="Call ten customers.")
    assert told(action)[1].startswith("▲ stuck: *Call ten customers*: “no time”")


def test_what_is_stuck_without_an_owner_names_the_role() -> None:
    action = standing(said_about(Progress.STUCK, note="no time", by=DANA), owner=None)
    assert told(action)[1].endswith("“no time” · CX lead")


def test_the_largest_plan_fits_before_and_after_everybody_has_answered() -> None:
    found, most = replace(largest(), channel="C0CXTEAM01"), MOST_ACTIONS
    silent = several(*(standing(what="&" * 4_000, due_day=14) for _ in range(most)))
    heard = several(*(standing(said_about(Progress.STUCK, note="&" * 4_000), what="&" * 4_000) for _ in range(most)))
    asked_again = tuple(
        replace(each, updates=(said_about(Progress.STUCK, note="&" * 4_000, day=1),)) for each in silent
    )
    for actions in (silent, heard, asked_again):
        payload = check_message(check_in(CheckIn(found, SAM, 30, actions, ())), KEY)
        assert str(payload).count("action_id") >= most
        check_message(check_in(CheckIn(found, SAM, 30, actions[:5], actions[5:])), KEY)
        check_message(digest(Digest(found, 30, actions, date(2026, 12, 22))), KEY)
