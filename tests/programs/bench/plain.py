"""The plain way to drafts: the framework's quick prompt with all answers, sent once, and nothing checked."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.core.assessment import Assessment, Rating
from bot.core.scoring.scorecard import scorecard
from bot.core.variables import fill_prompt
from bot.llm.asking import OPENAI_ADDRESS, STAND_IN_KEY, Access, counted

MOST_TOKENS = 4_000
SECONDS = 900.0
WANTED = """Write for us, from these answers alone:
- an evidence note for each dimension: what the level rests on, in two or three sentences;
- a narrative for each of the three largest gaps: where we are, what is missing, what comes next;
- a 90-day plan with phases of 30, 60 and 90 days: for each action its dimension, what is done, the role that owns it,
  the day it is due, what shows that it is done, and the first step this week."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What one request took: tokens as the server counts them, and seconds to the whole answer."""

    tokens_in: int
    tokens_out: int
    seconds: float


def whole_prompt(assessment: Assessment) -> str:
    """Give the filled quick prompt, every answer beside the wording it was given against, and what is wanted."""
    framework = assessment.framework
    quick = fill_prompt(framework.prompt, assessment.subject.variables)
    covered = ["The whole should cover:", *(f"- {each}" for each in framework.deliverables)]
    parts = [quick, framework.purpose, "\n".join(_answers(assessment)), WANTED]
    return "\n\n".join(parts + (["\n".join(covered)] if framework.deliverables else []))


def _answers(assessment: Assessment) -> Iterator[str]:
    card = scorecard(assessment)
    for dimension in assessment.framework.dimensions:
        target = card.row(dimension.key).target
        yield f"{dimension.name} (target: level {target})"
        own = [each for each in assessment.ratings if each.dimension == dimension.key]
        wanted = {target, *(each.verdict for each in own if isinstance(each.verdict, int))}
        yield from (f"- level {each.level}: {each.text}" for each in dimension.descriptors if each.level in wanted)
        yield from (f"- {_said(each)}" for each in own)


def _said(rating: Rating) -> str:
    words = " ".join(each.text for each in rating.evidence)
    level = f"level {rating.verdict}" if isinstance(rating.verdict, int) else "no level"
    return f"answer: {level}" + (f", because: {words}" if words else "")


def ask_plainly(access: Access, assessment: Assessment) -> Plain:
    """Send the whole prompt once, and wait for all of the answer."""
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  # slow to import, and needed with a model only

    own: dict[str, Any] = {"max_tokens": MOST_TOKENS, "timeout": SECONDS, "max_retries": 0}
    if access.speaks_openai:
        own |= {"api_key": access.api_key or STAND_IN_KEY, "base_url": access.base_url or OPENAI_ADDRESS}
    model = init_chat_model(access.model.name, model_provider=access.model.provider, **own)
    began = time.monotonic()
    reply = model.invoke(whole_prompt(assessment))
    seconds = time.monotonic() - began
    usage = getattr(reply, "usage_metadata", None) or {}
    return Plain(counted(usage.get("input_tokens")), counted(usage.get("output_tokens")), seconds)
