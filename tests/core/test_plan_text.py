"""The built plan: the framework's own steps, phase by phase, each with an owner, a measure and a beginning."""

from dataclasses import replace

import pytest

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief, Kind, Piece
from bot.core.drafts.briefs import brief_for
from bot.core.drafts.built_plans import items_of
from bot.core.drafts.built_texts import built
from bot.core.framework import Descriptor, Dimension, Framework
from bot.core.plan.plan import Action, Plan
from bot.core.scoring.scorecard import scorecard
from tests.core.examples import example_framework, framework_on
from tests.core.rated import assessment_of, said
from tests.known import as_a

CAUSES = "root-cause-analysis"
STEPS = {
    1: "Have the operations manager trace the most frequent complaint to its cause.",
    2: "Let the quality lead name an owner for each of the ten most frequent defects.",
    3: "Ask the quality lead to check every fix again.",
}


def _brief(assessment: Assessment) -> Brief:
    return brief_for(assessment, scorecard(assessment), Piece(Kind.PLAN))


def _plan(assessment: Assessment) -> Plan:
    return as_a(Plan, built(_brief(assessment)))


def _framework(**more: object) -> Framework:
    framework = example_framework()
    given = {"next_steps": STEPS, "look_for": "a defect list with owners, a recurrence rate, a fix that held"} | more
    changed = replace(framework.dimensions[1], **given)  # type: ignore[arg-type]  # the fields of a dimension, each test its own
    return replace(framework, dimensions=(changed,), deliverables=("A list of defects with owners", "A big party"))


def _actions(level: int, words: str = "", **more: object) -> tuple[Action, ...]:
    return _plan(assessment_of(_framework(**more), {CAUSES: said(level, words=words)})).actions


def test_a_scorecard_on_target_has_no_actions() -> None:
    assert _actions(4) == ()


def test_three_steps_of_one_gap_stand_before_the_review() -> None:
    actions = _actions(1)
    assert [each.what for each in actions[:3]] == list(STEPS.values())
    assert [each.due_day for each in actions] == [30, 60, 82, 90]
    roles = ["Operations manager", "Quality lead", "Quality lead", "Facilitator"]
    assert [each.owner_role for each in actions] == roles


def test_the_last_day_is_a_review_that_says_what_it_is_for() -> None:
    last = _actions(2)[-1]
    assert last.what == "Review the plan: rate Root-cause analysis again, and decide what the next plan takes on."
    assert last.measure == (
        "Each new level has evidence beside it, and today is compared with the goal: NPS baseline: 31, NPS target: 45."
    )
    assert last.due_day == 90


def test_a_single_step_begins_with_what_there_is() -> None:
    first, second, third = _actions(3)
    assert first.what == (
        "Collect what there is today in Root-cause analysis: "
        "a defect list with owners, a recurrence rate, a fix that held."
    )
    assert second.what == STEPS[3]
    assert third.what.startswith("Review the plan")


def test_a_step_waits_for_the_time_that_it_takes_and_one_that_takes_longer_than_the_plan_is_left_out() -> None:
    slow = {1: "Collect six weeks of complaints.", 2: "Name an owner.", 3: "Check again after 120 days."}
    actions = _actions(1, next_steps=slow)
    assert [(each.what, each.due_day) for each in actions[:-1]] == [(slow[1], 42), (slow[2], 60)]
    assert actions[0].first_step.startswith("At the start of the second month")


def test_a_step_that_points_to_its_neighbours_is_left_out() -> None:
    steps = {1: "Name an owner.", 2: "Let that owner meet these teams.", 3: "Meet monthly."}
    assert [each.what for each in _actions(1, next_steps=steps)][:2] == [steps[1], steps[3]]


def test_a_step_is_shown_by_what_has_words_in_common_with_it() -> None:
    assert [each.measure for each in _actions(2)][:2] == [
        "Can be shown: a defect list with owners.",
        "Can be shown: a fix that held.",
    ]


def test_a_step_that_leads_to_the_target_is_shown_by_its_descriptor() -> None:
    aim = Descriptor(4, "Managed", "Each fix is checked for recurrence.")
    assert _actions(3, look_for="minutes", descriptors=(aim,))[1].measure == (
        "This holds: Each fix is checked for recurrence."
    )


