"""A small storm of reminders: two processes that work on one database send each once, at Slack's pace."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.main import ProcessRole, build
from bot.settings import Settings
from bot.slack.pacing import SharedPacer
from tests.effort import more
from tests.programs.reminding.storm import Storm, fill, slack, soon, watch


class Still:
    """A clock that stands at a moment."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@contextmanager
def working(settings: Settings, moment: datetime) -> Iterator[None]:
    """Work as a process of its own would."""
    service = build(settings, Still(moment), pacer=SharedPacer, role=ProcessRole.WORK)
    service.start()
    try:
        yield
    finally:
        service.stop()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=more)])
def test_each_reminder_of_a_storm_is_sent_once_and_none_too_fast(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}" if kind == "sqlite" else request.getfixturevalue("postgresql")
    storm = Storm(reminders=200, workspaces=20, due=soon(0))
    given = {name.lower(): value for name, value in fill(url, storm).items()}
    with slack() as address, ExitStack() as processes:
        settings = Settings.model_validate(given | {"slack_api_url": f"{address}/api/"})
        for _ in range(2):
            processes.enter_context(working(settings, storm.due + timedelta(seconds=30)))
        outcome = watch(address, storm, patience=60)
    assert outcome.is_well, outcome
