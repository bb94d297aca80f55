"""A framework: the rubric that says what is assessed and what each level looks like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

VariableKind = Literal["text", "number", "percent"]

HIGHEST_LEVEL = 100  # a scale of percent is the longest that makes sense


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole levels from ``low`` to ``high``, both included."""

    low: int
    high: int

    def levels(self) -> range:
        """Give every level from the lowest to the highest."""
        return range(self.low, self.high + 1)

    def __contains__(self, level: object) -> bool:
        return isinstance(level, int) and not isinstance(level, bool) and self.low <= level <= self.high


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What one level looks like in one dimension; ``name`` may be empty, ``text`` never is."""

    level: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing assessed. ``key`` is its slug and stays the same when the wording changes."""

    key: str
    name: str
    descriptors: tuple[Descriptor, ...]
    ask: str = ""
    look_for: str = ""
    next_steps: Mapping[int, str] = field(default_factory=dict)
    weight: Fraction = Fraction(1)
    target: int | None = None

    def descriptor(self, level: int) -> Descriptor | None:
        """Give what is written for ``level``, or None where it lies between its neighbours."""
        return next((each for each in self.descriptors if each.level == level), None)


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of the overall figure, ``low`` to ``high`` as written, both included."""

    name: str
    low: Fraction
    high: Fraction
    text: str = ""
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A fact about the subject that the framework asks for, such as its NPS today."""

    key: str
    description: str
    kind: VariableKind = "text"
    in_prompt: bool = False


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of a rubric. ``digest`` is the SHA-256 (hex) of its file's bytes.

    ``prompt`` keeps its ``[VARIABLE]`` placeholders. ``evidence_from`` is the lowest level that wants evidence.
    ``subject_key`` is the variable that names the subject itself, such as BUSINESS, where there is one; ``language`` is
    the code of the language it is written in.
    """

    slug: str
    title: str
    version: str
    digest: str
    purpose: str
    scale: Scale
    aggregate: Literal["mean", "sum"]
    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]
    variables: tuple[Variable, ...]
    prompt: str
    evidence_from: int
    level_names: Mapping[int, str] = field(default_factory=dict)
    deliverables: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    subject_key: str | None = None
    language: str = "en"

    @property
    def top(self) -> Fraction:
        """The highest overall figure: the top of the scale, of a sum that many times the number of dimensions."""
        return Fraction(self.scale.high * (len(self.dimensions) if self.aggregate == "sum" else 1))

    def dimension(self, key: str) -> Dimension:
        """Give the dimension with this key; KeyError when the framework has none."""
        for each in self.dimensions:
            if each.key == key:
                return each
        raise KeyError(key)

    def level_name(self, level: int) -> str:
        """Give the level's name on this scale, or an empty string where it has none."""
        return self.level_names.get(level, "")

    def target(self, key: str) -> int:
        """Give the level aimed for: the dimension's own, else one below the top of the scale."""
        own = self.dimension(key).target
        return own if own is not None else max(self.scale.low, self.scale.high - 1)
