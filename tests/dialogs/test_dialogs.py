"""Every dialog of this folder, played through real Bolt against the sandbox Slack."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from tests.databases import ON_POSTGRESQL
from tests.dialogs.notation import Dialog, dialogs
from tests.dialogs.playing import play
from tests.dialogs.stage import Slack, staged
from tests.effort import more

OVER_SOCKETS = ("deliveries.md", "refusals.md")
"""Go over real HTTP each time; the others do where all are played on PostgreSQL, and take tests/direct.py else."""

BEGIN_EMPTY = ("home.md", "installed.md", "metrics.md", "own.md", "scorecard.md", "trend.md")
"""The first dialog of a file is in ``make test``, and the second one of these; ``make more`` has them all."""
ON_BOTH = ("answering.md", "own.md")
"""The first dialog of these is in ``make test`` on PostgreSQL, too: each leads to other tables."""


def by_file() -> Iterator[tuple[str, list[Dialog]]]:
    """Give the dialogs of each file."""
    for file, found in groupby(dialogs(), lambda dialog: dialog.file):
        yield file, list(found)


PLAYED = [
    pytest.param(dialog, id=dialog.name, marks=[] if place < main else [more])
    for file, found in by_file()
    for main in [2 if file in BEGIN_EMPTY else 1]
    for place, dialog in enumerate(found)
]


@pytest.mark.parametrize("dialog", PLAYED)
def test_the_dialog_goes_as_written(dialog: Dialog, slack: Slack, tmp_path: Path) -> None:
    direct = dialog.file not in OVER_SOCKETS and not ON_POSTGRESQL
    with staged(slack, f"sqlite:///{tmp_path}/cxbot.db", direct=direct) as stage:
        play(stage, dialog)


FIRST = [pytest.param(found[0], id=found[0].name, marks=[] if file in ON_BOTH else [more]) for file, found in by_file()]


@pytest.mark.skipif(ON_POSTGRESQL, reason="all of them are played on it")
@pytest.mark.parametrize("dialog", FIRST)
def test_the_first_dialog_of_each_file_goes_the_same_on_postgresql(
    dialog: Dialog, slack: Slack, postgresql: str
) -> None:
    with staged(slack, postgresql, direct=True) as stage:
        play(stage, dialog)
