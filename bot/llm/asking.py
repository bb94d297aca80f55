"""One call of a model through LangChain, within a hard limit on its time and on the size of what comes back.

The libraries take over a second to import, so nothing of them is imported before the first call.
"""

import asyncio
import json
import math
import re
import ssl
import threading
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.core.drafts.draft import Trouble
from bot.core.errors import BadInputError, Problem

# Libraries differ in their classes and agree on these names, so that none of them needs to be imported here: what they
# mean, and whether the same call may do later. The first that fits counts.
_MEANINGS = (
    ({"LengthFinishReasonError"}, Trouble.CUT_OFF, False),
    ({"ContentFilterFinishReasonError", "OpenAIRefusalError"}, Trouble.REFUSED, False),
    ({"ConnectTimeout", "PoolTimeout"}, Trouble.UNREACHABLE, True),
    ({"TimeoutError", "APITimeoutError", "TimeoutException"}, Trouble.TOO_SLOW, False),
    ({"APIConnectionError", "TransportError", "NetworkError", "ProtocolError", "OSError"}, Trouble.UNREACHABLE, True),
)
MAY_PASS = frozenset({408, 409, 425})
TOO_MANY = 429
BAD_REQUEST = 400
UNPROCESSABLE = 422
SERVER_FAULT = 500
# Servers name the option that they do not take, in words of their own around it.
OBJECTIONS = {
    "temperature": re.compile(r"temperature", re.IGNORECASE),
    "tokens": re.compile(r"max_?\w*_?tokens|context (?:length|window|size)|maximum context", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call gave nothing. ``may_pass``: the same call may do later, after ``wait`` seconds if the server said so.

    ``error`` names the kind of error and holds no words of anybody; the tokens are what it cost. ``objects_to``:
    the options that the server does not take as they were sent, of "temperature" and "tokens".
    """

    trouble: Trouble
    error: str
    tokens_in: int = 0
    tokens_out: int = 0
    may_pass: bool = False
    wait: float | None = None
    objects_to: tuple[str, ...] = ()


class NoAnswer(Exception):  # named for what there is
    """The model answered, and there is no text to be had; it was paid for all the same."""

    def __init__(self, trouble: Trouble, reason: str, tokens: tuple[int, int] = (0, 0)) -> None:
        super().__init__(reason)
        self.failure = Failure(trouble, reason, *tokens)


def failure_of(error: Exception) -> Failure:
    """Tell what an error means. What nobody foresaw is a malformed answer: nothing is to be had from it."""
    for each in _chain(error):
        if isinstance(each, NoAnswer):
            return each.failure
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= BAD_REQUEST:
        return _of_status(error, status)
    names = {cls.__name__ for each in _chain(error) for cls in type(each).__mro__}
    name = type(error).__name__
    for known, trouble, may_pass in _MEANINGS:
        if names & known:
            usage = getattr(getattr(error, "completion", None), "usage", None)
            tokens_in, tokens_out = (
                counted(getattr(usage, each, 0)) for each in ("prompt_tokens", "completion_tokens")
            )
            return Failure(trouble, name, tokens_in, tokens_out, may_pass)
    # without a key, say, the library refuses to call at all
    if isinstance(error, ImportError) or ("OpenAIError" in names and not isinstance(error, json.JSONDecodeError)):
        return Failure(Trouble.REFUSED, name)
    return Failure(Trouble.MALFORMED, name)


def _of_status(error: Exception, status: int) -> Failure:
    name = f"{type(error).__name__} {status}"
    if status == TOO_MANY:
        # A used-up balance is told by the same status as a busy minute, and no waiting helps.
        spent = "insufficient_quota" in {getattr(error, "code", None), getattr(error, "type", None)}
        return Failure(Trouble.RATE_LIMITED, name, may_pass=not spent, wait=_retry_after(error))
    if status >= SERVER_FAULT or status in MAY_PASS:
        return Failure(Trouble.UNREACHABLE, name, may_pass=True, wait=_retry_after(error))
    refused = status in {BAD_REQUEST, UNPROCESSABLE}
    objects_to = tuple(option for option, words in OBJECTIONS.items() if refused and words.search(str(error)))
    return Failure(Trouble.REFUSED, name, objects_to=objects_to)


def _retry_after(error: Exception) -> float | None:
    """Give the seconds that the server asks to wait; None where it does not say, or says it as a date."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    for name, unit in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers.get(name, "")) / unit
        except (TypeError, ValueError):
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def counted(value: object) -> int:
    """Give a number of tokens as the server says it; 0 for what is no such number."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give the error and what it came from; a few steps will do."""
    at: BaseException | None = error
    for _ in range(8):
        if at is None:
            return
        yield at
        at = at.__cause__ or at.__context__


SETTING = "CXBOT_MODEL"
DEFAULT_PROVIDER = "openai"
EXAMPLE = "openai:gpt-4.1-mini"
# LangChain's own table (a test holds the two together), which cannot be read without importing LangChain.
REGULAR = (
    "anthropic azure_ai baseten cohere deepseek fireworks google_genai google_vertexai groq huggingface ibm litellm"
    " meta mistralai ollama openai openrouter perplexity together upstage xai".split()
)
PACKAGES = {name: f"langchain_{name}" for name in REGULAR} | {
    "anthropic_bedrock": "langchain_aws",
    "azure_openai": "langchain_openai",
    "bedrock": "langchain_aws",
    "bedrock_converse": "langchain_aws",
    "bedrock_mantle_anthropic": "langchain_aws",
    "bedrock_mantle_openai": "langchain_aws",
    "google_anthropic_vertex": "langchain_google_vertexai",
    "nvidia": "langchain_nvidia_ai_endpoints",
}


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model by its provider and the name it has there."""

    provider: str
    name: str

    def __str__(self) -> str:
        return f"{self.provider}:{self.name}"


def named(model: str) -> ModelName:
    """Read ``provider:name``; a bare name is one of OpenAI's.

    Raises BadInputError for a provider that is unknown or whose package is not installed.
    """
    provider, colon, name = model.partition(":")
    read = ModelName(provider.strip().lower(), name.strip()) if colon else ModelName(DEFAULT_PROVIDER, model.strip())
    if not read.name or not read.provider:
        raise _refused(f"names no model: {model!r}; write provider:name, such as {EXAMPLE}")
    package = PACKAGES.get(read.provider)
    if package is None:
        told = f"names a provider that cxbot does not know: {read.provider!r}; write provider:name, such as {EXAMPLE}"
        raise _refused(f"{told}. A name with a colon in it needs its provider in front")
    if find_spec(package) is None:
        needed = package.replace("_", "-")
        told = f"needs the Python package {needed!r} for the provider {read.provider!r}, which is not installed"
        raise _refused(f"{told}; install it beside cxbot with pip, or name a model of another provider")
    return read


def _refused(message: str) -> BadInputError:
    return BadInputError((Problem(SETTING, message),))


if TYPE_CHECKING:
    import httpx2
    from langchain_core.language_models import BaseChatModel

OPENAI_ADDRESS = "https://api.openai.com/v1"
STAND_IN_KEY = "none"  # a server of one's own asks for no key, and the library for any
CONNECT_SECONDS = 10.0
GRACE_SECONDS = 5.0  # beyond the limit, for a library that blocks the event loop itself
MOST_BYTES = 1_000_000  # the longest honest reply has about 20 kB
CUT_SHORT = frozenset({"length", "max_tokens", "MAX_TOKENS", "model_length"})


@dataclass(frozen=True, slots=True)
class Access:
    """Which model is asked, and how to get at it; key and address are OpenAI's or of a server that speaks like it."""

    model: ModelName
    api_key: str = ""
    base_url: str = ""

    @property
    def speaks_openai(self) -> bool:
        """Whether the model is asked over OpenAI's own interface."""
        return self.model.provider == DEFAULT_PROVIDER


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What is asked: the two messages, and the JSON Schema of the reply."""

    system: str
    task: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is asked: the tokens that its reply may have, thoughts included, and the temperature.

    None sends nothing: the server then has a figure of its own. No name tells which model thinks before it writes, or
    which option its server takes: all are asked alike, and what a server objects to is left out from then on.
    """

    tokens: int | None
    temperature: int | None = 0

    def without(self, options: Iterable[str]) -> "Manner":
        """Return the same without the options that the server does not take."""
        return replace(self, **dict.fromkeys(options))

    def options(self) -> dict[str, Any]:
        """Return what the libraries are given."""
        sent = {"max_tokens": self.tokens, "temperature": self.temperature}
        return {name: value for name, value in sent.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON text of a reply, not yet read, and the tokens used, 0 where the server does not say."""

    text: str
    tokens_in: int
    tokens_out: int


def ask(access: Access, question: ModelRequest, manner: Manner, seconds: float) -> Answer:
    """Ask once, and wait ``seconds`` at most, whatever the server does.

    Raises NoAnswer for a reply without a text, and whatever the libraries raise: ``failure_of`` tells what it means.
    """
    waiting = asyncio.run_coroutine_threadsafe(_call(access, question, manner, seconds), _loop())
    try:
        return waiting.result(seconds + GRACE_SECONDS)
    finally:
        waiting.cancel()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Start the one event loop on which all calls run: only there can a call be given up at any point.

    It lasts as long as the process, since some providers' libraries keep their connections for the loop they began on.
    """
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="model", daemon=True).start()
    return loop


def _call(access: Access, question: ModelRequest, manner: Manner, seconds: float) -> Coroutine[None, None, Answer]:
    """Prepare a call here and not on the event loop, which the first import would hold up for seconds."""
    from langsmith.run_helpers import tracing_context  # noqa: PLC0415  # see the top of the file

    closing: AbstractAsyncContextManager[object] = nullcontext()
    if access.speaks_openai:
        model, closing = _openai(access, manner, seconds)
    else:
        model = _elsewhere(access.model, manner, math.ceil(seconds / 60) * 60)
    # OpenAI's interface is held to the schema while it writes; elsewhere the provider's own way of doing it is best.
    way: dict[str, Any] = {"method": "json_schema", "strict": True} if access.speaks_openai else {}
    structured = model.with_structured_output(dict(question.schema), include_raw=True, **way)

    async def calling() -> Answer:
        # Without tracing, which a variable of the environment could switch on: people's words go to the model alone.
        with tracing_context(enabled=False):
            async with closing, asyncio.timeout(seconds):
                reply = await structured.ainvoke([("system", question.system), ("human", question.task)])
        return _read(reply if isinstance(reply, Mapping) else {})

    return calling()


def _model(name: ModelName, **options: Any) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  # see the top of the file

    # One layer tries again, the drafter; else the tries multiply.
    model: BaseChatModel = init_chat_model(name.name, model_provider=name.provider, max_retries=0, **options)
    return model


@cache
def _elsewhere(name: ModelName, manner: Manner, seconds: int) -> "BaseChatModel":
    """Make the client of a provider once, since only it knows its connections and nobody could close them.

    It is told whole minutes, for libraries that wait in a thread of their own; the exact limit is set by the caller.
    """
    return _model(name, timeout=seconds, **manner.options())


def _openai(
    access: Access, manner: Manner, seconds: float
) -> tuple["BaseChatModel", AbstractAsyncContextManager[object]]:
    """Name everything that the library would else read from the environment; and give what is closed at the end."""
    import httpx2  # noqa: PLC0415  # see the top of the file

    limit = httpx2.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
    client = httpx2.AsyncClient(
        verify=_trust(),
        timeout=limit,
        event_hooks={"response": [_bound]},
        headers={"Accept-Encoding": "identity"},  # so that the bound on the size is one on what ends up in memory
    )
    model = _model(
        access.model,
        **manner.options(),
        api_key=access.api_key or STAND_IN_KEY,
        base_url=access.base_url or OPENAI_ADDRESS,
        http_async_client=client,
        http_client=httpx2.Client(verify=_trust()),  # never used; else one is made and kept for each time limit
        http_socket_options=(),
        openai_proxy="",
        timeout=limit,
        use_responses_api=False,
    )
    return model, client


@cache
def _trust() -> ssl.SSLContext:
    """Load the certificates of the authorities once; that takes longer than all the rest of a client."""
    import httpx2  # noqa: PLC0415  # see the top of the file

    return httpx2.create_ssl_context()


def _read(reply: Mapping[str, Any]) -> Answer:
    """Take the JSON text out of a reply; LangChain's own reading of it is too kind, as it mends what was cut off."""
    raw = reply.get("raw")
    usage = getattr(raw, "usage_metadata", None) or {}
    tokens = counted(usage.get("input_tokens")), counted(usage.get("output_tokens"))
    told = getattr(raw, "response_metadata", None) or {}
    if {told.get("finish_reason"), told.get("stop_reason"), told.get("done_reason")} & CUT_SHORT:
        raise NoAnswer(Trouble.CUT_OFF, "length", tokens)
    if (getattr(raw, "additional_kwargs", None) or {}).get("refusal"):
        raise NoAnswer(Trouble.REFUSED, "refusal", tokens)
    calls = getattr(raw, "tool_calls", None)
    text = json.dumps(calls[0]["args"]) if calls else str(getattr(raw, "text", "") or "")
    if not text.strip():
        raise NoAnswer(Trouble.MALFORMED, "empty", tokens)
    return Answer(text, *tokens)


async def _bound(response: "httpx2.Response") -> None:
    """Refuse a reply whose size cannot be bounded, and stop reading one that grows beyond the bound."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise NoAnswer(Trouble.MALFORMED, "compressed")
    response.stream = _bounded_stream(response.stream)


def _bounded_stream(inner: Any) -> "httpx2.AsyncByteStream":
    import httpx2  # noqa: PLC0415  # see the top of the file

    class Bounded(httpx2.AsyncByteStream):
        """Passes a reply on, up to the bound."""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for chunk in inner:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise NoAnswer(Trouble.MALFORMED, "too large")
                yield chunk

        async def aclose(self) -> None:
            await inner.aclose()

    return Bounded()
