"""A brief: the facts that a text may rest on, each on one line, and short enough together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.assessment import Subject
from bot.core.framework import Framework, Scale
from bot.core.languages import DEFAULT
from bot.core.team import Evidence
from bot.core.text import cleaned, folded, has_substance, one_line, without
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
    """What a fact says; people's own words are in ``EVIDENCE``, ``HEARD``, ``VARIABLE`` and ``SUBJECT``."""

    SUBJECT = "subject"
    FRAMEWORK = "framework"
    VARIABLE = "variable"
    DIMENSION = "dimension"
    LEVEL = "level"
    EVIDENCED = "evidenced_level"
    TARGET = "target"
    GAP = "gap"
    DESCRIPTOR = "descriptor"
    TARGET_DESCRIPTOR = "target_descriptor"
    LOOK_FOR = "look_for"
    NEXT_STEP = "next_step"
    EVIDENCE = "evidence"
    HEARD = "heard"
    """What somebody in a team said who allows it to be told in other words only: nobody is shown how they said it."""
    LINK = "link"
    OVERALL = "overall"
    DELIVERABLE = "deliverable"


SAID = (FactKind.EVIDENCE, FactKind.HEARD)
OF_THE_FRAMEWORK = frozenset(
    (FactKind.DESCRIPTOR, FactKind.TARGET_DESCRIPTOR, FactKind.NEXT_STEP, FactKind.LOOK_FOR, FactKind.DELIVERABLE)
)
"""Lines of the framework: what holds in general, and what nobody said of this company."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``id`` is ``F1``, ``F2``, ...; ``dimension`` is the key it belongs to, or empty.

    ``text`` is what its slot shows: canonical words in the language of the text, or evidence as it was typed, on one
    line. ``level`` is the level that a descriptor describes, that a next step starts from, or that is aimed for.
    A ``LINK`` says that there is one, never its address.
    """

    id: str
    kind: FactKind
    text: str
    dimension: str = ""
    level: int | None = None

    @property
    def said(self) -> "Fact":
        """Return what the fact says, whatever its number in a brief."""
        return replace(self, id="")


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
    """The facts of one text or several of one kind, and where their dimensions stand.

    ``names`` are those of all levels and bands, which a text shows through a fact only; ``language`` is a code.
    """

    kind: Kind
    facts: tuple[Fact, ...]
    standings: tuple[Standing, ...]
    scale: Scale
    names: tuple[str, ...] = ()
    language: str = DEFAULT

    def of_kind(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """Return the facts of some kinds, in their order."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def fact(self, fact_id: str) -> Fact | None:
        """Return a fact by its id."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)

    def standing(self, dimension: str) -> Standing | None:
        """Return where a dimension stands."""
        return next((each for each in self.standings if each.dimension == dimension), None)

    def dimension_fact(self, named: str) -> str:
        """Return the id of a dimension's fact, told by any fact, name or key of it; else what was given."""
        fact, low = self.fact(named), folded(named)
        keys = {each.dimension for each in self.standings if low in (folded(each.name), folded(each.dimension))}
        key = fact.dimension if fact is not None else keys.pop() if len(keys) == 1 else ""
        return next((each.id for each in self.of_kind(FactKind.DIMENSION) if key and each.dimension == key), named)

    @property
    def unheard(self) -> "Brief":
        """Return it as anybody may read it: what is to be told in other words only has no words."""
        told = (replace(fact, text="") if fact.kind is FactKind.HEARD else fact for fact in self.facts)
        return replace(self, facts=tuple(told))

    def about(self, *dimensions: str) -> "Brief":
        """Return what it says of some dimensions and of none; the facts keep their ids."""
        return replace(
            self,
            facts=tuple(fact for fact in self.facts if fact.dimension in ("", *dimensions)),
            standings=tuple(each for each in self.standings if each.dimension in dimensions),
        )


ELLIPSIS = "…"
LONGEST_NAME = 60
LONGEST_TITLE = 100
LONGEST_LINE = 300
"""Characters of a descriptor, a look-for line, a next-step line or a deliverable."""
LONGEST_VARIABLE = 100
MOST_VARIABLES = 6
MOST_EVIDENCE = 8
LINKS = ("link", "message")


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

    An address in them is left out: ``link_kinds`` says that there is one.
    Each text has an equal share of the room; what short ones leave over goes to the long ones, which end in an
    ellipsis. Of more than ``MOST_EVIDENCE`` texts the longest stay, in their order: they say most.
    """
    pieces = tuple(evidence)
    links = [each.text for each in pieces if each.kind in LINKS]
    words = (without(tidy(each.text), links) for each in pieces if each.kind == "words")
    texts = list(dict.fromkeys(text for text in words if has_substance(text)))
    if len(texts) > MOST_EVIDENCE:
        longest = set(sorted(texts, key=len, reverse=True)[:MOST_EVIDENCE])
        texts = [each for each in texts if each in longest]
    shares = _shares([len(each) for each in texts], room)
    return tuple(shortened(text, share) for text, share in zip(texts, shares, strict=True))


def link_kinds(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return which kinds of link were given, each once: ``link`` or ``message``, never an address."""
    kinds = dict.fromkeys(each.kind for each in evidence if each.text.strip())
    return tuple(kind for kind in kinds if kind in LINKS)


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
    """Deal out the room: no share is larger than asked for, and none smaller than another that asked for more."""
    shares = [0] * len(lengths)
    left = room
    by_length = sorted(range(len(lengths)), key=lambda index: lengths[index])
    for done, index in enumerate(by_length):
        shares[index] = min(lengths[index], left // (len(lengths) - done))
        left -= shares[index]
    return shares
