"""`cxbot backup` while the bot serves, and a copy put back: what was said until then is there, and Slack agrees."""

import threading
from collections import Counter
from pathlib import Path

import httpx
import pytest
from click.testing import Result

from bot.store import migrations
from bot.store.store import open_store
from tests.commands.running import cxbot
from tests.effort import more
from tests.faults.place import BotProcess, Play, until

TAKEN = "SELECT COUNT(*) FROM deliveries WHERE event LIKE 'message:%'"


def back_up(play: Play, file: Path) -> Result:
    """Run the command as somebody does beside the bot."""
    return cxbot("backup", file, DATABASE_URL=f"sqlite:///{play.database}")


def put_back(play: Play, copy: Path) -> BotProcess:
    """Do what docs/storage.md says, and start."""
    for path in play.database.parent.glob("cxbot.db*"):
        path.rename(path.with_name(f"aside-{path.name}"))
    copy.rename(play.database)
    return play.start()


# --- what is refused


def test_a_file_that_exists_is_not_overwritten(play: Play, tmp_path: Path) -> None:
    open_store(f"sqlite:///{play.database}").close()
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    result = back_up(play, copy)
    assert result.exit_code == 2
    assert "exists already: name a new file, nothing is overwritten" in result.output
    assert copy.read_text() == "precious"


def test_a_database_that_is_not_there_is_named_and_not_made(play: Play, tmp_path: Path) -> None:
    result = back_up(play, tmp_path / "copy.db")
    assert result.exit_code == 2
    assert "There is no database" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_named_and_nothing_is_left_there(play: Play, tmp_path: Path) -> None:
    open_store(f"sqlite:///{play.database}").close()
    result = back_up(play, tmp_path / "nowhere" / "copy.db")
    assert result.exit_code == 2
    assert "cannot be written: No such file or directory" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["cxbot.db"]


def test_a_damaged_database_gives_no_copy(play: Play, tmp_path: Path) -> None:
    open_store(f"sqlite:///{play.database}").close()
    content = play.database.read_bytes()
    play.database.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    result = back_up(play, tmp_path / "copy.db")
    assert result.exit_code == 2
    assert "damaged" in result.output
    assert not list(tmp_path.glob("copy*"))


# --- what a copy holds


def test_a_file_of_an_older_version_is_copied_as_it_is(play: Play, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:1])
        open_store(f"sqlite:///{play.database}").close()
    assert back_up(play, tmp_path / "copy.db").exit_code == 0
    steps = "SELECT name FROM _sqlite_migrations"
    assert play.sql(steps) == play.sql(steps, tmp_path / "copy.db") == [("m001_facts_conversation_jobs",)]


def test_a_copy_that_is_taken_while_answers_come_in_has_whole_answers_and_all_that_were_acknowledged(
    play: Play, tmp_path: Path
) -> None:
    play.start()
    play.begin()
    acknowledged: list[int] = []

    def answer_all() -> None:
        for place in range(1, 7):
            play.answer(2, place)
            acknowledged.append(place)

    answering = threading.Thread(target=answer_all)
    answering.start()
    copies: list[tuple[int, Path]] = []
    while answering.is_alive() or not copies:
        before = len(acknowledged)
        copies.append((before, tmp_path / f"copy{len(copies)}.db"))
        assert back_up(play, copies[-1][1]).exit_code == 0
    answering.join()
    assert len(acknowledged) == 6
    for before, copy in copies:
        assert play.is_sound(copy)
        ((rated,),) = play.sql("SELECT COUNT(*) FROM ratings", copy)
        assert play.sql(TAKEN, copy) == [(rated,)]
        assert rated >= before
    assert list(tmp_path.glob("*.partial")) == []


# --- a copy that is put back


@pytest.fixture
def restored(play: Play, tmp_path: Path) -> BotProcess:
    """Two answers, a backup, two more answers and one that finds the bot down; then the copy is put back."""
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    play.answer(2, 2)
    assert back_up(play, tmp_path / "copy.db").exit_code == 0
    play.answer(3, 3)
    play.answer(3, 4)
    bot.stop()
    play.sandbox.app_url = None
    play.missed = play.say("1, our list number 5 shows it")
    bot = put_back(play, tmp_path / "copy.db")
    play.wait_for_question(3)
    return bot


