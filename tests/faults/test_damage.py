"""The database file is damaged: that is said at the start or in /readyz, and nothing is saved that would be lost."""

import httpx

from tests.faults.place import Play


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
