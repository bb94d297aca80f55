"""The plan with its progress, the actions left open above a reassessment, and those finished beside a question."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core.conversation.talk import Because, Question, Wants
from bot.core.drafts.draft import Verb
from bot.core.plan.plan import MOST_ACTIONS
from bot.core.plan.standing import ActionStanding, Progress
from bot.core.thread import OpenActions, Prompt
from bot.slack.blocks import Message, words_of
from bot.slack.views.conversation import prompt
from bot.slack.views.drafts import draft
from bot.slack.views.plans import (
    MARKS,
    MOST_OWN,
    finished_words,
    open_actions,
    own_actions,
    plan_blocks,
    plan_status,
)
from bot.use_cases.plans import PlanShown
from tests.slack.drafts import PLAN, action, assessed, decided, drafted, plan
from tests.slack.drafts import shown as shown_draft
from tests.slack.shown import DANA, SAM, check_message, largest
from tests.slack.tracked import said_about, several, standing

TODAY = date(2026, 12, 22)


def shown(*actions: ActionStanding, to: str = DANA) -> list[dict[str, Any]]:
    return blocks(plan_status(PlanShown(assessed(), actions), TODAY, to))


def blocks(message: Message) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = check_message(message)["blocks"]
    return found


def test_the_plan_is_counted_then_shown_phase_by_phase() -> None:
    actions = several(
        standing(said_about(Progress.DONE, note="we met")),
        standing(due_day=60, owner=None),
        standing(said_about(Progress.STUCK, note="no time"), due_day=30),
    )
    assert words_of(shown(*actions, to="U0PRIYA001")) == [
        "*90-day plan · Acme Retail · CX optimization readiness*\n1 of 3 done, 1 stuck, 1 without an update",
        "*By day 30*",
        f"*Name an owner for each defect*\n✓ done: “we met” · Root-cause analysis · <@{SAM}> · by 6 December 2026",
        "_Measure:_ A list with owners",
        f"*Name an owner for each defect*\n▲ stuck: “no time” · Root-cause analysis · <@{SAM}> · by 22 December 2026",
        "_Measure:_ A list with owners",
        "*By day 60*",
        "*Name an owner for each defect*\n○ open · Root-cause analysis · CX lead · by 21 January 2027",
        "_Measure:_ A list with owners",
    ]


def test_an_action_after_its_day_is_overdue_in_words_and_a_finished_one_is_not() -> None:
    late, done = standing(due_day=14), standing(said_about(Progress.DONE), due_day=14)
    assert "overdue since 6 December 2026" in words_of(shown(late))[2]
    assert "overdue" not in str(shown(done))


def test_the_measure_shows_its_first_and_its_last_value() -> None:
    first, silent, last = (said_about(Progress.ON_TRACK, value=each) for each in ("3", "", "7 of 10"))
    assert words_of(shown(standing(first)))[3] == "_Measure:_ A list with owners · now 3"
    assert (
        words_of(shown(standing(first, silent, last)))[3] == "_Measure:_ A list with owners · at first 3 · now 7 of 10"
    )


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


def test_ones_own_actions_are_listed_by_their_day_with_their_channel() -> None:
    own = [(assessed(), standing(due_day=60)), (assessed(), standing(due_day=14, what="Sooner"))]
    found = words_of(blocks(own_actions(own, TODAY)))
    assert found[1] == "*Sooner*\n○ open · Acme Retail · <#C1> · overdue since 6 December 2026"
    assert found[3].startswith("*Name an owner for each defect*")


def test_of_very_many_the_first_are_shown_and_the_rest_counted() -> None:
    own = [(assessed(), standing(due_day=day)) for day in range(1, MOST_OWN + 4)]
    assert words_of(blocks(own_actions(own, TODAY)))[-1] == "and 3 more, due later"


def test_whoever_has_none_hears_how_one_gets_any() -> None:
    assert "Assign owners" in words_of(blocks(own_actions([], TODAY)))[0]


def test_a_reassessment_begins_with_what_is_open() -> None:
    stuck = standing(said_about(Progress.STUCK, note="no time"))
    found = blocks(open_actions(OpenActions("a2", assessed(), (stuck,))))
    assert words_of(found)[0].startswith("*Open actions of the last assessment*")
    assert "▲ stuck: “no time”" in words_of(found)[1]
    assert found[1]["accessory"]["text"]["text"] == "Update"


def test_finished_actions_are_offered_as_evidence_and_no_level_is_named() -> None:
    done = standing(said_about(Progress.DONE, note="we met"))
    assert finished_words(done) == "Finished since last time: *Name an owner for each defect* (“we met”)"


@pytest.mark.parametrize("wants", [Wants.LEVEL, Wants.EVIDENCE])
def test_a_question_names_the_finished_actions_of_its_dimension(wants: Wants) -> None:
    found = largest()
    done = standing(said_about(Progress.DONE, note="&" * 4_000), what="&" * 4_000)
    question = Question(1, DANA, found.framework.dimensions[0].key, wants, Because.NEXT)
    first = found.framework.dimensions[0]
    shows = Prompt(found.id, found.framework, first, 1, 30, question, None, None, 4, finished=(done,) * MOST_ACTIONS)
    said = [each["text"]["text"] for each in blocks(prompt(shows)) if each["type"] == "section"]
    assert any("Finished since last time: " in each for each in said)
    assert "Finished" not in str(prompt(replace(shows, finished=())).blocks)


def test_an_accepted_plan_shows_what_was_said_about_it_in_its_thread() -> None:
    given = plan(action(14, "First"), action(60, "Second"))
    stuck = standing(said_about(Progress.STUCK, note="no time"), what="Second", due_day=60)
    lines = words_of(plan_blocks(given, {}, (standing(what="First"), stuck)))
    assert [each for each in lines if "▲" in each] == [
        f"2. *Second*\n<@{SAM}>, CX lead · by 21 January 2027\n▲ stuck: “no time”"
    ]
    assert "open" not in " ".join(lines)


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
