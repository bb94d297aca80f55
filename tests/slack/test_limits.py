"""Each limit of Slack that we know of is noticed when broken; what the builders build, Slack takes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import blocks as b
from bot.slack.limits import COUNTS, LENGTHS, Surface, broken
from bot.slack.text import cleaned

OPTION = {"text": b.words("One", 10), "value": "1"}


def message(*blocks: Any, text: str = "words") -> dict[str, Any]:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: Any, **fields: Any) -> dict[str, Any]:
    return {"type": "modal", "title": b.words("Title", 24), "blocks": list(blocks)} | fields


def text_of(length: int, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": "x" * length}


def button(**fields: Any) -> dict[str, Any]:
    return b.button("Go", "go") | fields


def chart(**fields: Any) -> dict[str, Any]:
    made = b.chart("bar", "Levels", ["a", "b"], {"now": [1, 2]})
    return made | {"chart": made["chart"] | fields}


def select(**fields: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": [OPTION]} | fields


def held(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": [element]}


BROKEN: list[tuple[dict[str, Any], Surface, str]] = [
    (message(*[b.divider()] * 51), "message", "/blocks: 51 blocks"),
    (modal(*[b.divider()] * 101), "modal", "/blocks: 101 blocks"),
    (message(b.divider(), text="  "), "message", "/text: missing"),
    (message(b.divider(), text="x" * 40_001), "message", "/text: 40001"),
    (message(*[b.section("x" * 2_700)] * 5), "message", "/blocks: 13500 characters over all blocks"),
    (message(b.section("x" * 3_001)), "message", "/blocks/0/text: 3001"),
    (message({"type": "section"}), "message", "/blocks/0/text: missing"),
    (message({"type": "section", "fields": [text_of(2_001)]}), "message", "/blocks/0/fields/0: 2001"),
    (message({"type": "section", "fields": [text_of(1)] * 11}), "message", "/blocks/0/fields: 11 items"),
    (message({"type": "header", "text": text_of(151)}), "message", "/blocks/0/text: 151"),
    (message({"type": "header", "text": text_of(5, "mrkdwn")}), "message", "/blocks/0/text: must be plain_text"),
    (message({"type": "context", "elements": [text_of(1)] * 11}), "message", "/blocks/0/elements: 11 items"),
    (message({"type": "context", "elements": []}), "message", "/blocks/0/elements: 0 items"),
    (message({"type": "actions", "elements": [button(action_id=str(n)) for n in range(26)]}), "message", "26 items"),
    (message({"type": "actions", "elements": [button(), button()]}), "message", "/elements/1/action_id: stands there"),
    (message(held(button(text=text_of(76)))), "message", "/blocks/0/elements/0/text: 76"),
    (message(held(button(value="x" * 2_001))), "message", "/blocks/0/elements/0/value: 2001"),
    (message(held(button(action_id="x" * 256))), "message", "/blocks/0/elements/0/action_id: 256"),
    (message(held(button(text=text_of(0)))), "message", "/blocks/0/elements/0/text: 0 characters"),
    (message(held(button(confirm={"title": text_of(101)}))), "message", "/confirm/title: 101"),
    (message(held(button(confirm={"text": text_of(301)}))), "message", "/confirm/text: 301"),
    (message(held(button(confirm={"confirm": text_of(31)}))), "message", "/confirm/confirm: 31"),
    (message(held(select(options=[OPTION] * 101))), "message", "/options: 101 items"),
    (message(held(select(options=[OPTION | {"text": text_of(76)}]))), "message", "/options/0/text: 76"),
    (message(held(select(options=[OPTION | {"value": "x" * 151}]))), "message", "/options/0/value: 151"),
    (message(held(select(initial_option=OPTION | {"value": "2"}))), "message", "/initial_option: none of"),
    (message(held(select(placeholder=text_of(151)))), "message", "/placeholder: 151"),
    (message(held({"type": "radio_buttons", "options": [OPTION] * 11})), "message", "/options: 11 items"),
    (message(held({"type": "overflow", "options": [OPTION] * 6})), "message", "/options: 6 items"),
    (
        message(b.divider() | {"block_id": "a"}, b.divider() | {"block_id": "a"}),
        "message",
        "/blocks/1/block_id: stands",
    ),
    (message({"type": "markdown", "text": "x" * 12_001}), "message", "characters of markdown"),
    (modal({"type": "markdown", "text": "x"}), "modal", "/blocks/0/type: 'markdown' does not stand in a modal"),
    (message({"type": "marquee"}), "message", "/blocks/0/type: 'marquee'"),
    (message(b.table([["a"]]), b.table([["a"]])), "message", "2 tables"),
    (message({"type": "table", "rows": [[{"type": "raw_text", "text": " "}]]}), "message", "/rows/0/0: empty"),
    (message({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}), "message", "/rows/0: 21 cells"),
    (message({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}), "message", "/rows: 101 items"),
    (message({"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 10_001}]]}), "message", "in tables"),
    (message(chart(), chart(), chart()), "message", "3 charts"),
    (modal(chart()), "modal", "does not stand in a modal"),
    (message(chart() | {"title": "x" * 51}), "message", "/blocks/0/title: 51"),
    (message(chart(series=[])), "message", "/series: 0 items"),
    (message(chart(axis_config={"categories": ["a", "c"]})), "message", "/series/0/data: not one point"),
    (message(chart(axis_config={"categories": ["a", "x" * 21]})), "message", "/categories/1: 21"),
    (modal(title=text_of(25)), "modal", "/title: 25"),
    (modal(submit=text_of(25)), "modal", "/submit: 25"),
    (modal(private_metadata="x" * 3_001), "modal", "/private_metadata: 3001"),
    (modal(b.input_block("Level", b.text_input("a"), block_id="b")), "modal", "/submit: missing"),
    (modal(held({"type": "plain_text_input", "max_length": 3_001})), "modal", "/max_length: 3001"),
    ({"type": "modal", "blocks": []}, "modal", "/title: missing"),
    ({"type": "modal", "blocks": [b.divider()]}, "home", "/type: 'modal' is not 'home'"),
]


@pytest.mark.parametrize(("payload", "surface", "named"), BROKEN, ids=[named for _, _, named in BROKEN])
def test_a_broken_limit_is_named(payload: dict[str, Any], surface: Surface, named: str) -> None:
    assert named in "\n".join(broken(payload, surface))


def test_a_payload_at_its_limits_is_legal() -> None:
    full = message(
        b.header("x" * 150), b.section("x" * 3_000), held(button(text=text_of(75), value="x" * 2_000)), chart()
    )
    assert broken(full, "message") == []
    assert broken(modal(*[b.divider()] * 100, submit=text_of(24)), "modal") == []
    assert broken(b.home([b.divider()] * 100), "home") == []


def test_no_limit_is_zero() -> None:
    assert all(most > 0 for table in (LENGTHS, COUNTS) for fields in table.values() for most in fields.values())


SHAPES = Path(__file__).parents[1] / "shapes" / "manifest.schema.json"


def test_our_own_limits_on_commands_are_those_of_the_manifest_schema() -> None:
    schema = json.loads(SHAPES.read_text("utf-8"))["definitions"]
    assert schema["app-manifests.v1.features.shortcuts"]["items"]["properties"]["callback_id"]["maxLength"] == 255


WORDS = st.text(min_size=1, max_size=400).filter(lambda text: bool(cleaned(text)))
ONE = b.option("One", "1")


@pytest.mark.parametrize(
    "build",
    [
        lambda: b.section(" "),
        lambda: b.header("\u200b\n"),
        b.context,
        lambda: b.context(""),
        b.actions,
        lambda: b.actions(*[b.button("Go", "go")] * 26),
        lambda: b.button("", "go"),
        lambda: b.button("Go", ""),
        lambda: b.button("Go", "go", value="x" * 2_001),
        lambda: b.option("One", "x" * 151),
        lambda: b.select("s", []),
        lambda: b.radio_buttons("r", [ONE] * 11),
        lambda: b.modal("T", [b.divider()], callback_id="c", about="x" * 3_001),
        lambda: b.modal("T", [], callback_id="c"),
        lambda: b.home([b.divider()] * 101),
        lambda: b.table([]),
        lambda: b.table([[]]),
        lambda: b.table([["x"] * 21]),
        lambda: b.table([["x"]] * 101),
        lambda: b.chart("bar", "T", ["a", "b"], {"now": [1]}),
        lambda: b.chart("bar", "T", [], {"now": []}),
        lambda: b.chart("bar", "T", ["a"], {}),
    ],
)
def test_what_slack_would_refuse_is_refused_here(build: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match=r"Slack|takes|each category"):
        build()


@given(WORDS, WORDS)
def test_a_message_of_any_words_is_legal(one: str, two: str) -> None:
    confirm = b.confirmation(one, two, confirm=one)
    made = [
        b.header(one),
        b.section(one, accessory=b.button(two, "beside")),
        b.context(one, two),
        b.divider(),
        b.actions(b.button(one, "go", value="1", style="primary", confirm=confirm)),
        b.table([[one, two], [two]], wrapped=[0]),
        b.chart("bar", one, [one, two, one], {one: [1, 2.5, 3], two: [3, 2, 1]}),
    ]
    assert broken({"text": "words", "blocks": made}, "message") == []


@given(WORDS, WORDS)
def test_a_modal_of_any_words_is_legal(one: str, two: str) -> None:
    options = [b.option(one, "1", description=two), b.option(two, "2")]
    inputs = [
        b.input_block(one, b.text_input("a", initial=two, placeholder=one, lines="many"), block_id="1", hint=two),
        b.input_block(two, b.number_input("b", between=(0, 1)), block_id="2", optional=True),
        b.input_block(one, b.select("c", options, initial="2", placeholder=two), block_id="3", acts=True),
        b.input_block(one, b.radio_buttons("d", options, initial="1"), block_id="4"),
        b.input_block(two, b.number_input("e", initial="7", between=(1, 90)), block_id="5"),
        b.input_block(one, b.users_select("f", initial="U024BE7LH", placeholder=two), block_id="6", optional=True),
    ]
    assert broken(b.modal(one, inputs, callback_id="c", submit=two, close=one), "modal") == []


def test_long_words_are_shortened_and_say_so() -> None:
    assert b.button("x" * 80, "go")["text"]["text"] == "x" * 74 + "…"
    assert b.words("a\nb", 10) == {"type": "plain_text", "text": "a b", "emoji": False}


def test_more_than_a_hundred_options_are_grouped_and_none_is_lost() -> None:
    options = [b.option(f"Framework {number}", str(number)) for number in range(250)]
    groups = b.select("s", options)["option_groups"]
    assert [option for group in groups for option in group["options"]] == options
    assert groups[0]["label"]["text"] == "Framework 0 to Framework 99"


def test_a_short_row_and_an_empty_cell_are_filled() -> None:
    rows = b.table([["Dimension", "Level"], ["", "3"], ["Root cause"]])["rows"]
    assert [[cell["text"] for cell in row] for row in rows] == [["Dimension", "Level"], ["-", "3"], ["Root cause", "-"]]


def test_a_table_too_long_for_slack_is_shortened_cell_by_cell() -> None:
    made = b.table([["x" * 5_000, "y"], ["z" * 6_000, "y"]])
    assert broken({"text": "words", "blocks": [made]}, "message") == []
    assert made["rows"][0][1]["text"] == "y"


def test_names_that_become_the_same_when_shortened_stay_apart() -> None:
    chart = b.chart("bar", "Levels", ["Customer journey mapping", "Customer journey measuring"], {"now": [1, 2]})[
        "chart"
    ]
    first, second = chart["axis_config"]["categories"]
    assert first != second
    assert [point["label"] for point in chart["series"][0]["data"]] == [first, second]


def test_words_in_a_chart_name_nobody_and_lead_nowhere() -> None:
    chart = b.chart("line", "<!here> @here", ["@channel", "<@U0HOSTILE>"], {"https://a.example": [1, 2]})
    assert not set("<>@") & set(str(chart))
    assert "://" not in str(chart)
    assert "a.example" not in str(chart)
    assert broken({"text": "words", "blocks": [chart]}, "message") == []
