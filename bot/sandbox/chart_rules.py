"""Rules of the blocks that show figures: table and data_visualization."""

from typing import Any, Final

from bot.sandbox.checks import Check, Problems, anything, boolean, both, by_type, choice, items, number, record, string
from bot.sandbox.limits import most


def _cell(value: Any, pointer: str, problems: Problems) -> None:
    rules = {
        "raw_text": record({"type": anything, "text": string(most("message.table_characters"), least=1)}),
        "rich_text": record(
            {"type": anything, "elements": items(anything, 100)}, {"block_id": string(most("block_id"))}
        ),
        "raw_number": record({"type": anything, "value": number}, {"text": string(255)}),
    }
    by_type(rules)(value, pointer, problems)


def _even_rows(value: Any, pointer: str, problems: Problems) -> None:
    rows = value.get("rows")
    widths = {len(row) for row in rows if isinstance(row, list)} if isinstance(rows, list) else set()
    if len(widths) > 1:
        problems.add(f"{pointer}/rows", "all rows must have the same number of cells")


_COLUMN: Final = record({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})


def _column(value: Any, pointer: str, problems: Problems) -> None:
    if value is not None:  # Slack lets null stand for a column that keeps its defaults
        _COLUMN(value, pointer, problems)


TABLE: Final[Check] = both(
    record(
        {"type": anything, "rows": items(items(_cell, most("table.columns")), most("table.rows"))},
        {"block_id": string(most("block_id")), "column_settings": items(_column, most("table.columns"))},
    ),
    _even_rows,
)

_NAME: Final = string(most("chart.name"), least=1)
_POINT: Final = record({"label": _NAME, "value": number})
_SERIES: Final = record({"name": _NAME, "data": items(_POINT, most("chart.points"))})
_AXES: Final = record(
    {"categories": items(_NAME, most("chart.points"))},
    {"x_label": string(most("chart.axis_label")), "y_label": string(most("chart.axis_label"))},
)


def _slice(value: Any, pointer: str, problems: Problems) -> None:
    _POINT(value, pointer, problems)
    share = value.get("value") if isinstance(value, dict) else None
    if isinstance(share, int | float) and share <= 0:
        problems.add(f"{pointer}/value", "must be greater than 0")


def _points_match_categories(value: Any, pointer: str, problems: Problems) -> None:
    axes, series = value.get("axis_config"), value.get("series")
    categories = axes.get("categories") if isinstance(axes, dict) else None
    if not isinstance(categories, list) or not isinstance(series, list):
        return
    if len({str(category) for category in categories}) < len(categories):
        problems.add(f"{pointer}/axis_config/categories", "categories must be unique")
    names = [line.get("name") for line in series if isinstance(line, dict)]
    if len({str(name) for name in names}) < len(names):
        problems.add(f"{pointer}/series", "series names must be unique")
    for index, line in enumerate(series):
        data = line.get("data") if isinstance(line, dict) else None
        labels = [point.get("label") for point in data if isinstance(point, dict)] if isinstance(data, list) else []
        if sorted(map(str, labels)) != sorted(map(str, categories)):
            problems.add(f"{pointer}/series/{index}/data", "data labels must match axis_config categories")


_PLOT: Final = both(
    record({"type": anything, "series": items(_SERIES, most("chart.series")), "axis_config": _AXES}),
    _points_match_categories,
)
_CHARTS: Final = by_type(
    {
        "pie": record({"type": anything, "segments": items(_slice, most("chart.segments"))}),
        "bar": _PLOT,
        "line": _PLOT,
        "area": _PLOT,
    }
)
DATA_VISUALIZATION: Final[Check] = record(
    {"type": anything, "title": string(most("chart.title"), least=1), "chart": _CHARTS},
    {"block_id": string(most("block_id"))},
)
