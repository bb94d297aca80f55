"""`cxbot drafts brief` and `cxbot drafts check`, as somebody scripts against them who chooses a model."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

EXPORT = Path(__file__).parents[1] / "drafts" / "assessments" / "clinic.json"
NOTE = "note:root-cause-analysis"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["drafts", *map(str, arguments)])


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
    assert run("check", EXPORT, replies).stdout == f"{NOTE}, root-cause-analysis: accepted\n"


def test_one_refused_reply_exits_with_1_and_says_what_is_wrong_with_it(replies: Path) -> None:
    with replies.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"piece": NOTE, "reply": "Sure!"}) + "\n")
    result = run("check", EXPORT, replies)
    assert result.exit_code == 1
    assert f"{NOTE}, root-cause-analysis: refused\n  [malformed] It cannot be read" in result.stdout
    assert run("check", EXPORT, replies, "--json").exit_code == 1
