"""A rubric of another kind as it was found, the account of where its parts come from, and the file made of it.

Each text is written so that it reads back to the letter and means nothing to Markdown.
"""

import html
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bot.files.grids import Cell, Spot
from bot.files.levels import lacking
from bot.files.source import LOOKALIKES

STAR = r"(?<=\S)\*|\*(?=\S)"
UNDERSCORE = r"(?<![^\W_])_|_(?![^\W_])"  # inside a word it stays, as in NPS_BASELINE
SIGNS = re.compile(rf"[\\`\u20e3]|{STAR}|{UNDERSCORE}|<(?=[A-Za-z/!?])|~~+|&(?=#?\w)|[{''.join(map(chr, LOOKALIKES))}]")
ENTITY = re.compile(r"&#?\w{1,32};?")
PLAIN_YAML = re.compile(r"^[^\W_][\w ,.&()/'+-]*$")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the account: where it stands in the file, and what became of it."""

    place: Spot
    what: str


@dataclass(slots=True)
class Account:
    """What was taken, what a person must still write, and what was left out; nothing goes by in silence."""

    taken: list[Told] = field(default_factory=list)
    todo: list[Told] = field(default_factory=list)
    ignored: list[Told] = field(default_factory=list)

    def take(self, place: Spot, what: str) -> None:
        """Say what was taken from a place."""
        self.taken.append(Told(place, what))

    def leave(self, place: Spot, what: str) -> None:
        """Say what stands in a place and was left out."""
        self.ignored.append(Told(place, what))

    def add(self, other: "Account") -> None:
        """Say all that another account says."""
        self.taken += other.taken
        self.todo += other.todo
        self.ignored += other.ignored

    def want(self, place: Spot, what: str) -> None:
        """Say what a person must still write."""
        self.todo.append(Told(place, what))


@dataclass(slots=True)
class Sketched:
    """A dimension: its texts by level and their lines, next steps by level (None for every level), its weight.

    The weight is as it is written. ``beside`` are the cells of its weight and its target before all of them are read.
    """

    name: str
    place: Spot
    levels: dict[int, str] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    ask: str = ""
    look_for: str = ""
    steps: dict[int | None, str] = field(default_factory=dict)
    weight: str = ""
    target: int | None = None
    notes: list[str] = field(default_factory=list)
    beside: dict[str, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Sketch:
    """A rubric as found: the names of the levels, the dimensions, and what the front matter still wants.

    ``numbered``: the levels are numbered by the file, and not by their order.
    """

    levels: dict[int, str]
    dimensions: list[Sketched]
    title: str = ""
    missing: list[Told] = field(default_factory=list)
    numbered: bool = True

    def expected(self, dimension: Sketched) -> Sequence[int]:
        """Return the levels that a dimension lacks and a rubric needs."""
        return lacking(range(min(self.levels), max(self.levels) + 1), dimension.levels.keys())

    def tell(self, dimension: Sketched, account: Account) -> None:
        """Say what was found of a dimension, and ask for the levels that it lacks."""
        wanted = self.expected(dimension)
        parts = [f"levels {', '.join(map(str, sorted(dimension.levels)))}"] if dimension.levels else []
        parts += [f"weight {dimension.weight}"] if dimension.weight else []
        parts += [f"target {dimension.target}"] if dimension.target is not None else []
        parts += [word for word, text in (("question", dimension.ask), ("look for", dimension.look_for)) if text]
        parts += ["next steps"] if dimension.steps else []
        left_out = [level for level in self.levels if level not in dimension.levels and level not in wanted]
        parts += [f"level {level} is empty and lies between its neighbours" for level in left_out]
        told = "; ".join([*parts, *dimension.notes])
        account.take(dimension.place, f"the dimension {shown(dimension.name)}: {told}")
        for level in wanted:
            account.want(dimension.place, f"level {level} of {shown(dimension.name)}")


def shown(text: str, most: int = 60) -> str:
    """Return a text in quotation marks, shortened for a line of the account."""
    return repr(text if len(text) <= most else text[: most - 1] + "\u2026")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the scorecard: the lines and keys of the head, and sections that are kept as they are."""

    title: str
    slug: str
    keys: Collection[str] = ()
    head_lines: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


