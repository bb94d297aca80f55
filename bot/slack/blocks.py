"""The blocks and elements of Slack's Block Kit that cxbot uses, within Slack's limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate
from typing import Any, Literal

from bot.slack import limits
from bot.slack.text import bare, plain, shortened
from bot.slack.values import written

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]
Style = Literal["primary", "danger"]
About = str | tuple[Any, ...]
"""What a button, a choice or a form is about: a text, or one of the tuples of ``values``."""
NO_WORDS = "-"
"""The text of a table's cell that has nothing to say; Slack refuses an empty cell."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message to post: mrkdwn for notifications and for clients without blocks, and the blocks that people see."""

    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong in a form that was submitted, for each field by its block id."""

    errors: Mapping[str, str]


def words(label: str, limit: int) -> dict[str, Any]:
    """Return a plain_text object, shortened to ``limit`` characters."""
    return {"type": "plain_text", "text": _filled(plain(label, limit)), "emoji": False}


def mrkdwn(text: str, limit: int = limits.SECTION_TEXT) -> dict[str, Any]:
    """Return a mrkdwn object in which Slack makes no links or mentions of its own."""
    return {"type": "mrkdwn", "text": _filled(shortened(text, limit)), "verbatim": True}


def section(text: str, *, accessory: Element | None = None) -> Block:
    """Return a paragraph, with one element beside it."""
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": _filled(text), "verbatim": True}}
    return block | _given(accessory=accessory)


def paragraph(text: str, *buttons: Element) -> Message:
    """Return a message that is one paragraph, with what can be done below it."""
    return Message(text, (section(text), *row(buttons)))


def message(blocks: Sequence[Block], *more: Block) -> Message:
    """Return a message whose text is the words of its blocks; ``more`` stands below them, and not in the text."""
    return Message("\n".join(words_of(blocks)), (*blocks, *more))


def row(elements: Sequence[Element]) -> list[Block]:
    """Return a row of buttons or menus; no row where there are none."""
    return [actions(*elements)] if elements else []


def small(*texts: str) -> list[Block]:
    """Return small print, a block for each text; none for one that is empty."""
    return [context(each) for each in texts if each]


def beyond(shown: Sequence[object], most: int, words: str = "and {} more") -> str:
    """Say how many of a list there are beyond the ``most`` that are shown; empty where all are."""
    return words.format(len(shown) - most) if len(shown) > most else ""


def within(lines: Sequence[str], room: int) -> list[str]:
    """Return the first lines that have room, each with its line end, in so many characters."""
    ends = accumulate(len(line) + 1 for line in lines)
    return [line for line, end in zip(lines, ends, strict=True) if end <= room]


def sections(lines: Sequence[str], most: int = limits.SECTION_TEXT - 200) -> list[Block]:
    """Build as few sections of at most so many characters as hold the lines; a line stays whole."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) < most:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [section(each) for each in texts]


def context(*texts: str) -> Block:
    """Return small print of one to ten pieces."""
    return {"type": "context", "elements": [mrkdwn(text) for text in _counted(texts, limits.CONTEXT_ELEMENTS)]}


def words_of(blocks: Sequence[Block]) -> list[str]:
    """Return the texts of sections and small print, for the plain text of a message."""
    found = []
    for block in blocks:
        parts = [block["text"]] if block["type"] == "section" else block.get("elements", ())
        found += [str(part["text"]) for part in parts if part["type"] == "mrkdwn"]
    return found


def header(title: str) -> Block:
    """Return a heading; it is plain words, without formatting."""
    return {"type": "header", "text": words(title, limits.HEADER_TEXT)}


