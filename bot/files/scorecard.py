"""The scorecard section: its dimensions with their levels and the lines that help to rate them."""

import re
from collections.abc import Iterable
from fractions import Fraction

from bot.files.dimension_lines import NUMBERED, Opening, is_label, openings
from bot.files.found import FoundDimension, FoundLevel
from bot.files.level_names import settle_names
from bot.files.levels import LevelLine, OddNumber, read_level
from bot.files.plain import plain, unbulleted, unquoted
from bot.files.remarks import Remarks
from bot.files.sections import RULE, Section
from bot.files.source import Line
from bot.files.tables import Cell, Table, column_levels, is_row, row_levels, table_at

ASK = re.compile(r"^(?:ask|question)\s*:\s*(.*)$", re.IGNORECASE)
LOOK_FOR = re.compile(r"^look for\s*:\s*(.*)$", re.IGNORECASE)
STEP = re.compile(
    r"^next steps?\s*(?:(?:for|at|from|after)?\s*\(?(?:level\s*)?([0-9]{1,2})\)?)?\s*(?::|--|[-\u2010-\u2015])\s*(.*)$",
    re.IGNORECASE,
)
WEIGHT = re.compile(
    r"\s*[(\[](?:weight\s*[:=]?\s*)?([0-9]{1,3}(?:[.,][0-9]{1,3})?)\s*(%?)(?:\s*weight)?[)\]]$", re.IGNORECASE
)
SCALE_TAIL = re.compile(
    r"\s*[(\[]\s*(?:score\s*)?[0-9]{1,2}\s*(?:-|\u2013|\u2014|to)\s*[0-9]{1,2}\s*[)\]]$", re.IGNORECASE
)
BARE_NUMBER = re.compile(r"^([0-9]{1,2})\s*(?::|--|[-\u2010-\u2015]|(?=\s))\s*(?=\S)")
ONLY_NUMBER = re.compile(r"^\(?[0-9]{1,2}[.):]{0,2}$")
MAX_LEGEND = 60  # characters; what a legend says of a level is short
PICTURE = re.compile(r"^[^\w(\[\"'\u201c]+")


