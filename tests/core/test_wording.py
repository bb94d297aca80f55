"""A wording survives JSON exactly, and what is malformed is named; words without the addresses beside them."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.framework import Framework
from bot.core.json_values import MalformedError
from bot.core.record.wording import framework_from_dict, framework_to_dict
from bot.core.text import without
from tests.core.examples import example_framework, matrix_framework
from tests.core.strategies import SMALL, frameworks

Change = Callable[[dict[str, Any]], object]


def _example() -> Any:
    return json.loads(json.dumps(framework_to_dict(example_framework())))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda file: file.pop("slug"), "slug: this key is missing"),
        (lambda file: file.update(extra=1), "extra: this key is not known"),
        (lambda file: file.update(title=" "), "title: expected a text that is not empty"),
        (lambda file: file.update(title="\ud800"), "title: expected a text without half of a surrogate pair"),
        (lambda file: file.update(aggregate="median"), "aggregate: expected one of 'mean', 'sum', found 'median'"),
        (lambda file: file["scale"].update(min=5, max=1), "scale.max: expected a whole number from 5"),
        (lambda file: file["scale"].update(max=10**9), "scale.max: expected a whole number"),
        (lambda file: file["scale"].update(max=True), "scale.max: expected a whole number from 1 to 100, found true"),
        (lambda file: file["scale"].update(max=5.0), "scale.max: expected a whole number from 1 to 100, found 5.0"),
        (lambda file: file.update(dimensions=[]), "dimensions: expected at least one dimension"),
        (lambda file: file.update(dimensions={}), "dimensions: expected a list"),
        (lambda file: file["dimensions"].append(file["dimensions"][0]), "dimensions[6]: 'journey-visibility-feedback'"),
        (lambda file: file["dimensions"][1].update(weight=1), "dimensions[1].weight: expected an exact number"),
        (lambda file: file["dimensions"][1].update(weight="-1"), "dimensions[1].weight: expected a weight that is not"),
        (lambda file: file["dimensions"][1].update(weight="1/0"), "dimensions[1].weight: expected a fraction whose"),
        (lambda file: file["dimensions"][1].update(weight="٣"), "dimensions[1].weight: expected an exact number"),
        (lambda file: file["dimensions"][1].update(target=6), "dimensions[1].target: expected a whole number"),
        (lambda file: file["dimensions"][0]["descriptors"][0].update(level=6), "dimensions[0].descriptors[0].level"),
        (lambda file: file["dimensions"][0]["descriptors"][1].update(level=1), "dimensions[0].descriptors[1]: '1'"),
        (lambda file: file["dimensions"][0]["next_steps"].update({"01": "x"}), "dimensions[0].next_steps.01: expected"),
        (lambda file: file["bands"][0].update({"from": "1e3"}), "bands[0].from: expected an exact number"),
        (lambda file: file["bands"][0].update({"to": "9" * 100}), "bands[0].to: expected an exact number"),
        (lambda file: file["variables"][0].update(kind="money"), "variables[0].kind: expected one of"),
        (lambda file: file["variables"][0].update(in_prompt=1), "variables[0].in_prompt: expected true or false"),
        (lambda file: file.update(evidence_from=7), "evidence_from: expected a whole number from 1 to 6"),
        (lambda file: file.update({"a\n" * 50: 1}), "['a\\na\\n"),
    ],
)
def test_what_is_malformed_is_refused_with_its_key_path(change: Change, said: str) -> None:
    file = _example()
    change(file)
    with pytest.raises(ValueError) as refusal:
        framework_from_dict(file)
    assert said in str(refusal.value)


def test_everything_malformed_in_a_list_is_named_at_once() -> None:
    file = _example()
    file["dimensions"][0]["weight"] = None
    file["dimensions"][3]["name"] = 7
    with pytest.raises(ValueError, match=r"dimensions\[0\]\.weight: .*dimensions\[3\]\.name: "):
        framework_from_dict(file)


@pytest.mark.parametrize("value", [None, 3, "x", [], float("nan"), {1: 2}])
def test_what_is_not_an_object_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="the file: expected an object"):
        framework_from_dict(value)


@given(frameworks())
@settings(SMALL)
def test_every_framework_survives_json_exactly(framework: Framework) -> None:
    assert framework_from_dict(json.loads(json.dumps(framework_to_dict(framework)))) == framework


@pytest.mark.parametrize("framework", [example_framework(), matrix_framework()])
def test_weights_and_band_edges_are_exact_numbers_in_quotes(framework: Framework) -> None:
    file: Any = framework_to_dict(framework)
    assert {each["weight"] for each in file["dimensions"]} == {"1"}
    assert file["bands"][0]["to"] in ("1.9", "8")


def test_what_scoring_does_not_need_may_be_absent() -> None:
    file = _example()
    for key in ("purpose", "level_names", "evidence_from", "variables", "prompt", "deliverables", "supersedes"):
        del file[key]
    assert framework_from_dict(file).evidence_from == 4


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
)


@given(
    st.lists(st.sampled_from(["dimensions", "bands", "scale", "variables", 0, "key", "weight"]), max_size=3),
    json_values,
)
def test_any_value_in_any_place_is_read_or_refused(path: list[str | int], value: object) -> None:
    file: Any = _example()
    place: Any = file
    for step in path[:-1]:
        if isinstance(place, dict) and isinstance(step, str):
            place = place.get(step)
        elif isinstance(place, list) and isinstance(step, int):
            place = place[step]
    if path and isinstance(place, dict):
        place[path[-1]] = value
    with contextlib.suppress(MalformedError):
        framework_from_dict(file if path else value)


def test_a_language_stands_in_the_wording_unless_it_is_english() -> None:
    english = example_framework()
    assert "language" not in framework_to_dict(english)
    german = replace(english, language="de")
    assert framework_from_dict(framework_to_dict(german)) == german


ONE, OTHER = "https://x.example/a", "https://y.example/b"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (f"Refunds take two days; see {ONE} and ask Lea", "Refunds take two days; see … and ask Lea"),
        (f"we keep it {ONE}.", "we keep it"),
        (f"see {ONE}. Then we met", "see … Then we met"),
        (f"it stands in {ONE}, which Lea keeps", "it stands in …, which Lea keeps"),
        (f"siehe {ONE} und {OTHER} je Monat", "siehe … je Monat"),
        (f"drawn: {ONE}", "drawn"),
        (f"both: {ONE} and {OTHER}.", "both"),
        (f"drawn; {ONE}; kept", "drawn; kept"),
        (f"a map ({ONE}) in use", "a map in use"),
        (f"the list <{ONE}>", "the list"),
        (f"map - {ONE}", "map"),
        (f"{ONE} shows it", "shows it"),
        (f"{ONE} {OTHER}", ""),
    ],
)
def test_an_address_leaves_a_gap_only_where_words_hang_on_it(typed: str, left: str) -> None:
    assert without(typed, [ONE, OTHER]) == left


def test_a_bracket_that_is_never_closed_takes_no_time() -> None:
    assert without("(" + f"{ONE} " * 200, [ONE]) == "("
