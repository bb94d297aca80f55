"""A real database in a file for each test, and in it an assessment that has just begun, is complete or is drafted.

Each state is made once and copied for each test: making it takes up to a second, copying it a few milliseconds.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.cadence.rule import SetCadence
from bot.store.store import SqlStore, open_store
from bot.use_cases import conversation
from tests.databases import copied
from tests.use_cases.drafting import Drafts
from tests.use_cases.reminders import Reminders
from tests.use_cases.talking import CHANNEL, DANA, Talking, played
from tests.use_cases.tracking import PRIYA, SAM, Plans


@pytest.fixture(autouse=True)
def prompt_headlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have headlines follow at once, so that a thread shows all that it should when the work is done."""
    monkeypatch.setattr(conversation, "HEADLINE_EVERY", timedelta(0))


def _store(file: Path) -> SqlStore:
    return open_store(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what is made once."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture(scope="session")
def completed(made: Path) -> Drafts:
    found = Drafts(_store(made / "completed.db"))
    found.complete()
    found.kept.close()
    return found


@pytest.fixture(scope="session")
def written(made: Path, completed: Drafts) -> Drafts:
    found = Drafts.copied(completed, copied(completed.kept, made / "written.db"))
    found.draft_all()
    found.kept.close()
    return found


@pytest.fixture(scope="session")
def planned(made: Path) -> Plans:
    found = Plans(_store(made / "planned.db"))
    found.complete()
    found.plan()
    found.kept.close()
    return found


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
def drafts(completed: Drafts, tmp_path: Path) -> Iterator[Drafts]:
    """Give a complete assessment with six dimensions at 2, of which nothing is drafted yet."""
    found = Drafts.copied(completed, copied(completed.kept, tmp_path / "drafts.db"))
    yield found
    found.kept.close()


@pytest.fixture
def drafted(written: Drafts, tmp_path: Path) -> Iterator[Drafts]:
    """Give one whose texts are all drafted, and about which nobody has decided yet."""
    found = Drafts.copied(written, copied(written.kept, tmp_path / "drafted.db"))
    yield found
    found.kept.close()


@pytest.fixture
def plans(planned: Plans, tmp_path: Path) -> Iterator[Plans]:
    """Give one whose plan is accepted, and its actions nobody's yet."""
    found = Plans.copied(planned, copied(planned.kept, tmp_path / "planned.db"))
    found.slack.members = {(CHANNEL, each) for each in (DANA, PRIYA, SAM)}
    yield found
    found.kept.close()


@pytest.fixture
def scene(store: SqlStore) -> Reminders:
    """Give a channel with one complete assessment and no reminder."""
    scene = Reminders(store)
    scene.complete()
    return scene


@pytest.fixture
def cadence(scene: Reminders) -> SetCadence:
    return scene.remind_us()
