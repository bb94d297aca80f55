"""Briefs to have texts written of, and replies that fit them."""

import json
from typing import Any

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Standing
from bot.core.framework import Scale

WORDS = "the shop keeps a red notebook"
"""What a person said; no log may hold it."""

NOTE_REPLY: dict[str, Any] = {
    "texts": [
        {
            "about": "F2",
            "sentences": [
                {"text": "{F2} was rated {F3}.", "facts": []},
                {"text": "what was said: {F4|a red notebook}.", "facts": ["F3"]},
            ],
        }
    ]
}
PLAN_REPLY: dict[str, Any] = {
    "actions": [
        {
            "dimension": "F2",
            "what": what,
            "owner_role": "shop manager",
            "first_step": "name the person",
            "due_day": day,
            "measure": "share of the entries with a date",
            "target_value": 90,
            "unit": "% of entries",
            "deliverable": "F5",
            "facts": ["F3"],
        }
        for what, day in (("give one person the log", 30), ("keep the log", 60), ("read the log", 85))
    ]
}


def brief(kind: Kind = Kind.NOTE) -> Brief:
    """Give a small brief about complaints."""
    facts = (
        Fact("F1", FactKind.SUBJECT, "Acme Retail"),
        Fact("F2", FactKind.DIMENSION, "Complaints", "complaints"),
        Fact("F3", FactKind.LEVEL, "level 2 of 5 (Developing)", "complaints"),
        Fact("F4", FactKind.EVIDENCE, WORDS, "complaints"),
        Fact("F5", FactKind.DELIVERABLE, "A list of causes"),
    )
    return Brief(
        kind=kind,
        facts=facts,
        standings=(Standing("complaints", "Complaints", "2", "2", 4, "Developing", place=1),),
        scale=Scale(1, 5),
        names=("Developing", "Defined"),
    )


def reply_for(kind: Kind) -> str:
    """Give the JSON text of a good reply."""
    return json.dumps(PLAN_REPLY if kind is Kind.PLAN else NOTE_REPLY)
