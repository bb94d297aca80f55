"""The drafter: has a model write texts, tries again what may pass, and gives a value whatever happens."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from bot.core.drafts.brief import Brief
from bot.core.drafts.briefs import brief_lines
from bot.core.drafts.draft import PromptFile, PromptStamp, Trouble, fill
from bot.core.json_values import fenced_json
from bot.core.languages import language_of
from bot.core.plan.plan import Action
from bot.llm import lexicon
from bot.llm.asking import Access, Answer, Failure, Manner, ModelRequest, ask, failure_of, named
from bot.llm.schemas import Malformed, answer_to, schema_for
from bot.use_cases.drafts import Written

log = structlog.get_logger()
REPLY_TOKENS = 16_000
"""Room for a reply, a model's thoughts included. The longest honest reply has 4,000; thoughts are often longer."""
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one text may take: seconds for all its tries together and for each, and how many tries there are.

    ``pause`` is the seconds before the second try where the server names none; it doubles with each further one.
    """

    seconds: float = 60
    seconds_a_try: float = 60
    tries: int = 3
    pause: float = 1


def question_for(
    prompt: PromptFile, brief: Brief, *, wish: str, problems: tuple[str, ...], bounded: bool
) -> ModelRequest:
    """Return what a model is asked: the prompt filled in, and the schema of the reply."""
    values = {
        "language": language_of(brief.language).name,
        "brief": brief_lines(brief),
        "wish": _fenced("wish", wish),
        "problems": _fenced("problem", *problems),
    }
    return ModelRequest(prompt.system, fill(prompt.body, values), schema_for(brief, bounded=bounded))


KEPT = "This action is accepted already; do not write it again: {what}"


class ModelDrafter:
    """Writes prose with a language model; implements ``use_cases.drafts.Drafter``.

    ``model`` is ``provider:name``, or a bare name of OpenAI's; BadInputError when it cannot be used. ``api_key`` and
    ``base_url`` are for the provider "openai"; others read their own environment variables. ``reply_tokens`` is the
    room for one reply; an answer that broke off is asked for again with twice that. Safe to use from several threads.
    ``sleep`` and ``now`` count in seconds.
    """

    def __init__(
        self,
        model: str,
        prompts: Mapping[str, PromptFile],
        *,
        api_key: str = "",
        base_url: str = "",
        reply_tokens: int = REPLY_TOKENS,
        patience: Patience = Patience(),  # a frozen value
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._access = Access(named(model), api_key, base_url)
        self._prompts, self._patience, self._reply_tokens = prompts, patience, reply_tokens
        self._refused: frozenset[str] = frozenset()  # options that the server does not take
        self._sleep, self._now = sleep, now

    @property
    def model(self) -> str:
        """Name the model as ``provider:name``."""
        return str(self._access.model)

    def prompt(self, brief: Brief) -> PromptStamp:
        """Say which prompt the texts of this brief would be written with."""
        return self._prompts[brief.kind].stamp

    knows = staticmethod(lexicon.knows)
    is_noun = staticmethod(lexicon.is_noun)
    is_name = staticmethod(lexicon.is_name)
    base = staticmethod(lexicon.base)
    parts = staticmethod(lexicon.parts)

    def write(
        self,
        brief: Brief,
        *,
        wish: str,
        problems: tuple[str, ...],
        accepted: tuple[Action, ...] = (),
        more_room: bool = False,
    ) -> Written:
        """Have texts written; whatever the model, its server or the network does is a Trouble in the result."""
        started = self._now()
        problems = (*problems, *(KEPT.format(what=each.what) for each in accepted))
        question = question_for(
            self._prompts[brief.kind], brief, wish=wish, problems=problems, bounded=self._access.speaks_openai
        )
        answer, tries = self._asked(question, self._reply_tokens * (2 if more_room else 1), started)
        written = _written(answer, brief, milliseconds=round((self._now() - started) * 1000))
        log.info(
            "model_asked",
            model=self.model,
            kind=str(brief.kind),
            tries=tries,
            trouble=str(written[0].trouble or ""),
            error=written[1],
            tokens_in=written[0].tokens_in,
            tokens_out=written[0].tokens_out,
            milliseconds=written[0].milliseconds,
        )
        return written[0]

    def _asked(self, question: ModelRequest, tokens: int, started: float) -> tuple[Answer | Failure, int]:
        """Ask until there is an answer, no sense in asking again, or no time left; give how many tries it took."""
        tries = 0
        while True:
            tries += 1
            left = self._patience.seconds - (self._now() - started)
            manner = Manner(tokens).without(self._refused)
            try:
                return ask(self._access, question, manner, min(left, self._patience.seconds_a_try)), tries
            except Exception as error:  # noqa: BLE001  # whatever a provider's library raises is a value to the caller
                failure = failure_of(error)
            if manner.without(failure.objects_to) != manner:
                self._refused |= set(failure.objects_to)
                tries -= 1
                continue
            pause = failure.wait if failure.wait is not None else self._patience.pause * 2 ** (tries - 1)
            left = self._patience.seconds - (self._now() - started)
            if not failure.may_pass or tries >= self._patience.tries or pause >= left:
                return failure, tries
            self._sleep(pause)


def _written(answer: Answer | Failure, brief: Brief, *, milliseconds: int) -> tuple[Written, str]:
    """Read what came back; the second value says for the log what was wrong with it, in no words of anybody's."""
    spent = answer.tokens_in, answer.tokens_out, milliseconds
    if isinstance(answer, Failure):
        return Written(None, answer.trouble, *spent), answer.error
    try:
        return Written(answer_to(brief, answer.text), None, *spent), ""
    except Malformed as error:
        return Written(None, Trouble.MALFORMED, *spent), str(error)


def _fenced(name: str, *texts: str) -> str:
    """Write people's and the checks' words as JSON, one object a line, so that they end where they end."""
    return "\n".join(fenced_json({name: each}) for each in texts if each.strip()) or NOTHING
