"""Actions as people see them: messages and forms, the check-in that asks about each, the digest that counts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conversation.talk import Because, Question, Wants
from bot.core.drafts.draft import Verb
from bot.core.plan.plan import MOST_ACTIONS, ActionStanding, ActionUpdate, Progress, counted
from bot.core.scoring.scorecard import scorecard
from bot.core.thread import OpenActions, Prompt
from bot.slack.blocks import Message, View, words_of
from bot.slack.values import OfAction, read, said_by, say_id, written
from bot.slack.views.conversation import prompt
from bot.slack.views.drafts import draft
from bot.slack.views.plans import (
    CHOOSE,
    MARKS,
    MOST_OWN,
    NEW_DAY,
    TOO_LATE,
    WHY,
    Spoken,
    finished_words,
    give_form,
    open_actions,
    own_actions,
    plan_status,
    read_owner,
    read_update,
    update_form,
)
from bot.slack.views.reminders import check_in, digest, reminder
from bot.use_cases.notified import CheckIn, Digest, Reminder
from bot.use_cases.plans import PlanShown
from tests.slack.drafts import PLAN, accepted_actions, action, assessed, decided, drafted, plan
from tests.slack.drafts import shown as shown_draft
from tests.slack.shown import AT, DANA, SAM, check_message, check_view, largest
from tests.slack.test_views_cadence import set_cadence

START = date(2026, 11, 22)


def on_day(day: int) -> datetime:
    """Give a moment of a day of the plan."""
    return AT + timedelta(days=day)


def said_about(
    progress: Progress, *, note: str = "", value: str = "", by: str = SAM, day: int = 30, of: str = "x0"
) -> ActionUpdate:
    return ActionUpdate(of, progress, note, value, by, on_day(day))


def standing(
    *updates: ActionUpdate, what: str = "Name an owner for each defect", due_day: int = 14, owner: str | None = SAM
) -> ActionStanding:
    """Give an action that is due on a day of its plan, with what was said about it."""
    (accepted,) = accepted_actions(plan(action(due_day, what)), owner)
    return ActionStanding(accepted, updates)


def several(*each: ActionStanding) -> tuple[ActionStanding, ...]:
    """Give actions ids of their own."""
    return tuple(replace(one, accepted=replace(one.accepted, id=f"x{place}")) for place, one in enumerate(each))


TODAY = date(2026, 12, 22)


def shown(*actions: ActionStanding, to: str = DANA) -> list[dict[str, Any]]:
    return blocks(plan_status(PlanShown(assessed(), actions), TODAY, to))


def blocks(message: Message) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = check_message(message)["blocks"]
    return found


def test_an_action_after_its_day_is_overdue_in_words_and_a_finished_one_is_not() -> None:
    late, done = standing(due_day=14), standing(said_about(Progress.DONE), due_day=14)
    assert "overdue since 6 December 2026" in words_of(shown(late))[2]
    assert "overdue" not in str(shown(done))


def test_an_action_of_nobody_can_be_given_to_somebody() -> None:
    (row,) = [each for each in shown(standing(owner=None)) if each["type"] == "actions"]
    assert [each["text"]["text"] for each in row["elements"]] == ["Update", "Give to somebody"]
    assert "actions" not in [each["type"] for each in shown(standing(said_about(Progress.DONE), owner=None))]


def test_somebody_else_than_the_owner_is_named() -> None:
    assert f"◐ on track, says <@{DANA}>" in words_of(shown(standing(said_about(Progress.ON_TRACK, by=DANA))))[2]


def test_update_stands_beside_what_the_asker_may_speak_about() -> None:
    done = standing(said_about(Progress.DONE))
    for person, offered in ((DANA, ["Update", "Change"]), (SAM, ["Update", "Change"]), ("U0PRIYA001", [])):
        found = [
            each["accessory"]["text"]["text"] for each in shown(standing(), done, to=person) if "accessory" in each
        ]
        assert found == offered


@pytest.mark.parametrize("progress", Progress)
def test_every_mark_stands_beside_its_word(progress: Progress) -> None:
    assert f"{MARKS[progress]} {progress.value}" in words_of(shown(standing(said_about(progress))))[2]


def test_of_very_many_the_first_are_shown_and_the_rest_counted() -> None:
    own = [(assessed(), standing(due_day=day)) for day in range(1, MOST_OWN + 4)]
    assert words_of(blocks(own_actions(own, TODAY)))[-1] == "and 3 more, due later"


def test_whoever_has_none_hears_how_one_gets_any() -> None:
    assert "Assign owners" in words_of(blocks(own_actions([], TODAY)))[0]


def test_finished_actions_are_offered_as_evidence_and_no_level_is_named() -> None:
    done = standing(said_about(Progress.DONE, note="we met"))
    assert finished_words(done) == "Finished since last time: *Name an owner for each defect* (“we met”)"


@pytest.mark.parametrize("wants", [Wants.LEVEL, Wants.EVIDENCE])
def test_a_question_names_the_finished_actions_of_its_dimension(wants: Wants) -> None:
    found = largest()
    done = standing(said_about(Progress.DONE, note="&" * 4_000), what="&" * 4_000)
    question = Question(1, DANA, found.framework.dimensions[0].key, wants, Because.NEXT)
    first = found.framework.dimensions[0]
    shows = Prompt(found.id, found.framework, first, 1, 30, question, None, None, finished=(done,) * MOST_ACTIONS)
    said = [each["text"]["text"] for each in blocks(prompt(shows)) if each["type"] == "section"]
    assert any("Finished since last time: " in each for each in said)
    assert "Finished" not in str(prompt(replace(shows, finished=())).blocks)


def test_the_largest_plan_fits() -> None:
    worst = "&" * 4_000
    found = replace(largest(), channel="C0CXTEAM01")
    said = said_about(Progress.STUCK, note=worst, value=worst, by=DANA)
    one = standing(said, said, what=worst, owner=None)
    accepted = replace(one.accepted, action=replace(one.accepted.action, owner_role=worst, measure=worst))
    actions = several(*(replace(one, accepted=accepted) for _ in range(MOST_ACTIONS)))
    assert str(blocks(plan_status(PlanShown(found, actions), TODAY, DANA))).count("plan.update") == MOST_ACTIONS
    blocks(open_actions(OpenActions("a2", found, actions)))
    blocks(own_actions([(found, each) for each in actions * 2], TODAY))
    drafted_plan = shown_draft(
        drafted(PLAN, decided(Verb.ACCEPT), content=plan(*(each.accepted.action for each in actions)))
    )
    payload = blocks(draft(replace(drafted_plan, actions=actions)))
    assert str(payload).count("▲ stuck") == MOST_ACTIONS
    assert [each["text"]["text"] for each in payload[-1]["elements"]] == ["Assign owners", "Add an action", "Undo"]


OF = OfAction("a1b2c3d4e5", "x0")
STUCK = OfAction("a1b2c3d4e5", "x0", Progress.STUCK)
LATE = OfAction("a1b2c3d4e5", "x0", Progress.ON_TRACK)


def inputs(view: View) -> dict[str, View]:
    return {each["block_id"]: each for each in view["blocks"] if each["type"] == "input"}


def form(of: OfAction, action: ActionStanding) -> View:
    return check_view(update_form(of, action))


def test_who_is_stuck_is_asked_why_and_cannot_leave_it_out() -> None:
    view = form(STUCK, standing())
    assert list(inputs(view)) == ["note", "value"]
    assert inputs(view)["note"]["label"]["text"] == "Why is it stuck?"
    assert [each["optional"] for each in inputs(view).values()] == [False, True]


def test_who_is_done_may_say_what_was_done_and_the_measure_today() -> None:
    view = form(OfAction("a1", "x0", Progress.DONE), standing(said_about(Progress.ON_TRACK, value="7")))
    assert inputs(view)["note"]["label"]["text"] == "What was done?"
    assert [each["optional"] for each in inputs(view).values()] == [True, True]
    assert inputs(view)["value"]["hint"]["text"] == "A list with owners · Last time: 7"


def test_where_nothing_is_said_yet_it_is_chosen_and_what_stands_is_chosen_already() -> None:
    chosen = inputs(form(OF, standing(said_about(Progress.STUCK, note="no time"))))["how"]["element"]
    assert [each["value"] for each in chosen["options"]] == ["done", "on track", "stuck", "dropped"]
    assert chosen["initial_option"]["value"] == "stuck"
    assert "initial_option" not in inputs(form(OF, standing()))["how"]["element"]


@pytest.mark.parametrize("typed", ["", " \n ", "\u200b\u2060"])
def test_stuck_without_a_reason_is_named_at_its_field(typed: str) -> None:
    assert read_update(STUCK, {"note": typed}, TODAY) == {"note": WHY}
    assert read_update(OF, {"how": "stuck", "note": typed}, TODAY) == {"note": WHY}


def test_who_drops_an_action_is_asked_why_and_cannot_leave_it_out() -> None:
    view = form(OfAction("a1", "x0", Progress.DROPPED), standing())
    assert (inputs(view)["note"]["label"]["text"], inputs(view)["note"]["optional"]) == ("Why is it dropped?", False)
    assert read_update(OF, {"how": "dropped", "note": " "}, TODAY) == {"note": WHY}


def test_an_action_whose_day_has_passed_is_on_track_until_another_day() -> None:
    view = form(LATE, standing())
    assert list(inputs(view)) == ["due", "note", "value"]
    assert inputs(view)["due"]["optional"] is False
    assert read_update(LATE, {}, TODAY) == {"due": NEW_DAY}
    new = TODAY + timedelta(days=20)
    assert read_update(LATE, {"due": new.isoformat()}, TODAY) == Spoken(Progress.ON_TRACK, "", "", new)
    for wrong in (TODAY - timedelta(days=1), TODAY + timedelta(days=500)):
        assert read_update(LATE, {"due": wrong.isoformat()}, TODAY) == {"due": TOO_LATE}
    assert read_update(LATE, {"due": "tomorrow"}, TODAY) == {"due": NEW_DAY}


def test_a_new_day_may_be_said_of_any_open_action_and_counts_for_no_finished_one() -> None:
    assert inputs(form(OF, standing()))["due"]["optional"] is True
    assert "due" not in inputs(form(OF, standing(said_about(Progress.DONE))))
    state = {"due": "2027-01-20", "note": "no time"}
    due = {how: read_update(OF, state | {"how": how}, TODAY) for how in Progress}
    assert [each.due is not None for each in due.values() if isinstance(each, Spoken)] == [True, True, False, False]


@pytest.mark.parametrize("how", ["", "finished", "DONE"])
def test_what_is_no_choice_is_named_at_its_field(how: str) -> None:
    assert read_update(OF, {"how": how}, TODAY) == {"how": CHOOSE}


def test_what_was_filled_in_is_read_on_one_line() -> None:
    state = {"how": "on track", "note": " nearly\nthere ", "value": "7 of 10"}
    assert read_update(OF, state, TODAY) == Spoken(Progress.ON_TRACK, "nearly there", "7 of 10")


def test_what_the_button_said_stands_whatever_the_form_sends() -> None:
    assert read_update(STUCK, {"how": "done", "note": "no time"}, TODAY) == Spoken(Progress.STUCK, "no time", "")


def test_the_form_that_gives_an_action_wants_a_person() -> None:
    view = check_view(give_form(OF, standing(owner=None).accepted))
    assert inputs(view)["owner"]["element"]["type"] == "users_select"
    assert inputs(view)["owner"]["optional"] is False
    assert read_owner({"owner": SAM}) == SAM
    for wrong in ("", "sam", "<@U0SAM00001>", "C0CXTEAM01"):
        assert read_owner({"owner": wrong}) == ""


@pytest.mark.parametrize("progress", [None, *Progress])
def test_what_stands_in_a_button_comes_back(progress: Progress | None) -> None:
    of = OfAction("a1b2c3d4e5", "x0", progress, "plan", "https://hooks.slack.example/a|b")
    assert read(OfAction, written(of)) == of
    assert progress is None or said_by(say_id(progress)) is progress


@pytest.mark.parametrize("value", ["", "|", "||||", "a1", "a1|x0|finished", "x" * 5_000])
def test_a_value_that_is_not_ours_says_nothing(value: str) -> None:
    assert read(OfAction, value).progress is None
    assert said_by(f"plan.say.{value}") is None


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


def test_where_nothing_is_left_it_says_where_the_plan_is() -> None:
    assert "`/cx-plan`" in words(asked())[0]


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
