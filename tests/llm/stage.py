"""What the tests of the drafter stand on: a drafter with a clock of its own, in front of the stand-in server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.drafts.brief import Brief, Kind
from bot.core.drafts.draft import INPUTS, PromptFile, PromptStamp
from bot.llm.drafter import ModelDrafter, Patience
from bot.use_cases.drafts import Drafter, Written
from tests.llm.briefs import NOTE_REPLY, brief
from tests.llm.server import ModelServer, Reply, model_server, says

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
