"""A matrix as a rubric: dimensions down and levels across, or the other way round, with further columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.files.blocks import Line
from bot.files.grids import Cell, Grid, Spot, letters, one_line
from bot.files.levels import HIGHEST, NAME_COLUMN, NO_WORDS, SHARE, USUAL_NAMES, role_of
from bot.files.sketch import Account, Sketch, Sketched, Told, shown

# Heads of columns that are no levels where no column has a number.
ASIDE = re.compile(
    r"notes?\b|comments?\b|remarks?\b|owner|description|definition|score|current|rating|group\b|source|link|status"
    r"|name$|title$|label$|meaning|characteristics|gap$"
    r"|kommentar|notiz|bemerk|beschreib|gruppe|remarque|notas|descrip",
    re.IGNORECASE,
)
LEVEL_WORD = re.compile(
    r"(?:maturity )?(?:levels?|stages?|score|rating|maturity|stufe|reifegrad|niveaux?|nivel(?:es)?)\b", re.IGNORECASE
)
TOTAL = re.compile(r"(?:total|sum|summe|gesamt|average|somme|suma)\b", re.IGNORECASE)
NUMBER = re.compile(r"(?<![0-9.,])[0-9]{1,2}(?![0-9]|[.,][0-9])")
INITIAL = re.compile(r"^(?!l$)[^\W\d_]{1,2}$", re.IGNORECASE)  # Q1 is a quarter and H2 a half of a year, but L1 a level
LISTED = re.compile(r"^\(?[0-9]{1,2}[.)]\s*(?=[^\W\d])")
EDGES = " \t()[]{}:;,.=|/\u00b7-\u2010\u2011\u2012\u2013\u2014\u2015"
WORD = re.compile(r"[^\W\d_]")
AMOUNT = re.compile(r"^[^\w\s]?[0-9][0-9.,]*\s*[^\w\s]?$")
ERROR = re.compile(r"^#[A-Z/0]{2,8}[!?]?$")
MOST_WORDS, MOST_HEAD = 6, 80  # of the head of a level
SHORT = 40  # characters of a level's name
BRIEF = 2  # words
MOST_TOLD = 4  # cells of a row that the account names
MOST_ABOVE, MOST_PLAIN = 40, 60  # rows above a head of plain names, and its columns: a stranger's table may be huge
MIN_PLAIN, MIN_NUMBERED = 3, 2  # columns that are levels by their order alone, and by their numbers
HELD = {"weight": "weights", "target": "targets", "ask": "questions", "look": "what to look for", "step": "next steps"}


@dataclass(slots=True)
class Columns:
    """The row that says what each column is. ``levels`` maps a column to its level, ``roles`` to another role."""

    row: int
    levels: dict[int, int]
    names: dict[int, str]
    name: int
    roles: dict[int, str] = field(default_factory=dict)
    steps: dict[int, int | None] = field(default_factory=dict)
    numbered: bool = True
    score: int = 0


def tables_of(lines: Iterable[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """Give the rows of each table, and the heading or the bold line above it."""
    heading, rows = None, list[Line]()
    for line in lines:
        if rows and (line.kind != "row" or line.header):
            yield heading, rows
            rows = []
        if line.kind == "row":
            rows.append(line)
        elif line.kind == "heading" or line.raw.startswith("**"):
            heading = line
    if rows:
        yield heading, rows


def grid_of(rows: Sequence[Line]) -> Grid:
    """Return the rows of a table of Markdown as a grid."""
    return Grid(tuple(tuple(Cell(one_line(text), Spot(line=row.number)) for text in row.cells) for row in rows))


def matrix_of(grid: Grid, account: Account, above: Cell | None = None, *, strict: bool = False) -> Sketch | None:
    """Read a grid as a rubric, whichever way it lies; None where it is none. The account is kept only of a rubric.

    ``above``: the dimension of a table that names none. ``strict``: the grid stands in a scorecard, where each row has
    to be a dimension with its name and its levels.
    """
    gathered = _gathered(grid, above, account, strict=strict)
    if gathered is None:
        return None
    grid = gathered
    across, down = _head(grid, strict=strict), _head(grid.turned(), strict=strict)
    turned = across is None or (down is not None and _standing(down, grid, 2) > _standing(across, grid, -3))
    if strict:  # a scorecard numbers its levels, and says so where they do not stand across
        turned = bool(down and down.numbered and LEVEL_WORD.match(_corner(grid))) and not (across and across.numbered)
    head = down if turned else across
    if head is None:
        return None
    reader = _Body(grid.turned() if turned else grid, head, turned=turned, strict=strict)
    sketch = reader.read()
    if sketch is None or not (strict or _shows_itself(reader, sketch, _corner(grid))):
        return None
    account.add(reader.account)
    return sketch


def _gathered(grid: Grid, above: Cell | None, account: Account, *, strict: bool) -> Grid | None:
    """Return a list of levels, one in each row, as a matrix; any other grid as it is.

    The list has columns of the level, of its text and perhaps of its name; the dimension stands in a further column or
    above the table. None where the list says a level twice, or which column holds the text cannot be said.
    """
    rows = grid.filled
    head = [at for at, cell in enumerate(rows[0]) if cell.text] if rows else []
    name = next((at for at in head if role_of(rows[0][at].text) == "name"), None)
    level = next((at for at in head if at != name and _heads_levels(rows[0][at].text, alone=name is None)), None)
    label = next((at for at in head if at not in (name, level) and NAME_COLUMN.match(rows[0][at].text)), None)
    texts = [at for at in head if at not in (name, level, label)]
    is_list = level is not None and (name is not None or (above is not None and (above.text != "" or len(texts) == 1)))
    if strict and is_list:
        beside = [at for at in texts if role_of(rows[0][at].text)]
        texts = [at for at in texts if at not in beside]
        for at in beside:
            account.leave(rows[0][at].place, f"the column {shown(rows[0][at].text)} stands beside single levels")
        if len(texts) > 1:
            told = " or ".join(shown(rows[0][at].text) for at in texts)
            account.want(rows[0][texts[0]].place, f"the texts of the levels could stand below {told}. Keep one column")
            return None
    if level is None or not is_list or len(texts) != 1:
        return grid
    found: dict[str, dict[int, Sequence[Cell]]] = {}
    for row in rows[1:]:
        read, own = numbered(row[level].text), row[name] if name is not None else above
        if read is None or own is None or (name is not None and not own.text):
            return grid
        if read[0] in found.setdefault(own.text, {}):
            account.want(row[level].place, f"level {read[0]} of {shown(own.text)} stands twice. Keep one")
            return None
        found[own.text][read[0]] = row
    if len(found) < 2 and name is not None and not strict:  # noqa: PLR2004  # one dimension is a table of its own
        return grid
    rows_of = {number: row for own in found.values() for number, row in own.items()}
    heads = {number: row[level] for number, row in rows_of.items()}
    if label is not None:
        heads = {at: replace(cell, text=f"{at} - {rows_of[at][label].text}") for at, cell in heads.items()}
    empty, order = replace(rows[0][level], text=""), sorted(heads)
    named = [(levels[min(levels)][name] if name is not None else above or empty, levels) for levels in found.values()]
    gathered = [(own, *(row[each][texts[0]] if each in row else empty for each in order)) for own, row in named]
    return replace(grid, rows=((rows[0][level], *(heads[each] for each in order)), *gathered))


def _heads_levels(text: str, *, alone: bool) -> bool:
    return bool(LEVEL_WORD.match(text) and not NUMBER.search(text)) or (alone and text == "#")


def _corner(grid: Grid) -> str:
    return next((cell.text for cell in next(iter(grid.filled), ()) if cell.text), "")


def _shows_itself(reader: "_Body", sketch: Sketch, corner: str) -> bool:
    """Whether a table says that it is a rubric: most tables compare something else, or list what is what.

    Its corner or the heads of most levels say so, two levels have usual names, numbers stand above several dimensions,
    or it is a sheet of its own with an empty corner.
    """
    head, row = reader.head, reader.grid.rows[reader.head.row]
    usual = sum(name.casefold() in USUAL_NAMES for name in head.names.values()) > 1
    words = [row[column].text for column in head.levels if LEVEL_WORD.match(row[column].text)]
    said = LEVEL_WORD.match(corner) is not None or 2 * len(words) > len(head.levels)
    listed = reader.turned and not head.numbered and len(sketch.dimensions) == 1  # words, and what is said of each
    above = head.numbered and not reader.turned and len(sketch.dimensions) > 1
    alone = not row[head.name].text and not row[head.name].place.line and len(sketch.dimensions) > 1
    return usual or ((said or above or alone or role_of(corner) in {"name", "number"}) and not listed)


def _standing(head: Columns, grid: Grid, level_word: int) -> int:
    """Return how sure a way of lying is; the cell in the corner says which way it is, if it says anything."""
    corner = _corner(grid)
    if LEVEL_WORD.match(corner):
        return head.score + level_word
    return head.score + ((1 if level_word < 0 else -3) if role_of(corner) == "name" else 0)


def numbered(text: str) -> tuple[int, str, str] | None:
    """Return the one number of a head such as ``Level 1: Initial`` with the words before and behind it."""
    found = NUMBER.findall(text)
    if len(found) != 1 or len(re.findall(r"[0-9]+", text)) != 1 or int(found[0]) > HIGHEST or len(text) > MOST_HEAD:
        return None
    before, _, behind = text.partition(found[0])
    before, behind = before.strip(EDGES), behind.strip(EDGES)
    if len(f"{before} {behind}".split()) > MOST_WORDS or role_of(before) or "%" in text or INITIAL.match(before):
        return None
    return int(found[0]), before, behind


def _head(grid: Grid, *, strict: bool) -> Columns | None:
    """Return the first row that heads levels; in a scorecard nothing stands above it."""
    for at, row in enumerate(grid.rows[:1] if strict else grid.rows):
        if (head := _numbered_head(at, row)) and not _counts(grid.rows[at + 1 :], head):
            return _with_columns(head, row, grid.rows[at + 1 :])
    for at, row in enumerate(grid.rows[: 1 if strict else MOST_ABOVE]):
        below = grid.rows[at + 1 :]
        if (head := _plain_head(at, row, below)) and _describes(below, head):
            return _with_columns(head, row, below)
    return None


def _numbered_head(at: int, row: Sequence[Cell]) -> Columns | None:
    """Return the head whose cells are numbered; a level without a name takes none from its label, as in Level 1."""
    found = {column: read for column, cell in enumerate(row) if not cell.merged and (read := numbered(cell.text))}
    others = sum(bool(cell.text) and column not in found and not role_of(cell.text) for column, cell in enumerate(row))
    levels = {column: level for column, (level, _, _) in found.items()}
    if len(found) < MIN_NUMBERED or len(set(levels.values())) < len(levels) or len(found) < others - 1:
        return None
    first = next(cell.text for cell in row if cell.text)
    if role_of(first) not in {"", "name", "number"}:  # a row of weights or targets
        return None
    labels = {before.casefold() for _, before, _ in found.values()}
    label = len(labels) == 1
    names = {level: behind if label else before or behind for level, before, behind in found.values()}
    usual = sum(name.casefold() in USUAL_NAMES for name in names.values()) > 1
    listed = all(LISTED.match(row[column].text) for column in found) and not usual
    score = 0 if listed else 4 + 2 * (not any(names.values())) + 2 * usual
    return Columns(at, levels, names, 0, score=score)


def _plain_head(at: int, row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> Columns | None:
    """Return the head whose columns are levels by their names alone, numbered in their order."""
    texts = [cell.text if not cell.merged else "" for cell in row]
    roles = [role_of(text) for text in texts]
    usual = [column for column, text in enumerate(texts) if text.casefold() in USUAL_NAMES]
    filled = (column for column in range(len(row)) if any(other[column].text for other in below))
    name = roles.index("name") if "name" in roles else next(filled, 0)  # the corner itself may be empty
    columns = [
        column
        for column in range(name + 1, len(texts))
        if WORD.search(texts[column])
        and not roles[column]
        and not ASIDE.match(texts[column])
        and len(texts[column]) <= SHORT
    ]
    columns = _without_brief(columns, below) if len(columns) <= MOST_PLAIN else columns
    if len(columns) < (MIN_NUMBERED if len(usual) > 1 else MIN_PLAIN) or len(columns) > HIGHEST:
        return None
    names = {}
    for level, column in enumerate(columns, 1):
        read = numbered(texts[column])
        names[level] = (read[1] or read[2]) if read and read[0] == level else texts[column]
    levels = {column: level for level, column in enumerate(columns, 1)}
    return Columns(at, levels, names, 0, numbered=False, score=2 * (len(usual) > 1))


def _without_brief(columns: Sequence[int], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Leave out columns with a word or two in each row where the others have sentences: an owner, a priority."""
    words = {column: [len(row[column].text.split()) for row in rows if row[column].text] for column in columns}
    cells, total = sum(map(len, words.values())), sum(map(sum, words.values()))

    def is_brief(own: Sequence[int]) -> bool:
        others = cells - len(own)
        return bool(own and others) and max(own) <= BRIEF and total - sum(own) > 2 * BRIEF * others

    return [column for column in columns if not is_brief(words[column])]


