"""Two processes on one database, one of them frozen for longer than its lease (`make crash` has it with all else)."""

from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.assessment import Subject
from bot.use_cases.ports import Deed
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import example_framework
from tests.effort import effort, more
from tests.programs.crash.oracle import WORKSPACE
from tests.programs.crash.place import CHANNEL, key_of
from tests.programs.crash.storm import Plan, Stage, calm_down, staged
from tests.programs.crash.threads import FROZEN_SECONDS

PLAN = Plan("ci", 0, bots=2, lease=effort(2.5, 20.0), connect=0.1)
ASSESSMENTS = 24
FREEZES = effort(1, 5)
DANA = "U0DANA0001"


def posted(plan: Plan, folder: Path) -> tuple[Counter[str], set[str]]:
    """Have headlines and first questions posted while a process stands still; count the messages by their keys.

    Beside them the keys of those whose process stood still between its last look at the lease and the write, which
    nothing can rule out: these may stand twice.
    """
    folder.mkdir(exist_ok=True)
    with staged(plan, folder) as stage:
        stage.scene.processes[0].start()
        with closing(stage.scene.ground.store()) as store:
            for number in range(ASSESSMENTS):
                subject = Subject(f"shop {number}")
                start = Start(Deed(WORKSPACE, CHANNEL, DANA, f"start{number}"), example_framework(), subject, {})
                start_assessment(store, stage.scene.place.sandbox.clock, start)
            freeze(stage, plan.lease * 2)
            assert [*calm_down(stage, store)] == []
        found = Counter(key_of(each) for each in stage.scene.place.messages() if stage.scene.place.is_bot(each))
        within = {key for key, seconds in stage.scene.moments.stood_still.items() if seconds > FROZEN_SECONDS}
        return found, within


def freeze(stage: Stage, seconds: float) -> None:
    """Freeze the one that is about to post, again and again; the other one comes up meanwhile."""
    assert stage.scene.moments.wait_for("call", 60)
    stage.scene.processes[1].start()
    for _ in range(FREEZES):
        stage.scene.processes[0].freeze(seconds)


def test_a_process_that_stood_still_for_longer_than_its_lease_posts_nothing_twice(tmp_path: Path) -> None:
    found, within = posted(PLAN, tmp_path)
    assert {key: number for key, number in found.items() if number > 1 and key not in within} == {}
    assert len(found) == 2 * ASSESSMENTS


@more
@pytest.mark.timeout(600)
def test_a_bug_that_is_put_in_is_found(tmp_path: Path) -> None:
    buggy = replace(PLAN, break_name="send_under_a_lost_lease")
    # a busy machine may freeze the process where it would have done no harm
    tries = (posted(buggy, tmp_path / f"try{number}")[0] for number in range(12))
    assert any(max(found.values()) > 1 for found in tries)
