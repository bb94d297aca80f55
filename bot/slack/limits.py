"""Slack's limits on what we send, each with its source; ``checks.broken`` holds a payload against them."""

from collections.abc import Mapping
from typing import Final, Literal

Surface = Literal["message", "modal", "home"]

# docs.slack.dev/reference/block-kit/blocks; the total is users' reports (`msg_blocks_too_long`).
BLOCKS: Final[Mapping[Surface, int]] = {"message": 50, "modal": 100, "home": 100}
MESSAGE_CHARACTERS: Final = 13_000
# docs.slack.dev/reference/methods/chat.postMessage: cut above 40,000, advised to stay below 4,000.
MESSAGE_TEXT: Final = 40_000
FALLBACK_TEXT: Final = 4_000
SECTION_TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
SECTION_FIELD: Final = 2_000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
ACTIONS_ELEMENTS: Final = 25
MARKDOWN_CHARACTERS: Final = 12_000
# docs.slack.dev/reference/block-kit/block-elements
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
PLACEHOLDER: Final = 150
INPUT_MAX_LENGTH: Final = 3_000
SELECT_OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
CHOICE_OPTIONS: Final = 10
OVERFLOW_OPTIONS: Final = 5
# docs.slack.dev/reference/block-kit/composition-objects
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
CONFIRM: Final[Mapping[str, int]] = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
INPUT_LABEL: Final = 2_000
IDENTIFIER: Final = 255
# docs.slack.dev/reference/views
VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3_000
# docs.slack.dev/reference/block-kit/blocks/table-block
TABLES: Final = 1
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 10_000
# docs.slack.dev/reference/block-kit/blocks/data-visualization-block
CHARTS: Final = 2
CHART_TITLE: Final = 50
CHART_SERIES: Final = 6
CHART_POINTS: Final = 20
CHART_NAME: Final = 20

LENGTHS: Final[Mapping[str, Mapping[str, int]]] = {
    "section": {"text": SECTION_TEXT},
    "header": {"text": HEADER_TEXT},
    "markdown": {"text": MARKDOWN_CHARACTERS},
    "mrkdwn": {"text": SECTION_TEXT},
    "plain_text": {"text": SECTION_TEXT},
    "input": {"label": INPUT_LABEL, "hint": INPUT_LABEL},
    "image": {"alt_text": 2_000, "title": 2_000, "image_url": 3_000},
    "button": {"text": BUTTON_TEXT, "value": BUTTON_VALUE, "url": 3_000, "accessibility_label": BUTTON_TEXT},
    "option": {"text": OPTION_TEXT, "value": OPTION_VALUE, "description": OPTION_TEXT, "url": 3_000},
    "option_group": {"label": OPTION_TEXT},
    "confirm": CONFIRM,
    "plain_text_input": {"initial_value": INPUT_MAX_LENGTH},
    "data_visualization": {"title": CHART_TITLE},
    "modal": {"title": VIEW_TITLE, "submit": VIEW_TITLE, "close": VIEW_TITLE, "private_metadata": PRIVATE_METADATA},
    "home": {"private_metadata": PRIVATE_METADATA},
    "series": {"name": CHART_NAME},
    "point": {"label": CHART_NAME},
    "axis": {"x_label": CHART_TITLE, "y_label": CHART_TITLE},
}
"""Most characters of a field, by the kind of object; none of these fields may be empty."""

COUNTS: Final[Mapping[str, Mapping[str, int]]] = {
    "section": {"fields": SECTION_FIELDS},
    "context": {"elements": CONTEXT_ELEMENTS},
    "actions": {"elements": ACTIONS_ELEMENTS},
    "context_actions": {"elements": 5},
    "static_select": {"options": SELECT_OPTIONS, "option_groups": OPTION_GROUPS},
    "multi_static_select": {"options": SELECT_OPTIONS, "option_groups": OPTION_GROUPS},
    "option_group": {"options": SELECT_OPTIONS},
    "radio_buttons": {"options": CHOICE_OPTIONS},
    "checkboxes": {"options": CHOICE_OPTIONS},
    "overflow": {"options": OVERFLOW_OPTIONS},
    "table": {"rows": TABLE_ROWS},
    "bar": {"series": CHART_SERIES},
    "line": {"series": CHART_SERIES},
    "area": {"series": CHART_SERIES},
    "pie": {"segments": CHART_SERIES},
    "axis": {"categories": CHART_POINTS},
    "series": {"data": CHART_POINTS},
}
"""Most items of a list, by the kind of object; none of these lists may be empty."""

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "header": ("text",),
    "markdown": ("text",),
    "actions": ("elements",),
    "context": ("elements",),
    "input": ("label", "element"),
    "button": ("text",),
    "option": ("text", "value"),
    "image": ("alt_text",),
    "table": ("rows",),
    "data_visualization": ("title", "chart"),
    "mrkdwn": ("text",),
    "plain_text": ("text",),
    "modal": ("title", "blocks"),
    "home": ("blocks",),
}
PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "header": ("text",),
    "button": ("text",),
    "input": ("label", "hint"),
    "modal": ("title", "submit", "close"),
    "confirm": ("title", "confirm", "deny"),
    "option_group": ("label",),
}
"""Fields that take a plain_text object only. `placeholder` is one everywhere."""

_EVERYWHERE = {"section", "header", "divider", "image", "actions", "context", "rich_text", "video"}
_IN_MESSAGES = {"input", "markdown", "table", "data_visualization", "context_actions", "file"}
SURFACES: Final[Mapping[Surface, frozenset[str]]] = {
    "message": frozenset(_EVERYWHERE | _IN_MESSAGES),
    "modal": frozenset(_EVERYWHERE | {"input"}),
    "home": frozenset(_EVERYWHERE | {"input"}),
}
"""Which block may stand where. Newer blocks are missing on purpose: add one with its limits when it is used."""
