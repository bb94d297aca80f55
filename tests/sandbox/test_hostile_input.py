"""Whatever JSON comes, the rules answer with a refusal and never with a crash."""

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.model import Refusal
from bot.sandbox.payload_rules import checked_message, checked_view
from bot.sandbox.view_state import complaints, read_values
from tests.sandbox.forms import FIELDS, modal

KINDS = "section actions input table data_visualization context markdown static_select button mrkdwn bar pie".split()
FIELD_NAMES = (
    "type text elements element accessory options option_groups initial_option initial_options rows chart series data "
    "axis_config categories label value block_id action_id title blocks segments fields column_settings"
).split()
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(KINDS)
ANY_JSON = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELD_NAMES), inner, max_size=6),
    max_leaves=30,
)


def typed(kinds: str, *fields: str) -> st.SearchStrategy[dict[str, Any]]:
    optional: dict[Any, st.SearchStrategy[Any]] = dict.fromkeys(fields, ANY_JSON)
    return st.fixed_dictionaries({"type": st.sampled_from(kinds.split())}, optional=optional)


ELEMENT = typed("static_select button radio_buttons overflow", "options", "option_groups", "initial_option", "text")
CHART = typed("bar pie", "series", "segments") | st.builds(
    lambda series, categories: {"type": "line", "series": series, "axis_config": {"categories": categories}},
    ANY_JSON,
    ANY_JSON,
)
BLOCK = (
    typed(
        "section actions input table context markdown", "elements", "element", "accessory", "rows", "text", "block_id"
    )
    | st.builds(lambda element: {"type": "actions", "elements": [element]}, ELEMENT)
    | st.builds(lambda chart: {"type": "data_visualization", "title": "t", "chart": chart}, CHART)
    | ANY_JSON
)


@given(st.lists(BLOCK, max_size=3) | ANY_JSON)
def test_no_blocks_crash_the_rules(blocks: Any) -> None:
    with suppress(Refusal):
        checked_message("text", blocks, None, None)
    with suppress(Refusal):
        checked_view(modal(blocks=blocks), "modal")


@given(ANY_JSON, ANY_JSON, ANY_JSON)
def test_no_metadata_attachments_or_view_crash_the_rules(metadata: Any, attachments: Any, view: Any) -> None:
    with suppress(Refusal):
        checked_message("text", None, attachments, metadata)
    with suppress(Refusal):
        checked_view(view, "home")


@given(ANY_JSON, ANY_JSON)
def test_no_state_of_a_client_crashes_the_form(value: Any, state: Any) -> None:
    entries = {
        field["block_id"]: {field["element"]["action_id"]: dict.fromkeys(("value", "selected_option"), value)}
        for field in FIELDS
    }
    for given_state in (entries, state):
        values = read_values(FIELDS, {}, given_state)
        assert set(values) == {field["block_id"] for field in FIELDS}
        assert "Framework" in complaints(FIELDS, values)
