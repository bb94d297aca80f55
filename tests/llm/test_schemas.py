"""What a reply has to look like, and what becomes of it."""

import copy
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.drafts.brief import Fact, FactKind, Kind
from bot.core.drafts.draft import Prose
from bot.core.plan.plan import Action, Plan
from bot.llm.schemas import Malformed, content_from, schema_for
from tests.llm.briefs import NOTE_REPLY, PLAN_REPLY, brief

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)


def with_action(**changes: object) -> str:
    """Give the plan's reply with other values in its action; ``...`` leaves a key out."""
    reply = copy.deepcopy(PLAN_REPLY)
    action = reply["actions"][0] | changes
    reply["actions"] = [{key: value for key, value in action.items() if value is not ...}]
    return json.dumps(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "null",
        "[]",
        "{}",
        '"text"',
        '{"sentences": null}',
        '{"sentences": []}',
        '{"sentences": ["Complaints stands at level 2."]}',
        '{"sentences": [{"text": "x"}]}',
        '{"sentences": [{"text": "", "facts": []}]}',
        '{"sentences": [{"text": "  ", "facts": []}]}',
        '{"sentences": [{"text": 7, "facts": []}]}',
        '{"sentences": [{"text": "x", "facts": "F1"}]}',
        '{"sentences": [{"text": "x", "facts": [1]}]}',
        '{"sentences": [{"text": "x", "facts": [], "level": 5}]}',
        '{"sentences": [{"text": "x", "facts": []}], "overall": 5}',
        '{"sentences": [{"text": "\\ud800", "facts": []}]}',
        json.dumps({"sentences": [{"text": "x" * 601, "facts": []}]}),
        json.dumps({"sentences": [{"text": "x", "facts": []}] * 13}),
        json.dumps({"sentences": [{"text": "x", "facts": ["F1"] * 21}]}),
        "[" * 100_000,
        json.dumps(PLAN_REPLY),
    ],
)
def test_a_reply_that_is_no_text_is_malformed(reply: str) -> None:
    with pytest.raises(Malformed):
        content_from(reply, brief())


@pytest.mark.parametrize(
    "reply",
    [
        '{"actions": []}',
        with_action(due_day="30"),
        with_action(due_day=30.5),
        with_action(due_day=1000),
        with_action(due_day=True),
        with_action(what=""),
        with_action(owner_role=" "),
        with_action(measure=None),
        with_action(first_step=...),
        with_action(deliverable=...),
        with_action(priority="high"),
        with_action(owner_role="x" * 161),
        json.dumps({"actions": PLAN_REPLY["actions"] * 19}),
        json.dumps(NOTE_REPLY),
    ],
)
def test_a_reply_that_is_no_plan_is_malformed(reply: str) -> None:
    with pytest.raises(Malformed):
        content_from(reply, brief(Kind.PLAN))


def test_what_is_said_of_a_malformed_reply_holds_none_of_its_words() -> None:
    with pytest.raises(Malformed) as error:
        content_from('{"sentences": [{"text": 1, "facts": [], "Bob said": "Acme"}], "Acme": 1}', brief())
    assert str(error.value) == "? extra_forbidden; sentences.0.? extra_forbidden; sentences.0.text string_type"


@given(JSON)
def test_whatever_json_comes_is_a_text_or_malformed(value: Any) -> None:
    for each in (brief(), brief(Kind.PLAN)):
        try:
            assert isinstance(content_from(json.dumps(value), each), Prose | Plan)
        except Malformed:
            continue


def test_a_text_keeps_its_words_and_facts_as_they_came() -> None:
    reply = {"sentences": [{"text": " One,  two. ", "facts": ["F2", "F2", "F9"]}, {"text": "<@U1>", "facts": []}]}
    prose = content_from(json.dumps(reply), brief())
    assert isinstance(prose, Prose)
    assert [(each.text, each.facts) for each in prose.sentences] == [("One,  two.", ("F2", "F9")), ("<@U1>", ())]


@pytest.mark.parametrize(
    ("said", "key"),
    [("Complaints", "complaints"), ("COMPLAINTS", "complaints"), ("complaints", "complaints"), ("Weather", "Weather")],
)
def test_a_dimension_is_found_by_its_name_and_an_unknown_one_left_to_the_checks(said: str, key: str) -> None:
    plan = content_from(with_action(dimension=said), brief(Kind.PLAN))
    assert isinstance(plan, Plan)
    assert plan.actions == (
        Action(
            key,
            "Give one person the log.",
            "shop manager",
            30,
            "The log has dates.",
            "Name the person.",
            "A list of causes",
        ),
    )


def test_a_day_beyond_the_plan_is_left_to_the_checks() -> None:
    plan = content_from(with_action(due_day=120), brief(Kind.PLAN))
    assert isinstance(plan, Plan)
    assert [each.due_day for each in plan.actions] == [120]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(with_action(due_day=120)), schema_for(brief(Kind.PLAN), bounded=True))


@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.parametrize("kind", list(Kind))
def test_the_schema_is_one_that_a_strict_server_takes(kind: Kind, *, bounded: bool) -> None:
    schema = schema_for(brief(kind), bounded=bounded)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(PLAN_REPLY if kind is Kind.PLAN else NOTE_REPLY, schema)
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
    words = json.dumps(schema)
    assert "maxLength" not in words
    assert ("maxItems" in words) is bounded
    assert ("maximum" in words) is (bounded and kind is Kind.PLAN)


def test_the_schema_offers_the_choices_of_the_brief_alone() -> None:
    action = schema_for(brief(Kind.PLAN), bounded=True)["$defs"]["ActionReply"]["properties"]
    assert action["dimension"]["enum"] == ["Complaints"]
    assert action["deliverable"]["enum"] == ["A list of causes", ""]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(with_action(dimension="Weather")), schema_for(brief(Kind.PLAN), bounded=True))


@pytest.mark.parametrize(("evidence", "most"), [(0, 3), (1, 3), (2, 4), (3, 5), (8, 5)])
def test_a_text_has_room_for_what_was_said_and_no_more(evidence: int, most: int) -> None:
    said = tuple(Fact(f"F{number}", FactKind.EVIDENCE, "a log") for number in range(1, evidence + 1))
    schema = schema_for(replace(brief(), facts=said), bounded=True)
    assert schema["properties"]["sentences"]["maxItems"] == most
