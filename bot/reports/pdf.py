"""Writes a paper as PDF: set with typst, tagged, its fonts inside. An extra: ``pip install 'cxbot[pdf]'``.

The layout is a fixed file; what people said goes to it as JSON and is never read as markup.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from fractions import Fraction
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any

from bot.core.text import cleaned
from bot.reports.paper import Paper, Span, Table


def is_installed() -> bool:
    """Whether the package that sets a PDF is there."""
    return find_spec("typst") is not None


def pdf_of(paper: Paper, at: datetime) -> bytes:
    """Return the paper as PDF, of this moment.

    It declares PDF/UA, unless it has letters for which no font is at hand.
    """
    import typst  # noqa: PLC0415  # an extra

    inputs = {"report": as_json(paper)}
    with as_file(files("bot.reports")) as folder:
        layout, fonts = str(folder / "report.typ"), [str(folder / "fonts")]
        compiler = typst.Compiler(layout, root=str(folder), font_paths=fonts, sys_inputs=inputs)
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=at.replace(microsecond=0))
        except typst.TypstError:
            made = compiler.compile(format="pdf", timestamp=at.replace(microsecond=0))
    if not isinstance(made, bytes):
        raise TypeError("typst gave no PDF")
    return made


def as_json(paper: Paper) -> str:
    """Return the paper as the layout reads it."""
    return json.dumps(_plain(paper), ensure_ascii=False)


def _plain(value: object) -> object:
    """Return a part of a paper as JSON takes it; each part says its kind."""
    match value:
        case str():
            return cleaned(value)
        case Fraction():
            return float(value)
        case tuple():
            return [_plain(each) for each in value]
        case Span():
            return {"text": cleaned(value.text), "address": value.address}
        case Table():
            return _fields(value) | {"short": value.is_short}
        case _ if is_dataclass(value):
            return _fields(value)
        case _:
            return value


def _fields(part: Any) -> dict[str, object]:
    kind = {"kind": type(part).__name__.lower()}
    return kind | {each.name: _plain(getattr(part, each.name)) for each in fields(part)}
