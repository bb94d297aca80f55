"""Briefs to have texts written of, and replies that fit them."""

import json
from typing import Any

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Piece, Standing
from bot.core.framework import Scale

WORDS = "the shop keeps a red notebook"
"""What a person said; no log may hold it."""

NOTE_REPLY: dict[str, Any] = {"sentences": [{"text": "Complaints stands at level 2 of 5.", "facts": ["F2"]}]}
PLAN_REPLY: dict[str, Any] = {
    "actions": [
        {
            "dimension": "Complaints",
            "due_day": 30,
            "what": "Give one person the log.",
            "owner_role": "shop manager",
            "measure": "The log has dates.",
            "first_step": "Name the person.",
            "deliverable": "A list of causes",
        }
    ]
}


def brief(kind: Kind = Kind.NOTE) -> Brief:
    """Give a small brief about complaints."""
    facts = (
        Fact("F1", FactKind.SUBJECT, "Acme Retail"),
        Fact("F2", FactKind.LEVEL, "Level 2 of 5 (Developing)", "complaints"),
        Fact("F3", FactKind.EVIDENCE, WORDS, "complaints"),
        Fact("F4", FactKind.DELIVERABLE, "A list of causes"),
    )
    return Brief(
        piece=Piece(kind, "" if kind is Kind.PLAN else "complaints"),
        facts=facts,
        standings=(Standing("complaints", "Complaints", "2", "2", 4, "Developing", place=1),),
        scale=Scale(1, 5),
        overall="2.2",
        band="Developing",
        bands=("Developing", "Defined"),
        level_names=((2, "Developing"),),
    )


def reply_for(kind: Kind) -> str:
    """Give the JSON text of a good reply."""
    return json.dumps(PLAN_REPLY if kind is Kind.PLAN else NOTE_REPLY)
