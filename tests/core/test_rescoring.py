"""A file is scored from its facts alone: what is of no use is refused, a figure that does not agree is named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.record.export import export_assessment
from bot.core.record.rescoring import check_export, score_file
from tests.core.examples import KEYS, OPTIMIZATION, matrix_framework
from tests.core.exported import example_export, leaves, put, through_json
from tests.core.rated import NO_STORES, UNKNOWN, assessment_of
from tests.effort import effort

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
        (lambda file: file.pop("format"), "the file", 'needs "format": "cxbot-assessment"'),
        (lambda file: file.update(format="other"), "format", "expected one of 'cxbot-assessment'"),
        (lambda file: file.update(format_version=8), "format_version", "expected a whole number from 1 to 7, found 8"),
        (lambda file: file.update(format_version=True), "format_version", "found true"),
        (lambda file: file.pop("ratings"), "ratings", "missing"),
        (lambda file: file.update(notes=""), "notes", "not known"),
        (lambda file: file.update({"a\x1b[2Jb": 1}), "['a\\x1b[2Jb']", "not known"),
        (lambda file: file["assessment"].update(started_at="yesterday"), "assessment.started_at", "a time in UTC"),
        (lambda file: file["assessment"].update(started_at="2026-11-22T09:00:00"), "assessment.started_at", "UTC"),
        (
            lambda file: file["assessment"].update(started_at="2026-02-30T09:00:00Z"),
            "assessment.started_at",
            "calendar",
        ),
        (lambda file: file["assessment"].update(status="done"), "assessment.status", "'paused'"),
        (lambda file: file["subject"].update(name=""), "subject.name", "not empty"),
        (lambda file: file["subject"]["variables"].update(NPS=31), "subject.variables.NPS", "expected a text"),
        (lambda file: file["targets"].update({KEYS[1]: 6}), f"targets.{KEYS[1]}", "from 1 to 5, found 6"),
        (lambda file: file["targets"].update(nowhere=3), "targets.nowhere", "expected the key of a dimension"),
        (lambda file: file["members"][0].update(role="boss"), "members[0].role", "'facilitator'"),
        (lambda file: file["members"].append(file["members"][0]), "members[3]", "already"),
        (lambda file: file["ratings"][2].update(verdict=6), "ratings[2].verdict", "expected a level from 1 to 5"),
        (lambda file: file["ratings"][2].update(verdict=0), "ratings[2].verdict", "found 0"),
        (lambda file: file["ratings"][2].update(verdict=3.0), "ratings[2].verdict", "found 3.0"),
        (lambda file: file["ratings"][2].update(verdict=True), "ratings[2].verdict", "found true"),
        (lambda file: file["ratings"][2].update(verdict="3"), "ratings[2].verdict", "found '3'"),
        (lambda file: file["ratings"][2].update(verdict=None), "ratings[2].verdict", "found null"),
        (lambda file: file["ratings"][2].update(verdict=10**50), "ratings[2].verdict", "a very large number"),
        (lambda file: file["ratings"][2].update(verdict={}), "ratings[2].verdict.not_applicable", "missing"),
        (
            lambda file: file["ratings"][2].update(dimension="x"),
            "ratings[2].dimension",
            "expected the key of a dimension",
        ),
        (lambda file: file["ratings"][2].update(round=3), "ratings[2].round", "from 1 to 2"),
        (lambda file: file["ratings"][2].update(id="r1"), "ratings[2]", "'r1' stands in this list already"),
        (lambda file: file["ratings"][1]["evidence"][0].update(kind="rumour"), "ratings[1].evidence[0].kind", "'link'"),
        (lambda file: file.update(ratings=[{}] * 10_001), "ratings", "at most 10000 entries, found a list of 10001"),
        (lambda file: file["framework"]["bands"][0].pop("to"), "framework.bands[0].to", "missing"),
        (lambda file: file["before"]["ratings"][0].update(verdict=9), "before.ratings[0].verdict", "found 9"),
        (lambda file: file["before"].update(figures={}), "before.figures", "not known"),
        (lambda file: file.update(explained=["x"]), "explained[0]", "expected the key of a dimension"),
    ],
)
def test_a_file_of_no_use_is_refused_by_key_path_and_not_scored(change: Change, path: str, said: str) -> None:
    file = example_export()
    change(file)
    result = check_export(file)
    assert result.exit_code == 2
    assert [each.source for each in result.problems] == [path]
    assert said in result.problems[0].message
    assert result.lines()[-1] == "1 problem: the file was not scored."
    assert result.as_json()["agrees"] is None
    assert result.as_json()["figures"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: is not JSON"),
        ('{"format": ', "line 1, column 12: is not JSON"),
        ("[" * 200_000, "the file: is nested too deeply"),
        ('{"format": NaN}', "the file: is not usable JSON: NaN is not a JSON number"),
        ('{"format": 1, "format": 2}', "the file: is not usable JSON: the key 'format' stands twice"),
        ("9" * 10_000, "the file: is not usable JSON"),
        ("[]", "the file: expected an object"),
        ("{}", 'the file: needs "format": "cxbot-assessment"'),
        ("\ufeff{}", 'the file: needs "format"'),
    ],
)
def test_text_that_is_no_export_is_refused(text: str, said: str) -> None:
    result = score_file(text)
    assert result.exit_code == 2
    assert said in result.lines()[0]


def test_a_file_too_long_to_be_one_assessment_is_refused() -> None:
    assert "is longer than 20000000 characters" in score_file(" " * 20_000_001).lines()[0]


def test_every_problem_of_a_list_is_named_at_once() -> None:
    file = example_export()
    file["ratings"][0]["verdict"] = 7
    file["ratings"][4]["said_at"] = ""
    assert [each.source for each in check_export(file).problems] == ["ratings[0].verdict", "ratings[4].said_at"]


def test_a_changed_figure_is_named_with_what_the_file_says_and_what_the_facts_give() -> None:
    file = example_export()
    file["figures"]["overall"]["rounded"] = "2.3"
    result = check_export(file)
    assert result.exit_code == 1
    assert result.lines() == (
        'figures.overall.rounded: file says "2.3", facts give "2.2"',
        "1 figure in the file not as the facts give them.",
    )
    assert result.as_json()["differences"] == [
        {"path": "figures.overall.rounded", "file_says": '"2.3"', "facts_give": '"2.2"'}
    ]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda figures: figures.pop("overall"), "figures.overall: file says nothing, facts give an object of 4 keys"),
        (lambda figures: figures.update(extra="2"), 'figures.extra: file says "2", facts give no such figure'),
        (lambda figures: figures["gaps"].pop(), "figures.gaps[5]: file says nothing, facts give an object of 3 keys"),
        (lambda figures: figures["gaps"].append("x"), 'figures.gaps[6]: file says "x", facts give nothing'),
        (lambda figures: figures["coverage"].update(rated=6.0), "figures.coverage.rated: file says 6.0, facts give 6"),
        (lambda figures: figures.update(provisional=0), "figures.provisional: file says 0, facts give false"),
        (lambda figures: figures.update(floor=None), "figures.floor: file says null, facts give an object of 2 keys"),
        (lambda figures: figures["overall"].update(rounded="2.20"), 'figures.overall.rounded: file says "2.20"'),
    ],
)
def test_a_figure_missing_added_or_of_another_type_is_named(change: Change, line: str) -> None:
    file = example_export()
    change(file["figures"])
    assert check_export(file).lines()[0].startswith(line)


@pytest.mark.parametrize("figures", [None, 3, [], "2.2", float("nan")])
def test_figures_that_are_no_object_do_not_agree(figures: object) -> None:
    assert check_export({**example_export(), "figures": figures}).exit_code == 1


FIGURES = list(leaves(example_export()["figures"], ("figures",)))


def test_any_single_changed_figure_is_found() -> None:
    assert len(FIGURES) > 100
    for path, value in effort(FIGURES[::3], FIGURES):
        for other in _others(value):
            file = example_export()
            put(file, path, other)
            result = check_export(file)
            assert (result.exit_code, len(result.differences)) == (1, 1), (path, other)


def _others(value: object) -> list[object]:
    """Every figure with one digit changed; another value where it has no digit."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case str() if any(letter.isdigit() for letter in value):
            places = [index for index, letter in enumerate(value) if letter.isdigit()]
            return [value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1 :] for at in places]
        case _:
            return ["another", 0]


