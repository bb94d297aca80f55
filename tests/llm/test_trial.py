"""What `cxbot drafts` prints: what would be sent, and what becomes of replies; refusals first."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.drafts.brief import Kind
from bot.core.errors import BadInputError
from bot.core.json_values import fenced_json
from bot.files.places import prompts_folder
from bot.files.prompts import load_prompts
from bot.llm.trial import all_accepted, requests, verdicts

EXPORT = (Path(__file__).parents[1] / "drafts" / "assessments" / "clinic.json").read_text("utf-8")
NOTE = "note:root-cause-analysis"
PROMPTS = load_prompts(prompts_folder())


def sent(piece: str, language: str = "") -> dict[str, Any]:
    (found,) = requests(EXPORT, PROMPTS, piece=piece, language=language)
    return found


def ids_of(piece: str, kind: str) -> list[str]:
    return [each["id"] for each in sent(piece)["facts"] if each["kind"] == kind]


def line(piece: str, reply: object, **more: object) -> str:
    return json.dumps({"piece": piece, "reply": reply if isinstance(reply, str) else json.dumps(reply), **more})


def note(about: str, level: str, more: str = "nothing was said to show it.") -> dict[str, Any]:
    sentences = [{"text": f"{{{about}}} was rated {{{level}}}.", "facts": []}, {"text": more, "facts": [level]}]
    return {"about": about, "sentences": sentences}


def notes(*more: str) -> dict[str, Any]:
    pairs = zip(ids_of("notes", "dimension"), ids_of("notes", "level"), strict=True)
    said = dict(enumerate(more))
    return {"texts": [note(*pair, *([said[place]] if place in said else [])) for place, pair in enumerate(pairs)]}


@pytest.mark.parametrize(
    ("export", "replies", "told"),
    [
        ("{", line(NOTE, "x"), "the export: is no JSON"),
        ("[]", line(NOTE, "x"), "the file: expected an object"),
        (EXPORT, "", "the replies: hold no line"),
        (EXPORT, "{", "line 1: is no JSON"),
        (EXPORT, "[]", "line 1: has another form"),
        (EXPORT, '{"piece": "notes"}', "line 1: has another form"),
        (EXPORT, line("note:weather", "x"), "line 1: 'note:weather' is nothing that is drafted of this assessment"),
        (EXPORT, line(NOTE, "x", language="xx"), "line 1: 'xx' is not offered; there are en, de, fr, es"),
        (EXPORT, f"{line(NOTE, 'x')}\n\n{line('poem', 'x')}", "line 3: 'poem' is nothing that is drafted"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(export: str, replies: str, told: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        verdicts(export, replies)
    assert told in str(refusal.value)


@pytest.mark.parametrize("piece", [NOTE, "narrative:root-cause-analysis", "notes", "narratives", "plan"])
def test_what_would_be_sent_is_the_prompt_with_the_facts_and_the_schema(piece: str) -> None:
    found = sent(piece)
    assert list(found) == ["piece", "language", "facts", "prompt", "schema"]
    assert found["piece"] == piece
    assert fenced_json(found["facts"][0]) in found["prompt"]["task"]
    assert "English" in found["prompt"]["task"]
    assert found["schema"]["type"] == "object"


def test_without_a_piece_all_that_is_asked_for_is_given() -> None:
    assert [each["piece"] for each in requests(EXPORT, PROMPTS)] == ["notes", "narratives", "plan"]


def test_a_language_changes_the_words_of_the_facts_and_of_the_prompt() -> None:
    found = sent(NOTE, "de")
    assert found["language"] == "de"
    assert "Write in German" in found["prompt"]["task"]
    assert "Stufe 2 von 5 (Developing)" in [each["text"] for each in found["facts"]]


def test_accepted_texts_are_given_as_they_would_be_shown() -> None:
    (found,) = verdicts(EXPORT, line("notes", notes(), language="en"))
    assert list(found) == ["piece", "texts"]
    assert [each["accepted"] for each in found["texts"]] == [True] * 6
    first = found["texts"][0]
    assert list(first) == ["about", "accepted", "text", "lines", "findings"]
    assert first["about"] == "journey-visibility-feedback"
    assert first["text"] == (
        "Journey Visibility & Feedback was rated level 3 of 5 (Defined). Nothing was said to show it."
    )
    assert first["lines"][1]["facts"] == [ids_of("notes", "level")[0]]
    assert all_accepted([found])


def test_one_refused_text_leaves_the_others_accepted() -> None:
    (found,) = verdicts(EXPORT, line("notes", notes("it fell by 73 percent.")))
    assert [each["accepted"] for each in found["texts"]] == [False] + [True] * 5
    refused = found["texts"][0]
    assert (refused["text"], refused["lines"]) == ("", [])
    assert refused["findings"][0]["sentence"] == "it fell by 73 percent."
    assert refused["findings"][0]["check"] == "numbers"
    assert not all_accepted([found])


def test_what_is_missing_malformed_or_about_nothing_is_told() -> None:
    short = {"texts": [*notes()["texts"][1:], note("F1", "F1")]}
    (found,) = verdicts(EXPORT, line("notes", short))
    assert (found["texts"][0]["about"], found["texts"][0]["accepted"]) == ("journey-visibility-feedback", False)
    assert found["texts"][0]["findings"][0]["message"] == "There was no text about this dimension."
    assert (found["texts"][-1]["about"], found["texts"][-1]["accepted"]) == ("F1", False)
    (broken,) = verdicts(EXPORT, line(NOTE, "Sure! Here it is."))
    assert [(each["about"], each["findings"][0]["check"]) for each in broken["texts"]] == [
        ("root-cause-analysis", "malformed")
    ]


@pytest.mark.parametrize("name", ["root-cause-analysis", "ROOT-CAUSE ANALYSIS", "{F7}", "F8"])
def test_a_dimension_may_be_named_by_its_key_its_name_or_another_fact_of_it(name: str) -> None:
    text = note(*ids_of(NOTE, "dimension"), *ids_of(NOTE, "level"))
    (found,) = verdicts(EXPORT, line(NOTE, {"texts": [{**text, "about": name}]}))
    assert [(each["about"], each["accepted"]) for each in found["texts"]] == [("root-cause-analysis", True)]


def test_replies_may_be_one_list_objects_or_all_that_a_server_answered() -> None:
    text = {"texts": [note(*ids_of(NOTE, "dimension"), *ids_of(NOTE, "level"))]}
    answered = {"id": "c1", "choices": [{"message": {"role": "assistant", "content": json.dumps(text)}}]}
    given = [
        {"piece": "note:Root-Cause Analysis", "language": None, "reply": text},
        {"piece": NOTE, "reply": answered},
        {"piece": NOTE, "reply": json.dumps(answered)},
        {"piece": NOTE, "reply": {"message": {"content": json.dumps(text)}}},
        {"piece": NOTE, "reply": {"content": [{"type": "text", "text": json.dumps(text)}]}},
        {"piece": NOTE, "reply": {"response": json.dumps(text)}},
    ]
    found = verdicts(EXPORT, json.dumps(given, indent=2))
    assert len(found) == len(given)
    assert all_accepted(found)


def test_a_raw_reply_with_thoughts_and_a_fence_is_read() -> None:
    text = note(*ids_of(NOTE, "dimension"), *ids_of(NOTE, "level"))
    raw = f"<think>{{F1}}?</think>\nHere:\n```json\n{json.dumps({'texts': [text]})}\n```"
    (found,) = verdicts(EXPORT, line(NOTE, raw))
    assert all_accepted([found])


def test_a_plan_is_told_action_by_action() -> None:
    about = ids_of("plan", "dimension")
    action: dict[str, Any] = {
        "owner_role": "operations manager",
        "first_step": "name a day",
        "measure": "share of the fixes that hold",
        "target_value": 90,
        "unit": "% of fixes",
        "deliverable": None,
        "facts": [ids_of("plan", "level")[0]],
    }
    actions = [
        {**action, "dimension": name, "what": what, "due_day": day, "facts": [name]}
        for name, what, day in zip(
            (*about, about[0]), ("try it", "trace it", "keep it", "mend it"), (20, 50, 80, 120), strict=True
        )
    ]
    (found,) = verdicts(EXPORT, line("plan", {"actions": actions}))
    (plan,) = found["texts"]
    assert (plan["about"], plan["accepted"]) == ("plan", True)
    assert [each["accepted"] for each in plan["actions"]] == [True, True, True, False]
    assert plan["actions"][0]["measure"] == "Share of the fixes that hold (proposed: 90 % of fixes)"
    assert (
        plan["actions"][3]["findings"][0]["message"]
        == "It is due on day 120; a plan has the days 1 to 90. Take one of them."
    )
    assert plan["text"] == "Try it. Trace it. Keep it."
    assert all_accepted([found])


def test_every_kind_of_text_has_its_group() -> None:
    assert {each["schema"]["title"] for each in requests(EXPORT, PROMPTS)} == {"texts", "plan"}
    assert len(list(Kind)) == 3
