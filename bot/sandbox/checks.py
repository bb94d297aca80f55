"""Small checks of JSON values, put together into the rules of Block Kit; each failure names its JSON pointer."""

from collections.abc import Callable, Mapping
from typing import Any


class Problems:
    """The failures found so far, in Slack's wording."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, pointer: str, message: str) -> None:
        """Note one failure at a JSON pointer."""
        self.found.append(f"{message} [json-pointer:{pointer}]")


Check = Callable[[Any, str, Problems], None]


def anything(_value: Any, _pointer: str, _problems: Problems) -> None:
    """Accept any value."""


def string(most: int, *, least: int = 0) -> Check:
    """Accept a string of `least` to `most` characters."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.add(pointer, "must be a string")
        elif len(value) > most:
            problems.add(pointer, f"must be less than {most + 1} characters")
        elif len(value) < least:
            problems.add(pointer, f"must be more than {least - 1} characters")

    return check


def boolean(value: Any, pointer: str, problems: Problems) -> None:
    """Accept true or false."""
    if not isinstance(value, bool):
        problems.add(pointer, "must be a boolean")


def integer(least: int, most: int) -> Check:
    """Accept a whole number of a range."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            problems.add(pointer, "must be an integer")
        elif not least <= value <= most:
            problems.add(pointer, f"must be between {least} and {most}")

    return check


def number(value: Any, pointer: str, problems: Problems) -> None:
    """Accept a number; true, false and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124  NaN
        problems.add(pointer, "must be a number")


def choice(*accepted: str) -> Check:
    """Accept one of a few words."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if value not in accepted:
            problems.add(pointer, "must be a valid enum value")

    return check


def items(check_item: Check, most: int, *, least: int = 1) -> Check:
    """Accept an array of `least` to `most` items that each pass."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.add(pointer, "must be an array")
            return
        if len(value) > most:
            problems.add(pointer, f"no more than {most} items allowed")
        elif len(value) < least:
            problems.add(pointer, f"no fewer than {least} items allowed")
        for index, item in enumerate(value):
            check_item(item, f"{pointer}/{index}", problems)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Accept an object with all the required fields, some of the optional ones, and no other."""
    known = {**(optional or {}), **required}

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.add(pointer, "must be an object")
            return
        for name in required:
            if name not in value:
                problems.add(pointer, f"missing required field: {name}")
        for name, inner in value.items():
            if name in known:
                known[name](inner, f"{pointer}/{name}", problems)
            else:
                problems.add(pointer, f"invalid additional property: {name}")

    return check


def by_type(rules: Mapping[str, Check]) -> Check:
    """Accept an object whose `type` names one of the rules, and hold it to that rule."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.add(pointer, "must be an object")
            return
        kind = value.get("type")
        rule = rules.get(kind) if isinstance(kind, str) else None
        if kind is None:
            problems.add(pointer, "missing required field: type")
        elif rule is None:
            problems.add(f"{pointer}/type", f"unsupported type: {kind}")
        else:
            rule(value, pointer, problems)

    return check


def both(*checks: Check) -> Check:
    """Accept what passes all checks."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        for inner in checks:
            inner(value, pointer, problems)

    return check
