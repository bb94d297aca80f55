"""The scorecard of a document: its dimensions with their levels and the lines that help to rate them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from bot.core.drafts.built_plans import hangs_on, items_of, points_elsewhere
from bot.files.blocks import Line
from bot.files.grids import Cell, Spot
from bot.files.levels import SHARE, USUAL_NAMES, FoundLevel, OddNumber, read_level
from bot.files.matrix import grid_of, matrix_of, numbered, tables_of
from bot.files.sections import CALLED, NUMBERED, Opening, is_label, openings
from bot.files.sketch import Account, Sketch, Sketched
from bot.files.source import Remarks

ALONE = "stands for something that is not named beside it. A plan shows each line by itself: name it here."
# The labels of these lines, in the languages of the drafts.
ASK = re.compile(r"^(?:ask|question|(?:leit)?frage|pregunta)\s*:\s*(.*)$", re.IGNORECASE)
LOOK_FOR = re.compile(
    r"^(?:look for|(?:darauf )?achten(?: auf)?|nachweise?|(?:\u00e0 )?observer|preuves?|(?:qu\u00e9 )?observar"
    r"|evidencias?|evidence)\s*:\s*(.*)$",
    re.IGNORECASE,
)
STEP = re.compile(
    r"^(?:next steps?|n\u00e4chster? schritte?|prochaines? \u00e9tapes?|pr\u00f3ximos? pasos?|siguientes? pasos?)"
    r"\s*(?:(?:for|at|from|after|f\u00fcr|pour|para)?\s*\(?(?:(?:level|stufe|niveau|nivel)\s*)?([0-9]{1,2})\)?)?\s*(?::|--|[-\u2010-\u2015])\s*(.*)$",
    re.IGNORECASE,
)
WEIGHT = re.compile(
    r"\s*[(\[](?:weight\s*[:=]?\s*)?([0-9]{1,3}(?:[.,][0-9]{1,3})?)\s*(%?)(?:\s*weight)?[)\]]$", re.IGNORECASE
)
SCALE_TAIL = re.compile(
    r"\s*[(\[]\s*(?:score\s*)?[0-9]{1,2}\s*(?:-|\u2013|\u2014|to)\s*[0-9]{1,2}(?:\s+each)?\s*[)\]]$", re.IGNORECASE
)
BARE_NUMBER = re.compile(r"^([0-9]{1,2})\s*(?::|--|[-\u2010-\u2015]|(?=\s))\s*(?=\S)")
ONLY_NUMBER = re.compile(r"^\(?[0-9]{1,2}[.):]{0,2}$")
PICTURE = re.compile(r"^[^\w(\[\"'\u201c]+")
DEFINED = re.compile(r"^:\s+")  # the mark of a list of definitions
MAX_LEGEND = 60  # characters; what a legend says of a level is short
SHARED = 2  # dimensions that must give a level the same name before a doubtful one counts


@dataclass(slots=True)
class FoundDimension:
    """A dimension as written. ``steps`` maps a level to its next step; level None stands for every level."""

    line: int
    name: str
    number: int | None = None
    levels: list[FoundLevel] = field(default_factory=list)
    ask: str = ""
    look_for: str = ""
    steps: dict[int | None, tuple[int, str]] = field(default_factory=dict)
    weight: Fraction | None = None
    unread: list[str] = field(default_factory=list)  # items of a list that are no levels


class ScorecardReader:
    """Reads the lines of one scorecard from top to bottom; each dimension collects what stands below its name."""

    def __init__(self, lines: Sequence[Line], remarks: Remarks) -> None:
        """Prepare to read; the results stand in ``dimensions`` and ``legend``."""
        self.lines = lines
        self.remarks = remarks
        self.dimensions: list[FoundDimension] = []
        self.legend: dict[int, str] = {}
        self.unnumbered: list[int] = []  # lines of tables whose columns could be levels and have no numbers
        self.stray: list[FoundLevel] = []  # levels that stand before the first dimension
        self.introduced = False  # some words stand before the first level
        self.current: FoundDimension | None = None
        self.level: FoundLevel | None = None
        self.key = ""  # what the line above said: "ask", "look for", "step", "steps" or "aside"
        self.steps_depth = 0
        self.open_block = False  # the level is a heading, and paragraphs below it belong to it

    def read(self) -> None:
        """Read all lines."""
        opened = openings(self.lines)
        tables = {rows[0].number: rows for _, rows in tables_of(self.lines)}
        for at, line in enumerate(self.lines):
            if line.kind == "row":
                if rows := tables.get(line.number):
                    self._table(rows)
            elif at in opened:
                self._open(line, opened[at])
            else:
                self._line(line)
        for number in self.unnumbered if self.dimensions else ():
            self.remarks.note(number, "the columns of this table have no numbers; the bot does not read it.")
        _settle_names(self.dimensions)
        self._settle_strays()

    def _settle_strays(self) -> None:
        """Take levels before the first dimension for a legend of the scale, unless a dimension lost its name there."""
        numbered_later = bool(self.dimensions) and (self.dimensions[0].number or 1) > 1
        wordy = any(len(level.text) > MAX_LEGEND for level in self.stray)
        if self.stray and self.dimensions and (wordy or numbered_later or not self.introduced):
            told = "these levels stand before the first dimension. Give them its name."
            self.remarks.problem(self.stray[0].line, told)
        for level in self.stray:
            self.legend.setdefault(level.level, level.name or level.rest)

    def _open(self, line: Line, opening: Opening) -> None:
        self.key, self.open_block, self.level = "", False, None
        if opening.kind == "dimension":
            self.current = named_dimension(line.number, opening.text, len(self.dimensions) + 1)
            self.dimensions.append(self.current)
            return
        found = read_level(line)
        if opening.kind == "level" and isinstance(found, FoundLevel):
            if not (found.name and found.text):  # the name alone; what the level looks like stands below it
                found.name, found.sure = found.name or found.text, True
            self._level(line, found)
            self.open_block = True
            return
        self.introduced = True
        if not is_label(opening.text):
            self.key = "aside"
            self.remarks.note(line.number, f"{opening.text!r} has no levels; it is not read as a dimension.")
            self.current = None if self.current is None or not self.current.levels else self.current

    def _line(self, line: Line) -> None:
        if not line.text:
            return
        found = read_level(line)
        if line.kind == "code":
            if isinstance(found, FoundLevel) and found.strict:
                self.remarks.problem(line.number, "this level stands inside a code block. Take the marks (```) away.")
        elif self._help(line) or self._listed_step(line, found):
            return
        elif isinstance(found, FoundLevel):
            self._level(line, found)
        elif isinstance(found, OddNumber) and self.current and not self._goes_deeper(line):
            self.remarks.problem(line.number, f"{line.text[:60]!r} {found.why}.")
        else:
            self._words(line)

    def _level(self, line: Line, found: FoundLevel) -> None:
        self.key, self.open_block = "", False
        found.line, found.depth = line.number, line.depth
        if self.current is None:
            self.stray.append(found)
            return
        self.current.levels.append(found)
        self.level = found

    def _help(self, line: Line) -> bool:
        """Read an ``Ask:``, ``Look for:`` or ``Next step:`` line; False when it is none."""
        ask, look_for, step = ASK.match(line.text), LOOK_FOR.match(line.text), STEP.match(line.text)
        if not (ask or look_for or step):
            return False
        self.level = None
        if self.current is None:
            self.remarks.problem(line.number, "this line stands before the first dimension. Move it below its name.")
        elif step:
            self.steps_depth = line.depth
            self._step(line.number, step.group(1), step.group(2))
        elif ask:
            self._once(self.current, line.number, "ask", ask.group(1))
        elif look_for:
            self._once(self.current, line.number, "look_for", look_for.group(1))
        return True

    def _once(self, dimension: FoundDimension, line: int, key: str, words: str) -> None:
        if getattr(dimension, key):
            label = key.replace("_", " ").capitalize()
            self.remarks.problem(line, f"{dimension.name!r} has a second `{label}:` line. Keep one.")
        setattr(dimension, key, words)
        self.key = key
        hanging = next((each for each in items_of(words) if key == "look_for" and hangs_on(each)), "")
        if hanging:
            self.remarks.note(line, f"{hanging!r} {ALONE}")

    def _step(self, line: int, level: str | None, words: str) -> None:
        if not words and level is None:
            self.key = "steps"
            return
        self.key = "step"
        at = int(level) if level else None
        if self.current is not None and at in self.current.steps:
            which = f"for level {at}" if level else "for every level"
            self.remarks.problem(line, f"{self.current.name!r} has a second next step {which}. Keep one.")
        elif self.current is not None:
            self.current.steps[at] = (line, words)
            if pointing := points_elsewhere(words):
                self.remarks.note(line, f"{pointing!r} {ALONE}")

    def _listed_step(self, line: Line, found: FoundLevel | OddNumber | None) -> bool:
        """Take an item of the list below ``Next steps:``; a list that stands deeper ends with its depth."""
        if self.key != "steps" or not isinstance(found, FoundLevel) or line.depth < self.steps_depth:
            return False
        self.steps_depth = max(self.steps_depth, line.depth)
        self._step(line.number, str(found.level), found.rest if not found.name else f"{found.name}: {found.text}")
        self.key = "steps"
        return True

    def _goes_deeper(self, line: Line) -> bool:
        return self.level is not None and line.depth > self.level.depth

    def _words(self, line: Line) -> None:
        """Take a line that states nothing by itself: the rest of the line above, a list below a level, or prose."""
        self.introduced = True
        body = DEFINED.sub("", line.text)
        goes_on = not line.item and (not line.starts or body != line.text)
        level, dimension = self.level, self.current
        if level is not None and (self.open_block or (line.bullet and self._goes_deeper(line))):
            if self.open_block and level.text == level.name:  # its heading holds the name alone
                level.text = ""
            level.goes_on(body, joint="; " if line.bullet and level.text else " ")
        elif level is not None and not line.item and (goes_on or line.depth >= level.depth > 0):
            level.goes_on(body)
        elif dimension is not None and self.key in {"ask", "look_for"} and goes_on:
            setattr(dimension, self.key, f"{getattr(dimension, self.key)} {body}".strip())
        elif dimension is not None and self.key == "step" and goes_on:
            at = next(reversed(dimension.steps))
            first, words = dimension.steps[at]
            dimension.steps[at] = (first, f"{words} {body}")
        elif dimension is not None and (line.bullet or dimension.levels) and self.key != "aside":
            dimension.unread += [body] if line.bullet else []
            self.remarks.note(line.number, f"{body[:60]!r} is no level; the bot does not read it.")

    def _table(self, rows: Sequence[Line]) -> None:
        """Take a table of levels, whichever way it lies; without a dimension above it, a list of levels is a legend."""
        self.level = None
        grid, account, own = grid_of(rows), Account(), self.current
        above = Cell(own.name if own else "", Spot(line=own.line if own else rows[0].number))
        if own is not None and not own.levels and numbered(rows[0].cells[0]) and len(rows) == 2:  # noqa: PLR2004 (one row)
            named = Cell("", above.place), above
            grid = replace(grid, rows=tuple((cell, *row) for cell, row in zip(named, grid.rows, strict=True)))
        sketch = matrix_of(grid, account, above, strict=True)
        if sketch is not None and not sketch.numbered:
            self.unnumbered.append(rows[0].number)
            return
        for told in account.todo if sketch is None else sketch.missing:
            self.remarks.problem(told.place.line, f"{told.what}.")
        for told in account.ignored:
            self.remarks.note(told.place.line, f"{told.what}; the bot does not read it.")
        if sketch is None:
            return
        for each in sketch.dimensions:
            self._sketched(each, sketch, above)

    def _sketched(self, found: Sketched, sketch: Sketch, above: Cell) -> None:
        """Take a dimension of a table; the only one of a table below a dimension's name is that dimension."""
        if not above.text and found.place == above.place and not found.name:
            self.legend |= {level: sketch.levels[level] or text for level, text in found.levels.items()}
            return
        if not (self.current and not self.current.levels and len(sketch.dimensions) == 1):
            self.current = named_dimension(found.place.line, found.name, len(self.dimensions) + 1)
            self.dimensions.append(self.current)
        self.current.levels += [
            FoundLevel(level, sketch.levels[level], text, text, line=found.lines[level])
            for level, text in found.levels.items()
        ]
        self.current.ask, self.current.look_for = found.ask or self.current.ask, found.look_for or self.current.look_for
        self.current.steps |= {level: (found.place.line, words) for level, words in found.steps.items()}
        if found.weight and (weight := SHARE.fullmatch(found.weight)):
            self.current.weight = _share(weight)
        if found.target is not None:
            told = "is no target that a table holds. Write it into the front matter, `targets:`."
            self.remarks.problem(found.place.line, f"{str(found.target)!r} {told}")


