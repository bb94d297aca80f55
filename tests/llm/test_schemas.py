"""What a reply has to look like, and what becomes of it, whatever stands around the JSON."""

import copy
import json
import time
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Proposals, Texts
from bot.llm.schemas import Malformed, answer_from, schema_for
from tests.known import as_a
from tests.llm.stage import NOTE_REPLY, PLAN_REPLY, brief

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text() | st.sampled_from(["texts", "actions", "about"]), each),
)
TEXT = json.dumps(NOTE_REPLY)


def with_action(**changes: object) -> str:
    """Give the plan's reply with other values in its first action; ``...`` leaves a key out."""
    reply = copy.deepcopy(PLAN_REPLY)
    action = reply["actions"][0] | changes
    reply["actions"] = [{key: value for key, value in action.items() if value is not ...}]
    return json.dumps(reply)


def with_sentence(sentence: object) -> str:
    return json.dumps({"texts": [{"about": "F2", "sentences": [sentence]}]})


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "null",
        "[]",
        "{}",
        '"text"',
        "Sure! Here are the notes.",
        '{"texts": null}',
        '{"texts": []}',
        '{"texts": ["Complaints stands at level 2."]}',
        '{"texts": [{"sentences": [{"text": "x", "facts": []}]}]}',
        '{"texts": [{"about": "F2", "sentences": []}]}',
        with_sentence({"text": "", "facts": []}),
        with_sentence({"text": "  ", "facts": []}),
        with_sentence({"text": 7, "facts": []}),
        with_sentence({"text": "x", "facts": {"F1": 1}}),
        with_sentence({"text": "x", "facts": [1]}),
        '{"texts": [{"about": "F2", "sentences": [{"text": "\\ud800", "facts": []}]}]}',
        with_sentence({"text": "x" * 20_001, "facts": []}),
        with_sentence({"text": "x", "facts": ["F1"] * 31}),
        "[" * 100_000,
        '{"texts": ' * 50_000,
        TEXT[:-20],
        json.dumps(PLAN_REPLY),
    ],
)
def test_a_reply_without_texts_is_malformed(reply: str) -> None:
    with pytest.raises(Malformed):
        answer_from(reply, Kind.NOTE)


@pytest.mark.parametrize(
    "reply",
    [
        '{"actions": []}',
        with_action(due_day="day 30"),
        with_action(due_day="30.5"),
        with_action(due_day=30.5),
        with_action(due_day=10_000_000),
        with_action(due_day=True),
        with_action(target_value="90 %"),
        with_action(target_value=True),
        with_action(target_value=1e300),
        with_action(target_value=float("nan")),
        with_action(target_value=float("inf")),
        with_action(deliverable=5),
        with_action(facts=["F1", None]),
        json.dumps({"actions": PLAN_REPLY["actions"] * 11}),
        TEXT,
    ],
)
def test_a_reply_that_is_no_plan_is_malformed(reply: str) -> None:
    with pytest.raises(Malformed):
        answer_from(reply, Kind.PLAN)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (with_sentence("x"), with_sentence({"text": "x", "facts": []})),
        (with_sentence({"text": "x", "facts": "F1"}), with_sentence({"text": "x", "facts": ["F1"]})),
        (with_sentence({"text": "x", "facts": ["{F1}"]}), with_sentence({"text": "x", "facts": ["F1"]})),
        (TEXT.replace('"F2"', '"{F2}"'), TEXT),
        (with_sentence("x\ny").replace("\\n", "\n"), with_sentence("x\ny")),
        (TEXT.removeprefix('{"texts": [').removesuffix("]}"), TEXT),
        (TEXT.removeprefix('{"texts": ').removesuffix("}"), TEXT),
        (f"{TEXT[:-2]},]}}", TEXT),
        (f'{{"reply": {TEXT}}}', TEXT),
        (TEXT.replace("texts", "notes"), TEXT),
        (with_sentence({"text": "x", "facts": [""]}), with_sentence({"text": "x", "facts": []})),
        (f"{TEXT[:-2]}, ", TEXT),
    ],
)
def test_another_form_that_can_mean_one_thing_only_is_read(written: str, meant: str) -> None:
    assert answer_from(written, Kind.NOTE) == answer_from(meant, Kind.NOTE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (with_action(due_day="30"), with_action(due_day=30)),
        (with_action(due_day=30.0), with_action(due_day=30)),
        (with_action(target_value="0.9"), with_action(target_value=0.9)),
        (with_action(target_value=""), with_action(target_value=None)),
        (with_action(deliverable="null"), with_action(deliverable=None)),
        (json.dumps(PLAN_REPLY["actions"]), json.dumps(PLAN_REPLY)),
    ],
)
def test_an_action_is_read_in_another_form_too(written: str, meant: str) -> None:
    assert answer_from(written, Kind.PLAN) == answer_from(meant, Kind.PLAN)


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"what": ""}, "what"),
        ({"owner_role": " "}, "owner_role"),
        ({"measure": None}, "measure"),
        ({"first_step": ...}, "first_step"),
        ({"dimension": ""}, "dimension"),
        ({"due_day": ""}, "due_day"),
        ({"due_day": None}, "due_day"),
        ({"due_day": ...}, "due_day"),
    ],
)
def test_what_an_action_leaves_empty_is_left_to_be_judged_with_it(changes: dict[str, object], left: str) -> None:
    (action,) = as_a(Proposals, answer_from(with_action(**changes), Kind.PLAN)).actions
    assert not getattr(action, left)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("", "it is empty"),
        ("Sure!", "no JSON object"),
        ('{"notes": []}', "texts is missing"),
        ('{"texts": []}', "texts is no list of 1 to 40"),
        ('{"texts": [\n // a comment\n]}', "Expecting value, line 2, column 2"),
        (TEXT[:-20], "the JSON ends too early"),
        ('{"texts": [{"about": "F2", "sentences": ["x", 5]}]}', "text 1: sentence 2: no object"),
    ],
)
def test_a_malformed_reply_is_told_with_the_place(reply: str, told: str) -> None:
    with pytest.raises(Malformed) as error:
        answer_from(reply, Kind.NOTE)
    assert str(error.value).startswith(told)


