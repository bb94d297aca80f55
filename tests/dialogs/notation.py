"""Dialogs as people write them: Markdown tables of (who, does, sees) become values; see README.md beside this file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-{2,}:?")
_HEADS = ("who", "does", "sees")


class NotationError(Exception):
    """A table cannot be played; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing to be seen: its kind (``thread``, ``only dana``, ...) and the words; ``line`` is where it stands."""

    kind: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One deed of one person, and what is to be seen after it."""

    who: str
    does: str
    sees: tuple[Seen, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Dialog:
    """One conversation of a file."""

    file: str
    title: str
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """Name it for the report of the tests."""
        return f"{self.file.removesuffix('.md')}: {self.title}"


def dialogs(folder: Path = FOLDER) -> list[Dialog]:
    """Read every dialog of a folder."""
    files = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    return [dialog for path in files for dialog in read_dialogs(path.read_text("utf-8"), path.name)]


def read_dialogs(text: str, file: str) -> list[Dialog]:
    """Read the dialogs of one file: each ``##`` heading with its table; a row without a deed goes on with the last."""
    found: list[tuple[str, list[tuple[int, list[str]]]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        elif line.startswith("|") and found:
            found[-1][1].append((number, _cells(line)))
        elif line.startswith("|"):
            raise NotationError(f"{file}:{number}: a table without a heading above it; write '## What happens' first")
    return [Dialog(file, title, tuple(_steps(rows, file))) for title, rows in found]


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in _CELL_END.split(inner)]


def _steps(rows: list[tuple[int, list[str]]], file: str) -> Iterator[Step]:
    who, does, at, seen = "", "", 0, list[Seen]()
    for number, cells in rows:
        if len(cells) != len(_HEADS):
            raise NotationError(f"{file}:{number}: {len(cells)} cells; a row has three: who, does, sees")
        if tuple(cells) == _HEADS or all(_RULE.fullmatch(cell) for cell in cells):
            continue
        if cells[1]:
            if does:
                yield Step(who, does, tuple(seen), at)
            who, does, at, seen = cells[0] or who, cells[1], number, []
        if cells[2]:
            seen.append(_seen(cells[2], number))
    if does:
        yield Step(who, does, tuple(seen), at)


def _seen(cell: str, line: int) -> Seen:
    kind, colon, words = cell.partition(":")
    return Seen(kind.strip(), words.strip(), line) if colon else Seen(cell, "", line)