def test_the_first_step_takes_up_what_was_said() -> None:
    said_so, unsaid, brief_words = (_actions(1, words)[0] for words in ("we fix tickets only", "", "https://x.example"))
    assert said_so.first_step == (
        "This week, go through what was said (\u201cwe fix tickets only\u201d) with the operations manager, "
        "and agree on a day to begin."
    )
    assert unsaid.first_step == (
        "This week, agree with the operations manager on a day to begin and on who takes part."
    )
    assert brief_words.first_step == unsaid.first_step


def test_a_deliverable_stands_word_by_word_beside_the_action_that_it_fits() -> None:
    assert [each.deliverable for each in _actions(1)] == ["", "A list of defects with owners", "", ""]


@pytest.mark.parametrize("line", ["A list of defects with owners @here", "A defect list: https://x.example"])
def test_a_deliverable_that_could_act_is_left_out(line: str) -> None:
    framework = replace(_framework(), deliverables=(line,))
    assert {each.deliverable for each in _plan(assessment_of(framework, {CAUSES: 1})).actions} == {""}


def test_descriptors_give_the_steps_of_a_framework_that_has_none() -> None:
    described = Descriptor(3, "", "Root-cause methods and owners; defect categories defined.")
    actions = _actions(2, next_steps={}, look_for="", descriptors=(described,))
    assert [each.what for each in actions] == [
        "Reach what level 3 describes: Root-cause methods and owners.",
        "Reach what level 3 describes: defect categories defined.",
        "Review the plan: rate Root-cause analysis again, and decide what the next plan takes on.",
    ]
    assert actions[1].measure == "In Root-cause analysis, this is done without being asked for."
    assert {each.owner_role for each in actions[:-1]} == {"Owner of Root-cause analysis"}


def test_a_framework_without_any_words_still_gets_a_plan() -> None:
    framework = replace(framework_on(1, 5), dimensions=(Dimension("only", "Stores", ()),))
    actions = _plan(assessment_of(framework, {"only": 2})).actions
    assert [each.what for each in actions] == [
        "Write down how Stores works now.",
        "Agree what level 4 of 5 (the target) looks like in Stores, and write it down.",
        "Review the plan: rate Stores again, and decide what the next plan takes on.",
    ]


def test_what_is_due_for_three_gaps_is_spread_over_the_days() -> None:
    actions = _plan(assessment_of(example_framework(), [1, 1, 1, 4, 4, 4])).actions
    assert [each.due_day for each in actions] == [22, 26, 30, 52, 56, 90]


def test_the_same_words_in_two_gaps_are_told_apart() -> None:
    framework = example_framework()
    dimensions = tuple(replace(each, next_steps={1: "Name an owner.", 3: "Meet."}) for each in framework.dimensions)
    actions = _plan(assessment_of(replace(framework, dimensions=dimensions), [1, 1, 1, 4, 4, 4])).actions
    assert [each.what for each in actions[:3]] == [
        "Name an owner.",
        "Name an owner, for Root-cause analysis.",
        "Name an owner, for Experimentation & iteration.",
    ]


@pytest.mark.parametrize(
    ("line", "items"),
    [
        (
            "a log, a decision taken because of it, e.g. a new price",
            ("a log", "a decision taken because of it, e.g. a new price"),
        ),
        ("a list, which has dates, and a report", ("a list, which has dates", "a report")),
        (
            "eine Liste, die jemand pflegt, die Quote, z. B. je Monat",
            ("eine Liste, die jemand pflegt", "die Quote, z. B. je Monat"),
        ),
        ("une liste, qui est tenue ; un relevé, et un bilan", ("une liste, qui est tenue", "un relevé", "un bilan")),
        (
            "una lista, p. ej. en papel, que se revisa; un informe",
            ("una lista, p. ej. en papel, que se revisa", "un informe"),
        ),
        ("a budget line, a company goal, and a door open", ("a budget line", "a company goal", "a door open")),
        ("ein Stand und ein Grund, ein Wort o Ton", ("ein Stand und ein Grund", "ein Wort o Ton")),
    ],
)
def test_what_tells_of_a_thing_to_look_for_stays_with_it(line: str, items: tuple[str, ...]) -> None:
    assert items_of(line) == items
