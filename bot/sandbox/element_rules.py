"""Rules of Block Kit's composition objects and interactive elements: fields, lengths, and what is required."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.sandbox.checks import Check, Problems, anything, boolean, both, by_type, choice, integer, items, record, string
from bot.sandbox.limits import most

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def plain(limit: int) -> Check:
    """Accept a plain_text object of 1 to `limit` characters."""
    fields = {"type": choice("plain_text"), "text": string(limit, least=1)}
    return record(fields, {"emoji": boolean})


def any_text(limit: int) -> Check:
    """Accept a plain_text or mrkdwn object of 1 to `limit` characters."""
    marked = record({"type": anything, "text": string(limit, least=1)}, {"verbatim": boolean})
    return by_type({"plain_text": plain(limit), "mrkdwn": marked})


def _matching(pattern: re.Pattern[str], wording: str) -> Check:
    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            problems.add(pointer, wording)

    return check


def _web_address(limit: int) -> Check:
    def check(value: Any, pointer: str, problems: Problems) -> None:
        string(limit, least=1)(value, pointer, problems)
        if isinstance(value, str) and not re.match(r"https?://[^\s]+$|mailto:|slack://", value):
            problems.add(pointer, "must be a valid URL")

    return check


WEB_ADDRESS: Final = _web_address(most("image.url"))
_IDS: Final[Mapping[str, Check]] = {"action_id": string(most("action_id"), least=1)}
_CONFIRM: Final = record(
    {
        "title": plain(most("confirm.title")),
        "text": any_text(most("confirm.text")),
        "confirm": plain(most("confirm.button")),
        "deny": plain(most("confirm.button")),
    },
    {"style": choice("primary", "danger")},
)
_PLACEHOLDER: Final = plain(most("placeholder"))
_KIND: Final[Mapping[str, Check]] = {"type": anything}


def _option(text: Check, more: Mapping[str, Check]) -> Check:
    return record({"text": text, "value": string(most("option.value"), least=1)}, more)


_PLAIN_OPTION: Final = _option(plain(most("option.text")), {"description": plain(most("option.description"))})
_RICH_OPTION: Final = _option(any_text(most("option.text")), {"description": any_text(most("option.description"))})
_OVERFLOW_OPTION: Final = _option(
    plain(most("option.text")),
    {"description": plain(most("option.description")), "url": _web_address(most("button.url"))},
)
_GROUP: Final = record(
    {"label": plain(most("option_group.label")), "options": items(_PLAIN_OPTION, most("select.options"))}
)


def _options_or_groups(value: Any, pointer: str, problems: Problems) -> None:
    if ("options" in value) == ("option_groups" in value):
        problems.add(pointer, "must define either `options` or `option_groups`")


def _initial_is_offered(value: Any, pointer: str, problems: Problems) -> None:
    offered = [option.get("value") for option in offered_options(value) if isinstance(option, dict)]
    for option in [*_list(value, "initial_options"), *([value["initial_option"]] if "initial_option" in value else [])]:
        if isinstance(option, dict) and option.get("value") not in offered:
            problems.add(pointer, "initial option must exactly match one of the provided options")


def offered_options(element: Mapping[str, Any]) -> list[Any]:
    """Return the options of an element, those of its groups included."""
    groups = [group for group in _list(element, "option_groups") if isinstance(group, dict)]
    return [*_list(element, "options"), *(option for group in groups for option in _list(group, "options"))]


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    found = holder.get(name)
    return found if isinstance(found, list) else []


def _static(extra: Mapping[str, Check]) -> Check:
    lists = {
        "options": items(_PLAIN_OPTION, most("select.options")),
        "option_groups": items(_GROUP, most("select.option_groups")),
    }
    fields = {**_IDS, **lists, **_SELECT, **extra}
    return both(record(_KIND, fields), _options_or_groups, _initial_is_offered)


def _choices(extra: Mapping[str, Check]) -> Check:
    required = {**_KIND, "options": items(_RICH_OPTION, most("choices.options"))}
    fields = {**_IDS, "confirm": _CONFIRM, "focus_on_load": boolean, **extra}
    return both(record(required, fields), _initial_is_offered)


_SELECT: Final[Mapping[str, Check]] = {"placeholder": _PLACEHOLDER, "confirm": _CONFIRM, "focus_on_load": boolean}
_MANY: Final[Mapping[str, Check]] = {"max_selected_items": integer(1, 1_000)}
_EXCLUDES: Final = ("exclude_external_shared_channels", "exclude_bot_users")


def _says_something(value: Any, pointer: str, problems: Problems) -> None:
    if value == {}:
        problems.add(
            pointer, "must define at least one of `include`, `exclude_external_shared_channels`, `exclude_bot_users`"
        )


_FILTER: Final = both(
    record({}, {"include": items(choice("im", "mpim", "private", "public"), 4), **dict.fromkeys(_EXCLUDES, boolean)}),
    _says_something,
)
_OFFERED: Final[Mapping[str, Check]] = {"default_to_current_conversation": boolean, "filter": _FILTER}
_URL_TO_ANSWER: Final[Mapping[str, Check]] = {"response_url_enabled": boolean}
_WRITING: Final[Mapping[str, Check]] = {
    **_IDS,
    "placeholder": _PLACEHOLDER,
    "focus_on_load": boolean,
    "dispatch_action_config": record({}, {"trigger_actions_on": anything}),
}
_LENGTH: Final = integer(0, most("plain_text_input.max_length"))


def _pick(kind: str, many: Mapping[str, Check] | None = None) -> dict[str, Check]:
    """Return the single and multiple select of users, conversations or channels."""
    initial = string(255, least=1)
    one = record(_KIND, {**_IDS, **_SELECT, **(many or {}), f"initial_{kind[:-1]}": initial})
    several = {**_IDS, **_SELECT, **_MANY, f"initial_{kind}": items(initial, 100)}
    if kind == "conversations":
        several |= _OFFERED
    return {f"{kind}_select": one, f"multi_{kind}_select": record(_KIND, several)}


_BUTTON: Final = record(
    {**_KIND, "text": plain(most("button.text"))},
    {
        **_IDS,
        "value": string(most("button.value")),
        "url": _web_address(most("button.url")),
        "style": choice("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": string(most("button.accessibility_label")),
    },
)
_CONVERSATION_FIELDS: Final[Mapping[str, Check]] = {**_URL_TO_ANSWER, **_OFFERED}
ELEMENTS: Final[Mapping[str, Check]] = {
    "button": _BUTTON,
    "static_select": _static({"initial_option": _PLAIN_OPTION}),
    "multi_static_select": _static({**_MANY, "initial_options": items(_PLAIN_OPTION, most("select.options"))}),
    **_pick("users"),
    **_pick("conversations", _CONVERSATION_FIELDS),
    **_pick("channels", _URL_TO_ANSWER),
    "overflow": record(
        {**_KIND, "options": items(_OVERFLOW_OPTION, most("overflow.options"))}, {**_IDS, "confirm": _CONFIRM}
    ),
    "radio_buttons": _choices({"initial_option": _RICH_OPTION}),
    "checkboxes": _choices({"initial_options": items(_RICH_OPTION, most("choices.options"))}),
    "datepicker": record(_KIND, {**_IDS, **_SELECT, "initial_date": _matching(_DATE, "must be a date: YYYY-MM-DD")}),
    "timepicker": record(
        _KIND, {**_IDS, **_SELECT, "initial_time": _matching(_TIME, "must be a time: HH:mm"), "timezone": string(255)}
    ),
    "datetimepicker": record(
        _KIND,
        {**_IDS, "confirm": _CONFIRM, "focus_on_load": boolean, "initial_date_time": integer(10**9, 10**10 - 1)},
    ),
    "plain_text_input": record(
        _KIND,
        {
            **_WRITING,
            "initial_value": string(most("plain_text_input.max_length")),
            "multiline": boolean,
            "min_length": _LENGTH,
            "max_length": integer(1, most("plain_text_input.max_length")),
        },
    ),
    "number_input": record(
        {**_KIND, "is_decimal_allowed": boolean},
        {**_WRITING, "initial_value": string(255), "min_value": string(255), "max_value": string(255)},
    ),
    "email_text_input": record(_KIND, {**_WRITING, "initial_value": string(255)}),
    "url_text_input": record(_KIND, {**_WRITING, "initial_value": string(most("image.url"))}),
    "rich_text_input": record(_KIND, {**_WRITING, "initial_value": anything}),
    "file_input": record(_KIND, {**_IDS, "filetypes": items(string(20), 100), "max_files": integer(1, 10)}),
    "feedback_buttons": record({**_KIND, "positive_button": anything, "negative_button": anything}, _IDS),
    "icon_button": record(
        {**_KIND, "icon": choice("trash"), "text": plain(most("button.text"))},
        {**_IDS, "value": string(most("button.value")), "confirm": _CONFIRM, "visible_to_user_ids": anything},
    ),
    "image": record(
        {**_KIND, "alt_text": string(most("image.alt_text"), least=1)},
        {"image_url": WEB_ADDRESS, "slack_file": anything},
    ),
}
_WRITTEN: Final = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input")
_CHOSEN: Final = tuple(name for name in ELEMENTS if "select" in name)
_PICKED: Final = ("radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker")


def some(*names: str) -> Check:
    """Accept an element of one of the named types."""
    return by_type({name: ELEMENTS[name] for name in names})


IN_ACTIONS: Final = some("button", "overflow", *_CHOSEN, *_PICKED)
IN_SECTION: Final = some("button", "overflow", "image", *_CHOSEN, *_PICKED)
IN_INPUT: Final = some(*_WRITTEN, *_CHOSEN, *_PICKED, "file_input")
IN_CONTEXT_ACTIONS: Final = some("feedback_buttons", "icon_button")
