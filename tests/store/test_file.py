"""A file that is taken away or replaced under an open store: nothing more is saved, and what it held is kept."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import StoreError
from bot.store.store import SqlStore, open_store
from tests.databases import file_of
from tests.store.conftest import Backend
from tests.store.made import keep, made, whole


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    """Give a file: only SQLite has one."""
    backend = Backend(f"sqlite:///{tmp_path / 'cxbot.db'}")
    yield backend
    backend.close()


def taken_away(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def replaced(path: Path) -> None:
    taken_away(path)
    open_store(f"sqlite:///{path}").close()


@pytest.mark.parametrize(("harm", "said"), [(taken_away, "is gone"), (replaced, "was replaced by another file")])
def test_nothing_is_saved_in_a_file_that_nothing_will_find_again(
    store: SqlStore, harm: Callable[[Path], None], said: str
) -> None:
    keep(store, made())
    harm(file_of(store))
    with pytest.raises(StoreError, match=said) as first:
        keep(store, made("a2"))
    rescued = file_of(store).with_name(f"{file_of(store).name}.rescued")
    assert f"What it held was kept in {str(rescued)!r}" in str(first.value)
    with closing(open_store(f"sqlite:///{rescued}")) as kept:
        assert whole(kept) == made()


def test_a_file_that_comes_back_is_not_trusted_again(store: SqlStore) -> None:
    keep(store, made())
    taken_away(file_of(store))
    with pytest.raises(StoreError, match="is gone"):
        keep(store, made("a2"))
    file_of(store).with_name("elsewhere.db").rename(file_of(store))
    with pytest.raises(StoreError, match="Nothing more is saved"):
        keep(store, made("a2"))
    with pytest.raises(StoreError, match="Nothing more is saved"):
        store.check()


def test_a_write_ahead_log_that_is_taken_away_is_brought_into_the_database_first(backend: Backend) -> None:
    store = backend.open()
    keep(store, made())
    Path(f"{file_of(store)}-wal").unlink()
    with pytest.raises(StoreError, match="write-ahead log"):
        keep(store, made("a2"))
    store.close()
    assert whole(backend.open()) == made()
