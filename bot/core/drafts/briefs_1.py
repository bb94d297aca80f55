"""Reads briefs as version 1 of the export and of the store held them: the figures stood in their words.

They belong to drafts that people decided on; read as what they would be today, their drafts stay readable, and are
stale only where an answer has changed since.
"""

import re

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Standing
from bot.core.framework import HIGHEST_LEVEL, Scale
from bot.core.json_values import LARGEST_NUMBER, Node, read_all

_BETWEEN = re.compile(r"(level [\d.]+ of \d+), between (\d+)(?: \((.*)\))? and (\d+)(?: \((.*)\))?")
_EVIDENCED = re.compile(r"Evidenced: (level [\d.]+ of \d+)")
_TARGET = re.compile(r"Target: (level (\d+) of \d+)(?: \((.*)\))?")
_GAP = re.compile(r"(?:Gap to the target: (\d+)|Below the target); (\w+ among the gaps)")
_LEVELLED = re.compile(r"(?:Level|From level) (\d{1,3}): (.*)", re.DOTALL)
_LINKS = {"A link was given.": "a link", "A saved message was given.": "a saved message"}


def brief_of_version_1(node: Node) -> Brief:
    """Read a brief; MalformedError names everything malformed."""
    fields = node.fields(
        ("piece", "facts", "standings", "scale", "overall", "band", "bands", "level_names"),
    )
    piece = fields["piece"].fields(("kind", "dimension"))
    levels = read_all(fields["level_names"].items(), lambda at: at.fields(("level", "name"))["name"].text())
    return Brief(
        kind=Kind(piece["kind"].choice(*map(str, Kind))),
        facts=read_all(fields["facts"].items(), _fact),
        standings=read_all(fields["standings"].items(), standing_from),
        scale=scale_from(fields["scale"]),
        names=tuple(dict.fromkeys((*levels, *read_all(fields["bands"].items(), Node.text)))),
    )


def standing_from(node: Node) -> Standing:
    """Read where a dimension stands; MalformedError names everything malformed."""
    fields = node.fields(("dimension", "name", "value", "evidenced", "target", "level_name", "place"))
    return Standing(
        dimension=fields["dimension"].name(),
        name=fields["name"].text(),
        value=fields["value"].text(),
        evidenced=fields["evidenced"].text(),
        target=fields["target"].integer(0, HIGHEST_LEVEL),
        level_name=fields["level_name"].text(),
        place=fields["place"].integer(0, LARGEST_NUMBER),
    )


def scale_from(node: Node) -> Scale:
    """Read a scale; MalformedError names everything malformed."""
    fields = node.fields(("min", "max"))
    low = fields["min"].integer(0, HIGHEST_LEVEL)
    return Scale(low, fields["max"].integer(low, HIGHEST_LEVEL))


def _fact(node: Node) -> Fact:
    fields = node.fields(("id", "kind", "text", "dimension"))
    kind, text = FactKind(fields["kind"].choice(*map(str, FactKind))), fields["text"].text()
    return _as_today(Fact(fields["id"].name(), kind, text, fields["dimension"].text()))


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