class ScorecardReader:
    """Reads the lines of one scorecard from top to bottom; each dimension collects what stands below its name."""

    def __init__(self, section: Section, remarks: Remarks) -> None:
        self.section = section
        self.remarks = remarks
        self.dimensions: list[FoundDimension] = []
        self.legend: dict[int, str] = {}
        self.stray: list[FoundLevel] = []  # levels that stand before the first dimension
        self.introduced = False  # some words stand before the first level
        self.current: FoundDimension | None = None
        self.level: FoundLevel | None = None
        self.key = ""  # what the line above said: "ask", "look for", "step", "steps" or "aside"
        self.steps_indent = 0
        self.after_blank = False
        self.open_block = False  # the level is a heading, and paragraphs below it belong to it

    def read(self) -> None:
        """Read all lines; the results stand in ``dimensions`` and ``legend``."""
        opened = openings(self.section)
        at, lines = 0, self.section.lines
        while at < len(lines):
            if at in opened:
                self._open(lines[at], opened[at])
            elif is_row(lines[at]):
                table, behind = table_at(lines, at)
                if table:
                    self._table(table)
                at = behind
                continue
            else:
                self._line(lines[at])
            self.after_blank = not lines[at].body
            at += 1
        settle_names(self.dimensions)
        self._settle_strays()

    def _settle_strays(self) -> None:
        """Take levels before the first dimension for a legend of the scale, unless a dimension lost its name there."""
        numbered_later = bool(self.dimensions) and (self.dimensions[0].number or 1) > 1
        wordy = any(len(each.text) > MAX_LEGEND for each in self.stray)
        if self.stray and self.dimensions and (wordy or numbered_later or not self.introduced):
            self.remarks.problem(
                self.stray[0].line, "these levels stand before the first dimension. Give them its name."
            )
        for each in self.stray:
            self.legend.setdefault(each.level, each.name or each.rest)

    def _open(self, line: Line, opening: Opening) -> None:
        self.key, self.open_block = "", False
        if opening.kind == "dimension":
            self.level = None
            self.current = named_dimension(line.number, opening.text, len(self.dimensions) + 1)
            self.dimensions.append(self.current)
            return
        found = read_level(opening.text)
        if opening.kind == "level" and isinstance(found, LevelLine):
            self._level(line, found)
            if self.level is not None and not found.text:
                self.level.sure = True
            elif self.level is not None and not found.name:
                self.level.name, self.level.text, self.level.rest = found.text, "", ""
            self.open_block = True
            return
        self.level = None
        self.introduced = True
        if not is_label(opening.text):
            self.key = "aside"
            self.remarks.note(line.number, f"{opening.text!r} has no levels; it is not read as a dimension.")
            self.current = None if self.current is None or not self.current.levels else self.current

    def _line(self, line: Line) -> None:
        body = plain(unbulleted(unquoted(line.text))[0])
        if not line.body or RULE.match(line.text):
            return
        found = read_level(line.text)
        if line.code:
            if isinstance(found, LevelLine) and found.strict:
                self.remarks.problem(line.number, "this level stands inside a code block. Take the marks (```) away.")
        elif self._help(line, body) or self._listed_step(line, found):
            return
        elif isinstance(found, LevelLine):
            self._level(line, found)
        elif isinstance(found, OddNumber) and self.current and not self._goes_deeper(line):
            self.remarks.problem(line.number, f"{plain(line.body)[:60]!r} {found.why}.")
        else:
            self._words(line, body)

    def _level(self, line: Line, found: LevelLine) -> None:
        self.key, self.open_block = "", False
        level = FoundLevel(line.number, found.level, found.name, found.text, found.rest, found.sure, line.indent)
        if self.current is None:
            self.stray.append(level)
            return
        self.current.levels.append(level)
        self.level = level

    def _help(self, line: Line, body: str) -> bool:
        """Read an ``Ask:``, ``Look for:`` or ``Next step:`` line; False when it is none."""
        ask, look_for, step = ASK.match(body), LOOK_FOR.match(body), STEP.match(body)
        if not (ask or look_for or step):
            return False
        self.level = None
        if self.current is None:
            self.remarks.problem(line.number, "this line stands before the first dimension. Move it below its name.")
        elif step:
            self.steps_indent = line.indent
            self._step(line.number, step.group(1), step.group(2))
        elif ask:
            self._once(line.number, "ask", ask.group(1))
        elif look_for:
            self._once(line.number, "look_for", look_for.group(1))
        return True

    def _once(self, line: int, key: str, words: str) -> None:
        dimension = self.current
        if dimension is None:
            return
        if getattr(dimension, key):
            label = key.replace("_", " ").capitalize()
            self.remarks.problem(line, f"{dimension.name!r} has a second `{label}:` line. Keep one.")
        setattr(dimension, key, words)
        self.key = key

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

    def _listed_step(self, line: Line, found: LevelLine | OddNumber | None) -> bool:
        """Take an item of the list below ``Next steps:``; a list that is indented ends with its indent."""
        if self.key != "steps" or not isinstance(found, LevelLine) or line.indent < self.steps_indent:
            return False
        self.steps_indent = max(self.steps_indent, line.indent)
        self._step(line.number, str(found.level), found.rest if not found.name else f"{found.name}: {found.text}")
        self.key = "steps"
        return True

    def _goes_deeper(self, line: Line) -> bool:
        return self.level is not None and line.indent > self.level.indent

    def _words(self, line: Line, body: str) -> None:
        """Take a line that states nothing by itself: the rest of the line above, a list below a level, or prose."""
        self.introduced = True
        bulleted = unbulleted(line.text)[1]
        if self.level is not None and (self.open_block or (bulleted and self._goes_deeper(line))):
            self.level.goes_on(body, joint="; " if bulleted and self.level.text else " ")
        elif self.level is not None and not bulleted and (line.indent > 0 or not self.after_blank):
            self.level.goes_on(body)
        elif self.current is not None and self.key in {"ask", "look_for"} and not bulleted and not self.after_blank:
            setattr(self.current, self.key, f"{getattr(self.current, self.key)} {body}".strip())
        elif self.current is not None and self.key == "step" and not bulleted and not self.after_blank:
            at = next(reversed(self.current.steps))
            first, words = self.current.steps[at]
            self.current.steps[at] = (first, f"{words} {body}")
        elif self.current is not None and (bulleted or self.current.levels) and self.key != "aside":
            self.remarks.note(line.number, f"{body[:60]!r} is no level; the bot does not read it.")

    def _table(self, table: Table) -> None:
        """Take a table of levels: a column for each level, or a row for each."""
        self.level = None
        columns, rows = column_levels(table), row_levels(table)
        if columns and 0 not in columns:
            self._table_of_dimensions(table, columns)
        elif columns or rows:
            self._table_of_levels(table, columns, rows)

    def _table_of_dimensions(self, table: Table, columns: dict[int, tuple[int, str]]) -> None:
        inside = self.current is not None and not self.current.levels and len(table.rows) == 1
        for row in table.rows:
            if len(row.cells) > len(table.header.cells) or len(row.cells) <= max(columns):
                self.remarks.problem(row.line, "this row has not as many cells as the table's header. Correct it.")
                continue
            if not inside:
                self.current = named_dimension(row.line, row.cells[0], len(self.dimensions) + 1)
                self.dimensions.append(self.current)
            self._cells(Cell(row.line, level, name, row.cells[at]) for at, (level, name) in columns.items())

    def _table_of_levels(self, table: Table, columns: dict[int, tuple[int, str]], rows: list[Cell]) -> None:
        if self.current is None:
            self.legend |= {each.level: each.name or each.text for each in rows}
            return
        if columns and len(table.rows) != 1:
            self.remarks.problem(
                table.header.line, "a table with a column for each level needs one row of descriptions."
            )
            return
        if columns:
            cells = table.rows[0].cells + ("",) * len(columns)
            rows = [Cell(table.rows[0].line, level, name, cells[at]) for at, (level, name) in columns.items()]
        self._cells(rows)

    def _cells(self, cells: Iterable[Cell]) -> None:
        """Add the filled cells of a table as levels; an empty cell describes nothing."""
        for each in cells:
            if each.text and self.current is not None:
                level = FoundLevel(each.line, each.level, each.name, each.text, each.text, sure=True)
                self.current.levels.append(level)


def named_dimension(line: int, text: str, position: int) -> FoundDimension:
    """Take the number, pictures, weight and scale off a dimension's heading; ``position`` counts from 1."""
    name = PICTURE.sub("", plain(text))
    name = "" if ONLY_NUMBER.match(name) else name
    number: int | None = None
    found = NUMBERED.match(name)
    if found:
        digits = next(each for each in found.groups() if each)
        number = int(digits) if digits.isdigit() else None
        name = name[found.end() :]
    elif (bare := BARE_NUMBER.match(name)) and int(bare.group(1)) == position:
        number, name = position, name[bare.end() :]
    name = SCALE_TAIL.sub("", name.strip().rstrip(":").strip())
    weight = WEIGHT.search(name)
    if weight is None:
        return FoundDimension(line, PICTURE.sub("", name), number)
    share = Fraction(weight.group(1).replace(",", ".")) / (100 if weight.group(2) else 1)
    return FoundDimension(line, PICTURE.sub("", name[: weight.start()]).rstrip(": "), number, weight=share)
