"""Cassettes: what a real model server was asked and answered, without secrets, and the same again without a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import vcr  # type: ignore[import-untyped]  # the library ships no types

ADDRESS = "http://127.0.0.1/v1"
"""Where every recorded server stands: its real port would change with each recording."""

_MATCHED = ("method", "host", "path", "body")
_KEPT_HEADERS = frozenset({"content-type"})


class StaleError(AssertionError):
    """What is asked of the model has changed since the recording."""


@contextmanager
def recording(cassette: Path) -> Iterator[None]:
    """Record every exchange with a model server, in place of what was recorded there."""
    cassette.unlink(missing_ok=True)
    with _recorder().use_cassette(str(cassette), record_mode="all"):
        yield


@contextmanager
def replaying(cassette: Path) -> Iterator[None]:
    """Answer from what was recorded; StaleError when something else was asked, or not all of it."""
    if not cassette.exists():
        raise StaleError(f"there is no cassette {cassette.name}: run `make record`")
    with _recorder().use_cassette(str(cassette), record_mode="none") as tape:
        yield
    if not tape.all_played:
        raise StaleError(
            f"{cassette.name} answers another question: a prompt, a brief, the schema of the reply or what the checks"
            " say has changed since it was recorded. Run `make record`, and look at what became of the texts."
        )


def _recorder() -> Any:
    return vcr.VCR(
        match_on=_MATCHED,
        before_record_request=_request,
        before_record_response=_response,
        decode_compressed_response=True,
    )


def _request(request: Any) -> Any:
    """Keep nothing that proves who asks, and nothing that depends on the library's version or this machine."""
    request.uri = "http://127.0.0.1" + request.path
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in _KEPT_HEADERS}
    return request


def _response(response: Any) -> Any:
    headers = response["headers"].items()
    return {**response, "headers": {name: value for name, value in headers if name.lower() in _KEPT_HEADERS}}
