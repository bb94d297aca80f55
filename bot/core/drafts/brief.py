"""The texts of a brief: people's and the framework's words on one line each, and short enough together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.assessment import Evidence, Subject
from bot.core.framework import Framework, Scale
from bot.core.text import cleaned, has_substance, one_line
from bot.core.variables import UNKNOWN, variable_name


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


ELLIPSIS = "…"
LONGEST_NAME = 60
LONGEST_TITLE = 100
LONGEST_LINE = 300
"""Characters of a descriptor, a look-for line, a next-step line or a deliverable."""
LONGEST_VARIABLE = 100
MOST_VARIABLES = 6
MOST_EVIDENCE = 8
LINK_TEXTS = {"link": "A link was given.", "message": "A saved message was given."}


def tidy(text: str, limit: int | None = None) -> str:
    """Write a text on one line, without hidden characters, and within ``limit`` characters where one is given."""
    line = one_line(cleaned(text))
    return line if limit is None else shortened(line, limit)


def shortened(line: str, limit: int) -> str:
    """Cut a line at a blank so that it has at most ``limit`` characters with the ellipsis that says so.

    Half a number is another number: where there is no blank to cut at, the digits before the cut are left out.
    """
    if len(line) <= limit:
        return line
    blank = line.rfind(" ", limit // 2, limit - 1)
    kept = line[:blank] if blank > 0 else line[: limit - 2].rstrip("0123456789.,")
    return f"{kept.rstrip()} {ELLIPSIS}".lstrip()


def evidence_texts(evidence: Iterable[Evidence], room: int) -> tuple[str, ...]:
    """Give the words among the evidence as they were typed, each once, at most ``room`` characters of them together.

    Each text has an equal share of the room; what short ones leave over goes to the long ones, which end in an
    ellipsis. Of more than ``MOST_EVIDENCE`` texts the longest stay, in their order: they say most.
    """
    words = (tidy(each.text) for each in evidence if each.kind == "words")
    texts = list(dict.fromkeys(text for text in words if has_substance(text)))
    if len(texts) > MOST_EVIDENCE:
        longest = set(sorted(texts, key=len, reverse=True)[:MOST_EVIDENCE])
        texts = [each for each in texts if each in longest]
    shares = _shares([len(each) for each in texts], room)
    return tuple(shortened(text, share) for text, share in zip(texts, shares, strict=True))


def link_texts(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Say that links or saved messages were given, once for each kind; never their address."""
    kinds = dict.fromkeys(each.kind for each in evidence if each.text.strip())
    return tuple(LINK_TEXTS[kind] for kind in kinds if kind in LINK_TEXTS)


def variable_texts(framework: Framework, subject: Subject) -> tuple[str, ...]:
    """Give the subject's variables as ``NPS baseline: 31``, in the framework's order, those that are known."""
    keys = (*(each.key for each in framework.variables), *sorted(subject.variables))
    texts = []
    for key in dict.fromkeys(keys):
        value = tidy(subject.variables.get(key, ""))
        if value and value != UNKNOWN and key != framework.subject_key:
            texts.append(shortened(f"{tidy(variable_name(key), LONGEST_NAME)}: {value}", LONGEST_VARIABLE))
    return tuple(texts[:MOST_VARIABLES])


def _shares(lengths: list[int], room: int) -> list[int]:
    """Deal out the room: nobody gets more than asked for, and nobody less than another who asked for more."""
    shares = [0] * len(lengths)
    left = room
    by_length = sorted(range(len(lengths)), key=lambda index: lengths[index])
    for done, index in enumerate(by_length):
        shares[index] = min(lengths[index], left // (len(lengths) - done))
        left -= shares[index]
    return shares