def named_dimension(line: int, text: str, position: int) -> FoundDimension:
    """Take the number, pictures, weight and scale off a dimension's heading; ``position`` counts from 1."""
    name = CALLED.sub("", PICTURE.sub("", text))
    name = "" if ONLY_NUMBER.match(name) else name
    number: int | None = None
    found = NUMBERED.match(name)
    if found:
        digits = next(group for group in found.groups() if group)
        number = int(digits) if digits.isdigit() else None
        name = name[found.end() :]
    elif (bare := BARE_NUMBER.match(name)) and int(bare.group(1)) == position:
        number, name = position, name[bare.end() :]
    name = SCALE_TAIL.sub("", name.strip().rstrip(":").strip())
    weight = WEIGHT.search(name)
    if weight is None:
        return FoundDimension(line, PICTURE.sub("", name), number)
    share = _share(weight)
    return FoundDimension(line, PICTURE.sub("", name[: weight.start()]).rstrip(": "), number, weight=share)


def _share(found: re.Match[str]) -> Fraction:
    """Return a weight as a number; one in percent is a part of 1."""
    return Fraction(found.group(1).replace(",", ".")) / (100 if found.group(2) else 1)


def _settle_names(dimensions: Sequence[FoundDimension]) -> None:
    """Keep a doubtful name where dimensions share it, or where every level has one before a colon; else it is text."""
    levels = [level for dimension in dimensions for level in dimension.levels]
    shared = Counter((level.level, level.name.lower()) for level in levels if level.name and level.text)
    every = bool(levels) and all(level.name and level.text for level in levels)
    for level in levels:
        headed = every and level.rest[len(level.name) :].lstrip().startswith(":")
        needed = SHARED if level.text else 1
        if not level.sure and not headed and shared[level.level, level.name.lower()] < needed:
            level.name, level.text = "", level.rest


def speaks_of_levels(dimensions: Sequence[FoundDimension]) -> bool:
    """Whether most levels have a name that is usual for levels, or that two dimensions share: a rubric shows itself."""
    levels = [level for dimension in dimensions for level in dimension.levels]
    shared = Counter((level.level, level.name.lower()) for level in levels)
    named = [
        level
        for level in levels
        if level.name and (level.name.lower() in USUAL_NAMES or shared[level.level, level.name.lower()] > 1)
    ]
    return 2 * len(named) > len(levels)


def names_of_scale(
    dimensions: Sequence[FoundDimension], legend: Mapping[int, str], bands: Mapping[int, str]
) -> dict[int, str]:
    """Return each level's name: what most dimensions call it, else the legend's word, else that of its band."""
    names: dict[int, str] = {}
    for level in sorted({each.level for dimension in dimensions for each in dimension.levels} | {*legend, *bands}):
        said = Counter(
            each.name for dimension in dimensions for each in dimension.levels if each.level == level and each.name
        )
        common, times = said.most_common(1)[0] if said else ("", 0)
        if times and times * 2 > len(dimensions):
            names[level] = common
        elif name := legend.get(level, "") or bands.get(level, ""):
            names[level] = name
    return names
