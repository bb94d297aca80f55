"""What a rubric of another kind gives: dimensions with their levels, and an account of what was taken from where."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.files.grids import Spot


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

    def want(self, place: Spot, what: str) -> None:
        """Say what a person must still write."""
        self.todo.append(Told(place, what))


@dataclass(slots=True)
class Sketched:
    """A dimension: its texts by level, next steps by level (None for every level), weight and target as written."""

    name: str
    place: Spot
    levels: dict[int, str] = field(default_factory=dict)
    ask: str = ""
    look_for: str = ""
    steps: dict[int | None, str] = field(default_factory=dict)
    weight: str = ""
    target: int | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sketch:
    """A rubric as found: the levels' names, the dimensions, and lines that go into the front matter as they are."""

    levels: dict[int, str]
    dimensions: list[Sketched]
    title: str = ""
    missing: list[str] = field(default_factory=list)

    def expected(self, dimension: Sketched) -> Sequence[int]:
        """Return the levels that a dimension lacks and a rubric needs."""
        described = dimension.levels.keys()
        every = range(min(self.levels), max(self.levels) + 1)
        return [level for level in every if level not in described and not {level - 1, level + 1} <= described]


def shown(text: str, most: int = 60) -> str:
    """Return a text in quotation marks, shortened for a line of the account."""
    return repr(text if len(text) <= most else text[: most - 1] + "\u2026")
