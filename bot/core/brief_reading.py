"""A brief read again as what it says about one dimension, in words that may stand in a text."""

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.core.brief import Brief, Fact, FactKind, Standing
from bot.core.draft_words import harmless, mid_sentence
from bot.core.likeness import keywords

LINE = 240
NAME = 60
AT_LEVEL = re.compile(r"(?:Level|From level) (\d+): (.*)", re.DOTALL)
TARGET_NAME = re.compile(r"Target: level \d+ of \d+ \((.*)\)")
MOST_ITEMS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the framework about a level, as plain words, and the fact it was taken from."""

    level: int
    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a brief says about one dimension. ``name`` is plain words; ``level`` and ``target`` are facts' ids.

    ``descriptors`` and ``steps`` stand lowest level first; ``items`` are the things to look for, each on its own.
    """

    standing: Standing
    name: str
    level: tuple[str, ...]
    target: tuple[str, ...]
    target_name: str
    descriptors: tuple[Line, ...]
    aims: tuple[Line, ...]
    steps: tuple[Line, ...]
    items: tuple[str, ...]
    look_for: tuple[str, ...]
    evidence: tuple[Fact, ...]
    links: tuple[Fact, ...]

    @property
    def ahead(self) -> tuple[Line, ...]:
        """Give the descriptors of the levels that are not reached yet, the next one first."""
        value = Fraction(self.standing.value)
        lines = sorted((*self.descriptors, *self.aims), key=lambda each: each.level)
        # A mean that was rounded up to a whole level ("3.0") has not reached it.
        return tuple(each for each in lines if each.level > value or str(each.level) + ".0" == self.standing.value)

    @property
    def is_below_target(self) -> bool:
        """Say whether there is a gap."""
        return Fraction(self.standing.value) < self.standing.target or self.standing.place > 0

    def unnamed_items(self) -> tuple[str, ...]:
        """Give the things to look for that no words of evidence name."""
        said = [keywords(each.text) for each in self.evidence]
        wanted = ((each, keywords(each)) for each in self.items)
        return tuple(each for each, words in wanted if not words or not any(words <= heard for heard in said))


def ground(brief: Brief, standing: Standing) -> Ground:
    """Collect what a brief says about the dimension of one of its standings."""
    facts = tuple(each for each in brief.facts if each.dimension == standing.dimension)
    look_for = tuple(each for each in facts if each.kind is FactKind.LOOK_FOR)
    return Ground(
        standing=standing,
        # A colon of ours may follow it, and two of them make an emoji.
        name=harmless(standing.name.replace(":", " "), NAME) or "this dimension",
        level=_ids(facts, FactKind.LEVEL),
        target=_ids(facts, FactKind.TARGET),
        target_name=next((found[1] for each in facts if (found := TARGET_NAME.fullmatch(each.text))), ""),
        descriptors=_lines(facts, FactKind.DESCRIPTOR),
        aims=_lines(facts, FactKind.TARGET_DESCRIPTOR),
        steps=_lines(facts, FactKind.NEXT_STEP),
        items=tuple(item for each in look_for for item in _items(each.text)),
        look_for=_ids(facts, FactKind.LOOK_FOR),
        evidence=tuple(each for each in facts if each.kind is FactKind.EVIDENCE),
        links=tuple(each for each in facts if each.kind is FactKind.LINK),
    )


def listed(items: tuple[str, ...]) -> str:
    """Join things with commas and an "and" before the last, with a comma before it where one of them has its own."""
    before = ", and " if any(" and " in each for each in items) else " and "
    return before.join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _ids(facts: tuple[Fact, ...], kind: FactKind) -> tuple[str, ...]:
    return tuple(each.id for each in facts if each.kind is kind)


def _lines(facts: tuple[Fact, ...], kind: FactKind) -> tuple[Line, ...]:
    lines = []
    for fact in facts:
        found = AT_LEVEL.fullmatch(fact.text) if fact.kind is kind else None
        text = harmless(found[2], LINE) if found else ""
        if found and text:
            lines.append(Line(int(found[1]), text, fact.id))
    return tuple(lines)


def _items(text: str) -> tuple[str, ...]:
    """Take a look-for line apart at its commas and semicolons."""
    parts = (mid_sentence(part.removeprefix("and ").strip()) for part in re.split(r"[,;]\s+", harmless(text, LINE)))
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_ITEMS]