def dead(text: str, *, cell: bool = False) -> str:
    """Return a text whose signs mean nothing; in the ``cell`` of a table its pipes neither."""

    def entity(found: re.Match[str]) -> str:
        signs = found.group()
        named = ENTITY.match(text, found.start()) if signs == "&" else None
        if named and html.unescape(named.group()) == named.group():
            return signs
        return "".join({"<": "&lt;", "&": "&amp;"}.get(sign, f"&#{ord(sign)};") for sign in signs)

    made = SIGNS.sub(entity, text)
    made = made.replace("[", "&#91;") if "](" in made else made
    return made.replace("|", "&#124;") if cell else made


def document(sketch: Sketch, frame: Frame, in_tables: Collection[int] = ()) -> str:
    """Return the document; the dimensions at these places have their levels in a table, which keeps any text."""
    low, high = min(sketch.levels), max(sketch.levels)
    lines = ["---", *_head(sketch, frame), "---", "", f"# {dead(frame.title)}", "", *frame.before]
    lines += [f"## Readiness Scorecard ({low}-{high})", ""]
    for at, each in enumerate(sketch.dimensions):
        name = dead(each.name) if each.name else "TODO: the name of this dimension"
        lines += [f"### {at + 1}) {name}", *(_table if at in in_tables else _list)(sketch, each), *_further(each), ""]
    return "\n".join([*lines, *frame.behind]).rstrip("\n") + "\n"


def _head(sketch: Sketch, frame: Frame) -> list[str]:
    """Return the front matter: the lines that the file has, and what they do not say."""
    said = frame.keys
    lines = [*frame.head_lines]
    lines += [f"title: {_yaml(frame.title)}"] if "title" not in said else []
    slug = frame.slug or "TODO: a short name of small letters, digits and hyphens"
    lines += [f"slug: {slug}"] if "slug" not in said else []
    lines += ["version: 1.0"] if "version" not in said else []
    targets = [f"  {_yaml(each.name)}: {each.target}" for each in sketch.dimensions if each.target is not None]
    weights = [f"  {_yaml(each.name)}: {each.weight}" for each in sketch.dimensions if each.weight]
    lines += ["targets:", *targets] if targets and "targets" not in said else []
    lines += ["weights:", *weights] if weights and "weights" not in said else []
    return lines + [f"# TODO: {each.what}" for each in sketch.missing]


def _yaml(text: str) -> str:
    return text if PLAIN_YAML.match(text) else json.dumps(text, ensure_ascii=False)


def _levels(sketch: Sketch, dimension: Sketched, *, cell: bool) -> Iterator[tuple[int, str, str]]:
    """Give the levels to write with their names and texts."""
    for level in sorted({*dimension.levels, *sketch.expected(dimension)}):
        text = dimension.levels.get(level)
        words = f"TODO: say what level {level} looks like" if text is None else dead(text, cell=cell)
        yield level, dead(sketch.levels.get(level, ""), cell=cell), words


def _list(sketch: Sketch, dimension: Sketched) -> list[str]:
    levels = _levels(sketch, dimension, cell=False)
    return [f"- {level} - {name}: {words}" if name else f"- {level}: {words}" for level, name, words in levels]


def _table(sketch: Sketch, dimension: Sketched) -> list[str]:
    rows = [f"| {level} | {name} | {words} |" for level, name, words in _levels(sketch, dimension, cell=True)]
    return ["", "| Level | Name | Description |", "|---|---|---|", *rows, ""]


def _further(dimension: Sketched) -> list[str]:
    lines = [f"- Ask: {dead(dimension.ask)}"] if dimension.ask else []
    lines += [f"- Look for: {dead(dimension.look_for)}"] if dimension.look_for else []
    for level, step in dimension.steps.items():
        lines.append(f"- Next step{'' if level is None else f' {level}'}: {dead(step)}")
    return lines