def test_what_is_said_of_a_malformed_reply_holds_none_of_its_words() -> None:
    with pytest.raises(Malformed) as error:
        answer_from(
            '{"texts": [{"about": "F2", "sentences": [{"text": 1, "Bob said": "Acme"}]}], "Acme": 1}', Kind.NOTE
        )
    assert str(error.value) == "text 1: sentence 1: text"


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "\ufeff{}",
        "```json\n{}\n```",
        "```\n{}\n```\n",
        "Sure! Here are the notes:\n\n{}\n\nTell me if you need more.",
        "Here you go:\n```json\n{}\n```\nAnything else?",
        '<think>\nThe level is {{F3}}, so {{"texts": []}} will not do.\n</think>\n{}',
        "The level is two, I think.\n</think>\n\n{}",
        "<THINKING>hm</THINKING>```json\n{}\n```",
        "I will use slots such as {{F3}} here.\n{}",
        "<think>I had better begin with the level.\n\n{}",
        '<think>Perhaps {{"texts": []}}? No. Better this one:\n{}',
        "{}\n<think>That was it, I think. Was {{F3}} right?",
        '{}\n<think>Or rather {{"texts": []}}?</think>',
        '<think>{{"texts": []}}</think>\n<think>{{"texts": [1]}}</think>\n\n```JSON\n{}\n```\n',
        "[THINK]Level two.[/THINK]{}",
        '{}\n<reasoning>Or {{"texts": []}}?</reasoning>',  # marks
        '{}\n<thought>Or {{"texts": []}}?</thought>',
        "<think>\nLevel two.\n</thinking>\n{}",
        "\ufeff<think></think>\ufeff\n{}",
        "```json\n\ufeff{}",
        "~~~\n{}\n~~~",
        'The schema is {{"type": "object"}}. The notes:\n{}',
        'A first try: {{"texts": []}}\nBetter:\n{}',
        '{{"thought": "easy"}}\n{}',
        "<|channel|>analysis<|message|>Level two.<|end|><|channel|>final<|message|>{}",
        "{{F1}} {{F2}} " * 200 + "{}",
    ],
)
def test_what_stands_around_the_json_is_taken_off(around: str) -> None:
    before, after = around.replace("{{", "\0").replace("}}", "\1").split("{}")
    before, after = (each.replace("\0", "{").replace("\1", "}") for each in (before, after))
    assert answer_from(before + TEXT + after, Kind.NOTE) == answer_from(TEXT, Kind.NOTE)


