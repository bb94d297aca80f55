"""An export holds every fact exactly, and the schema and the page say what it holds."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import Assessment
from bot.core.drafts.brief import FactKind, Kind
from bot.core.drafts.draft import Draft, Trouble, Verb
from bot.core.metric import MetricValue, Reading
from bot.core.plan.plan import AcceptedAction, ActionStanding, ActionUpdate, Aim, Progress
from bot.core.record.export import export_assessment
from bot.core.record.rescoring import check_export, read_export, score_file
from bot.core.record.unscored import ACTIONS, DRAFTS
from tests.core.drafted import accepted_action, accepted_plan, actions, drafts, edited_note, tracked_action, wanted
from tests.core.examples import KEYS, OPTIMIZATION
from tests.core.exported import (
    DOCS,
    SCHEMA,
    VALIDATOR,
    drafted_export,
    example_export,
    leaves,
    put,
    small_export,
    stricter,
    through_json,
)
from tests.core.rated import assessment_of
from tests.core.strategies import SMALL, assessments, moments, names, words
from tests.store.made import measured


@given(assessments(), st.none() | assessments())
@settings(SMALL)
def test_facts_survive_an_export_exactly_its_figures_agree_and_the_schema_takes_it(
    now: Assessment, before: Assessment | None
) -> None:
    text = json.dumps(export_assessment(now, before))
    VALIDATOR.validate(json.loads(text))
    file = read_export(json.loads(text))
    assert (file.assessment, file.before) == (now, before)
    result = score_file(text)
    assert (result.exit_code, result.problems, result.differences) == (0, (), ())


def test_an_export_is_the_same_text_every_time() -> None:
    facts = assessment_of(OPTIMIZATION, [3, 2, 2, 2, 2, 2])
    text = json.dumps(export_assessment(facts))
    assert json.dumps(export_assessment(facts)) == text
    assert text.index('"NPS_BASELINE"') < text.index('"NPS_TARGET"')


def test_the_schema_is_one_and_takes_the_example() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(example_export())


def test_what_the_schema_refuses_is_refused_here_too() -> None:
    assert stricter(small_export()) == []


def test_the_schema_refuses_what_is_plainly_no_export() -> None:
    for path in (("format",), ("ratings", 0, "verdict"), ("ratings", 0, "said_at"), ("framework", "scale", "max")):
        file = small_export()
        put(file, path, "x")
        assert not VALIDATOR.is_valid(file)
    assert not VALIDATOR.is_valid({**small_export(), "extra": 1})


def test_the_page_shows_an_export_as_the_code_makes_it() -> None:
    page = (DOCS / "export.md").read_text(encoding="utf-8")
    shown = page.split("```json\n")[1].split("```")[0]
    assert shown == json.dumps(small_export(), indent=2, ensure_ascii=False) + "\n"
    assert score_file(shown).exit_code == 0


def test_the_page_names_every_key() -> None:
    page = (DOCS / "export.md").read_text(encoding="utf-8")
    steps = {
        step for path, _ in leaves(example_export()) for step in path if isinstance(step, str) and not step.isdigit()
    }
    ours = steps - set(KEYS) - {"NPS_BASELINE", "NPS_TARGET"}
    assert sorted(key for key in ours if f"`{key}`" not in page) == []


OWN = assessment_of(OPTIMIZATION, [3, 2, 2, 2, 2, 2])
READINGS = tuple(
    replace(each, channel=OWN.channel, subject=OWN.subject.name)
    for each in (
        measured(),
        replace(measured("m2", "-12"), target=None, by="", taken_back=True),
        replace(
            measured("m3"),
            value=MetricValue(measured().value.amount, "%"),
            target=MetricValue(measured().value.amount, "%"),
        ),
    )
)


def file_of(*readings: Reading) -> Any:
    return through_json(export_assessment(OWN, metrics=readings))


def test_metrics_survive_an_export_exactly_and_raise_its_version() -> None:
    file = file_of(*READINGS)
    VALIDATOR.validate(file)
    assert (file["format_version"], read_export(file).metrics) == (5, READINGS)
    assert check_export(file).exit_code == 0
    assert (file_of()["format_version"], "metrics" in file_of()) == (2, False)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda one: one.update(amount=41), "metrics[0].amount"),
        (lambda one: one.update(amount="NaN"), "metrics[0].amount"),
        (lambda one: one.update(amount="1e9"), "metrics[0].amount"),
        (lambda one: one.update(target=""), "metrics[0].target"),
        (lambda one: one.update(day="2026-02-30"), "metrics[0].day"),
        (lambda one: one.update(good="sideways"), "metrics[0].good"),
        (lambda one: one.update(source="hearsay"), "metrics[0].source"),
        (lambda one: one.update(taken_back="no"), "metrics[0].taken_back"),
        (lambda one: one.update(channel="C9"), "metrics[0].channel"),
        (lambda one: one.pop("at"), "metrics[0].at"),
        (lambda one: one.update(id="m2"), "metrics[1]"),
    ],
)
def test_a_malformed_metric_is_refused_by_its_key_path(change: Callable[[Any], object], path: str) -> None:
    file = file_of(*READINGS)
    change(file["metrics"][0])
    result = check_export(file)
    assert (result.exit_code, [each.source for each in result.problems]) == (2, [path])


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


PAGE = (DOCS / "export.md").read_text(encoding="utf-8")


def first(file: Any, *path: str) -> Any:
    """Give a part of the first draft."""
    part = file["drafts"][0]
    for step in path:
        part = part[step] if not isinstance(part, list) else part[0][step]
    return part


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
        (lambda file: file.update(drafts={}), "drafts", "expected a list"),
        (lambda file: first(file).pop("asked_by"), "drafts[0].asked_by", "missing"),
        (lambda file: first(file).update(mood=1), "drafts[0].mood", "not known"),
        (lambda file: first(file).update(kind="poem"), "drafts[0].kind", "'narrative'"),
        (lambda file: first(file).update(asked_at="today"), "drafts[0].asked_at", "a time in UTC"),
        (lambda file: file["drafts"].append(first(file)), "drafts[1]", "'d1' stands in this list already"),
        (lambda file: first(file, "replies")[0].update(attempt=0), "drafts[0].replies[0].attempt", "found 0"),
        (lambda file: first(file, "replies")[0].update(tokens_in=-1), "drafts[0].replies[0].tokens_in", "found -1"),
        (lambda file: first(file, "replies")[1].update(trouble="sad"), "drafts[0].replies[1].trouble", "'too_slow'"),
        (lambda file: first(file, "replies", "prompt").pop("digest"), "drafts[0].replies[0].prompt.digest", "missing"),
        (lambda file: first(file, "made").update(by_model=1), "drafts[0].made.by_model", "true or false"),
        (lambda file: first(file, "made").update(content=[]), "drafts[0].made.content", "an object"),
        (
            lambda file: first(file, "made", "content", "actions")[1].update(due_day="90"),
            "drafts[0].made.content.actions[1].due_day",
            "a whole number",
        ),
        (
            lambda file: first(file, "made", "brief", "facts")[0].update(kind="rumour"),
            "drafts[0].made.brief.facts[0].kind",
            "'evidence'",
        ),
        (
            lambda file: first(file, "made", "findings")[0].update(check=""),
            "drafts[0].made.findings[0].check",
            "not empty",
        ),
        (lambda file: first(file, "decisions")[0].update(verb="sing"), "drafts[0].decisions[0].verb", "'reopen'"),
    ],
)
def test_a_file_whose_drafts_or_actions_are_malformed_is_refused_by_key_path(
    change: Change, path: str, words_of_it: str
) -> None:
    file = drafted_export()
    change(file)
    result = check_export(file)
    assert result.exit_code == 2
    assert [each.source for each in result.problems] == [path]
    assert words_of_it in result.problems[0].message


def test_what_the_schema_refuses_about_drafts_is_refused_here_too() -> None:
    assert stricter(drafted_export(), ("drafts", "actions")) == []


def test_an_export_without_drafts_says_nothing_of_them() -> None:
    assert {"drafts", "actions"}.isdisjoint(small_export())
    file = read_export(small_export())
    assert (file.drafts, file.actions) == ((), ())


def test_drafts_and_actions_come_back_from_an_export_and_change_no_figure() -> None:
    file = drafted_export()
    read = read_export(file)
    assert (read.drafts, read.actions) == ((accepted_plan(),), (tracked_action(),))
    result = check_export(file)
    assert (result.exit_code, result.differences) == (0, ())
    assert result.lines() == check_export(small_export()).lines()


@given(st.lists(drafts, max_size=2, unique_by=lambda each: each.id))
@settings(SMALL)
def test_whatever_was_drafted_survives_an_export_exactly(drawn: list[Draft]) -> None:
    file = through_json(export_assessment(assessment_of(OPTIMIZATION, [3, 2, 2, 2, 2, 2]), drafts=tuple(drawn)))
    VALIDATOR.validate(file)
    assert read_export(file).drafts == tuple(drawn)
    assert check_export(file).exit_code == 0


def test_a_draft_that_is_still_being_written_is_told_as_one() -> None:
    (told,) = DRAFTS.write((wanted(),))
    assert (told["made"], told["replies"], told["decisions"]) == (None, [], [])


def test_the_schema_knows_every_word_of_the_core() -> None:
    words = SCHEMA["$defs"]
    facts = words["fact_kind"]["enum"]
    assert words["kind"]["enum"] == [each.value for each in Kind]
    assert words["trouble_or_null"]["enum"] == [None, *(each.value for each in Trouble)]
    assert words["decision"]["properties"]["verb"]["enum"] == [each.value for each in Verb]
    assert facts == [each.value for each in FactKind]


def test_the_page_names_every_key_of_drafts_and_actions() -> None:
    steps = {step for path, _ in leaves({key: drafted_export()[key] for key in ("drafts", "actions")}) for step in path}
    assert sorted(step for step in steps if isinstance(step, str) and f"`{step}`" not in PAGE) == []


def test_the_page_shows_drafts_and_actions_as_the_code_makes_them() -> None:
    shown = PAGE.split("```json\n")[2].split("```")[0]
    value = {"drafts": DRAFTS.write((edited_note(),)), "actions": ACTIONS.write((tracked_action(),))}
    assert shown == json.dumps(value, indent=2, ensure_ascii=False) + "\n"