def picture(file: str, alt: str) -> Block:
    """Return a picture that the bot has uploaded, with the same in words."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": _filled(bare(alt, limits.IMAGE_ALT))}


def divider() -> Block:
    """Return a thin line."""
    return {"type": "divider"}


def actions(*elements: Element) -> Block:
    """Return a row of one to 25 buttons or menus."""
    return {"type": "actions", "elements": _counted(elements, limits.ACTIONS_ELEMENTS)}


def button(
    label: str,
    action_id: str,
    *,
    value: About | None = None,
    style: Style | None = None,
    confirm: Mapping[str, Any] | None = None,
) -> Element:
    """Return a button. ``value`` is refused when too long: a shortened one would mean something else."""
    value = _fits(value, limits.BUTTON_VALUE, "value")
    _fits(action_id, limits.IDENTIFIER, "action_id")
    element = {"type": "button", "text": words(label, limits.BUTTON_TEXT), "action_id": action_id}
    return element | _given(value=value, style=style, confirm=confirm)


def confirmation(title: str, text: str, *, confirm: str) -> dict[str, Any]:
    """Return the question that is asked before a button acts."""
    sizes = limits.CONFIRM
    return {
        "title": words(title, sizes["title"]),
        "text": mrkdwn(text, sizes["text"]),
        "confirm": words(confirm, sizes["confirm"]),
        "deny": words("Cancel", sizes["deny"]),
    }


def option(label: str, value: About, *, description: str | None = None) -> dict[str, Any]:
    """Return one choice of a menu or of radio buttons."""
    chosen = {"text": words(label, limits.OPTION_TEXT), "value": _fits(value, limits.OPTION_VALUE, "value")}
    return chosen | _worded("description", description, limits.OPTION_TEXT)


def input_block(
    label: str, element: Element, *, block_id: str, hint: str | None = None, optional: bool = False, acts: bool = False
) -> Block:
    """Return a labelled input. ``acts`` sends a change at once as block_actions."""
    _fits(block_id, limits.IDENTIFIER, "block_id")
    block: Block = {"type": "input", "block_id": block_id, "label": words(label, limits.INPUT_LABEL)}
    block |= {"element": element, "optional": optional, "dispatch_action": acts}
    return block | _worded("hint", hint, limits.INPUT_LABEL)


def text_input(
    action_id: str,
    *,
    initial: str | None = None,
    placeholder: str | None = None,
    lines: Literal["one", "many"] = "one",
    max_length: int = limits.INPUT_MAX_LENGTH,
    at_each_key: bool = False,
) -> Element:
    """Return a field for words; the initial text is cut to what it can hold.

    ``at_each_key`` has an input block that ``acts`` send what is typed while it is typed.
    """
    most = min(max_length, limits.INPUT_MAX_LENGTH)
    element: Element = {"type": "plain_text_input", "action_id": action_id, "max_length": most}
    element |= {"multiline": lines == "many"} | _worded("placeholder", placeholder, limits.PLACEHOLDER)
    if at_each_key:
        element |= {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    return element | _given(initial_value=(initial or "")[:most] or None)


def file_input(action_id: str, *, filetypes: Sequence[str]) -> Element:
    """Return a field for one file; it comes back as the file's id. Any file may come back, whatever its type."""
    return {"type": "file_input", "action_id": action_id, "filetypes": list(filetypes), "max_files": 1}


def number_input(action_id: str, *, initial: str | None = None, between: tuple[int, int]) -> Element:
    """Return a field for a whole number ``between`` two; it comes back as text."""
    least, most = (str(end) for end in between)
    element: Element = {"type": "number_input", "action_id": action_id, "is_decimal_allowed": False}
    return element | {"min_value": least, "max_value": most} | _given(initial_value=initial or None)


def users_select(action_id: str, *, initial: str | None = None, placeholder: str | None = None) -> Element:
    """Return a menu to pick one person of the workspace from; ``initial`` is a person's id."""
    element: Element = {"type": "users_select", "action_id": action_id}
    return element | _given(initial_user=initial) | _worded("placeholder", placeholder, limits.PLACEHOLDER)


def people_select(action_id: str, *, most: int) -> Element:
    """Return a menu to pick up to ``most`` people from; they come back as ids with commas between."""
    return {"type": "multi_users_select", "action_id": action_id, "max_selected_items": most}


def many_select(
    action_id: str,
    options: Sequence[Mapping[str, Any]],
    *,
    initial: Sequence[Mapping[str, Any]] = (),
    most: int | None = None,
    placeholder: str | None = None,
) -> Element:
    """Return a menu to pick several from; what is picked comes back with commas between, so no value may have one."""
    element: Element = {"type": "multi_static_select", "action_id": action_id}
    element |= _given(initial_options=list(initial) or None, max_selected_items=most)
    return (
        element
        | {"options": _counted(options, limits.SELECT_OPTIONS)}
        | _worded("placeholder", placeholder, limits.PLACEHOLDER)
    )