def lines(play: Play) -> list[str]:
    """Give the first line of each message of the bot in the thread."""
    return [each.splitlines()[0] for each in play.shown()]


@more
def test_the_thread_asks_again_from_where_the_copy_stands(play: Play, restored: BotProcess) -> None:
    restored.wait_for_word("ok")
    assert len(play.shown()) == 3, lines(play)
    assert play.recorded() == [2, 2]


def test_nothing_that_stands_in_slack_is_posted_again(play: Play, restored: BotProcess) -> None:
    for place in range(3, 7):
        play.answer(2, place)
    until("the scorecard", lambda: "*Next*" in play.shown()[-1])
    keys = Counter(each["blocks"][0]["block_id"] for each in play.messages())
    assert len(keys) == 7
    assert set(keys.values()) == {1}
    headlines = [each for each in play.dana.sees() if each["bot"] and not each["ephemeral"]]
    assert len(headlines) == 1
    assert play.recorded() == [2, 2, 2, 2, 2, 2]
    assert not restored.logged("job_failed")


def test_whoever_started_the_assessment_is_told_once_that_answers_are_lost(play: Play, restored: BotProcess) -> None:
    (told,) = [each for each in play.direct_words() if "from a backup" in each]
    assert "are lost" in told
    restored.stop()
    play.start()
    play.answer(2, 3)
    assert len([each for each in play.direct_words() if "from a backup" in each]) == 1


def test_an_answer_to_a_question_that_is_lost_is_never_taken_for_another(play: Play, restored: BotProcess) -> None:
    play.redeliver()
    assert play.statuses(play.missed)[-1] == httpx.codes.OK
    until("its words above the question", lambda: "our list number 5 shows it" in play.shown()[-1])
    assert play.open_question() == 3
    assert play.recorded() == [2, 2]
    play.answer(2, 3)
    assert play.recorded() == [2, 2, 2]
    restored.wait_for_word("ok")


@more
def test_a_copy_of_before_the_headline_finds_it_in_slack(play: Play, tmp_path: Path) -> None:
    play.sandbox._faults.order({"method": "chat.postMessage", "fault": "500", "times": 1})
    bot = play.start()
    play.dana.command("/cx-assess Acme Retail optimization")
    until("the form", play.dana.modal)
    play.dana.fill_and_submit({})
    assert back_up(play, tmp_path / "copy.db").exit_code == 0
    until("the headline", lambda: play.headline("Acme Retail"))
    play.thread = play.headline("Acme Retail")
    play.wait_for_question(1)
    bot.stop()
    put_back(play, tmp_path / "copy.db")
    until("the thread", lambda: play.sql("SELECT since FROM restored WHERE since <> '' AND since <> 'looked at'"))
    play.answer(2, 1)
    headlines = [each for each in play.dana.sees() if each["bot"] and not each["ephemeral"]]
    assert len(headlines) == 1
    assert len(play.shown()) == 2


@more
def test_a_button_of_an_assessment_that_the_copy_does_not_know_says_so(play: Play, tmp_path: Path) -> None:
    bot = play.start()
    assert back_up(play, tmp_path / "copy.db").exit_code == 0
    play.begin()
    bot.stop()
    put_back(play, tmp_path / "copy.db")
    play.dana.click("3", play.thread)
    play.sandbox.settle()
    until("the word", lambda: any("I do not know this assessment" in each for each in play.private_words()))
    assert play.recorded() == []


@more
def test_a_copy_that_nothing_came_after_changes_nothing_but_the_place_of_the_question(
    play: Play, tmp_path: Path
) -> None:
    bot = play.start()
    play.begin()
    play.answer(2, 1)
    before = play.shown()
    assert back_up(play, tmp_path / "copy.db").exit_code == 0
    bot.stop()
    put_back(play, tmp_path / "copy.db")
    until("the thread", lambda: play.sql("SELECT since FROM restored WHERE since <> '' AND since <> 'looked at'"))
    assert play.shown() == before
    assert play.direct_words() == []
    play.answer(2, 2)
