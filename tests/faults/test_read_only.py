"""The database may not be written to, is locked, or its disk is full: nothing is told to be saved that is not."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from bot.core.errors import StoreUnavailableError
from bot.jobs.worker import Workers
from bot.store import sqlite
from bot.store.store import open_store
from bot.use_cases.ports import NewJob
from tests.databases import sqlite_of
from tests.effort import more
from tests.faults.place import Play, until
from tests.faults.serving import AS_NOBODY
from tests.known import write
from tests.store.made import counts, enqueue
from tests.use_cases.fakes import HandClock


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


def test_an_answer_that_finds_no_room_is_delivered_again_until_there_is(play: Play) -> None:
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    bot.fill_disk()
    bot.wait_for_word("unavailable", "the disk failed to read or write it; check the disk and the room on it")
    ts = play.say("3, our list number 2 shows it")
    until("the second try", lambda: len(play.statuses(ts)) == 2)
    assert play.statuses(ts) == [500, 500]
    assert play.recorded() == [2]
    bot.make_room()
    bot.wait_for_word("ok")
    play.redeliver()
    assert play.statuses(ts)[2:3] == [200]
    play.wait_for_question(3)
    for place in range(3, 7):
        play.answer(2, place)
    until("the scorecard", lambda: "*Next*" in play.shown()[-1])
    assert play.recorded() == [2, 3, 2, 2, 2, 2]
    assert play.is_sound()


def test_whoever_presses_a_button_while_there_is_no_room_is_told_so_with_a_reference(play: Play) -> None:
    bot = play.start()
    play.begin()
    bot.fill_disk()
    play.dana.click("3", play.thread)
    play.sandbox.settle()
    until("the word", lambda: any("not saved" in each for each in play.private_words()))
    (word,) = {each for each in play.private_words() if "not saved" in each}
    (reference,) = {each["reference"] for each in bot.logged("request_failed")}
    assert f"reference {reference}" in word
    assert play.recorded() == []
    bot.make_room()
    play.dana.click("3", play.thread)
    play.sandbox.settle()
    until("the rating", lambda: play.recorded() == [3])


def test_a_full_database_is_told_in_words_and_takes_writes_again_when_it_may_grow(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'x.db'}")) as store:
        with sqlite_of(store).lent() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreUnavailableError, match="the disk is full; make room"):
            enqueue(store, *(NewJob("k", f"key {number}") for number in range(1_000)))
        assert counts(store.jobs)["waiting"] == 0
        with sqlite_of(store).lent() as connection:
            connection.execute("PRAGMA max_page_count = 100000")
        write(store).enqueue(NewJob("k", "key"))
        assert counts(store.jobs)["waiting"] == 1


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the database as another program might."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def test_an_answer_that_finds_the_database_locked_is_delivered_again_until_it_is_free(play: Play) -> None:
    bot = play.start()
    play.begin()
    with locked(play.database):
        ts = play.say("2, our list number 1 shows it")
        until("the second try", lambda: len(play.statuses(ts)) == 2)
        bot.wait_for_word("unavailable", "another process has been writing to it")
        assert set(play.statuses(ts)) == {500}
    bot.wait_for_word("ok")
    play.redeliver()
    assert play.statuses(ts)[2] == httpx.codes.OK
    play.wait_for_question(2)
    assert play.recorded() == [2]


def test_a_locked_database_is_no_start(play: Play) -> None:
    open_store(f"sqlite:///{play.database}").close()
    with locked(play.database):
        said = play.refused()
    assert "another process has been writing to it" in said
    assert str(play.database) in said


def test_a_reader_sees_what_was_said_while_another_process_writes(play: Play) -> None:
    play.start()
    play.begin()
    play.answer(2, 1)
    with locked(play.database):
        play.dana.command("/cx-scorecard")
        until("the scorecard", lambda: any("1 of 6 rated" in each for each in play.private_words()))


def test_work_that_cannot_write_is_put_back_and_never_buried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    tries = []

    def work(_job: object) -> None:
        tries.append(1)
        if len(tries) < 12:
            raise StoreUnavailableError("locked")

    try:
        workers = Workers(store.jobs, HandClock(), {"k": work}, jitter=lambda: 1.0, poll_seconds=0.01)
        monkeypatch.setattr("bot.jobs.worker.pause", lambda _attempts, _jitter: 0.0)
        write(store).enqueue(NewJob("k", "key"))
        workers.start()
        until("the work is done", lambda: len(tries) == 12)
        assert workers.stop()
        assert counts(store.jobs)["buried"] == 0
    finally:
        store.close()
