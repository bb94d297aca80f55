"""The disk is full: nothing is told to be saved that is not, and everything goes on once there is room."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import StoreUnavailableError
from bot.store.store import open_store
from bot.use_cases.ports import NewJob
from tests.databases import sqlite_of
from tests.faults.place import Play, until
from tests.known import write
from tests.store.made import counts, enqueue


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
