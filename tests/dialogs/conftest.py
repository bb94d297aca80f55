"""The sandbox is served once for all dialogs; each begins with an empty Slack, an empty database and a new bot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.app import Sandbox
from bot.sandbox.serving import serve_in_thread
from bot.slack.manifest import manifest
from tests.dialogs.stage import APP_TOKEN, OTHER_TOKEN, SECRET, TOKEN, Slack, Stage, staged


@pytest.fixture(scope="session")
def slack() -> Iterator[Slack]:
    described = manifest(base_url="https://cxbot.example", socket_mode=False)
    sandbox = Sandbox(described, None, SECRET, TOKEN, APP_TOKEN, limits="off", second_workspace_token=OTHER_TOKEN)
    running = serve_in_thread(sandbox.asgi)
    yield Slack(sandbox, running.url)
    sandbox.close()
    running.close()


@pytest.fixture
def stage(slack: Slack, tmp_path: Path) -> Iterator[Stage]:
    with staged(slack, f"sqlite:///{tmp_path}/cxbot.db") as found:
        yield found