@pytest.mark.parametrize("number", range(6))
def test_a_changed_level_is_found_by_its_figures(number: int) -> None:
    file = example_export()
    file["ratings"][number]["verdict"] = 5
    result = check_export(file)
    assert result.exit_code == 1
    paths = {each.path for each in result.differences}
    assert {f"figures.dimensions.{KEYS[number]}.value", "figures.overall.exact"} <= paths


def test_an_earlier_level_that_was_changed_is_found_by_the_change() -> None:
    file = example_export()
    file["before"]["ratings"][1]["verdict"] = 4
    paths = {each.path for each in check_export(file).differences}
    assert f"figures.dimensions.{KEYS[1]}.change.from" in paths


def test_an_export_without_figures_is_scored_and_its_figures_said() -> None:
    file = example_export()
    figures = file.pop("figures")
    result = check_export(file)
    assert result.exit_code == 0
    assert result.as_json()["figures"] == figures
    assert result.as_json()["agrees"] is None
    assert result.lines() == (
        "Acme Retail: CX optimization readiness, version 1.0",
        "Overall 2.2, Developing, evidence for 1 of 6",
        "6 of 6 applicable dimensions rated",
        "  Journey visibility & feedback: 3, target 5",
        *(f"  {each.name}: 2, target 4" for each in OPTIMIZATION.dimensions[1:]),
        "The file holds no figures.",
    )


