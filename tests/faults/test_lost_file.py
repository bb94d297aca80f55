"""The database file is taken away or replaced while the bot serves: it notices, saves no more, and keeps what was."""

import httpx
import pytest

from tests.faults.place import Play, until


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
