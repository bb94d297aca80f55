"""Levels, targets, gaps, bands and the overall figure are the scorecard's."""

from dataclasses import replace

import pytest

from tests.core.draft_checks.example_brief import BRIEF, STANDING, families, findings_of, in_plan

MEAN = replace(BRIEF, standings=(replace(STANDING, value="2.5", evidenced="2.5", level_name=""),))
CLAIMED = replace(BRIEF, standings=(replace(STANDING, value="4", evidenced="3", level_name="Managed", place=0),))
PROVISIONAL = replace(BRIEF, band="")


@pytest.mark.parametrize(
    "text",
    [
        "Root-cause analysis stands at level 4.",
        "Root-cause analysis is at 3.",
        "Root-cause analysis is rated 4 of 5.",
        "Root-cause analysis is rated 3/5.",
        "Root-cause analysis scores a 5.",
        "It has reached level three.",
        "This is the third level.",
        "This is stage \u2163 of the scale.",
        "The level is 3 today.",
        "A 3 is what the answers add up to.",
        "Level 3 is where it stands today.",
        "Hence 3, Defined.",
        "The rating of 5 rests on 3 teams.",
        "It stands at 2.5.",
        "The target is level 3.",
        "The target is 5.",
        "It stands at level 2, below its target of 5.",
        "Level 2 is the target.",
        "Level 5 is wanted.",
        "The way leads from level 3 to level 4.",
        "The way leads from 4 to 2.",
        "Level 4 today, level 2 wanted.",
        "The next level is 4.",
        "Evidence backs level 4.",
        "Level 3 is evidenced.",
        "It is 3 levels below its target.",
        "The gap is 1.",
        "One level is left to go.",
        "It is rated 2 on a scale of 1 to 4.",
        "It is above level 2.",
    ],
)
def test_a_wrong_level_is_found(text: str) -> None:
    assert {"levels", "numbers"} & families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Root-cause analysis is Managed today.",
        "Root-cause analysis stands at level 2 (Managed).",
        "Root-cause analysis stands at 2, Defined.",
        "The target of 4 (Defined) is two levels away.",
        "It is at the defined level.",
        "It has the \u201cOptimized\u201d level.",
        "In short, the rating is Initial.",
        "Overall, Acme Retail falls into the band Managed.",
        "The scorecard as a whole says Defined.",
        "The overall figure is 3.4.",
        "With 3.4 overall, there is work to do.",
    ],
)
def test_a_wrong_name_band_or_overall_figure_is_found(text: str) -> None:
    assert "levels" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Root-cause analysis stands at level 2 of 5 (Developing).",
        "Root-cause analysis is rated 2, Developing.",
        "Root-cause analysis is at 2 and should reach 4.",
        "Root-cause analysis is Developing, and Managed is the target.",
        "The rating is accordingly 2.",
        "Level 2 today, level 4 wanted.",
        "Level 4 is the target, two levels above where it stands.",
        "The gap from 2 to 4 is the largest.",
        "It stands two levels below its target of 4.",
        "The next level is 3.",
        "To reach level 3, each of the ten most frequent defects needs an owner.",
        "At level 4, each fix is checked for recurrence.",
        "That some teams ask why after a bad week is what level 2 means.",
        "Level 3 would ask for more than that.",
        "It is not at level 4 yet.",
        "It is below level 4.",
        "On a scale of 1 to 5, it is rated 2.",
        "The methods of teams are defined, and causes are managed well or badly.",
        "Defined owners and developing habits would help with causes.",
        "Overall, root-cause analysis stands at level 2.",
        "The overall figure is 2.2, in the band Developing.",
        "Evidence backs level 2.",
    ],
)
def test_what_the_scorecard_says_is_fine(text: str) -> None:
    assert families(text) == set()


def test_a_mean_may_be_told_with_the_levels_around_it() -> None:
    for text in ("It stands at 2.5.", "It stands between level 2 and level 3.", "It stands at 2.5 of 5 on average."):
        assert families(text, brief=MEAN) == set()
    for text in ("It stands at level 2.", "It stands at 2.4.", "It stands between level 3 and level 4."):
        assert "levels" in families(text, brief=MEAN)


def test_what_is_claimed_and_what_is_evidenced_are_told_apart() -> None:
    for text in (
        "It is rated 4, but evidence backs only level 3.",
        "Level 4 is not backed by evidence.",
        "Level 3 is evidenced.",
    ):
        assert families(text, brief=CLAIMED) == set()
    for text in ("It is rated 3.", "Evidence backs level 4.", "Level 4 is evidenced."):
        assert "levels" in families(text, brief=CLAIMED)


def test_there_is_no_band_while_the_scorecard_is_provisional() -> None:
    assert "levels" in families("Overall, Acme Retail falls into the band Developing.", brief=PROVISIONAL)


def test_a_descriptor_belongs_to_its_own_level() -> None:
    assert "levels" in families("Level 4 says that some teams ask why after a bad week and write little down.")
    assert "levels" in families("At level 2, frequent defects get a cause within a set time.")


def test_the_reason_says_what_the_scorecard_says() -> None:
    (finding,) = findings_of("Root-cause analysis stands at level 4.")
    assert finding.message == (
        "It names level 4 as where it stands; Root-cause analysis is at 2, 2 is evidenced, and the target is 4."
    )


def test_in_a_plan_the_dimension_is_the_one_that_is_named() -> None:
    assert "levels" not in {each.check for each in in_plan(measure="Data & tooling is no longer at level 1")}
    assert "levels" in {each.check for each in in_plan(measure="Root-cause analysis stands at level 1 today")}
    assert "levels" not in {each.check for each in in_plan(measure="The new rating of causes is above level 2")}