def checkboxes(
    action_id: str, options: Sequence[Mapping[str, Any]], *, initial: Sequence[Mapping[str, Any]] = ()
) -> Element:
    """Return one to ten boxes to tick; what is ticked comes back with commas between."""
    element: Element = {"type": "checkboxes", "action_id": action_id}
    return (
        element | {"options": _counted(options, limits.CHOICE_OPTIONS)} | _given(initial_options=list(initial) or None)
    )


def select(
    action_id: str,
    options: Sequence[Mapping[str, Any]],
    *,
    initial: str | None = None,
    placeholder: str | None = None,
) -> Element:
    """Return a menu to pick one from, by its value ``initial`` at first; above 100 options they are grouped."""
    element: Element = {"type": "static_select", "action_id": action_id}
    element |= _given(initial_option=_of_value(options, initial))
    size = limits.SELECT_OPTIONS
    if len(options) <= size:
        return element | {"options": _counted(options, size)} | _worded("placeholder", placeholder, limits.PLACEHOLDER)
    parts = [list(options[start : start + size]) for start in range(0, len(options), size)]
    ends = ([plain(part[end]["text"]["text"], 32) for end in (0, -1)] for part in parts)
    labels = (words(" to ".join(each), limits.OPTION_TEXT) for each in ends)
    groups = [{"label": label, "options": part} for label, part in zip(labels, parts, strict=True)]
    return (
        element
        | {"option_groups": _counted(groups, limits.OPTION_GROUPS)}
        | _worded("placeholder", placeholder, limits.PLACEHOLDER)
    )


def overflow(action_id: str, options: Sequence[Mapping[str, Any]]) -> Element:
    """Return a menu of one to five things to do, behind three dots."""
    return {"type": "overflow", "action_id": action_id, "options": _counted(options, limits.OVERFLOW_OPTIONS)}


def radio_buttons(action_id: str, options: Sequence[Mapping[str, Any]], *, initial: str | None = None) -> Element:
    """Return one to ten choices side by side."""
    element: Element = {"type": "radio_buttons", "action_id": action_id}
    chosen = _given(initial_option=_of_value(options, initial))
    return element | {"options": _counted(options, limits.CHOICE_OPTIONS)} | chosen


def _of_value(options: Sequence[Mapping[str, Any]], value: str | None) -> Mapping[str, Any] | None:
    return next((each for each in options if each["value"] == value), None)


def notice(text: str) -> View:
    """Return a small window that says one thing."""
    return window("cxbot", [section(text)])


def window(title: str, blocks: Sequence[Block]) -> View:
    """Return a dialog that asks for nothing."""
    return modal(title, blocks, callback_id="notice", close="Close")


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    submit: str | None = None,
    close: str = "Cancel",
    about: About | None = None,
) -> View:
    """Return a dialog. ``about`` is its private_metadata, and refused when too long."""
    about = _fits(about, limits.PRIVATE_METADATA, "private_metadata")
    view: View = {"type": "modal", "callback_id": callback_id, "title": words(title, limits.VIEW_TITLE)}
    view |= _worded("submit", submit, limits.VIEW_TITLE)
    view |= {"close": words(close, limits.VIEW_TITLE), "blocks": _counted(blocks, limits.BLOCKS["modal"])}
    return view | _given(private_metadata=about)


def filled_in(view: View) -> dict[str, str]:
    """Return what the fields of a form are filled in with, by block id; those that are not are left out."""
    found = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            first = next((value for name, value in block["element"].items() if name.startswith("initial_")), "")
            found[block["block_id"]] = first["value"] if isinstance(first, dict) else first
    return {name: value for name, value in found.items() if isinstance(value, str) and value}


def home(blocks: Sequence[Block], *, callback_id: str | None = None) -> View:
    """Return a Home tab."""
    return {"type": "home", "blocks": _counted(blocks, limits.BLOCKS["home"])} | _given(callback_id=callback_id)


