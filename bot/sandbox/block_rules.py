"""Rules of Block Kit's blocks: their fields, on which surface each may stand, and what a whole payload must keep."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from bot.sandbox.chart_rules import DATA_VISUALIZATION, TABLE
from bot.sandbox.checks import Check, Problems, anything, boolean, both, by_type, choice, items, record, string
from bot.sandbox.element_rules import (
    ELEMENTS,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    WEB_ADDRESS,
    any_text,
    plain,
)
from bot.sandbox.limits import most

Surface = Literal["message", "modal", "home"]
_ID: Final[Mapping[str, Check]] = {"block_id": string(most("block_id"))}
_KIND: Final[Mapping[str, Check]] = {"type": anything}


def _text_or_fields(value: Any, pointer: str, problems: Problems) -> None:
    if "text" not in value and "fields" not in value:
        problems.add(pointer, "must define either `text` or `fields`")


def _address_or_file(value: Any, pointer: str, problems: Problems) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        problems.add(pointer, "must define either `image_url` or `slack_file`")


_SECTION: Final = both(
    record(
        _KIND,
        {
            **_ID,
            "text": any_text(most("section.text")),
            "fields": items(any_text(most("section.field")), most("section.fields")),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
    ),
    _text_or_fields,
)
_CONTEXT_TEXT: Final = any_text(most("context.text"))
_CONTEXT_ELEMENT: Final = by_type({"image": ELEMENTS["image"], "plain_text": _CONTEXT_TEXT, "mrkdwn": _CONTEXT_TEXT})
_IMAGE: Final = both(
    record(
        {**_KIND, "alt_text": string(most("image.alt_text"), least=1)},
        {**_ID, "title": plain(most("image.title")), "image_url": WEB_ADDRESS, "slack_file": anything},
    ),
    _address_or_file,
)
_INPUT: Final = record(
    {**_KIND, "label": plain(most("input.label")), "element": IN_INPUT},
    {**_ID, "hint": plain(most("input.hint")), "optional": boolean, "dispatch_action": boolean},
)
_RICH_PARTS: Final = by_type(
    dict.fromkeys(("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"), anything)
)
BLOCKS: Final[Mapping[str, Check]] = {
    "section": _SECTION,
    "header": record({**_KIND, "text": plain(most("header.text"))}, _ID),
    "divider": record(_KIND, _ID),
    "context": record({**_KIND, "elements": items(_CONTEXT_ELEMENT, most("context.elements"))}, _ID),
    "actions": record({**_KIND, "elements": items(IN_ACTIONS, most("actions.elements"))}, _ID),
    "context_actions": record({**_KIND, "elements": items(IN_CONTEXT_ACTIONS, most("context_actions.elements"))}, _ID),
    "image": _IMAGE,
    "input": _INPUT,
    "markdown": record({**_KIND, "text": string(most("markdown.text"), least=1)}, _ID),
    "rich_text": record({**_KIND, "elements": items(_RICH_PARTS, 100)}, _ID),
    "file": record({**_KIND, "external_id": string(255), "source": choice("remote")}, _ID),
    "table": TABLE,
    "data_visualization": DATA_VISUALIZATION,
}
_EVERYWHERE: Final = frozenset(("section", "header", "divider", "context", "actions", "image", "input", "rich_text"))
SURFACES: Final[Mapping[Surface, frozenset[str]]] = {
    "message": _EVERYWHERE | {"context_actions", "markdown", "file", "table", "data_visualization"},
    "modal": _EVERYWHERE,
    "home": _EVERYWHERE,
}
_MODAL_ONLY: Final = ("file_input",)


def blocks_of(surface: Surface) -> Check:
    """Return the rule for one block on a surface."""
    return by_type({name: rule for name, rule in BLOCKS.items() if name in SURFACES[surface]})


def check_blocks(blocks: list[Any], surface: Surface, pointer: str) -> Problems:
    """Return what Slack would find wrong with the blocks of a message, modal or Home tab."""
    problems = Problems()
    limit = most("message.blocks" if surface == "message" else "view.blocks")
    items(blocks_of(surface), limit, least=0)(blocks, pointer, problems)
    if not problems.found:
        _check_ids(blocks, pointer, problems)
        _check_surface(blocks, surface, pointer, problems)
    if surface == "message" and not problems.found:
        _check_totals(blocks, pointer, problems)
    return problems


def interactive_elements(block: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the elements of a block that may carry an action_id."""
    candidates = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
    for element in candidates:
        if isinstance(element, dict) and element.get("type") in ELEMENTS and element["type"] != "image":
            yield element


def _check_ids(blocks: list[Any], pointer: str, problems: Problems) -> None:
    seen_blocks: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen_blocks:
            problems.add(f"{pointer}/{index}/block_id", f"`block_id` already exists in the payload: {block_id}")
        seen_blocks.add(block_id)
        seen: set[str] = set()
        for element in interactive_elements(block):
            action_id = element.get("action_id")
            if action_id and action_id in seen:
                problems.add(f"{pointer}/{index}/elements", f"`action_id` already exists in this block: {action_id}")
            seen.add(action_id or "")


def _check_surface(blocks: list[Any], surface: Surface, pointer: str, problems: Problems) -> None:
    focused = 0
    for index, block in enumerate(blocks):
        for element in interactive_elements(block):
            focused += bool(element.get("focus_on_load"))
            if element["type"] in _MODAL_ONLY and surface != "modal":
                problems.add(f"{pointer}/{index}/element/type", f"unsupported type: {element['type']}")
    if focused > 1:
        problems.add(pointer, "only one element may have `focus_on_load`")


def _check_totals(blocks: list[Any], pointer: str, problems: Problems) -> None:
    kinds = [block["type"] for block in blocks]
    if kinds.count("data_visualization") > most("message.charts"):
        problems.add(pointer, f"no more than {most('message.charts')} data_visualization blocks allowed")
    if kinds.count("table") > most("message.tables"):
        problems.add(pointer, "only_one_table_allowed")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > most("message.markdown"):
        problems.add(pointer, f"markdown blocks must be less than {most('message.markdown') + 1} characters together")
    cells = [cell for block in blocks if block["type"] == "table" for row in block["rows"] for cell in row]
    if sum(_visible_characters(cell) for cell in cells) > most("message.table_characters"):
        problems.add(pointer, f"tables must be less than {most('message.table_characters') + 1} characters together")


def _visible_characters(value: Any) -> int:
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(map(_visible_characters, value.values()))
    if isinstance(value, list):
        return sum(_visible_characters(inner) for inner in value)
    return 0


def size_of(blocks: list[Any]) -> int:
    """Return the characters that people read in blocks, by which `msg_blocks_too_long` is judged.

    Slack documents no measure. JSON cannot be it: a full table of 100 rows would always be refused.
    """
    return _visible_characters(blocks)
