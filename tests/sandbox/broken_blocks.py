"""Blocks and views at their limits and beyond: what Slack accepts, and what it refuses with which JSON pointer."""

from typing import Any


def text(words: str, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": words}


def section(words: str = "hello", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": text(words, "mrkdwn"), **more}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": text("Go"), "action_id": "go", **more}


def actions(*elements: Any, **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def options(number: int, **more: Any) -> list[dict[str, Any]]:
    return [{"text": text(f"o{n}"), "value": f"v{n}", **more} for n in range(number)]


def select(kind: str = "static_select", **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "pick", **more}


def conversations(**filtered: Any) -> dict[str, Any]:
    return select("conversations_select", filter=filtered)


def table(rows: int = 2, columns: int = 2, words: str = "x", **more: Any) -> dict[str, Any]:
    cell = {"type": "raw_text", "text": words}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)], **more}


def chart(**more: Any) -> dict[str, Any]:
    points = [{"label": "Root cause", "value": 2}, {"label": "Feedback", "value": 3.5}]
    plot = {
        "type": "bar",
        "series": [{"name": "Level", "data": points}],
        "axis_config": {"categories": ["Root cause", "Feedback"]},
    }
    return {"type": "data_visualization", "title": "Scorecard", "chart": {**plot, **more}}


def series(name: str, *labels: str) -> dict[str, Any]:
    return {"name": name, "data": [{"label": label, "value": 1} for label in labels]}


