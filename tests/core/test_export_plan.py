"""An export carries the actions of the plan with everything said about them, exactly."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.plan.plan import AcceptedAction, Aim
from bot.core.plan.standing import ActionStanding, ActionUpdate, Progress
from bot.core.record.export import export_assessment
from bot.core.record.reading import read_export
from bot.core.record.rescoring import check_export
from bot.core.record.unscored import ACTIONS
from tests.core.drafted import accepted_action, actions, tracked_action
from tests.core.exported import OPTIMIZATION, SCHEMA, VALIDATOR, drafted_export, through_json
from tests.core.rated import assessment_of
from tests.core.strategies import SMALL, moments, names, words

Change = Callable[[Any], object]
# what an action follows from is kept with its draft, and not once more with the accepted action
aims = st.none() | st.builds(Aim, names, names, names)
kept = st.builds(lambda action, aim: replace(action, facts=(), aim=aim), actions, aims)
accepted = st.builds(AcceptedAction, names, names, kept, st.dates(), st.none() | names)


updates = st.lists(
    st.builds(
        ActionUpdate, st.just(""), st.sampled_from(Progress), words, words, names, moments, st.none() | st.dates()
    ),
    max_size=3,
)
standings = st.builds(
    lambda action, said: ActionStanding(action, tuple(replace(each, action=action.id) for each in said)),
    accepted,
    updates,
)


def said(file: Any, number: int = 0) -> Any:
    """Give what was said about the first action."""
    return file["actions"][0]["updates"][number]


@pytest.mark.parametrize(
    ("change", "path", "words_of_it"),
    [
        (lambda file: file.update(actions={}), "actions", "expected a list"),
        (lambda file: file["actions"][0].update(due="2026-02-30"), "actions[0].due", "calendar"),
        (lambda file: file["actions"][0].update(due="20261222"), "actions[0].due", "a day such as"),
        (lambda file: file["actions"][0].update(owner=""), "actions[0].owner", "not empty"),
        (lambda file: file["actions"].append(file["actions"][0]), "actions[1]", "already"),
        (lambda file: file["actions"][0].update(updates={}), "actions[0].updates", "expected a list"),
        (lambda file: said(file).update(progress="late"), "actions[0].updates[0].progress", "'on track'"),
        (lambda file: said(file, 1).pop("by"), "actions[0].updates[1].by", "missing"),
        (lambda file: said(file).update(by=" "), "actions[0].updates[0].by", "not empty"),
        (lambda file: said(file).update(at="today"), "actions[0].updates[0].at", "a time in UTC"),
        (lambda file: said(file).update(due="soon"), "actions[0].updates[0].due", "a day such as"),
        (lambda file: said(file).update(value=3), "actions[0].updates[0].value", "a text"),
        (lambda file: said(file).update(action="k2"), "actions[0].updates[0].action", "not known"),
    ],
)
def test_a_file_whose_actions_are_malformed_is_refused_by_key_path(change: Change, path: str, words_of_it: str) -> None:
    file = drafted_export()
    change(file)
    result = check_export(file)
    assert result.exit_code == 2
    assert [each.source for each in result.problems] == [path]
    assert words_of_it in result.problems[0].message


def test_an_action_of_which_nothing_was_said_has_no_updates_in_the_file() -> None:
    (untold,) = ACTIONS.write((ActionStanding(accepted_action()),))
    (told,) = ACTIONS.write((tracked_action(),))
    assert "updates" not in untold
    assert told == {**untold, "updates": told["updates"]}


def test_what_was_said_stands_in_its_order_and_may_leave_out_note_and_value() -> None:
    file = drafted_export()
    del said(file)["note"]
    del said(file)["value"]
    ((stuck, done),) = (each.updates for each in read_export(file).actions)
    assert (stuck.progress, stuck.note, stuck.value) == (Progress.STUCK, "", "")
    assert (done.progress, done.value, done.action) == (Progress.DONE, "3", "k1")


@given(st.lists(standings, max_size=3, unique_by=lambda each: each.accepted.id))
@settings(SMALL)
def test_actions_and_what_was_said_about_them_survive_an_export_exactly(drawn: list[ActionStanding]) -> None:
    own = tuple(drawn)
    file = through_json(export_assessment(assessment_of(OPTIMIZATION, [3, 2, 2, 2, 2, 2]), actions=own))
    VALIDATOR.validate(file)
    assert read_export(file).actions == own
    is_new = any(each.accepted.action.aim or len(each.days) > 1 for each in own)
    assert file["format_version"] == (5 if is_new else 2)
    assert check_export(file).exit_code == 0


def test_the_schema_knows_every_progress() -> None:
    words_of_it = SCHEMA["$defs"]["action_update"]["properties"]["progress"]["enum"]
    assert words_of_it == [each.value for each in Progress]
