"""What the bot says, prints and writes is what it was when the golden records were written."""

from pathlib import Path

import pytest

from tests.golden import commands, continuing
from tests.golden.made import EXPORTED, RECORDS
from tests.golden.records import FOLDER, compare, difference
from tests.golden.retelling import Names
from tests.golden.stage import OLD_DATABASE, OLD_SLACK


@pytest.mark.parametrize("name", RECORDS)
def test_it_is_as_recorded(name: str) -> None:
    compare(name, RECORDS[name]())


@pytest.mark.parametrize("file", commands.exports(), ids=lambda file: file.stem)
def test_an_export_that_is_read_is_written_again_to_the_letter(file: Path) -> None:
    before, now = file.read_text("utf-8"), commands.written_again(file)
    assert before == now, difference(before, now)


def test_no_record_is_left_over() -> None:
    files = {each for each in FOLDER.rglob("*") if each.is_file()} - {OLD_DATABASE, OLD_SLACK}
    assert {each.relative_to(FOLDER).as_posix() for each in files} == set(RECORDS)


def test_the_old_database_has_the_schema_of_a_new_one_by_then() -> None:
    compare("schema.sql", continuing.continued().schema)


def test_nothing_went_wrong_behind_the_scene_of_the_story() -> None:
    assert continuing.continued().warnings == ()


@pytest.mark.parametrize("number", EXPORTED)
def test_an_assessment_of_the_old_database_is_scored_as_it_was(number: int) -> None:
    code, said = commands.run("score", str(FOLDER / f"old/export-{number}.json"))
    assert (code, said.splitlines()[-1]) == (0, "The figures in the file agree with its facts.")


def test_a_message_and_a_row_are_called_by_what_they_are() -> None:
    names = Names({"1796032800.000100": "abc:q1"}, {"abc": "<assessments 0>"})
    assert names.put("at 1796032800.000100 and 1796032800.000200") == "at {<assessments 0>:q1} and {message}"
    assert names.put("row abc, <!date^1796032800^{date}|x>") == "row <assessments 0>, <!date^2026-11-30T10^{date}|x>"
    assert names.put("V0ABCDEFGHI:1796032800.000100a6:U1") == "{view}:{hash}:U1"
    assert names.put("due 2027-02-01T08:30:00+00:00, said 2026-11-30T10:00:04.123456+00:00") == (
        "due 2027-02-01T08:30:00+00:00, said 2026-11-30T10h"
    )


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