def modal(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": text("Assess"), "blocks": [section()], **more}


def field(element: Any = None, **more: Any) -> dict[str, Any]:
    element = element or {"type": "plain_text_input", "action_id": "a"}
    return {"type": "input", "label": text("Subject"), "element": element, **more}


ACCEPTED_BLOCKS = [
    section(),
    section(fields=[text("a", "mrkdwn")] * 10),
    section(accessory=button(style="danger", value="v" * 2000)),
    {"type": "section", "fields": [text("a")]},
    {"type": "divider"},
    {"type": "header", "text": text("h" * 150)},
    {"type": "context", "elements": [text("a", "mrkdwn")] * 10},
    actions(*(button(action_id=f"a{n}") for n in range(25))),
    actions(select(options=options(100)), select("overflow", action_id="more", options=options(5))),
    actions(select("radio_buttons", options=options(10), initial_option=options(1)[0])),
    actions({"type": "datepicker", "action_id": "day", "initial_date": "2026-11-22"}),
    actions(conversations(include=["public", "private"], exclude_external_shared_channels=True)),
    {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": text("Drop")}]},
    {"type": "markdown", "text": "m" * 12_000},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a chart"},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}]},
    field(optional=True),
    table(100, 20),
    table(column_settings=[None, {"align": "right", "is_wrapped": True}]),
    chart(),
    chart(type="line"),
    chart(type="area", series=[series(f"s{n}", "Feedback", "Root cause") for n in range(6)]),
    {
        "type": "data_visualization",
        "title": "t",
        "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}]},
    },
]

# Each row: the blocks, the end of the JSON pointer of the fault, some of Slack's wording.
REFUSED_BLOCKS = [
    ([section()] * 51, "/blocks", "no more than 50 items allowed"),
    ([{"type": "nothing"}], "/blocks/0/type", "unsupported type: nothing"),
    ([{}], "/blocks/0", "missing required field: type"),
    ([{"type": "section"}], "/blocks/0", "must define either `text` or `fields`"),
    ([section("x" * 3001)], "/blocks/0/text/text", "must be less than 3001 characters"),
    ([section("")], "/blocks/0/text/text", "must be more than 0 characters"),
    ([{"type": "section", "text": "plain"}], "/blocks/0/text", "must be an object"),
    ([section(colour="red")], "/blocks/0", "invalid additional property: colour"),
    ([section(fields=[text("a")] * 11)], "/blocks/0/fields", "no more than 10 items allowed"),
    ([section(fields=[text("x" * 2001)])], "/blocks/0/fields/0/text", "must be less than 2001 characters"),
    ([section(block_id="b" * 256)], "/blocks/0/block_id", "must be less than 256 characters"),
    ([section(block_id="b"), section(block_id="b")], "/blocks/1/block_id", "`block_id` already exists"),
    ([{"type": "header", "text": text("x" * 151)}], "/blocks/0/text/text", "must be less than 151 characters"),
    ([{"type": "header", "text": text("x", "mrkdwn")}], "/blocks/0/text/type", "must be a valid enum value"),
    ([{"type": "context", "elements": [text("a")] * 11}], "/blocks/0/elements", "no more than 10 items allowed"),
    ([{"type": "context", "elements": [button()]}], "/blocks/0/elements/0/type", "unsupported type: button"),
    ([actions()], "/blocks/0/elements", "no fewer than 1 items allowed"),
    ([actions(*[button()] * 26)], "/blocks/0/elements", "no more than 25 items allowed"),
    ([actions(button(), button())], "/blocks/0/elements", "`action_id` already exists"),
    ([actions(button(action_id="a" * 256))], "/blocks/0/elements/0/action_id", "must be less than 256 characters"),
    ([actions(button(text=text("x" * 76)))], "/blocks/0/elements/0/text/text", "must be less than 76 characters"),
    ([actions(button(text=text("x", "mrkdwn")))], "/blocks/0/elements/0/text/type", "must be a valid enum value"),
    ([actions(button(value="v" * 2001))], "/blocks/0/elements/0/value", "must be less than 2001 characters"),
    ([actions(button(value=3))], "/blocks/0/elements/0/value", "must be a string"),
    ([actions(button(style="default"))], "/blocks/0/elements/0/style", "must be a valid enum value"),
    ([actions(button(url="/relative"))], "/blocks/0/elements/0/url", "must be a valid URL"),
    (
        [
            actions(
                button(confirm={"title": text("t"), "text": text("x"), "confirm": text("y" * 31), "deny": text("n")})
            )
        ],
        "/blocks/0/elements/0/confirm/confirm/text",
        "must be less than 31 characters",
    ),
    ([actions({"type": "plain_text_input"})], "/blocks/0/elements/0/type", "unsupported type: plain_text_input"),
    ([actions(select())], "/blocks/0/elements/0", "must define either `options` or `option_groups`"),
    ([actions(select(options=options(101)))], "/blocks/0/elements/0/options", "no more than 100 items allowed"),
    ([actions(select(options=[]))], "/blocks/0/elements/0/options", "no fewer than 1 items allowed"),
    ([actions(select(options=options(1, value="v" * 151)))], "/blocks/0/elements/0/options/0/value", "less than 151"),
    ([actions(select(options=options(1, text=text("x" * 76))))], "/0/elements/0/options/0/text/text", "less than 76"),
    (
        [actions(select(options=options(1, description=text("x" * 76))))],
        "/blocks/0/elements/0/options/0/description/text",
        "must be less than 76 characters",
    ),
    ([actions(select(options=options(2), initial_option=options(3)[2]))], "/elements/0", "must exactly match one"),
    ([actions(select(options=options(1), placeholder=text("x" * 151)))], "/placeholder/text", "less than 151"),
    ([actions(select("overflow", options=options(6)))], "/blocks/0/elements/0/options", "no more than 5 items"),
    ([actions(select("checkboxes", options=options(11)))], "/blocks/0/elements/0/options", "no more than 10 items"),
    ([actions(conversations())], "/blocks/0/elements/0/filter", "must define at least one of"),
    ([actions(conversations(include=[]))], "/filter/include", "no fewer than 1 items allowed"),
    ([actions(conversations(include=["shared"]))], "/filter/include/0", "must be a valid enum value"),
    ([actions(conversations(exclude_bot_users="yes"))], "/filter/exclude_bot_users", "must be a boolean"),
    ([actions(conversations(exclude_archived=True))], "/filter", "invalid additional property"),
    ([actions({"type": "datepicker", "initial_date": "22.11.2026"})], "/initial_date", "must be a date"),
    ([{"type": "context_actions", "elements": [button()]}], "/blocks/0/elements/0/type", "unsupported type: button"),
    ([{"type": "image", "alt_text": "a"}], "/blocks/0", "must define either `image_url` or `slack_file`"),
    ([{"type": "image", "image_url": "https://e.org/a.png"}], "/blocks/0", "missing required field: alt_text"),
    ([{"type": "markdown", "text": "m" * 12_001}], "/blocks/0/text", "must be less than 12001 characters"),
    ([{"type": "markdown", "text": "m" * 7_000}] * 2, "/blocks", "markdown blocks must be less than 12001"),
    ([table(101)], "/blocks/0/rows", "no more than 100 items allowed"),
    ([table(1, 21)], "/blocks/0/rows/0", "no more than 20 items allowed"),
    ([table(words="")], "/blocks/0/rows/0/0/text", "must be more than 0 characters"),
    ([table(10, 10, "x" * 101)], "/blocks", "tables must be less than 10001 characters"),
    ([table(), table()], "/blocks", "only_one_table_allowed"),
    ([{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}], []]}], "/blocks/0/rows/1", "no fewer than 1"),
    ([table(column_settings=[{"align": "middle"}])], "/column_settings/0/align", "must be a valid enum value"),
    ([{**chart(), "title": "x" * 51}], "/blocks/0/title", "must be less than 51 characters"),
    ([{**chart(), "title": text("Scorecard")}], "/blocks/0/title", "must be a string"),
    ([chart(type="radar")], "/blocks/0/chart/type", "unsupported type: radar"),
    ([chart(), chart(), chart()], "/blocks", "no more than 2 data_visualization blocks allowed"),
    ([chart(series=[])], "/blocks/0/chart/series", "no fewer than 1 items allowed"),
    ([chart(series=[series(f"s{n}", "Root cause", "Feedback") for n in range(7)])], "/chart/series", "no more than 6"),
    ([chart(series=[series("x" * 21, "Root cause", "Feedback")])], "/series/0/name", "less than 21 characters"),
    ([chart(series=[series("a", "Root cause")])], "/series/0/data", "data labels must match axis_config categories"),
    ([chart(series=[series("a", "Root cause", "Feedback")] * 2)], "/chart/series", "series names must be unique"),
    ([chart(axis_config={"categories": ["x" * 21]})], "/axis_config/categories/0", "less than 21 characters"),
    ([chart(axis_config={"categories": [f"c{n}" for n in range(21)]})], "/categories", "no more than 20 items"),
    ([chart(axis_config={"categories": ["a"], "x_label": "x" * 51})], "/axis_config/x_label", "less than 51"),
    ([chart(series=[{"name": "a", "data": [{"label": "b", "value": "3"}]}])], "/data/0/value", "must be a number"),
    ([{"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": []}}], "/segments", "no fewer"),
    ([field({"type": "file_input", "action_id": "f"})], "/blocks/0/element/type", "unsupported type: file_input"),
]

