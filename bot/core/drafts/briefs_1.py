"""Reads briefs as version 1 of the export and of the store held them: the figures stood in their words.

They belong to drafts that people decided on; read as what they would be today, their drafts stay readable, and are
stale only where an answer has changed since.
"""

import re

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Standing
from bot.core.framework import HIGHEST_LEVEL, Scale
from bot.core.json_values import LARGEST_NUMBER, NAME, TEXT, Codec, Node, list_of, member_of, record, whole

_BETWEEN = re.compile(r"(level [\d.]+ of \d+), between (\d+)(?: \((.*)\))? and (\d+)(?: \((.*)\))?")
_EVIDENCED = re.compile(r"Evidenced: (level [\d.]+ of \d+)")
_TARGET = re.compile(r"Target: (level (\d+) of \d+)(?: \((.*)\))?")
_GAP = re.compile(r"(?:Gap to the target: (\d+)|Below the target); (\w+ among the gaps)")
_LEVELLED = re.compile(r"(?:Level|From level) (\d{1,3}): (.*)", re.DOTALL)
_LINKS = {"A link was given.": "a link", "A saved message was given.": "a saved message"}


STANDING = record(
    Standing,
    dimension=NAME,
    name=TEXT,
    value=TEXT,
    evidenced=TEXT,
    target=whole(0, HIGHEST_LEVEL),
    level_name=TEXT,
    place=whole(0, LARGEST_NUMBER),
)
"""Where a dimension stands."""


def _scale(node: Node) -> Scale:
    fields = node.fields(("min", "max"))
    low = fields["min"].integer(0, HIGHEST_LEVEL)
    return Scale(low, fields["max"].integer(low, HIGHEST_LEVEL))


SCALE = Codec(lambda scale: {"min": scale.low, "max": scale.high}, _scale)
_KIND = member_of(Kind)
_FACTS = list_of(record(Fact, id=NAME, kind=member_of(FactKind), text=TEXT, dimension=TEXT))
_LEVELS = list_of(Codec(str, lambda node: node.fields(("level", "name"))["name"].text()))


def brief_of_version_1(node: Node) -> Brief:
    """Read a brief; MalformedError names everything malformed."""
    fields = node.fields(
        ("piece", "facts", "standings", "scale", "overall", "band", "bands", "level_names"),
    )
    piece = fields["piece"].fields(("kind", "dimension"))
    levels = _LEVELS.read(fields["level_names"])
    return Brief(
        kind=_KIND.read(piece["kind"]),
        facts=tuple(map(_as_today, _FACTS.read(fields["facts"]))),
        standings=list_of(STANDING).read(fields["standings"]),
        scale=SCALE.read(fields["scale"]),
        names=tuple(dict.fromkeys((*levels, *list_of(TEXT).read(fields["bands"])))),
    )


def _as_today(fact: Fact) -> Fact:
    """Return a fact with its figures in fields and in the canonical words of today, which were English."""
    kind, text, level = fact.kind, fact.text, None
    match kind:
        case FactKind.LEVEL if found := _EVIDENCED.fullmatch(text):
            kind, text = FactKind.EVIDENCED, f"{found[1]} (as evidenced)"
        case FactKind.LEVEL:
            text = f"{text[:1].lower()}{text[1:]}"
            if found := _BETWEEN.fullmatch(text):
                low, high = (" ".join(part for part in found.group(at, at + 1) if part) for at in (2, 4))
                text = f"{found[1]} (between {low} and {high})"
        case FactKind.TARGET if found := _TARGET.fullmatch(text):
            level, text = int(found[2]), f"{found[1]} ({', '.join(part for part in (found[3], 'the target') if part)})"
        case FactKind.TARGET if found := _GAP.fullmatch(text):
            size = f" of {found[1]}" if found[1] else ""
            kind, text = FactKind.GAP, f"a gap{size} to its target, {found[2]}"
        case FactKind.LINK:
            text = _LINKS.get(text, text)
        case FactKind.LOOK_FOR | FactKind.DELIVERABLE:
            text = text.rstrip(" .;,")
        case FactKind.DESCRIPTOR | FactKind.TARGET_DESCRIPTOR | FactKind.NEXT_STEP:
            if found := _LEVELLED.fullmatch(text):
                level, text = int(found[1]), found[2].rstrip(" .;,")
        case _:
            return fact
    return Fact(fact.id, kind, text, fact.dimension, level)
