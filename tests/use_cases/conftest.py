"""A real database in a file for each test, and an assessment that has just begun in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.sqlite import SqliteStore, open_store
from tests.use_cases.talking import Talking


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
