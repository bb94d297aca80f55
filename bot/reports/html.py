"""Writes a paper as one page of HTML: no network, no script, its style and pictures inside.

Every text goes through ``_said``, the only way into the page.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from itertools import count

from bot.core.text import cleaned
from bot.reports.paper import Block, Chapter, Facts, Meter, Paper, Quotes, Span, Table, TableCell, Text
from bot.use_cases.notified import Picture

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Should anything slip through, the browser loads and runs nothing."""


def html_of(paper: Paper) -> str:
    """Return the page."""
    numbers = count(1)
    title = f"{paper.title} · {paper.subtitle}"
    notices = "".join(f'<p class="notice" role="note">{_said(each)}</p>' for each in paper.notices)
    return "".join(
        (
            f'<!doctype html>\n<html lang="{_said(paper.language)}">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n',
            f"<title>{_said(title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n",
            f'<header>\n<p class="kind">{_said(paper.kind)}</p>\n<h1>{_said(paper.title)}</h1>\n',
            f'<p class="subtitle">{_said(paper.subtitle)}</p>\n{_facts(paper.cover)}\n{notices}</header>\n',
            _result(paper),
            *(_section(each, numbers) for each in paper.sections),
            "</main>\n</body>\n</html>\n",
        )
    )


@cache
def _style() -> str:
    return files("bot.reports").joinpath("report.css").read_text("utf-8")


def _said(text: str) -> str:
    return escape(cleaned(text))


def _result(paper: Paper) -> str:
    shown = paper.result
    of = f' <span class="of">{_said(shown.of)}</span>' if shown.of else ""
    band = f'<p class="band">{_said(shown.band)}</p>\n' if shown.band else ""
    lines = "".join(f"<p>{_said(each)}</p>\n" for each in shown.lines)
    picture = _picture(shown.picture) if shown.picture is not None else ""
    return (
        f'<section class="result" aria-labelledby="result">\n<div>\n<h2 id="result">{_said(shown.title)}</h2>\n'
        f'<p class="figure"><strong>{_said(shown.figure)}</strong>{of}</p>\n{band}{lines}</div>\n{picture}</section>\n'
    )


def _section(section: Chapter, numbers: Iterator[int], level: int = 2) -> str:
    name = f"s{next(numbers)}"
    parts = "".join(_section(each, numbers, level + 1) for each in section.parts)
    parts = f'<div class="parts">\n{parts}</div>\n' if parts else ""
    blocks = "".join(map(_block, section.blocks))
    return (
        f'<section aria-labelledby="{name}">\n<h{level} id="{name}">{_said(section.title)}</h{level}>\n'
        f"{blocks}{parts}</section>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Text(text=text, label=label, small=small):
            opening, kind = f"<strong>{_said(label)}</strong> " if label else "", ' class="small"' if small else ""
            return f"<p{kind}>{opening}{_said(text)}</p>\n"
        case Quotes(pieces=pieces):
            return "".join(f"<blockquote>{''.join(map(_span, each))}</blockquote>\n" for each in pieces)
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)
        case Facts():
            return _facts(block)


def _span(span: Span) -> str:
    if not span.address:
        return _said(span.text)
    return f'<a href="{_said(span.address)}" rel="noopener noreferrer nofollow">{_said(span.text)}</a>'


def _facts(facts: Facts) -> str:
    pairs = "".join(f"<div><dt>{_said(name)}</dt><dd>{_said(value)}</dd></div>\n" for name, value in facts.pairs)
    return f"<dl>\n{pairs}</dl>\n"


def _picture(picture: Picture) -> str:
    return f"<figure>\n{picture.svg}</figure>\n"


def _table(table: Table) -> str:
    """Write a table; its roles stay where a narrow screen shows its cells below each other."""
    columns = "".join(f'<col style="width:{each}%">' for each in table.widths)
    head = "".join(f'<th scope="col" role="columnheader">{_said(each)}</th>' for each in table.head)
    rows = "".join(_row(table, place, row) for place, row in enumerate(table.rows))
    classes = " ".join(name for name, is_so in (("figures", table.figures), ("short", table.is_short)) if is_so)
    mark = f' class="{classes}"' if classes else ""
    return (
        f'<table role="table"{mark}>\n<caption>{_said(table.caption)}</caption>\n<colgroup>{columns}</colgroup>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n<tbody role="rowgroup">\n{rows}</tbody></table>\n'
    )


def _row(table: Table, place: int, row: Iterable[TableCell]) -> str:
    marked = ' class="marked"' if place == table.marked else ""
    first, *others = row
    cells = "".join(
        f'<td role="cell" data-label="{_said(label)}">{_cell(each)}</td>'
        for label, each in zip(table.head[1:], others, strict=True)
    )
    return f'<tr role="row"{marked}><th scope="row" role="rowheader">{_cell(first)}</th>{cells}</tr>\n'


def _cell(cell: TableCell) -> str:
    strong = f"<strong>{_said(cell.strong)}</strong>" if cell.strong else ""
    meter = _meter(cell.meter) if cell.meter is not None else ""
    small = f"<small>{_said(cell.small)}</small>" if cell.small else ""
    text = f"<span>{_said(cell.text)}</span>" if cell.text else ""
    return strong + meter + text + small


def _meter(meter: Meter) -> str:
    """Draw a bar with a mark at the target; the figure stands beside it, so it is hidden from screen readers."""
    full, aim = f"{float(meter.value * 100):.2f}", f"{float(meter.target * 100):.2f}"
    cuts = "".join(f'<path class="cut" d="M{100 * each / meter.steps:.2f} 0v8"/>' for each in range(1, meter.steps))
    return (
        '<svg class="meter" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="empty" d="M0 2h100v8h-100z"/><path class="full" d="M0 2h{full}v8h-{full}z"/>'
        f'<g transform="translate(0 2)">{cuts}</g><path class="aim" d="M{aim} 0v12"/></svg>'
    )