REFUSED_VIEWS = [
    (modal(title=text("x" * 25)), "/view/title/text", "must be less than 25 characters"),
    (modal(title=text("x", "mrkdwn")), "/view/title/type", "must be a valid enum value"),
    (modal(submit=text("x" * 25)), "/view/submit/text", "must be less than 25 characters"),
    (modal(close=text("x" * 25)), "/view/close/text", "must be less than 25 characters"),
    (modal(private_metadata="x" * 3001), "/view/private_metadata", "must be less than 3001 characters"),
    (modal(callback_id="x" * 256), "/view/callback_id", "must be less than 256 characters"),
    (modal(blocks=[section()] * 101), "/view/blocks", "no more than 100 items allowed"),
    (modal(blocks=None), "/view/blocks", "must provide an array"),
    (modal(blocks=[field()]), "/view", "missing required field: submit"),
    (modal(colour="red"), "/view", "invalid additional property: colour"),
    ({"type": "modal", "blocks": []}, "/view", "missing required field: title"),
    ({"type": "home", "blocks": []}, "/view/type", "must be `modal` here"),
    (modal(blocks=[{"type": "markdown", "text": "a"}]), "/view/blocks/0/type", "unsupported type: markdown"),
    (modal(blocks=[table()]), "/view/blocks/0/type", "unsupported type: table"),
    (modal(blocks=[chart()]), "/view/blocks/0/type", "unsupported type: data_visualization"),
    (modal(submit=text("Go"), blocks=[field(label=text("x" * 2001))]), "/blocks/0/label/text", "less than 2001"),
    (
        modal(submit=text("Go"), blocks=[field({"type": "plain_text_input", "max_length": 3001})]),
        "/view/blocks/0/element/max_length",
        "must be between 1 and 3000",
    ),
    (modal(submit=text("Go"), blocks=[field({"type": "number_input"})]), "/element", "is_decimal_allowed"),
    (modal(submit=text("Go"), blocks=[field(button())]), "/view/blocks/0/element/type", "unsupported type: button"),
    ([], "/view", "must provide an object"),
]
