"""Opens each backend that the contract holds for: a second one is held to it by one more line in ``BACKENDS``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.store.elapsed import Elapsed
from bot.store.sqlite import SqliteStore, open_store
from tests.store.made import RealTime

BACKENDS: dict[str, Callable[[Path], str]] = {
    "sqlite": lambda folder: f"sqlite:///{folder / 'cxbot.db'}",
}


@dataclass
class Backend:
    """A database that a test has to itself; it may be opened several times, as by several processes."""

    url: str
    real_time: RealTime = field(default_factory=RealTime)
    boot: str = "this boot"
    opened: list[SqliteStore] = field(default_factory=list)

    def open(self) -> SqliteStore:
        store = open_store(self.url, real_time=Elapsed(self.real_time, self.boot), lease_seconds=20)
        self.opened.append(store)
        return store


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    backend = Backend(BACKENDS[request.param](tmp_path))
    yield backend
    for store in backend.opened:
        store.close()


@pytest.fixture
def store(backend: Backend) -> SqliteStore:
    return backend.open()
