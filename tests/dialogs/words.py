"""What stands in messages and views, as a person reads it: formatting taken off, mentions by name, one line."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]
JOINER = "\u2060"
_TOKEN = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MARK = re.compile(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|\*|`")


def words_of(shown: Json, names: Mapping[str, str]) -> str:
    """Return the words of a message or view in reading order, as one line; buttons are not words."""
    title = shown.get("title")
    texts = [title["text"]] if isinstance(title, dict) else []
    texts += [text for block in shown.get("blocks", []) for text in _texts(block)]
    if not shown.get("blocks"):
        texts.append(shown.get("text", ""))
    return " ".join(" ".join(read(text, names) for text in texts).split())


def read(text: str, names: Mapping[str, str]) -> str:
    """Return mrkdwn as it is read."""
    named = _TOKEN.sub(lambda token: _named(token[1], token[2], names), text)
    return html.unescape(_MARK.sub("", named)).replace(JOINER, "")


def _named(target: str, label: str | None, names: Mapping[str, str]) -> str:
    return label or names.get(target, target)


def _texts(block: Json) -> Iterator[str]:
    match block["type"]:
        case "section":
            yield block["text"]["text"]
        case "context":
            yield from (each["text"] for each in block["elements"])
        case "header":
            yield block["text"]["text"]
        case "table":
            yield from (", ".join(cell["text"] for cell in row) + "." for row in block["rows"])
        case "input":
            yield block["label"]["text"]
            if "hint" in block:
                yield block["hint"]["text"]
        case "image":
            yield f"Picture: {block['alt_text']}"
        case "data_visualization":
            series = block["chart"]["series"]
            drawn = (f"{each['name']} {', '.join(str(point['value']) for point in each['data'])}" for each in series)
            yield f"Chart {block['title']}: {'; '.join(drawn)}."
        case _:
            return


def buttons_of(message: Json) -> list[tuple[Json, Json]]:
    """Return the buttons of a message with their blocks, in reading order; a menu behind dots is one of them."""
    found = []
    for block in message["blocks"]:
        elements = block.get("elements", []) if block["type"] == "actions" else [block.get("accessory")]
        found += [(block, each) for each in elements if each and each["type"] in ("button", "overflow")]
    return found


def pressed_by(label: str, button: Json) -> Json | None:
    """Return what pressing a label sends beside the id of a button; None where nothing is called so."""
    if button["type"] == "button":
        return {} if label_of(button) == label else None
    chosen = next((each for each in button["options"] if label_of(each) == label), None)
    return {"type": "overflow", "selected_option": chosen} if chosen else None


def label_of(button: Json) -> str:
    """Return what stands on a button or an entry; a menu behind dots reads *More…*."""
    return str(button["text"]["text"]) if "text" in button else "More…"


def called(name: str, labels: Iterable[str]) -> str:
    """Return the label that is meant: ``2. Write …`` is the one that begins so; what fits none stays as it is."""
    begins = name.removesuffix("…").rstrip() if name.endswith("…") else None
    return next((each for each in labels if begins is not None and each.startswith(begins)), name)
