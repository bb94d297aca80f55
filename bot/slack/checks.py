"""The check of a message or view against every limit of ``limits``, naming each broken one by its place."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.slack.limits import (
    BLOCKS,
    CHART_NAME,
    CHARTS,
    COUNTS,
    IDENTIFIER,
    INPUT_MAX_LENGTH,
    LENGTHS,
    MARKDOWN_CHARACTERS,
    MESSAGE_CHARACTERS,
    MESSAGE_TEXT,
    PLACEHOLDER,
    PLAIN,
    REQUIRED,
    SECTION_FIELD,
    SURFACES,
    TABLE_CHARACTERS,
    TABLE_COLUMNS,
    TABLES,
    Surface,
)

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
_IDENTIFIERS = ("action_id", "block_id", "callback_id", "external_id")


def broken(payload: Mapping[str, Any], surface: Surface) -> list[str]:
    """Name every limit that a message or view breaks as ``/json/pointer: what, and what Slack takes``; [] when none."""
    blocks = payload.get("blocks") or []
    found = list(_walk(payload, "", surface))
    if len(blocks) > BLOCKS[surface]:
        found.append(f"/blocks: {len(blocks)} blocks, a {surface} takes {BLOCKS[surface]}")
    found += [
        f"/blocks/{index}/type: {block.get('type')!r} does not stand in a {surface}"
        for index, block in enumerate(blocks)
        if block.get("type") not in SURFACES[surface]
    ]
    found += _repeated([block.get("block_id") for block in blocks], "/blocks/{}/block_id")
    return found + (_message(payload, blocks) if surface == "message" else _view(payload, blocks, surface))


def _walk(value: Any, pointer: str, key: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        kind = str(value.get("type") or _KINDS.get(key, ""))
        yield from _object(value, pointer, kind)
        for name, child in value.items():
            yield from _walk(child, f"{pointer}/{name}", name)
    elif isinstance(value, list | tuple):
        for index, child in enumerate(value):
            yield from _walk(child, f"{pointer}/{index}", key)


def _object(value: Mapping[str, Any], pointer: str, kind: str) -> Iterator[str]:
    for field in REQUIRED.get(kind, ()):
        if field not in value:
            yield f"{pointer}/{field}: missing, a {kind} needs it"
    yield from _lengths(value, pointer, kind)
    for field, most in COUNTS.get(kind, {}).items():
        if field in value and not 1 <= len(value[field]) <= most:
            yield f"{pointer}/{field}: {len(value[field])} items, Slack takes 1 to {most}"
    for field in (*PLAIN.get(kind, ()), "placeholder"):
        if isinstance(value.get(field), Mapping) and value[field].get("type") != "plain_text":
            yield f"{pointer}/{field}: must be plain_text"
    special = _SPECIAL.get(kind)
    if special:
        yield from special(value, pointer)


def _lengths(value: Mapping[str, Any], pointer: str, kind: str) -> Iterator[str]:
    fields = {**LENGTHS.get(kind, {}), **dict.fromkeys(_IDENTIFIERS, IDENTIFIER), "placeholder": PLACEHOLDER}
    for field, most in fields.items():
        text = _text(value.get(field))
        if text is not None and not 1 <= len(text) <= most:
            yield f"{pointer}/{field}: {len(text)} characters, Slack takes 1 to {most}"


def _text(value: Any) -> str | None:
    if isinstance(value, Mapping):
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
    if isinstance(value, Mapping):
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
