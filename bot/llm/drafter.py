"""The drafter: has a model write one text, tries again what may pass, and gives a value whatever happens."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from bot.core.drafts.brief import Brief
from bot.core.drafts.briefs import brief_lines
from bot.core.drafts.draft import Prompt, PromptStamp, Trouble, fill
from bot.core.json_values import fenced_json
from bot.llm.asking import Access, Answer, Failure, Question, ask, failure_of, named
from bot.llm.schemas import Malformed, content_from, schema_for
from bot.use_cases.ports import Written

log = structlog.get_logger()
REPLY_TOKENS = {"note": 700, "narrative": 900, "plan": 2_600}
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


class ModelDrafter:
    """Writes prose with a language model; implements ``use_cases.drafting.Drafter``.

    ``model`` is ``provider:name``, or a bare name of OpenAI's; BadInputError when it cannot be used. ``api_key`` and
    ``base_url`` are for the provider "openai"; others read their own environment variables. Safe to use from several
    threads. ``sleep`` and ``now`` count in seconds.
    """

    def __init__(
        self,
        model: str,
        prompts: Mapping[str, Prompt],
        *,
        api_key: str = "",
        base_url: str = "",
        patience: Patience = Patience(),  # a frozen value
        render: Callable[[Brief], str] = brief_lines,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._access = Access(named(model), api_key, base_url)
        self._prompts, self._patience, self._render = prompts, patience, render
        self._sleep, self._now = sleep, now

    @property
    def model(self) -> str:
        """Name the model as ``provider:name``."""
        return str(self._access.model)

    def prompt(self, brief: Brief) -> PromptStamp:
        """Say which prompt a text of this brief would be written with."""
        return self._prompts[brief.piece.kind].stamp

    def write(self, brief: Brief, *, wish: str, problems: tuple[str, ...]) -> Written:
        """Have one text written; whatever the model, its server or the network does is a Trouble in the result."""
        started = self._now()
        question = self._question(brief, wish, problems)
        answer, tries = self._asked(question, started)
        written = _written(answer, brief, milliseconds=round((self._now() - started) * 1000))
        log.info(
            "model_asked",
            model=self.model,
            kind=str(brief.piece.kind),
            tries=tries,
            trouble=str(written[0].trouble or ""),
            error=written[1],
            tokens_in=written[0].tokens_in,
            tokens_out=written[0].tokens_out,
            milliseconds=written[0].milliseconds,
        )
        return written[0]

    def _question(self, brief: Brief, wish: str, problems: tuple[str, ...]) -> Question:
        prompt = self._prompts[brief.piece.kind]
        values = {
            "brief": self._render(brief),
            "wish": _fenced("wish", wish),
            "problems": _fenced("problem", *problems),
        }
        schema = schema_for(brief, bounded=self._access.speaks_openai)
        return Question(prompt.system, fill(prompt.body, values), schema, REPLY_TOKENS[brief.piece.kind])

    def _asked(self, question: Question, started: float) -> tuple[Answer | Failure, int]:
        """Ask until there is an answer, no sense in asking again, or no time left; give how many tries it took."""
        tries = 0
        while True:
            tries += 1
            left = self._patience.seconds - (self._now() - started)
            try:
                return ask(self._access, question, min(left, self._patience.seconds_a_try)), tries
            except Exception as error:  # noqa: BLE001  # whatever a provider's library raises is a value to the caller
                failure = failure_of(error)
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
        return Written(content_from(answer.text, brief), None, *spent), ""
    except Malformed as error:
        return Written(None, Trouble.MALFORMED, *spent), str(error)


def _fenced(name: str, *texts: str) -> str:
    """Write people's and the checks' words as JSON, one object a line, so that they end where they end."""
    return "\n".join(fenced_json({name: each}) for each in texts if each.strip()) or NOTHING