def table(rows: Sequence[Sequence[str]], *, wrapped: Sequence[int] = ()) -> Block:
    """Return a table of plain words, headings first. ``wrapped`` names columns by their index from 0."""
    columns = max(len(row) for row in _counted(rows, limits.TABLE_ROWS))
    if not 1 <= columns <= limits.TABLE_COLUMNS:
        raise ValueError(f"{columns} columns, a table takes 1 to {limits.TABLE_COLUMNS}; leave some out.")
    cells = [[plain(cell, limits.TABLE_CHARACTERS) or NO_WORDS for cell in row] for row in rows]
    cells = [row + [NO_WORDS] * (columns - len(row)) for row in cells]
    if sum(len(cell) for row in cells for cell in row) > limits.TABLE_CHARACTERS:
        room = limits.TABLE_CHARACTERS // (len(rows) * columns)
        cells = [[plain(cell, room) for cell in row] for row in cells]
    settings = [{"align": "left", "is_wrapped": column in wrapped} for column in range(columns)]
    return {
        "type": "table",
        "column_settings": settings,
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in cells],
    }


def chart(
    kind: Literal["bar", "line"], title: str, categories: Sequence[str], series: Mapping[str, Sequence[float]]
) -> Block:
    """Return a chart of a group of bars for each category, or of a line for each series; Slack knows no gap in it.

    Each series has one value for each category, in their order.
    """
    labels = _distinct(_counted(categories, limits.CHART_POINTS))
    if any(len(values) != len(labels) for values in series.values()):
        raise ValueError("A series of the chart has not one value for each category; fill in or leave out the series.")
    names = _distinct(_counted(list(series), limits.CHART_SERIES))
    points = [
        {"name": name, "data": [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]}
        for name, values in zip(names, series.values(), strict=True)
    ]
    drawn = {"type": kind, "series": points, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": _label(title, limits.CHART_TITLE), "chart": drawn}


def _distinct(names: Sequence[str]) -> list[str]:
    """Shorten names to what a chart takes and number those that have become the same."""
    found: list[str] = []
    for name in names:
        label, number = _label(name, limits.CHART_NAME), 2
        while label in found:
            label, number = f"{_label(name, limits.CHART_NAME - 4).rstrip('…')} {number}", number + 1
        found.append(label)
    return found


def _label(text: str, limit: int) -> str:
    # A chart's labels are bare strings, of which Slack does not say whether it parses them.
    return _filled(bare(text, limit))


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("Slack refuses an empty text; leave the block out, or say in words that there is nothing.")
    return text


def _counted(items: Sequence[Any], most: int) -> list[Any]:
    if not 1 <= len(items) <= most:
        raise ValueError(f"{len(items)} items, Slack takes 1 to {most}; leave the block out, or split it.")
    return list(items)


def _fits(about: About | None, most: int, name: str) -> str | None:
    """Return what something is about as Slack has it; ValueError where that is too long."""
    text = written(about) if isinstance(about, tuple) else about
    if text is not None and not 1 <= len(text) <= most:
        raise ValueError(f"{name} has {len(text)} characters, Slack takes 1 to {most}; store the rest and pass its id.")
    return text


def _worded(field: str, text: str | None, limit: int) -> dict[str, Any]:
    """Return an optional field of plain words, nothing when there are none to see."""
    return {field: words(text, limit)} if text and plain(text, limit) else {}


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def day_input(action_id: str, *, initial: date | None = None) -> Element:
    """Return a calendar to pick a day from; it comes back as ``2027-01-04``."""
    element: Element = {"type": "datepicker", "action_id": action_id}
    return element | ({"initial_date": initial.isoformat()} if initial is not None else {})


def time_input(action_id: str, *, initial: time | None = None) -> Element:
    """Return a clock to pick a time from; it comes back as ``09:30``."""
    element: Element = {"type": "timepicker", "action_id": action_id}
    return element | ({"initial_time": f"{initial:%H:%M}"} if initial is not None else {})


def moment_input(action_id: str, *, initial: datetime | None = None) -> Element:
    """Return a calendar with a clock, in the reader's own time; it comes back as seconds since 1970."""
    element: Element = {"type": "datetimepicker", "action_id": action_id}
    return element | ({"initial_date_time": int(initial.timestamp())} if initial is not None else {})


def channel_input(action_id: str) -> Element:
    """Return a menu of the channels that the person sees, but for those shared with others; it comes back as an id."""
    offered = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    return {"type": "conversations_select", "action_id": action_id, "filter": offered}