def _describes(rows: Sequence[Sequence[Cell]], head: Columns) -> bool:
    """Whether the cells below a head of plain names hold words, as texts of levels do."""
    cells = [row[column].text for row in rows for column in head.levels if row[column].text]
    return 2 * sum(map(bool, map(WORD.search, cells))) > len(cells)


def _counts(rows: Sequence[Sequence[Cell]], head: Columns) -> bool:
    """Whether most cells below a head of numbers are numbers: scores, prices, years, and no texts of levels."""
    cells = [row[column] for row in rows for column in head.levels if row[column].text]
    return 2 * sum(bool(AMOUNT.match(cell.text)) for cell in cells) > len(cells)


def _with_columns(head: Columns, row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> Columns:
    """Say what the columns beside the levels are; the name of the dimension stands before the levels.

    Of several columns without a role it is the one that is filled and says each name once.
    """
    for column, cell in enumerate(row):
        role = role_of(cell.text) if column not in head.levels else ""
        if role and role != "name":
            head.roles[column] = role
        if role == "step":
            found = NUMBER.search(cell.text)
            head.steps[column] = int(found.group()) if found else None
    free = [column for column in range(len(row)) if column not in head.levels and column not in head.roles]
    named = [column for column in free if role_of(row[column].text) == "name"]
    before = [column for column in free if column < min(head.levels)]
    rows = [other for other in below if any(other[column].text for column in head.levels)]
    whole = {column for column in free if len({other[column].text for other in rows} - {""}) == len(rows)}
    best = [column for column in (*before[:1], *reversed(before), *free) if column in whole]
    head.name = next(iter([*reversed(named), *best, *before, *free]), -1)
    return head


class _Body:
    """Reads the rows around and below a head; a row that gives nothing is named as left out."""

    def __init__(self, grid: Grid, head: Columns, *, turned: bool = False, strict: bool = False) -> None:
        self.grid, self.head, self.turned, self.strict = grid, head, turned, strict
        self.account = Account()
        self.sketch = Sketch({}, [])

    def read(self) -> Sketch | None:
        """Read all rows; None where no row is a dimension."""
        head, rows, sketch = self.head, self.grid.rows, self.sketch
        for row in rows[: head.row]:
            filled = [cell for cell in row if cell.text and not cell.merged]
            heads_part = not row[0].text and any(cell.merged for cell in row)  # a text above some columns of them
            if len(filled) == 1 and not sketch.title and not heads_part:
                sketch.title = filled[0].text
                self.account.take(filled[0].place, f"the title {shown(sketch.title)}")
            elif filled:
                self._leave(row)
        for row in rows[head.row + 1 :]:
            if any(cell.text for cell in row) and not self._takes(row):
                self._leave(row)
        sketch.numbered = head.numbered
        sketch.levels = {level: head.names.get(level, "") for level in sorted(head.levels.values())}
        self._columns()
        self.settle()
        _unnumber(sketch.dimensions)
        for each in sketch.dimensions:
            sketch.tell(each, self.account)
        return sketch if sketch.dimensions else None

    def _leave(self, row: Sequence[Cell]) -> None:
        filled = [cell for cell in row if cell.text and not cell.merged] or [row[self.head.name]]
        told = "; ".join(shown(cell.text) for cell in filled[:MOST_TOLD]) + ("; ..." if filled[MOST_TOLD:] else "")
        self.account.leave(filled[0].place, f"{told}: no level is described here")

    def _columns(self) -> None:
        """Say what each column was taken for, or that it was left out."""
        head, row = self.head, self.grid.rows[self.head.row]
        told = ", ".join(f"{level} {name}".strip() for level, name in self.sketch.levels.items())
        order = ": they have no numbers and are numbered in their order; is the first the lowest?"
        self.account.take(row[min(head.levels)].place, f"the levels {told}{'' if head.numbered else order}")
        for at, cell in enumerate(row):
            if held := HELD.get(head.roles.get(at, "")):
                self.account.take(cell.place, f"{shown(cell.text)} holds {held}")
            elif at in {head.name, *head.levels} or (self.strict and at in head.roles):
                continue
            elif any(each[at].text for each in self.grid.rows[head.row :]):
                kind, place = ("row", str(at + 1)) if self.turned else ("column", letters(at + 1))
                what = f"{kind} {shown(cell.text) if cell.text else place}"
                self.account.leave(cell.place, f"{what} is no level and nothing else that a framework has")

    def _takes(self, row: Sequence[Cell]) -> bool:
        """Take a row as a dimension, as more of the last one or as names of levels; False where it is none of them."""
        head, dimensions = self.head, self.sketch.dimensions
        name = row[head.name]
        if name.merged and name.text == self.grid.rows[head.row][head.name].text:
            name = replace(name, text="")  # the head is merged over this row
        texts = {level: row[at] for at, level in head.levels.items() if row[at].text}
        last = dimensions[-1] if dimensions else None
        if all(row[at].text == self.grid.rows[head.row][at].text for at in head.levels):
            self.account.take(name.place, "the head of the table once more")
            return True
        if not texts or (len({cell.text for cell in row if cell.text}) == 1 and name.text):
            # A dimension that lacks its levels has something beside them; a heading, a sum or a remark has not.
            beside = any(row[at].text for at, role in head.roles.items() if role != "number")
            if not self.strict and (not (name.text and beside) or TOTAL.match(name.text)):
                return False
            texts = {}
        elif any(name.text == each.name for each in dimensions) and not any(
            WORD.search(cell.text) for cell in texts.values()
        ):
            return False  # scores or weights below the table
        elif (not name.text or NAME_COLUMN.match(name.text)) and last is None and self._names_levels(texts):
            head.names |= {level: cell.text for level, cell in texts.items()}
            self.account.take(row[min(head.levels)].place, "the names of the levels")
            return True
        elif last is not None and not self.strict and (not name.text or (name.merged and name.text == last.name)):
            place = row[0].place
            last.notes.append(f"{f'line {place.line}' if place.line else f'row {place.row}'} goes on with it")
            self._fill(last, row, texts)
            return True
        elif self.turned and ASIDE.match(name.text):  # a column that tells of the levels, not of a dimension
            return False
        if not name.text:
            self.account.want(row[min(head.levels)].place, "the name of the dimension in this row")
        dimensions.append(Sketched(name.text, name.place))
        self._fill(dimensions[-1], row, texts)
        return True

    def _names_levels(self, texts: dict[int, Cell]) -> bool:
        short = all(len(cell.text) <= SHORT and not cell.text.endswith(".") for cell in texts.values())
        return short and len(texts) == len(self.head.levels) and not any(self.head.names.values())

    def _fill(self, dimension: Sketched, row: Sequence[Cell], texts: dict[int, Cell]) -> None:
        """Add the texts of a row to those that the dimension has."""
        for level, cell in texts.items():
            before = dimension.levels.get(level, "")
            if NO_WORDS.match(cell.text) or ERROR.match(cell.text):
                dimension.notes.append(f"level {level} says {shown(cell.text)}, which is no description")
            elif not (cell.merged and before == cell.text):
                dimension.levels[level] = f"{before} {cell.text}".strip()
                dimension.lines[level] = cell.place.line
                if cell.merged:
                    dimension.notes.append(f"level {level} is a cell merged with another, and has its text")
                if cell.formula:
                    dimension.notes.append(f"level {level} is a formula; its value is taken")
        self.take_further(dimension, row)

    def take_further(self, dimension: Sketched, row: Sequence[Cell]) -> None:
        """Take the columns beside the levels."""
        for at, role in self.head.roles.items():
            cell = row[at]
            if role in {"weight", "target"} and (cell.text or role not in dimension.beside):
                dimension.beside[role] = cell
            elif role == "ask":
                dimension.ask = f"{dimension.ask} {cell.text}".strip()
            elif role == "look" and cell.text:
                dimension.look_for = f"{dimension.look_for}; {cell.text}" if dimension.look_for else cell.text
            elif role == "step" and cell.text:
                dimension.steps[self.head.steps[at]] = cell.text

    def settle(self) -> None:
        """Take weights when all of them are numbers of one form, and targets that are levels; ask for the others."""
        weights = [(each, each.beside["weight"]) for each in self.sketch.dimensions if "weight" in each.beside]
        found = [(cell, SHARE.fullmatch(cell.text)) for _, cell in weights]
        odd = [cell for cell, match in found if match is None]
        if odd or len({match.group(2) for _, match in found if match}) > 1:
            said = ", ".join(shown(cell.text) if cell.text else "one is empty" for cell in odd[:5])
            if any(cell.text for _, cell in weights):
                told = f"weights: the column Weight is not understood ({said or 'some in percent and some not'})"
                self._want((odd or [found[0][0]])[0], f"{told}; write a number for each dimension")
        else:
            for dimension, cell in weights:
                dimension.weight = cell.text
        for dimension in self.sketch.dimensions:
            target = dimension.beside.get("target")
            if target is not None and target.text:
                dimension.target = self._target(target.text)
                if dimension.target is None:
                    self._want(target, f"the target of {shown(dimension.name)}: {shown(target.text)} is no level")

    def _want(self, cell: Cell, told: str) -> None:
        self.sketch.missing.append(Told(cell.place, told))
        self.account.want(cell.place, told)

    def _target(self, text: str) -> int | None:
        by_name = {name.casefold(): level for level, name in self.head.names.items() if name}
        plain = re.fullmatch(r"([0-9]{1,2})(?:[.,]0+)?", text)
        read = (int(plain.group(1)), "", "") if plain else numbered(text)
        level = read[0] if read else by_name.get(text.casefold())
        levels = self.head.levels.values()
        return level if level is not None and min(levels) <= level <= max(levels) else None


def add_columns(grid: Grid, sketch: Sketch, account: Account) -> bool:
    """Take weights, targets and the like from a table without levels, whose first column names the dimensions."""
    by_name = {each.name.casefold(): each for each in sketch.dimensions}
    row = grid.rows[0]
    roles = {at: role for at, cell in enumerate(row) if (role := role_of(cell.text)) and role not in {"name", "number"}}
    if not roles or not any(each[0].text.casefold() in by_name for each in grid.rows[1:]):
        return False
    head = Columns(0, {}, sketch.levels, 0, roles, {at: None for at, role in roles.items() if role == "step"})
    head.levels = {-level - 1: level for level in sketch.levels}
    body = _Body(grid, head)
    body.sketch = sketch
    for each in grid.rows[1:]:
        if each[0].text.casefold() in by_name:
            body.take_further(by_name[each[0].text.casefold()], each)
        elif any(cell.text for cell in each):
            account.leave(each[0].place, f"{shown(each[0].text)} is no dimension of the table of levels")
    body.settle()
    account.todo += body.account.todo
    account.take(row[0].place, f"{', '.join(shown(row[at].text) for at in roles)} of the dimensions")
    for at, cell in enumerate(row[1:], 1):
        if at not in roles:
            account.leave(cell.place, f"column {shown(cell.text)} is nothing that a framework has")
    return True


def _unnumber(dimensions: Sequence[Sketched]) -> None:
    """Take the numbers off the names where they only count the dimensions."""
    counts = [LISTED.match(each.name) for each in dimensions]
    if all(found and int(re.sub(r"\D", "", found.group())) == at for at, found in enumerate(counts, 1)):
        for each in dimensions:
            each.notes.append(f"its number is taken off {shown(each.name)}")
            each.name = LISTED.sub("", each.name)
