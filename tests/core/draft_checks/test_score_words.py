"""Praise, blame, rank and comparison stand only where a figure or a fact backs them."""

from dataclasses import replace

import pytest

from tests.core.draft_checks.example_brief import BRIEF, STANDING, families, with_evidence

AT_TARGET = replace(BRIEF, standings=(replace(STANDING, value="4", evidenced="4", level_name="Managed", place=0),))
AT_TOP = replace(BRIEF, standings=(replace(STANDING, value="5", evidenced="5", level_name="Optimized", place=0),))
SECOND = replace(BRIEF, standings=(replace(STANDING, place=2),))


@pytest.mark.parametrize(
    "text",
    [
        "Root-cause analysis is excellent.",
        "This is world-class work on causes.",
        "The teams are outstanding in every respect.",
        "Root-cause analysis is fully mature.",
        "Everything is perfect about the causes.",
        "Root-cause analysis has failed completely.",
        "This is a disgrace for the teams.",
        "There is no gap in root-cause analysis.",
        "The gap is closed.",
        "Root-cause analysis has reached its target.",
        "Root-cause analysis is on target.",
        "Root-cause analysis is above its target.",
        "The target has been met.",
        "It is close to its target.",
        "This is the second largest gap.",
        "This is the smallest gap of all.",
        "Root-cause analysis is the strongest dimension.",
        "Root-cause analysis is the weakest dimension.",
        "Root-cause analysis has improved since last time.",
        "The causes got worse.",
        "This is above the industry average.",
        "Acme Retail is the best in its industry.",
        "Hardly anybody does this better.",
        "All is well with the causes.",
        "Nothing is missing in root-cause analysis.",
    ],
)
def test_a_judgement_that_nothing_backs_is_found(text: str) -> None:
    assert "score words" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Root-cause analysis is below its target.",
        "Root-cause analysis has not reached its target yet.",
        "This is the largest gap, two levels wide.",
        "It comes first among the gaps.",
        "It is far from its target.",
        "The work on causes is not perfect.",
        "Each fix would be better with an owner.",
        "A better way is to name an owner for each cause.",
        "Causes improve once each defect has an owner.",
        "At best, some teams ask why after a bad week.",
        "To close the gap, each defect needs an owner.",
        "Once the target is reached, each fix is checked for recurrence.",
    ],
)
def test_what_the_figures_say_and_ordinary_words_are_fine(text: str) -> None:
    assert families(text) == set()


def test_the_figures_decide_what_may_be_said() -> None:
    assert "score words" not in families("Root-cause analysis has reached its target.", brief=AT_TARGET)
    assert "score words" in families("Root-cause analysis is below its target.", brief=AT_TARGET)
    assert "score words" in families("Root-cause analysis is above its target.", brief=AT_TARGET)
    assert "score words" not in families("Root-cause analysis is above its target.", brief=AT_TOP)
    assert "score words" not in families("Root-cause analysis is fully mature.", brief=AT_TOP)
    assert "score words" in families("This is the largest gap.", brief=SECOND)
    assert "score words" not in families("This is the second largest gap.", brief=SECOND)


def test_people_may_judge_themselves() -> None:
    brief = with_evidence("Complaints have dropped by 20 % since May; the new defect list is excellent.")
    assert families("The new defect list is called excellent.", brief=brief) == set()
    assert families("Complaints have dropped by 20 % since May.", brief=brief) == set()
    assert "score words" in families("Root-cause analysis is excellent.", brief=brief)
