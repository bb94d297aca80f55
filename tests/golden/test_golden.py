"""What the bot says, prints and writes is what it was when the golden records were written."""

from pathlib import Path

import pytest

from tests.golden import commands, shown
from tests.golden.made import RECORDS
from tests.golden.records import FOLDER, compare, difference
from tests.hostile.showings import SHOWINGS


@pytest.mark.parametrize("name", RECORDS)
def test_it_is_as_recorded(name: str) -> None:
    compare(name, RECORDS[name]())


@pytest.mark.parametrize("file", commands.exports(), ids=lambda file: file.stem)
def test_an_export_that_is_read_is_written_again_to_the_letter(file: Path) -> None:
    before, now = file.read_text("utf-8"), commands.written_again(file)
    assert before == now, difference(before, now)


def test_every_view_is_in_a_record() -> None:
    assert set(shown.VIEWS.values()) == set(SHOWINGS.values())


def test_no_record_is_left_over() -> None:
    files = {each.relative_to(FOLDER).as_posix() for each in FOLDER.rglob("*") if each.is_file()}
    assert files == set(RECORDS)


def test_a_difference_names_the_lines_that_changed() -> None:
    found = difference("a\nb\nc\n", "a\nB\nc\n")
    assert "-b" in found
    assert "+B" in found
    assert difference("a", "a") == ""


def test_a_changed_record_says_how_it_is_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.golden.records.FOLDER", tmp_path)
    (tmp_path / "x.txt").write_text("before\n")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)-before\n\+now\n.*python -m tests.golden x.txt"):
        compare("x.txt", "now\n")
