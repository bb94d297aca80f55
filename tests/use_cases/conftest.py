"""A real database in a file for each test, and in it an assessment that has just begun, is complete or is drafted."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.sqlite import SqliteStore, open_store
from tests.use_cases.drafting import Drafts
from tests.use_cases.talking import Talking
from tests.use_cases.tracking import Plans


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(f"sqlite:///{tmp_path / 'cxbot.db'}")
    yield store
    store.close()


@pytest.fixture
def talking(store: SqliteStore) -> Talking:
    talking = Talking(store)
    talking.start()
    talking.settle()
    return talking


@pytest.fixture
def drafts(store: SqliteStore) -> Drafts:
    """Give a complete assessment with six dimensions at 2, of which nothing is drafted yet."""
    drafts = Drafts(store)
    drafts.complete()
    return drafts


@pytest.fixture
def drafted(drafts: Drafts) -> Drafts:
    """Give one whose texts are all drafted, and about which nobody has decided yet."""
    drafts.draft_all()
    return drafts


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Plans:
    """Make an assessment with an accepted plan, once for all tests: drafting it takes a second."""
    file = tmp_path_factory.mktemp("planned") / "cxbot.db"
    store = open_store(f"sqlite:///{file}")
    made = Plans(store)
    made.complete()
    made.plan()
    store.close()
    return made


@pytest.fixture
def plans(planned: Plans, tmp_path: Path) -> Iterator[Plans]:
    """Give one whose plan is accepted, and its actions nobody's yet."""
    copied = tmp_path / "planned.db"
    shutil.copy(planned.kept.path, copied)
    store = open_store(f"sqlite:///{copied}")
    yield Plans.copied(planned, store)
    store.close()
