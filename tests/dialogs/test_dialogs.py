"""Every dialog of this folder and each framework, played through real Bolt; one assessment over Socket Mode."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from bot.core.framework import Framework
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder
from tests.databases import ON_POSTGRESQL
from tests.dialogs.deeds import do
from tests.dialogs.notation import Dialog, dialogs, read_dialogs
from tests.dialogs.playing import play
from tests.dialogs.scene import is_prompt
from tests.dialogs.stage import Slack, Stage, staged
from tests.effort import more, thirds
from tests.known import sure

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


OURS = load_library()
ENOUGH = 100


@pytest.fixture
def real_stage(slack: Slack, tmp_path: Path) -> Iterator[Stage]:
    with staged(slack, f"sqlite:///{tmp_path}/cxbot.db", frameworks=frameworks_folder(), direct=True) as found:
        yield found


def test_four_frameworks_come_with_cxbot() -> None:
    assert len(OURS) == 4


@pytest.mark.parametrize("framework", thirds(OURS), ids=lambda each: each.slug)
def test_a_framework_is_played_to_its_scorecard(framework: Framework, real_stage: Stage) -> None:
    stage = real_stage
    do(stage, "dana", f"starts {framework.slug} for acme")
    stage.settle()
    for place, dimension in enumerate(framework.dimensions, start=1):
        asked = stage.words(stage.thread("dana")[-1])
        assert asked.startswith(f"{place} of {len(framework.dimensions)} · {dimension.name} {dimension.ask}")
        _answer(stage, place, framework)
    last = stage.thread("dana")[-1]
    card = stage.words(last)
    assert card.startswith(f"acme · {framework.title}")
    assert f"{len(framework.dimensions)} of {len(framework.dimensions)} rated" in card
    assert all(dimension.name in card for dimension in framework.dimensions)
    assert not any(is_prompt(each) for each in stage.thread("dana"))
    assert "complete" in stage.words(stage.headlines("dana")[-1])
    assert not [each for each in stage.logs if each["log_level"] in ("warning", "error")]


def _answer(stage: Stage, place: int, framework: Framework) -> None:
    """Answer every second question by a press, the others by words; levels go up the scale and begin anew."""
    levels = framework.scale.levels()
    level = levels[(place - 1) % len(levels)]
    do(stage, "dana", f"presses {level}" if place % 2 else f"{level}, as we saw last week")
    stage.settle()
    if "wants something that shows it" in stage.words(stage.thread("dana")[-1]):
        do(stage, "dana", "presses Leave it as claimed")
        stage.settle()


DIALOG = """
## An assessment over a socket
| who  | does | sees |
| dana | starts matrix for acme | asks: 1 of 3 |
| dana | 2, someone leads | thread: ✓ Strategy: 2 Defined · “someone leads” |
| dana | presses 1 | asks: 3 of 3 |
| dana | /cx-assess | form: Start an assessment |
| dana | fills NPS today = thirty; submits | error at NPS today: number |
| dana | closes the form | no form |
| dana | 2 | last: 5 of 12 |
| sam  | /cx-scorecard | only sam: 5 of 12 |
"""


@pytest.fixture
def socket_stage(slack: Slack, tmp_path: Path) -> Iterator[Stage]:
    with staged(slack, f"sqlite:///{tmp_path}/cxbot.db", socket_mode=True) as found:
        yield found


def test_an_assessment_goes_over_a_socket_as_over_http(socket_stage: Stage) -> None:
    (dialog,) = read_dialogs(DIALOG, "test_socket_mode.py")
    play(socket_stage, dialog)
    assert sure(socket_stage.service.socket_mode).trouble() == ""
