"""Opens each backend that the contract holds for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.store.elapsed import Elapsed
from bot.store.store import SqlStore, open_store
from tests.effort import thirds
from tests.store.made import RealTime


@dataclass
class Backend:
    """A database that a test has to itself; it may be opened several times, as by several processes."""

    url: str
    real_time: RealTime = field(default_factory=RealTime)
    boot: str = "this boot"
    opened: list[SqlStore] = field(default_factory=list)

    def open(self) -> SqlStore:
        store = open_store(self.url, real_time=Elapsed(self.real_time, self.boot), lease_seconds=20)
        self.opened.append(store)
        return store

    def close(self) -> None:
        for store in self.opened:
            store.close()


ON_BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
"""Who waits for whom differs most between the two: so these are in ``make test`` on both."""


@pytest.fixture(params=thirds(["sqlite", "postgresql"]))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
    else:
        url = f"sqlite:///{tmp_path / 'cxbot.db'}"
    backend = Backend(url)
    yield backend
    backend.close()


@pytest.fixture
def store(backend: Backend) -> SqlStore:
    return backend.open()
