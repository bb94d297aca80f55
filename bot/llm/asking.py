"""One call of a model through LangChain, within a hard limit on its time and on the size of what comes back.

The libraries take over a second to import, so nothing of them is imported before the first call.
"""

import asyncio
import json
import math
import ssl
import threading
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.core.draft import Trouble
from bot.llm.failures import NoAnswer, counted
from bot.llm.providers import DEFAULT_PROVIDER, ModelName

if TYPE_CHECKING:
    import httpx2
    from langchain_core.language_models import BaseChatModel

OPENAI_ADDRESS = "https://api.openai.com/v1"
STAND_IN_KEY = "none"  # a server of one's own asks for no key, and the library for any
CONNECT_SECONDS = 10.0
GRACE_SECONDS = 5.0  # beyond the limit, for a library that blocks the event loop itself
MOST_BYTES = 1_000_000  # the longest honest reply has about 20 kB
# Models that think before they write take no temperature, and their thoughts count as words written.
THINKING = ("o1", "o3", "o4", "gpt-5")
THINKING_TOKENS = 8_000
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
class Question:
    """What is asked: the two messages, the JSON Schema of the reply, and how many tokens it may have."""

    system: str
    task: str
    schema: Mapping[str, Any]
    most_tokens: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON text of a reply, not yet read, and the tokens used, 0 where the server does not say."""

    text: str
    tokens_in: int
    tokens_out: int


def ask(access: Access, question: Question, seconds: float) -> Answer:
    """Ask once, and wait ``seconds`` at most, whatever the server does.

    Raises NoAnswer for a reply without a text, and whatever the libraries raise; see ``failures``.
    """
    waiting = asyncio.run_coroutine_threadsafe(_call(access, question, seconds), _loop())
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


def _call(access: Access, question: Question, seconds: float) -> Coroutine[None, None, Answer]:
    """Prepare a call here and not on the event loop, which the first import would hold up for seconds."""
    from langsmith.run_helpers import tracing_context  # noqa: PLC0415  # see the top of the file

    closing: AbstractAsyncContextManager[object] = nullcontext()
    if access.speaks_openai:
        model, closing = _openai(access, question.most_tokens, seconds)
    else:
        model = _elsewhere(access.model, question.most_tokens, math.ceil(seconds / 60) * 60)
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
def _elsewhere(name: ModelName, most_tokens: int, seconds: int) -> "BaseChatModel":
    """Make the client of a provider once, since only it knows its connections and nobody could close them.

    It is told whole minutes, for libraries that wait in a thread of their own; the exact limit is set by the caller.
    """
    return _model(name, temperature=0, max_tokens=most_tokens, timeout=seconds)


def _openai(
    access: Access, most_tokens: int, seconds: float
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
    thinks = access.model.name.startswith(THINKING)
    model = _model(
        access.model,
        max_tokens=most_tokens + (THINKING_TOKENS if thinks else 0),
        **({} if thinks else {"temperature": 0}),
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
    tokens_in, tokens_out = counted(usage.get("input_tokens")), counted(usage.get("output_tokens"))
    told = getattr(raw, "response_metadata", None) or {}
    if {told.get("finish_reason"), told.get("stop_reason"), told.get("done_reason")} & CUT_SHORT:
        raise NoAnswer(Trouble.CUT_OFF, "length", tokens_in=tokens_in, tokens_out=tokens_out)
    if (getattr(raw, "additional_kwargs", None) or {}).get("refusal"):
        raise NoAnswer(Trouble.REFUSED, "refusal", tokens_in=tokens_in, tokens_out=tokens_out)
    calls = getattr(raw, "tool_calls", None)
    text = json.dumps(calls[0]["args"]) if calls else str(getattr(raw, "text", "") or "")
    if not text.strip():
        raise NoAnswer(Trouble.MALFORMED, "empty", tokens_in=tokens_in, tokens_out=tokens_out)
    return Answer(text, tokens_in, tokens_out)


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
