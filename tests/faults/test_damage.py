"""The database file is damaged, taken away or replaced: that is noticed, and nothing is saved that would be lost."""

import httpx
import pytest

from tests.faults.place import Play, until


def played(play: Play) -> None:
    """Leave a file with an answer, and no log beside it."""
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    bot.stop()
    play.sandbox.app_url = None


def overwrite(play: Play, at: int, content: bytes) -> None:
    with play.database.open("r+b") as file:
        file.seek(at)
        file.write(content)


def test_a_damaged_header_is_no_start_and_the_file_stays_as_it_is(play: Play) -> None:
    played(play)
    overwrite(play, 0, b"\xff" * 100)
    was = play.database.read_bytes()
    said = play.refused()
    assert "the file is no SQLite database or is damaged; name another file, or restore the last backup" in said
    assert play.database.read_bytes() == was


def test_a_file_that_was_cut_off_is_no_start(play: Play) -> None:
    played(play)
    with play.database.open("r+b") as file:
        file.truncate(4096 + 100)
    assert "damaged" in play.refused()


def test_a_damaged_page_in_the_middle_is_found_and_nothing_more_is_saved(play: Play) -> None:
    played(play)
    ((page,),) = play.sql("SELECT rootpage FROM sqlite_master WHERE name = 'questions'")
    overwrite(play, (page - 1) * 4096, b"\xff" * 4096)
    bot = play.start()
    bot.wait_for_word("damaged", "stop the bot, put the file aside and restore the last backup")
    (given_up,) = bot.logged("database_given_up")
    assert "damaged" in given_up["reason"]
    before = play.recorded()
    ts = play.say("3, our list number 2 shows it")
    assert httpx.codes.OK not in play.statuses(ts)
    assert play.recorded() == before


def take_away(play: Play) -> None:
    for path in play.database.parent.glob("cxbot.db*"):
        path.unlink()


def test_a_deleted_file_is_noticed_and_what_it_held_is_kept_beside_it(play: Play) -> None:
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    take_away(play)
    ts = play.say("3, our list number 2 shows it")
    assert httpx.codes.OK not in play.statuses(ts)
    bot.wait_for_word("gone", "is gone (No such file or directory). Nothing more is saved.")
    kept = play.database.with_name("cxbot.db.rescued")
    assert f"was kept in '{kept}'" in bot.reasons("gone")[-1]
    assert not play.database.exists()
    bot.stop()

    kept.rename(play.database)
    play.start()
    play.wait_for_question(2)
    play.redeliver()
    until("its words above the question", lambda: "our list number 2 shows it" in play.shown()[-1])
    play.wait_for_question(2)
    for place in range(2, 7):
        play.answer(2, place)
    assert play.recorded() == [2, 2, 2, 2, 2, 2]


def test_a_file_that_is_deleted_while_nobody_writes_is_kept_when_the_bot_stops(play: Play) -> None:
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    take_away(play)
    bot.stop()
    play.database.with_name("cxbot.db.rescued").rename(play.database)
    assert play.recorded() == [2]
    assert play.is_sound()


def test_a_file_that_was_replaced_is_not_written_to(play: Play) -> None:
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    take_away(play)
    play.database.write_bytes(b"somebody else's")
    bot.wait_for_word("gone", "was replaced by another file while the bot runs. Nothing more is saved.")
    bot.stop()
    assert play.database.read_bytes() == b"somebody else's"


@pytest.mark.parametrize("ends", ["stop", "kill"])
def test_a_log_that_was_taken_away_takes_no_answer_with_it(play: Play, ends: str) -> None:
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    play.database.with_name("cxbot.db-wal").unlink()
    bot.wait_for_word("gone", "was taken away while the bot runs. What it held was brought into the database")
    getattr(bot, ends)()
    assert play.recorded() == [2]
    assert play.is_sound()
    play.start()
    play.answer(3, 2)


def test_a_missing_file_is_a_new_beginning_and_says_nothing_else(play: Play) -> None:
    bot = play.start()
    bot.wait_for_word("ok")
    assert play.recorded() == []
