"""A real database in a file for each test, and in it an assessment that has just begun, is complete or is drafted.

Each state is played once and copied for each test: playing takes up to a second, copying a few milliseconds.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.cadence.rule import SetCadence
from bot.store.store import SqlStore, open_store
from bot.use_cases import conversation
from tests.use_cases.drafting import Drafts, begun
from tests.use_cases.reminders import Reminders
from tests.use_cases.talking import CHANNEL, DANA, Talking, played
from tests.use_cases.tracking import PRIYA, SAM, Plans


@pytest.fixture(autouse=True)
def prompt_headlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have headlines follow at once, so that a thread shows all that it should when the work is done."""
    monkeypatch.setattr(conversation, "HEADLINE_EVERY", timedelta(0))


def _store(file: Path) -> SqlStore:
    return open_store(f"sqlite:///{file}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    found = _store(tmp_path / "cxbot.db")
    yield found
    found.close()


@pytest.fixture
def talking(store: SqlStore) -> Talking:
    talking = Talking(store)

    def play() -> None:
        talking.start()
        talking.settle()

    played(talking, "begun", play)
    return talking


@pytest.fixture
def drafts(store: SqlStore) -> Drafts:
    """Give a complete assessment with six dimensions at 2, of which nothing is drafted yet."""
    found = Drafts(store)
    found.complete()
    return found


@pytest.fixture
def drafted(store: SqlStore) -> Drafts:
    """Give one whose texts are all drafted, and about which nobody has decided yet."""
    return begun(Drafts(store), "drafted", Drafts.draft_all)


@pytest.fixture
def plans(store: SqlStore) -> Plans:
    """Give one whose plan is accepted, and its actions nobody's yet."""
    found = begun(Plans(store), "planned", Plans.plan)
    found.slack.members = {(CHANNEL, each) for each in (DANA, PRIYA, SAM)}
    return found


@pytest.fixture
def scene(store: SqlStore) -> Reminders:
    """Give a channel with one complete assessment and no reminder."""
    scene = Reminders(store)
    scene.complete()
    return scene


@pytest.fixture
def cadence(scene: Reminders) -> SetCadence:
    return scene.remind_us()
