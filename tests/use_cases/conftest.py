"""A real database in a file for each test, and in it an assessment that has just begun, is complete or is drafted.

Each state is made once and copied for each test: making it takes up to a second, copying it a few milliseconds.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.sqlite import SqliteStore, open_store
from bot.use_cases import conversation
from tests.use_cases.drafting import Drafts
from tests.use_cases.talking import CHANNEL, DANA, Talking
from tests.use_cases.tracking import PRIYA, SAM, Plans


@pytest.fixture(autouse=True)
def prompt_headlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have headlines follow at once, so that a thread shows all that it should when the work is done."""
    monkeypatch.setattr(conversation, "HEADLINE_EVERY", timedelta(0))


def _store(file: Path) -> SqliteStore:
    return open_store(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what is made once."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture(scope="session")
def empty(made: Path) -> Path:
    _store(made / "empty.db").close()
    return made / "empty.db"


@pytest.fixture(scope="session")
def completed(made: Path) -> Drafts:
    found = Drafts(_store(made / "completed.db"))
    found.complete()
    found.kept.close()
    return found


@pytest.fixture(scope="session")
def written(made: Path, completed: Drafts) -> Drafts:
    found = Drafts.copied(completed, _copy(completed.kept.path, made / "written.db"))
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


def _copy(file: str | Path, to: Path) -> SqliteStore:
    shutil.copy(file, to)
    return _store(to)


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Iterator[SqliteStore]:
    found = _copy(empty, tmp_path / "cxbot.db")
    yield found
    found.close()


@pytest.fixture
def talking(store: SqliteStore) -> Talking:
    talking = Talking(store)
    talking.start()
    talking.settle()
    return talking


@pytest.fixture
def drafts(completed: Drafts, tmp_path: Path) -> Iterator[Drafts]:
    """Give a complete assessment with six dimensions at 2, of which nothing is drafted yet."""
    found = Drafts.copied(completed, _copy(completed.kept.path, tmp_path / "drafts.db"))
    yield found
    found.kept.close()


@pytest.fixture
def drafted(written: Drafts, tmp_path: Path) -> Iterator[Drafts]:
    """Give one whose texts are all drafted, and about which nobody has decided yet."""
    found = Drafts.copied(written, _copy(written.kept.path, tmp_path / "drafted.db"))
    yield found
    found.kept.close()


@pytest.fixture
def plans(planned: Plans, tmp_path: Path) -> Iterator[Plans]:
    """Give one whose plan is accepted, and its actions nobody's yet."""
    found = Plans.copied(planned, _copy(planned.kept.path, tmp_path / "planned.db"))
    found.slack.members = {(CHANNEL, each) for each in (DANA, PRIYA, SAM)}
    yield found
    found.kept.close()
