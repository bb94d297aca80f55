"""The synopsis of a workshop as the Markdown of a Slack canvas.

A canvas makes mentions, links and pictures of Markdown, and finds addresses by itself. Words of people are made inert
as in messages, and each mark of Markdown in them is escaped.
"""

import re
from collections.abc import Iterator

from bot.core.synopsis import SynopsisPage, SynopsisPart
from bot.slack.text import bare

_LONGEST = 4_000
LONGEST_CANVAS = 900_000
"""Characters of a canvas: Slack takes 1,048,576 (docs.slack.dev/reference/methods/conversations.canvases.create)."""
_MARKS = re.compile(r"([\\`*_\[\]~])")
_OPENS = re.compile(r"^([-+#>=]|\d+(?=[.)](?:\s|$)))")
_BAR = "\u2223"
"""Stands for the bar that ends a cell of a table, and begins one."""


def canvas_markdown(page: SynopsisPage) -> str:
    """Return what stands below the title of the canvas: the figure with its band, then each part."""
    lines = [f"**{_inert(page.result)}**", ""]
    for part in page.parts:
        lines += _part(part, 2)
    lines += ["---", "", f"_{_inert(page.made)}_"]
    return "\n".join(lines)[:LONGEST_CANVAS]


def _inert(words: str) -> str:
    """Return words in which nothing is Markdown; their first sign makes no list or heading either."""
    marked = _MARKS.sub(r"\\\1", bare(words, _LONGEST)).replace("|", _BAR)
    return _OPENS.sub(lambda found: f"{found[0]}\u2060" if found[0].isdigit() else f"\\{found[0]}", marked)


def _part(part: SynopsisPart, level: int) -> Iterator[str]:
    yield f"{'#' * level} {_inert(part.title)}"
    yield ""
    for text in part.texts:
        yield _inert(text)
        yield ""
    if part.table is not None:
        yield _row(part.table.head)
        yield "|" + " --- |" * len(part.table.head)
        yield from (_row(row) for row in part.table.rows)
        yield ""
    for point in part.points:
        yield f"- {_inert(point)}"
    if part.points:
        yield ""
    for each in part.parts:
        yield from _part(each, level + 1)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_inert(each) or "–" for each in cells) + " |"
