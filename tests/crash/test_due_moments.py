"""A short run over due moments (`make crash` makes more), and two over bots with a bug put in, which it must find."""

from pathlib import Path

import pytest

from tests.crash.due_moments import Season, run
from tests.crash.falling_due import PLAN_AGES
from tests.crash.post_office import Moment

SEED = "ci"


@pytest.mark.parametrize(
    ("break_name", "aim", "calm", "found"),
    [
        ("post_without_looking", "called", 0.1, {"twice"}),
        ("forget_work_at_once", "call", 0.5, {"lost", "thread"}),  # never sent, or sent and not recorded
    ],
)
def test_a_bug_that_is_put_in_is_found(
    tmp_path: Path, break_name: str, aim: Moment, calm: float, found: set[str]
) -> None:
    report = run(Season(SEED, 16, break_name, aims=(aim,), calm=calm, tuesdays=0), tmp_path)
    assert any(each.kind in found and "remind:" in each.words for each in report.findings), report


def test_after_many_crashes_each_due_moment_was_told_once(tmp_path: Path) -> None:
    report = run(Season(SEED), tmp_path)
    assert report.findings == ()
    assert report.figures["kills"] > 3, report.figures
    assert min(report.figures[each] for each in ("reminders", "check-ins", "answers pressed")) > 3, report
    assert report.figures["digests"] >= len(PLAN_AGES), report.figures
