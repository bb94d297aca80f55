"""A model server on loopback, of our own for as long as it is needed, or the one that runs already."""

import hashlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.programs.recording.fetching import MissingError, model_file, server_file

_LOADING_SECONDS = 120.0
_CONTEXT = 8192
_OK = 200


@dataclass(frozen=True, slots=True)
class Served:
    """Where a model answers, and which: ``name`` is what the server calls it, ``digest`` its file's SHA-256, if known.

    ``address`` is the value for OPENAI_BASE_URL.
    """

    address: str
    name: str
    digest: str


@contextmanager
def model_server(*, port: int = 0, at_once: int = 1) -> Iterator[Served]:
    """Have a model answer on loopback; MissingError says what is needed. 0 picks a free port."""
    running = os.environ.get("OPENAI_BASE_URL")
    if running:
        yield Served(running, _first_model(running), "")
        return
    binary, model = server_file(), model_file()
    port = port or _free_port()
    size = ["-c", str(_CONTEXT * at_once), "--parallel", str(at_once), "-t", str(os.cpu_count() or 1)]
    place = ["--host", "127.0.0.1", "--port", str(port), "--temp", "0"]
    with tempfile.TemporaryFile("w+") as said:
        command = [str(binary), "-m", str(model), "--alias", model.stem, *size, *place]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        try:
            if not _answers(process, port):
                said.seek(0)
                raise MissingError(f"{binary.name} does not serve {model.name}:\n{said.read()[-2000:]}")
            yield Served(f"http://127.0.0.1:{port}/v1", model.stem, _sha256(model))
        finally:
            process.terminate()
            process.wait()


def _answers(process: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until the model is loaded; False when the server ended or takes too long."""
    give_up = time.monotonic() + _LOADING_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).status_code == _OK:
                return True
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    return False


def _first_model(address: str) -> str:
    try:
        answer = httpx.get(f"{address.rstrip('/')}/models", trust_env=False)
        return str(answer.raise_for_status().json()["data"][0]["id"])
    except (httpx.HTTPError, LookupError, ValueError) as error:
        raise MissingError(
            f"OPENAI_BASE_URL is {address!r}, where no model is listed ({type(error).__name__})"
        ) from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
