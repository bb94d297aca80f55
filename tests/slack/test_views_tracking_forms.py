"""The forms about actions: what they ask, how they are read back, and which mistakes are named at which field."""

from datetime import date, timedelta

import pytest

from bot.core.plan.standing import ActionStanding, Progress
from bot.slack.blocks import View
from bot.slack.values import OfAction, read, said_by, say_id, written
from bot.slack.views.plans import (
    CHOOSE,
    NEW_DAY,
    TOO_LATE,
    WHY,
    Spoken,
    give_form,
    read_owner,
    read_update,
    update_form,
)
from tests.slack.shown import SAM, check_view
from tests.slack.tracked import said_about, standing

OF = OfAction("a1b2c3d4e5", "x0")
STUCK = OfAction("a1b2c3d4e5", "x0", Progress.STUCK)
LATE = OfAction("a1b2c3d4e5", "x0", Progress.ON_TRACK)
TODAY = date(2026, 12, 22)


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
