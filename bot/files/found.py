"""What a reader found in a file, before anybody knows whether it makes a framework."""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(slots=True)
class FoundLevel:
    """A level as written: the split into name and text is settled once all dimensions are read."""

    line: int
    level: int
    name: str
    text: str
    rest: str
    sure: bool
    indent: int = 0

    def goes_on(self, words: str, *, joint: str = " ") -> None:
        """Add the words of a further line."""
        self.text = f"{self.text}{joint}{words}" if self.text else words
        self.rest = f"{self.rest}{joint}{words}" if self.rest else words


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


@dataclass(slots=True)
class FoundBand:
    """A band as written; ``low`` or ``high`` is None where it is open. ``whole``: it names one level, as in Level 2."""

    line: int
    name: str
    low: Fraction | None
    high: Fraction | None
    text: str = ""
    focus: str = ""
    whole: bool = False
    below: bool = False
    above: bool = False


@dataclass(slots=True)
class FoundVariable:
    """A variable as listed; ``description`` is empty where the file gives none."""

    line: int
    key: str
    description: str
    listed: bool = True


@dataclass(slots=True)
class FoundPrompt:
    """The prompt in one line: ``text`` as written, ``filled`` with ``[KEY]`` placeholders, whose lines are kept."""

    line: int = 0
    text: str = ""
    placeholders: dict[str, int] = field(default_factory=dict)
    filled: str = ""
