"""The check of a message or view against every limit of ``limits``, naming each broken one by its place."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

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
# docs.slack.dev/reference/methods/files.getUploadURLExternal (`alt_txt_too_large`); a title has no limit of its own
FILE_ALT: Final = 1_000
FILE_TITLE: Final = 150
IMAGE_ALT: Final = 2_000

LENGTHS: Final[Mapping[str, Mapping[str, int]]] = {
    "section": {"text": SECTION_TEXT},
    "header": {"text": HEADER_TEXT},
    "markdown": {"text": MARKDOWN_CHARACTERS},
    "mrkdwn": {"text": SECTION_TEXT},
    "plain_text": {"text": SECTION_TEXT},
    "input": {"label": INPUT_LABEL, "hint": INPUT_LABEL},
    "image": {"alt_text": IMAGE_ALT, "title": 2_000, "image_url": 3_000},
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


_KINDS: Final = {
    "options": "option",
    "initial_option": "option",
    "initial_options": "option",
    "option_groups": "option_group",
    "confirm": "confirm",
    "series": "series",
    "data": "point",
    "segments": "point",
    "axis_config": "axis",
}
_HOLDING = dict, list, tuple
"""What stands in JSON and holds more."""
_IDENTIFIERS = ("action_id", "block_id", "callback_id", "external_id")


def broken(payload: Mapping[str, Any], surface: Surface) -> list[str]:
    """Name every limit that a message or view breaks as ``/json/pointer: what, and what Slack takes``; [] when none."""
    blocks = payload.get("blocks") or []
    found: list[str] = []
    _look_into(payload, "", surface, found)
    if len(blocks) > BLOCKS[surface]:
        found.append(f"/blocks: {len(blocks)} blocks, a {surface} takes {BLOCKS[surface]}")
    found += [
        f"/blocks/{index}/type: {block.get('type')!r} does not stand in a {surface}"
        for index, block in enumerate(blocks)
        if block.get("type") not in SURFACES[surface]
    ]
    found += _repeated([block.get("block_id") for block in blocks], "/blocks/{}/block_id")
    return found + (_message(payload, blocks) if surface == "message" else _view(payload, blocks, surface))


def _look_into(value: Any, pointer: str, key: str, found: list[str]) -> None:
    """Add what an object, or a list of them, breaks; most of what stands in them are words, which say nothing here."""
    if isinstance(value, dict):
        found += _object(value, pointer, str(value.get("type") or _KINDS.get(key, "")))
        for name, child in value.items():
            if isinstance(child, _HOLDING):
                _look_into(child, f"{pointer}/{name}", name, found)
    else:
        for index, child in enumerate(value):
            if isinstance(child, _HOLDING):
                _look_into(child, f"{pointer}/{index}", key, found)


def _object(value: Mapping[str, Any], pointer: str, kind: str) -> Iterator[str]:
    for field in REQUIRED.get(kind, ()):
        if field not in value:
            yield f"{pointer}/{field}: missing, a {kind} needs it"
    for field, most in _lengths_of(kind).items():
        if field in value and (text := _text(value[field])) is not None and not 1 <= len(text) <= most:
            yield f"{pointer}/{field}: {len(text)} characters, Slack takes 1 to {most}"
    for field, most in COUNTS.get(kind, {}).items():
        if field in value and not 1 <= len(value[field]) <= most:
            yield f"{pointer}/{field}: {len(value[field])} items, Slack takes 1 to {most}"
    for field in (*PLAIN.get(kind, ()), "placeholder"):
        if field in value and isinstance(value[field], dict) and value[field].get("type") != "plain_text":
            yield f"{pointer}/{field}: must be plain_text"
    special = _SPECIAL.get(kind)
    if special:
        yield from special(value, pointer)


@lru_cache(maxsize=128)
def _lengths_of(kind: str) -> Mapping[str, int]:
    return {**LENGTHS.get(kind, {}), **dict.fromkeys(_IDENTIFIERS, IDENTIFIER), "placeholder": PLACEHOLDER}


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("text")
    return value if isinstance(value, str) else None


def _section(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if "text" not in value and "fields" not in value:
        yield f"{pointer}/text: missing, a section needs text or fields"
    for index, field in enumerate(value.get("fields", ())):
        if len(_text(field) or "") > SECTION_FIELD:
            yield f"{pointer}/fields/{index}: {len(_text(field) or '')} characters, Slack takes {SECTION_FIELD}"


def _actions(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    ids = [element.get("action_id") for element in value.get("elements", ())]
    yield from _repeated(ids, pointer + "/elements/{}/action_id")


def _plain_text_input(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if not 1 <= (most := value.get("max_length", INPUT_MAX_LENGTH)) <= INPUT_MAX_LENGTH:
        yield f"{pointer}/max_length: {most}, Slack takes 1 to {INPUT_MAX_LENGTH}"


def _select(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    offered = [*value.get("options", ()), *(o for group in value.get("option_groups", ()) for o in group["options"])]
    if not offered:
        yield f"{pointer}/options: missing, a choice needs options"
    if "initial_option" in value and value["initial_option"] not in offered:
        yield f"{pointer}/initial_option: none of the options"


def _table(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for index, row in enumerate(value.get("rows", ())):
        if not 1 <= len(row) <= TABLE_COLUMNS:
            yield f"{pointer}/rows/{index}: {len(row)} cells, Slack takes 1 to {TABLE_COLUMNS}"
        for column, cell in enumerate(row):
            if cell.get("type") == "raw_text" and not str(cell.get("text", "")).strip():
                yield f"{pointer}/rows/{index}/{column}: empty, Slack takes no empty cell"


def _chart(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    categories = value.get("axis_config", {}).get("categories", [])
    yield from _repeated(categories, pointer + "/axis_config/categories/{}")
    for index, name in enumerate(categories):
        if not 1 <= len(name) <= CHART_NAME:
            yield f"{pointer}/axis_config/categories/{index}: {len(name)} characters, Slack takes 1 to {CHART_NAME}"
    yield from _repeated([series.get("name") for series in value.get("series", ())], pointer + "/series/{}/name")
    for index, series in enumerate(value.get("series", ())):
        if sorted(str(point.get("label")) for point in series.get("data", ())) != sorted(categories):
            yield f"{pointer}/series/{index}/data: not one point for each category"


def _message(payload: Mapping[str, Any], blocks: list[Mapping[str, Any]]) -> list[str]:
    kinds = [block.get("type") for block in blocks]
    markdown = sum(len(_text(block) or "") for block in blocks if block.get("type") == "markdown")
    tables = sum(_characters(block) for block in blocks if block.get("type") == "table")
    sizes = (
        ("/text", len(payload.get("text") or ""), MESSAGE_TEXT, "characters"),
        ("/blocks", sum(map(_characters, blocks)), MESSAGE_CHARACTERS, "characters over all blocks"),
        ("/blocks", markdown, MARKDOWN_CHARACTERS, "characters of markdown"),
        ("/blocks", tables, TABLE_CHARACTERS, "characters in tables"),
        ("/blocks", kinds.count("table"), TABLES, "tables"),
        ("/blocks", kinds.count("data_visualization"), CHARTS, "charts"),
    )
    empty = [] if (payload.get("text") or "").strip() else ["/text: missing, it is what a notification reads out"]
    return empty + [f"{at}: {size} {what}, a message takes {most}" for at, size, most, what in sizes if size > most]


def _view(payload: Mapping[str, Any], blocks: list[Mapping[str, Any]], surface: Surface) -> list[str]:
    found = [] if payload.get("type") == surface else [f"/type: {payload.get('type')!r} is not {surface!r}"]
    if surface == "modal" and "submit" not in payload and any(block.get("type") == "input" for block in blocks):
        found.append("/submit: missing, a modal with inputs needs it")
    return found


def _repeated(values: list[Any], pointer: str) -> list[str]:
    return [
        f"{pointer.format(index)}: stands there twice"
        for index, value in enumerate(values)
        if value is not None and value in values[:index]
    ]


def _characters(value: Any, key: str = "") -> int:
    """Count the visible characters of a block: its texts, not its identifiers and values."""
    if isinstance(value, str):
        return len(value) if key in {"text", "label", "name", "title", "alt_text"} else 0
    if isinstance(value, dict):
        return sum(_characters(child, name) for name, child in value.items())
    return sum(_characters(child, key) for child in value) if isinstance(value, list | tuple) else 0


_SPECIAL: Final = {
    "section": _section,
    "actions": _actions,
    "plain_text_input": _plain_text_input,
    "static_select": _select,
    "radio_buttons": _select,
    "table": _table,
    "bar": _chart,
    "line": _chart,
    "area": _chart,
}
