"""Briefs, drafted contents and findings as JSON values and back, exactly: what the store keeps beside a draft."""

from typing import Any

from bot.core import json_values as js
from bot.core.drafts.brief import Brief, Fact, FactKind, Kind
from bot.core.drafts.briefs_1 import SCALE, STANDING, brief_of_version_1
from bot.core.drafts.draft import Content, Finding, Proposal, Proposals, Prose, Sentence
from bot.core.framework import HIGHEST_LEVEL
from bot.core.json_values import Codec, Json, Node
from bot.core.languages import DEFAULT
from bot.core.plan.plan import Action, Aim, Plan

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
