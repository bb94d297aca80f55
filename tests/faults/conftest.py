"""One small Slack for all faults, put back to its beginning for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.app import Sandbox
from bot.sandbox.serving import serve_in_thread
from bot.slack.manifest import manifest
from tests.faults.place import SECRET, TOKEN, Forks, Play


@pytest.fixture(scope="session")
def slack() -> Iterator[tuple[Sandbox, str]]:
    sandbox = Sandbox(manifest(base_url="https://cx.example", socket_mode=False), None, SECRET, TOKEN, limits="off")
    running = serve_in_thread(sandbox.asgi)
    yield sandbox, running.url
    sandbox.close()
    running.close()


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks.close()


@pytest.fixture
def play(
    slack: tuple[Sandbox, str], forks: Forks, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Play]:
    sandbox, url = slack
    sandbox.reset()
    play = Play(sandbox, url, forks, tmp_path_factory.mktemp("logs"), tmp_path / "cxbot.db")
    yield play
    play.close()
