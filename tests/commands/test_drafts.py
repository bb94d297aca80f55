"""`cxbot drafts brief` and `cxbot drafts check`, as somebody scripts against them who chooses a model."""

import json
from functools import partial
from pathlib import Path

import pytest

from tests.commands.running import cxbot

run = partial(cxbot, "drafts")

EXPORT = Path(__file__).parents[1] / "drafts" / "assessments" / "clinic.json"
NOTE = "note:root-cause-analysis"


@pytest.fixture
def replies(tmp_path: Path) -> Path:
    """Give a file with a reply that is accepted: the level, and that nothing was said."""
    facts = {
        each["kind"]: each["id"] for each in json.loads(run("brief", EXPORT, "--piece", NOTE, "--json").stdout)["facts"]
    }
    name, level = facts["dimension"], facts["level"]
    sentences = [
        {"text": f"{{{name}}} was rated {{{level}}}.", "facts": []},
        {"text": "little was said about it.", "facts": [level]},
    ]
    reply = json.dumps({"texts": [{"about": name, "sentences": sentences}]})
    file = tmp_path / "replies.jsonl"
    file.write_text(json.dumps({"piece": NOTE, "language": "en", "reply": reply}) + "\n", "utf-8")
    return file


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["brief", "nothing.json"], "cannot be read"),
        (["brief", __file__], "the export: is no JSON"),
        (["brief", EXPORT, "--piece", "poem"], "the piece: 'poem' is nothing that is drafted"),
        (["brief", EXPORT, "--language", "xx"], "the language: 'xx' is not offered"),
        (["check", EXPORT, "nothing.jsonl"], "cannot be read"),
        (["check", EXPORT, __file__], "line 1: "),
    ],
)
def test_what_cannot_be_used_exits_with_2_and_says_why(arguments: list[str | Path], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_what_would_be_sent_is_printed() -> None:
    asked = json.loads(run("brief", EXPORT, "--piece", "notes", "--language", "de", "--json").stdout)
    assert (asked["piece"], asked["language"]) == ("notes", "de")
    printed = run("brief", EXPORT, "--piece", "notes", "--language", "de")
    assert printed.exit_code == 0
    assert asked["prompt"]["task"] in printed.stdout
    assert [each["piece"] for each in json.loads(run("brief", EXPORT, "--json").stdout)] == [
        "notes",
        "narratives",
        "plan",
    ]


def test_accepted_replies_exit_with_0(replies: Path) -> None:
    result = run("check", EXPORT, replies, "--json")
    assert result.exit_code == 0
    ((text,),) = [each["texts"] for each in json.loads(result.stdout)]
    assert (text["about"], text["accepted"]) == ("root-cause-analysis", True)
    assert run("check", EXPORT, replies).stdout.splitlines() == [
        f"{NOTE}, root-cause-analysis: accepted",
        f"  {text['text']}",
        "1 of 1 text accepted.",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1, 2]", "line 1: has another form. Write {"),
        ('{"reply": "x"}', "line 1: has another form"),
        ('{"piece": "notes", "reply": 5}', "line 1: has another form"),
        ('{"piece": "notes", "language": 5, "reply": ""}', "line 1: has another form"),
        ('{"piece": "note:none", "reply": ""}', "line 1: 'note:none' is nothing that is drafted"),
        ('{"piece": "notes", "language": "zz", "reply": ""}', "line 1: 'zz' is not offered"),
        ("[" * 100_000, "line 1: is no JSON"),
        ("", "hold no line"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(line, "utf-8")
    result = run("check", EXPORT, file, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    file.write_bytes(b"\xff")
    assert "Give the path of the replies" in run("check", EXPORT, file).stderr


@pytest.mark.parametrize("around", ["{}", "<think>{{}}</think>```json\n{}\n```", '  {} "', "\ufeff{}", "\0{}"])
def test_what_stands_around_a_reply_is_no_reason_to_refuse_it(replies: Path, around: str) -> None:
    entry = json.loads(replies.read_text("utf-8"))
    for reply in (around.format(entry["reply"]), json.dumps(around.format(entry["reply"]))):
        replies.write_text(json.dumps({**entry, "language": "en-GB", "reply": reply}), "utf-8")
        assert run("check", EXPORT, replies).exit_code == 0, reply


@pytest.mark.parametrize(
    "reply", ["x" * 5_000_000, '{"texts":' + "[" * 100_000, "{" * 5_000, '{"texts": NaN}', "\ud800", ""]
)
def test_a_reply_of_any_size_and_form_is_the_models_fault_and_exits_with_1(replies: Path, reply: str) -> None:
    replies.write_text(json.dumps({"piece": "notes", "reply": reply}), "utf-8")
    result = run("check", EXPORT, replies, "--json")
    assert result.exit_code == 1
    ((*texts,),) = [each["texts"] for each in json.loads(result.stdout)]
    assert [[one["check"] for one in each["findings"]] for each in texts] == [["malformed"]] * 6


def test_a_plan_is_judged_action_by_action_and_is_accepted_with_three_of_them(replies: Path) -> None:
    facts = json.loads(run("brief", EXPORT, "--piece", "plan", "--json").stdout)["facts"]
    gaps = [each["id"] for each in facts if each["kind"] == "dimension"]
    words = {"owner_role": "desk lead", "first_step": "ask those who do it", "measure": "cases with a named cause"}
    rest = {**words, "target_value": 80, "unit": "% of cases", "deliverable": None}
    told = ("name an owner of the list", "try a change and note the outcome", "meet more often", "count again")
    days = (20, 50, 80, 120)
    actions = [
        {"dimension": gaps[place % 3], "what": what, "due_day": day, "facts": [gaps[place % 3]], **rest}
        for place, (what, day) in enumerate(zip(told, days, strict=True))
    ]
    for count, taken in ((2, False), (3, True), (4, True)):
        reply = json.dumps({"actions": actions[:count]})
        replies.write_text(json.dumps({"piece": "plan", "reply": reply}), "utf-8")
        result = run("check", EXPORT, replies, "--json")
        ((plan,),) = [each["texts"] for each in json.loads(result.stdout)]
        assert (plan["about"], plan["accepted"], result.exit_code) == ("plan", taken, 0 if taken else 1)
        assert [each["accepted"] for each in plan["actions"]] == [True, True, True, False][:count]
    printed = run("check", EXPORT, replies).stdout
    assert "\n    day 80, Desk lead: Meet more often. Cases with a named cause (proposed: 80 % of cases)\n" in printed
    assert "\n  action 4: refused\n    [plan] It is due on day 120" in printed
    assert printed.endswith("\n1 of 1 text, 3 of 4 actions accepted.\n")


def test_one_refused_reply_exits_with_1_and_says_what_is_wrong_with_it(replies: Path) -> None:
    with replies.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"piece": NOTE, "reply": "Sure!"}) + "\n")
    result = run("check", EXPORT, replies)
    assert result.exit_code == 1
    assert f"{NOTE}, root-cause-analysis: refused\n  [malformed] It cannot be read" in result.stdout
    assert run("check", EXPORT, replies, "--json").exit_code == 1
