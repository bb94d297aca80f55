"""A short crash run (`make crash` makes the long one), and one over a bot with a bug put in, which it must find."""

from pathlib import Path

import pytest

from tests.effort import effort
from tests.programs.crash.oracle import mishaps
from tests.programs.crash.post_office import Moment
from tests.programs.crash.storm import Plan, run

SEED = "ci"
KILLS = effort(12, 300)


BUGS = [
    # what was typed is found in its thread after the next start, so that it is "stuck" rather than lost
    ("commit_after_acknowledgement", "acknowledged", {"lost", "stuck"}),
    ("post_without_key", "called", {"twice"}),
]


@pytest.mark.parametrize(
    ("break_name", "aim", "found"),
    effort(
        BUGS[:1],
        BUGS,
    ),
)
def test_a_bug_that_is_put_in_is_found(tmp_path: Path, break_name: str, aim: Moment, found: set[str]) -> None:
    report = run(Plan(SEED, 8, break_name, aims=(aim,), life=0.2), tmp_path)
    assert found & report.kinds(), report


def test_a_fault_is_found_in_the_log_where_a_killed_process_left_no_end_of_its_line(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(
        '{"event": "serving"}{"event": "job_failed"}\n{"event": "job_fai{"event": "job_failed"}\n'
        '{"event": "job_faiTraceback (most recent call last):\n'
    )
    assert [each.kind for each in mishaps(tmp_path / "log")] == ["failed", "failed", "failed"]


@pytest.mark.timeout(effort(120, 1_800))
def test_after_many_crashes_nothing_is_lost_and_nothing_stands_twice(tmp_path: Path) -> None:
    report = run(Plan(SEED, KILLS), tmp_path)
    assert report.findings == ()
    assert report.figures["frozen between the last look and the write, and twice"] == 0, "nothing was frozen"
    assert report.figures["of these acknowledged"] > KILLS, report.figures
    assert report.figures["of these only after a repetition"] > 0, report.figures
    assert report.figures["ratings"] > KILLS // 2, report.figures
