"""What stands in the inputs of a view or message: first values, values as clients send them, Slack's complaints."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bot.sandbox.block_rules import interactive_elements
from bot.sandbox.element_rules import offered_options
from bot.sandbox.model import Json

REQUIRED: Final = "Please complete this required field."
_FIELD: Final[Mapping[str, str]] = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
_INITIAL: Final[Mapping[str, str]] = {"value": "initial_value", "rich_text_value": "initial_value"}


def value_field(kind: str) -> str | None:
    """Return the name of the field in which an element of that type carries its value; None for buttons."""
    return _FIELD.get(kind)


def initial_values(blocks: list[Json]) -> Json:
    """Return the values that stand in a view's inputs when it opens: {block_id: {action_id: {type, field}}}."""
    found: Json = {}
    for block in blocks:
        for element in interactive_elements(block):
            field = _FIELD.get(element["type"])
            if field and element["type"] != "overflow":
                value = element.get(_INITIAL.get(field, field.replace("selected", "initial")))
                found.setdefault(block["block_id"], {})[element["action_id"]] = {
                    "type": element["type"],
                    field: [] if value is None and _is_several(field) else value,
                }
    return found


def _is_several(field: str) -> bool:
    return field == "files" or (field.startswith("selected_") and field.endswith("s"))


def read_values(blocks: list[Json], held: Json, given: Any) -> Json:
    """Return the values after a client sent his; unknown inputs are dropped, options resolved to those offered."""
    sent = given if isinstance(given, dict) else {}
    values = initial_values(blocks)
    for block in blocks:
        for element in interactive_elements(block):
            action_id, block_id = element["action_id"], block["block_id"]
            if action_id not in values.get(block_id, {}):
                continue
            entry = _entry(sent, block_id, action_id)
            entry = entry if entry is not None else _entry(held, block_id, action_id)
            if entry is not None:
                values[block_id][action_id] = chosen(element, entry)
    return values


def chosen(element: Json, given: Json) -> Json:
    """Return {type, field: value} of an element from what a client sent: an option may come as its value alone."""
    field = _FIELD[element["type"]]
    value = given.get(field, given.get("value"))
    if field == "selected_option":
        value = _option(element, value)
    elif field == "selected_options":
        wanted = value if isinstance(value, list) else []
        value = [option for option in (_option(element, one) for one in wanted) if option]
    elif field == "files":
        listed = value if isinstance(value, list) else []
        value = [one.get("id") if isinstance(one, dict) else one for one in listed]
    elif value == "":
        value = None
    return {"type": element["type"], field: value}


def complaints(blocks: list[Json], values: Json) -> dict[str, str]:
    """Return what Slack's own client says at inputs before an app hears of a submission: {block_id: text}."""
    found: dict[str, str] = {}
    for block in blocks:
        element = block.get("element")
        if block.get("type") != "input" or not isinstance(element, dict):
            continue
        entry = _entry(values, block["block_id"], element["action_id"]) or {}
        value = entry.get(_FIELD.get(element["type"], "value"))
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
            continue
        problem = _COMPLAINTS.get(element["type"], _no_complaint)(element, value)
        if problem:
            found[block["block_id"]] = problem
    return found


def _entry(values: Any, block_id: str, action_id: str) -> Json | None:
    block = values.get(block_id) if isinstance(values, dict) else None
    entry = block.get(action_id) if isinstance(block, dict) else None
    return entry if isinstance(entry, dict) else None


def _option(element: Json, given: Any) -> Json | None:
    value = given.get("value") if isinstance(given, dict) else given
    return next((option for option in offered_options(element) if option.get("value") == value), None)


def _no_complaint(_element: Json, _value: Any) -> str | None:
    return None


def _text_complaint(element: Json, value: Any) -> str | None:
    least, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if not isinstance(value, str):
        return "This must be text."
    if len(value) < least:
        return f"This must be at least {least} characters."
    return f"This must be at most {longest} characters." if len(value) > longest else None


def _number_complaint(element: Json, value: Any) -> str | None:
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        return "Please enter a number."
    if not figure.is_finite():
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and figure != figure.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and figure < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and figure > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _date_complaint(_element: Json, value: Any) -> str | None:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return "Please enter a date."
    return None


def _email_complaint(_element: Json, value: Any) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(value)) else "Please enter a valid email address."


def _url_complaint(_element: Json, value: Any) -> str | None:
    return None if re.fullmatch(r"https?://\S+", str(value)) else "Please enter a valid URL."


_COMPLAINTS: Final[Mapping[str, Callable[[Json, Any], str | None]]] = {
    "plain_text_input": _text_complaint,
    "number_input": _number_complaint,
    "datepicker": _date_complaint,
    "email_text_input": _email_complaint,
    "url_text_input": _url_complaint,
}
