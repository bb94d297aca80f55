"""Who carries an action, how it stands by what was said about it, and what a finished one explains."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.drafts.built_plans import owner_of
from bot.core.plan.plan import (
    LONGEST_NOTE,
    LONGEST_VALUE,
    AcceptedAction,
    ActionStanding,
    ActionUpdate,
    Progress,
    Since,
    finished,
    finished_dimensions,
    own_note,
    own_value,
    plan_start,
    standing_of,
)
from tests.core.drafted import ACTION, CAUSES, LATER

START = date(2026, 11, 22)
FIRST = AcceptedAction("a1", "d1", ACTION, START + timedelta(days=30), "U1")
SECOND = AcceptedAction("a2", "d1", LATER, START + timedelta(days=90))
DONE, STUCK, ON_TRACK, DROPPED = Progress.DONE, Progress.STUCK, Progress.ON_TRACK, Progress.DROPPED


def day(number: int, hour: int = 12) -> datetime:
    """Give a moment of a day of the plan."""
    return datetime(START.year, START.month, START.day, hour, tzinfo=UTC) + timedelta(days=number)


def told(progress: Progress, number: int, action: str = "a1") -> ActionUpdate:
    return ActionUpdate(action, progress, "", "", "U1", day(number))


def stands(*updates: ActionUpdate) -> ActionStanding:
    return ActionStanding(FIRST, updates)


def test_an_action_nobody_spoke_about_is_open_and_has_no_progress() -> None:
    assert (stands().progress, stands().last, stands().is_open, stands().done_at) == (None, None, True, None)


@pytest.mark.parametrize(("progress", "is_open"), [(ON_TRACK, True), (STUCK, True), (DONE, False), (DROPPED, False)])
def test_what_was_said_last_counts(progress: Progress, *, is_open: bool) -> None:
    said = stands(told(DONE, 3), told(DROPPED, 4), told(progress, 5))
    assert (said.progress, said.is_open) == (progress, is_open)


def test_an_action_is_overdue_after_its_day_while_it_is_open() -> None:
    assert not stands().is_overdue(FIRST.due)
    assert stands(told(STUCK, 4)).is_overdue(FIRST.due + timedelta(days=1))
    assert not stands(told(DONE, 40)).is_overdue(FIRST.due + timedelta(days=99))


def test_each_word_stands_beside_its_action_in_the_plans_order() -> None:
    updates = (told(ON_TRACK, 1, "a2"), told(STUCK, 2), told(DONE, 3, "a2"), told(DONE, 3, "gone"))
    first, second = standing_of((FIRST, SECOND), updates)
    assert [each.progress for each in first.updates] == [STUCK]
    assert [each.progress for each in second.updates] == [ON_TRACK, DONE]


def test_a_plan_counts_from_the_day_of_its_acceptance() -> None:
    assert plan_start((SECOND, FIRST)) == START
    assert plan_start(()) is None


def test_an_action_is_done_since_it_was_called_so_without_a_break() -> None:
    assert stands(told(DONE, 3), told(STUCK, 4), told(DONE, 5), told(DONE, 6)).done_at == day(5)
    assert stands(told(DONE, 3), told(DROPPED, 4)).done_at is None


def test_how_it_stood_at_a_moment_leaves_out_what_was_said_later() -> None:
    said = stands(told(ON_TRACK, 1), told(DONE, 5))
    assert said.as_of(day(4)).progress is ON_TRACK
    assert said.as_of(day(5)).progress is DONE
    assert said.as_of(day(0)).progress is None


def test_an_action_finished_before_the_last_assessment_explains_nothing() -> None:
    assert finished((stands(told(DONE, 3)),), since=day(3)) == ()
    assert finished((stands(told(DONE, 3)),), since=day(2)) == (stands(told(DONE, 3)),)


def test_an_action_finished_after_this_assessment_explains_nothing_and_neither_does_one_taken_up_again() -> None:
    assert finished((stands(told(DONE, 9)),), since=day(2), until=day(8)) == ()
    assert finished((stands(told(DONE, 5), told(STUCK, 6)),), since=day(2), until=day(8)) == ()


def test_what_is_said_later_takes_no_explanation_away() -> None:
    (then,) = finished((stands(told(DONE, 5), told(STUCK, 9)),), since=day(2), until=day(8))
    assert then.progress is DONE
    assert finished((stands(told(DONE, 5), told(STUCK, 9)),), since=day(2)) == ()


def test_the_dimensions_of_finished_actions_are_explained_and_no_others() -> None:
    other = replace(SECOND, action=replace(LATER, dimension="measurement"))
    standing = (stands(told(DONE, 5)), ActionStanding(other, (told(DROPPED, 5, "a2"),)))
    assert finished_dimensions(standing) == {CAUSES}
    assert Since(finished=standing).explained == {CAUSES}
    assert Since(finished=standing).finished_for("measurement") == standing[1:]


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b", "...", "\u2800"])
def test_a_note_that_says_nothing_is_none(text: str) -> None:
    assert own_note(text) == ""
    assert own_value(text) == ""


def test_a_note_and_a_value_are_kept_on_one_line_and_within_bounds() -> None:
    assert own_note(" we wait\n for\u202e legal ") == "we wait for legal"
    assert len(own_note("x" * 9_000)) == LONGEST_NOTE
    assert len(own_value("x" * 9_000)) == LONGEST_VALUE


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Name an owner for each cause.",
        "Ask each owner to add a checklist.",
        "Ask every initiative owner to state a target.",
        "Let that person agree with support who does what.",
        "Let that decision maker set a monthly meeting.",
        "Have everybody draw the journey.",
        "Ask customers to answer.",
        "Have " + "very " * 30 + "senior lead decide.",
    ],
)
def test_a_line_that_names_nobody_leaves_it_to_the_owner_of_the_dimension(line: str) -> None:
    owner = owner_of("Root-cause analysis", line, "en")
    assert (owner.role, owner.inside) == ("Owner of Root-cause analysis", "the owner of Root-cause analysis")
    assert not owner.is_named


@pytest.mark.parametrize(
    ("line", "role", "inside"),
    [
        ("Have the quality lead name an owner.", "Quality lead", "the quality lead"),
        ("Let the operations manager pick one.", "Operations manager", "the operations manager"),
        ("Make the head of operations publish it.", "Head of operations", "the head of operations"),
        ("Have a product manager write it down.", "Product manager", "a product manager"),
        ("Have the finance and CX leads agree.", "Finance and CX leads", "the finance and CX leads"),
        ("Have team leads open one meeting.", "Team leads", "team leads"),
        ("Have the executive sponsor give owners a limit.", "Executive sponsor", "the executive sponsor"),
        ("Let the journey's owner add the work.", "Journey's owner", "the journey's owner"),
        ("Have the leadership reward one of them.", "Leadership", "the leadership"),
        ("Ask the meeting's chair to log it.", "Meeting's chair", "the meeting's chair"),
        (
            "Ask the owner of the busiest journey to draw it.",
            "Owner of the busiest journey",
            "the owner of the busiest journey",
        ),
    ],
)
def test_the_role_is_taken_in_the_words_of_the_line(line: str, role: str, inside: str) -> None:
    owner = owner_of("Root-cause analysis", line, "en")
    assert (owner.role, owner.inside, owner.is_named) == (role, inside, True)


def test_a_text_in_another_language_takes_the_role_without_its_english_article() -> None:
    owner = owner_of("Ursachen", "Have the quality lead name an owner.", "de")
    assert (owner.role, owner.inside) == ("Quality lead", "quality lead")
