"""Presses of one person or two at the same moment: each ends as if one had come after the other."""

from pathlib import Path

import pytest

from tests.databases import ON_POSTGRESQL
from tests.dialogs.beside import Shown, side_by_side
from tests.dialogs.notation import Dialog, Step, dialogs
from tests.dialogs.stage import Slack, staged
from tests.effort import more

BESIDE = [
    ("reminders.md", "presses Skip this time twice", ""),
    ("reminders.md", "presses Skip this time twice", "priya"),
    ("hand_over.md", "presses Reopen", ""),
    ("hand_over.md", "presses Reopen", "priya"),
    ("hand_over.md", "presses Stop it twice", ""),
    ("hand_over.md", "presses Stop it twice", "priya"),
    ("own.md", "/cx-framework withdraw loyalty", ""),
    ("plans.md", "presses Use as evidence twice", ""),
    ("plans.md", "presses On track twice", ""),
    ("awkward.md", "presses Keep my words as evidence twice", ""),
    ("answering.md", "presses 2 twice", ""),
]
"""A file, a deed of its first dialog that has it, and who does the same beside it; empty for the same person."""


def found(file: str, does: str) -> tuple[Dialog, Step]:
    for dialog in (each for each in dialogs() if each.file == file):
        for step in dialog.steps:
            if step.does == does:
                return dialog, step
    raise AssertionError(f"{file} has no {does!r}")


@pytest.mark.skipif(ON_POSTGRESQL, reason="it comes in between transactions of SQLite")
@pytest.mark.parametrize(
    ("file", "does", "person"),
    [pytest.param(*each, marks=[] if place in (1, 3) else [more]) for place, each in enumerate(BESIDE)],
)
def test_what_is_seen_is_as_if_one_had_come_after_the_other(
    slack: Slack, tmp_path: Path, file: str, does: str, person: str
) -> None:
    dialog, step = found(file, does)
    outcomes: list[Shown] = []
    places = 1
    while len(outcomes) <= places:
        place = len(outcomes) + 1
        with staged(slack, f"sqlite:///{tmp_path}/{place}.db", direct=True) as stage:
            shown, places = side_by_side(stage, dialog, step, place, person)
        outcomes.append(shown)
    one_after_the_other = (outcomes[0], outcomes[-1])  # the second one came first, and last
    for place, shown in enumerate(outcomes, start=1):
        assert shown in one_after_the_other, f"before transaction {place}: {set(shown) ^ set(outcomes[-1])}"
