"""Each framework that comes with cxbot is played from the command to its scorecard, by presses and by words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.framework import Framework
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder
from tests.dialogs.deeds import do
from tests.dialogs.scene import is_prompt
from tests.dialogs.stage import Slack, Stage, staged
from tests.effort import thirds

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
