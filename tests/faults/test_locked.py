"""Another process keeps the database locked for longer than the bot waits: nothing is lost, and it says so."""

import sqlite3
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
from tests.faults.place import Play, until
from tests.known import write
from tests.store.made import counts
from tests.use_cases.fakes import HandClock


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