@pytest.mark.parametrize("piece", ["<think>", '{"a": "', '{"a": [', "<think></think>", "</think>", "[THINK", "```"])
def test_a_reply_that_runs_on_is_read_in_no_time(piece: str) -> None:
    began = time.process_time()
    with pytest.raises(Malformed):
        answer_from(piece * (1_000_000 // len(piece)), Kind.NOTE)
    assert time.process_time() - began < 3


@given(JSON)
def test_whatever_json_comes_is_an_answer_or_malformed(value: Any) -> None:
    for kind in Kind:
        try:
            assert isinstance(answer_from(json.dumps(value), kind), Texts | Proposals)
        except Malformed:
            continue


@given(st.text())
def test_whatever_text_comes_is_malformed_at_most(text: str) -> None:
    with pytest.raises(Malformed):
        answer_from(text, Kind.NOTE)


def test_a_text_keeps_its_words_and_facts_as_they_came() -> None:
    reply = with_sentence({"text": " One,  two. ", "facts": ["F2", "F2", "F9"]})
    ((about, prose),) = as_a(Texts, answer_from(reply, Kind.NOTE)).texts
    assert (about, [(each.text, each.facts) for each in prose.sentences]) == ("F2", [("One,  two.", ("F2", "F9"))])


def test_what_may_be_missing_is_nothing_and_what_nobody_asked_for_is_passed_over() -> None:
    read = as_a(Texts, answer_from(with_sentence({"text": "x", "confidence": 0.9}), Kind.NOTE))
    assert read.texts[0][1].sentences[0].facts == ()
    bare = with_action(target_value=..., unit=..., deliverable=None, facts=..., priority="high")
    plan = as_a(Proposals, answer_from(bare, Kind.PLAN))
    assert (plan.actions[0].target, plan.actions[0].unit, plan.actions[0].deliverable, plan.actions[0].facts) == (
        None,
        "",
        "",
        (),
    )


def test_a_day_beyond_the_plan_is_left_to_the_checks() -> None:
    plan = as_a(Proposals, answer_from(with_action(due_day=120), Kind.PLAN))
    assert [each.due_day for each in plan.actions] == [120]
    reply = {"actions": json.loads(with_action(due_day=120))["actions"] * 3}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(reply, schema_for(brief(Kind.PLAN), bounded=True))


@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.parametrize("kind", list(Kind))
def test_the_schema_is_one_that_a_strict_server_takes(kind: Kind, *, bounded: bool) -> None:
    schema = schema_for(brief(kind), bounded=bounded)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(PLAN_REPLY if kind is Kind.PLAN else NOTE_REPLY, schema)
    for part in objects_in(schema):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
    words = json.dumps(schema)
    assert "maxLength" not in words
    assert ("maxItems" in words) is bounded
    assert ("pattern" in words) is bounded
    assert ("maximum" in words) is (bounded and kind is Kind.PLAN)


def objects_in(schema: Any) -> list[dict[str, Any]]:
    """Give every object that the schema describes."""
    found = [schema] if isinstance(schema, dict) and schema.get("type") == "object" else []
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else []
    return found + [each for part in parts for each in objects_in(part)]


def test_the_schema_offers_the_choices_of_the_brief_alone() -> None:
    schema = schema_for(brief(Kind.PLAN), bounded=True)
    action = schema["properties"]["actions"]["items"]["properties"]
    assert action["dimension"]["enum"] == ["F2"]
    assert action["deliverable"]["enum"] == ["F5", None]
    assert action["facts"]["items"]["enum"] == ["F1", "F2", "F3", "F4", "F5"]


@pytest.mark.parametrize(
    "text", ["it fell by 73 %.", "he said “no”.", "see <https://x.example>.", "{F7", "so {F3|a {F4}}."]
)
def test_a_server_that_takes_patterns_cannot_write_what_only_a_slot_may_show(text: str) -> None:
    reply = copy.deepcopy(NOTE_REPLY)
    reply["texts"][0]["sentences"][0]["text"] = text
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(reply, schema_for(brief(), bounded=True))
