"""What all drafts of an assessment take, side by side and checked, against one plain request to the same model."""

from dataclasses import dataclass

from bot.llm.asking import Access, named
from bot.settings import ModelSettings
from tests.drafts.corpus import assessments
from tests.programs.bench.plain import Plain, ask_plainly
from tests.programs.eval.journey import Drafted, drafted

NAMES = ("clinic", "insurer", "telecom")
"""The assessments: one, three and one person's answers; eleven, nine and ten pieces."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the drafts of one assessment took. ``first`` and ``last`` are seconds from the wish to a finished text.

    ``by_model`` counts the pieces whose text is the model's, of ``pieces``.
    """

    requests: int
    tokens_in: int
    tokens_out: int
    first: float
    last: float
    pieces: int
    by_model: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One assessment drafted both ways."""

    name: str
    plain: Plain
    bot: Cost


def measure(settings: ModelSettings, number: int) -> list[Compared]:
    """Draft so many assessments both ways; none where no model is configured."""
    if not settings.model or not number:
        return []
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    access = Access(named(settings.model), key, settings.openai_base_url or "")
    known = assessments()
    return [
        Compared(name, ask_plainly(access, known[name]), cost(drafted(known[name], settings)))
        for name in NAMES[:number]
    ]


def cost(made: Drafted) -> Cost:
    """Add up what the drafts of an assessment took."""
    replies = [reply for draft in made.drafts for reply in draft.replies]
    asked = min(draft.asked_at for draft in made.drafts)
    finished = [draft.made for draft in made.drafts if draft.made is not None]
    seconds = [(each.at - asked).total_seconds() for each in finished]
    return Cost(
        requests=len({(each.at, each.prompt.name, each.attempt) for each in replies}),  # one wrote several texts
        tokens_in=sum(each.tokens_in for each in replies),
        tokens_out=sum(each.tokens_out for each in replies),
        first=min(seconds),
        last=max(seconds),
        pieces=len(finished),
        by_model=sum(each.by_model for each in finished),
    )
