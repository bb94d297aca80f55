"""What the tests of the drafter stand on: briefs with replies that fit them, and a drafter with a clock of its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.drafts.brief import Brief, Fact, FactKind, Kind, Standing
from bot.core.drafts.draft import INPUTS, PromptFile, PromptStamp
from bot.core.framework import Scale
from bot.llm.drafter import ModelDrafter, Patience
from bot.use_cases.drafts import Drafter, Written
from tests.llm.server import ModelServer, Reply, model_server, says

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


GOOD = says(json.dumps(NOTE_REPLY))


def prompts() -> Mapping[str, PromptFile]:
    """Give a short prompt for each output."""
    stamps = {kind: PromptStamp(f"a-{kind}", "1.0", "0" * 64) for kind in map(str, Kind)}
    body = "In {{ language }}. Wish: {{ wish }}\nProblems: {{ problems }}\nFacts:\n{{ brief }}"
    return {kind: PromptFile(stamp, INPUTS, kind, "You write.", body) for kind, stamp in stamps.items()}


@dataclass
class Time:
    """A clock that only moves when somebody sleeps."""

    at: float = 0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def now(self) -> float:
        return self.at


def drafter(url: str, time: Time, *, seconds_a_try: float = 20) -> ModelDrafter:
    """Give a drafter that asks this server, with 30 seconds and three tries for a text."""
    patience = Patience(seconds=30, seconds_a_try=seconds_a_try, tries=3)
    return ModelDrafter(
        "openai:stand-in",
        prompts(),
        base_url=url,
        patience=patience,
        sleep=time.sleep,
        now=time.now,
    )


def write(*replies: Reply, of: Brief | None = None, seconds_a_try: float = 20) -> tuple[Written, ModelServer, Time]:
    """Have a text written by a server that gives these replies one after the other."""
    time = Time()
    with model_server(*replies) as server:
        maker: Drafter = drafter(server.url, time, seconds_a_try=seconds_a_try)
        written = maker.write(of or brief(), wish="", problems=())
    return written, server, time
