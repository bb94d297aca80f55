"""Starts that are broken off or doubled: the schema is whole afterwards, and every fact is still there."""

import sqlite3
from collections import Counter
from contextlib import closing

import httpx
import pytest

from bot.sandbox.delivery import HttpCarrier, Parcel
from bot.store import migrations
from bot.store.store import open_store
from tests.effort import thirds
from tests.faults.place import SECRET, Play, until
from tests.faults.serving import NEXT_STEP

NEWER = {NEXT_STEP: "yes"}


def applied(play: Play) -> list[str]:
    return sorted(row[0] for row in play.sql("SELECT name FROM _sqlite_migrations"))


def test_a_migration_that_is_killed_half_way_is_done_at_the_next_start(play: Play) -> None:
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    bot.stop()
    play.sandbox.app_url = None
    before = applied(play)
    broken_off = play.launch(**{NEXT_STEP: "hangs"})
    broken_off.wait_inside_a_migration()
    assert "another process has been writing to it" in play.refused(**NEWER)
    broken_off.kill()
    assert applied(play) == before
    assert play.sql("SELECT COUNT(*) FROM sqlite_master WHERE name = 'moods'") == [(0,)]
    play.sandbox.app_url = play.launch(**NEWER).url
    assert applied(play) == [*before, "m900_moods"]
    assert play.sql("SELECT workspace, mood FROM moods") == [("T0ACME0001", "calm")]
    play.answer(3, 2)
    assert play.recorded() == [2, 3]
    assert play.is_sound()


def test_an_older_version_refuses_what_a_newer_one_has_written(play: Play) -> None:
    bot = play.launch(**NEWER)
    bot.wait_for_word("ok")
    bot.stop()
    was = play.database.read_bytes()
    assert "was written by a newer version of the bot (it has m900_moods)" in play.refused()
    assert play.database.read_bytes() == was


@pytest.mark.parametrize("schema", thirds(["none yet", "of the first version", "of this version"]))
def test_two_processes_that_start_at_once_share_the_work(play: Play, schema: str) -> None:
    if schema != "none yet":
        steps = migrations.STEPS[:1] if schema == "of the first version" else migrations.STEPS
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(migrations, "STEPS", steps)
            open_store(f"sqlite:///{play.database}").close()
    both = [play.launch(**NEWER), play.launch(**NEWER)]
    for each in both:
        each.wait_for_word("ok")
    assert Counter(applied(play)) == Counter([*(step.__name__ for step in migrations.STEPS), "m900_moods"])
    play.sandbox.app_url = both[0].url
    play.begin()
    ts = play.answer(2, 1)
    again = HttpCarrier(both[1].url, SECRET).carry(Parcel("event", "message", play.payload(ts), 1, "http_timeout"), 3)
    assert again.status == httpx.codes.OK
    play.sandbox.app_url = both[1].url
    play.answer(3, 2)
    assert play.recorded() == [2, 3]
    keys = Counter(each["blocks"][0]["block_id"] for each in play.messages())
    assert set(keys.values()) == {1}


def test_a_start_that_is_killed_between_the_file_and_its_schema_is_done_again(play: Play) -> None:
    with closing(sqlite3.connect(play.database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    bot = play.start()
    until("it is well", lambda: bot.database_word() == "ok")