def test_an_incomplete_file_says_so_in_words() -> None:
    incomplete = assessment_of(matrix_framework(), [2, 2, UNKNOWN, NO_STORES, 2])
    lines = check_export(through_json(export_assessment(incomplete))).lines()
    assert lines[1] == "Overall 10, no band, evidence for 0 of 3, projected over the dimensions that do not apply"
    assert lines[2] == "3 of 4 applicable dimensions rated, provisional"
    assert lines[5:7] == ("  Culture & People: not rated", "  Journey Mapping: not applicable")


def test_a_hostile_name_moves_nobodys_cursor() -> None:
    file = example_export()
    file["subject"]["name"] = "Acme\x1b[2J\nRetail"
    del file["figures"]
    assert check_export(file).lines()[0].startswith("Acme?[2J?Retail: ")


def test_the_least_file_that_others_may_write_is_scored() -> None:
    result = check_export(
        {
            "format": "cxbot-assessment",
            "format_version": 1,
            "assessment": {"id": "1", "started_at": "2026-11-22T09:00:00Z"},
            "subject": {"name": "Acme"},
            "members": [{"person": "Dana", "role": "respondent"}],
            "ratings": [
                {"id": "1", "dimension": "a", "respondent": "Dana", "verdict": 5, "said_at": "2026-11-22T09:05:00.5Z"}
            ],
            "framework": {
                "slug": "small",
                "title": "Small",
                "version": "1",
                "digest": "",
                "scale": {"min": 1, "max": 5},
                "aggregate": "mean",
                "dimensions": [{"key": "a", "name": "A"}],
                "bands": [{"name": "All", "from": "1", "to": "5.0"}],
            },
        }
    )
    assert result.exit_code == 0
    assert result.lines()[1] == "Overall 5.0, All, evidence for 0 of 1, evidenced 3.0"


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)


PATHS = [path for path, _ in leaves(example_export())]


@given(st.sampled_from(PATHS), st.integers(1, 6), json_values)
def test_any_value_in_any_place_is_judged_without_an_exception(
    path: tuple[str | int, ...], depth: int, value: object
) -> None:
    file = example_export()
    put(file, path[:depth], value)
    result = check_export(file)
    assert result.exit_code in (0, 1, 2)
    assert result.lines()
    json.dumps(result.as_json())


@given(json_values)
def test_any_json_value_is_judged_without_an_exception(value: object) -> None:
    assert check_export(value).exit_code == 2


@given(st.text())
def test_any_text_is_judged_without_an_exception(text: str) -> None:
    assert score_file(text).exit_code == 2


def test_hostile_weights_do_not_outgrow_what_python_prints() -> None:
    file = example_export()
    one = file["framework"]["dimensions"][0]
    file["framework"]["dimensions"] = [
        {**one, "key": f"d{number}", "weight": f"{10**24 - 2 * number - 1}/{10**12 - 2 * number - 1}"}
        for number in range(100)
    ]
    rating = file["ratings"][0]
    file["ratings"] = [{**rating, "id": f"r{number}", "dimension": f"d{number}"} for number in range(100)]
    for key in ("figures", "before", "explained"):
        del file[key]
    result = check_export({**file, "targets": {}})
    assert result.exit_code == 0
    assert len(str(result.as_json())) > 100
