"""What can go wrong when a model is asked, told by the error it raises, whichever provider's library raised it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.draft import Trouble

# Libraries differ in their classes and agree on these names, so that none of them needs to be imported here.
SLOW = frozenset({"TimeoutError", "APITimeoutError", "TimeoutException"})
UNCONNECTED = frozenset({"ConnectTimeout", "PoolTimeout"})
BROKEN = frozenset({"APIConnectionError", "TransportError", "NetworkError", "ProtocolError", "OSError"})
CUT_OFF = frozenset({"LengthFinishReasonError"})
REFUSED = frozenset({"ContentFilterFinishReasonError", "OpenAIRefusalError"})
MAY_PASS = frozenset({408, 409, 425})
TOO_MANY = 429
BAD_REQUEST = 400
SERVER_FAULT = 500


class NoAnswer(Exception):  # named for what there is
    """The model answered, and there is no text to be had; it was paid for all the same."""

    def __init__(self, trouble: Trouble, reason: str, *, tokens_in: int = 0, tokens_out: int = 0) -> None:
        super().__init__(reason)
        self.trouble = trouble
        self.tokens_in, self.tokens_out = tokens_in, tokens_out


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call gave nothing. ``may_pass``: the same call may do later, after ``wait`` seconds if the server said so.

    ``error`` names the kind of error and holds no words of anybody; the tokens are what it cost.
    """

    trouble: Trouble
    error: str
    may_pass: bool = False
    wait: float | None = None
    tokens_in: int = 0
    tokens_out: int = 0


def failure_of(error: Exception) -> Failure:
    """Tell what an error means. What nobody foresaw is a malformed answer: nothing is to be had from it."""
    for each in _chain(error):
        if isinstance(each, NoAnswer):
            return Failure(each.trouble, str(each), tokens_in=each.tokens_in, tokens_out=each.tokens_out)
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= BAD_REQUEST:
        return _of_status(error, status)
    names = {cls.__name__ for each in _chain(error) for cls in type(each).__mro__}
    name = type(error).__name__
    if names & CUT_OFF:
        tokens_in, tokens_out = _paid(error)
        return Failure(Trouble.CUT_OFF, name, tokens_in=tokens_in, tokens_out=tokens_out)
    if names & REFUSED:
        tokens_in, tokens_out = _paid(error)
        return Failure(Trouble.REFUSED, name, tokens_in=tokens_in, tokens_out=tokens_out)
    if names & UNCONNECTED:
        return Failure(Trouble.UNREACHABLE, name, may_pass=True)
    if names & SLOW:
        return Failure(Trouble.TOO_SLOW, name)
    if names & BROKEN:
        return Failure(Trouble.UNREACHABLE, name, may_pass=True)
    if isinstance(error, ImportError) or _is_unkeyed(names, error):
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
    return Failure(Trouble.REFUSED, name)


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


def _paid(error: Exception) -> tuple[int, int]:
    usage = getattr(getattr(error, "completion", None), "usage", None)
    return counted(getattr(usage, "prompt_tokens", 0)), counted(getattr(usage, "completion_tokens", 0))


def counted(value: object) -> int:
    """Give a number of tokens as the server says it; 0 for what is no such number."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _is_unkeyed(names: set[str], error: Exception) -> bool:
    """Tell whether the library refused to call at all, as without a key."""
    return "OpenAIError" in names and not isinstance(error, json.JSONDecodeError)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give the error and what it came from; a few steps will do."""
    at: BaseException | None = error
    for _ in range(8):
        if at is None:
            return
        yield at
        at = at.__cause__ or at.__context__
