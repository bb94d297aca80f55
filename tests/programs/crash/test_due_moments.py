"""A short run over due moments (`make crash` makes more), and two over bots with a bug put in, which it must find."""

from pathlib import Path

import pytest

from tests.effort import effort, more
from tests.programs.crash.due_moments import Season, run
from tests.programs.crash.falling_due import PLAN_AGES
from tests.programs.crash.post_office import Moment

SEED = "ci"
SEEDS = (SEED, *(f"{SEED} {number}" for number in range(2, 13)))
BUGS = [
    ("post_without_looking", "called", 0.1, {"twice"}),
    ("forget_work_at_once", "call", 0.5, {"lost", "thread"}),  # never sent, or sent and not recorded
]
KEYS = ("remind:", "checkin:", "digest:", "nudge:")
"""How the keys of such messages begin; a finding names the message."""


@more
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("break_name", "aim", "calm", "found"),
    effort(BUGS[:1], BUGS),
)
def test_a_bug_that_is_put_in_is_found(
    tmp_path: Path, break_name: str, aim: Moment, calm: float, found: set[str]
) -> None:
    # a seed repeats the choices, not the moments: what one season does not hit the next one does
    reports = []
    for seed in SEEDS:
        folder = tmp_path / seed
        folder.mkdir()
        reports.append(run(Season(seed, 16, break_name, aims=(aim,), calm=calm, tuesdays=0), folder))
        if any(each.kind in found and any(key in each.words for key in KEYS) for each in reports[-1].findings):
            return
    raise AssertionError(reports)


@more
@pytest.mark.timeout(effort(300, 900))
def test_after_many_crashes_each_due_moment_was_told_once(tmp_path: Path) -> None:
    report = run(Season(SEED, effort(18, 60)), tmp_path)
    assert report.findings == ()
    assert report.figures["kills"] > 3, report.figures
    assert min(report.figures[each] for each in ("reminders", "check-ins", "answers pressed")) > 0, report
    assert report.figures["digests"] >= len(PLAN_AGES), report.figures
