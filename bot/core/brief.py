"""A brief: the facts that one text may use, each with an id; nothing else may stand in the text."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.framework import Scale


class Kind(StrEnum):
    """What kinds of text are drafted."""

    NOTE = "note"
    NARRATIVE = "narrative"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Piece:
    """One text to be drafted: an evidence note or a gap narrative of a dimension (its key), or the plan."""

    kind: Kind
    dimension: str = ""

    @property
    def key(self) -> str:
        """Give its name, unique within an assessment."""
        return f"{self.kind}:{self.dimension}" if self.dimension else str(self.kind)


class FactKind(StrEnum):
    """What a fact says; the kinds that hold people's own words are ``EVIDENCE``, ``VARIABLE`` and ``SUBJECT``."""

    SUBJECT = "subject"
    FRAMEWORK = "framework"
    VARIABLE = "variable"
    LEVEL = "level"
    TARGET = "target"
    DESCRIPTOR = "descriptor"
    TARGET_DESCRIPTOR = "target_descriptor"
    LOOK_FOR = "look_for"
    NEXT_STEP = "next_step"
    EVIDENCE = "evidence"
    LINK = "link"
    OVERALL = "overall"
    DELIVERABLE = "deliverable"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``id`` is ``F1``, ``F2``, ...; ``dimension`` is the key it belongs to, or empty.

    A ``LINK`` says that there is one, never its address. Evidence is as it was typed, on one line.
    """

    id: str
    kind: FactKind
    text: str
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dimension stands, in figures as they are shown ("2", "2.5").

    ``level_name`` is the name of its level, or empty; ``place`` its place among the top gaps from 1, 0 for none.
    """

    dimension: str
    name: str
    value: str
    evidenced: str
    target: int
    level_name: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """The facts of one text, and the figures that no sentence may contradict.

    ``band`` is empty while the scorecard is provisional; ``bands`` are the names of all bands. ``level_names`` are the
    names of all levels by level, those of the dimension before those of the scale.
    """

    piece: Piece
    facts: tuple[Fact, ...]
    standings: tuple[Standing, ...]
    scale: Scale
    overall: str
    band: str
    bands: tuple[str, ...]
    level_names: tuple[tuple[int, str], ...]

    def of_kind(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """Give the facts of some kinds, in their order."""
        return tuple(each for each in self.facts if each.kind in kinds)

    def fact(self, fact_id: str) -> Fact | None:
        """Give a fact by its id."""
        return next((each for each in self.facts if each.id == fact_id), None)

    def standing(self, dimension: str) -> Standing | None:
        """Give where a dimension stands."""
        return next((each for each in self.standings if each.dimension == dimension), None)
