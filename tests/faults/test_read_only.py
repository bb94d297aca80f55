"""The database may not be written to: that is said at the start, nothing is changed, and it goes on once it may."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import StoreUnavailableError
from bot.store.store import open_store
from bot.use_cases.ports import NewJob
from tests.databases import sqlite_of
from tests.effort import more
from tests.faults.place import Play
from tests.faults.serving import AS_NOBODY
from tests.known import write
from tests.store.made import counts


@pytest.fixture
def volume(play: Play) -> Iterator[Path]:
    """A folder that an ordinary user can reach, with a database of that user in it."""
    folder = Path(tempfile.mkdtemp(prefix="cxbot-faults-"))
    play.database = folder / "cxbot.db"
    folder.chmod(0o777)
    bot = play.launch(**{AS_NOBODY: "yes"})
    assert bot.url
    bot.stop()
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("folder_mode", "file_mode"),
    [(0o555, 0o444), *(pytest.param(*modes, marks=more) for modes in ((0o777, 0o444), (0o555, 0o644)))],
)
def test_a_database_that_may_not_be_written_to_is_no_start(
    play: Play, volume: Path, folder_mode: int, file_mode: int
) -> None:
    was = play.database.read_bytes()
    play.database.chmod(file_mode)
    volume.chmod(folder_mode)
    said = play.refused(**{AS_NOBODY: "yes"})
    assert "cannot be made or written: Permission denied" in said
    assert [path.name for path in volume.iterdir()] == ["cxbot.db"]
    volume.chmod(0o777)
    play.database.chmod(0o644)
    assert play.database.read_bytes() == was
    assert play.launch(**{AS_NOBODY: "yes"}).url


def test_a_folder_that_may_not_be_written_to_is_no_start(play: Play, volume: Path) -> None:
    play.database = volume / "sub" / "cxbot.db"
    volume.chmod(0o555)
    said = play.refused(**{AS_NOBODY: "yes"})
    assert "cannot be made or written: Permission denied" in said


def test_a_volume_that_becomes_read_only_saves_nothing_and_says_so(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'x.db'}")) as store:
        with sqlite_of(store).lent() as connection:
            connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreUnavailableError, match="it may not be written to"), store.writing("T0ACME0001") as tx:
            tx.enqueue(NewJob("k", "key"))
        with sqlite_of(store).lent() as connection:
            connection.execute("PRAGMA query_only = OFF")
        write(store).enqueue(NewJob("k", "key"))
        assert counts(store.jobs)["waiting"] == 1
