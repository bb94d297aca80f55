"""The command `read`: how a sentence and a reminder rule are taken, as somebody scripts against them."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import cxbot

run = partial(cxbot, "read")

PAGE = Path(__file__).parents[2] / "docs" / "reading.md"
OF_RULE = ["--now", "2026-11-22T10:00", "--zone", "Europe/Berlin"]
KINDS = [
    ("3, we map <https://wiki.example.com/map|journeys>", "rated"),
    ("3 or 4", "ask"),
    ("9", "off_scale"),
    ("n/a, no stores", "not_applicable"),
    ("don't know", "dont_know"),
    ("change 2 to 4", "change"),
    ("skip", "command"),
    ("we map journeys", "words"),
    ("who owns this?", "chat"),
    ("...", "empty"),
    ("", "empty"),
]


def found(*arguments: str) -> Any:
    """Give what the command prints as JSON."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def rows(heading: str) -> list[str]:
    """Give the first cells of a table of the page."""
    lines = PAGE.read_text(encoding="utf-8").partition(heading)[2].partition("\n\n")[0].splitlines()
    return [re.findall(r"`(\w+)`", line)[0] for line in lines if line.startswith("| `")]


@pytest.mark.parametrize(("sentence", "kind"), KINDS)
def test_a_sentence_has_every_field_of_the_page_and_a_reason(sentence: str, kind: str) -> None:
    reading = found(sentence)
    assert list(reading) == rows("| field | holds |")
    assert reading["kind"] == kind
    assert reading["reason"].endswith(".")
    assert run(sentence).output.startswith(kind)


def test_the_page_has_every_kind_and_no_other() -> None:
    assert rows("| kind | means |") == list(dict.fromkeys(kind for _, kind in KINDS))


def test_what_was_found_is_in_the_fields() -> None:
    rated = found("3, we map <https://wiki.example.com/map|journeys>")
    assert (rated["level"], rated["links"]) == (3, ["https://wiki.example.com/map"])
    assert rated["evidence"] == "we map journeys (https://wiki.example.com/map)"
    assert found("3 or 4")["candidates"] == [3, 4]
    assert found("please skip this one")["command"] == "skip"
    change = found("change 2 to 4, a new team", "--framework", "cx-optimization")
    assert (change["targets"], change["level"], change["evidence"]) == (["root-cause-analysis"], 4, "a new team")


def test_a_framework_and_a_dimension_are_named() -> None:
    named = ("--framework", "cx-maturity-matrix", "--dimension")
    assert [found("5", *named, said)["kind"] for said in ("2", "culture-people", "voice")] == ["off_scale"] * 3
    assert found("embedded", *named, "2")["level"] == 4
    file = str(PAGE.parents[1] / "frameworks" / "cx-optimization.md")
    assert found("defined", "--framework", file)["level"] == 3


def test_a_rule_is_understood_or_asked() -> None:
    rule = found("--rule", "every 3 months on Monday 9:30", *OF_RULE)
    assert rule == {
        "understood": True,
        "says": "every 3 months on the fourth Monday, 09:30 Europe/Berlin",
        "next": ["2027-02-22T09:30:00+01:00", "2027-05-24T09:30:00+02:00", "2027-08-23T09:30:00+02:00"],
    }
    unclear = found("--rule", "every day", *OF_RULE)
    assert (unclear["understood"], unclear["next"]) == (False, [])
    assert "too often" in unclear["says"]
    assert "How often" in found("--rule", " ", *OF_RULE)["says"]
    past = found("--rule", "yearly from today at 9:30", *OF_RULE, "--now", "2026-11-23T10:00")
    assert (past["understood"], past["next"]) == (False, [])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["3", "--framework", "nope"], "cx-optimization"),
        (["3", "--framework", "nope.md"], "nope.md"),
        (["3", "--dimension", "nope"], "'nope' is none of"),
        (["3", "--language", "xx"], "en, de, fr, es"),
        (["--rule", "monthly", "--zone", "Mars/Base"], "Mars/Base"),
        (["--rule", "monthly", "--now", "soon"], "'soon' is no moment"),
        ([], "Give one SENTENCE"),
        (["3", "--rule", "monthly"], "Give one SENTENCE"),
    ],
)
def test_what_cannot_be_read_is_told_with_exit_code_2(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, told in result.output) == (2, True), result.output


def test_a_deed_typed_in_place_of_a_rule_is_told_as_one() -> None:
    assert found("--rule", "stop", *OF_RULE)["says"].startswith("'stop' is no rule: after /cx-remind it means 'pause'")
