"""Briefs, drafted contents and findings as JSON and back, exactly; briefs of version 1 are read as today's."""

import re
from typing import Any

from bot.core import json_values as js
from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Standing
from bot.core.drafts.draft import Content, Finding, Proposal, Proposals, Prose, Sentence
from bot.core.framework import HIGHEST_LEVEL, Scale
from bot.core.json_values import LARGEST_NUMBER, NAME, TEXT, Codec, Json, Node, list_of, member_of, record, whole
from bot.core.languages import DEFAULT
from bot.core.plan.plan import Action, Aim, Plan

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


__all__ = ["AIM", "BRIEF", "CONTENT", "FINDING", "REPLY", "SCALE"]

_IDS = js.list_of(js.TEXT)
_DAY = js.whole(-js.LARGEST_NUMBER, js.LARGEST_NUMBER)

FINDING = js.record(Finding, check=js.NAME, sentence=js.TEXT, message=js.TEXT)
AIM = js.record(Aim, metric=js.NAME, baseline=js.NAME, target=js.NAME)
"""The metric that an action should move."""

_FACT = js.record(
    Fact,
    id=js.NAME,
    kind=js.member_of(FactKind),
    text=js.TEXT,
    dimension=js.TEXT,
    level=js.optional(js.or_null(js.whole(0, HIGHEST_LEVEL)), None),
)
_BRIEF = js.record(
    Brief,
    kind=js.member_of(Kind),
    language=js.optional(js.TEXT, DEFAULT),
    facts=js.list_of(_FACT),
    standings=js.list_of(STANDING),
    scale=SCALE,
    names=js.list_of(js.TEXT),
)
BRIEF = Codec(_BRIEF.write, lambda node: (brief_of_version_1 if "piece" in node.entries() else _BRIEF.read)(node))
"""A brief. One of version 1 of the export, in which figures were words, is read as what it would be today."""

_PROSE = js.record(Prose, sentences=js.list_of(js.record(Sentence, text=js.TEXT, facts=_IDS)))
_PLAN = js.record(
    Plan,
    actions=js.list_of(
        js.record(
            Action,
            dimension=js.TEXT,
            what=js.TEXT,
            owner_role=js.TEXT,
            due_day=_DAY,
            measure=js.TEXT,
            first_step=js.TEXT,
            deliverable=js.TEXT,
            facts=js.optional(_IDS, ()),
            aim=js.if_any(AIM, None),  # most have none, and a file without it is read by an older version, too
        )
    ),
)
_PROPOSALS = js.record(
    Proposals,
    actions=js.list_of(
        js.record(
            Proposal,
            dimension=js.TEXT,
            what=js.TEXT,
            owner_role=js.TEXT,
            first_step=js.TEXT,
            due_day=_DAY,
            measure=js.TEXT,
            target=js.or_null(js.FRACTION),
            unit=js.TEXT,
            deliverable=js.TEXT,
            facts=_IDS,
        )
    ).as_key("proposals"),
)


def _write(content: Content | Proposals) -> Json:
    codec: Codec[Any] = _PROSE if isinstance(content, Prose) else _PLAN if isinstance(content, Plan) else _PROPOSALS
    written: Json = codec.write(content)
    return written


def _content(node: Node) -> Content:
    return _PLAN.read(node) if "actions" in node.entries() else _PROSE.read(node)


def _reply(node: Node) -> Content | Proposals:
    return _PROPOSALS.read(node) if "proposals" in node.entries() else _content(node)


CONTENT: Codec[Content] = Codec(_write, _content)
"""A text or a plan: an object with ``sentences``, or one with ``actions``."""
REPLY: Codec[Content | Proposals] = Codec(_write, _reply)
"""What a model wrote, with its slots: ``sentences``, or the ``proposals`` of a plan.

A plan is read as it was written, however wrong: a due day outside its 90 days is for the checks to find.
"""
