"""What the builders build, Slack takes: whatever the words are."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import blocks as b
from bot.slack.limits import broken
from bot.slack.text import cleaned

WORDS = st.text(min_size=1, max_size=400).filter(lambda text: bool(cleaned(text)))
OPTION = b.option("One", "1")


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
        lambda: b.radio_buttons("r", [OPTION] * 11),
        lambda: b.modal("T", [b.divider()], callback_id="c", about="x" * 3_001),
        lambda: b.modal("T", [], callback_id="c"),
        lambda: b.home([b.divider()] * 101),
        lambda: b.table([]),
        lambda: b.table([[]]),
        lambda: b.table([["x"] * 21]),
        lambda: b.table([["x"]] * 101),
        lambda: b.bar_chart("T", ["a", "b"], {"now": [1]}),
        lambda: b.bar_chart("T", [], {"now": []}),
        lambda: b.bar_chart("T", ["a"], {}),
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
        b.bar_chart(one, [one, two, one], {one: [1, 2.5, 3], two: [3, 2, 1]}),
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
    chart = b.bar_chart("Levels", ["Customer journey mapping", "Customer journey measuring"], {"now": [1, 2]})["chart"]
    first, second = chart["axis_config"]["categories"]
    assert first != second
    assert [point["label"] for point in chart["series"][0]["data"]] == [first, second]


def test_words_in_a_chart_name_nobody_and_lead_nowhere() -> None:
    chart = b.line_chart("<!here> @here", ["@channel", "<@U0HOSTILE>"], {"https://a.example": [1, 2]})
    assert not set("<>@") & set(str(chart))
    assert "://" not in str(chart)
    assert "a.example" not in str(chart)
    assert broken({"text": "words", "blocks": [chart]}, "message") == []
