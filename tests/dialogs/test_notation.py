"""The notation of the dialogs itself: tables that cannot be read are refused, and dialogs that do not hold fail."""

from pathlib import Path

import pytest

from tests.dialogs.looks import fits
from tests.dialogs.notation import FOLDER, NotationError, dialogs, read_dialogs
from tests.dialogs.playing import NotSeenError, play
from tests.dialogs.stage import Stage
from tests.effort import thirds

BEGIN = "| dana | starts matrix for acme | asks: 1 of 3 |"
WRONG = (
    "| dana | 2 | asks: 3 of 3 |",
    "| dana | 2 | thread: ✓ Strategy: 3 |",
    "| dana | 2 | nothing new |",
    "| dana | 2 | gone: ✓ Strategy |",
    "| dana | 2 | headline: 2 of 3 answered |",
    "| dana | 2 | buttons: [1] [2] |",
    "| dana | 2 | channel: acme |",
    "| dana | 2 | messages in channel: 2 |",
    "| dana | 2 | only dana: a word |",
    "| dana | 2 | direct to dana: a word |",
    "| dana | 2 | form: Start |",
    "| dana | 2 | Slack says: a word |",
    "| dana | 2 | Slack refuses: not_in_channel |",
    "| dana | 2 | log: request_failed |",
    "| dana | 2 | Home: Assess |",
    "| dana | 2 | what is this: a word |",
    "| dana | help | nothing new |",
    "| dana | presses 9 | |",
    "| dana | /cx-assess | no form |",
    "| dana | /cx-assess | field: Target = 9 |",
    "| dana | /cx-assess | no field: Target |",
    "| dana | starts matrix for globex | headline: acme |",
    "| dana | starts matrix for globex | messages in channel: 1 |",
)


def dialog_of(*rows: str) -> str:
    return "\n".join(("## A dialog", "", "| who | does | sees |", "|-----|------|------|", *rows))


def test_a_row_without_three_cells_is_refused_with_its_line() -> None:
    with pytest.raises(NotationError, match=r"start.md:5: 2 cells"):
        read_dialogs(dialog_of("| dana | 2 |"), "start.md")


def test_a_table_without_a_heading_is_refused() -> None:
    with pytest.raises(NotationError, match=r"start.md:1: a table without a heading"):
        read_dialogs("| dana | 2 | nothing new |", "start.md")


def test_a_row_without_a_deed_belongs_to_the_row_above() -> None:
    (dialog,) = read_dialogs(dialog_of("| dana | 2 | thread: a \\| b |", "|  |  | gone: c |", "| | 3 | |"), "x.md")
    assert [(step.who, step.does) for step in dialog.steps] == [("dana", "2"), ("dana", "3")]
    assert [(seen.kind, seen.words) for seen in dialog.steps[0].sees] == [("thread", "a | b"), ("gone", "c")]


def test_pieces_between_ellipses_must_stand_in_their_order() -> None:
    assert fits("one two three", "one … three")
    assert not fits("one two three", "three … one")


@pytest.mark.parametrize("row", thirds(WRONG))
def test_a_dialog_that_does_not_hold_fails(row: str, stage: Stage) -> None:
    (dialog,) = read_dialogs(dialog_of(BEGIN, row), "wrong.md")
    with pytest.raises((NotSeenError, AssertionError)):
        play(stage, dialog)


def test_every_file_of_the_folder_holds_dialogs_and_every_dialog_steps() -> None:
    files = {path.name for path in Path(FOLDER).glob("*.md")} - {"README.md"}
    assert {dialog.file for dialog in dialogs()} == files
    assert all(dialog.steps for dialog in dialogs())
