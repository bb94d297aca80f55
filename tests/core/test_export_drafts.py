"""An export carries drafts and actions exactly, where there are any, and no figure rests on them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.drafts.brief import FactKind, Kind
from bot.core.drafts.draft import Draft, Trouble, Verb
from bot.core.record.export import export_assessment
from bot.core.record.reading import read_export
from bot.core.record.rescoring import check_export
from bot.core.record.unscored import ACTIONS, DRAFTS
from tests.core.drafted import accepted_plan, drafts, edited_note, tracked_action, wanted
from tests.core.exported import (
    DOCS,
    OPTIMIZATION,
    SCHEMA,
    VALIDATOR,
    drafted_export,
    leaves,
    small_export,
    stricter,
    through_json,
)
from tests.core.rated import assessment_of
from tests.core.strategies import SMALL

PAGE = (DOCS / "export.md").read_text(encoding="utf-8")

Change = Callable[[Any], object]


def first(file: Any, *path: str) -> Any:
    """Give a part of the first draft."""
    part = file["drafts"][0]
    for step in path:
        part = part[step] if not isinstance(part, list) else part[0][step]
    return part


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
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
def test_a_file_whose_drafts_are_malformed_is_refused_by_key_path(change: Change, path: str, said: str) -> None:
    file = drafted_export()
    change(file)
    result = check_export(file)
    assert result.exit_code == 2
    assert [each.source for each in result.problems] == [path]
    assert said in result.problems[0].message


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
